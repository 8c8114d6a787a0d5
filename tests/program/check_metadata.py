#!/usr/bin/env python3
"""Check all metadata of a published tree against the profiles' requirements and against
the files that it tells of: hashes, bytes, headers, types, keys.

    check_metadata.py PUBLIC
"""
import csv
import hashlib
import json
import os
import re
import sys
from urllib.parse import urldefrag

root = sys.argv[1]
faults = []
hashes = {}
tables = {}


def fault(where, what):
    faults.append(f"{where}: {what}")


def load(path):
    with open(os.path.join(root, path), encoding="utf-8") as f:
        return json.load(f, object_pairs_hook=unique(path))


def unique(path):
    def pairs(items):
        keys = [k for k, _ in items]
        if len(keys) != len(set(keys)):
            fault(path, f"a key twice among {keys}")
        return dict(items)
    return pairs


def measure(path):
    if path not in hashes:
        with open(os.path.join(root, path), "rb") as f:
            data = f.read()
        hashes[path] = len(data), hashlib.sha256(data).hexdigest()
    return hashes[path]


def rows_of(path):
    if path not in tables:
        with open(os.path.join(root, path), encoding="utf-8", newline="") as f:
            tables[path] = list(csv.reader(f))
    return tables[path]


def need(where, thing, *keys):
    for key in keys:
        if not thing.get(key):
            fault(where, f"has no {key}")


# Data Package 2.0 ---------------------------------------------------------------------

INTEGER = re.compile(r"-?\d+")
NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][-+]?\d+)?")
TYPES = {
    "string": lambda v: True,
    "integer": INTEGER.fullmatch,
    "number": NUMBER.fullmatch,
    "year": re.compile(r"\d{4}").fullmatch,
    "date": re.compile(r"\d{4}-\d{2}-\d{2}").fullmatch,
}


def check_field(where, field, values, missing):
    name = f"{where}: {field['name']}"
    fits = TYPES.get(field.get("type"))
    if not fits:
        return fault(name, f"type {field.get('type')}")
    rules = field.get("constraints", {})
    pattern = re.compile(rules.get("pattern", ".*"))
    empty = field.get("missingValues", missing)
    for value in set(values):
        if value in empty:
            if rules.get("required"):
                fault(name, "is required and missing")
        elif not fits(value) or not pattern.fullmatch(value):
            fault(name, f"holds {value!r}")
        elif "enum" in rules and value not in rules["enum"]:
            fault(name, f"{value!r} is not in the enum")
        elif "minimum" in rules and float(value) < rules["minimum"]:
            fault(name, f"{value!r} is below its minimum")


def check_key(where, schema, header, rows, missing):
    fields = {f["name"]: f for f in schema["fields"]}
    keys = schema.get("primaryKey", [])
    at = [header.index(k) for k in keys]
    seen = set()
    for row in rows:
        key = tuple(row[i] for i in at)
        if at and key in seen:
            fault(where, f"the key {key} twice")
            return
        seen.add(key)
        for name, value in zip(keys, key):
            if value in fields[name].get("missingValues", missing):
                fault(where, f"{name} is in the key and missing")
                return


def check_table(where, path, schema):
    header, *rows = rows_of(path)
    fields = schema["fields"]
    if header != [f["name"] for f in fields]:
        return fault(where, f"header {header} is not what the schema says")
    missing = schema["missingValues"]
    if missing != [""]:
        fault(where, f"missingValues {missing}, which readers of version 1 do not know")
    need(where, schema, "missingLabel")
    columns = list(zip(*rows)) if rows else [[] for _ in header]
    for field, values in zip(fields, columns):
        need(where, field, "name", "type", "description")
        check_field(where, field, values, missing)
    check_key(where, schema, header, rows, missing)
    return len(rows)


def check_foreign_keys(where, path, schema, resources, folder):
    header, *rows = rows_of(path)
    for key in schema.get("foreignKeys", []):
        target = resources.get(key["reference"]["resource"])
        if not target:
            fault(where, f"refers to {key['reference']['resource']}, not in the package")
            continue
        other, *lines = rows_of(os.path.join(folder, target["path"]))
        column = other.index(key["reference"]["fields"][0])
        known = {line[column] for line in lines}
        at = header.index(key["fields"][0])
        strange = {row[at] for row in rows} - known
        if strange:
            fault(where, f"{key['fields'][0]} {sorted(strange)[:3]} not in the list")


