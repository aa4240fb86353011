"""A `Cv` -> its view. Nothing else in texcv escapes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from texcv import model
from texcv.diagnostics import Span
from texcv.locale import Locale, load_locale
from texcv.tex import Inline, Tex, escape_text, escape_url, inline, url_text
from texcv.view.tree import (
    ContactItem,
    Detail,
    Group,
    Heading,
    Leveled,
    Link,
    Metadata,
    Piece,
    Publication,
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


# --- pieces ---------------------------------------------------------------------------------


def _piece(source: model.Model, field: str, *path: str | int) -> Piece | None:
    """The Markdown text in a field, or in the list or mapping of a field."""
    value = getattr(source, field)
    for step in path:
        value = value[step]
    return _of_inline(inline(value), source.span(field, *path)) if value is not None else None


def _required(source: model.Model, field: str, *path: str | int) -> Piece:
    piece = _piece(source, field, *path)
    assert piece is not None
    return piece


def _pieces(source: model.Model, field: str) -> tuple[Piece, ...]:
    return tuple(_required(source, field, index) for index in range(len(getattr(source, field))))


def _of_inline(parsed: Inline, span: Span | None) -> Piece:
    return Piece(parsed.tex, parsed.text, span, parsed.links)


def _plain(text: str, span: Span | None) -> Piece:
    """Text in which no mark has a meaning: names, numbers, dates, words of a locale."""
    return Piece(escape_text(text), text, span)


def _paragraphs(source: model.Model, field: str) -> tuple[Piece, ...]:
    """A text, cut at its empty lines."""
    text = getattr(source, field) or ""
    paragraphs = [paragraph for paragraph in re.split(r"\n[ \t]*\n", text) if paragraph.strip()]
    return tuple(_of_inline(inline(paragraph), source.span(field)) for paragraph in paragraphs)


# --- the head -------------------------------------------------------------------------------


def _heading(cv: model.Cv) -> Heading:
    name = cv.name
    given = " ".join(part for part in (name.prefix, name.given) if part)
    family = ", ".join(part for part in (name.family, name.suffix) if part)
    span = cv.span("name")
    return Heading(_plain(given, span) if given else None, _plain(family, span), _piece(cv, "headline"))


def _contacts(contact: model.Contact) -> Iterator[ContactItem]:
    for index in range(len(contact.address)):
        yield ContactItem(Tex("address"), Tex(""), _required(contact, "address", index))
    for phone in contact.phone:
        kind = Tex("mobile" if phone.kind == "mobile" else "phone")
        url = _dialled(phone.number)
        yield ContactItem(kind, escape_url(url), _linked(phone.number, url, phone.span("number")))
    for index, email in enumerate(contact.email):
        url, shown = f"mailto:{quote(email, safe='@+')}", url_text(email)
        yield ContactItem(
            Tex("email"), escape_url(url), Piece(shown.tex, shown.text, contact.span("email", index), (url,))
        )
    for index, url in enumerate(contact.website):
        yield ContactItem(Tex("website"), escape_url(url), _of_inline(url_text(url), contact.span("website", index)))
    names: dict[str, str] = contact.profiles.model_dump(exclude_none=True) if contact.profiles else {}
    for key, name in names.items():
        url = model.profile_address(key, name)
        yield ContactItem(Tex(key), escape_url(url), _of_inline(url_text(url), contact.span("profiles", key)))


def _dialled(number: str) -> str:
    """The number as a `tel:` address (RFC 3966): without the `(0)` that is not dialled from abroad."""
    main, _, extension = re.sub(r"\(0\)", "", number).partition("x")
    digits = re.sub(r"[^0-9+]", "", main)
    return f"tel:{digits};ext={re.sub('[^0-9]', '', extension)}" if extension else f"tel:{digits}"


def _linked(text: str, url: str, span: Span | None) -> Piece:
    return Piece(escape_text(text), text, span, (url,))


def _quote(motto: model.Quote | None) -> Quote | None:
    return Quote(_required(motto, "text"), _piece(motto, "author")) if motto else None


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


def _section(key: str, section: Any, locale: Locale, cv: model.Cv) -> Section:
    title = _piece(section, "title") or _of_inline(inline(locale.sections.get(key, key)), cv.key_span("sections", key))
    return Section(section.kind, title, tuple(_ENTRIES[section.kind](section, locale)))


def _timeline(section: model.TimelineSection, locale: Locale) -> Iterator[TimelineEntry]:
    for entry in section.entries:
        url = entry.url
        yield TimelineEntry(
            dates=_dates(entry, locale),
            title=_piece(entry, "title"),
            organization=_piece(entry, "organization"),
            location=_piece(entry, "location"),
            link=Link(escape_url(url), _of_inline(url_text(url), entry.span("url"))) if url else None,
            roles=tuple(_role(role, locale) for role in entry.roles),
            **_body(entry),
        )


def _role(role: model.Role, locale: Locale) -> Role:
    return Role(
        dates=_dates(role, locale), title=_required(role, "title"), location=_piece(role, "location"), **_body(role)
    )


def _body(entry: model.TimelineEntry | model.Role) -> dict[str, Any]:
    return {
        "paragraphs": _paragraphs(entry, "summary"),
        "details": tuple(_detail(entry, label) for label in entry.details),
        "highlights": _pieces(entry, "highlights"),
    }


def _detail(entry: model.TimelineEntry | model.Role, label: str) -> Detail:
    values = (_required(entry, "details", label, index) for index in range(len(entry.details[label])))
    return Detail(_plain(label, entry.key_span("details", label)), tuple(values))


def _dates(entry: Any, locale: Locale) -> Piece | None:
    if entry.date is not None:
        return _plain(locale.moment(entry.date), entry.span("date"))
    if entry.start is None and entry.end is None:
        return None
    return _plain(locale.period(entry.start, entry.end), entry.span("start" if entry.start is not None else "end"))


def _publications(section: model.PublicationsSection, locale: Locale) -> Iterator[Group]:
    if section.entries:
        yield Group(None, tuple(_publication(entry, locale) for entry in section.entries))
    for group in section.groups:
        yield Group(_piece(group, "title"), tuple(_publication(entry, locale) for entry in group.entries))


def _publication(entry: model.Publication, locale: Locale) -> Publication:
    identifiers = []
    if entry.doi:
        url = f"https://doi.org/{quote(entry.doi, safe='/:;()._-')}"
        identifiers.append(Link(escape_url(url), _identifier(f"doi:{entry.doi}", url, entry.span("doi"))))
    if entry.arxiv:
        url = f"https://arxiv.org/abs/{entry.arxiv}"
        identifiers.append(Link(escape_url(url), _identifier(f"arXiv:{entry.arxiv}", url, entry.span("arxiv"))))
    return Publication(
        year=_plain(locale.moment(entry.year), entry.span("year")) if entry.year is not None else None,
        title=_required(entry, "title"),
        authors=_pieces(entry, "authors"),
        venue=_piece(entry, "venue"),
        note=_piece(entry, "note"),
        identifiers=tuple(identifiers),
        links=tuple(
            Link(escape_url(url), _linked(label, url, entry.key_span("links", label)))
            for label, url in entry.links.items()
        ),
    )


def _identifier(text: str, url: str, span: Span | None) -> Piece:
    shown = url_text(text)
    return Piece(shown.tex, shown.text, span, (url,))


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
        yield Group(_piece(entry, "name"), tuple(_leveled(skill) for skill in entry.skills))
    if loose:
        yield Group(None, tuple(loose))


def _leveled(entry: model.Skill | model.Language) -> Leveled:
    note = _piece(entry, "note") if isinstance(entry, model.Language) else None
    return Leveled(_required(entry, "name"), _piece(entry, "level"), note)


_ENTRIES: dict[str, Any] = {
    "text": lambda section, locale: _paragraphs(section, "text"),
    "timeline": _timeline,
    "publications": _publications,
    "skills": _skills,
    "languages": lambda section, locale: map(_leveled, section.entries),
    "list": lambda section, locale: _pieces(section, "entries"),
}
