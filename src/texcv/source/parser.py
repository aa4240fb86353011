"""YAML events -> nodes, without recursion; and what is wrong with the YAML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from texcv.diagnostics import LINE_BREAK, Diagnostic, Span, cut, error
from texcv.source.comments import hidden_text
from texcv.source.files import read_text
from texcv.source.nodes import MAX_DEPTH, Node

MAX_NODES = 200_000

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULLS = {"", "~", "null", "Null", "NULL"}
_TAG = "tag:yaml.org,2002:"
RAW_TEX = "!tex"
"""The tag of LaTeX. Whether it is let through is not decided here."""

_STANDARD_TAGS = {"!", *(_TAG + name for name in ("str", "int", "float", "bool", "null", "seq", "map", "timestamp"))}


def load(path: Path) -> tuple[Node | None, list[Diagnostic]]:
    """The root mapping of a YAML file, and what there is to say about it; none if any of that is an error."""
    text = read_text(path)
    if isinstance(text, Diagnostic):
        return None, [text]
    root = parse(text, str(path))
    return (None, root) if isinstance(root, list) else (root, hidden_text(text, root))


def parse(text: str, name: str, *, part: bool = False) -> Node | list[Diagnostic]:
    """The root of a YAML text, or every fault that can be told at once. A `part` of a CV may be a list, too."""
    if text.startswith("\ufeff"):  # libyaml would pass over it, and count from behind it
        return [_bad_character(text, 0, name)]
    builder = _Builder(name, text)
    try:
        root = builder.build(yaml.parse(text, Loader=_LOADER))
    except (yaml.YAMLError, UnicodeEncodeError) as fault:
        return [*builder.faults, _syntax_error(fault, text, name)]
    if builder.faults:
        return builder.faults
    if root is None or (root.kind == "scalar" and root.text is None):
        return [error("empty-file", f"{name} is empty", Span(name), 'begin with `texcv new "Your Name"`')]
    if root.kind == "scalar" or (root.kind == "sequence" and not part):
        noun = "list" if root.kind == "sequence" else "text"
        return [error("not-a-mapping", f"a CV starts with keys such as `name:`, not with a {noun}", root.at)]
    return root


class _TooLargeError(Exception):
    """A limit is passed; the rest of the file is not looked at."""


class _Builder:
    """Makes nodes of events; duplicate keys, strange tags and bombs become `faults`."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self.end = _end_of(text)
        self.faults: list[Diagnostic] = []
        self._anchors: dict[str, _Growing] = {}
        self._open: list[_Growing] = []
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
            self._open.append(_Growing(event))
            self._check_depth(event, 0)
            return None
        if isinstance(event, yaml.CollectionEndEvent):
            collection = self._open.pop()
            collection.node = self._collection(collection, event)
            return self._add(collection)
        if isinstance(event, yaml.ScalarEvent):
            empty = not event.style and event.value in _NULLS and event.tag in {None, _TAG + "null"}
            node = Node("scalar", self._span(event), None if empty else event.value, raw=event.tag == RAW_TEX)
            return self._add(_Growing(event, node))
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        return None

    def _alias(self, event: yaml.AliasEvent) -> Node:
        """The node that the alias stands for, as if it were written again."""
        anchored = self._anchors.get(event.anchor or "")
        if anchored is None:
            hint = "put a text that starts with * in quotes"
            self._fault("yaml-syntax", f"`*{event.anchor}` stands for nothing", event, hint)
            anchored = _Growing(event, Node("scalar", self._span(event)))
        self._check_depth(event, anchored.depth)
        return self._add(_Growing(event, anchored.node, anchored.size, anchored.depth))

    def _check_depth(self, event: Any, more: int) -> None:
        if len(self._open) + more > MAX_DEPTH:
            self._fault("too-large", f"more than {MAX_DEPTH} levels of nesting", event)
            raise _TooLargeError

    def _add(self, new: _Growing) -> Node:
        """Put a node where it belongs."""
        assert new.node is not None
        tag = getattr(new.start, "tag", None)
        if tag and tag not in _STANDARD_TAGS and not new.node.raw:
            self._fault("bad-tag", f"the tag `{tag}` is not allowed", new.start, "remove it")
        is_alias = isinstance(new.start, yaml.AliasEvent)
        if new.start.anchor and not is_alias:
            self._anchors[new.start.anchor] = new
        if self._open:
            self._open[-1].take(new)
        self._total += new.size if is_alias else 1
        if self._total > MAX_NODES:
            self._fault("too-large", f"more than {MAX_NODES:,} values", new.start, "do its aliases repeat each other?")
            raise _TooLargeError
        return new.node

    def _collection(self, collection: _Growing, end: Any) -> Node:
        at = self._between(collection.start.start_mark, end.end_mark)
        if isinstance(end, yaml.SequenceEndEvent):
            return Node("sequence", at, items=tuple(collection.children))
        pairs = tuple(zip(collection.children[::2], collection.children[1::2], strict=True))
        self._check_keys([key for key, _ in pairs])
        return Node("mapping", at, pairs=pairs)

    def _check_keys(self, keys: list[Node]) -> None:
        """Keys that differ by the white space around them would be one on paper."""
        seen: dict[str, int] = {}
        for key in keys:
            if key.raw:
                self.faults.append(error("bad-tag", "a key can't be raw LaTeX", key.at, "remove the tag"))
            elif key.text is None:
                self.faults.append(error("bad-key", "a key must be a word or a text", key.at))
            elif key.text.strip() in seen:
                hint = f"it stands in line {seen[key.text.strip()]} already"
                self.faults.append(error("duplicate-key", f"`{cut(key.text)}` stands here again", key.at, hint))
            else:
                seen[key.text.strip()] = key.at.line

    def _span(self, event: Any) -> Span:
        return self._between(event.start_mark, event.end_mark)

    def _between(self, start: Any, end: Any) -> Span:
        """The stretch between two marks; libyaml ends a last line that the file does not end."""
        return Span(self.name, *min(_position(start), self.end), *min(_position(end), self.end), self.text)

    def _fault(self, code: str, message: str, event: Any, hint: str = "") -> None:
        self.faults.append(error(code, message, self._span(event), hint))


