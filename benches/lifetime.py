"""Buy-till-you-die models beside lifetimes from PyPI.

`cargo build --release -p science --example lifetime && python benches/lifetime.py [--folder FOLDER]`

Fits the three models and Gamma-Gamma to CDNOW's sample and to ten times as many drawn customers, with both, in turn on one
thread, by the processor time of a round, and holds log-likelihoods and forecasts against each other: lifetimes' own likelihood and forecasts are asked at the
parameters that were found here. Then scores a million drawn customers.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

from common import folder as throw_away
from common import head, row

ROOT = Path(__file__).resolve().parent.parent
BENCH = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release" / "examples" / "lifetime"
TIME = 39.0
GOALS = {"bg-nbd": 20, "mbg-nbd": 20, "pareto-nbd": 50}


def cdnow(path):
    """CDNOW's sample until 1997-09-30, in weeks, one purchase a customer and day."""
    end = date(1997, 9, 30)
    days = {}
    for line in (ROOT / "crates/science/tests/data/cdnow.txt").read_text().splitlines():
        _, customer, day, _, paid = line.split()
        day = date(int(day[:4]), int(day[4:6]), int(day[6:]))
        if day <= end:
            bought = days.setdefault(customer, {})
            bought[day] = bought.get(day, 0.0) + float(paid)
    with open(path, "w") as out:
        for bought in days.values():
            first, last = min(bought), max(bought)
            repeats = [paid for day, paid in bought.items() if day != first]
            mean = sum(repeats) / len(repeats) if repeats else 0.0
            print(len(repeats), (last - first).days / 7, (end - first).days / 7, mean, file=out)


def drawn(path, customers, seed=1):
    """Customers as BG/NBD has them, on whole days, observed for 13 to 104 weeks."""
    import numpy as np

    chance = np.random.default_rng(seed)
    rate = chance.gamma(0.6, 1 / 6.0, customers)
    leave = chance.beta(0.8, 2.4, customers)
    days = chance.integers(91, 728, customers)
    spend = 15.0 / chance.gamma(3.7, 1.0, customers)
    with open(path, "w") as out:
        for at in range(customers):
            now, last, bought, paid = 0.0, 0, 0, 0.0
            while True:
                now += 7 * chance.exponential(1 / rate[at])
                if now >= days[at] + 0.5:
                    break
                if round(now) > last:
                    last, bought = round(now), bought + 1
                    paid += chance.gamma(6.2, spend[at])
                if chance.random() < leave[at]:
                    break
            print(bought, last / 7, days[at] / 7, paid / bought if bought else 0.0, file=out)


def peer(path, ours, rounds):
    """Times lifetimes, and asks it for the likelihood and forecasts at the parameters found here. Prints JSON."""
    import warnings

    warnings.filterwarnings("ignore")
    import lifetimes
    import numpy as np
    import pandas as pd

    x, last, age, mean = (pd.Series(column) for column in np.loadtxt(path).T)
    ours = json.loads(ours)
    found = {}
    for name, kind in [
        ("bg-nbd", lifetimes.BetaGeoFitter),
        ("mbg-nbd", lifetimes.ModifiedBetaGeoFitter),
        ("pareto-nbd", lifetimes.ParetoNBDFitter),
    ]:
        spent = []
        for _ in range(rounds):
            fitter = kind()
            begun = time.process_time()
            fitter.fit(x, last, age)
            spent.append(time.process_time() - begun)

        def likelihood(parameters):
            if name == "pareto-nbd":
                return float(fitter._conditional_log_likelihood(parameters, x, last, age).sum())
            # It adds lgamma(r + x) − lgamma(r) and all else; its mean is of unscaled data here, so nothing is to be undone.
            nothing, ones = 0, np.ones(len(x))
            return -float(kind._negative_log_likelihood(np.log(parameters), x, last, age, ones, nothing)) * len(x)

        own = list(fitter.params_)
        theirs = likelihood(own)
        fitter.params_[:] = ours[name]
        alive = fitter.conditional_probability_alive(x, last, age)
        again = fitter.conditional_expected_number_of_purchases_up_to_time(TIME, x, last, age)
        np.savetxt(f"{path}.peer.{name}", np.column_stack([alive, again]), fmt="%.12e")
        found[name] = {
            "seconds": min(spent), "parameters": own, "likelihood": theirs, "at_ours": likelihood(ours[name])
        }
    spent = []
    kept = (x > 0) & (mean > 0)
    for _ in range(rounds):
        fitter = lifetimes.GammaGammaFitter()
        begun = time.process_time()
        fitter.fit(x[kept], mean[kept])
        spent.append(time.process_time() - begun)
    found["gamma-gamma"] = {"seconds": min(spent), "parameters": list(fitter.params_)}
    print(json.dumps(found))


