"""Nodes -> a `Cv`, or every fault with its position."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from texcv.diagnostics import Diagnostic, Span, did_you_mean, error, warning
from texcv.model import KINDS, STANDARD_SECTIONS, Cv
from texcv.source import Node, to_data


def validate(root: Node) -> tuple[Cv | None, list[Diagnostic]]:
    """The CV that the nodes describe, and what there is to say about them; no CV if any of that is an error."""
    try:
        cv = Cv.model_validate(to_data(root))
    except ValidationError as fault:
        faults = [_diagnostic(item, root) for item in fault.errors(include_url=False)]
        return None, sorted(faults, key=_position)
    return cv, [*_doubtful_titles(cv, root)]


def _position(diagnostic: Diagnostic) -> tuple[int, int]:
    span = diagnostic.span
    return (span.line, span.column) if span else (0, 0)


def _diagnostic(item: Any, root: Node) -> Diagnostic:
    """One error of pydantic's list, in our words, at its position."""
    kind, path, context = item["type"], _path(item["loc"], root), item.get("ctx", {})
    key = str(path[-1]) if path else ""
    if "code" in context:
        span = root.key_span(*path) if context["code"] == "unknown-key" else _value_or_head(root, path)
        return error(context["code"], context["message"], span, context["hint"])
    if kind == "missing":
        return error("missing-key", f"`{key}` is missing", root.key_span(*path), f"add `{key}:`")
    if kind.startswith("union_tag"):
        return _unknown_kind(item, path, root)
    if kind == "literal_error":
        choices = [choice.strip("' ") for choice in context["expected"].replace(" or ", ", ").split(", ")]
        hint = did_you_mean(str(item["input"]), choices) or f"one of: {', '.join(choices)}"
        return error("bad-value", f"`{key}` can't be {_found(item['input'])}", _value_or_head(root, path), hint)
    return _wrong_type(item, path, root)


_EXPECTED = {"string_type": "a text", "list_type": "a list", "dict_type": "a mapping", "model_type": "a mapping"}


def _wrong_type(item: Any, path: list[str | int], root: Node) -> Diagnostic:
    value, expected = item["input"], _EXPECTED.get(item["type"], item["msg"])
    what = f"`{path[-1]}`" if path and isinstance(path[-1], str) else "an item"
    if value is None:
        return error("empty-value", f"{what} is empty", root.key_span(*path), f"write {expected}, or remove the key")
    hint = ""
    if expected == "a text" and isinstance(value, dict):
        hint = 'put a text with a colon in quotes: "Title: subtitle"'
    elif expected == "a list" and not isinstance(value, (list, dict)):
        hint = "start each item on a line of its own with `- `"
    return error("wrong-type", f"{what} must be {expected}, not {_found(value)}", _value_or_head(root, path), hint)


def _unknown_kind(item: Any, path: list[str | int], root: Node) -> Diagnostic:
    data, name = item["input"], str(path[-1])
    if not isinstance(data, dict):
        what = f"section `{name}` must be a text, a list or a mapping, not {_found(data)}"
        return error(
            "wrong-type" if data is not None else "empty-value", what, root.key_span(*path), "fill it or remove it"
        )
    kind, kinds = data.get("kind"), ", ".join(KINDS)
    if kind is None:
        near = did_you_mean(name, STANDARD_SECTIONS)
        return error("missing-key", f"section `{name}` needs a `kind`", root.key_span(*path), f"one of: {kinds}", near)
    hint = did_you_mean(str(kind), KINDS) or f"one of: {kinds}"
    return error("unknown-kind", f"{_found(kind)} is not a kind of section", root.span(*path, "kind"), hint)


def _found(value: Any) -> str:
    if isinstance(value, str):
        return f'"{value if len(value) <= 40 else value[:39] + "…"}"'
    if isinstance(value, list):
        return "a list"
    return "a mapping" if isinstance(value, dict) else "nothing"


def _path(location: tuple[str | int, ...], root: Node) -> list[str | int]:
    """Pydantic's location without what is not in the file: tags of unions, and keys that a short form left out."""
    path: list[str | int] = []
    for index, step in enumerate(location):
        last = index == len(location) - 1
        if root.find(*path, step) or (last and not str(step).startswith("<")):
            path.append(step)
    return path


def _value_or_head(root: Node, path: list[str | int]) -> Span:
    """The value, if it is a scalar; the first key, if it is a whole mapping."""
    node = root.find(*path)
    return node.at if node and node.kind == "scalar" else root.key_span(*path, "")


def _doubtful_titles(cv: Cv, root: Node) -> list[Diagnostic]:
    """Titles of one's own that look like a standard key with a typing error."""
    found = []
    for key in cv.sections:
        hint = did_you_mean(key, STANDARD_SECTIONS) if key.islower() and key not in STANDARD_SECTIONS else ""
        if hint:
            message = f"`{key}` is no standard section, so it is printed as a title"
            found.append(warning("doubtful-title", message, root.key_span("sections", key), hint))
    return found
