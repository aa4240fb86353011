"""Where the stages meet: the Python API, in the words of the commands."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from texcv import ats as ats_stage
from texcv import check as check_stage
from texcv import compile as compile_stage
from texcv import render as render_stage
from texcv import source
from texcv import validate as validate_stage
from texcv.diagnostics import Diagnostic, Span, TexcvError, error, has_errors
from texcv.locale import missing_words
from texcv.model import Design
from texcv.output import write_files
from texcv.photo import Photo, read_photo
from texcv.templates import Template, all_templates, check_options, find_template
from texcv.view import View, build_view

FORMATS = ("pdf", "tex")
"""What `render` can write."""

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Rendered:
    """What a render made. `pages` and `strings` (how many the PDF was searched for) are 0 where nothing was checked."""

    files: tuple[Path, ...]
    diagnostics: tuple[Diagnostic, ...]
    pages: int = 0
    strings: int = 0
    log: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A CV that is ready to be typeset."""

    path: Path
    view: View
    template: Template
    options: Mapping[str, str]
    photo: Photo | None
    diagnostics: tuple[Diagnostic, ...]


def validate(path: str | Path, *, template: str | None = None, settings: Iterable[str] = ()) -> tuple[Diagnostic, ...]:
    """All problems of a CV file that can be found without TeX; empty if there are none.

    `template` and `settings` (as `design.color=red`) take the place of what the file says.
    """
    plan = _plan(Path(path), template, settings)
    return tuple(plan if isinstance(plan, list) else plan.diagnostics)


def render(
    path: str | Path,
    *,
    template: str | None = None,
    output: str | Path | None = None,
    formats: Sequence[str] = ("pdf",),
    settings: Iterable[str] = (),
    check: bool = True,
    progress: Progress = lambda stage: None,
) -> Rendered:
    """Typeset a CV, prove the PDF, and put the results in place; raises `TexcvError`, and then writes nothing.

    `output` is a folder (`output` by default) or the name of a file; `formats` are some of `FORMATS`; a call that
    contradicts itself is a `ValueError`. `progress` is told each stage as it begins.
    """
    misuse = find_misuse([path], output, formats)
    if misuse:
        raise ValueError(misuse)
    plan = _plan(Path(path), template, settings)
    if isinstance(plan, list):
        raise TexcvError(plan)
    epoch = _epoch()
    document, beside = _document(plan, datestamp=epoch is not None)
    compiled, proof, found = None, None, list(plan.diagnostics)
    if "pdf" in formats:
        progress("typesetting")
        compiled = compile_stage.compile_tex(document.tex, beside, document.locate, epoch=epoch)
        found += (_at_source(fault, plan) for fault in compiled.diagnostics)
    if compiled and compiled.pdf and check:
        progress("checking")
        proof = check_stage.check_pdf(plan.view, compiled.pdf, "the PDF")
        found += proof.diagnostics
    found = [fault if fault.span else replace(fault, span=Span(str(path))) for fault in found]
    if has_errors(found):
        raise TexcvError(found, compiled.log if compiled else "")
    folder, stem = _target(plan.path, output)
    files: dict[Path, bytes] = {}
    if compiled and compiled.pdf:
        files[folder / f"{stem}.pdf"] = compiled.pdf
    if "tex" in formats:
        files |= {folder / f"{stem}.tex": document.tex.encode(), **{folder / name: beside[name] for name in beside}}
    write_files(files)
    return Rendered(
        tuple(files),
        tuple(found),
        *((proof.pages, proof.strings) if proof else (0, 0)),
        compiled.log if compiled else "",
    )


def check(
    path: str | Path, pdf: str | Path | None = None, *, template: str | None = None, settings: Iterable[str] = ()
) -> tuple[Diagnostic, ...]:
    """What a PDF (`output/<name>.pdf` by default) says differently from its CV; empty if nothing.

    The comparison does not depend on the template: a PDF passes that has the CV's strings in its order, the name and
    the page's number at the foot of every page but the first, or of none, and no other text.
    """
    try:
        view, data, name = _printed(Path(path), pdf, template, settings)
    except TexcvError as fault:
        return fault.diagnostics
    return check_stage.check_pdf(view, data, name).diagnostics


def ats(
    path: str | Path, pdf: str | Path | None = None, *, template: str | None = None, settings: Iterable[str] = ()
) -> ats_stage.Assessment:
    """What applicant tracking systems take from a PDF, against its CV; raises `TexcvError`, as `check` finds errors."""
    return ats_stage.assess(*_printed(Path(path), pdf, template, settings))


