#!/usr/bin/env bash
# An operator's own source: a descriptor and crosswalks in a folder of theirs, which no
# list of ours knows. Every page is made of it as of ours.
. tests/program/common.sh
CIFRA=$CIFRA_RELEASE

mkdir own
printf '{"sources": ["mine"], "languages": ["es"], "descriptors": "own"}\n' >cifra.json
sed 's/"offences_rnid_2026.csv"/"mine.csv"/' "$top/ingest/sources/mx-estatal-rnid.json" \
    >own/mine.json
xz -dc "$bundled/sesnsp_estatal_rnid_2026-04-18.csv.xz" >file.csv

# An offence that ours does not know, and theirs does.
sed 's/^Homicidio,Homicidio doloso,Con arma de fuego,/Homicidio,Homicidio doloso,A tiros,/' \
    "$top/transform/lists/offences_rnid_2026.csv" >own/mine.csv
code 65 import file.csv --source mine --date 2026-04-18
one_sentence
says err 'a row in mine.csv would say what it is'
iconv -f cp1252 -t utf-8 file.csv |
    sed 's/Homicidio doloso,Con arma de fuego/Homicidio doloso,A tiros/' >theirs.csv
code 0 import theirs.csv --source mine --date 2026-04-18
code 0 build
page=public/es/clasificacion-internacional/index.html
grep -q '0101' "$page" || wrong "no code of the classification is counted by their crosswalk"

# Single cases: a month without one is a zero for who says that all are listed, and where
# the place has others; else it is not known.
python3 - "$top/ingest/sources/us-chicago-csv.json" <<'END'
import json, sys
source = json.load(open(sys.argv[1], encoding="utf-8"))
json.dump(source, open("own/some.json", "w"))
source["meaning"]["lists_all"] = True
json.dump(source, open("own/all.json", "w"))
END
cat >cases.csv <<'END'
Date,Primary Type,Community Area
2022-01-03 10:00:00,THEFT,25
2022-02-03 10:00:00,THEFT,25
2022-02-04 10:00:00,ARSON,25
2022-03-04 10:00:00,ARSON,8
END
printf '{"sources": ["some", "all"], "languages": ["es"], "descriptors": "own"}\n' >cifra.json
for source in some all; do
    code 0 import cases.csv --source $source --date 2022-04-01
done
code 0 build
# cells SOURCE CELLS: of arson in the area, January to March
cells() {
    grep -h '^us-il-chicago-25,.*,chicago-arson,' "public/data/sources/$1/us-il.csv" |
        cut -d, -f9-11 | grep -qx "$2" || wrong "$1: arson is not $2"
}
cells some ,1,
cells all 0,1,
code 0 trace us-il-chicago-25 chicago-arson 2022-01 --source all
says out "published 0"
code 2 trace us-il-chicago-25 chicago-arson 2022-01 --source some

# A column for each month, which the header names in words, with notes below.
python3 - "$top/ingest/sources/us-chicago-csv.json" <<'END'
import json, sys
source = json.load(open(sys.argv[1], encoding="utf-8"))
source["file"] = {"format": "csv", "group": ",", "ends_at_blank": True}
source["rows"]["period"] = {"shape": "wide-months", "pattern": "%b %Y"}
source["rows"]["marks"] = {"p": "provisional", "rp": "provisional"}
json.dump(source, open("own/wide.json", "w"))
END
cat >wide.csv <<'END'
Recorded crime by area
Primary Type,Community Area,Jan 2023,Feb 2023,Mar 2023,Total
THEFT,25,"1,204",7,9 rp,1220
ARSON,25,,0,2 p,2

p: may change
END
printf '{"sources": ["wide"], "languages": ["es"], "descriptors": "own"}\n' >cifra.json
code 0 import wide.csv --source wide --date 2023-04-20
code 0 build
area=public/data/sources/wide/us-il.csv
grep -h '^us-il-chicago-25,.*,chicago-theft,' $area | cut -d, -f9-11 | grep -qx '1204,7,9' ||
    wrong "thefts are not those of the file"
code 0 trace us-il-chicago-25 chicago-theft 2023-01..2023-03 --source wide
says out "published 1,220"

# A workbook with a sheet for each year: no sheet is taken for all of it.
python3 - "$top/ingest/sources/us-chicago-csv.json" <<'END'
import json, sys, zipfile
source = json.load(open(sys.argv[1], encoding="utf-8"))
source["rows"]["period"] = {"shape": "date", "date": "Date", "pattern": "%Y-%m"}
source["rows"]["value"] = "Cases"
source["file"] = {"format": "xlsx"}
json.dump(source, open("own/sheet.json", "w"))
source["file"]["sheets"] = "all"
json.dump(source, open("own/sheets.json", "w"))
main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
link = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
years = [2021, 2022, 2023]
with zipfile.ZipFile("years.xlsx", "w", zipfile.ZIP_DEFLATED) as book:
    book.writestr("[Content_Types].xml", "<Types/>")
    book.writestr("_rels/.rels", "<Relationships><Relationship Id='b' Target='book.xml' "
                  f"Type='{link}/officeDocument'/></Relationships>")
    book.writestr("_rels/book.xml.rels", "<Relationships>" + "".join(
        f"<Relationship Id='y{year}' Target='{year}.xml' Type='{link}/worksheet'/>"
        for year in years) + "</Relationships>")
    book.writestr("book.xml", f"<workbook xmlns='{main}' xmlns:r='{link}'><sheets>" + "".join(
        f"<sheet name='Year {year}' r:id='y{year}'/>" for year in years) + "</sheets></workbook>")
    for year in years:
        rows = [["Date", "Primary Type", "Community Area", "Cases"]]
        rows += [[f"{year}-{month:02}", "THEFT" if year < 2023 else "ARSON", "25", str(month)]
                 for month in range(1, 13)]
        book.writestr(f"{year}.xml", f"<worksheet xmlns='{main}'><sheetData>" + "".join(
            "<row>" + "".join(f"<c t='str'><v>{cell}</v></c>" for cell in row) + "</row>"
            for row in rows) + "</sheetData></worksheet>")
END
printf '{"sources": ["sheet", "sheets"], "languages": ["es"], "descriptors": "own"}\n' \
    >cifra.json
code 65 import years.xlsx --source sheet --date 2024-02-01
one_sentence
says err 'sheets "Year 2021" and "Year 2022" have the same columns'
code 0 import years.xlsx --source sheets --date 2024-02-01
code 0 check years.xlsx --source sheets --date 2024-02-01
says out "36 rows"
says out "in all: 234"
code 0 build
code 0 trace us-il-chicago-25 chicago-arson 2023 --source sheets
says out "in sheet  Year 2023"
says out "published 78"
code 0 trace us-il-chicago-25 chicago-theft 2021..2022 --source sheets
says out "in sheet  Year 2022"
says out "published 156"

# A crosswalk that is not there: which descriptor asks for it, where it was looked for.
sed 's/"crosswalk": "[a-z_]*.csv"/"crosswalk": "gone.csv"/' own/some.json >own/gone.json
printf '{"languages": ["es"], "descriptors": "own"}\n' >cifra.json
for command in 'check gone' 'build' 'import cases.csv --source gone --date 2022-04-01'; do
    # shellcheck disable=SC2086
    code 2 $command
    one_sentence
    says err 'own/gone.json: "rows": "'
    says err "there is no crosswalk \"gone.csv\" in own, nor in "
done
