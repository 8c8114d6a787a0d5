#!/usr/bin/env bash
# What must add up and does not is kept back, with a sentence that names it: the
# municipal homicides of Guanajuato against the state file, which agree to the last case
# in every month they share; and CONAPO's national total.
. tests/program/common.sh
CIFRA=$CIFRA_RELEASE

# doctor IN OUT CONDITION... : COLUMN CHANGE, in the first row that fits
cat >doctor.py <<'END'
import csv, sys
source, out, column, change = sys.argv[1:5]
wanted = dict(a.split("=") for a in sys.argv[5:])
with open(source, encoding="utf-8", newline="") as f, \
        open(out, "w", encoding="utf-8", newline="") as o:
    rows = csv.DictReader(f)
    to = csv.DictWriter(o, rows.fieldnames)
    to.writeheader()
    for row in rows:
        if wanted is not None and all(row[k] == v for k, v in wanted.items()):
            row[column] = str(int(row[column]) + int(change))
            wanted = None
        to.writerow(row)
if wanted is not None:
    sys.exit("no row fits")
END

raw_file >whole.csv
python3 doctor.py whole.csv more.csv Mayo +30 "Año=2023" "Municipio=León" \
    "Subtipo de delito=Homicidio doloso"
words="Guanajuato, Homicidio doloso, 2023-05: the parts add up to 264 where mx-estatal-2015 has 234"

small_edition
code 0 run --quiet --bundle "$bundled"
code 0 import more.csv --source mx-municipal-2015 --date 2026-02-13
printf '{"sources": ["mx-municipal-2015", "mx-estatal-2015"], "languages": ["es"]}\n' \
    >cifra.json

# Both are in the store: the younger is kept back, the one before it is published.
code 3 run --quiet --bundle "$bundled"
says err "mx-municipal-2015: the snapshot of 2026-02-13"
says err "$words"
grep -qF "$words" public/es/fuentes/mx-municipal-2015/index.html ||
    wrong "the source's page does not say why"
grep -qF "$words" public/es/calendario/index.html || wrong "the status page does not say why"
grep -q '^2026-01-13.*(current)' <("$CIFRA" snapshots mx-municipal-2015) ||
    wrong "the snapshot before it is not the current one"

