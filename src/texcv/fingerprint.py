"""What is typeset -> a digest that does not depend on where in which file it was written."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from texcv.diagnostics import Span
from texcv.plan import Plan

_SAID = {"diagnostics", "texts"}
"""The parts of a plan that tell of it, and have no influence on what becomes of it."""


def fingerprint(plan: Plan) -> str:
    """The digest of all that the document, the PDF and the check are made of, but for files of templates and TeX.

    A part of a plan that is new to this function counts.
    """
    parts = [(part.name, _content(getattr(plan, part.name))) for part in fields(plan) if part.name not in _SAID]
    return hashlib.sha256(repr(parts).encode("utf-8", "backslashreplace")).hexdigest()


def _content(value: Any) -> Any:
    """The value as plain data that `repr` writes out, without places."""
    if isinstance(value, str):
        return str(value)
    if value is None or isinstance(value, (bool, int, float, Path)):
        return value
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    if isinstance(value, Span):
        return None
    if isinstance(value, re.Pattern):  # its `repr` is cut
        return value.pattern, value.flags
    if is_dataclass(value):
        return type(value).__name__, [_content(getattr(value, part.name)) for part in fields(value)]
    if isinstance(value, Mapping):
        return [(_content(key), _content(item)) for key, item in value.items()]
    if isinstance(value, (list, tuple)):
        return [_content(item) for item in value]
    return repr(value)  # of an object without a repr of its own: another in each process, so that nothing is the same
