"""The outline of a PDF: the titles that a viewer lists beside its pages (ISO 32000-1, 12.3.3)."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from texcv.check.reading import BROKEN
from texcv.frozen import frozen

if TYPE_CHECKING:
    from pypdf import PdfReader

_MOST = 1000
"""Titles that are read: the list of a broken outline may have no end."""


@frozen
class Bookmark:
    """A title, the page that it leads to, from 0, and how high on it, in points; None for what is not said."""

    title: str
    page: int | None = None
    top: float | None = None


def read_outline(pdf: bytes) -> tuple[Bookmark, ...]:
    """The titles of the first level; those below it, if it is a single one above all others.

    None at all of a PDF that has no outline, or a broken one.
    """
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    logging.getLogger("pypdf").addHandler(logging.NullHandler())
    try:
        reader = PdfReader(io.BytesIO(pdf))
        root: Any = reader.trailer["/Root"].get_object()
        above = root.get("/Outlines")
        items = list(_below(above))
        if len(items) == 1 and "/First" in items[0]:
            items = list(_below(items[0]))
        numbers = {page.indirect_reference: number for number, page in enumerate(reader.pages)} if items else {}
        return tuple(_bookmark(reader, item, numbers) for item in items)
    except (PyPdfError, DependencyError, *BROKEN):
        return ()


def _below(above: Any) -> Iterator[Any]:
    item = above.get_object().get("/First") if above is not None else None
    for _ in range(_MOST):
        if item is None:
            return
        yield item.get_object()
        item = item.get_object().get("/Next")


def _bookmark(reader: PdfReader, item: Any, numbers: Mapping[Any, int]) -> Bookmark:
    action = item.get("/A")
    target = item.get("/Dest") or (action.get_object().get("/D") if action is not None else None)
    target = target.get_object() if target is not None else None
    title = str(item.get("/Title", ""))
    if isinstance(target, str):
        named = reader.named_destinations.get(target)
        target = named.dest_array if named is not None else None
    if not isinstance(target, list) or not target:
        return Bookmark(title)
    page = numbers.get(target[0])
    at = target[3] if target[1:2] == ["/XYZ"] else target[2] if target[1:2] == ["/FitH"] else None
    return Bookmark(title, page, float(at) if isinstance(at, (int, float)) else None)
