"""YAML text -> nodes that know where they stand. Scalars stay as they are written."""

from __future__ import annotations

import errno
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml

from texcv.diagnostics import Diagnostic, Span, error

MAX_BYTES = 2_000_000
MAX_NODES = 200_000
MAX_DEPTH = 40

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULLS = {"", "~", "null", "Null", "NULL"}
_STANDARD_TAGS = {f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "seq", "map", "timestamp")}


@dataclass(frozen=True, slots=True)
class Node:
    """A value of the YAML file and the span it was written at.

    `value` is the text of a scalar (None for an empty one), a tuple of nodes for a sequence, or a tuple of
    `(key, value)` pairs of nodes for a mapping.
    """

    value: str | tuple[Node, ...] | tuple[tuple[Node, Node], ...] | None
    at: Span
    kind: str

    def pairs(self) -> tuple[tuple[Node, Node], ...]:
        """The keys and values of a mapping; none for anything else."""
        return self.value if self.kind == "mapping" else ()  # type: ignore[return-value]

    def span(self, *path: str | int) -> Span:
        """Where the value at `path` stands; the nearest thing above it when the path leads further than the file."""
        node = self
        for step in path:
            node = node._child(step) or node
        return node.at

    def key_span(self, *path: str | int) -> Span:
        """Where the last key of `path` stands, or, if it isn't there, where the value that misses it starts."""
        node = self
        for step in path[:-1]:
            node = node._child(step) or node
        for key, _ in node.pairs():
            if key.value == path[-1]:
                return key.at
        child = node._child(path[-1]) if path else None
        return (child or node)._head()

    def has(self, *path: str | int) -> bool:
        """Whether `path` leads to a value."""
        return self._at(path) is not None

    def is_scalar(self, *path: str | int) -> bool:
        """Whether `path` leads to a text, a number or nothing."""
        node = self._at(path)
        return node is not None and node.kind == "scalar"

    def _at(self, path: tuple[str | int, ...]) -> Node | None:
        node: Node | None = self
        for step in path:
            node = node._child(step) if node else None
        return node

    def _child(self, step: str | int) -> Node | None:
        if self.kind == "mapping":
            return next((value for key, value in self.pairs() if key.value == step), None)
        if self.kind == "sequence" and isinstance(step, int) and step < len(self.value or ()):
            return self.value[step]  # type: ignore[index, return-value]
        return None

    def _head(self) -> Span:
        """The first key of a mapping stands for all of it."""
        pairs = self.pairs()
        return pairs[0][0].at if pairs else self.at


class TextData(str):
    """A scalar that knows its node."""

    node: Node


class MappingData(dict[str, Any]):
    """A mapping that knows its node."""

    node: Node


class SequenceData(list[Any]):
    """A sequence that knows its node."""

    node: Node


def load(path: Path) -> Node | list[Diagnostic]:
    """Read a YAML file, or say why it can't be read."""
    text = read_text(path)
    return text if isinstance(text, list) else parse(text, str(path))


def read_text(path: Path) -> str | list[Diagnostic]:
    """The text of a UTF-8 file, or why there is none."""
    name = str(path)
    try:
        if path.is_dir():
            return [error("not-a-file", f"{name} is a folder", Span(name), "name a YAML file in it")]
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return [error("missing-file", f"there is no file {name}", Span(name), _near_file(path))]
    except (OSError, ValueError) as fault:
        why = errno.errorcode.get(getattr(fault, "errno", None) or 0, "")
        reason = getattr(fault, "strerror", None) or str(fault)
        return [error("unreadable-file", f"can't read {name}: {reason}", Span(name), f"the system says {why}" if why else "")]
    if len(data) > MAX_BYTES:
        return [error("too-large", f"{name} has more than {MAX_BYTES:,} bytes", Span(name), "split it")]
    return _decode(data, name)


def _decode(data: bytes, name: str) -> str | list[Diagnostic]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return [error("bad-encoding", f"{name} is UTF-16, not UTF-8", Span(name, 1, 1, 1, 2), "save it as UTF-8")]
    if b"\0" in data:
        return [error("binary-file", f"{name} is not a text file", Span(name), "a CV is a YAML file")]
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        before = data[: fault.start].decode("utf-8", "replace")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        byte = data[fault.start]
        return [
            error(
                "bad-encoding",
                f"{name} is not UTF-8: byte 0x{byte:02x} makes no character",
                Span(name, line, column, line, column + 1),
                f"save it as UTF-8; in Latin-1 that byte is `{bytes([byte]).decode('latin-1')}`" if byte >= 0xA0 else "save it as UTF-8",
            )
        ]


