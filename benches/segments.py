"""Segments and insight beside what people would use instead: DuckDB, ClickHouse (chdb) and Polars.

`python benches/segments.py [--customers N] [--events N] [--live] [--keep]`

Makes a throw-away environment with the others from PyPI, writes the same data for everybody, asks the same seven questions
of each in turn with two threads, holds the answers against each other and prints medians and ratios to the fastest other.
Each system has the data in memory, in the form that suits it: see `docs/benchmarks.md`.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BENCH = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release" / "examples" / "bench"
DAY = 86_400_000
NOW = 1_782_878_400_000
MIDNIGHT = NOW - 12 * 3_600_000
PEERS = ["duckdb", "clickhouse", "polars"]
QUESTIONS = ["profile", "payments", "wanted", "rfm", "insight", "sequence", "sets"]


def last(days):
    """The first instant of the last `days` calendar days."""
    return MIDNIGHT - (days - 1) * DAY


def born(age):
    """The last birthday, in days since 1970, of those who are `age` or older."""
    import datetime

    return (datetime.date(2026 - age, 7, 1) - datetime.date(1970, 1, 1)).days


# What the dimensions of the insight are, in SQL; bands as numbers of the edges that are reached.
AGE_BANDS = " + ".join(f"(birthday <= {born(age)})::int" for age in (20, 25, 30, 35, 40, 45, 50, 55))
SPENT_BANDS = " + ".join(f"(spent >= {edge * 100})::int" for edge in (100, 500, 1000, 2000, 5000))
DIMENSIONS = ["gender", "province", "city_level", "level", "channel", "city", "consent", "age_band", "spent_band"]

SQL = {
    "profile": f"""select count(*) from customers where gender = 0 and province in (0, 3, 7) and city_level in (0, 1)
        and birthday > {born(35)} and birthday <= {born(25)}""",
    "payments": f"""select count(*) from (select customer from events where kind = 3 and ts >= {last(90)} and ts <= {NOW}
        and customer in (select customer from customers where province in (0, 3, 7))
        group by customer having count(*) >= 2 and sum(amount) >= 20000) x""",
    "wanted": f"""select count(*) from (select distinct customer from events where kind = 1 and category = 12
        and ts >= {last(7)} and ts <= {NOW} and customer not in (select customer from events where kind = 3
        and category = 12 and ts >= {last(30)} and ts <= {NOW})) x""",
    "rfm": "select customer, max(ts) as l, count(*) as n, sum(amount) as s from events where kind = 3 group by customer",
}


class DuckDB:
    def __init__(self, folder):
        import duckdb

        self.db = duckdb.connect()
        self.db.execute("set threads = 2; set enable_progress_bar = false")
        self.db.execute(f"create table customers as select * from '{folder}/customers.parquet'")
        self.db.execute(f"create table events as select * from '{folder}/events.parquet' order by kind, ts")
        self.db.execute(f"alter table customers add column age_band int; update customers set age_band = {AGE_BANDS}")
        self.db.execute(f"alter table customers add column spent_band int; update customers set spent_band = {SPENT_BANDS}")

    def one(self, text):
        return self.db.execute(text).fetchone()[0]

    def ask(self, name):
        if name == "rfm":
            return [int(x) for x in self.db.execute(f"""select count(*), sum(n), sum(s), sum(l // {DAY})
                from ({SQL['rfm']}) x""").fetchone()]
        if name == "insight":
            found = []
            for one in DIMENSIONS:
                rows = self.db.execute(f"""select count(*) filter (where s1), count(*) from customers
                    where {one} is not null group by {one}""").fetchall()
                found += [sum(row[0] for row in rows), sum(row[1] for row in rows)]
            rows = self.db.execute(f"""select count(*) filter (where s1), count(*) from (select distinct e.customer, category, s1
                from events e join customers c on c.customer = e.customer where kind = 3 and ts >= {last(90)} and ts <= {NOW})
                group by category""").fetchall()
            return found + [sum(row[0] for row in rows), sum(row[1] for row in rows)]
        if name == "sequence":
            return [self.one(f"""select count(distinct v.customer) from (select customer, ts from events where kind = 0
                and ts >= {last(30)} and ts <= {NOW - 3 * DAY}) v asof left join (select customer, ts from events
                where kind = 3 and ts >= {last(30)} and ts <= {NOW}) p on v.customer = p.customer and p.ts >= v.ts
                where p.ts is null or p.ts > v.ts + {3 * DAY}""")]
        if name == "sets":
            return [self.one("""select count(*) filter (where s1 and s2 and not s3) + count(*) filter (where s1 or s3)
                from customers""")]
        return [self.one(SQL[name])]


class ClickHouse:
    def __init__(self, folder):
        from chdb import session

        self.folder = tempfile.mkdtemp(prefix="regulars-chdb.", dir=folder)
        self.db = session.Session(self.folder)
        self.run("set max_threads = 2")
        self.run("create database b")
        self.run(f"""create table b.customers engine = MergeTree order by tuple() as
            select *, {AGE_BANDS.replace('::int', '')} as age_band, {SPENT_BANDS.replace('::int', '')} as spent_band
            from file('{folder}/customers.parquet', Parquet)""")
        self.run(f"""create table b.events engine = MergeTree order by (kind, ts) as select assumeNotNull(customer) customer,
            assumeNotNull(kind) kind, assumeNotNull(ts) ts, assumeNotNull(category) category, assumeNotNull(amount) amount
            from file('{folder}/events.parquet', Parquet)""")
        for table in ("customers", "events"):
            self.run(f"optimize table b.{table} final")

    def run(self, text):
        return self.db.query(text + (" settings max_threads = 2" if text.lstrip().startswith("select") else ""), "JSONCompact")

    def rows(self, text):
        text = text.replace("from customers", "from b.customers").replace("from events", "from b.events")
        text = text.replace("join customers", "join b.customers").replace("//", "div")
        return json.loads(self.run(text).bytes())["data"]

    def one(self, text):
        return int(self.rows(text)[0][0])

    def ask(self, name):
        if name == "rfm":
            return [int(x) for x in self.rows(f"""select count(*), sum(n), sum(s), sum(intDiv(l, {DAY}))
                from ({SQL['rfm']}) x""")[0]]
        if name == "insight":
            found = []
            for one in DIMENSIONS:
                rows = self.rows(f"select countIf(s1), count(*) from customers where {one} is not null group by {one}")
                found += [sum(int(row[0]) for row in rows), sum(int(row[1]) for row in rows)]
            rows = self.rows(f"""select uniqExactIf(customer, s1), uniqExact(customer) from (select customer, category,
                customer in (select customer from customers where s1) as s1 from events where kind = 3
                and ts >= {last(90)} and ts <= {NOW}) group by category""")
            return found + [sum(int(row[0]) for row in rows), sum(int(row[1]) for row in rows)]
        if name == "sequence":
            return [self.one(f"""select count(distinct v.customer) from (select customer, ts from events where kind = 0
                and ts >= {last(30)} and ts <= {NOW - 3 * DAY}) v asof left join (select customer, ts from events
                where kind = 3 and ts >= {last(30)} and ts <= {NOW}) p on v.customer = p.customer and v.ts <= p.ts
                where p.ts = 0 or p.ts > v.ts + {3 * DAY}""")]
        if name == "sets":
            return [self.one("select countIf(s1 and s2 and not s3) + countIf(s1 or s3) from customers")]
        return [self.one(SQL[name])]


class Polars:
    def __init__(self, folder):
        import polars as pl

        self.pl = pl
        bands = [
            sum((pl.col("birthday") <= born(age)).cast(pl.Int32) for age in (20, 25, 30, 35, 40, 45, 50, 55)).alias("age_band"),
            sum((pl.col("spent") >= edge * 100).cast(pl.Int32) for edge in (100, 500, 1000, 2000, 5000)).alias("spent_band"),
        ]
        self.customers = pl.read_parquet(f"{folder}/customers.parquet").with_columns(bands).rechunk()
        # A frame for each kind, by time: the kind itself need not be looked at then.
        self.kinds = {
            kind: pl.scan_parquet(f"{folder}/events.parquet").filter(pl.col("kind") == kind)
            .drop("kind").sort("ts").collect().rechunk() for kind in (0, 1, 3)
        }

    def kind(self, kind, since=None, until=NOW):
        frame = self.kinds[kind].lazy()
        col = self.pl.col("ts").set_sorted()
        return frame if since is None else frame.filter(col.is_between(since, until))

    def ask(self, name):
        pl, customers = self.pl, self.customers.lazy()
        col = pl.col
        n = lambda frame: [int(frame.select(pl.len()).collect().item())]
        if name == "profile":
            return n(customers.filter((col("gender") == 0) & col("province").is_in([0, 3, 7]) & col("city_level").is_in([0, 1])
                                      & (col("birthday") > born(35)) & (col("birthday") <= born(25))))
        if name == "payments":
            inside = customers.filter(col("province").is_in([0, 3, 7])).select("customer")
            return n(self.kind(3, last(90)).join(inside, on="customer", how="semi").group_by("customer")
                     .agg(pl.len().alias("n"), col("amount").cast(pl.Int64).sum()).filter((col("n") >= 2) & (col("amount") >= 20000)))
        if name == "wanted":
            bought = self.kind(3, last(30)).filter(col("category") == 12).select("customer")
            return n(self.kind(1, last(7)).filter(col("category") == 12).select("customer").unique()
                     .join(bought, on="customer", how="anti"))
        if name == "rfm":
            found = self.kind(3).group_by("customer").agg(col("ts").max(), pl.len().alias("n"), col("amount").cast(pl.Int64).sum()).collect()
            return [int(x) for x in (len(found), found["n"].sum(), found["amount"].sum(), (found["ts"] // DAY).sum())]
        if name == "insight":
            asked = [customers.filter(col(one).is_not_null()).group_by(one).agg(col("s1").sum().cast(pl.Int64), pl.len().alias("n")) for one in DIMENSIONS]
            asked.append(self.kind(3, last(90)).select("customer", "category").unique()
                         .join(customers.select("customer", "s1"), on="customer").group_by("category")
                         .agg(col("s1").sum().cast(pl.Int64), pl.len().alias("n")))
            return [int(x) for found in pl.collect_all(asked) for x in (found["s1"].sum(), found["n"].sum())]
        if name == "sequence":
            paid = self.kind(3, last(30)).select("customer", "ts", col("ts").alias("paid"))
            return n(self.kind(0, last(30), NOW - 3 * DAY).select("customer", "ts")
                     .join_asof(paid, on="ts", by="customer", strategy="forward")
                     .filter(col("paid").is_null() | (col("paid") > col("ts") + 3 * DAY)).select("customer").unique())
        one, two, three = col("s1"), col("s2"), col("s3")
        found = customers.select((one & two & ~three).sum().alias("a") + (one | three).sum()).collect()
        return [int(found.item())]


def write_parquet(folder):
    """Columns as one Parquet file for customers and one for events, with the segments as columns of yes and no."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    read = lambda name, kind: np.fromfile(f"{folder}/{name}.bin", dtype=kind)
    kinds = {"gender": "u1", "province": "u1", "city_level": "u1", "level": "u1", "channel": "u1", "city": "u2",
             "birthday": "i4", "spent": "i8", "registered": "i4", "consent": "u1"}
    columns = {name: read(f"c_{name}", kind) for name, kind in kinds.items()}
    n = len(columns["gender"])
    events = {name: read(f"e_{name}", kind) for name, kind in
              {"customer": "u4", "kind": "u1", "ts": "i8", "category": "u1", "amount": "i4"}.items()}
    paid = (events["kind"] == 3) & (events["ts"] >= last(90))
    viewed = (events["kind"] == 0) & (events["ts"] >= last(30))
    times = lambda mask: np.bincount(events["customer"][mask], minlength=n + 1)[1:]
    segments = {"s1": times(paid) >= 1, "s2": times(viewed) >= 3, "s3": (columns["province"] < 4) & (columns["spent"] >= 50_000)}
    birthday = pa.array(columns.pop("birthday"))
    known = pa.compute.greater(birthday, -2**31)
    table = {"customer": np.arange(1, n + 1, dtype="u4"), **columns, **segments}
    table = pa.table({**{name: pa.array(values) for name, values in table.items()},
                      "birthday": pa.compute.if_else(known, birthday, pa.scalar(None, pa.int32()))})
    pq.write_table(table, f"{folder}/customers.parquet")
    del table
    pq.write_table(pa.table(events), f"{folder}/events.parquet", row_group_size=4_000_000)
    for path in Path(folder).glob("*.bin"):
        path.unlink()


def peer(name, folder):
    """One of the others, in this process: prints its medians and answers."""
    import pyarrow.compute  # noqa: F401  (polars and chdb share it)

    began = time.monotonic()
    house = {"duckdb": DuckDB, "clickhouse": ClickHouse, "polars": Polars}[name](folder)
    print(f"{name}: loaded in {time.monotonic() - began:.1f} s", file=sys.stderr)
    found = {}
    for question in QUESTIONS:
        try:
            answer = house.ask(question)
            taken, spent = [], time.process_time()
            for _ in range(7):
                began = time.monotonic()
                house.ask(question)
                taken.append((time.monotonic() - began) * 1000)
            found[question] = [statistics.median(taken), answer, (time.process_time() - spent) * 1000 / 7]
        except Exception as error:  # One that cannot answer is shown as such.
            print(f"{name} {question}: {error}", file=sys.stderr)
    with open("/proc/self/status") as status:
        memory = next(int(line.split()[1]) // 1024 for line in status if line.startswith("VmRSS"))
    print("JSON " + json.dumps({**found, "memory": memory}))


def told(command, **kwargs):
    """Runs a command; returns what it printed as JSON, joined."""
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, **kwargs)
    found = {}
    for line in done.stdout.splitlines():
        if line.startswith("JSON "):
            found |= json.loads(line[5:])
        else:
            print("  " + line, flush=True)
    return found


def environment(folder):
    python = Path(folder) / "venv" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(python.parent.parent)], check=True)
        subprocess.run([str(python), "-m", "pip", "-q", "install", "duckdb", "chdb", "polars", "pyarrow", "numpy"], check=True)
    return str(python)


