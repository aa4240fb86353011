"""What the check costs of the render that it follows, as a user has it: `texcv render` with and without its check.

Medians of paired runs, for each CV of cv/ and each template, and the worst ratio.
Usage: .venv/bin/python bench/check_cost.py [RUNS [CV...]]
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from texcv.templates import known_templates

CVS = sorted((Path(__file__).parents[1] / "cv").glob("*.yaml"))


def seconds(cv: Path, template: str, folder: str, *options: str) -> float:
    """How long the command takes."""
    command = [sys.executable, "-m", "texcv", "render", str(cv), "-q", "-t", template, "-o", folder, *options]
    start = time.perf_counter()
    subprocess.run(command, check=True)
    return time.perf_counter() - start


def measure(cv: Path, template: str, runs: int) -> tuple[float, float]:
    """Seconds of a render without its check, and what the check adds."""
    with TemporaryDirectory() as folder:
        pairs = [(seconds(cv, template, folder, "--no-check"), seconds(cv, template, folder)) for _ in range(runs)]
    without, whole = (statistics.median(times) for times in zip(*pairs, strict=True))
    return without, whole - without


def main() -> None:
    """Print a line for each CV and template."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    ratios = []
    for cv in [Path(name) for name in sys.argv[2:]] or CVS:
        for template in known_templates():
            rendered, checked = measure(cv, template, runs)
            ratios.append(checked / rendered)
            print(
                f"{cv.stem:12} {template:10} render {rendered:.3f} s  check {checked:.3f} s  {ratios[-1]:.2f}",
                flush=True,
            )
    print(f"the check adds {statistics.median(ratios):.2f} to the render, at the worst {max(ratios):.2f}")


if __name__ == "__main__":
    main()
