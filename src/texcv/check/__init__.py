"""The proof: every string of the view is in the PDF's text, in order, to be seen, and nothing else is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from typing import TYPE_CHECKING

from texcv.check.comparison import Comparison, arrange
from texcv.check.outline import read_outline
from texcv.check.readers import READERS, missing_readers
from texcv.check.reading import Reading, UnreadableError, read_pdf
from texcv.check.sight import Placed, bad_fonts, bad_pages, joined_boxes, place, unseen, wrong_links
from texcv.check.text import Text, without_footers
from texcv.check.thorough import compare_reader
from texcv.diagnostics import Diagnostic, Span, error
from texcv.frozen import frozen
from texcv.view import Piece, View, pieces_of

if TYPE_CHECKING:
    from texcv.anonymize import Secrets

__all__ = [
    "Check",
    "Placed",
    "Proof",
    "Reader",
    "Reading",
    "check_pdf",
    "check_text",
    "joined_boxes",
    "letter_pages",
    "missing_readers",
    "read_outline",
]


@frozen
class Check:
    """One thing that was looked at: how many there were of what, and all that is wrong with them."""

    name: str
    count: int
    what: str
    diagnostics: tuple[Diagnostic, ...]

    @property
    def compared(self) -> str:
        """`238 strings`."""
        return f"{self.count} {self.what}{'' if self.count == 1 else 's'}"


@frozen
class Proof:
    """All that was checked; for a report also the strings that were looked for, and where those found stand."""

    checks: tuple[Check, ...]
    pages: int = 0
    pieces: tuple[Piece, ...] = field(default=(), repr=False)
    placed: tuple[Placed, ...] = field(default=(), repr=False)
    reading: Reading | None = field(default=None, repr=False)
    lengths: tuple[int, ...] = field(default=(), repr=False)
    """Of the text of each page, without its footer."""

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What all the checks have found."""
        return tuple(fault for check in self.checks for fault in check.diagnostics)

    @property
    def strings(self) -> int:
        """How many strings the PDF was searched for."""
        return len(self.pieces)


def check_pdf(view: View, pdf: bytes, name: str, *, thorough: bool = False, secrets: Secrets | None = None) -> Proof:
    """Compare a PDF's text, links, fonts and pages with the view; `name` is what its messages call it.

    `thorough`: also with what the other readers of this machine read. `secrets`: it tells none of these.
    """
    try:
        reading = read_pdf(pdf)
    except UnreadableError as fault:
        unreadable = error("bad-pdf", f"{name} can't be read: {fault}", Span(name), "is it a whole PDF?")
        return Proof((Check("text", 0, "string", (unreadable,)),))
    pages = without_footers([page.text for page in reading.pages], view.name)
    comparison, proof = _compare(view, pages)
    lengths = [len(page) for page in pages]
    placed = place(comparison.taken, comparison.text.origins, lengths, reading)
    checks = [*_seen(view, proof, placed, reading, name), *(_others(view, pdf, name) if thorough else ())]
    if secrets is not None:
        checks.append(_untold(secrets, pdf, reading, name, thorough))
    return Proof(tuple(checks), proof.pages, proof.pieces, tuple(placed), reading, tuple(lengths))


def check_text(view: View, pages: Sequence[str]) -> Proof:
    """Compare the text of a CV's pages, which may have texcv's footers, with the view.

    Equality is after NFKC. Words stay words: between two letters there is white space where the string has some, and
    else none but the end of a line.
    """
    return _compare(view, without_footers(pages, view.name))[1]


def _compare(view: View, pages: Sequence[str]) -> tuple[Comparison, Proof]:
    """The walk through the text of the pages, which have no footers any more, and what it found."""
    slots = arrange(view)
    pieces = tuple(piece for slot in slots for run in slot for piece in run if piece.text)
    comparison = Comparison(Text.of("\n".join(pages)), slots)
    check = Check("text", len(pieces), "string", tuple(comparison.run()))
    return comparison, Proof((check,), len(pages), pieces)


def _seen(view: View, proof: Proof, placed: Sequence[Placed], reading: Reading, name: str) -> Iterator[Check]:
    """The text, and how it stands on the pages."""
    pieces = [piece for piece in pieces_of(view) if piece.text]
    yield Check("text", proof.strings, "string", (*proof.diagnostics, *unseen(placed)))
    links = sum(len(piece.links) for piece in pieces)
    faults = list(wrong_links(pieces, placed, reading, name))
    if any(piece.raw for piece in pieces_of(view)):  # it may have links of its own
        faults = [fault for fault in faults if fault.code != "stray-link"]
    yield Check("links", links, "link", tuple(faults))
    yield Check("fonts", len(reading.fonts), "font", tuple(bad_fonts(reading, name)))
    faults = list(bad_pages(reading, name))
    of_cv = 0 if view.only_letter else len(reading.pages) - letter_pages(view, placed)
    if view.max_pages is not None and of_cv > view.max_pages:
        message = f"the CV has {of_cv} pages, not at most {view.max_pages}"
        faults.append(error("too-many-pages", message, view.max_pages_span))
    yield Check("pages", len(reading.pages), "page", tuple(faults))


def letter_pages(view: View, placed: Sequence[Placed]) -> int:
    """How many pages the letter takes before the CV begins; 0 without one."""
    own = {id(piece) for piece in pieces_of(view.letter)} if view.letter else set()
    pages = [page for item in placed if id(item.piece) in own for page, _ in item.fragments]
    return max(pages) + 1 if pages else 0


def _untold(secrets: Secrets, pdf: bytes, reading: Reading, name: str, thorough: bool) -> Check:
    from texcv.check.anonymity import told_by_pdf

    told = told_by_pdf(secrets, pdf, reading, name, thorough=thorough)
    return Check("anonymous", len(secrets.secrets), "secret", tuple(told))


def _others(view: View, pdf: bytes, name: str) -> Iterator[Check]:
    strings = sum(1 for piece in pieces_of(view) if piece.text)
    for reader in READERS:
        if reader.present:
            yield Check(reader.name, strings, "string", tuple(compare_reader(view, pdf, reader, name)))
