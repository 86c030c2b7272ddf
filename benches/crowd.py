"""A shop with very many customers, quickly: the demo shop, copied over and over under other names, in SQLite; and the
same rows in PostgreSQL. Telling a million people's two years takes the demo an hour; copying a tenth of them does not."""

import sqlite3
import subprocess

# A copy's people are called otherwise: 小鱼 becomes 老小鱼.
CALLED = "老阿大真好新青白远乐安"

# What of a table is a copy's own. `{k}` is the copy's number, `{s}` the distance of its ids, `{c}` what it puts before
# names. What nobody looks up (notes, say) is not copied.
COPIED = {
    "customers": {"id": "id - {s}", "merged_into": "merged_into - {s}", "nick": "'{c}' || nick",
                  "mobile": "substr(mobile, 1, 1) || (2 + {k} % 8) || substr(mobile, 3)", "email": "'{k}' || email"},
    "profiles": {"id": "id - {s}", "customer_id": "customer_id - {s}", "nick": "'{c}' || nick",
                 "key_value": "'{c}' || key_value", "email": "'{k}' || email"},
    "identifiers": {"id": "id - {s}", "profile_id": "profile_id - {s}",
                    "value": "case kind when 'mobile' then substr(value, 1, 4) || (2 + {k} % 8) || substr(value, 6) "
                             "when 'email' then '{k}' || value else '{c}' || value end"},
    "orders": {"id": "id - {s}", "profile_id": "profile_id - {s}", "number": "number || '{k}'"},
    "refunds": {"id": "id - {s}", "profile_id": "profile_id - {s}", "order_id": "order_id - {s}",
                "number": "number || '{k}'", "order_number": "order_number || '{k}'"},
}

# What only those need who add up and analyse; copied when asked for.
FACTS = {
    "order_lines": {"id": "id - {s}", "order_id": "order_id - {s}"},
    "events": {"id": "id - {s}", "profile_id": "profile_id - {s}"},
}

# A tag and a group of each size, as (name, every so many profiles); and one that only those have who bought long ago.
LABELS = [("rare", 20_000), ("seldom", 2_000), ("some", 150), ("many", 10)]


def indexes(db, tables):
    marks = ", ".join("?" * len(tables))
    return db.execute(
        f"select name, sql from sqlite_master where type = 'index' and sql is not null and tbl_name in ({marks})",
        list(tables)).fetchall()