def check_package(path):
    package = load(path)
    folder = os.path.dirname(path)
    need(path, package, "$schema", "name", "title", "resources", "licenses", "version",
         "created", "contributors")
    names = [r["name"] for r in package["resources"]]
    if len(names) != len(set(names)):
        fault(path, "a resource's name twice")
    resources = {r["name"]: r for r in package["resources"]}
    for resource in package["resources"]:
        where = f"{path}: {resource['name']}"
        need(where, resource, "name", "path", "title", "description", "mediatype")
        if not re.fullmatch(r"[a-z0-9._-]+", resource["name"]):
            fault(where, "its name holds other characters than it may")
        if resource["path"].startswith(("/", ".")) or ".." in resource["path"]:
            fault(where, f"path {resource['path']} is not safe")
            continue
        file = os.path.join(folder, resource["path"])
        size, sha = measure(file)
        if resource["bytes"] != size or resource["hash"] != "sha256:" + sha:
            fault(where, "bytes or hash are not the file's")
        for licence in resource.get("licenses", []):
            if not licence.get("name") and not licence.get("path"):
                fault(where, "a licence without name and path")
        schema = resource.get("schema")
        if isinstance(schema, str):
            schema = load(os.path.join(folder, schema))
        if (resource.get("type") == "table") != bool(schema):
            fault(where, "a table without schema, or a schema without table")
        if schema:
            rows = check_table(where, file, schema)
            if rows != resource.get("rows", rows):
                fault(where, f"says {resource['rows']} rows, has {rows}")
            check_foreign_keys(where, file, schema, resources, folder)
    return {os.path.join(folder, r["path"]) for r in package["resources"]}


# CSV on the Web -----------------------------------------------------------------------

BASES = {"string", "integer", "double", "gYear", "date"}


def check_literals(where, value):
    ok = isinstance(value, list) and value and all(
        set(v) == {"@value", "@language"} for v in value)
    if not ok:
        fault(where, f"{value!r} is not text by language")


def check_web_table(where, folder, table):
    file = os.path.join(folder, table["url"])
    schema = table["tableSchema"]
    if isinstance(schema, str):
        schema = load(os.path.join(folder, schema))
    header, *rows = rows_of(file)
    names = [c["name"] for c in schema["columns"]]
    if header != names or header != [c["titles"] for c in schema["columns"]]:
        fault(where, f"columns are not those of {file}")
    if not set(schema.get("primaryKey", [])) <= set(names):
        fault(where, "the key holds what is no column")
    for i, column in enumerate(schema["columns"]):
        if column["datatype"]["base"] not in BASES:
            fault(where, f"{column['name']}: base {column['datatype']['base']}")
        check_literals(where, column.get("dc:description"))
        values = {row[i] for row in rows}
        if column.get("required") and "" in values:
            fault(where, f"{column['name']} is required and missing")
        pattern = column["datatype"].get("format")
        strange = [v for v in values if v and pattern and not re.fullmatch(pattern, v)]
        if strange:
            fault(where, f"{column['name']} holds {strange[0]!r}")
    check_literals(where, table.get("dc:title"))
    return file


def check_web(path):
    document = load(path)
    if document["@context"][0] != "http://www.w3.org/ns/csvw":
        fault(path, "is not CSV on the Web")
    folder = os.path.dirname(path)
    return {check_web_table(path, folder, t) for t in document.get("tables", [document])}


# Catalogues ---------------------------------------------------------------------------


def local(address, base):
    if not address.startswith(base):
        return None
    return urldefrag(address[len(base):]).url


