#!/usr/bin/env bash
# Two hundred random figures of an edition, recomputed from their receipts with nothing
# but the snapshot and awk: the receipt's hash finds the file, its rows and columns the
# cells, and their sum must be the figure in the published CSV.
. tests/program/common.sh
CIFRA=$CIFRA_RELEASE
code 0 run --quiet --bundle "$bundled"

# What to look up, 200 lines, always the same: source, hash, encoding, columns, place,
# offence, measure, year, the rows of the receipt, and the year's sum as published.
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
    picked += random.sample(by_source[source], 20)
leaves = random.sample(picked, 100)

# As pages show them: a type of offence in a state or the country is the sum of many
# rows, those of what its code begins.
def published(path, key_of):
    with open("public/" + path, encoding="utf-8", newline="") as f:
        for row in csv.DictReader(f):
            year = row.get("year") or row["period"][:4]
            cells = [row["m%02d" % m] for m in range(1, 13)] if "m01" in row else \
                [row["value"]]
            yield key_of(row, year), [float(cell) for cell in cells if cell]

sums = {}
wanted = {one[:5] for one in leaves}
for path in sorted({one[0] for one in leaves}):
    for key, cells in published(path.replace("data/receipts/", "data/sources/"),
                                lambda row, year: (path, row["place_code"],
                                                   row["offence_code"], row["measure"],
                                                   year)):
        if key in wanted:
            sums[key] = sums.get(key, 0) + sum(cells)
shown = {}
for path in ["data/mx.csv"] + sorted(glob.glob("data/mx/*.csv", root_dir="public")):
    for key, cells in published(path, lambda row, year: (
            row["source"] + ".json", row["place_code"], row["offence_code"],
            row["measure"], year)):
        if "." not in key[2] and key[0] in by_source and "unicipal" not in key[0]:
            shown[key] = shown.get(key, 0) + sum(cells)
rows = {}
for path, place, offence, measure, year, row, source in drawn:
    for above in {place, place[:2]}:
        key = (source, above, offence.split(".")[0], measure.split(".")[0], year)
        rows.setdefault(key, []).append(row)
# A code of its own below another's is no part of its name: such sums are left out.
parents = set()
with open(os.environ["CIFRA_SHARE"] + "/transform/lists/offences.csv",
          encoding="utf-8", newline="") as f:
    for line in csv.DictReader(f):
        if not line["code"].startswith(line["parent"] + "."):
            parents.add(line["parent"])
pool = sorted(key for key in shown if key in rows and key[2] not in parents)
national = [key for key in pool if key[1] == "mx"]
types = random.sample(national, 20) + random.sample(pool, 80)

def tell(source, place, offence, measure, year, rows, total):
    facts = json.load(open("public/data/receipts/" + source, encoding="utf-8"))
    print("\t".join([source[:-5], facts["sha256"], facts["encoding"], facts["columns"],
                     place, offence, measure, year, rows, "%d" % total]))

for one in leaves:
    tell(one[6], *one[1:6], sums.get(one[:5], 0))
for key in types:
    tell(*key, ",".join(rows[key]), shown[key])
END
python3 draw.py >drawn.tsv || wrong "no figures could be drawn"
[ "$(wc -l <drawn.tsv)" -eq 200 ] || wrong "$(wc -l <drawn.tsv) figures instead of 200"
[ "$(cut -f1 drawn.tsv | sort -u | wc -l)" -ge 6 ] || wrong "of too few sources"
[ "$(awk -F'\t' '$10 > 0' drawn.tsv | wc -l)" -ge 50 ] || wrong "hardly one above zero"

# Rows of a CSV by their numbers, and the sum of the columns named in the header.
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
BEGIN { many = split(rows, number, ","); for (i = 1; i <= many; i++) wants[number[i]] = 1 }
NR == 1 {
    n = cut($0, name)
    count = split(columns, wanted, ", ")
    for (i = 1; i <= n; i++)
        for (j = 1; j <= count; j++)
            if (toupper(name[i]) == toupper(wanted[j])) { take[i] = 1; found++ }
}
NR in wants {
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

while IFS=$'\t' read -r source sha encoding columns place offence measure year rows \
    total; do
    plain "$sha" "$encoding"
    sum=$(awk -v rows="$rows" -v columns="$columns" -f sum.awk "plain.$sha")
    [ "$sum" = "$total" ] ||
        wrong "$source: $place $offence $measure $year: rows $rows add up to $sum," \
            "published is $total"
done <drawn.tsv
exit 0
