"""The sections of a CV as nodes: which there are, in which order, under which titles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from texcv.diagnostics import Span
from texcv.model import KINDS, section_data
from texcv.select.languages import is_translation
from texcv.source import Node, to_data


def sections_of(root: Node) -> dict[str, Node]:
    """The sections, by their keys."""
    sections = root.find("sections")
    return {key.text or "": value for key, value in sections.pairs} if sections else {}


def with_sections(root: Node, sections: Mapping[str, Node]) -> Node:
    """The nodes with just those of the sections, in that order."""
    old = root.find("sections")
    if old is None or old.kind != "mapping":
        return root
    pairs = tuple((old.by_key[name][0], node) for name, node in sections.items())
    return with_value(root, "sections", replace(old, pairs=pairs))


def with_value(mapping: Node, key: str, value: Node | None) -> Node:
    """A mapping with another value behind one of its keys, or without that key."""
    pairs = ((name, value if name.text == key else old) for name, old in mapping.pairs)
    return replace(mapping, pairs=tuple((name, node) for name, node in pairs if node is not None))


def in_order(sections: Mapping[str, Node], first: Iterable[str]) -> dict[str, Node]:
    """The sections with some of them before the others."""
    return {name: sections[name] for name in [*(name for name in first if name in sections), *sections]}


def titled(key: str, section: Node, title: Node) -> Node:
    """A section with another title; one that is a text or a list becomes the mapping that it stands for."""
    if section.kind == "mapping" and not is_translation(section):
        others = (pair for pair in section.pairs if pair[0].text != "title")
        return replace(section, pairs=(*others, (_word("title", title.at), title)))
    shape = section.pairs[0][1] if section.pairs else section
    data = section_data(key, to_data(shape))
    kind = str(data["kind"]) if isinstance(data, dict) and "kind" in data else "text"
    words = {"title": title, "kind": _word(kind, section.at), KINDS[kind].body: section}
    return Node("mapping", section.at, pairs=tuple((_word(name, node.at), node) for name, node in words.items()))


def _word(text: str, at: Span) -> Node:
    return Node("scalar", at, text=text)
