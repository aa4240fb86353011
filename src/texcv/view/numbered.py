"""Lists in groups, numbered: publications and talks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from texcv import model
from texcv.view.pieces import optional, paragraphs, plain
from texcv.view.tree import Group, Part, Piece


def grouped(
    section: model.PublicationsSection | model.TalksSection, entry: Callable[[Any, Piece | None], Part]
) -> Iterator[Group]:
    """The groups of a section; entries without a group are one without a title. `entry` is told each one's number."""
    groups: list[tuple[Piece | None, tuple[Piece, ...], Any]] = [(None, (), section.entries)] if section.entries else []
    groups += [(optional(group, "title"), paragraphs(group, "intro"), group.entries) for group in section.groups]
    numbers = _numbers(section.numbering, [len(entries) for _, _, entries in groups])
    for title, intro, entries in groups:
        yield Group(title, intro, tuple(entry(item, _number(section, next(numbers), item)) for item in entries))


def _number(section: Any, number: int | None, item: model.Model) -> Piece | None:
    return plain(f"{section.prefix or ''}{number}.", item.span("title")) if number else None


def _numbers(numbering: str, lengths: list[int]) -> Iterator[int | None]:
    """A number for each entry, group by group."""
    total = sum(lengths)
    if numbering == "none":
        yield from [None] * total
    elif numbering == "continuous":
        yield from range(1, total + 1)
    elif numbering == "reversed":
        yield from range(total, 0, -1)
    else:
        for length in lengths:
            yield from range(1, length + 1) if numbering == "per group" else range(length, 0, -1)
