"""Usage: walk.py CIFRA INTERPOSE.SO CSV HOW

Runs cifra again and again, each time with one thing going wrong at one of the calls by
which it touches files: the call fails, the disk is full from there on, the process is
killed, or the power goes. After each the edition that is served must be whole, what went
wrong must have been said, and the next run must end as one does that nothing happened
to. HOW is "sample" (a fixed sample of all that differs), a number of points of each
kind, "700-720" (these calls), or "all"; WHAT in the environment is which of the kinds.
Works in the current folder.
"""

import errno, hashlib, json, os, random, shutil, subprocess, sys, time
from pathlib import Path

cifra, library, csv, how = sys.argv[1:]
SOURCE = "mx-municipal-2015"
FINE, KEPT_BACK, REFUSED, SYSTEM = 0, 3, 65, 74
RECORD = "var/state/run.json"  # of the last run: when, how long
METRICS = "textfiles/cifra.prom"
ERRORS = [errno.EIO, errno.ENOSPC, errno.EDQUOT]
chance = random.Random(20260418)
faults = []


def call(folder, *arguments, **fault):
    """Run cifra in a folder; fault is what the library is told."""
    environment = dict(os.environ, CIFRA_THREADS="1", LC_ALL="C")
    if fault:
        environment["LD_PRELOAD"] = library
        environment.update({"FAULT_" + key: str(fault[key]) for key in fault})
    return subprocess.run([cifra, *arguments], cwd=folder, env=environment,
                          capture_output=True, text=True, errors="replace")


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def content(folder):
    """All that lies there, with its bytes; not the lock, nor times in stamps, in the
    record of the run and in metrics, which must be whole."""
    found = {}
    for path in sorted(Path(folder).rglob("*")):
        name = str(path.relative_to(folder))
        if path.is_symlink():
            found[name] = "-> " + os.readlink(path)
        elif name.endswith(".stamp"):
            found[name] = path.read_text().split("\n# ")[0]
        elif name == RECORD:
            found[name] = " ".join(sorted(json.loads(path.read_text())))
        elif name == METRICS:
            found[name] = " ".join(sorted(line.split()[0] for line in open(path)))
        elif path.is_file() and path.name != ".lock":
            found[name] = sha256(path)
    return found


def served(folder):
    """What is wrong with the edition that is served, and the hash of its sums."""
    public = Path(folder, "public")
    if not os.path.lexists(public):
        return None, None
    sums = public / "SHA256SUMS"
    if not sums.is_file():
        return "public has no SHA256SUMS", None
    for line in sums.read_text().splitlines():
        digest, path = line.split("  ", 1)
        if not (public / path).is_file() or sha256(public / path) != digest:
            return f"{path} is damaged", None
    return None, sha256(sums)


# Situations -------------------------------------------------------------------------


def make_bundle(name, rows, day):
    """A bundle of the file's first rows."""
    os.mkdir(name)
    text = b"".join(open(csv, "rb").readlines()[: rows + 1])
    Path(name, "m.csv").write_bytes(text)
    entry = {"source": SOURCE, "file": "m.csv", "original": "m.csv", "date": day,
             "fetched": day + "T00:00:00Z", "url": "https://example.org/m.csv",
             "publisher": "SESNSP", "licence": "Libre Uso MX", "origin": "SESNSP",
             "sha256": hashlib.sha256(text).hexdigest(), "bytes": len(text)}
    Path(name, "bundle.json").write_text(json.dumps({"files": [entry]}))


def configure(folder, title, **more):
    os.makedirs(folder, exist_ok=True)
    Path(folder, "cifra.json").write_text(json.dumps(
        {"sources": [SOURCE], "languages": ["es"], "title": title, "keep_releases": 1} |
        more))


def restore(situation):
    """The situation's folder as it was, in a new place: times and links too."""
    shutil.rmtree("now", ignore_errors=True)
    subprocess.run(["cp", "-a", situation, "now"], check=True)
    return "now"


