"""Who is one person: what the program decided, against the demo shop's truth."""

import json

from common import demo, folder, head, row


def main(customers=20_000):
    head(f"Identity, {customers:,} people")
    with folder() as data:
        report = json.loads(demo(data, customers, "--score"))
        score = report["identity"]
        row("pairwise precision", f"{score['precision']:.4f}")
        row("pairwise recall, joined at once", f"{score['recall']:.4f}")
        row("pairwise F1", f"{score['f1']:.4f}")
