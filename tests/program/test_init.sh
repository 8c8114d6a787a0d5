#!/usr/bin/env bash
# Setting up: what `cifra init` writes is enough for a first run, is never overwritten,
# and is what systemd understands; the Debian package holds a program that runs.
. tests/program/common.sh
CIFRA=$CIFRA_RELEASE # whole editions take the other too long

code 0 init site --bundle "$bundled" --quiet
[ -L site/public ] || wrong "the first run has not published"
# What is bundled is of its day: a source may be late by now, which is told, not hidden.
"$CIFRA" run --quiet --config site/cifra.json >"$work/out" 2>"$work/err"
case $? in
0) ;;
4) says err " is late: " ;;
*) wrong "a second run does not work" ;;
esac
before=$(find site -type f -newer site/cifra.json | wc -l; md5sum site/cifra.json)
code 2 init site
after=$(find site -type f -newer site/cifra.json | wc -l; md5sum site/cifra.json)
[ "$before" = "$after" ] || wrong "a second init has changed something"
code 2 init 'with blank'
[ ! -e 'with blank' ] || wrong "a folder that cannot be used was made"

# The configuration says where a fault is, comments or not.
sed 's/"keep_releases": 3/"keep_releases": x/' site/cifra.json >wrong.json
line=$(grep -n '"keep_releases": x' wrong.json | cut -d: -f1)
code 2 sources --config wrong.json
says err "wrong.json:$line:"

# Every field that it shows in a comment is one, as it stands there.
python3 - <<'END'
import re
text = open("site/cifra.json", encoding="utf-8").read()
text = re.sub(r'^  //   (?=")', "  ,", text, flags=re.M)
text = re.sub(r"^  //   (?= )", "", text, flags=re.M).replace("only these", "")
open("full.json", "w", encoding="utf-8").write(text.replace('"SOURCE"', '"mx-federal"'))
END
for field in sources urls credentials precompress publish metrics ping_url on_failure; do
    grep -q "^  ,\"$field\"" full.json || wrong "the configuration does not show $field"
done
code 0 sources --config full.json

grep -q "@[a-z]*@" site/systemd/* site/crontab site/cifra.json &&
    wrong "a mark was left in what init wrote"
if command -v systemd-analyze >/dev/null; then
    sed 's/^\(User\|Group\)=cifra/\1=root/' site/systemd/cifra.service >cifra.service
    cp site/systemd/cifra.timer .
    SYSTEMD_UNIT_PATH=$PWD: systemd-analyze verify --man=no cifra.service cifra.timer \
        2>units || wrong "systemd does not take the units: $(cat units)"
fi

# The package, where Debian's tools are.
if command -v dpkg-shlibdeps >/dev/null && command -v dpkg-deb >/dev/null; then
    here=$PWD
    (cd "$top" && site/setup/make_deb "$CIFRA_RELEASE" "$here/deb") >deb.name ||
        wrong "no package was made"
    dpkg-deb -x deb/cifra_*.deb unpacked
    [ "$(env -u CIFRA_SHARE unpacked/usr/bin/cifra version)" = "$("$CIFRA_RELEASE" version)" ] ||
        wrong "the packaged program does not run"
    env -u CIFRA_SHARE unpacked/usr/bin/cifra sources --config unpacked/etc/cifra/cifra.json >sources.txt ||
        wrong "the packaged program does not find its share or its configuration"
    grep -E '^  "(snapshots|releases|public|state|drop)"' unpacked/etc/cifra/cifra.json |
        grep -vq '"/var/lib/cifra/' && wrong "the package keeps something in /etc"
    grep -q mx-estatal-rnid sources.txt || wrong "the packaged program lacks sources"
    dpkg-deb -I deb/cifra_*.deb | grep -q "Depends: .*libcurl4" ||
        wrong "the package does not say what it needs"
fi
