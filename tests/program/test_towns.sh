#!/usr/bin/env bash
# A file of towns, made up from a state's real rows: a town without a case, one that
# reported nothing, one of a very long name, and cases in no town (998, 999). Every town
# has its page in both languages, and so has what it lies in, of which there are no
# figures; the towns add up to the state; all of it says that it is made up; and an
# edition built over another is the one built from nothing.
. tests/program/common.sh
CIFRA=$CIFRA_RELEASE
# Where glibc can watch its heap, it does: cairo draws months of nothing here.
checker=$(ldconfig -p 2>/dev/null | awk '/libc_malloc_debug/ { print $NF; exit }')
[ -n "$checker" ] && export LD_PRELOAD=$checker MALLOC_CHECK_=3

cat >cifra.json <<'END'
{"sources": ["mx-municipal-2015", "conapo-municipal"]}
END

# towns MORE >FILE: each homicide of Aguascalientes goes to the capital, one a month to
# Asientos, MORE further ones to Calvillo; Cosío has none, and Jesús María has not
# reported since 2023. What cannot be placed is another's: 998 and 999 have none.
cat >towns.py <<'END'
import csv, io, lzma, sys
rows = csv.reader(io.StringIO(lzma.open(sys.argv[1]).read().decode("cp1252")))
header = next(rows)
out = csv.writer(sys.stdout, lineterminator="\r\n")
out.writerow(header[:3] + ["Cve. Municipio", "Municipio"] + header[3:])
names = {1001: "Aguascalientes", 1002: "Asientos", 1003: "Calvillo", 1004: "Cosío",
         1005: "Jesús María", 1998: "No Especificado", 1999: "No Especificado"}
# Cases by month from 2015-01 on whose dots made cairo write where it must not.
FEW = {31: 1, 34: 1, 35: 1, 41: 1, 43: 1, 55: 1, 65: 2, 69: 1, 72: 1, 79: 1, 83: 1,
       90: 1, 91: 1, 96: 2, 100: 1, 101: 1, 102: 3, 106: 2, 107: 1, 110: 1, 117: 1}
for row in rows:
    if row[1] not in ("1", "11") or row[5] != "Homicidio doloso":
        continue
    gun = row[6] == "Con arma de fuego"
    cells = row[7:19]
    if row[1] == "11":
        months = range(12 * (int(row[0]) - 2015), 12 * (int(row[0]) - 2014))
        seldom = [str(FEW.get(m, 0)) if gun else "0" for m in months]
        out.writerow(row[:3] + ["11014", "Dolores Hidalgo"] + row[3:7] +
                     [few if cell else "" for few, cell in zip(seldom, cells)])
        continue
    share = {code: ["0" if c else "" for c in cells] for code in names}
    for i, cell in enumerate(cells):
        if cell:
            one = 1 if gun and int(cell) > 0 else 0
            more = min(int(sys.argv[2]) if row[0] == "2024" and gun else 0,
                       int(cell) - one)
            share[1002][i] = str(one)
            share[1003][i] = str(more)
            share[1001][i] = str(int(cell) - one - more)
    if row[0] >= "2023":
        share[1005] = [""] * 12
    for code, given in share.items():
        out.writerow(row[:3] + [code, names[code]] + row[3:7] + given)
END
state=$bundled/sesnsp_estatal_2024-12-21.csv.xz
python3 towns.py "$state" 0 >towns.csv
python3 towns.py "$state" 2 >later.csv

code 0 import "$bundled/conapo_municipal_1990_2040.csv.xz" --source conapo-municipal \
    --date 2024-01-01
code 0 import towns.csv --source mx-municipal-2015 --date 2024-12-21
code 0 build
grep -rlq noindex public/es/mx && wrong "real data are kept from indexes"

# The same bytes once more, called what they are; the word sticks.
code 0 import towns.csv --source mx-municipal-2015 --date 2024-12-21 --synthetic
says err "the snapshot of 2024-12-21 is marked as made up from now on"
code 0 import towns.csv --source mx-municipal-2015 --date 2024-12-21
says err "in the store already, as the snapshot of 2024-12-21, which is marked as made up"
code 0 build
says out "published 2024-12-21-"
for page in $(find -L public -name '*.html' ! -name 404.html ! -path public/index.html); do
    grep -q 'name="robots" content="noindex"' "$page" || wrong "$page may be indexed"
    grep -q '<p class="warning synthetic"' "$page" || wrong "$page passes for real"
    [ "$(stat -Lc %s "$page")" -lt 100000 ] || wrong "$page is too heavy"
done
grep -q 'Disallow: /' public/robots.txt || wrong "robots may come"
grep -q 'made-up' public/data/SYNTHETIC.txt || wrong "the data pass for real"

