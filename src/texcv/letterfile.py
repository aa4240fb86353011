"""The file that a call names -> one tree of nodes: a CV, or a letter of its own with what it takes from its CV."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from texcv import source
from texcv.diagnostics import Diagnostic, cut, did_you_mean, error, shown
from texcv.model import LETTER_KEYS
from texcv.source import Node


@dataclass(frozen=True, slots=True)
class Loaded:
    """A CV as it is to be validated, and what there is to say about its files.

    `cv` is the file of the CV, which may not be the one that was asked for: that is a letter's then. `texts` are all
    files that were read, as they were read.
    """

    root: Node
    remarks: list[Diagnostic]
    cv: Path
    texts: Mapping[Path, str]
    cv_node: Node | None = None
    """What names the CV; None in the CV itself."""

    @property
    def of_letter(self) -> bool:
        """Whether the file that was asked for is a letter's."""
        return self.cv_node is not None

    def folder_of(self, node: Node) -> Path | None:
        """The folder of the file in which a value stands; None for one that the call gave."""
        return next((file.parent for file in self.texts if str(file) == node.at.path), None)


def load(path: Path) -> Loaded | list[Diagnostic]:
    """Read a CV, or a letter that names its CV (`cv: ada.yaml`); or why that can't be done.

    Such a CV lies beside its letter or below, as photos do: who has only the letter's folder has it, too.
    """
    root, remarks = source.load(path)
    if root is None:
        return remarks
    texts = {path: root.at.text or ""}
    if root.find("cv") is None:
        faults = list(_missing_cv(root))
        return [*remarks, *faults] if faults else Loaded(root, remarks, path, texts)
    file = _cv_of(root, path)
    faults = [*_foreign_keys(root), *([file] if isinstance(file, Diagnostic) else [])]
    if faults or isinstance(file, Diagnostic):
        return [*remarks, *faults]
    cv, found = source.load(file)
    remarks += found
    if cv is None:
        return remarks
    if cv.find("cv"):
        hint = "name the CV itself"
        return [*remarks, error("not-a-cv", f"{file} is a letter, too", root.span("cv"), hint)]
    return Loaded(_joined(root, cv), remarks, file, texts | {file: cv.at.text or ""}, root.find("cv"))


def writes_letter(path: Path) -> bool:
    """Whether a CV makes a PDF of its letter, besides its own; False if it can't be read."""
    root, _ = source.load(path)
    letter = root.find("letter") if root and root.find("cv") is None else None
    place = letter.find("place") if letter else None
    return letter is not None and (place is None or place.text == "own")


def _joined(letter: Node, cv: Node) -> Node:
    """The CV with the letter, the language and, option by option, the design of the letter's file."""
    own = {key.text: (key, value) for key, value in letter.pairs if key.text != "cv"}
    ours, theirs = own.get("design"), cv.find("design")
    if ours and theirs and ours[1].kind == theirs.kind == "mapping":
        names = {key.text for key, _ in ours[1].pairs}
        kept = tuple(pair for pair in theirs.pairs if pair[0].text not in names)
        own["design"] = (ours[0], replace(theirs, pairs=(*kept, *ours[1].pairs)))
    return replace(cv, pairs=(*(pair for pair in cv.pairs if pair[0].text not in own), *own.values()))


def _cv_of(root: Node, path: Path) -> Path | Diagnostic:
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


def _missing_cv(root: Node) -> Iterator[Diagnostic]:
    """A letter that does not say whose it is would be told to have a name."""
    if root.find("letter") and not root.find("name"):
        hint = "name the CV that has the name and the design: `cv: ada.yaml`"
        yield error("missing-key", "`cv` is missing", root.key_span("letter"), hint)
