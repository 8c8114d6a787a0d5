#!/usr/bin/env python3
"""What pages of the bundled files tell of one another.

    check_told.py PUBLIC

Tables of offences begin with the newest figures and have no row of dashes; a town leads
to what is only told of its state, an offence within a state to that offence in the
states beside it; what a chart marks as a jump is said in words, and what its headline
says stands in a sentence; a page names every source its figures are of, says which of
them came by a mirror, and where its figures stand for ever; months that several files
lack are told once. Needs nothing but Python.
"""
import os
import re
import sys
import xml.etree.ElementTree as tree

JUMPS = {"yucatan": ["Yucatán, julio de 2017", "Yucatán, junio de 2021"],
         "colima": ["Colima, enero de 2016", "Colima, enero de 2017"],
         "campeche": ["Campeche, noviembre de 2021"], "jalisco": []}
OLD_NAME = "con tentativas desde 2026"

faults = []


def fault(path, text):
    faults.append("%s: %s" % (path, text))


def local(element):
    return element.tag.split("}")[-1]


def find(root, name, **attributes):
    if root is None:
        return []
    return [e for e in root.iter() if local(e) == name and
            all(e.get(k.rstrip("_")) == v for k, v in attributes.items())]


def words(element):
    return " ".join("".join(element.itertext()).split())


def section(page, name):
    found = find(page, "section", id=name)
    return found[0] if found else None


def check_offence_tables(path, page):
    """How many there are."""
    tables = find(section(page, "kinds"), "table")
    for table in tables:
        years = [int(re.findall(r"\d{4}", words(e))[-1]) for e in find(table, "th")
                 if e.get("class") == "n"]
        groups = find(table, "th", scope="colgroup")
        if not groups and years != sorted(years, reverse=True):
            fault(path, "a table of offences is not the newest first: %s" % years)
        if years and years[0] != max(years):
            fault(path, "a table of offences begins with %d" % years[0])
        for row in find(table, "tr"):
            cells = find(row, "td")
            if cells and all(words(e) == "–" for e in cells):
                fault(path, "a row of dashes: %s" % words(row))
    return len(tables)


def check_town(path, page):
    if not any((e.get("href") or "").endswith("../delitos/extorsion/index.html")
               for e in find(section(page, "kinds"), "a")):
        fault(path, "leads to no extortion")
    compared = section(page, "compared")
    if compared is not None and not re.search("mx-estatal-2015", " ".join(
            e.get("href") or "" for e in find(section(page, "sources"), "a"))):
        fault(path, "does not name the source of its state's figures")


def check_within(path, page):
    offence = os.path.basename(os.path.dirname(path))
    for link in find(section(page, "compared"), "a"):
        href = link.get("href")
        if href.startswith("../../../../../") or "/metodos/" in href or \
                "explorar" in href or "comparar" in href:
            continue
        if not href.endswith("/delitos/%s/index.html" % offence):
            fault(path, "leads away from its offence: %s" % href)


def check_sources(root, path, page):
    for item in find(section(page, "sources"), "li"):
        if "espejo público" not in words(item):
            fault(path, "does not say that it came by a mirror: %s" % words(item)[:60])
    download = section(page, "download")
    told = [words(e) for e in find(download, "code")] if download is not None else []
    for address in told:
        name = re.sub("^v/AAAA-MM-DD/", "", address)
        if name == address or not os.path.exists(os.path.join(root, name)):
            fault(path, "nothing would stand at %s" % address)
    return len(told)


def check_list_of_offences(root):
    """Each stands one step in from what holds it, not by the name of its level."""
    path = "es/delitos/index.html"
    page = tree.parse(os.path.join(root, path)).getroot()
    for group in find(page, "ul", class_="tree"):
        depth = 0
        for item in find(group, "li"):
            now = int(item.get("class")[1:])
            if now > depth + 1:
                fault(path, "stands too far in: %s" % words(item))
            depth = now


def check_coverage(root):
    """The newest year first, each state's months below the year they are of."""
    path = "es/cobertura/index.html"
    page = tree.parse(os.path.join(root, path)).getroot()
    wanted = {"2015": "4 de 12", "2016": "11 de 12", "2017": "12", "2024": "11 p"}
    found = {}
    for table in find(page, "table"):
        years = [words(e) for e in find(table, "th") if e.get("class") == "n"]
        if years != sorted(years, reverse=True):
            fault(path, "a table of months is not the newest first: %s" % years)
        for row in find(table, "tr"):
            if "2014" not in years and words(find(row, "th")[0]) == "Oaxaca":
                cells = [re.sub("r .*", "", words(e)) for e in find(row, "td")]
                found.update({k: v for k, v in zip(years, cells) if k not in found})
    if any(found.get(year) != months for year, months in wanted.items()):
        fault(path, "tells these months of Oaxaca: %s" % found)