for town in aguascalientes/asientos aguascalientes/calvillo aguascalientes/cosio \
    aguascalientes/jesus-maria \
    guanajuato/dolores-hidalgo-cuna-de-la-independencia-nacional; do
    for language in es en; do
        [ -s "public/$language/mx/$town/index.html" ] || wrong "$town: no $language"
        [ -s "public/$language/mx/$town/grafica.png" ] || wrong "$town: no picture"
    done
    [ -s "public/data/mx/$town.csv" ] || wrong "$town has no download"
done
find -L public -path '*municipio-99*' | grep -q . && wrong "no town has a page"

# Of the country and the states there are no figures: their pages say so, and lead on.
for language in es en; do
    of=public/$language/mx
    grep -q '"aguascalientes/index.html">Aguascalientes<' \
        "$of/index.html" || wrong "$language: the country does not lead to its states"
    grep -q '"asientos/index.html"' "$of/aguascalientes/index.html" ||
        wrong "$language: the state does not lead to its towns"
    grep -q 'id="map"' "$of/aguascalientes/index.html" || wrong "$language: no map of towns"
    grep -q 'class="stats"\|id="trend"' "$of/index.html" "$of/aguascalientes/index.html" &&
        wrong "$language: a place without figures has some"
    [ -e "$of/aguascalientes/asientos/card.png" ] && wrong "$language: a town has a card"
    [ -s "$of/aguascalientes/card.png" ] || wrong "$language: the state has no card"
done
grep -q 'De Aguascalientes en conjunto no hay cifras aquí. Las hay de 5 lugares dentro' \
    public/es/mx/aguascalientes/index.html || wrong "the state does not say what it lacks"
homicide=delitos/homicidio-doloso/index.html
grep -q 'No hay aquí cifras de homicidio doloso en México en conjunto' \
    "public/es/$homicide" || wrong "the offence has no page that says what there is"
grep -q 'aguascalientes/asientos/index.html">Asientos<' "public/es/$homicide" ||
    wrong "the offence does not lead to towns"
grep -q 'De los estados no hay aquí cifras que poner lado a lado' \
    public/es/comparar/index.html || wrong "Compare promises states that are not there"
grep -q "$homicide" public/es/temas/homicidio-y-feminicidio/index.html ||
    wrong "the theme does not lead to the offence"
grep -q 'data-place="mx/aguascalientes/aguascalientes" data-offence="homicidio-doloso"' \
    public/es/explorar/index.html || wrong "Explore opens with nothing"

python3 - "$state" <<'END' || wrong "the towns do not add up to the state"
import collections, csv, io, lzma, sys
towns, state = collections.Counter(), collections.Counter()
published = open("public/data/sources/mx-municipal-2015/mx-01.csv", encoding="utf-8",
                 newline="")
for row in csv.DictReader(published):
    if not row["source"].startswith("synthetic:"):
        sys.exit("a row passes for real")
    if row["place_code"] == "mx-01005" and row["year"] == "2024" and "reported" in \
            row["status"].replace("not_reported", "").split():
        sys.exit("a town that reported nothing has figures")
    towns.update({row["year"]: sum(int(row["m%02d" % m] or 0) for m in range(1, 13))})
for row in csv.reader(io.StringIO(lzma.open(sys.argv[1]).read().decode("cp1252"))):
    if row[1] == "1" and row[5] == "Homicidio doloso":
        state.update({row[0]: sum(int(cell or 0) for cell in row[7:19])})
if not towns or towns != state:
    sys.exit("%s and %s" % (towns, state))
END

# A later file in which one state changed, over this edition and from nothing.
# What a chart shows of a town in which nothing changed stands since the file before.
chart() { stat -Lc %i "public/es/mx/aguascalientes/$1/grafica.png"; }
asientos=$(chart asientos) calvillo=$(chart calvillo)
code 0 import later.csv --source mx-municipal-2015 --date 2025-01-21 --synthetic
code 0 build
grep -q ' 0 unchanged' "$work/out" && wrong "all was written anew"
[ "$(chart asientos)" = "$asientos" ] || wrong "a chart that shows the same is another"
[ "$(chart calvillo)" != "$calvillo" ] || wrong "a chart that shows more is the same"
for town in "asientos 21 de diciembre de 2024" "calvillo 21 de enero de 2025"; do
    grep -q "cifras vigentes desde la copia del ${town#* }" \
        "public/es/mx/aguascalientes/${town%% *}/index.html" ||
        wrong "not since when its figures stand: $town"
done
python3 "$top/tests/program/check_site.py" public >"$work/faults" ||
    { cat "$work/faults" >&2; wrong "the site has faults"; }
over=$(published)
rm -r public var/releases
code 0 build
[ "$(published)" = "$over" ] || wrong "built over another, an edition is another"
