"""Usage: corpus.py FOLDER

Writes hostile files into a folder, each for the descriptor that its name begins with
(csv-…, json-…, xml-…, xlsx-…), and those descriptors into FOLDER/descriptors. Beside
each file that is to be refused lies FILE.words: words that the one sentence must hold. None of
them takes more than a few MiB on the disk, but for keys and columns without end."""

import gzip, io, json, sys, tarfile, zipfile
from pathlib import Path

folder = Path(sys.argv[1]).resolve()
MIB = 1 << 20


# Descriptors ------------------------------------------------------------------------

def describe(kind, **file):
    value = {
        "name": {"es": kind, "en": kind}, "note": {"es": "Prueba.", "en": "Test."},
        "publisher": {"name": "P", "url": "https://example.org",
                      "landing": "https://example.org/data"},
        "licence": {"name": "L", "url": "https://example.org/l"},
        "release": {"cadence": "R/P1Y", "max_age_days": 0},
        "file": {"format": kind, **file},
        "rows": {"place": {"column": "place"}, "offence": {"column": "offence"},
                 "measure": {"constant": "investigations"},
                 "period": {"shape": "columns", "year": "year"}, "value": "count"},
        "meaning": {"subject": "crime", "methodology": "cnsp-2015", "level": "state",
                    "complete": False, "unique": True, "grid": False}}
    path = folder / "descriptors" / f"hostile-{kind}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value))


HEADER = b"place,offence,year,count\n"
ROW = b"mx-11,homicidio-doloso,2020,5\n"
GOOD = HEADER + ROW + b"mx-14,homicidio-doloso,2020,7\n"
NAMES = ("place", "offence", "year", "count")


def put(name, content, words=None):
    (folder / name).write_bytes(content)
    if words is not None:
        (folder / (name + ".words")).write_text(words)


def zipped(members, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


def rows_json(**row):
    fields = {"place": "mx-11", "offence": "homicidio-doloso", "year": 2020, "count": 5}
    return json.dumps([{**fields, **row}]).encode()


def rows_xml(place="mx-11", count="5", before=""):
    return (f'<?xml version="1.0" encoding="UTF-8"?>{before}<rows><row>'
            f"<place>{place}</place><offence>homicidio-doloso</offence>"
            f"<year>2020</year><count>{count}</count></row></rows>").encode()


# Sizes ------------------------------------------------------------------------------

def bombs():
    with_header = HEADER + b"\n" * (200 * MIB)  # blank rows, which count for nothing
    put("csv-bomb.zip", zipped([("data.csv", with_header)]), "times its own size")
    put("csv-bomb.csv.gz", gzip.compress(with_header, 9), "times its own size")
    inner = zipped([("data.csv", GOOD)])
    for _ in range(8):
        inner = zipped([("inner.zip", inner)])
    put("csv-nested.zip", inner, "no member that fits")
    many = io.BytesIO()
    with tarfile.open(fileobj=many, mode="w") as archive:
        for i in range(10001):
            archive.addfile(tarfile.TarInfo(f"{i}.txt"))
    put("csv-members.tar.gz", gzip.compress(many.getvalue()), "more than 10000 members")
    # A line of ten gigabytes, which takes no room on the disk.
    with open(folder / "csv-line.csv", "wb") as out:
        out.write(HEADER + b'mx-11,"')
        out.truncate(10 << 30)
    (folder / "csv-line.csv.words").write_text("csv-line.csv")
    put("csv-columns.csv", b"a," * (8 * MIB) + b"\n", "")


def deep():
    """Depth, and breadth: what costs some parsers time that grows with its square."""
    put("json-deep.json", b"[" * (4 * MIB), "")
    put("json-deep-objects.json", b'{"a":' * MIB + b"1" + b"}" * MIB, "")
    put("json-deep-row.json", b'[{"place":' + b"[" * MIB + b"]" * MIB + b"}]", "")
    put("json-number.json", rows_json().replace(b"5}", b"9" * MIB + b"}"), "")
    put("json-key.json", b'[{"' + b"k" * (32 * MIB) + b'": 1}]', "")
    put("xml-deep.xml", b"<a>" * MIB, "")
    many = " ".join(f"a{i}='1'" for i in range(100000))
    words = "a tag has more than 10000 attributes"
    put("xml-attributes.xml", f"<rows><row {many}/></rows>".encode(), words)
    put("xlsx-attributes.xlsx", workbook([list(NAMES)], f"<a {many}/>"), words)
    spaces = many.replace("a", "xmlns:a")
    put("xml-spaces.xml", f"<rows><row {spaces}/></rows>".encode(), words)
    lists = "".join(f"<!ATTLIST row a{i} CDATA '1'>" for i in range(100000))
    put("xml-attlists.xml", f"<!DOCTYPE rows [{lists}]><rows><row/></rows>".encode(),
        "it declares entities or attributes of its own")


# Entities ---------------------------------------------------------------------------

def laughs():
    lines = ['<!ENTITY l0 "lol">'] + [
        f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10)]
    doctype = "<!DOCTYPE rows [" + "".join(lines) + "]>"
    put("xml-laughs.xml", rows_xml("&l9;", before=doctype), "")
    doctype = f'<!DOCTYPE rows [<!ENTITY a "{"x" * 50000}">]>'
    put("xml-quadratic.xml", rows_xml("&a;" * 50000, before=doctype), "")
    secret = folder / "secret"
    secret.write_text("mx-14")
    for name, target in (("file", secret.as_uri()), ("web", "http://127.0.0.1:9/x")):
        doctype = f'<!DOCTYPE rows [<!ENTITY e SYSTEM "{target}">]>'
        put(f"xml-entity-{name}.xml", rows_xml("&e;", before=doctype), "")
        doctype = f'<!DOCTYPE rows [<!ENTITY % e SYSTEM "{target}"> %e;]>'
        put(f"xml-parameter-{name}.xml", rows_xml("&x;", before=doctype), "")
    include = ('<?xml version="1.0"?><rows xmlns:xi="http://www.w3.org/2001/XInclude">'
               f'<xi:include href="{secret.as_uri()}" parse="text"/></rows>')
    put("xml-include.xml", include.encode(), "")


