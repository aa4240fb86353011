"""Texts as names are looked for in them: without case, accents and ligatures."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from texcv.frozen import frozen

_LETTERS = {
    **dict.fromkeys("‐‑‒–—―−", "-"), **dict.fromkeys("’‘ʼ´`", "'"),
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t",
}  # fmt: skip
_LOOKALIKES = dict(zip("аеорсухіјѕкмтвнοαρτκιχεν", "aeopcyxijskmtbhoaptkixev", strict=True))
"""Letters of Cyrillic and Greek that stand for Latin ones where somebody takes the wrong key; read alike on both sides,
they tell names of those scripts apart as before."""
_WRITTEN_OUT = {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "đ": "dj", "þ": "th"}

LETTER = r"[^\W\d_]"


@frozen
class Folded:
    """A text and how it is searched; `at` tells where each character of `text` comes from in the `source`."""

    source: str
    text: str
    at: tuple[int, ...]

    @classmethod
    def of(cls, source: str) -> Folded:
        """The text, folded."""
        chars: list[str] = []
        at: list[int] = []
        for index, char in enumerate(source):
            folded = _folded(char)
            chars.append(folded)
            at += [index] * len(folded)
        return cls(source, "".join(chars), (*at, len(source)))

    def range(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the source that was folded into a stretch of the text; accents go with their letter."""
        last = self.at[end - 1] + 1
        while last < len(self.source) and unicodedata.combining(self.source[last]):
            last += 1
        return self.at[start], last


@lru_cache(maxsize=4096)
def _folded(char: str) -> str:
    parts = unicodedata.normalize("NFKD", char).casefold()
    plain = (_LETTERS.get(part, part) for part in parts if not unicodedata.combining(part))
    return "".join(_LOOKALIKES.get(part, part) for part in plain)


def fold(text: str) -> str:
    """The text without case, accents and ligatures."""
    return "".join(map(_folded, text))


def spellings(word: str) -> list[str]:
    """The word as it may be spelt, folded: `Lüth` is luth and lueth; `Mueller` is mueller and muller."""
    lower = unicodedata.normalize("NFC", word).casefold()
    written_out = fold("".join(_WRITTEN_OUT.get(char, char) for char in lower))
    short = fold(word)
    for two, one in (("ae", "a"), ("oe", "o"), ("ue", "u")):
        short = short.replace(two, one)
    found = [fold(word), written_out]
    return list(dict.fromkeys([*found, short] if len(short) > 3 else found))


def is_ideographic(word: str) -> bool:
    """Whether it is written in a script that does not part words."""
    return any("\u2e80" <= char <= "\ud7ff" or "\U00020000" <= char <= "\U0003ffff" for char in word)
