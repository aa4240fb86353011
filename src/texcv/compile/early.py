"""TeX that begins while there is no document yet, as it takes a while to start and to read a format."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from threading import Thread

from texcv.compile import formats
from texcv.compile.run import MODE, Room, environment
from texcv.compile.scratch import scratch_folder
from texcv.frozen import frozen
from texcv.store import digest_of

SECONDS = 20.0
"""For a whole run. Whatever takes longer is set once more, with the ordinary limit."""

_FORMAT = "early"
_PIPE = "early.tex"
_DOCUMENT = rb"""\csname @@input\endcsname cv.tex
\errmessage{texcv: the document has no end}\batchmode\read-1 to\relax
"""
r"""What TeX reads from the pipe. If the document does not end TeX, it must not wait for more: `\read` ends it."""


@frozen
class Early:
    """A run of pdfTeX that has the format `known`, whose name is `key`, and waits for its document."""

    key: str
    known: formats.Format
    room: Room
    pipe: int
    digest: _Digest
    process: subprocess.Popen[bytes]

    def set(self, tex: str, files: Mapping[str, bytes], meanwhile: Callable[[], object]) -> int | None:
        """Set the document, which can be done once; the exit status, or None if it took too long, or the format is
        broken.
        """
        for name, content in {**files, "cv.tex": tex.encode()}.items():
            (self.room.folder / name).write_bytes(content)
        os.write(self.pipe, _DOCUMENT)
        meanwhile()
        self.digest.join()
        return self.room.wait(self.process) if self.digest.found == self.known.digest else None


class _Digest(Thread):
    """Reads a file while other things are done: Python's lock is not needed for it."""

    def __init__(self, path: Path) -> None:
        super().__init__(daemon=True)
        self.path = path
        self.found = ""

    def run(self) -> None:
        """Read it; what can't be read has no digest."""
        with contextlib.suppress(OSError):
            self.found = digest_of(self.path.read_bytes())


@contextlib.contextmanager
def begin_early(key: str, epoch: str | None) -> Iterator[Early | None]:
    """TeX with the format of that name, which ends with the block; None where there is none, or no named pipes."""
    with contextlib.ExitStack() as stack:
        early = None
        with contextlib.suppress(OSError):  # nobody has to begin early
            early = _begin(key, epoch, stack)
        yield early


def _begin(key: str, epoch: str | None, stack: contextlib.ExitStack) -> Early | None:
    known = formats.load(key) if hasattr(os, "mkfifo") else None
    if not (known and known.dump and known.one_pass and shutil.which("pdflatex")):
        return None
    folder = stack.enter_context(scratch_folder())
    copy = folder / f"{_FORMAT}.fmt"
    shutil.copyfile(known.dump, copy)  # TeX could write to a link
    os.mkfifo(folder / _PIPE)
    pipe = os.open(folder / _PIPE, os.O_RDWR)  # not to wait for TeX; if this process is killed, TeX finds the end
    stack.callback(os.close, pipe)
    room = Room(folder, environment(folder, epoch), SECONDS)
    # to parse its first line, TeX would open the pipe twice
    command = ("pdflatex", f"-fmt={_FORMAT}", "-no-parse-first-line", "-recorder", "-jobname=cv", *MODE, _PIPE)
    process = stack.enter_context(room.running(command))
    digest = _Digest(copy)
    digest.start()
    return Early(key, known, room, pipe, digest, process)
