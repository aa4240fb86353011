"""The entries of a section that are newest, first or selected."""

from __future__ import annotations

import re
from dataclasses import replace

from texcv import dates
from texcv.source import Node

_NEVER, _SOON, _NOW = (0, 0, 0), (9998, 0, 0), (9999, 0, 0)

_TERM = re.compile(r"(WS|SS|WiSe|SoSe) ?((?:20)?[0-9]{2})(?:/.*)?")
"""A term of a university, and the year in which it begins."""

Day = tuple[int, int, int]


def has_entries(section: Node) -> bool:
    """Whether a section consists of what can be counted."""
    return bool(_entries(section))


def has_selected(section: Node) -> bool:
    """Whether any entry of the section is marked as selected."""
    return any(map(_is_selected, _entries(section)))


def limited(section: Node, count: int | None, choose: str) -> Node | None:
    """The section with `count` of its entries at the most, chosen as `Limit` says; None if none is left."""
    ranked = [entry for entry in _entries(section) if choose != "selected" or _is_selected(entry)]
    if choose != "first":
        ranked = sorted(ranked, key=_age, reverse=True)  # stable: those of one day stay in the order on paper
    chosen = {id(entry) for entry in ranked[:count]}
    return _only(section, chosen)


def _entries(section: Node) -> list[Node]:
    """The entries of a section, of all its groups."""
    if section.kind == "sequence":
        return list(section.items)
    if groups := section.find("groups"):
        return [entry for group in groups.items for entry in _entries(group)]
    body = section.find("entries") or section.find("rows")
    return [*body.items, *(value for _, value in body.pairs)] if body else []


def _only(node: Node, chosen: set[int]) -> Node | None:
    """The section, the group or the list with what is chosen; None if that is nothing."""
    if node.kind == "sequence":
        items = tuple(item for item in node.items if id(item) in chosen)
        return replace(node, items=items) if items else None
    pairs = [(key, _only_below(key.text or "", value, chosen)) for key, value in node.pairs]
    kept = tuple((key, value) for key, value in pairs if value is not None)
    return replace(node, pairs=kept) if len(kept) == len(pairs) else None


def _only_below(key: str, value: Node, chosen: set[int]) -> Node | None:
    if key == "groups":
        groups = tuple(group for old in value.items if (group := _only(old, chosen)) is not None)
        return replace(value, items=groups) if groups else None
    if key not in {"entries", "rows"} or value.kind == "scalar":
        return value
    if value.kind == "mapping":  # labelled rows, or the only entry
        rows = tuple(pair for pair in value.pairs if id(pair[1]) in chosen)
        return replace(value, pairs=rows) if rows else None
    return _only(value, chosen)


def _is_selected(entry: Node) -> bool:
    node = entry.find("selected")
    return node is not None and (node.text or "").casefold() in {"true", "yes", "on", "1", "t", "y"}  # as pydantic


# --- how new an entry is --------------------------------------------------------------------


def _age(entry: Node) -> tuple[Day, Day]:
    """When an entry ended, or will, and when it began; what has no date, nor anything that tells one, is oldest."""
    start, end = (_day(_text(entry, key)) for key in ("start", "end"))
    if end or start:
        return end or _NOW, start or _NEVER  # without an end, it goes on
    for key in ("date", "year"):
        if words := _text(entry, key):
            day = _day(words) or _SOON  # `in press`
            return day, day
    parts = [part for key in ("roles", "filings") if (node := entry.find(key)) for part in node.items]
    if parts:
        return max(map(_age, parts))
    return (_SOON, _SOON) if _text(entry, "status") not in {"", "published"} else (_NEVER, _NEVER)


def _text(entry: Node, key: str) -> str:
    node = entry.find(key)
    while node and node.kind == "mapping" and node.pairs:  # in several languages
        node = node.pairs[0][1]
    return (node.text or "").strip() if node and node.kind == "scalar" else ""


def _day(text: str) -> Day | None:
    """The day that a text tells, as far as it does: `2021-10`, `present`, `WS 24/25`, `2024 & 2026`."""
    if text.casefold() in dates.OPEN_WORDS:
        return _NOW
    try:
        date = dates.parse_date(text)
    except dates.DateError:
        if match := _TERM.fullmatch(text):
            return int(match[2][-2:]) + 2000, 10 if match[1].startswith("W") else 4, 0
        years = [int(year) for year in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", text)]
        return (max(years), 0, 0) if years else None
    return date.year, date.month or 0, date.day or 0
