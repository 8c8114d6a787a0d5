"""The SQLite files of a site, read back by SQLite itself and held against the CSVs:
check_sqlite.py PUBLIC. Every row of the smaller ones, the sums and numbers of rows by
source, measure and status of all; nothing dangles; they open read-only."""
import collections, csv, json, pathlib, sqlite3, subprocess, sys

data = pathlib.Path(sys.argv[1]).resolve() / "data"
ROW_BY_ROW = 20_000_000  # bytes of CSV
LARGEST = 50_000_000
faults = 0


def fault(*words):
    global faults
    faults += 1
    print(*words)


def figures_of(path):
    """Rows as in the view, from either shape of CSV."""
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if "m01" not in row:
                yield tuple(row.values())
                continue
            words = row["status"].split(" ")
            head = [row[k] for k in list(row)[:6]]
            tail = [row["unit"], row["source"]]
            for month in range(12):
                value = row["m%02d" % (month + 1)]
                status = words[month] if len(words) > 1 else row["status"]
                if status != "absent" and (value != "" or status in
                                           ("not_reported", "suppressed")):
                    period = "%s-%02d" % (row["year"], month + 1)
                    yield (*head, period, value, status, *tail)


def number(cell):
    return None if cell in ("", None) else float(cell)


def sums_of(rows):
    sums = collections.defaultdict(lambda: [0, 0.0])
    for row in rows:
        entry = sums[row[10], row[4], row[8]]
        entry[0] += 1
        entry[1] += number(row[7]) or 0
    return sums


def sums_in(db):
    sql = """SELECT sources.code, measures.code, statuses.code, count(*), total(value)
        FROM figures JOIN series ON series.id = figures.series
        JOIN sources ON sources.id = source JOIN measures ON measures.id = measure
        JOIN statuses ON statuses.id = status GROUP BY 1, 2, 3"""
    return {row[:3]: list(row[3:]) for row in db.execute(sql)}


def open_sound(path):
    db = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    if db.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
        fault(path, "is damaged")
    if db.execute("PRAGMA foreign_key_check").fetchall():
        fault(path, "has keys that lead nowhere")
    if db.execute("PRAGMA user_version").fetchone() != (1,):
        fault(path, "has no version of its shape")
    for table, in db.execute("SELECT name FROM sqlite_schema WHERE type != 'index'"):
        if table != "methodologies" and not db.execute(
                f"SELECT * FROM {table} LIMIT 1").fetchone():
            fault(path, "has nothing in", table)
    return db


def near(one, other):
    """Decimals (rates) are summed in another order; counts agree to the unit."""
    return one.keys() == other.keys() and all(
        one[k][0] == other[k][0] and abs(one[k][1] - other[k][1]) <= 1e-9 * one[k][1]
        and (one[k][1] % 1 or one[k][1] == other[k][1]) for k in one)


def compare_rows(path, db, rows):
    def order(row):
        return tuple(cell or "" for cell in row[:7])
    listed = sorted(((*r[:7], number(r[7]), *r[8:]) for r in rows), key=order)
    viewed = sorted((tuple("" if c is None and i != 7 else
                           float(c) if i == 7 and c is not None else c
                           for i, c in enumerate(r))
                     for r in db.execute("SELECT * FROM figures_es")), key=order)
    if listed != viewed:
        apart = next((p for p in zip(listed, viewed) if p[0] != p[1]), None)
        fault(path, "is not its CSV:", len(listed), len(viewed), apart)


def check_years(path, db):
    """By years nothing is lost, and whole years are as the months say."""
    of_months, = db.execute("SELECT total(value) FROM figures").fetchone()
    of_years, = db.execute("SELECT total(value) FROM years_en").fetchone()
    if abs(of_months - of_years) > 1e-9 * of_months:
        fault(path, "by years adds up to", of_years, "not", of_months)


states, checked = {}, 0
for path in sorted((data / "sources").rglob("*.sqlite")):
    table = path.with_suffix(".csv")
    db = open_sound(path)
    small = table.stat().st_size < ROW_BY_ROW
    rows = list(figures_of(table)) if small else figures_of(table)
    sums = sums_of(rows)
    if not near(sums_in(db), sums):
        fault(path, "does not add up to its CSV")
    if small:
        compare_rows(path, db, rows)
        check_years(path, db)
    if db.execute("SELECT max(level) FROM sources").fetchone() != ("municipality",):
        states.update(sums)
    checked += 1
for table in (data / "sources").rglob("*.csv"):
    if table.name.endswith(".sdmx.csv"):
        continue
    whole_years = table.name.endswith(".years.csv")
    if not whole_years and not table.with_suffix(".sqlite").exists():
        fault(table, "has no SQLite file beside it")

whole = data / "cifra.sqlite"
db = open_sound(whole)
if not near(sums_in(db), states):
    fault(whole, "does not add up to the CSVs of states")
if whole.stat().st_size > LARGEST:
    fault(whole, "has", whole.stat().st_size, "bytes")

# The program of SQLite, as a reader would ask it.
told = subprocess.run(
    ["sqlite3", "-readonly", whole, "SELECT sum(value), count(*) FROM figures JOIN series"
     " ON series.id = figures.series JOIN offences o ON o.code = 'homicidio-doloso'"
     " JOIN sources ON sources.id = source JOIN periods ON periods.id = figures.period"
     " WHERE offence BETWEEN o.id AND o.last AND year = 2023"
     " AND sources.code = 'mx-estatal-2015'"],
    capture_output=True, text=True)
if not told.stdout.startswith("25290|"):
    fault("sqlite3 says of 2023:", told.stdout, told.stderr)

# Who asks for a place, an offence or a month does not wait for every figure to be read.
for language in "es", "en":
    for asked in (
            f"figures_{language} WHERE place_code = 'mx-14' AND period = '2023-05'",
            f"figures_{language} WHERE offence_code = 'secuestro.secuestro-exprés'",
            f"years_{language} WHERE place_code = 'mx-09' AND year = 2023",
            f"years_{language} WHERE offence_code = 'feminicidio.con-arma-de-fuego'"
            " AND source = 'mx-estatal-2015'"):
        plan = [row[3] for row in db.execute("EXPLAIN QUERY PLAN SELECT * FROM " + asked)]
        if any(step.startswith("SCAN figures") for step in plan):
            fault("every figure is read for", asked, plan)

# What Datasette shows: every database is told of, every example answers.
told = json.loads((data / "metadata.json").read_text(encoding="utf-8"))
for name in [p.stem for p in (data / "sources").glob("*.sqlite")] + ["cifra"]:
    missing = {"title", "description", "license", "source"} - set(told["databases"][name])
    if missing:
        fault("metadata.json lacks", missing, "of", name)
queries = told["databases"]["cifra"]["queries"]
for name, query in queries.items():
    if len(db.execute(query["sql"]).fetchall()) < 12:
        fault("the example", name, "finds next to nothing")
if len(queries) != 4:
    fault("there are", len(queries), "examples")

print(checked, "SQLite files read back,", faults, "faults")
sys.exit(faults > 0 or checked == 0)
