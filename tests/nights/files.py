"""What a publisher's files look like on the nights, and what must be made of them.

    files.py make WHOLE OUT [FIELD=VALUE]...    a file as it was on a night
    files.py figures FILE SOURCE PUBLIC         is PUBLIC what FILE says?

Fields: until=2024-09 (later months are empty), zeros=1 (they are 0), add=N (so many more
of the first kind in January 2024, Guanajuato), rename=Marzo:Mar, lose=Querétaro,
encoding=cp1252.
"""
import csv
import glob
import io
import sys

MONTHS = ["Enero", "Febrero", "Marzo", "Abril", "Mayo", "Junio", "Julio", "Agosto",
          "Septiembre", "Octubre", "Noviembre", "Diciembre"]
STATES = ["Guanajuato", "Yucatán", "Michoacán de Ocampo", "Querétaro", "Nuevo León"]


def read(path):
    raw = open(path, "rb").read()
    try:
        words = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        words = raw.decode("cp1252")
    return list(csv.DictReader(io.StringIO(words, newline="")))


def is_wanted(row):
    if "Entidad" in row:
        return (row["Año"] >= "2023" and row["Entidad"] in STATES and
                row["Subtipo de delito"] in ("Homicidio doloso", "Violación simple"))
    return (row["AÑO"] >= "2024" and row["ENTIDAD"] in ("GUANAJUATO", "YUCATAN") and
            "(L.G.S.)" in row["CONCEPTO"])


def make(whole, out, until="9999-12", zeros="", add="0", rename="", lose="",
         encoding="utf-8"):
    rows = [row for row in read(whole) if is_wanted(row)]
    assert rows, whole
    columns = list(rows[0])
    year, state = columns[0], columns[2]
    rows = [row for row in rows if row[state] != lose]
    for row in rows:
        for number, column in enumerate(columns[-12:], 1):
            if f"{row[year]}-{number:02}" > until:
                row[column] = "0" if zeros else ""
    revised = next(row for row in rows if row[year] == "2024" and
                   row[state].upper() == "GUANAJUATO")
    first = columns[-12]
    revised[first] = str(int(revised[first]) + int(add))
    old, _, new = rename.partition(":")
    assert not old or old in columns, rename
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow([new if column == old else column for column in columns])
    table.writerows([row[column] for column in columns] for row in rows)
    with open(out, "wb") as file:
        file.write(text.getvalue().encode(encoding))


def expected(path):
    """{(state, offence, month): count} of the two offences of the state file."""
    names = {"Homicidio doloso": "homicidio-doloso", "Violación simple": "violacion-simple"}
    sums = {}
    for row in read(path):
        for number, column in enumerate(MONTHS, 1):
            if row[column] == "":
                continue
            key = (f"mx-{int(row['Clave_Ent']):02}", names[row["Subtipo de delito"]],
                   f"{row['Año']}-{number:02}")
            sums[key] = sums.get(key, 0) + int(row[column])
    return sums


def figures(path, source, public):
    wanted, found = expected(path), {}
    for table in glob.glob(f"{public}/data/mx/*.csv"):
        for row in csv.DictReader(open(table, encoding="utf-8")):
            key = row["place_code"], row["offence_code"], row["period"]
            leaf = row["offence_code"] in ("homicidio-doloso", "violacion-simple")
            if row["source"] == source and leaf and row["value"] != "":
                assert key not in found, key
                found[key] = int(row["value"])
    assert wanted, path
    wrong = sorted(key for key in wanted.keys() | found.keys()
                   if wanted.get(key) != found.get(key))
    for key in wrong[:3]:
        print(*key, "is", found.get(key), "and should be", wanted.get(key))
    if wrong:
        sys.exit(f"{len(wrong)} figures are wrong")


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(sys.argv[2], sys.argv[3], **dict(a.split("=", 1) for a in sys.argv[4:]))
    else:
        figures(*sys.argv[2:])
