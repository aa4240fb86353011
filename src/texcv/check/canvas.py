"""Follows the operators of a page's content, as far as it takes to know where text stands and whether it is seen.

The operators are those of ISO 32000-1, annex A.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

Box = tuple[float, float, float, float]
"""Left, bottom, right and top."""

PALE = 0.9
"""Lightness (of 1) from which text on white paper is not seen; a contrast of 1.2 : 1."""

TINY = 2.0
"""Points; smaller text is not read by people."""

Matrix = Sequence[float]


@dataclass(frozen=True, slots=True)
class _State:
    """What `q` keeps and `Q` brings back."""

    light: float = 0.0
    mode: int = 0
    clip: Box | None = None
    font: str = ""
    size: float = 0.0


@dataclass(frozen=True, slots=True)
class Shown:
    """Text that was shown: the box around it, why it is not seen, or "", and the name of its font.

    The box is as high as the font is large.
    """

    box: Box
    fault: str
    font: str


@dataclass(frozen=True, slots=True)
class _Surface:
    """A filled surface, and how many texts were shown before it."""

    box: Box
    light: float
    before: int


class Canvas:
    """A page, operator by operator. Boxes are in points, from the lower left corner of the paper."""

    def __init__(self, paper: Box, fonts: Mapping[str, Any], pictures: Collection[str] = ()) -> None:
        self.paper = paper
        self.pictures: list[Box] = []
        """Where the page's pictures stand; those that other objects hold are not among them."""
        self._pictures = pictures
        self.inked = False
        """Whether anything but text was drawn."""
        self._widths = {name: _widths(font.get_object()) for name, font in fonts.items()}
        self._names = {name: _base_name(font.get_object()) for name, font in fonts.items()}
        self._state = _State()
        self._kept: list[_State] = []
        self._path: list[tuple[float, float]] = []
        self._clipping = False
        self._surfaces: list[_Surface] = []
        self._waiting: list[Shown] = []
        self.count = 0
        """How many texts were shown."""
        self._pen = 0.0

    def operate(self, operator: bytes, operands: Any, outer: Matrix, text: Matrix) -> None:
        """Follow an operator; `outer` is the transformation to the page, `text` that of text."""
        if operator in _SHOWING:
            self._show(operands, multiplied(text, outer))
        elif operator in _PAINTING:
            self._paint(operator)
        elif operator in _PATHS:
            self._add_to_path(operator, [float(operand) for operand in operands], outer)
        elif operator in _COLORS and all(isinstance(operand, (int, float)) for operand in operands):
            self._state = replace(self._state, light=_lightness([float(operand) for operand in operands]))
        elif operator == b"Do":
            self._path = [_moved(outer, x, y) for x, y in ((0, 0), (1, 0), (0, 1), (1, 1))]
            if operands and str(operands[0]) in self._pictures:
                self.pictures.append(_around(self._path))
            self._paint(b"f")
        else:
            self._set(operator, operands)

    def take(self) -> Shown | None:
        """What was shown since the last call, in one box."""
        shown, self._waiting = self._waiting, []
        if not shown:
            return None
        lefts, bottoms, rights, tops = zip(*(part.box for part in shown), strict=True)
        fault = next((part.fault for part in shown if part.fault), "")
        return Shown((min(lefts), min(bottoms), max(rights), max(tops)), fault, shown[0].font)

    def cover(self, box: Box, order: int) -> str:
        """Why the text that was the `order`-th is not seen, if something painted later hides it; or ""."""
        hidden = any(surface.before >= order and _holds(surface.box, box) for surface in self._surfaces)
        return "something is painted over it" if hidden else ""

    # --- text -------------------------------------------------------------------------------

    def _show(self, operands: Any, matrix: Matrix) -> None:
        parts = operands[0] if operands and isinstance(operands[0], list) else operands[-1:]
        widths, advance = self._widths.get(self._state.font, {}), 0.0
        for part in parts:
            if isinstance(part, (int, float)):
                advance -= float(part) / 1000
            else:
                advance += sum(widths.get(byte, 0.5) for byte in _bytes_of(part))
        size = self._state.size
        left, bottom = _moved(matrix, self._pen * size, -0.2 * size)
        right, top = _moved(matrix, (self._pen + advance) * size, 0.8 * size)
        self._pen += advance
        box = (min(left, right), min(bottom, top), max(left, right), max(bottom, top))
        self._waiting.append(Shown(box, self._fault(box), self._names.get(self._state.font, "")))
        self.count += 1

    def _fault(self, box: Box) -> str:
        left, bottom, right, top = self.paper
        middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
        if not (left <= box[0] and box[2] <= right + 1 and bottom <= middle[1] <= top):
            return "it is outside of the page"
        if self._state.mode in {3, 7}:
            return "it is set invisible"
        if box[3] - box[1] < TINY:
            return f"it is smaller than {TINY:g} pt"
        if self._state.clip and not _holds(self._state.clip, box):
            return "it is clipped away"
        ground = next((surface.light for surface in reversed(self._surfaces) if _holds(surface.box, box)), 1.0)
        return "it has the colour of the paper" if abs(ground - self._state.light) < 1 - PALE else ""

    # --- what is painted --------------------------------------------------------------------

    def _add_to_path(self, operator: bytes, numbers: list[float], outer: Matrix) -> None:
        if operator == b"re":
            x, y, width, height = numbers
            numbers = [x, y, x + width, y + height]
        self._path += [_moved(outer, x, y) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]

    def _paint(self, operator: bytes) -> None:
        if self._path:
            box = _around(self._path)
            if self._clipping:
                self._state = replace(self._state, clip=_common(self._state.clip, box))
            if operator in _FILLING:
                self._surfaces.append(_Surface(box, self._state.light, self.count))
            self.inked = self.inked or operator != b"n"
        self._path, self._clipping = [], False

    def _set(self, operator: bytes, operands: Any) -> None:
        if operator == b"q":
            self._kept.append(self._state)
        elif operator == b"Q" and self._kept:
            self._state = self._kept.pop()
        elif operator == b"Tf":
            self._state = replace(self._state, font=str(operands[0]), size=float(operands[1]))
        elif operator == b"Tr":
            self._state = replace(self._state, mode=int(operands[0]))
        elif operator in {b"W", b"W*"}:
            self._clipping = True
        elif operator in _MOVING:
            self._pen = 0.0


