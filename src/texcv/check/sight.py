"""What stands where: links on the right words, text that can be seen, fonts that others have, no empty pages."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from texcv.check.geometry import Box, around
from texcv.check.reading import Area, Fragment, Reading
from texcv.check.text import normal
from texcv.diagnostics import Diagnostic, Span, cut, error
from texcv.frozen import frozen
from texcv.view import Piece

_MARGIN = 1.5
"""Points that the area of a link may be off its words."""

_ENDS = ",;:()[]|·/."


@frozen
class Placed:
    """A piece and the fragments of a page that it is printed with; none for one that was not found."""

    piece: Piece
    fragments: tuple[tuple[int, Fragment], ...]

    @property
    def boxes(self) -> tuple[tuple[int, Box], ...]:
        """The page and the box of each line of it."""
        return tuple(joined_boxes((page, fragment.box) for page, fragment in self.fragments))


def joined_boxes(boxes: Iterable[tuple[int, Box]]) -> Iterator[tuple[int, Box]]:
    """The boxes, each with its page, with those in one that follow each other in a line, at most an em apart."""
    last: tuple[int, Box] | None = None
    for page, box in boxes:
        if last and page == last[0] and _continues(last[1], box):
            before = last[1]
            last = (page, around([before[:2], before[2:], box[:2], box[2:]]))
            continue
        if last:
            yield last
        last = (page, box)
    if last:
        yield last


def _continues(before: Box, box: Box) -> bool:
    size = before[3] - before[1]
    apart = max(box[0] - before[2], before[0] - box[2])  # text may run from right to left
    return abs(before[1] - box[1]) < size / 2 and apart < size


def place(
    taken: Sequence[tuple[Piece, int, int]],
    origins: Sequence[tuple[int, int]],
    lengths: Sequence[int],
    reading: Reading,
) -> list[Placed]:
    """Where each piece stands: `taken` has its characters, `origins` where their words are in the pages' joined texts.

    `lengths` are those of the pages' texts as they were joined, with a line break behind each.
    """
    starts: list[int] = []
    fragments: list[tuple[int, Fragment]] = []
    before = 0
    for number, (page, length) in enumerate(zip(reading.pages, lengths, strict=True)):
        inside = [fragment for fragment in page.fragments if fragment.start < length]
        starts += [before + fragment.start for fragment in inside]
        fragments += [(number, fragment) for fragment in inside]
        before += length + 1
    placed = []
    for piece, start, end in taken:
        first = bisect_left(starts, origins[start][0] + 1) - 1
        last = bisect_left(starts, origins[end - 1][1])
        placed.append(Placed(piece, tuple(fragments[max(0, first) : last])))
    return placed


def unseen(placed: Sequence[Placed]) -> Iterator[Diagnostic]:
    """Text that programs read and people don't."""
    for item in placed:
        fault = next((fragment.fault for _, fragment in item.fragments if fragment.fault), "")
        if fault:
            message = f'"{cut(item.piece.text)}" is in the PDF, but nobody can see it: {fault}'
            yield error("unseen-text", message, item.piece.span)


def wrong_links(pieces: Sequence[Piece], placed: Sequence[Placed], reading: Reading, name: str) -> Iterator[Diagnostic]:
    """Links that are missing, that stand on other words, and that the CV does not have."""
    areas = [(number, area) for number, page in enumerate(reading.pages) for area in page.areas]
    lost = {id(piece) for piece in pieces} - {id(item.piece) for item in placed}
    claimed = {link for piece in pieces if id(piece) in lost for link in piece.links}
    used: set[int] = {index for index, (_, area) in enumerate(areas) if area.target in claimed}
    for item in placed:
        for link, words in _words_by_link(item.piece).items():
            own = [
                index
                for index, (number, area) in enumerate(areas)
                if area.target == link and any(n == number and _meets(area, part) for n, part in item.fragments)
            ]
            used |= set(own)
            yield from _on_words(item, link, words, [areas[index] for index in own])
    for index, (number, area) in enumerate(areas):
        if index not in used:
            words = " ".join(part.text for part in reading.pages[number].fragments if _meets(area, part))
            message = f'"{cut(words)}" on page {number + 1} leads to {cut(area.target)}, in the CV it does not'
            yield error("stray-link", message, Span(name))


def _words_by_link(piece: Piece) -> dict[str, str]:
    """What each link stands on; one that is there several times, on all the words in a row."""
    found: dict[str, str] = {}
    for link, words in zip(piece.links, piece.words or [piece.text], strict=False):
        found[link] = " ".join(filter(None, (found.get(link), words)))
    return found


def _on_words(item: Placed, link: str, words: str, areas: Sequence[tuple[int, Area]]) -> Iterator[Diagnostic]:
    if not areas:
        yield error("missing-link", f'"{cut(words)}" does not lead to {cut(link)}', item.piece.span)
        return
    met = [part for number, part in item.fragments if any(n == number and _meets(area, part) for n, area in areas)]
    whole = [part for number, part in item.fragments if any(n == number and _holds(area, part) for n, area in areas)]
    wanted = normal(words).strip(_ENDS)
    printed, inside = ("".join(normal(part.text) for part in parts).strip(_ENDS) for parts in (met, whole))
    if wanted not in printed or inside not in normal(words):
        shown = " ".join(part.text for part in met)
        message = f'the link to {cut(link)} is on "{cut(shown)}", not on "{cut(words)}"'
        yield error("misplaced-link", message, item.piece.span)


def _meets(area: Area, fragment: Fragment) -> bool:
    """Whether the fragment lies in the area, at least a part of it."""
    (left, bottom, right, top), box = area.box, fragment.box
    middle = (box[1] + box[3]) / 2
    return bottom <= middle <= top and box[0] < right - _MARGIN and box[2] > left + _MARGIN


def _holds(area: Area, fragment: Fragment) -> bool:
    """Whether all of it does."""
    box: Box = fragment.box
    return _meets(area, fragment) and area.box[0] - _MARGIN <= box[0] and box[2] <= area.box[2] + _MARGIN


def bad_fonts(reading: Reading, name: str) -> Iterator[Diagnostic]:
    """Fonts that other machines lack, that are pictures, or whose letters have no meaning."""
    for font in reading.fonts:
        if font.drawn:
            yield error(
                "bad-font",
                f"the font {font.name} is drawn (Type 3): it looks coarse, and many can't read it",
                Span(name),
            )
        elif not font.embedded:
            yield error(
                "bad-font", f"the font {font.name} is not in the PDF: another one will take its place", Span(name)
            )
        elif not font.mapped:
            yield error("bad-font", f"the font {font.name} has no map to Unicode: its text may not be read", Span(name))


def bad_pages(reading: Reading, name: str) -> Iterator[Diagnostic]:
    """Pages with nothing on them."""
    for number, page in enumerate(reading.pages, 1):
        if page.empty:
            yield error("empty-page", f"page {number} is empty", Span(name))
