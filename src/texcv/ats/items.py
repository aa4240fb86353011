"""Text as a parser sees it: items, and the lines that they stand in, in the order of the PDF's content."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from texcv.check.reading import Fragment, Reading
from texcv.frozen import frozen

Face = tuple[str, float]
"""The name of a font, and its size in points."""

# pdf.js, src/core/evaluator.js: a gap is a space from 0.102 em on, and ends the item from 0.6 em on.
_SPACE = 0.102
_APART = 0.6
# Ours: a superscript stands as high as 0.52 of its own size (cv/example.yaml in `plain`: 3.6 pt of 7).
_RAISED = 0.6

_STROKE = "|"
_STROKES = re.compile(r"(?:^|(?<=\s))\|(?=\s|$)")


@frozen
class Item:
    """A stretch of a line: its text, where it begins and ends, its baseline, and its font.

    Lengths are in points, from the lower left corner of the page.
    """

    text: str
    left: float
    right: float
    baseline: float
    font: str
    size: float
    mixed: bool = False
    """Whether other fonts follow the one that it begins with."""

    @property
    def bold(self) -> bool:
        """OpenResume, common-features.ts: the name of the font says so."""
        return "bold" in self.font.casefold()

    @property
    def face(self) -> Face:
        """The font and its size."""
        return (self.font, self.size)


@frozen
class Line:
    """Items on one baseline, and the page that they are on."""

    items: tuple[Item, ...]
    page: int
    open: bool = False
    """Whether a stroke ends it, so that the next line does not go on with its last item."""

    @property
    def first(self) -> Item:
        """Its first item; there always is one."""
        return self.items[0]

    @property
    def text(self) -> str:
        """All of it."""
        return " ".join(item.text for item in self.items)


def lines_of(reading: Reading) -> list[Line]:
    """The lines of a PDF."""
    rows = [(number, row) for number, page in enumerate(reading.pages) for row in _rows(page.fragments)]
    width = _character_width([item for _, row in rows for item in row])
    lines = []
    for number, row in rows:
        items = tuple(item for item in _merged(row, width) if item.text != _STROKE)
        if items:
            lines.append(Line(items, number, row[-1].text == _STROKE))
    return lines


def common_face(lines: Iterable[Line]) -> Face:
    """The face that most characters have."""
    counts: Counter[Face] = Counter()
    for line in lines:
        for item in line.items:
            counts[item.face] += len(item.text)
    return counts.most_common(1)[0][0] if counts else ("", 0.0)


def _rows(fragments: Sequence[Fragment]) -> Iterator[list[Item]]:
    """Items in rows. As in pdf.js, a row ends where the baseline changes; raised and lowered characters are in it."""
    row: list[Item] = []
    for item in (part for fragment in fragments for part in _split(fragment)):
        if row and abs(item.baseline - row[0].baseline) > _RAISED * min(item.size, row[0].size):
            yield row
            row = []
        if row and item.font == row[-1].font and _near(row[-1], item, _APART * item.size):
            row[-1] = _joined(row[-1], item)
        else:
            row.append(item)
    if row:
        yield row


def _split(fragment: Fragment) -> Iterator[Item]:
    """The item of a fragment. Ours: a stroke between spaces is an item of its own, which holds its neighbours apart."""
    text = " ".join(fragment.text.split())
    left, bottom, right, top = fragment.box
    size = round(top - bottom, 1)  # as far as sizes differ on purpose
    whole = Item(text, left, right, bottom + 0.2 * size, fragment.font, size)
    width = (right - left) / max(1, len(text))
    cuts = [0, *(cut for stroke in _STROKES.finditer(text) for cut in stroke.span()), len(text)]
    for start, end in pairwise(cuts):
        if part := text[start:end].strip():
            yield replace(whole, text=part, left=left + start * width, right=left + end * width)


def _character_width(items: Sequence[Item]) -> float:
    """OpenResume, group-text-items-into-lines.ts: the mean width of a character of the commonest font and size."""
    counts: Counter[Face] = Counter()
    for item in items:
        counts[item.face] += len(item.text)
    common = counts.most_common(1)[0][0] if counts else None
    chosen = [item for item in items if item.face == common]
    return sum(item.right - item.left for item in chosen) / max(1, sum(len(item.text) for item in chosen))


def _merged(row: Sequence[Item], width: float) -> Iterator[Item]:
    """OpenResume, group-text-items-into-lines.ts: items closer than the mean width of a character are one.

    Ours: pdf.js's own limit holds between fonts of one size, too, so that a large name in two weights stays whole.
    """
    waiting: Item | None = None
    for item in row:
        if waiting is None:
            waiting = item
        elif _near(waiting, item, max(width, _APART * item.size if item.size == waiting.size else 0)):
            waiting = _joined(waiting, item)
        else:
            yield waiting
            waiting = item
    if waiting is not None:
        yield waiting


def _near(left: Item, right: Item, limit: float) -> bool:
    if _STROKE in (left.text, right.text):
        return False
    return -0.2 * right.size <= right.left - left.right <= limit


def _joined(left: Item, right: Item) -> Item:
    """One item, in the font of the left one."""
    space = " " if right.left - left.right >= _SPACE * min(left.size, right.size) else ""
    mixed = left.mixed or left.font != right.font
    return replace(left, text=left.text + space + right.text, right=max(left.right, right.right), mixed=mixed)
