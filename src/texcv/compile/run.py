"""Programs of TeX in their closed room: what they are told of the world, and that they end."""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO

from texcv.compile.walls import enclosed, limited, room_stands
from texcv.frozen import frozen
from texcv.store import cache_folder

MODE = ("-interaction=nonstopmode", "-file-line-error", "-no-shell-escape")
"""TeX's options in every run."""

OUTPUT = "output.txt"
"""The file in which stands what the programs print."""

_INHERITED = {
    "PATH", "LANG", "LC_ALL", "LC_CTYPE",
    "APPDATA", "COMSPEC", "LOCALAPPDATA", "PATHEXT", "PROGRAMDATA", "SYSTEMROOT", "TEMP", "TMP", "USERPROFILE",
    "WINDIR",
}  # fmt: skip
"""Variables that latexmk, Perl and TeX need; any other may change what they read."""


@frozen
class Room:
    """A folder, and how programs run in it: `cache`, if there is one, can be written to, too."""

    folder: Path
    environment: Mapping[str, str]
    seconds: float
    cache: Path | None = None

    def run(self, command: Sequence[str], meanwhile: Callable[[], object] = lambda: None) -> int | None:
        """The exit status of the command, or None if it had to be ended at the limit.

        It gets no standard input: TeX would wait on it. `meanwhile` is called while it runs, perhaps twice.
        """
        first, *other = self._with_walls(command)
        status = self._run(first, meanwhile)
        if other and status and not room_stands():  # so that it has not run at all; to ask that first takes a while
            status = self._run(other[0], meanwhile)
        return status

    def running(
        self, command: Sequence[str], standard_input: IO[bytes]
    ) -> contextlib.AbstractContextManager[subprocess.Popen[bytes]]:
        """The command, which runs until it ends or the block does. Where bubblewrap can't do its work, it fails."""
        return self._running(self._with_walls(command)[0], standard_input)

    def wait(self, process: subprocess.Popen[bytes]) -> int | None:
        """The exit status of a command that runs, or None if the time was up."""
        began = time.monotonic()
        _await_end(process.pid, self.seconds)
        try:
            return process.wait(max(0.0, began + self.seconds - time.monotonic()))
        except subprocess.TimeoutExpired:
            return None

    def _with_walls(self, command: Sequence[str]) -> list[list[str]]:
        """The command within its limits, in bubblewrap's room and, where that does not stand, without."""
        command = [shutil.which(command[0]) or command[0], *command[1:]]
        in_room = enclosed(command, self.folder, self.cache, self.environment)
        return [limited(each, self.seconds) for each in (in_room, command) if each]

    def _run(self, command: Sequence[str], meanwhile: Callable[[], object]) -> int | None:
        with self._running(command) as process:
            meanwhile()
            return self.wait(process)

    @contextlib.contextmanager
    def _running(
        self, command: Sequence[str], standard_input: IO[bytes] | int = subprocess.DEVNULL
    ) -> Iterator[subprocess.Popen[bytes]]:
        process = None
        with (self.folder / OUTPUT).open("ab") as output:
            try:
                with _signals_held():
                    process = subprocess.Popen(
                        command,
                        cwd=self.folder,
                        env=dict(self.environment),
                        stdin=standard_input,
                        stdout=output,
                        stderr=subprocess.STDOUT,
                        start_new_session=True,
                    )
                yield process
            finally:
                if process:
                    with _signals_held():
                        _end(process)


def _await_end(process: int, seconds: float) -> None:
    """Wait until a process has ended, or the time is up, if the system can tell: else Python asks now and then."""
    if sys.platform == "linux" and hasattr(os, "pidfd_open"):  # which is left out where Python is built on an old one
        with contextlib.suppress(OSError):  # the system is too old, or forbids it
            handle = os.pidfd_open(process)
            try:
                poll = select.poll()
                poll.register(handle, select.POLLIN)
                poll.poll(seconds * 1000)
            finally:
                os.close(handle)


def environment(folder: Path, epoch: str | None = None) -> dict[str, str]:
    """What TeX is told of the user's environment, with TeX's walls.

    `openin_any` and `openout_any` "p" (paranoid): no dot files, nothing outside the folder and the TeX trees.
    Log lines are not wrapped, so that messages can be read. Variables: section 6 of the manual of Kpathsea,
    section 9 of web2c's.
    """
    inherited = {key: value for key, value in os.environ.items() if key.upper() in _INHERITED}
    own = {
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "TEXMFCACHE": str(cache_folder() / "luatex"),
        "OSFONTDIR": os.pathsep.join(f"{folder}//" for folder in _font_folders()),
        "openin_any": "p",
        "openout_any": "p",
        "shell_escape": "f",
        "max_print_line": "10000",
        "error_line": "254",
        "half_error_line": "238",
    }
    if epoch is not None:
        own |= {"SOURCE_DATE_EPOCH": epoch, "FORCE_SOURCE_DATE": "1"}
    return inherited | own


def _font_folders() -> Iterator[Path]:
    """Where this system keeps fonts; LuaTeX looks for a file there, in TeX's own trees first.

    A container may give its user no home, or one of somebody else.
    """
    home = Path(os.path.expanduser("~"))  # noqa: PTH111  # Path's raises where there is none
    folders = (
        *map(Path, ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "/System/Library/Fonts")),
        *(home / ".local/share/fonts", home / ".fonts", home / "Library/Fonts"),
        Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts",
        Path(os.environ.get("LOCALAPPDATA", home)) / "Microsoft/Windows/Fonts",
    )
    return filter(os.path.isdir, folders)  # which a folder that can't be looked into is not


@contextlib.contextmanager
def _signals_held() -> Iterator[None]:
    """What ends the program waits until the block is done: a child that we don't know of yet could not be ended."""
    if threading.current_thread() is not threading.main_thread():
        yield  # signals are the main thread's
        return
    held: list[int] = []
    numbers = [
        getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
    ]  # not Windows
    handled = [number for number in numbers if signal.getsignal(number) is not None]  # None: not Python's to change
    before = {number: signal.signal(number, lambda number, frame: held.append(number)) for number in handled}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for number in held:
            signal.raise_signal(number)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program and all that it started, if they still run."""
    if process.poll() is not None:
        return
    if os.name == "posix":
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()
