"""A CV's file -> all that its typesetting needs, or every problem that is found without TeX."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from texcv import source
from texcv.diagnostics import Diagnostic, Span, error, has_errors, warning
from texcv.locale import missing_words
from texcv.model import Cv, Design
from texcv.photo import Photo, find_photo, read_photo
from texcv.scripts import choose_engine
from texcv.templates import Template, all_templates, check_options, find_template, names_folder
from texcv.tex import unbalanced
from texcv.validate import validate
from texcv.view import View, build_view

if TYPE_CHECKING:
    from texcv.anonymize import Secrets

MAX_TEMPLATE = 20_000_000
"""Bytes of a template of one's own that is sent to another machine."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A CV that is ready to be typeset; of an anonymous copy, also the `secrets` that nothing made of it may tell."""

    path: Path
    view: View
    template: Template
    options: Mapping[str, str]
    photo: Photo | None
    engine: str
    diagnostics: tuple[Diagnostic, ...]
    secrets: Secrets | None = None

    @property
    def nameless(self) -> bool:
        """Whether it is a copy without the person's name."""
        return self.secrets is not None and self.secrets.hide("name")

    @property
    def sources(self) -> list[Path]:
        """The user's files and folders that all this was made of."""
        return [self.path, *([self.photo.file] if self.photo else []), *_all_below(self.template.own_folders)]


def make_plan(
    path: Path,
    template: str | None,
    settings: Iterable[str],
    *,
    allow_raw_tex: bool = False,
    typeset: bool = True,
) -> Plan | list[Diagnostic]:
    """Everything up to the view, or all problems.

    `template` and `settings` (as `design.color=red`) take the place of what the file says. `allow_raw_tex` lets values
    through that are LaTeX (`!tex`): only of CVs that are trusted. Without `typeset`, it does
    not matter whether template and machine have the letters, and the plan has no engine: its PDF is there already.
    """
    root, remarks = _load(path, template, settings)
    if root is None:
        return remarks
    cv, found = validate(root)
    face, options, faults = _design(root, path)
    photo = read_photo(root.find("photo"), path)
    found += [*remarks, *faults, *_raw_values(root, allow_raw_tex)]
    if isinstance(photo, Diagnostic):
        found.append(photo)
    wordless = _locale(root)
    if wordless and not any(fault.span == wordless.span for fault in found):  # it may be no language at all
        found.append(wordless)
    found.sort(key=lambda fault: (fault.span.line, fault.span.column) if fault.span else (0, 0))
    if cv is None or face is None or isinstance(photo, Diagnostic) or has_errors(found):
        return found
    view, secrets, told = _view(cv)
    found += told
    if has_errors(told):
        return found
    photo = photo if not (cv.anonymize and cv.anonymize.photo) else None
    engine = choose_engine(view, face.engines, strict=face.comes_with_texcv) if typeset else ""
    if not isinstance(engine, str):
        return found + engine
    return Plan(path, view, face, options, photo, engine, tuple(found), secrets)


def _view(cv: Cv) -> tuple[View, Secrets | None, list[Diagnostic]]:
    """The view of a CV; of an anonymous copy, also its secrets, and what there is to say about it."""
    if cv.anonymize is None or cv.anonymize.asks_nothing:
        return build_view(cv), None, []
    from texcv.anonymize import anonymize, prove_view

    copy = anonymize(cv)
    if has_errors(copy.diagnostics):
        return build_view(cv), copy.secrets, [*copy.diagnostics]
    view = build_view(copy.cv)
    return view, copy.secrets, [*copy.diagnostics, *prove_view(copy.cv, view, copy.secrets)]


def gather_files(path: Path, template: str | None, settings: Iterable[str]) -> dict[Path, bytes] | list[Diagnostic]:
    """Every file that `make_plan` reads and that does not come with texcv, for a machine that has none of them.

    It says what is wrong only where a file can't be had.
    """
    root, remarks = _load(path, template, settings)
    if root is None:
        return remarks
    try:
        files = {path: (root.at.text or "").encode()}  # as it was read
        photo = find_photo(root.find("photo"), path)
        if isinstance(photo, Diagnostic):
            return [photo]
        name = root.find("design", "template")
        own = [node for node in (root.find("photo"), name) if node and node.text and node.at.path == str(path)]
        fixed = [node for node in own if Path(node.text or "").is_absolute()]
        if fixed:
            hint = "write it from the folder of the CV"
            return [error("absolute-path", "another machine has no such path", node.at, hint) for node in fixed]
        face = _find_face(name, path) if name and name.text and names_folder(name.text) else None
        if isinstance(face, list):
            return face
        of_template = [file for folder in face.own_folders for file in _visible_files(folder)] if face else []
        if sum(file.stat().st_size for file in of_template) > MAX_TEMPLATE:
            hint = "keep in its folder what it needs"
            message = f"the template has more than {MAX_TEMPLATE // 10**6} MB"
            return [error("too-large", message, name.at if name else None, hint)]
        files |= {file: file.read_bytes() for file in of_template}
    except OSError as fault:
        return [error("unreadable-file", f"can't read {fault.filename}: {fault.strerror}", Span(str(path)))]
    return files | (dict([photo]) if photo else {})


