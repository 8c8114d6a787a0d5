#!/usr/bin/env bash
# What may happen to the store, and to words that come from outside: a damaged entry
# stops nobody else, and no edition goes back in time without being told to.
. tests/program/common.sh

id=mx-municipal-2015
store=var/snapshots/$id
small_edition
raw_file >whole.csv
grep -v '^2025,' whole.csv >older.csv
hash() { sha256sum <"$1" | cut -c1-64; }

# Words ---------------------------------------------------------------------------
name=$(printf 'V\351ase\033[31m.csv')
cp whole.csv "$name"
code 2 import "$name" --source $id --note "$(printf 'caf\351')"
code 2 import "$name" --source $id --url 'javascript:alert(1)'
code 2 import "$name" --source $id --url 'https://me:secret@example.org/'
code 0 import "$name" --source $id --date 2026-01-13
code 0 snapshots
says out "Véase[31m.csv"
printf '\033]0;x\007' >"$(printf 'bad\033[2J.csv')"
code 65 check "$(printf 'bad\033[2J.csv')" --source $id
grep -q "$(printf '\033')" err && wrong "an escape reached the terminal"
code 2 import "$(printf 'no\033[2J.csv')" --source $id
grep -q "$(printf '\033')" err && wrong "an escape reached the terminal"

# Days ----------------------------------------------------------------------------
sed 's/^2025,/2124,/' whole.csv >future.csv
code 65 check future.csv --source $id
one_sentence
says err "which was still to come"
# Months after the last one of a series that has ended: another way of counting.
{
    cat whole.csv
    awk -F, -v OFS=, '$1 == 2025 { $1 = 2026; for (i = 11; i <= 21; i++) $i = ""; print }' \
        whole.csv
} >ended.csv
code 65 check ended.csv --source $id --date 2026-02-20
one_sentence
says err "2025-12 was the last month of $id"
code 0 import older.csv --source $id --date 2025-01-20
code 0 build
edition=$(published)

# Damage: said, kept back, and mended by the same bytes -------------------------------
older=$store/$(hash older.csv)
: >"$older.json"
code 0 sources
says out "$id"
code 3 build
says err "kept back"
grep -rq "dañado en nuestro acervo" public/es || wrong "the site does not say it"
grep -q 'En palabras del programa, en inglés: <q lang="en">' \
    public/es/*/$id/index.html || wrong "the site does not say why"
code 3 build
says out "nothing new"
code 0 import older.csv --source $id --date 2025-01-20
says err "is whole again"
code 0 build
[ "$(published)" = "$edition" ] || wrong "another edition after it was mended"
# A changed byte is in no list: a build that reads finds it, and goes on looking.
chmod u+w "$older"
cp "$older" kept
printf X | dd of="$older" bs=1 seek=500 conv=notrunc 2>/dev/null
rm var/releases/*.stamp
code 3 build
says err "no longer has its bytes"
code 3 build
says err "no longer has its bytes"
says out "nothing new"
cp kept "$older"
code 0 build
[ "$(published)" = "$edition" ] || wrong "another edition after it was mended"
rm "$older"
code 3 build
code 0 import older.csv --source $id
says err "is whole again"
code 0 build
[ "$(published)" = "$edition" ] || wrong "another edition after it was mended"
find $store -name '.*' | grep -q . && wrong "temporary files were left"

# Going back in time ------------------------------------------------------------------
code 2 withdraw $id abc
code 2 withdraw $id 000000000000
code 0 withdraw $id "$(hash whole.csv | cut -c1-12)"
says err "--accept $id"
[ -e var/snapshots/.withdrawn/$id/"$(hash whole.csv)" ] || wrong "it was deleted"
code 0 diff
says out "$id: 2026-01-13"
says out "it would be refused"
code 0 diff --json
python3 -m json.tool "$work/out" >/dev/null || wrong "no JSON"
code 65 build
one_sentence
says err "is older: 2025-01-20; --accept $id lets that through"
[ "$(published)" = "$edition" ] || wrong "the edition changed"
code 2 build --accept nobody
code 0 build --as-of 2025-06-01
code 0 import "$name" --source $id --date 2026-01-13
code 0 build
[ "$(published)" = "$edition" ] || wrong "the edition is another one"
mv $store elsewhere
code 65 build
says err "no snapshot can be read"
mv elsewhere $store
code 0 withdraw $id "$(hash whole.csv)"
code 0 build --accept $id
says err "accepted: the edition in place has $id of 2026-01-13"
code 0 build
says out "nothing new"

# What a file has lost, let through -----------------------------------------------------
code 0 import whole.csv --source $id --date 2026-01-13
sed '2d' whole.csv >lossy.csv
code 65 import lossy.csv --source $id --date 2026-02-13
code 0 import lossy.csv --source $id --date 2026-02-13 --accept $id
says err "accepted: "
grep -q '"accepted": ' $store/"$(hash lossy.csv)".json || wrong "not recorded"
code 0 build
grep -rq "a sabiendas" public/es || wrong "the site does not say what was let through"

# As of a file size limit, a sentence -------------------------------------------------------
mkdir small && cp cifra.json whole.csv small
(cd small && ulimit -f 100 && code 74 import whole.csv --source $id --date 2026-01-13 &&
    one_sentence) || exit 1

# Asking -----------------------------------------------------------------------------------
code 0 query mx/guanajuato/leon homicidio-doloso
says out "Homicidio doloso (homicidio-doloso), León (mx-11020)"
says out "sha256 $(hash lossy.csv)"
code 2 query mx/guanajuato/lion homicidio-doloso
one_sentence
exit 0
