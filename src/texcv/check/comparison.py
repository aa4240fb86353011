"""The walk through a view and a text, side by side."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import islice

from texcv.check.text import Text, gaps_of, normal
from texcv.diagnostics import Diagnostic, Span, cut, error
from texcv.view import Block, Part, Piece

DECORATION = frozenset(",;:()[]|·/、،")
"""What a look may print between two pieces by itself."""

_LOOK_AHEAD = 60
"""How many pieces are tried when the text goes on with another one than expected."""

Run = list[Piece]
"""Pieces that follow each other."""

Slot = list[Run]
"""Runs of which any may come first."""


def arrange(block: Block) -> list[Slot]:
    """The view in the order of paper."""
    return [[list(run) for run in slot] for slot in _slots(block)]


def _slots(block: Block) -> Iterator[list[Run]]:
    head = [run for part in block.head() if (run := list(_flat(part)))]
    if head:
        yield head
    for part in block.body():
        yield from _slots_of(part)


def _slots_of(part: Part) -> Iterator[list[Run]]:
    if isinstance(part, Piece):
        if part.text or part.raw:  # the empty cell of a table is nowhere to be found
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


def _is_raised(char: str) -> bool:
    return unicodedata.decomposition(char).startswith(("<super>", "<sub>"))


class Comparison:
    """Takes the pieces off `waiting` as they are found in the text, from its start to its end.

    Where raw LaTeX was printed, any text may stand up to the next piece that does.
    """

    def __init__(self, text: Text, waiting: list[Slot]) -> None:
        self.text = text
        self.waiting = waiting
        self.position = 0
        self.after_raw = False
        self.skipped: list[tuple[Piece, str]] = []
        self.taken: list[tuple[Piece, int, int]] = []
        self.used = bytearray(len(text.chars))
        self.found: list[Diagnostic] = []

    def run(self) -> list[Diagnostic]:
        """Every difference, in the order of the text; then what is missing in it."""
        while self.waiting:
            if not self.waiting[0]:
                self.waiting.pop(0)
            elif not self._take_next():
                self._resume()
        self._stray(len(self.text.chars), None)
        return self.found + [self._lost(piece, instead) for piece, instead in self.skipped]

    def _take_next(self) -> bool:
        """Take the piece that stands here: of the first pieces of the slot's runs, the longest that does.

        Best as a word of its own: `$ $$` is `$` and `$$`, not `$$` and `$`. Raw LaTeX may stand anywhere: it is taken
        where nothing else does.
        """
        while True:
            here = [run for run in self.waiting[0] if run[0].text and self._stands(run[0], self.position)]
            here = [run for run in here if self._ends_there(run)]
            if here:
                self._take(max(here, key=lambda run: (self._is_whole(run[0]), len(normal(run[0].text)))))
                return True
            if self.position < len(self.text.chars) and self.text.chars[self.position] in DECORATION:
                self.position += 1
            elif not self._pass_raw():
                raw = next((run for run in self.waiting[0] if run[0].raw), None)
                if raw:
                    self._take(raw)
                return raw is not None

    def _pass_raw(self) -> bool:
        """Go on to what comes first after the text of raw LaTeX, if something does; more of it may come before that."""
        if not self.after_raw:
            return False
        found = [
            (at, run[0].raw, run)
            for run in self.waiting[0]
            for piece in islice((piece for piece in run if piece.text), 1)
            if (at := self._find(normal(piece.text), self.position)) >= 0
        ]
        if not found:
            return False
        self.position, _, run = min(found, key=lambda item: item[:2])
        while run[0].raw:
            run.pop(0)
        return True

    def _stands(self, piece: Piece, at: int) -> bool:
        return self.text.chars.startswith(normal(piece.text), at)

    def _ends_there(self, run: Run) -> bool:
        """Whether the run's first piece ends with a word of the text, or another piece is joined to it.

        `R` does not stand where the text says `Rust`.
        """
        end = self.position + len(normal(run[0].text))
        if not self.text.joined(end):
            return True
        others = [other[0] for other in self.waiting[0] if other is not run]
        following = run[1:2] or others or [piece for slot in self.waiting[1:2] for other in slot for piece in other[:1]]
        return any(piece.text and self._stands(piece, end) for piece in (*following, *others))

    def _is_whole(self, piece: Piece) -> bool:
        """Whether it stands here with the white space that it has, and ends where a word does."""
        end = self.position + len(normal(piece.text))
        ends = end in self.text.gaps or self.text.chars[end : end + 1] in {"", *DECORATION}
        return ends and not any(self._gaps_amiss(piece, self.position, end))

    def _take(self, run: Run) -> None:
        piece = run.pop(0)
        if not run:
            self.waiting[0].remove(run)
        self.after_raw = piece.raw
        if piece.raw:
            return
        start, end = self.position, self.position + len(normal(piece.text))
        if start and any(self.used) and self.text.joined(start):
            shown = self.text.excerpt(max(0, start - 20), end)
            self.found.append(
                error("joined-text", f'"{cut(piece.text)}" has no space before it: "{shown}"', piece.span)
            )
        self._compare_words(piece, start, end)
        self.used[start:end] = b"\1" * (end - start)
        self.taken.append((piece, start, end))
        self.position = end

    def _compare_words(self, piece: Piece, start: int, end: int) -> None:
        """White space inside of a piece must be that of its text; a line may end anywhere.

        Readers set what is raised or lowered apart, so that pieces with such marks may have more of it.
        """
        lost, extra = self._gaps_amiss(piece, start, end)
        if extra is not None and (r"\textsu" in piece.tex or any(map(_is_raised, piece.text))):
            extra = None
        if lost is not None:
            shown = self.text.excerpt(max(start, lost - 20), min(end, lost + 20))
            self.found.append(error("joined-text", f'"{cut(piece.text)}" has lost a space: "{shown}"', piece.span))
        if extra is not None:
            shown = self.text.excerpt(max(start, extra - 20), min(end, extra + 20))
            self.found.append(error("parted-text", f'"{cut(piece.text)}" is set apart: "{shown}"', piece.span))

    def _gaps_amiss(self, piece: Piece, start: int, end: int) -> tuple[int | None, int | None]:
        """The first place where the piece has white space and the text has not; and the other way round."""
        wanted = {start + gap for gap in gaps_of(piece.text)}
        lost = next((at for at in sorted(wanted) if start < at < end and self.text.joined(at)), None)
        gaps = (at for at in range(start + 1, end) if at in self.text.gaps)
        return lost, next((at for at in gaps if at not in wanted and self.text.parted(at)), None)

    def _resume(self) -> None:
        """Nothing that is expected stands here: go to where the least is lost of both sides, and note what is."""
        ahead = list(islice((piece for slot in self.waiting for run in slot for piece in run), _LOOK_AHEAD))
        best, target, cost = 0, -1, -1
        passed = 0
        for index, piece in enumerate(ahead):
            needle = normal(piece.text)
            at = self._find(needle, self.position)
            if needle and at >= 0 and (cost < 0 or at - self.position + passed < cost):
                best, target, cost = index, at, at - self.position + passed
            passed += len(needle)
        if target < 0:
            self._skip(len(ahead), self.text.excerpt(self.position, len(self.text.chars)))
            return
        self._skip(best, self.text.excerpt(self.position, target))
        self._stray(target, ahead[best].span)

    def _find(self, needle: str, start: int) -> int:
        """Where the string stands, from `start` on, as words of its own; or -1."""
        at = self.text.chars.find(needle, start)
        while at >= 0 and (self.text.joined(at) or self.text.joined(at + len(needle))):
            at = self.text.chars.find(needle, at + 1)
        return at

    def _skip(self, count: int, instead: str) -> None:
        """Give up the next pieces, in whose place something else stands."""
        for slot in self.waiting:
            while slot and count:
                piece = slot[0].pop(0)
                self.after_raw |= piece.raw
                self.skipped += [] if piece.raw else [(piece, instead)]
                count -= 1
                if not slot[0]:
                    slot.pop(0)

    def _stray(self, end: int, before: Span | None) -> None:
        """Text up to `end` that comes from nowhere."""
        text = self.text.chars[self.position : end]
        if not self.after_raw and any(char not in DECORATION for char in text):
            shown = self.text.excerpt(self.position, end)
            bare = text.strip("".join(DECORATION))
            again = next((piece for piece, start, stop in self.taken if self.text.chars[start:stop] == bare), None)
            if again:
                self.found.append(error("doubled-text", f'the PDF says "{shown}" once more than the CV', again.span))
            else:
                self.found.append(error("stray-text", f'the PDF says "{shown}", the CV does not', before))
        self.position = max(self.position, end)

    def _lost(self, piece: Piece, instead: str) -> Diagnostic:
        needle = normal(piece.text)
        at = self._find(needle, 0)
        while at >= 0 and any(self.used[at : at + len(needle)]):
            at = self._find(needle, at + 1)
        if at >= 0:
            message = f'"{cut(piece.text)}" is in the PDF, but not where it belongs'
            return error("out-of-order", message, piece.span)
        hint = f'"{instead}" stands in its place' if instead else ""
        return error("missing-text", f'"{cut(piece.text)}" is not in the PDF', piece.span, hint)
