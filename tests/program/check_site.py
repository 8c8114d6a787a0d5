#!/usr/bin/env python3
"""Read a published site as a stranger would, and say what is wrong with it.

    check_site.py PUBLIC [--truths]

Every page: well-formed XML, one h1, unique ids, a language, a title and description
of its own, every internal link and anchor leading somewhere, 100 kB at most over the
wire (packed) and little more for a server that does not pack. The status page tells
of every source. With --truths, also the figures that the bundled files are known to
hold. Prints one line a fault; the exit status is 1 when there is any.
"""
import csv
import gzip
import os
import re
import sys
import urllib.parse
import xml.etree.ElementTree as ET

PACKED_BYTES_MAX, PAGE_BYTES_MAX = 100_000, 115_000
faults = []


def fault(path, text):
    faults.append("%s: %s" % (path, text))


def pages(root):
    for folder, _, files in os.walk(root, followlinks=True):
        for name in sorted(files):
            if name.endswith(".html"):
                yield os.path.relpath(os.path.join(folder, name), root)


def parse(root, path):
    text = open(os.path.join(root, path), encoding="utf-8").read()
    plain = len(text.encode())
    packed = len(gzip.compress(text.encode(), 6))
    if plain > PAGE_BYTES_MAX or packed > PACKED_BYTES_MAX:
        fault(path, "weighs %d bytes, packed %d" % (plain, packed))
    if "⟦" in text:
        fault(path, "holds a message without words: " + text[text.index("⟦"):][:60])
    for sign in ("(null)", "nan", "{{", "-0<"):
        if re.search(r"(?<![a-z])" + re.escape(sign) + r"(?![a-z])", text):
            fault(path, "holds “%s”" % sign)
    try:
        return ET.fromstring(text.replace("<!DOCTYPE html>", "", 1))
    except ET.ParseError as error:
        fault(path, "is not well-formed: %s" % error)
        return None


def local(element):
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""


def check_page(root, path, page, ids):
    names = [local(e) for e in page.iter()]
    if names.count("h1") != 1:
        fault(path, "has %d h1" % names.count("h1"))
    if not page.get("lang"):
        fault(path, "has no language")
    if names.count("main") != 1:
        fault(path, "has %d main" % names.count("main"))
    level = 0
    for e in page.iter():
        if re.fullmatch("h[1-6]", local(e)):
            if int(local(e)[1]) > level + 1:
                fault(path, "jumps from h%d to %s" % (level, local(e)))
            level = int(local(e)[1])
            if not "".join(e.itertext()).strip():
                fault(path, "has an empty heading")
        if local(e) == "a" and not "".join(e.itertext()).strip():
            fault(path, "has a link without words: %s" % e.get("href"))
        if local(e) in ("ul", "ol") and len(e) == 0:
            fault(path, "has an empty list")
        if local(e) == "td" and not "".join(e.itertext()).strip():
            fault(path, "has an empty cell")
        if local(e) == "table" and (e.find("caption") is None or not e.findall(".//th")):
            fault(path, "has a table without caption or headers")


def ids_of(path, page):
    found = set()
    for e in page.iter():
        name = e.get("id")
        if name in found:
            fault(path, "has the id %s twice" % name)
        if name:
            found.add(name)
    return found


def check_links(root, path, page, ids):
    here = os.path.dirname(path)
    for e in page.iter():
        for attribute in ("href", "src", "{http://www.w3.org/1999/xlink}href"):
            link = e.get(attribute)
            if link is None or re.match("(https?|mailto):", link):
                continue
            target, _, anchor = link.partition("#")
            where = path
            if target:
                target = urllib.parse.unquote(target)
                # Only the page that is shown at any depth starts from the site's top.
                if path == "404.html":
                    target = target[len(top_of(page)):]
                where = os.path.normpath(os.path.join(here, target))
                if not os.path.isfile(os.path.join(root, where)):
                    fault(path, "leads nowhere: %s" % link)
                    continue
            if "=" in anchor:  # what a reader chose, for a script
                continue
            if anchor and where in ids and anchor not in ids[where]:
                fault(path, "leads to no such place: %s" % link)


def late_days(element):
    """The days after which something in it is late."""
    return [e.get("data-late-after") for e in element.iter() if e.get("data-late-after")]


