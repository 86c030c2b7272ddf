"""The same rules and the same SQL answered by the program's own columns and by a Ballista cluster over an export.

Needs a program with the client and the cluster's two processes: `cargo build --release -p regulars --features cluster`
(a debug build serves as well; its times say little). Then `python3 benches/cluster.py [--program FILE] [--customers N]`.
It makes a demo shop (a large one out of copies, as `crowd.py` does), exports it, starts a scheduler and two executors as
processes of their own on 127.0.0.1, asks every rule, pivot and question of both, holds the answers against each other, prints
medians, and ends what it started by its process id. Of a rule it also compares how many the warehouse itself counts.
It ends with code 1 when any answer differs, or when a question that must be refused is not.
"""

import argparse
import datetime
import json
import signal
import sqlite3
import statistics
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import cluster_questions as questions
import common
import crowd

# People that the program tells the story of; the others are copies of these.
TOLD = 50_000


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

    def get(self, path):
        status, text, _ = self.server.ask("GET", path, connection=self.kept)
        if status != 200:
            raise RuntimeError(f"{path} answered {status}: {text[:200]}")
        return json.loads(text)

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


def told(asked, path, body, times):
    """An answer with its status, and the median of how long it took, in milliseconds."""
    took = []
    for _ in range(times):
        began = time.monotonic()
        status, answer = asked.post(path, body)
        took.append(1e3 * (time.monotonic() - began))
    return status, answer, statistics.median(took)


def rule_both_ways(text, here, there, at, times, faults):
    status, read = there.post("/api/v1/rules/read", {"text": text})
    if status != 200 or not read.get("rule"):
        faults.append(f"{text}\n  is no rule: {json.dumps(read, ensure_ascii=False)[:300]}")
        return None
    status, said = there.post("/api/v1/sql/of-rule", {"rule": read["rule"]})
    if status != 200:
        faults.append(f"{text}\n  has no SQL: {said.get('detail')}")
        return None
    sql = f"select count(*) as n, min(customer) as first, max(customer) as last, sum(customer % 1000003) as told from ({said['sql']}) as w"
    fast, slow, same = compare(text, sql, here, there, times, faults)
    status, counted = here.post("/api/v1/segments/count", {"text": text, "at": at})
    _, answer, _ = there.sql(sql)
    if same and (status != 200 or counted["customers"] != answer["rows"][0][0]):
        faults.append(f"{text}\n  is counted as {counted.get('customers', counted)} by the warehouse, {answer['rows'][0][0]} in SQL")
    return fast, slow


def pivot_both_ways(pivot, here, there, at, times, faults):
    subject, rows, columns, measures, more = pivot
    axes = lambda all: [one if isinstance(one, dict) else {"dimension": one} for one in all]
    question = {"subject": subject, "rows": axes(rows), "columns": axes(columns), "measures": measures, "at": at}
    question |= {key: more[key] for key in ("slice", "compare") if key in more}
    if "where" in more:
        question["filter"] = here.post("/api/v1/rules/read", {"text": more["where"]})[1]["rule"]["filter"]
    if "days" in more:
        last = datetime.date.fromisoformat(at[:10])
        question["period"] = {"from": str(last - datetime.timedelta(more["days"])), "to": str(last)}
    status, ours, fast = told(here, "/api/v1/pivot", question, times)
    other, theirs, slow = told(there, "/api/v1/pivot", question, times)
    same = status == other == 200 and ours == theirs
    name = f"pivot of {subject} by {rows} x {columns}: {', '.join(measures)}"
    if not same:
        said = lambda answer: json.dumps(answer, ensure_ascii=False)
        places = [at for at, (one, two) in enumerate(zip(said(ours), said(theirs))) if one != two] or [0]
        near = slice(max(0, places[0] - 300), places[0] + 300)
        faults.append(f"{name}\n  {status} {said(ours)[near]}\n  {other} {said(theirs)[near]}")
    print(f"{name[:74]:<76} {fast:>9.1f} {slow:>10.1f} {len(ours.get('cells', [])):>7}  {'yes' if same else 'NO'}", flush=True)
    return fast, slow


