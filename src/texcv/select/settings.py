"""What the call says on top of everything: `--set`, `-t` and `--locale`."""

from __future__ import annotations

from texcv import source
from texcv.choice import Choice
from texcv.diagnostics import Diagnostic, Span, error
from texcv.model import is_language
from texcv.source import Node

_OF_VARIANTS = "variants."


def language_of(root: Node, choice: Choice) -> str | None:
    """The language that the CV is printed in; None where it is none."""
    node = root.find("locale")
    name = choice.locale or (node.text if node else None) or ""
    for setting in choice.settings:
        key, _, value = setting.partition("=")
        name = value if key == "locale" else name
    return name if is_language(name) else None


def with_locale(root: Node, choice: Choice) -> Node:
    """The nodes with the language that the call names."""
    if choice.locale is None:
        return root
    changed = source.override(root, "locale", choice.locale, f"--locale {choice.locale}")
    return root if isinstance(changed, Diagnostic) else changed


def with_variants(root: Node, choice: Choice) -> Node | Diagnostic:
    """The nodes with the variants as the call changes them, before one of them is chosen."""
    return _with(root, [setting for setting in choice.settings if setting.startswith(_OF_VARIANTS)])


def with_settings(root: Node, choice: Choice) -> Node | Diagnostic:
    """The nodes with the other values that the call sets, and its template."""
    changed = _with(root, [setting for setting in choice.settings if not setting.startswith(_OF_VARIANTS)])
    if choice.template is None or isinstance(changed, Diagnostic):
        return changed
    return _set(changed, f"-t {choice.template}", "design.template", choice.template)


def _with(root: Node, settings: list[str]) -> Node | Diagnostic:
    for setting in settings:
        key, _, value = setting.partition("=")
        changed = _set(root, f"--set {setting}", key, value)
        if isinstance(changed, Diagnostic):
            return changed
        root = changed
    return root


def _set(root: Node, label: str, key: str, value: str) -> Node | Diagnostic:
    if not value or not all(key.split(".")):
        return error("bad-setting", f"`{key}` is set to nothing", Span(label), "write it as design.color=red")
    return source.override(root, key, value, label)
