"""A `Cv` -> its anonymous copy, and the words that must not be in anything that is made of it.

What can be replaced for certain is: the whole name in any order, addresses, numbers. What can't, such as a family name
by itself, which may be a word, stays and is refused at its place. `prove_view` does that before TeX is started; what
TeX makes is read by `check`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from texcv.anonymize.folding import fold
from texcv.anonymize.person import MAX_WORDS, Person, others
from texcv.anonymize.proof import prove_view
from texcv.anonymize.reach import (
    GONE,
    birth_secrets,
    email_secrets,
    organization_secret,
    phone_secrets,
    reach_secrets,
    word_secrets,
)
from texcv.anonymize.rewriting import Rewriting
from texcv.anonymize.secrets import Leak, Secret, Secrets, phrase
from texcv.dates import PartialDate
from texcv.diagnostics import Diagnostic, error, shown, warning
from texcv.frozen import frozen
from texcv.locale import Locale
from texcv.model import Anonymize, Author, Contact, Cv, Model, ReferencesSection, Supervised
from texcv.model.anonymity import CONTACT
from texcv.view import locale_of

__all__ = ["AnonymousCopy", "Leak", "Secret", "Secrets", "anonymize", "prove_view"]


@frozen
class AnonymousCopy:
    """The CV without its secrets, these, and what there is to say about it."""

    cv: Cv
    secrets: Secrets
    diagnostics: tuple[Diagnostic, ...]


def anonymize(cv: Cv) -> AnonymousCopy:
    """The copy that `cv.anonymize` asks for; raises `KeyError` for a locale without words."""
    asked = cv.anonymize or Anonymize()
    locale = locale_of(cv)
    person = Person(cv) if asked.asks("name") else None
    if person and person.too_long:
        message = f"the name has more than {MAX_WORDS} words, with all former ones"
        return AnonymousCopy(cv, Secrets(()), (error("too-large", message, cv.name.span()),))
    instead = asked.instead_of("name", locale.words["candidate"])
    organizations = asked.instead_of("organizations", GONE) if asked.asks("organizations") else None
    found = [*(person.secrets(instead) if person else ()), *word_secrets(asked.words)]
    found += reach_secrets(cv.contact, {item for item in CONTACT if asked.asks(item)})
    found += birth_secrets(cv.born, locale) if asked.born else ()
    found += _of_references(cv) if asked.references else ()
    found += _organizations(cv, organizations) if organizations is not None else ()
    keep = [*asked.keep, *(others(_people(cv, person), person) if person else ())]
    keep += _like_dates(cv, person, locale) if person else ()
    secrets = Secrets(tuple(found), tuple(map(phrase, dict.fromkeys(keep))))
    rewriting = Rewriting(secrets, person, instead, asked.links, organizations)
    copy = _without(rewriting.cv(cv), asked, instead)
    said = [*_too_much(asked, secrets), *_idle(cv, asked, rewriting.taken)]
    return AnonymousCopy(copy, secrets, tuple(said))


def _too_much(asked: Anonymize, secrets: Secrets) -> Iterator[Diagnostic]:
    """What `keep` has by itself and not in a phrase: it would stay wherever it stands."""
    words = {form for secret in secrets.secrets for form in re.split(r"[\s\-]+", fold(secret.word))}
    for index, kept in enumerate(asked.keep):
        if set(re.split(r"[\s\-.,]+", fold(kept))) - {""} <= words or fold(kept) in words:
            message = f"{shown(kept)} would stay wherever it stands, also where it tells the person"
            hint = "write the phrase in which it means something else: `Klein bottle`"
            yield error("bad-value", message, asked.span("keep", index), hint)


def _without(cv: Cv, asked: Anonymize, instead: str) -> Cv:
    """The CV without what has a field of its own."""
    changes: dict[str, Any] = {}
    if asked.asks("name"):
        none = dict.fromkeys(("prefix", "given", "suffix", "note"))
        changes["name"] = cv.name.model_copy(update={**none, "family": instead})
        changes["former_names"] = []
    usual = Contact()
    gone = {item: getattr(usual, item) for item in CONTACT if asked.asks(item)}
    changes["contact"] = cv.contact.model_copy(update=gone)
    changes |= {item: None for item in ("born", "photo") if getattr(asked, item)}
    if asked.references:
        sections = cv.sections.items()
        changes["sections"] = {key: part for key, part in sections if not isinstance(part, ReferencesSection)}
    return cv.model_copy(update=changes)


def _idle(cv: Cv, asked: Anonymize, taken: set[str]) -> Iterator[Diagnostic]:
    """What was asked for, and there is nothing of it."""
    there = {
        **{item: bool(getattr(cv.contact, item)) for item in CONTACT},
        "contact": any(getattr(cv.contact, item) for item in CONTACT),
        "born": cv.born is not None,
        "photo": cv.photo is not None,
        "references": any(isinstance(part, ReferencesSection) for part in cv.sections.values()),
        **{item: item in taken for item in ("links", "organizations")},
    }
    for item, found in there.items():
        if getattr(asked, item) and (item == "contact" or asked.asks(item)) and not found:
            yield warning("nothing-to-remove", f"the CV has no {_NOUNS.get(item, item)}", asked.span(item))
    for index, hidden in enumerate(asked.words):
        if f"words {index}" not in taken:
            message = f'"{hidden.text}" stands nowhere in the CV'
            yield warning("nothing-to-remove", message, hidden.span("text"), "is it written in another way?")


_NOUNS = {"contact": "contact data", "phone": "phone number", "email": "e-mail address", "born": "date of birth"}


# --- what the CV consists of ----------------------------------------------------------------


def _models(part: Any) -> Iterator[Model]:
    """A model and all that it is made of."""
    if isinstance(part, Model):
        yield part
        for name in type(part).model_fields:
            yield from _models(getattr(part, name))
    elif isinstance(part, (list, tuple)):
        for item in part:
            yield from _models(item)
    elif isinstance(part, dict):
        yield from _models([*part.values()])


def _people(cv: Cv, person: Person) -> Iterator[str]:
    """Other people, as far as fields tell that they are some, and those whom the person is not."""
    families = set(person.family_forms)
    for model in _models(cv.sections):
        names = [model.name] if isinstance(model, (Author, Supervised)) else []
        names += [entry.name for entry in model.entries] if isinstance(model, ReferencesSection) else []
        yield from (name for name in names if not families & set(re.split(r"[\s\-.,]+", fold(name))))


def _like_dates(cv: Cv, person: Person, locale: Locale) -> Iterator[str]:
    """The dates as texcv prints them in which a word of the name is a month: `May 2021`, `Jan 2021`."""
    for model in _models(cv):
        for name in type(model).model_fields:
            value = getattr(model, name)
            written = locale.moment(value) if isinstance(value, PartialDate) else ""
            if person.own_words & set(re.findall(r"[^\W\d_]+", fold(written))):
                yield written


def _of_references(cv: Cv) -> Iterator[Secret]:
    """How the people are reached who can be asked."""
    for section in cv.sections.values():
        for entry in section.entries if isinstance(section, ReferencesSection) else ():
            for phone in entry.phone:
                yield from phone_secrets(phone)
            for index, email in enumerate(entry.email):
                yield from email_secrets(email, entry.span("email", index))


def _organizations(cv: Cv, instead: str) -> Iterator[Secret]:
    for model in _models(cv.sections):
        name = getattr(model, "organization", None)
        if name and not model.is_raw("organization"):
            secret = organization_secret(name, model.span("organization"), instead)
            yield from [secret] if secret else []
