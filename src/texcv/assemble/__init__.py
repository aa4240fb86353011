"""A CV's file -> its nodes, with what it includes, and with the defaults of its project below them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from texcv import source
from texcv.assemble.includes import Includer
from texcv.assemble.merge import merge_below
from texcv.diagnostics import Diagnostic, Span, error, has_errors
from texcv.home import find_project

__all__ = ["Assembled", "assemble", "merge_below"]


@dataclass(frozen=True, slots=True)
class Assembled:
    """A whole CV: no root where there is an error. `files` are all that were read, with their texts.

    What the CV and its parts name lies in the folder `home`, which is the project's, or else the CV's.
    """

    path: Path
    root: source.Node | None
    remarks: list[Diagnostic]
    files: Mapping[Path, str]
    home: Path

    def file_of(self, node: source.Node | None) -> Path | None:
        """The file in which the node is written; None if it is in none, but in the call."""
        file = Path(node.at.path) if node else None
        return file if file in self.files else None


def assemble(path: Path) -> Assembled:
    """The nodes of a CV at that place, each with its own place in the file that it comes from."""
    project = find_project(path)
    home = project.parent if project else path.parent
    root, remarks = source.load(path)
    if root is None:
        return Assembled(path, None, remarks, {}, home)
    includer = Includer(home)
    whole = includer.whole(root, path)
    below = _defaults(project, includer) if project else None
    found = [*remarks, *includer.found]
    if has_errors(found):
        return Assembled(path, None, found, includer.files, home)
    if below:
        merged = includer.bounded(merge_below(whole, below))
        found = [*remarks, *includer.found]
        return Assembled(path, None if has_errors(found) else merged, found, includer.files, home)
    return Assembled(path, whole, found, includer.files, home)


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
