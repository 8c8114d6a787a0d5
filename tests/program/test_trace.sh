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

# descriptor NAME FILE ROWS: the same of files that are no CSV.
descriptor() {
    sed -e "s|\"file\": {.*}|\"file\": $2|" -e "s|\"period\": {.*}}|\"period\": $3}|" \
        more/beats.json >"more/$1.json"
    printf '{"sources": ["%s"], "descriptors": "more", "snapshots": "%s"}\n' "$1" "$1" \
        >"$1.config"
}

# JSON: rows by their order, and no cell that was never read passes for an empty one.
descriptor records '{"format": "json", "rows": "/records"}' \
    '{"shape": "date", "date": "day", "pattern": "%Y-%m-%d"}, "value": "cases"'
cat >records.json <<'J'
{"records": [
 {"id": 7, "day": "2020-01-03", "place": "mx-11", "suburb": "León", "cases": 2,
  "offence": "homicidio-doloso.con-arma-de-fuego"},
 {"id": 8, "day": "2020-01-04", "place": "mx-14", "suburb": "Lagos", "cases": 4,
  "offence": "homicidio-doloso.con-arma-de-fuego"},
 {"id": 9, "day": "2020-02-05", "place": "mx-11", "suburb": "Silao", "cases": 8,
  "offence": "homicidio-doloso.con-arma-blanca"}]}
J
code 0 import records.json --source records --date 2020-03-01 --config records.config
code 0 trace mx-11 homicidio-doloso 2020 --config records.config
says out "sum       10"
says out "        1  2020-01-03 | mx-11 | [2] | homicidio-doloso.con-arma-de-fuego"
says out "        3  2020-02-05 | mx-11 | [8] | homicidio-doloso.con-arma-blanca"
grep -q 'suburb\|Silao' "$work/out" && wrong "a column that nobody reads is shown"

# SDMX: an observation is a row.
descriptor message '{"format": "sdmx", "whole": false}' \
    '{"shape": "date", "date": "TIME_PERIOD", "pattern": "%Y-%m"}, "value": "OBS_VALUE"'
cat >message.xml <<'X'
<?xml version="1.0" encoding="UTF-8"?>
<m:StructureSpecificData xmlns:m="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message">
<m:Header><m:ID>m</m:ID></m:Header>
<m:DataSet>
<Obs place="mx-11" offence="homicidio-doloso.con-arma-de-fuego" TIME_PERIOD="2020-01" OBS_VALUE="3"/>
<Obs place="mx-14" offence="homicidio-doloso.con-arma-de-fuego" TIME_PERIOD="2020-01" OBS_VALUE="5"/>
<Obs place="mx-11" offence="homicidio-doloso.con-arma-de-fuego" TIME_PERIOD="2020-02" OBS_VALUE="6"/>
</m:DataSet>
</m:StructureSpecificData>
X
code 0 import message.xml --source message --date 2020-03-01 --config message.config
code 0 trace mx-11 homicidio-doloso 2020 --config message.config
says out "sum       9"
says out "        1  mx-11 | homicidio-doloso.con-arma-de-fuego | 2020-01 | [3]"
says out "        3  mx-11 | homicidio-doloso.con-arma-de-fuego | 2020-02 | [6]"

# A workbook: rows as the spreadsheet counts them, and in which sheet.
python=python3
python3 -c 'import openpyxl' 2>/dev/null || python=/usr/bin/python3
if $python -c 'import openpyxl' 2>/dev/null; then
    descriptor book '{"format": "xlsx"}' \
        '{"shape": "date", "date": "day", "pattern": "%Y-%m-%d*"}, "value": "cases"'
    $python - <<'PY'
import datetime
import openpyxl
leaf = "homicidio-doloso.con-arma-de-fuego"
book = openpyxl.Workbook()
sheet = book.active
sheet.title = "Casos"
for row in (["Informe"], [], ["day", "place", "offence", "cases"],
            [datetime.date(2020, 1, 3), "mx-11", leaf, 3],
            [datetime.date(2020, 1, 4), "mx-14", leaf, 5], [],
            [datetime.date(2020, 2, 5), "mx-11", leaf, 6]):
    sheet.append(row)
book.save("book.xlsx")
PY
    sed -i 's/"format": "xlsx"/"format": "xlsx", "header_row": 3/' more/book.json
    code 0 import book.xlsx --source book --date 2020-03-01 --config book.config
    code 0 trace mx-11 homicidio-doloso 2020 --config book.config
    says out "in sheet  Casos"
    says out "sum       9"
    says out "        4  2020-01-03 | mx-11 | homicidio-doloso.con-arma-de-fuego | [3]"
    says out "        7  2020-02-05 | mx-11 | homicidio-doloso.con-arma-de-fuego | [6]"
fi
exit 0
