"""Issuing unique codes, and moving members to other levels after new thresholds, on SQLite."""

import re
import subprocess

from common import PROGRAM, ROOT, folder, head, row


def example(name, *args):
    """Runs an example of the shop in a folder that is thrown away; returns what it said."""
    with folder() as data:
        args = [str(data) if arg is None else str(arg) for arg in args]
        done = subprocess.run(
            [str(PROGRAM.parent / "examples" / name), *args], check=True, cwd=data, stdout=subprocess.PIPE, text=True
        )
    return done.stdout


def main(size=1_000_000):
    head(f"{size:,} unique codes, levels of {size:,} members")
    subprocess.run(
        ["cargo", "build", "--release", "-p", "shop", "--example", "codes_speed", "--example", "levels_speed"],
        check=True,
        cwd=ROOT,
    )
    told = example("codes_speed", size)
    took, before, peak = re.search(r"issued in ([\d.]+) s, memory (\d+) -> (\d+) MB", told).groups()
    row("codes issued", f"{took} s", goal="< 30 s for a million")
    row("  memory before, peak", f"{before}, {peak} MB")
    row("  that differ", re.search(r"(\d+) of them differ", told)[1])
    for line in example("levels_speed", None, size).splitlines():
        what, moved, took = re.search(r"^(.*): preview .*, (\d+) of \d+ members moved in (.*)$", line).groups()
        row(f"levels: {what}, {int(moved):,} move", took, goal="< 10 s for a million")
