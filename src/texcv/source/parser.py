"""YAML events -> nodes, without recursion; and what is wrong with the YAML."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from texcv.diagnostics import Diagnostic, Span, error
from texcv.source.files import read_text
from texcv.source.nodes import Node

MAX_NODES = 200_000
MAX_DEPTH = 40

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULLS = {"", "~", "null", "Null", "NULL"}
_TAG = "tag:yaml.org,2002:"
_STANDARD_TAGS = {"!", *(_TAG + name for name in ("str", "int", "float", "bool", "null", "seq", "map", "timestamp"))}


def load(path: Path) -> Node | list[Diagnostic]:
    """The root mapping of a YAML file, or why there is none."""
    text = read_text(path)
    return [text] if isinstance(text, Diagnostic) else parse(text, str(path))


def parse(text: str, name: str) -> Node | list[Diagnostic]:
    """The root mapping of a YAML text, or every fault that can be told at once."""
    builder = _Builder(name)
    try:
        root = builder.build(yaml.parse(text, Loader=_LOADER))
    except yaml.YAMLError as fault:
        return [*builder.faults, _syntax_error(fault, text, name)]
    if builder.faults:
        return builder.faults
    if root is None or (root.kind == "scalar" and root.text is None):
        return [error("empty-file", f"{name} is empty", Span(name), 'begin with `texcv new "Your Name"`')]
    if root.kind != "mapping":
        noun = "list" if root.kind == "sequence" else "text"
        return [error("not-a-mapping", f"a CV starts with keys such as `name:`, not with a {noun}", root.at)]
    return root


class _TooLargeError(Exception):
    """A limit is passed; the rest of the file is not looked at."""


class _Builder:
    """Makes nodes of events; duplicate keys, strange tags and bombs become `faults`."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.faults: list[Diagnostic] = []
        self._anchors: dict[str, tuple[Node, int]] = {}
        self._open: list[_Collection] = []
        self._total = 0

    def build(self, events: Iterator[Any]) -> Node | None:
        """The root node of the first document."""
        root: Node | None = None
        try:
            for event in events:
                if isinstance(event, yaml.DocumentStartEvent) and root is not None:
                    hint = "a CV is one document; remove the `---`"
                    self._fault("yaml-syntax", "a second document starts here", event, hint)
                    break
                node = self._node(event)
                if node is not None and not self._open:
                    root = node
        except _TooLargeError:
            pass
        return root

    def _node(self, event: Any) -> Node | None:
        """The node that the event completes, if any, already in the collection that it belongs to."""
        if isinstance(event, yaml.CollectionStartEvent):
            if len(self._open) == MAX_DEPTH:
                self._fault("too-large", f"more than {MAX_DEPTH} levels of nesting", event)
                raise _TooLargeError
            self._open.append(_Collection(event))
            return None
        if isinstance(event, yaml.CollectionEndEvent):
            collection = self._open.pop()
            return self._add(self._collection(collection, event), collection.start, 1 + collection.size)
        if isinstance(event, yaml.ScalarEvent):
            empty = not event.style and event.value in _NULLS and event.tag in {None, _TAG + "null"}
            return self._add(Node("scalar", self._span(event), None if empty else event.value), event, 1)
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        return None

    def _alias(self, event: yaml.AliasEvent) -> Node:
        anchor = event.anchor or ""
        node, size = self._anchors.get(anchor, (Node("scalar", self._span(event)), 1))
        if anchor not in self._anchors:
            hint = "put a text that starts with * in quotes"
            self._fault("yaml-syntax", f"`*{anchor}` stands for nothing", event, hint)
        return self._add(node, event, size)

    def _add(self, node: Node, event: Any, size: int) -> Node:
        """Put the node, which stands for `size` values, where it belongs."""
        tag = getattr(event, "tag", None)
        if tag and tag not in _STANDARD_TAGS:
            self._fault("bad-tag", f"the tag `{tag}` is not allowed", event, "remove it")
        if not isinstance(event, yaml.AliasEvent) and event.anchor:
            self._anchors[event.anchor] = (node, size)
        if self._open:
            self._open[-1].children.append(node)
            self._open[-1].size += size
        self._total += size if isinstance(event, yaml.AliasEvent) else 1
        if self._total > MAX_NODES:
            self._fault("too-large", f"more than {MAX_NODES:,} values", event, "do its aliases repeat each other?")
            raise _TooLargeError
        return node

    def _collection(self, collection: _Collection, end: Any) -> Node:
        at = Span(self.name, *_position(collection.start.start_mark), *_position(end.end_mark))
        if isinstance(end, yaml.SequenceEndEvent):
            return Node("sequence", at, items=tuple(collection.children))
        pairs = tuple(zip(collection.children[::2], collection.children[1::2], strict=True))
        self._check_keys([key for key, _ in pairs])
        return Node("mapping", at, pairs=pairs)

    def _check_keys(self, keys: list[Node]) -> None:
        seen: dict[str, int] = {}
        for key in keys:
            if key.text is None:
                self.faults.append(error("bad-key", "a key must be a word or a text", key.at))
            elif key.text in seen:
                hint = f"it stands in line {seen[key.text]} already"
                self.faults.append(error("duplicate-key", f"`{key.text}` stands here again", key.at, hint))
            else:
                seen[key.text] = key.at.line

    def _span(self, event: Any) -> Span:
        return Span(self.name, *_position(event.start_mark), *_position(event.end_mark))

    def _fault(self, code: str, message: str, event: Any, hint: str = "") -> None:
        self.faults.append(error(code, message, self._span(event), hint))


