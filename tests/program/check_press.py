"""The press kit, read by a stranger: check_press.py KIT DATA_FOLDER

The README of each language names exactly the files there are; pictures are as large as
their names say, and their words name source and edition; tips.csv is the site's own; the
map's and the years' figures are those of the monthly table.
"""

import csv
import io
import pathlib
import re
import struct
import sys
import xml.etree.ElementTree
import zipfile

faults = []


def fault(words):
    faults.append(words)


def named(readme):
    return set(re.findall(r"^  (\S+)  \S", readme, re.MULTILINE))


def rows(kit, name):
    return list(csv.DictReader(io.StringIO(kit.read(name).decode(), newline="")))


def check_picture(kit, name):
    width, height = map(int, re.search(r"-(\d+)x(\d+)\.", name).groups())
    data = kit.read(name)
    if name.endswith(".png"):
        size = struct.unpack(">II", data[16:24])
        if size != (width, height):
            fault(f"{name} has {size[0]} by {size[1]} pixels")
    if name.endswith(".svg"):
        root = xml.etree.ElementTree.fromstring(data)
        box = [float(n) for n in root.get("viewBox").split()]
        if abs(box[2] / box[3] - width / height) > 0.005:
            fault(f"{name} has another shape: {box}")
        words = " ".join(root.itertext())
        for wanted in ("SESNSP", "2026-04-18"):
            if wanted not in words:
                fault(f"{name} does not say {wanted}")
        drawn = len(re.findall(rb"<path|<rect|<circle", data))
        if drawn < 8:
            fault(f"{name} has {drawn} marks")
    if name.endswith(".pdf") and not data.startswith(b"%PDF-"):
        fault(f"{name} is no PDF")


def check_years(kit):
    months = {}
    for row in rows(kit, "data/linea.csv"):
        key = row["source"], row["period"][:4]
        months[key] = months.get(key, 0) + float(row["value"] or 0)
    years = rows(kit, "data/anual.csv")
    for row in years:
        if float(row["investigations"]) != months[row["source"], row["year"]]:
            fault(f"{row['year']}: a year is not the sum of its months")
    states = rows(kit, "data/mapa.csv")
    whole = {row["year"]: float(row["investigations"]) for row in years}
    if len(states) != 32 or sum(float(r["investigations"]) for r in states) != whole["2023"]:
        fault("the states of the map do not add up to the country's 2023")
    if whole["2023"] != 25290:
        fault(f"2023: {whole['2023']}")


kit = zipfile.ZipFile(sys.argv[1])
names = set(kit.namelist())
if kit.testzip() or len(names) != len(kit.namelist()):
    fault("a member is broken or twice there")
for language in ("es", "en"):
    readme = kit.read(f"README.{language}.txt").decode()
    for missing in named(readme) ^ names:
        fault(f"README.{language}.txt or the ZIP lacks {missing}")
    if kit.read(f"citation.{language}.txt").decode().split("\n")[0] not in readme:
        fault(f"README.{language}.txt does not say how to cite")
pictures = [name for name in names if name.startswith("charts/")]
if len(pictures) != 2 * 3 * 3 * 3:
    fault(f"{len(pictures)} pictures")
for name in sorted(pictures):
    check_picture(kit, name)
if kit.read("data/tips.csv") != (pathlib.Path(sys.argv[2]) / "tips.csv").read_bytes():
    fault("tips.csv is not the site's")
check_years(kit)
print("\n".join(faults) or f"{len(names)} files, no faults")
sys.exit(bool(faults))
