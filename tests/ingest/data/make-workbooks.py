#!/usr/bin/env python3
"""Small workbooks for the tests, from a real one of SESNSP: its own parts, the sheet cut
to a few rows, once with its shared strings and once with the same strings in place.

Usage: make-workbooks.py Estatal-Delitos-2015-2021_feb2021.xlsx ROWS FOLDER
ROWS 0 keeps all of them."""
import re
import sys
import zipfile

source, rows, folder = sys.argv[1], int(sys.argv[2]), sys.argv[3]
parts = {}
with zipfile.ZipFile(source) as packed:
    for name in packed.namelist():
        parts[name] = packed.read(name)
for name in list(parts):
    if any(part in name for part in ("printer", "sheet1.xml.rels", "theme", "docProps")):
        del parts[name]
for name, pattern in (
    ("[Content_Types].xml", rb'<(Override|Default)[^>]*(theme|printer|docProps)[^>]*/>'),
    ("_rels/.rels", rb"<Relationship [^>]*docProps[^>]*/>"),
    ("xl/_rels/workbook.xml.rels", rb"<Relationship [^>]*theme[^>]*/>"),
    ("xl/worksheets/sheet1.xml", rb"<pageSetup[^>]*/>"),
    ("xl/workbook.xml", rb"<mc:AlternateContent.*?</mc:AlternateContent>"),
    ("xl/workbook.xml", rb"<extLst>.*?</extLst>"),
):
    parts[name] = re.sub(pattern, b"", parts[name])
sheet = parts["xl/worksheets/sheet1.xml"].decode()
if rows:
    head, rest = sheet.split("<sheetData>")
    kept = re.findall(r"<row .*?</row>", rest)
    body = "".join(kept[:rows] + kept[-2:])
    sheet = head + "<sheetData>" + body + "</sheetData></worksheet>"
    parts["xl/worksheets/sheet1.xml"] = sheet.encode()


def write(name, parts):
    with zipfile.ZipFile(f"{folder}/{name}", "w", zipfile.ZIP_DEFLATED) as packed:
        for part in parts:
            info = zipfile.ZipInfo(part, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(info, parts[part])


write("estatal_shared.xlsx", parts)
strings = re.findall(r"<si>(.*?)</si>", parts["xl/sharedStrings.xml"].decode())
parts["xl/worksheets/sheet1.xml"] = re.sub(
    r't="s"><v>(\d+)</v>',
    lambda found: f't="inlineStr"><is>{strings[int(found[1])]}</is>', sheet).encode()
del parts["xl/sharedStrings.xml"]
parts["xl/_rels/workbook.xml.rels"] = re.sub(
    rb"<Relationship [^>]*sharedStrings[^>]*/>", b"", parts["xl/_rels/workbook.xml.rels"])
write("estatal_inline.xlsx", parts)
