"""Bringing in Taobao reports, beside sqlite3's own import of the same files into bare tables."""

import json
import shutil
import subprocess
import time
from pathlib import Path

from common import PROGRAM, folder, head, row, run, timed


def bare_import(database, files):
    """sqlite3 reads UTF-8 only, so the files are decoded first, outside the measured time: the floor is kinder to it."""
    total = 0.0
    for name, path in files.items():
        plain = path.with_suffix(".utf8.csv")
        # Piece by piece: a process that is started from here counts what this one held as its own peak.
        with path.open(encoding="gb18030", newline="") as gbk, plain.open("w", encoding="utf-8", newline="") as to:
            shutil.copyfileobj(gbk, to, 1 << 20)
        start = time.monotonic()
        subprocess.run(
            ["sqlite3", str(database)], check=True, text=True, stderr=subprocess.DEVNULL,
            input=f".mode csv\n.import {plain} {name}\n",
        )
        total += time.monotonic() - start
        plain.unlink()
    return total


def main(orders=1_000_000):
    head(f"Taobao reports, {orders:,} orders with items, GBK, into a fresh SQLite")
    with folder() as data:
        reports = data / "reports"
        # About every person of the demo has an order at its Tmall storefront.
        told = json.loads(run("--data-dir", data / "unused", "--json", "demo", "--write-taobao", reports,
                              "--customers", orders, "--seed", 11))
        rows = {Path(one["file"]).name: one["rows"] for one in told["taobao"]}
        files = {"orders": reports / "tmall-orders.csv", "items": reports / "tmall-items.csv"}
        print(f"{rows['tmall-orders.csv']:,} orders, {rows['tmall-items.csv']:,} items")
        size = sum(path.stat().st_size for path in files.values()) / 1e6
        floor = bare_import(data / "bare.db", files)
        seconds, memory, counts = 0.0, 0.0, {}
        for path in files.values():
            out = data / "out.json"
            with out.open("w") as to:
                took, peak = timed([str(PROGRAM), "--data-dir", str(data / "shop"), "--json", "import",
                                    "--shop", "拾露旗舰店", "--channel", "tmall", str(path)], stdout=to, refused=True)
            seconds, memory = seconds + took, max(memory, peak)
            counts[path.name] = json.loads(out.read_text())["counts"]
        row(f"import ({size:.0f} MB)", f"{seconds:.1f} s", f"{floor:.1f} s", f"{seconds / floor:.2f}", "<= 6")
        row("peak memory", f"{memory:.0f} MB", goal="< 400 MB")
        print(json.dumps(counts, ensure_ascii=False))
