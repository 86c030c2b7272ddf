"""The same rules and the same SQL answered by the program's own columns and by a Ballista cluster over an export.

Needs a program with the client and the cluster's two processes: `cargo build --release -p regulars --features cluster`
(a debug build serves as well; its times say little). Then `python3 benches/cluster.py [--program FILE] [--customers N]`.
It makes a demo shop, exports it, starts a scheduler and two executors as processes of their own on 127.0.0.1, asks every
question of both, holds the answers against each other, prints medians, and ends what it started by its process id.
It ends with code 1 when any answer differs, or when a question that must be refused is not.
"""

import argparse
import json
import signal
import statistics
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import common

RULES = """
province in ("浙江省", "江苏省", "上海市")
gender = "female" and age between 25 and 34
did paid
did paid at least 2 times in last 90 days
did paid at least 2 times with total amount >= 200 in last 365 days
did paid with average amount >= 150 ever
did paid with highest amount >= 500 in last 2 years
did paid where channel = "taobao" in last 180 days
did paid where item.category = "绿茶" in last 365 days
did paid where (item.category = "绿茶" or amount >= 100)
not did paid in last 180 days
did viewed in last 30 days and not did paid in last 30 days
did favourited in last 365 days and not did paid in last 30 days
did carted then no paid within 3 days in last 365 days
did viewed then paid within 7 days in last 365 days
first paid in last 365 days
last paid in last 90 days
did refunded or did complained
birthday in next 30 days
deals >= 3 and deal_amount >= 500
(did paid at least 3 times or deal_amount >= 1000) and not (did refunded in last 365 days)
city is known and (gender = "male" or age >= 40)
did searched and did viewed and did paid
in segment "买过两次"
not in segment "买过两次" and did viewed
"""

QUESTIONS = """
select count(*) as n from customers
select province, count(*) as n from customers group by province order by n desc, province
select kind, count(*) as n, sum(amount) as amount, min(at) as first, max(at) as last from facts group by kind order by kind
select date_trunc('month', at) as month, count(distinct customer) as buyers, sum(amount) as amount from facts where kind = 'paid' group by 1 order by 1
select i.category, count(*) as n, sum(i.amount) as amount from items i join facts f using (fact) where f.kind = 'paid' group by i.category order by 1
select c.province, count(distinct f.customer) as n from customers c join facts f on f.customer = c.customer where f.kind = 'viewed' group by c.province order by 1
select name, size, (select count(*) from members m where m.id = s.id) as counted from segments s order by name
select customer, sum(amount) as amount from facts where kind = 'paid' group by customer order by 2 desc, 1 limit 20
select customer, at, row_number() over (partition by customer order by at) as place from facts where kind = 'paid' order by customer, at limit 50
with spent as (select customer, sum(amount) as amount from facts where kind = 'paid' group by customer) select count(*) as n, avg(amount) as mean, max(amount) as most from spent
select count(*) as n from customers where customer not in (select customer from facts where kind = 'paid')
select customer from customers where 1 = 0
select count(*) as n from facts where at > timestamp '2199-01-01'
select kind from facts intersect select 'paid' order by 1
select kind from facts except select 'paid' order by 1
select c.province, f.kind, count(*) as n from customers c full outer join facts f on f.customer = c.customer group by 1, 2 order by 1, 2
select kind, channel, count(*) as n from facts group by grouping sets ((kind), (channel), ()) order by 1, 2
select kind, count(*) as n from facts group by kind having count(*) > 5 order by 1
select 1 as a, 12.50 as b, date '2026-11-11' as d
select count(*) as n from customers c, unnest([1, 2]) as t(x)
"""

# What released versions of Ballista answer wrongly or not at all: docs/adr/0008.
NOT_BY_A_CLUSTER = """
select kind as word from facts where kind = 'paid' union all select province from customers
select distinct kind from facts union select 'none' order by 1
with recursive t as (select min(customer) as n from customers union all select n + 1 from t where n < 5) select * from t
"""

HOSTILE = """
drop table customers
insert into customers values (1)
create external table t stored as csv location '/etc/passwd'
copy customers to '/tmp/x.csv'
select * from '/etc/passwd'
select * from 'file:///etc/passwd'
select * from read_parquet('/etc/passwd')
select * from information_schema.tables
select repeat('x', 1000000000) from customers
select lpad('x', 1000000000, 'y') from customers
select range(1, 1000000000) from customers
select * from generate_series(1, 1000000000000)
select version() from customers
set datafusion.execution.batch_size = 1
show all
explain insert into customers values (1)
with x as (insert into customers values (1) returning *) select * from x
select mobile from customers
select nick from customers
select 1; select 2
"""


def lines(text):
    return [line for line in text.strip().splitlines() if line]


