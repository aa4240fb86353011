"""Publications and their authors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from texcv.diagnostics import shown
from texcv.model.base import Entry, Model, SectionBase, Shorthand, Tagged, located
from texcv.model.fields import FreeDate, Markdown, Plain, Text, Url, refuse


class Author(Model):
    """An author; a bare text is one without a mark."""

    name: Markdown
    """As it is printed: `Ada Example`, `A. Example`."""
    equal: bool = False
    """One of those who contributed equally; marks are explained above the list."""
    corresponding: bool = False
    """The corresponding author."""
    senior: bool = False
    """The senior author."""


def _split_authors(data: Any) -> Any:
    """One text is a list: names with semicolons between them, or else with commas or `and`."""
    if isinstance(data, dict):
        return [data]
    if not isinstance(data, str):
        return data
    line = re.sub(r"[ \t\n]+", " ", data.strip())  # many spaces would take the patterns below for ever
    names = re.split(r"\s?;\s?" if ";" in line else r"\s?,\s?(?:and\s)?|\sand\s|\s&\s", line)
    return [located({"name": name}, data) for name in names if name] or data


Authors = Annotated[
    list[Annotated[Author, Shorthand("name")]],
    BeforeValidator(_split_authors, json_schema_input_type=str | Author | list[str | Author]),
]
"""A list, or one text with commas or semicolons between the names."""


def _doi(text: str) -> str:
    """A DOI name, as section 2.2 of the DOI Handbook has it, without a resolver before it."""
    name = re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", text, flags=re.IGNORECASE)
    if not re.fullmatch(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/\S+", name):
        raise refuse("bad-doi", f"{shown(text)} is not a DOI", "write it as 10.1234/abcd")
    return name


def _arxiv(text: str) -> str:
    """An arXiv identifier of either scheme (arxiv.org, "Understanding the arXiv identifier")."""
    name = re.sub(r"^(?:https?://arxiv\.org/abs/|arxiv:\s*)", "", text, flags=re.IGNORECASE)
    if not re.fullmatch(r"[0-9]{4}\.[0-9]{4,5}(?:v[0-9]+)?|[a-z\-]+(?:\.[A-Z]{2})?/[0-9]{7}(?:v[0-9]+)?", name):
        raise refuse("bad-arxiv", f"{shown(text)} is not an arXiv identifier", "write it as 2301.12345")
    return name


class Publication(Entry):
    """A paper, a book, a thesis."""

    title: Text
    """What it is called."""
    authors: Authors = []
    """A list, or one text with commas or semicolons between the names; one's own is found and set in bold."""
    editors: bool = False
    """Whether the authors are the editors."""
    year: FreeDate | None = None
    """When it came out, or will."""
    venue: Text | None = None
    """The journal, the conference, the book."""
    volume: Text | None = None
    """Of the journal."""
    number: Text | None = None
    """The issue of the volume."""
    pages: Text | None = None
    """`45–67`, or the number of the article."""
    publisher: Text | None = None
    """Of a book."""
    isbn: Plain | None = None
    """Printed with `ISBN` before it."""
    status: Literal["published", "accepted", "in press", "under review", "preprint"] | None = None
    """Printed in the CV's language, except `published`."""
    award: Text | None = None
    """`Best paper`, `Spotlight`."""
    impact_factor: Plain | None = None
    """Printed with `IF` before it."""
    note: Text | None = None
    """What else there is to say."""
    doi: Annotated[Plain, AfterValidator(_doi)] | None = None
    """`10.1234/abcd`; printed, and a link."""
    arxiv: Annotated[Plain, AfterValidator(_arxiv)] | None = None
    """`2301.12345`; printed, and a link."""
    links: dict[Plain, Url] = {}
    """Words, and where each leads: `Code: https://…`."""


class PublicationGroup(Tagged):
    """Publications under a title of their own."""

    title: Text
    """The title of the group."""
    intro: Text | None = None
    """One or more paragraphs below the title."""
    entries: Annotated[list[Publication], Field(min_length=1)]
    """In the order on paper."""


class NumberedSection(SectionBase):
    """What stands in one list or in groups, and may be numbered."""

    numbering: Literal["none", "continuous", "per group", "reversed", "reversed per group"] = "none"
    """Whether they are numbered: through all groups or group by group, upwards or downwards."""
    prefix: Plain | None = None
    """What stands before each number: the `J` of `J12`."""

    @classmethod
    def examine(cls, data: dict[str, Any]) -> Iterator[PydanticCustomError]:
        """Either entries or groups."""
        given = [data[key] for key in ("entries", "groups") if data.get(key)]
        if not given or (len(given) == 2 and all(isinstance(value, list) for value in given)):
            hint = "keep one of them" if given else "add one of them, or remove the section"
            yield refuse("missing-key", f"{data.get('kind')} have either `entries` or `groups`", hint)


class PublicationsSection(NumberedSection):
    """Publications, in one list or in groups. One's own name is found among the authors, and set in bold."""

    kind: Literal["publications"]
    max_authors: Annotated[int, Field(ge=1)] | None = None
    """Longer author lists are cut there; one's own name stays."""
    citation: Literal["title first", "authors first", "one line"] = "title first"
    """What a citation begins with, or all of it in one line; `authors first` prints names as `Family AB`."""
    entries: list[Publication] = []
    """The publications, in the order on paper; or else `groups`."""
    groups: list[PublicationGroup] = []
    """Lists of publications, each with its own title; or else `entries`."""
