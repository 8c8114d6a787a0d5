#!/usr/bin/env bash
# A dry run tells what a run would change, and changes nothing.
. tests/program/common.sh
CIFRA=$CIFRA_RELEASE
id=mx-municipal-2015

configure() { # MORE FIELDS
    printf '{"sources": ["%s"], "languages": ["es"], "on_failure": ["touch", "told"] %s}\n' \
        $id "${1:-}" >cifra.json
}
everything() {
    find var public -path var/state -prune -o ! -path var -printf '%p %i %T@ %l\n' |
        LC_ALL=C sort
}

# Before there is anything.
configure
code 0 run --dry-run --bundle "$bundled"
says out "$id: nothing -> 2026-01-13"
says out "figures: 29,394 new, 0 changed (net 0), 0 gone"
[ -e public ] || [ -e var/snapshots ] || [ -e var/releases ] && wrong "something was made"
[ -z "$(find var/state -type f ! -name .lock)" ] || wrong "the copy is still there"

# A revision, a refusal, a publisher who is away.
code 0 run --quiet --bundle "$bundled"
before=$(everything)
raw_file | sed '2s/,0,/,1,/' >revised.csv
configure ', "urls": {"'$id'": "file://'"$work"'/revised.csv"}'
code 0 run --dry-run
says out "figures: 0 new, 1 changed (net +1), 0 gone"
code 0 run --dry-run --json
python3 -c 'import json; d = json.load(open("out"))
assert d["sources"][0]["figures"]["changed"] == 1, d' || wrong "no JSON"
sed 's/Homicidio doloso/Homicidio dolozo/' revised.csv >typo.csv
configure ', "urls": {"'$id'": "file://'"$work"'/typo.csv"}'
code 65 run --dry-run
says err dolozo
says out "no source changes; there is 1"
configure ', "urls": {"'$id'": "file://'"$work"'/nowhere.csv"}'
code 75 run --dry-run
configure
code 0 run --dry-run
grep -q "all the same" out && wrong "an edition would be built of what is published"
configure ', "title": "Otra"'
code 0 run --dry-run
says out "no source changes; there is 1"
says out "an edition would be built all the same"
[ "$(everything)" = "$before" ] || wrong "a dry run changed something"
[ -e told ] && wrong "somebody was told of a dry run"
code 0 status
says out "last run: cifra run"

code 2 run --json
says err "run takes --json with --dry-run only"
exec 9>>var/state/.lock
flock 9
code 11 run --dry-run
exec 9>&-
exit 0