def measure(folder, customers, events):
    python = environment(folder)
    data = Path(folder) / f"data-{customers}"
    if not (data / "events.parquet").exists():
        data.mkdir(exist_ok=True)
        subprocess.run([str(BENCH), "write", str(data), str(customers), str(events)], check=True)
        subprocess.run([python, __file__, "--parquet", str(data)], check=True)
    limits = {**os.environ, "POLARS_MAX_THREADS": "2", "OMP_NUM_THREADS": "2"}
    found = {"regulars": told([str(BENCH), "ask", str(data), str(customers), str(events)])}
    for name in PEERS:
        found[name] = told([python, __file__, "--peer", name, str(data)], env=limits)
    print(f"\n{customers:,} customers, about {events:,} events; milliseconds, medians, two threads")
    print(f"{'':<10}" + "".join(f"{name:>12}" for name in ["regulars", *PEERS]) + f"{'ratio':>9} {'by work':>9}  same answers")
    for question in QUESTIONS:
        times = [found[name].get(question, [None])[0] for name in ["regulars", *PEERS]]
        answers = [found[name][question][1] for name in ["regulars", *PEERS] if question in found[name]]
        others = [time for time in times[1:] if time is not None]
        spent = [found[name].get(question, [None, None, None])[2] for name in ["regulars", *PEERS]]
        least = min(time for time in spent[1:] if time is not None)
        same = "yes" if all(answer == answers[0] for answer in answers) else f"NO: {answers}"
        cells = "".join(f"{time:>12.2f}" if time is not None else f"{'-':>12}" for time in times)
        print(f"{question:<10}{cells}{min(others) / times[0]:>8.1f}x {least / max(spent[0], 0.01):>8.1f}x  {same}")
    print(f"{'memory MB':<10}" + "".join(f"{found[name].get('memory', 0):>12}" for name in ["regulars", *PEERS]))
    print(f"restart to answering {found['regulars'].get('restart', 0):.2f} s", flush=True)


def main(customers=1_000_000, folder=None):
    from common import folder as throw_away

    with throw_away(folder) as path:
        measure(path, customers, customers * 10)
        told([str(BENCH), "live", str(min(customers, 1_000_000)), str(min(customers, 1_000_000) * 10)])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--events", type=int)
    parser.add_argument("--folder", help="where to keep the data and the environment; otherwise they are thrown away")
    parser.add_argument("--peer", nargs=2, metavar=("NAME", "FOLDER"), help=argparse.SUPPRESS)
    parser.add_argument("--parquet", metavar="FOLDER", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.peer:
        peer(*args.peer)
    elif args.parquet:
        write_parquet(args.parquet)
    elif args.folder:
        measure(args.folder, args.customers, args.events or args.customers * 10)
    else:
        main(args.customers)
