#!/usr/bin/env bash
# Killed at any moment, the old edition is whole, or the new one is; and the next run
# succeeds and sweeps up. CIFRA_KILLS=500 kills that often.
. tests/program/common.sh
CIFRA=$CIFRA_RELEASE

whole() {
    (cd public && sha256sum --quiet --check SHA256SUMS) || wrong "$1: a file is damaged"
}

# The two editions there may be, and how long one takes.
small_edition A
code 0 run --quiet --bundle "$bundled"
first=$(published)
small_edition B
started=${EPOCHREALTIME/./}
code 0 run --quiet
took=$(((${EPOCHREALTIME/./} - started) / 1000))
second=$(published)
[ "$first" != "$second" ] || wrong "the title makes no difference"

RANDOM=20260418
for i in $(seq "${CIFRA_KILLS:-12}"); do
    title=$([ $((i % 2)) -eq 1 ] && echo A || echo B)
    small_edition "$title"
    before=$(published)
    # the last moments are the interesting ones: half of the kills go there
    if [ $((i % 3)) -eq 0 ]; then
        wait_ms=$((RANDOM % (took + 1)))
    else
        wait_ms=$((took * 8 / 10 + RANDOM % (took / 3 + 1)))
    fi
    "$CIFRA" run --quiet >/dev/null 2>&1 &
    sleep "$(printf '%d.%03d' $((wait_ms / 1000)) $((wait_ms % 1000)))"
    kill -9 $! 2>/dev/null
    wait $! 2>/dev/null
    after=$(published)
    whole "after a kill at $wait_ms ms"
    [ "$after" = "$before" ] || [ "$after" = "$first" ] || [ "$after" = "$second" ] ||
        wrong "after a kill at $wait_ms ms the edition is neither old nor new"
done

for title in A B; do
    small_edition "$title"
    code 0 run --quiet
    whole "in the end"
    [ "$(published)" = "$([ $title = A ] && echo "$first" || echo "$second")" ] ||
        wrong "edition $title came out otherwise than before"
done

# Killed while an edition joins the chain: the chain goes on, and nothing is lost.
for i in $(seq 6); do
    small_edition "C$i"
    "$CIFRA" run --quiet >/dev/null 2>&1 &
    wait_ms=$((took * 9 / 10 + RANDOM % (took / 5 + 1)))
    sleep "$(printf '%d.%03d' $((wait_ms / 1000)) $((wait_ms % 1000)))"
    kill -9 $! 2>/dev/null
    wait $! 2>/dev/null
    whole "after a kill at $wait_ms ms"
done
small_edition D
code 0 run --quiet
code 0 verify
# A kill while the record or the chain is written is rarer than these: made by hand.
touch var/state/.cifra-1-1.tmp var/releases/v/.cifra-1-2.tmp
small_edition E
code 0 run --quiet
code 0 verify
left=$(find . -name '.staging' -o -name '.replaced' -o -name '*.tmp' -o -name '*.new')
[ -z "$left" ] || wrong "left behind: $left"

# Killed while taking in files: what is in the store is whole.
for i in $(seq 6); do
    rm -rf other && mkdir other
    (cd other && small_edition && exec "$CIFRA" import --quiet --bundle "$bundled") \
        >/dev/null 2>&1 &
    sleep "0.0$((RANDOM % 10))$((RANDOM % 10))"
    kill -9 $! 2>/dev/null
    wait $! 2>/dev/null
    (cd other && small_edition && "$CIFRA" import --quiet --bundle "$bundled" &&
        "$CIFRA" snapshots | grep -q 855872e42ab3) || wrong "the store is damaged"
done
