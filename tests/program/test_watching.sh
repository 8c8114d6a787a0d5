#!/usr/bin/env bash
# Watching: the record of the last run, a source that is late, the log for programs,
# figures for Prometheus, pings, and the command on failure.
. tests/program/common.sh
CIFRA=$CIFRA_RELEASE
id=mx-municipal-2015

# A server that writes down what it is sent, and says no as often as it is told.
serve <<'PYTHON'
class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *ignored):
        pass
    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        with open("pinged", "a") as pinged:
            pinged.write(f"POST {self.path}\n" + body.decode())
        no = int(open("refuse").read()) if os.path.exists("refuse") else 0
        if no > 0:
            open("refuse", "w").write(str(no - 1))
        self.send_response(503 if no > 0 else 200)
        self.end_headers()
PYTHON

# A descriptor that tolerates fifty days; the file is of 2026-01-13.
mkdir mine
sed 's|"cadence": "R0/P1M", "max_age_days": 0|"cadence": "R/P1M", "max_age_days": 50|' \
    "$top/ingest/sources/$id.json" >mine/$id.json
grep -q '"max_age_days": 50' mine/$id.json || wrong "the descriptor was not changed"
configure() { # MORE FIELDS
    printf '{"sources": ["%s"], "languages": ["es"], "descriptors": "mine",
             "metrics": "cifra.prom" %s}\n' $id "${1:-}" >cifra.json
}
on() { export CIFRA_NOW=$1; }
field() { # PYTHON EXPRESSION of d, EXPECTED
    local found
    found=$(python3 -c "import json, sys; d = json.load(open('$work/out')); print($1)") ||
        wrong "status --json: $1"
    [ "$found" = "$2" ] || wrong "status --json: $1 is $found, not $2"
}

# Nothing yet ------------------------------------------------------------------------
configure
on 2026-02-01T03:17:00Z
code 0 status
says out "no run is on record in var/state"
says out "$id: nothing of it is published"
code 0 status --json
field 'd["run"]' None
field 'd["sources"][0]["date"]' None

# A good run ---------------------------------------------------------------------------
code 0 run --bundle "$bundled"
says out "run: published; edition 2026-01-13-"
code 0 status
says out "last run: cifra run, ended 2026-02-01T03:17:00Z"
says out "$id: 2026-01-13, 19 days old of 50: in time; more expected around 2026-02-13"
says out "it changed $id: 29,394 figures new, 0 changed, 0 gone"
code 0 status --json
field 'd["run"]["exit"], d["run"]["result"], d["run"]["changed"]' '0 published True'
field 'd["run"]["rows"]' 2484
field 'd["sources"][0]["late_after"]' 2026-03-04
field 'd["sources"][0]["late"]' False
field 'd["sources"][0]["asked"]' None

# The last day in time, and the first that is late ----------------------------------------
on 2026-03-04
code 0 run
code 10 run --detailed-exitcode
on 2026-03-05
before=$(on_disk public var)
code 4 run --quiet
one_sentence
says err "$id is late: its newest file is of 2026-01-13, 51 days old, and 50 are usual"
[ -s "$work/out" ] && wrong "--quiet says something"
code 4 run --detailed-exitcode
[ "$(on_disk public var)" = "$before" ] || wrong "being late changed something published"
code 0 run --bundle "$bundled"
says err "is late"
code 0 build
code 0 run --as-of 2026-02-01
code 4 run
code 4 status
says out "last good run: 2026-03-05T00:00:00Z"
says out "51 days old of 50: LATE; more was expected around 2026-02-13"
code 4 status --json
field 'd["run"]["result"], d["run"]["exit"]' 'late 4'
field 'd["sources"][0]["late"]' True

# Figures for Prometheus --------------------------------------------------------------------
python3 - <<'PYTHON' || wrong "the metrics are not what Prometheus reads"
import re
text = open("cifra.prom").read()
assert text.endswith("\n")
typed, values = set(), {}
for line in text.splitlines():
    if line.startswith("# HELP "):
        assert re.fullmatch(r"# HELP cifra_[a-z_]+ [A-Z0-9].*\.", line), line
    elif line.startswith("# TYPE "):
        name = re.fullmatch(r"# TYPE (cifra_[a-z_]+) gauge", line)[1]
        assert name not in typed, line
        typed.add(name)
    else:
        found = re.fullmatch(
            r'(cifra_[a-z_]+)(?:\{source="([a-z0-9-]+)"\})? (-?[0-9]+(?:\.[0-9]+)?)', line)
        assert found, line
        assert found[1] in typed, line
        assert (found[1], found[2]) not in values, line
        values[found[1], found[2]] = float(found[3])
