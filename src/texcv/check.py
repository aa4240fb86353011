"""The proof: every string of the view is in the PDF's text, in order, and nothing else is."""

from __future__ import annotations

import io
import logging
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from texcv.diagnostics import Diagnostic, Span, error
from texcv.view import Block, Part, Piece, View

_DECORATION = frozenset(",;:.()[]–—-|/")
"""What a look may print between two pieces by itself."""

_LOOK_AHEAD = 60
"""How many pieces are tried when the text goes on with another one than expected."""

Run = list[Piece]
"""Pieces that follow each other."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What the comparison found, in how many pages, and how many strings it looked for."""

    diagnostics: tuple[Diagnostic, ...]
    pages: int = 0
    strings: int = 0


def check_pdf(view: View, pdf: bytes, name: str) -> Proof:
    """Compare a PDF with the view; `name` is what its messages call it.

    Equality is after NFKC, and without white space.
    """
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").addHandler(logging.NullHandler())  # what it repairs is not our business
    try:
        pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as fault:
        return Proof((error("bad-pdf", f"{name} can't be read: {fault}", Span(name), "is it a whole PDF?"),))
    return check_text(view, pages)


def check_text(view: View, pages: Sequence[str]) -> Proof:
    """Compare the text of a CV's pages with the view."""
    slots = [[list(run) for run in slot] for slot in _slots(view)]
    strings = sum(len(run) for slot in slots for run in slot)
    found = _Comparison(Text.of(_without_footers(pages, view.name))).run(slots)
    return Proof(tuple(found), len(pages), strings)


def _without_footers(pages: Sequence[str], name: str) -> str:
    """The pages' text; from page 2 on the name and the page's number at the foot are none of the CV's."""
    kept = list(pages[:1])
    for number, page in enumerate(pages[1:], 2):
        footer = _normal(f"{name}{number}")
        end = len(page)
        for start in range(len(page) - 1, -1, -1):
            tail = _normal(page[start:])
            if tail == footer:
                end = start
            if len(tail) > len(footer):
                break
        kept.append(page[:end])
    return "\n".join(kept)


def _normal(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


@dataclass(frozen=True, slots=True)
class Text:
    """A text without white space, and the places where there was some."""

    chars: str
    gaps: frozenset[int]

    @classmethod
    def of(cls, text: str) -> Text:
        """The text after NFKC."""
        chars: list[str] = []
        gaps: set[int] = set()
        for word in unicodedata.normalize("NFKC", text).split():
            gaps.add(len(chars))
            chars.extend(word)
        return cls("".join(chars), frozenset(gaps))

    def joined(self, at: int) -> bool:
        """Whether two letters or figures touch there, with no white space between them."""
        inside = 0 < at < len(self.chars) and at not in self.gaps
        return inside and self.chars[at - 1].isalnum() and self.chars[at].isalnum()

    def excerpt(self, start: int, end: int) -> str:
        """The stretch with its white space, cut to a line."""
        end = min(end, start + 60)
        return "".join(
            (" " if i in self.gaps and i > start else "") + self.chars[i]
            for i in range(start, min(end, len(self.chars)))
        )


def _slots(block: Block) -> Iterator[list[Run]]:
    """The view in the order of paper: each slot holds runs of pieces, of which any may come first."""
    head = [run for part in block.head() if (run := list(_flat(part)))]
    if head:
        yield head
    for part in block.body():
        yield from _slots_of(part)


def _slots_of(part: Part) -> Iterator[list[Run]]:
    if isinstance(part, Piece):
        yield [[part]]
    elif isinstance(part, Block):
        yield from _slots(part)
    else:
        for item in part:
            yield from _slots_of(item)


def _flat(part: Part) -> Iterator[Piece]:
    for slot in _slots_of(part):
        for run in slot:
            yield from run


@dataclass(slots=True)
class _Comparison:
    """Walks through the text and the slots side by side."""

    text: Text
    position: int = 0
    skipped: list[Piece] = field(default_factory=list)
    used: list[tuple[int, int]] = field(default_factory=list)
    found: list[Diagnostic] = field(default_factory=list)

    def run(self, waiting: list[list[Run]]) -> list[Diagnostic]:
        while waiting:
            if not waiting[0]:
                waiting.pop(0)
            elif not self._take_next(waiting[0]):
                self._resume(waiting)
        self._stray(len(self.text.chars), None)
        return self.found + [self._lost(piece) for piece in self.skipped]

    def _take_next(self, slot: list[Run]) -> bool:
        """Take the piece that stands here: of the slot's first pieces, the longest that does."""
        while True:
            here = [run for run in slot if self._stands(run[0], self.position)]
            if here:
                self._take(slot, max(here, key=lambda run: len(_normal(run[0].text))))
                return True
            if self.position >= len(self.text.chars) or self.text.chars[self.position] not in _DECORATION:
                return False
            self.position += 1

    def _stands(self, piece: Piece, at: int) -> bool:
        return self.text.chars.startswith(_normal(piece.text), at)

    def _take(self, slot: list[Run], run: Run) -> None:
        piece = run.pop(0)
        if not run:
            slot.remove(run)
        start, end = self.position, self.position + len(_normal(piece.text))
        if self.used and self.text.joined(start):
            shown = self.text.excerpt(max(0, start - 20), end)
            self.found.append(error("joined-text", f'"{piece.text}" has no space before it: "{shown}"', piece.span))
        self.used.append((start, end))
        self.position = end

    def _resume(self, waiting: list[list[Run]]) -> None:
        """Nothing that is expected stands here: go to where the least is lost of both sides, and note what is."""
        ahead = list(islice((piece for slot in waiting for run in slot for piece in run), _LOOK_AHEAD))
        best, target, cost = 0, -1, -1
        passed = 0
        for index, piece in enumerate(ahead):
            needle = _normal(piece.text)
            at = self.text.chars.find(needle, self.position)
            if at >= 0 and (cost < 0 or at - self.position + passed < cost):
                best, target, cost = index, at, at - self.position + passed
            passed += len(needle)
        if target < 0:
            self.skipped.extend(self._drop(waiting, len(ahead)))
            return
        self.skipped.extend(self._drop(waiting, best))
        self._stray(target, ahead[best].span)

    def _drop(self, waiting: list[list[Run]], count: int) -> list[Piece]:
        dropped: list[Piece] = []
        for slot in waiting:
            while slot and len(dropped) < count:
                dropped.append(slot[0].pop(0))
                if not slot[0]:
                    slot.pop(0)
        return dropped

    def _stray(self, end: int, before: Span | None) -> None:
        """Text up to `end` that comes from nowhere."""
        text = self.text.chars[self.position : end]
        if any(char not in _DECORATION for char in text):
            shown = self.text.excerpt(self.position, end)
            self.found.append(error("stray-text", f'the PDF says "{shown}", the CV does not', before))
        self.position = end

    def _lost(self, piece: Piece) -> Diagnostic:
        needle = _normal(piece.text)
        at = self.text.chars.find(needle)
        while at >= 0 and any(start < at + len(needle) and at < end for start, end in self.used):
            at = self.text.chars.find(needle, at + 1)
        if at >= 0:
            return error("out-of-order", f'"{piece.text}" is in the PDF, but not where it belongs', piece.span)
        return error("missing-text", f'"{piece.text}" is not in the PDF', piece.span)
