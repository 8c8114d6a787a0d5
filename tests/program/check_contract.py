#!/usr/bin/env python3
"""Compare the shape that a site promises with what its version stands for.

    check_contract.py PUBLIC FOLDER [--accept]

FOLDER remembers one file for each version. A shape that differs from that of its
version needs a new number in site/contract.c; --accept writes the file of a version
that has none yet.
"""
import json
import os
import sys

public, folder = sys.argv[1:3]
with open(os.path.join(public, "api.json"), encoding="utf-8") as f:
    api = json.load(f)
shape = {
    "addresses": [a["pattern"] for a in api["addresses"]],
    "tables": {
        t["name"]: [
            " ".join(str(c.get(k, "")) for k in ("name", "type", "required", "key"))
            + "".join(f" {word}" for word in c.get("words", []))
            for c in t["columns"]
        ]
        for t in api["tables"]
    },
    "code_lists": {c["path"]: c["columns"] for c in api["code_lists"]},
}
version = api["contract"]
if version != api["changes"][0]["version"]:
    sys.exit("the newest change is not of the version that holds")
kept = os.path.join(folder, version + ".json")
text = json.dumps(shape, indent=1, ensure_ascii=False) + "\n"
if not os.path.exists(kept):
    if "--accept" not in sys.argv:
        sys.exit(f"nothing remembers version {version}: run it with --accept")
    with open(kept, "w", encoding="utf-8") as f:
        f.write(text)
with open(kept, encoding="utf-8") as f:
    then = f.read()
if then != text:
    old, new = set(then.splitlines()), set(text.splitlines())
    for line in sorted(old - new):
        print("-" + line)
    for line in sorted(new - old):
        print("+" + line)
    sys.exit(f"the shape is not that of version {version}: raise the number in "
             "site/contract.c, say what changed, and remember it")
