"""The ZIP of all tables, read by a program that is not ours: check_zip.py PUBLIC.
Its tables are those of the site, byte for byte; and whoever has nothing else finds what
it is, who says so, as of when, what changed, and how to cite it."""
import csv, pathlib, sys, zipfile

data = pathlib.Path(sys.argv[1]) / "data"
whole = zipfile.ZipFile(data / "cifra.zip")
faults = 0


def fault(*words):
    global faults
    faults += 1
    print(*words)


if whole.testzip():
    fault("damaged:", whole.testzip())
names = whole.namelist()
if len(set(names)) != len(names):
    fault("a name twice")
sources = set()
for info in whole.infolist():
    if info.date_time != (1980, 1, 1, 0, 0, 0) or info.external_attr >> 16 != 0o100644:
        fault(info.filename, "tells of a time or a mode:", info.date_time)
    if info.filename.endswith(".txt"):
        continue
    if whole.read(info) != (data / info.filename).read_bytes():
        fault(info.filename, "is not what the site has")
    if info.filename.startswith("sources/"):
        row = next(csv.DictReader(whole.read(info).decode("utf-8").splitlines()))
        sources.add(row["source"])
held = {p.stem.split(".")[0] for p in (data / "sources").iterdir()
        if p.name not in ("SHA256SUMS", "datapackage.json")}
codes = {n for n in names if n.startswith("codes/")}
if codes != {f"codes/{p.name}" for p in (data / "codes").glob("*.csv")} or len(codes) < 7:
    fault("codes in the ZIP", codes)
if sources != held:
    fault("sources in the ZIP", sources, "of the site", held)

for name, words in (("LEEME.txt", ("Quién lo dice", "Términos de uso", "18 de abril de 2026",
                                   "Qué cambió", "Cambiaron 428 celdas", "Cómo citar",
                                   "edición 2026-04-18", "SHA-256: ee94e657db4cbd24")),
                    ("README.txt", ("Who says so", "18 April 2026", "What changed",
                                    "428 cells", "edition 2026-04-18"))):
    text = whole.read(name).decode("utf-8")
    for word in (*words, *sources, *(n for n in names if n.endswith(".csv")
                                     and not n.startswith("codes/"))):
        if word not in text:
            fault(name, "does not say", word)
    if text.count("\n") != text.count("\r\n") or "⟦" in text or "{" in text:
        fault(name, "is not plain text")
print(len(names), "members,", faults, "faults")
sys.exit(faults > 0 or not sources)
