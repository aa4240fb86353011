"""What is kept of the sections, by tags."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from texcv.diagnostics import Diagnostic, did_you_mean, error
from texcv.frozen import frozen
from texcv.source import Node

_BODIES = frozenset({"entries", "groups", "roles", "courses", "skills"})
"""The keys of lists without which what they stand in says nothing."""

_LISTS = _BODIES | {"highlights", "filings"}
"""The keys of lists whose items may have tags."""

_OF_A_POINT = frozenset({"text", "tags", "selected"})
"""The keys of a text that has tags."""


@frozen
class Tags:
    """Those that are asked for, and those that are not wanted; without any that are asked for, all are welcome."""

    wanted: frozenset[str] = frozenset()
    unwanted: frozenset[str] = frozenset()

    def keep(self, node: Node) -> bool:
        """Whether something is kept that has the tags of the node; what has none always is."""
        own = {tag.text for tag in tags_of(node)}
        return not own or (not own & self.unwanted and (not self.wanted or bool(own & self.wanted)))


def tags_of(node: Node) -> tuple[Node, ...]:
    """The tags of a section, an entry, a role, a highlight."""
    return words(node.find("tags"))


def words(node: Node | None) -> tuple[Node, ...]:
    """The texts of a list, or the one text that stands for a list."""
    if node is None or node.kind == "mapping":
        return ()
    return tuple(word for word in (node.items or (node,)) if word.kind == "scalar" and word.text is not None)


def known_tags(root: Node) -> set[str]:
    """Every tag that something of the CV has."""
    waiting = [value for key, value in root.pairs if key.text != "variants"]
    found: set[str] = set()
    while waiting:
        node = waiting.pop()
        found |= {tag.text or "" for tag in tags_of(node)}
        waiting += [*node.items, *(value for _, value in node.pairs)]
    return found


def reduce_section(section: Node, tags: Tags, faults: list[Diagnostic]) -> Node | None:
    """What is kept of a section; None if nothing is.

    Texts with tags become texts. `faults` grows by what is wrong with those.
    """
    if not tags.keep(section):
        return None
    if section.kind == "sequence":
        return _reduce_list(section, tags, faults, points=True)
    return _reduce_mapping(section, tags, faults)


def _reduce_mapping(node: Node, tags: Tags, faults: list[Diagnostic]) -> Node | None:
    """A mapping with what is kept of its lists; None if it consisted of those, and nothing is left."""
    pairs: list[tuple[Node, Node]] = []
    emptied = False
    for key, value in node.pairs:
        if key.text not in _LISTS or value.kind == "scalar":
            pairs.append((key, value))
            continue
        kept = _reduce_list(value, tags, faults, points=key.text in {"entries", "highlights"})
        if kept is not None:
            pairs.append((key, kept))
        elif key.text in _BODIES:
            emptied = True
    if emptied and not any(key.text in _BODIES for key, _ in pairs):
        return None
    return replace(node, pairs=tuple(pairs))


def _reduce_list(node: Node, tags: Tags, faults: list[Diagnostic], *, points: bool) -> Node | None:
    """What is kept of a list, or of the only item that stands in its place; None if that is nothing."""
    if node.kind != "sequence":
        return _reduce_item(node, tags, faults, points)
    items = tuple(item for old in node.items if (item := _reduce_item(old, tags, faults, points)) is not None)
    return replace(node, items=items) if items or not node.items else None


def _reduce_item(node: Node, tags: Tags, faults: list[Diagnostic], points: bool) -> Node | None:
    if node.kind != "mapping":
        return node
    if not tags.keep(node):
        return None
    text = node.find("text")
    if points and text is not None:
        faults += _strange_keys(node)
        return text
    return _reduce_mapping(node, tags, faults)


def _strange_keys(point: Node) -> Iterable[Diagnostic]:
    for key, _ in point.pairs:
        if key.text not in _OF_A_POINT:
            hint = did_you_mean(key.text or "", _OF_A_POINT) or "a text with tags has `text` and `tags`"
            yield error("unknown-key", f"`{key.text}` is not a key here", key.at, hint)
