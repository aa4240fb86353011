"""A CV's nodes -> those of the version that a call asks for; every value keeps its place."""

from __future__ import annotations

from texcv.choice import Choice
from texcv.diagnostics import Diagnostic, Span, error
from texcv.select.settings import with_locale, with_settings
from texcv.source import Node

__all__ = ["select"]


def select(root: Node, choice: Choice) -> tuple[Node | None, list[Diagnostic]]:
    """The nodes of that version, and what there is to say about the choice; no nodes where it can't be made at all."""
    if choice.variant is not None:
        return None, [error("unknown-variant", f"there is no variant `{choice.variant}`", Span("--variant"))]
    changed = with_settings(with_locale(root, choice), choice)
    return (None, [changed]) if isinstance(changed, Diagnostic) else (changed, [])
