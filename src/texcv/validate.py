"""Nodes -> a `Cv`, or every fault with its position."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import ValidationError

from texcv.diagnostics import Diagnostic, Span, cut, did_you_mean, error, shown, warning
from texcv.model import KINDS, STANDARD_SECTIONS, Cv, Model
from texcv.source import Node, TexData, to_data

Kind = TypeVar("Kind", bound=Model)


def validate(root: Node) -> tuple[Cv | None, list[Diagnostic]]:
    """The CV that the nodes describe, and what there is to say about them; no CV if any of that is an error."""
    cv, found = validate_as(root, Cv)
    return cv, sorted([*_doubtful_titles(root), *found], key=_position)


def validate_as(root: Node, model: type[Kind]) -> tuple[Kind | None, list[Diagnostic]]:
    """The model that the nodes describe, or every error in them."""
    try:
        return model.model_validate(to_data(root)), []
    except ValidationError as fault:
        return None, sorted((_diagnostic(item, root) for item in fault.errors(include_url=False)), key=_position)


def _position(diagnostic: Diagnostic) -> tuple[int, int]:
    span = diagnostic.span
    return (span.line, span.column) if span else (0, 0)


def _diagnostic(item: Any, root: Node) -> Diagnostic:
    """One error of pydantic's list, in our words, at its position."""
    kind, context, path = item["type"], item.get("ctx", {}), _path(item["loc"], root)
    key = str(item["loc"][-1]) if item["loc"] else ""
    if isinstance(item["input"], TexData):
        return _raw(item["input"], path[-1])
    if "code" in context:
        in_key = key == "[key]" or context["code"] == "unknown-key"
        span = root.key_span(*path) if in_key else _value_or_head(root, path)
        return error(context["code"], context["message"], span, context["hint"])
    if kind == "missing":
        hint = "add `entries:`, or begin each entry with `- `" if key == "entries" else f"add `{key}:`"
        return error("missing-key", f"`{key}` is missing", root.key_span(*path, key), hint)
    if kind == "too_short":
        what = f"`{cut(str(path[-1]))}`" if path else "it"
        return error("empty-value", f"{what} has nothing in it", root.key_span(*path), "fill it or remove it")
    if kind == "too_long":
        message = f"there are {context['actual_length']} columns, and no more than {context['max_length']} fit"
        return error("bad-row", message, _value_or_head(root, path), "make two tables of it")
    if kind.startswith("union_tag"):
        return _unknown_kind(item, path, root)
    if kind == "literal_error":
        choices = [choice.strip("' ") for choice in context["expected"].replace(" or ", ", ").split(", ")]
        hint = did_you_mean(str(item["input"]), choices) or f"one of: {', '.join(choices)}"
        return error("bad-value", f"`{key}` can't be {shown(item['input'])}", _value_or_head(root, path), hint)
    return _wrong_type(item, path, root)


_EXPECTED = {
    "string_type": "a text",
    "list_type": "a list",
    **dict.fromkeys(("dict_type", "model_type"), "a mapping"),
    **dict.fromkeys(("bool_parsing", "bool_type"), "true or false"),
    **dict.fromkeys(("int_parsing", "int_type", "int_parsing_size", "greater_than_equal"), "a number from 1 on"),
}


def _raw(value: TexData, key: str | int) -> Diagnostic:
    what = f"`{cut(key)}`" if isinstance(key, str) else "this"
    return error("bad-tag", f"{what} can't be raw LaTeX", value.node.at, "remove the tag")


def _wrong_type(item: Any, path: list[str | int], root: Node) -> Diagnostic:
    value, expected = item["input"], _EXPECTED.get(item["type"], item["msg"])
    if path == ["name"]:
        expected = "a text"
    what = f"`{cut(path[-1])}`" if path and isinstance(path[-1], str) else "an item"
    if value is None:
        return error("empty-value", f"{what} is empty", root.key_span(*path), f"write {expected}, or remove the key")
    hint = ""
    if expected == "a text" and isinstance(value, dict):
        hint = 'put a text with a colon in quotes: "Title: subtitle"'
    elif expected == "a list" and not isinstance(value, (list, dict)):
        hint = "start each item on a line of its own with `- `"
    return error("wrong-type", f"{what} must be {expected}, not {shown(value)}", _value_or_head(root, path), hint)


def _unknown_kind(item: Any, path: list[str | int], root: Node) -> Diagnostic:
    data, name = item["input"], cut(str(path[-1]))
    if not isinstance(data, dict):
        what = f"section `{name}` must be a text, a list or a mapping, not {shown(data)}"
        return error(
            "wrong-type" if data is not None else "empty-value", what, root.key_span(*path), "fill it or remove it"
        )
    kind, kinds = data.get("kind"), ", ".join(KINDS)
    if kind is None:
        near = did_you_mean(name, STANDARD_SECTIONS)
        return error("missing-key", f"section `{name}` needs a `kind`", root.key_span(*path), f"one of: {kinds}", near)
    if isinstance(kind, TexData):
        return _raw(kind, "kind")
    hint = did_you_mean(str(kind), KINDS) or f"one of: {kinds}"
    return error("unknown-kind", f"{shown(kind)} is not a kind of section", root.span(*path, "kind"), hint)


def _path(location: tuple[str | int, ...], root: Node) -> list[str | int]:
    """Pydantic's location without what is not in the file: tags of unions, and keys that a short form left out."""
    path: list[str | int] = []
    for step in location:
        if root.find(*path, step):
            path.append(step)
    return path


def _value_or_head(root: Node, path: list[str | int]) -> Span:
    """The value, if it is a scalar; the first key, if it is a whole mapping."""
    node = root.find(*path)
    return node.at if node and node.kind == "scalar" else root.key_span(*path, "")


def _doubtful_titles(root: Node) -> list[Diagnostic]:
    """Titles of one's own that look like a standard key with a typing error."""
    sections = root.find("sections")
    found = []
    for key, value in sections.pairs if sections else ():
        name = key.text or ""
        if value.kind == "mapping" and not value.find("kind"):
            continue  # it needs a kind, and that is said already
        near = did_you_mean(name, STANDARD_SECTIONS, 0.8) if name.islower() and name not in STANDARD_SECTIONS else ""
        if near:
            message = f"`{cut(name)}` is no standard section, so it is printed as a title"
            found.append(warning("doubtful-title", message, key.at, near))
    return found
