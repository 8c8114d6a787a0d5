#!/usr/bin/env bash
# Thirty nights of cifra run against a publisher who does what publishers do. Of every
# night: the exit code, what status tells, the figures published, whether the site is
# whole, that no snapshot went, and that nothing is written where nothing is new.
#
# NIGHTS_LOG: a file for all that the program said, to be read as an operator does.
. tests/program/common.sh
CIFRA=$CIFRA_RELEASE
here=$top/tests/nights
state=mx-estatal-2015
federal=mx-federal
unset http_proxy all_proxy

# The publisher ----------------------------------------------------------------------
mkdir pub mine
xz -dc "$bundled/sesnsp_estatal_2024-12-21.csv.xz" >whole.state
xz -dc "$bundled/IDEFF_jul25.csv.xz" >whole.federal
open_publisher() { # [PORT]
    rm -f pub/port
    python3 "$here/publisher.py" pub "$@" &
    server=$!
    for _ in $(seq 200); do [ -e pub/port ] && break; sleep 0.05; done
    [ -e pub/port ] || wrong "the publisher did not open"
}
close_publisher() {
    kill "$server"
    wait "$server" 2>/dev/null
}
trap 'kill $server 2>/dev/null; rm -rf "$work"' EXIT
open_publisher
port=$(cat pub/port)

# A few states of the country, released every month and late after fifty days.
for id in $state $federal; do
    sed 's|"complete": true|"complete": false|
         s|"cadence": "R0/P1M", "max_age_days": 0|"cadence": "R/P1M", "max_age_days": 50|' \
        "$top/ingest/sources/$id.json" >"mine/$id.json"
    grep -q '"complete": false' mine/"$id.json" && grep -q '"max_age_days": 50' mine/"$id.json" ||
        wrong "the descriptor of $id was not changed"
done
cat >cifra.json <<JSON
{"sources": ["$state", "$federal"], "languages": ["es"], "descriptors": "mine",
 "attempts": 3, "keep_releases": 30,
 "urls": {"$state": "http://127.0.0.1:$port/state",
          "$federal": "http://127.0.0.1:$port/federal"}}
JSON

# offer NAME DAY FIELD...: the publisher puts a new file in the place of the one before.
offer() {
    local name=$1 day=$2
    shift 2
    python3 "$here/files.py" make "whole.$name" "pub/$name.csv" "$@" || wrong "no file was made"
    touch -d "${day}T18:00:00Z" "pub/$name.csv"
    manner "$name" good
}
manner() { echo "$2" >"pub/$1.manner"; }
federal_offer() { offer federal "$1" until=2024-07 "${@:2}"; }

# The nights -------------------------------------------------------------------------
nights=0
good=
snapshots() {
    find var/snapshots -path 'var/snapshots/mx-*' -type f -printf '%p %s\n' | LC_ALL=C sort
}
mkdir -p var/snapshots

# All that is published, with times of change; nothing before the first edition.
laid_out() { [ ! -e public ] || on_disk public public/ var/releases; }

# night DAY EXIT RESULT ANSWER-OF-STATE ANSWER-OF-FEDERAL [WORDS said on stderr]
night() {
    local label="night $((++nights)), $1"
    export CIFRA_NOW=$1T03:17:00Z
    snapshots >held
    laid_out >before
    code "$2" run
    { echo "== $label: exit $2"; cat out err; } >>log
    case $3 in
    published | kept-back) ;;
    *)
        [ "$2" -lt 65 ] || ! grep -q "nothing new" out ||
            wrong "$label: a night that went wrong is said to have nothing new"
        laid_out | cmp -s before - || wrong "$label: something was written that is published"
        ;;
    esac
    [ -z "$(LC_ALL=C comm -23 held <(snapshots))" ] || wrong "$label: a snapshot is gone"
    [ -z "${6:-}" ] || says err "$6"
    if [ -e public ]; then
        python3 "$here/files.py" figures "$good" $state public >found ||
            wrong "$label: $(cat found)"
        "$CIFRA" verify >verified 2>&1 || wrong "$label: $(cat verified)"
    fi
    watched "$label" "$@"
}

# What cifra status tells a program, and whether every refusal says why.
watched() { # LABEL DAY EXIT RESULT STATE FEDERAL
    "$CIFRA" status --json >status.json 2>/dev/null
    python3 - "$@" <<'PYTHON' || wrong "$1: status tells something else"
import json, sys
day, code, result, *answers = sys.argv[2:7]
told = json.load(open("status.json"))
run, sources = told["run"], told["sources"]
found = [run["ended"][:10], str(run["exit"]), run["result"]]
found += [source["answer"] for source in sources]
if found != [day, code, result, *answers]:
    sys.exit(f"{found} instead of {[day, code, result, *answers]}")
for source in sources:
    bad = source["answer"] in ("refused", "unreachable")
    if bad != bool(source["why"]) or bad and source["source"] not in source["why"]:
        sys.exit(f"{source['answer']}, because {source['why']}")
PYTHON
}
# The file offered is what must be published from now on.
expect() { cp pub/state.csv good.csv && good=good.csv; }

