"""What an anonymous copy leaves out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema

from texcv.diagnostics import Span, did_you_mean, shown
from texcv.model.base import Model, Place, is_scalar, located
from texcv.model.fields import SCALAR_SCHEMA, Plain, refuse, refuse_at

YES, NO = ("true", "yes", "on"), ("false", "no", "off")
_MARKS = set("*`[]^~\\")


def _unmarked(text: str) -> str:
    """A text that may stand in running text, too."""
    if _MARKS & set(text):
        raise refuse(
            "bad-value", f"{shown(text)} has marks in it", f"write it without any of {' '.join(sorted(_MARKS))}"
        )
    return text


def _yes_or_text(text: str) -> str:
    return text.casefold() if text.casefold() in {*YES, *NO} else _unmarked(text)


Instead = Annotated[Plain, AfterValidator(_yes_or_text), WithJsonSchema({"type": ["boolean", "string"]})]
"""`true`, or what is printed in the place of what goes."""


@dataclass(frozen=True, slots=True)
class _Spots:
    """Where the parts of a list stand, by the keys that they were given."""

    whole: Place | None
    parts: Mapping[str | int, Span]

    def span(self, *path: str | int) -> Span:
        if path and path[0] in self.parts:
            return self.parts[path[0]]
        return self.whole.span() if self.whole else Span("")

    def key_span(self, *path: str | int) -> Span:
        return self.span(*path)

    def is_raw(self, *path: str | int) -> bool:
        return False


class HiddenWords(Model):
    """Words of one's own choice that go."""

    text: Plain
    """The words."""
    instead: Annotated[Plain, AfterValidator(_unmarked)] | None = None
    """What is printed in their place."""


def _words(data: Any) -> Any:
    """One text, a list of texts, or a mapping of texts to what stands in their place."""
    if isinstance(data, dict):
        place = getattr(data, "node", None)
        return [
            _at(
                {"text": key} if is_scalar(value) and value in {*YES, ""} else {"text": key, "instead": value},
                place,
                key,
            )
            for key, value in data.items()
        ]
    if is_scalar(data):
        data = [data]
    return [located({"text": item}, item) if is_scalar(item) else item for item in data] if _is_list(data) else data


def _is_list(data: Any) -> bool:
    return isinstance(data, list)


def _at(mapping: dict[str, Any], place: Place | None, key: str) -> dict[str, Any]:
    """The mapping, as if it had been written where the key stands."""
    found = located(mapping, None)
    found.node = _Spots(None, {"text": place.key_span(key), "instead": place.span(key)}) if place else None  # type: ignore[attr-defined]
    return found


_WORDS_SCHEMA = {
    "anyOf": [
        SCALAR_SCHEMA,
        {"type": "array", "items": SCALAR_SCHEMA},
        {"type": "object", "additionalProperties": SCALAR_SCHEMA},
    ]
}


