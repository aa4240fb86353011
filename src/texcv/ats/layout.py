"""What vendors warn of, about a PDF as a whole. None says how its program sees it; the measures are ours.

- Greenhouse: "Unsuccessful resume parse", support.greenhouse.io, article 200989175.
- DaXtra: do's and don'ts, portal.wearemercury.com, article KA-01555.
- Sovren: "Tips for Electronic Resumes", 2015, studylib.net/doc/18279869.
- Lever: "Understanding resume parsing", help.lever.co, article 20087345054749.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from texcv.ats.contact import EMAIL, PHONE
from texcv.ats.items import Line
from texcv.check.reading import Reading
from texcv.diagnostics import Diagnostic, Span, cut, warning

_ROWS = 3
_CELLS = 3
"""Lines, and items in each of them below those of the next, that make a table."""

_OFF = 2.0
"""Points that the cells of a column may stand off."""

_EDGE = 36.0
"""Points from the edge of the paper: Word's headers and footers begin half an inch from it."""

_SPACED = re.compile(r"(?<!\S)(?:[^\W\d_] ){3,}[^\W\d_](?!\S)")
"""Four letters or more, each for itself."""

_SMALL = 20.0
"""Points; a smaller picture is an icon."""


def doubtful_layout(reading: Reading, lines: Sequence[Line], name: str) -> Iterator[Diagnostic]:
    """Each kind of warning, at most once."""
    span = Span(name)
    edges = headers_and_footers(reading, lines)
    if number := _columns(lines):  # Greenhouse
        yield warning("ats-columns", f"page {number} has text side by side: parsers mix columns up", span)
    if number := _table(lines):  # Greenhouse, DaXtra
        yield warning("ats-table", f"page {number} has a table: parsers lose its columns", span)
    if edges:  # Greenhouse; DaXtra of headers
        message = f'"{cut(edges[-1].text)}" is a header or a footer: parsers skip it or take it for text'
        yield warning("ats-header-footer", message, span)
    if found := next(
        (line for line in edges if EMAIL.search(line.text) or PHONE.search(line.text)), None
    ):  # Greenhouse
        yield warning("ats-contact", f'"{cut(found.text)}" is in a header or a footer, which parsers skip', span)
    if spaced := next((match[0] for line in lines if (match := _SPACED.search(line.text))), ""):  # Greenhouse, Sovren
        yield warning(
            "ats-letter-spacing", f'"{cut(spaced)}" has spaces between its letters: parsers see no word', span
        )
    if number := _picture(reading):  # Greenhouse, DaXtra, Lever
        yield warning("ats-image", f"page {number} has a picture: parsers see nothing of what it shows", span)


def _columns(lines: Sequence[Line]) -> int:
    """The page on which the text goes up again, beside what it has said; 0 if there is none."""
    for before, line in pairwise(lines):
        rise = line.first.baseline - before.first.baseline
        beside = (
            line.first.left >= max(item.right for item in before.items) or line.items[-1].right <= before.first.left
        )
        if line.page == before.page and rise > 2 * line.first.size and beside:
            return line.page + 1
    return 0


def _table(lines: Sequence[Line]) -> int:
    """The page that has three cells or more in a row, below each other in several rows; 0 if there is none."""
    rows = 1
    for before, line in pairwise(lines):
        rows = rows + 1 if before.page == line.page and _aligned(before, line) >= _CELLS else 1
        if rows == _ROWS:
            return line.page + 1
    return 0


def _aligned(one: Line, other: Line) -> int:
    """How many items of a line begin or end where one of the other line does."""
    return sum(
        any(abs(item.left - cell.left) < _OFF or abs(item.right - cell.right) < _OFF for cell in other.items)
        for item in one.items
    )


def headers_and_footers(reading: Reading, lines: Sequence[Line]) -> list[Line]:
    """Lines at the edge of the paper, and those that all pages but one begin or end with, alike but for figures."""
    pages = [list(group) for _, group in groupby(lines, lambda line: line.page)]
    ends = [line for page in pages for line in {id(page[0]): page[0], id(page[-1]): page[-1]}.values()]
    alike = Counter(_bare(line) for line in ends)
    often = max(2, len(pages) - 1)
    return [line for line in ends if alike[_bare(line)] >= often or _at_edge(reading, line)]


def _bare(line: Line) -> tuple[str, int]:
    """What two headers have in common: their text without figures, and how high they stand."""
    return re.sub(r"[0-9]+", "", line.text), round(line.first.baseline)


def _at_edge(reading: Reading, line: Line) -> bool:
    _, bottom, _, top = reading.pages[line.page].box
    return not bottom + _EDGE < line.first.baseline < top - _EDGE


def _picture(reading: Reading) -> int:
    for number, page in enumerate(reading.pages, 1):
        if any(right - left > _SMALL and top - bottom > _SMALL for left, bottom, right, top in page.pictures):
            return number
    return 0
