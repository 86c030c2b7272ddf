"""Segments and insight beside what people would use instead: DuckDB, ClickHouse (chdb), Polars, and, at a million customers,
SQLite and PostgreSQL with indexes.

`python benches/segments.py [--customers N] [--events N] [--folder FOLDER [--peers NAME ...] [--no-live]]`

Makes a throw-away environment with the others from PyPI, writes the same data for everybody, asks the same seven questions
of each in turn with two threads, holds the answers against each other and prints medians and ratios to the fastest other.
Each system has the data in memory, in the form that suits it: see `docs/benchmarks.md`, which also says how long each
setting takes and what it needs. PostgreSQL is asked when `REGULARS_TEST_POSTGRES` names a server: `scripts/bench segments`
starts one.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from segment_peers import HOUSES, last

ROOT = Path(__file__).resolve().parent.parent
BENCH = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release" / "examples" / "bench"
QUESTIONS = ["profile", "payments", "wanted", "rfm", "insight", "sequence", "sets"]
# What the others come from.
PACKAGES = ["duckdb", "chdb", "polars", "pyarrow", "numpy", "psycopg[binary]"]
# Up to how many customers databases with rows and indexes are asked too; above, a question takes them minutes.
ROWS = 1_000_000


def peers(customers):
    """Who is asked at a size."""
    found = ["duckdb", "clickhouse", "polars"]
    if customers <= ROWS:
        found.append("sqlite")
        if os.environ.get("REGULARS_TEST_POSTGRES"):
            found.append("postgres")
    return found


def write_parquet(folder):
    """Columns as one Parquet file for customers and one for events, with the segments as columns of yes and no."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    read = lambda name, kind: np.fromfile(f"{folder}/{name}.bin", dtype=kind)
    kinds = {"gender": "u1", "province": "u1", "city_level": "u1", "level": "u1", "channel": "u1", "city": "u2",
             "birthday": "i4", "spent": "i8", "registered": "i4", "consent": "u1"}
    columns = {name: read(f"c_{name}", kind) for name, kind in kinds.items()}
    n = len(columns["gender"])
    events = {name: read(f"e_{name}", kind) for name, kind in
              {"customer": "u4", "kind": "u1", "ts": "i8", "category": "u1", "amount": "i4"}.items()}
    paid = (events["kind"] == 3) & (events["ts"] >= last(90))
    viewed = (events["kind"] == 0) & (events["ts"] >= last(30))
    times = lambda mask: np.bincount(events["customer"][mask], minlength=n + 1)[1:]
    segments = {"s1": times(paid) >= 1, "s2": times(viewed) >= 3, "s3": (columns["province"] < 4) & (columns["spent"] >= 50_000)}
    birthday = pa.array(columns.pop("birthday"))
    known = pa.compute.greater(birthday, -2**31)
    table = {"customer": np.arange(1, n + 1, dtype="u4"), **columns, **segments}
    table = pa.table({**{name: pa.array(values) for name, values in table.items()},
                      "birthday": pa.compute.if_else(known, birthday, pa.scalar(None, pa.int32()))})
    pq.write_table(table, f"{folder}/customers.parquet")
    del table
    pq.write_table(pa.table(events), f"{folder}/events.parquet", row_group_size=4_000_000)
    for path in Path(folder).glob("*.bin"):
        path.unlink()


