"""Where the stages meet: the Python API, in the words of the commands."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from texcv import records
from texcv.choice import AS_WRITTEN, Choice
from texcv.diagnostics import Diagnostic, TexcvError, error, has_errors
from texcv.forecast import Forecast, call_of, foresee
from texcv.frozen import frozen
from texcv.home import find_project
from texcv.output import write_files
from texcv.proving import REPORTS as REPORTS
from texcv.proving import Proved as Proved
from texcv.proving import ats as ats
from texcv.proving import check as check
from texcv.proving import prove as prove
from texcv.proving import write_report as write_report
from texcv.targets import FORMATS as FORMATS
from texcv.targets import beside_letters, target_of
from texcv.targets import default_pdf as default_pdf
from texcv.targets import find_misuse as find_misuse_of_names

if TYPE_CHECKING:
    from typing import Unpack

    from texcv.choice import Asked
    from texcv.compile import Early
    from texcv.typeset import Typeset

Progress = Callable[[str], None]


@frozen
class Rendered:
    """What a render made. `pages` and `strings` (how many the PDF was searched for) are 0 where nothing was checked.

    `sources` are the user's files and folders that it was made of, `format` is the name of the format of its preamble.
    `unchanged`: all of it was there already, made of the same.
    """

    files: tuple[Path, ...]
    diagnostics: tuple[Diagnostic, ...]
    pages: int = 0
    strings: int = 0
    log: str = ""
    sources: tuple[Path, ...] = ()
    format: str = ""
    unchanged: bool = False

    @classmethod
    def again(cls, record: records.Record, sources: tuple[Path, ...]) -> Rendered:
        """What is in its place already."""
        files, found = tuple(record.results), record.diagnostics
        return cls(files, found, record.pages, record.strings, "", sources, record.format, unchanged=True)

    @classmethod
    def of(cls, made: Typeset) -> Rendered:
        """What was made, once it is in its place."""
        files, found = tuple(made.files), made.diagnostics
        return cls(files, found, made.pages, made.strings, made.log, made.sources, made.format)


def find_misuse(
    paths: Sequence[str | Path], output: str | Path | None, formats: Sequence[str], choice: Choice = AS_WRITTEN
) -> str:
    """Why this can't be meant, for a person to read; "" if it can: no such format, or two CVs that write one file."""
    misuse = find_misuse_of_names(paths, output, formats)
    for cv, other in () if misuse else beside_letters(paths, choice):
        if writes_letter(cv, choice):
            misuse = f"the letter of {cv} would be written to the same file as {other}: rename it"
    return misuse


def writes_letter(path: str | Path, choice: Choice = AS_WRITTEN) -> bool:
    """Whether a version of a CV makes a PDF of its letter, besides its own; False if it can't be made."""
    from texcv.plan import writes_letter

    return writes_letter(Path(path), choice)


def validate(
    path: str | Path, *, allow_raw_tex: bool = False, cache: bool = True, **asked: Unpack[Asked]
) -> tuple[Diagnostic, ...]:
    """All problems of a CV file, and of its variants, that can be found without TeX; empty if there are none.

    `asked` chooses a version of the CV, here as in the functions below, in the words of `Choice`. `allow_raw_tex` lets
    values through that are LaTeX, tagged `!tex`; without it, they are errors. With `cache`, a CV that had no errors is
    not looked through again while nothing changes.
    """
    began, choice = time.time_ns(), Choice.of(**asked)
    key = records.key_of("validate", str(path), choice, allow_raw_tex, find_project(path)) if cache else ""
    known = records.load(key) if key else None
    if known:
        return known.diagnostics
    from texcv.plan import examine

    found, files = examine(Path(path), choice, allow_raw_tex=allow_raw_tex)
    if key and files and not has_errors(found):
        records.store(key, records.Record({}, tuple(found), 0, 0), files, (), began)
    return tuple(found)


