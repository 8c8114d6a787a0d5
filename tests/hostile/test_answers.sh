#!/usr/bin/env bash
# What a server sends is looked at by a process that is shut in: whether it is the data,
# what a page of an API leads to, which link is the newest, what a refusal says. One that
# is taken over can do nothing, and costs its source this update and nobody anything.
. tests/program/common.sh
CIFRA=$CIFRA_RELEASE # a sanitizer wants to be the first library

"${CC:-cc}" -std=c17 -D_GNU_SOURCE -O1 -Wall -Wextra -Werror -shared -fPIC \
    -o taken_over.so "$top/tests/hostile/taken_over.c" || wrong "not compiled"

serve <<'PYTHON'
import json
def rows(*places):
    return json.dumps([{"place": p, "offence": "homicidio-doloso", "year": 2020,
                        "count": 5, "marker": "WORD"} for p in places]).encode()
ANSWERS = {"/rows?offset=0": rows("mx-11", "mx-14"), "/rows?offset=2": rows("mx-09"),
           "/rows?offset=3": b"[]", "/deep?offset=0": b"[" * 4000000,
           "/links": b"<a href='/whole'>WORD</a>",
           "/whole": rows("mx-11", "mx-14", "mx-09")}
class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *ignored):
        pass
    def do_GET(self):
        body = ANSWERS.get(self.path)
        self.send_response(200 if body else 404)
        self.end_headers()
        self.wfile.write(body or b"<title>WORD of a refusal</title>")
PYTHON
raw_file >other.csv
mkdir mine
cp "$top"/ingest/sources/mx-municipal-2015.json mine

# offer PATH [FIELD]: a source of rows from there, and one that harms nobody.
offer() {
    python3 - "$at$1" "${2:-}" <<'PYTHON'
import json, sys
fetch = {"urls": [sys.argv[1]], **json.loads("{" + sys.argv[2] + "}")}
json.dump({
    "name": {"es": "p", "en": "p"}, "note": {"es": "Prueba.", "en": "Test."},
    "publisher": {"name": "P", "url": "https://example.org",
                  "landing": "https://example.org/data"},
    "licence": {"name": "L", "url": "https://example.org/l"},
    "release": {"cadence": "R/P1Y", "max_age_days": 0}, "fetch": fetch,
    "file": {"format": "json"},
    "rows": {"place": {"column": "place"}, "offence": {"column": "offence"},
             "measure": {"constant": "investigations"},
             "period": {"shape": "columns", "year": "year"}, "value": "count"},
    "meaning": {"subject": "crime", "methodology": "cnsp-2015", "level": "state",
                "complete": False, "unique": True, "grid": False}},
    open("mine/paged.json", "w"))
PYTHON
}
printf '{"descriptors": "mine", "sources": ["paged", "mx-municipal-2015"],
    "languages": ["es"], "attempts": 1,
    "urls": {"mx-municipal-2015": "file://%s/other.csv"}}\n' "$PWD" >cifra.json

# taken_over HOW LOOK CODE WORDS: so it ends, that is said, and the other source is taken.
taken_over() {
    rm -rf var
    HOSTILE=$1 HOSTILE_WORD=WORD HOSTILE_LOOK=$2 LD_PRELOAD=$PWD/taken_over.so \
        CIFRA_READER_SECONDS=30 CIFRA_READER_MIB=256 code "$3" fetch --quiet
    [ "$(wc -l <err)" -eq 1 ] || wrong "$1 $2: expected one line on stderr"
    says err "paged: "
    says err "$4"
    [ -n "$(ls var/snapshots/mx-municipal-2015)" ] ||
        wrong "$1 $2: the other source was not taken"
    [ ! -e var/snapshots/paged ] || wrong "$1 $2: it was taken"
}
tries() {
    : >bait
    "$CIFRA" version | grep -q "shut in by.*seccomp" || return
    taken_over try "$1" "$2" "its reader gave no answer (exit 100)"
    [ -e bait ] && [ ! -e stolen ] && [ ! -e stolen.d ] || wrong "it touched files"
}

# Pages of an API: each is looked at twice, whether it is one and where it leads.
offer /rows '"pages": {"kind": "offset"}'
code 0 fetch
[ "$(ls var/snapshots/paged | wc -l)" -eq 2 ] || wrong "the pages were not taken"
grep -q '"3 pages"' var/snapshots/paged/*.json || wrong "not from three pages"
tries 1 65
tries 2 65
taken_over abort 1 65 "its reader crashed (signal 6)"
taken_over abort 2 65 "page 1: its reader crashed (signal 6)"
taken_over abort 4 65 "page 2: its reader crashed (signal 6)"
taken_over loop 2 65 "page 1: reading it takes more than 3 seconds"
taken_over sleep 4 65 "page 2: reading it takes more than 3 seconds"
taken_over hog 2 65 "page 1: reading it takes more than 256 MiB of memory"
offer /deep '"pages": {"kind": "offset"}'
code 65 fetch
one_sentence
says err "page 1: "

# A page of links, and the data themselves.
offer /links '"links": {"label": "WORD"}'
rm -rf var
code 0 fetch
[ -e var/snapshots/paged ] || wrong "the file behind the link was not taken"
tries 2 65
taken_over abort 2 65 "its reader crashed (signal 6)"
taken_over abort 3 65 "its reader crashed (signal 6)" # whether the file is one
offer /whole
tries 1 65
taken_over abort 1 65 "its reader crashed (signal 6)"

# What a refusal says only adds to what is known without it.
offer /none
rm -rf var
code 75 fetch
says err 'the server answered 404: "WORD of a refusal"'
taken_over abort 1 75 "the server answered 404"
grep -q "of a refusal" err && wrong "it was read by somebody else"
exit 0