@dataclass(slots=True)
class _Growing:
    """A node as it is made, with the number of values that it stands for and its levels of nesting."""

    start: Any
    node: Node | None = None
    size: int = 1
    depth: int = 0
    children: list[Node] = field(default_factory=list)

    def take(self, child: _Growing) -> None:
        """Put a complete node into this collection."""
        assert child.node is not None
        self.children.append(child.node)
        self.size += child.size
        self.depth = max(self.depth, child.depth + 1)


def _end_of(text: str) -> tuple[int, int]:
    lines = LINE_BREAK.split(text)
    return len(lines), len(lines[-1]) + 1


def _position(mark: Any) -> tuple[int, int]:
    return mark.line + 1, mark.column + 1


def _syntax_error(fault: Exception, text: str, name: str) -> Diagnostic:
    mark = _mark(fault, text)
    if mark is None:
        return _forbidden_character(text, name)
    lines = LINE_BREAK.split(text)
    line, column = min(_position(mark), _end_of(text))
    span, here = Span(name, line, column, line, column + 1, text), lines[line - 1]
    if "\t" in here[: len(here) - len(here.lstrip())] or here[column - 1 : column] == "\t":
        return error("tab-indent", "a tab can't indent YAML", span, "indent with spaces")
    problem = str(getattr(fault, "problem", "") or "it is not YAML")
    if "maximum nesting depth" in problem:  # libyaml has a limit of its own
        return error("too-large", f"more than {MAX_DEPTH} levels of nesting", span)
    context = str(getattr(fault, "context", "") or "")
    whole = f"{problem}{f' ({context})' if context else ''}"
    return error("yaml-syntax", whole, span, *(hint for part, hint in _SYNTAX_HINTS if part in whole))


def _mark(fault: Exception, text: str) -> Any:
    """Where the fault is; for what is left open until the end of the file, where it was opened."""
    problem, context = getattr(fault, "problem_mark", None), getattr(fault, "context_mark", None)
    if problem is None or context is None:
        return problem or context
    rest = LINE_BREAK.split(text)[problem.line :]
    at_end = not rest or not "".join([rest[0][problem.column :], *rest[1:]]).strip()
    return context if at_end else problem


def _forbidden_character(text: str, name: str) -> Diagnostic:
    """A character outside of the set c-printable (YAML 1.1, section 5.1): the reader stops there."""
    return _bad_character(text, next((i for i, char in enumerate(text) if not _is_printable(char)), 0), name)


def _bad_character(text: str, position: int, name: str) -> Diagnostic:
    line, column = _end_of(text[:position])
    shown = f"U+{ord(text[position]):04X}" if text else "a character"
    span = Span(name, line, column, line, column + 1, text)
    return error("bad-character", f"{shown} is not allowed in YAML", span, "remove it")


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
    ("while scanning an alias", "put a text that starts with * in quotes"),
    ("while scanning an anchor", "put a text that starts with & in quotes"),
    ("cannot start any token", "put a text that starts with @, ` or % in quotes"),
    ("could not find expected ':'", "a key ends in a colon and a space"),
    (
        "did not find expected key",
        "are its neighbours indented alike? A text that starts with [ or a quote goes in quotes",
    ),
    ("did not find expected '-'", "are its neighbours indented alike?"),
    ("expected <block end>", "are its neighbours indented alike?"),
    ("did not find expected ','", "is a comma missing, or a bracket or brace left open?"),
    ("expected ',' or", "is a comma missing, or a bracket or brace left open?"),
    ("did not find expected node content", "is a bracket or brace left open?"),
    ("unexpected end of stream", "the quote that opens here is left open"),
    ("unknown escape character", "in double quotes a backslash is written twice; in single quotes, once"),
)
"""What YAML's two parsers (libyaml and PyYAML's own) say, and what a person would."""
