# What the tests of the program share; each sources it first. They run from the top
# folder, and work in a folder of their own that goes away.
#
# $CIFRA is the program with sanitizers, $CIFRA_RELEASE the one without, for what
# would take too long.
set -u
top=$PWD
CIFRA=$(realpath "${CIFRA:-build/asan/cifra}")
CIFRA_RELEASE=$(realpath "${CIFRA_RELEASE:-$CIFRA}")
bundled=$top/ingest/bundled
export CIFRA_SHARE=${CIFRA_SHARE:-$top}
export LSAN_OPTIONS=${LSAN_OPTIONS:+$LSAN_OPTIONS:}print_suppressions=0

work=$(mktemp -d "${TMPDIR:-/tmp}/cifra-test.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1

# Say what went wrong, show what the program said last, and stop.
wrong() {
    echo "$*"
    [ -f "$work/out" ] && sed 's/^/  stdout: /' "$work/out"
    [ -f "$work/err" ] && sed 's/^/  stderr: /' "$work/err"
    exit 1
} >&2

# code EXPECTED ARGUMENT...: run the program, keep what it says in out and err.
code() {
    local expected=$1 actual
    shift
    "$CIFRA" "$@" >"$work/out" 2>"$work/err" </dev/null
    actual=$?
    [ "$actual" -eq "$expected" ] || wrong "cifra $*: exit $actual, expected $expected"
}

# says FILE WORDS: out or err must hold these words.
says() {
    grep -qF -- "$2" "$work/$1" || wrong "expected on std$1: $2"
}

# One line on stderr, a sentence of ours.
one_sentence() {
    [ "$(wc -l <"$work/err")" -eq 1 ] && grep -q '^cifra: .' "$work/err" ||
        wrong "expected one line on stderr"
}

# All that is published, with names: one hash; without what was published before.
published() {
    (cd public && find . -type f | LC_ALL=C sort | tr '\n' '\0' | xargs -0 sha256sum |
        sha256sum)
}

# Every name below the folders given, with inode, size and time of change; the lock
# and the record of the last run are allowed to change.
on_disk() {
    find "$@" -path var/state -prune -o ! -name .lock ! -path var -printf '%p %i %s %T@ %l\n' | LC_ALL=C sort
}

# A configuration of one small source in one language: an edition within seconds.
small_edition() {
    printf '{"sources": ["mx-municipal-2015"], "languages": ["es"], "title": "%s"}\n' \
        "${1:-Cifra}" >cifra.json
}
raw_file() {
    xz -dc "$bundled/sesnsp_municipal_homicidios_gto_2026-01-13.csv.xz"
}

# serve <<'PYTHON': a server on this machine, of the class Handler that is defined there;
# $at is its address. It ends with the test.
serve() {
    {
        echo "import http.server, os"
        cat
        cat <<'PYTHON'
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
open("port.new", "w").write(str(server.server_port))
os.rename("port.new", "port")
server.serve_forever()
PYTHON
    } >server.py
    python3 server.py &
    server=$!
    trap 'kill $server; rm -rf "$work"' EXIT
    for _ in $(seq 100); do [ -e port ] && break; sleep 0.05; done
    [ -e port ] || wrong "the server did not start"
    at=http://127.0.0.1:$(cat port)
    unset http_proxy all_proxy
}
