"""A `Cv` -> its view. Nothing else in texcv escapes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from texcv import model
from texcv.locale import Locale, load_locale
from texcv.tex import Tex, escape_text, inline
from texcv.view.context import Context
from texcv.view.letter import build_letter
from texcv.view.links import email_link, labelled, phone_link, to_page
from texcv.view.pieces import optional, plain, required
from texcv.view.sections import build_section
from texcv.view.tree import ContactItem, Heading, Link, Metadata, Punctuation, Quote, View


def build_view(cv: model.Cv, letter: model.Place = "none") -> View:
    """The view of a CV; raises `KeyError` for a locale without words.

    `letter`: the CV alone (`none`), after its letter (`before`), or the letter alone (`own`).
    """
    locale = locale_of(cv)
    only_letter = cv.letter is not None and letter == "own"
    context = Context(cv, locale)
    heading = _heading(cv)
    return View(
        letter=build_letter(cv.letter, heading, locale) if cv.letter and letter != "none" else None,
        heading=heading,
        contacts=(*_birth(cv.born, locale), *_contacts(cv.contact, locale)),
        quote=_quote(cv.quote),
        sections=tuple(build_section(key, section, context) for key, section in cv.sections.items()),
        metadata=_metadata(cv, locale, of_letter=only_letter),
        name=" ".join(part.text for part in (heading.given, heading.family) if part),
        punctuation=Punctuation(*(locale.forms[form] for form in ("comma", "list", "colon"))),
        right_to_left=locale.forms["direction"] == "rtl",
        max_pages=cv.design.max_pages,
        max_pages_span=cv.design.span("max_pages"),
        only_letter=only_letter,
    )


def locale_of(cv: model.Cv) -> Locale:
    """The CV's language, with the words that it has in the place of others; raises `KeyError` if texcv has none."""
    locale, own = load_locale(cv.locale), cv.words
    return locale.with_words(own.given(), own.sections.given() if own.sections else {}) if own else locale


# --- the head -------------------------------------------------------------------------------


def _heading(cv: model.Cv) -> Heading:
    name = cv.name
    first, last = name.in_order()
    given = " ".join(part for part in (name.prefix, first) if part)
    family = ", ".join(part for part in (last, name.suffix) if part)
    span = cv.span("name")
    note = plain(name.note, name.span("note")) if name.note else None
    return Heading(plain(given, span) if given else None, plain(family, span), note, optional(cv, "headline"))


def _birth(born: model.Birth | None, locale: Locale) -> Iterator[ContactItem]:
    if born:
        date = locale.moment(born.date) if born.date is not None else ""
        place = inline(born.place).text if born.place else ""
        words = locale.fill("born", locale.forms["comma"].join(filter(None, (date, place))))
        yield ContactItem(Tex("birth"), Tex(""), plain(words, born.span("date" if date else "place")))


def _contacts(contact: model.Contact, locale: Locale) -> Iterator[ContactItem]:
    for index in range(len(contact.address)):
        yield ContactItem(Tex("address"), Tex(""), required(contact, "address", index))
    for phone in contact.phone:
        kind = Tex("mobile" if phone.kind == "mobile" else "phone")
        yield _contact(kind, phone_link(phone))
    for index in range(len(contact.email)):
        yield _contact(Tex("email"), email_link(contact, index))
    for index, url in enumerate(contact.website):
        yield _contact(Tex("website"), to_page(url, contact.span("website", index)))
    yield from _profiles(contact.profiles, locale.forms["colon"]) if contact.profiles else ()


def _profiles(profiles: Any, colon: str) -> Iterator[ContactItem]:
    for key in model.NETWORKS:
        if name := getattr(profiles, key):
            yield _contact(Tex(key), to_page(model.profile_address(key, name), profiles.span(key)))
    for other in profiles.other:
        yield _contact(Tex("link"), labelled(other.label, colon, other.url, other.span("url")))


def _contact(kind: Tex, link: Link) -> ContactItem:
    return ContactItem(kind, link.url, link.label)


def _quote(motto: model.Quote | None) -> Quote | None:
    return Quote(required(motto, "text"), optional(motto, "author")) if motto else None


def _metadata(cv: model.Cv, locale: Locale, *, of_letter: bool) -> Metadata:
    """What the PDF says about itself; a letter's has a title of its own."""
    own = cv.metadata
    title = f"{cv.name} – {locale.words['letter' if of_letter else 'cv']}"
    headline = inline(cv.headline).text if cv.headline and not cv.is_raw("headline") else ""
    return Metadata(
        title=escape_text(title if of_letter else own.title or title),
        author=escape_text(str(cv.name)),
        subject=escape_text(own.subject or headline),
        keywords=escape_text(", ".join(own.keywords)),
        language=escape_text(cv.locale),
        language_span=cv.span("locale"),
    )