class Anonymize(Model):
    """What the copy leaves out, as a list such as `[name, contact, photo]`, or as a mapping that says what is printed
    in its place."""

    elsewhere = {
        **dict.fromkeys(("names", "author", "former_names"), "did you mean `name`?"),
        **dict.fromkeys(("birth", "birthday", "birthdate", "age", "date_of_birth"), "did you mean `born`?"),
        **dict.fromkeys(("picture", "image", "portrait"), "did you mean `photo`?"),
        **dict.fromkeys(("mail", "e-mail", "emails"), "did you mean `email`?"),
        **dict.fromkeys(("doi", "dois", "arxiv", "url", "urls", "identifiers"), "did you mean `links`?"),
        **dict.fromkeys(("employers", "universities", "institutions"), "did you mean `organizations`?"),
        **dict.fromkeys(("github", "orcid", "linkedin", "handles"), "did you mean `profiles`?"),
        **dict.fromkeys(
            ("supervisors", "supervisor", "students", "coauthors", "co-authors", "authors"),
            "write their names under `words`: `words: [Prof. Berg]`",
        ),
        "metadata": "`name` takes the name out of it",
    }

    name: Instead | None = None
    """The name: a neutral word takes its place, or yours. In the head, the metadata and the footers, among authors and
    inventors, in running text; links whose address has it go."""
    contact: bool = False
    """All five of the next ones."""
    address: bool = False
    """The postal address."""
    phone: bool = False
    """The phone numbers."""
    email: bool = False
    """The e-mail addresses."""
    website: bool = False
    """One's own pages, and links to pages below them."""
    profiles: bool = False
    """One's names on other sites, and links that have them."""
    born: bool = False
    """Date and place of birth."""
    photo: bool = False
    """The picture."""
    links: bool = False
    """DOIs, arXiv numbers, URLs, and the links in running text, of which the words stay."""
    organizations: Instead | None = None
    """What stands as `organization` anywhere; `[…]` takes its place, or your text."""
    references: bool = False
    """The sections of people who can be asked."""
    words: Annotated[list[HiddenWords], BeforeValidator(_words), WithJsonSchema(_WORDS_SCHEMA)] = []
    """Any other words that would tell; `[…]` takes their place, or your text: `words: {ETH Zürich: a university}`."""
    keep: Annotated[
        list[Plain], BeforeValidator(lambda data: [data] if is_scalar(data) else data),
        WithJsonSchema({"anyOf": [SCALAR_SCHEMA, {"type": "array", "items": SCALAR_SCHEMA}]}),
    ] = []  # fmt: skip
    """Phrases that stay although a word of the name is in them: `[Klein bottle, Carsten Rother]`."""

    def asks(self, item: str) -> bool:
        """Whether the item goes, by itself or as a part of `contact`."""
        value = getattr(self, item)
        own = value is True or (isinstance(value, str) and value not in NO)
        return own or (item in CONTACT and self.contact)

    def instead_of(self, item: str, usual: str) -> str:
        """What is printed in its place."""
        value = getattr(self, item)
        return value if isinstance(value, str) and value not in {*YES, *NO} else usual


CONTACT = ("address", "phone", "email", "website", "profiles")
ITEMS = tuple(key for key in Anonymize.model_fields if key not in {"words", "keep"})
"""What a list may name; the rest is for mappings."""


def _items(data: Any) -> Any:
    """A list of items, also as one text with commas, as a mapping."""
    if is_scalar(data):
        node, texts = getattr(data, "node", None), [part.strip() for part in str(data).split(",")]
        for text in texts:
            _check_item(text, ())
        return _with_spots(dict.fromkeys(texts, "true"), node, {text: node.span() for text in texts} if node else {})
    if not _is_list(data):
        return data
    for index, item in enumerate(data):
        _check_item(item, (index,))
    spots: dict[str | int, Span] = {str(item): item.node.span() for item in data if hasattr(item, "node")}
    return _with_spots(dict.fromkeys(map(str, data), "true"), getattr(data, "node", None), spots)


def _with_spots(mapping: dict[str, Any], whole: Place | None, parts: Mapping[str | int, Span]) -> dict[str, Any]:
    found = located(mapping, None)
    found.node = _Spots(whole, parts) if parts else whole  # type: ignore[attr-defined]
    return found


def _check_item(item: Any, path: tuple[int, ...]) -> None:
    if isinstance(item, str) and item in ITEMS:
        return
    if isinstance(item, str) and item in {"words", "keep"}:
        hint = f"write a mapping: `anonymize: {{name: true, {item}: [...]}}`"
        raise refuse_at(path, "bad-value", f"`{item}` needs to be told which", hint)
    word = str(item) if isinstance(item, str) else ""
    hint = Anonymize.elsewhere.get(word.casefold()) or (did_you_mean(word, ITEMS) if word else "")
    everything = f"one of: {', '.join(ITEMS)}"
    raise refuse_at(path, "bad-value", f"{shown(item)} is nothing that can be left out", hint or everything)


AnonymousCopy = Annotated[
    Anonymize, BeforeValidator(_items, json_schema_input_type=str | list[Literal[ITEMS]] | Anonymize)  # type: ignore[valid-type]
]
"""A list of items, or a mapping."""
