"""The words and the date formats of a language."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml

from texcv.dates import OPEN_WORDS, Moment, PartialDate
from texcv.diagnostics import Diagnostic, Span, did_you_mean, error, shown
from texcv.frozen import frozen

_FOLDER = Path(__file__).parent / "locales"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_LIKE = {
    **dict.fromkeys(("zh-TW", "zh-HK", "zh-MO"), "zh-Hant"),
    **dict.fromkeys(("pt-AO", "pt-CH", "pt-CV", "pt-GW", "pt-LU", "pt-MO", "pt-MZ", "pt-ST", "pt-TL"), "pt-PT"),
}
"""Regions that have the words of another one (CLDR's likely subtags and parent locales)."""

_MEANT = {
    "no": "for Norwegian, write `nb` (Bokmål)",
    "nn": "`nb` has words in Bokmål, and `words:` takes your own in their place",
    "se": "`se` is Northern Sami: for Swedish, write `sv`",
    "br": "`br` is Breton: for Portuguese in Brazil, write `pt-BR`",
    "iw": "for Hebrew, write `he`",
    "ca": "`ca` is Catalan: for English or French in Canada, write `en-CA` or `fr-CA`",
}
"""What to write for languages that have no words, and may be meant for another."""


@frozen
class Locale:
    """What texcv prints by itself, in one language; `name` as `de` or `de-CH`.

    `forms` are `comma`, between facts; `list`, between the items of a list; `colon`; `range`, between two dates; and
    `year`, for one that stands alone. `direction` is that of lines: `ltr` or `rtl`.
    """

    name: str
    words: Mapping[str, str]
    sections: Mapping[str, str]
    forms: Mapping[str, str]

    def with_words(self, words: Mapping[str, str], sections: Mapping[str, str]) -> Locale:
        """The same with other words, and other titles of sections."""
        if not words and not sections:
            return self
        return replace(self, words={**self.words, **words}, sections={**self.sections, **sections})

    def moment(self, moment: Moment) -> str:
        """A date as CLDR's skeletons `yMMM` and `yMMMd` have it, on one line; words as they are."""
        if isinstance(moment, str):
            return self.words[moment] if moment in OPEN_WORDS else moment
        if moment.month is None:
            return self.forms["year"].replace("{}", str(moment.year))
        return _bare(_written(moment, self.name, full=False)).replace(" ", "\u00a0")

    def full_date(self, moment: Moment) -> str:
        """A date as letters have it, with its month as a word (CLDR's `yMMMM`, and the long form of a day)."""
        if isinstance(moment, str) or moment.month is None:
            return self.moment(moment)
        return _bare(_written(moment, self.name, full=True)).replace(" ", "\u00a0")

    def period(self, start: Moment | None, end: Moment | None) -> str:
        """`2019 – 2021`, `2025 –`, `– 2021`; a single date where both are the same."""
        first, last = (self.moment(moment) if moment is not None else "" for moment in (start, end))
        if first == last:
            return first
        sign = re.sub("^ ", "\u00a0", self.forms["range"])  # it stays on the line of the first date
        return f"{first}{sign}{last}".strip()

    def when(self, moment: Moment) -> str:
        """The day on which something was looked up, or what the month or the words say of it."""
        to_the_day = isinstance(moment, PartialDate) and moment.day is not None
        return self.fill("retrieved" if to_the_day else "as of", self.moment(moment))

    def fill(self, word: str, text: str) -> str:
        """A word that has a place for a text."""
        return self.words[word].replace("{}", text)

    def money(self, amount: Decimal, currency: str) -> str:
        """A sum as CLDR has it, on one line: `€500,000`; with decimals only if it has some."""
        from babel import Locale as Cldr
        from babel.numbers import format_currency, get_group_symbol

        name = self.name.replace("-", "_")
        pattern = str(Cldr.parse(name).currency_formats["standard"].pattern)
        if amount == amount.to_integral_value():
            pattern = re.sub(r"\.0+", "", pattern)
        form = _in_switzerland if get_group_symbol(name) in "'’" else format_currency
        written = _bare(form(amount, currency, pattern, locale=name, currency_digits=False))
        return re.sub("(?<=[A-Za-z])(?=[0-9])", "\u00a0", written)  # CLDR's `alphaNextToNumber`, which Babel leaves out


def known_locales() -> list[str]:
    """The languages that texcv has words for."""
    return sorted(path.stem for path in _FOLDER.glob("*.yaml") if "-" not in path.stem)


def regional_words() -> list[str]:
    """The regions and scripts that have words of their own: `pt-PT`, `zh-Hant`."""
    return sorted(path.stem for path in _FOLDER.glob("*-*.yaml"))


def missing_words(name: str, span: Span | None) -> Diagnostic | None:
    """What to say of a language that texcv has no words for; None if it has them."""
    language = name.partition("-")[0]
    if (_FOLDER / f"{language}.yaml").is_file():
        return None
    known = known_locales()
    hints = (_MEANT.get(language) or did_you_mean(name, known), f"locales: {', '.join(known)}")
    return error("unknown-locale", f"texcv has no words for {shown(name)} yet", span, *hints)


@lru_cache(maxsize=32)
def load_locale(name: str) -> Locale:
    """The words of a language, with the words and the dates of the region that `name` may add; raises `KeyError`."""
    found: dict[str, dict[str, str]] = {"words": {}, "sections": {}, "forms": {}}
    for number, stem in enumerate(_stems(name)):
        path = _FOLDER / f"{stem}.yaml"
        if path.is_file():
            data: dict[str, dict[str, str]] = yaml.load(path.read_text("utf-8"), _LOADER)  # noqa: S506
            for part, words in data.items():
                found[part] |= words
        elif number == 0:
            raise KeyError(name)
    return Locale(name, **found)


def _stems(name: str) -> Iterator[str]:
    """The files of a language, what changes the others last: `pt`, `pt-PT`."""
    language, *parts = name.split("-")
    yield language
    if name in _LIKE:
        yield _LIKE[name]
    yield from (f"{language}-{part}" for part in parts)


Form = Literal["month", "full month", "day", "full day"]
"""How a date is written: to the month or to the day, with the month abbreviated or not."""


def _written(date: PartialDate, name: str, *, full: bool) -> str:
    assert date.month is not None
    form: Form = ("full day" if full else "day") if date.day else ("full month" if full else "month")
    patterns = _patterns().get(name)
    if patterns is None:
        return written_by_babel(form, datetime.date(date.year, date.month, date.day or 1), name)
    return patterns[form][date.month - 1].replace("{year}", str(date.year)).replace("{day}", str(date.day))


@lru_cache(maxsize=1)
def _patterns() -> dict[str, dict[Form, list[str]]]:
    """By language and form, the dates of the twelve months; written by scripts/dates.py."""
    found: dict[str, dict[Form, list[str]]] = json.loads((_FOLDER / "dates.json").read_text("utf-8"))
    return found


def written_by_babel(form: Form, day: datetime.date, name: str) -> str:
    """A date as CLDR has it, in any language. To load Babel takes as long as to check a PDF."""
    from babel.dates import format_date, format_skeleton

    locale = name.replace("-", "_")
    if form == "full day":
        return str(format_date(day, "long", locale=locale))
    skeleton = {"month": "yMMM", "full month": "yMMMM", "day": "yMMMd"}[form]
    return str(format_skeleton(skeleton, day, locale=locale))


def _in_switzerland(amount: Decimal, currency: str, pattern: str, locale: str, **options: Any) -> str:
    """`CHF 1’234’567`: Babel 2.19 takes the marks between thousands for quotation marks, and leaves them out."""
    from babel.numbers import format_currency, get_currency_symbol, get_decimal_symbol

    written: str = format_currency(amount, currency, pattern, locale="en", **options)
    number = "".join({",": "’", ".": str(get_decimal_symbol(locale))}.get(char, char) for char in written)
    return number.replace(get_currency_symbol(currency, "en"), get_currency_symbol(currency, locale))


def _bare(text: str) -> str:
    """The text without the marks of direction that CLDR writes in Arabic and Hebrew: pieces have a direction."""
    return re.sub("[\u200e\u200f\u061c]", "", text)
