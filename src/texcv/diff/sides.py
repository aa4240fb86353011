"""What the user names as old and new -> two PDFs."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from texcv import pipeline
from texcv.check import Reading
from texcv.check.reading import UnreadableError, read_pdf
from texcv.diagnostics import Diagnostic, Span, TexcvError, did_you_mean, error, warning
from texcv.diff.changes import Printed
from texcv.diff.repository import MAX_FILE, Repository, Revision
from texcv.diff.snapshot import take_snapshot
from texcv.frozen import frozen

FILES = (".pdf", ".yaml", ".yml")
"""What the name of a file ends with; any other name is a revision."""

_OTHER_NAME = re.compile(r"((?:[^:{]|\{[^}]*\})+):(.+)", re.S)
"""`HEAD~3:cv/old.yaml`, but not `:/words` or `HEAD^{/wo:rds}`, which are revisions."""

Progress = Callable[[str], None]


@frozen
class Side:
    """A file as it is, or as it was in a revision; of that, `REVISION:PATH` is a file of another name."""

    path: str
    revision: str = ""

    @property
    def name(self) -> str:
        """What it is called in messages."""
        return f"{self.path}@{self.revision}" if self.revision else self.path


def sides_of(first: str, others: Sequence[str]) -> tuple[Side, Side]:
    """The old and the new side that `texcv diff FIRST OTHERS…` means; raises `ValueError` with what is wrong."""
    if others and _is_file(others[0]):
        if len(others) > 1:
            raise ValueError(f"two files are compared, or two revisions of one: {others[1]} is too much")
        return Side(first), Side(others[0])
    if not all(others):
        raise ValueError("a revision has no name")
    if len(others) > 2:
        raise ValueError(f"two revisions are compared: {others[2]} is too much")
    old, new = [*others, "HEAD"][0], [*others, ""][1] if len(others) > 1 else ""
    return Side(first, old), Side(first, new)


def _is_file(name: str) -> bool:
    """Whether it is the name of a file; `HEAD:old.yaml` is none, unless there is a file that is called so."""
    return name.lower().endswith(FILES) and (":" not in name or Path(name).is_file())


def print_sides(sides: Sequence[Side], progress: Progress, **asked: Any) -> tuple[list[Printed], list[Diagnostic]]:
    """The PDFs, with what there is to say of them; raises `TexcvError` with the errors of all.

    A CV is typeset and proven, with the options of `pipeline.typeset`.
    """
    printed: list[Printed] = []
    found: list[Diagnostic] = []
    failed, log = False, ""
    for side in sides:
        progress(side.name)
        try:
            pdf, remarks = _pdf_of(side, **asked)
            printed.append(Printed(side.name, pdf, _read(pdf, side.name)))
            found += remarks
        except TexcvError as fault:
            failed, log = True, log or fault.log
            found += [each for each in fault.diagnostics if each not in found]
    if failed:
        raise TexcvError(found, log)
    found += (_textless(side.name) for side in printed if not any(page.text.strip() for page in side.reading.pages))
    return printed, found


def _pdf_of(side: Side, **asked: Any) -> tuple[bytes, Sequence[Diagnostic]]:
    is_pdf = side.path.lower().endswith(".pdf")
    if not side.revision:
        return (_content(Path(side.path)), ()) if is_pdf else _typeset(Path(side.path), **asked)
    span = Span(side.name)
    repository = Repository.of(Path(side.path))
    revision, path = _revision(repository, side, span)
    if path not in revision.files:
        raise TexcvError([_absent(revision, path, span)])
    if is_pdf:
        content = revision.read(path)
        if content is None:
            message = f"{path} is a link that leads nowhere in {revision.name}, or has more than {MAX_FILE // 10**6} MB"
            raise TexcvError([error("not-in-revision", message, span)])
        return content, ()
    with tempfile.TemporaryDirectory(prefix="texcv-") as name:
        snapshot = take_snapshot(revision, path, side.path, Path(name).resolve())
        try:
            pdf, remarks = _typeset(snapshot.file, **asked)
        except TexcvError as fault:
            raise TexcvError(snapshot.told(fault.diagnostics), fault.log) from None
        return pdf, snapshot.told(remarks)


def _typeset(path: Path, **asked: Any) -> tuple[bytes, Sequence[Diagnostic]]:
    made = pipeline.typeset(path, **asked)
    return next(content for file, content in made.files.items() if file.suffix == ".pdf"), made.diagnostics


def _content(path: Path) -> bytes:
    """What is in a PDF; raises `TexcvError`."""
    span = Span(str(path))
    try:
        if path.exists() and not path.is_file():
            raise TexcvError([error("missing-pdf", f"{path} is not a file", span)])
        if path.exists() and path.stat().st_size > MAX_FILE:
            message = f"{path} has more than {MAX_FILE // 10**6} MB"
            raise TexcvError([error("too-large", message, span)])
        return path.read_bytes()
    except (OSError, ValueError) as fault:
        reason = getattr(fault, "strerror", None) or str(fault)
        raise TexcvError([error("missing-pdf", f"can't read {path}: {reason}", span)]) from None


def _read(pdf: bytes, name: str) -> Reading:
    try:
        return read_pdf(pdf)
    except UnreadableError as fault:
        hint = "save it without its password" if "decrypt" in str(fault) else "is it a whole PDF?"
        raise TexcvError([error("bad-pdf", f"{name} can't be read: {fault}", Span(name), hint)]) from None


def _textless(name: str) -> Diagnostic:
    message = f"{name} has no text, as a scan has none: there are no words to compare"
    return warning("no-text", message, Span(name), "`--html` shows the pages side by side")


def _revision(repository: Repository, side: Side, span: Span) -> tuple[Revision, str]:
    """The revision of a side, and the path that is meant in it."""
    found = _OTHER_NAME.fullmatch(side.revision)
    if found is None:
        return repository.revision(side.revision, span), repository.path_of(Path(side.path))
    return repository.revision(found[1], span), found[2]


def _absent(revision: Revision, path: str, span: Span) -> Diagnostic:
    former = revision.former_name(path)
    ending = Path(path).suffix
    near = did_you_mean(path, (file for file in revision.files if Path(file).suffix == ending))
    hint = f"it was called {former} then: write `{revision.name}:{former}`" if former else near
    return error("not-in-revision", f"there is no {path} in {revision.name}", span, hint)