def asked_both_ways(here, there, at, times):
    faults, groups = [], {}
    group = groups.setdefault("rules", [])
    group += [rule_both_ways(text, here, there, at, times, faults) for text in lines(questions.RULES)]
    group = groups.setdefault("pivots", [])
    group += [pivot_both_ways(pivot, here, there, at, times, faults) for pivot in questions.PIVOTS]
    group = groups.setdefault("questions in SQL", [])
    group += [compare(sql, sql, here, there, times, faults)[:2] for sql in lines(questions.QUESTIONS)]
    for sql in lines(questions.HOSTILE):
        for where, asked in [("columns", here), ("cluster", there)]:
            status, answer, _ = asked.sql(sql)
            if status != 422:
                faults.append(f"{sql}\n  was answered by the {where} with {status}")
    for sql in lines(questions.NOT_BY_A_CLUSTER):
        status, answer, _ = there.sql(sql)
        if status != 422:
            faults.append(f"{sql}\n  was answered by the cluster with {status}")
    print(f"\n{len(lines(questions.HOSTILE))} hostile questions asked both ways, {len(faults)} faults")
    for name, took in groups.items():
        fast, slow = zip(*[one for one in took if one])
        print(f"{len(fast)} {name}: median {statistics.median(fast):.1f} ms from columns, {statistics.median(slow):.1f} ms from the "
              f"cluster; longest {max(fast):.0f} and {max(slow):.0f} ms")
    return faults


def own_fields(path):
    """Fields of the shop's own with values for some profiles, as an import would have left them."""
    db = sqlite3.connect(path, isolation_level=None)
    made = [("taste", "口味", "one_of", '["绿茶","红茶","花茶"]'), ("cups", "杯数", "number", "[]"),
            ("since", "喝茶起", "date", "[]"), ("gifts", "送礼", "yes_no", "[]")]
    db.execute("begin")
    for number, (key, name, kind, options) in enumerate(made, 1):
        db.execute("insert into fields (id, key, name, type, options, archived, created_at) values (?, ?, ?, ?, ?, false, ?)",
                   [number, key, name, kind, options, number])
    values = {
        "taste": """case abs(id / 11) % 3 when 0 then '"绿茶"' when 1 then '"红茶"' else '"花茶"' end""",
        "cups": "cast(abs(id / 13) % 9 as text)",
        "since": """'"20' || (10 + abs(id / 17) % 16) || '-03-0' || (1 + abs(id / 19) % 9) || '"'""",
        "gifts": "case abs(id / 23) % 2 when 0 then 'true' else 'false' end",
    }
    for number, (key, value) in enumerate(values.items()):
        db.execute(f"insert into attributes (id, profile_id, key, value, source_kind, source_name, at, rank) "
                   f"select abs(id) * 8 + {number}, id, 'field:{key}', {value}, 'import', 'bench', 0, 0 from profiles "
                   f"where abs(id / {7 + number}) % {3 + number} = 0")
    db.execute("commit")
    db.close()


def prepare(data, customers):
    """The shop with everything that rules and pivots name."""
    common.demo(data, min(customers, TOLD))
    crowd.multiply(data / "regulars.db", customers, True)
    own_fields(data / "regulars.db")
    common.account(data)
    with Setting(data) as server:
        asked = Asked(server)
        asked.wait()
        made = [("/api/v1/events/properties", {"event": "viewed", "key": "price", "type": "number"}),
                ("/api/v1/events/properties", {"event": None, "key": "text", "type": "text"}),
                ("/api/v1/segments", {"name": "买过两次", "text": "did paid at least 2 times"})]
        for path, body in made:
            status, answer = asked.post(path, body)
            if status != 201:
                raise RuntimeError(f"{path} answered {status}: {answer}")
        # What the shop's value comes to is in the export too, and past events are read again for what was declared.
        while asked.get("/api/v1/insight/value/run")["state"] in ("waiting", "running") or any(
                one["state"] != "ready" for one in asked.get("/api/v1/events/properties")["items"]):
            time.sleep(0.3)


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
        prepare(data, args.customers)
        began = time.monotonic()
        export = json.loads(common.run("--data-dir", data, "--json", "warehouse", "export", exports))
        megabytes = export["bytes"] / 1e6
        print(f"{export['rows']['customers']:,} customers, {export['rows']['facts']:,} facts; exported in {time.monotonic() - began:.1f} s, {megabytes:.1f} MB")
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
        faults = asked_both_ways(here, there, export["at"], args.times)
    for fault in faults:
        print(f"FAULT {fault}", file=sys.stderr)
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
