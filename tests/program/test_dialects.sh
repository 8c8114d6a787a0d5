#!/usr/bin/env bash
# The same file as other programs save it: the same figures.
. tests/program/common.sh
CIFRA=$CIFRA_RELEASE

xz -dc "$bundled/sesnsp_estatal_rnid_2026-04-18.csv.xz" >original.csv
python3 - <<'END'
import csv

rows = list(csv.reader(open("original.csv", encoding="cp1252", newline="")))
months = range(7, 19)


def save(name, encoding="utf-8", bom=b"", rows=rows, **dialect):
    with open(name, "wb") as out:
        out.write(bom)
    with open(name, "a", encoding=encoding, newline="") as out:
        csv.writer(out, **dialect).writerows(rows)


def grouped(row):
    return [f"{int(cell):,}" if i in months and cell.isdigit() else cell
            for i, cell in enumerate(row)]


assert any("," in cell for row in rows for cell in grouped(row)[7:])
mark = b"\xef\xbb\xbf"
save("excel-utf8.csv", bom=mark)
save("excel-ansi.csv", encoding="cp1252")
save("quoted.csv", quoting=csv.QUOTE_ALL, lineterminator="\n")
save("semicolon.csv", delimiter=";", bom=mark)
save("tab.csv", delimiter="\t", encoding="cp1252")
save("pipe.csv", delimiter="|")
# line ends written twice, as programs on Windows do
save("twice.csv", lineterminator="\r\r\n")
save("thousands.csv", rows=[rows[0]] + [grouped(row) for row in rows[1:]])
save("thousands-semicolon.csv", delimiter=";", encoding="cp1252",
     rows=[rows[0]] + [grouped(row) for row in rows[1:]])
# the SESNSP's own later habit: upper case, a mark
save("upper.csv", bom=mark, rows=[[cell.upper() for cell in rows[0]]] + rows[1:])
# what stands under a table on a sheet
save("notes.csv", rows=rows + [[], ["NOTA: cifras preliminares, sujetas a cambios."],
                               ["Fuente: SESNSP"] + [""] * (len(rows[0]) - 1)])
save("total.csv", rows=rows + [["Total"] + [""] * 6 + ["1"] * 3 + [""] * 9])
END
gzip -k original.csv
python3 -m zipfile -c original.zip original.csv

# figures FILE: the dataset that comes of it.
figures() {
    rm -rf here && mkdir here && cd here || exit 1
    printf '{"sources": ["mx-estatal-rnid"], "languages": ["es"]}\n' >cifra.json
    code 0 import "../$1" --source mx-estatal-rnid --date 2026-04-18
    code 0 check "../$1" --source mx-estatal-rnid --date 2026-04-18
    says out "3,648"
    cp "$work/out" "$work/said"
    if [ "${2:-}" = publish ]; then
        code 0 build --quiet
        cp public/data/sources/mx-estatal-rnid.csv "$work/$1.figures"
    fi
    cd "$work" || exit 1
    grep known said
}

expected=$(figures original.csv publish) || exit 1
grep -q ',homicidio-doloso.*2026-03,' original.csv.figures || wrong "no homicides"
for file in excel-ansi.csv tab.csv pipe.csv twice.csv upper.csv original.csv.gz \
    original.zip; do
    actual=$(figures "$file") || exit 1
    [ "$actual" = "$expected" ] || wrong "$file: $actual, expected $expected"
done
for file in excel-utf8.csv quoted.csv semicolon.csv thousands.csv \
    thousands-semicolon.csv notes.csv; do
    figures "$file" publish >/dev/null || exit 1
    cmp original.csv.figures "$file.figures" || wrong "$file gives other figures"
done
# a row that is neither is not passed over
code 65 check total.csv --source mx-estatal-rnid --date 2026-04-18
says err "row 3650"
