"""What is in a PDF: its text in the order of its content, where each word of it stands, its links, its fonts."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from texcv.check.canvas import BACK, GAP, Canvas
from texcv.check.fonts import Font, Glyphs
from texcv.check.geometry import Box
from texcv.check.state import Shown, is_accent, runs_left
from texcv.frozen import frozen

if TYPE_CHECKING:
    from pypdf import PageObject

STEP = 0.5
"""Ems from which what stands higher or lower is another line; a raised figure is 0.4 higher."""


BROKEN = (ValueError, LookupError, TypeError, AttributeError, NotImplementedError, RecursionError, OverflowError)
"""What libraries that read PDFs have been seen to raise of broken and encrypted ones, besides their own errors."""


class UnreadableError(ValueError):
    """No PDF, or a broken or encrypted one."""


@frozen
class Fragment:
    """A word of a page's text, or a part of it, from the character `start` on; `fault` is why nobody sees it, or "".

    `font` is the font's name; its size is the height of the box.
    """

    text: str
    start: int
    box: Box
    fault: str
    font: str


@frozen
class Area:
    """A part of a page that leads somewhere."""

    target: str
    box: Box


@frozen
class Page:
    """A page: its text, the fragments that make it up, its links and pictures, and whether there is anything on it."""

    text: str
    fragments: tuple[Fragment, ...]
    areas: tuple[Area, ...]
    box: Box
    empty: bool
    pictures: tuple[Box, ...] = ()


@frozen
class Reading:
    """All that is checked of a PDF."""

    pages: tuple[Page, ...]
    fonts: tuple[Font, ...]


def read_pdf(pdf: bytes) -> Reading:
    """Read a PDF; raises `UnreadableError`."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    logging.getLogger("pypdf").addHandler(logging.NullHandler())  # what it repairs is not our business
    try:
        glyphs: dict[int, Glyphs] = {}
        pages = [_read_page(page, glyphs) for page in PdfReader(io.BytesIO(pdf)).pages]
        return Reading(tuple(pages), tuple({each.font.name: each.font for each in glyphs.values()}.values()))
    except (PyPdfError, DependencyError, *BROKEN) as fault:
        raise UnreadableError(str(fault)) from None


def _read_page(page: PageObject, glyphs: dict[int, Glyphs]) -> Page:
    left, bottom, right, top = (float(edge) for edge in page.cropbox)
    canvas = Canvas((left, bottom, right, top), glyphs)
    content, resources = page.get_contents(), page.get("/Resources")
    if content is not None:
        canvas.draw(content.get_data(), resources.get_object() if resources else {})
    text, fragments = _written(canvas)
    empty = not (fragments or canvas.inked)
    return Page(text, fragments, tuple(_areas(page)), (left, bottom, right, top), empty, tuple(canvas.pictures))


def _written(canvas: Canvas) -> tuple[str, tuple[Fragment, ...]]:
    """The text of a page with its spaces and line breaks, and its fragments."""
    parts: list[str] = []
    fragments: list[Fragment] = []
    length, last = 0, None
    for shown in canvas.shown:
        accent = is_accent(shown.text)
        between = _between(last, shown) if last and not accent else ""
        parts += (between, shown.text)
        length += len(between)
        fault = shown.fault or canvas.cover(shown)
        fragments.append(Fragment(shown.text, length, shown.box, fault, shown.font))
        length += len(shown.text)
        last = last if accent else shown  # what comes next is as far away as the letter says
    return "".join(parts), tuple(fragments)


def _between(last: Shown, shown: Shown) -> str:
    """What stands between two pieces of text: nothing, a space, or the end of a line."""
    across, along = _distance(last, shown)
    left, right = runs_left(last.text), runs_left(shown.text)
    if left and right:
        along = _distance(shown, last)[1]
    elif left or right:
        along = 0.0  # where the direction turns, the distance tells nothing
    size = max(last.size, shown.size)
    if abs(across) > STEP * size or along < -BACK * size:
        return "\n"
    return " " if shown.spaced or along > GAP * min(last.size, shown.size) else ""


def _distance(last: Shown, shown: Shown) -> tuple[float, float]:
    """From the end of one to the start of the other: across the direction of writing, and along it."""
    (x0, y0), (x1, y1), (x2, y2) = last.start, last.end, shown.start
    dx, dy = x2 - x1, y2 - y1
    length = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5
    if not length:
        return dy, dx
    along_x, along_y = (x1 - x0) / length, (y1 - y0) / length
    return along_x * dy - along_y * dx, along_x * dx + along_y * dy


def _areas(page: PageObject) -> Iterator[Area]:
    for annotation in page.get("/Annots") or ():
        fields: Any = annotation.get_object()
        action = fields.get("/A")
        if action and "/URI" in action.get_object():
            left, bottom, right, top = (float(edge) for edge in fields["/Rect"])
            yield Area(str(action.get_object()["/URI"]), (left, bottom, right, top))
