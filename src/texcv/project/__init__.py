"""A project: which versions of which CVs are made, what they are called, and which of them have to be made anew."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from texcv import pipeline
from texcv.batch import Job, Outcome
from texcv.choice import Choice
from texcv.diagnostics import Diagnostic, TexcvError
from texcv.forecast import Forecast
from texcv.project.file import read_entries
from texcv.project.targets import Target, expand

__all__ = ["Target", "forecast", "in_project", "jobs_of", "read_targets"]


def read_targets(
    file: Path, asked: Choice, formats: tuple[str, ...] | None = None, output: str | None = None
) -> tuple[Target, ...] | list[Diagnostic]:
    """The targets of the project whose file that is, or all that is wrong with it.

    What is `asked` for, `formats` and the folder `output` take the place of what the file says.
    """
    entries = read_entries(file)
    return entries if isinstance(entries, list) else expand(file.parent, entries, asked, formats, output)


def jobs_of(targets: Iterable[Target], *, check: bool, allow_raw_tex: bool, cache: bool) -> dict[Job, Target]:
    """A job for each target."""
    return {
        Job(
            target.cv, target.choice.template, target.choice.settings, target.formats,
            f"{target.place}.{target.formats[0]}", check, allow_raw_tex, cache, target.choice.variant,
            target.choice.tags, target.choice.locale, target.choice.strict,
        ): target
        for target in targets
    }  # fmt: skip


def in_project(
    outcomes: Generator[Outcome, None, None], targets: Mapping[Job, Target | None]
) -> Generator[Outcome, None, None]:
    """The outcomes as they come; what is wrong with the words of the project's file has its place there."""
    with closing(outcomes):
        for outcome in outcomes:
            yield replace(outcome, diagnostics=_placed(outcome.diagnostics, targets[outcome.job]))


def forecast(targets: Mapping[Job, Target | None]) -> Iterator[tuple[Job, Forecast]]:
    """What a build would do with each, and why."""
    for job, target in targets.items():
        try:
            seen = pipeline.forecast(
                job.path, output=job.output, formats=job.formats, allow_raw_tex=job.allow_raw_tex, check=job.check,
                cache=job.cache, **job.choice.keywords(),
            )  # fmt: skip
        except TexcvError as fault:  # of the machine
            seen = Forecast("it has errors", fault.diagnostics, fails=True)
        yield job, replace(seen, diagnostics=_placed(seen.diagnostics, target))


def _placed(found: Iterable[Diagnostic], target: Target | None) -> tuple[Diagnostic, ...]:
    return tuple(target.found(fault) if target else fault for fault in found)
