#!/usr/bin/env bash
# A corpus of hostile files (corpus.py): bombs, entities, depth, a line of ten gigabytes,
# paths, scripts, formulas, surrogates, NUL bytes, devices. Each is refused in one
# sentence, soon, or what it says is rendered harmless.
. tests/program/common.sh

python3 "$top/tests/hostile/corpus.py" corpus || wrong "there is no corpus"
cat >cifra.json <<'END'
{"descriptors": "corpus/descriptors", "languages": ["es"],
 "sources": ["hostile-csv", "hostile-json", "hostile-xml", "hostile-xlsx"]}
END

# Small files are read by the program with sanitizers, others by the one without.
safe=$CIFRA
program_for() {
    if [ "$(stat -c %b "$1")" -lt 200 ]; then CIFRA=$safe; else CIFRA=$CIFRA_RELEASE; fi
}

# A sentence that may go to a terminal and to a page.
harmless() {
    python3 - "$1" <<'END' || wrong "$1: not harmless"
import sys, unicodedata
text = open(sys.argv[1], "rb").read().decode("utf-8")
bad = [c for c in text.rstrip("\n") if unicodedata.category(c) in ("Cc", "Cf", "Cs")]
sys.exit(f"it holds {bad!r}" if bad else 0)
END
}

# Refused ------------------------------------------------------------------------

export CIFRA_READER_SECONDS=20
for words in corpus/*.words; do
    file=${words%.words}
    kind=${file#corpus/}
    program_for "$file"
    code 65 check "$file" --source "hostile-${kind%%-*}"
    one_sentence
    says err "$file"
    says err "$(cat "$words")"
    harmless err
done
[ ! -e /stolen ] && [ ! -e stolen ] || wrong "a file was written"

for device in /dev/zero /dev/urandom /dev/null "$PWD" pipe; do
    [ "$device" = pipe ] && mkfifo pipe && device=$PWD/pipe
    printf '{"descriptors": "corpus/descriptors", "sources": ["hostile-csv"],
        "urls": {"hostile-csv": "file://%s"}}' "$device" >device.json
    CIFRA=$safe
    code 75 fetch --config device.json
    one_sentence
    says err "is not a file"
    code 2 import "$device" --source hostile-csv
    one_sentence
done
[ ! -e var/snapshots/hostile-csv ] || [ -z "$(ls var/snapshots/hostile-csv)" ] ||
    wrong "something hostile is in the store"

# Taken, and harmless ------------------------------------------------------------

# The figures are good; the names of the files and of their members are not.
day=10
for file in corpus/csv-name-*.zip; do
    day=$((day + 1))
    cp "$file" "=1+1\"><script>alert($day)<x>.zip"
    code 0 import "=1+1\"><script>alert($day)<x>.zip" --source hostile-csv \
        --date "2021-01-$day" --note '=2+2 <img src=x onerror=alert(1)>'
    harmless err
done
code 0 import corpus/xlsx-formula.xlsx --source hostile-xlsx --date 2021-01-10
code 0 snapshots
harmless err
CIFRA=$CIFRA_RELEASE
code 0 build
[ ! -e /stolen ] && [ ! -e stolen ] || wrong "a file was written"
python3 "$top/tests/hostile/harmless.py" public || wrong "the site is not harmless"
