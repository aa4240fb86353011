"""The results as Markdown: what was promised and what was measured."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from limits import Limit, Runs, reckon
from stopwatch import Run, Spread, spread

_HEAD = """\
# Measurements

Made by `make bench`: whole commands, as their user waits for them, in turns (A B C, B C A, …); one run, one machine.
What slows it down slows all alike, and ratios are taken round by round. Figures are medians, with quartiles in
brackets. The PDF of each run was read afterwards, untimed: it says what was edited just before, on as many pages as it
should. Memory is that of the largest process; CPU is that of all. All tools are given the same text. RenderCV's PDF is
checked by no one; its icons are blank boxes, as Typst would download them.
"""


def write_report(facts: Sequence[str], limits: Iterable[Limit], runs: Runs, notes: Sequence[str], picture: str) -> str:
    """The page. `facts` are about the machine, `notes` about who was not measured."""
    parts = [
        _HEAD,
        "\n".join(f"- {fact}" for fact in facts) + "\n",
        "## Promised\n\n" + table(("ratio", "measured", "of CPU", "limit", ""), promised(limits, runs)),
        "## Measured\n\n"
        + table(("what", "seconds", "CPU seconds", "MB", "runs"), (_row(name, of) for name, of in runs.items())),
    ]
    parts += [f"{note}\n" for note in notes]
    parts.append(f"![Time and memory against size, all axes logarithmic]({picture})\n")
    return "\n".join(parts)


def promised(limits: Iterable[Limit], runs: Runs) -> Iterator[tuple[str, ...]]:
    """A row for each limit."""
    for limit in limits:
        measured, of_cpu = reckon(limit, runs), reckon(limit, runs, "cpu")
        if measured is None or of_cpu is None:
            yield limit.says, "not measured", "", f"≤ {limit.most:g}", ""
        else:
            kept = "reached" if measured.median <= limit.most else "**not reached**"
            cpu = _known(of_cpu.median) if limit.figure == "seconds" else ""
            yield limit.says, with_quartiles(measured, 2), cpu, f"≤ {limit.most:g}", kept


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of Markdown's."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def with_quartiles(figure: Spread, digits: int) -> str:
    """As `0.52 (0.50–0.55)`; of a single run as `0.52`."""
    if figure.lower == figure.upper:
        return f"{figure.median:.{digits}f}"
    return f"{figure.median:.{digits}f} ({figure.lower:.{digits}f}–{figure.upper:.{digits}f})"


def _row(name: str, runs: Sequence[Run]) -> tuple[str, ...]:
    seconds, cpu, memory = (spread([getattr(run, figure) for run in runs]) for figure in ("seconds", "cpu", "memory"))
    return name, with_quartiles(seconds, 2), _known(cpu.median), f"{memory.median:.0f}", str(len(runs))


def _known(figure: float) -> str:
    return "–" if math.isnan(figure) else f"{figure:.2f}"
