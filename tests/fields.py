"""Every field of a CV that a text can be written into, found in the model itself: whatever a release adds is there."""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import yaml
from pydantic.fields import FieldInfo

from texcv import dates, model
from texcv.diagnostics import Span
from texcv.model.base import Deferred, Model
from texcv.source import Node

Data = dict[Any, Any]


class Leaf(str):
    """A text that was put into a field. `field` is where: `talks.entries.links{}` is a value of `links`, `links#` a
    key of it."""

    field: str


Fill = Callable[[str], str | None]
"""The text for a field; None for one that it takes."""

GOOD = {
    "arxiv": "2301.12345", "author": "A. Other", "authors": "B. Other", "doi": "10.5555/abc", "email": "a@example.org",
    "end": "2020", "links{}": "https://example.org", "locale": "en", "design.template": "classic", "start": "2019",
    "url": "https://example.org", "website": "https://example.org", "phone.number": "+49 30 1234567",
    "currency": "EUR", "amount": "500", "own_share": "50", "numbering": "continuous", "status": "granted",
    "publications.entries.status": "accepted", "groups.entries.status": "accepted",
    "letter.place": "before",
    "profiles.github": "ada", "profiles.gitlab": "ada", "profiles.linkedin": "ada",
    "profiles.orcid": "0000-0002-1825-0097", "profiles.scholar": "3L6NkkgAAAAJ", "profiles.researchgate": "ada",
    "profiles.mastodon": "ada@example.social", "profiles.bluesky": "ada.example.org", "profiles.x": "ada",
    "profiles.stackoverflow": "12345", "profiles.huggingface": "ada", "profiles.openreview": "~Ada1",
    "profiles.semanticscholar": "1234", "profiles.dblp": "12/3456", "profiles.arxiv": "example_a_1",
    "profiles.kaggle": "ada", "profiles.xing": "ada", "profiles.youtube": "@ada",
    **{f"words.{word}": "on {}" for word in model.PATTERNS},
}  # fmt: skip
"""What fields take that do not take any text, by the end of their names."""

REFUSES = {
    **dict.fromkeys(("start", "end"), "bad-date"),
    **dict.fromkeys(("url", "website", "links{}"), "bad-url"),
    "email": "bad-email", "phone.number": "bad-phone", "doi": "bad-doi", "arxiv": "bad-arxiv",
    "currency": "bad-currency", "locale": "bad-locale", "design.template": "unknown-template",
    **{field: "bad-profile" for field in GOOD if field.startswith("profiles.")},
    **dict.fromkeys(("phone.kind", "status", "numbering", "citation", "letter.place", "tags"), "bad-value"),
    **dict.fromkeys(("equal", "corresponding", "senior", "editors", "invited", "keynote", "selected"), "wrong-type"),
    **dict.fromkeys(("max_authors", "max_pages"), "wrong-type"),
    **{f"words.{word}": "bad-value" for word in model.PATTERNS},
    "grants spans.entries.amount": "bad-amount", "grants spans.entries.own_share": "bad-amount",
}  # fmt: skip
"""The fields that do not take any text, by the end of their names, and the code with which they refuse it."""

NOT_PRINTED = (
    "tags", "former_names", "metadata.title", "metadata.subject", "metadata.keywords",
    *(f"words.{word}" for word in model.WORDS), *(f"words.sections.{key}" for key in model.STANDARD_SECTIONS),
)  # fmt: skip
"""What takes any text, but is not on the page; or only where something else is said, as the words are."""

ALONE = {
    "Cv.anonymize", "Cv.photo", "Cv.sections", "Cv.variants",
    *(f"{kind.__name__}.kind" for kind in model.KINDS.values()),
}  # fmt: skip
"""What `filled` leaves to its callers: `anonymize` changes all the rest; where the others are wrong, nothing else of
the CV or the section is looked at."""

REACHED: set[str] = set()
"""The fields that `filled` has come to, by their models."""

_WAYS: dict[str, set[tuple[str, str]]] = {
    "": {("Dated", "start"), ("Dated", "end"), ("TimelineEntry", "roles"), ("NumberedSection", "groups"),
         ("Grant", "currency")},
    " spans": {("Dated", "date"), ("TimelineEntry", "title"), ("NumberedSection", "entries")},
}  # fmt: skip
"""Two ways to fill a section, since not all fields can stand beside each other; and what each leaves out."""


def of_field(field: str, table: dict[str, Any]) -> Any:
    """What a table says of a field: of the longest name that its own one ends with."""
    ends = [end for end in table if field == end or field.endswith(f".{end}")]
    return table[max(ends, key=len)] if ends else None


