#!/usr/bin/env bash
# One run at a time: the others say who is at work since when, or wait; a run that was
# killed is not in the way of the next one, which tells of it.
. tests/program/common.sh
CIFRA=$CIFRA_RELEASE

small_edition
code 0 run --quiet --bundle "$bundled"
[ -s var/releases/.lock ] && wrong "an ended run is still named in the lock"

# Two at once: of several, one works, the others say which.
for i in 1 2 3 4; do
    small_edition "T$i"
    cp cifra.json "c$i.json"
done
for i in 1 2 3 4; do
    "$CIFRA" run --config "c$i.json" >"out$i" 2>"err$i" &
    pids[i]=$!
done
worked=0
for i in 1 2 3 4; do
    wait "${pids[i]}"
    case $? in
    0) worked=$((worked + 1)) ;;
    11)
        grep -Eq "^cifra: another run is at work in var/releases \(process [0-9]+ on [^ ]+, since 20[0-9-]+T[0-9:]+Z\)" \
            "err$i" || wrong "run $i does not say who is at work: $(cat "err$i")"
        ;;
    *) wrong "run $i: neither done nor locked out: $(cat "err$i")" ;;
    esac
done
[ "$worked" -ge 1 ] || wrong "nobody worked"

# Waiting for the other.
small_edition
exec 9>>var/releases/.lock
flock 9
code 11 run --lock-timeout 0.5
says err "another run is at work in var/releases (it does not say which)"
(sleep 1; exec 9>&-) &
exec 9>&-
code 0 run --lock-timeout 60
code 2 run --lock-timeout soon
says err '--lock-timeout must be seconds, from 0 to 86400, not "soon"'

# The store is another's, who fetches: what a bundle brought does not hide that.
raw_file >whole.csv
cat >fetching.json <<END
{"sources": ["mx-municipal-2015"], "languages": ["es"], "snapshots": "theirs",
 "urls": {"mx-municipal-2015": "file://$PWD/whole.csv"}}
END
mkdir -p theirs/.incoming
exec 8>>theirs/.incoming/.lock
flock 8
code 11 run --config fetching.json --bundle "$bundled"
says err ".incoming"
exec 8>&-

# Killed while it held the lock.
small_edition Otra
"$CIFRA" run >/dev/null 2>&1 &
victim=$!
for _ in $(seq 500); do
    grep -q "^process $victim on " var/releases/.lock && break
    sleep 0.01
done
kill -9 $victim
wait $victim 2>/dev/null
if grep -q "^process $victim on " var/releases/.lock; then
    code 0 run
    says err "the run before was cut short (process $victim on "
fi
code 0 run
grep -q "cut short" "$work/err" && wrong "an old fault is told twice"

# What is new and what is not, told apart when asked for.
code 10 run --detailed-exitcode
small_edition Nueva
code 0 build --detailed-exitcode
code 10 build --detailed-exitcode
exit 0
