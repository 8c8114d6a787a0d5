#!/usr/bin/env bash
# Two hundred random figures of an edition, recomputed from their receipts with nothing
# but the snapshot and awk: the receipt's hash finds the file, its rows and columns the
# cells, and their sum must be the figure in the published CSV.
. tests/program/common.sh
CIFRA=$CIFRA_RELEASE
code 0 run --quiet --bundle "$bundled"

# What to look up, 200 lines, always the same: source, part, place, offence, measure,
# year, the rows of the receipt, and the sum of the year's figures as published.
cat >draw.py <<'END'
import csv, glob, json, os, random
random.seed(20260418)
drawn = []
for facts in sorted(glob.glob("public/data/receipts/*.json")):
    receipt = json.load(open(facts, encoding="utf-8"))
    if receipt["columns"].count(",") != 11:
        continue
    for path in receipt["rows"]:
        with open("public/" + path, encoding="utf-8", newline="") as f:
            for row in csv.DictReader(f):
                for year in row:
                    if year.isdigit() and row[year]:
                        drawn.append((path, row["place_code"], row["offence_code"],
                                      row["measure"], year, row[year],
                                      os.path.basename(facts)))
by_source = {}
for one in drawn:
    by_source.setdefault(one[-1], []).append(one)
picked = []
for source in sorted(by_source):
    picked += random.sample(by_source[source], 34)
picked = picked[:]
random.shuffle(picked)
picked = picked[:200]
wanted = {(p[0], p[1], p[2], p[3], p[4]): [0.0, 0] for p in picked}
for path in sorted({p[0] for p in picked}):
    with open("public/" + path.replace("data/receipts/", "data/sources/"),
              encoding="utf-8", newline="") as f:
        for row in csv.DictReader(f):
            year = row.get("year") or row["period"][:4]
            key = (path, row["place_code"], row["offence_code"], row["measure"], year)
            if key not in wanted:
                continue
            cells = [row["value"]]
            if "m01" in row:
                cells = [row["m%02d" % m] for m in range(1, 13)]
            for cell in cells:
                if cell:
                    wanted[key][0] += float(cell)
                    wanted[key][1] += 1
for p in picked:
    facts = json.load(open("public/data/receipts/" + p[-1], encoding="utf-8"))
    total, cells = wanted[p[:5]]
    print("\t".join([p[-1][:-5], facts["sha256"], facts["encoding"], facts["columns"],
                     *p[1:6], "%d" % total, "%d" % cells]))
END
python3 draw.py >drawn.tsv || wrong "no figures could be drawn"
[ "$(wc -l <drawn.tsv)" -eq 200 ] || wrong "$(wc -l <drawn.tsv) figures instead of 200"
[ "$(cut -f1 drawn.tsv | sort -u | wc -l)" -ge 6 ] || wrong "of too few sources"
[ "$(awk -F'\t' '$10 > 0' drawn.tsv | wc -l)" -ge 50 ] || wrong "hardly one above zero"

# A row of a CSV by its number, and the sum of the columns named in the header.
cat >sum.awk <<'END'
function cut(line, cell,    n, i, c, quoted) {
    n = 1; cell[1] = ""; quoted = 0
    for (i = 1; i <= length(line); i++) {
        c = substr(line, i, 1)
        if (c == "\"") quoted = !quoted
        else if (c == "," && !quoted) cell[++n] = ""
        else if (c != "\r") cell[n] = cell[n] c
    }
    return n
}
NR == 1 {
    n = cut($0, name)
    count = split(columns, wanted, ", ")
    for (i = 1; i <= n; i++)
        for (j = 1; j <= count; j++)
            if (toupper(name[i]) == toupper(wanted[j])) { take[i] = 1; found++ }
}
NR == row {
    cut($0, cell)
    for (i in take) { gsub(",", "", cell[i]); sum += cell[i] }
}
END { if (found != count) print "columns"; else printf "%d\n", sum }
END

plain() { # SHA ENCODING: the file as plain UTF-8, unpacked once
    local file
    [ -f "plain.$1" ] && return
    file=$(find var/snapshots -name "$1")
    [ "$(sha256sum <"$file" | cut -d' ' -f1)" = "$1" ] || wrong "$1 is another file"
    case $(head -c 2 "$file" | od -An -tx1 | tr -d ' ') in
    fd37) xz -dc "$file" ;;
    1f8b) gzip -dc "$file" ;;
    504b) unzip -p "$file" ;;
    *) cat "$file" ;;
    esac | iconv -f "$2" -t utf-8 >"plain.$1" || wrong "$1 cannot be unpacked"
}

while IFS=$'\t' read -r source sha encoding columns place offence measure year row \
    total cells; do
    plain "$sha" "$encoding"
    sum=$(awk -v row="$row" -v columns="$columns" -f sum.awk "plain.$sha")
    [ "$sum" = "$total" ] ||
        wrong "$source: $place $offence $measure $year: row $row adds up to $sum," \
            "published is $total in $cells cells"
done <drawn.tsv
exit 0
