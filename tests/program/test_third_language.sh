#!/usr/bin/env bash
# A third language is a file: with nothing but its messages, the site is there in it.
. tests/program/common.sh
CIFRA=$CIFRA_RELEASE # whole editions take the other too long

mkdir share share/ingest share/transform share/site
cp -r "$top/ingest/sources" share/ingest
cp -r "$top/transform/lists" share/transform
cp -r "$top"/site/{templates,messages,assets} share/site
sed 's/"home.state": "[^"]*"/"home.state": "Estado das coisas"/; s/"_locale": "[^"]*"/"_locale": "pt-BR"/' \
    share/site/messages/en.json >share/site/messages/pt.json
export CIFRA_SHARE=$work/share

echo '{"sources": ["mx-municipal-2015"], "languages": ["es", "en", "pt"]}' >cifra.json
code 0 run --quiet --bundle "$bundled"
for language in es en pt; do
    [ "$(find "public/$language" -name index.html | wc -l)" -eq \
        "$(find public/es -name index.html | wc -l)" ] ||
        wrong "pages are missing in $language"
done
grep -q 'Estado das coisas' public/pt/index.html || wrong "its messages are not used"
grep -q '<html lang="pt' public/pt/index.html || wrong "pages do not say their language"
grep -q 'hreflang="pt' public/es/index.html || wrong "the others do not lead there"
grep -q '<div lang="es">' public/pt/methods/index.html ||
    wrong "borrowed prose does not say its language"
python3 "$top/tests/program/check_site.py" public >out || wrong "$(cat out)"

# What a language's messages lack is named.
sed -i '/"home.state"/d' share/site/messages/pt.json
code 70 build
says err 'site/messages/pt.json'
exit 0
