#!/usr/bin/env bash
# Packed copies beside text files: they unpack to the files, are made only of what
# changed, are no part of the edition, and verify knows them.
. tests/program/common.sh
CIFRA=$CIFRA_RELEASE

edition() {
    printf '{"sources": ["mx-municipal-2015"], "languages": ["es"], "title": "%s"%s}\n' \
        "$1" "${2:+, \"precompress\": $2}" >cifra.json
}
copies() {
    (cd public && find . -name '*.gz' -o -name '*.br') | LC_ALL=C sort
}
# Each copy by an unpacker that is not ours: node has brotli, too.
cat >unpack.cjs <<'END'
const fs = require("fs"), zlib = require("zlib")
let failed = 0
for (const path of fs.readFileSync(0, "utf8").trim().split("\n")) {
    const packed = fs.readFileSync("public/" + path)
    const plain = fs.readFileSync("public/" + path.slice(0, -3))
    const gzip = path.endsWith(".gz")
    const unpacked = gzip ? zlib.gunzipSync(packed) : zlib.brotliDecompressSync(packed)
    if (!unpacked.equals(plain)) failed = console.log(path, "is of other bytes") || 1
    if (packed.length >= plain.length) failed = console.log(path, "is not smaller") || 1
    if (gzip && packed.readUInt32LE(4) !== 0) failed = console.log(path, "has a time") || 1
}
process.exit(failed)
END

edition A '["gz", "zip"]'
code 2 run --bundle "$bundled"
one_sentence
says err 'cifra.json: "precompress" holds "gz" and "br", not "zip"'

# Without copies, and then with: the same edition, with its copies.
edition A
code 0 run --quiet --bundle "$bundled"
[ -z "$(copies)" ] || wrong "there are copies nobody asked for"
sums=$(sha256sum <public/SHA256SUMS) chain=$(cat public/chain.txt)
edition A '["gz", "br"]'
code 0 run
says out "packed files beside them"
[ "$(sha256sum <public/SHA256SUMS)" = "$sums" ] || wrong "copies are in SHA256SUMS"
[ "$(cat public/chain.txt)" = "$chain" ] || wrong "copies made another edition"
copies | node unpack.cjs >out || wrong "$(cat out)"
(cd public && find . -size +1k \( -name '*.html' -o -name '*.css' -o -name '*.csv' \
    -o -name '*.svg' -o -name '*.json' -o -name '*.js' \)) | while read -r path; do
    [ -e "public/$path.gz" ] && [ -e "public/$path.br" ] || echo "$path"
done >lacking
[ -s lacking ] && wrong "no copies of $(head -3 lacking)"
copies | grep -E '\.(png|zip|xlsx|pdf|sqlite)\.' && wrong "what is packed is packed again"
gzip -dc public/es/index.html.gz | cmp - public/es/index.html || wrong "gzip disagrees"
code 0 verify
says out "$(copies | wc -l | sed ':a;s/\B[0-9]\{3\}\>/,&/;ta') packed files beside them"

# Nothing new, also when all is built again.
before=$(on_disk public/)
code 0 run
says out "nothing new"
rm var/releases/*.stamp
code 0 run
says out "nothing new"
[ "$(on_disk public/)" = "$before" ] || wrong "copies were made again"

# Elsewhere, the same copies.
mkdir other
(cd other && cp ../cifra.json . && "$CIFRA" run --quiet --bundle "$bundled") 2>err ||
    wrong "another folder: exit $?"
copies | (cd public && xargs sha256sum) >packed || exit 1
(cd other/public && sha256sum --quiet --check "$work/packed") || wrong "copies differ"

# A copy of an unchanged file is a link to the one there was.
data=public/data/sources/mx-municipal-2015/mx-11.csv.br
inode=$(stat -Lc %i "$data") page=$(stat -Lc %i public/es/index.html.gz)
edition B '["gz", "br"]'
code 0 run --quiet
[ "$(stat -Lc %i "$data")" = "$inode" ] || wrong "an unchanged file was packed again"
[ "$(stat -Lc %i public/es/index.html.gz)" != "$page" ] || wrong "a page has an old copy"
copies | node unpack.cjs >out || wrong "$(cat out)"
code 0 verify

# An old edition comes out as it was, copies or not.
code 0 rebuild "$(head -1 public/chain.txt | sed 's/.*v\/\(.*\)\/edition.json/\1/')" --into was 2>/dev/null ||
    wrong "an edition with copies is not rebuilt"

# verify knows a wrong copy, one that is cut short, and one of nothing.
page=public/es/index.html
cp -p $page.gz kept
gzip -nc public/404.html >copy && mv copy $page.gz
code 1 verify
says err "es/index.html.gz: does not unpack to the file beside it"
head -c 300 kept >copy && mv copy $page.gz
code 1 verify
says err "es/index.html.gz: cannot be unpacked"
cat kept kept >copy && mv copy $page.gz
code 1 verify
says err "es/index.html.gz: cannot be unpacked"
cp kept public/es/nothing.html.gz && cp kept $page.gz
code 1 verify
says err "es/nothing.html.gz: belongs to no edition"
says out "1 fault"

# The next run mends that; and one that is not to make copies takes them away.
code 0 run --quiet
code 0 verify
edition B '["br"]'
code 0 run --quiet
copies | grep -q 'gz$' && wrong "copies stay that nobody wants"
copies | grep -q 'br$' || wrong "the other copies are gone"
edition B
code 0 run --quiet
[ -z "$(copies)" ] || wrong "copies stay that nobody wants"
code 0 verify
