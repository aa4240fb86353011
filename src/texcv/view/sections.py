"""The sections of a CV -> their views."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from texcv import model
from texcv.tex import inline
from texcv.view.academic import awards, grants, patents, supervision, talks, teaching
from texcv.view.context import Context
from texcv.view.dated import body, dates
from texcv.view.entries import Leveled, Reference, Role, TimelineEntry
from texcv.view.links import email_link, link, phone_link
from texcv.view.pieces import of_inline, optional, paragraphs, pieces, plain, required
from texcv.view.publications import legend, publications
from texcv.view.tables import metrics, source, table
from texcv.view.tree import Group, Part, Piece, Section


def build_section(key: str, section: model.Section, context: Context) -> Section:
    """The view of the section that stands under `key`."""
    words = context.locale.sections.get(key, key)
    return Section(
        kind=section.kind,
        title=optional(section, "title") or of_inline(inline(words), context.cv.key_span("sections", key)),
        intro=paragraphs(section, "intro"),
        legend=legend(section, context) if section.kind == "publications" else (),
        entries=tuple(_ENTRIES[section.kind](section, context)),
        notes=source(section, context) if section.kind == "metrics" else (),
        form=section.citation if section.kind == "publications" else "",
    )


def _timeline(section: model.TimelineSection, context: Context) -> Iterator[TimelineEntry]:
    for entry in section.entries:
        yield TimelineEntry(
            dates=dates(entry, context.locale),
            title=optional(entry, "title"),
            organization=optional(entry, "organization"),
            location=optional(entry, "location"),
            link=link(entry),
            roles=tuple(_role(role, context) for role in entry.roles),
            **body(entry),
        )


def _role(role: model.Role, context: Context) -> Role:
    return Role(
        dates=dates(role, context.locale),
        title=required(role, "title"),
        location=optional(role, "location"),
        **body(role),
    )


def _references(section: model.ReferencesSection, context: Context) -> Iterator[Reference]:
    for entry in section.entries:
        contacts = [*map(phone_link, entry.phone), *(email_link(entry, index) for index in range(len(entry.email)))]
        page = link(entry)
        yield Reference(
            name=required(entry, "name"),
            position=optional(entry, "position"),
            organization=optional(entry, "organization"),
            address=pieces(entry, "address"),
            contacts=(*contacts, *((page,) if page else ())),
            paragraphs=paragraphs(entry, "note"),
        )


def _skills(section: model.SkillsSection, context: Context) -> Iterator[Group]:
    """The groups; skills that stand in a row without a group make one without a title."""
    loose: list[Leveled] = []
    for entry in section.entries:
        if isinstance(entry, model.Skill):
            loose.append(_leveled(entry))
            continue
        if loose:
            yield Group(None, (), tuple(loose))
            loose = []
        yield Group(optional(entry, "name"), (), tuple(_leveled(skill) for skill in entry.skills))
    if loose:
        yield Group(None, (), tuple(loose))


def _leveled(entry: model.Skill) -> Leveled:
    return Leveled(required(entry, "name"), optional(entry, "level"))


def _languages(section: model.LanguagesSection, context: Context) -> Iterator[Leveled]:
    for entry in section.entries:
        yield Leveled(required(entry, "name"), _fluency(entry, context), optional(entry, "note"))


def _fluency(entry: model.Language, context: Context) -> Piece | None:
    """The level; a degree that is known has its word in the CV's language, unless it is written in that already."""
    degree = (entry.level or "").casefold()
    word = context.locale.words[degree] if degree in model.DEGREES and not entry.is_raw("level") else degree
    return optional(entry, "level") if word.casefold() == degree else plain(word, entry.span("level"))


_ENTRIES: dict[str, Callable[[Any, Context], Iterable[Part]]] = {
    "text": lambda section, context: paragraphs(section, "text"),
    "timeline": _timeline,
    "teaching": teaching,
    "talks": talks,
    "publications": publications,
    "patents": patents,
    "grants": grants,
    "awards": awards,
    "supervision": supervision,
    "metrics": metrics,
    "references": _references,
    "skills": _skills,
    "languages": _languages,
    "list": lambda section, context: pieces(section, "entries"),
    "table": table,
}
