"""The text of a PDF, as it is compared: after NFKC, letters here and white space there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from texcv.frozen import frozen


@lru_cache(maxsize=8192)
def normal(text: str) -> str:
    """The text after NFKC, without white space; and without what only tells the form of letters and emoji."""
    return "".join(unicodedata.normalize("NFKC", text.translate(_SELECTORS)).split())


def gaps_of(text: str) -> Iterator[int]:
    """Before which characters of the normal text there is white space."""
    at = 0
    for word in unicodedata.normalize("NFKC", text.translate(_SELECTORS)).split():
        yield at
        at += len(word)


_SELECTORS = dict.fromkeys((0x200C, 0x200D, 0xFE0E, 0xFE0F))


_WORD = re.compile(r"\S+")


@frozen
class Text:
    """Characters, the places before which white space stands, and those of them where a line begins.

    `origins` has, for each character, where its word begins and ends in the text as it was read.
    """

    chars: str
    gaps: frozenset[int]
    lines: frozenset[int]
    origins: tuple[tuple[int, int], ...] = ()

    @classmethod
    def of(cls, text: str) -> Text:
        """The text after NFKC, cut in its characters and the rest."""
        chars: list[str] = []
        gaps: set[int] = set()
        lines: set[int] = set()
        origins: list[tuple[int, int]] = []
        start = 0
        for line in text.splitlines(keepends=True):
            lines.add(len(chars))
            for found in _WORD.finditer(line):
                composed = unicodedata.normalize("NFKC", found[0].translate(_SELECTORS))
                for word in composed.split():  # `¨` becomes a space and an accent
                    gaps.add(len(chars))
                    chars.extend(word)
                    origins.extend([(start + found.start(), start + found.end())] * len(word))
            start += len(line)
        return cls("".join(chars), frozenset(gaps), frozenset(lines), tuple(origins))

    def joined(self, at: int) -> bool:
        """Whether two letters or figures touch there, with no white space between them."""
        inside = 0 < at < len(self.chars) and at not in self.gaps
        return inside and self.chars[at - 1].isalnum() and self.chars[at].isalnum()

    def parted(self, at: int) -> bool:
        """Whether white space stands there that is not the end of a line."""
        return at in self.gaps and at not in self.lines

    def excerpt(self, start: int, end: int) -> str:
        """The stretch with its white space, cut to a line."""
        end = min(end, start + 60, len(self.chars))
        return "".join((" " if i in self.gaps and i > start else "") + self.chars[i] for i in range(start, end))


def without_footers(pages: Sequence[str], name: str) -> list[str]:
    """The pages without the name and the page's number at the foot, if every page from the second on has them."""
    ends = [_footer(page, f"{name}{number}") for number, page in enumerate(pages[1:], 2)]
    if None in ends:
        return list(pages)
    return [*pages[:1], *(page[:end] for page, end in zip(pages[1:], ends, strict=True))]


def _footer(page: str, footer: str) -> int | None:
    """Where the footer starts that ends the page, if it does."""
    wanted, end = normal(footer), None
    for start in range(len(page) - 1, -1, -1):
        tail = normal(page[start:])
        if tail == wanted:
            end = start
        elif len(tail) > len(wanted):
            break
    return end