def check_us(base):
    catalog = load("data.json")
    need("data.json", catalog, "dataset", "title", "publisher", "conformsTo")
    found = {}
    for dataset in catalog["dataset"]:
        where = f"data.json: {dataset.get('identifier')}"
        need(where, dataset, "title", "description", "keyword", "modified", "publisher",
             "contactPoint", "identifier", "accessLevel", "distribution", "titleMap")
        need(where, dataset["publisher"], "name")
        need(where, dataset["contactPoint"], "fn")
        if base and not (dataset["contactPoint"].get("hasEmail", "mailto:")
                         .startswith("mailto:")):
            fault(where, "hasEmail is no mail address")
        for file in dataset["distribution"]:
            path = local(file["downloadURL"], base)
            size, sha = measure(path)
            if file["byteSize"] != str(size) or file["checksum"]["checksumValue"] != sha:
                fault(where, f"{path}: size or hash are not the file's")
            for key in ("describedBy",):
                if key in file:
                    measure(local(file[key]["downloadURL"], base))
            found[path] = sha
        if dataset.get("landingPage"):
            measure(local(dataset["landingPage"], base))
    return found


def check_ap(base):
    catalog = load("catalog.jsonld")
    prefixes = set(catalog["@context"])

    def known(thing):
        if isinstance(thing, list):
            for item in thing:
                known(item)
        elif isinstance(thing, dict):
            for key, value in thing.items():
                if not key.startswith("@") and key.split(":")[0] not in prefixes:
                    fault("catalog.jsonld", f"{key} is of no vocabulary that it names")
                known(value)
    known({k: v for k, v in catalog.items() if k != "@context"})
    need("catalog.jsonld", catalog, "dct:title", "dct:description", "dct:publisher",
         "dcat:dataset")
    found = {}
    for dataset in catalog["dcat:dataset"]:
        where = f"catalog.jsonld: {dataset.get('@id')}"
        need(where, dataset, "dct:title", "dct:description", "dct:identifier",
             "dct:publisher", "dcat:distribution")
        for key in ("dct:title", "dct:description"):
            check_literals(where, dataset[key])
        for file in dataset["dcat:distribution"]:
            need(where, file, "dcat:accessURL", "dcat:downloadURL", "dcat:mediaType")
            path = local(file["dcat:downloadURL"]["@id"], base)
            size, sha = measure(path)
            if (file["dcat:byteSize"]["@value"] != str(size) or
                    file["spdx:checksum"]["spdx:checksumValue"]["@value"] != sha):
                fault(where, f"{path}: size or hash are not the file's")
            found[path] = sha
    return found


def check_crate():
    crate = load("ro-crate-metadata.json")
    entities = {e["@id"]: e for e in crate["@graph"]}
    if len(entities) != len(crate["@graph"]):
        fault("ro-crate-metadata.json", "an @id twice")
    descriptor = entities["ro-crate-metadata.json"]
    if not descriptor["conformsTo"]["@id"].startswith("https://w3id.org/ro/crate/1."):
        fault("ro-crate-metadata.json", "conforms to no version")
    top = entities[descriptor["about"]["@id"]]
    need("ro-crate-metadata.json: ./", top, "name", "description", "datePublished",
         "license", "hasPart")
    found = {}
    for part in top["hasPart"]:
        entity = entities.get(part["@id"])
        if not entity or entity["@type"] != "File":
            fault("ro-crate-metadata.json", f"{part['@id']} is not described")
            continue
        size, sha = measure(part["@id"])
        if entity["contentSize"] != str(size) or entity["sha256"] != sha:
            fault(part["@id"], "size or hash in the crate is not the file's")
        found[part["@id"]] = sha
        for source in entity.get("isBasedOn", []):
            if source["@id"] not in entities:
                fault(part["@id"], f"{source['@id']} is not in the crate")
    for entity in crate["@graph"]:
        if entity["@type"] == "CreativeWork" and "license" in entity:
            if entity["license"]["@id"] not in entities:
                fault(entity["@id"], "its licence is not in the crate")
    return found