class _Collection:
    """A sequence or mapping that is not complete: its children, and how many values they stand for."""

    def __init__(self, start: Any) -> None:
        self.start = start
        self.children: list[Node] = []
        self.size = 0


def _position(mark: Any) -> tuple[int, int]:
    return mark.line + 1, mark.column + 1


def _syntax_error(fault: yaml.YAMLError, text: str, name: str) -> Diagnostic:
    mark = getattr(fault, "problem_mark", None) or getattr(fault, "context_mark", None)
    if mark is None:
        return _forbidden_character(fault, text, name)
    span = Span(name, mark.line + 1, mark.column + 1, mark.line + 1, mark.column + 2)
    lines = text.splitlines()
    here = lines[mark.line] if mark.line < len(lines) else ""
    if "\t" in here[: len(here) - len(here.lstrip())] or here[mark.column : mark.column + 1] == "\t":
        return error("tab-indent", "a tab can't indent YAML", span, "indent with spaces")
    problem = str(getattr(fault, "problem", "") or "it is not YAML")
    context = str(getattr(fault, "context", "") or "")
    return error("yaml-syntax", f"{problem}{f' ({context})' if context else ''}", span, _syntax_hint(problem))


def _forbidden_character(fault: yaml.YAMLError, text: str, name: str) -> Diagnostic:
    """A character outside of the set c-printable (YAML 1.1, section 5.1): the reader stops there."""
    position = next((i for i, char in enumerate(text) if not _is_printable(char)), 0)
    line, column = text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position)
    shown = f"U+{ord(text[position]):04X}" if text else "a character"
    return error(
        "bad-character", f"{shown} is not allowed in YAML", Span(name, line, column, line, column + 1), "remove it"
    )


def _is_printable(char: str) -> bool:
    code = ord(char)
    return (
        char in "\t\n\r\x85"
        or 0x20 <= code <= 0x7E
        or 0xA0 <= code <= 0xD7FF
        or (code >= 0xE000 and code not in {0xFFFE, 0xFFFF})
    )


_SYNTAX_HINTS = (
    ("mapping values are not allowed", 'put a text with a colon in quotes: "Title: subtitle"'),
    ("expected <block end>", "is the line before it indented alike?"),
    ("could not find expected ':'", "a key ends in a colon and a space"),
    ("cannot start any token", "put a text that starts with @, ` or % in quotes"),
    ("expected ',' or", "is a bracket or a brace left open?"),
    ("end of stream", "is a quote, a bracket or a brace left open?"),
)


def _syntax_hint(problem: str) -> str:
    return next((hint for part, hint in _SYNTAX_HINTS if part in problem), "")
