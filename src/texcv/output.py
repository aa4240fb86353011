"""Finished files -> their places, each in one step."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from pathlib import Path

from texcv.diagnostics import Span, TexcvError, error


def write_files(files: Mapping[Path, bytes]) -> None:
    """Write every file beside its place first, then move them all; raises `TexcvError` if one can't be written.

    Nobody ever sees half a file, and as long as one of them can't be written, all old ones stay.
    """
    written: dict[Path, Path] = {}
    place = Path()
    try:
        for place, content in files.items():
            if place.is_dir():
                raise IsADirectoryError(None, "it is a folder")
            place.parent.mkdir(parents=True, exist_ok=True)
            beside = place.with_name(f".{place.name}.{os.getpid()}.part")
            written[beside] = place
            beside.write_bytes(content)
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
