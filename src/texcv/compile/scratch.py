"""The folders in which TeX runs."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from texcv.store import DAY, cache_folder


@contextlib.contextmanager
def scratch_folder() -> Iterator[Path]:
    """A folder that is gone afterwards; what runs that were killed have left is removed after a day."""
    base = cache_folder() / "build"
    base.mkdir(parents=True, exist_ok=True)
    for left in base.iterdir():
        with contextlib.suppress(OSError):  # another run removes its own just now, or it is another user's
            if left.stat().st_mtime < time.time() - DAY and _is_free(left):
                shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=base, ignore_cleanup_errors=True) as folder, _held(Path(folder)):
        yield Path(folder)


@contextlib.contextmanager
def _held(folder: Path) -> Iterator[None]:
    """Whoever tidies up sees that the folder is in use, whatever the clock says."""
    if os.name != "posix":
        yield
        return
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH)
        yield
    finally:
        os.close(handle)


def _is_free(folder: Path) -> bool:
    with lock(folder) as mine:
        return mine


@contextlib.contextmanager
def lock(path: Path) -> Iterator[bool]:
    """Whether a file or folder could be locked, for as long as the block lasts; nobody waits."""
    if os.name != "posix":
        yield True
        return
    import fcntl

    handle = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield True
    except BlockingIOError:
        yield False
    finally:
        os.close(handle)
