#!/usr/bin/env bash
# Editions have a permanent address, form a chain, can be built again, and a byte that
# was turned anywhere is found.
. tests/program/common.sh
# The program with sanitizers where all it does is new, the quick one elsewhere.
program=$CIFRA
CIFRA=$CIFRA_RELEASE
small_edition
printf '{"sources": ["mx-municipal-2015"], "languages": ["es"], "title": "Firmada", ' >signed.json
printf '"signing_key": "key"}\n' >>signed.json

# Three editions: two of files from different days, the third signed.
raw_file >newest.csv
code 0 import newest.csv --source mx-municipal-2015 --date 2026-01-13 --quiet
code 0 run --as-of 2026-01-13
code 0 editions
says out "2026-01-13 "
says out "unsigned  pages      shown"
small_edition Otra
code 0 run
code 0 editions
[ "$(wc -l <out)" -eq 2 ] || wrong "there are not two editions"
second=$(sed -n '2s/ .*//p' out)
case $second in 2026-01-13-????????????) ;; *) wrong "the second is called $second" ;; esac

CIFRA=$program
code 0 key key
[ "$(stat -c %a key)" = 600 ] || wrong "others can read the key"
code 2 key key
says err "key.pub is there already"
code 0 run --config signed.json
code 0 editions
third=$(sed -n '3s/ .*//p' out)
[ "$third" ] || wrong "there is no third edition"

