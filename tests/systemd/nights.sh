#!/usr/bin/env bash
# In the machine that boot.sh made: the package is installed as the README says, and the
# timer starts its service, as it is installed but for the hour.
set -u
wrong() {
    echo "$*" >&2
    journalctl -u cifra --no-pager -n 20 >&2
    exit 1
}
# unit EXPECTED WHEN: so the last run ended, as systemd has it.
unit() {
    local status
    status=$(systemctl show -p ExecMainStatus --value cifra.service)
    [ "$status" = "$1" ] || wrong "$2: the service ended with $status, not $1"
}
# fires WHEN: wait for the timer to start the service once more, and for its end.
fires() {
    local before now=
    before=$(systemctl show -p ExecMainStartTimestampMonotonic --value cifra.service)
    for _ in $(seq 300); do
        now=$(systemctl show -p ExecMainStartTimestampMonotonic --value cifra.service)
        [ "$now" != "$before" ] && [ "$(systemctl is-active cifra.service)" != activating ] &&
            return
        sleep 0.1
    done
    wrong "$1: the timer does not fire"
}
every() { # CALENDAR DELAY: when the timer fires, instead of at night
    mkdir -p /etc/systemd/system/cifra.timer.d
    printf '[Timer]\nOnCalendar=\nOnCalendar=%s\nRandomizedDelaySec=%s\nAccuracySec=100ms\n' \
        "$1" "$2" >/etc/systemd/system/cifra.timer.d/trial.conf
    systemctl daemon-reload
}
as_cifra() { runuser -u cifra -- cifra "$@" --config /etc/cifra/cifra.json; }
publisher() {
    systemd-run --quiet --unit="$1" python3 -m http.server --bind 127.0.0.1 \
        --directory /srv/files 8000
    for _ in $(seq 100); do
        (: </dev/tcp/127.0.0.1/8000) 2>/dev/null && return
        sleep 0.1
    done
    wrong "there is no publisher"
}

dpkg --install /root/cifra.deb >/dev/null || wrong "not installed"
bundled=/usr/share/cifra/ingest/bundled
mkdir -p /srv/files
xz -dc $bundled/sesnsp_municipal_homicidios_gto_2026-01-13.csv.xz >/srv/files/towns.csv
touch -d 2026-01-13 /srv/files/towns.csv
python3 - /etc/cifra/cifra.json <<'PYTHON'
import sys
text = open(sys.argv[1]).read().replace('["es", "en"]', '["es"]')
mine = """{
  "sources": ["mx-municipal-2015"], "attempts": 1,
  "urls": {"mx-municipal-2015": "http://127.0.0.1:8000/towns.csv"},
  "metrics": "/var/lib/cifra/cifra.prom","""
open(sys.argv[1], "w").write(text.replace("\n{", "\n" + mine, 1))
PYTHON
publisher first
as_cifra run --quiet --bundle $bundled || wrong "no first edition"
edition=$(readlink /var/lib/cifra/public)

# The machine was off for three nights: soon after it is on again, a run.
mkdir -p /var/lib/systemd/timers
touch -d "3 days ago" /var/lib/systemd/timers/stamp-cifra.timer
every '*-*-* 03:17' 1s
systemctl enable --quiet --now cifra.timer
for _ in $(seq 100); do
    [ "$(systemctl show -p ExecMainExitTimestampMonotonic --value cifra.service)" != 0 ] && break
    sleep 0.1
done
[ -n "$(journalctl -u cifra -o cat --no-pager)" ] || wrong "nothing is made up for"
unit 0 "after three nights without power"
[ "$(readlink /var/lib/cifra/public)" = "$edition" ] || wrong "another edition of the same file"

# Then every few seconds: nothing new, the publisher away, and there again.
every '*:*:0/4' 0
systemctl restart cifra.timer
fires "a quiet night"
unit 0 "a quiet night"
journalctl -u first -o cat --no-pager | grep -q '" 304 -' || wrong "nobody asked what is new"
systemctl stop first
fires "the publisher is away"
fires "the publisher is away"
unit 75 "the publisher is away"
systemctl is-failed --quiet cifra.service || wrong "systemd does not show it"
publisher second
fires "the publisher is back"
fires "the publisher is back"
unit 0 "the publisher is back"
systemctl stop cifra.timer
grep -q '^cifra_exit_code 0$' /var/lib/cifra/cifra.prom || wrong "no metrics"
as_cifra status >/tmp/status || wrong "status is not well"
grep "files are read" /tmp/status

# Killed in the midst of a run.
sed -i 's|"title": "Cifra"|"title": "B"|' /etc/cifra/cifra.json
systemctl start --no-block cifra.service
sleep 0.3
systemctl kill --signal=KILL cifra.service
sleep 0.5
as_cifra verify --quiet || wrong "what a kill left is not whole"
systemctl start cifra.service || wrong "the run after a kill"
as_cifra verify --quiet || wrong "the edition after a kill is not whole"
[ "$(readlink /var/lib/cifra/public)" != "$edition" ] || wrong "no edition after a kill"
journalctl -u cifra -o cat --no-pager
echo "the timer fired, and every run ended as it should"
