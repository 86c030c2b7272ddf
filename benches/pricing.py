"""What pricing a cart takes, beside an engine that looks at every promotion in turn."""

import json
import subprocess

from common import PROGRAM, ROOT, head, row

GOALS = {2_000: "p99 < 2 ms", 10_000: "p99 < 10 ms"}


def main(most=10_000):
    head("Pricing a cart of 20 lines with 10 coupons in hand")
    subprocess.run(["cargo", "build", "--release", "-p", "pricing", "--example", "price_speed"], check=True, cwd=ROOT)
    example = PROGRAM.parent / "examples" / "price_speed"
    sizes = [str(size) for size in (100, 2_000, 10_000) if size <= most]
    told = subprocess.run([str(example), "--json", *sizes], check=True, stdout=subprocess.PIPE, text=True).stdout
    for line in told.splitlines():
        one = json.loads(line)
        size = one["promotions"]
        ratio = f"{one['p99_ms'] / one['plain_p99_ms']:.2f} x"
        row(f"{size:,} promotions, p50", f"{one['p50_ms']:.3f} ms", f"{one['plain_p50_ms']:.3f} ms")
        row(f"{size:,} promotions, p99", f"{one['p99_ms']:.3f} ms", f"{one['plain_p99_ms']:.3f} ms", ratio, GOALS.get(size, ""))
        row("  cheaper for the buyer, searched whole", f"{one['cheaper']}/{one['carts']}", f"{one['complete']}/{one['carts']}")
