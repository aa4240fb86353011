"""The words and the date formats of a language."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

import yaml

from texcv.dates import OPEN_WORDS, Moment, PartialDate
from texcv.diagnostics import Diagnostic, Span, did_you_mean, error, shown

_FOLDER = Path(__file__).parent / "locales"
_DASH = "\u00a0– "
"""An en dash, kept on the line of the first date."""


@dataclass(frozen=True, slots=True)
class Locale:
    """What texcv prints by itself, in one language; `name` as `de` or `de-CH`."""

    name: str
    words: Mapping[str, str]
    sections: Mapping[str, str]

    def moment(self, moment: Moment) -> str:
        """A date as CLDR's skeletons `y`, `yMMM` and `yMMMd` have it, on one line; words as they are."""
        if isinstance(moment, str):
            return self.words[moment] if moment in OPEN_WORDS else moment
        return _format(moment, self.name).replace(" ", "\u00a0")

    def full_date(self, moment: Moment) -> str:
        """A date as letters have it, with its month as a word (CLDR's `yMMMM`, and the long form of a day)."""
        if isinstance(moment, str) or moment.month is None:
            return self.moment(moment)
        return _format(moment, self.name, full=True).replace(" ", "\u00a0")

    def period(self, start: Moment | None, end: Moment | None) -> str:
        """`2019 – 2021`, `2025 –`, `– 2021`; a single date where both are the same."""
        first, last = (self.moment(moment) if moment is not None else "" for moment in (start, end))
        if first == last:
            return first
        return f"{first}{_DASH}{last}".strip()

    def money(self, amount: Decimal, currency: str) -> str:
        """A sum as CLDR has it, on one line: `€500,000`; with decimals only if it has some."""
        from babel import Locale as Cldr
        from babel.numbers import format_currency

        name = self.name.replace("-", "_")
        pattern = str(Cldr.parse(name).currency_formats["standard"].pattern)
        if amount == amount.to_integral_value():
            pattern = re.sub(r"\.0+", "", pattern)
        written: str = format_currency(amount, currency, pattern, locale=name, currency_digits=False)
        return re.sub("(?<=[A-Za-z])(?=[0-9])", "\u00a0", written)  # CLDR's `alphaNextToNumber`, which Babel leaves out


def known_locales() -> list[str]:
    """The languages that texcv has words for."""
    return sorted(path.stem for path in _FOLDER.glob("*.yaml"))


def missing_words(name: str, span: Span | None) -> Diagnostic | None:
    """What to say of a language that texcv has no words for; None if it has them."""
    known = known_locales()
    if name.partition("-")[0] in known:
        return None
    hints = (did_you_mean(name, known), f"locales: {', '.join(known)}")
    return error("unknown-locale", f"texcv has no words for {shown(name)} yet", span, *hints)


@lru_cache(maxsize=8)
def load_locale(name: str) -> Locale:
    """The words of a language, with the date format of the region that `name` may add; raises `KeyError`."""
    path = _FOLDER / f"{name.partition('-')[0]}.yaml"
    if not path.is_file():
        raise KeyError(name)
    data = yaml.safe_load(path.read_text("utf-8"))
    return Locale(name, data["words"], data["sections"])


def _format(date: PartialDate, name: str, *, full: bool = False) -> str:
    if date.month is None:
        return str(date.year)
    from babel.dates import format_date, format_skeleton

    day = datetime.date(date.year, date.month, date.day or 1)
    locale = name.replace("-", "_")
    if full and date.day:
        return format_date(day, "long", locale=locale)
    skeleton = "yMMMd" if date.day else "yMMMM" if full else "yMMM"
    return format_skeleton(skeleton, day, locale=locale)
