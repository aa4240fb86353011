"""A CV's file -> all that its typesetting needs, or every problem that is found without TeX."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from texcv import source
from texcv.diagnostics import Diagnostic, Span, error, has_errors
from texcv.locale import missing_words
from texcv.model import Design
from texcv.photo import Photo, read_photo
from texcv.scripts import choose_engine
from texcv.templates import Template, all_templates, check_options, find_template
from texcv.validate import validate
from texcv.view import View, build_view


@dataclass(frozen=True, slots=True)
class Plan:
    """A CV that is ready to be typeset."""

    path: Path
    view: View
    template: Template
    options: Mapping[str, str]
    photo: Photo | None
    engine: str
    diagnostics: tuple[Diagnostic, ...]


def make_plan(
    path: Path, template: str | None, settings: Iterable[str], *, typeset: bool = True
) -> Plan | list[Diagnostic]:
    """Everything up to the view, or all problems.

    `template` and `settings` (as `design.color=red`) take the place of what the file says. Without `typeset`, it does
    not matter whether template and machine have the letters, and the plan has no engine: its PDF is there already.
    """
    root, remarks = source.load(path)
    if root is None:
        return remarks
    changes = [(f"--set {setting}", *setting.partition("=")[::2]) for setting in settings]
    if template is not None:
        changes.append((f"-t {template}", "design.template", template))
    for label, key, value in changes:
        if not value or not all(key.split(".")):
            return [error("bad-setting", f"`{key}` is set to nothing", Span(label), "write it as design.color=red")]
        changed = source.override(root, key, value, label)
        if isinstance(changed, Diagnostic):
            return [changed]
        root = changed
    cv, found = validate(root)
    face, options, faults = _design(root, path)
    photo = read_photo(root.find("photo"), path)
    found += [*remarks, *faults]
    if isinstance(photo, Diagnostic):
        found.append(photo)
    wordless = _locale(root)
    if wordless and not any(fault.span == wordless.span for fault in found):  # it may be no language at all
        found.append(wordless)
    found.sort(key=lambda fault: (fault.span.line, fault.span.column) if fault.span else (0, 0))
    if cv is None or face is None or isinstance(photo, Diagnostic) or has_errors(found):
        return found
    view = build_view(cv)
    engine = choose_engine(view, face.engines, strict=face.comes_with_texcv) if typeset else ""
    return Plan(path, view, face, options, photo, engine, tuple(found)) if isinstance(engine, str) else found + engine


def _design(root: source.Node, path: Path) -> tuple[Template | None, dict[str, str], list[Diagnostic]]:
    """The template and its options. From the nodes, so that they are looked at in a faulty CV, too.

    A folder that the CV names is looked for beside it, and must lie there; one that the call names, from where we are.
    """
    design = root.find("design") or source.Node("mapping", root.at)
    name = design.find("template")
    beside = path.parent if name and name.at.path == str(path) else None
    found = find_template((name.text if name else None) or "classic", name.at if name else None, beside, beside)
    if isinstance(found, list):
        return None, {}, found
    pairs = [(key.text, value) for key, value in design.pairs if key.text and key.text not in Design.model_fields]
    given = {name: value.text if value.kind == "scalar" else f"a {value.kind}" for name, value in pairs}
    spans = {name: (design.key_span(name), design.span(name)) for name in given}
    options, faults = check_options(found, given, spans, all_templates)
    if name and not beside:  # the CV is tried in another template than its own
        faults = [fault for fault in faults if fault.code != "unused-option"]
    return found, options, faults


def _locale(root: source.Node) -> Diagnostic | None:
    node = root.find("locale")
    return missing_words(node.text, node.at) if node and node.text else None
