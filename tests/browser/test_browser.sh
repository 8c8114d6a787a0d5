#!/usr/bin/env bash
# The site in a real browser: axe-core on every kind of page, keyboard, zoom, paper,
# forced colours, policy, without JavaScript, from a folder and under a sub-path.
# A machine without a browser fails here, unless CIFRA_SKIP_BROWSER=1 asks for silence.
. tests/browser/tools.sh
if [ "${CIFRA_SKIP_BROWSER:-}" = 1 ]; then
    echo "skipped: every test in a browser, as CIFRA_SKIP_BROWSER asks"
    exit 0
fi
find_browser
[ -n "$missing" ] || install_packages
if [ -n "$missing" ]; then
    echo "skipped: every test in a browser, because $missing."
    echo "With CIFRA_SKIP_BROWSER=1 that is no failure."
    exit 1
fi
. tests/program/common.sh
CIFRA=$CIFRA_RELEASE

echo '{"base_url": "https://example.org/below/a/path/"}' >cifra.json
"$CIFRA_RELEASE" run --bundle "$bundled" >out 2>err || wrong "run: exit $?"
timeout 900 node "$top/tests/browser/main.mjs" public >out 2>&1 ||
    wrong "the site has faults in a browser"
mkdir towns && cd towns || exit 1
cp ../cifra.json .
code 0 import "$bundled/conapo_municipal_1990_2040.csv.xz" --source conapo-municipal \
    --date 2025-06-16
raw_file >gto.csv
code 0 import gto.csv --source mx-municipal-2015 --date 2026-01-13
code 0 build
timeout 300 node "$top/tests/browser/main.mjs" public towns >>../out 2>&1 ||
    wrong "the site of towns alone has faults in a browser"
cat ../out
exit 0
