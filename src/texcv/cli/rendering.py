"""`texcv render` and `texcv build`: one CV with what is going on, or many with a bar and a table."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from texcv.cli.options import CV_FILE, choosing, examples, making, printing
from texcv.cli.outcomes import files_made, print_outcomes
from texcv.cli.printing import Printer
from texcv.diagnostics import TexcvError

if TYPE_CHECKING:
    from texcv.batch import Job

_ADDRESS = re.compile(r"(tcp|tls|ucx|wss?)://.+|[^/]+:\d+|local")


@click.command(epilog=examples("texcv render cv/klein.yaml --set design.color=green"))
@click.argument("cvs", nargs=-1, required=True, type=CV_FILE, metavar="CV.yaml...")
@click.option(
    "-o", "--output", type=click.Path(path_type=str), help="A folder, or for one CV a file.  [default: output]"
)
@making
@choosing
@printing
def render(
    cvs: tuple[str, ...], output: str | None, jobs: int | None, verbose: bool, how: str, quiet: bool, **asked: Any,
) -> None:  # fmt: skip
    """Typeset CVs, and check each PDF against its CV.

    A CV with a problem gets no PDF; the one that it has stays.
    """
    plans = _plan(cvs, output, verbose, **asked)
    printer = Printer(how, quiet, verbose)
    if len(plans) == 1:
        _render_one(printer, plans[0])
    else:
        from texcv import batch

        print_outcomes(printer, plans, batch.build(plans, min(jobs or batch.usable_cores(), len(plans))))
    printer.close()


@click.command(epilog=examples("texcv build\ntexcv build thesis/ -j 4\ntexcv build --cluster tcp://scheduler:8786"))
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(path_type=str))
@click.option("-o", "--output", type=click.Path(path_type=str), help="Another folder.  [default: DIR/output]")
@making
@click.option(
    "--cluster", is_flag=False, flag_value="local", metavar="[ADDRESS]",
    help="Use a Dask cluster: that of the scheduler at ADDRESS, or one on this machine.",
)  # fmt: skip
@choosing
@printing
def build(
    folder: str, output: str | None, jobs: int | None, cluster: str | None, verbose: bool, how: str, quiet: bool,
    **asked: Any,
) -> None:  # fmt: skip
    """Typeset every CV of a project, and check each PDF.

    The CVs are in DIR/cv, the PDFs go to DIR/output; DIR is this folder if it is not given.
    """
    from texcv import batch
    from texcv import cluster as dask

    project = Path(folder)
    cvs = [str(path) for path in sorted((project / "cv").glob("*.y*ml")) if not path.name.startswith(".")]
    if not cvs:
        raise click.UsageError(f"there is no CV in {project / 'cv'}: `texcv new` writes one")
    if output and Path(output).suffix in {".pdf", ".tex"}:
        raise click.UsageError(f"{output} is a file: name a folder, or `texcv render` one CV")
    if cluster is not None and not _ADDRESS.fullmatch(cluster):
        raise click.UsageError(f"{cluster} is no address of a scheduler: write it as tcp://scheduler:8786")
    if jobs and cluster not in {None, dask.LOCAL}:
        raise click.UsageError("-j is for this machine: the cluster's workers have each their --nthreads")
    plans = _plan(cvs, output or str(project / "output"), verbose, **asked)
    workers = min(jobs or batch.usable_cores(), len(plans))
    printer = Printer(how, quiet, verbose)
    outcomes = batch.build(plans, workers) if cluster is None else dask.build(plans, cluster, workers)
    print_outcomes(printer, plans, outcomes)
    printer.close()


def _plan(
    cvs: tuple[str, ...] | list[str], output: str | None, verbose: bool, *, formats: tuple[str, ...], no_check: bool,
    no_cache: bool, **asked: Any,
) -> list[Job]:  # fmt: skip
    """A job for each CV, or the end of the program where they can't be meant."""
    from texcv import pipeline
    from texcv.batch import Job

    wanted = tuple(dict.fromkeys(name.strip() for name in ",".join(formats or ("pdf",)).split(",")))
    misuse = pipeline.find_misuse(cvs, output, wanted)
    if misuse:
        raise click.UsageError(misuse)
    cache = not (no_cache or verbose)  # a log is asked for: TeX must run, and read its preamble
    how: dict[str, Any] = {"formats": wanted, "output": output, "check": not no_check, "cache": cache, **asked}
    return [Job(cv, **how) for cv in dict.fromkeys(cvs)]


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
