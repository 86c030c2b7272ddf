"""How soon the server answers on the demo shop, and what it holds when nobody asks."""

import time

from common import Server, demo, folder, head, row


def main(customers=20_000):
    head(f"Start, {customers:,} customers")
    with folder() as data:
        demo(data, customers)
        with Server(data) as server:
            time.sleep(5)
            row("serve until ready", f"{server.ready:.2f} s", goal="< 2 s")
            row("idle memory", f"{server.memory():.0f} MB", goal="< 150 MB")