def workbook(cells, sheet_before="", shared=None):
    kinds = ('<Override PartName="/xl/workbook.xml" ContentType="application/'
             'vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>')
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    rows = "".join(
        f'<row r="{i + 1}">' + "".join(cell(i, j, text) for j, text in enumerate(row)) +
        "</row>" for i, row in enumerate(cells))
    return zipped([
        ("[Content_Types].xml", f'<Types xmlns="{package}/content-types">{kinds}</Types>'),
        ("_rels/.rels", f'<Relationships xmlns="{package}/relationships"><Relationship '
         f'Id="r1" Type="{office}/officeDocument" Target="xl/workbook.xml"/>'
         "</Relationships>"),
        ("xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
         '<sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>'),
        ("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{package}/relationships">'
         f'<Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/s.xml"/>'
         f'<Relationship Id="r2" Type="{office}/sharedStrings" Target="strings.xml"/>'
         "</Relationships>"),
        ("xl/strings.xml", shared or f'<sst xmlns="{main}"/>'),
        ("xl/worksheets/s.xml", f'{sheet_before}<worksheet xmlns="{main}"><sheetData>'
         f"{rows}</sheetData></worksheet>")])


def cell(row, column, text):
    name = f"{chr(65 + column)}{row + 1}"
    if text.startswith("="):
        return f'<c r="{name}" t="str"><f>{text[1:]}</f><v>mx-11</v></c>'
    return f'<c r="{name}" t="inlineStr"><is><t>{text}</t></is></c>'


def workbooks():
    good = [list(NAMES), ["mx-11", "homicidio-doloso", "2020", "5"]]
    put("xlsx-good.xlsx", workbook(good))
    lines = '<!ENTITY a "xxxxxxxxxx">' + "".join(
        f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9))
    doctype = f"<!DOCTYPE worksheet [{lines}]>"
    put("xlsx-laughs.xlsx",
        workbook([list(NAMES), ["&j;", "homicidio-doloso", "2020", "5"]], doctype), "")
    put("xlsx-bomb.xlsx", workbook(good + [["x" * (250 * MIB), "", "", ""]]), "")
    # What a formula was last worked out to is a cell like others; it is never run.
    put("xlsx-formula.xlsx", workbook(
        [list(NAMES), ["=WEBSERVICE(&quot;http://127.0.0.1:9/&quot;)",
                       "homicidio-doloso", "2020", "5"]]))