class Situation:
    """A folder, what is run in it, and what comes of it."""

    def __init__(self, name, arguments):
        self.name, self.arguments = name, arguments
        self.before = served(name)[1]
        self.old = self.before and os.path.basename(os.readlink(Path(name, "public")))
        folder = restore(name)
        log = os.path.abspath(name + ".log")
        done = call(folder, *arguments, LOG=log)
        assert done.returncode == 0, done.stderr
        self.calls = [line.split("\t") for line in open(log).read().splitlines()]
        self.after, self.whole = served(folder)[1], content(folder)
        assert self.after and self.after != self.before


def situations():
    make_bundle("small", 8, "2025-12-20")
    make_bundle("later", 9, "2026-01-13")
    configure("empty", "A")
    yield Situation("empty", ["run", "--bundle", "../small"])
    configure("published", "A")
    done = call("published", "run", "--bundle", "../small")
    assert done.returncode == 0, done.stderr
    os.mkdir("published/textfiles")
    configure("published", "B", precompress=["gz"], metrics=METRICS)
    yield Situation("published", ["run", "--bundle", "../later"])


# Power cuts --------------------------------------------------------------------------


def parent(path):
    return os.path.dirname(path) or "."


def not_durable(log):
    """The changes of names, and the files, that no call has made durable."""
    names, dirty = [], set()
    for line in open(log).read().splitlines():
        number, name, path, other, failed = line.split("\t")
        path, other = os.path.normpath(path), other and os.path.normpath(other)
        if failed != "0":
            continue
        if name == "syncfs":
            names, dirty = [], set()
        elif name == "fsync":
            dirty.discard(path)
            names = [change for change in names
                     if {parent(p) for p in change[2:] if p} - {path}]
        elif name == "write":
            dirty.add(path)
        elif name in ("create", "mkdir", "link", "symlink", "rename", "exchange",
                      "unlink", "rmdir"):
            names.append((number, name, path, other if name in ("rename", "exchange") else ""))
            if name == "rename":
                moved = {p for p in dirty if p == other or p.startswith(other + "/")}
                dirty = dirty - moved - {path} | {path + p[len(other):] for p in moved}
            elif name == "unlink":
                dirty.discard(path)
    return names, dirty


def take_back(folder, grave, change):
    number, name, path, other = change
    path, buried = os.path.join(folder, path), os.path.join(grave, number)
    try:
        if name in ("create", "link", "symlink"):
            os.unlink(path)
        elif name == "mkdir":
            os.rmdir(path)
        elif name == "rmdir":
            os.mkdir(path)
        elif name == "exchange":
            aside = path + ".aside"
            os.rename(path, aside)
            os.rename(os.path.join(folder, other), path)
            os.rename(aside, os.path.join(folder, other))
        elif name == "rename":
            os.rename(path, os.path.join(folder, other))
        if name in ("rename", "unlink") and os.path.lexists(buried):
            os.link(buried, path, follow_symlinks=False)
    except OSError:
        pass  # something durable builds on it: then it was durable too