# A stranger's tools agree.
(cd public && sha256sum --quiet --check chain.txt SHA256SUMS) || wrong "sums are off"
for edition in public/v/*/; do
    (cd "$edition" && sha256sum --quiet --check --ignore-missing SHA256SUMS) ||
        wrong "$edition is not what it says"
    [ -e "$edition/data/iccs.csv" ] || wrong "$edition has no data"
    find "$edition" -name '*.html' | grep -q . && wrong "$edition has pages"
done
openssl pkeyutl -verify -pubin -inkey public/v/key.pem -rawin -in "public/v/$third/edition.json" \
    -sigfile "public/v/$third/edition.json.sig" >openssl.out || wrong "openssl: no signature"

# What did not change is the same file.
first=$(stat -c %i public/v/2026-01-13/data/codes/*.csv | sort | head -1)
[ "$first" = "$(stat -c %i public/data/codes/*.csv | sort | head -1)" ] ||
    wrong "an edition is a copy"

code 0 verify
says out "3 editions"
says out "1 signature"
code 0 verify public --key key.pub
says out "is as it was published"

# Nothing new: nothing on disk.
before=$(on_disk public/ var)
code 0 run --config signed.json
[ "$(on_disk public/ var)" = "$before" ] || wrong "a run with nothing new changed something"
CIFRA=$CIFRA_RELEASE

# All three again, from the snapshots alone, where nothing else is.
mkdir elsewhere
cp -R var/snapshots elsewhere/store
for edition in 2026-01-13 "$second" "$third"; do
    cp "public/v/$edition/edition.json" "elsewhere/$edition.json"
done
cd elsewhere
printf '{"snapshots": "store"}\n' >cifra.json
for edition in 2026-01-13 "$second" "$third"; do
    code 0 rebuild "$edition.json" --into "again/$edition"
    says out "byte for byte"
    CIFRA=$program
    cmp "again/$edition/SHA256SUMS" "../public/v/$edition/SHA256SUMS" || wrong "$edition differs"
    (cd "again/$edition" && sha256sum --quiet --check SHA256SUMS) || wrong "$edition is damaged"
done
CIFRA=$CIFRA_RELEASE
code 2 rebuild 2026-01-13.json --into again/2026-01-13
says err "is not empty"
[ "$(find again -maxdepth 1 -name '*.making' | wc -l)" -eq 0 ] || wrong "a workshop stays"
sed 's/"cifra": "[^"]*"/"cifra": "0.0.0"/' 2026-01-13.json >old.json
code 65 rebuild old.json
one_sentence
says err "was made by cifra 0.0.0"
sed 's/"title": {"es": "Cifra"}/"title": {"es": "Otra"}/' 2026-01-13.json >false.json
code 1 rebuild false.json --into false
says err "is not edition 2026-01-13"
rm store/mx-municipal-2015/*[0-9a-f]
code 65 rebuild 2026-01-13.json --into gone
one_sentence
cd ..
code 2 rebuild 2020-01-01
says err "there is no edition 2020-01-01"

# One byte anywhere, in places that chance (with a seed) chooses.
cat >flip.py <<'PY'
import os, random, subprocess, sys
program, seed, tries, what = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:]
chance = random.Random(seed)
files = sorted({os.path.realpath(os.path.join(folder, name))
                for folder, _, names in os.walk("public/", followlinks=True) for name in names})
special = [f for f in files if "/v/" in f and ("edition.json" in f or f.endswith((".txt", ".pem", "SHA256SUMS")))]
special += [os.path.realpath("public/SHA256SUMS")]
for turn in range(tries):
    path = chance.choice(special if turn % 2 else files)
    size = os.path.getsize(path)
    if size == 0:
        continue
    at, bit = chance.randrange(size), 1 << chance.randrange(8)
    with open(path, "r+b") as file:
        file.seek(at); old = file.read(1)[0]
        file.seek(at); file.write(bytes([old ^ bit]))
    code = subprocess.run([program, "verify"] + what, capture_output=True).returncode
    with open(path, "r+b") as file:
        file.seek(at); file.write(bytes([old]))
    if code not in (1, 65):
        sys.exit(f"byte {at} of {path} was turned and nobody noticed ({code})")
PY
python3 flip.py "$CIFRA_RELEASE" 6 24 --key key.pub || wrong "a turned byte was not found"
code 0 verify --key key.pub

# What is missing, what is too much, what was cut off, and another's key.
mv public/v/2026-01-13/data/iccs.csv kept.csv
code 1 verify
says err "v/2026-01-13/data/iccs.csv: is missing"
mv kept.csv public/v/2026-01-13/data/iccs.csv
touch public/v/2026-01-13/stranger.csv
code 1 verify
says err "stranger.csv: belongs to no edition"
rm public/v/2026-01-13/stranger.csv
cp public/chain.txt chain
sed -i 3d var/releases/v/chain.txt
code 1 verify
says err "belongs to no edition of the chain"
cat chain >var/releases/v/chain.txt
code 0 key other
code 1 verify --key other.pub
says err "is the signature of another key"

# A chain that lost its list gets it back with the next edition.
rm var/releases/v/chain.txt
small_edition Nueva
code 0 run
[ "$(head -3 public/chain.txt)" = "$(cat chain)" ] || wrong "the chain was not mended"
[ "$(wc -l <public/chain.txt)" -eq 4 ] || wrong "the fourth edition is not in the chain"
code 0 verify

# Over HTTP, page by page; and a byte turned there.
serve <<'PYTHON'
class Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # or each file waits for an answer's answer
    def __init__(self, *given):
        super().__init__(*given, directory="public/")
    def log_message(self, *words):
        pass
PYTHON
code 0 verify "$at/"
says out "4 editions"
page=$(find public/es/ -name '*.html' | LC_ALL=C sort | sed -n 5p)
python3 flip.py "$CIFRA_RELEASE" 7 10 "$at/" ||
    wrong "a byte turned on its way was not found"
code 0 verify "$at/"
cp --remove-destination "$page" page && cp page "$page.turned" && printf x >>"$page.turned" &&
    mv "$page.turned" "$page"
code 1 verify "$at/"
says err "has other bytes than its edition says"
CIFRA=$program
code 1 verify --key key.pub
says err "ends with an edition that is not signed"
code 2 verify nowhere
one_sentence
