#!/usr/bin/env bash
# Metadata says of every published file what it is, and nothing that is not so: packages,
# CSV on the Web, catalogues, citation and crate, read back against the files. Then each
# kind of lie must be found, or the reader would be none.
. tests/program/common.sh
CIFRA=$CIFRA_RELEASE

printf '%s\n' '{"sources": ["mx-municipal-2015", "mx-estatal-rnid"], "title": "Prueba",
  "base_url": "https://example.org/crimen/", "contact": "datos@example.org",
  "operator": {"es": "La redacción", "en": "The newsroom"}}' >cifra.json
code 0 run --quiet --bundle "$bundled"
check() { python3 "$top/tests/program/check_metadata.py" "$1" https://example.org/crimen/; }
check public >"$work/out" || wrong "metadata has faults"

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
lie "bytes or hash" data/sources/mx-estatal-rnid.csv '2s/,mx-estatal-rnid/,mx-estatal-rnix/'
lie "bytes or hash" data/datapackage.json '0,/"bytes": /s//"bytes": 9/'
lie "is not what the schema says" data/datapackage.json \
    's/"name": "offence_code"/"name": "crime"/'
lie "not in the enum" data/datapackage.json '/"provisional",/d'
lie "another version" CITATION.cff 's/^version: .*/version: "1999-01-01"/'
lie "not listed" data/codes/SHA256SUMS '/places.csv$/d'
lie "is not the file's" ro-crate-metadata.json '0,/"sha256": "/s//"sha256": "0/'
lie "has no keyword" data.json 's/"keyword"/"words"/'
lie "of no vocabulary" catalog.jsonld 's/"dct:modified"/"dcx:modified"/'
lie "columns are not those" data/sources/mx-estatal-rnid.csv-metadata.json \
    's/"measure"/"size"/'

# The shape is the one that its version number stands for; another column is refused.
contract() { python3 "$top/tests/program/check_contract.py" "$1" \
    "$top/tests/program/contract" >"$work/out" 2>"$work/err"; }
contract public || wrong "the contract has changed"
rm -rf lying && cp -rL public lying
sed -i 's/"name": "offence_code"/"name": "crime"/' lying/api.json
contract lying && wrong "a column of another name was let through"
says err "raise the number"

# Without an address of the site, addresses are relative to the file.
printf '{"sources": ["mx-estatal-rnid"], "languages": ["es"], "title": "P"}\n' >cifra.json
code 0 run --quiet --bundle "$bundled"
python3 "$top/tests/program/check_metadata.py" public >"$work/out" ||
    wrong "metadata without an address has faults"
