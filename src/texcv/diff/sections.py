"""The words of a PDF, by section."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from texcv.check import Reading, read_outline
from texcv.check.outline import Bookmark
from texcv.check.text import normal
from texcv.diff.runs import unbroken
from texcv.diff.words import Line, Word, lines_of
from texcv.frozen import frozen

HEAD, MARGIN = "head", "headers and footers"
"""What stands before the first section, and what stands on every page."""


@frozen
class Section:
    """A title, and its words with those below it, up to the next title; head and margin have no title on paper."""

    title: str
    words: tuple[Word, ...]

    @property
    def name(self) -> str:
        """The title as titles are compared: `SUMMARY` is `Summary`."""
        return normal(self.title).casefold()

    def unbroken(self, known: set[str]) -> Section:
        """The same, where a word that a hyphen at a line's end parts is one, if it is `known` as one."""
        return replace(self, words=tuple(unbroken(self.words, known)))


def split_sections(reading: Reading, pdf: bytes) -> tuple[list[Section], Section]:
    """The sections, the head first; and what is repeated on the pages.

    Titles are those of the PDF's outline; where it has none, those that texcv's model of a parser finds (docs/ats.md).
    """
    pages, repeated = _without_repeated(lines_of(reading))
    words = [word for page in pages for line in page for word in line]
    starts = list(_find(read_outline(pdf), words))
    if not starts and words:
        from texcv.ats import parse

        starts = list(_find([Bookmark(section.title) for section in parse(reading).sections], words))
    cuts = [(HEAD, 0), *starts, ("", len(words))]
    sections = [Section(title, tuple(words[start:end])) for (title, start), (_, end) in pairwise(cuts)]
    return sections, Section(MARGIN, tuple(repeated))


# --- titles ---------------------------------------------------------------------------------


def _find(bookmarks: Sequence[Bookmark], words: Sequence[Word]) -> Iterator[tuple[str, int]]:
    """Each title that is found, and the word that it begins with; in the order of the text."""
    chars = "".join(word.text.casefold() for word in words)
    owners = [index for index, word in enumerate(words) for _ in word.text.casefold()]
    position = 0
    for bookmark in bookmarks:
        needle = normal(bookmark.title).casefold()
        places = _places(needle, chars, owners, words, position)
        if not places:
            continue
        at = min(places, key=lambda place: _distance(bookmark, words[owners[place]]))
        position = at + len(needle)
        yield " ".join(bookmark.title.split()), owners[at]


def _places(needle: str, chars: str, owners: Sequence[int], words: Sequence[Word], start: int) -> list[int]:
    """Where a title stands, from a place on: at the start of a line, if it does anywhere."""
    places = []
    at = chars.find(needle, start) if needle else -1
    while at >= 0:
        if at == 0 or owners[at] != owners[at - 1]:
            places.append(at)
        at = chars.find(needle, at + 1)
    return [place for place in places if words[owners[place]].first] or places


def _distance(bookmark: Bookmark, word: Word) -> tuple[int, float]:
    """How far a word is from where a title is said to stand: pages, and points."""
    page, box = word.boxes[0] if word.boxes else (0, (0.0, 0.0, 0.0, 0.0))
    pages = 0 if bookmark.page is None else abs(page - bookmark.page)
    return pages, 0.0 if bookmark.top is None else abs(box[3] - bookmark.top)


# --- what stands on every page --------------------------------------------------------------


def _without_repeated(pages: list[list[Line]]) -> tuple[list[list[Line]], list[Word]]:
    """The lines without those that begin or end each page from the second on, and these once, without page numbers.

    They stand apart from the rest, and are the same but for the number of the page.
    """
    repeated: list[Word] = []
    for last in (True, False):
        while line := _repeated(pages, last):
            repeated += [word for word in line if word.text not in {"2", str(len(pages))}]
            shape = _shape(line, 2, len(pages))
            pages = [
                (page[:-1] if last else page[1:])
                if page and _shape(page[-1 if last else 0], number, len(pages)) == shape
                else page
                for number, page in enumerate(pages, 1)
            ]
    return pages, repeated


def _repeated(pages: Sequence[list[Line]], last: bool) -> Line | None:
    """The line that all pages from the second on end (or begin) with."""
    later = pages[1:]
    if not later or not all(len(page) > 1 for page in later):
        return None
    ends = [page[-1 if last else 0] for page in later]
    shapes = {_shape(line, number, len(pages)) for number, line in enumerate(ends, 2)}
    numbered = len(later) > 1 or any(word.text == "2" for word in ends[0])
    apart = all(_is_apart(line, page) for line, page in zip(ends, later, strict=True))
    return ends[0] if len(shapes) == 1 and numbered and apart else None


def _shape(line: Line, number: int, total: int) -> tuple[str, ...]:
    return tuple("#" if word.text in {str(number), str(total)} else word.text for word in line)


def _is_apart(line: Line, page: Sequence[Line]) -> bool:
    """Whether there is a gap of a line between this one and all others, above or below."""
    own = [box for word in line for _, box in word.boxes]
    others = [box for other in page if other is not line for word in other for _, box in word.boxes]
    if not own or not others:
        return False
    bottom, top = min(box[1] for box in own), max(box[3] for box in own)
    gap = max(min(box[1] for box in others) - top, bottom - max(box[3] for box in others))
    return gap > 0.8 * (top - bottom)