def filled(fill: Fill, *, head: bool = True, kinds: dict[str, str] | None = None, number: int = 0) -> Data:
    """A CV with a text from `fill` in every field, or in those of some sections (names of `all_kinds`)."""
    cv: Data = _mapping(model.Cv, "", "", fill) if head else {"name": "Ada Example"}
    sections: Data = {}
    for name, kind in (all_kinds() if kinds is None else kinds).items():
        way = name.removeprefix(kind)
        sections[f"Section {name} {number}"] = {"kind": kind} | _mapping(model.KINDS[kind], name, way, fill)
    sections[_leaf("sections#", fill)] = {"kind": "list", "entries": ["A point"]}
    return cv | {"sections": sections}


def is_printed(field: str) -> bool:
    """Whether what stands in a field is on the page."""
    return not any(field == name or field.endswith(f".{name}") for name in NOT_PRINTED)


@lru_cache
def all_fields() -> list[str]:
    """The names of all fields that `filled` fills."""
    return list(dict.fromkeys(leaf.field for leaf in leaves(filled(lambda field: None))))


@lru_cache
def all_kinds() -> dict[str, str]:
    """The kinds of sections, once for each way in which they can be filled that differs."""
    names = {f"{kind}{way}": kind for kind in model.KINDS for way in _WAYS}
    return {name: kind for name, kind in names.items() if name == kind or _leaves(kind, name) != _leaves(kind, kind)}


def _leaves(kind: str, name: str) -> set[str]:
    way = name.removeprefix(kind)
    found: set[str] = set()
    _mapping(model.KINDS[kind], "", way, lambda field: found.add(field))
    return found


def _mapping(kind: type[Model], path: str, way: str, fill: Fill) -> Data:
    found: Data = {}
    for name, field in kind.model_fields.items():
        REACHED.add(f"{kind.__name__}.{name}")
        if f"{kind.__name__}.{name}" in ALONE or any((base.__name__, name) in _WAYS[way] for base in kind.__mro__):
            continue
        found[name] = _value(field.annotation, f"{path}.{name}" if path else name, way, fill, field)
    return found


def _value(annotation: Any, path: str, way: str, fill: Fill, field: FieldInfo | None = None) -> Any:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        deferred = next((part.model for part in arguments[1:] if isinstance(part, Deferred)), None)
        return _value(deferred or arguments[0], path, way, fill)
    if origin in {Union, types.UnionType}:
        kinds = [each for each in arguments if each not in {type(None), dates.PartialDate}]
        assert len(kinds) == 1, (path, annotation)
        return _value(kinds[0], path, way, fill)
    if origin is list:
        inner = arguments[0]
        several = _members(inner)
        return [_value(each, path, way, fill) for each in several]
    if origin is dict:
        return {_leaf(f"{path}#", fill): _value(arguments[1], f"{path}{{}}", way, fill)}
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return _mapping(annotation, path, way, fill)
    assert origin is Literal or annotation in {str, int, bool}, (path, annotation)
    usual = arguments[0] if origin is Literal else {bool: "true", int: "99"}.get(annotation, "measure")
    return _leaf(path, fill, of_field(path, GOOD) or usual)


def _members(annotation: Any) -> list[Any]:
    """The models of a union that are told apart by their keys; or the one type that it is."""
    while get_origin(annotation) is Annotated and get_origin(get_args(annotation)[0]) is Annotated:
        annotation = get_args(annotation)[0]
    inner = get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation
    return list(get_args(inner)) if get_origin(inner) in {Union, types.UnionType} else [annotation]


def _leaf(path: str, fill: Fill, usual: str = "measure") -> Leaf:
    leaf = Leaf(fill(path) or usual)
    leaf.field = path
    return leaf


# --- files ----------------------------------------------------------------------------------


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


_Dumper.add_multi_representer(str, lambda dumper, text: dumper.represent_str(str(text)))


def written(cv: object) -> str:
    """The CV as YAML, a value a line, every character outside of ASCII as its escape."""
    return str(yaml.dump(cv, Dumper=_Dumper, allow_unicode=False, sort_keys=False, width=10**6))


def leaves(data: object) -> Iterator[Leaf]:
    """Each text that was put into a field."""
    if isinstance(data, Leaf):
        yield data
    elif isinstance(data, dict):
        for pair in data.items():
            yield from leaves([*pair])
    elif isinstance(data, list):
        for item in data:
            yield from leaves(item)


def places(cv: Data, root: Node) -> Iterator[tuple[Leaf, Span]]:
    """Each text that was put into a field, and where it stands in the file."""
    waiting: list[tuple[Any, Node]] = [(cv, root)]
    while waiting:
        data, node = waiting.pop()
        if isinstance(data, Leaf):
            yield data, node.at
        elif isinstance(data, list):
            waiting += zip(data, node.items, strict=True)
        elif isinstance(data, dict):
            for (key, value), (key_node, value_node) in zip(data.items(), node.pairs, strict=True):
                waiting += [(key, key_node), (value, value_node)]
