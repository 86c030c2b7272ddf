"""What an operator waits for when she looks at everybody, in a shop of a million customers and some ten million facts, over
HTTP: a count while a rule is edited, insight, a pivot, a file of all members; and the reckoning of customer value, with
what a list takes meanwhile."""

import json
import threading
import time

from common import Server, head, percentile, row
from pages import stand

# Rules as an operator writes them, from one condition to several over what people did.
RULES = [
    'province in ("浙江省", "江苏省")',
    "deals >= 2 and not did viewed in last 30 days",
    "did paid at least 2 times with total amount >= 200 in last 90 days",
    "did favourited in last 7 days and not did paid in last 30 days",
    'province = "广东省" and did viewed then no paid within 3 days in last 30 days',
]
PIVOT = {"subject": "paid", "rows": [{"dimension": "province"}], "columns": [], "measures": ["customers", "facts"]}
ROUNDS = 30


class Asked:
    """One connection; every call is timed in milliseconds."""

    def __init__(self, server):
        self.server, self.connection = server, server.connection()

    def call(self, method, path, body=None, wanted=(200,)):
        start = time.monotonic()
        headers = {"X-Regulars-CSRF": self.server.csrf}
        status, said, _ = self.server.ask(method, path, body, headers, self.connection)
        if status not in wanted:
            raise RuntimeError(f"{method} {path} answered {status}: {said[:300]!r}")
        return (time.monotonic() - start) * 1000, said

    def json(self, *args, **kwargs):
        return json.loads(self.call(*args, **kwargs)[1])

    def case(self, name, calls, goal=""):
        times = [self.call(*calls[index % len(calls)])[0] for index in range(ROUNDS)]
        first, rest = times[:len(calls)], times[len(calls):]
        row(name, f"p50 {percentile(rest, 0.5):.1f} ms", f"p95 {percentile(rest, 0.95):.1f} ms", f"1st {max(first):.0f}", goal)


def ready(asked):
    """Waits until the warehouse answers; returns how many seconds that took."""
    start = time.monotonic()
    while not (told := asked.json("GET", "/api/v1/segments/status"))["ready"]:
        if time.monotonic() - start > 900:
            raise RuntimeError(f"the warehouse was not ready in time: {told}")
        time.sleep(0.2)
    return time.monotonic() - start


def file_of_everybody(asked, kind):
    """Has everybody written into a file in the background and fetches it."""
    segment = asked.json("POST", "/api/v1/segments", {"name": f"bench {kind} {time.time()}", "text": "deals >= 0"},
                         wanted=(201,))
    start = time.monotonic()
    export = asked.json("POST", f"/api/v1/segments/{segment['id']}/exports", {"format": kind}, wanted=(202,))
    steps = set()
    while (told := asked.json("GET", f"/api/v1/segments/exports/{export['id']}"))["state"] in ("waiting", "running"):
        steps.add(told["done"])
        time.sleep(0.1)
    made = time.monotonic() - start
    if told["state"] != "finished":
        raise RuntimeError(f"the file failed: {told}")
    took, said = asked.call("GET", f"/api/v1/segments/exports/{export['id']}/file")
    row(f"{kind} of {told['done']:,} customers", f"{made:.1f} s", f"{len(said) / 1e6:.0f} MB", f"+{took / 1000:.1f} s",
        f"seconds, with progress ({len(steps)} steps seen)")


def reckoned(asked, server, name):
    """Has customer value reckoned; what a list, a card's neighbour and a count take meanwhile."""
    others = Asked(server)
    paths = ["/api/v1/customers?limit=50", "/api/v1/orders?limit=50", "/api/v1/customers/counts"]
    before = [others.call("GET", paths[index % 3])[0] for index in range(60)]
    times, over = [], threading.Event()

    def meanwhile():
        while not over.is_set():
            times.append(others.call("GET", paths[len(times) % 3])[0])
            time.sleep(0.02)

    reader = threading.Thread(target=meanwhile)
    reader.start()
    start, most = time.monotonic(), 0.0
    try:
        asked.call("POST", "/api/v1/insight/value/recompute", {}, wanted=(202,))
        while (told := asked.json("GET", "/api/v1/insight/value/run"))["state"] not in ("done", "failed"):
            most = max(most, server.memory())
            time.sleep(0.1)
    finally:
        over.set()
        reader.join()
    if told["state"] != "done":
        raise RuntimeError(f"the reckoning failed: {told}")
    row(f"value of {told['customers']:,} customers, {name}", f"{time.monotonic() - start:.1f} s", f"{told['changed']:,} changed", "",
        "< 30 s")
    row("  memory at most", f"{most:.0f} MB")
    row("  a list meanwhile", f"p95 {percentile(times, 0.95):.1f} ms", f"alone {percentile(before, 0.95):.1f} ms",
        f"max {max(times):.0f}")


def main(customers=1_000_000):
    head(f"Analysis, {customers:,} customers, {customers * 10:,} facts and more")
    with stand(customers, facts=True) as data, Server(data) as server:
        server.sign_in()
        asked = Asked(server)
        row("from start to answering", f"{server.ready + ready(asked):.1f} s")
        # A shop that stood for a night has its value reckoned; the first time everybody's is written.
        while (first := asked.json("GET", "/api/v1/insight/value/run"))["state"] in ("waiting", "running"):
            time.sleep(0.5)
        row(f"value of {first['customers']:,} customers, all written", f"{(first['took_ms'] or 0) / 1000:.1f} s",
            "beside the start")
        row("memory", f"{server.memory():.0f} MB")
        asked.case("count of a rule", [("POST", "/api/v1/segments/count", {"text": text}) for text in RULES], "< 200 ms")
        asked.case("count of every part", [("POST", "/api/v1/segments/count", {"text": text, "parts": True}) for text in RULES],
                   "< 200 ms")
        asked.case("insight, every dimension", [("POST", "/api/v1/insight", {"text": text}) for text in RULES[:3]])
        asked.case("pivot by province", [("POST", "/api/v1/pivot", PIVOT)])
        for kind in ("csv", "parquet", "xlsx"):
            file_of_everybody(asked, kind)
        reckoned(asked, server, "a day like any other")


if __name__ == "__main__":
    main()
