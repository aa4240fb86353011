"""Finished files -> their places, each in one step."""

from __future__ import annotations

import contextlib
import hashlib
import secrets
from collections.abc import Mapping
from pathlib import Path

from texcv.diagnostics import Span, TexcvError, error


def write_files(files: Mapping[Path, bytes]) -> dict[Path, bytes]:
    """Write every file beside its place first, then move them all; raises `TexcvError` if one can't be written.

    Returns what was written.

    Nobody ever sees half a file. Where one can't be written, none is moved. LaTeX files are signed, and one that was
    changed since is not overwritten: it is the user's.
    """
    files = {place: _signed(content) if _is_latex(place) else content for place, content in files.items()}
    edited = [place for place in files if _is_latex(place) and _is_edited(place, files[place])]
    if edited:
        hint = "`-o` names another folder; or move it away"
        raise TexcvError(
            error("edited-file", f"{place} was changed since texcv wrote it", Span(str(place)), hint)
            for place in edited
        )
    written: dict[Path, Path] = {}
    place = Path()
    try:
        for place, content in files.items():
            if place.is_dir():
                raise IsADirectoryError(None, "it is a folder")
            place.parent.mkdir(parents=True, exist_ok=True)
            beside = place.with_name(f".{place.name[:40]}.{secrets.token_hex(8)}.part")
            written[beside] = place
            with beside.open("xb") as file:
                file.write(content)
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
    return files


_SIGNATURE = b"\n% Written by texcv; as long as this line fits what stands above it, texcv may write it again: "


def _is_latex(place: Path) -> bool:
    return place.suffix in {".cls", ".sty", ".tex"}


def _signed(content: bytes) -> bytes:
    return content + _SIGNATURE + hashlib.sha256(content).hexdigest()[:16].encode() + b"\n"


def _is_edited(place: Path, new: bytes) -> bool:
    try:
        old = place.read_bytes()
    except OSError:
        return False
    return old not in {new, _signed(old.partition(_SIGNATURE)[0])}
