"""A `Cv` -> its view. Nothing else in texcv escapes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from texcv import model
from texcv.locale import Locale, load_locale
from texcv.tex import Tex, escape_text, escape_url, inline, url_text
from texcv.view.pieces import linked, of_inline, optional, paragraphs, pieces, plain, required
from texcv.view.publications import Context, legend, publications
from texcv.view.tree import (
    ContactItem,
    Detail,
    Group,
    Heading,
    Leveled,
    Link,
    Metadata,
    Piece,
    Quote,
    Role,
    Section,
    TimelineEntry,
    View,
)


def build_view(cv: model.Cv) -> View:
    """The view of a CV; raises `KeyError` for a locale without words."""
    locale = load_locale(cv.locale)
    heading = _heading(cv)
    return View(
        heading=heading,
        contacts=tuple(_contacts(cv.contact)),
        quote=_quote(cv.quote),
        sections=tuple(_section(key, section, locale, cv) for key, section in cv.sections.items()),
        metadata=_metadata(cv, locale),
        name=" ".join(part.text for part in (heading.given, heading.family) if part),
    )


# --- the head -------------------------------------------------------------------------------


def _heading(cv: model.Cv) -> Heading:
    name = cv.name
    given = " ".join(part for part in (name.prefix, name.given) if part)
    family = ", ".join(part for part in (name.family, name.suffix) if part)
    span = cv.span("name")
    return Heading(plain(given, span) if given else None, plain(family, span), optional(cv, "headline"))


def _contacts(contact: model.Contact) -> Iterator[ContactItem]:
    for index in range(len(contact.address)):
        yield ContactItem(Tex("address"), Tex(""), required(contact, "address", index))
    for phone in contact.phone:
        kind = Tex("mobile" if phone.kind == "mobile" else "phone")
        url = _dialled(phone.number)
        yield ContactItem(kind, escape_url(url), linked(phone.number, url, phone.span("number")))
    for index, email in enumerate(contact.email):
        url, shown = f"mailto:{quote(email, safe='@+')}", url_text(email)
        yield ContactItem(
            Tex("email"), escape_url(url), Piece(shown.tex, shown.text, contact.span("email", index), (url,))
        )
    for index, url in enumerate(contact.website):
        yield ContactItem(Tex("website"), escape_url(url), of_inline(url_text(url), contact.span("website", index)))
    names: dict[str, str] = contact.profiles.model_dump(exclude_none=True) if contact.profiles else {}
    for key, name in names.items():
        url = model.profile_address(key, name)
        yield ContactItem(Tex(key), escape_url(url), of_inline(url_text(url), contact.span("profiles", key)))


def _dialled(number: str) -> str:
    """The number as a `tel:` address (RFC 3966): without the `(0)` that is not dialled from abroad."""
    main, _, extension = re.sub(r"\(0\)", "", number).partition("x")
    digits = re.sub(r"[^0-9+]", "", main)
    return f"tel:{digits};ext={re.sub('[^0-9]', '', extension)}" if extension else f"tel:{digits}"


def _quote(motto: model.Quote | None) -> Quote | None:
    return Quote(required(motto, "text"), optional(motto, "author")) if motto else None


def _metadata(cv: model.Cv, locale: Locale) -> Metadata:
    own = cv.metadata
    return Metadata(
        title=escape_text(own.title or f"{cv.name} – {locale.words['cv']}"),
        author=escape_text(str(cv.name)),
        subject=escape_text(own.subject or (inline(cv.headline).text if cv.headline else "")),
        keywords=escape_text(", ".join(own.keywords)),
        language=escape_text(cv.locale),
    )


# --- the sections ---------------------------------------------------------------------------


def _section(key: str, section: model.Section, locale: Locale, cv: model.Cv) -> Section:
    title = optional(section, "title") or of_inline(inline(locale.sections.get(key, key)), cv.key_span("sections", key))
    if isinstance(section, model.PublicationsSection):
        context = Context(section, cv.name, cv.former_names, locale)
        return Section(section.kind, title, tuple(publications(context)), legend(context), section.citation)
    return Section(section.kind, title, tuple(_ENTRIES[section.kind](section, locale)))


def _timeline(section: model.TimelineSection, locale: Locale) -> Iterator[TimelineEntry]:
    for entry in section.entries:
        url = entry.url
        yield TimelineEntry(
            dates=_dates(entry, locale),
            title=optional(entry, "title"),
            organization=optional(entry, "organization"),
            location=optional(entry, "location"),
            link=Link(escape_url(url), of_inline(url_text(url), entry.span("url"))) if url else None,
            roles=tuple(_role(role, locale) for role in entry.roles),
            **_body(entry),
        )


def _role(role: model.Role, locale: Locale) -> Role:
    return Role(
        dates=_dates(role, locale), title=required(role, "title"), location=optional(role, "location"), **_body(role)
    )


def _body(entry: model.TimelineEntry | model.Role) -> dict[str, Any]:
    return {
        "paragraphs": paragraphs(entry, "summary"),
        "details": tuple(_detail(entry, label) for label in entry.details),
        "highlights": pieces(entry, "highlights"),
    }


def _detail(entry: model.TimelineEntry | model.Role, label: str) -> Detail:
    values = (required(entry, "details", label, index) for index in range(len(entry.details[label])))
    return Detail(plain(label, entry.key_span("details", label)), tuple(values))


def _dates(entry: Any, locale: Locale) -> Piece | None:
    if entry.date is not None:
        return plain(locale.moment(entry.date), entry.span("date"))
    if entry.start is None and entry.end is None:
        return None
    return plain(locale.period(entry.start, entry.end), entry.span("start" if entry.start is not None else "end"))


def _skills(section: model.SkillsSection, locale: Locale) -> Iterator[Group]:
    """The groups; skills that stand in a row without a group make one without a title."""
    loose: list[Leveled] = []
    for entry in section.entries:
        if isinstance(entry, model.Skill):
            loose.append(_leveled(entry))
            continue
        if loose:
            yield Group(None, tuple(loose))
            loose = []
        yield Group(optional(entry, "name"), tuple(_leveled(skill) for skill in entry.skills))
    if loose:
        yield Group(None, tuple(loose))


def _leveled(entry: model.Skill | model.Language) -> Leveled:
    note = optional(entry, "note") if isinstance(entry, model.Language) else None
    return Leveled(required(entry, "name"), optional(entry, "level"), note)


_ENTRIES: dict[str, Any] = {
    "text": lambda section, locale: paragraphs(section, "text"),
    "timeline": _timeline,
    "skills": _skills,
    "languages": lambda section, locale: map(_leveled, section.entries),
    "list": lambda section, locale: pieces(section, "entries"),
}
