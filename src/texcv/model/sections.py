"""The kinds of sections and their entries."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from texcv.model.academic import (
    AwardsSection,
    GrantsSection,
    PatentsSection,
    SupervisionSection,
    TalksSection,
    TeachingSection,
)
from texcv.model.base import Email, Model, OneOrMany, SectionBase, Shorthand, Text, Url, located
from texcv.model.contact import Phone
from texcv.model.publications import PublicationsSection
from texcv.model.tables import MetricsSection, TableSection
from texcv.model.timeline import TimelineSection


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

    body = "text"

    kind: Literal["text"]
    text: Text


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


class Reference(Model):
    """Someone who can be asked; a bare text, such as `Available on request`, is a name alone."""

    name: Text
    position: Text | None = None
    organization: Text | None = None
    address: Annotated[list[Text], OneOrMany()] = []
    phone: Annotated[list[Annotated[Phone, Shorthand("number")]], OneOrMany()] = []
    email: Annotated[list[Email], OneOrMany()] = []
    url: Url | None = None
    note: Text | None = None
    """How they know one."""


class ReferencesSection(SectionBase):
    """References."""

    kind: Literal["references"]
    entries: Annotated[list[Annotated[Reference, Shorthand("name")]], OneOrMany(), Field(min_length=1)]


KINDS: dict[str, type[SectionBase]] = {
    "text": TextSection,
    "timeline": TimelineSection,
    "teaching": TeachingSection,
    "talks": TalksSection,
    "publications": PublicationsSection,
    "patents": PatentsSection,
    "grants": GrantsSection,
    "awards": AwardsSection,
    "supervision": SupervisionSection,
    "metrics": MetricsSection,
    "references": ReferencesSection,
    "skills": SkillsSection,
    "languages": LanguagesSection,
    "list": ListSection,
    "table": TableSection,
}

STANDARD_SECTIONS = {
    "summary": "text",
    "education": "timeline",
    "experience": "timeline",
    "teaching": "teaching",
    "supervision": "supervision",
    "service": "timeline",
    "volunteering": "timeline",
    "projects": "timeline",
    "grants": "grants",
    "awards": "awards",
    "certificates": "timeline",
    "talks": "talks",
    "patents": "patents",
    "metrics": "metrics",
    "publications": "publications",
    "skills": "skills",
    "languages": "languages",
    "interests": "list",
    "references": "references",
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
        return located({"kind": kind, KINDS[kind].body: data}, data)
    if isinstance(data, dict) and data.get("kind") is None and kind is not None:
        return located({**data, "kind": kind}, data)
    return data


def _kind_tag(data: Any) -> str | None:
    kind = data.get("kind") if isinstance(data, dict) else getattr(data, "kind", None)
    return f"<{kind}>" if isinstance(kind, str) and kind in KINDS else None


Section = Annotated[
    Annotated[TextSection, Tag("<text>")]
    | Annotated[TimelineSection, Tag("<timeline>")]
    | Annotated[TeachingSection, Tag("<teaching>")]
    | Annotated[TalksSection, Tag("<talks>")]
    | Annotated[PublicationsSection, Tag("<publications>")]
    | Annotated[PatentsSection, Tag("<patents>")]
    | Annotated[GrantsSection, Tag("<grants>")]
    | Annotated[AwardsSection, Tag("<awards>")]
    | Annotated[SupervisionSection, Tag("<supervision>")]
    | Annotated[MetricsSection, Tag("<metrics>")]
    | Annotated[ReferencesSection, Tag("<references>")]
    | Annotated[SkillsSection, Tag("<skills>")]
    | Annotated[LanguagesSection, Tag("<languages>")]
    | Annotated[ListSection, Tag("<list>")]
    | Annotated[TableSection, Tag("<table>")],
    Discriminator(_kind_tag),
]
