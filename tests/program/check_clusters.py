#!/usr/bin/env python3
"""Work data/clusters.csv out again, by another road, and say where it differs.

    check_clusters.py PUBLIC OUTLINES

Neighbours here are places that share any point of the outlines; Gi* (Ord and Getis
1995), its two-sided normal p and Benjamini and Hochberg's adjustment are written anew
from the papers.
"""
import csv
import gzip
import json
import math
import os
import sys
from collections import defaultdict


def flat(arcs):
    for arc in arcs:
        if isinstance(arc, list):
            yield from flat(arc)
        else:
            yield arc


def points(topology, arc):
    steps = topology["arcs"][arc if arc >= 0 else ~arc]
    x = y = 0
    for step in steps:
        if "transform" in topology:
            x, y = x + step[0], y + step[1]
            yield x, y
        else:
            yield tuple(step)


def neighbours(path):
    with gzip.open(path) as f:
        topology = json.load(f)
    at = defaultdict(set)
    for name in topology["objects"]:
        for place in topology["objects"][name]["geometries"]:
            for arc in flat(place.get("arcs", [])):
                for point in points(topology, arc):
                    at[point].add("mx-" + place["properties"]["id"])
    found = defaultdict(set)
    for places in at.values():
        for place in places:
            found[place] |= places
    return found


def adjusted(ps):
    order = sorted(range(len(ps)), key=lambda i: -ps[i])
    out, least = [0] * len(ps), 1
    for rank, i in enumerate(order):
        least = min(least, ps[i] * len(ps) / (len(ps) - rank))
        out[i] = least
    return out


def near(found, wanted):
    """The file's rates have six digits."""
    return abs(found - wanted) <= 2e-4 * max(abs(wanted), 0.5)


def differing(rows, around):
    value = {r["place_code"]: float(r["rate_smoothed"]) for r in rows}
    n = len(value)
    mean = sum(value.values()) / n
    spread = math.sqrt(sum((v - mean) ** 2 for v in value.values()) / n)
    sums = {p: [value[q] for q in around[p] | {p} if q in value] for p in value}
    tested = [r for r in rows if r["z"]]
    ps = []
    for row in tested:
        inside = sums[row["place_code"]]
        k = len(inside)
        z = (sum(inside) - k * mean) / (spread * math.sqrt((n * k - k * k) / (n - 1)))
        ps.append(math.erfc(abs(z) / math.sqrt(2)))
        if k - 1 != int(row["neighbours"]) or not near(float(row["z"]), z):
            yield "%s %s: %d neighbours, z %g" % (row["place_code"],
                                                  row["offence_code"], k - 1, z)
    for row, p in zip(tested, adjusted(ps)):
        high = float(row["z"]) > 0
        wanted = "none" if p > 0.05 else "high" if high else "low"
        if row["cluster"] != wanted or not near(float(row["p_adjusted"]), p):
            yield "%s %s: adjusted p %g" % (row["place_code"], row["offence_code"], p)


def main():
    root, outlines = sys.argv[1:3]
    around = neighbours(os.path.join(outlines, "mx_states.topo.json.gz"))
    around.update(neighbours(os.path.join(outlines, "mx_municipalities.topo.json.gz")))
    maps = defaultdict(list)
    with open(os.path.join(root, "data", "clusters.csv"), encoding="utf-8",
              newline="") as f:
        for row in csv.DictReader(f):
            maps[row["within"], row["offence_code"]].append(row)
    wrong = [line for rows in maps.values() for line in differing(rows, around)]
    for line in wrong[:20]:
        print(line)
    tested = sum(1 for rows in maps.values() for row in rows if row["z"])
    print("%d maps, %d tests, %d differ" % (len(maps), tested, len(wrong)))
    return 1 if wrong or tested < 1000 else 0


sys.exit(main())
