"""Tables: figures about one's work, and tables of any text."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationInfo, WithJsonSchema, field_validator

from texcv.diagnostics import cut
from texcv.model.base import OneOrMany, SectionBase
from texcv.model.fields import SCALAR_SCHEMA, FreeDate, Markdown, Plain, Text, Url, printable, refuse_at

MAX_COLUMNS = 8
"""More don't fit the width of a page."""

Cell = Annotated[
    str, AfterValidator(lambda text: printable(text) if text.strip() else ""), WithJsonSchema(SCALAR_SCHEMA)
]
"""Text with in-line Markdown, or nothing."""


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}{'s' * (number != 1)}"


class MetricsSection(SectionBase):
    """Figures about one's work, and where they come from."""

    body = "rows"

    kind: Literal["metrics"]
    columns: Annotated[list[Text], OneOrMany(), Field(max_length=MAX_COLUMNS - 1)] = []
    """What the figures of a row count: `[All, Since 2020]`; not needed for one figure a row."""
    rows: Annotated[dict[Plain, Annotated[list[Plain], OneOrMany()]], Field(min_length=1)]
    """Labels, each with a figure for every column: `h-index: [34, 33]`."""
    source: Markdown | None = None
    """Who counted."""
    url: Url | None = None
    """Where the source is found; the source becomes a link."""
    retrieved: FreeDate | None = None
    """When the figures were read."""

    @field_validator("rows")
    @classmethod
    def _fit(cls, rows: dict[str, list[str]], others: ValidationInfo) -> dict[str, list[str]]:
        if "columns" not in others.data:
            return rows  # they are refused themselves
        wanted = len(others.data["columns"] or [""])
        for label, figures in rows.items():
            if len(figures) != wanted:
                message = f"`{cut(label)}` has {_counted(len(figures), 'figure')}, not {wanted}"
                hint = "write one for each of the `columns`" if others.data["columns"] else "name the `columns`"
                raise refuse_at((label,), "bad-row", message, hint)
        return rows


class TableSection(SectionBase):
    """A table of texts."""

    body = "rows"

    kind: Literal["table"]
    columns: Annotated[list[Cell], Field(max_length=MAX_COLUMNS)] = []
    """The heads of the columns."""
    rows: Annotated[list[Annotated[list[Cell], Field(min_length=1, max_length=MAX_COLUMNS)]], Field(min_length=1)]
    """Rows of cells, a cell for every column; an empty text is an empty cell."""

    @field_validator("rows")
    @classmethod
    def _fit(cls, rows: list[list[str]], others: ValidationInfo) -> list[list[str]]:
        if "columns" not in others.data:
            return rows  # they are refused themselves
        wanted = len(others.data["columns"] or rows[0])
        for index, cells in enumerate(rows):
            if len(cells) != wanted:
                message = f"the row has {_counted(len(cells), 'cell')}, not {wanted}"
                raise refuse_at((index,), "bad-row", message, 'write "" for an empty cell')
        return rows
