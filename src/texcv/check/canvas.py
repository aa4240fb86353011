"""Draws a page without drawing it: follows its operators, to know what text stands where and whether it is seen.

The operators are those of ISO 32000-1, annex A.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from texcv.check.content import Operand, operations
from texcv.check.fonts import Glyphs, text_string
from texcv.check.geometry import UNMOVED, Box, around, common, holds, moved, multiplied, start_of
from texcv.check.state import Marks, Shown, State, Surface, is_accent, is_other_text, lightness, runs_left, seen_at

PALE = 0.9
"""Lightness (of 1) from which text on white paper is not seen; a contrast of 1.2 : 1."""

TINY = 2.0
"""Points; smaller text is not read by people."""

THIN = 0.1
"""Opacity (of 1) below which text is not seen."""

GAP = 0.15
"""Ems between two glyphs from which there is a space between them. TeX's word spaces are 0.2 em at the least; kerns are
smaller than 0.1."""

BACK = 0.5
"""Ems to the left from which text begins anew; accents and marks go back by less."""

DEPTH = 8
"""How deep forms may stand in forms."""


class Canvas:
    """A page. Boxes are in points, from the lower left corner of the paper."""

    def __init__(self, paper: Box, fonts: dict[int, Glyphs]) -> None:
        self.paper = paper
        self.shown: list[Shown] = []
        self.pictures: list[Box] = []
        self.inked = False
        """Whether anything but text was drawn."""
        self._fonts = fonts  # by the `id` of their object, for all pages
        self._named_fonts: dict[tuple[int, Any], Glyphs | None] = {}
        self._state = State()
        self._kept: list[State] = []
        self._surfaces: list[Surface] = []
        self._marks = Marks()
        self._path: list[tuple[float, float]] = []
        self._clipping = False
        self._line = self._text = UNMOVED
        self._spaced = False
        self._resources: Any = {}

    def draw(self, content: bytes, resources: Any, depth: int = 0) -> None:
        """Follow the operators of a page or form, whose names stand for what is in `resources`."""
        outer, self._resources = self._resources, resources
        for operator, operands in operations(content):
            action = _ACTIONS.get(operator)
            if action:
                action(self, operands)
            elif operator == b"Do":
                self._place(operands, depth)
            elif operator in _PATHS:
                self._add_to_path(operator, operands)
            elif operator in _PAINTING:
                self._paint(operator)
            elif operator in _COLORS and operands and all(isinstance(operand, float) for operand in operands):
                self._state.light = lightness(operands)  # type: ignore[arg-type]
        self._resources = outer

    def cover(self, shown: Shown) -> str:
        """Why the text is not seen, if something painted later hides it; or ""."""
        hidden = seen_at(start_of(shown.box), self._surfaces[shown.before :])
        return "something is painted over it" if hidden else ""

    # --- text -------------------------------------------------------------------------------

    def _begin(self, operands: Sequence[Any]) -> None:
        self._line = self._text = UNMOVED

    def _move(self, operands: Sequence[Any]) -> None:
        (x, y), (a, b, c, d, e, f) = operands[:2], self._line
        self._line = self._text = (a, b, c, d, a * x + c * y + e, b * x + d * y + f)

    def _move_and_lead(self, operands: Sequence[Any]) -> None:
        self._state.leading = -operands[1]
        self._move(operands)

    def _set_matrix(self, operands: Sequence[Any]) -> None:
        self._line = self._text = tuple(operands[:6])

    def _next_line(self, operands: Sequence[Any] = ()) -> None:
        self._move((0.0, -self._state.leading))

    def _show_line(self, operands: Sequence[Any]) -> None:
        self._next_line()
        self._show(operands[-1:])

    def _show_spaced(self, operands: Sequence[Any]) -> None:
        self._state.word_space, self._state.letter_space = operands[0], operands[1]
        self._show_line(operands)

    def _show(self, operands: Sequence[Operand]) -> None:
        """Strings, and between them numbers that move the next one, in thousandths of an em to the left."""
        font, state = self._state.font, self._state
        if font is None:
            return
        spaced = bool(state.letter_space or state.word_space)
        text, width = "", 0.0  # what touches is one stretch of text
        back = 0.0  # how far an accent went
        for operand in operands:
            if isinstance(operand, float):
                gap = -operand / 1000
                net = gap + back if text and is_accent(text[-1]) else gap
                if text and -BACK < net < GAP and not runs_left(text):
                    width, back = width + gap * state.size, min(gap, 0.0)
                    continue
                self._put(text, width)
                self._advance(gap * state.size)
                text, width = "", 0.0
            elif isinstance(operand, bytes):
                for part, wide in font.glyphs(operand) if spaced else font.words(operand):
                    if part == " " or text == " ":
                        self._put(text, width)
                        text, width = "", 0.0
                    text, width = text + part, width + wide * state.size
                    if spaced:
                        self._put(text, width)
                        self._advance(state.letter_space + (state.word_space if part == " " else 0.0))
                        text, width = "", 0.0
        self._put(text, width)

    def _mark(self, operands: Sequence[Any]) -> None:
        at = operands.index("ActualText") + 1 if "ActualText" in operands[:-1] else 0
        actual = operands[at] if at else None
        if not at and len(operands) == 2:
            named = _named(self._resources, "/Properties", operands[1:])
            actual = named.get("/ActualText") if named is not None else None
        self._marks.begin(text_string(actual))

    def _unmark(self, operands: Sequence[Any]) -> None:
        seen = self._marks.end()
        if self.shown and is_other_text(seen, self.shown[-1].text):
            self.shown[-1].fault = self.shown[-1].fault or f'people see "{seen[:60]}" in its place'

    def _advance(self, width: float) -> None:
        width *= self._state.scale
        a, b, c, d, e, f = self._text
        self._text = (a, b, c, d, e + a * width, f + b * width)

    def _put(self, text: str, width: float) -> None:
        """A stretch of text where we are; `width` is before scaling."""
        meant = self._marks.meant(text) if text else ""
        if not text or meant == " ":
            self._spaced = self._spaced or meant == " "
            self._advance(width)
            return
        state = self._state
        matrix = multiplied(self._text, state.matrix)
        self._advance(width)
        size, rise, width = state.size, state.rise, width * state.scale
        start, end = moved(matrix, 0.0, rise), moved(matrix, width, rise)
        high = size * (matrix[2] ** 2 + matrix[3] ** 2) ** 0.5
        left, bottom = moved(matrix, 0.0, rise - 0.2 * size)
        right, top = moved(matrix, width, rise + 0.8 * size)
        box = (min(left, right), min(bottom, top), max(left, right), max(bottom, top))
        name = state.font.font.name if state.font else ""
        painted = len(self._surfaces)
        shown = Shown(meant or "", self._spaced, start, end, high, box, name, self._fault(box), painted)
        if meant is None and self.shown:
            self.shown[-1].add(shown)
            return
        self.shown.append(shown)
        self._spaced = False

    def _fault(self, box: Box) -> str:
        state, (left, bottom, right, top) = self._state, self.paper
        if not (left <= box[0] and box[2] <= right + 1 and bottom <= (box[1] + box[3]) / 2 <= top):
            return "it is outside of the page"
        if state.mode in {3, 7}:
            return "it is set invisible"
        if state.opacity < THIN:
            return "it is transparent"
        if box[3] - box[1] < TINY:
            return f"it is smaller than {TINY:g} pt"
        start = start_of(box)
        if state.clip and not holds(state.clip, start):
            return "it is clipped away"
        ground = seen_at(start, self._surfaces)
        light = ground.light if ground else 1.0
        return "it has the colour of the paper" if abs(light - state.light) < 1 - PALE else ""

    # --- what is painted --------------------------------------------------------------------

    def _add_to_path(self, operator: bytes, operands: Sequence[Any]) -> None:
        numbers = list(operands)
        if operator == b"re":
            x, y, width, height = numbers
            numbers = [x, y, x + width, y, x + width, y + height, x, y + height]
        pairs = zip(numbers[::2], numbers[1::2], strict=True)
        self._path += [moved(self._state.matrix, x, y) for x, y in pairs]

    def _paint(self, operator: bytes) -> None:
        if self._path:
            box = around(self._path)
            if self._clipping:
                self._state.clip = common(self._state.clip, box)
            if operator in _FILLING and self._state.opacity >= THIN:
                self._surfaces.append(Surface(box, self._state.light))
            self.inked = self.inked or operator != b"n"
        self._path, self._clipping = [], False

    def _place(self, operands: Sequence[Any], depth: int) -> None:
        """A picture, or a form: content of its own, such as a figure in PDF."""
        drawn = _named(self._resources, "/XObject", operands)
        if drawn is None:
            return
        if drawn.get("/Subtype") == "/Form" and depth < DEPTH:
            self._keep(())
            inner = tuple(float(number) for number in drawn.get("/Matrix", UNMOVED))
            self._state.matrix = multiplied(inner, self._state.matrix)
            self.draw(drawn.get_data(), _resolved(drawn.get("/Resources")) or self._resources, depth + 1)
            self._bring_back(())
        else:
            self._path = [moved(self._state.matrix, x, y) for x, y in ((0, 0), (1, 0), (0, 1), (1, 1))]
            self.pictures.append(around(self._path))
            self._paint(b"f")

    # --- what is set ------------------------------------------------------------------------

    def _keep(self, operands: Sequence[Any]) -> None:
        self._kept.append(self._state.copy())

    def _bring_back(self, operands: Sequence[Any]) -> None:
        if self._kept:
            self._state = self._kept.pop()

    def _transform(self, operands: Sequence[Any]) -> None:
        self._state.matrix = multiplied(tuple(operands[:6]), self._state.matrix)

    def _clip(self, operands: Sequence[Any]) -> None:
        self._clipping = True

    def _choose_font(self, operands: Sequence[Any]) -> None:
        self._state.size = operands[1]
        place = (id(self._resources), operands[0])
        if place not in self._named_fonts:
            font = _named(self._resources, "/Font", operands)
            if font is not None and id(font) not in self._fonts:
                self._fonts[id(font)] = Glyphs(font)
            self._named_fonts[place] = self._fonts[id(font)] if font is not None else None
        self._state.font = self._named_fonts[place]

    def _choose_state(self, operands: Sequence[Any]) -> None:
        chosen = _named(self._resources, "/ExtGState", operands)
        if chosen is not None and "/ca" in chosen:
            self._state.opacity = float(chosen["/ca"])


def _setting(name: str, factor: float = 1.0) -> Any:
    def choose(canvas: Canvas, operands: Sequence[Any]) -> None:
        setattr(canvas._state, name, operands[0] * factor)

    return choose


_ACTIONS: dict[bytes, Any] = {
    b"BT": Canvas._begin, b"Td": Canvas._move, b"TD": Canvas._move_and_lead, b"Tm": Canvas._set_matrix,
    b"T*": Canvas._next_line, b"Tj": Canvas._show, b"TJ": Canvas._show, b"'": Canvas._show_line,
    b'"': Canvas._show_spaced, b"q": Canvas._keep, b"Q": Canvas._bring_back, b"cm": Canvas._transform,
    b"BDC": Canvas._mark, b"BMC": Canvas._mark, b"EMC": Canvas._unmark,
    b"W": Canvas._clip, b"W*": Canvas._clip, b"Tf": Canvas._choose_font, b"gs": Canvas._choose_state,
    b"Tc": _setting("letter_space"), b"Tw": _setting("word_space"), b"Tz": _setting("scale", 0.01),
    b"TL": _setting("leading"), b"Ts": _setting("rise"), b"Tr": _setting("mode"),
}  # fmt: skip
_PATHS = {b"m", b"l", b"c", b"v", b"y", b"re"}
_COLORS = {b"g", b"rg", b"k", b"sc", b"scn"}
_FILLING = {b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"}
_PAINTING = _FILLING | {b"S", b"s", b"n"}


def _named(resources: Any, kind: str, operands: Sequence[Any]) -> Any:
    """What a name means, as an object that is the same whenever it is asked for; None if it means nothing."""
    group = _resolved(resources.get(kind)) if resources else None
    name = f"/{operands[0]}" if operands else ""
    return _resolved(group.get(name)) if group and name in group else None


def _resolved(value: Any) -> Any:
    return value.get_object() if value is not None else None
