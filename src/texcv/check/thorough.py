"""The comparison once more, with the texts of other readers: which of them loses what."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from texcv.check.comparison import DECORATION, Comparison, arrange
from texcv.check.readers import Reader, ReaderError
from texcv.check.text import Text, normal, without_footers
from texcv.diagnostics import Diagnostic, Span, cut, error, warning
from texcv.view import Piece, View, pieces_of


def compare_reader(view: View, pdf: bytes, reader: Reader, name: str) -> list[Diagnostic]:
    """What that reader loses of the CV (errors), and what it joins, adds, and reads in another order (warnings)."""
    try:
        pages = reader.read(pdf)
    except ReaderError as fault:
        return [error("reader-fails", f"{reader.name} can't read {name}: {fault}", Span(name))]
    text = Text.of("\n".join(without_footers(pages, view.name)))
    found = Comparison(text, arrange(view)).run()
    if all(fault.code in _SPACING for fault in found):
        return [warning("reader-joins", f"{reader.name}: {fault.message}", fault.span) for fault in found]
    pieces = [piece for piece in pieces_of(view) if piece.text]
    search = _Search(text, reader.name)
    lost = list(search.lost(pieces))
    return [*(fault for _, fault in lost), *_reordered(view, text, {id(piece) for piece, _ in lost}, reader.name),
            *search.added([f"{view.name} {number}" for number in range(2, len(pages) + 1)], name)]  # fmt: skip


def _reordered(view: View, text: Text, lost: set[int], reader: str) -> Iterator[Diagnostic]:
    """One warning if what is there has another order than the CV."""
    slots = [[[piece for piece in run if id(piece) not in lost] for run in slot] for slot in arrange(view)]
    comparison = Comparison(text, [[run for run in slot if run] for slot in slots])
    comparison.run()
    if comparison.skipped:
        first, count = comparison.skipped[0][0], len(comparison.skipped)
        message = f'{reader} reads {count} of the strings out of order or in parts, the first is "{cut(first.text)}"'
        yield warning("reader-reorders", message, first.span)


_SPACING = {"joined-text", "parted-text"}


class _Search:
    """Looks for pieces wherever they stand; each character is of one piece only."""

    def __init__(self, text: Text, reader: str) -> None:
        self.text, self.reader = text, reader
        self.used = bytearray(len(text.chars))

    def lost(self, pieces: Sequence[Piece]) -> Iterator[tuple[Piece, Diagnostic]]:
        """The pieces that are not there, with what is missing of them.

        The long ones are looked for first, as a short one may stand in them; then those that touch a neighbour, then
        those of which all words are there, but not together.
        """
        waiting = sorted(pieces, key=lambda piece: -len(normal(piece.text)))
        waiting = [piece for piece in waiting if not self._take(normal(piece.text), apart=True)]
        waiting = [piece for piece in waiting if not self._take(normal(piece.text), apart=False)]
        for piece in waiting:
            words = self._missing_words(piece.text)
            if words:
                message = f'{self.reader} does not read "{cut(words)}" of "{cut(piece.text)}"'
                yield piece, error("reader-loses", message, piece.span)

    def added(self, footers: Sequence[str], name: str) -> Iterator[Diagnostic]:
        """One warning if there is text that no piece has taken, nor a footer."""
        for footer in footers:
            self._missing_words(footer)
        free = (char for char, used in zip(self.text.chars, self.used, strict=True) if not used)
        rest = "".join(char for char in free if char not in DECORATION)
        if rest:
            yield warning("reader-adds", f'{self.reader} reads "{cut(rest)}", which the CV does not have', Span(name))

    def _take(self, needle: str, *, apart: bool) -> bool:
        """Take the string where it stands and no other piece has it; `apart`: as words of its own."""
        text, size = self.text, len(needle)
        at = text.chars.find(needle)
        while at >= 0:
            alone = not (text.joined(at) or text.joined(at + size))
            if (alone or not apart) and not any(self.used[at : at + size]):
                self.used[at : at + size] = b"\1" * size
                return True
            at = text.chars.find(needle, at + 1)
        return False

    def _missing_words(self, text: str) -> str:
        """Take the words one by one, also those that are broken over two lines; what is not there."""
        words = unicodedata.normalize("NFKC", text).split()
        return " ".join(word for word in words if not self._take(word, apart=True) and not self._take_halves(word))

    def _take_halves(self, word: str) -> bool:
        for middle in range(1, len(word)):
            before = bytes(self.used)
            if self._take(word[:middle], apart=True) and self._take(word[middle:], apart=True):
                return True
            self.used[:] = before
        return False
