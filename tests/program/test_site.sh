#!/usr/bin/env bash
# The whole site from the bundled files: its figures are those known to be true, its
# pages are read by strangers (an XML reader, an HTML checker, a link follower), and a
# run without anything new leaves every file as it was.
. tests/program/common.sh

"$CIFRA_RELEASE" run --bundle "$bundled" >out 2>err || wrong "run: exit $?"
says out "open public/es/index.html"
python3 "$top/tests/program/check_site.py" public --truths >out 2>&1 ||
    wrong "the site has faults"
python3 "$top/tests/program/check_told.py" public >out 2>&1 ||
    wrong "pages do not tell of one another as they should"
python3 "$top/tests/program/check_clusters.py" public "$top/transform/lists/outlines" \
    >out 2>&1 || wrong "clusters.csv does not follow from the outlines and rates"

python3 "$top/tests/program/check_sqlite.py" public >out 2>&1 ||
    wrong "the SQLite files do not hold what the CSVs hold"

python3 "$top/tests/program/check_zip.py" public >out 2>&1 ||
    wrong "the ZIP does not hold what the site holds"

node "$top/tests/scripts/check_public.cjs" public >out 2>&1 ||
    wrong "the scripts have faults"

# tidy warns of SVG and of what is newer than itself; what it calls an error is one.
find -L public -name '*.html' -print0 | xargs -0 -n 50 -P "$(nproc)" \
    tidy -q -e -utf8 --show-warnings no --show-info no >/dev/null 2>tidy
if grep -q Error tidy; then
    cat tidy >&2
    wrong "an HTML checker finds errors"
fi

on_disk public var/releases >before
"$CIFRA_RELEASE" run --bundle "$bundled" >out 2>err || wrong "second run: exit $?"
says out "nothing new"
on_disk public var/releases >after
diff before after >out || wrong "a run with nothing new changed the disk"
exit 0
