"""The runs of a section -> what is shown of them: each change with a few words around it."""

from __future__ import annotations

from collections.abc import Sequence

from texcv.diff.runs import Kind, Run
from texcv.diff.words import Word, plain
from texcv.frozen import frozen

_CONTEXT = 6
"""Words and marks that are shown before a change, and behind it."""

_ENDS = 4
"""Of what was moved, as it is shown in another place, too: its first words, and its last."""


@frozen
class Piece:
    """A stretch of a hunk: its text; whether a space stands before it; and the number of its run in the section."""

    kind: Kind
    text: str
    spaced: bool
    run: int
    other: str = ""

    def way(self, title: str) -> str:
        """Of what was moved, where it went or came from; `title` is that of its section."""
        if self.other == title:
            return "moved away" if self.kind == "left" else "moved here"
        return f"moved to {self.other}" if self.kind == "left" else f"moved from {self.other}"


Hunk = list[Piece]


def hunks_of(runs: Sequence[Run]) -> list[Hunk]:
    """The changes of a section in order; those that stand close together in one hunk."""
    hunks: list[Hunk] = []
    hunk: Hunk = []
    for number, run in enumerate(runs):
        if run.kind != "same":
            words = _ends(run.words) if run.kind in {"left", "came"} else plain(run.words)
            hunk.append(Piece(run.kind, words, run.words[0].spaced, number, run.other))
            continue
        last = number + 1 == len(runs)
        if hunk and not last and len(run.words) <= 2 * _CONTEXT:
            hunk.append(Piece("same", plain(run.words), run.words[0].spaced, number))
            continue
        if hunk:
            hunk.append(_head(run.words, number))
            hunks.append(hunk)
            hunk = []
        if not last:
            hunk = [_tail(run.words, number)]
    return [*hunks, hunk] if hunk else hunks


def _head(words: Sequence[Word], number: int) -> Piece:
    """The words behind a change."""
    text = plain(words[:_CONTEXT])
    return Piece("same", f"{text} …" if len(words) > _CONTEXT else text, words[0].spaced, number)


def _tail(words: Sequence[Word], number: int) -> Piece:
    """The words before a change; not from the middle of what no space parts."""
    start = max(0, len(words) - _CONTEXT)
    start = next((at for at in range(start, len(words)) if words[at].spaced), start)
    return Piece("same", f"… {plain(words[start:])}" if start else plain(words), True, number)


def _ends(words: Sequence[Word]) -> str:
    """The words, or, of many, the first and the last."""
    if len(words) <= 2 * _ENDS + 4:
        return plain(words)
    return f"{plain(words[:_ENDS])} … {plain(words[-_ENDS:])}"
