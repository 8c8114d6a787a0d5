#!/usr/bin/env bash
# A newer file in which one town changed: its pages and those of its peers are made
# anew, all others of towns stay the files they were and name the copy since which what
# they show stands. Rows in another order, or other words, change them all. What comes
# of it is, each time, what is built from nothing.
. tests/program/common.sh
CIFRA=$CIFRA_RELEASE # whole editions take the other too long

configure() { # TITLE
    printf '{"title": "%s", "sources": ["mx-municipal-2015", "conapo-municipal"]}\n' \
        "$1" >cifra.json
}
xz -dc "$bundled/sesnsp_municipal_homicidios_gto_2026-01-13.csv.xz" >first.csv
# One more homicide in León, and the same with the rows turned round.
python3 - <<'END'
lines = open("first.csv", "rb").read().decode("utf-8").splitlines(keepends=True)
at = next(i for i, line in enumerate(lines) if ",11020," in line and
          "Homicidio doloso" in line and "Con arma de fuego" in line and
          line.startswith("2024"))
cells = lines[at].rstrip("\r\n").split(",")
cells[9] = str(int(float(cells[9])) + 1)
lines[at] = ",".join(cells) + lines[at][len(lines[at].rstrip("\r\n")):]
open("second.csv", "w", newline="", encoding="utf-8").write("".join(lines))
turned = lines[:1] + lines[:0:-1]
open("third.csv", "w", newline="", encoding="utf-8").write("".join(turned))
END
take() { # FILE DAY
    code 0 import "$1" --source mx-municipal-2015 --date "$2" --quiet
}
# The pages of towns, each with whether it is the file it was.
pages() {
    (cd public && stat -c '%n %i' {es,en}/mx/guanajuato/*/index.html)
}
same_as_from_nothing() {
    cp public/SHA256SUMS over
    rm -r public var/releases
    code 0 build --quiet
    cmp over public/SHA256SUMS || wrong "$1: not what is built from nothing"
}

configure Cifras
code 0 import "$bundled/conapo_municipal_1990_2040.csv.xz" --source conapo-municipal \
    --date 2025-06-16 --quiet
take first.csv 2026-01-13
code 0 build --quiet
before=$(pages)
[ "$(wc -l <<<"$before")" -eq 92 ] || wrong "not two pages of each of 46 towns"

take second.csv 2026-02-13
code 0 build --quiet
changed=$(diff <(echo "$before") <(pages) | sed -n 's/^> \(.*\) .*/\1/p')
grep -qx en/mx/guanajuato/leon/index.html <<<"$changed" || wrong "León is not made anew"
[ "$(wc -l <<<"$changed")" -le 30 ] || wrong "more than a town and its peers changed"
grep -q abasolo <<<"$changed" && wrong "Abasolo was made anew"
abasolo=public/en/mx/guanajuato/abasolo/index.html
grep -q 'standing since the copy of 13 January 2026' "$abasolo" ||
    wrong "Abasolo does not say since which copy it stands"
for page in $changed; do
    grep -qE '13 (de febrero de|February) 2026' "public/$page" ||
        wrong "$page does not name the newer copy"
done
same_as_from_nothing "a town"

before=$(pages)
take third.csv 2026-03-13
code 0 build --quiet
[ -z "$(comm -12 <(echo "$before") <(pages))" ] || wrong "rows moved, and a page stayed"
same_as_from_nothing "rows"

configure Números
code 0 build --quiet
grep -L Números public/es/mx/guanajuato/*/index.html | grep . &&
    wrong "another title, and a page stayed"
same_as_from_nothing "a title"
exit 0
