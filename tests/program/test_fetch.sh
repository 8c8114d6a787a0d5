#!/usr/bin/env bash
# Fetching with the whole program, from a server on this machine.
. tests/program/common.sh

raw_file >whole.csv
grep -v '^2025,' whole.csv >older.csv
serve <<'PYTHON'
import hashlib
class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def log_message(self, *ignored):
        pass
    def answer(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if status != 304:
            self.wfile.write(body)
    def do_GET(self):
        with open("asked", "a") as asked:
            key = self.headers.get("X-Key", "-")
            match = self.headers.get("If-None-Match", "-")
            part = self.headers.get("Range", "-")
            asked.write(f"{self.path} {key} {match} {part}\n")
        body = open("whole.csv", "rb").read()
        etag = '"' + hashlib.md5(body).hexdigest() + '"'
        if self.path == "/landing":
            self.answer(200, b'<a href="/none">Cifras 2024-01</a>'
                             b'<a href="whole">Cifras 2026-01</a>')
        elif self.path == "/page":
            self.answer(200, b"<html><title>Mantenimiento</title></html>")
        elif self.path == "/none":
            self.answer(404, b"<html><title>No existe</title></html>")
        elif self.path == "/half":
            have = self.headers.get("Range")
            if have and self.headers.get("If-Range") == etag:
                at = int(have[6:-1])
                self.answer(206, body[at:], ETag=etag,
                            Content_Range=f"bytes {at}-{len(body)-1}/{len(body)}")
                return
            self.send_response(200)
            self.send_header("ETag", etag)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body[:len(body) // 2])
            self.close_connection = True
        elif self.headers.get("If-None-Match") == etag:
            self.answer(304, ETag=etag)
        else:
            self.answer(200, body, ETag=etag)
PYTHON

offer() { # PATH [MORE FIELDS]
    printf '{"sources": ["mx-municipal-2015"], "languages": ["es"], "attempts": 1,
             "urls": {"mx-municipal-2015": "%s"} %s}\n' "$at$1" "${2:-}" >cifra.json
}
id=mx-municipal-2015

# New, then unchanged -------------------------------------------------------------
offer /whole
code 0 fetch
says err "$id: new snapshot of"
code 0 fetch --verbose
says err "in the store since"
grep -q '^/whole - "' asked ||
    wrong "not asked whether it changed"
[ "$(ls var/snapshots/$id | wc -l)" -eq 2 ] || wrong "more than one snapshot"

# Refused and away ------------------------------------------------------------------
offer /page
code 65 fetch
one_sentence
says err 'the server sent a web page, not the data: "Mantenimiento"'
[ "$(ls var/snapshots/.refused/$id | wc -l)" -eq 2 ] || wrong "not put aside"
says err "; the file is put aside as var/snapshots/.refused/$id/"
offer /none
code 75 fetch
says err 'the server answered 404: "No existe"'

# Cut, and gone on with by the next run -----------------------------------------------
rm -rf var
offer /half
code 75 fetch
says err "cut short"
[ -s var/snapshots/.incoming/$id.part ] || wrong "the part was not kept"
code 0 fetch
tail -1 asked | grep -q 'bytes=' || wrong "did not go on where it was"
[ "$(sha256sum <whole.csv | cut -c1-64)" = "$(ls var/snapshots/$id | head -1)" ] ||
    wrong "other bytes"
[ -z "$(ls var/snapshots/.incoming)" ] || wrong "something was left"

# A key, from the environment only, said and kept nowhere -------------------------------
rm -rf var
offer /whole ', "credentials": {"mx-municipal-2015": {"from": "env:KEY", "header": "X-Key"}}'
code 2 fetch
says err "the environment has no KEY"
export KEY=verysecretkey
code 0 fetch --verbose
grep -q '^/whole verysecretkey' asked || wrong "the key was not sent"
grep -rq verysecretkey var out err && wrong "the key was kept"

# A page of links, from a descriptor ------------------------------------------------------
rm -rf var
mkdir mine
python3 - "$top/ingest/sources/$id.json" "$at" <<'PYTHON'
import json, sys
source = json.load(open(sys.argv[1]))
source["fetch"] = {"urls": [sys.argv[2] + "/landing"], "links": {"label": "Cifras*"},
                   "names": ["Cifras_*"]}
json.dump(source, open("mine/mx-municipal-2015.json", "w"))
PYTHON
printf '{"sources": ["%s"], "languages": ["es"], "descriptors": "mine", "drop": "inbox"}\n' \
    $id >cifra.json
mkdir inbox
cp older.csv inbox/Cifras_2025-01-20.csv
cp older.csv inbox/Otras_2025-01-21.csv
code 0 fetch
grep -q 'Cifras 2026-01' var/snapshots/$id/*.json || wrong "no note of the link"
code 0 snapshots
says out "2025-01-20"
[ "$(grep -c "^20" out)" -eq 2 ] || wrong "not two snapshots"
says out "(current)"
[ -e inbox/Cifras_2025-01-20.csv ] || wrong "the dropped file is gone"

# As of a day, and again as of today -----------------------------------------------------
code 2 build --as-of yesterday
code 2 build --as-of 2020-01-01
says err "no snapshot in"
CIFRA=$CIFRA_RELEASE
code 0 build --as-of 2025-06-01
says out "1 snapshot"
case $(readlink public) in *2025-01-20*) ;; *) wrong "not the edition of that day" ;; esac
before=$(published)
code 0 build
[ "$(published)" = "$before" ] && wrong "the newest edition is that of the past"
: >asked
code 0 run --as-of 2025-06-01
[ -s asked ] && wrong "something was fetched"
[ "$(published)" = "$before" ] || wrong "another edition of the same day"

# Checking a source -----------------------------------------------------------------------
code 0 check $id
says out "0 gone"
says out "nothing speaks against it"
code 2 check mx-municipal-2051
says err 'did you mean "mx-municipal-2015"?'
sed 's/Homicidio doloso/Homicidio dolozo/' whole.csv >typo.csv
code 65 check typo.csv --source $id
says err 'perhaps "'
exit 0
