"""The others that `segments.py` asks: each reads the same Parquet files into the form that suits it and answers the same
questions. They run in the benchmark's own throw-away environment, each in a process of its own."""

import io
import json
import os
import tempfile

DAY = 86_400_000
NOW = 1_782_878_400_000
MIDNIGHT = NOW - 12 * 3_600_000


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


class Indexed:
    """What SQLite and PostgreSQL share: one text for both, over tables with the indexes that these questions want."""

    INDEXES = [
        "create index events_by_time on events (kind, ts, customer, category, amount)",
        "create index events_by_customer on events (kind, customer, ts)",
        # One for each attribute that tells few people from many: nobody knows beforehand which an operator crosses.
        "create index customers_by_province on customers (province)",
        "create index customers_by_city_level on customers (city_level)",
        "create index customers_by_birthday on customers (birthday)",
    ]

    def one(self, text):
        return self.rows(text)[0][0]

    def ask(self, name):
        if name == "rfm":
            return [int(x) for x in self.rows(f"""select count(*), sum(n), sum(s), sum(l / {DAY})
                from ({SQL['rfm']}) x""")[0]]
        if name == "insight":
            found = []
            for one in DIMENSIONS:
                rows = self.rows(f"""select count(*) filter (where s1), count(*) from customers
                    where {one} is not null group by {one}""")
                found += [sum(row[0] for row in rows), sum(row[1] for row in rows)]
            rows = self.rows(f"""select count(*) filter (where s1), count(*) from (select distinct e.customer, category, s1
                from events e join customers c on c.customer = e.customer where kind = 3 and ts >= {last(90)} and ts <= {NOW}) x
                group by category""")
            return found + [sum(row[0] for row in rows), sum(row[1] for row in rows)]
        if name == "sequence":
            return [self.one(f"""select count(distinct v.customer) from events v where v.kind = 0 and v.ts >= {last(30)}
                and v.ts <= {NOW - 3 * DAY} and not exists (select 1 from events p where p.kind = 3
                and p.customer = v.customer and p.ts >= v.ts and p.ts <= v.ts + {3 * DAY})""")]
        if name == "sets":
            return [self.one("""select count(*) filter (where s1 and s2 and not s3) + count(*) filter (where s1 or s3)
                from customers""")]
        return [self.one(SQL[name].replace(" x)", ")"))]


class SQLite(Indexed):
    def __init__(self, folder):
        import sqlite3

        import pyarrow.parquet as pq

        self.db = sqlite3.connect(":memory:")
        self.db.execute("pragma cache_size = -4000000")
        for table, key in (("customers", "customer"), ("events", None)):
            file = pq.ParquetFile(f"{folder}/{table}.parquet")
            names = file.schema_arrow.names
            columns = ", ".join(f"{name} integer" + (" primary key" if name == key else "") for name in names)
            self.db.execute(f"create table {table} ({columns})")
            marks = ", ".join("?" for _ in names)
            for batch in file.iter_batches(200_000):
                values = zip(*(column.to_pylist() for column in batch.columns))
                self.db.executemany(f"insert into {table} values ({marks})", values)
        bands = [("age_band", AGE_BANDS), ("spent_band", SPENT_BANDS)]
        for name, what in bands:
            self.db.execute(f"alter table customers add column {name} integer")
            self.db.execute(f"update customers set {name} = {what.replace('::int', '')}")
        for index in self.INDEXES:
            self.db.execute(index)
        self.db.execute("analyze")

    def rows(self, text):
        return self.db.execute(text).fetchall()


class PostgreSQL(Indexed):
    """The server that `REGULARS_TEST_POSTGRES` names. Its work is done in other processes, so only its time is told."""

    elsewhere = True

    def __init__(self, folder):
        import psycopg
        import pyarrow.csv as csv
        import pyarrow.parquet as pq

        self.db = psycopg.connect(os.environ["REGULARS_TEST_POSTGRES"], autocommit=True)
        self.db.execute("drop schema if exists bench cascade")
        self.db.execute("create schema bench")
        # Whoever leads works too: two processes for a question.
        for setting in ("search_path = bench", "max_parallel_workers_per_gather = 1", "work_mem = '1GB'", "jit = off",
                        "maintenance_work_mem = '1GB'", "random_page_cost = 1.1"):
            self.db.execute(f"set {setting}")
        kinds = {"bool": "boolean", "uint8": "smallint", "uint16": "integer", "uint32": "integer", "int32": "integer"}
        for table in ("customers", "events"):
            file = pq.ParquetFile(f"{folder}/{table}.parquet")
            columns = ", ".join(f"{one.name} {kinds.get(str(one.type), 'bigint')}" for one in file.schema_arrow)
            self.db.execute(f"create table {table} ({columns})")
            with self.db.cursor().copy(f"copy {table} from stdin (format csv)") as copy:
                for batch in file.iter_batches(500_000):
                    sink = io.BytesIO()
                    csv.write_csv(batch, sink, csv.WriteOptions(include_header=False))
                    copy.write(sink.getbuffer())
        self.db.execute("alter table customers add column age_band int, add column spent_band int")
        self.db.execute(f"update customers set age_band = {AGE_BANDS}, spent_band = {SPENT_BANDS}")
        self.db.execute("alter table customers add primary key (customer)")
        for index in self.INDEXES:
            self.db.execute(index)
        self.db.execute("vacuum full analyze customers")
        self.db.execute("vacuum analyze")

    def rows(self, text):
        return self.db.execute(text).fetchall()


HOUSES = {"duckdb": DuckDB, "clickhouse": ClickHouse, "polars": Polars, "sqlite": SQLite, "postgres": PostgreSQL}