def render(
    path: str | Path,
    *,
    output: str | Path | None = None,
    formats: Sequence[str] = ("pdf",),
    allow_raw_tex: bool = False,
    check: bool = True,
    cache: bool = True,
    progress: Progress = lambda stage: None,
    early: Early | None = None,
    **asked: Unpack[Asked],
) -> Rendered:
    """Typeset a CV, prove the PDF, and put the results in place; raises `TexcvError`, and then writes nothing.

    `output` is a folder (`output` by default) or the name of a file; `formats` are some of `FORMATS`; a call that
    contradicts itself is a `ValueError`. `progress` is told each stage as it begins. Without `cache`, nothing is taken
    from earlier renders, and nothing kept for later ones; the results are the same. `early` is a TeX that has `begun`.
    """
    began, choice = time.time_ns(), Choice.of(**asked)
    place = Path(*target_of(Path(path), output, choice))
    call = call_of(Path(path), choice, place, formats, allow_raw_tex=allow_raw_tex, check=check, epoch=_epoch())
    key = records.key_of(call) if cache else ""
    known = records.recall(key) if key else records.Recalled("unknown")
    if known.record and not known.lack:
        return Rendered.again(known.record, known.sources)
    likely = known.record.format if known.record and "pdf" in formats else ""
    with nullcontext(early) if early and early.key == likely else begun(likely) as early:
        made = typeset(
            path, output=output, formats=formats, allow_raw_tex=allow_raw_tex, check=check, cache=cache,
            progress=progress, unless=known.same_content, early=early, **choice.keywords(),
        )  # fmt: skip
    if not made.files and known.record:
        record = replace(known.record, diagnostics=made.diagnostics)
        records.store(key, record, made.sources, known.watched, began, texts=made.texts, dated=known.dated)
        return Rendered.again(record, made.sources)
    written = write_files(made.files)
    if key:
        record = records.Record(written, made.diagnostics, made.pages, made.strings, made.content, made.format)
        records.store(key, record, made.sources, made.tex, began, texts=made.texts, dated=made.dated)
        records.note_call(place, call)
    return Rendered.of(made)


def forecast(
    path: str | Path,
    *,
    output: str | Path | None = None,
    formats: Sequence[str] = ("pdf",),
    allow_raw_tex: bool = False,
    check: bool = True,
    cache: bool = True,
    **asked: Unpack[Asked],
) -> Forecast:
    """What `render` would have to do, and why; nothing is typeset, and nothing is written."""
    choice = Choice.of(**asked)
    place = Path(*target_of(Path(path), output, choice))
    call = call_of(Path(path), choice, place, formats, allow_raw_tex=allow_raw_tex, check=check, epoch=_epoch())
    return foresee(call, choice, cache=cache)


def typeset(
    path: str | Path,
    *,
    output: str | Path | None = None,
    formats: Sequence[str] = ("pdf",),
    allow_raw_tex: bool = False,
    check: bool = True,
    cache: bool = True,
    progress: Progress = lambda stage: None,
    unless: str = "",
    early: Early | None = None,
    **asked: Unpack[Asked],
) -> Typeset:
    """What `render` does where there is something to do, but for the last step: nothing is written.

    Nor is anything typeset, and there are no files, if what would be has the fingerprint `unless`. `early` is a TeX
    that waits for the document.
    """
    from texcv.fingerprint import fingerprint
    from texcv.plan import make_plan
    from texcv.typeset import nothing_new, typeset_plan

    misuse = find_misuse([path], output, formats)
    if misuse:
        raise ValueError(misuse)
    choice = Choice.of(**asked)
    plan = make_plan(Path(path), choice, allow_raw_tex=allow_raw_tex)
    if isinstance(plan, list):
        raise TexcvError(plan)
    content = fingerprint(plan)
    if content == unless:
        return nothing_new(plan)
    place = Path(*target_of(plan.path, output, choice))
    made = typeset_plan(plan, formats, place, epoch=_epoch(), check=check, cache=cache, progress=progress, early=early)
    return replace(made, content=content if made.diagnostics == plan.diagnostics else "")


def gather(path: str | Path, **asked: Unpack[Asked]) -> dict[Path, bytes] | tuple[Diagnostic, ...]:
    """The files that a render of the CV reads, with their contents, or why they can't be had.

    A machine that has texcv and these can render it.
    """
    from texcv.gather import gather_files

    files = gather_files(Path(path), Choice.of(**asked))
    return tuple(files) if isinstance(files, list) else files


def begun(format_key: str) -> AbstractContextManager[Early | None]:
    """TeX on the format that the last render used, "" for none: it reads that while the CV is read."""
    if not format_key:
        return nullcontext()
    from texcv.compile import begin_early

    return begin_early(format_key, _epoch())


def _epoch() -> str | None:
    """SOURCE_DATE_EPOCH (reproducible-builds.org): when the PDF says it was made. Without it, it does not say."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH") or None
    if epoch is not None and not re.fullmatch("[0-9]{1,11}", epoch):
        raise TexcvError([error("bad-epoch", f'SOURCE_DATE_EPOCH is "{epoch}", not seconds since 1970')])
    return epoch
