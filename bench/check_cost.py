"""What the check costs of the render that it follows: medians, in one process, for each CV and template.

Usage: .venv/bin/python bench/check_cost.py [RUNS]
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from texcv import render
from texcv.check import check_pdf
from texcv.plan import Plan, make_plan
from texcv.templates import known_templates

CVS = sorted((Path(__file__).parents[1] / "cv").glob("*.yaml"))


def seconds(action: object, runs: int) -> float:
    """The median time of a call."""
    assert callable(action)
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def measure(cv: Path, template: str, runs: int, folder: Path) -> tuple[float, float]:
    """Seconds of a render without its check, and of the check."""
    pdf = folder / "cv.pdf"
    plan = make_plan(cv, template, ())
    assert isinstance(plan, Plan)
    rendered = seconds(lambda: render(cv, template=template, output=pdf, check=False), runs)
    content = pdf.read_bytes()
    checked = seconds(lambda: check_pdf(plan.view, content, "cv.pdf"), runs)
    return rendered, checked


def main() -> None:
    """Print a line for each CV and template, and the worst ratio."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    worst = 0.0
    with TemporaryDirectory() as folder:
        for cv in CVS:
            for template in known_templates():
                rendered, checked = measure(cv, template, runs, Path(folder))
                worst = max(worst, checked / rendered)
                shown = f"render {rendered:.3f} s  check {checked:.3f} s  {checked / rendered:.3f}"
                print(f"{cv.stem:12} {template:10} {shown}")
    print(f"worst: the check costs {worst:.3f} of the render")


if __name__ == "__main__":
    main()
