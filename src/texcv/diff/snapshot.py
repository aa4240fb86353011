"""A CV as it was in a revision: its files in a folder of their own, and what is said of them, by the names of then."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from texcv import source
from texcv.diagnostics import Diagnostic
from texcv.diff.repository import Revision
from texcv.frozen import frozen

_YAML = (".yaml", ".yml")
_MANIFEST = "template.yaml"
_PROJECT = "texcv.yaml"


@frozen
class Snapshot:
    """Files of a revision below `root`, as they lie in the repository; `cv` is the path of the CV there.

    `typed` is what the user calls that.
    """

    root: Path
    cv: str
    typed: str
    revision: Revision
    files: tuple[str, ...]

    @property
    def file(self) -> Path:
        """The CV's file."""
        return self.root / self.cv

    def told(self, found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        """Findings with the names that the user knows: `cv.yaml@HEAD~3:12:4`."""
        return tuple(
            replace(
                fault,
                message=self._named(fault.message),
                hints=tuple(map(self._named, fault.hints)),
                span=fault.span and replace(fault.span, path=self._named(fault.span.path)),
            )
            for fault in found
        )

    def _named(self, text: str) -> str:
        if str(self.root) not in text:
            return text
        for path in sorted(self.files, key=len, reverse=True):
            text = text.replace(str(self.root / path), f"{self._typed(path)}@{self.revision.name}")
        here = Path(self.typed).parent
        text = text.replace(f"{self.file.parent}/", "" if here == Path() else f"{here}/")
        return text.replace(f"{self.root}/", "")

    def _typed(self, path: str) -> str:
        """A path of the repository from where the user is."""
        beside = os.path.relpath(path, PurePosixPath(self.cv).parent)
        return os.path.normpath(Path(self.typed).parent / beside)


def take_snapshot(revision: Revision, cv: str, typed: str, root: Path) -> Snapshot:
    """Write a CV of a revision, and every file of it that the CV may read, below `root`.

    Those are what any of its values names by its path, and what these name; of a template's folder, all of it.
    """
    files: dict[str, bytes] = {}
    parents = PurePosixPath(cv).parents
    waiting = [cv, *(str(folder / _PROJECT) for folder in parents)]
    while waiting:
        path = waiting.pop()
        content = None if path in files else revision.read(path)
        if content is None:
            continue
        files[path] = content
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        if path.endswith(_YAML) or path == cv:
            waiting += _named_in(place, path, revision)
    return Snapshot(root, cv, typed, revision, tuple(files))


def _named_in(place: Path, path: str, revision: Revision) -> Iterator[str]:
    """The files of a revision that the values of a YAML file may mean."""
    node, _ = source.load(place)
    for text in _texts(node) if node else ():
        for named in dict.fromkeys((text, text.partition("#")[0].strip())):  # of an include, steps follow
            name = os.path.normpath(f"{PurePosixPath(path).parent}/{named}")
            if name in revision.files:
                yield name
            elif f"{name}/{_MANIFEST}" in revision.files:
                yield from (file for file in revision.files if file.startswith(f"{name}/"))


def _texts(node: source.Node) -> Iterator[str]:
    """Every value that may be a path."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        waiting += [*node.items, *(value for _, value in node.pairs)]
        if node.text and len(node.text) <= source.MAX_PATH and node.text.isprintable():
            yield node.text
