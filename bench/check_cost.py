"""What the check costs of the render that it follows, as a user has it: `texcv render` with and without its check.

Medians of rounds, for each CV of cv/ and each template, and the worst ratio.
Usage: .venv/bin/python bench/check_cost.py [ROUNDS [CV...]]
"""

from __future__ import annotations

import os
import statistics
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from stopwatch import Command, race, spread
from texcv.templates import known_templates

CVS = sorted((Path(__file__).parents[1] / "cv").glob("*.yaml"))


def measure(cv: Path, template: str, rounds: int) -> tuple[float, float]:
    """Seconds of a render without its check, and what the check adds."""
    with TemporaryDirectory() as folder:

        def render(*options: str) -> Command:
            arguments = [sys.executable, "-m", "texcv", "render", str(cv.resolve()), "-q", "-t", template, "-o", folder]
            return Command([*arguments, *options], Path(folder), os.environ)

        runs = race({"with": lambda _: render(), "without": lambda _: render("--no-check")}, rounds, lambda line: None)
    whole, without = (spread([run.seconds for run in runs[name]]).median for name in ("with", "without"))
    return without, whole - without


def main() -> None:
    """Print a line for each CV and template."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    ratios = []
    for cv in [Path(name) for name in sys.argv[2:]] or CVS:
        for template in known_templates():
            rendered, checked = measure(cv, template, rounds)
            ratios.append(checked / rendered)
            print(
                f"{cv.stem:12} {template:10} render {rendered:.3f} s  check {checked:.3f} s  {ratios[-1]:.2f}",
                flush=True,
            )
    print(f"the check adds {statistics.median(ratios):.2f} to the render, at the worst {max(ratios):.2f}")


if __name__ == "__main__":
    main()