def python(folder):
    """A Python with lifetimes in it, thrown away with the folder."""
    path = Path(folder) / "venv" / "bin" / "python"
    if not path.exists():
        subprocess.run([sys.executable, "-m", "venv", str(path.parent.parent)], check=True)
        wanted = str(ROOT / "benches" / "lifetime.requirements.txt")
        subprocess.run([str(path), "-m", "pip", "-q", "install", "-r", wanted], check=True)
    return str(path)


def ours(path, rounds):
    """What is found here: by model, seconds, log-likelihood, parameters, seconds of scoring."""
    told = subprocess.run([str(BENCH), path, str(TIME), str(rounds), path], check=True, stdout=subprocess.PIPE, text=True).stdout
    found = {}
    for what, model, seconds, *more in (line.split() for line in told.splitlines()):
        if what == "fit":
            found[model] = {"seconds": float(seconds), "likelihood": float(more[0]), "parameters": [float(p) for p in more[1:]]}
        else:
            found[model]["scoring"] = float(seconds)
    return found


def furthest(path, model):
    """The largest differences of chances of being alive and of purchases."""
    pairs = zip(open(f"{path}.{model}"), open(f"{path}.peer.{model}"))
    rows = [[float(part) for part in (one + " " + other).split()] for one, other in pairs]
    return max(abs(r[0] - r[2]) for r in rows), max(abs(r[1] - r[3]) for r in rows)


def compare(interpreter, title, path, rounds):
    head(f"{title}: processor seconds to fit, beside lifetimes")
    found = ours(path, rounds)
    parameters = json.dumps({name: one["parameters"] for name, one in found.items()})
    told = subprocess.run(
        [interpreter, __file__, "--peer", path, parameters], check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT / "benches"
    ).stdout
    others = json.loads(told.splitlines()[-1])
    for name, one in found.items():
        other = others[name]
        goal = f">= {GOALS[name]}x" if name in GOALS else ""
        ratio = other["seconds"] / one["seconds"]
        row(name, f"{one['seconds']:.5f}", f"{other['seconds']:.4f}", f"{ratio:.0f}x", goal)
        if "likelihood" in other:
            off = abs(one["likelihood"] / other["at_ours"] - 1)
            row("  log-likelihood, off at the same place", f"{one['likelihood']:.4f}", f"{other['likelihood']:.4f}", f"{off:.0e}", "<= 1e-6")
            alive, again = furthest(path, name)
            row("  furthest: alive, purchases in 39 weeks", f"{alive:.1e}", f"{again:.1e}", "", "<= 1e-4")


def million(path, customers):
    head(f"{customers:,} customers scored: two horizons, discounted, silence; processor seconds")
    for name, one in ours(path, 1).items():
        if "scoring" in one:
            row(name, f"{one['scoring']:.2f}", "", "", "< 1 s")
            row("  and fitted to them", f"{one['seconds']:.2f}")


def measure(folder, customers):
    interpreter = python(folder)
    path = str(Path(folder) / "cdnow")
    cdnow(path)
    compare(interpreter, "CDNOW, 2,357 customers", path, 201)
    for name, count in [("ten", 23_570), ("many", customers)]:
        path = str(Path(folder) / name)
        subprocess.run([interpreter, __file__, "--draw", path, str(count)], check=True, cwd=ROOT / "benches")
        if name == "ten":
            compare(interpreter, f"drawn, {count:,} customers", path, 21)
        else:
            million(path, count)


def main(customers=1_000_000, folder=None):
    with throw_away(folder) as path:
        measure(path, customers)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--folder", help="where to keep the data and the environment; otherwise they are thrown away")
    parser.add_argument("--peer", nargs=2, metavar=("FILE", "PARAMETERS"), help=argparse.SUPPRESS)
    parser.add_argument("--draw", nargs=2, metavar=("FILE", "CUSTOMERS"), help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.peer:
        peer(*args.peer, rounds=3)
    elif args.draw:
        drawn(args.draw[0], int(args.draw[1]))
    elif args.folder:
        measure(args.folder, args.customers)
    else:
        main(args.customers)
