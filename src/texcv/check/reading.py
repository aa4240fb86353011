"""What pypdf reads in a PDF: the text as a parser sees it, where each stretch of it stands, and whether it is seen."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from texcv.check.canvas import Box, Canvas, Shown

if TYPE_CHECKING:
    from pypdf import PageObject


class UnreadableError(ValueError):
    """No PDF, or a broken or encrypted one."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """A stretch of a page's text, from the character `start` of it on; `fault` is why nobody can see it, or "".

    `font` is the font's name; its size is the height of the box.
    """

    text: str
    start: int
    box: Box
    fault: str
    font: str


@dataclass(frozen=True, slots=True)
class Area:
    """A part of a page that leads somewhere."""

    target: str
    box: Box


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its text, the fragments that make it up, its links and pictures, and whether there is anything on it."""

    text: str
    fragments: tuple[Fragment, ...]
    areas: tuple[Area, ...]
    box: Box
    empty: bool
    pictures: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Font:
    """A font that shows text. `embedded`: its outlines are in the file; `mapped`: to Unicode; `drawn`: Type 3."""

    name: str
    embedded: bool
    mapped: bool
    drawn: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """All that is checked of a PDF."""

    pages: tuple[Page, ...]
    fonts: tuple[Font, ...]


def read_pdf(pdf: bytes) -> Reading:
    """Read a PDF; raises `UnreadableError`."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    logging.getLogger("pypdf").addHandler(logging.NullHandler())  # what it repairs is not our business
    # pypdf's own errors, and those that broken or encrypted files have been seen to raise in it.
    unreadable = (PyPdfError, DependencyError, ValueError, LookupError, TypeError, AttributeError, NotImplementedError)
    try:
        reader = PdfReader(io.BytesIO(pdf))
        fonts: dict[str, Font] = {}
        pages = []
        for page in reader.pages:
            pages.append(_read_page(page))
            fonts |= {font.name: font for font in _fonts(page)}
        return Reading(tuple(pages), tuple(fonts.values()))
    except (*unreadable, RecursionError) as fault:
        raise UnreadableError(str(fault)) from None


def _read_page(page: PageObject) -> Page:
    left, bottom, right, top = (float(edge) for edge in page.cropbox)
    pictures = {name for name, drawn in _resources(page, "/XObject").items() if _is_picture(drawn)}
    canvas = Canvas((left, bottom, right, top), _resources(page, "/Font"), pictures)
    noted: list[tuple[str, int, Shown, int]] = []
    length = 0

    def note(text: str, *_: Any) -> None:
        nonlocal length
        shown = canvas.take()
        if shown and text.strip():
            noted.append((text, length, shown, canvas.count))
        length += len(text)

    text = page.extract_text(visitor_operand_before=canvas.operate, visitor_text=note)
    fragments = [
        Fragment(words, start, shown.box, shown.fault or canvas.cover(shown.box, order), shown.font)
        for words, start, shown, order in noted
    ]
    empty = not (fragments or canvas.inked)
    areas, paper = tuple(_areas(page)), (left, bottom, right, top)
    return Page(text, tuple(fragments), areas, paper, empty, tuple(canvas.pictures))


def _resources(page: PageObject, kind: str) -> dict[str, Any]:
    resources = page.get("/Resources")
    found = resources.get_object().get(kind) if resources else None
    return dict(found.get_object()) if found else {}


def _is_picture(drawn: Any) -> bool:
    return bool(drawn.get_object().get("/Subtype") == "/Image")


def _areas(page: PageObject) -> Iterator[Area]:
    for annotation in page.get("/Annots") or ():
        fields = annotation.get_object()
        action = fields.get("/A")
        if action and "/URI" in action.get_object():
            left, bottom, right, top = (float(edge) for edge in fields["/Rect"])
            yield Area(str(action.get_object()["/URI"]), (left, bottom, right, top))


def _fonts(page: PageObject) -> Iterator[Font]:
    for entry in _resources(page, "/Font").values():
        font = entry.get_object()
        inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
        descriptor = inner.get("/FontDescriptor")
        files = descriptor.get_object() if descriptor else {}
        yield Font(
            name=str(font.get("/BaseFont", font.get("/Name", "?"))).lstrip("/"),
            embedded=any(key in files for key in ("/FontFile", "/FontFile2", "/FontFile3")),
            mapped="/ToUnicode" in font,
            drawn=font.get("/Subtype") == "/Type3",
        )
