"""What of TeX still runs, as /proc tells."""

from __future__ import annotations

import time
from pathlib import Path

from texcv.compile import cache_folder


def running() -> list[Path]:
    """The processes whose home is a scratch folder of the cache. They have that from their first moment, also where
    bubblewrap is still about to build their room; a working directory they may not have then.
    """
    home, found = f"HOME={cache_folder() / 'build'}".encode(), []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            found += [process] if home in (process / "environ").read_bytes() else []
        except OSError:  # it has ended, or is another user's
            continue
    return found


def ends(seconds: float = 5.0) -> bool:
    """Whether all of it has ended, at the latest then: it takes the system a moment to end what was killed."""
    until = time.monotonic() + seconds
    while running() and time.monotonic() < until:
        time.sleep(0.02)
    return not running()


def scratch_folders() -> list[Path]:
    """What has not been removed."""
    build = cache_folder() / "build"
    return [*build.iterdir()] if build.exists() else []
