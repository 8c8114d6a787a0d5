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
