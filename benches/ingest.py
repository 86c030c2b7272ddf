"""Segment batches over HTTP, durable before the answer, with many events stored beforehand, beside plain prepared inserts
of the same rows into the same file.

The load (crates/regulars/examples/ingest.rs) comes from the same machine: batches of 100, visits of ten behaviours, three
visits in four by known visitors; and, as the worst case, each event by another visitor. The floor writes the rows of that run again, without people, checks or HTTP, in
transactions of 4,000."""

import json
import os
import resource
import sqlite3
import subprocess
import time

from common import LOGIN, PASSWORD, PROGRAM, Server, folder, head, row

LOAD = PROGRAM.parent / "examples" / "ingest"
BATCH, CONNECTIONS = 100, 48
COLUMNS = "id, profile_id, shop_id, name, at, received_at, product, amount, currency, properties, key"
START = 1_600_000_000_000


def open_file(path):
    db = sqlite3.connect(path, isolation_level=None)
    db.executescript("pragma cache_size = -65536; pragma temp_store = memory; pragma synchronous = full")
    return db


def fill(path, shop, events, visitors):
    """Writes past events of known visitors straight into the file, in the order of time, and their profiles."""
    db = sqlite3.connect(path, isolation_level=None)
    db.executescript("pragma synchronous = off; pragma cache_size = -1000000; pragma temp_store = memory")
    indexes = db.execute(
        "select name, sql from sqlite_master where type = 'index' and sql is not null "
        "and tbl_name in ('events', 'profiles', 'identifiers', 'customers')"
    ).fetchall()
    db.execute("begin")
    for name, _ in indexes:
        db.execute(f"drop index {name}")
    count = f"with recursive c(i) as (select 0 union all select i + 1 from c where i < {visitors - 1})"
    source = f"web:{shop}"
    db.execute(f"insert into customers (id, created_at, profiles, last_seen_at, updated_at) {count} "
               f"select 1000 + i, {START}, 1, {START}, {START} from c")
    db.execute("insert into profiles (id, customer_id, shop_id, channel, source, key_kind, key_value, labels_at, "
               f"first_seen_at, last_seen_at) {count} select 1000 + i, 1000 + i, {shop}, 'web', '{source}', "
               f"'anonymous_id', 'v' || i, {START}, {START}, {START} from c")
    db.execute(f"insert into identifiers (id, profile_id, kind, scope, value, first_seen_at) {count} "
               f"select 1000 + i, 1000 + i, 'anonymous_id', '{source}', 'v' || i, {START} from c")
    step = 63_072_000_000 // events + 1
    db.execute(
        f"insert into events ({COLUMNS}) with recursive c(i) as (select 0 union all select i + 1 from c where i < {events - 1}) "
        f"select 1000 + i, 1000 + abs(random()) % {visitors}, {shop}, "
        f"case i % 3 when 0 then 'viewed' when 1 then 'clicked' else 'carted' end, {START} + i * {step}, {START} + i * {step}, "
        "'P' || (i % 5000), 1950, 'CNY', '{\"category\":\"茶具\",\"source_event\":\"Product Viewed\",\"price\":19.5}', "
        "randomblob(12) from c")
    for _, sql in indexes:
        db.execute(sql)
    db.execute("commit")
    db.execute("pragma wal_checkpoint(truncate)")
    db.close()


def set_up(server):
    setup = {"business": {"name": "拾露", "currency": "CNY", "time_zone": "Asia/Shanghai"},
             "shop": {"name": "官网", "channel": "web"},
             "owner": {"name": "bench", "login": LOGIN, "password": PASSWORD}, "locale": "en"}
    status, body, answer = server.ask("POST", "/api/v1/setup", setup)
    if status != 200:
        raise RuntimeError(body)
    session = json.loads(body)
    server.cookie = answer.getheader("Set-Cookie").split(";")[0]
    shop = session["shops"][0]["id"]
    key = {"name": "bench", "kind": "write", "scopes": [], "shop_id": shop}
    status, body, _ = server.ask("POST", "/api/v1/keys", key, {"x-regulars-csrf": session["csrf"]})
    if status not in (200, 201):
        raise RuntimeError(body)
    return int(shop), json.loads(body)["secret"]


def cpu(pid):
    fields = open(f"/proc/{pid}/stat").read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def load(server, key, events, visitors, visit=10):
    command = [str(LOAD), f"127.0.0.1:{server.port}", key, *map(str, (events, BATCH, CONNECTIONS, visitors, visit))]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)


def main(stored):
    visitors = max(1_000, stored // 20)
    sent = max(20_000, stored // 20)
    head(f"Behaviours over HTTP, {stored:,} stored beforehand")
    with folder() as data:
        with Server(data) as server:
            shop, key = set_up(server)
        path = data / "regulars.db"
        fill(path, shop, stored, visitors)
        with Server(data) as server:
            before, mine = cpu(server.process.pid), resource.getrusage(resource.RUSAGE_CHILDREN)
            told = load(server, key, sent, visitors)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            served = cpu(server.process.pid) - before
            sending = after.ru_utime + after.ru_stime - mine.ru_utime - mine.ru_stime
            memory = server.memory()
        db = open_file(path)
        first = db.execute(f"select min(id) from events where received_at > {START + 10**11}").fetchone()[0]
        rows = db.execute(f"select {COLUMNS} from events where id >= ? order by id", (first,)).fetchall()
        if len(rows) != sent or set(told["answers"]) - {"200", "503"}:
            raise RuntimeError(f"{len(rows)} of {sent} events are there: {told}")
        db.execute("delete from events where id >= ?", (first,))
        db.execute("pragma wal_checkpoint(truncate)")
        start = time.monotonic()
        for place in range(0, len(rows), 4_000):
            db.execute("begin immediate")
            db.executemany(f"insert into events ({COLUMNS}) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
                           "on conflict (profile_id, key) do nothing", rows[place:place + 4_000])
            db.execute("commit")
        floor = len(rows) / (time.monotonic() - start)
        db.close()
        with Server(data) as server:
            strangers = load(server, key, sent // 4, visitors, 1)
    rate = sent / told["seconds"]
    row("events a second, durable", f"{rate:,.0f}", f"{floor:,.0f}", f"{floor / rate:.1f} ×", "20,000 or more")
    worst = sent // 4 / strangers["seconds"]
    row("the same, each by another visitor", f"{worst:,.0f}", f"{floor:,.0f}", f"{floor / worst:.1f} ×")
    row("processor time, µs an event: server, load", f"{served / sent * 1e6:.1f} + {sending / sent * 1e6:.1f}")
    row("memory of the server, MB", f"{memory:.0f}")
