"""What academic CVs have besides entries and publications: teaching, talks, patents, grants, awards, supervision."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from texcv.diagnostics import shown
from texcv.model.base import Entry, OneOrMany, SectionBase, Shorthand, Tagged, located
from texcv.model.fields import FreeDate, Plain, Text, Url, refuse
from texcv.model.publications import Authors, NumberedSection
from texcv.model.timeline import Dated, Details


class Course(Tagged):
    """A course that one taught; a bare text is its title."""

    elsewhere = {
        **dict.fromkeys(Dated.model_fields, "it goes into the term, beside the `courses`"),
        **dict.fromkeys(("term", "semester", "year"), "write it as the `date` of the term"),
    }

    title: Text
    """What it is called."""
    organization: Text | None = None
    """Where it was taught."""
    location: Text | None = None
    """The city, perhaps with the country."""
    role: Text | None = None
    """What one did in it: `guest lecturer`, `exercises`, `grading`."""
    url: Url | None = None
    """A page about it; printed, and a link."""
    summary: Text | None = None
    """One or more paragraphs."""
    details: Details = {}
    """Facts, each with its label: `Level: …`; several values are printed with commas."""
    highlights: Annotated[list[Text], OneOrMany()] = []
    """Points below it."""


class Term(Dated, Entry):
    """A term, such as `date: WS 24/25`, and its courses. The keys of a single course may stand in the term itself."""

    elsewhere = dict.fromkeys(Course.model_fields, "it goes into the `courses`")

    courses: Annotated[list[Annotated[Course, Shorthand("title")]], Field(min_length=1)]
    """What one taught in it."""


def _one_course(data: Any) -> Any:
    if not isinstance(data, dict) or "courses" in data:
        return data
    term = {key: value for key, value in data.items() if key in Term.model_fields}
    course = {key: value for key, value in data.items() if key not in Term.model_fields}
    return located({**term, "courses": [located(course, data)]}, data)


class TeachingSection(SectionBase):
    """Courses, term by term."""

    kind: Literal["teaching"]
    entries: Annotated[
        list[Annotated[Term, BeforeValidator(_one_course, json_schema_input_type=Term | Course)]], Field(min_length=1)
    ]
    """In the order on paper."""


class Talk(Entry):
    """A talk, a lecture, a poster."""

    title: Text
    """What it is called."""
    event: Text | None = None
    """The conference, the workshop, the seminar."""
    organization: Text | None = None
    """Who held the event."""
    location: Text | None = None
    """The city, perhaps with the country."""
    date: FreeDate | None = None
    """When it was given."""
    invited: bool = False
    """Printed as a word of the CV's language."""
    keynote: bool = False
    """Printed as a word of the CV's language."""
    note: Text | None = None
    """What else it was: `flash talk & poster`."""
    links: dict[Plain, Url] = {}
    """Words, and where each leads: `Slides: https://…`."""


class TalkGroup(Tagged):
    """Talks under a title of their own."""

    title: Text
    """The title of the group."""
    intro: Text | None = None
    """One or more paragraphs below the title."""
    entries: Annotated[list[Talk], Field(min_length=1)]
    """In the order on paper."""


class TalksSection(NumberedSection):
    """Talks, in one list or in groups."""

    kind: Literal["talks"]
    entries: list[Talk] = []
    """The talks, in the order on paper; or else `groups`."""
    groups: list[TalkGroup] = []
    """Lists of talks, each with its own title; or else `entries`."""


class Filing(Tagged):
    """An application or a patent at one office: with at least one of office, number, title and status."""

    office: Plain | None = None
    """The code of the office (WIPO ST.3): `EP`, `US`, `WO`."""
    number: Plain | None = None
    """Of the application or the patent."""
    title: Text | None = None
    """Where it is another than that of the invention."""
    status: Literal["filed", "pending", "published", "granted", "expired", "abandoned"] | None = None
    """Printed in the CV's language."""
    date: FreeDate | None = None
    """When it got that status."""
    url: Url | None = None
    """A page about it; printed, and a link."""

    @classmethod
    def examine(cls, data: dict[str, Any]) -> Iterator[PydanticCustomError]:
        """A filing says something."""
        if not any(data.get(key) for key in ("office", "number", "title", "status")):
            yield refuse("missing-key", "a filing needs an `office`, a `number`, a `title` or a `status`", "add one")


