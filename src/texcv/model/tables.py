"""Tables: figures about one's work, and tables of any text."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationInfo, WithJsonSchema, field_validator

from texcv.model.base import SCALAR_SCHEMA, FreeDate, OneOrMany, Plain, SectionBase, Text, Url, printable, refuse_at

MAX_COLUMNS = 8
"""More don't fit the width of a page."""

Cell = Annotated[
    str, AfterValidator(lambda text: printable(text) if text.strip() else ""), WithJsonSchema(SCALAR_SCHEMA)
]
"""Text with in-line Markdown, or nothing."""


class MetricsSection(SectionBase):
    """Figures about one's work, and where they come from."""

    body = "rows"

    kind: Literal["metrics"]
    columns: Annotated[list[Text], OneOrMany(), Field(max_length=MAX_COLUMNS - 1)] = []
    """What each figure of a row counts: `[All, Since 2020]`."""
    rows: Annotated[dict[Plain, Annotated[list[Plain], OneOrMany()]], Field(min_length=1)]
    """A label and its figures, one for each column: `h-index: [34, 33]`."""
    source: Text | None = None
    url: Url | None = None
    """Where the source is found."""
    retrieved: FreeDate | None = None

    @field_validator("rows")
    @classmethod
    def _fit(cls, rows: dict[str, list[str]], others: ValidationInfo) -> dict[str, list[str]]:
        wanted = len(others.data.get("columns") or [""])
        for label, figures in rows.items():
            if len(figures) != wanted:
                message = f"`{label}` has {len(figures)} figures, not {wanted}"
                raise refuse_at((label,), "bad-row", message, "write one for each of the `columns`")
        return rows


class TableSection(SectionBase):
    """A table of texts."""

    body = "rows"

    kind: Literal["table"]
    columns: Annotated[list[Cell], Field(max_length=MAX_COLUMNS)] = []
    """The heads of the columns."""
    rows: Annotated[list[Annotated[list[Cell], Field(min_length=1, max_length=MAX_COLUMNS)]], Field(min_length=1)]
    """The cells of each row; an empty text is an empty cell."""

    @field_validator("rows")
    @classmethod
    def _fit(cls, rows: list[list[str]], others: ValidationInfo) -> list[list[str]]:
        wanted = len(others.data.get("columns") or rows[0])
        for index, cells in enumerate(rows):
            if len(cells) != wanted:
                message = f"the row has {len(cells)} cells, not {wanted}"
                raise refuse_at((index,), "bad-row", message, 'write "" for an empty cell')
        return rows
