#!/usr/bin/env bash
# Old editions are built again byte for byte whatever has become of the configuration, of
# the days of files and of losses that were let through since; where that cannot be, one
# sentence says why.
. tests/program/common.sh
CIFRA=$CIFRA_RELEASE
raw_file >whole.csv
grep -v ',León,' whole.csv >fewer.csv
[ "$(wc -l <fewer.csv)" -lt "$(wc -l <whole.csv)" ] || wrong "nothing was left out"

# The first in two languages, at an address.
cat >cifra.json <<'J'
{"sources": ["mx-municipal-2015"], "languages": ["es", "en"],
 "title": {"es": "Primera", "en": "First"}, "base_url": "https://example.org/crimen/",
 "operator": {"es": "La redacción", "en": "The newsroom"}, "contact": "d@example.org",
 "signing_key": "key"}
J
code 0 key key
code 0 import whole.csv --source mx-municipal-2015 --date 2026-01-13 --quiet
code 0 run --quiet

# The second of a file that lost a town, which is let through; in another language, unsigned.
cat >cifra.json <<'J'
{"sources": ["mx-municipal-2015"], "languages": ["en"], "title": "Second"}
J
code 65 import fewer.csv --source mx-municipal-2015 --date 2026-02-13 --quiet
code 0 import fewer.csv --source mx-municipal-2015 --date 2026-02-13 --quiet \
    --accept mx-municipal-2015
code 0 run --quiet

# The third after the first file turned out to be of another day.
small_edition Tercera
code 0 import whole.csv --source mx-municipal-2015 --date 2026-01-10 --quiet
code 0 run --quiet
code 0 editions
[ "$(wc -l <"$work/out")" -eq 3 ] || wrong "there are not three editions"
editions=$(sed 's/ .*//' "$work/out")

again() { # CONFIG: all editions, from the store alone
    rm -rf again
    for edition in $editions; do
        code 0 rebuild "$edition" --into "again/$edition" --config "$1"
        says out "byte for byte"
        cmp -s "again/$edition/SHA256SUMS" "public/v/$edition/SHA256SUMS" ||
            wrong "$edition differs"
        (cd "again/$edition" && sha256sum --quiet --check SHA256SUMS) ||
            wrong "$edition is not what it says"
    done
}
again cifra.json
[ -e again/2026-01-13/en/index.html ] || wrong "the first has one language"
grep -q 'example.org' again/2026-01-13/es/index.html || wrong "the first has no address"
[ -e again/2026-01-13/es/mx/guanajuato/leon/index.html ] || wrong "the first has no León"
[ ! -e again/2026-02-13/en/mx/guanajuato/leon/index.html ] || wrong "the second has León"

# Today's configuration wants other sources, a language and a title of its own.
printf '%s\n' '{"sources": ["mx-estatal-2015"], "languages": ["en"], "title": "Other",
  "base_url": "https://elsewhere.example/", "keep_releases": 1}' >other.json
again other.json

# What is beside the folder and was not made by a rebuild stays; what a killed one left
# goes.
mkdir -p beside/out.making && echo mine >beside/out.making/mine.txt
code 2 rebuild 2026-01-13 --into beside/out
one_sentence
says err "beside/out.making, where the edition would be made, holds something else"
[ "$(cat beside/out.making/mine.txt)" = mine ] || wrong "a file of somebody's is gone"
[ ! -e beside/out ] || wrong "something was written all the same"
mkdir -p beside/out.making/.staging/old && rm beside/out.making/mine.txt
code 0 rebuild 2026-01-13 --into beside/out//
says out "beside/out/ is edition 2026-01-13, byte for byte"
[ "$(ls -A beside)" = out ] || wrong "left behind: $(ls -A beside)"

# Descriptors of the operator's own count among what an edition is made from.
mkdir more
cat >more/beats.json <<'J'
{"name": {"es": "B", "en": "B"}, "note": {"es": "B.", "en": "B."},
 "publisher": {"name": "P", "url": "https://example.org",
  "landing": "https://example.org/d"},
 "licence": {"name": "L", "url": "https://example.org/l"},
 "release": {"cadence": "R/P1M", "max_age_days": 0, "provisional": 0},
 "fetch": {"urls": []}, "file": {"format": "csv"},
 "rows": {"place": {"column": "place"}, "offence": {"column": "offence"},
  "measure": {"constant": "investigations"},
  "period": {"shape": "date", "date": "day", "pattern": "%Y-%m-%d"}},
 "meaning": {"subject": "crime", "methodology": "cnsp-2015", "level": "state",
  "complete": false, "unique": false, "grid": false}}
J
printf 'day,place,offence\n2026-03-01,mx-11,homicidio-doloso.con-arma-de-fuego\n' >beats.csv
printf '%s\n' '{"sources": ["beats", "mx-municipal-2015"], "descriptors": "more",
  "languages": ["es"], "title": "Propia"}' >own.json
code 0 import beats.csv --source beats --date 2026-04-01 --quiet --config own.json
code 0 run --quiet --config own.json
code 0 rebuild 2026-04-01 --into own/same --config own.json
says out "byte for byte"
sed -i 's/"max_age_days": 0/"max_age_days": 9/' more/beats.json
code 65 rebuild 2026-04-01 --into own/changed --config own.json
one_sentence
says err "other descriptors than those in"
code 65 rebuild 2026-04-01 --into own/without
one_sentence
[ ! -e own/changed ] || wrong "something was written all the same"
exit 0
