"""`texcv.yaml` -> what it asks for, each value with its place, or all that is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from texcv import source
from texcv.diagnostics import Diagnostic, Span, cut, did_you_mean, error, shown
from texcv.frozen import frozen
from texcv.project.names import Pattern
from texcv.source import Node
from texcv.targets import FORMATS

SHARED = ("variants", "templates", "locales", "formats", "set", "name", "output")
"""The keys of a target that hold for every target if they stand at the top."""

_TOP = (*SHARED, "defaults", "targets")
_TARGET = ("cv", *SHARED)
KEYS = ("cv", *_TOP)
"""All keys that there are."""

_ELSEWHERE = {
    "cv": "it goes into `targets:`",
    "cvs": "it goes into `targets:`, as `cv`",
    "design": "it goes into `defaults:`",
    "sections": "a CV is a file of its own; what all have in common goes into `defaults:`",
    "allow_raw_tex": "who builds decides that: `texcv build --allow-raw-tex`",
}

DEFAULT_NAME = "{name}-{variant}.{locale}"
DEFAULT_CV = "cv/*.yaml"

Value = tuple[str | None, Span]
"""A text of the file, or None for an empty one, and where it stands."""


@frozen
class Entry:
    """One of the `targets`: a CV for each of the values, in each combination."""

    cvs: tuple[Value, ...]
    variants: tuple[Value, ...]
    templates: tuple[Value, ...]
    locales: tuple[Value, ...]
    formats: tuple[str, ...]
    settings: tuple[Value, ...]
    name: Pattern
    output: Value


def read_entries(file: Path) -> tuple[Entry, ...] | list[Diagnostic]:
    """What the file of a project asks for."""
    root, found = source.load(file)
    if root is None:
        return found
    reader = _Reader()
    reader.check_keys(root, _TOP)
    targets = root.find("targets")
    nodes: Sequence[Node] = (Node("mapping", root.at),)
    if targets is not None:
        nodes = targets.items if targets.kind == "sequence" else (targets,)
        if targets.kind == "scalar" and not targets.text:
            nodes = ()
        if not nodes:
            reader.fault(
                "empty-value", "`targets` has nothing in it", targets.at, "fill it, or remove it for cv/*.yaml"
            )
    entries = [reader.entry(node, root) for node in nodes]
    return reader.faults or tuple(entry for entry in entries if entry)


class _Reader:
    """Reads nodes, and keeps what is wrong with them."""

    def __init__(self) -> None:
        self.faults: list[Diagnostic] = []

    def fault(self, code: str, message: str, at: Span, *hints: str) -> None:
        self.faults.append(error(code, message, at, *hints))

    def check_keys(self, node: Node, known: Sequence[str]) -> None:
        for key, _ in node.pairs:
            if key.text not in known:
                hint = did_you_mean(key.text or "", known) or _ELSEWHERE.get(key.text or "", "")
                also = f"known keys: {', '.join(known)}"
                self.fault("unknown-key", f"`{cut(key.text or '')}` is not a key here", key.at, hint or also)

    def entry(self, node: Node, root: Node) -> Entry | None:
        """A target; a bare text is short for its `cv`."""
        if node.kind == "scalar" and node.text:
            node = Node("mapping", node.at, pairs=((Node("scalar", node.at, text="cv"), node),))
        if node.kind != "mapping":
            self.fault("wrong-type", "a target is a mapping, such as `{cv: cv/ada.yaml}`", node.at)
            return None
        if node is not root and node.pairs:
            self.check_keys(node, _TARGET)
        given = {key: node.find(key) if node.by_key.get(key) else root.find(key) for key in SHARED}
        places = {key: (node if node.by_key.get(key) else root).key_span(key) for key in SHARED}
        cvs = self.texts("cv", node.find("cv"), node.key_span("cv"), ((DEFAULT_CV, node.at),))
        variants, templates, locales = (
            self.texts(key, given[key], places[key], ((None, node.at),), empty=key == "variants")
            for key in ("variants", "templates", "locales")
        )
        formats = self._formats(self.texts("formats", given["formats"], places["formats"], (("pdf", node.at),)))
        settings = self._settings(given["set"])
        names = self.texts("name", given["name"], places["name"], ((DEFAULT_NAME, node.at),), most=1)
        outputs = self.texts("output", given["output"], places["output"], (("output", node.at),), most=1)
        name = Pattern.read(names[0][0] or "", names[0][1])
        if isinstance(name, Diagnostic):
            if name not in self.faults:  # of a pattern for all targets, once
                self.faults.append(name)
            return None
        return Entry(cvs, variants, templates, locales, formats, settings, name, outputs[0])

    def texts(
        self, key: str, node: Node | None, at: Span, default: tuple[Value, ...], *, empty: bool = False, most: int = 0
    ) -> tuple[Value, ...]:
        """The texts under a key, one or a list of them; never none. An `empty` one may have a meaning."""
        if node is None:
            return default
        items = node.items if node.kind == "sequence" and most != 1 else (node,)
        faults: list[Diagnostic] = []
        if not items:
            faults.append(error("empty-value", f"`{key}` has nothing in it", at, "fill it or remove it"))
        for item in items:
            if item.raw or item.kind != "scalar":
                expected = "a text" if most == 1 else "a text, or a list of texts"
                faults.append(error("wrong-type", f"`{key}` must be {expected}", item.at))
            elif not item.text and not empty:
                faults.append(error("empty-value", f"`{key}` is empty", at, "fill it or remove it"))
        self.faults += (fault for fault in faults if fault not in self.faults)
        return default if faults else tuple(dict.fromkeys((item.text or None, item.at) for item in items))

    def _formats(self, given: tuple[Value, ...]) -> tuple[str, ...]:
        for name, at in given:
            if name not in FORMATS:
                hint = did_you_mean(name or "", FORMATS) or f"formats: {', '.join(FORMATS)}"
                fault = error("bad-value", f"{shown(name)} is none of the formats", at, hint)
                self.faults += [fault] if fault not in self.faults else []
        return tuple(dict.fromkeys(name or "" for name, _ in given))

    def _settings(self, node: Node | None, above: str = "") -> tuple[Value, ...]:
        """As `--set` has them: `design.color=red`; mappings in mappings are the same as keys with dots."""
        if node is None:
            return ()
        if node.kind == "mapping" and node.pairs:
            return tuple(value for key, item in node.pairs for value in self._settings(item, f"{above}{key.text}."))
        if not above or node.kind != "scalar" or node.raw or not node.text:
            fault = error("wrong-type", "`set` takes keys and texts", node.at, "write it as `set: {design.color: red}`")
            self.faults += [fault] if fault not in self.faults else []
        return ((f"{above.rstrip('.')}={node.text}", node.at),)