def check_parts(root):
    """In a table of offences a part stands further in than what it is a part of."""
    path = "es/mx/veracruz/index.html"
    page = tree.parse(os.path.join(root, path)).getroot()
    depths = {words(e): e.get("class") for e in find(page, "th", scope="row")}
    for name, wanted in (("Robo de vehículo", "d2"), ("Robo de auto", "d3"),
                         ("Secuestro extorsivo", "d2")):
        if depths.get(name) != wanted:
            fault(path, "%s stands at %s" % (name, depths.get(name)))


# What stands in a headline, and what the sentence above it then says; it may also say
# nothing of this page's own newest figures, which the headline then does not either.
HEADLINES = {"más que un año antes": r"diferencia mayor|más de lo que explica",
             "menos que un año antes": r"diferencia mayor|no se explica solo",
             "sin cambio claro frente a": r"No hay un cambio claro|el mismo número",
             "muy pocos casos para": r"tan poc[ao]s que no se puede decir",
             "cero, como un año antes": r"tampoco hubo"}


def check_headline(path, page):
    told = [words(e) for f in find(page, "figcaption") for e in find(f, "h3")]
    answer = " ".join(words(e) for e in find(page, "p"))
    found = [(line, said) for line in told for start, said in HEADLINES.items()
             if ": %s" % start in line]
    for line, said in found:
        if not re.search(said, answer):
            fault(path, "its headline is not in its sentences: %s" % line)
    return len(found)


def main():
    root = sys.argv[1]
    check_list_of_offences(root)
    check_coverage(root)
    check_parts(root)
    counts = {"tables": 0, "towns": 0, "within": 0, "addresses": 0, "headlines": 0}
    for folder, _, names in os.walk(os.path.join(root, "es/mx")):
        if "index.html" not in names:
            continue
        path = os.path.relpath(os.path.join(folder, "index.html"), root)
        page = tree.parse(os.path.join(root, path)).getroot()
        parts = path.split("/")[2:-1]
        counts["addresses"] += check_sources(root, path, page)
        counts["headlines"] += check_headline(path, page)
        if len(parts) == 3:
            counts["within"] += 1
            check_within(path, page)
        else:
            counts["tables"] += check_offence_tables(path, page)
        if len(parts) == 2 and OLD_NAME in words(page):
            fault(path, "names attempts that its figures cannot hold")
        if len(parts) == 2 and section(page, "kinds") is not None:
            counts["towns"] += 1
            check_town(path, page)
    for state, wanted in JUMPS.items():
        for path in ("es/mx/%s/index.html", "es/mx/%s/delitos/secuestro/index.html"):
            page = tree.parse(os.path.join(root, path % state)).getroot()
            told = [words(e) for e in find(page, "p", class_="jump")]
            if [t.split(":")[0] for t in told] != wanted:
                fault(path % state, "tells of these jumps: %s" % told)
    country = tree.parse(os.path.join(root, "es/mx/index.html")).getroot()
    named = words(section(country, "sources"))
    for wanted in ("fuero federal", "1997 a 2017", "desde 2026", "Población"):
        if wanted not in named:
            fault("es/mx/index.html", "its sources do not name %s" % wanted)
    tips = tree.parse(os.path.join(root, "es/pistas/index.html")).getroot()
    told = [words(e) for group in find(section(tips, "changes"), "ol")
            for e in find(group, "li")]
    town = [line for line in told if line.startswith("León, Guanajuato: Homicidio")]
    if len(town) != 1 or "también en: Homicidio (464; antes 623)" not in town[0]:
        fault("es/pistas/index.html", "does not tell León's homicides once: %s" % town)
    coverage = tree.parse(os.path.join(root, "es/cobertura/index.html")).getroot()
    told = [words(e) for e in find(coverage, "p") if words(e).startswith("Oaxaca: falta")]
    if len(told) != 1 or told[0].count("“") != 2:
        fault("es/cobertura/index.html", "does not tell Oaxaca's months once: %s" % told)
    for line in faults[:40]:
        print(line)
    print(counts)
    return 1 if faults or not all(counts.values()) else 0


sys.exit(main())
