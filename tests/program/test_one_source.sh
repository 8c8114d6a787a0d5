#!/usr/bin/env bash
# One source alone: a whole site of it, which does not speak of what it does not hold.
. tests/program/common.sh
CIFRA=$CIFRA_RELEASE

# alone SOURCE...: in a folder of its own, an edition of these sources of the bundle.
alone() {
    mkdir -p "$work/$1" && cd "$work/$1" || exit 1
    python3 - "$bundled" "$@" <<'END'
import json, os, sys
folder, *sources = sys.argv[1:]
bundle = json.load(open(os.path.join(folder, "bundle.json"), encoding="utf-8"))
bundle["files"] = [f for f in bundle["files"] if f["source"] in sources]
os.mkdir("bundle")
for f in bundle["files"]:
    os.symlink(os.path.join(folder, f["file"]), os.path.join("bundle", f["file"]))
json.dump(bundle, open("bundle/bundle.json", "w", encoding="utf-8"))
END
    code 0 import --quiet --bundle bundle
    code 0 build --quiet
    python3 "$top/tests/program/check_site.py" public >"$work/out" ||
        wrong "the site of $* has faults"
}

# Nobody counts investigations there: victims take their place, and their words.
alone mx-victimas-2015
grep -qF 'se registraron en México 2,373 víctimas de homicidio doloso' \
    public/es/index.html || wrong "the first page does not tell of victims"
grep -qF 'En el mismo mes de 2024 fueron 2,434.' public/es/index.html ||
    wrong "one month is told of as several"
grep -qF 'No file of this site counts investigations' public/en/methods/index.html ||
    wrong "methods do not say that only victims are counted"
for page in mx/guanajuato delitos/homicidio-doloso temas/secuestro; do
    [ -s "public/es/$page/index.html" ] || wrong "there is no page $page"
done
grep -qF '"measure_count":"Víctimas"' public/explore-words.es.js ||
    wrong "the explorer does not speak of victims"
python3 -m zipfile -e public/data/press/kit.zip kit
head -n 1 kit/data/anual.csv | grep -q ',victims,' ||
    wrong "the press's file does not call victims so"
grep -A 2 -xF 'What changed since the previous file' kit/README.en.txt | grep -q '^[A-Z].*\.$' ||
    wrong "a heading of no changes in the press's text"
grep -qF 'Of no source do we hold two files yet' public/en/revisions/index.html ||
    wrong "nobody says why there are no corrections"
grep -q 'id="trend"' public/en/compare/index.html &&
    wrong "a heading of no trend, where nobody counts residents"

# Countries side by side, and no place of ours: pages say so, without headings of nothing.
alone wb-homicide-rate
for page in index.html places/index.html find/index.html compare/index.html \
    explore/index.html; do
    grep -qF 'None of the files we hold has crime figures by place.' "public/en/$page" ||
        wrong "$page does not say that there are no places"
done
grep -q 'id="by-place"' public/en/index.html && wrong "a heading of no places"
grep -q 'explore\.js' public/en/explore/index.html && wrong "an explorer of nothing"
grep -qF 'there are no changes to look for' public/en/tips/index.html ||
    wrong "a heading of no changes"
grep -q 'href="international-comparison/index.html"' public/en/index.html ||
    wrong "no way to what there is"
grep -qE 'SESNSP|rates, \.' public/en/international-comparison/index.html &&
    wrong "countries side by side speak of files that are not here"

# Months of 2026 alone: no whole year whose rates could stand side by side.
alone mx-estatal-rnid conapo-estatal
grep -q 'id="trend"' public/en/compare/mx/guanajuato/index.html &&
    wrong "a heading of no trend"
grep -qF 'line that is new in 2026' public/en/index.html &&
    wrong "a line is called new where nothing older is held"
exit 0
