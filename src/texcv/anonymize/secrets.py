"""The words that must not be in a copy, and how they are found in a text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import field
from urllib.parse import unquote

from texcv.anonymize.folding import Folded, fold
from texcv.diagnostics import Span
from texcv.frozen import frozen

ADDRESS = re.compile(
    r"""(?:https?://|www\.|mailto:|tel:)[^\s<>"{}|\\^`\[\]]+"""
    r"|(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)*|(?<!\w)@[\w.-]*\w"
    r"|(?<![\w@./-])(?:[\w-]+\.)+[a-z]{2,}(?:/[^\s<>\"{}|\\^`\[\]]*)?(?!\w)"
)
"""What leads somewhere, also without a scheme: `example.org/ada`, `ada@example.org`, `@ada`."""

_END = re.compile(r"[.,;:!?)'’]+$")
_INITIAL = re.compile(r"(?<![^\W\d_])[^\W\d_](?![^\W\d_]|['’.])")
_PERIOD = re.compile(r"(?<=(?<!\w)\w)\.(?=\s+[a-z(]|[,;:)])")
_WORD_BEFORE = re.compile(r"(\w+)\.?\s+$|(\w)\.$")
_WORD_BEHIND = re.compile(r"\s+([^\W\d_])[^\W\d_]")
_TITLES = {"dr", "prof", "professor", "mr", "mrs", "ms", "herr", "frau"}


@frozen
class Secret:
    """Something that goes: `what` it is, as it is written in the CV, and where.

    `prose` finds it in running text, folded, and `address` in an address. `capital`: in running text, only where it
    begins with a capital letter; `initials`: single letters of it are capitals, or have a period behind them. `instead`
    takes its place; a secret without it can't be replaced safely. `joined` are words long enough to be looked for where
    the end of a line may part them.
    """

    what: str
    word: str
    item: str
    span: Span | None = None
    prose: re.Pattern[str] | None = None
    address: re.Pattern[str] | None = None
    instead: str | None = None
    capital: bool = False
    initials: bool = False
    joined: tuple[str, ...] = ()

    def places(self, folded: Folded) -> Iterator[tuple[int, int]]:
        """Where it stands in running text, in characters of the source."""
        for found in self.prose.finditer(folded.text) if self.prose else ():
            start, end = folded.range(*found.span())
            written = folded.source[start:end]
            if self.capital and not written[:1].isupper():
                continue
            if self.initials:
                if _is_someone_else(folded.source, start, end, found.groupdict().get("turned")):
                    continue
                end += bool(_PERIOD.match(folded.source, end))
            yield start, end


def _is_someone_else(source: str, start: int, end: int, turned: str | None) -> bool:
    """Whether what looks like the name may be none: `a klein bottle`, `Johann S. Bach`, `Anna Klein, Lukas Other`."""
    written = source[start:end]
    if any(char.lower() == char != char.upper() for char in _INITIAL.findall(written)):
        return True
    behind = _WORD_BEHIND.match(source, end)
    if turned and "," in turned and behind and behind[1].isupper() and len(turned.split()[-1]) > 2:
        return True
    before = _WORD_BEFORE.search(source[max(0, start - 40) : start])
    word = (before[1] or before[2]) if before else ""
    return word[:1].isupper() and word.casefold() not in _TITLES and not written[1:2].isalpha()


@frozen
class Leak:
    """A secret in a text, and the words around it."""

    secret: Secret
    shown: str


