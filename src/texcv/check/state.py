"""What a canvas knows while it follows a page's operators, and what it has seen of text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from texcv.check.fonts import Glyphs
from texcv.check.geometry import UNMOVED, Box, Matrix, around, holds
from texcv.check.text import normal
from texcv.frozen import frozen


@dataclass(slots=True)
class State:
    """What `q` keeps and `Q` brings back."""

    matrix: Matrix = UNMOVED
    light: float = 0.0
    opacity: float = 1.0
    clip: Box | None = None
    mode: int = 0
    font: Glyphs | None = None
    size: float = 0.0
    letter_space: float = 0.0
    word_space: float = 0.0
    scale: float = 1.0
    leading: float = 0.0
    rise: float = 0.0

    def copy(self) -> State:
        """The same, to be kept."""
        return State(*(getattr(self, name) for name in self.__slots__))


@frozen
class Surface:
    """What was painted: where, about, and how light it is."""

    box: Box
    light: float


def seen_at(point: tuple[float, float], surfaces: Sequence[Surface]) -> Surface | None:
    """The one that one sees at a point: the last one that was painted there."""
    return next((surface for surface in reversed(surfaces) if holds(surface.box, point)), None)


def lightness(color: Sequence[float]) -> float:
    """Of a colour of one component (grey), three (red, green, blue) or four (cyan, magenta, yellow, black)."""
    if len(color) == 4:
        *inks, black = color
        color = [(1 - ink) * (1 - black) for ink in inks]
    if len(color) == 3:
        return 0.21 * color[0] + 0.72 * color[1] + 0.07 * color[2]
    return color[0]


class Marks:
    """The marked content that we are in, and what it stands for (ActualText; ISO 32000-1, 14.9.4)."""

    def __init__(self) -> None:
        self._actual: list[str | None] = []
        self._shown: list[str] = []

    def begin(self, actual: str | None) -> None:
        """It begins; None: it stands for what it shows."""
        self._actual.append(actual)
        self._shown.append("")

    def end(self) -> str:
        """It ends; what people saw in it, if it stood for something else."""
        if self._actual:
            self._actual.pop()
        return self._shown.pop() if self._shown else ""

    def meant(self, text: str) -> str | None:
        """What a stretch of text stands for: the first one in such content for all of it; None for the others."""
        for depth, actual in enumerate(self._actual):
            if actual is not None:
                self._actual[depth] = ""
                self._shown[depth] += text
                return actual or None
        return text


_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


def runs_left(text: str) -> bool:
    """Whether the text has letters that run from right to left. Such text is written in the order of reading."""
    return not text.isascii() and _RIGHT_TO_LEFT.search(text) is not None


def is_other_text(seen: str, meant: str) -> bool:
    """Whether glyphs stand for what nobody could see in them: Latin letters and figures stand for themselves only."""
    return seen.isascii() and seen.isalnum() and normal(meant) != seen


def is_accent(text: str) -> bool:
    """Whether it is nothing but marks that stand above, below or around a letter."""
    return not text.isascii() and all(unicodedata.category(char)[0] == "M" for char in text)


@dataclass(slots=True)
class Shown:
    """A glyph, or several that touch: what they mean, from where to where their baseline goes, and their box.

    `spaced`: there was a space before it. `size` is that of the font on paper, in points; `fault` is why nobody can see
    it, or ""; `before` counts what was painted before it.
    """

    text: str
    spaced: bool
    start: tuple[float, float]
    end: tuple[float, float]
    size: float
    box: Box
    font: str
    fault: str
    before: int

    def add(self, more: Shown) -> None:
        """Put to it what is shown of the same text behind it, or above and below."""
        self.start, self.end = min(self.start, more.start), max(self.end, more.end)
        self.box = around([self.box[:2], self.box[2:], more.box[:2], more.box[2:]])
        self.fault = self.fault or more.fault