# Accepting is remembered: by the store, the edition's record, and the page.
code 0 build --accept mx-municipal-2015
says err "mx-municipal-2015: accepted: "
says err "$words"
grep -rqF "accepted mx-municipal-2015 the sums of" var/releases/*.stamp ||
    wrong "the edition's record does not have it"
grep -qF "$words" public/es/fuentes/mx-municipal-2015/index.html ||
    wrong "the source's page does not say what was accepted"
code 0 run --quiet

# On its way in, it is refused.
code 65 check more.csv --source mx-municipal-2015 --date 2026-03-13
one_sentence
says err "$words"
code 65 import more.csv --source mx-municipal-2015 --date 2026-03-13
one_sentence

# A state file that is younger contradicts likewise: the finer file is not blamed.
xz -dc "$bundled/sesnsp_estatal_2024-12-21.csv.xz" >estatal.csv
iconv -f windows-1252 -t utf-8 estatal.csv >estatal-utf8.csv
python3 doctor.py estatal-utf8.csv state.csv Mayo -25 "Año=2023" "Clave_Ent=11" \
    "Subtipo de delito=Homicidio doloso"
rm -rf var public
code 0 run --quiet --bundle "$bundled"
code 65 import state.csv --source mx-estatal-2015 --date 2026-02-01
one_sentence
says err "the parts add up to 234 where mx-estatal-2015 has 209"
code 0 import state.csv --source mx-estatal-2015 --date 2026-02-01 --accept mx-estatal-2015
says err "accepted: "

# A total that stands in the file itself.
xz -dc "$bundled/conapo_estatal_1950_2070.csv.xz" >people.csv
printf '{"sources": ["conapo-estatal"], "languages": ["es"]}\n' >cifra.json
python3 doctor.py people.csv people-more.csv pob_mid_year +1 n_year=2020 cve_ent=11 \
    genero=Total
code 0 check people.csv --source conapo-estatal --date 2025-01-01
code 65 check people-more.csv --source conapo-estatal --date 2025-01-01
one_sentence
says err "2020: the parts add up to "
says err "where the total in the same file has "

# Months after the cut hold nothing: zeros there are padding, and no figure.
python3 - <<'END'
import csv
with open("whole.csv", encoding="utf-8", newline="") as f, \
        open("padded.csv", "w", encoding="utf-8", newline="") as o:
    rows = csv.DictReader(f)
    to = csv.DictWriter(o, rows.fieldnames)
    to.writeheader()
    for row in rows:
        if row["Año"] == "2025":
            assert row["Diciembre"] in ("", "0")
            row["Diciembre"] = "0"
        to.writerow(row)
END
rm -rf var public
printf '{"sources": ["mx-municipal-2015"], "languages": ["es"], "title": "C"}\n' >cifra.json
code 0 import padded.csv --source mx-municipal-2015 --date 2026-01-13
code 0 build --quiet
python3 - <<'END' || wrong "padded zeros became figures"
import csv, sys
rows = list(csv.DictReader(open("public/data/sources/mx-municipal-2015/mx-11.csv",
                                encoding="utf-8")))
last = [r for r in rows if r["year"] == "2025"]
known = [r for r in rows if r["year"] > "2025"] + [r for r in last if r["m12"] != ""]
sys.exit(bool(known) or not any(r["m11"] for r in last))
END

# The bridge, state by state: in Guanajuato's file of January to March 2026 other
# offences against life are 19, attempted homicides 33, attempted femicides 8.
rm -rf var public
printf '{"sources": ["mx-estatal-2015", "mx-estatal-rnid"], "languages": ["es"]}\n' \
    >cifra.json
code 0 run --quiet --bundle "$bundled"
python3 - <<'END' || wrong "the table of the bridge by state is not there or wrong"
import re, sys
page = open("public/es/delitos/otros-delitos-contra-la-vida/index.html",
            encoding="utf-8").read()
table = page[page.index("con y sin reglas puente"):]
row = re.search(r"<tr>(?:(?!</tr>).)*Guanajuato.*?</tr>", table, re.S).group()
cells = re.sub("[^0-9]+", " ", re.sub(r"<[^>]*>", " ", row)).split()
sys.exit(cells != ["235", "19", "60"])
END
grep -qF "De enero a marzo de 2026: 334, con las reglas puente o sin ellas." \
    public/es/mx/guanajuato/index.html || wrong "the state's page has no bridged figure"

# Cases that are not allocated to a municipality count in the state, are said on its
# page, and have rows of their own; they are on no map and have no page.
python3 - <<'END'
import csv
with open("whole.csv", encoding="utf-8", newline="") as f, \
        open("unallocated.csv", "w", encoding="utf-8", newline="") as o:
    rows = csv.DictReader(f)
    to = csv.DictWriter(o, rows.fieldnames)
    to.writeheader()
    for row in rows:
        if row["Municipio"] == "Abasolo":  # 23 of the 2,553 of 2024
            row["Cve. Municipio"], row["Municipio"] = "11998", "No Especificado"
        to.writerow(row)
END
rm -rf var public
small_edition
code 0 import unallocated.csv --source mx-municipal-2015 --date 2026-01-13
printf '{"sources": ["mx-municipal-2015", "mx-estatal-2015"], "languages": ["es"]}\n' \
    >cifra.json
code 0 import "$bundled/sesnsp_estatal_2024-12-21.csv.xz" --source mx-estatal-2015 \
    --date 2024-12-21
code 0 build --quiet
page=public/es/mx/guanajuato/index.html
grep -qF "En 2024, 23 de al menos 2,553 carpetas por homicidio doloso no están asignadas" "$page" ||
    wrong "the state's page does not say what is not allocated"
[ ! -e public/es/mx/guanajuato/abasolo ] || wrong "a place without figures has a page"
grep -qi "no especificado" "$page" && wrong "the unallocated are in a table or map"
grep -q "^mx-11998,.*,homicidio-doloso" public/data/sources/mx-municipal-2015/mx-11.csv ||
    wrong "the unallocated have no rows of their own"