def _near_file(path: Path) -> str:
    try:
        names = [entry.name for entry in path.parent.iterdir() if entry.suffix in {".yaml", ".yml"}]
    except OSError:
        return f"there is no folder {path.parent}"
    near = get_close_matches(path.name, names, n=1, cutoff=0.5)
    return f"did you mean {path.parent / near[0]}?" if near else ""


def parse(text: str, name: str) -> Node | list[Diagnostic]:
    """The root mapping of a YAML text, or every fault that can be told at once."""
    builder = _Builder(name)
    try:
        root = builder.build(iter(yaml.parse(text, Loader=_LOADER)))
    except yaml.YAMLError as fault:
        return [*builder.faults, _syntax_error(fault, text, name)]
    if builder.faults:
        return builder.faults
    if root is None or root.value is None:
        return [error("empty-file", f"{name} is empty", Span(name), 'begin with `texcv new "Your Name"`')]
    if root.kind != "mapping":
        return [error("not-a-mapping", f"a CV starts with keys such as `name:`, not with a {_noun(root)}", root.at)]
    return root


def _noun(node: Node) -> str:
    return {"sequence": "list", "scalar": "text", "mapping": "mapping"}[node.kind]


def _syntax_error(fault: yaml.YAMLError, text: str, name: str) -> Diagnostic:
    mark = getattr(fault, "problem_mark", None) or getattr(fault, "context_mark", None)
    if mark is None:  # a character that YAML forbids
        position = min(getattr(fault, "position", 0), len(text))
        line, column = text.count("\n", 0, position) + 1, position - text.rfind("\n", 0, position)
        return error("bad-character", "a character that YAML does not allow", Span(name, line, column, line, column + 1))
    span = Span(name, mark.line + 1, mark.column + 1, mark.line + 1, mark.column + 2)
    lines = text.splitlines()
    here = lines[mark.line] if mark.line < len(lines) else ""
    if "\t" in here[: len(here) - len(here.lstrip())] or here[mark.column : mark.column + 1] == "\t":
        return error("tab-indent", "a tab can't indent YAML", span, "indent with spaces")
    problem = str(getattr(fault, "problem", "") or "it is not YAML")
    context = str(getattr(fault, "context", "") or "")
    return error("yaml-syntax", f"{problem}{f' ({context})' if context else ''}", span, _syntax_hint(problem))


def _syntax_hint(problem: str) -> str:
    if "mapping values are not allowed" in problem:
        return 'put a text with a colon in quotes: "Title: subtitle"'
    if "expected <block end>" in problem or "could not find expected ':'" in problem:
        return "is the line before it indented alike, and does its key end in a colon and a space?"
    if "cannot start any token" in problem:
        return "put a text that starts with @, ` or % in quotes"
    if "expected ',' or" in problem or "stream end" in problem:
        return "is a bracket, brace or quote left open?"
    if "undefined alias" in problem:
        return "put a text that starts with * in quotes"
    return ""