def cut_power(folder, log, grave):
    """Lose what was not made durable: names from some change on, or all, and bytes."""
    names, dirty = not_durable(log)
    for path in sorted(dirty):
        at = os.path.join(folder, path)
        if os.path.isfile(at) and chance.random() < 0.8:
            os.truncate(at, chance.choice([0, os.path.getsize(at) // 2]))
    kept = 0 if chance.random() < 0.5 else chance.randrange(len(names) + 1)
    for change in reversed(names[kept:]):
        take_back(folder, grave, change)


# Judging -----------------------------------------------------------------------------


def kept_back(situation, at, done):
    """A snapshot that cannot be read is kept back, and an edition made without it; or,
    when it is the only one, none."""
    name, path = situation.calls[at - 1][1:3]
    return (done.returncode in (KEPT_BACK, REFUSED) and name in ("open", "read") and
            path.startswith("var/snapshots/") and "is kept back: " in done.stderr)


def may_stay(situation, name):
    """An older edition stays until the next is published, and a temporary file of the
    store for an hour: it may be another run's."""
    path = Path(name)
    return (path.parts[:2] == ("var", "snapshots") and path.name.startswith(".") or
            situation.old is not None and name.startswith("var/releases/" + situation.old))


def mended(situation, folder):
    """What was not to be read one night is read the next."""
    again = call(folder, *situation.arguments)
    damage, now = served(folder)
    if again.returncode != 0 or damage or now != situation.after:
        yield (f"the next run does not mend it: {again.returncode}, {damage}, "
               f"{again.stderr.strip()}")


def judge(situation, folder, done, words, at):
    """What is wrong after a fault, one sentence each."""
    damage, now = served(folder)
    if damage:
        yield damage
    elif kept_back(situation, at, done):
        yield from mended(situation, folder)
        return
    elif now not in (situation.before, situation.after):
        yield "neither the old edition nor the new one is served"
    expected = dict(situation.whole)
    if "the record of this run: " in done.stderr:  # said; the edition is out all the same
        expected.pop(RECORD)
    if "cifra: metrics: " in done.stderr:
        expected.pop(METRICS)
    if words and done.returncode == FINE and expected.items() - content(folder).items():
        yield "it says that all went well"
    if words and done.returncode not in (FINE, SYSTEM):
        yield f"it ended with {done.returncode}: {done.stderr.strip()}"
    if words and done.returncode != FINE and not (
            words in done.stderr and done.stderr.splitlines()[-1].startswith("cifra: ")):
        yield f"it does not say what went wrong: {done.stderr!r}"
    if words and ".staging" in done.stderr and not (
            ("; an edition needs " in done.stderr) == (words != os.strerror(errno.EIO))):
        yield f"it does not say how much room an edition needs: {done.stderr!r}"
    again = call(folder, *situation.arguments)
    if again.returncode != 0:
        yield f"the next run ended with {again.returncode}: {again.stderr.strip()}"
    damage, now = served(folder)
    if damage or now != situation.after:
        yield f"the next run left another edition: {damage}"
    found = content(folder)
    for name in sorted(found.keys() | situation.whole.keys()):
        if found.get(name) != situation.whole.get(name) and not may_stay(situation, name):
            yield (f"after the next run {name} is {found.get(name)}, not "
                   f"{situation.whole.get(name)}")
            break
    verified = call(folder, "verify")
    if verified.returncode != 0:
        yield f"cifra verify ended with {verified.returncode}: {verified.stderr.strip()}"


def try_one(situation, what, at):
    folder = restore(situation.name)
    log, grave = os.path.abspath("log"), os.path.abspath("grave")
    Path(log).unlink(missing_ok=True)
    shutil.rmtree(grave, ignore_errors=True)
    os.mkdir(grave)
    error = errno.ENOSPC if what == "full" else ERRORS[at % len(ERRORS)]
    done = call(folder, *situation.arguments, AT=at, ERRNO=error, LOG=log, GRAVE=grave,
                DO="kill" if what == "power" else what)
    if what == "power":
        cut_power(folder, log, grave)
    words = os.strerror(error) if what in ("fail", "full") else None
    where = "%s, %s at call %d (%s %s)" % (
        situation.name, what, at, *situation.calls[at - 1][1:3])
    for sentence in judge(situation, folder, done, words, at):
        faults.append(where)
        print(f"{where}: {sentence}", flush=True)
    return done.returncode == 0


def group(line):
    """Calls that are alike: the pages, to a program that writes files, are."""
    path = line[2]
    if ".staging/" in path or "/v/.new/" in path:
        path = path[: path.index("/", path.index("var/releases/") + 13)]
    return line[1], "".join(c for c in path if not c.isdigit())


def points(situation):
    """The calls to try, of every group at least one."""
    every = range(1, len(situation.calls) + 1)
    if how == "all":
        return list(every)
    if "-" in how:
        first, last = map(int, how.split("-"))
        return list(every)[first - 1 : last]
    if how != "sample":
        return sorted(chance.sample(every, min(int(how), len(every))))
    groups = {}
    for at in every:
        groups.setdefault(group(situation.calls[at - 1]), []).append(at)
    return sorted(chance.choice(alike) for alike in groups.values())


started = time.monotonic()
tried = harmless = 0
for situation in situations():
    chosen = points(situation)
    for what in os.environ.get("WHAT", "fail full kill power").split():
        few = chosen if how != "sample" else sorted(chance.sample(chosen, 6))
        for at in few:
            harmless += try_one(situation, what, at)
            tried += 1
print(f"{tried} faults tried in {time.monotonic() - started:.0f} s, {harmless} were "
      f"harmless, {len(faults)} found")
sys.exit(1 if faults else 0)
