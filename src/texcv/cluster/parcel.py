"""A CV that is sent to another machine, with all that it needs; and what comes back."""

from __future__ import annotations

import contextlib
import os
import pickle
import socket
import tempfile
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace
from pathlib import Path
from typing import Any

from texcv import pipeline
from texcv.batch import Job, Outcome
from texcv.diagnostics import Diagnostic, TexcvError
from texcv.frozen import frozen
from texcv.home import CEILING
from texcv.output import write_files
from texcv.store import State, state
from texcv.targets import target_of

EPOCH = "SOURCE_DATE_EPOCH"
_OF_MACHINES = {"missing-package", "missing-program", "no-scratch", "time-limit"}


@frozen
class Parcel:
    """A job as data. `files` are by their whole paths on the machine that sends them, as `folder` is, where we are."""

    job: Job
    folder: str
    files: Mapping[str, bytes]
    epoch: str | None = None

    def perform(self) -> Delivery:
        """Render the CV in a folder in which everything lies as on the machine that it comes from.

        So its messages name places of that machine; that folder's own name is taken out of them.
        """
        start = time.perf_counter()
        with tempfile.TemporaryDirectory(prefix="texcv-") as name, _set({EPOCH: self.epoch, CEILING: name}):
            root = os.path.realpath(name)
            for path, content in self.files.items():
                file = Path(root + path)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(content)
            # the CV's folder by the way that the job names it, which may be `a/../b`
            Path(root + self.folder, _moved(str(Path(self.job.path).parent), root)).mkdir(parents=True, exist_ok=True)
            with contextlib.chdir(root + self.folder):
                delivery = self._render(root)
        return replace(delivery, seconds=time.perf_counter() - start)

    def _render(self, root: str) -> Delivery:
        job = self.job
        settings = tuple(
            f"{key}{equals}{_moved(value, root) if key == 'design.template' else value}"
            for key, equals, value in (setting.partition("=") for setting in job.settings)
        )
        choice = replace(job.choice, template=job.template and _moved(job.template, root), settings=settings)
        try:
            made = pipeline.typeset(
                _moved(job.path, root),
                output=f"{target_of(Path(job.path), job.output, job.choice)[1]}.{job.formats[0]}",
                formats=job.formats,
                allow_raw_tex=job.allow_raw_tex,
                check=job.check,
                cache=job.cache,
                **choice.keywords(),
            )
        except TexcvError as fault:
            return Delivery(_moved_back(fault.diagnostics, root), log=fault.log)
        found = _moved_back(made.diagnostics, root)
        sources = tuple(Path(str(path).replace(root, "")) for path in made.sources)
        rendered = replace(pipeline.Rendered.of(made), diagnostics=found, sources=sources)
        files = {file.name: content for file, content in made.files.items()}
        return Delivery(
            found, rendered, files, made.log, 0.0, {str(path): state(path) for path in made.tex}, made.dated
        )


@frozen
class Delivery:
    """What comes back: findings, and, if it could be made, the files, by their names.

    `tex` are the states of the files of TeX that it was made of. `dated`: it may tell the day it was made.
    """

    diagnostics: tuple[Diagnostic, ...]
    rendered: pipeline.Rendered | None = None
    files: Mapping[str, bytes] | None = None
    log: str = ""
    seconds: float = 0.0
    tex: Mapping[str, State] = field(default_factory=dict)
    dated: bool = False

    def unpack(self, job: Job) -> tuple[Outcome, Mapping[Path, bytes]]:
        """Put the files in place; also what was written."""
        if self.rendered is None:
            return Outcome(job, self.diagnostics, None, self.log, self.seconds), {}
        folder, _ = target_of(Path(job.path), job.output, job.choice)
        files = {folder / name: content for name, content in (self.files or {}).items()}
        try:
            written = write_files(files)
        except TexcvError as fault:
            return Outcome(job, (*self.diagnostics, *fault.diagnostics), None, self.log, self.seconds), {}
        rendered = replace(self.rendered, files=tuple(written))
        return Outcome(job, self.diagnostics, rendered, self.log, self.seconds), written


def pack(job: Job) -> Parcel | tuple[Diagnostic, ...]:
    """The job with the bytes of every file that it needs, or why they can't be had."""
    files = pipeline.gather(job.path, **job.choice.keywords())
    if isinstance(files, tuple):
        return files
    folder = Path.cwd()
    whole = {os.path.normpath(folder / file): content for file, content in files.items()}
    return Parcel(job, str(folder), whole, os.environ.get(EPOCH))


def packed(content: object) -> bytes:
    """As it travels; compressed, so that nobody's CV can be read in the logs of Dask."""
    return zlib.compress(pickle.dumps(content), 1)


def unpacked(content: bytes) -> Any:
    """What `packed` was given."""
    return pickle.loads(zlib.decompress(content))  # noqa: S301  # who can write to a cluster of Dask can run code on it


def _moved(path: str, root: str) -> str:
    """The path in the folder that stands for the root of the other machine; a relative one leads there by itself."""
    return root + path if Path(path).is_absolute() else path


def _moved_back(diagnostics: Iterable[Diagnostic], root: str) -> tuple[Diagnostic, ...]:
    """The findings as they would be on the other machine; of what only this one can mend, its name is said."""

    def clean(text: str) -> str:
        return text.replace(root, "")

    here = f"on the worker {socket.gethostname()}"

    return tuple(
        replace(
            found,
            message=clean(found.message),
            hints=(*map(clean, found.hints), *([here] if found.code in _OF_MACHINES else [])),
            span=found.span and replace(found.span, path=clean(found.span.path)),
        )
        for found in diagnostics
    )


@contextlib.contextmanager
def _set(variables: Mapping[str, str | None]) -> Iterator[None]:
    """Variables of the environment as on the other machine: when PDFs are said to be made, and where its files end."""
    before = {name: os.environ.pop(name, None) for name in variables}
    os.environ |= {name: value for name, value in variables.items() if value is not None}
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            os.environ |= {name: value} if value is not None else {}
