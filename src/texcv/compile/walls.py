"""The walls around TeX: how much it may use, and, where bubblewrap can be had, a room in which there is nothing else.

TeX's own walls (`environment`) are the first. These hold also against what does not ask TeX, such as LuaTeX's Lua.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

MAX_FILE = 300_000_000
"""Bytes of a file that TeX writes; a CV of a thousand pages has 5 MB."""

MAX_MEMORY = 6_000_000_000
"""Bytes of memory of each program; LuaTeX with the fonts of three East Asian scripts takes 1.2 GB."""

_SHOWN = (
    "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/etc/alternatives", "/etc/fonts", "/etc/ld.so.cache",
    "/etc/localtime", "/etc/papersize", "/etc/perl", "/etc/texmf", "/var/cache/fontconfig", "/var/lib/texmf",
)  # fmt: skip
"""What of the machine the room has, to be read: programs, and TeX as distributions install it."""


def limited(command: Sequence[str], seconds: float) -> list[str]:
    """The command with limits: each of its programs has `seconds` of CPU."""
    return [*_limits(seconds), *command]


def enclosed(
    command: Sequence[str], folder: Path, cache: Path | None, environment: Mapping[str, str]
) -> list[str] | None:
    """The command in bubblewrap's room, where it can write to its folder and the cache only; None if there can be none.

    Whether the system lets bubblewrap do its work is another question: where it does not, nothing is run.
    """
    if not has_bubblewrap() or is_forbidden() or not Path(command[0]).resolve().is_relative_to("/usr"):
        return None
    return [*_room(folder, cache, environment), *command]


def _limits(seconds: float) -> list[str]:
    """POSIX's `ulimit`: CPU in seconds, files in blocks of 512 bytes; memory, in kilobytes, where the shell has it."""
    if os.name != "posix":
        return []
    script = 'ulimit -c 0; ulimit -t "$1"; ulimit -f "$2"; ulimit -v "$3" 2>/dev/null; shift 3; exec "$@"'
    return ["/bin/sh", "-c", script, "sh", str(int(seconds) + 1), str(MAX_FILE // 512), str(MAX_MEMORY // 1024)]


def _room(folder: Path, cache: Path | None, environment: Mapping[str, str]) -> list[str]:
    if cache:
        cache.mkdir(parents=True, exist_ok=True)
    own = [argument for path in (folder, cache) if path for argument in ("--bind", str(path), str(path))]
    fonts = [path.rstrip("/") for path in environment.get("OSFONTDIR", "").split(os.pathsep) if path]
    shown = [argument for path in fonts for argument in ("--ro-bind-try", path, path)]
    return [*_BARE, *shown, *own, "--chdir", str(folder)]


def _mounts() -> Iterator[str]:
    for path in map(Path, _SHOWN):
        if path.is_symlink():
            yield from ("--symlink", str(path.readlink()), str(path))
        else:
            yield from ("--ro-bind-try", str(path), str(path))


_BARE = (
    "bwrap", "--unshare-all", "--die-with-parent", "--cap-drop", "ALL", "--proc", "/proc", "--dev", "/dev",
    "--tmpfs", "/tmp", *_mounts(),  # noqa: S108  # a new one, in the room
)  # fmt: skip


def has_bubblewrap() -> bool:
    """Whether it is installed."""
    return shutil.which("bwrap") is not None


def is_forbidden() -> bool:
    """Whether bubblewrap is there and is known not to be allowed to do its work; nothing is tried to find that out."""
    return has_bubblewrap() and room_stands.cache_info().currsize > 0 and not room_stands()


@lru_cache(maxsize=1)
def room_stands() -> bool:
    """Whether bubblewrap is there and may do its work: some systems forbid it to users, or in containers."""
    if not has_bubblewrap():
        return False
    try:
        tried = subprocess.run([*_BARE, "true"], capture_output=True, stdin=subprocess.DEVNULL, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return tried.returncode == 0
