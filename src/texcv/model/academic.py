"""What academic CVs have besides entries and publications: teaching, talks, patents, grants, awards, supervision."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from texcv.diagnostics import shown
from texcv.model.base import (
    FreeDate,
    Model,
    OneOrMany,
    Plain,
    SectionBase,
    Shorthand,
    Text,
    Url,
    located,
    refuse,
)
from texcv.model.publications import Authors, Numbering, entries_or_groups
from texcv.model.timeline import Dated, Details


class Course(Model):
    """A course that one taught."""

    title: Text
    organization: Text | None = None
    location: Text | None = None
    role: Text | None = None
    """What one did in it: guest lecturer, exercises, grading."""
    url: Url | None = None
    summary: Text | None = None
    details: Details = {}
    highlights: Annotated[list[Text], OneOrMany()] = []


class Term(Dated):
    """The courses of a term, such as `date: WS 24/25`. A term with one course may have the course's keys itself."""

    elsewhere = dict.fromkeys(Course.model_fields, "it goes into the `courses`")

    courses: Annotated[list[Annotated[Course, Shorthand("title")]], Field(min_length=1)]


def _one_course(data: Any) -> Any:
    if not isinstance(data, dict) or "courses" in data:
        return data
    term = {key: value for key, value in data.items() if key in Dated.model_fields}
    course = {key: value for key, value in data.items() if key not in Dated.model_fields}
    return located({**term, "courses": [located(course, data)]}, data)


class TeachingSection(SectionBase):
    """Courses by term."""

    kind: Literal["teaching"]
    entries: Annotated[
        list[Annotated[Term, BeforeValidator(_one_course, json_schema_input_type=Term | Course)]], Field(min_length=1)
    ]


class Talk(Model):
    """A talk, a lecture, a poster."""

    title: Text
    event: Text | None = None
    """The conference, workshop, seminar."""
    organization: Text | None = None
    """Who held it."""
    location: Text | None = None
    date: FreeDate | None = None
    invited: bool = False
    keynote: bool = False
    note: Text | None = None
    """What else it was: `flash talk & poster`."""
    links: dict[Plain, Url] = {}
    """Words and where they lead: `Slides: https://…`"""


class TalkGroup(Model):
    """Talks under a title of their own."""

    title: Text
    intro: Text | None = None
    entries: Annotated[list[Talk], Field(min_length=1)]


class TalksSection(SectionBase):
    """Talks, in one list or in groups."""

    kind: Literal["talks"]
    numbering: Numbering = "none"
    prefix: Plain | None = None
    """What stands before each number, as the `T` of `T12`."""
    entries: list[Talk] = []
    groups: list[TalkGroup] = []

    @classmethod
    def examine(cls, data: dict[str, Any]) -> Iterator[PydanticCustomError]:
        """Either entries or groups."""
        return entries_or_groups(data, "talks")


class Filing(Model):
    """What was filed at one office."""

    office: Plain | None = None
    """The office's code (WIPO ST.3): `EP`, `US`, `WO`."""
    number: Plain | None = None
    title: Text | None = None
    """Where it is another than the family's."""
    status: Literal["filed", "pending", "published", "granted", "expired", "abandoned"] | None = None
    date: FreeDate | None = None
    """When it got that status."""
    url: Url | None = None

    @classmethod
    def examine(cls, data: dict[str, Any]) -> Iterator[PydanticCustomError]:
        """A filing says something."""
        if not any(data.get(key) for key in ("office", "number", "title", "status")):
            yield refuse("missing-key", "a filing needs an `office`, a `number`, a `title` or a `status`", "add one")


class Patent(Model):
    """An invention, and all that was filed for it: a family."""

    title: Text
    inventors: Authors = []
    date: FreeDate | None = None
    url: Url | None = None
    filings: list[Filing] = []


class PatentsSection(SectionBase):
    """Patents, by family."""

    kind: Literal["patents"]
    entries: Annotated[list[Patent], Field(min_length=1)]


def _currency(code: str) -> str:
    from babel.numbers import is_currency

    if not is_currency(code):
        raise refuse("bad-currency", f"{shown(code)} is not a currency", "write a code of ISO 4217, such as EUR")
    return code


class Grant(Dated):
    """Money, or what is worth it, that one was granted."""

    title: Text
    role: Text | None = None
    funder: Text | None = None
    number: Plain | None = None
    currency: Annotated[Plain, AfterValidator(_currency)] | None = None
    """By its code (ISO 4217): `EUR`."""
    amount: Plain | None = None
    """A number if there is a currency; otherwise any words: `250,000 GPU hours`."""
    own_share: Plain | None = None
    """One's part of it, as the amount."""
    url: Url | None = None
    summary: Text | None = None
    highlights: Annotated[list[Text], OneOrMany()] = []

    @field_validator("amount", "own_share")
    @classmethod
    def _is_a_number(cls, amount: str | None, others: ValidationInfo) -> str | None:
        if amount is not None and others.data.get("currency") is not None and money(amount) is None:
            hint = "write it as 500000 or 1250.50, or leave `currency` out"
            raise refuse("bad-amount", f"{shown(amount)} is not an amount of money", hint)
        return amount


def money(amount: str) -> Decimal | None:
    """The number that an amount is: figures, a point and up to two decimals; None for words."""
    try:
        number = Decimal(amount)
    except InvalidOperation:
        return None
    exponent = number.as_tuple().exponent
    return number if amount[0].isdecimal() and isinstance(exponent, int) and -2 <= exponent <= 0 else None


class GrantsSection(SectionBase):
    """Grants and funded projects."""

    kind: Literal["grants"]
    entries: Annotated[list[Grant], Field(min_length=1)]


class Award(Dated):
    """A prize, an honour, a scholarship."""

    title: Text
    issuer: Text | None = None
    rank: Text | None = None
    """`1st place`, `finalist`, `top 1% of submissions`."""
    location: Text | None = None
    url: Url | None = None
    summary: Text | None = None


class AwardsSection(SectionBase):
    """Awards."""

    kind: Literal["awards"]
    entries: Annotated[list[Annotated[Award, Shorthand("title")]], Field(min_length=1)]


class Supervised(Dated):
    """Someone whose thesis or work one supervised."""

    name: Text
    degree: Text | None = None
    """`Ph.D.`, `Master's thesis`."""
    title: Text | None = None
    """The title of the thesis."""
    organization: Text | None = None
    role: Text | None = None
    """`co-supervisor`"""
    url: Url | None = None
    note: Text | None = None


class SupervisionSection(SectionBase):
    """Students whom one supervised."""

    kind: Literal["supervision"]
    entries: Annotated[list[Annotated[Supervised, Shorthand("name")]], Field(min_length=1)]