def multiply(path, customers, facts=False):
    """Copies the demo shop at `path` until it has `customers`; `facts` says whether lines and behaviours are copied too."""
    copied = COPIED | FACTS if facts else COPIED
    db = sqlite3.connect(path, isolation_level=None)
    for pragma in ("journal_mode = delete", "journal_mode = off", "synchronous = off", "cache_size = -800000", "temp_store = memory"):
        db.execute(f"pragma {pragma}").fetchall()
    have, = db.execute("select count(*) from customers where merged_into is null").fetchone()
    copies = max(0, -(-customers // have) - 1)
    shelved = indexes(db, copied) if copies else []
    for name, _ in shelved:
        db.execute(f"drop index {name}")
    ends = [db.execute(f"select min(id), max(id) from {table}").fetchone() for table in copied]
    step = max(last for _, last in ends) - min(first for first, _ in ends) + 1
    # Copies have older ids: new ones count up with the clock.
    bottoms = {table: db.execute(f"select min(id) from {table}").fetchone()[0] for table in copied}
    db.execute("begin")
    for table, own in copied.items():
        columns = [row[1] for row in db.execute(f"pragma table_info({table})")]
        for k in range(1, copies + 1):
            values = {name: text.format(k=k, s=k * step, c=CALLED[k % len(CALLED)] + ("" if k < len(CALLED) else str(k)))
                      for name, text in own.items()}
            picked = ", ".join(values.get(name, name) for name in columns)
            db.execute(f"insert into {table} ({', '.join(columns)}) select {picked} from {table} where id >= ?",
                       [bottoms[table]])
    for number, (name, every) in enumerate(LABELS):
        group = 900 + number
        db.execute("insert into groups (id, name, created_at) values (?, ?, 0)", [group, name])
        db.execute("insert into group_members select ?, id, 0 from profiles where abs(id / 3) % ? = 0", [group, every])
        db.execute("insert into profile_tags select ?, id, 0 from profiles where abs(id / 7) % ? = 0", [name, every])
    db.execute("insert into profile_tags select 'lost', id, 0 from profiles where last_deal_at < "
               "(select max(last_deal_at) - 500 * 86400000 from profiles) and id % 2 = 0")
    db.execute("insert into consents select id, 'marketing', 'sms', 'granted', null, 'bench', 0 from profiles where id % 9 = 0")
    db.execute("insert into consents select id, 'marketing', 'email', 'refused', null, 'bench', 0 from profiles "
               "where abs(id / 9) % 700 = 0")
    db.execute("update profiles set blacklisted = 1 where abs(id / 5) % 3000 = 0")
    db.execute("update customers set blacklisted = 1 where id in (select customer_id from profiles where blacklisted)")
    # Nobody follows what was copied: the outbox tells of the demo alone, and that has been read.
    db.execute("update outbox_consumers set position = (select position from outbox_head)")
    db.execute("commit")
    for _, sql in shelved:
        db.execute(sql)
    db.execute("pragma journal_mode = wal")
    db.close()


def ask(url, sql):
    done = subprocess.run(["psql", "-qAtX", "-v", "ON_ERROR_STOP=1", url, "-c", sql],
                          check=True, stdout=subprocess.PIPE, text=True)
    return [line.split("|", 1) for line in done.stdout.splitlines()]


def summed(path, url):
    """Whether every day has been summed up, in the PostgreSQL at `url` or else in the SQLite file at `path`."""
    if url:
        return ask(url, "select 1 from sales_state where built") != []
    db = sqlite3.connect(path, timeout=60)
    try:
        return db.execute("select 1 from sales_state where built").fetchone() is not None
    finally:
        db.close()


def empty(url):
    """Whether the database at `url` has no customers yet."""
    return ask(url, "select count(*) from (select 1 from customers limit 1) one") == [["0"]]


def pour(path, url, skip=()):
    """Pours the SQLite file at `path` into the PostgreSQL at `url`, which has the tables already."""
    db = sqlite3.connect(path)
    own = {"migrations", *skip}
    tables = [name for name, in db.execute("select name from sqlite_master where type = 'table'")
              if name not in own and not name.startswith("sqlite_")]
    shelved = [(name, sql) for name, sql in ask(
        url, "select i.indexrelid::regclass, pg_get_indexdef(i.indexrelid) from pg_index i join pg_class c on "
             "c.oid = i.indrelid where c.relnamespace = 'public'::regnamespace and not i.indisprimary and not exists "
             "(select 1 from pg_constraint k where k.conindid = i.indexrelid)")]
    for name, _ in shelved:
        ask(url, f"drop index {name}")
    ask(url, f"truncate {', '.join(tables)} cascade")
    for table in tables:
        about = db.execute(f"pragma table_info({table})").fetchall()
        names = ", ".join(row[1] for row in about)
        picked = ", ".join(f"'\\x' || hex({row[1]})" if row[2].lower() == "blob" else row[1] for row in about)
        out = subprocess.Popen(["sqlite3", "-csv", str(path), f"select {picked} from {table}"], stdout=subprocess.PIPE)
        subprocess.run(["psql", "-qX", "-v", "ON_ERROR_STOP=1", url, "-c", f"copy {table} ({names}) from stdin csv"],
                       stdin=out.stdout, check=True)
        if out.wait() != 0:
            raise RuntimeError(f"{table} could not be read")
    # Numbers that the database gives go on behind those that came.
    for table, column in ask(url, "select table_name, column_name from information_schema.columns where table_schema = 'public' "
                                  "and (is_identity = 'YES' or column_default like 'nextval%')"):
        ask(url, f"select setval(pg_get_serial_sequence('{table}', '{column}'), coalesce(max({column}), 1)) from {table}")
    for _, sql in shelved:
        ask(url, sql)
    ask(url, "vacuum analyze")
