"""The proof: every string of the view is in the PDF's text, in order, and nothing else is."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from texcv.check.comparison import Comparison, arrange
from texcv.check.text import Text, without_footers
from texcv.diagnostics import Diagnostic, Span, error
from texcv.view import View, pieces_of

if TYPE_CHECKING:
    from pypdf import PageObject

__all__ = ["Proof", "check_pdf", "check_text"]


@dataclass(frozen=True, slots=True)
class Proof:
    """What the comparison found, in how many pages, and how many strings it looked for."""

    diagnostics: tuple[Diagnostic, ...]
    pages: int = 0
    strings: int = 0


def check_pdf(view: View, pdf: bytes, name: str) -> Proof:
    """Compare a PDF's text and links with the view; `name` is what its messages call it."""
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    logging.getLogger("pypdf").addHandler(logging.NullHandler())  # what it repairs is not our business
    # pypdf's own errors, and those that broken or encrypted files have been seen to raise in it.
    unreadable = (PyPdfError, DependencyError, ValueError, LookupError, TypeError, AttributeError, NotImplementedError)
    try:
        reader = PdfReader(io.BytesIO(pdf))
        pages = [page.extract_text() for page in reader.pages]
        targets = [target for page in reader.pages for target in _targets(page)]
    except (*unreadable, RecursionError) as fault:
        return Proof((error("bad-pdf", f"{name} can't be read: {fault}", Span(name), "is it a whole PDF?"),))
    proof = check_text(view, pages)
    return Proof((*proof.diagnostics, *_missing_links(view, targets)), proof.pages, proof.strings)


def check_text(view: View, pages: Sequence[str]) -> Proof:
    """Compare the text of a CV's pages, which may have texcv's footers, with the view.

    Equality is after NFKC. Words stay words: between two letters there is white space where the string has some, and
    else none but the end of a line.
    """
    slots = arrange(view)
    strings = sum(len(run) for slot in slots for run in slot)
    found = Comparison(Text.of(without_footers(pages, view.name)), slots).run()
    return Proof(tuple(found), len(pages), strings)


def _targets(page: PageObject) -> list[str]:
    """Where the links of a page lead."""
    annotations = page.get("/Annots") or ()
    actions = (annotation.get_object().get("/A") for annotation in annotations)
    return [str(action.get_object()["/URI"]) for action in actions if action and "/URI" in action.get_object()]


def _missing_links(view: View, targets: Iterable[str]) -> list[Diagnostic]:
    present = set(targets)
    linked = ((link, piece) for piece in pieces_of(view) for link in piece.links)
    return [
        error("missing-link", f'"{piece.text}" does not lead to {link}', piece.span)
        for link, piece in linked
        if link not in present
    ]
