"""One mapping below another."""

from __future__ import annotations

from dataclasses import replace

from texcv.source import Node


def merge_below(own: Node, below: Node) -> Node:
    """The own mapping, with what it lacks from the other one; mappings in both are merged, any other value is the own.

    What it lacks comes last. Each value keeps its place.
    """
    lower = {_name(key): value for key, value in below.pairs}
    pairs = []
    for key, value in own.pairs:
        other = lower.pop(_name(key), None)
        both = other is not None and value.kind == "mapping" == other.kind
        pairs.append((key, merge_below(value, other) if both and other else value))
    pairs += [(key, value) for key, value in below.pairs if _name(key) in lower]
    return replace(own, pairs=tuple(pairs))


def _name(key: Node) -> str:
    """Keys that differ by the white space around them are one on paper."""
    return (key.text or "").strip()
