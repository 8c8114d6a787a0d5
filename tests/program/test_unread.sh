#!/usr/bin/env bash
# A reader that the machine ends, for want of memory say, has no verdict on its file:
# no edition is made without a snapshot that read before, no check is left out, nothing
# is written down that follows from it, and the next run is as if nothing had been.
. tests/program/common.sh
CIFRA=$CIFRA_RELEASE # a sanitizer wants to be the first library

"${CC:-cc}" -std=c17 -D_GNU_SOURCE -O1 -shared -fPIC -o taken_over.so \
    "$top/tests/hostile/taken_over.c" || wrong "not compiled"

# starved EXPECTED ARGUMENT...: whoever reads a gzip file runs out of memory.
starved() {
    HOSTILE=hog LD_PRELOAD=$PWD/taken_over.so CIFRA_READER_MIB=256 code "$@"
}

id=mx-municipal-2015
store=var/snapshots/$id
small_edition
raw_file >whole.csv
grep -v '^2025,' whole.csv | gzip -n >older.csv.gz
hash() { sha256sum <"$1" | cut -c1-64; }
words="reading it takes more than 256 MiB of memory"

# On its way in: kept back, said, and taken when there is memory.
starved 65 import older.csv.gz --source $id --date 2025-01-20
says err "$words"
code 0 import older.csv.gz --source $id --date 2025-01-20

# What cannot be set against the snapshot before is not taken, whatever is accepted.
starved 65 import whole.csv --source $id --date 2026-01-13
says err "cannot be set against the snapshot of 2025-01-20 of $id: "
says err "$words"
starved 65 import whole.csv --source $id --date 2026-01-13 --accept $id
[ ! -e "$store/$(hash whole.csv)" ] || wrong "taken all the same"
code 0 import whole.csv --source $id --date 2026-01-13
grep -l "256 MiB" "$store"/*.json && wrong "the store says so for good"

# An older snapshot that does not read this time: the edition stays as it is.
code 0 build
edition=$(published)
rm var/releases/*.stamp
release=$(readlink public)
code 0 editions
named=$(sed "1!d; s/ .*//" out)
starved 74 build
one_sentence
says err "$id: the snapshot of 2025-01-20 ("
says err "$words"
[ "$(readlink public)" = "$release" ] || wrong "published all the same"
starved 74 build --accept $id
starved 74 diff
starved 74 rebuild "$named" --into again
[ ! -e again ] || wrong "an edition was rebuilt"
grep -l "256 MiB" "$store"/*.json && wrong "the store says so for good"
starved 0 snapshots
says out "not readable: $words"
code 0 build
[ "$(published)" = "$edition" ] || wrong "another edition afterwards"

# What the edition in place was made from: with that unread, an edition that goes back in
# time or loses a source would go unnoticed, and so would a source that is late.
stamp=$(echo var/releases/*.stamp)
mv "$stamp" stamp && mkdir "$stamp" || exit 1
for command in build diff status "withdraw $id $(hash whole.csv)" "run --dry-run"; do
    code 74 $command
    one_sentence
    says err "$stamp: "
done
[ -e "$store/$(hash whole.csv)" ] || wrong "withdrawn all the same"
[ "$(published)" = "$edition" ] || wrong "published all the same"
rmdir "$stamp" && mv stamp "$stamp" || exit 1
code 0 build
says out "nothing new"
code 0 status

# The newest one, which nothing that is published rests on: its source stays as it is, the
# others go on, and the edition is the one that there would be without it.
rm -rf var public again
gzip -n <whole.csv >newest.csv.gz
gzip -dc older.csv.gz >older.csv
printf '{"sources": ["%s", "mx-estatal-2015"], "languages": ["es"]}\n' $id >cifra.json
states() {
    code 0 import "$bundled/sesnsp_estatal_$1.csv.xz" --source mx-estatal-2015 --date "$1"
}
code 0 import older.csv --source $id --date 2025-01-20
states 2024-02-21
code 0 build
states 2024-12-21
cp -a . "$work.twin" && mv "$work.twin" twin
(cd twin && "$CIFRA" build >/dev/null 2>&1) || wrong "no edition without it"
without=$(cd twin && published)
code 0 import newest.csv.gz --source $id --date 2026-01-13
starved 3 run --dry-run
says err "$id: the snapshot of 2026-01-13 ("
starved 3 build --quiet
one_sentence
says err "$id: the snapshot of 2026-01-13 ("
says err "is kept back: $words"
[ "$(published)" = "$without" ] || wrong "another edition than without it"
code 3 status
says out "kept back: $words"
release=$(readlink public)
starved 3 build
[ "$(readlink public)" = "$release" ] || wrong "published again"
code 0 editions
named=$(sed "1!d; s/ .*//" out)
code 0 rebuild "$named" --into again
code 0 build
[ "$(readlink public)" != "$release" ] || wrong "what reads again is not published"
code 0 status
# Now the edition rests on it.
sed -i 's/{/{"title": "B", /' cifra.json
release=$(readlink public)
starved 74 build
says err "the figures would be others"
[ "$(readlink public)" = "$release" ] || wrong "published without what it rests on"
exit 0