def check_standings(parsed):
    """A page that tells how sources stand tells of each, in its language: the days of its
    newest file or a warning, and the same day to be late after as the source's page."""
    languages = set()
    for path, page in parsed.items():
        standings = [e for e in page.iter() if e.get("class") == "standing"]
        if not standings:
            continue
        languages.add(page.get("lang"))
        told = set()
        for standing in standings:
            link = next(e for e in standing.iter() if local(e) == "a").get("href")
            target = os.path.normpath(os.path.join(os.path.dirname(path), link))
            told.add(target)
            if not any(local(e) == "dd" or e.get("class") == "warning" for e in standing.iter()):
                fault(path, "does not say how %s stands" % target)
            if target in parsed and late_days(standing) != late_days(parsed[target]):
                fault(path, "%s is late on another day than there" % target)
            if any("hidden" not in e.keys() for e in standing.iter() if e.get("data-late-after")):
                fault(path, "a notice shows before anybody looked at a clock")
        folder = os.path.dirname(os.path.dirname(next(iter(told))))
        sources = {p for p in parsed if os.path.dirname(os.path.dirname(p)) == folder}
        if told != sources:
            fault(path, "tells not of each source: %s" % sorted(told ^ sources))
    wanted = {page.get("lang") for page in parsed.values()}
    if languages != wanted:
        fault("status", "in %s, not in %s" % (sorted(languages), sorted(wanted)))


def top_of(page):
    style = next(e.get("href") for e in page.iter() if e.get("rel") == "stylesheet")
    return style[:-len("style.css")]


def text_of(page):
    return " ".join("".join(page.itertext()).split())


def year_sums(root, name, place, offence, measure="investigations"):
    sums = {}
    with open(os.path.join(root, "data", name), encoding="utf-8", newline="") as f:
        for row in csv.DictReader(f):
            if (row["place_code"], row["offence_code"], row["measure"]) == (
                    place, offence, measure) and row["value"]:
                key = row["methodology"], row["period"][:4]
                sums[key] = sums.get(key, 0) + int(row["value"])
    return sums


HOMICIDES = {2015: 16119, 2016: 20148, 2017: 25033, 2018: 29096, 2019: 29500,
             2020: 28839, 2021: 28281, 2022: 26280, 2023: 25290, 2024: 23581}
RNID = {"homicidio-doloso": (1392, 1206, 1398), "feminicidio": (52, 43, 49)}


def expect(where, what, found, wanted):
    if found != wanted:
        fault(where, "%s: %s, wanted %s" % (what, found, wanted))


def check_truths(root, parsed):
    path = "es/delitos/homicidio-doloso/index.html"
    text = text_of(parsed[path])
    sums = year_sums(root, "delitos/homicidio-doloso.csv", "mx", "homicidio-doloso")
    for year, wanted in HOMICIDES.items():
        if "{:,}".format(wanted) not in text:
            fault(path, "does not say %d for %d" % (wanted, year))
        expect("data/delitos/homicidio-doloso.csv", str(year),
               sums.get(("cnsp-2015", str(year))), wanted)
    for offence, months in RNID.items():
        page = "es/delitos/%s/index.html" % offence
        expect(page, "RNID", sum(months), year_sums(
            root, "delitos/%s.csv" % offence, "mx", offence).get(("rnid-2026", "2026")))
        if "{:,}".format(sum(months)) not in text_of(parsed[page]):
            fault(page, "does not say %d" % sum(months))
    if "291" in " ".join(text_of(e) for e in parsed[
            "es/delitos/feminicidio/index.html"].iter() if e.get("class") == "lead"):
        fault("es/delitos/feminicidio/index.html", "leads with 291")
    svg = open(os.path.join(root, "es/delitos/homicidio-doloso/anual.svg"),
               encoding="utf-8").read()
    for wanted in HOMICIDES.values():
        if "{:,}".format(wanted) not in svg:
            fault("es/delitos/homicidio-doloso/anual.svg", "does not say %d" % wanted)
    victims = year_sums(root, "delitos/homicidio-doloso.csv", "mx", "homicidio-doloso",
                        "victims")
    expect("victims", "2023", victims.get(("cnsp-2015", "2023")), 29714)
    expect("victims", "2024", victims.get(("cnsp-2015", "2024")), 30047)
    gto = year_sums(root, "mx/guanajuato.csv", "mx-11", "homicidio-doloso")
    expect("mx/guanajuato", "2023", gto.get(("cnsp-2015", "2023")), 2581)
    world = "es/comparacion-internacional/index.html"
    for wanted in ("28.4 víctimas", "27.0 víctimas", "22.5 carpetas"):
        if wanted not in text_of(parsed[world]):
            fault(world, "does not say %s" % wanted)
    rates = open(os.path.join(root, "data/sources/wb-homicide-rate.csv"),
                 encoding="utf-8").read()
    if ",2020,28.3706033950892,reported," not in rates:
        fault("data/sources/wb-homicide-rate.csv", "has not Mexico’s published decimals")


def main():
    root = sys.argv[1]
    parsed = {}
    for path in pages(root):
        page = parse(root, path)
        if page is not None:
            parsed[path] = page
    ids = {path: ids_of(path, page) for path, page in parsed.items()}
    for path, page in parsed.items():
        check_page(root, path, page, ids)
        check_links(root, path, page, ids)
    check_standings(parsed)
    if "--truths" in sys.argv:
        check_truths(root, parsed)
    for line in faults[:40]:
        print(line)
    print("%d pages read, %d faults" % (len(parsed), len(faults)))
    return 1 if faults or not parsed else 0


sys.exit(main())
