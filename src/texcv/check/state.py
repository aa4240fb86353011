"""What a canvas knows while it follows a page's operators, and what it has seen of text."""

from __future__ import annotations

from dataclasses import dataclass

from texcv.check.fonts import Glyphs
from texcv.check.geometry import UNMOVED, Box, Matrix


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