# Texts ------------------------------------------------------------------------------

SCRIPT = "<script>alert(1)</script>"
FORMULA = "=cmd|'/C calc'!A0"


def texts():
    for name, word in (("script", SCRIPT), ("formula", FORMULA),
                       ("escape", "\x1b]0;owned\x07\x1b[2J"), ("bidi", "\u202egnp.exe"),
                       ("attribute", '" onmouseover="alert(1)'), ("template", "{{x}}")):
        quoted = '"' + word.replace('"', '""') + '"'
        line = f"{quoted},homicidio-doloso,2020,5\n".encode()
        words = "a control character" if name == "escape" else "no crosswalk knows"
        put(f"csv-word-{name}.csv", HEADER + line, words)
        put(f"json-word-{name}.json", rows_json(place=word), words)
        header = HEADER.replace(b"place", quoted.encode())
        put(f"csv-header-{name}.csv", header + ROW, "place")
    put("csv-nul.csv", HEADER + b"mx-\x0011,homicidio-doloso,2020,5\n", "")
    put("csv-nul-header.csv", HEADER.replace(b"place", b"pl\0ace") + ROW, "")
    put("csv-nuls.csv", HEADER + ROW + b"\0" * MIB, "")
    put("json-nul.json", rows_json(place="mx-11\0"), "")
    put("json-raw-nul.json", rows_json().replace(b"mx-11", b"mx\0-11"), "")
    put("json-surrogate.json", rows_json().replace(b"mx-11", b"\\ud800"), "")
    put("json-surrogates.json", rows_json().replace(b"mx-11", b"\\udc00\\ud800"), "")
    put("json-utf8-surrogate.json",
        rows_json().replace(b"mx-11", b"\xed\xa0\x80"), "")
    put("csv-surrogate.csv", HEADER + ROW.replace(b"mx-11", b"\xed\xa0\x80"), "")
    put("csv-overlong.csv", HEADER + ROW.replace(b"mx-11", b"\xc0\xafmx-11"), "")
    put("xml-nul.xml", rows_xml("mx-11&#0;"), "")
    put("xml-surrogate.xml", rows_xml("&#xD800;"), "")
    put("csv-number.csv", HEADER + ROW.replace(b",5", b",1e999"), "")
    put("csv-nan.csv", HEADER + ROW.replace(b",5", b",NaN"), "")
    put("csv-year.csv", HEADER + ROW.replace(b"2020", b"99999999999999"), "")


# Names ------------------------------------------------------------------------------

def names():
    """Names of members and of files: they are shown, and lead nowhere."""
    hostile = {"up": "../../../../stolen/up.csv", "root": "/stolen/root.csv",
               "windows": "..\\..\\stolen\\windows.csv", "script": SCRIPT.replace("/", "") +
               ".csv", "formula": "=HYPERLINK(1).csv", "escape": "\x1b[2Jx.csv",
               "attribute": "\" onerror=\"alert(1).csv"}
    for name, member in hostile.items():
        put(f"csv-name-{name}.zip", zipped([(member, GOOD)]))
    put("csv-long-name.zip", zipped([("n" * 60000 + ".csv", GOOD)]),
        "name has more than")
    link = io.BytesIO()
    with tarfile.open(fileobj=link, mode="w") as archive:
        for name, kind in (("passwd.csv", tarfile.SYMTYPE), ("hard.csv", tarfile.LNKTYPE),
                           ("device.csv", tarfile.CHRTYPE), ("pipe.csv", tarfile.FIFOTYPE)):
            member = tarfile.TarInfo(name)
            member.type, member.linkname = kind, "/etc/passwd"
            archive.addfile(member)
    put("csv-links.tar", link.getvalue(), "")


describe("csv")
describe("json")
describe("xml", rows="/rows/row")
describe("xlsx")
for make in (bombs, deep, laughs, workbooks, texts, names):
    make()
