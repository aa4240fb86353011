"""A PDF that is there -> whether it says what its CV says, as the API, a report and the commands have it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from texcv.choice import Choice
from texcv.diagnostics import Diagnostic, Span, TexcvError, error
from texcv.frozen import frozen
from texcv.output import write_files
from texcv.targets import default_pdf

if TYPE_CHECKING:
    from typing import Unpack

    from texcv.ats import Assessment
    from texcv.check import Proof
    from texcv.choice import Asked
    from texcv.plan import Plan

REPORTS = (".html", ".json", ".xml")
"""What the name of a report ends with."""


@frozen
class Proved:
    """A PDF that was checked against its CV."""

    cv: Path
    pdf: Path
    content: bytes
    proof: Proof
    missing: tuple[str, ...] = ()
    """The readers that were asked for, but are not on this machine."""
    assessment: Assessment | None = None


def check(
    path: str | Path,
    pdf: str | Path | None = None,
    *,
    allow_raw_tex: bool = False,
    thorough: bool = False,
    **asked: Unpack[Asked],
) -> tuple[Diagnostic, ...]:
    """What a PDF (`output/<name>.pdf` by default) says differently from its CV; empty if nothing.

    The comparison does not depend on the template: a PDF passes that has the CV's strings in its order, the name and
    the page's number at the foot of every page but the first, or of none, and no other text. `thorough`: also as
    other programs read it.
    """
    try:
        proved = prove(path, pdf, allow_raw_tex=allow_raw_tex, thorough=thorough, **asked)
        return proved.proof.diagnostics
    except TexcvError as fault:
        return fault.diagnostics


def prove(
    path: str | Path,
    pdf: str | Path | None = None,
    *,
    allow_raw_tex: bool = False,
    thorough: bool = False,
    ats: bool = False,
    **asked: Unpack[Asked],
) -> Proved:
    """What `check` does, with all that was looked at; raises `TexcvError` if there is no such CV or PDF.

    `ats`: also what applicant tracking systems take from it.
    """
    from texcv.ats import assess_reading
    from texcv.check import Check, check_pdf, missing_readers

    choice = Choice.of(**asked)
    plan, file, content = _printed(Path(path), pdf, choice, allow_raw_tex)
    proof = check_pdf(plan.view, content, str(file), thorough=thorough, secrets=plan.secrets)
    assessment = None
    if ats and proof.reading:
        assessment = assess_reading(plan.view, proof.reading, str(file), proof.placed, nameless=plan.nameless)
    if assessment:
        check = Check("ats", len(assessment.fields), "field", assessment.diagnostics)
        proof = replace(proof, checks=(*proof.checks, check))
    missing = tuple(reader.name for reader in missing_readers()) if thorough else ()
    return Proved(plan.path, file, content, proof, missing, assessment)


def ats(
    path: str | Path, pdf: str | Path | None = None, *, allow_raw_tex: bool = False, **asked: Unpack[Asked]
) -> Assessment:
    """What applicant tracking systems take from a PDF, against its CV; raises `TexcvError`, as `check` finds errors."""
    from texcv.ats import assess

    choice = Choice.of(**asked)
    plan, file, content = _printed(Path(path), pdf, choice, allow_raw_tex)
    return assess(plan.view, content, str(file), nameless=plan.nameless)


def write_report(proved: Proved, file: str | Path) -> None:
    """Write what was checked to a file: `.html` to look at, `.json`, or `.xml` as JUnit has it; raises `TexcvError`.

    Another ending is a `ValueError`.
    """
    if Path(file).suffix not in REPORTS:
        raise ValueError(f"a report ends with {', '.join(REPORTS)}")
    from texcv.report import Subject, build_report

    subject = Subject(str(proved.cv), str(proved.pdf), proved.content, proved.assessment)
    write_files({Path(file): build_report(proved.proof, subject, Path(file).suffix)})


def _printed(path: Path, pdf: str | Path | None, choice: Choice, allow_raw_tex: bool) -> tuple[Plan, Path, bytes]:
    """The plan of a CV, and its PDF's file and content; raises `TexcvError`."""
    from texcv.plan import make_plan

    plan = make_plan(path, choice, allow_raw_tex=allow_raw_tex, typeset=False)
    if isinstance(plan, list):
        raise TexcvError(plan)
    file = Path(pdf) if pdf is not None else default_pdf(path, choice)
    try:
        return plan.of_pdf(file), file, file.read_bytes()
    except OSError as fault:
        hint = f"`texcv render {path}{choice.options}` makes it" if pdf is None else ""
        message = f"can't read {file}: {fault.strerror}"
        raise TexcvError([error("missing-pdf", message, Span(str(file)), hint)]) from None
