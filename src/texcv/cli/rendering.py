"""`texcv render` and `texcv build`: one CV with what is going on, or many with a bar and a table."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from texcv.cli.options import CV_FILE, choosing, examples, making, many, printing
from texcv.cli.outcomes import files_made, print_forecast, print_outcomes
from texcv.cli.printing import Printer
from texcv.diagnostics import TexcvError

if TYPE_CHECKING:
    from collections.abc import Generator

    from texcv.batch import Job, Outcome
    from texcv.project import Target

_ADDRESS = re.compile(r"(tcp|tls|ucx|wss?)://.+|[^/]+:\d+|local")


@click.command(epilog=examples("texcv render cv/klein.yaml --set design.color=green"))
@click.argument("cvs", nargs=-1, required=True, type=CV_FILE, metavar="CV.yaml...")
@click.option(
    "-o", "--output", type=click.Path(path_type=str), help="A folder, or for one CV a file.  [default: output]"
)
@making
@many
@choosing
@printing
def render(
    cvs: tuple[str, ...], output: str | None, jobs: int | None, verbose: bool, how: str, quiet: bool, **asked: Any,
) -> None:  # fmt: skip
    """Typeset CVs, and check each PDF against its CV.

    A CV with a problem gets no PDF; the one that it has stays.
    """
    plans = plan(cvs, output, verbose, **asked)
    printer = Printer(how, quiet, verbose)
    if len(plans) == 1:
        _render_one(printer, plans[0])
    else:
        from texcv import batch

        print_outcomes(printer, plans, batch.build(plans, min(jobs or batch.usable_cores(), len(plans))))
    printer.close()


@click.command(epilog=examples("texcv build\ntexcv build thesis/ -j 4\ntexcv build --dry-run"))
@click.argument("project", metavar="[DIR or texcv.yaml]", default=".", type=click.Path(path_type=str))
@click.option("-o", "--output", type=click.Path(path_type=str), help="Another folder.  [default: DIR/output]")
@click.option("--dry-run", is_flag=True, help="Say what would be made, and why; make nothing.")
@making
@many
@click.option(
    "--cluster", is_flag=False, flag_value="local", metavar="[ADDRESS]",
    help="Use a Dask cluster: that of the scheduler at ADDRESS, or one on this machine.",
)  # fmt: skip
@choosing
@printing
def build(
    project: str, output: str | None, dry_run: bool, jobs: int | None, cluster: str | None, verbose: bool, how: str,
    quiet: bool, **asked: Any,
) -> None:  # fmt: skip
    """Typeset what has changed of a project, and check each PDF.

    What is made of which CV stands in DIR/texcv.yaml; DIR is this folder if it is not given. Without a texcv.yaml,
    each CV of DIR/cv is made, into DIR/output.
    """
    file = project_file(project)
    if cluster is not None and not _ADDRESS.fullmatch(cluster):
        raise click.UsageError(f"{cluster} is no address of a scheduler: write it as tcp://scheduler:8786")
    if dry_run and cluster is not None:
        raise click.UsageError("--dry-run is for this machine: only the cluster knows its TeX")
    if jobs and cluster not in {None, "local"}:
        raise click.UsageError("-j is for this machine: the cluster's workers have each their --nthreads")
    printer = Printer(how, quiet, verbose)
    try:
        targets = targets_of(file, output, verbose, **asked)
    except TexcvError as fault:
        printer.report(fault.diagnostics)
        printer.close()
        return
    noun = "CV" if None in targets.values() else "target"
    if dry_run:
        from texcv.project import forecast

        print_forecast(printer, list(targets), forecast(targets), noun)
    else:
        print_outcomes(printer, list(targets), _outcomes(targets, jobs, cluster), noun)
    printer.close()


def project_file(project: str) -> Path:
    """The file of the project, whether or not there is one; or the end of the program where none can be meant."""
    from texcv.home import PROJECT, is_there

    path = Path(project)
    if not is_there(path):
        raise click.UsageError(f"there is no file or folder {path}")
    if path.name == PROJECT and not path.is_dir():
        return path
    if path.is_file():
        raise click.UsageError(f"{project} is no project: `texcv render {project}` typesets a CV")
    return path / PROJECT


def _cvs(folder: Path) -> list[str]:
    """The CVs of a project without a file of its own."""
    cvs = [str(path) for path in sorted((folder / "cv").glob("*.y*ml")) if not path.name.startswith(".")]
    if not cvs:
        from texcv.home import find_project

        above = find_project(folder)
        hint = f"`texcv build {above}` builds the project around it" if above else "`texcv new` writes one"
        raise click.UsageError(f"there is no CV in {folder / 'cv'}: {hint}")
    return cvs


def targets_of(file: Path, output: str | None, verbose: bool, **asked: Any) -> dict[Job, Target | None]:
    """A job for each target of a project, or for each of its CVs where it has no file.

    Raises `TexcvError` for a faulty file, and ends the program where the call can't be meant.
    """
    if output and Path(output).suffix in {".pdf", ".tex"}:
        raise click.UsageError(f"{output} is a file: name a folder, or `texcv render` one CV")
    if not (file.exists() or file.is_symlink()):
        return dict.fromkeys(plan(_cvs(file.parent), output or str(file.parent / "output"), verbose, **asked))
    return _targets(file, output, verbose, **asked)


def _targets(
    file: Path, output: str | None, verbose: bool, *, formats: tuple[str, ...], no_check: bool, no_cache: bool,
    allow_raw_tex: bool, **asked: Any,
) -> dict[Job, Target | None]:  # fmt: skip
    from texcv import pipeline, project
    from texcv.choice import Choice

    wanted = _formats(formats) if formats else None
    misuse = pipeline.find_misuse([], None, wanted or ())
    if misuse:
        raise click.UsageError(misuse)
    targets = project.read_targets(file, Choice.of(**asked), wanted, output)
    if isinstance(targets, list):
        raise TexcvError(targets)
    cache = not (no_cache or verbose)
    return {**project.jobs_of(targets, check=not no_check, allow_raw_tex=allow_raw_tex, cache=cache)}


def _outcomes(
    targets: dict[Job, Target | None], jobs: int | None, cluster: str | None
) -> Generator[Outcome, None, None]:
    """What becomes of each, as it is known."""
    from texcv import batch, project
    from texcv import cluster as dask

    workers = max(1, min(jobs or batch.usable_cores(), len(targets)))
    outcomes = batch.build(targets, workers) if cluster is None else dask.build(targets, cluster, workers)
    return project.in_project(outcomes, targets)


def _formats(formats: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.strip() for name in ",".join(formats).split(",")))


def plan(
    cvs: tuple[str, ...] | list[str], output: str | None, verbose: bool, *, formats: tuple[str, ...], no_check: bool,
    no_cache: bool, **asked: Any,
) -> list[Job]:  # fmt: skip
    """A job for each CV, or the end of the program where they can't be meant."""
    from texcv import pipeline
    from texcv.batch import Job

    wanted = _formats(formats or ("pdf",))
    cache = not (no_cache or verbose)  # a log is asked for: TeX must run, and read its preamble
    how: dict[str, Any] = {"formats": wanted, "output": output, "check": not no_check, "cache": cache, **asked}
    jobs = [Job(cv, **how) for cv in dict.fromkeys(cvs)]
    misuse = pipeline.find_misuse(cvs, output, wanted, jobs[0].choice)
    if misuse:
        raise click.UsageError(misuse)
    return jobs


def _render_one(printer: Printer, job: Job) -> None:
    from texcv import pipeline

    try:
        with printer.progress(job.path) as progress:
            made = pipeline.render(
                job.path, output=job.output, formats=job.formats, allow_raw_tex=job.allow_raw_tex, check=job.check,
                cache=job.cache, progress=progress, **job.choice.keywords(),
            )  # fmt: skip
    except TexcvError as fault:
        printer.show_log(fault.log)
        printer.report(fault.diagnostics)
        return
    printer.show_log(made.log)
    printer.report(made.diagnostics)
    for line in files_made(made):
        printer.say(line)
