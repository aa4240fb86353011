"""A CV's file -> all that its typesetting needs, or every problem that is found without TeX."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from texcv import source
from texcv.choice import AS_WRITTEN, Choice
from texcv.diagnostics import Diagnostic, Span, error, has_errors, warning
from texcv.locale import missing_words
from texcv.model import Cv, Design
from texcv.photo import Photo, find_photo, read_photo
from texcv.scripts import choose_engine
from texcv.select import names_of_variants, select
from texcv.templates import Template, all_templates, check_options, find_template, names_folder
from texcv.tex import unbalanced
from texcv.validate import validate
from texcv.view import View, build_view

MAX_TEMPLATE = 20_000_000
"""Bytes of a template of one's own that is sent to another machine."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A CV that is ready to be typeset."""

    path: Path
    view: View
    template: Template
    options: Mapping[str, str]
    photo: Photo | None
    engine: str
    choice: Choice
    diagnostics: tuple[Diagnostic, ...]

    @property
    def sources(self) -> list[Path]:
        """The user's files and folders that all this was made of."""
        return [self.path, *([self.photo.file] if self.photo else []), *_all_below(self.template.own_folders)]


def make_plan(
    path: Path, choice: Choice = AS_WRITTEN, *, allow_raw_tex: bool = False, typeset: bool = True
) -> Plan | list[Diagnostic]:
    """Everything up to the view of the version of a CV that `choice` asks for, or all problems.

    `allow_raw_tex` lets values through that are LaTeX (`!tex`): only of CVs that are trusted. Without `typeset`, it
    does not matter whether template and machine have the letters, and the plan has no engine: its PDF is there already.
    """
    given, remarks = source.load(path)
    if given is None:
        return remarks
    seen = _look(given, path, choice, allow_raw_tex)
    found = _sorted([*remarks, *seen.found])
    if seen.cv is None or seen.face is None or isinstance(seen.photo, Diagnostic) or has_errors(found):
        return found
    view = build_view(seen.cv)
    engine = choose_engine(view, seen.face.engines, strict=seen.face.comes_with_texcv) if typeset else ""
    if not isinstance(engine, str):
        return found + engine
    return Plan(path, view, seen.face, seen.options, seen.photo, engine, choice, tuple(found))


def examine_variants(
    path: Path, choice: Choice, found: Iterable[Diagnostic], *, allow_raw_tex: bool = False
) -> tuple[list[Diagnostic], list[Path]]:
    """What was `found` in a CV, and what else is wrong when each of its variants is made; and the files that they read.

    Where the call chooses a variant, it is the only one that matters.
    """
    given, _ = source.load(path)
    all_found = dict.fromkeys(found)
    if given is None or choice.variant is not None:
        return [*all_found], []
    files: list[Path] = []
    for name in names_of_variants(given):
        seen = _look(given, path, replace(choice, variant=name), allow_raw_tex, examine=False)
        all_found |= dict.fromkeys(seen.found)
        files += [seen.photo.file] if isinstance(seen.photo, Photo) else []
        files += _all_below(seen.face.own_folders) if seen.face else []
    return _sorted(all_found), files


@dataclass(frozen=True, slots=True)
class _Seen:
    """What could be made of a version of a CV, and all that is to be said of it."""

    found: list[Diagnostic]
    cv: Cv | None = None
    face: Template | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    photo: Photo | Diagnostic | None = None


def _look(given: source.Node, path: Path, choice: Choice, allow_raw_tex: bool, *, examine: bool = True) -> _Seen:
    root, chosen = select(given, choice, examine=examine)
    if root is None:
        return _Seen(chosen)
    cv, found = validate(root)
    face, options, faults = _design(root, given)
    photo = read_photo(root.find("photo"), path)
    found += [*chosen, *faults, *_raw_values(root, allow_raw_tex)]
    if isinstance(photo, Diagnostic):
        found.append(photo)
    wordless = _locale(root)
    if wordless and not any(fault.span == wordless.span for fault in found):  # it may be no language at all
        found.append(wordless)
    return _Seen(found, cv, face, options, photo)


def _sorted(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    return sorted(found, key=lambda fault: (fault.span.line, fault.span.column) if fault.span else (0, 0))


def gather_files(path: Path, choice: Choice = AS_WRITTEN) -> dict[Path, bytes] | list[Diagnostic]:
    """Every file that `make_plan` reads and that does not come with texcv, for a machine that has none of them.

    It says what is wrong only where a file can't be had.
    """
    root, remarks = _load(path, choice)
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


def _load(path: Path, choice: Choice) -> tuple[source.Node | None, list[Diagnostic]]:
    """The nodes of that version of the CV, or why there are none."""
    root, remarks = source.load(path)
    return select(root, choice) if root else (None, remarks)


def _design(root: source.Node, given: source.Node) -> tuple[Template | None, dict[str, str], list[Diagnostic]]:
    """The template and its options. From the nodes, so that they are looked at in a faulty CV, too.

    A CV, as `given`, may be tried in another template than its own: its own options then may be of no use.
    """
    design = root.find("design") or source.Node("mapping", root.at)
    name, own = design.find("template"), given.find("design", "template")
    found = _find_face(name, Path(given.at.path))
    if isinstance(found, list):
        return None, {}, found
    pairs = [(key.text, value) for key, value in design.pairs if key.text and key.text not in Design.model_fields]
    values = {name: value.text if value.kind == "scalar" else f"a {value.kind}" for name, value in pairs}
    spans = {name: (design.key_span(name), design.span(name)) for name in values}
    options, faults = check_options(found, values, spans, all_templates)
    if name and (own is None or name.at != own.at):
        written = (
            {key.at for key, _ in (given.find("design") or given).pairs} if name.at.path == given.at.path else None
        )
        faults = [fault for fault in faults if fault.code != "unused-option" or (written and fault.span not in written)]
    return found, options, faults


def _raw_values(root: source.Node, allowed: bool) -> list[Diagnostic]:
    """That raw LaTeX is refused, or what it means to have let it through."""
    if not allowed:
        hint = "for a CV that you trust, `--allow-raw-tex` lets it through"
        return [error("raw-tex", "raw LaTeX is refused", node.at, hint) for node in source.raw_values(root)]
    raw = [node for key, value in root.pairs if key.text != "variants" for node in source.raw_values(value)]
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
