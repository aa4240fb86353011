"""What a call was made of and what it made, so that one with nothing to do does nothing."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from texcv.diagnostics import Diagnostic, Span
from texcv.store import cache_folder, digest_of, fetch, keep, state

_SHELF = 200
"""How many records are kept on each of 256 shelves, those used last."""

_TICK = 20_000_000
"""Nanoseconds by which a file may be younger than its time says."""


@dataclass(frozen=True, slots=True)
class Record:
    """What a call made: files with their contents, by path, and what was said of them."""

    results: Mapping[Path, bytes]
    diagnostics: tuple[Diagnostic, ...]
    pages: int
    strings: int


def key_of(*call: object) -> str:
    """The name of a call's record: what was asked for, from where, of which program."""
    try:
        here = Path.cwd()
    except FileNotFoundError:  # it was removed: there can only be whole paths in the call
        here = None
    parts = (call, here, sys.version, [(name, state(name)) for name in sorted(_program())])
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def load(key: str) -> Record | None:
    """The record of a call whose results are in place, and whose sources are the same; without contents.

    Files of the user are compared by content, those of TeX by size and time.
    """
    kept = fetch(_path(key))
    if kept is None:
        return None
    data = json.loads(kept)
    if data["day"] not in {"", _today()}:
        return None
    if any(state(name) != known for name, known in data["watched"].items()):
        return None
    contents = {**data["sources"], **data["results"]}
    if any(digest_of(_content(name)) != known for name, known in contents.items()):
        return None
    found = tuple(_diagnostic(item) for item in data["diagnostics"])
    return Record({Path(name): b"" for name in data["results"]}, found, data["pages"], data["strings"])


def store(
    key: str, record: Record, sources: Iterable[Path], tex: Iterable[Path], began: int, *, dated: bool = False
) -> None:
    """Keep a record of a call that began at that time (ns), if it can be kept and no source was changed since.

    Of a folder among the sources, it matters which files there are. One that is `dated` holds for the day.
    """
    with contextlib.suppress(OSError):
        _store(key, record, sources, tex, began, dated)


def _store(key: str, record: Record, sources: Iterable[Path], tex: Iterable[Path], began: int, dated: bool) -> None:
    contents, watched = {}, [*tex]
    for source in sources:
        found = source.stat()
        if max(found.st_mtime_ns, found.st_ctime_ns) > began - _TICK:
            return
        if source.is_dir():
            watched.append(source)
        elif not source.is_file():  # to read a pipe would wait
            return
        else:
            contents[str(source)] = digest_of(source.read_bytes())
    data = {
        "day": _today() if dated else "",
        "sources": contents,
        "results": {str(path): digest_of(content) for path, content in record.results.items()},
        "watched": {str(path): state(path) for path in watched},
        "diagnostics": [_as_list(fault) for fault in record.diagnostics],
        "pages": record.pages,
        "strings": record.strings,
    }
    keep(_path(key), json.dumps(data).encode(), _SHELF)


def _path(key: str) -> Path:
    return cache_folder() / "records" / key[:2] / f"{key[2:]}.json"


def _program() -> Iterator[str]:
    """The files of texcv itself, and the folder that changes when a library of it does."""
    package = Path(__file__).parent
    yield from _files(str(package))
    yield from _files(str(package.parents[1] / "latex_templates"))  # of a checkout; a wheel has them in the package
    yield from (folder for folder in sys.path if folder.endswith("site-packages"))


def _files(folder: str) -> Iterator[str]:
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _files(entry.path)
        else:
            yield entry.path


def _today() -> str:
    """As TeX has it."""
    return f"{datetime.now():%F}"


def _content(name: str) -> bytes:
    try:
        return Path(name).read_bytes() if Path(name).is_file() else b""  # to read a pipe would wait
    except OSError:
        return b""


def _as_list(fault: Diagnostic) -> list[Any]:
    at = fault.span
    span = [at.path, at.line, at.column, at.end_line, at.end_column] if at else None
    return [fault.code, fault.severity, fault.message, span, fault.hints]


def _diagnostic(data: list[Any]) -> Diagnostic:
    code, severity, message, span, hints = data
    return Diagnostic(code, severity, message, Span(*span) if span else None, tuple(hints))
