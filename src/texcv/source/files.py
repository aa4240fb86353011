"""A file -> its bytes, and its text."""

from __future__ import annotations

import codecs
import os
import time
from difflib import get_close_matches
from pathlib import Path

from texcv.diagnostics import LINE_BREAK, Diagnostic, Span, error

MAX_BYTES = 2_000_000

MAX_PATH = 1000
"""Characters; systems have limits of their own, but longer paths take minutes to be followed."""

QUIET = 0.05
"""Seconds for which a file must have been left alone: an editor empties it, and writes it again in several pieces."""

_TRIES = 20


class ChangingFileError(OSError):
    """Someone writes a file, again and again, while it is read."""

    def __init__(self) -> None:
        super().__init__(None, "it changes while it is read")


def read_whole(path: Path, limit: int) -> bytes:
    """The bytes of a file, as it was at one moment: no half of it, no part of two versions; one more than `limit` at
    the most. Raises `ChangingFileError` and other kinds of `OSError`.
    """
    for _ in range(_TRIES):
        with path.open("rb") as file:
            before = os.fstat(file.fileno())
            if not before.st_size or abs(time.time() - before.st_mtime) < QUIET:
                time.sleep(QUIET)
            content = file.read(limit + 1)
            after = os.fstat(file.fileno())
        if _version(before) == _version(after) == _version(path.stat()):
            return content
        time.sleep(QUIET / 5)
    raise ChangingFileError


def _version(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_ino, status.st_size, status.st_mtime_ns


def read_text(path: Path) -> str | Diagnostic:
    """The text of a UTF-8 file, or why there is none."""
    name = str(path)
    try:
        if path.is_dir():
            return error("not-a-file", f"{name} is a folder", Span(name), "name a YAML file in it")
        if path.exists() and not path.is_file():
            return error("not-a-file", f"{name} is a device or a pipe", Span(name), "write the CV to a file")
        data = read_whole(path, MAX_BYTES)
    except FileNotFoundError:
        return error("missing-file", f"there is no file {name}", Span(name), _near_file(path))
    except ChangingFileError:
        return error("changing-file", f"{name} changes while it is read", Span(name), "try again when it is saved")
    except (OSError, ValueError) as fault:
        reason = getattr(fault, "strerror", None) or str(fault)
        return error("unreadable-file", f"can't read {name}: {reason}", Span(name))
    if len(data) > MAX_BYTES:
        return error("too-large", f"{name} has more than {MAX_BYTES:,} bytes", Span(name), "split it")
    return _decode(data, name)


def _decode(data: bytes, name: str) -> str | Diagnostic:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return error("bad-encoding", f"{name} is UTF-16 or UTF-32, not UTF-8", Span(name), "save it as UTF-8")
    if b"\0" in data:
        return error("binary-file", f"{name} is not a text file", Span(name), "a CV is a YAML file")
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode()
    except UnicodeDecodeError as fault:
        lines = LINE_BREAK.split(data[: fault.start].decode())
        line, column = len(lines), len(lines[-1]) + 1
        byte = data[fault.start]
        latin = f"; in Latin-1 that byte is `{chr(byte)}`" if byte >= 0xA0 else ""
        span = Span(name, line, column, line, column + 1)
        return error("bad-encoding", f"byte 0x{byte:02x} is not UTF-8", span, f"save the file as UTF-8{latin}")


def _near_file(path: Path) -> str:
    try:
        if path.is_symlink():
            return f"it is a link to {path.readlink()}, which is not there"
        names = [entry.name for entry in path.parent.iterdir() if entry.suffix in {".yaml", ".yml"}]
    except OSError:
        return f"there is no folder {path.parent}"
    near = get_close_matches(path.name, names, n=1, cutoff=0.5)
    return f"did you mean {path.parent / near[0]}?" if near else ""
