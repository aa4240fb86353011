"""The file that a call names -> one tree of nodes: a CV, or a letter of its own with what it takes from its CV."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from texcv import source
from texcv.diagnostics import Diagnostic, cut, did_you_mean, error, shown
from texcv.model import LETTER_KEYS
from texcv.source import Node


def cv_of(root: Node, path: Path) -> Path | list[Diagnostic] | None:
    """The CV that a letter names (`cv: ada.yaml`), or what is wrong; None for the file of a CV.

    Such a CV lies beside its letter or below, as photos do: who has only the letter's folder has it, too.
    """
    if root.find("cv") is None:
        return None
    file = _named(root, path)
    faults = [*_foreign_keys(root), *([file] if isinstance(file, Diagnostic) else [])]
    return faults if faults or isinstance(file, Diagnostic) else file


def load_cv(file: Path, letter: Node) -> tuple[Node | None, list[Diagnostic]]:
    """The nodes of the CV that a letter names."""
    root, remarks = source.load(file)
    if root and root.find("cv"):
        hint = "name the CV itself"
        return None, [*remarks, error("not-a-cv", f"{file} is a letter, too", letter.span("cv"), hint)]
    return root, remarks


def joined(letter: Node, cv: Node) -> Node:
    """The CV with the letter, the language and, option by option, the design of the letter's file."""
    own = {key.text: (key, value) for key, value in letter.pairs if key.text != "cv"}
    ours, theirs = own.get("design"), cv.find("design")
    if ours and theirs and ours[1].kind == theirs.kind == "mapping":
        names = {key.text for key, _ in ours[1].pairs}
        kept = tuple(pair for pair in theirs.pairs if pair[0].text not in names)
        own["design"] = (ours[0], replace(theirs, pairs=(*kept, *ours[1].pairs)))
    return replace(cv, pairs=(*(pair for pair in cv.pairs if pair[0].text not in own), *own.values()))


def _named(root: Node, path: Path) -> Path | Diagnostic:
    """The file that a letter's `cv` names."""
    node = root.find("cv")
    assert node
    if node.kind != "scalar" or not node.text or node.raw:
        return error("wrong-type", "`cv` must be the path of a CV", root.key_span("cv"), "write it as `cv: ada.yaml`")
    file = path.parent / node.text
    if len(str(file)) > source.MAX_PATH:
        return error("missing-file", f"can't read {shown(str(file))}: its path is too long", node.at)
    try:
        if not file.resolve().is_relative_to(path.parent.resolve()):
            hint = "put the letter beside its CV"
            return error("outside-file", f"{file} lies outside of the folder of the letter", node.at, hint)
        if not file.exists():
            near = did_you_mean(node.text, [item.name for item in path.parent.glob("*.y*ml") if item != path])
            hint = near or "write its path from the folder of the letter"
            return error("missing-file", f"there is no CV {file}", node.at, hint)
    except (OSError, ValueError, RuntimeError) as fault:  # a name with a NUL, a link that leads to itself
        return error("missing-file", f"can't read {shown(str(file))}: {fault}", node.at)
    return file


def _foreign_keys(root: Node) -> Iterator[Diagnostic]:
    if root.find("letter") is None:
        hint = "add `letter:`, or remove `cv:` if this is a CV"
        yield error("missing-key", "`letter` is missing: a file with `cv:` is a letter", root.key_span("cv"), hint)
    for key, _ in root.pairs:
        if key.text not in LETTER_KEYS:
            hint = (
                did_you_mean(key.text or "", LETTER_KEYS)
                or f"it has {', '.join(LETTER_KEYS)}: all else comes from the CV"
            )
            yield error("unknown-key", f"`{cut(key.text or '')}` is not a key of a letter's file", key.at, hint)


def missing_cv(root: Node) -> Iterator[Diagnostic]:
    """A letter that does not say whose it is would be told to have a name; `root` has all that is included."""
    if root.find("letter") and not root.find("name"):
        hint = "name the CV that has the name and the design: `cv: ada.yaml`"
        yield error("missing-key", "`cv` is missing", root.key_span("letter"), hint)
