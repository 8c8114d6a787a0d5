#!/usr/bin/env bash
# News of one source, made upon the edition before: byte for byte what would be built
# from nothing, and what does not tell of that source stays the file it was.
. tests/program/common.sh
CIFRA=$CIFRA_RELEASE # whole editions take the other too long

echo '{"sources": ["mx-estatal-2015", "mx-estatal-rnid"]}' >cifra.json
bundled_file() { # NAME SOURCE DAY
    xz -dc "$bundled/$1.csv.xz" >"$1.csv"
    code 0 import "$1.csv" --source "$2" --date "$3" --quiet
}
bundled_file sesnsp_estatal_2024-12-21 mx-estatal-2015 2024-12-21
bundled_file sesnsp_estatal_rnid_2026-02-21 mx-estatal-rnid 2026-02-21
code 0 build --quiet
files_of() { # SOURCE: whether each of its data files is still the one it was
    (cd public/data/sources && stat -c '%n %i %Y' "$1"*)
}
kept=$(files_of mx-estatal-2015)
new=$(files_of mx-estatal-rnid)
grep -q '\.sqlite' <<<"$kept" || wrong "no SQLite file of the source"

bundled_file sesnsp_estatal_rnid_2026-04-18 mx-estatal-rnid 2026-04-18
code 0 build --quiet
[ "$(files_of mx-estatal-2015)" = "$kept" ] || wrong "files without news were made again"
[ "$(files_of mx-estatal-rnid)" = "$new" ] && wrong "the news is not in the files"
python3 - public/data/sources/mx-estatal-2015.sqlite public/data/cifra.sqlite <<'END' ||
import sqlite3, sys
def told(path):
    return dict(sqlite3.connect(f"file:{path}?mode=ro", uri=True).execute(
        "SELECT key, value FROM metadata"))
source, whole = map(told, sys.argv[1:])
sys.exit(not (source["edition"] == "2024-12-21" and whole["edition"] == "2026-04-18"
              and source["inputs"] != whole["inputs"]))
END
    wrong "the files do not say what they are of"

cp public/SHA256SUMS over
rm -r public var/releases
code 0 build --quiet
cmp over public/SHA256SUMS || wrong "not what is built from nothing"
exit 0
