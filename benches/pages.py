"""What staff wait for, at a million customers, on both databases: every order and filter of the list, searches, a card,
the first page. Each case is asked in turn for a few seconds at most; what counts is the 95th percentile."""

import json
import os
import shutil
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import crowd
from common import Server, account, demo, folder, percentile, run

GOAL = 50.0
ROUNDS = 120
# Seconds that one case may take; it is asked eight times at least.
SPAN = 3.0
# People that the program tells the story of; the others are copies of these.
TOLD = 100_000
SORTS = ["last_deal_at", "created_at", "amount", "deals"]


class Asked:
    """The cases of one database, and what they took."""

    def __init__(self, server):
        self.server, self.connection = server, server.connection()
        self.cases, self.paths = {}, {}

    def get(self, path):
        start = time.monotonic()
        status, body, _ = self.server.ask("GET", path, connection=self.connection)
        took = (time.monotonic() - start) * 1000
        if status != 200:
            raise RuntimeError(f"{path} answered {status}: {body[:200]!r}")
        return took, body

    def json(self, path):
        return json.loads(self.get(path)[1])

    def case(self, name, paths):
        """Asks these paths in turn; the first round fills the caches and is not counted."""
        if not paths:
            return
        for path in paths[:40]:
            self.get(path)
        times, end = self.cases.setdefault(name, []), time.monotonic() + SPAN
        for index in range(ROUNDS):
            if index >= max(8, len(paths)) and time.monotonic() > end:
                break
            path = paths[index % len(paths)]
            took, _ = self.get(path)
            times.append(took)
            self.paths.setdefault(path, []).append(took)

    def after_orders(self, shop, nicks):
        """The overview right after each of some orders, and right after it again: what an order costs the next reader."""
        for number, nick in enumerate(nicks):
            now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
            order = {"shop_id": shop, "number": f"bench{os.getpid()}{number}", "status": "paid", "paid": 9_900, "total": 9_900,
                     "placed_at": now, "paid_at": now, "customer": {"taobao_nick": nick}}
            status, body, _ = self.server.ask("POST", "/api/v1/orders", {"orders": [order]},
                                              {"X-Regulars-CSRF": self.server.csrf}, self.connection)
            if status != 200:
                raise RuntimeError(f"an order answered {status}: {body[:200]!r}")
            self.cases.setdefault("overview, right after an order", []).append(self.get("/api/v1/overview?days=30")[0])


def lists(query):
    """A filter in every order, and once among those who bought."""
    return [f"/api/v1/customers?limit=50&sort={sort}{query}" for sort in SORTS] + [
        f"/api/v1/customers?limit=50&tab=dealt{query}"]


