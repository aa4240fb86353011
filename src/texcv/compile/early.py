"""TeX that begins while there is no document yet, as it takes a while to start and to read a format."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from threading import Thread
from typing import BinaryIO

from texcv.compile import formats
from texcv.compile.run import MODE, Room, environment
from texcv.compile.scratch import scratch_folder
from texcv.frozen import frozen
from texcv.store import digest_of

SECONDS = 10.0
"""For a whole run, once there is a document. What takes longer is set once more, with the ordinary limit."""

_FORMAT = "early"
_STDIN = "/dev/stdin"
_NAME = "early.tex"
_COMMAND = ("pdflatex", f"-fmt={_FORMAT}", "-no-parse-first-line", "-recorder", "-jobname=cv", *MODE, _NAME)
"""To parse the first line, TeX would open its file twice."""

_BEFORE = b"\\pdfmapline{+}\n"
"""To add nothing to the list of fonts, TeX reads it: while it waits, and not at its first page."""

_DOCUMENT = b"\\csname @@input\\endcsname cv.tex\n"


@frozen
class Early:
    """A run of pdfTeX that has the format `known`, whose name is `key`, and waits for its document at a pipe.

    When the pipe is closed, also because this process was killed, TeX has come to the end of its file, and ends.
    """

    key: str
    known: formats.Format
    room: Room
    process: subprocess.Popen[bytes]
    pipe: BinaryIO
    digest: _Digest
    end: Callable[[], None]
    """Ends it, if it still runs, and removes its folder."""

    def set(self, tex: str, files: Mapping[str, bytes], meanwhile: Callable[[], object]) -> int | None:
        """Set the document, which can be done once; the exit status, or None if it took too long, or the format is
        broken.
        """
        for name, content in {**files, "cv.tex": tex.encode()}.items():
            (self.room.folder / name).write_bytes(content)
        with contextlib.suppress(BrokenPipeError):  # TeX has ended already
            self.pipe.write(_DOCUMENT)
        self.pipe.close()
        meanwhile()
        self.digest.join()
        return self.room.wait(self.process) if self.digest.found == self.known.digest else None


class _Digest(Thread):
    """Reads a file while other things are done. In one piece: Python's lock is needed after each."""

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
    """TeX with the format of that name, which ends with the block; None where there is none, or it can't begin."""
    with contextlib.ExitStack() as stack:
        early = None
        with contextlib.suppress(OSError, RuntimeError):  # nobody has to begin early; a thread may be one too many
            early = _begin(key, epoch, stack)
        yield early


def _begin(key: str, epoch: str | None, stack: contextlib.ExitStack) -> Early | None:
    known = formats.load(key) if Path(_STDIN).exists() else None
    if not (known and known.dump and known.one_pass and shutil.which("pdflatex")):
        return None
    folder = stack.enter_context(scratch_folder())
    copy = folder / f"{_FORMAT}.fmt"
    shutil.copyfile(known.dump, copy)  # TeX could write to a link
    (folder / _NAME).symlink_to(_STDIN)
    digest = _Digest(copy)
    digest.start()
    room = Room(folder, environment(folder, epoch), SECONDS)
    ends = os.pipe()
    pipe = stack.enter_context(os.fdopen(ends[1], "wb", buffering=0))
    with os.fdopen(ends[0], "rb", buffering=0) as other:
        process = stack.enter_context(room.running(_COMMAND, other))
    pipe.write(_BEFORE)
    return Early(key, known, room, process, pipe, digest, stack.close)
