"""What all models share: places, unknown keys, and the types of their fields."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Protocol, Self
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ModelWrapValidatorHandler,
    PlainValidator,
    PrivateAttr,
    ValidationError,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, InitErrorDetails, PydanticCustomError, core_schema

from texcv import dates
from texcv.diagnostics import Span, cut, did_you_mean, shown


class Place(Protocol):
    """Where a model was read from: a node of the YAML."""

    def span(self, *path: str | int) -> Span:
        """Where the value at `path` stands."""
        ...

    def key_span(self, *path: str | int) -> Span:
        """Where the last key of `path` stands."""
        ...


class Model(BaseModel):
    """A mapping of the CV. Knows where its values stand, and refuses keys that it does not have."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)

    elsewhere: ClassVar[dict[str, str]] = {}
    """Keys that people try here, and what to tell them."""

    _place: Place | None = PrivateAttr(default=None)

    def span(self, *path: str | int) -> Span | None:
        """Where the value at `path`, from this mapping on, stands in the YAML; None for a model made in Python."""
        return self._place.span(*path) if self._place else None

    def key_span(self, *path: str | int) -> Span | None:
        """Where the last key of `path` stands."""
        return self._place.key_span(*path) if self._place else None

    @classmethod
    def examine(cls, data: dict[str, Any]) -> Iterator[PydanticCustomError]:
        """What is wrong with the mapping as a whole, whether or not its values are right; made with `refuse`."""
        yield from ()

    @model_validator(mode="wrap")
    @classmethod
    def _validate_in_place(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        faults: list[InitErrorDetails] = []
        if isinstance(data, dict):
            faults += [InitErrorDetails(type=fault, input=data) for fault in cls.examine(data)]
        try:
            model = handler(data)
        except ValidationError as fault:
            faults += _name_known_keys(cls, fault)
        if faults:
            raise ValidationError.from_exception_data(cls.__name__, faults)
        if model._place is None:
            model._place = getattr(data, "node", None)
        return model


def _name_known_keys(model: type[Model], fault: ValidationError) -> list[InitErrorDetails]:
    """The errors of `fault`; one about an unknown key of the model itself says which key was meant."""
    errors: list[InitErrorDetails] = []
    for number, item in enumerate(fault.errors(include_url=False)):
        kind: str | PydanticCustomError = item["type"]
        context = item.get("ctx", {})
        if kind == "extra_forbidden" and len(item["loc"]) == 1:
            key = str(item["loc"][0])
            kind = refuse("unknown-key", f"`{cut(key)}` is not a key here", _meant(key, model) if number < MANY else "")
        elif "code" in context:
            kind = refuse(context["code"], context["message"], context["hint"])
        errors.append(InitErrorDetails(type=kind, loc=item["loc"], input=item["input"], ctx=context))
    return errors


MANY = 1000
"""Unknown keys that are told what they may be meant to be; looking for that takes a while for each."""

_SYNONYMS = {
    "title": ("position", "role", "job", "degree", "name", "area", "studytype", "course", "thesis"),
    "organization": ("company", "employer", "institution", "university", "school", "issuer", "host"),
    "issuer": ("organization", "awarder", "institution"),
    "funder": ("organization", "agency", "sponsor"),
    "event": ("conference", "occasion", "venue"),
    "venue": ("journal", "booktitle", "conference", "publication"),
    "name": ("student", "title"),
    "location": ("city", "place", "country"),
    "summary": ("description", "text", "note"),
    "note": ("summary", "description", "comment", "type"),
    "highlights": ("bullets", "points", "items", "achievements"),
    "start": ("from", "since", "start_date", "startdate"),
    "end": ("to", "until", "end_date", "enddate"),
    "date": ("year", "years", "when", "term", "semester"),
    "year": ("date",),
    "inventors": ("authors",),
    "amount": ("sum", "total", "budget", "volume"),
    "rows": ("entries",),
    "label": ("name", "network"),
}
"""What else people and other formats call a key."""


def _meant(key: str, model: type[Model]) -> str:
    """What to write for a key that the model does not have."""
    word, known = key.casefold(), model.model_fields
    synonym = next((name for name, others in _SYNONYMS.items() if word in others and name in known), None)
    return (
        model.elsewhere.get(word)
        or (f"did you mean `{synonym}`?" if synonym else did_you_mean(key, known))
        or f"known keys: {', '.join(known)}"
    )


def refuse(code: str, message: str, hint: str = "") -> PydanticCustomError:
    """The error to raise from a validator: becomes a diagnostic of that code at the value's position."""
    return PydanticCustomError("texcv", "{message}", {"code": code, "message": message, "hint": hint})


def refuse_at(path: tuple[str | int, ...], code: str, message: str, hint: str = "") -> ValidationError:
    """The same for a value inside of the one that is validated."""
    details = InitErrorDetails(type=refuse(code, message, hint), loc=path, input=None)
    return ValidationError.from_exception_data("", [details])


@dataclass(frozen=True, slots=True)
class Shorthand:
    """Lets a bare text stand for a mapping with that one field."""

    field: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self._expand, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": [SCALAR_SCHEMA, handler(schema)]}

    def _expand(self, data: Any) -> Any:
        return located({self.field: data}, data) if isinstance(data, str) else data


@dataclass(frozen=True, slots=True)
class OneOrMany:
    """Lets a single value stand for a list of one."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self._wrap, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        many = handler(schema)
        return {"anyOf": [many["items"], many]}

    @staticmethod
    def _wrap(data: Any) -> Any:
        return [data] if isinstance(data, (str, dict)) else data


def located(mapping: dict[str, Any], origin: Any) -> dict[str, Any]:
    """The mapping, as if it had been written where `origin` was."""
    result = _Located(mapping)
    result.node = getattr(origin, "node", None)
    return result


class _Located(dict[str, Any]):
    node: Any


_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
"""Categories of Unicode: none of them leaves a mark on paper, so that nobody could read it back."""


_JOINER = re.compile("(?<=[\u0620-\u0dff])[\u200c\u200d]")


def printable(text: str) -> str:
    """Text that can be typeset: no control, format or private characters, surrogates or noncharacters.

    In Arabic, Persian and the scripts of India, a joiner behind a letter tells the form of letters.
    """
    for char in _JOINER.sub("", text):
        if char not in "\n\t" and (unicodedata.category(char) in _INVISIBLE or _is_no_character(ord(char))):
            name = unicodedata.name(char, "").lower()
            message = f"U+{ord(char):04X}{f' ({name})' if name else ''} is not a character that can be printed"
            raise refuse("bad-character", message, "remove it")
    if not text.strip():
        raise refuse("empty-value", "the text is empty", "write something, or remove the key")
    return text.strip()


def _is_no_character(code: int) -> bool:
    """Whether it is one of Unicode's 66 noncharacters (section 23.7)."""
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


SCALAR_SCHEMA = {"type": ["string", "number", "boolean"]}
"""What an editor sees as a text: texcv keeps `1.10` and `no` as they are written, so they need no quotes."""

Plain = Annotated[str, AfterValidator(printable), WithJsonSchema(SCALAR_SCHEMA)]
"""Text that is printed as it stands: names, numbers, labels."""

Text = Annotated[str, AfterValidator(printable), WithJsonSchema(SCALAR_SCHEMA)]
"""Text in which in-line Markdown is understood."""


def _date(parse: Callable[[str], dates.Moment]) -> PlainValidator:
    def validate(data: Any) -> dates.Moment:
        if isinstance(data, dates.PartialDate):
            return data
        if not isinstance(data, str):
            raise PydanticCustomError("string_type", "a date")
        try:
            return parse(printable(data))
        except dates.DateError as fault:
            raise refuse("bad-date", str(fault), fault.hint) from None

    return PlainValidator(validate)


def _date_schema(description: str) -> WithJsonSchema:
    return WithJsonSchema({"type": ["string", "integer"], "description": description})


StartDate = Annotated[dates.Moment, _date(dates.parse_start), _date_schema("a date, or a term such as `WS 24/25`")]
EndDate = Annotated[
    dates.Moment, _date(dates.parse_end), _date_schema("a date, a term, or one of `present`, `today`, `ongoing`")
]
FreeDate = Annotated[dates.Moment, _date(dates.parse_moment), _date_schema("a date, or words such as `2024 & 2026`")]


def _url(text: str) -> str:
    text = printable(text)
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError as fault:
        raise refuse("bad-url", f"{shown(text)} is not a URL: {fault}") from None
    if parts.scheme not in {"http", "https"}:
        better = "" if ":" in text.split("/")[0] else f"write https://{cut(text)}"
        raise refuse("bad-url", f"{shown(text)} does not start with https:// or http://", better)
    if any(char.isspace() for char in text):
        raise refuse("bad-url", f"{shown(text)} has a space in it", "write %20 for a space")
    if "." not in host.strip(".") and host != "localhost":
        raise refuse("bad-url", f"{shown(text)} has no host such as example.org")
    return text


Url = Annotated[str, AfterValidator(_url), WithJsonSchema({"type": "string", "pattern": "^https?://"})]
"""An absolute http or https address."""


def _email(text: str) -> str:
    from email_validator import EmailNotValidError, validate_email

    text = printable(text)
    if len(text) > 254:  # RFC 5321, 4.5.3.1.3; the library would take minutes to find that out
        raise refuse("bad-email", f"{shown(text)} is not an e-mail address", "it has at most 254 characters")
    try:
        validate_email(text, check_deliverability=False, allow_smtputf8=True, test_environment=True)
    except EmailNotValidError as fault:
        raise refuse("bad-email", f"{shown(text)} is not an e-mail address", str(fault)) from None
    return text


Email = Annotated[str, AfterValidator(_email), WithJsonSchema({"type": "string", "format": "email"})]
"""An address as RFC 5321 and RFC 6531 have it, as typed."""


class SectionBase(Model):
    """What every kind has."""

    body: ClassVar[str] = "entries"
    """The field that a section is about: it may be written alone in the place of the section."""

    title: Text | None = None
    """The title on paper, where it is another than the standard one or the key."""
    intro: Text | None = None
    """One or more paragraphs below the title."""
