"""The secrets of a name: the whole of it in any order, and its parts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from texcv.anonymize.folding import LETTER, fold, is_ideographic, spellings
from texcv.anonymize.secrets import Secret, any_of
from texcv.bibliography import PARTICLES, is_own
from texcv.diagnostics import Span
from texcv.model import Cv

LONG = 7
"""Letters of a name that is looked for inside of words, too: `Lapuschkin` is in no other word, `Bach` in `Bachelor`."""

MAX_WORDS = 50
"""Words of a name with all former ones; more would make patterns that take long."""

_APART = r"(?:[\s_\-]{1,2}|\.(?!\s))"
_INITIAL_APART = r"(?:\.[\s_\-]{0,2}|[\s_\-]{1,2})"
_NO_NAMES = {"nee", "ne", "geb", "geborene", "geborener", "born", "formerly", "fruher", "ehemals"}


class Person:
    """Whose CV it is, as their name may be written."""

    def __init__(self, cv: Cv) -> None:
        name = cv.name
        self.name, self.given_span = name, name.span("given")
        self.given = [part.strip(".") for part in (name.given or "").split() if part.strip(".")]
        family = name.family
        while self.given and fold(self.given[-1]) in PARTICLES:  # of a bare text, only the last word is the family name
            family = f"{self.given.pop()} {family}"
        former = [("former name", text, cv.span("former_names", index)) for index, text in enumerate(cv.former_names)]
        noted = [word for word in re.findall(r"[^\W\d_][\w'’-]+", name.note or "") if word[0].isupper()]
        former += [("former name", word, name.span("note")) for word in noted if fold(word) not in _NO_NAMES]
        families = [("family name", family, name.span("family")), *former]
        self.too_long = len(self.given) + sum(len(name.split()) for _, name, _ in families) > MAX_WORDS
        self.families = list({fold(family[1]): family for family in reversed(families)}.values())[::-1]

        names = [*self.given, *(name for _, name, _ in self.families)]
        self.own_words = {form for name in names for word in re.split(r"[\s\-]+", name) for form in spellings(word)}
        self.family_forms = list(dict.fromkeys(form for _, name, _ in self.families for form in _forms(name)))
        self._given_forms = spellings(" ".join(self.given)) or [""]

    def is_author(self, author: str) -> bool:
        """Whether an author is the person, however the name is spelt, also by the family name alone."""
        plain = fold(author)
        alone = plain.strip("*†‡§¶#^$. ") in self.family_forms
        return alone or any(is_own(plain, form, self.family_forms) for form in self._given_forms)

    def secrets(self, instead: str) -> Iterator[Secret]:
        """The name as a whole, which can be replaced, and its parts, which can't."""
        for what, family, span in self.families:
            if self.given:
                yield self._whole(family, span, instead)
            for part in _parts(family):
                yield _part(f"the {what}", part, span)
        for word in self.given:
            if len(word) > 1:
                yield _part("the given name", word, self.given_span, given=True)

    def _whole(self, family: str, span: Span | None, instead: str) -> Secret:
        forms = _forms(family)
        given, last = self._given(), rf"(?:{_spaced(forms)})"
        ending = ("s?" if len(family) > 3 else "") + rf"(?!{LETTER})"
        whole = [form for name in (self.given[0], "".join(self.given)) for form in spellings(name)]
        joined = _joined(whole, forms)
        accounts = joined + _joined([fold(self.given[0])[0]], forms)
        straight = rf"{given}(?:{given}|{LETTER}(?!{LETTER}){_INITIAL_APART}){{0,4}}{last}{ending}"
        turned = rf"(?P<turned>{last}(?:\s?,\s?|{_APART})(?:{given}){{0,4}}{self._given(last=True)})"
        prose = rf"(?<!{LETTER})(?:{straight}|{turned}|(?:{any_of(joined)})(?!{LETTER}))"
        if is_ideographic(family):
            prose = "|".join(rf"{one}\s?{two}" for one, two in ((last, "".join(whole[:1])), ("".join(whole[:1]), last)))
        address = rf"{prose}|(?<!{LETTER})(?:{any_of(accounts)})(?!{LETTER})"
        long = tuple(word for word in joined if len(word) >= LONG)
        written = " ".join([*self.given, family])
        return Secret("the name", written, "name", span, re.compile(prose), re.compile(address), instead,
                      initials=True, joined=long)  # fmt: skip

    def _given(self, *, last: bool = False) -> str:
        """A pattern for a given name, whole or as its initial, or all their initials as one word, and what parts it
        from the next one; the `last` has nothing behind it."""
        words = [word for name in self.given for word in (name, *name.split("-")) if word]
        parts = [part for name in self.given for part in name.split("-") if part]
        names = _spaced(form for word in words if len(word) > 1 for form in spellings(word)) or "(?!)"
        initials = _spaced([*(fold(part)[0] for part in parts), "".join(fold(part)[0] for part in parts)])
        if last:
            return rf"(?:(?:{names}|{initials})(?!{LETTER}))"
        return rf"(?:(?:{names})(?!{LETTER}){_APART}|(?:{initials})(?!{LETTER}){_INITIAL_APART})"