def peer(name, folder):
    """One of the others, in this process: prints its medians and answers."""
    import pyarrow.compute  # noqa: F401  (polars and chdb share it)

    began = time.monotonic()
    house = HOUSES[name](folder)
    print(f"{name}: loaded in {time.monotonic() - began:.1f} s", file=sys.stderr)
    found = {}
    for question in QUESTIONS:
        try:
            answer = house.ask(question)
            taken, spent = [], time.process_time()
            while len(taken) < 7 and sum(taken) < 10_000:
                began = time.monotonic()
                house.ask(question)
                taken.append((time.monotonic() - began) * 1000)
            work = None if hasattr(house, "elsewhere") else (time.process_time() - spent) * 1000 / len(taken)
            found[question] = [statistics.median(taken), answer, work]
        except Exception as error:  # One that cannot answer is shown as such.
            print(f"{name} {question}: {error}", file=sys.stderr)
    status = Path("/proc/self/status").read_text().splitlines()
    memory, most = (next(int(line.split()[1]) // 1024 for line in status if line.startswith(f"Vm{what}:")) for what in ("RSS", "HWM"))
    print("JSON " + json.dumps({**found, "memory": memory, "most": most}))


def told(command, **kwargs):
    """Runs a command; returns what it printed as JSON, joined."""
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, **kwargs)
    found = {}
    for line in done.stdout.splitlines():
        if line.startswith("JSON "):
            found |= json.loads(line[5:])
        else:
            print("  " + line, flush=True)
    return found


def environment(folder):
    python = Path(folder) / "venv" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(python.parent.parent)], check=True)
        subprocess.run([str(python), "-m", "pip", "-q", "--disable-pip-version-check", "install", *PACKAGES], check=True)
    return str(python)


def measure(folder, customers, events, asked=None):
    python = environment(folder)
    data = Path(folder) / f"data-{customers}"
    if not (data / "events.parquet").exists():
        data.mkdir(exist_ok=True)
        subprocess.run([str(BENCH), "write", str(data), str(customers), str(events)], check=True)
        subprocess.run([python, __file__, "--parquet", str(data)], check=True)
    limits = {**os.environ, "POLARS_MAX_THREADS": "2", "OMP_NUM_THREADS": "2"}
    names = ["regulars", *(asked or peers(customers))]
    found = {"regulars": told([str(BENCH), "ask", str(data), str(customers), str(events)])}
    for name in names[1:]:
        found[name] = told([python, __file__, "--peer", name, str(data)], env=limits)
    print(f"\n{customers:,} customers, about {events:,} events; milliseconds, medians, two threads")
    print(f"{'':<10}" + "".join(f"{name:>12}" for name in names) + f"{'ratio':>9} {'by work':>9}  same answers")
    for question in QUESTIONS:
        asked = [found[name].get(question, [None, None, None]) for name in names]
        times, answers, works = ([one[at] for one in asked] for at in range(3))
        ratio = min((time for time in times[1:] if time is not None), default=0) / times[0]
        work = min((work for work in works[1:] if work is not None), default=0) / max(works[0], 0.01)
        told_answers = [answer for answer in answers if answer is not None]
        same = "yes" if all(answer == told_answers[0] for answer in told_answers) else f"NO: {answers}"
        cells = "".join(f"{time:>12.2f}" if time is not None else f"{'-':>12}" for time in times)
        print(f"{question:<10}{cells}{ratio:>8.1f}x {work:>8.1f}x  {same}")
    print(f"{'memory MB':<10}" + "".join(f"{found[name].get('memory', 0):>12}" for name in names))
    print(f"restart to answering {found['regulars'].get('restart', 0):.2f} s", flush=True)


def live(customers):
    told([str(BENCH), "live", str(min(customers, 1_000_000)), str(min(customers, 1_000_000) * 10)])


def main(customers=1_000_000):
    from common import folder as throw_away, head

    head(f"segments at {customers:,} customers")
    with throw_away() as path:
        measure(path, customers, customers * 10)
    if customers <= ROWS:
        live(customers)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--events", type=int, help="ten for each customer unless told")
    parser.add_argument("--folder", help="where to keep the data and the environment; otherwise they are thrown away")
    parser.add_argument("--peers", nargs="+", choices=HOUSES, help="with --folder: only these")
    parser.add_argument("--no-live", action="store_true", help="only the seven questions")
    parser.add_argument("--peer", nargs=2, metavar=("NAME", "FOLDER"), help=argparse.SUPPRESS)
    parser.add_argument("--parquet", metavar="FOLDER", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.peer:
        peer(*args.peer)
    elif args.parquet:
        write_parquet(args.parquet)
    elif args.folder:
        Path(args.folder).mkdir(parents=True, exist_ok=True)
        measure(args.folder, args.customers, args.events or args.customers * 10, args.peers)
        if not args.no_live:
            live(args.customers)
    else:
        main(args.customers)
