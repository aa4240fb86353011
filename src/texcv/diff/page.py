"""What changed, as a page: the pages of both PDFs side by side, with marks where words differ."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from pathlib import Path

from texcv.check import joined_boxes
from texcv.check.geometry import Box
from texcv.diff.changes import Change, Difference, Printed
from texcv.diff.hunks import hunks_of
from texcv.frozen import frozen
from texcv.output import write_files
from texcv.report import draw_pages, fill

_ALL = 40
"""Pages of a side that are all shown; of a longer one, those on which something changed, and those beside them."""

_MOST = 100
"""Pages of a side that are shown at the most."""

_OLD = {"removed", "left"}
_NEW = {"added", "came"}


@frozen
class Mark:
    """A stretch of changed words: its box, as left, top, width and height in points from the upper left corner.

    `id` is how the list of changes leads to it, or "".
    """

    id: str
    kind: str
    title: str
    box: Box


@frozen
class Sheet:
    """A page of one side: its number, its size in points, its picture as base64 or "", and its marks."""

    number: int
    width: float
    height: float
    picture: str
    marks: tuple[Mark, ...]


def write_page(found: Difference, file: str | Path) -> None:
    """Write what changed to a file of HTML; raises `TexcvError`."""
    write_files({Path(file): build_page(found).encode()})


def build_page(found: Difference) -> str:
    """One file of HTML that needs no other."""
    marks = [_by_page(_marks(found, new=new)) for new in (False, True)]
    shown = _shown(found, marks)
    old, new = (
        {sheet.number: sheet for sheet in _sheets(side, own, shown)}
        for side, own in zip((found.old, found.new), marks, strict=True)
    )
    total = max(found.old.pages, found.new.pages)
    changes = [(number, change) for number, change in enumerate(found.sections) if change.differs]
    return fill(
        "page.html.j2", Path(__file__).parent, found=found,
        changes=[(change, number, hunks_of(change.runs)) for number, change in changes],
        pairs=[(old.get(number), new.get(number)) for number in sorted({*old, *new})],
        hidden=total - len(shown), undrawn=any(not sheet.picture for sheet in (*old.values(), *new.values())),
    )  # fmt: skip


def _shown(found: Difference, marks: list[dict[int, list[Mark]]]) -> list[int]:
    """The numbers of the pages that are shown, of both sides."""
    total = max(found.old.pages, found.new.pages)
    if total <= _ALL:
        return list(range(total))
    return sorted({number for side in marks for number in side})[:_MOST]


def _sheets(side: Printed, marks: Mapping[int, list[Mark]], shown: list[int]) -> Iterator[Sheet]:
    numbers = [number for number in shown if number < side.pages]
    pictures = draw_pages(side.pdf, numbers)
    for number in numbers:
        left, bottom, right, top = side.reading.pages[number].box
        own = (
            Mark(mark.id, mark.kind, mark.title, _from_above(mark.box, side.reading.pages[number].box))
            for mark in marks.get(number, ())
        )
        picture = base64.b64encode(pictures[number]).decode() if number in pictures else ""
        yield Sheet(number, round(right - left, 1), round(top - bottom, 1), picture, tuple(own))


def _by_page(marks: Iterator[tuple[int, Mark]]) -> dict[int, list[Mark]]:
    pages: dict[int, list[Mark]] = {}
    for page, mark in marks:
        pages.setdefault(page, []).append(mark)
    return pages


def _marks(found: Difference, *, new: bool) -> Iterator[tuple[int, Mark]]:
    """The page of each mark of a side, and the mark, whose box is still that of the PDF."""
    for number, change in enumerate(found.sections):
        yield from _marks_of(change, number, _NEW if new else _OLD)
    for page, area in found.won if new else found.lost:
        yield page, Mark("", "link", f"{'leads' if new else 'led'} to {area.target}", area.box)


def _marks_of(change: Change, section: int, kinds: set[str]) -> Iterator[tuple[int, Mark]]:
    for number, run in enumerate(change.runs):
        if run.kind in kinds:
            said = {"left": "moved away", "came": "moved here"}.get(run.kind, run.kind)
            way = {"left": f", to {run.other}", "came": f", from {run.other}"}.get(run.kind, "")
            boxes = joined_boxes(place for word in run.words for place in word.boxes)
            for order, (page, box) in enumerate(boxes):
                identity = "" if order else f"c{section}-{number}"
                yield page, Mark(identity, run.kind, f"{change.title}: {said}{way}", box)


def _from_above(box: Box, paper: Box) -> Box:
    """The box from the upper left corner of the paper; what is off the paper stays off."""
    whole = (box[0] - paper[0], paper[3] - box[3], box[2] - box[0], box[3] - box[1])
    x, y, width, height = (round(length, 1) for length in whole)
    return x, y, width, height
