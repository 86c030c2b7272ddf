"""Frequent item sets beside pyfim (C) and mlxtend from PyPI.

`cargo build --release -p science --example baskets && python benches/baskets.py [--folder FOLDER]`

Finds the sets of a grocery's baskets and of drawn ones (156,000 baskets of 68,000 items) with each in turn, a process each, one
thread, by processor time and the most memory held, and holds the sets against each other. Reading the file is not timed; what a
Python program has to hand over to pyfim, and gets back, is. mlxtend is asked of the grocery's baskets only: it takes ten gigabytes
for the others.
"""

import argparse
import gzip
import json
import os
import subprocess
import sys
import time
from pathlib import Path

from common import folder as throw_away
from common import head, row

ROOT = Path(__file__).resolve().parent.parent
BENCH = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release" / "examples" / "baskets"
GROCERIES = ROOT.parent / "shared" / "data" / "groceries" / "groceries.csv.gz"


def groceries(path):
    """The grocery's baskets with items as numbers; False where the data is not beside the project."""
    if not GROCERIES.exists():
        return False
    known = {}
    with gzip.open(GROCERIES, "rt") as lines, open(path, "w") as out:
        for line in lines:
            items = [item.strip() for item in line.split(",")]
            print(*[known.setdefault(item, len(known)) for item in items if item], file=out)
    return True


def drawn(path, baskets, items=68_000, seed=1):
    """Baskets of some nine items, a few items much bought, with bundles that go together."""
    import numpy as np

    chance = np.random.default_rng(seed)
    popular = 1.0 / (np.arange(items) + 20.0) ** 0.9
    popular = np.cumsum(popular / popular.sum())
    bundles = [np.unique(np.searchsorted(popular, chance.random(chance.integers(2, 6)))) for _ in range(3_000)]
    with open(path, "w") as out:
        for _ in range(baskets):
            basket = set(np.searchsorted(popular, chance.random(chance.poisson(7) + 1)).tolist())
            while chance.random() < 0.4:
                bundle = bundles[int(len(bundles) * chance.random() ** 2)]
                basket.update(item for item in bundle.tolist() if chance.random() < 0.8)
            print(*sorted(min(item, items - 1) for item in basket), file=out)


def peer(name, path, least, rounds, out):
    """Times one of the others. Prints JSON."""
    import resource

    baskets = [[int(item) for item in line.split()] for line in open(path)]
    spent = []
    for _ in range(rounds):
        begun = time.process_time()
        if name == "mlxtend":
            import pandas as pd
            from mlxtend.frequent_patterns import fpgrowth
            from mlxtend.preprocessing import TransactionEncoder

            encoder = TransactionEncoder()
            table = pd.DataFrame(encoder.fit_transform(baskets), columns=encoder.columns_)
            # Half a basket below the count, so that no float loses a set on the threshold.
            found = fpgrowth(table, min_support=(least - 0.5) / len(baskets), use_colnames=True)
            sets = [(tuple(items), round(support * len(baskets))) for support, items in found.values]
        else:
            import fim

            find = {"fpgrowth": fim.fpgrowth, "eclat": fim.eclat}[name]
            sets = find(baskets, target="s", supp=-least, zmin=1, report="a")
        spent.append(time.process_time() - begun)
    with open(out, "w") as lines:
        for items, count in sets:
            print(count, *sorted(items), file=lines)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": min(spent), "sets": len(sets), "memory": memory}))


def python(folder):
    """A Python with the others in it, thrown away with the folder."""
    path = Path(folder) / "venv" / "bin" / "python"
    if not path.exists():
        subprocess.run([sys.executable, "-m", "venv", str(path.parent.parent)], check=True)
        wanted = str(ROOT / "benches" / "baskets.requirements.txt")
        subprocess.run([str(path), "-m", "pip", "-q", "install", "-r", wanted], check=True)
    return str(path)


def ours(path, least, rounds, out):
    told = subprocess.run([str(BENCH), path, str(least), str(rounds), out], check=True, stdout=subprocess.PIPE, text=True).stdout
    found = {line.split()[0]: [float(part) for part in line.split()[1:]] for line in told.splitlines()}
    return {"seconds": found["sets"][0], "sets": int(found["sets"][1]), "rules": found["rules"], "memory": found["memory"][0]}


def same(one, other):
    return "same sets" if sorted(open(one)) == sorted(open(other)) else "OTHER SETS"


def compare(interpreter, title, path, least, others, rounds):
    head(f"{title}, sets in at least {least} baskets: processor seconds")
    own = f"{path}.ours"
    found = ours(path, least, rounds, own)
    for name in others:
        out = f"{path}.{name}"
        arguments = [interpreter, __file__, "--peer", name, path, str(least), str(rounds), out]
        told = subprocess.run(arguments, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT / "benches").stdout
        other = json.loads(told.splitlines()[-1])
        ratio = other["seconds"] / found["seconds"]
        goal = ">= 1x" if name != "mlxtend" else ""
        label = f"{found['sets']:,} sets, beside {name}"
        row(label, f"{found['seconds']:.4f}", f"{other['seconds']:.4f}", f"{ratio:.1f}x", f"{goal} {same(own, out)}")
        row("  memory of the process, MB", f"{found['memory']:.0f}", f"{other['memory']:.0f}")
    row(f"  {int(found['rules'][1]):,} rules of them, with significance", f"{found['rules'][0]:.4f}")


def measure(folder, baskets):
    interpreter = python(folder)
    path = str(Path(folder) / "groceries")
    if groceries(path):
        compare(interpreter, "a grocery's 9,835 baskets", path, 10, ["fpgrowth", "eclat", "mlxtend"], 5)
    path = str(Path(folder) / "drawn")
    subprocess.run([interpreter, __file__, "--draw", path, str(baskets)], check=True, cwd=ROOT / "benches")
    for least in (60, 15):
        compare(interpreter, f"{baskets:,} drawn baskets of 68,000 items", path, least, ["fpgrowth", "eclat"], 3)


def main(baskets=156_000, folder=None):
    with throw_away(folder) as path:
        measure(path, baskets)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--baskets", type=int, default=156_000)
    parser.add_argument("--folder", help="where to keep the data and the environment; otherwise they are thrown away")
    parser.add_argument("--peer", nargs=5, metavar=("NAME", "FILE", "LEAST", "ROUNDS", "OUT"), help=argparse.SUPPRESS)
    parser.add_argument("--draw", nargs=2, metavar=("FILE", "BASKETS"), help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.peer:
        peer(args.peer[0], args.peer[1], int(args.peer[2]), int(args.peer[3]), args.peer[4])
    elif args.draw:
        drawn(args.draw[0], int(args.draw[1]))
    elif args.folder:
        measure(args.folder, args.baskets)
    else:
        main(args.baskets)
