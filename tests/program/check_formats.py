"""Reads the datasets of a published edition by other programs' readers, and holds each
format against the tidy CSV beside it, figure by figure.

    check_formats.py PUBLIC [SLUG ...]      e.g. sources/mx-estatal-rnid, mx/guanajuato

Without slugs: every dataset that comes in more formats than CSV. Prints the faults, then how many
figures agreed."""
import csv
import json
import os
import sys
from fractions import Fraction

try:
    import openpyxl
except ImportError:
    openpyxl = None

LETTERS = {"A": "reported", "P": "provisional", "U": "partial", "O": "not_reported",
           "Q": "suppressed"}
faults = []


def fault(path, what):
    faults.append("%s: %s" % (path, what))


def rows_of(path):
    with open(path, "rb") as f:
        raw = f.read()
    if b"\r\n" not in raw or raw.startswith(b"\xef\xbb\xbf"):
        fault(path, "is not RFC 4180 in UTF-8 without a mark")
    table = list(csv.reader(raw.decode("utf-8").splitlines(), strict=True))
    header = table[0]
    for row in table[1:]:
        if len(row) != len(header):
            fault(path, "a row has %d cells" % len(row))
        yield dict(zip(header, row))


def number(text):
    return None if text == "" else Fraction(text)


def tidy(path):
    """{(source, place, offence, measure, period): (value, status)}"""
    figures, labels = {}, {}
    for row in rows_of(path):
        key = (row["source"], row["place_code"], row["offence_code"] or "_Z",
               row["measure"], row["period"])
        if key in figures:
            fault(path, "%s twice" % (key,))
        figures[key] = (number(row["value"]), row["status"])
        labels[row["place_code"]] = row["place"]
        labels[row["offence_code"] or "_Z"] = row["offence"]
    return figures, labels


def compare(path, expected, found):
    if expected == found:
        return
    missing = [k for k in expected if k not in found][:3]
    extra = [k for k in found if k not in expected][:3]
    other = [(k, expected[k], found[k]) for k in expected
             if k in found and found[k] != expected[k]][:3]
    fault(path, "lacks %s, has besides %s, differs in %s" % (missing, extra, other))


def json_stat(path, expected, labels):
    with open(path, encoding="utf-8") as f:
        cube = json.load(f, parse_float=Fraction, parse_int=Fraction)
    if cube["version"] != "2.0" or cube["class"] != "dataset":
        fault(path, "is no JSON-stat 2.0 dataset")
    size = [int(n) for n in cube["size"]]
    categories = []
    for name, length in zip(cube["id"], size):
        category = cube["dimension"][name]["category"]
        if len(category["index"]) != length or len(set(category["index"])) != length:
            fault(path, "dimension %s has not %d categories" % (name, length))
        if set(category["index"]) != set(category["label"]):
            fault(path, "dimension %s has other labels than categories" % name)
        if name in ("place", "offence"):
            for code in category["index"]:
                if code != "_Z" and labels[code].lstrip("'") != category["label"][code]:
                    fault(path, "calls %s %s" % (code, category["label"][code]))
        categories.append(category["index"])
    cells = 1
    for length in size:
        cells *= length
    values, statuses = cube["value"], cube["status"]
    if isinstance(values, list):
        if len(values) != cells:
            fault(path, "has %d values for %d cells" % (len(values), cells))
        values = {i: v for i, v in enumerate(values) if v is not None}
    else:
        values = {int(i): v for i, v in values.items()}
    statuses = {int(i): LETTERS[s] for i, s in statuses.items()}
    found = {}
    for at in set(values) | set(statuses):
        rest, key = at, []
        for category in reversed(categories):
            rest, index = divmod(rest, len(category))
            key.append(category[index])
        found[tuple(reversed(key))] = (values.get(at), statuses.get(at, "reported"))
    compare(path, expected, found)
    if not cube["note"] or not cube["source"] or not cube["extension"]["citation"]:
        fault(path, "does not say who says so")


def year_rows(rows):
    """Figures out of rows of a year each, cells as they come."""
    found = {}
    for row in rows:
        key = (row["source"], row["place_code"], row["offence_code"] or "_Z",
               row["measure"])
        months = [row["m%02d" % m] for m in range(1, 13)]
        words = row["status"].split(" ")
        if len(words) == 1:
            words = words * 12
        for month, (value, word) in enumerate(zip(months, words), 1):
            if word == "absent" or (len(set(words)) == 1 and value in ("", None)
                                    and word in ("reported", "provisional", "partial")):
                continue
            found[key + ("%s-%02d" % (row["year"], month),)] = (value, word)
    return found