def ask(server):
    asked = Asked(server)
    for tab in ("all", "dealt", "not_dealt", "inquired"):
        asked.case(f"tab {tab}, every order", [f"/api/v1/customers?tab={tab}&limit=50&sort={sort}" for sort in SORTS])
    page, cursors = asked.json("/api/v1/customers?limit=50"), []
    people = page["items"]
    while page["next_cursor"] and len(cursors) < 20:
        cursors.append(f"/api/v1/customers?limit=50&cursor={page['next_cursor']}")
        page = asked.json(cursors[-1])
        people = people + page["items"]
    asked.case("later pages", cursors)

    shops = [shop["id"] for shop in asked.json("/api/v1/shops")["items"]]
    filters = [("province, rare", "&province=西藏自治区"), ("province, common", "&province=广东省"),
               ("province that nobody lives in", "&province=Atlantis")]
    filters += [(f"tag, {name}", f"&tag={name}") for name, _ in crowd.LABELS]
    filters += [("tag of those who left", "&tag=lost")]
    filters += [(f"group, {name}", f"&group={900 + number}") for number, (name, _) in enumerate(crowd.LABELS)]
    filters += [(f"channel {channel}", f"&channel={channel}") for channel in ("taobao", "web", "pos", "phone")]
    filters += [("at least 2 deals", "&min_deals=2"), ("at least 15 deals", "&min_deals=15"),
                ("at most 1 deal", "&max_deals=1"), ("no deal", "&max_deals=0"),
                ("amount of 5,000 at least", "&min_amount=500000"), ("amount of 10 at most", "&max_amount=1000"),
                ("amount of 100 to 101", "&min_amount=10000&max_amount=10100"),
                ("last deal this month", "&last_deal_from=2026-11-01T00:00:00Z"),
                ("last deal long ago", "&last_deal_to=2025-04-01T00:00:00Z"),
                ("consent given", "&consent=marketing.sms.granted"), ("consent refused", "&consent=refused"),
                ("black list", "&blacklisted=true"), ("not on the black list", "&blacklisted=false")]
    filters = [(name, "&" + "&".join(f"{key}={quote(value)}" for key, value in
                                     (part.split("=") for part in query[1:].split("&")))) for name, query in filters]
    for name, query in filters:
        asked.case(name, lists(query))
    asked.case("two filters", [path for pair in ("&tag=some&min_deals=5", "&tag=many&min_amount=300000", "&tag=many&group=902")
                               for path in lists(pair)])
    for name, seen in (("one shop", [[shop] for shop in shops]), ("two shops", [shops[:2], shops[2:4], shops[-2:]]),
                       ("all shops but one", [shops[1:], shops[:-1]])):
        for sort in SORTS:
            asked.case(f"{name}, by {sort}", [
                f"/api/v1/customers?limit=50&sort={sort}{''.join(f'&shop={id}' for id in ids)}" for ids in seen])
    some = "".join(f"&shop={id}" for id in shops[:2])
    for name, query in (("two shops, a rare tag", "&tag=rare"), ("two shops, a rare province", f"&province={quote('西藏自治区')}"),
                        ("two shops, at least 5 deals", "&min_deals=5")):
        asked.case(name, lists(query + some))
    asked.case("two shops, not dealt", [f"/api/v1/customers?limit=50&tab=not_dealt&sort={sort}{some}" for sort in SORTS])

    def search(name, words):
        asked.case(f"search, {name}", [f"/api/v1/customers?limit=50&q={quote(word)}" for word in words if word])

    nicks = [person["nick"] for person in people if person["nick"]]
    cards = [asked.json(f"/api/v1/customers/{person['id']}") for person in people[:40]]
    search("nick", nicks[:40])
    for length in (1, 2, 3, 6):
        search(f"nick's first {length}", sorted({nick[:length] for nick in nicks})[:40])
    search("piece of a nick", sorted({nick[2:4] for nick in nicks if len(nick) > 4})[:40])
    search("surname", list("王李张刘陈欧司"))
    search("mobile", [known["value"] for known in revealed(asked, cards, "mobile")][:40])
    search("mobile's last four", [str(n) for n in range(1_234, 9_999, 321)])
    search("e-mail", [known["value"] for known in revealed(asked, cards, "email")][:40])
    orders = asked.json("/api/v1/orders?limit=50")["items"]
    search("order number", [order["number"] for order in orders])
    search("nobody", ["zzzzzz", "没有这个人", "13999999999", "x@y.example"])
    asked.case("search everywhere", [f"/api/v1/search?q={quote(word)}" for word in nicks[:20] + [nick[:2] for nick in nicks[:20]]])

    most = asked.json("/api/v1/customers?limit=20&sort=deals")["items"]
    asked.case("card", [f"/api/v1/customers/{person['id']}" for person in people[:50] + most])
    asked.case("timeline", [f"/api/v1/customers/{person['id']}/timeline" for person in people[:50] + most])
    asked.case("orders, first page", ["/api/v1/orders?limit=50"])
    asked.case("counts of the tabs", ["/api/v1/customers/counts"])
    asked.case("overview, warm", ["/api/v1/overview?days=30", "/api/v1/overview?days=7", "/api/v1/overview?days=90"])
    asked.after_orders(shops[0], nicks[:12])
    return asked


