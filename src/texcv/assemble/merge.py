"""One mapping below another."""

from __future__ import annotations

from dataclasses import replace

from texcv.select.languages import is_translation
from texcv.source import Node


def merge_below(own: Node, below: Node) -> Node:
    """The own mapping, with what it lacks from the other one; mappings in both are merged, any other value is the own.

    A text in several languages is one value: the own one, as another's translation of it would say something else.
    What the own mapping lacks comes last. Each value keeps its place.
    """
    lower = {_name(key): value for key, value in below.pairs}
    pairs = []
    for key, value in own.pairs:
        other = lower.pop(_name(key), None)
        both = other is not None and _is_merged(value, _name(key)) and _is_merged(other, _name(key))
        pairs.append((key, merge_below(value, other) if both and other else value))
    pairs += [(key, value) for key, value in below.pairs if _name(key) in lower]
    return replace(own, pairs=tuple(pairs))


def _is_merged(node: Node, key: str) -> bool:
    mappings = all(value.kind == "mapping" for _, value in node.pairs)
    return node.kind == "mapping" and (mappings or not is_translation(node, key))


def _name(key: Node) -> str:
    """Keys that differ by the white space around them are one on paper."""
    return (key.text or "").strip()
