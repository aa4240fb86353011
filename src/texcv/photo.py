"""The picture of a person, from the file that a CV names."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from texcv import source
from texcv.diagnostics import Diagnostic, Span, error

MAX_PHOTO = 20_000_000
"""Bytes that the picture of a person may have."""

_PICTURES = {b"\xff\xd8\xff": "jpg", b"\x89PNG\r\n\x1a\n": "png", b"%PDF-": "pdf"}


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture, the name of the file that TeX reads it from, and where the CV names it."""

    name: str
    content: bytes
    span: Span | None


def read_photo(node: source.Node | None, path: Path) -> Photo | Diagnostic | None:
    """The photo's content, under a name that TeX takes, or why there is none."""
    if node is None or not node.text:
        return None
    span, file = node.at, path.parent / node.text
    try:
        if not file.resolve().is_relative_to(path.parent.resolve()):
            hint = "copy it there: what a CV shows is found beside it"
            return error("bad-photo", f"{file} lies outside of the folder of the CV", span, hint)
        if file.exists() and (not file.is_file() or file.stat().st_size > MAX_PHOTO):
            return error("bad-photo", f"{file} is not a picture of at most {MAX_PHOTO // 10**6} MB", span)
        content = file.read_bytes()
    except (OSError, ValueError) as fault:
        reason = getattr(fault, "strerror", None) or str(fault)
        hint = "write its path from the folder of the CV"
        return error("missing-photo", f"can't read the photo {file}: {reason}", span, hint)
    ending = next((ending for magic, ending in _PICTURES.items() if content.startswith(magic)), None)
    if ending is None:
        return error("bad-photo", f"{file} is not a picture that LaTeX takes", span, "save it as JPEG or PNG")
    return Photo(f"photo-{hashlib.sha256(content).hexdigest()[:8]}.{ending}", content, span)
