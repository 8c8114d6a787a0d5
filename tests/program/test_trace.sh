#!/usr/bin/env bash
# cifra trace: the rows of a figure, of plain files, archives of several members, rows
# that count one, and cells that would command a terminal.
. tests/program/common.sh

small_edition
raw_file >gto.csv
code 0 import gto.csv --source mx-municipal-2015 --date 2026-01-13
code 0 trace mx-11020 homicidio-doloso 2023
row=$(grep -o '^ *[0-9]* *2023 | 11 | Guanajuato | 11020 | León' "$work/out" | head -1 |
    awk '{print $1}')
sed -n "${row}p" gto.csv | grep -q '^2023,11,Guanajuato,11020,' ||
    wrong "row $row of the file is another"
says out "$(sha256sum gto.csv | cut -d' ' -f1)"
says out ": the same"
says out "offences_cnsp_2015.csv:2 homicidio-doloso.con-arma-de-fuego"
again=$(sed -n 's/^again *cifra //p' "$work/out")
cp "$work/out" told
code 0 $again
cmp -s told "$work/out" || wrong "the command does not tell the same"
code 0 trace mx-11020 homicidio-doloso 2023 --json
python3 - "$work/out" <<'PY' || wrong "the JSON does not add up"
import json, sys
trace = json.load(open(sys.argv[1]))["traces"][0]
cells = sum(float(row["cells"][i - 1]) for row in trace["row"] for i in row["counted"])
assert cells == trace["sum"]["value"] == trace["published"]["value"] > 0, cells
assert len(trace["row"]) == trace["rows"] and trace["agrees"]
PY
code 2 trace mx-11020 homicidio-doloso 2023 --source nobody
one_sentence
code 2 trace mx-11020 homicidio-doloso 2023-13
one_sentence
code 2 trace mx-11020 homicidio-doloso 1890
one_sentence
code 2 trace mx-11020 homicidio-doloso 2023 --measure victim
says err 'did you mean "victims"?'

# Incidents in two members: rows are numbered in each.
mkdir more
cat >more/beats.json <<'J'
{"name": {"es": "B", "en": "B"}, "note": {"es": "B.", "en": "B."},
 "publisher": {"name": "P", "url": "https://example.org",
  "landing": "https://example.org/d"},
 "licence": {"name": "L", "url": "https://example.org/l"},
 "release": {"cadence": "R/P1M", "max_age_days": 0, "provisional": 0},
 "fetch": {"urls": []},
 "file": {"format": "csv", "member": "*.csv", "members": "all"},
 "rows": {"place": {"column": "place"}, "offence": {"column": "offence"},
  "measure": {"constant": "investigations"},
  "period": {"shape": "date", "date": "day", "pattern": "%Y-%m-%d"}},
 "meaning": {"subject": "crime", "methodology": "cnsp-2015", "level": "state",
  "complete": false, "unique": false, "grid": false}}
J
python3 - <<'PY'
import zipfile
leaf = "homicidio-doloso.con-arma-de-fuego"
with zipfile.ZipFile("two.zip", "w") as both:
    both.writestr("2020-01.csv", "day,place,offence,words\n"
                  f"2020-01-03,mx-11,{leaf},one\n2020-01-04,mx-14,{leaf},two\n"
                  f"2020-01-05,mx-11,{leaf},three\n")
    both.writestr("2020-02.csv", "place,day,offence,words\n"
                  f"mx-14,2020-02-03,{leaf},four\n"
                  f"mx-11,2020-02-03,{leaf},\"fi\x1b[2Jve\nsum 99\"\n")
PY
echo '{"sources": ["beats"], "descriptors": "more", "snapshots": "other"}' >two.json
code 0 import two.zip --source beats --date 2020-03-01 --config two.json
code 0 trace mx-11 homicidio-doloso 2020 --config two.json
says out "in member 2020-01.csv"
says out "in member 2020-02.csv"
says out "sum       3"
says out "        2  2020-01-03 | mx-11"
says out "        4  2020-01-05 | mx-11"
says out "        3  mx-11 | 2020-02-03"
grep -q '^sum 99' "$work/out" && wrong "a cell passes for a line of ours"
LC_ALL=C grep -q "$(printf '\033')" "$work/out" && wrong "a cell commands the terminal"
exit 0
