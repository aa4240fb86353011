"""What a call was made of and what it made, so that one with nothing to do does nothing."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from texcv.diagnostics import Diagnostic, Span
from texcv.frozen import frozen
from texcv.store import State, cache_folder, digest_of, fetch, keep, state

_SHELF = 200
"""How many records are kept on each of 256 shelves, those used last."""

TICK = 20_000_000
"""Nanoseconds by which a file may be younger than its time says."""


Lack = Literal["", "unknown", "day", "machine", "results", "texts", "sources"]
"""Why a record does not hold: there is none; it was for a day; a file of TeX or of a template's folder was changed; a
result is missing or was changed; nothing but texts, which may say the same; other sources."""


@frozen
class Record:
    """What a call made: files with their contents, by path, and what was said of them.

    `content` is a digest of what was typeset, if all that was said was known before, so that it may be said afresh.
    `format` is the name of the format of its preamble. `elsewhere` are states of the files of TeX of another machine,
    where that made it.
    """

    results: Mapping[Path, bytes]
    diagnostics: tuple[Diagnostic, ...]
    pages: int
    strings: int
    content: str = ""
    format: str = ""
    elsewhere: Mapping[str, State] = field(default_factory=dict)


@frozen
class Recalled:
    """A record, why it does not hold, and the files that are the reason; the rest is as it was stored."""

    lack: Lack
    record: Record | None = None
    reasons: tuple[Path, ...] = ()
    sources: tuple[Path, ...] = ()
    watched: tuple[Path, ...] = ()
    dated: bool = False

    @property
    def same_content(self) -> str:
        """What must be typeset for the record to hold all the same; "" if it can't."""
        return self.record.content if self.record and self.lack == "texts" else ""


def key_of(*call: object) -> str:
    """The name of a call's record: what was asked for, from where, of which program."""
    return hashlib.sha256(repr((call, _here(), program())).encode()).hexdigest()


def program() -> str:
    """A digest of texcv, its libraries and Python."""
    parts = (sys.version, [(name, state(name)) for name in sorted(_program())])
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def load(key: str) -> Record | None:
    """The record of a call, if it holds: its results are in place, and its sources are the same."""
    recalled = recall(key)
    return None if recalled.lack else recalled.record


def recall(key: str) -> Recalled:
    """The record of a call, and whether it holds. Files of the user are compared by content, others by size and time.

    Those of the user count last: where `texts` are all that it lacks, it holds if they still say the same.
    """
    kept = fetch(_path(key))
    if kept is None:
        return Recalled("unknown")
    data = json.loads(kept)
    watched = {Path(name): known for name, known in data["watched"].items()}
    contents = {Path(name): _content(name) for name in data["results"]}
    found = tuple(_diagnostic(item) for item in data["diagnostics"])
    told = (data[name] for name in ("pages", "strings", "content", "format", "elsewhere"))
    record = Record(contents, found, *told)
    sources = tuple(map(Path, (*data["sources"], *data["folders"])))
    recalled = Recalled("", record, (), sources, tuple(watched), bool(data["day"]))
    if data["day"] not in {"", _today()}:
        return replace(recalled, lack="day")
    if changed := tuple(path for path, known in watched.items() if state(path) != known):
        return replace(recalled, lack="machine", reasons=changed)
    if changed := tuple(path for path in contents if digest_of(contents[path]) != data["results"][str(path)]):
        return replace(recalled, lack="results", reasons=changed)
    if changed := tuple(Path(name) for name, known in data["sources"].items() if digest_of(_content(name)) != known):
        only_texts = all(str(path) in data["texts"] for path in changed)
        return replace(recalled, lack="texts" if only_texts else "sources", reasons=changed)
    return recalled


def store(
    key: str,
    record: Record,
    sources: Iterable[Path],
    tex: Iterable[Path],
    began: int,
    *,
    texts: Iterable[Path] = (),
    dated: bool = False,
) -> None:
    """Keep a record of a call that began at that time (ns), if it can be kept and no source was changed since.

    Of a folder among the sources, it matters which files there are. `texts` are those of the sources whose changes may
    change nothing. A record that is `dated` holds for the day.
    """
    with contextlib.suppress(OSError):
        data = _state_of(sources, tex, began)
        if data is not None:
            data |= {
                "day": _today() if dated else "",
                "texts": [str(path) for path in texts],
                "results": {str(path): digest_of(content) for path, content in record.results.items()},
                "diagnostics": [_as_list(fault) for fault in record.diagnostics],
                "pages": record.pages,
                "strings": record.strings,
                "content": record.content,
                "format": record.format,
                "elsewhere": record.elsewhere,
            }
            keep(_path(key), json.dumps(data).encode(), _SHELF)


def _state_of(sources: Iterable[Path], tex: Iterable[Path], began: int) -> dict[str, Any] | None:
    """What the files are like; None if a source was changed since `began`, or can't be known."""
    contents, folders, watched = {}, [], dict.fromkeys(tex)
    for source in dict.fromkeys(sources):
        found = source.stat()
        if max(found.st_mtime_ns, found.st_ctime_ns) > began - TICK:
            return None
        if source.is_dir():
            folders.append(str(source))
            watched[source] = None
        elif not source.is_file():  # to read a pipe would wait
            return None
        else:
            contents[str(source)] = digest_of(source.read_bytes())
    return {"sources": contents, "folders": folders, "watched": {str(path): state(path) for path in watched}}


def note_call(place: Path, call: Mapping[str, object]) -> None:
    """Remember how what lies at a place was asked for, for `changed_since`: nothing that can be read."""
    data = {"program": program(), "call": _digests(call)}
    with contextlib.suppress(OSError):
        keep(_note(place), json.dumps(data).encode(), _SHELF)


def changed_since(place: Path, call: Mapping[str, object]) -> list[str]:
    """Which words of a call are others than when that place was written to; `program`, if that is another.

    Where nothing is known of it, there are none.
    """
    kept = fetch(_note(place))
    if kept is None:
        return []
    data = json.loads(kept)
    before, now = data["call"], _digests(call)
    changed = [name for name in now if before.get(name) != now[name]]
    return [*changed, *(["program"] if data["program"] != program() else [])]


def _digests(call: Mapping[str, object]) -> dict[str, str]:
    return {name: digest_of(repr(value).encode("utf-8", "backslashreplace")) for name, value in call.items()}


def _note(place: Path) -> Path:
    name = hashlib.sha256(repr((_here() or Path()) / place).encode()).hexdigest()
    return cache_folder() / "calls" / name[:2] / f"{name[2:]}.json"


def _here() -> Path | None:
    try:
        return Path.cwd()
    except FileNotFoundError:  # it was removed: there can only be whole paths in the call
        return None


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
