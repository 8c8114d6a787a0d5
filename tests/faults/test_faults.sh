#!/usr/bin/env bash
# A call fails, the disk is full, a kill, a power cut: at any call by which the program
# touches files, the edition that is served stays whole, what went wrong is said, and the
# next run ends as one that nothing happened to. CIFRA_FAULTS=500 tries so many points of
# each kind, CIFRA_FAULTS=all every one (half an hour or more); default is a small sample.
. tests/program/common.sh

"${CC:-cc}" -std=c17 -D_GNU_SOURCE -O1 -Wall -Wextra -Werror -shared -fPIC \
    -o "$work/interpose.so" "$top/tests/faults/interpose.c" || wrong "not compiled"
raw_file >"$work/raw.csv"
folder=$work
# a folder in memory has nothing to wait for
if [ -d /dev/shm ] && [ -w /dev/shm ]; then
    folder=$(mktemp -d /dev/shm/cifra-faults.XXXXXX) || exit 1
    trap 'rm -rf "$work" "$folder"' EXIT
fi
cd "$folder" || exit 1
python3 "$top/tests/faults/walk.py" "$CIFRA_RELEASE" "$work/interpose.so" \
    "$work/raw.csv" "${CIFRA_FAULTS:-sample}" || exit 1