class Process:
    """One of the cluster's processes, ended by its id."""

    def __init__(self, *args):
        self.args = args

    def __enter__(self):
        self.process = subprocess.Popen(
            [str(common.PROGRAM), *map(str, self.args)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        self.process.stdout.readline()
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Asked:
    """One server, to be asked."""

    def __init__(self, server):
        server.sign_in()
        self.server = server
        self.kept = server.connection()

    def post(self, path, body):
        headers = {"X-Regulars-Csrf": self.server.csrf}
        status, text, _ = self.server.ask("POST", path, body, headers, self.kept)
        return status, json.loads(text)

    def wait(self):
        while self.post("/api/v1/segments/count", {"text": "did paid"})[0] == 503:
            time.sleep(0.2)

    def sql(self, sql, times=1):
        took = []
        for _ in range(times):
            began = time.monotonic()
            status, answer = self.post("/api/v1/sql", {"sql": sql, "limit": 10_000})
            took.append(1e3 * (time.monotonic() - began))
        return status, answer, statistics.median(took)


class Setting(common.Server):
    """A server with flags of its own."""

    def __init__(self, data_dir, *more):
        super().__init__(data_dir)
        self.args += [str(one) for one in more]


def rows(answer):
    """What is compared: names, types, and rows in any order where the question gives none."""
    return answer.get("columns"), sorted(map(json.dumps, answer.get("rows", [])))


def compare(name, sql, here, there, times, faults):
    status, ours, fast = here.sql(sql, times)
    other, theirs, slow = there.sql(sql, times)
    same = status == other == 200 and rows(ours) == rows(theirs)
    if not same:
        said = f"{rows(ours)}\n  {rows(theirs)}" if other == 200 else theirs.get("detail", "")
        faults.append(f"{name}\n  {said[:1000]}")
    print(f"{name[:74]:<76} {fast:>9.1f} {slow:>10.1f} {len(ours.get('rows', [])):>7}  {'yes' if same else 'NO'}", flush=True)
    return fast, slow, same


def asked_both_ways(here, there, times):
    faults, fast, slow = [], [], []
    for text in lines(RULES):
        status, read = there.post("/api/v1/rules/read", {"text": text})
        if status != 200 or not read.get("rule"):
            faults.append(f"{text}\n  is no rule: {json.dumps(read, ensure_ascii=False)[:300]}")
            continue
        status, told = there.post("/api/v1/sql/of-rule", {"rule": read["rule"]})
        if status != 200:
            faults.append(f"{text}\n  has no SQL: {told.get('detail')}")
            continue
        one, two, same = compare(text, told["sql"], here, there, times, faults)
        fast.append(one)
        slow.append(two)
    for sql in lines(QUESTIONS):
        one, two, same = compare(sql, sql, here, there, times, faults)
        fast.append(one)
        slow.append(two)
    for sql in lines(HOSTILE):
        for where, asked in [("columns", here), ("cluster", there)]:
            status, answer, _ = asked.sql(sql)
            if status != 422:
                faults.append(f"{sql}\n  was answered by the {where} with {status}")
    for sql in lines(NOT_BY_A_CLUSTER):
        status, answer, _ = there.sql(sql)
        if status != 422:
            faults.append(f"{sql}\n  was answered by the cluster with {status}")
    print(f"\n{len(fast)} questions asked both ways, {len(lines(HOSTILE))} hostile ones refused both ways")
    print(f"median {statistics.median(fast):.1f} ms from columns, {statistics.median(slow):.1f} ms from the cluster")
    return faults


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", type=Path, default=common.PROGRAM)
    parser.add_argument("--customers", type=int, default=20_000)
    parser.add_argument("--times", type=int, default=3)
    args = parser.parse_args()
    # Told to stop, it still ends what it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    common.PROGRAM = args.program
    with common.folder() as where, ExitStack() as open_now:
        data, exports = where / "data", where / "exports"
        common.demo(data, args.customers)
        common.account(data)
        with Setting(data) as server:
            first = Asked(server)
            first.wait()
            status, made = first.post("/api/v1/segments", {"name": "买过两次", "text": "did paid at least 2 times"})
            if status != 201:
                raise RuntimeError(f"the segment was refused: {made}")
        began = time.monotonic()
        told = json.loads(common.run("--data-dir", data, "--json", "warehouse", "export", exports))
        megabytes = told["bytes"] / 1e6
        print(f"{args.customers:,} customers, {told['rows']['facts']:,} facts; exported in {time.monotonic() - began:.1f} s, {megabytes:.1f} MB")
        scheduler = f"127.0.0.1:{common.free_port()}"
        open_now.enter_context(Process("--data-dir", data, "cluster", "scheduler", "--at", scheduler))
        for _ in range(2):
            port = common.free_port()
            executor = ["--scheduler", scheduler, "--port", port, "--folder", where / f"executor-{port}", "--cores", 1]
            open_now.enter_context(Process("--data-dir", data, "cluster", "executor", *executor))
        here = Asked(open_now.enter_context(Setting(data)))
        there = Asked(open_now.enter_context(Setting(data, "--olap-url", f"df://{scheduler}{exports}")))
        here.wait()
        there.wait()
        print(f"{'':<76} {'columns':>9} {'cluster':>10} {'rows':>7}  same\n{'':<76} {'ms':>9} {'ms':>10}")
        faults = asked_both_ways(here, there, args.times)
    for fault in faults:
        print(f"FAULT {fault}", file=sys.stderr)
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
