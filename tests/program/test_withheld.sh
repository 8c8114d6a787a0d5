#!/usr/bin/env bash
# A source that marks what it withholds, beside months that it left blank, zeros and
# provisional ones: pages, pictures and datasets keep them apart.
. tests/program/common.sh
CIFRA=$CIFRA_RELEASE

mkdir -p own
python3 - "$top" <<'PYTHON'
import json, sys
source = json.load(open(sys.argv[1] + "/ingest/sources/mx-estatal-2015.json"))
source["rows"]["cells"] = {"C": "suppressed"}
json.dump(source, open("own/states.json", "w"))
PYTHON
cat >cifra.json <<'END'
{"sources": ["states"], "languages": ["es", "en"], "descriptors": "own"}
END

# 2022 to 2024 of all states: Jalisco withholds March and April of 2022 and all of 2024,
# June of 2022 is blank; Colima left 2024 blank, and has a zero in May of 2023.
python3 - <<'PYTHON'
months = ("Enero,Febrero,Marzo,Abril,Mayo,Junio,Julio,Agosto,Septiembre,Octubre,"
          "Noviembre,Diciembre")
print_to = open("states.csv", "w")
say = lambda *words: print(*words, sep=",", file=print_to)
say("Año,Clave_Ent,Entidad,Bien jurídico afectado,Tipo de delito,Subtipo de delito",
    "Modalidad", months)
for year in (2022, 2023, 2024):
    for code in range(1, 33):
        row = [str(30 + month) for month in range(12)]
        if code == 14 and year == 2022:
            row[2] = row[3] = "C"
            row[5] = ""
        if year == 2024 and code in (6, 14):
            row = ["C" if code == 14 else ""] * 12
        if code == 6 and year == 2023:
            row[4] = "0"
        life = "La vida y la Integridad corporal"
        for kind, subtype in (("Homicidio", "Homicidio doloso"),
                              ("Feminicidio", "Feminicidio")):
            say(year, code, f"Estado {code}", life, kind, subtype, "Con arma de fuego",
                *row)
PYTHON
code 0 import states.csv --source states --date 2025-01-20
code 0 build

holds() { # FILE WORDS
    grep -qF -- "$2" "$1" || wrong "$1 does not say: $2"
}
lacks() {
    grep -qF -- "$2" "$1" && wrong "$1 says: $2"
    true
}
jalisco=public/es/mx/jalisco colima=public/es/mx/colima
for picture in grafica anual; do
    holds $jalisco/$picture.svg '<path class="l-withheld"'
    holds $jalisco/$picture.svg '>reservado</text>'
    lacks $colima/$picture.svg '<path class="l-withheld"'
    holds $colima/$picture.svg '<path class="l-missing"'
    holds $colima/$picture.svg '>sin dato</text>'
done
holds $jalisco/grafica.svg '<path class="l-missing"'
holds $jalisco/index.html 'marzo de 2022: reservado'
holds $jalisco/index.html 'junio de 2022: sin dato'
holds $jalisco/index.html 'la autoridad tiene la cifra y no la da'
holds public/en/mx/jalisco/index.html 'March 2022: withheld'
holds $jalisco/index.html 'Rayado en cruz: reservado'
lacks $colima/index.html reservado
# Each page begins with why it tells of an older year.
holds $jalisco/index.html 'Las cifras desde enero de 2024 hasta diciembre de 2024 están reservadas'
holds $colima/index.html 'El archivo sigue hasta diciembre de 2024, pero desde enero de 2024 ya no'
holds public/en/mx/colima/index.html 'from January 2024 on it no longer has this figure'
lacks public/es/mx/sonora/index.html 'ya no trae esta cifra'
holds public/es/cobertura/index.html 'están reservados'
holds public/es/mx/index.html '>reservado<'
exit 0
