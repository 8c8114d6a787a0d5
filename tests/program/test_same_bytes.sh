#!/usr/bin/env bash
# The same snapshots give the same bytes: in any folder, time zone and locale, with
# any number of threads, from both builds of the program.
. tests/program/common.sh

# edition FOLDER PROGRAM SETTING...
edition() {
    local folder=$1 program=$2
    shift 2
    mkdir -p "$folder" && cd "$folder" && small_edition || exit 1
    env "$@" "$program" run --quiet --bundle "$bundled" 2>"$work/err" ||
        wrong "$folder: exit $?"
    cd "$work" || exit 1
}

edition one "$CIFRA" TZ=UTC LC_ALL=C CIFRA_THREADS=1
edition far/off/two "$CIFRA" TZ=Pacific/Kiritimati LC_ALL=de_DE.UTF-8 CIFRA_THREADS=5
edition three "$CIFRA_RELEASE" TZ=America/Mexico_City LC_ALL=ar_EG.UTF-8 \
    LANG=tr_TR.UTF-8 CIFRA_THREADS=3

for other in far/off/two three; do
    diff one/public/SHA256SUMS "$other/public/SHA256SUMS" >"$work/out" ||
        wrong "$other is not the same"
    [ "$(basename "$(readlink one/public)")" = "$(basename "$(readlink "$other/public")")" ] ||
        wrong "$other has another name"
done
(cd one/public && sha256sum --quiet --check SHA256SUMS) || wrong "SHA256SUMS is wrong"
[ "$(cd one/public && find . -type f ! -path ./SHA256SUMS | wc -l)" -eq \
    "$(wc -l <one/public/SHA256SUMS)" ] || wrong "SHA256SUMS does not list every file"

# No path of this machine is in it.
grep -rlF -e "$work" -e "$top" one/public && wrong "a path of this machine is published"
exit 0
