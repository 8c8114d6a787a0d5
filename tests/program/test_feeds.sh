#!/usr/bin/env bash
# Feeds, sitemap and robots.txt, read as a stranger would; then each kind of lie must be
# found. A file that comes in adds one entry and leaves the others what they are called.
. tests/program/common.sh
CIFRA=$CIFRA_RELEASE

configure() {
    printf '%s\n' '{"sources": ["mx-estatal-rnid"], "title": "Prueba & <hija>",
      "base_url": "https://Example.org/crimen"}' >cifra.json
}
# The program leaves base_url as it was written, but for the slash.
base=https://Example.org/crimen/
check() { python3 "$top/tests/program/check_feeds.py" "$1" "$base"; }
ids() { grep -h '^<id>' "$1" | sed 1d | grep -v '/contract/' | LC_ALL=C sort; }

# Of the source's two files the older one first.
configure
code 0 import --quiet --bundle "$bundled"
code 0 build --quiet --as-of 2026-02-28
check public >"$work/out" || wrong "the first edition's feeds have faults"
ids public/es/feed.atom >first.ids
[ "$(wc -l <first.ids)" -eq 1 ] || wrong "one file is not one entry"
grep -q '^<id>tag:example.org,2026:crimen/es/release/' public/es/feed.atom ||
    wrong "identifiers are not of the site"
grep -q '<title>Prueba &amp; &lt;hija&gt; ' public/es/feed.atom || wrong "no title"

# The version of the contract that holds is news, too, in every language.
version=$(python3 -c 'import json; print(json.load(open("public/api.json"))["contract"])') ||
    wrong "api.json has no version"
for language in es en; do
    grep -q "^<id>tag:.*/$language/contract/$version</id>" public/$language/feed.atom ||
        wrong "$language/feed.atom does not tell of version $version of the contract"
done

code 0 build --quiet
check public >"$work/out" || wrong "the second edition's feeds have faults"
ids public/es/feed.atom >second.ids
[ "$(LC_ALL=C comm -13 first.ids second.ids | wc -l)" -eq 1 ] ||
    wrong "a new file is not one new entry"
[ -z "$(LC_ALL=C comm -23 first.ids second.ids)" ] || wrong "an entry changed its name"
[ "$(ids public/es/revisiones/feed.atom | wc -l)" -eq 1 ] || wrong "no revision"
[ ! -e public/v/2026-04-18/es/feed.atom ] || wrong "an old feed stays for ever"

# lie WORDS FILE SED...: a copy with one thing changed is refused with these words.
lie() {
    local words=$1 file=$2
    shift 2
    rm -rf lying && cp -rL public lying
    sed -i "$@" "lying/$file"
    cmp -s "lying/$file" "public/$file" && wrong "nothing changed in $file"
    check lying >"$work/out" && wrong "$file: the lie was not found"
    says out "$words"
}
lie "is no day" es/feed.atom 's/-18T00:00:00Z/-32T00:00:00Z/'
lie "is no tag: URI" es/feed.atom 's/<id>tag:/<id>/'
lie "stands twice" es/feed.atom 's/2026-04-18.ee94e657db4c/2026-02-21\/b9000fbdf87b/'
lie "leads nowhere" en/feed.atom 's/en.sources.mx-estatal-rnid/en\/sources\/x/'
lie "not newest first" es/feed.atom '0,/2026-04-18T/s//2026-02-21T/'
lie "needs one title" es/mx/feed.atom 's/<title>[^<]*</<title></'
lie "which is not there" es/index.html 's/feed.atom"\/>/feet.atom"\/>/'
lie "in the sitemap, not both" sitemap/1.xml '/es.mx.jalisco.</d'
lie "do not name each other" sitemap/1.xml '/loc>.*en.mx.jalisco.<.loc/s/<xhtml:link[^>]*hreflang="en"[^>]*>//'
lie "is not as new" sitemap.xml 's/<lastmod>2026/<lastmod>2027/'
lie "where the sitemap is" robots.txt '/Sitemap/d'

# Whatever the clock, the zone and the threads say, the same bytes.
published >"$work/here"
mkdir elsewhere && cd elsewhere && configure
TZ=Pacific/Auckland LC_ALL=C CIFRA_THREADS=1 code 0 run --quiet --bundle "$bundled"
for file in es/feed.atom en/mx/feed.atom sitemap/1.xml sitemap.xml robots.txt; do
    cmp -s "public/$file" "../public/$file" || wrong "$file depends on where it is made"
done

# Without an address: feeds that lead to pages by relative links, and no sitemap.
printf '{"sources": ["mx-estatal-rnid"], "languages": ["es"], "title": "P"}\n' >cifra.json
code 0 build --quiet
base=
check public >"$work/out" || wrong "feeds without an address have faults"
