#!/usr/bin/env bash
# Files that are not what they should be: one clear sentence, an exit code, and
# nothing touched.
. tests/program/common.sh

small_edition
code 0 run --quiet --bundle "$bundled"
before=$(published)
store=$(on_disk var public)

# refused FILE WORDS
refused() {
    for command in check import; do
        code 65 "$command" "$1" --source mx-municipal-2015
        one_sentence
        says err "$2"
    done
    [ "$(published)" = "$before" ] || wrong "$1 changed the site"
    [ "$(on_disk var public)" = "$store" ] || wrong "$1 changed the store"
}

raw_file >whole.csv
code 0 check whole.csv --source mx-municipal-2015
says out "2,484 rows"

head -c 150000 whole.csv >cut-in-a-row.csv
refused cut-in-a-row.csv cut-in-a-row.csv

head -n 1200 whole.csv >cut-between-rows.csv
refused cut-between-rows.csv "2026-01-13"

head -c 8000 "$bundled/sesnsp_municipal_homicidios_gto_2026-01-13.csv.xz" >cut.csv.xz
refused cut.csv.xz cut.csv.xz

python3 - <<'END'
import csv
rows = list(csv.reader(open("whole.csv", encoding="utf-8")))
column = rows[0].index("Marzo")
with open("no-march.csv", "w", encoding="utf-8", newline="") as out:
    csv.writer(out).writerows(row[:column] + row[column + 1:] for row in rows)
END
refused no-march.csv Marzo

sed '2s/Homicidio doloso/Homicidio mágico/' whole.csv >magic.csv
refused magic.csv "Homicidio mágico"

cat >page.csv <<'END'
<!DOCTYPE html>
<html lang="es"><head><title>Error 503, servicio no disponible</title></head>
<body><h1>Error</h1><p>Intente más tarde, por favor.</p></body></html>
END
refused page.csv page.csv

: >empty.csv
refused empty.csv "empty.csv: the file is empty"

python3 - <<'END'
import zipfile
with zipfile.ZipFile("bomb.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as z:
    with z.open("data.csv", "w", force_zip64=True) as member:
        zeros = b"0" * (1 << 20)
        for _ in range(600):
            member.write(zeros)
END
refused bomb.zip bomb.zip

# A table of more rows than an old Excel has room for, saved by it: it lacks the rest.
python3 - <<'END'
import csv
rows = list(csv.reader(open("whole.csv", encoding="utf-8")))
for lines, name in (65536, "room.csv"), (65535, "none-missing.csv"):
    with open(name, "w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(rows + [rows[0]] * (lines - len(rows)))
END
refused room.csv "the table ends in row 65536, the last that an old Excel has room for"
code 0 check none-missing.csv --source mx-municipal-2015

# A byte that turned in an archive: the archive is what is wrong, not the words in it.
python3 - <<'END'
import zipfile
with zipfile.ZipFile("turned.zip", "w", zipfile.ZIP_STORED) as z:
    z.write("whole.csv")
bytes = bytearray(open("turned.zip", "rb").read())
bytes[bytes.index(b"Homicidio doloso") + 3] ^= 1
open("turned.zip", "wb").write(bytes)
END
refused turned.zip "cannot be unpacked"

head -c 100000 /dev/urandom >noise.csv
refused noise.csv noise.csv

code 2 import . --source mx-municipal-2015
one_sentence
code 2 import nowhere.csv --source mx-municipal-2015
one_sentence
says err "cifra: there is no file nowhere.csv"
code 2 check nowhere.csv --source mx-municipal-2015
says err "cifra: there is no file nowhere.csv"
[ "$(on_disk var public)" = "$store" ] || wrong "something changed the store"
