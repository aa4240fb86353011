"""Finished files -> their places, each in one step."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from texcv.diagnostics import Span, TexcvError, error


def write_files(files: Mapping[Path, bytes]) -> None:
    """Write every file beside its place first, then move them all; raises `TexcvError` if one can't be written.

    Nobody ever sees half a file. Where one can't be written, none is moved.
    """
    written: dict[Path, Path] = {}
    place = Path()
    try:
        for place, content in files.items():
            if place.is_dir():
                raise IsADirectoryError(None, "it is a folder")
            place.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=f".{place.name[:40]}.", suffix=".part", dir=place.parent)
            written[Path(name)] = place
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(name).chmod(0o666 & ~_umask())
        for beside, place in written.items():
            beside.replace(place)
    except OSError as fault:
        hint = "`-o` names another place"
        message = f"can't write {place}: {fault.strerror or fault}"
        raise TexcvError([error("unwritable-output", message, Span(str(place)), hint)]) from None
    finally:
        for beside in written:
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)


def _umask() -> int:
    """What new files may not be: to be read, it has to be set."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
