"""The kinds of sections and their entries."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias, Union, cast

from pydantic import Discriminator, Field, Tag

from texcv.model.base import Deferred, Entry, OneOrMany, SectionBase, Shorthand, is_scalar, located
from texcv.model.contact import Phone
from texcv.model.fields import Email, Text, Url

if TYPE_CHECKING:
    from texcv.model.academic import (
        AwardsSection,
        GrantsSection,
        PatentsSection,
        SupervisionSection,
        TalksSection,
        TeachingSection,
    )
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


_HOMES = {
    "text": "sections", "timeline": "timeline", "teaching": "academic", "talks": "academic",
    "publications": "publications", "patents": "academic", "grants": "academic", "awards": "academic",
    "supervision": "academic", "metrics": "tables", "references": "sections", "skills": "sections",
    "languages": "sections", "list": "sections", "table": "tables",
}  # fmt: skip
"""The module of each kind's model, which is called as the kind is."""

_DEFERRED = {kind: Deferred(f"{__package__}.{home}", f"{kind.title()}Section") for kind, home in _HOMES.items()}


class _Kinds(Mapping[str, type[SectionBase]]):
    """Each model is loaded when it is asked for."""

    def __getitem__(self, kind: str) -> type[SectionBase]:
        return cast("type[SectionBase]", _DEFERRED[kind].model)

    def __iter__(self) -> Iterator[str]:
        return iter(_DEFERRED)

    def __len__(self) -> int:
        return len(_DEFERRED)


KINDS = _Kinds()
"""The kinds of sections, and their models."""

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


if TYPE_CHECKING:
    Section: TypeAlias = (
        TextSection
        | TimelineSection
        | TeachingSection
        | TalksSection
        | PublicationsSection
        | PatentsSection
        | GrantsSection
        | AwardsSection
        | SupervisionSection
        | MetricsSection
        | ReferencesSection
        | SkillsSection
        | LanguagesSection
        | ListSection
        | TableSection
    )
else:
    _FORMS = tuple(Annotated[Any, deferred, Tag(f"<{kind}>")] for kind, deferred in _DEFERRED.items())
    Section = Annotated[Union[_FORMS], Discriminator(_kind_tag)]  # noqa: UP007  # there is no other way to write it