_SHOWING = {b"Tj", b"TJ", b"'", b'"'}
_MOVING = {b"BT", b"Td", b"TD", b"Tm", b"T*"}
_PATHS = {b"m", b"l", b"c", b"v", b"y", b"re"}
_COLORS = {b"g", b"rg", b"k", b"sc", b"scn"}
_FILLING = {b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"}
_PAINTING = _FILLING | {b"S", b"s", b"n"}


def _lightness(color: list[float]) -> float:
    """Of a colour of one component (grey), three (red, green, blue) or four (cyan, magenta, yellow, black)."""
    if len(color) == 4:
        *inks, black = color
        color = [(1 - ink) * (1 - black) for ink in inks]
    if len(color) == 3:
        return 0.21 * color[0] + 0.72 * color[1] + 0.07 * color[2]
    return color[0]


def _bytes_of(shown: Any) -> bytes:
    """The operand of a showing operator; pypdf has decoded those that it could."""
    return shown if isinstance(shown, bytes) else getattr(shown, "original_bytes", b"")


def _base_name(font: Any) -> str:
    """A font's name without the six letters that mark a subset of it (ISO 32000-1, 9.6.4)."""
    return re.sub(r"^/?([A-Z]{6}\+)?", "", str(font.get("/BaseFont", "")))


def _widths(font: Any) -> dict[int, float]:
    """The widths of a font of single bytes, in ems; none for others, whose text is taken to be half an em a byte."""
    widths = font.get("/Widths")
    first = int(font.get("/FirstChar", 0))
    return {first + index: float(width) / 1000 for index, width in enumerate(widths.get_object() if widths else ())}


def _around(points: Sequence[tuple[float, float]]) -> Box:
    xs, ys = zip(*points, strict=True)
    return (min(xs), min(ys), max(xs), max(ys))


def _moved(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    return (matrix[0] * x + matrix[2] * y + matrix[4], matrix[1] * x + matrix[3] * y + matrix[5])


def multiplied(inner: Matrix, outer: Matrix) -> tuple[float, ...]:
    """The matrix of both transformations, the inner one first (ISO 32000-1, 8.3.4)."""
    a, b, c, d, e, f = inner
    x, y = _moved(outer, e, f)
    return (a * outer[0] + b * outer[2], a * outer[1] + b * outer[3],
            c * outer[0] + d * outer[2], c * outer[1] + d * outer[3], x, y)  # fmt: skip


def _holds(outer: Box, box: Box) -> bool:
    """Whether the middle of the first character, about, lies in the outer box."""
    x, y = box[0] + min(2.0, (box[2] - box[0]) / 2), (box[1] + box[3]) / 2
    return outer[0] <= x <= outer[2] and outer[1] <= y <= outer[3]


def _common(one: Box | None, other: Box) -> Box:
    if one is None:
        return other
    return (max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3]))
