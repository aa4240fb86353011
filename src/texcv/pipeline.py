"""Where the stages meet: the Python API, in the words of the commands."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from texcv import ats as ats_stage
from texcv import check as check_stage
from texcv import compile as compile_stage
from texcv import render as render_stage
from texcv import report as report_stage
from texcv import scripts
from texcv.diagnostics import Diagnostic, Span, TexcvError, error, has_errors
from texcv.output import write_files
from texcv.plan import Plan, make_plan

FORMATS = ("pdf", "tex")
"""What `render` can write."""

REPORTS = report_stage.ENDINGS
"""What the name of a report ends with."""

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
class Proved:
    """A PDF that was checked against its CV."""

    cv: Path
    pdf: Path
    content: bytes
    proof: check_stage.Proof
    missing: tuple[str, ...] = ()
    """The readers that were asked for, but are not on this machine."""
    assessment: ats_stage.Assessment | None = None


def validate(path: str | Path, *, template: str | None = None, settings: Iterable[str] = ()) -> tuple[Diagnostic, ...]:
    """All problems of a CV file that can be found without TeX; empty if there are none.

    `template` and `settings` (as `design.color=red`) take the place of what the file says.
    """
    plan = make_plan(Path(path), template, settings)
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
    plan = make_plan(Path(path), template, settings)
    if isinstance(plan, list):
        raise TexcvError(plan)
    epoch = _epoch()
    document, beside = _document(plan, datestamp=epoch is not None)
    compiled, proof, found = None, None, list(plan.diagnostics)
    if "pdf" in formats:
        progress("typesetting")
        compiled = compile_stage.compile_tex(document.tex, beside, document.locate, engine=plan.engine, epoch=epoch)
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
    path: str | Path,
    pdf: str | Path | None = None,
    *,
    template: str | None = None,
    settings: Iterable[str] = (),
    thorough: bool = False,
) -> tuple[Diagnostic, ...]:
    """What a PDF (`output/<name>.pdf` by default) says differently from its CV; empty if nothing.

    The comparison does not depend on the template: a PDF passes that has the CV's strings in its order, the name and
    the page's number at the foot of every page but the first, or of none, and no other text. `thorough`: also as
    other programs read it.
    """
    try:
        return prove(path, pdf, template=template, settings=settings, thorough=thorough).proof.diagnostics
    except TexcvError as fault:
        return fault.diagnostics


def prove(
    path: str | Path,
    pdf: str | Path | None = None,
    *,
    template: str | None = None,
    settings: Iterable[str] = (),
    thorough: bool = False,
    ats: bool = False,
) -> Proved:
    """What `check` does, with all that was looked at; raises `TexcvError` if there is no such CV or PDF.

    `ats`: also what applicant tracking systems take from it.
    """
    plan, file, content = _printed(Path(path), pdf, template, settings)
    proof = check_stage.check_pdf(plan.view, content, str(file), thorough=thorough)
    assessment = ats_stage.assess_reading(plan.view, proof.reading, str(file)) if ats and proof.reading else None
    if assessment:
        check = check_stage.Check("ats", len(assessment.fields), "field", assessment.diagnostics)
        proof = replace(proof, checks=(*proof.checks, check))
    missing = tuple(reader.name for reader in check_stage.missing_readers()) if thorough else ()
    return Proved(plan.path, file, content, proof, missing, assessment)


def ats(
    path: str | Path, pdf: str | Path | None = None, *, template: str | None = None, settings: Iterable[str] = ()
) -> ats_stage.Assessment:
    """What applicant tracking systems take from a PDF, against its CV; raises `TexcvError`, as `check` finds errors."""
    plan, file, content = _printed(Path(path), pdf, template, settings)
    return ats_stage.assess(plan.view, content, str(file))


def write_report(proved: Proved, file: str | Path) -> None:
    """Write what was checked to a file: `.html` to look at, `.json`, or `.xml` as JUnit has it; raises `TexcvError`.

    Another ending is a `ValueError`.
    """
    if Path(file).suffix not in REPORTS:
        raise ValueError(f"a report ends with {', '.join(REPORTS)}")
    subject = report_stage.Subject(str(proved.cv), str(proved.pdf), proved.content, proved.assessment)
    write_files({Path(file): report_stage.build_report(proved.proof, subject, Path(file).suffix)})


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
) -> tuple[Plan, Path, bytes]:
    """The plan of a CV, and its PDF's file and content; raises `TexcvError`."""
    plan = make_plan(path, template, settings, typeset=False)
    if isinstance(plan, list):
        raise TexcvError(plan)
    file = Path(pdf) if pdf is not None else default_pdf(path)
    try:
        return plan, file, file.read_bytes()
    except OSError as fault:
        hint = f"`texcv render {path}` makes it" if pdf is None else ""
        message = f"can't read {file}: {fault.strerror}"
        raise TexcvError([error("missing-pdf", message, Span(str(file)), hint)]) from None


def _at_source(fault: Diagnostic, plan: Plan) -> Diagnostic:
    """A fault of what TeX knows by the name of a copy: of the photo where it is named, of a look in its template."""
    if plan.photo and fault.span is None and plan.photo.name in fault.message:
        message, hint = f"TeX can't read the photo: {fault.message}", "save it again as JPEG or PNG"
        return error("bad-photo", message, plan.photo.span, hint)
    looks = {file.name: file for file in plan.template.tex_files(plan.engine)}
    if fault.span and fault.span.path in looks:
        return replace(fault, span=replace(fault.span, path=str(looks[fault.span.path])))
    return fault


def _document(plan: Plan, *, datestamp: bool) -> tuple[render_stage.Document, dict[str, bytes]]:
    """The .tex, and what must stand beside it; raises `TexcvError` where this machine lacks a font."""
    name = plan.photo.name if plan.photo else ""
    fonts = scripts.choose_fonts(plan.view, plan.options.get("font", "")) if plan.engine == "lualatex" else ()
    if isinstance(fonts, list):
        raise TexcvError(fonts)
    document = render_stage.render(
        plan.view,
        plan.template,
        plan.options,
        fonts=fonts,
        direction=scripts.direction_of(plan.view) if plan.engine == "lualatex" else "",
        photo=name,
        datestamp=datestamp,
    )
    beside: dict[str, bytes] = {}
    for file in plan.template.tex_files(plan.engine):
        try:
            beside[file.name] = file.read_bytes()
        except OSError as fault:
            message = f"can't read {file}: {fault.strerror or fault}"
            raise TexcvError([error("unreadable-file", message, Span(str(file)))]) from None
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
