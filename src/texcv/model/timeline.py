"""Dated entries: degrees, jobs, offices."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from texcv import dates
from texcv.model.base import Entry, Model, OneOrMany, SectionBase, Tagged
from texcv.model.fields import EndDate, FreeDate, Plain, StartDate, Text, Url, refuse

Details = dict[Plain, Annotated[list[Text], OneOrMany()]]
"""Labelled facts, such as `Thesis` or `Grade`; several values of one label are printed with commas."""


class Dated(Model):
    """Something that happened: at a `date`, or from `start` to `end`. A start alone is half-open: `2025 –`."""

    start: StartDate | None = None
    """When it began; without an end it is printed as `2025 –`."""
    end: EndDate | None = None
    """When it ended; the words are printed in the CV's language."""
    date: FreeDate | None = None
    """In the place of `start` and `end`: one date, or words."""

    @field_validator("end")
    @classmethod
    def _in_order(cls, end: dates.Moment | None, others: ValidationInfo) -> dates.Moment | None:
        start = others.data.get("start")
        if start is not None and end is not None and dates.is_after(start, end):
            raise refuse("end-before-start", f"it ends ({end}) before it starts ({start})", "swap the two")
        return end

    @field_validator("date")
    @classmethod
    def _alone(cls, date: dates.Moment | None, others: ValidationInfo) -> dates.Moment | None:
        if date is None:
            return None
        if others.data.get("start") is not None or others.data.get("end") is not None:
            raise refuse("bad-date", "`date` stands beside `start` or `end`", "keep one of the two ways")
        return date


class Role(Dated, Tagged):
    """One of several roles at the same organization."""

    title: Text
    """The position."""
    location: Text | None = None
    """Where it is another than the organization's."""
    summary: Text | None = None
    """One or more paragraphs."""
    details: Details = {}
    """Facts, each with its label: `Budget: …`; several values are printed with commas."""
    highlights: Annotated[list[Text], OneOrMany()] = []
    """Points below it."""


class TimelineEntry(Dated, Entry):
    """A degree, a job, an office, a project: with a title, an organization, or both."""

    title: Text | None = None
    """The degree, the position, the office, the project."""
    organization: Text | None = None
    """The university, the employer, the society."""
    location: Text | None = None
    """The city, perhaps with the country."""
    url: Url | None = None
    """A page about it; printed, and a link."""
    summary: Text | None = None
    """One or more paragraphs."""
    details: Details = {}
    """Facts, each with its label: `Thesis: …`; several values are printed with commas."""
    highlights: Annotated[list[Text], OneOrMany()] = []
    """Points below it."""
    roles: list[Role] = []
    """Several roles at this organization; the entry itself then has no title."""

    @classmethod
    def examine(cls, data: dict[str, Any]) -> Iterator[PydanticCustomError]:
        """An entry has a title or an organization; with roles, just an organization."""
        title, organization = data.get("title"), data.get("organization")
        if title is None and organization is None:
            yield refuse("missing-key", "an entry needs a `title` or an `organization`", "add one of them")
        elif data.get("roles") and (title is not None or organization is None):
            hint = "titles go into the roles"
            yield refuse("bad-roles", "an entry with `roles` has an `organization` and no `title`", hint)


class TimelineSection(SectionBase):
    """Dated entries: degrees, jobs, offices, projects."""

    kind: Literal["timeline"]
    entries: Annotated[list[TimelineEntry], Field(min_length=1)]
    """In the order on paper."""
