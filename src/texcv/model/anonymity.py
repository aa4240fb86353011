"""What an anonymous copy leaves out."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, ValidationError, WithJsonSchema
from pydantic_core import InitErrorDetails, PydanticCustomError

from texcv.diagnostics import Span, cut, did_you_mean, shown
from texcv.frozen import frozen
from texcv.model.base import Deferred, Model, Place, is_scalar, located
from texcv.model.fields import SCALAR_SCHEMA, Plain, printable, refuse, refuse_at

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


@frozen
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


MAX_WORDS = 100
"""Words and phrases of one's own; each is looked for in every text."""


def _few(data: Any) -> Any:
    if isinstance(data, (list, dict)) and len(data) > MAX_WORDS:
        raise refuse(
            "too-large",
            f"there are {len(data):,}, and no more than {MAX_WORDS} are looked for",
            "keep the most telling",
        )
    return [data] if is_scalar(data) else data


def _words(data: Any) -> Any:
    """One text, a list of texts, or a mapping of texts to what stands in their place."""
    data = _few(data)
    if isinstance(data, dict):
        place = getattr(data, "node", None)
        return [_at(_hidden(key, value), place, key) for key, value in data.items()]
    return [located({"text": item}, item) if is_scalar(item) else item for item in data] if _is_list(data) else data


def _hidden(key: str, value: Any) -> dict[str, Any]:
    """Words of a mapping and what stands in their place, which is looked at here, where its position is known."""
    if value is None or (is_scalar(value) and str(value).casefold() in YES):
        return {"text": key}
    if not isinstance(value, str):
        raise refuse_at((key,), "wrong-type", f"{shown(key)} can be replaced by a text only", "write a text")
    try:
        return {"text": key, "instead": _unmarked(printable(value))}
    except PydanticCustomError as fault:
        context = fault.context or {}
        raise refuse_at((key,), context["code"], context["message"], context["hint"]) from None


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
    """What an anonymous copy leaves out: as a list, `[name, contact, photo]`, or as a mapping, which can say what is
    printed in its place: `{name: Applicant 17, contact: true}`. See [anonymous.md](anonymous.md)."""

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
    """Wherever it stands, also among authors; a neutral word takes its place, or yours. Links that have it go."""
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
        list[Plain], BeforeValidator(_few),
        WithJsonSchema({"anyOf": [SCALAR_SCHEMA, {"type": "array", "items": SCALAR_SCHEMA}]}),
    ] = []  # fmt: skip
    """Phrases that stay although a word of the name is in them: `[Klein bottle, Carsten Rother]`."""

    @property
    def asks_nothing(self) -> bool:
        """Whether the CV is to be as it is."""
        return not self.words and not any(self.asks(item) for item in ITEMS)

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
        faults = [fault for text in texts for fault in _item_faults(text, ())]
        spots: dict[str | int, Span] = {text: node.span() for text in texts} if node else {}
    elif _is_list(data):
        node, texts = getattr(data, "node", None), [str(item) for item in data]
        faults = [fault for index, item in enumerate(data) for fault in _item_faults(item, (index,))]
        spots = {str(item): item.node.span() for item in data if hasattr(item, "node")}
    else:
        for key in data if isinstance(data, dict) else ():
            if data[key] is None:  # a copy that hides less than its author thinks is worse than none
                raise refuse_at((key,), "empty-value", f"`{cut(key)}` is empty", "write true, or remove the key")
        return data
    if faults:
        raise ValidationError.from_exception_data("", faults)
    return _with_spots(dict.fromkeys(texts, "true"), node, spots)


def _with_spots(mapping: dict[str, Any], whole: Place | None, parts: Mapping[str | int, Span]) -> dict[str, Any]:
    found = located(mapping, None)
    found.node = _Spots(whole, parts) if parts else whole  # type: ignore[attr-defined]
    return found


def _item_faults(item: Any, path: tuple[int, ...]) -> Iterator[InitErrorDetails]:
    """What is wrong with an item of a list."""
    word = str(item) if isinstance(item, str) else ""
    if word in ITEMS:
        return
    hint = Anonymize.elsewhere.get(word.casefold()) or (did_you_mean(word, ITEMS) if word else "")
    message, hint = f"{shown(item)} is nothing that can be left out", hint or f"one of: {', '.join(ITEMS)}"
    if word in {"words", "keep"}:
        message, hint = f"`{word}` has to be told which", f"write a mapping: `anonymize: {{name: true, {word}: [...]}}`"
    yield InitErrorDetails(type=refuse("bad-value", message, hint), loc=path, input=item)


AnonymousCopy = Annotated[
    Anonymize,
    Deferred(__name__, "Anonymize"),
    BeforeValidator(_items, json_schema_input_type=str | list[Literal[ITEMS]] | Anonymize),  # type: ignore[valid-type]
]
"""A list of items, or a mapping."""
