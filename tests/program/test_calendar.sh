#!/usr/bin/env bash
# The calendar: the same bytes on any day, the day after which a source is late, and a
# feed that calendar programs read.
. tests/program/common.sh
CIFRA=$CIFRA_RELEASE
id=mx-municipal-2015

mkdir mine
sed 's|"cadence": "R0/P1M", "max_age_days": 0|"cadence": "R/P1M", "max_age_days": 50|' \
    "$top/ingest/sources/$id.json" >mine/$id.json
printf '{"sources": ["%s"], "languages": ["es", "en"], "descriptors": "mine"}\n' $id >cifra.json
CIFRA_NOW=2026-02-01 code 0 run --bundle "$bundled"
page=public/es/calendario/index.html
grep -q 'data-late-after="2026-03-04" hidden=""' $page || wrong "no notice, or not hidden"
grep -q 'Alrededor del 13 de febrero de 2026. Después del 4 de marzo de 2026 va con retraso' \
    $page || wrong "no day in Spanish"
grep -q 'After March 4, 2026 it is late\|After 4 March 2026 it is late' \
    public/en/calendar/index.html || wrong "no day in English"
for with in public/es/index.html public/es/fuentes/$id/index.html; do
    grep -q 'data-late-after="2026-03-04"' $with || wrong "no notice in $with"
    grep -q 'late.js' $with || wrong "no script in $with"
done
before=$(published)
rm var/releases/*.stamp
CIFRA_NOW=2027-02-01 code 4 run
[ "$(published)" = "$before" ] || wrong "the edition depends on the clock"

python3 - <<'PYTHON' || wrong "the feed is not what RFC 5545 says"
import re
raw = open("public/es/calendario/calendar.ics", "rb").read()
assert raw.endswith(b"END:VCALENDAR\r\n")
lines = raw[:-2].split(b"\r\n")
assert all(len(line) <= 75 and b"\n" not in line for line in lines)
[line.decode() for line in lines]  # no fold within a character
unfolded = raw.decode().replace("\r\n ", "").split("\r\n")
assert unfolded[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
events = re.findall(r"BEGIN:VEVENT\n(.*?)END:VEVENT", "\n".join(unfolded), re.S)
days = [re.search(r"DTSTART;VALUE=DATE:(\d{8})", e)[1] for e in events]
assert days == ["20260113", "20260213"], days
assert len({re.search(r"UID:(.*)", e)[1] for e in events}) == 2
assert "STATUS:TENTATIVE" in events[1] and "DTSTAMP:20260113T000000Z" in events[1]
assert "SUMMARY:Cifras publicadas: Incidencia delictiva municipal\\, 2015 a 2025" in events[0]
PYTHON

# Another descriptor of the operator's, another edition.
sed -i 's|"max_age_days": 50|"max_age_days": 60|' mine/$id.json
CIFRA_NOW=2026-02-01 code 0 run
says out "published 2026-01-13-"
grep -q 'data-late-after="2026-03-14"' $page || wrong "the old descriptor still rules"
exit 0
