"""What the call says on top of everything: `--set`, `-t` and `--locale`."""

from __future__ import annotations

from texcv import source
from texcv.choice import Choice
from texcv.diagnostics import Diagnostic, Span, error
from texcv.source import Node


def with_locale(root: Node, choice: Choice) -> Node:
    """The nodes with the language that the call names."""
    if not choice.locale:
        return root
    changed = source.override(root, "locale", choice.locale, f"--locale {choice.locale}")
    return root if isinstance(changed, Diagnostic) else changed


def with_settings(root: Node, choice: Choice) -> Node | Diagnostic:
    """The nodes with the values that the call sets, and its template."""
    changes = [(f"--set {setting}", *setting.partition("=")[::2]) for setting in choice.settings]
    if choice.template is not None:
        changes.append((f"-t {choice.template}", "design.template", choice.template))
    for label, key, value in changes:
        if not value or not all(key.split(".")):
            return error("bad-setting", f"`{key}` is set to nothing", Span(label), "write it as design.color=red")
        changed = source.override(root, key, value, label)
        if isinstance(changed, Diagnostic):
            return changed
        root = changed
    return root
