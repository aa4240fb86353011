"""LaTeX as a type, and what makes it of text and of URLs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import quote

from texcv.frozen import frozen

MAX_UNBROKEN = 30
"""Words longer than this may be broken anywhere, so that no line leaves the column."""


class Tex(str):
    """LaTeX source."""

    __slots__ = ()

    def __add__(self, other: str) -> Tex:
        if not isinstance(other, Tex):
            raise TypeError("only Tex can be added to Tex")
        return Tex(str(self) + str(other))


@frozen
class Inline:
    """A piece of in-line Markdown: as LaTeX, as the text that a reader sees, and the links in it.

    `words` are what each of the links stands on; without any, all of the text.
    """

    tex: Tex
    text: str
    links: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


_SPECIAL = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        "$": r"\$",
        "&": r"\&",
        "#": r"\#",
        "%": r"\%",
        "_": r"\_",
        "^": r"\textasciicircum{}",
        "~": r"\textasciitilde{}",
        "<": r"\textless{}",
        ">": r"\textgreater{}",
        "|": r"\textbar{}",
        '"': r"\textquotedbl{}",
        "'": r"\textquotesingle{}",
        "`": r"\textasciigrave{}",
        "\u00a0": "~",
        "\ufe0e": "",
        "\ufe0f": "",
        "\u2007": "~",
        "\u202f": "~",
    }
)
_LIGATURES = re.compile("(?<=[-–])(?=-)|(?<=,)(?=,)|(?<=[!?])(?=[`‘])|(?<=‘)(?=‘)|(?<=’)(?=’)")
"""Where T1 fonts would make one dash or quote of two characters; the other pairs are escaped one by one."""


def escape_text(text: str) -> Tex:
    """The text so that LaTeX prints it and every reader finds it again, character by character.

    Letters and symbols outside of ASCII stay as they are: the class knows which of them its fonts have.
    """
    words = _SPACE.split(unicodedata.normalize("NFC", text))
    open_end = "{}" if text.endswith((",", "-")) else ""  # it may be printed before a comma
    line = " ".join(_escape_word(word) for word in words) + open_end
    return Tex(line.replace("- ", "-~"))  # a line must not end in a hyphen: see `_breakable`


_SPACE = re.compile("[ \n\t\u2000-\u2006\u2008-\u200a\u205f\u3000]")
"""What is printed as a space, and parts words."""


def _escape_word(word: str) -> str:
    parts = _breakable(word) if len(word) > MAX_UNBROKEN else [word]
    return r"\allowbreak{}".join("{}".join(bit.translate(_SPECIAL) for bit in _LIGATURES.split(part)) for part in parts)


def _breakable(word: str) -> Iterator[str]:
    """The word, cut behind its punctuation, before its hyphens, and else every few letters.

    A line must not end in a hyphen: pdftotext takes it for one of hyphenation. An accent stays with its letter.
    """
    for part in _punctuated(word):
        places = (i for i in range(8, len(part) - 3, 8) if _parts_at(part, i))
        cuts = [0, *places, len(part)]
        yield from (part[start:end] for start, end in pairwise(cuts))


def _parts_at(word: str, at: int) -> bool:
    """Whether a break is right there: before no accent, and in no script that joins letters or has its own breaks."""
    return not unicodedata.combining(word[at]) and not any(map(_joins, word[at - 1 : at + 1]))


def _joins(char: str) -> bool:
    return any(first <= char <= last for first, last in _JOINING)


_JOINING = (
    ("\u0590", "\u1fff"),
    ("\u200c", "\u200d"),
    ("\u2e80", "\ud7ff"),
    ("\uf900", "\ufdff"),
    ("\ufe70", "\ufeff"),
    ("\U00020000", "\U0003ffff"),
)


def _punctuated(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[/.,;:_=&?#@])(?=\w)|(?=-)(?<=\w)", text) if part]


def encode_url(url: str) -> str:
    """A URL with everything percent-encoded that RFC 3986 does not allow."""
    return re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", quote(url, safe="%:/?#[]@!$&'()*+,;=~-._"))


def escape_url(url: str) -> Tex:
    """A URL for the target of a link: percent-encoded, TeX's specials with a backslash."""
    return Tex(re.sub(r"([%#&$_])", r"\\\1", encode_url(url)).replace("~", r"\string~"))


def url_text(url: str) -> Inline:
    """A URL as it is printed: without its scheme, breakable behind the punctuation of its path, not in its host."""
    shown = re.sub(r"^(?:https?://|mailto:|tel:)", "", url)
    shown = shown[:-1] if shown.endswith("/") and shown.count("/") == 1 else shown
    host, slash, path = shown.partition("/")
    parts = [host + slash, *_punctuated(path)]
    return Inline(Tex(r"\allowbreak{}".join(escape_text(part) for part in parts if part)), shown, (encode_url(url),))


_BRACES = re.compile(r"\\.|\\$|%[^\n]*|[{}]", re.DOTALL)


def unbalanced(latex: str) -> str:
    """What is wrong with the braces of raw LaTeX, or with its end; "" if each brace has its other one."""
    depth = 0
    for found in _BRACES.finditer(latex.strip()):
        if found[0] == "\\":
            return "a backslash at its end stands before nothing"
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if depth < 0:
            return "a brace closes nothing"
    return "a brace is left open" if depth else ""
