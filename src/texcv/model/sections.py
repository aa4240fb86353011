"""The kinds of sections and their entries."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from texcv import dates
from texcv.model.base import (
    EndDate,
    FreeDate,
    Model,
    OneOrMany,
    Plain,
    SectionBase,
    Shorthand,
    StartDate,
    Text,
    Url,
    located,
    refuse,
)
from texcv.model.publications import PublicationsSection

Details = dict[Plain, Annotated[list[Text], OneOrMany()]]
"""Labelled facts, such as `Thesis` or `Grade`; several values of one label are printed with commas."""


_SYNONYMS = {
    "title": ("position", "role", "job", "degree", "name", "area", "studytype"),
    "organization": ("company", "employer", "institution", "university", "school", "issuer"),
    "location": ("city", "place", "country"),
    "summary": ("description", "text", "note"),
    "highlights": ("bullets", "points", "items", "achievements"),
    "start": ("from", "since", "start_date", "startdate"),
    "end": ("to", "until", "end_date", "enddate"),
    "date": ("year", "years", "when"),
}
"""What other formats call the keys of an entry."""


def _synonyms(*left_out: str) -> dict[str, str]:
    return {word: f"did you mean `{key}`?" for key, words in _SYNONYMS.items() if key not in left_out for word in words}


class Dated(Model):
    """Something that happened: at a `date`, or from `start` to `end`. A start alone is half-open: `2025 –`."""

    start: StartDate | None = None
    end: EndDate | None = None
    date: FreeDate | None = None

    @field_validator("end")
    @classmethod
    def _in_order(cls, end: dates.Moment | None, others: ValidationInfo) -> dates.Moment | None:
        start = others.data.get("start")
        if start is not None and end is not None and dates.is_after(start, end):
            raise refuse("end-before-start", f"it ends ({end}) before it starts ({start})", "swap the two")
        return end

    @field_validator("date")
    @classmethod
    def _alone(cls, date: dates.Moment | None, others: ValidationInfo) -> dates.Moment | None:
        if date is None:
            return None
        if others.data.get("start") is not None or others.data.get("end") is not None:
            raise refuse("bad-date", "`date` stands beside `start` or `end`", "keep one of the two ways")
        return date


class Role(Dated):
    """One of several roles at the same organization."""

    elsewhere = _synonyms("organization")

    title: Text
    location: Text | None = None
    summary: Text | None = None
    details: Details = {}
    highlights: Annotated[list[Text], OneOrMany()] = []


class TimelineEntry(Dated):
    """A degree, a job, an office, a prize, a course: a title, an organization, or both."""

    elsewhere = _synonyms()

    title: Text | None = None
    organization: Text | None = None
    location: Text | None = None
    url: Url | None = None
    summary: Text | None = None
    """One or more paragraphs."""
    details: Details = {}
    highlights: Annotated[list[Text], OneOrMany()] = []
    roles: list[Role] = []
    """Several roles at this organization; the entry itself then has no title."""

    @classmethod
    def examine(cls, data: dict[str, Any]) -> Iterator[PydanticCustomError]:
        """An entry has a title or an organization; with roles, just an organization."""
        title, organization = data.get("title"), data.get("organization")
        if title is None and organization is None:
            yield refuse("missing-key", "an entry needs a `title` or an `organization`", "add one of them")
        elif data.get("roles") and (title is not None or organization is None):
            hint = "titles go into the roles"
            yield refuse("bad-roles", "an entry with `roles` has an `organization` and no `title`", hint)


class Skill(Model):
    """A skill; a bare text is one without a level."""

    name: Text
    level: Text | None = None


class SkillGroup(Model):
    """Skills that belong together."""

    name: Text | None = None
    skills: Annotated[list[Annotated[Skill, Shorthand("name")]], Field(min_length=1)]


class Language(Model):
    """A language and how well it is known."""

    name: Text
    level: Text | None = None
    note: Text | None = None


class TextSection(SectionBase):
    """One or more paragraphs."""

    kind: Literal["text"]
    text: Text


class TimelineSection(SectionBase):
    """Dated entries, in the order given."""

    kind: Literal["timeline"]
    entries: Annotated[list[TimelineEntry], Field(min_length=1)]


def _skill_tag(data: Any) -> str:
    return "<group>" if isinstance(data, SkillGroup) or (isinstance(data, dict) and "skills" in data) else "<skill>"


SkillEntry = Annotated[
    Annotated[SkillGroup, Tag("<group>")] | Annotated[Skill, Shorthand("name"), Tag("<skill>")],
    Discriminator(_skill_tag),
]


class SkillsSection(SectionBase):
    """Skills: groups, or skills one by one."""

    kind: Literal["skills"]
    entries: Annotated[list[SkillEntry], Field(min_length=1)]


class LanguagesSection(SectionBase):
    """Languages, each with its level."""

    kind: Literal["languages"]
    entries: Annotated[list[Annotated[Language, Shorthand("name")]], Field(min_length=1)]


class ListSection(SectionBase):
    """Points, without dates."""

    kind: Literal["list"]
    entries: Annotated[list[Text], Field(min_length=1)]


KINDS: dict[str, type[SectionBase]] = {
    "text": TextSection,
    "timeline": TimelineSection,
    "publications": PublicationsSection,
    "skills": SkillsSection,
    "languages": LanguagesSection,
    "list": ListSection,
}

STANDARD_SECTIONS = {
    "summary": "text",
    "education": "timeline",
    "experience": "timeline",
    "teaching": "timeline",
    "service": "timeline",
    "volunteering": "timeline",
    "projects": "timeline",
    "awards": "timeline",
    "certificates": "timeline",
    "publications": "publications",
    "skills": "skills",
    "languages": "languages",
    "interests": "list",
}
"""The keys whose kind and title are known; the titles stand in `locales/`."""


def section_data(key: str, data: Any) -> Any:
    """What was written under `key`, as the mapping of a section: a text is a text section, a list its entries.

    The kind is the one given, or that of the standard key, or the one that the data look like.
    """
    kind = STANDARD_SECTIONS.get(key)
    if isinstance(data, (str, list)):
        looks_like = "text" if isinstance(data, str) else "list"
        if isinstance(data, list) and any(isinstance(entry, dict) for entry in data):
            looks_like = "timeline"
        kind = kind or looks_like
        return located({"kind": kind, ("text" if kind == "text" else "entries"): data}, data)
    if isinstance(data, dict) and data.get("kind") is None and kind is not None:
        return located({**data, "kind": kind}, data)
    return data


def _kind_tag(data: Any) -> str | None:
    kind = data.get("kind") if isinstance(data, dict) else getattr(data, "kind", None)
    return f"<{kind}>" if isinstance(kind, str) and kind in KINDS else None


Section = Annotated[
    Annotated[TextSection, Tag("<text>")]
    | Annotated[TimelineSection, Tag("<timeline>")]
    | Annotated[PublicationsSection, Tag("<publications>")]
    | Annotated[SkillsSection, Tag("<skills>")]
    | Annotated[LanguagesSection, Tag("<languages>")]
    | Annotated[ListSection, Tag("<list>")],
    Discriminator(_kind_tag),
]