# September 2024: the first night the publisher is broken, then there is an edition.
offer state 2024-09-20 until=2024-08 encoding=cp1252
federal_offer 2024-09-20
manner state page
manner federal gone
night 2024-09-20 65 refused refused unreachable "Sitio en mantenimiento"
manner state good
manner federal good
expect
night 2024-09-21 0 published new new
night 2024-09-22 0 nothing-new unchanged unchanged
manner state throttled
night 2024-09-23 0 nothing-new unchanged unchanged
grep -c "state throttled" pub/asked | grep -qx 3 || wrong "not three tries"

# October: a new month, which the publisher is too busy to hand out at first; what the
# other source has is published meanwhile.
offer state 2024-10-20 until=2024-09 encoding=cp1252
federal_offer 2024-10-20 add=1
manner state busy
night 2024-10-20 3 kept-back unreachable new "the server answered 503 (3 attempts)"
manner state throttled
expect
night 2024-10-21 0 published new unchanged

# Cells revised. The line goes dead once, and the rest is fetched; then it goes dead as
# often as it is tried, and what was half fetched is not glued to what replaces it.
offer state 2024-10-28 until=2024-09 add=3 encoding=cp1252
manner state hiccup
expect
night 2024-10-28 0 published new unchanged
grep -q "^state hiccup bytes=" pub/asked || wrong "the rest alone was not asked for"
offer state 2024-11-01 until=2024-09 add=4 encoding=cp1252
manner state dying
night 2024-11-01 75 unreachable unreachable unchanged "cut short"
night 2024-11-02 75 unreachable unreachable unchanged "cut short"
offer state 2024-11-03 until=2024-09 add=5 encoding=cp1252
expect
night 2024-11-03 0 published new unchanged
manner state unmeasured
night 2024-11-03 65 refused refused unchanged "have no row in 2024"
manner state good

# Nobody there, back, a page, told to stay away, back.
close_publisher
night 2024-11-04 75 unreachable unreachable unreachable
open_publisher "$port"
night 2024-11-05 0 nothing-new unchanged unchanged
manner state page
night 2024-11-06 65 refused refused unchanged "Sitio en mantenimiento"
manner state sulking
night 2024-11-07 75 unreachable unreachable unchanged "left alone for 7200 s"
manner state good
night 2024-11-08 0 nothing-new unchanged unchanged

# October in another encoding, with a mark before it, and back; then months to come are
# zeros, which nobody counted.
offer state 2024-11-20 until=2024-10 add=5
expect
night 2024-11-20 0 published new unchanged
offer state 2024-11-21 until=2024-10 add=5 encoding=utf-8-sig
night 2024-11-21 0 published new unchanged
offer state 2024-11-22 until=2024-10 add=6 encoding=cp1252
expect
night 2024-11-22 0 published new unchanged
offer state 2024-11-23 until=2024-10 add=6 zeros=1
night 2024-11-23 0 published new unchanged

# A column is called otherwise, two nights long; a state of 5% of the cases is lost; the
# file of two months ago is back; all is right again.
offer state 2024-12-01 until=2024-10 add=7 rename=Marzo:Mar
night 2024-12-01 65 refused refused unchanged Marzo
night 2024-12-02 65 refused refused unchanged Marzo
offer state 2024-12-03 until=2024-10 add=7 lose=Querétaro
night 2024-12-03 65 refused refused unchanged Querétaro
says err "--accept $state is for a loss that is meant"
offer state 2024-12-04 until=2024-08 add=7
night 2024-12-04 65 refused refused unchanged "ends with 2024-08"
offer state 2024-12-05 until=2024-10 add=7
expect
night 2024-12-05 0 published new unchanged

# The other source breaks while this one is published; and is right again.
offer state 2024-12-06 until=2024-10 add=8
expect
federal_offer 2024-12-06 rename=MARZO:MES
night 2024-12-06 3 kept-back new refused Marzo
federal_offer 2024-12-07 add=1
night 2024-12-07 0 nothing-new unchanged unchanged
offer state 2024-12-20
federal_offer 2024-12-20 add=2
expect
night 2024-12-20 0 published new new

# Nothing new for so long that it is late, and late it is whatever else there is.
night 2025-02-08 0 nothing-new unchanged unchanged
night 2025-02-09 4 late unchanged unchanged "is late"
close_publisher
night 2025-02-10 75 unreachable unreachable unreachable "is late"
open_publisher "$port"
offer state 2025-02-11 add=1
federal_offer 2025-02-11 add=3
expect
night 2025-02-11 0 published new new

[ "$nights" -ge 30 ] || wrong "only $nights nights"
[ -z "${NIGHTS_LOG:-}" ] || cp log "$NIGHTS_LOG"
exit 0
