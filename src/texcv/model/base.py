"""What all models share: places, unknown keys, and the types of their fields."""

from collections.abc import Iterator
from importlib import import_module
from typing import Annotated, Any, ClassVar, Protocol, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    ModelWrapValidatorHandler,
    PrivateAttr,
    ValidationError,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, InitErrorDetails, PydanticCustomError, core_schema

from texcv.diagnostics import Span, cut, did_you_mean, shown
from texcv.frozen import frozen
from texcv.model.fields import SCALAR_SCHEMA, Plain, Text, refuse


class Place(Protocol):
    """Where a model was read from: a node of the YAML."""

    def span(self, *path: str | int) -> Span:
        """Where the value at `path` stands."""
        ...

    def key_span(self, *path: str | int) -> Span:
        """Where the last key of `path` stands."""
        ...

    def is_raw(self, *path: str | int) -> bool:
        """Whether the value at `path` is LaTeX."""
        ...


class Model(BaseModel):
    """A mapping of the CV. Knows where its values stand, and refuses keys that it does not have."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    elsewhere: ClassVar[dict[str, str]] = {}
    """Keys that people try here, and what to tell them."""

    _place: Place | None = PrivateAttr(default=None)

    def span(self, *path: str | int) -> Span | None:
        """Where the value at `path`, from this mapping on, stands in the YAML; None for a model made in Python."""
        return self._place.span(*path) if self._place else None

    def key_span(self, *path: str | int) -> Span | None:
        """Where the last key of `path` stands."""
        return self._place.key_span(*path) if self._place else None

    def is_raw(self, *path: str | int) -> bool:
        """Whether the value at `path` was tagged `!tex`."""
        return self._place.is_raw(*path) if self._place else False

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
    if word in {"tags", "selected"}:
        return f"only sections, entries{', roles and highlights have' if word == 'tags' else ' have'} `{word}`"
    return (
        model.elsewhere.get(word)
        or (f"did you mean `{synonym}`?" if synonym else did_you_mean(key, known))
        or f"known keys: {', '.join(known)}"
    )


@frozen
class Deferred:
    """A model that is loaded, and whose validator is built, when there is something for it: few CVs have all kinds of
    sections. In an annotation it stands behind the model, or behind `Any` where that is not loaded yet.
    """

    whole: ClassVar[bool] = False
    """Whether it is a part of what refers to it from the start, as the JSON Schema needs it."""

    module: str
    name: str

    @property
    def model(self) -> type[Model]:
        """The model itself."""
        found: type[Model] = getattr(import_module(self.module), self.name)
        return found

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        if self.whole:
            return handler.generate_schema(self.model)
        return core_schema.no_info_plain_validator_function(lambda data: self.model.model_validate(data))


@frozen
class Shorthand:
    """Lets a bare text, or with `lists` a list of texts, stand for a mapping with that one field."""

    field: str
    lists: bool = False

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self._expand, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        many = [{"type": "array", "items": SCALAR_SCHEMA}] if self.lists else []
        return {"anyOf": [SCALAR_SCHEMA, *many, handler(schema)]}

    def _expand(self, data: Any) -> Any:
        short = is_scalar(data) or (self.lists and isinstance(data, list))
        return located({self.field: data}, data) if short else data


class OneOrMany:
    """Lets a single value stand for a list of one."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self._wrap, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        many = handler(schema)
        return {"anyOf": [many["items"], many]}

    @staticmethod
    def _wrap(data: Any) -> Any:
        return [data] if is_scalar(data) or isinstance(data, dict) else data


def is_scalar(data: Any) -> bool:
    """Whether it is a text, or LaTeX."""
    return isinstance(data, str) or hasattr(data, "raw_tex")


def located(mapping: dict[str, Any], origin: Any) -> dict[str, Any]:
    """The mapping, as if it had been written where `origin` was."""
    result = _Located(mapping)
    result.node = getattr(origin, "node", None)
    return result


class _Located(dict[str, Any]):
    node: Any


def _tag(text: str) -> str:
    if "," in text:
        raise refuse("bad-value", f"{shown(text)} is several tags", f"write [{cut(text)}]")
    return text


Tags = Annotated[list[Annotated[Plain, AfterValidator(_tag)]], OneOrMany()]
"""Words by which a variant chooses."""


class Tagged(Model):
    """What a variant may leave out."""

    tags: Tags = []
    """The versions of the CV that it is for; what has no tags is in all of them."""


class Entry(Tagged):
    """What a section consists of."""

    selected: bool = False
    """Whether a variant that limits the section to what is selected keeps it."""


class SectionBase(Tagged):
    """What every kind has."""

    body: ClassVar[str] = "entries"
    """The field that a section is about: it may be written alone in the place of the section."""

    title: Text | None = None
    """The title on paper, where it is another than the standard one or the key."""
    intro: Text | None = None
    """One or more paragraphs below the title."""
