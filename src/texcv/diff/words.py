"""A reading of a PDF -> its words, as they are compared, with their places.

What differs only in how it is set is no difference: ligatures, soft hyphens, spaces, and where a line or a page ends.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from texcv.check.geometry import Box
from texcv.check.reading import Fragment, Page, Reading
from texcv.check.state import runs_left
from texcv.check.text import normal
from texcv.frozen import frozen

SOFT_HYPHEN = "\u00ad"
HYPHENS = frozenset("-\u2010\ufe63\uff0d") | {SOFT_HYPHEN}
"""What may end a line in the middle of a word."""

_UNSPACED = (  # scripts that set no spaces between words, and those whose lines end anywhere
    ("\u0e00", "\u0eff"), ("\u1000", "\u109f"), ("\u1780", "\u17ff"), ("\u2e80", "\ua4cf"), ("\ua960", "\ua97f"),
    ("\uac00", "\ud7ff"), ("\uf900", "\ufaff"), ("\uff00", "\uffef"), ("\U00020000", "\U0003ffff"),
)  # fmt: skip

Line = list["Word"]


@frozen
class Word:
    """A word, or a mark such as a comma; of a script without spaces between words, a character.

    `text` is after NFKC; `boxes` are on pages counted from 0. `spaced`: white space stands before it; `first`: it
    begins a line.
    """

    text: str
    boxes: tuple[tuple[int, Box], ...]
    spaced: bool
    first: bool

    @property
    def lettered(self) -> bool:
        """Whether it is a word, not only a mark."""
        return any(map(str.isalnum, self.text))

    def joined(self, following: Word) -> Word:
        """One word of two that a line's end has parted."""
        return replace(self, text=self.text + following.text, boxes=self.boxes + following.boxes)


def plain(words: Iterable[Word]) -> str:
    """The words as a line of text."""
    return "".join(" " * word.spaced + word.text for word in words).strip()


def count_words(words: Iterable[Word]) -> int:
    """How many there are as people count: what no space parts is one, as `example.org` is."""
    count, inside = 0, False
    for word in words:
        inside = inside and not word.spaced and not _is_unspaced(word.text[0])
        count += word.lettered and not inside
        inside = inside or word.lettered
    return count


def lines_of(reading: Reading) -> list[list[Line]]:
    """For each page its lines, without those that have no words."""
    return [[line for line in _lines(number, page) if line] for number, page in enumerate(reading.pages)]


def _lines(number: int, page: Page) -> Iterator[Line]:
    """The lines of a page, in the order of its content."""
    starts = [fragment.start for fragment in page.fragments]
    line: Line = []
    spaced = True
    for start, end in _pieces(page.text):
        if start == end:  # a line's end
            yield line
            line, spaced = [], True
            continue
        if page.text[start:end].isspace():
            spaced = True
            continue
        text = normal(page.text[start:end].replace(SOFT_HYPHEN, "") or page.text[start:end])
        if text:
            first, last = bisect_right(starts, start) - 1, bisect_left(starts, end)
            boxes = (_part(fragment, start, end) for fragment in page.fragments[max(0, first) : last])
            line.append(Word(text, tuple((number, box) for box in boxes), spaced, not line))
            spaced = False
    yield line


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """Where each word, mark and stretch of white space begins and ends; a line's end is an empty one."""
    at = 0
    for line in text.splitlines(keepends=True):
        start, before = at, ""
        for index, char in enumerate(line, at):
            kind = _kind(char)
            goes_on = kind == before in {"word", "space"} or (kind == "joiner" and before in {"word", "single"})
            if not goes_on:
                if start < index:
                    yield start, index
                start, before = index, "word" if kind == "joiner" else kind
        at += len(line)
        yield start, at
        yield at, at


@lru_cache(maxsize=4096)
def _kind(char: str) -> str:
    """`word`, `joiner` (goes on with what it stands behind), `single` (a word by itself), `space` or `mark`."""
    if char.isspace():
        return "space"
    if _is_unspaced(char) and unicodedata.category(char)[0] != "M":
        return "single" if char.isalnum() else "mark"
    if char in {SOFT_HYPHEN, "\u200c", "\u200d", "_", "'", "’"} or unicodedata.category(char)[0] == "M":
        return "joiner"
    return "word" if char.isalnum() else "mark"


def _is_unspaced(char: str) -> bool:
    return char > "\u0dff" and any(low <= char <= high for low, high in _UNSPACED)


def _part(fragment: Fragment, start: int, end: int) -> Box:
    """The box of some of a fragment's characters, as if all were of one width; of all, where they run left."""
    left, bottom, right, top = fragment.box
    size = len(fragment.text)
    if not size or runs_left(fragment.text):
        return fragment.box
    before, behind = max(0, start - fragment.start) / size, min(size, end - fragment.start) / size
    return (left + (right - left) * before, bottom, left + (right - left) * behind, top)
