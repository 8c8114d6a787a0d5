#!/usr/bin/env bash
# What newsrooms take away: the ZIP holds what its README names and nothing else, its
# pictures have the sizes that their names say, the brief says the figures known to be
# true, and all of it is the same in any time zone and language.
. tests/program/common.sh

build() { # folder, then variables
    mkdir "$1" && (cd "$1" && shift && env "$@" "$CIFRA_RELEASE" run --quiet --bundle "$bundled") ||
        wrong "run in $1: exit $?"
}

build here TZ=UTC LC_ALL=C
build there TZ=Asia/Tokyo LC_ALL=C.UTF-8 CIFRA_THREADS=1
for file in kit.zip brief.es.pdf brief.en.pdf; do
    cmp "here/public/data/press/$file" "there/public/data/press/$file" ||
        wrong "$file depends on where it is made"
done

python3 "$top/tests/program/check_press.py" here/public/data/press/kit.zip \
    here/public/data >out 2>&1 || { cat out >&2; wrong "the kit has faults"; }

for language in es en; do
    pdftotext -layout "here/public/data/press/brief.$language.pdf" "$language.txt" ||
        wrong "the brief cannot be read"
    pdfinfo "here/public/data/press/brief.$language.pdf" >"$language.info"
    for truth in 3,996 25,290 2026-04-18; do
        grep -q -- "$truth" "$language.txt" || wrong "brief.$language.pdf lacks $truth"
    done
    grep -q '^Tagged: *yes' "$language.info" || wrong "brief.$language.pdf is not tagged"
    pdffonts "here/public/data/press/brief.$language.pdf" | sed 1,2d |
        grep -vq ' yes yes yes ' && wrong "brief.$language.pdf wants fonts"
    # The foot of every page names the edition.
    pages=$(sed -n 's/^Pages: *//p' "$language.info")
    for page in $(seq "$pages"); do
        pdftotext -f "$page" -l "$page" "here/public/data/press/brief.$language.pdf" - |
            grep -q 'edici[oó]n 2026-04-18\|edition 2026-04-18' ||
            wrong "page $page of brief.$language.pdf does not say of which edition it is"
    done
done
grep -q 'homicidio doloso: 44 al día' es.txt || wrong "the sentence has lost its accents"
grep -q 'Página 1 de ' es.txt || wrong "pages are not numbered"
exit 0
