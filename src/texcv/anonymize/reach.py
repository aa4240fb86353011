"""The secrets of how a person is reached, and of what else goes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from texcv.anonymize.folding import fold
from texcv.anonymize.secrets import Secret, any_of
from texcv.dates import PartialDate
from texcv.diagnostics import Span
from texcv.locale import Locale
from texcv.model import NETWORKS, Birth, Contact, Phone, profile_address
from texcv.model.anonymity import HiddenWords

GONE = "[…]"
"""What stands in the place of what goes, in running text."""

DIGITS = 8
"""The last figures of a phone number that tell it, however its beginning is written."""

_FEW = 6
"""A number of fewer figures may be any number."""

_AT = r"\s*(?:@|[(\[{]\s*at\s*[)\]}]|\sat\s)\s*"
_DOT = r"\s*(?:\.|[(\[{]\s*dot\s*[)\]}]|\sdot\s)\s*"


def reach_secrets(contact: Contact, items: set[str]) -> Iterator[Secret]:
    """Those of the contact data that go."""
    if "address" in items:
        for index, line in enumerate(contact.address):
            if not contact.is_raw("address", index):
                yield from _address(line, contact.span("address", index))
    for phone in contact.phone if "phone" in items else ():
        yield from phone_secrets(phone)
    for index, email in enumerate(contact.email if "email" in items else ()):
        yield from email_secrets(email, contact.span("email", index))
    for index, url in enumerate(contact.website if "website" in items else ()):
        yield _page("the website", url, "website", contact.span("website", index))
    if "profiles" in items and contact.profiles:
        yield from _profiles(contact.profiles)


def _address(line: str, span: Span | None) -> Iterator[Secret]:
    """What has a figure in it: a street with its number, a code with its town. Names of towns stand elsewhere, too."""
    for part in line.split(","):
        words = fold(part).split()
        if len(words) > 1 and re.search("[0-9]", part):
            pattern = re.compile(r"(?<![^\W_])" + r"\s*".join(map(re.escape, words)) + r"(?![^\W_])")
            yield Secret("the address", part.strip(), "address", span, pattern, pattern, GONE)


def phone_secrets(phone: Phone) -> Iterator[Secret]:
    """The number, however it is grouped, and whether or not the code of its country stands before it."""
    figures = re.sub("[^0-9]", "", re.split("x", phone.number.replace("(0)", ""))[0])
    if len(figures) < _FEW:
        return
    last = r"[\s().\-/]{0,3}".join(figures[-DIGITS:])
    before = r"(?:\+?[0-9(][0-9\s().\-/]{0,20})?" if len(figures) >= DIGITS else "(?<![0-9])"
    pattern = re.compile(rf"{before}{last}(?![0-9])")
    yield Secret("the phone number", phone.number, "phone", phone.span("number"), pattern, pattern, GONE)


def email_secrets(email: str, span: Span | None) -> Iterator[Secret]:
    """The address, also as `ada (at) example (dot) org`, and what is before the `@`, where that is no word."""
    local, _, domain = fold(email).partition("@")
    dotted = _DOT.join(map(re.escape, domain.split(".")))
    begin = r"(?<![\w.+\-])"
    pattern = re.compile(rf"{begin}{re.escape(local)}{_AT}{dotted}(?![\w\-])")
    yield Secret("the e-mail address", email, "email", span, pattern, pattern, GONE, joined=(fold(email),))
    account = rf"{begin}{re.escape(local)}" + ("(?![^\\W_])" if is_telling(email.partition("@")[0]) else r"@")
    yield Secret("the e-mail address", email.partition("@")[0], "email", span, re.compile(account),
                 re.compile(account), GONE)  # fmt: skip


def _page(what: str, url: str, item: str, span: Span | None) -> Secret:
    """A page and all below it, with or without a scheme."""
    bare = re.sub(r"^(?:https?://)?(?:www\.)?|/$", "", fold(url))
    pattern = re.compile(rf"(?:https?://)?(?<![\w@\-])(?:www\.)?(?<![\w@\-]){re.escape(bare)}(?![\w\-])")
    return Secret(what, url, item, span, pattern, pattern, GONE, joined=(bare,))


def _profiles(profiles: object) -> Iterator[Secret]:
    for key, network in NETWORKS.items():
        name = getattr(profiles, key)
        if name:
            span = profiles.span(key)  # type: ignore[attr-defined]
            what = f"the name on {network.label}"
            yield _page(what, profile_address(key, name), "profiles", span)
            yield _account(what, name.strip("@~"), span)
    for other in profiles.other:  # type: ignore[attr-defined]
        yield _page("the profile", other.url, "profiles", other.span("url"))


def _account(what: str, name: str, span: Span | None) -> Secret:
    """The name of an account; one that may be any word only in addresses, as `@name`."""
    pattern = re.compile(rf"(?<![^\W_]){re.escape(fold(name))}(?![^\W_])")
    telling = is_telling(name)
    return Secret(what, name, "profiles", span, pattern if telling else None, pattern, GONE if telling else None,
                  joined=(fold(name),) if telling else ())  # fmt: skip


def is_telling(account: str) -> bool:
    """Whether it can't be any word or number: it has figures and letters, capitals inside, or several parts."""
    if len(account) < 5 or re.fullmatch(r"[0-9]{1,7}|[^\W\d_]+[.\-_]?", account):
        return bool(re.fullmatch(r"[^\W\d_]*[a-z][A-Z][^\W\d_]*", account)) and len(account) > 7
    return True


def birth_secrets(born: Birth | None, locale: Locale) -> Iterator[Secret]:
    """The day of birth, in figures and as the CV's language has it; a year alone stands elsewhere, too."""
    day = born.date if born else None
    if born and isinstance(day, PartialDate) and day.month and day.day:
        written = date(day.year, day.month, day.day)
        forms = [str(day), locale.moment(day), *(written.strftime(form) for form in _FORMS)]
        forms += [re.sub(r"(?<![0-9])0", "", form) for form in forms if not form.startswith(str(day.year))]
        pattern = re.compile(rf"(?<![0-9])(?:{any_of(map(fold, forms))})(?![0-9])")
        yield Secret("the day of birth", str(day), "born", born.span("date"), pattern, pattern, GONE)


_FORMS = ("%d.%m.%Y", "%d. %m. %Y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%Y/%m/%d")


def word_secrets(words: list[HiddenWords]) -> Iterator[Secret]:
    """The user's own words. One alone that has a capital letter is found only where it begins with one."""
    for index, hidden in enumerate(words):
        parts = [re.escape(part) for part in fold(hidden.text).split()]
        pattern = re.compile(r"(?<![^\W_])" + r"\s+".join(parts) + r"(?![^\W_])")
        capital = len(parts) == 1 and hidden.text[0].isupper()
        yield Secret("one of the `words`", hidden.text, f"words {index}", hidden.span("text"), pattern, pattern,
                     hidden.instead or GONE, capital=capital)  # fmt: skip


def organization_secret(name: str, span: Span | None, instead: str) -> Secret | None:
    """The whole name of an organization; one of a single word may be any word."""
    words = [re.escape(word) for word in fold(name).split()]
    if len(words) < 2:
        return None
    pattern = re.compile(r"(?<![^\W_])" + r"\s+".join(words) + r"(?![^\W_])")
    return Secret("an organization", name, "organizations", span, pattern, pattern, instead)
