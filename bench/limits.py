"""The ratios that texcv promises, and how they are reckoned from the runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import scenarios as names
from stopwatch import Run, Spread, ratio

Runs = Mapping[str, Sequence[Run]]


@dataclass(frozen=True, slots=True)
class Limit:
    """Above, against below: seconds by the clock, or what else `figure` names, divided by the parts that each has."""

    says: str
    above: str
    below: str
    most: float
    figure: str = "seconds"
    parts: tuple[int, int] = (1, 1)


def limits(many: int) -> tuple[Limit, ...]:
    """All that is promised; `many` is how many CVs are made at a time."""
    fifty, five_hundred = (names.SIZE.format("texcv", "publications", size) for size in (50, 500))
    return (
        Limit("edit, render, check, against RenderCV's PDF", names.EDIT, names.RENDERCV, 0.55),
        Limit("first render with a warm format, likewise", names.FIRST, names.RENDERCV, 0.60),
        Limit("nothing changed, likewise", names.UNCHANGED, names.RENDERCV, 0.20),
        Limit("edit, render, check, against latexmk, from scratch", names.EDIT, names.LATEXMK, 0.45),
        Limit("the same with `texcv watch`, from the save to the PDF", names.WATCH, names.LATEXMK, 0.45),
        Limit("`texcv validate` after an edit, against `python -c pass`", names.VALIDATE, names.PYTHON, 8),
        Limit("`texcv validate`, nothing changed, likewise", names.VALIDATE_UNCHANGED, names.PYTHON, 8),
        Limit(
            f"{many} CVs on two processors, against as many PDFs of RenderCV's",
            names.MANY.format(many),
            names.MANY_RENDERCV.format(many),
            0.50,
        ),
        Limit("500 publications against 50: time a publication", five_hundred, fifty, 1.0, parts=(500, 50)),
        Limit("peak memory of the largest process, against RenderCV's", names.EDIT, names.RENDERCV, 1.0, "memory"),
    )


def reckon(limit: Limit, runs: Runs, figure: str | None = None) -> Spread | None:
    """The ratio, round by round; None where one of the two was not measured.

    `figure`, if it is given, takes the place of the limit's.
    """
    if not (runs.get(limit.above) and runs.get(limit.below)):
        return None
    above, below = (
        [getattr(run, figure or limit.figure) / parts for run in runs[name]]
        for name, parts in zip((limit.above, limit.below), limit.parts, strict=True)
    )
    return ratio(above, below)