def _all_below(folders: Sequence[Path]) -> list[Path]:
    """The folders with all that is in them, also behind links; each folder once, as a link may lead back."""
    waiting, known, seen = list(folders), [*folders], set[Path]()
    while waiting:
        folder = waiting.pop()
        if folder.resolve() not in seen:
            seen.add(folder.resolve())
            with contextlib.suppress(OSError):  # what can't be read was not used
                inside = sorted(folder.iterdir())
                known += inside
                waiting += filter(Path.is_dir, inside)
    return known


def _visible_files(folder: Path) -> list[Path]:
    """The files of a folder and of those in it, but for hidden ones, such as those of git."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return [path for path in files if not any(part.startswith(".") for part in path.relative_to(folder).parts)]


def _load(path: Path, template: str | None, settings: Iterable[str]) -> tuple[source.Node | None, list[Diagnostic]]:
    """The nodes of the CV as the call changes them, and what there is to say about the file; or why there are none."""
    root, remarks = source.load(path)
    if root is None:
        return None, remarks
    changes = [(f"--set {setting}", *setting.partition("=")[::2]) for setting in settings]
    if template is not None:
        changes.append((f"-t {template}", "design.template", template))
    for label, key, value in changes:
        if not value or not all(key.split(".")):
            hint = "write it as design.color=red"
            return None, [error("bad-setting", f"`{key}` is set to nothing", Span(label), hint)]
        changed = source.override(root, key, value, label)
        if isinstance(changed, Diagnostic):
            return None, [changed]
        root = changed
    return root, remarks


def _design(root: source.Node, path: Path) -> tuple[Template | None, dict[str, str], list[Diagnostic]]:
    """The template and its options. From the nodes, so that they are looked at in a faulty CV, too."""
    design = root.find("design") or source.Node("mapping", root.at)
    name = design.find("template")
    found = _find_face(name, path)
    if isinstance(found, list):
        return None, {}, found
    pairs = [(key.text, value) for key, value in design.pairs if key.text and key.text not in Design.model_fields]
    given = {name: value.text if value.kind == "scalar" else f"a {value.kind}" for name, value in pairs}
    spans = {name: (design.key_span(name), design.span(name)) for name in given}
    options, faults = check_options(found, given, spans, all_templates)
    if name and name.at.path != str(path):  # the CV is tried in another template than its own
        faults = [fault for fault in faults if fault.code != "unused-option"]
    return found, options, faults


def _raw_values(root: source.Node, allowed: bool) -> list[Diagnostic]:
    """That raw LaTeX is refused, or what it means to have let it through."""
    raw = list(source.raw_values(root))
    if not allowed:
        hint = "for a CV that you trust, `--allow-raw-tex` lets it through"
        return [error("raw-tex", "raw LaTeX is refused", node.at, hint) for node in raw]
    faults = [
        error("raw-tex", fault, node.at, "it would reach beyond its value")
        for node in raw
        if (fault := unbalanced(node.text or ""))
    ]
    values = "this value is" if len(raw) == 1 else f"this and {len(raw) - 1} more values are"
    message = f"{values} raw LaTeX: what it prints is not compared with the PDF"
    return [*(warning("unproven-text", message, node.at) for node in raw[:1]), *faults]


def _find_face(name: source.Node | None, path: Path) -> Template | list[Diagnostic]:
    """A folder that the CV names is looked for beside it, and must lie there; one that the call names, from here."""
    beside = path.parent if name and name.at.path == str(path) else None
    return find_template((name.text if name else None) or "classic", name.at if name else None, beside, beside)


def _locale(root: source.Node) -> Diagnostic | None:
    node = root.find("locale")
    return missing_words(node.text, node.at) if node and node.text else None