class _Builder:
    """Nodes from parser events, without recursion; duplicate keys, strange tags and bombs become `faults`."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.faults: list[Diagnostic] = []
        self.anchors: dict[str, Node] = {}
        self.sizes: dict[int, int] = {}
        self.total = 0

    def build(self, events: Iterator[Any]) -> Node | None:
        root: Node | None = None
        stack: list[tuple[Any, list[Node]]] = []
        for event in events:
            node: Node | None = None
            if isinstance(event, yaml.DocumentStartEvent) and root is not None:
                self._fault("yaml-syntax", "a second document starts here", event, "a CV is one document; remove the `---`")
                return root
            if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
                stack.append((event, []))
                if len(stack) > MAX_DEPTH:
                    self._fault("too-large", f"more than {MAX_DEPTH} levels of nesting", event)
                    return root
            elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                start, children = stack.pop()
                node = self._collection(start, event, children)
            elif isinstance(event, yaml.ScalarEvent):
                node = self._scalar(event)
            elif isinstance(event, yaml.AliasEvent):
                node = self._alias(event)
            if node is None:
                continue
            if self.total > MAX_NODES:
                self._fault("too-large", f"more than {MAX_NODES:,} values", event, "aliases that repeat each other?")
                return root
            if stack:
                stack[-1][1].append(node)
            else:
                root = node
        return root

    def _scalar(self, event: yaml.ScalarEvent) -> Node:
        span = self._span(event)
        plain_null = not event.style and event.value in _NULLS and event.tag in {None, "tag:yaml.org,2002:null"}
        return self._keep(Node(None if plain_null else event.value, span, "scalar"), event, 1)

    def _collection(self, start: Any, end: Any, children: list[Node]) -> Node:
        span = Span(self.name, *_position(start.start_mark), *_position(end.end_mark))
        size = 1 + sum(self.sizes.get(id(child), 1) for child in children)
        if isinstance(start, yaml.SequenceStartEvent):
            return self._keep(Node(tuple(children), span, "sequence"), start, size)
        pairs = tuple(zip(children[::2], children[1::2], strict=True))
        seen: dict[str, Span] = {}
        for key, _ in pairs:
            if not isinstance(key.value, str):
                self.faults.append(error("bad-key", "a key must be a word or a text", key.at))
            elif key.value in seen:
                first = seen[key.value]
                self.faults.append(
                    error("duplicate-key", f"`{key.value}` stands here again", key.at, f"it stands at line {first.line} already")
                )
            else:
                seen[key.value] = key.at
        return self._keep(Node(pairs, span, "mapping"), start, size)

    def _alias(self, event: yaml.AliasEvent) -> Node | None:
        node = self.anchors.get(event.anchor)
        if node is None:
            self._fault("yaml-syntax", f"`*{event.anchor}` stands for nothing", event, "put a text that starts with * in quotes")
            return Node(None, self._span(event), "scalar")
        self.total += self.sizes.get(id(node), 1)
        return node

    def _keep(self, node: Node, event: Any, size: int) -> Node:
        """Count the node, refuse its tag if it is a strange one, and remember its anchor."""
        self.total += 1
        self.sizes[id(node)] = size
        if event.anchor:
            self.anchors[event.anchor] = node
        if event.tag and event.tag not in _STANDARD_TAGS and event.tag != "!":
            self._fault("bad-tag", f"the tag `{event.tag}` is not allowed", event, "remove it")
        return node

    def _span(self, event: Any) -> Span:
        return Span(self.name, *_position(event.start_mark), *_position(event.end_mark))

    def _fault(self, code: str, message: str, event: Any, hint: str = "") -> None:
        self.faults.append(error(code, message, self._span(event), hint))


def _position(mark: Any) -> tuple[int, int]:
    return mark.line + 1, mark.column + 1


def override(root: Node, assignments: Iterable[str]) -> Node | list[Diagnostic]:
    """The nodes with values set from outside, each written `design.color=red`; a fault says which assignment it is in."""
    faults: list[Diagnostic] = []
    for assignment in assignments:
        path, equals, text = assignment.partition("=")
        at = Span(f"--set {assignment}")
        if not equals or not all(path.split(".")):
            faults.append(error("bad-setting", f"`{assignment}` sets nothing", at, "write it as design.color=red"))
        else:
            root = _with_value(root, path.split("."), text, at)
    return faults or root


def _with_value(node: Node | None, path: list[str], text: str, at: Span) -> Node:
    if not path:
        return Node(text, at, "scalar")
    pairs = node.pairs() if node else ()
    below = next((value for key, value in pairs if key.value == path[0]), None)
    if node and node.kind == "sequence" and path[0].isdigit() and node.has(int(path[0])):
        items = list(node.value or ())
        items[int(path[0])] = _with_value(items[int(path[0])], path[1:], text, at)  # type: ignore[arg-type, call-overload]
        return Node(tuple(items), node.at, "sequence")  # type: ignore[arg-type]
    new = (Node(path[0], at, "scalar"), _with_value(below, path[1:], text, at))
    kept = tuple((new if key.value == path[0] else (key, value)) for key, value in pairs)
    return Node(kept if below else (*kept, new), node.at if node else at, "mapping")


def to_data(node: Node) -> Any:
    """The node as text, lists and dicts, each of which knows its node; an empty value is None."""
    data: Any
    if node.value is None:
        return None
    if node.kind == "mapping":
        data = MappingData({str(key.value): to_data(value) for key, value in node.pairs()})
    elif node.kind == "sequence":
        data = SequenceData(to_data(child) for child in node.value)  # type: ignore[arg-type]
    else:
        data = TextData(node.value)
    data.node = node
    return data
