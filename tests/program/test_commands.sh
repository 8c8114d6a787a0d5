#!/usr/bin/env bash
# The command line: every command, every exit code.
. tests/program/common.sh

# Telling -----------------------------------------------------------------------
code 0 version
says out "cifra 0."
code 0 --version
code 0 help
for command in run import check fetch build status sources snapshots withdraw query trace diff \
    help version; do
    says out "  $command"
done
for command in run import check fetch build status sources snapshots withdraw query trace diff; do
    code 0 help "$command"
    says out "usage: cifra $command"
    cp "$work/out" told
    code 0 "$command" --help
    cmp -s told "$work/out" || wrong "help $command and $command --help differ"
done

# Usage -------------------------------------------------------------------------
code 2
code 2 imprt
one_sentence
says err 'did you mean "import"?'
code 2 run --bundel x
one_sentence
says err "did you mean --bundle?"
code 2 run --source x
says err "run takes no --source"
code 2 import
code 2 import x.csv
says err "--source"
code 2 check --source x
code 2 run one
code 2 run --config
code 2 sources --share /nowhere
code 2 sources --config nowhere.json
says err "cifra: there is no file nowhere.json"
code 2 sources --config .
ln -s loop.json loop.json
code 2 sources --config loop.json
echo '{"titel": "x"}' >bad.json
code 2 sources --config bad.json
says err '"titel" is not known here'
echo '{"sources": ["nobody"]}' >bad.json
code 2 sources --config bad.json
says err 'there is no source "nobody"'

# Listing, and nothing there yet --------------------------------------------------
small_edition
code 0 sources
says out mx-municipal-2015
code 0 snapshots
[ -s "$work/out" ] && wrong "snapshots out of nothing"
code 2 snapshots nobody
code 2 build
says err "no snapshot in var/snapshots yet"
[ -e public ] && wrong "an empty edition was published"
code 2 fetch mx-municipal-2015
says err "has no address to fetch from"
code 0 fetch

# By hand -------------------------------------------------------------------------
raw_file >whole.csv
code 2 import whole.csv --source nobody
code 2 import whole.csv --source mx-municipal-2015 --date 2026-13-01
code 2 import whole.csv --source mx-municipal-2015 --date 2199-01-01
says err "still to come"
code 2 import whole.csv --source mx-municipal-2015 --date 1989-12-31
says err "is before 1990"
code 2 import whole.csv --source mx-municipal-2015 --bundle "$bundled"
code 0 import whole.csv --source mx-municipal-2015 --date 2026-01-13 --note "by mail"
says err "new snapshot of 2026-01-13, 2,484 rows"
code 0 import whole.csv --source mx-municipal-2015
says err "in the store already, as the snapshot of 2026-01-13"
code 0 snapshots --verbose
says out "$(sha256sum whole.csv | cut -c1-64)"
grep -q '"note": "by mail"' var/snapshots/mx-municipal-2015/*.json || wrong "no note"

# An older file needs its day -------------------------------------------------------
grep -v '^2025,' whole.csv >older.csv
code 65 import older.csv --source mx-municipal-2015
one_sentence
says err "--date"
code 0 import older.csv --source mx-municipal-2015 --date 2025-01-20

# Publishing ------------------------------------------------------------------------
code 0 build
says out "1 source, 2 snapshots"
edition=$(published)
code 0 build
says out "nothing new"

# Locked ----------------------------------------------------------------------------
exec 9>>var/releases/.lock
flock 9
code 11 build
one_sentence
exec 9>&-

# Something in the way -----------------------------------------------------------------
mkdir -p taken/public && echo mine >taken/public/index.html
cp cifra.json taken
(cd taken && code 2 run --bundle "$bundled" && one_sentence &&
    says err "is in the way") || exit 1
[ "$(cat taken/public/index.html)" = mine ] || wrong "somebody's folder was touched"

# Fetching ----------------------------------------------------------------------------
offer() {
    printf '{"sources": ["mx-municipal-2015"], "languages": ["es"],
             "urls": {"mx-municipal-2015": "file://%s"}}\n' "$work/$1" >cifra.json
}
offer nowhere.csv
code 75 run
says err "cifra: mx-municipal-2015: "
[ "$(published)" = "$edition" ] || wrong "the edition changed"
echo '<html><p>Error</p></html>' >page.csv
offer page.csv
code 65 run
[ "$(published)" = "$edition" ] || wrong "the edition changed"
[ "$(ls var/snapshots/.refused/mx-municipal-2015 | wc -l)" -eq 2 ] || wrong "not put aside"
sed '2s/,0,/,1,/' whole.csv >revised.csv
cmp -s whole.csv revised.csv && wrong "nothing was revised"
offer revised.csv
code 0 fetch
says err "new snapshot of"
code 0 run
says out "published"
[ "$(published)" = "$edition" ] && wrong "the edition did not change"

# Kept back: a younger snapshot that lost a year -----------------------------------------
rm -rf var public
small_edition
code 0 import older.csv --source mx-municipal-2015 --date 2026-01-20
code 65 import whole.csv --source mx-municipal-2015 --date 2026-01-10
says err "the snapshot of 2026-01-20 is younger"
code 0 import older.csv --source mx-municipal-2015 --date 2025-01-20
says err "from now on the snapshot of 2025-01-20"
code 0 import whole.csv --source mx-municipal-2015 --date 2026-01-10
sed -i 's/"date": "2025-01-20"/"date": "2026-01-20"/' var/snapshots/mx-municipal-2015/*.json
code 3 build
says err "cifra: mx-municipal-2015: the snapshot of 2026-01-20"
says err "is kept back"
says out "published"
code 3 build
says out "nothing new"

# All of a source is gone bad: nothing is published ---------------------------------------
edition=$(published)
for file in var/snapshots/mx-municipal-2015/*; do
    case $file in *.json) ;; *) chmod u+w "$file" && sed -i 's/^2020/202x/' "$file" ;; esac
done
small_edition Otra
code 65 build
says err "nothing is published"
[ "$(published)" = "$edition" ] || wrong "the edition changed"

# A full disk is said -------------------------------------------------------------------
if [ -e /dev/full ]; then
    "$CIFRA" help >/dev/full 2>/dev/null
    [ $? -eq 74 ] || wrong "nobody noticed that stdout is full"
fi
exit 0
