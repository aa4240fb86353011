"""The proof: every string of the view is in the PDF's text, in order, to be seen, and nothing else is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from texcv.check.comparison import Comparison, arrange
from texcv.check.reading import Reading, UnreadableError, read_pdf
from texcv.check.sight import bad_fonts, bad_pages, place, unseen, wrong_links
from texcv.check.text import Text, without_footers
from texcv.diagnostics import Diagnostic, Span, error
from texcv.view import View, pieces_of

__all__ = ["Proof", "check_pdf", "check_text"]


@dataclass(frozen=True, slots=True)
class Proof:
    """What the comparison found, in how many pages, and how many strings it looked for."""

    diagnostics: tuple[Diagnostic, ...]
    pages: int = 0
    strings: int = 0


def check_pdf(view: View, pdf: bytes, name: str) -> Proof:
    """Compare a PDF's text, links, fonts and pages with the view; `name` is what its messages call it."""
    try:
        reading = read_pdf(pdf)
    except UnreadableError as fault:
        return Proof((error("bad-pdf", f"{name} can't be read: {fault}", Span(name), "is it a whole PDF?"),))
    comparison, proof = _compare(view, [page.text for page in reading.pages])
    return Proof((*proof.diagnostics, *_seen(view, comparison, reading, name)), proof.pages, proof.strings)


def check_text(view: View, pages: Sequence[str]) -> Proof:
    """Compare the text of a CV's pages, which may have texcv's footers, with the view.

    Equality is after NFKC. Words stay words: between two letters there is white space where the string has some, and
    else none but the end of a line.
    """
    return _compare(view, pages)[1]


def _compare(view: View, pages: Sequence[str]) -> tuple[Comparison, Proof]:
    slots = arrange(view)
    strings = sum(len(run) for slot in slots for run in slot)
    comparison = Comparison(Text.of("\n".join(without_footers(pages, view.name))), slots)
    return comparison, Proof(tuple(comparison.run()), len(pages), strings)


def _seen(view: View, comparison: Comparison, reading: Reading, name: str) -> list[Diagnostic]:
    """What is wrong with how the text stands on the pages."""
    lengths = [len(page) for page in without_footers([page.text for page in reading.pages], view.name)]
    placed = place(comparison.taken, comparison.text.origins, lengths, reading)
    pieces = [piece for piece in pieces_of(view) if piece.text]
    found = [*unseen(placed), *wrong_links(pieces, placed, reading, name)]
    found += [*bad_fonts(reading, name), *bad_pages(reading, name)]
    if view.max_pages is not None and len(reading.pages) > view.max_pages:
        message = f"the CV has {len(reading.pages)} pages, not at most {view.max_pages}"
        found.append(error("too-many-pages", message, view.max_pages_span))
    return found
