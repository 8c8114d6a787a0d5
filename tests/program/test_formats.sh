#!/usr/bin/env bash
# Every format of a dataset says the same, read by programs that are not ours: Python's
# csv and json, and openpyxl where it is there. Then each kind of lie must be found, or
# the reader would be none.
. tests/program/common.sh
CIFRA=$CIFRA_RELEASE

# Debian's openpyxl belongs to Debian's Python.
python=python3
python3 -c 'import openpyxl' 2>/dev/null || ! /usr/bin/python3 -c 'import openpyxl' \
    2>/dev/null || python=/usr/bin/python3
workbooks=$($python -c 'import openpyxl' 2>/dev/null && echo yes)

printf '%s\n' '{"sources": ["mx-estatal-rnid", "conapo-estatal", "wb-homicide-rate"]}' \
    >cifra.json
code 0 run --quiet --bundle "$bundled"
check() {
    "$python" -W ignore "$top/tests/program/check_formats.py" "$1" \
        sources/mx-estatal-rnid sources/conapo-estatal sources/wb-homicide-rate mx \
        mx/guanajuato delitos/secuestro clusters tips
}
check public >"$work/out" || wrong "formats do not agree"
says out "0 faults"

# lie WORDS FILE SED...: a copy with one thing changed is refused with these words.
lie() {
    local words=$1 file=$2
    shift 2
    rm -rf lying && cp -rL public lying
    sed -i "$@" "lying/data/$file"
    cmp -s "lying/data/$file" "public/data/$file" && wrong "nothing changed in $file"
    check lying >"$work/out" && wrong "$file: the lie was not found"
    says out "$words"
}
lie "differs in" sources/mx-estatal-rnid.json 's/"value":\[\([0-9]*\),/"value":[1\1,/'
lie "has not" sources/mx-estatal-rnid.json 's/"size":\[1,/"size":[2,/'
lie "lacks" mx/guanajuato.json '0,/"status":{"[0-9]*":"[A-Z]",/s//"status":{/'
lie "differs in" sources/mx-estatal-rnid.sdmx.csv '9s/,[0-9]*,P,/,987654,P,/'
lie "differs in" sources/mx-estatal-rnid.years.csv '9s/provisional/partial/'
lie "has besides" sources/conapo-estatal.csv '2d'
lie "is not RFC 4180" mx.csv 's/\r$//'

# A workbook is a sound archive, the same on any day, and its parts are XML.
mkdir book && cd book || exit 1
unzip -qq ../public/data/mx/guanajuato.xlsx || wrong "unzip does not read the workbook"
for part in '[Content_Types].xml' xl/workbook.xml xl/styles.xml xl/sharedStrings.xml \
    xl/worksheets/sheet1.xml; do
    xmllint --noout "$part" || wrong "$part is not XML"
done
grep -q 'Guanajuato' xl/sharedStrings.xml || wrong "the workbook does not name its place"
grep -q 'state="frozen"' xl/worksheets/sheet1.xml || wrong "the header is not held"
cd ..
[ -n "$workbooks" ] || echo "  (openpyxl is not there: workbooks were not read)"
