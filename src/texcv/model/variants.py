"""Versions of a CV: what each keeps, leaves out and says differently. The stage `select` makes them."""

import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, SkipValidation, WithJsonSchema
from pydantic_core import PydanticCustomError

from texcv.diagnostics import shown
from texcv.model.anonymity import AnonymousCopy
from texcv.model.base import Model, OneOrMany, Tags, is_scalar, located
from texcv.model.fields import SCALAR_SCHEMA, Plain, Text, refuse
from texcv.model.language import Language


class Limit(Model):
    """How many entries of a section are kept, and which; a bare number is the count."""

    count: Annotated[int, Field(ge=1)] | None = None
    """How many at the most; groups count together."""
    choose: Literal["newest", "first", "selected"] = "newest"
    """Those with the latest dates, those that stand first, or the newest of those with `selected: true`."""

    @classmethod
    def examine(cls, data: dict[str, Any]) -> Iterator[PydanticCustomError]:
        """A limit limits."""
        if data.get("count") is None and data.get("choose") != "selected":
            yield refuse("missing-key", "a limit needs a `count`", "only `choose: selected` does without")


def _count(data: Any) -> Any:
    return located({"count": data}, data) if is_scalar(data) else data


Count = Annotated[int, Field(ge=1)]
Limited = Annotated[Limit, BeforeValidator(_count, json_schema_input_type=Count | Limit)]
Title = Annotated[Text | dict[Plain, Text], WithJsonSchema(SCALAR_SCHEMA)]

_ELSEWHERE = {
    **dict.fromkeys(("exclude", "hide", "without", "remove", "skip"), "did you mean `omit` or `not_tags`?"),
    **dict.fromkeys(("include", "only", "keep", "tag"), "did you mean `tags`?"),
    **dict.fromkeys(("sections", "sort"), "did you mean `order` or `omit`?"),
    **dict.fromkeys(("titles", "title"), "did you mean `rename`?"),
    **dict.fromkeys(("override", "overrides", "values"), "did you mean `set`?"),
    **dict.fromkeys(("base", "parent", "inherits"), "did you mean `extends`?"),
    **dict.fromkeys(("language", "lang"), "did you mean `locale`?"),
    **dict.fromkeys(("color", "font", "font_size", "paper"), "it goes into `options:`"),
    **dict.fromkeys(("headline", "photo", "contact", "name"), "other values go into `set:`"),
    "design": "write its `template`, `options` and `max_pages` without it",
}


class Variant(Model):
    """A version of the CV, made with `--variant NAME`; it may be empty."""

    elsewhere = _ELSEWHERE

    extends: Plain | None = None
    """Another variant, of which this one has all that it does not say itself."""
    tags: Tags = []
    """Of what has tags, only what has one of these is kept; without any, all is kept."""
    not_tags: Tags = []
    """What has one of these is left out."""
    omit: Annotated[list[Plain], OneOrMany()] = []
    """Sections that are left out, and other values by their paths: `photo`, `contact.address`."""
    order: Annotated[list[Plain], OneOrMany()] = []
    """Sections that come first, in this order; the others follow in theirs."""
    rename: dict[Plain, Title] = {}
    """Sections, each with another title."""
    limit: dict[Plain, Limited] = {}
    """Sections, each with the number of entries that are kept, or with a mapping."""
    set: dict[Plain, Any] = {}
    """Paths, each with the value that takes the place of what stands there: `contact.email: me@example.org`."""
    template: Plain | None = None
    """In the place of that of the `design`."""
    options: dict[Plain, Any] = {}
    """Options of the template, in the place of those of the `design`."""
    locale: Language | None = None
    """The language, in the place of the CV's."""
    max_pages: Annotated[int, Field(ge=1)] | None = None
    """A PDF with more pages is refused."""
    anonymize: SkipValidation[AnonymousCopy | None] = None  # with texts by language, it is looked at in its place
    """In the place of the CV's own; `[]` takes nothing out."""


def _name(text: str) -> str:
    if not re.fullmatch(r"\w[\w-]*", text):
        hint = "it becomes a part of file names: write letters, digits, - and _"
        raise refuse("bad-variant", f"{shown(text)} can't be the name of a variant", hint)
    return text


VariantName = Annotated[str, AfterValidator(_name)]
