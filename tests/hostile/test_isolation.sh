#!/usr/bin/env bash
# A reader that foreign bytes have taken over can do nothing, and one that crashes, never
# ends or eats all memory costs its source this update, and nobody else anything.
. tests/program/common.sh
CIFRA=$CIFRA_RELEASE # a sanitizer wants to be the first library

compile() {
    "${CC:-cc}" -std=c17 -D_GNU_SOURCE -O1 -Wall -Wextra -Werror "$@" \
        "$top/tests/hostile/taken_over.c" || wrong "not compiled"
}
compile -shared -fPIC -o taken_over.so
compile -DALONE -o alone

# Two sources; the newest file of one is a gzip file, which only that reader reads.
raw_file | gzip >towns.csv.gz
cp "$bundled/sesnsp_estatal_rnid_2026-04-18.csv.xz" states.csv.xz
cat >cifra.json <<END
{"sources": ["mx-municipal-2015", "mx-estatal-rnid"], "languages": ["es"],
 "urls": {"mx-municipal-2015": "file://$PWD/towns.csv.gz",
          "mx-estatal-rnid": "file://$PWD/states.csv.xz"}}
END

# What it tries is nothing special where nobody is shut in.
: >bait
./alone || wrong "what is tried does not work even outside: nothing would be proven"
rm -rf stolen stolen.d
: >bait

# taken_over HOW WORDS: that source is refused, and why is said; the other one is taken.
taken_over() {
    rm -rf var public
    HOSTILE=$1 LD_PRELOAD=$PWD/taken_over.so CIFRA_READER_SECONDS=3 \
        CIFRA_READER_MIB=256 code 65 fetch --quiet
    [ "$(wc -l <err)" -eq 1 ] || wrong "$1: expected one line on stderr"
    says err "mx-municipal-2015: "
    says err "$2"
    [ -n "$(ls var/snapshots/mx-estatal-rnid)" ] ||
        wrong "$1: the other source was not taken"
    [ ! -e var/snapshots/mx-municipal-2015 ] || wrong "$1: it was taken"
}

"$CIFRA" version >offered
if grep -q "shut in by.*seccomp" offered; then
    taken_over try "its reader gave no answer (exit 100)"
else
    echo "this kernel offers no seccomp: what a reader may do is not tried"
fi
[ -e bait ] && [ ! -e stolen ] && [ ! -e stolen.d ] || wrong "it touched files"
taken_over abort "its reader crashed (signal 6)"
taken_over loop "reading it takes more than 3 seconds"
taken_over sleep "reading it takes more than 3 seconds"
taken_over hog "reading it takes more than 256 MiB of memory"

# A run publishes what it can; and all of it, once those bytes are read.
HOSTILE=abort LD_PRELOAD=$PWD/taken_over.so code 3 run --quiet
[ -f public/data/sources/mx-estatal-rnid.csv ] ||
    wrong "the other source was not published"
[ ! -e public/data/sources/mx-municipal-2015 ] || wrong "it was published"
code 0 run --quiet
[ -d public/data/sources/mx-municipal-2015 ] || wrong "not published in the end"

# A snapshot that can no longer be read is kept back, the others are as they were.
HOSTILE=abort LD_PRELOAD=$PWD/taken_over.so code 0 snapshots
says out "not readable: its reader crashed"
