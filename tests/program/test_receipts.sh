#!/usr/bin/env bash
# Two hundred random figures of an edition, recomputed from their receipts with nothing
# but the snapshot and awk: the receipt's hash finds the file, its rows and columns the
# cells, and their sum must be the figure in the published CSV. A hundred more are
# taken as readers meet them: off pages of states and towns, with the rows told beside
# them, or those that the headline figure's link leads to.
. tests/program/common.sh
CIFRA=$CIFRA_RELEASE
code 0 run --quiet --bundle "$bundled"

# What to look up, 300 lines, always the same: source, hash, encoding, columns, place,
# offence, measure, year, the rows of the receipt, and the year's sum as published.
cat >draw.py <<'END'
import csv, glob, json, os, random, re, sys
random.seed(20260418)
drawn = []
for facts in sorted(glob.glob("public/data/receipts/*.json")):
    receipt = json.load(open(facts, encoding="utf-8"))
    for key, tag in (("formula", "es"), ("formula@en", "en")):
        with open(f"{os.environ['CIFRA_SHARE']}/site/messages/{tag}.json") as words:
            if receipt[key] != json.load(words)["receipts.formula_rows"]:
                sys.exit(f"{facts}: {key} is {receipt[key]}")
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

# What pages say: the years of an offence, with their rows; a headline figure, whose
# receipt is a line of another page.
def plain(html):
    return re.sub(r"<abbr.*?</abbr>|<small>.*?</small>|<[^>]*>", "", html, flags=re.S)

def cells_of(row):
    return re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)

def spelled(ranges):
    out = []
    for part in ranges.split(", "):
        first, _, last = part.partition("–")
        out += range(int(first), int(last or first) + 1)
    return ",".join(map(str, out))

def number(words):
    return int(words.replace(",", ""))

def source_of(link):
    return re.search(r"recibos/(?:index\.html#)?([a-z0-9-]+)", link).group(1) + ".json"

def told_in_tables(path, html):
    for table in re.findall(r"<table>.*?</table>.*?</p>", html, re.S):
        heads = [plain(cell) for cell in cells_of(table.split("</thead>")[0])]
        if heads[-1] != "Renglones" or heads[1] != "Carpetas":
            continue
        for body in re.findall(r"<tbody>.*?</tbody>", table, re.S):
            links = re.findall(r'href="([^"]*recibos[^"]*)"', body) or \
                re.findall(r'href="([^"]*recibos[^"]*)"', table)
            for row in re.findall(r"<tr>.*?</tr>", body, re.S):
                cells = [plain(cell) for cell in cells_of(row)]
                if cells[1][0].isdigit() and cells[-1][:1].isdigit():
                    yield source_of(links[0]), cells[0][-4:], spelled(cells[-1]), \
                        number(cells[1])

def told_at_the_top(path, html):
    for stat in re.findall(r"<div><dt>.*?</div>", html, re.S):
        value, link = (re.search(p, stat, re.S).group(1) for p in
                       (r'class="value">(.*?)</dd>', r'href="([^"]*)"'))
        year = re.search(r'class="period">.*?(\d{4})<', stat, re.S).group(1)
        page, _, anchor = link.partition("#")
        receipt = open(os.path.join(os.path.dirname(path), page),
                       encoding="utf-8").read()
        if "." in value or "class=\"sources\"" in receipt or \
                page.endswith("recibos/index.html"):
            continue
        years = [plain(cell) for cell in cells_of(receipt.split("</thead>")[0])]
        row = re.search(r'<tr id="%s">.*?</tr>' % re.escape(anchor), receipt, re.S)
        cells = [plain(cell) for cell in cells_of(row.group(0))]
        yield source_of(link), year, spelled(cells[years.index(year)]), number(value)

tables, tops = [], []
for path in sorted(glob.glob("public/es/mx/*/index.html") +
                   glob.glob("public/es/mx/*/*/index.html")):
    html = open(path, encoding="utf-8").read()
    tables += [(path, one) for one in told_in_tables(path, html)]
    tops += [(path, one) for one in told_at_the_top(path, html)]
for kind, many in ((tables, 70), (tops, 30)):
    for path, (source, year, ranges, total) in random.sample(kind, many):
        tell(source, path[len("public/es/"):-len("/index.html")], "as-shown", "-", year,
             ranges, total)
END
python3 draw.py >drawn.tsv || wrong "no figures could be drawn"
[ "$(wc -l <drawn.tsv)" -eq 300 ] || wrong "$(wc -l <drawn.tsv) figures instead of 300"
[ "$(cut -f1 drawn.tsv | sort -u | wc -l)" -ge 6 ] || wrong "of too few sources"
[ "$(awk -F'\t' '$10 > 0' drawn.tsv | wc -l)" -ge 50 ] || wrong "hardly one above zero"
awk -F'\t' '$5 ~ "^mx/guanajuato/" && $10 > 0' drawn.tsv | grep -q . || wrong "no town's"

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
