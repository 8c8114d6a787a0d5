#!/usr/bin/env python3
"""Read feeds, sitemap and robots.txt of a published site as a stranger would.

    check_feeds.py PUBLIC [BASE_URL]

Atom: what RFC 4287 requires of a feed and its entries, identifiers once each and all of
them tag: URIs, days that are days, newest first, links that lead to a page. Sitemap:
the protocol's elements in its namespace, limits, addresses once each, every page of the
site in it and nothing else, languages that name each other. Heads: every feed a page
tells of is there. Prints one line a fault; the exit status is 1 when there is any.
"""
import datetime
import os
import re
import sys
import xml.etree.ElementTree as ET

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"
TAG = re.compile(r"tag:[a-z0-9.-]+,\d{4}(-\d\d(-\d\d)?)?:[A-Za-z0-9._~!$&'()*+,;=:@/%-]*$")
faults = []


def fault(path, text):
    faults.append("%s: %s" % (path, text))


def find(root, ending):
    for folder, _, files in os.walk(root):
        for name in sorted(files):
            path = os.path.relpath(os.path.join(folder, name), root)
            if name.endswith(ending) and not path.startswith("v/"):
                yield path


def leads_somewhere(root, base, path, link):
    if base:
        if not link.startswith(base):
            return False
        target = os.path.join(root, link[len(base):])
        if link.endswith("/"):
            target = os.path.join(target, "index.html")
    else:
        target = os.path.join(root, os.path.dirname(path), link)
    return os.path.isfile(target)


def is_moment(text):
    try:
        return bool(datetime.datetime.strptime(text, "%Y-%m-%dT00:00:00Z"))
    except (TypeError, ValueError):
        return False


def one(path, element, name):
    found = element.findall(ATOM + name)
    if len(found) != 1 or not "".join(found[0].itertext()).strip():
        fault(path, "needs one %s with words" % name)
        return ""
    return "".join(found[0].itertext())


def check_atom(root, base, path, ids):
    feed = ET.parse(os.path.join(root, path)).getroot()
    if feed.tag != ATOM + "feed":
        return fault(path, "is no feed")
    one(path, feed, "author")
    newest, days = None, []
    for element in [feed] + feed.findall(ATOM + "entry"):
        one(path, element, "title")
        id_, day = one(path, element, "id"), one(path, element, "updated")
        if not TAG.match(id_):
            fault(path, "%s is no tag: URI" % id_)
        if (id_, path) in ids or (element is feed and id_ in ids.values()):
            fault(path, "%s stands twice" % id_)
        ids[id_, path] = id_ if element is feed else ""
        if not is_moment(day):
            fault(path, "%s is no day" % day)
        (days if element is not feed else [newest := day]).append(day)
        links = [l for l in element.findall(ATOM + "link")
                 if l.get("rel") == "alternate"]
        if len(links) != 1:
            fault(path, "%s needs one page" % id_)
        for link in links:
            if not leads_somewhere(root, base, path, link.get("href")):
                fault(path, "%s leads nowhere" % link.get("href"))
    for entry in feed.findall(ATOM + "entry"):
        one(path, entry, "summary")
    if days != sorted(days, reverse=True) or (days and days[0] != newest):
        fault(path, "is not newest first, or not as new as its newest entry")
    if len(days) > 50:
        fault(path, "has %d entries" % len(days))
    own = [l.get("href") for l in feed.findall(ATOM + "link") if l.get("rel") == "self"]
    if own != ([base + path] if base else []):
        fault(path, "does not know where it stands")


def check_heads(root):
    told = set()
    for path in find(root, ".html"):
        text = open(os.path.join(root, path), encoding="utf-8").read()
        for tag in re.findall(r'<link rel="alternate" type="application/atom\+xml"[^>]*>',
                              text):
            feed = os.path.normpath(os.path.join(
                os.path.dirname(path), re.search(r'href="([^"]*)"', tag).group(1)))
            told.add(feed)
            if not os.path.isfile(os.path.join(root, feed)):
                fault(path, "tells of %s, which is not there" % feed)
    for feed in find(root, ".atom"):
        if feed not in told:
            fault(feed, "no page tells of it")


def check_part(root, base, path, seen):
    file = os.path.join(root, path)
    part = ET.parse(file).getroot()
    urls = part.findall(MAP + "url")
    newest = ""
    if part.tag != MAP + "urlset" or len(urls) != len(part):
        fault(path, "is no part of a sitemap")
    if not 0 < len(urls) <= 50000 or os.path.getsize(file) > 50 << 20:
        fault(path, "is empty or too large")
    for url in urls:
        loc = url.findtext(MAP + "loc") or ""
        if loc in seen or not leads_somewhere(root, base, path, loc):
            fault(path, "%s stands twice or leads nowhere" % loc)
        day = url.findtext(MAP + "lastmod")
        if day is not None and not is_moment(day + "T00:00:00Z"):
            fault(path, "%s is no day" % day)
        newest = max(newest, day or "")
        seen[loc] = {l.get("href") for l in url.findall(LINK)}
        if len(list(url)) != 1 + (day is not None) + len(url.findall(LINK)):
            fault(path, "%s has elements of no sitemap" % loc)
    return newest


def check_sitemap(root, base):
    seen = {}
    index = ET.parse(os.path.join(root, "sitemap.xml")).getroot()
    if index.tag != MAP + "sitemapindex":
        fault("sitemap.xml", "is no index")
    for part in index:
        loc = part.findtext(MAP + "loc") or ""
        if not loc.startswith(base):
            fault("sitemap.xml", "%s is not of this site" % loc)
            continue
        newest = check_part(root, base, loc[len(base):], seen)
        if newest != (part.findtext(MAP + "lastmod") or ""):
            fault("sitemap.xml", "%s is not as new as its newest page" % loc)
    pages = {base + p[:-len("index.html")] for p in find(root, "index.html")
             if "/" in p}
    for page in sorted(pages ^ set(seen)):
        fault("sitemap.xml", "%s is a page or in the sitemap, not both" % page)
    for loc, others in seen.items():
        if others and loc not in others:
            fault("sitemap.xml", "%s is no language of its own" % loc)
        for other in others:
            if seen.get(other) != others:
                fault("sitemap.xml", "%s and %s do not name each other" % (loc, other))


def main():
    root, base = sys.argv[1], (sys.argv[2:] + [""])[0]
    root, ids = os.path.realpath(root), {}
    feeds = list(find(root, ".atom"))
    for path in feeds:
        check_atom(root, base, path, ids)
    if not feeds:
        fault(root, "has no feed")
    check_heads(root)
    robots = open(os.path.join(root, "robots.txt"), encoding="utf-8").read()
    made_up = os.path.exists(os.path.join(root, "SYNTHETIC.txt"))
    mapped = bool(base) and not made_up
    if ("Disallow: /\n" in robots) != made_up:
        fault("robots.txt", "does not say whether robots may come")
    if ("\nSitemap: %ssitemap.xml\n" % base in robots) != mapped:
        fault("robots.txt", "does not say where the sitemap is")
    if os.path.exists(os.path.join(root, "sitemap.xml")) != mapped:
        fault("sitemap.xml", "is there, or is not, against the rule")
    elif mapped:
        check_sitemap(root, base)
    for line in faults:
        print(line)
    print("%d feeds read, %d faults" % (len(feeds), len(faults)))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
