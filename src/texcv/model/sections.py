"""The kinds of sections and their entries."""

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
from texcv.model.base import Deferred, Entry, OneOrMany, SectionBase, Shorthand, is_scalar, located
from texcv.model.contact import Phone
from texcv.model.fields import Email, Text, Url
from texcv.model.publications import PublicationsSection
from texcv.model.tables import MetricsSection, TableSection
from texcv.model.timeline import TimelineSection


class Skill(Entry):
    """A skill; a bare text is one without a level."""

    name: Text
    """`Python`, `Welding`."""
    level: Text | None = None
    """How well, in any words."""


class SkillGroup(Entry):
    """Skills that belong together."""

    name: Text | None = None
    """What they have in common."""
    skills: Annotated[list[Annotated[Skill, Shorthand("name")]], Field(min_length=1)]
    """In the order on paper."""


class Language(Entry):
    """A language and how well it is known; a bare text is one without a level."""

    name: Text
    """In the words of the CV's language."""
    level: Text | None = None
    """`native`, `C1`, or any words."""
    note: Text | None = None
    """What else there is to say."""


class TextSection(SectionBase):
    """One or more paragraphs."""

    body = "text"

    kind: Literal["text"]
    text: Text
    """Empty lines separate paragraphs."""


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
    """Groups, skills without a group, or both."""


class LanguagesSection(SectionBase):
    """Languages, each with its level."""

    kind: Literal["languages"]
    entries: Annotated[list[Annotated[Language, Shorthand("name")]], Field(min_length=1)]
    """In the order on paper."""


class ListSection(SectionBase):
    """A list of points."""

    kind: Literal["list"]
    entries: Annotated[list[Text], Field(min_length=1)]
    """A point each, in the order on paper."""


class Reference(Entry):
    """Someone who can be asked; a bare text is a name alone, or words such as `Available on request`."""

    name: Text
    """With titles: `Prof. Ada Example`."""
    position: Text | None = None
    """Their position."""
    organization: Text | None = None
    """Where they work."""
    address: Annotated[list[Text], OneOrMany()] = []
    """Printed a line each."""
    phone: Annotated[list[Annotated[Phone, Shorthand("number")]], OneOrMany()] = []
    """With links that dial."""
    email: Annotated[list[Email], OneOrMany()] = []
    """With links that begin a message."""
    url: Url | None = None
    """Their page; printed, and a link."""
    note: Text | None = None
    """How they know one."""


class ReferencesSection(SectionBase):
    """People who can be asked."""

    kind: Literal["references"]
    entries: Annotated[list[Annotated[Reference, Shorthand("name")]], OneOrMany(), Field(min_length=1)]
    """In the order on paper."""


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
    if is_scalar(data) or isinstance(data, list):
        looks_like = "list" if isinstance(data, list) else "text"
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
    Annotated[TextSection, Deferred(), Tag("<text>")]
    | Annotated[TimelineSection, Deferred(), Tag("<timeline>")]
    | Annotated[TeachingSection, Deferred(), Tag("<teaching>")]
    | Annotated[TalksSection, Deferred(), Tag("<talks>")]
    | Annotated[PublicationsSection, Deferred(), Tag("<publications>")]
    | Annotated[PatentsSection, Deferred(), Tag("<patents>")]
    | Annotated[GrantsSection, Deferred(), Tag("<grants>")]
    | Annotated[AwardsSection, Deferred(), Tag("<awards>")]
    | Annotated[SupervisionSection, Deferred(), Tag("<supervision>")]
    | Annotated[MetricsSection, Deferred(), Tag("<metrics>")]
    | Annotated[ReferencesSection, Deferred(), Tag("<references>")]
    | Annotated[SkillsSection, Deferred(), Tag("<skills>")]
    | Annotated[LanguagesSection, Deferred(), Tag("<languages>")]
    | Annotated[ListSection, Deferred(), Tag("<list>")]
    | Annotated[TableSection, Deferred(), Tag("<table>")],
    Discriminator(_kind_tag),
]
