#!/usr/bin/env bash
# A second run with nothing new changes nothing on disk, and says so.
. tests/program/common.sh

small_edition
code 0 run --bundle "$bundled"
says out "1 source, 1 snapshot, 2,484 rows read"
says out "open public/es/index.html"
before=$(on_disk public var)
files=$(on_disk public/)

code 0 run --bundle "$bundled"
says out "nothing new: public/ is edition 2026-01-13-"
[ "$(on_disk public var)" = "$before" ] || wrong "a second run changed something"

code 0 build --quiet
[ -s "$work/out" ] && wrong "--quiet says something"
[ "$(on_disk public var)" = "$before" ] || wrong "build changed something"

# With the stamp gone all is built again, found equal, and left as it is.
rm var/releases/*.stamp
code 0 run
says out "nothing new"
[ "$(on_disk public/)" = "$files" ] || wrong "an equal edition was written again"
[ "$(find var/releases -mindepth 1 -maxdepth 1 -type d -name '2*' | wc -l)" -eq 1 ] ||
    wrong "there is more than one release"

# What somebody changed, added or took away by hand is noticed and mended.
echo tampered >>public/es/index.html
code 0 run
says out "published 2026-01-13-"
touch public/added.php
code 0 run
says out "published 2026-01-13-"
[ -e public/added.php ] && wrong "a file that is not ours stays"
rm public/style.css
code 0 run
says out "published 2026-01-13-"
(cd public && sha256sum --quiet --check SHA256SUMS) || wrong "the site was not mended"
code 0 run
says out "nothing new"

# Something new: what did not change is the same file.
small_edition Otra
code 0 run
says out "published 2026-01-13-"
grep -q ' 0 unchanged' "$work/out" && wrong "nothing was linked"
(cd public && sha256sum --quiet --check SHA256SUMS) || wrong "SHA256SUMS is wrong"
