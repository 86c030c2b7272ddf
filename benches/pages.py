"""What staff wait for: the customer list, a search, a card, at a million customers, on both databases."""

import json
import os
import time
from urllib.parse import quote

from common import Server, account, demo, folder, head, percentile, row

ROUNDS = 200


def measure(server, name, paths):
    connection = server.connection()
    times = []
    for index in range(ROUNDS):
        path = paths[index % len(paths)]
        start = time.monotonic()
        status, body, _ = server.ask("GET", path, connection=connection)
        times.append((time.monotonic() - start) * 1000)
        if status != 200:
            raise RuntimeError(f"{path} answered {status}: {body[:200]!r}")
    row(name, f"{percentile(times, 0.95):.1f} ms", goal=f"p95 < 50 ms (median {percentile(times, 0.5):.1f})")


def main(customers=1_000_000):
    for engine, database in (("SQLite", None), ("PostgreSQL", os.environ.get("REGULARS_TEST_POSTGRES"))):
        if engine == "PostgreSQL" and not database:
            print("PostgreSQL is not here: run this through scripts/bench")
            continue
        head(f"Pages, {customers:,} customers, {engine}")
        with folder() as data:
            start = time.monotonic()
            demo(data, customers, database=database)
            print(f"demo shop made in {time.monotonic() - start:.0f} s")
            account(data, database)
            with Server(data, database) as server:
                server.sign_in()
                first = json.loads(server.ask("GET", "/api/v1/customers?limit=50")[1])
                people = first["items"]
                tabs = ["all", "dealt", "not_dealt", "inquired"]
                measure(server, "list, first page", [f"/api/v1/customers?tab={tab}&limit=50" for tab in tabs])
                deep, cursors = first, []
                while deep["next_cursor"] and len(cursors) < 20:
                    cursors.append(f"/api/v1/customers?limit=50&cursor={deep['next_cursor']}")
                    deep = json.loads(server.ask("GET", cursors[-1])[1])
                measure(server, "list, later pages", cursors)
                words = [p["nick"][:3] for p in people if p["nick"]][:20] + [p["nick"] for p in people if p["nick"]][:20]
                measure(server, "search by nick", [f"/api/v1/customers?q={quote(word)}" for word in words])
                orders = json.loads(server.ask("GET", "/api/v1/orders?limit=50")[1])["items"]
                measure(server, "search by order number", [f"/api/v1/customers?q={o['number']}" for o in orders])
                measure(server, "card", [f"/api/v1/customers/{p['id']}" for p in people])
                measure(server, "timeline", [f"/api/v1/customers/{p['id']}/timeline" for p in people])
                measure(server, "orders, first page", ["/api/v1/orders?limit=50"])
                measure(server, "overview", ["/api/v1/overview?days=30"])
