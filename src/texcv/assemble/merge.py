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
        pairs.append((key, merge_below(value, other) if other and _are_merged(value, other, _name(key)) else value))
    pairs += [(key, value) for key, value in below.pairs if _name(key) in lower]
    return replace(own, pairs=tuple(pairs))


def _are_merged(own: Node, below: Node, key: str) -> bool:
    """Whether both are mappings; if by language, both, and of mappings."""
    by_language = {is_translation(node, key) for node in (own, below)}
    values = [value for node in (own, below) for _, value in node.pairs]
    mappings = own.kind == below.kind == "mapping"
    return mappings and (by_language == {False} or (len(by_language) == 1 and all(v.kind == "mapping" for v in values)))


def _name(key: Node) -> str:
    """Keys that differ by the white space around them are one on paper."""
    return (key.text or "").strip()
