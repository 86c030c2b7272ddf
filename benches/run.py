"""Runs the benchmarks, all or those named: `run.py [--quick] [bulk] [ingest] [pages] [start] [identity] [lifetime] [linkage] [baskets] [segments] [pricing]
[members] [races] [analysis]`.

`--large` asks of segments at ten million customers and a hundred million events too; `docs/benchmarks.md` says what that
needs."""

import argparse

import analysis
import baskets
import bulk
import identity
import ingest
import lifetime
import linkage
import members
import pages
import pricing
import races
import segments
import start
from common import limit_files

PARTS = {
    "start": (start.main, 20_000),
    "identity": (identity.main, 20_000),
    "bulk": (bulk.main, 1_000_000),
    "ingest": (ingest.main, 10_000_000),
    "lifetime": (lifetime.main, 1_000_000),
    "linkage": (linkage.main, 1_000_000),
    "baskets": (baskets.main, 156_000),
    "pages": (pages.main, 1_000_000),
    "segments": (segments.main, 1_000_000),
    "pricing": (pricing.main, 10_000),
    "members": (members.main, 1_000_000),
    "races": (races.main, 1_000),
    "analysis": (analysis.main, 1_000_000),
}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of everything")
    parser.add_argument("--large", action="store_true", help="segments at ten million customers too")
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], default=list(PARTS))
    args = parser.parse_args()
    limit_files()
    for name in args.parts or PARTS:
        measure, size = PARTS[name]
        measure(size // 10 if args.quick else size)
        if name == "segments" and args.large:
            measure(size * 10)


if __name__ == "__main__":
    main()
