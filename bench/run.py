"""texcv against RenderCV, YAMLResume and TeX alone, in one run: a table in bench/results.md, curves in scaling.svg.

Usage: make bench [RUNS=9] [QUICK=1]     or: .venv/bin/python bench/run.py [--runs 9] [--quick]
`--quick` shows in a minute or two that everything runs; its figures are worth nothing, and go to bench/.quick.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import peers
from limits import Runs, limits
from machine import describe, use_two_processors
from report import write_report
from room import Room
from scenarios import YAMLRESUME, many_cvs, one_cv, sizes
from stopwatch import adopt_orphans, race

HERE = Path(__file__).parent
PICTURE = "scaling.svg"
SIZES = {"entries": (1, 10, 100, 1000), "publications": (1, 10, 50, 100, 500)}
QUICK_SIZES = {"entries": (1, 10), "publications": (1, 10)}


def main() -> None:
    """Install the peers, measure, write."""
    options = _options()
    use_two_processors()
    adopt_orphans()
    installed = peers.install(HERE / ".peers")
    notes = [f"{YAMLRESUME} was not measured: {installed.why}."] if installed.why else []
    options.results.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="texcv-bench-") as folder:
        room = Room(Path(folder), installed)
        facts = describe(room)
        for runs in _measured(room, options.runs, options.many, options.sizes):
            page = write_report(facts, limits(options.many), runs, notes, PICTURE)
            (options.results / "results.md").write_text(page, "utf-8")
    print(page)

    from curves import draw  # its memory would be ours while we measure

    draw(options.results / PICTURE, runs, options.sizes)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=9, help="rounds of one CV; a third as many of what takes long")
    parser.add_argument("--quick", action="store_true", help="one round, and small")
    options = parser.parse_args()
    if options.runs < 1:
        parser.error("--runs must be 1 or more")
    options.many, options.sizes = (4, QUICK_SIZES) if options.quick else (100, SIZES)
    options.runs = 1 if options.quick else options.runs
    options.results = HERE / ".quick" if options.quick else HERE
    return options


def _measured(room: Room, rounds: int, many: int, numbers: dict[str, Sequence[int]]) -> Iterator[Runs]:
    """What was measured so far, after each race: who has no time for the last still has the first."""
    few = max(1, rounds // 3)
    runs = race(one_cv(room), rounds, _log)
    yield runs
    runs |= race(sizes(room, numbers["entries"], numbers["publications"]), few, _log)
    yield runs
    runs |= race(many_cvs(room, many), few, _log, warm_up=False)
    yield runs


def _log(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
