"""Values of a YAML file, each with the span it was written at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field, replace
from typing import Any, Literal

from texcv.diagnostics import Diagnostic, Span, cut, error
from texcv.frozen import frozen

MAX_DEPTH = 40


@frozen
class Node:
    """A value and where it stands.

    A scalar has a `text` (None for an empty one), a sequence `items`, a mapping `pairs` of keys and values. `raw` is a
    scalar that was tagged `!tex`: LaTeX.
    """

    kind: Literal["scalar", "sequence", "mapping"]
    at: Span
    text: str | None = None
    items: tuple[Node, ...] = ()
    pairs: tuple[tuple[Node, Node], ...] = ()
    raw: bool = False
    by_key: dict[str | None, tuple[Node, Node]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_key", {pair[0].text: pair for pair in self.pairs})

    def find(self, *path: str | int) -> Node | None:
        """The value that `path` leads to."""
        node: Node | None = self
        for step in path:
            node = node._child(step) if node else None
        return node

    def span(self, *path: str | int) -> Span:
        """Where the value at `path` stands; the nearest thing above it when the path leads further than the file."""
        return self._nearest(path).at

    def key_span(self, *path: str | int) -> Span:
        """Where the last key of `path` stands; where there is no such key, the head of the nearest thing."""
        parent = self._nearest(path[:-1])
        last = path[-1] if path else None
        pair = parent.by_key.get(last) if isinstance(last, str) else None
        return pair[0].at if pair else self._nearest(path)._head()

    def is_raw(self, *path: str | int) -> bool:
        """Whether the value at `path`, or the text that stands for it, is LaTeX."""
        return self._nearest(path).raw

    def _nearest(self, path: tuple[str | int, ...]) -> Node:
        node = self
        for step in path:
            node = node._child(step) or node
        return node

    def _child(self, step: str | int) -> Node | None:
        if isinstance(step, int):
            return self.items[step] if 0 <= step < len(self.items) else None
        pair = self.by_key.get(step)
        return pair[1] if pair else None

    def _head(self) -> Span:
        """The first key of a mapping stands for all of it."""
        return self.pairs[0][0].at if self.pairs else self.at


class TextData(str):
    """A scalar as data."""

    node: Node


@frozen
class TexData:
    """LaTeX as data: no `str`, so that only those take it who ask for it."""

    raw_tex: str
    node: Node


class MappingData(dict[str, Any]):
    """A mapping as data."""

    node: Node


class SequenceData(list[Any]):
    """A sequence as data."""

    node: Node


def to_data(node: Node) -> Any:
    """The node as text, lists and dicts, each of which knows its `node`; an empty value is None."""
    data: MappingData | SequenceData | TextData
    if node.raw:
        return TexData(node.text or "", node)
    if node.kind == "mapping":
        data = MappingData({key.text or "": to_data(value) for key, value in node.pairs})
    elif node.kind == "sequence":
        data = SequenceData(to_data(item) for item in node.items)
    elif node.text is None:
        return None
    else:
        data = TextData(node.text)
    data.node = node
    return data


def raw_values(root: Node) -> Iterator[Node]:
    """The values that are LaTeX."""
    return (node for node in scalars(root) if node.raw)


def scalars(root: Node) -> Iterator[Node]:
    """The scalars below a node, but for keys; one that has aliases comes as often as they."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node.kind == "scalar":
            yield node
        waiting += reversed([*node.items, *(value for _, value in node.pairs)])


def override(root: Node, path: str, text: str, label: str) -> Node | Diagnostic:
    """The nodes with another text at `path`, which is said to stand at `label`."""
    at = Span(label)
    return put(root, split_path(root, path), Node("scalar", at, text=text), at)


def put(root: Node, steps: list[str], value: Node, at: Span) -> Node | Diagnostic:
    """The nodes with another value where the steps lead; keys that are new are said to stand `at` that place.

    A step that leads into a text, or past the end of a list, is a fault.
    """
    if len(steps) > MAX_DEPTH:
        message = f"`{cut('.'.join(steps))}` has more than {MAX_DEPTH} levels"
        return error("bad-setting", message, at)
    for count in range(1, len(steps)):
        above = root.find(*numbered(root, steps[:count]))
        if above and (above.kind == "scalar" and above.text is not None):
            message = f"`{cut('.'.join(steps[:count]))}` is a text: there is no `{cut(steps[count])}` in it"
            return error("bad-setting", message, at)
        if above and above.kind == "sequence" and not 0 <= _index(steps[count]) < len(above.items):
            message = f"`{cut('.'.join(steps[:count]))}` has no item `{cut(steps[count])}`"
            return error("bad-setting", message, at, f"they are counted from 0 to {len(above.items) - 1}")
    return _with_value(root, steps, value, at)


def split_path(root: Node, path: str) -> list[str]:
    """The steps of a path, as `design.color` or `sections.education.0.title`; a key of the file may have dots."""
    steps, rest, node = list[str](), path.split("."), root.find()
    while rest and len(rest) <= MAX_DEPTH:
        keys = node.by_key if node else {}
        count = next((end for end in range(len(rest), 1, -1) if ".".join(rest[:end]) in keys), 1)
        steps.append(".".join(rest[:count]))
        node = node.find(*numbered(node, steps[-1:])) if node else None
        rest = rest[count:]
    return steps + rest


def numbered(root: Node, steps: list[str]) -> list[str | int]:
    """The steps, with numbers where they lead into a list."""
    path: list[str | int] = []
    for step in steps:
        above = root.find(*path)
        path.append(_index(step) if above and above.kind == "sequence" else step)
    return path


def _index(step: str) -> int:
    return int(step) if re.fullmatch("[0-9]{1,6}", step) else -1


def _with_value(node: Node | None, path: list[str], value: Node, at: Span) -> Node:
    if not path:
        return value
    step, rest = path[0], path[1:]
    if node and node.kind == "sequence":
        index = _index(step)
        changed = _with_value(node.items[index], rest, value, at)
        return replace(node, items=(*node.items[:index], changed, *node.items[index + 1 :]))
    base = node if node and node.kind == "mapping" else Node("mapping", at)
    changed = _with_value(base.find(step), rest, value, at)
    name = Node("scalar", at, text=step)
    if base.find(step) is None:
        return replace(base, pairs=(*base.pairs, (name, changed)))
    pairs = ((key if rest else name, changed) if key.text == step else (key, old) for key, old in base.pairs)
    return replace(base, pairs=tuple(pairs))
