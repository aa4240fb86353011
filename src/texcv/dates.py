"""Partial dates: a year, a month or a day, as far as a CV tells."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass

HINT = "write YYYY, YYYY-MM or YYYY-MM-DD"
OPEN_WORDS = ("present", "today", "ongoing")
"""What may stand for an end that has not come; each is printed as the word of the CV's language."""

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_NUMERIC = re.compile(r"[0-9\s./\\-]+")
_SEASON = re.compile(r"(?:WS|SS|WiSe|SoSe) ?[0-9]{2}(?:[0-9]{2})?(?:/[0-9]{2}(?:[0-9]{2})?)?")


class DateError(ValueError):
    """A text that is no date; `hint` says what to write."""

    def __init__(self, text: str, fault: str, hint: str = HINT) -> None:
        super().__init__(f'"{text if len(text) <= 60 else text[:59] + "…"}" {fault}')
        self.fault = fault
        self.hint = hint


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A day of the proleptic Gregorian calendar (ISO 8601), or the month or year around it."""

    year: int
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        parts = [f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part)]
        return "-".join(parts)


Moment = PartialDate | str
"""A date, or words that stand for one: `present`, `WS 24/25`."""


def parse_date(text: str) -> PartialDate:
    """The date that `text` writes; raises `DateError`."""
    match = _DATE.fullmatch(text.strip())
    if not match:
        raise DateError(text, "is not a date", _suggest(text))
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    if year == 0:
        raise DateError(text, "is not a year")
    if month is not None and not 1 <= month <= 12:
        raise DateError(text, "is not a month")
    if month is not None and day is not None and not 1 <= day <= monthrange(year, month)[1]:
        raise DateError(text, "is not a day")
    return PartialDate(year, month, day)


def parse_moment(text: str) -> Moment:
    """A date, or free text; raises `DateError` for figures that look like a date and are none."""
    text = text.strip()
    return parse_date(text) if _NUMERIC.fullmatch(text) else text


def parse_start(text: str) -> Moment:
    """A date or a term such as `WS 24/25`; raises `DateError`."""
    text = text.strip()
    return text if _SEASON.fullmatch(text) else parse_date(text)


def parse_end(text: str) -> Moment:
    """A date, a term, or one of `OPEN_WORDS`; raises `DateError`."""
    text = text.strip()
    if text.casefold() in OPEN_WORDS:
        return text.casefold()
    try:
        return parse_start(text)
    except DateError as fault:
        raise DateError(text, fault.fault, f"{fault.hint}, or `present`") from None


def is_after(start: Moment, end: Moment) -> bool:
    """Whether `start` is surely later than `end`: compared as far as both are known, never for words."""
    if isinstance(start, str) or isinstance(end, str):
        return False
    for left, right in ((start.year, end.year), (start.month, end.month), (start.day, end.day)):
        if left is None or right is None or left < right:
            return False
        if left > right:
            return True
    return False


def _suggest(text: str) -> str:
    """What to write for a date that was written another way, or for a range, which belongs into two keys."""
    text = text.strip()
    if match := re.fullmatch(r"([0-9-]+?)\s*(?:--|–|—|\s-\s)\s*([0-9-]+)|([0-9]{4})-([0-9]{4})", text):
        start, end = (match[1], match[2]) if match[1] else (match[3], match[4])
        if _is_date(start) and _is_date(end):
            return f"write `start: {start}` and `end: {end}`"
    for form, parts in _OTHER_FORMS:
        if match := re.fullmatch(form, text):
            found = match.groupdict()
            month = found["month"]
            number = int(month) if month.isdecimal() else _MONTHS.index(month.lower()) + 1
            date = "-".join([found["year"], f"{number:02}", *([f"{int(found['day']):02}"] if "day" in parts else [])])
            return f"write {date}" if _is_date(date) else HINT
    return f"{HINT}; words go into `date:`" if re.search(r"[^\W\d]", text) else HINT


_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR, _MONTH, _DAY = "(?P<year>[0-9]{4})", "(?P<month>[0-9]{1,2})", "(?P<day>[0-9]{1,2})"
_OTHER_FORMS = (
    (f"{_YEAR}[/.-]{_MONTH}", ()),
    (f"{_MONTH}[/.-]{_YEAR}", ()),
    (rf"{_DAY}\.{_MONTH}\.{_YEAR}", ("day",)),
    (rf"(?P<month>(?i:{'|'.join(_MONTHS)}))[a-z]{{0,6}}\.? {_YEAR}", ()),
)


def _is_date(text: str) -> bool:
    try:
        parse_date(text)
    except DateError:
        return False
    return True
