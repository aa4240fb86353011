"""A model with its texts rewritten, whatever it is made of. Every part still knows where it was written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal, TypeVar, get_args, get_origin

from texcv.anonymize.folding import Folded
from texcv.anonymize.person import Person
from texcv.anonymize.reach import GONE
from texcv.anonymize.secrets import Secrets, addresses
from texcv.diagnostics import Span
from texcv.frozen import frozen
from texcv.model import STANDARD_SECTIONS, Author, Cv, Model
from texcv.model.base import Place
from texcv.tex import inline

Kind = TypeVar("Kind", bound=Model)

_LINK = re.compile(
    r"(?<!\\)\[((?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\]\(((?:https?://|mailto:|tel:)(?:[^\s<>{}\\()]|\([^\s<>{}\\()]*\))+)\)"
)
_IDENTIFIER = re.compile(r"(?:\bdoi:\s?|\b)10\.\d{4,9}/[^\s\])]*\w|\barXiv:\s?\d{4}\.\d{4,5}(?:v\d+)?", re.IGNORECASE)
"""What stands for an address in running text."""

URLS = frozenset({"url", "doi", "arxiv"})
"""The fields that lead somewhere; with `links`, whose values do."""


@frozen
class Renamed:
    """The place of a mapping in which keys have other names now."""

    before: Place
    keys: Mapping[tuple[str | int, ...], str]

    def _path(self, path: tuple[str | int, ...]) -> tuple[str | int, ...]:
        old = self.keys.get(path[:2])
        return (path[0], old, *path[2:]) if old is not None else path

    def span(self, *path: str | int) -> Span:
        """Where the value at `path` stands."""
        return self.before.span(*self._path(path))

    def key_span(self, *path: str | int) -> Span:
        """Where the last key of `path` stands."""
        return self.before.key_span(*self._path(path))

    def is_raw(self, *path: str | int) -> bool:
        """Whether the value at `path` is LaTeX."""
        return self.before.is_raw(*self._path(path))


@dataclass
class Rewriting:
    """Takes the secrets out of texts, and notes what it has taken: items, and `words N`.

    `instead` is what stands for the person, `links` whether all that leads somewhere goes, `organizations` what stands
    in their place.
    """

    secrets: Secrets
    person: Person | None
    instead: str
    links: bool
    organizations: str | None
    taken: set[str] = field(default_factory=set)

    def cv(self, cv: Cv) -> Cv:
        """The whole CV; what has a rule of its own (name, contact, photo) is left to the caller.

        What other variants would print is left, too: nothing of it is in this copy.
        """
        own = {"name", "former_names", "contact", "born", "photo", "locale", "design", "anonymize", "variants"}
        return self._model(cv, frozenset(own))

    def _model(self, model: Kind, but: frozenset[str] = frozenset()) -> Kind:
        if isinstance(model, Author) and self.person and self.person.is_author(inline(model.name).text):
            self.taken.add("name")
            return model.model_copy(update={"name": self.instead})
        changes: dict[str, Any] = {}
        renamed: dict[tuple[str | int, ...], str] = {}
        for name in type(model).model_fields:
            value = getattr(model, name)
            if name in but or value is None or name in _fixed(type(model)):
                continue
            new = self._field(model, name, value, renamed)
            if new is not value:
                changes[name] = new
        copy = model.model_copy(update=changes) if changes else model
        if renamed and copy._place is not None:
            copy._place = Renamed(copy._place, renamed)
        return copy

    def _field(self, model: Model, name: str, value: Any, renamed: dict[tuple[str | int, ...], str]) -> Any:
        if name == "organization" and self.organizations is not None:
            self.taken.add("organizations")
            return self.organizations
        if name in URLS:
            return self._address(value)
        if name == "links":
            kept = {} if self.links else {label: url for label, url in value.items() if not self._tells(url)}
            self.taken |= {"links"} if self.links and value else set()
            return self._mapping(model, name, kept, renamed) if kept else kept if value else value
        if isinstance(value, dict):
            return self._mapping(model, name, value, renamed)
        return self._value(model, (name,), value)

    def _value(self, model: Model, path: tuple[str | int, ...], value: Any) -> Any:
        if isinstance(value, Model):
            return self._model(value)
        if isinstance(value, str):
            return value if model.is_raw(*path) else self.text(value)
        if isinstance(value, list):
            new = [self._value(model, (*path, index), item) for index, item in enumerate(value)]
            return value if all(one is other for one, other in zip(new, value, strict=True)) else new
        return value

    def _mapping(
        self, model: Model, name: str, value: dict[str, Any], renamed: dict[tuple[str | int, ...], str]
    ) -> dict[str, Any]:
        """A mapping with labels as its keys. Two that would become one stay, to be found by the proof."""
        standard = STANDARD_SECTIONS if isinstance(model, Cv) else {}
        labels = {label: label if label in standard else self.text(label) for label in value}
        if len(set(labels.values())) < len(labels):
            labels = {label: label for label in value}
        renamed |= {(name, new): old for old, new in labels.items() if new != old}
        return {
            labels[label]: item if name == "links" else self._value(model, (name, label), item)
            for label, item in value.items()
        }

    def _address(self, value: str) -> str | None:
        """One that stays, or None."""
        if self.links or self._tells(value):
            self.taken.add("links")
            return None
        return value

    def _tells(self, url: str) -> bool:
        leaks = self.secrets.address_leaks(url)
        self.taken |= {leak.secret.item for leak in leaks}
        return bool(leaks)

    def text(self, text: str) -> str:
        """A text, with something else in the place of each secret that can be replaced."""
        text = _LINK.sub(self._unlinked, text)
        folded = Folded.of(text)
        kept = bytearray(len(text))
        for start, end in self.secrets.kept(folded):
            kept[start:end] = b"\1" * (end - start)
        found = [(start, end, GONE, "links") for start, end in self._telling_addresses(text)]
        for secret in self.secrets.secrets:
            if secret.instead is not None:
                found += [(start, end, secret.instead, secret.item) for start, end in secret.places(folded)]
        parts, done = [], 0
        for start, end, instead, item in sorted(found, key=lambda place: (place[0], -place[1])):
            if start < done or any(kept[start:end]):
                continue
            self.taken.add(item)
            parts += [text[done:start], instead]
            done = end
        return "".join([*parts, text[done:]])

    def _unlinked(self, found: re.Match[str]) -> str:
        """The words of a link that tells something, or the link as it is."""
        if self.links:
            self.taken.add("links")
            return found[1]
        return found[1] if self._tells(found[2]) else found[0]

    def _telling_addresses(self, text: str) -> list[tuple[int, int]]:
        found = [place for place in addresses(text) if self.secrets.address_leaks(text[slice(*place)])]
        if self.links:
            found += [place.span() for place in _IDENTIFIER.finditer(text)]
            found += [place for place in addresses(text) if re.match("https?://|www\\.|doi\\.org", text[place[0] :])]
        return found


@lru_cache(maxsize=64)
def _fixed(model: type[Model]) -> frozenset[str]:
    """The fields that take one of a few words."""
    return frozenset(name for name, field in model.model_fields.items() if _is_choice(field.annotation))


def _is_choice(annotation: Any) -> bool:
    return get_origin(annotation) is Literal or any(_is_choice(part) for part in get_args(annotation))