def revealed(asked, cards, kind):
    """Whole identifiers of these cards: they are shown masked, so they are asked for."""
    found = []
    for card in cards:
        for known in card["identifiers"]:
            if known["kind"] == kind and len(found) < 40:
                path = f"/api/v1/customers/{card['id']}/reveal"
                status, body, _ = asked.server.ask("POST", path, {"fields": [f"identifier:{known['id']}"], "reason": "bench"},
                                                   {"X-Regulars-CSRF": asked.server.csrf}, asked.connection)
                if status == 200:
                    found += [{"value": value} for value in json.loads(body)["values"].values() if value]
    return found


@contextmanager
def stand(customers, facts=False):
    """The folder of the shop, with lines and behaviours of everybody when `facts`. It is made once when
    REGULARS_BENCH_KEEP names a folder to keep it in."""
    kept = os.environ.get("REGULARS_BENCH_KEEP")
    with folder() as temporary:
        data = (Path(kept) if kept else temporary) / ("facts" if facts else "pages")
        if not (data / "regulars.db").exists():
            start = time.monotonic()
            data.mkdir(parents=True, exist_ok=True)
            demo(data, min(customers, TOLD))
            crowd.multiply(data / "regulars.db", customers, facts)
            account(data)
            print(f"shop made in {time.monotonic() - start:.0f} s")
        yield data


def measured(name, data, database, results):
    # A program that finds a shop which others brought in sums its days up once; after that only those that change.
    start = time.monotonic()
    with Server(data, database):
        while not crowd.summed(data / "regulars.db", database):
            if time.monotonic() - start > 900:
                raise RuntimeError("the days were not summed up in time")
            time.sleep(0.5)
    print(f"{name}: all days summed up after {time.monotonic() - start:.0f} s")
    with Server(data, database) as server:
        server.sign_in()
        start = time.monotonic()
        status, body, _ = server.ask("GET", "/api/v1/overview?days=30")
        if status != 200:
            raise RuntimeError(f"the overview answered {status}: {body[:200]!r}")
        first = (time.monotonic() - start) * 1000
        results[name] = ask(server)
        results[name].cases = {"overview, first answer": [first], **results[name].cases}


def main(customers=1_000_000):
    results = {}
    with stand(customers) as data:
        measured("SQLite", data, None, results)
        database = os.environ.get("REGULARS_TEST_POSTGRES")
        if database and shutil.which("psql"):
            with folder() as files:
                start = time.monotonic()
                run("--data-dir", files, "--database-url", database, "migrate", "run")
                if crowd.empty(database):
                    crowd.pour(data / "regulars.db", database)
                    print(f"poured into PostgreSQL in {time.monotonic() - start:.0f} s")
                measured("PostgreSQL", files, database, results)
        else:
            print("PostgreSQL is not here: run this through scripts/bench")
    report(customers, results)


def report(customers, results):
    names = list(results)
    title = f"Pages, {customers:,} customers: median and 95th percentile in ms, goal {GOAL:.0f} for the latter"
    print(f"\n{title}\n{'-' * len(title)}")
    print(f"{'':<36}" + "".join(f"{name:>22}" for name in names))
    for case in results[names[0]].cases:
        cells = []
        for name in names:
            times = results[name].cases.get(case)
            over = times and percentile(times, 0.95) > GOAL
            cells.append(f"{percentile(times, 0.5):>11.1f} {percentile(times, 0.95):>8.1f}{' !' if over else '  '}" if times else "")
        print(f"{case:<36}" + "".join(f"{cell:>22}" for cell in cells), flush=True)
    for name in names:
        worst = max(results[name].paths.items(), key=lambda entry: percentile(entry[1], 0.95))
        print(f"worst on {name}: {percentile(worst[1], 0.95):.1f} ms for {worst[0]}")
