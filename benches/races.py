"""A thousand buyers at once for a hundred of something: uses of a coupon, pieces of a flash sale, points, prizes. Each asks
twice, as a checkout does that was cut off; on SQLite at one server, on PostgreSQL, when `REGULARS_TEST_POSTGRES` names a
server, at three.

Whether it comes out right while a server is killed, `crates/regulars/tests/faults` tests; here it is timed, and stops when
it does not come out right."""

import json
import os
import shutil
import subprocess
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from threading import local
from urllib.parse import urlsplit

from common import Server, account, demo, folder, head, row

AT_ONCE = 48
CUSTOMERS = 300
DAY = 86_400


class Buyers:
    """Many threads that ask the servers in turn, each on connections of its own."""

    def __init__(self, servers):
        self.servers = servers
        self.own = local()

    def ask(self, which, path, body):
        at = which % len(self.servers)
        connections = self.own.__dict__.setdefault("connections", {})
        server = self.servers[at]
        connection = connections.setdefault(at, server.connection())
        headers = {"X-Regulars-CSRF": server.csrf}
        while True:
            status, text, _ = server.ask("POST", path, body, headers, connection)
            told = json.loads(text)
            # Told to come again: it was busy, or the price changed meanwhile.
            if status != 503 and told.get("code") != "price_changed":
                return status, told
            time.sleep(0.05)

    def race(self, count, act):
        """What came of each, how often, and the seconds it took."""
        start = time.monotonic()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            came = Counter(pool.map(act, range(count)))
        return came, time.monotonic() - start


def post(server, path, body, method="POST"):
    status, text, _ = server.ask(method, f"/api/v1{path}", body, {"X-Regulars-CSRF": server.csrf})
    if not 200 <= status < 300:
        raise RuntimeError(f"{path} answered {status}: {text[:300]!r}")
    return json.loads(text) if text else None


def get(server, path):
    return json.loads(server.ask("GET", f"/api/v1{path}")[1])


def publish(server, path):
    post(server, f"{path}/publish", {"revision": 1, "accept_warnings": True})


def twice(buyers, which, path, body, read):
    """Asks at one server and again at the next: the answers must be the same."""
    first, again = (read(*buyers.ask(which + turn, path, body)) for turn in (0, 1))
    if first != again:
        raise RuntimeError(f"{path} answered {first}, and then {again}")
    return first


def cart(product):
    line = {"key": "1", "product": product, "quantity": 1, "unit_price": 20_000}
    return {"currency": "CNY", "lines": [line]}


def coupon(server, share):
    promotion = {
        "key": "bench-hundred", "name": {"zh": "百张券", "en": "a hundred"}, "uses": share,
        "scope": {"goods": {"products": ["bench-coupon"]}},
        "offer": {"amount_off": {"steps": [{"at": {"amount": 10_000}, "off": 1_000}]}},
    }
    how = {"codes": "single", "code": "BENCHHUNDRED", "audience": "public"}
    made = post(server, "/coupons/programmes", {"promotion": promotion, "how": how})
    publish(server, f"/promotions/{made['id']}")

    def act(buyers, buyer):
        body = {"order": f"coupon-{buyer}", "codes": ["BENCHHUNDRED"], "cart": cart("bench-coupon")}
        read = lambda status, told: "held" if status == 200 else told["code"]
        return twice(buyers, buyer, "/api/v1/redemptions", body, read)

    return act, "coupon_uses_gone"


def flash(server, share):
    offer = {"flash": {"cut": {"price": 9_900}, "stock": share}}
    scope = {"goods": {"products": ["bench-flash"]}}
    promotion = {"key": "bench-flash", "name": {"zh": "秒杀", "en": "flash sale"}, "offer": offer, "scope": scope}
    made = post(server, "/promotions", {"promotion": promotion})
    publish(server, f"/promotions/{made['id']}")

    def read(_, told):
        applied = [one["promotion"] for one in told["priced"]["lines"][0]["applied"]]
        return "held" if "bench-flash" in applied else "full price"

    def act(buyers, buyer):
        body = {"order": f"flash-{buyer}", "cart": cart("bench-flash")}
        return twice(buyers, buyer, "/api/v1/redemptions", body, read)

    return act, "full price"


