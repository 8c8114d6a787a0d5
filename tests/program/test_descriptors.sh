#!/usr/bin/env bash
# An operator's own source: a descriptor and crosswalks in a folder of theirs, which no
# list of ours knows. Every page is made of it as of ours.
. tests/program/common.sh
CIFRA=$CIFRA_RELEASE

mkdir own
printf '{"sources": ["mine"], "languages": ["es"], "descriptors": "own"}\n' >cifra.json
sed 's/"offences_rnid_2026.csv"/"mine.csv"/' "$top/ingest/sources/mx-estatal-rnid.json" \
    >own/mine.json
xz -dc "$bundled/sesnsp_estatal_rnid_2026-04-18.csv.xz" >file.csv

# An offence that ours does not know, and theirs does.
sed 's/^Homicidio,Homicidio doloso,Con arma de fuego,/Homicidio,Homicidio doloso,A tiros,/' \
    "$top/transform/lists/offences_rnid_2026.csv" >own/mine.csv
code 65 import file.csv --source mine --date 2026-04-18
one_sentence
says err 'a row in mine.csv would say what it is'
iconv -f cp1252 -t utf-8 file.csv |
    sed 's/Homicidio doloso,Con arma de fuego/Homicidio doloso,A tiros/' >theirs.csv
code 0 import theirs.csv --source mine --date 2026-04-18
code 0 build
page=public/es/clasificacion-internacional/index.html
grep -q '0101' "$page" || wrong "no code of the classification is counted by their crosswalk"