def find_misuse(paths: Sequence[str | Path], output: str | Path | None, formats: Sequence[str]) -> str:
    """Why this can't be meant, for a person to read; "" if it can: no such format, or two CVs that write one file."""
    for name in formats:
        if name not in FORMATS:
            return f"`{name}` is none of the formats: {', '.join(FORMATS)}"
    if output is not None and _names_file(Path(output)):
        suffix = Path(output).suffix[1:].casefold()
        if len(paths) > 1:
            return "several CVs can't go into one file: name a folder"
        if suffix not in formats:
            return f"{output} is not a file of the format {formats[0]}: write `-f {suffix}`"
    stems: dict[str, str | Path] = {}
    for path in paths:
        other = stems.setdefault(Path(path).stem.casefold(), path)
        if other != path:
            return f"{other} and {path} would write the same file: render them one by one, with -o"
    return ""


def default_pdf(path: str | Path) -> Path:
    """Where `render` puts the PDF of a CV if it is not told."""
    folder, stem = _target(Path(path), None)
    return folder / f"{stem}.pdf"


# --- what the functions above share ---------------------------------------------------------


def _printed(
    path: Path, pdf: str | Path | None, template: str | None, settings: Iterable[str]
) -> tuple[View, bytes, str]:
    """The view of a CV, and its PDF's content and name; raises `TexcvError`."""
    plan = _plan(path, template, settings)
    if isinstance(plan, list):
        raise TexcvError(plan)
    file = Path(pdf) if pdf is not None else default_pdf(path)
    try:
        return plan.view, file.read_bytes(), str(file)
    except OSError as fault:
        hint = f"`texcv render {path}` makes it" if pdf is None else ""
        raise TexcvError(
            [error("missing-pdf", f"can't read {file}: {fault.strerror}", Span(str(file)), hint)]
        ) from None


def _plan(path: Path, template: str | None, settings: Iterable[str]) -> Plan | list[Diagnostic]:
    """Everything up to the view, or all problems."""
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
    cv, found = validate_stage.validate(root)
    face, options, faults = _design(root, path)
    photo = read_photo(root.find("photo"), path)
    found += [*remarks, *faults]
    if isinstance(photo, Diagnostic):
        found.append(photo)
    wordless = _locale(root)
    if wordless and not any(fault.code == "bad-locale" for fault in found):
        found.append(wordless)
    found.sort(key=lambda fault: (fault.span.line, fault.span.column) if fault.span else (0, 0))
    if cv is None or face is None or isinstance(photo, Diagnostic) or has_errors(found):
        return found
    return Plan(path, build_view(cv), face, options, photo, tuple(found))


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


def _at_source(fault: Diagnostic, plan: Plan) -> Diagnostic:
    """A fault of what TeX knows by the name of a copy: of the photo where it is named, of a look in its template."""
    if plan.photo and fault.span is None and plan.photo.name in fault.message:
        message, hint = f"TeX can't read the photo: {fault.message}", "save it again as JPEG or PNG"
        return error("bad-photo", message, plan.photo.span, hint)
    looks = {file.name: file for file in plan.template.tex_files()}
    if fault.span and fault.span.path in looks:
        return replace(fault, span=replace(fault.span, path=str(looks[fault.span.path])))
    return fault


def _document(plan: Plan, *, datestamp: bool) -> tuple[render_stage.Document, dict[str, bytes]]:
    """The .tex, and what must stand beside it."""
    name = plan.photo.name if plan.photo else ""
    document = render_stage.render(plan.view, plan.template, plan.options, photo=name, datestamp=datestamp)
    beside = {file.name: file.read_bytes() for file in plan.template.tex_files()}
    return document, beside | ({plan.photo.name: plan.photo.content} if plan.photo else {})


def _epoch() -> str | None:
    """SOURCE_DATE_EPOCH (reproducible-builds.org): when the PDF says it was made. Without it, it does not say."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH") or None
    if epoch is not None and not re.fullmatch("[0-9]{1,11}", epoch):
        raise TexcvError([error("bad-epoch", f'SOURCE_DATE_EPOCH is "{epoch}", not seconds since 1970')])
    return epoch


def _target(path: Path, output: str | Path | None) -> tuple[Path, str]:
    """The folder and the name, without its ending, of what is written."""
    target = Path(output) if output is not None else Path("output")
    return (target.parent, target.stem) if _names_file(target) else (target, path.stem)


def _names_file(target: Path) -> bool:
    return target.suffix.casefold() in {f".{name}" for name in FORMATS} and not target.is_dir()