id = "mx-municipal-2015"
day = 86400
assert values["cifra_source_age_seconds", id] == 51 * day, values
assert values["cifra_source_tolerance_seconds", id] == 50 * day
assert values["cifra_source_late", id] == 1
assert values["cifra_source_kept_back", id] == 0
assert values["cifra_exit_code", None] == 4
assert values["cifra_rows", None] == 2484
assert values["cifra_last_run_timestamp_seconds", None] == 1772668800  # 2026-03-05
assert values["cifra_last_success_timestamp_seconds", None] == 1772668800
PYTHON

# The log for programs -------------------------------------------------------------------------
on 2026-02-02
code 0 run --log-format=json
[ -s "$work/out" ] && wrong "the log is not all that is said"
code 2 run --log-format=xml
says err "--log-format is text or json"
sed 's/Homicidio doloso/Homicidio dolozo/' <(raw_file) >typo.csv
configure ', "urls": {"'$id'": "file://'"$work"'/typo.csv"}'
code 65 run --log-format=json
python3 - <<'PYTHON' || wrong "the log is not one object a line, with a summary at its end"
import json
lines = [json.loads(line) for line in open("err")]
assert [line["level"] for line in lines] == ["error", "summary"], lines
assert "dolozo" in lines[0]["message"]
last = lines[-1]
assert last["exit"] == 65 and last["result"] == "refused", last
assert last["time"] == "2026-02-02T00:00:00Z"
assert [s["answer"] for s in last["sources"]] == ["refused"], last
assert "dolozo" in last["messages"][0]
PYTHON
code 0 status
says out "asked 2026-02-02T00:00:00Z: refused: $id: "
says out "last good run: 2026-02-02T00:00:00Z"

# Pings, and the command on failure ----------------------------------------------------------------
cat >tell.sh <<'SHELL'
#!/bin/sh
{ echo "$CIFRA_EXIT $CIFRA_RESULT $1"; cat; } >told
SHELL
chmod +x tell.sh
watched=', "ping_url": "'$at'/secret/", "on_failure": ["./tell.sh", "one word"]'
configure "$watched"
code 0 run
[ "$(grep -c ^POST pinged)" -eq 2 ] || wrong "not a ping at the start and one at the end"
grep -qx "POST /secret/start" pinged || wrong "no ping of the start"
grep -qx "POST /secret" pinged || wrong "no ping of the end"
[ -e told ] && wrong "the command on failure was run"

rm pinged
configure "$watched"', "urls": {"'$id'": "file://'"$work"'/typo.csv"}'
code 65 run
grep -qx "POST /secret/fail" pinged || wrong "no ping of the failure"
grep -q "dolozo" pinged || wrong "the ping does not say what was wrong"
grep -qx "65 refused one word" told || wrong "the command was not told what was wrong"
grep -q "dolozo" told || wrong "the command did not read the log"
grep -q secret err && wrong "the address of the ping was told"

# Late is a failure, too; an ear that is deaf at first, and then for ever, stops nothing.
rm pinged told
configure "$watched"
on 2026-03-05
echo 2 >refuse
code 4 run
[ "$(grep -c "^POST /secret/start" pinged)" -eq 3 ] || wrong "not tried again"
grep -qx "POST /secret/fail" pinged || wrong "late is not a failure"
grep -qx "4 late one word" told || wrong "the command was not told of the late source"
on 2026-02-02
echo 100 >refuse
code 0 run
says err "the ping was answered by 503"
configure ', "on_failure": ["./nowhere"]'
on 2026-03-05
code 4 run
says err "on_failure: starting ./nowhere"
mkdir -p elsewhere
configure ', "on_failure": ["./tell.sh", "from elsewhere"]'
(cd elsewhere && "$CIFRA" run --quiet --config ../cifra.json 2>/dev/null)
[ -e elsewhere/told ] || wrong "the command is not looked for beside the configuration"
configure ', "on_failure": []'
code 2 run
says err '"on_failure" holds a program and its arguments'
configure ', "ping_url": "ftp://example.org"'
code 2 run
says err '"ping_url" must be like'

# A record that is damaged is made anew; one that cannot be written stops nothing.
configure
on 2026-02-02
for damage in '{"command": 3, "sources": [7, {}]' '{"command": "run"}' '[]' ''; do
    printf '%s' "$damage" >var/state/run.json
    code 74 status
    says out "the record of the last run is damaged, and how it went is not known: var/state/run.json"
    grep -q "no run is on record" out && wrong "a record is there"
    code 74 status --json
    python3 -c 'import json, sys
status = json.load(open("out"))
sys.exit(status["run"] is not None or "run.json" not in status["damaged"])' || wrong "$damage"
done
code 0 run
says err "the record of the run before is damaged, and made anew: var/state/run.json"
code 0 status
says out "last run: cifra run, ended 2026-02-02"
rm -r var/state
touch var/state
code 0 run
says err "the record of this run"
exit 0