class Patent(Entry):
    """An invention, and what was filed for it at each office: a patent family."""

    title: Text
    """The invention."""
    inventors: Authors = []
    """As the authors of a publication; one's own name is set in bold."""
    date: FreeDate | None = None
    """When it was filed first."""
    url: Url | None = None
    """A page about it; printed, and a link."""
    filings: list[Filing] = []
    """What was filed for it, office by office."""


class PatentsSection(SectionBase):
    """Patents, by invention."""

    kind: Literal["patents"]
    entries: Annotated[list[Patent], Field(min_length=1)]
    """In the order on paper."""


def _currency(code: str) -> str:
    from babel.numbers import is_currency

    if not is_currency(code):
        raise refuse("bad-currency", f"{shown(code)} is not a currency", "write a code of ISO 4217, such as EUR")
    return code


class Grant(Dated, Entry):
    """Money that one was granted, or what is worth money, such as computing time."""

    title: Text
    """The project, or the programme."""
    role: Text | None = None
    """`principal investigator`, `co-applicant`."""
    funder: Text | None = None
    """Who gives it."""
    number: Plain | None = None
    """The funder's number of the grant."""
    currency: Annotated[Plain, AfterValidator(_currency)] | None = None
    """Its code (ISO 4217): `EUR`."""
    amount: Plain | None = None
    """With a currency, a plain number: `500000`; else any words: `250,000 GPU hours`."""
    own_share: Plain | None = None
    """One's own part of it, written as the amount is."""
    url: Url | None = None
    """A page about it; printed, and a link."""
    summary: Text | None = None
    """One or more paragraphs."""
    highlights: Annotated[list[Text], OneOrMany()] = []
    """Points below it."""

    @field_validator("amount", "own_share")
    @classmethod
    def _is_a_number(cls, amount: str | None, others: ValidationInfo) -> str | None:
        if amount is not None and others.data.get("currency") is not None and money(amount) is None:
            hint = "write it as 500000 or 1250.50, or leave `currency` out"
            raise refuse("bad-amount", f"{shown(amount)} is not an amount of money", hint)
        return amount


def money(amount: str) -> Decimal | None:
    """The number that an amount is: figures, or figures with a point and up to two decimals; None for words."""
    return Decimal(amount) if re.fullmatch(r"[0-9]+(?:\.[0-9]{1,2})?", amount) else None


class GrantsSection(SectionBase):
    """Grants and funded projects."""

    kind: Literal["grants"]
    entries: Annotated[list[Grant], Field(min_length=1)]
    """In the order on paper."""


class Award(Dated, Entry):
    """A prize, an honour, a scholarship; a bare text is its title."""

    title: Text
    """What it is called."""
    issuer: Text | None = None
    """Who gave it."""
    rank: Text | None = None
    """`1st place`, `finalist`, `top 1% of submissions`."""
    location: Text | None = None
    """The city, perhaps with the country."""
    url: Url | None = None
    """A page about it; printed, and a link."""
    summary: Text | None = None
    """One or more paragraphs."""


class AwardsSection(SectionBase):
    """Prizes, honours, scholarships."""

    kind: Literal["awards"]
    entries: Annotated[list[Annotated[Award, Shorthand("title")]], Field(min_length=1)]
    """In the order on paper."""


class Supervised(Dated, Entry):
    """Someone whose thesis or work one supervised; a bare text is the name."""

    name: Text
    """The student's name."""
    degree: Text | None = None
    """`Ph.D.`, `Master's thesis`."""
    title: Text | None = None
    """The title of the thesis or the project."""
    organization: Text | None = None
    """The university, the institute."""
    role: Text | None = None
    """One's own part: `co-supervisor`."""
    url: Url | None = None
    """A page about it; printed, and a link."""
    note: Text | None = None
    """What else there is to say, such as where they went."""


class SupervisionSection(SectionBase):
    """Students whom one supervised."""

    kind: Literal["supervision"]
    entries: Annotated[list[Annotated[Supervised, Shorthand("name")]], Field(min_length=1)]
    """In the order on paper."""
