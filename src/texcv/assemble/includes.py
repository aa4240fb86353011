"""`include:` -> what it stands for, from files below one folder, within the limits of one file."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path, PureWindowsPath

from texcv.assemble.merge import merge_below
from texcv.diagnostics import Diagnostic, Span, cut, did_you_mean, error, has_errors, shown
from texcv.frozen import frozen
from texcv.home import near_path
from texcv.source import MAX_BYTES, MAX_DEPTH, MAX_NODES, MAX_PATH, Node, hidden_text, parse, read_text

KEY = "include"

MAX_FILES = 100
"""Files that one CV may include."""


@frozen
class _Whole:
    """A node with nothing to include in it, the number of values that it stands for, and its levels of nesting."""

    node: Node
    size: int = 1
    depth: int = 0


class Includer:
    """Puts files together, from below the folder `home`. All that it `found` wrong has places in these files.

    A file that is included twice is read once. What a node stands for is worked out once, so that aliases and
    includes that repeat each other take no time; how much that would be is counted, and limited.
    """

    def __init__(self, home: Path) -> None:
        self.files: dict[Path, str] = {}
        self.found: list[Diagnostic] = []
        self._home = home
        self._known: dict[int, tuple[Node, _Whole]] = {}
        self._read: dict[str, _Whole | None] = {}
        self._open: list[str] = []
        self._bytes = 0

    def whole(self, root: Node, path: Path) -> Node:
        """What the root of a file at `path` stands for; only where nothing was `found` wrong is it of use."""
        text = root.at.text or ""
        self.files[path] = text
        self._bytes += len(text.encode())
        if KEY not in text:
            return root
        self._open.append(os.path.realpath(path))
        whole = self._whole(root, path, len(self._open))
        self._open.pop()
        return whole.node

    def named(self, name: Node, path: Path) -> Node:
        """What the file stands for that is named in the file at `path`."""
        self._open.append(os.path.realpath(path))
        whole = self._included(name, _Whole(Node("mapping", name.at)), path, len(self._open))
        self._open.pop()
        return whole.node

    def bounded(self, root: Node) -> Node:
        """A node in which nothing is to be included; it is looked at how large and deep it is."""
        return self._whole(root, Path(), 1).node

    def _whole(self, node: Node, path: Path, level: int) -> _Whole:
        if node.kind == "scalar":
            return _Whole(node)
        known = self._known.get(id(node))
        if known is None:
            if level > MAX_DEPTH:
                return self._too_large(f"more than {MAX_DEPTH} levels of nesting", node)
            made = self._sequence(node, path, level) if node.kind == "sequence" else self._mapping(node, path, level)
            if made.size > MAX_NODES:
                made = self._too_large(f"more than {MAX_NODES:,} values", node)
            known = self._known[id(node)] = (node, made)  # the node, too, so that its id is not another's
        if known[1].depth + level > MAX_DEPTH:
            return self._too_large(f"more than {MAX_DEPTH} levels of nesting", node)
        return known[1]

    def _sequence(self, node: Node, path: Path, level: int) -> _Whole:
        items: list[Node] = []
        size, depth = 1, 0
        for item in node.items:
            made = self._whole(item, path, level + 1)
            size += made.size
            if size > MAX_NODES:
                break
            if made.node.kind == "sequence" and item.kind == "mapping":  # a list that is included in a list
                items += made.node.items
                depth = max(depth, made.depth)
            else:
                items.append(made.node)
                depth = max(depth, made.depth + 1)
        return _Whole(replace(node, items=tuple(items)), size, depth)

    def _mapping(self, node: Node, path: Path, level: int) -> _Whole:
        pairs: list[tuple[Node, Node]] = []
        size, depth = 1, 0
        for key, value in node.pairs:
            if key.text != KEY:
                made = self._whole(value, path, level + 1)
                pairs.append((key, made.node))
                size, depth = size + made.size + 1, max(depth, made.depth + 1)
        own = _Whole(replace(node, pairs=tuple(pairs)), size, depth)
        name = node.find(KEY)
        return own if name is None else self._included(name, own, path, level)

    def _included(self, name: Node, own: _Whole, path: Path, level: int) -> _Whole:
        """What is included, below the own keys of the mapping where it has any; of several files, the later wins."""
        names = name.items if name.kind == "sequence" else (name,)
        parts: list[_Whole] = []
        for item in names:
            if item.kind != "scalar" or not item.text or item.raw:
                hint = "write it as `include: shared.yaml`, or `include: shared.yaml#sections.publications`"
                self.found.append(error("bad-include", "`include` takes the name of a file", item.at, hint))
                return _Whole(own.node)
            part = self._part(item, item.text, path, level)
            if part is None:
                return _Whole(own.node)
            parts.append(part)
        if not parts:
            self.found.append(error("bad-include", "`include` names no file", name.at, "name one, or remove the key"))
            return _Whole(own.node)
        size, depth = own.size + sum(part.size for part in parts), max(part.depth for part in (own, *parts))
        if len(parts) == 1 and not own.node.pairs:
            return parts[0]
        wanted = "mapping" if own.node.pairs else parts[0].node.kind
        other = next((item for item, part in zip(names, parts, strict=True) if part.node.kind != wanted), None)
        if other is not None or wanted == "scalar":
            return self._unfit(other or names[1], own)
        if size > MAX_NODES:
            return _Whole(own.node, size)  # not made, but refused
        if wanted == "sequence":
            return _Whole(replace(parts[0].node, items=sum((part.node.items for part in parts), ())), size, depth)
        node = own.node
        for part in reversed(parts):
            node = merge_below(node, part.node)
        return _Whole(node, size, depth)

    def _unfit(self, name: Node, own: _Whole) -> _Whole:
        message = f"{shown(name.text)} is not a mapping: it can't be put beside other keys"
        hint = "give it a key of its own, as `entries: {include: group.yaml}`"
        if not own.node.pairs:
            message = f"{shown(name.text)} is not what is included beside it"
            hint = "include lists with lists, mappings with mappings, and texts alone"
        self.found.append(error("bad-include", message, name.at, hint))
        return _Whole(own.node)

    def _part(self, name: Node, text: str, path: Path, level: int) -> _Whole | None:
        """What stands in the file that is named, or at the place in it that is named behind `#`."""
        file, _, steps = text.partition("#")
        whole = self._file(name, file.strip(), path, level)
        if whole is None or not steps.strip():
            return whole
        node, taken = whole.node, list[str]()
        for step in steps.strip().split("."):
            taken.append(step)
            found = _child(node, step)
            if found is None:
                message = f"there is no `{cut('.'.join(taken))}` in {file.strip()}"
                self.found.append(error("bad-include", message, name.at, _hint(node, step)))
                return None
            node = found
        return self._whole(node, path, level)  # known, as all of its file is, but for its size

    def _file(self, name: Node, file: str, path: Path, level: int) -> _Whole | None:
        place = self._place(file, path, name.at)
        if isinstance(place, Diagnostic):
            self.found.append(place)
            return None
        real = os.path.realpath(place)
        if real in self._open:
            chain = " → ".join(Path(step).name for step in [*self._open[self._open.index(real) :], real])
            hint = "put what they share into a file that includes none of them"
            self.found.append(error("bad-include", f"a file includes itself: {chain}", name.at, hint))
            return None
        if real not in self._read:
            self._read[real] = None  # while it is read
            root = self._load(place, name.at)
            if root is not None:
                self._open.append(real)
                self._read[real] = self._whole(root, place, level + 1)
                self._open.pop()
        return self._read[real]

    def _place(self, file: str, path: Path, at: Span) -> Path | Diagnostic:
        """The file that is named in the file at `path`, or why it may not be read."""
        what, hint = f"can't include {shown(file)}", "write its path from the folder of this file"
        if not file or len(file) > MAX_PATH or "\0" in file:
            return error("bad-include", f"{what}: that is not the name of a file", at, hint)
        if Path(file).is_absolute() or PureWindowsPath(file).drive:
            return error("bad-include", f"{what}: it is an absolute path", at, hint)
        if Path(file).suffix.casefold() not in {".yaml", ".yml"}:
            return error("bad-include", f"{what}: only YAML files can be included", at, "it must end with .yaml")
        place = near_path(path.parent, file)
        real, home = Path(os.path.realpath(place)), Path(os.path.realpath(self._home))
        if not real.is_relative_to(home):
            hint = "move it there; in a project, whose folder has a texcv.yaml, it may be anywhere in that folder"
            return error("bad-include", f"{what}: it lies outside of the folder of the CV or its project", at, hint)
        if any(part.startswith(".") for part in real.relative_to(home).parts):
            return error("bad-include", f"{what}: hidden files are not included", at, "name it without the dot")
        return place

    def _load(self, place: Path, at: Span) -> Node | None:
        """The root of a file, which may be a list, too."""
        if len(self._read) > MAX_FILES:
            message = f"more than {MAX_FILES} files are included"
            self.found.append(error("too-large", message, at, "put several into one"))
            return None
        text = read_text(place)
        if isinstance(text, Diagnostic):  # of the file as a whole: what names it is of more use
            self.found.append(text if text.span and text.span.line else replace(text, span=at))
            return None
        self.files[place] = text
        self._bytes += len(text.encode())
        if self._bytes > MAX_BYTES:
            message = f"the CV has more than {MAX_BYTES:,} bytes with the files that it includes"
            self.found.append(error("too-large", message, at, "include less"))
            return None
        root = parse(text, str(place), part=True)
        self.found += root if isinstance(root, list) else hidden_text(text, root)
        return None if isinstance(root, list) else root

    def _too_large(self, message: str, node: Node) -> _Whole:
        if not has_errors(self.found):  # once: what is above it is too large as well
            hint = "do its files or its aliases repeat each other?"
            self.found.append(error("too-large", f"{message}, with what is included", node.at, hint))
        return _Whole(Node("scalar", node.at))


def _hint(node: Node, step: str) -> str:
    """What there is in the place of a step that leads nowhere."""
    if node.kind == "mapping":
        keys = [key.text for key, _ in node.pairs if key.text]
        return did_you_mean(step, keys) or f"there: {cut(', '.join(keys))}"
    return f"its items are counted from 0 to {len(node.items) - 1}" if node.items else "nothing is in it"


def _child(node: Node, step: str) -> Node | None:
    if node.kind == "sequence":
        return node.find(int(step)) if re.fullmatch("[0-9]{1,6}", step) else None
    return next((value for key, value in node.pairs if key.text and key.text.strip() == step), None)
