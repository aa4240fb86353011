"""The picture of a person, from the file that a CV names."""

from __future__ import annotations

import hashlib
import io
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from texcv import source
from texcv.diagnostics import Diagnostic, Span, error, shown
from texcv.frozen import frozen

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_PHOTO = 20_000_000
"""Bytes that the picture of a person may have."""

MAX_PIXELS = 50_000_000
"""Pixels that it may have: those of a large camera."""

_PICTURES = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG"}
_ENDINGS = {"JPEG": "jpg", "PNG": "png"}


@frozen
class Photo:
    """A picture, the name of the file that TeX reads it from, where the CV names it, and where it was read."""

    name: str
    content: bytes
    span: Span | None
    file: Path


def read_photo(node: source.Node | None, path: Path, home: Path | None = None) -> Photo | Diagnostic | None:
    """The photo that the file at `path` names, under a name that TeX takes, or why there is none.

    It must lie in the folder `home`; that of the file, if none is given. Only the picture is taken, upright: not where
    and when and by whom it was made.
    """
    found = find_photo(node, path, home)
    if found is None or isinstance(found, Diagnostic):
        return found
    assert node
    (file, content), span = found, node.at
    form = next((form for magic, form in _PICTURES.items() if content.startswith(magic)), None)
    if form is None:
        return error("bad-photo", f"{file} is not a picture that LaTeX takes", span, "save it as JPEG or PNG")
    bare = _bare_picture(content, form)
    if isinstance(bare, str):
        return error("bad-photo", f"{file} can't be taken: {bare}", span, "save it again as JPEG or PNG")
    return Photo(f"photo-{hashlib.sha256(bare).hexdigest()[:8]}.{_ENDINGS[form]}", bare, span, file)


def find_photo(
    node: source.Node | None, path: Path, home: Path | None = None
) -> tuple[Path, bytes] | Diagnostic | None:
    """The picture that the file at `path` names, with its content as it is, or why it can't be had."""
    if node is None or not node.text:
        return None
    span, file = node.at, path.parent / node.text
    content = _content(file, home or path.parent, span)
    return content if isinstance(content, Diagnostic) else (file, content)


def _content(file: Path, folder: Path, span: Span) -> bytes | Diagnostic:
    """What is in a file below the folder, or why it is not taken."""
    if len(str(file)) > source.MAX_PATH:
        return error("missing-photo", f"can't read the photo {shown(str(file))}: its path is too long", span)
    too_large = f"{file} is not a picture of at most {MAX_PHOTO // 10**6} MB"
    try:
        if not file.resolve().is_relative_to(folder.resolve()):
            hint = "copy it there: what a CV shows is found beside it"
            return error("bad-photo", f"{file} lies outside of the folder of the CV", span, hint)
        if file.exists() and not file.is_file():
            return error("bad-photo", too_large, span)
        content = source.read_whole(file, MAX_PHOTO)
    except source.ChangingFileError:
        return error("changing-file", f"the photo {file} changes while it is read", span, "try again when it is saved")
    except (OSError, ValueError) as fault:
        reason = getattr(fault, "strerror", None) or str(fault)
        hint = "write its path from the folder of the CV"
        return error("missing-photo", f"can't read the photo {file}: {reason}", span, hint)
    return content if len(content) <= MAX_PHOTO else error("bad-photo", too_large, span)


def _bare_picture(content: bytes, form: str) -> bytes | str:
    """The picture without what else is in the file; or what is wrong with it."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    buffer = io.BytesIO()
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(content), formats=[form]) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                return f"it has {picture.width} by {picture.height} pixels, more than {MAX_PIXELS:,}"
            turned = ImageOps.exif_transpose(picture)
            upright = turned.size == picture.size and picture.getexif().get(_ORIENTATION, 1) == 1
            _save(picture if upright else turned, buffer, form, untouched=upright)
    except UnidentifiedImageError:  # which says where in memory it is
        return "it is damaged"
    # Pillow's other errors, and those that broken pictures have been seen to raise in it
    except (Image.DecompressionBombError, OSError, ValueError, SyntaxError, EOFError) as fault:
        return f"it is damaged ({fault})"
    return buffer.getvalue()


_ORIENTATION = 0x0112
"""Exif's tag for how the camera was held (Exif 2.32, 4.6.4)."""


def _save(picture: Image, buffer: io.BytesIO, form: str, *, untouched: bool) -> None:
    """Without metadata; a JPEG that was not turned keeps its tables, so that it loses next to nothing."""
    picture.info = {key: value for key, value in picture.info.items() if key in {"dpi", "icc_profile", "transparency"}}
    if form == "JPEG" and picture.mode not in {"L", "RGB", "CMYK"}:
        picture, untouched = picture.convert("RGB"), False
    if form == "PNG":
        picture.save(buffer, form)
    else:
        picture.save(buffer, form, quality="keep" if untouched else 95, exif=b"")
