"""A CV's file -> its nodes, with what it includes, and with the defaults of its project below them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from texcv import letterfile, source
from texcv.assemble.includes import Includer
from texcv.assemble.merge import merge_below
from texcv.diagnostics import Diagnostic, Span, error, has_errors
from texcv.frozen import frozen
from texcv.home import find_project

__all__ = ["Assembled", "assemble", "merge_below"]


@frozen
class Assembled:
    """A whole CV: no root where there is an error. `files` are all that were read, with their texts.

    What the CV and its parts name lies in the folder `home`, which is the project's, or else the CV's.
    """

    path: Path
    root: source.Node | None
    remarks: list[Diagnostic]
    files: Mapping[Path, str]
    home: Path
    cv: Path
    """The file of the CV: `path`, or, where that is a letter's, the one which that names."""
    cv_node: source.Node | None = None
    """What names the CV in a letter; None in the CV itself."""

    def file_of(self, node: source.Node | None) -> Path | None:
        """The file in which the node is written; None if it is in none, but in the call."""
        file = Path(node.at.path) if node else None
        return file if file in self.files else None


def assemble(path: Path) -> Assembled:
    """The nodes of a CV at that place, each with its own place in the file that it comes from."""
    project = find_project(path)
    home = project.parent if project else path.parent
    includer = Includer(home)
    root, remarks, cv, node = _read(path, includer)
    if root and not has_errors([*remarks, *includer.found]):
        below = _defaults(project, includer) if project else None
        root = includer.bounded(merge_below(root, _without_frame(below, root))) if below else root
        remarks += [] if node else letterfile.missing_cv(root)
    found = [*remarks, *includer.found]
    return Assembled(path, None if has_errors(found) else root, found, includer.files, home, cv, node)


def _read(path: Path, includer: Includer) -> tuple[source.Node | None, list[Diagnostic], Path, source.Node | None]:
    """The nodes of a CV, or of a letter joined with its CV; what there is to say; the CV's file, and what names it."""
    root, remarks = source.load(path)
    if root is None:
        return None, remarks, path, None
    cv = letterfile.cv_of(root, path)
    if isinstance(cv, list):
        return None, [*remarks, *cv], path, None
    if cv is None:
        return includer.whole(root, path), remarks, path, None
    letter, name = includer.whole(root, path), root.find("cv")
    below, found = letterfile.load_cv(cv, root)
    if below is None:
        return None, [*remarks, *found], cv, name
    return letterfile.joined(letter, includer.whole(below, cv)), [*remarks, *found], cv, name


def _without_frame(below: source.Node, own: source.Node) -> source.Node:
    """A project's defaults for a CV: what they have for letters, as a closing, is no letter of a CV without one."""
    if own.find("letter") or below.find("letter") is None or below.find("letter", "paragraphs"):
        return below
    return replace(below, pairs=tuple(pair for pair in below.pairs if pair[0].text != "letter"))


def _defaults(project: Path, includer: Includer) -> source.Node | None:
    """What the project has for every CV: under `defaults` in its file, a mapping, or the name of a file of one."""
    if not Path(os.path.realpath(project)).is_relative_to(os.path.realpath(project.parent)):
        message = f"{project} is a link that leads out of its folder"
        includer.found.append(error("outside-project", message, Span(str(project)), "copy it there"))
        return None
    root, faults = source.load(project)
    if root is None:
        includer.found += faults
        return None
    includer.files[project] = root.at.text or ""
    node = root.find("defaults")
    if node is None or (node.kind == "scalar" and node.text is None):
        return None
    whole = includer.named(node, project) if node.kind == "scalar" else includer.whole(node, project)
    if whole.kind != "mapping" and not has_errors(includer.found):
        hint = "write keys of a CV below it, or name a file that has them"
        includer.found.append(error("wrong-type", "`defaults` must be a mapping", root.key_span("defaults"), hint))
    return whole if whole.kind == "mapping" else None