def points(server, share):
    programme = get(server, "/members/programme")
    programme["enabled"] = True
    post(server, "/members/programme", programme, "PUT")
    member = get(server, "/customers?limit=1")["items"][0]["id"]
    post(server, "/members", {"customer_id": member, "way": "open"})
    had = get(server, f"/customers/{member}/points")["available"]
    post(server, f"/customers/{member}/points/adjust", {"points": share * 10 - had, "reason": "bench", "key": "bench"})

    def act(buyers, order):
        body = {"customer_id": member, "points": 10, "key": f"bench-{order}"}
        read = lambda status, told: "held" if status == 200 else told["code"]
        return twice(buyers, order, "/api/v1/points/spend", body, read)

    return act, "points_short"


def prizes(server, share):
    words = lambda text: {"zh": text, "en": text}
    at = lambda seconds: time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + seconds))
    rules = ("conditions", "drawing", "claiming", "delivery", "forfeiting", "organiser")
    prize = {"kind": "goods", "name": words("prize"), "worth": 500, "quantity": share, "chance_ppm": 1_000_000}
    terms = {
        "kind": "wheel", "name": words("bench"), "free": 10, "starts_at": at(-DAY), "ends_at": at(DAY),
        "prizes": [prize], "rules": {name: words("see there") for name in rules},
    }
    path = f"/draws/{post(server, '/draws', {'terms': terms})['id']}"
    publish(server, path)
    people = [one["id"] for one in get(server, "/customers?limit=100")["items"]]

    def act(buyers, ticket):
        body = {"customer_id": people[ticket % len(people)], "key": f"bench-{ticket}"}
        read = lambda status, told: ("held" if told["prize"] is not None else "nothing") if status == 200 else told["code"]
        return twice(buyers, ticket, f"/api/v1{path}/play", body, read)

    return act, "nothing"


RACES = {"uses of a coupon": coupon, "pieces of a flash sale": flash, "points of a member": points, "prizes of a draw": prizes}


@contextmanager
def fresh(server):
    """A database of that server which nothing else uses, and which goes afterwards."""
    name = f"races_{os.getpid()}"
    psql = lambda sql: subprocess.run(["psql", "-q", server, "-c", sql], check=True)
    psql(f"create database {name}")
    try:
        yield urlsplit(server)._replace(path=f"/{name}").geturl()
    finally:
        psql(f"drop database {name} with (force)")


def hears(server):
    """Waits until a server has heard of what was published at another."""
    for body in ({"codes": ["BENCHHUNDRED"], "cart": cart("bench-coupon")}, {"cart": cart("bench-flash")}):
        start = time.monotonic()
        while post(server, "/price", body)["priced"]["total"] == 20_000:
            if time.monotonic() - start > 60:
                raise RuntimeError("a server does not hear of what is published")
            time.sleep(0.1)


def race(name, data, size, database=None, count=1):
    demo(data, CUSTOMERS, database=database)
    account(data, database)
    share = size // 10
    # Statements that wait for each other are what a race is made of, and no news.
    with ExitStack() as stack:
        servers = [stack.enter_context(Server(data, database, log="error")) for _ in range(count)]
        for server in servers:
            server.sign_in()
        acts = {what: make(servers[0], share) for what, make in RACES.items()}
        for server in servers:
            hears(server)
        for what, (act, losers) in acts.items():
            buyers = Buyers(servers)
            came, took = buyers.race(size, lambda buyer: act(buyers, buyer))
            if came != Counter({"held": share, losers: size - share}):
                raise RuntimeError(f"{what} on {name}: {dict(came)}")
            row(f"{what}, {name}", f"{took:.1f} s", goal=f"{came['held']:,} of {size:,}, the rest told why")


def main(size=1_000):
    head(f"{size:,} at once for a tenth as many, each asking twice")
    with folder() as data:
        race("SQLite", data, size)
    server = os.environ.get("REGULARS_TEST_POSTGRES")
    if server and shutil.which("psql"):
        with folder() as data, fresh(server) as database:
            race("PostgreSQL, 3 servers", data, size, database, 3)
    else:
        print("PostgreSQL is not here: run this through scripts/bench")
