"""What a variant leaves out by its name or its path."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from texcv.source import Node, numbered, split_path

Path = tuple[str | int, ...]


def find_omitted(root: Node, name: str) -> Path:
    """The steps to what `omit` names: a section, or else a path; none if there is no such thing."""
    if root.find("sections", name):
        return ("sections", name)
    steps = tuple(numbered(root, split_path(root, name)))
    return steps if root.find(*steps) else ()


def without(node: Node, paths: Iterable[Path]) -> Node:
    """The nodes but for those at the paths."""
    below: dict[str | int, list[Path]] = {}
    for step, *rest in paths:
        below.setdefault(step, []).append(tuple(rest))

    def kept(step: str | int, child: Node) -> Iterator[Node]:
        if () not in below.get(step, ()):
            yield without(child, below.get(step, ()))

    if not below:
        return node
    items = tuple(item for index, child in enumerate(node.items) for item in kept(index, child))
    pairs = tuple((key, item) for key, child in node.pairs for item in kept(key.text or "", child))
    return replace(node, items=items, pairs=pairs)