def _forms(family: str) -> list[str]:
    """A family name as it may be spelt, whole or by one of its words."""
    names = [family, *(_parts(family) if " " in family else [])]
    return list(dict.fromkeys(form for name in names for form in spellings(name)))


def _joined(given: Iterable[str], families: Iterable[str]) -> list[str]:
    """Given name and family name as one word, in any order, as the names of accounts are."""
    pairs = [(one, re.sub(r"[\s\-]", "", other)) for one in given for other in families]
    return [word for one, other in pairs for word in (one + other, other + one)]


def _spaced(forms: Iterable[str]) -> str:
    """The pattern of any of several names, each of one word or more."""
    longest_first = sorted({*forms}, key=lambda form: (-len(form), form))
    return "|".join(
        r"[\s\-]{1,2}".join(re.escape(word) for word in re.split(r"[\s\-]+", form) if word) for form in longest_first
    )


def _parts(family: str) -> list[str]:
    """The words of a family name that tell it by themselves: `Dam` of `van Dam`, each of `García Márquez`."""
    telling = [word for word in family.split() if fold(word) not in PARTICLES and len(word) > 1]
    return telling or [family]


def _part(what: str, word: str, span: Span | None, *, given: bool = False) -> Secret:
    """A name by itself. In addresses, short ones are too often other words: `mark-up`, `li`."""
    forms = spellings(word)
    bounded = rf"(?<!{LETTER})(?:{_spaced(forms)})" + ("s?" if len(word) > 3 else "") + rf"(?!{LETTER})"
    long = () if given or any(len(form) < LONG for form in forms) else tuple(forms)
    inside = bool(long) or (is_ideographic(word) and len(word) > 1)
    pattern = re.compile(_spaced(forms) if inside else bounded)
    in_address = pattern if inside or len(word) > (4 if given else 3) else None
    capital = not inside and any(char.isupper() for char in word)
    if is_ideographic(word) and len(word) == 1 and given:
        return Secret(what, word, "name", span)
    return Secret(what, word, "name", span, pattern, in_address, capital=capital, joined=long)


def others(names: Iterable[str], person: Person) -> Iterator[str]:
    """Of other people with one of the person's given names, that name with the word beside it: `Carsten Rother`."""
    own, given = person.own_words, {form for name in person.given for form in spellings(name)}
    for name in names:
        words = [word.strip(".,;()*†‡") for word in name.split()]
        for index, word in enumerate(words):
            if fold(word) not in given:
                continue
            for pair in (words[index : index + 2], words[max(0, index - 1) : index + 1]):
                other = [part for part in pair if fold(part) not in own and len(part) > 1 and part[:1].isupper()]
                if len(pair) == 2 and other and fold(other[0]) not in _TITLES:
                    yield " ".join(pair)


_TITLES = {"dr", "prof", "professor", "mr", "mrs", "ms", "herr", "frau", "med", "ing", "phd", "msc"}
