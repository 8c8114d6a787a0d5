#!/usr/bin/env bash
# public goes back to an earlier edition and stays there until it is said otherwise; what
# the configuration does not keep is pruned, and nothing else is.
. tests/program/common.sh
program=$CIFRA
CIFRA=$CIFRA_RELEASE

shown() { basename "$(readlink public)"; }
# The edition that the site says it is, by which browsers pin its drawings.
told() { sed -n 's/^  "release": "\(.*\)",$/\1/p' public/edition.json; }
policy() {
    printf '{"sources": ["mx-municipal-2015"], "languages": ["es"], "title": "%s", %s}\n' \
        "$1" "$2" >cifra.json
}

policy Una '"keep_releases": 9'
raw_file >newest.csv
code 2 rollback
one_sentence
says err "there is no edition in public yet"
code 0 import newest.csv --source mx-municipal-2015 --date 2026-01-13 --quiet
code 0 run
first=$(shown)
code 2 rollback
says err "no edition before the one in place"
policy Dos '"keep_releases": 9'
code 0 run
second=$(shown)
policy Tres '"keep_releases": 9'
code 0 run
third=$(shown)
[ "$first" != "$second" ] && [ "$second" != "$third" ] || wrong "there are not three editions"

# Back, and it stays: no run undoes it, not even when there is something new.
CIFRA=$program
code 2 rollback --undo
says err "nothing was rolled back"
code 2 rollback 2020-01-01
says err "there is no edition 2020-01-01"
[ "$(shown)" = "$third" ] || wrong "a rollback that failed changed public"
code 0 rollback
says out "is edition $second, and stays so"
[ "$(shown)" = "$second" ] || wrong "public is not the edition before"
[ "$(told)" = "$second" ] || wrong "the site says that it is edition $(told)"
tail -1 public/chain.txt | grep -q "$(basename "$(readlink public)")" &&
    wrong "the edition shown is the last of the chain: this test tests nothing"
code 0 verify
# Whether a source is late, nobody knows while what the edition was made from is unread.
stamp=var/releases/$second.stamp
mv "$stamp" stamp && mkdir "$stamp" || exit 1
code 74 run
says err "$stamp: "
rmdir "$stamp" && mv stamp "$stamp" || exit 1
before=$(on_disk public/ var)
code 12 run
[ "$(wc -l <err)" -eq 1 ] || wrong "expected one line on stderr"
says err "was rolled back to edition $second on 20"
policy Cuatro '"keep_releases": 1'
code 12 build
[ "$(on_disk public/ var)" = "$before" ] || wrong "a run while public is held wrote something"

# Further back by name; what was shown first is remembered.
code 0 rollback 2026-01-13
[ "$(shown)" = "$first" ] || wrong "public is not the edition named"
code 0 rollback --undo --quiet
[ -s out ] && wrong "quiet is not quiet"
[ "$(shown)" = "$third" ] || wrong "public is not what it was before"
[ "$(told)" = "$third" ] || wrong "the site says that it is edition $(told)"
code 0 rollback "$second" --quiet

# Prune: never what is shown, nor what --undo would show; a dry run says the same and
# changes nothing.
mkdir -p var/releases/.staging/x var/releases/.replaced/x var/snapshots/.refused/mx-municipal-2015 var/snapshots/.incoming
echo left >var/releases/.staging/x/page.html
for name in old new; do echo bytes >"var/snapshots/.refused/mx-municipal-2015/$name"; done
echo half >var/snapshots/.incoming/mx-municipal-2015.part
touch -d '2 years ago' var/snapshots/.refused/mx-municipal-2015/old
before=$(on_disk public/ var)
snapshots=$(on_disk var/snapshots/mx-municipal-2015 var/releases/v)
code 0 prune --dry-run
cp out dry
[ "$(on_disk public/ var)" = "$before" ] || wrong "a dry run changed something"
says out "the pages of edition $first: "
grep -q "$second\|$third" out && wrong "prune takes a kept edition"
free_before=$(du -s --block-size=1 var | cut -f1)
code 0 prune
freed=$((free_before - $(du -s --block-size=1 var | cut -f1)))
[ "$(sed 's/ would be freed/ freed/' dry)" = "$(cat out)" ] || wrong "the dry run said something else"
[ "$(tail -1 out | tr -cd 0-9)" = "$freed" ] ||
    wrong "prune freed $freed bytes and said another number"
[ "$(on_disk var/snapshots/mx-municipal-2015 var/releases/v)" = "$snapshots" ] ||
    wrong "prune touched snapshots or the chain"
[ -e "var/releases/$first" ] && wrong "$first is still there"
[ -e var/releases/.replaced ] && wrong "half of a release is still there"
[ -e var/releases/.staging ] && wrong "a killed run's leftovers are still there"
[ -e var/snapshots/.refused/mx-municipal-2015/old ] && wrong "what was refused is there for ever"
[ -e var/snapshots/.refused/mx-municipal-2015/new ] || wrong "what was refused just now is gone"
[ -e var/snapshots/.incoming/mx-municipal-2015.part ] || wrong "an interrupted transfer is gone"
code 0 prune
says out "0 bytes freed"
code 0 verify
code 2 rollback 2026-01-13
says err "cifra rebuild 2026-01-13 makes them again"
code 0 rollback --undo
[ "$(shown)" = "$third" ] || wrong "prune took what the rollback would go back to"

# Whoever takes in files is waited for, also where nothing was published yet.
mkdir -p unpublished/var/snapshots/.incoming
(
    cd unpublished || exit 1
    echo '{}' >cifra.json
    echo half >var/snapshots/.incoming/mx-municipal-2015.part
    touch -d '2 years ago' var/snapshots/.incoming/mx-municipal-2015.part
    exec 9>>var/snapshots/.incoming/.lock
    flock 9
    code 11 prune
    exec 9>&-
    code 0 prune
    [ ! -e var/snapshots/.incoming/mx-municipal-2015.part ] || wrong "nothing was pruned"
) || exit 1

# Publishing goes on, and one edition of the month stays beside the newest.
CIFRA=$CIFRA_RELEASE
policy Cinco '"keep_releases": 1, "keep_monthly": 1'
code 0 run
[ "$(find var/releases -maxdepth 1 -name '2026-*' -type d | wc -l)" -eq 1 ] ||
    wrong "more is kept than the newest, which is its month's"
code 2 prune --undo
policy Seis '"keep_monthly": -1'
code 2 prune
one_sentence
