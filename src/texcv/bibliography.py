"""Authors of publications: whose name it is, how it is shortened, and what an author list leaves out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

PARTICLES = {
    "af",
    "da",
    "de",
    "del",
    "della",
    "der",
    "di",
    "dos",
    "du",
    "el",
    "la",
    "le",
    "ten",
    "ter",
    "van",
    "von",
    "zu",
    "zur",
}
_MARKS = "*†‡§¶#^$ "


def is_own(author: str, given: str, families: Iterable[str]) -> bool:
    """Whether an author is the person with that given name (all parts) and one of those family names.

    In any order, with the given names whole, as initials, or in part: `Bach S`, `S. Lapuschkin`, `Lüth, Carsten T.`,
    `Carsten Lüth*`, `山田太郎`. An author of whom only the family name is told is not taken for the person.
    """
    words = _words(author)
    own = _words(given)
    for family in map(_words, families):
        if words == ["".join((*family, *own))] and _is_east_asian(words[0]):
            return True
        if family and words[: len(family)] == family:
            rest = words[len(family) :]
        elif family and words[-len(family) :] == family:
            rest = words[: -len(family)]
        else:
            continue
        if rest and own and _abbreviates(rest, own):
            return True
    return False


def _is_east_asian(name: str) -> bool:
    """Whether it is of letters in which names are written without a space, the family's first."""
    letters = "[\u3005\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]+"
    return not name.isascii() and re.fullmatch(letters, name) is not None


def _words(name: str) -> list[str]:
    plain = unicodedata.normalize("NFC", name).strip(_MARKS).casefold()
    return [word for word in re.split(r"[\s.,]+|(?<=\w)-(?=\w)", plain) if word.strip(_MARKS)]


def _abbreviates(short: Sequence[str], full: Sequence[str]) -> bool:
    """Whether the words are the first of the full names, each whole or as an initial; `ct` is two initials."""
    initials = [word for part in short for word in (part if _is_initials(part, full) else (part,))]
    if len(initials) > len(full):
        return False
    return all(
        whole == part or (len(part) == 1 and whole[0] == part) for part, whole in zip(initials, full, strict=False)
    )


def _is_initials(part: str, full: Sequence[str]) -> bool:
    return len(part) <= 3 and part not in full and part.isalpha()


def family_first(author: str) -> str:
    """`Carsten T. Lüth` as `Lüth CT`, `Ada van Dam` as `van Dam A`; what has a comma or ends in initials stays."""
    words = author.split()
    if len(words) < 2 or "," in author or _is_east_asian("".join(words)):
        return author
    if re.fullmatch(r"[A-ZÄÖÜ][A-ZÄÖÜ.\-]{0,4}", words[-1]):
        return author
    start = len(words) - 1
    while start > 1 and words[start - 1].casefold() in PARTICLES:
        start -= 1
    initials = (
        "-".join(part[0] for part in word.split("-") if part) for word in re.split(r"[\s.]+", " ".join(words[:start]))
    )
    return f"{' '.join(words[start:])} {''.join(initials)}"


def tied(author: str) -> str:
    """The name with its initials on one line with the next word, or at its end with the word before."""
    words = author.split()
    initials = [_INITIALS.fullmatch(word) is not None for word in words]
    glue = ["\u00a0" if initials[index] or all(initials[index + 1 :]) else " " for index in range(len(words) - 1)]
    return "".join(part for pair in zip(words, [*glue, ""], strict=False) for part in pair)


_INITIALS = re.compile(r"(?:[^\W\d_a-z]\.?-?){1,3}")


def shorten(own: Sequence[bool], limit: int | None) -> list[int | None]:
    """Which authors are printed of a list, by index; None stands for those left out.

    `own` says of each whether it is the person, who is never left out.
    """
    everyone: list[int | None] = list(range(len(own)))
    if limit is None or len(own) <= limit:
        return everyone
    kept = [*range(limit), *(index for index in range(limit, len(own)) if own[index])]
    shown: list[int | None] = []
    for index in kept:
        if shown and shown[-1] is not None and index != shown[-1] + 1:
            shown.append(None)
        shown.append(index)
    return shown if shown[-1] == len(own) - 1 else [*shown, None]
