"""The user's cache folder: files that are written in one step, and don't become too many."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
import time
from pathlib import Path

DAY = 86400.0
"""Seconds after which what a run that was killed has left is removed."""


def cache_folder() -> Path:
    """The user's cache folder of texcv: `$XDG_CACHE_HOME/texcv`, or where the system wants it."""
    import platformdirs

    return Path(platformdirs.user_cache_dir("texcv", appauthor=False))


def fetch(path: Path) -> bytes | None:
    """What was kept there, which counts as a use of it; None if there is nothing, or it is not whole."""
    try:
        digest, _, content = path.read_bytes().partition(b"\n")
        if digest_of(content).encode() != digest:
            return None
        os.utime(path)
    except OSError:
        return None
    return content


def keep(path: Path, content: bytes, maximum: int, *, sealed: bool = True) -> None:
    """Write a file of the cache in one step, and remove all but the `maximum` files of its kind used last.

    One that is not `sealed` has the content as it is, and `fetch` does not take it. Raises `OSError`.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            if sealed:
                file.write(digest_of(content).encode() + b"\n")
            file.write(content)
        Path(name).replace(path)
    finally:
        Path(name).unlink(missing_ok=True)
    used: list[tuple[float, Path]] = []
    for other in path.parent.iterdir():
        with contextlib.suppress(FileNotFoundError):  # another run tidies up, too
            age = other.stat().st_mtime
            if other.suffix == path.suffix:
                used.append((age, other))
            elif other.suffix == ".part" and age < time.time() - DAY:
                other.unlink()
    for _, other in sorted(used)[: max(0, len(used) - maximum)]:
        other.unlink(missing_ok=True)


def digest_of(content: bytes) -> str:
    """What changes when a content does."""
    return hashlib.sha256(content).hexdigest()


def digest_of_file(path: Path) -> str:
    """The same of a file, which may be a large one; raises `OSError`."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


State = list[int] | None
"""What `state` says."""


def state(path: str | Path) -> State:
    """What changes when a file does: its size, and when it was modified; None if there is none."""
    try:
        found = os.stat(path)  # noqa: PTH116  # Path's takes twice as long, and there are hundreds
    except OSError:
        return None
    return [found.st_size, found.st_mtime_ns]