def sdmx(path, expected):
    found = {}
    for row in rows_of(path):
        if (row["STRUCTURE"], row["STRUCTURE_ID"], row["ACTION"]) != (
                "datastructure", "CIFRA:CRIME_FIGURES(1.0.0)", "I"):
            fault(path, "does not begin as SDMX-CSV 2.0 does")
        if row["FREQ"] != ("M" if "-" in row["TIME_PERIOD"] else "A"):
            fault(path, "has frequency %s" % row["FREQ"])
        key = (row["SOURCE"], row["REF_AREA"], row["OFFENCE"], row["MEASURE"],
               row["TIME_PERIOD"])
        found[key] = (number(row["OBS_VALUE"]), LETTERS[row["OBS_STATUS"]])
    underscored = {(s.replace(":", "_"), p, o.replace(".", "_"), m.replace(".", "_"), t): v
                   for (s, p, o, m, t), v in expected.items()}
    compare(path, underscored, found)


def sheet_rows(sheet):
    rows = sheet.iter_rows(values_only=True)
    header = next(rows)
    for row in rows:
        yield {name: ("" if cell is None else cell) for name, cell in zip(header, row)}


def workbook(path, expected):
    book = openpyxl.load_workbook(path, read_only=True)
    names = [name for name in book.sheetnames]
    notes = [name for name in names if name in ("Notas", "Notes")]
    if len(notes) != 2:
        fault(path, "has the notes %s" % notes)
    for name in notes:
        rows = [tuple(row) for row in book[name].iter_rows(values_only=True)]
        if len(rows) < 10 or not any("SHA-256" in (row[0] or "") for row in rows):
            fault(path, "sheet %s says too little" % name)
    found = {}
    for name in names:
        if name in notes:
            continue
        monthly = name.startswith("Por mes")
        rows = list(sheet_rows(book[name]))
        if monthly:
            figures = year_rows(rows)
        else:
            figures = {(r["source"], r["place_code"], r["offence_code"] or "_Z",
                        r["measure"], r["period"]): (r["value"], r["status"])
                       for r in rows}
        for key, (value, status) in figures.items():
            if value != "" and not isinstance(value, (int, float)):
                fault(path, "%s is %r, no number" % (key, value))
                continue
            if key in found:
                fault(path, "%s twice" % (key,))
            found[key] = (None if value == "" else Fraction(repr(value)), status)
    compare(path, expected, found)


def table(path, rows):
    """A workbook of a finished table: the same cells, numbers as numbers."""
    book = openpyxl.load_workbook(path, read_only=True)
    found = list(sheet_rows(book[book.sheetnames[0]]))
    if len(found) != len(rows):
        fault(path, "has %d rows, not %d" % (len(found), len(rows)))
    for number_of, (expected, cells) in enumerate(zip(rows, found), 2):
        for name, text in expected.items():
            cell = cells[name]
            if isinstance(cell, (int, float)):
                same = text != "" and Fraction(repr(cell)) == Fraction(text)
            else:
                same = cell == text or (text[:1] == "'" and cell == text[1:])
            if not same:
                fault(path, "row %d, %s: %r, not %r" % (number_of, name, cell, text))
                return


def check(public, slug):
    base = os.path.join(public, "data", slug)
    if not os.path.exists(base + ".json"):
        rows = list(rows_of(base + ".csv"))
        if openpyxl:
            table(base + ".xlsx", rows)
        return len(rows)
    expected, labels = tidy(base + ".csv")
    json_stat(base + ".json", expected, labels)
    if os.path.exists(base + ".years.csv"):
        found = {key: (number(value), status) for key, (value, status)
                 in year_rows(rows_of(base + ".years.csv")).items()}
        compare(base + ".years.csv", expected, found)
    if os.path.exists(base + ".sdmx.csv"):
        sdmx(base + ".sdmx.csv", expected)
    if openpyxl:
        workbook(base + ".xlsx", expected)
    return len(expected)


def main():
    public, slugs = sys.argv[1], sys.argv[2:]
    data = os.path.join(public, "data")
    if not slugs:
        for folder, _, files in os.walk(data):
            slugs += [os.path.relpath(os.path.join(folder, f), data)[:-5]
                      for f in files if f.endswith(".xlsx")]
    agreed = sum(check(public, slug) for slug in sorted(slugs))
    for line in faults:
        print(line)
    print("%d datasets, %d figures, %d faults%s"
          % (len(slugs), agreed, len(faults),
             "" if openpyxl else "; workbooks not read: openpyxl is not there"))
    sys.exit(1 if faults else 0)


main()