def check_citation(day):
    """Only what we write: one key a line, values as JSON strings."""
    top, authors = {}, 0
    with open(os.path.join(root, "CITATION.cff"), encoding="utf-8") as f:
        for line in f:
            key, _, value = line.rstrip("\n").partition(": ")
            if value:
                value = json.loads(value)
            if key == "  - name":
                authors += 1
            elif not key.startswith(" "):
                top[key.rstrip(":")] = value
            elif key == "    url" and not re.match(r"https?://", value):
                fault("CITATION.cff", f"{value} is no address")
    need("CITATION.cff", top, "cff-version", "message", "title", "version")
    if not authors:
        fault("CITATION.cff", "has no author")
    if top["version"] != day or top["date-released"] != day:
        fault("CITATION.cff", f"another version than {day}")


def check_bibliography(day):
    with open(os.path.join(root, "CITATION.bib"), encoding="utf-8") as f:
        text = f.read()
    keys = re.findall(r"^@misc\{([a-z0-9-]+),$", text, re.M)
    if not keys or len(keys) != len(set(keys)) or text.count("{") != text.count("}"):
        fault("CITATION.bib", "is no bibliography")
    if text.count(f"version = {{{day}}}") != len(keys):
        fault("CITATION.bib", f"another version than {day}")


def check_linked_data(base):
    pages = 0
    for folder, _, names in os.walk(root, followlinks=True):
        if "index.html" not in names:
            continue
        with open(os.path.join(folder, "index.html"), encoding="utf-8") as f:
            page = f.read()
        where = os.path.relpath(folder, root)
        blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
        # Pages of revisions list files of many datasets, and are the page of none.
        listing = where.split(os.sep)[1:2] in (["revisiones"], ["revisions"])
        if not listing and 'id="download"' in page and "download=" in page and len(blocks) != 1:
            fault(where, f"{len(blocks)} blocks of linked data")
        for block in blocks:
            data = json.loads(block)
            need(where, data, "@context", "name", "description", "distribution")
            for file in data["distribution"]:
                address = file["contentUrl"]
                measure(local(address, base) if base else
                        os.path.normpath(os.path.join(where, address)))
            pages += 1
    if not pages:
        fault("pages", "none has linked data")


def check_sums():
    for folder, _, names in os.walk(os.path.join(root, "data"), followlinks=True):
        where = os.path.relpath(folder, root)
        files = {n for n in names if n != "SHA256SUMS"}
        if not files:
            continue
        if "SHA256SUMS" not in names:
            fault(where, "has no SHA256SUMS")
            continue
        with open(os.path.join(folder, "SHA256SUMS"), encoding="ascii") as f:
            sums = dict(reversed(line.rstrip("\n").split("  ")) for line in f)
        for name in sorted(files ^ set(sums)):
            fault(where, f"{name} is not listed, or not there")
        for name in files & set(sums):
            if measure(os.path.join(where, name))[1] != sums[name]:
                fault(where, f"the sum of {name} is not the file's")


def tells_of_data(path):
    """The dictionary and the receipts are no datasets: they tell of those that are."""
    return path == "data/dictionary.csv" or path.startswith("data/receipts/")


def main():
    base = sys.argv[2] if len(sys.argv) > 2 else ""
    packaged, described, csvs = set(), set(), set()
    for folder, _, names in os.walk(os.path.join(root, "data"), followlinks=True):
        for name in sorted(names):
            path = os.path.relpath(os.path.join(folder, name), root)
            if name == "datapackage.json":
                packaged |= check_package(path)
            elif name.endswith("csv-metadata.json"):
                described |= check_web(path)
            elif name.endswith(".csv") and not tells_of_data(path):
                csvs.add(path)
    for path in sorted(csvs - packaged):
        fault(path, "is in no package")
    for path in sorted(csvs - described):
        fault(path, "has no description for the web")
    us, ap = check_us(base), check_ap(base)
    crate = check_crate()
    if us != crate:
        fault("data.json", "and ro-crate-metadata.json tell of other files")
    check_citation(load("data.json")["modified"])
    check_bibliography(load("data.json")["modified"])
    check_linked_data(base)
    check_sums()
    if us != ap:
        fault("data.json", "and catalog.jsonld tell of other files")
    for line in faults[:40]:
        print(line)
    print(f"{len(packaged)} files in packages, {len(described)} tables for the web, "
          f"{len(us)} files in catalogues, {len(faults)} faults")
    sys.exit(bool(faults) or not us)


main()
