#!/usr/bin/env bash
# The site is published to an S3-compatible server that runs here: s3rver, from npm, with
# guard.py before it, because s3rver checks no signatures of version 4. Where it cannot be
# had, CIFRA_SKIP_S3=1 lets the tests pass without it.
. tests/program/common.sh
CIFRA=$CIFRA_RELEASE
tools=$(dirname "$CIFRA_RELEASE")/s3

missing=
command -v node >/dev/null && command -v npm >/dev/null || missing="there is no node or npm"
if [ -z "$missing" ] && ! cmp -s "$top/tests/s3/package-lock.json" "$tools/installed.json"; then
    mkdir -p "$tools" && cp "$top"/tests/s3/package*.json "$tools" &&
        (cd "$tools" && npm ci --ignore-scripts --no-audit --no-fund --silent) &&
        cp "$top/tests/s3/package-lock.json" "$tools/installed.json" ||
        missing="npm could not install its packages"
fi
if [ -n "$missing" ]; then
    echo "publishing to S3 is not tried: $missing"
    [ "${CIFRA_SKIP_S3:-}" = 1 ]
    exit
fi

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}
port=$(free_port)
behind=$(free_port)
serve() {
    node "$tools/node_modules/s3rver/bin/s3rver.js" -d "$work/store" -a 127.0.0.1 -p "$behind" -s \
        --no-vhost-buckets --configure-bucket crime >"$work/server.log" 2>&1 &
    server=$!
    python3 "$top/tests/s3/guard.py" "$port" "$behind" S3RVER S3RVER 2>"$work/guard.log" &
    guard=$!
    trap 'kill $server $guard 2>/dev/null; rm -rf "$work"' EXIT
    for _ in $(seq 100); do
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null &&
            (exec 3<>"/dev/tcp/127.0.0.1/$behind") 2>/dev/null && return
        sleep 0.1
    done
    wrong "the server does not start: $(cat "$work/server.log")"
}
# What the store has below site/, with hashes, in the form of sha256sum; and what it should.
stored() {
    (cd "$work/store/crime/site" && find . -name '*._S3rver_object' | LC_ALL=C sort |
        xargs sha256sum | sed 's/\._S3rver_object$//' | grep -v ' \./cifra-manifest.txt$')
}
wanted() {
    (cd public && find -L . -type f | LC_ALL=C sort |
        xargs sha256sum)
}
same() {
    stored | sort >"$work/stored"
    wanted | sort >"$work/wanted"
    cmp -s "$work/stored" "$work/wanted" ||
        wrong "$1: $(diff "$work/stored" "$work/wanted" | head -5)"
}
header() { grep -F "\"$2\": \"$3\"" "$work/store/crime/site/$1._S3rver_metadata.json" >/dev/null ||
    wrong "$1 has not $2 $3: $(cat "$work/store/crime/site/$1._S3rver_metadata.json")"; }
small() {
    printf '{"sources": ["mx-municipal-2015"], "languages": ["%s"], "title": "%s", "publish": [
        {"kind": "s3", "endpoint": "http://127.0.0.1:%s", "bucket": "%s", "prefix": "site/",
         "key_id": "env:KEY", "secret_key": "file:secret"}]}\n' "$1" "$2" "$port" "${3:-crime}" >cifra.json
}
export KEY=S3RVER
printf 'S3RVER\n' >secret
chmod 600 secret
serve

# A wrong secret: the site is published here, and no word of the secret is said.
small es Una
printf 'wrong-and-secret\n' >secret
code 5 run --quiet --bundle "$bundled"
one_sentence
says err "is not there yet: GET of cifra-manifest.txt is answered with 403 SignatureDoesNotMatch"
grep -q wrong-and-secret out err && wrong "the secret is said"
[ -e public/es/index.html ] || wrong "the local edition is not there"
chmod 644 secret
code 5 run
says err "chmod 600"
chmod 600 secret
printf 'S3RVER\n' >secret

# Nothing is new, and yet it is tried again; then everything is there.
code 0 run
says out "files sent, 0 removed"
same "the first edition"
header es/index.html content-type "text/html; charset=utf-8"
header es/index.html cache-control "public, max-age=300"
edition=$(basename public/v/2*)
header "v/$edition/edition.json" cache-control "public, max-age=31536000, immutable"
header "v/$edition/edition.json" content-type "application/json"
all=$(sed -n 's/.*: \([0-9,]*\) files sent.*/\1/p' out | tr -d ,)

# Nothing new: nobody is asked, so that the server need not even be there.
before=$(on_disk public/ var store)
kill "$server" "$guard"
wait "$server" "$guard" 2>/dev/null
code 0 run
[ "$(on_disk public/ var store)" = "$before" ] || wrong "a run with nothing new wrote something"

# Away when there is something new: tried again some times, said, and caught up with.
small en Dos
code 5 run
[ "$(grep -c '^cifra: ' err)" -eq 1 ] || wrong "expected one complaint"
says err "is not there yet: cifra-manifest.txt: "
[ -e public/en/index.html ] || wrong "the local edition is not there"
serve
cp "$work/store/crime/site/es/index.html._S3rver_object" \
    "$work/store/crime/site/es/foreign.html._S3rver_object"
cp "$work/store/crime/site/es/index.html._S3rver_metadata.json" \
    "$work/store/crime/site/es/foreign.html._S3rver_metadata.json"

# Killed while it sends: the next run goes on, and sends no file again that arrived.
"$CIFRA" run >out 2>err &
run=$!
for _ in $(seq 1000); do
    [ "$(find store -name '*._S3rver_object' -newer cifra.json | wc -l)" -gt 40 ] && break
    sleep 0.01
done
kill -9 "$run"
wait "$run" 2>/dev/null
code 0 run
says out "had arrived before"
[ -e store/crime/site/es/foreign.html._S3rver_object ] || wrong "somebody else's object was deleted"
rm store/crime/site/es/foreign.html._S3rver_*
same "the second edition"
sent=$(sed -n 's/.*: \([0-9,]*\) files sent, \([0-9,]*\) removed.*/\1/p' out | tr -d ,)
[ "$sent" -lt "$all" ] || wrong "$sent files were sent of some $all: those that did not change, too"
[ -e store/crime/site/es/index.html._S3rver_object ] && wrong "what is no longer wanted is still there"

# A rollback goes there, too; a manifest that is not ours stops it before anything is deleted.
code 0 rollback
code 12 run
same "after a rollback"
code 0 rollback --undo --quiet
sed -i '1s/.*/0000 ..\/..\/secrets/' store/crime/site/cifra-manifest.txt._S3rver_object
code 5 run
says err "line 1 of cifra-manifest.txt in the store is not ours"
small es Tres nowhere
code 5 run
says err "NoSuchBucket"
