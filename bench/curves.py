"""The picture: time and memory against the size of the CV."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import scenarios as names
from limits import Runs
from stopwatch import spread

_TOOLS = {"texcv": "#3873B3", "RenderCV": "#B35C38"}
_FIGURES = {"seconds": "seconds", "memory": "MB, largest process"}


def draw(file: Path, runs: Runs, sizes: dict[str, Sequence[int]]) -> None:
    """Draw it as SVG; `sizes` are the numbers of entries and of publications that were measured."""
    import matplotlib

    matplotlib.use("svg")
    from matplotlib import pyplot

    pyplot.rcParams |= {"svg.hashsalt": "texcv", "font.size": 9, "axes.spines.top": False, "axes.spines.right": False}
    picture, places = pyplot.subplots(2, len(sizes), figsize=(8, 5.5), sharex="col", sharey="row")
    for column, (kind, numbers) in enumerate(sizes.items()):
        for row, (figure, unit) in enumerate(_FIGURES.items()):
            place = places[row][column]
            for tool, colour in _TOOLS.items():
                medians = [
                    spread([getattr(run, figure) for run in runs[names.SIZE.format(tool, kind, number)]]).median
                    for number in numbers
                ]
                place.plot(numbers, medians, "o-", color=colour, label=tool, markersize=4)
            place.set(xscale="log", yscale="log")
            place.xaxis.set_major_locator(matplotlib.ticker.FixedLocator(list(numbers)))
            place.xaxis.set_minor_locator(matplotlib.ticker.NullLocator())
            for axis in (place.xaxis, place.yaxis):
                axis.set_major_formatter(matplotlib.ticker.FormatStrFormatter("%g"))
                axis.set_minor_formatter(matplotlib.ticker.NullFormatter())
            place.yaxis.set_major_locator(matplotlib.ticker.LogLocator(subs=(1, 2, 5)))
            place.grid(visible=True, color="#DDDDDD", linewidth=0.6)
            if not column:
                place.set_ylabel(unit)
        places[1][column].set_xlabel(kind)
    places[0][0].legend(frameon=False)
    picture.tight_layout()
    picture.savefig(file, metadata={"Date": None})
