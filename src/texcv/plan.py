"""A CV's file -> all that its typesetting needs, or every problem that is found without TeX."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from texcv import source
from texcv.assemble import Assembled, assemble
from texcv.choice import AS_WRITTEN, WHOLE, Choice
from texcv.diagnostics import Diagnostic, Span, error, has_errors, warning
from texcv.locale import missing_words
from texcv.model import Design
from texcv.photo import Photo, find_photo, read_photo
from texcv.scripts import choose_engine
from texcv.select import select
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
    texts: tuple[Path, ...]
    """The CV, what it includes, and the file of its project."""

    @property
    def sources(self) -> list[Path]:
        """The user's files and folders that all this was made of."""
        return [*self.texts, *([self.photo.file] if self.photo else []), *_all_below(self.template.own_folders)]


def make_plan(
    path: Path, choice: Choice = AS_WRITTEN, *, allow_raw_tex: bool = False, typeset: bool = True
) -> Plan | list[Diagnostic]:
    """Everything up to the view of the version of a CV that `choice` asks for, or all problems.

    `allow_raw_tex` lets values through that are LaTeX (`!tex`): only of CVs that are trusted. Without `typeset`, it
    does not matter whether template and machine have the letters, and the plan has no engine: its PDF is there already.
    """
    whole = _load(path, choice)
    root = whole.root
    if root is None:
        return whole.remarks
    cv, found = validate(root)
    face, options, faults = _design(root, whole)
    photo = read_photo(root.find("photo"), whole.file_of(root.find("photo")) or path, whole.home)
    found += [*whole.remarks, *faults, *_raw_values(root, allow_raw_tex)]
    if isinstance(photo, Diagnostic):
        found.append(photo)
    wordless = _locale(root)
    if wordless and not any(fault.span == wordless.span for fault in found):  # it may be no language at all
        found.append(wordless)
    found.sort(key=lambda fault: _rank(fault, whole))
    if cv is None or face is None or isinstance(photo, Diagnostic) or has_errors(found):
        return found
    view = build_view(cv)
    engine = choose_engine(view, face.engines, strict=face.comes_with_texcv) if typeset else ""
    if isinstance(engine, list):
        return found + engine
    return Plan(path, view, face, options, photo, engine, choice, tuple(found), tuple(whole.files))


def gather_files(path: Path, choice: Choice = AS_WRITTEN) -> dict[Path, bytes] | list[Diagnostic]:
    """Every file that `make_plan` reads and that does not come with texcv, for a machine that has none of them.

    It says what is wrong only where a file can't be had.
    """
    whole = _load(path, choice)
    root = whole.root
    if root is None:
        return whole.remarks
    try:
        files = {file: text.encode() for file, text in whole.files.items()}  # as they were read
        photo = find_photo(root.find("photo"), whole.file_of(root.find("photo")) or path, whole.home)
        if isinstance(photo, Diagnostic):
            return [photo]
        name = root.find("design", "template")
        own = [node for node in (root.find("photo"), name) if node and node.text and whole.file_of(node)]
        fixed = [node for node in own if Path(node.text or "").is_absolute()]
        if fixed:
            hint = "write it from the folder of the CV"
            return [error("absolute-path", "another machine has no such path", node.at, hint) for node in fixed]
        face = _find_face(name, whole) if name and name.text and names_folder(name.text) else None
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


def _load(path: Path, choice: Choice) -> Assembled:
    """The nodes of that version of the CV, and what there is to say about its files; or why there are none."""
    whole = assemble(path)
    if whole.root is None:
        return whole
    if choice.variant == WHOLE and not whole.root.find("variants", WHOLE):
        choice = replace(choice, variant=None)
    chosen, found = select(whole.root, choice)
    return replace(whole, root=chosen, remarks=found if chosen is None else [*whole.remarks, *found])


def _rank(fault: Diagnostic, whole: Assembled) -> tuple[int, int, int]:
    """What the CV says comes first, then file by file what it includes."""
    if fault.span is None:
        return 0, 0, 0
    file, files = Path(fault.span.path), list(whole.files)
    return files.index(file) if file in files else 0, fault.span.line, fault.span.column


def _design(root: source.Node, whole: Assembled) -> tuple[Template | None, dict[str, str], list[Diagnostic]]:
    """The template and its options. From the nodes, so that they are looked at in a faulty CV, too."""
    design = root.find("design") or source.Node("mapping", root.at)
    name = design.find("template")
    found = _find_face(name, whole)
    if isinstance(found, list):
        return None, {}, found
    pairs = [(key.text, value) for key, value in design.pairs if key.text and key.text not in Design.model_fields]
    given = {name: value.text if value.kind == "scalar" else f"a {value.kind}" for name, value in pairs}
    spans = {name: (design.key_span(name), design.span(name)) for name in given}
    options, faults = check_options(found, given, spans, all_templates)
    if name:  # an option that stands elsewhere may be meant for another template, which this one takes the place of
        elsewhere = {spans[key][0] for key in given if spans[key][0].path != name.at.path}
        faults = [fault for fault in faults if fault.code != "unused-option" or fault.span not in elsewhere]
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


def _find_face(name: source.Node | None, whole: Assembled) -> Template | list[Diagnostic]:
    """A folder that the CV names is looked for beside the file that does, and must lie at its home; one that the call
    names, from here.
    """
    file = whole.file_of(name)
    beside, inside = (file.parent, whole.home) if file else (None, None)
    return find_template((name.text if name else None) or "classic", name.at if name else None, beside, inside)


def _locale(root: source.Node) -> Diagnostic | None:
    node = root.find("locale")
    return missing_words(node.text, node.at) if node and node.text else None