@frozen
class Secrets:
    """All that goes, and the phrases that stay although a secret is in them."""

    secrets: tuple[Secret, ...]
    keep: tuple[re.Pattern[str], ...] = ()
    _known: dict[str, tuple[Leak, ...]] = field(default_factory=dict, repr=False, compare=False)

    def hide(self, item: str) -> bool:
        """Whether the item of `anonymize` is among what goes."""
        return any(secret.item == item for secret in self.secrets)

    def without_kept(self, text: str) -> str:
        """The text with figures of no meaning in the place of what stays."""
        folded = Folded.of(text)
        chars = list(text)
        for start, end in self.kept(folded):
            chars[start:end] = "\0" * (end - start)
        return "".join(chars)

    def kept(self, folded: Folded) -> list[tuple[int, int]]:
        """Where phrases stand that stay."""
        return [folded.range(*found.span()) for phrase in self.keep for found in phrase.finditer(folded.text)]

    def leaks(self, text: str) -> tuple[Leak, ...]:
        """The secrets that a text tells: in its words, and in the addresses among them."""
        if text not in self._known:
            self._known[text] = tuple(self._leaks(text))
        return self._known[text]

    def _leaks(self, text: str) -> Iterator[Leak]:
        text = self.without_kept(text)
        folded = Folded.of(text)
        for secret in self.secrets:
            place = next(secret.places(folded), None)
            if place:
                yield Leak(secret, _around(text, *place))
        for found in ADDRESS.finditer(text):
            yield from self._leaks_of_address(found[0])

    def address_leaks(self, url: str) -> tuple[Leak, ...]:
        """The secrets that an address tells, or anything that is written as one: a file's name."""
        return tuple(self._leaks_of_address(self.without_kept(plain_address(url))))

    def _leaks_of_address(self, url: str) -> Iterator[Leak]:
        folded = fold(plain_address(url))
        for secret in self.secrets:
            if secret.address and secret.address.search(folded):
                yield Leak(secret, url[:60])

    def broken_leaks(self, text: str) -> Iterator[Leak]:
        """The secrets of a text as others read it: parted by the end of a line, by hyphens, or letter by letter."""
        yield from self.leaks(_HYPHENATED.sub("", text))
        yield from self.leaks(_SPACED_OUT.sub(lambda found: re.sub(r"[\W_]", "", found[0]), text))
        yield from self.leaks(_MARKS.sub("", text))
        lines = self.without_kept(text).splitlines()
        joined = fold("".join(line.strip().removesuffix("-") for line in lines)) if len(lines) > 1 else ""
        for secret in self.secrets:
            if secret.joined and re.search(rf"(?<![^\W_])(?:{any_of(secret.joined)})(?![^\W_])", joined):
                yield Leak(secret, secret.word)


_HYPHENATED = re.compile(r"(?<=\w)[-\u00ad\u2010]\s*\n\s*(?=\w)")
_SPACED_OUT = re.compile(r"(?<!\w)(?:[^\W\d_][\s.\-*·]){3,}[^\W\d_](?!\w)")
_MARKS = re.compile(r"(?<![*_`^~|])[*_`^~|]++(?=\w)|(?<=[^\W_])[*_`^~|]++")


def plain_address(url: str) -> str:
    """An address without what encodes its letters."""
    text = unquote(url)
    for label in re.findall(r"xn--[A-Za-z0-9-]+", text):
        try:
            text = text.replace(label, label.encode().decode("idna"))
        except UnicodeError:
            continue
    return text


def addresses(text: str) -> Iterator[tuple[int, int]]:
    """Where addresses stand in a text, without the punctuation behind them."""
    for found in ADDRESS.finditer(text):
        bare = _END.sub("", found[0])
        yield found.start(), found.start() + len(bare)


def phrase(text: str) -> re.Pattern[str]:
    """The pattern of a phrase, folded, whatever parts its words."""
    words = [re.escape(word) for word in re.split(r"[\s\-]+", fold(text)) if word]
    return re.compile(_bounded(r"[\s\-]{0,3}".join(words) if len(words) > 1 else words[0] if words else "(?!)"))


def _bounded(pattern: str) -> str:
    return rf"(?<![^\W_])(?:{pattern})(?![^\W_])"


def any_of(words: Iterable[str]) -> str:
    """A pattern of literal words, longest first."""
    return "|".join(map(re.escape, sorted(set(words), key=lambda word: (-len(word), word))))


def _around(text: str, start: int, end: int) -> str:
    """The words, with one or two more at each side."""
    before, after = text[max(0, start - 20) : start], text[end : end + 20]
    shown = f"{before.partition(' ')[2] if len(before) == 20 else before}{text[start:end]}"
    return " ".join(f"{shown}{after.rpartition(' ')[0] if len(after) == 20 else after}".replace("\0", "·").split())
