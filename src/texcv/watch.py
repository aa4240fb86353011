"""CVs that are made again whenever something that they are made of is saved."""

from __future__ import annotations

import contextlib
import gc
import os
import time
from collections.abc import Callable, Generator, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from texcv import pipeline, records
from texcv.batch import Job, Outcome
from texcv.diagnostics import Diagnostic, TexcvError
from texcv.home import PROJECT, find_project
from texcv.store import State, cache_folder, state
from texcv.targets import target_of
from texcv.templates import names_folder

if TYPE_CHECKING:
    from texcv.compile import Early

INTERVAL = 0.05
"""Seconds between two looks at the files. To look finds what is saved by renaming, and on disks of networks and of
containers, of which the system would tell nothing.
"""

LONGEST = 2.0
"""Seconds between rounds that follow each other without a rest: what they make may be what they are made of."""

MOST = 1000
"""Files and folders that are looked at where it is not known which are needed: those that are nearest."""

States = dict[Path, State]
Told = tuple[State, tuple[Diagnostic, ...]]


class Watch:
    """Makes jobs, and each again when something that it is made of has changed.

    `find_jobs` says what there is to make, or raises `TexcvError`. Of a `project`, which is the path of its file, it is
    asked again when that changes, or what there is in the project's folders, but for those of the output.
    """

    def __init__(self, find_jobs: Callable[[], Iterable[Job]], project: Path | None = None) -> None:
        self._find_jobs = find_jobs
        self._project = project
        self._found_by: States = {}
        self._made_of: dict[Job, States | None] = {}
        self._formats: dict[Job, str] = {}
        self._told: dict[Job | None, Told] = {}
        self._fault: TexcvError | None = None
        self._pause = INTERVAL
        self._program = records.program()
        self._find()

    def wait(self) -> None:
        """Wait until something has changed."""
        gc.collect()  # now, while nobody waits: the commands look for garbage hardly ever
        if self._anything_changed():
            time.sleep(self._pause)
            self._pause = min(2 * self._pause, LONGEST)
            return
        self._pause = INTERVAL
        while not self._anything_changed():
            time.sleep(INTERVAL)

    def outcomes(self) -> Generator[Outcome, None, None]:
        """Make what is new or has changed, as soon as it is no longer being changed, and say what became of it.

        Raises `TexcvError` where it is not known what there is to make, once for each state of the project's file.
        """
        now = self._look()
        first = next((job for job, known in self._made_of.items() if _differs(known, now)), None)
        with pipeline.begun(self._formats.get(first, "") if first else "") as early:
            self._settle()
            now = self._look()
            if _differs(self._found_by, now):
                self._find()
            if self._fault:
                fault, self._fault = self._fault, None
                raise fault
            for job, known in self._made_of.items():
                if _differs(known, now) and (outcome := self._make(job, early if job == first else None)):
                    yield outcome

    @property
    def outdated(self) -> bool:
        """Whether texcv, or a library of it, is another by now than the one that runs."""
        return records.program() != self._program

    def _settle(self) -> None:
        """Wait until nothing is being changed, but for at most a second."""
        began, seen = time.time_ns(), self._look()
        for _ in range(round(1e9 / records.TICK) if seen else 0):
            if max(_age(path, began) for path in seen) < time.time_ns() - records.TICK:
                break
            time.sleep(records.TICK / 1e9)  # no record is kept of what is younger
            before, seen = seen, self._look()
            if seen == before:
                break

    def _find(self) -> None:
        began = time.time_ns()
        before = self._look()
        try:
            jobs = dict.fromkeys(self._find_jobs())
        except TexcvError as fault:
            jobs = {}
            told = state(self._project) if self._project else None, tuple(fault.diagnostics)
            self._fault = fault if told != self._told.get(None) else None
            self._told[None] = told
        else:
            self._told.pop(None, None)
        self._made_of = {job: self._made_of.get(job) for job in jobs}
        if self._project:
            made = [_folder(job) for job in jobs]
            near = within([self._project.parent], [*made, cache_folder()], only_folders=bool(jobs))
            self._found_by = _states((self._project, *near), before, began)

    def _make(self, job: Job, early: Early | None) -> Outcome | None:
        """What became of it; None if it still can't be made, and that was said of the same CV: what changed was in its
        reach only, as may be the file to which we write.
        """
        began, cv, made_of = time.time_ns(), Path(job.path), self._made_of[job] or {}
        before = {path: state(path) for path in (cv, *made_of, *_projects(cv))}
        outcome = job.perform(early)
        made = outcome.rendered
        files = (*made.sources, *_projects(cv)) if made else (*before, *_in_reach(job))
        theirs, ours = _parted(files, job, made.files if made else ())
        self._made_of[job] = _states(theirs, before, began) | {path: state(path) for path in ours}
        self._formats[job] = made.format if made else self._formats.get(job, "")
        told, self._told[job] = self._told.get(job), (before[cv], outcome.diagnostics)
        return None if not made and told == self._told[job] else outcome

    def _anything_changed(self) -> bool:
        now = self._look()
        return any(_differs(known, now) for known in (self._found_by, *self._made_of.values()))

    def _look(self) -> States:
        """What all files are like now."""
        known = (self._found_by, *self._made_of.values())
        return {path: state(path) for path in dict.fromkeys(path for states in known for path in states or ())}


def _differs(known: States | None, now: Mapping[Path, State]) -> bool:
    return known is None or any(now.get(path) != before for path, before in known.items())


def _age(path: Path, began: int) -> int:
    """When it was changed last (ns); what is not there may be about to be."""
    try:
        found = path.stat()
    except OSError:
        return began
    return max(found.st_mtime_ns, found.st_ctime_ns)


def _states(files: Iterable[Path], before: Mapping[Path, State], began: int) -> States:
    """What the files were like `before`, or else are like; as none is, where one may have been changed since."""
    states: States = {}
    for path in files:
        known = before[path] if path in before else state(path)
        young = path not in before and known and known[1] > began - records.TICK
        states[path] = [] if young else known
    return states


def _folder(job: Job) -> Path:
    """Where the results of a job are put."""
    return target_of(Path(job.path), job.output, job.choice)[0]


def _parted(files: Iterable[Path], job: Job, results: Iterable[Path]) -> tuple[list[Path], list[Path]]:
    """Of what a CV is made of, the user's, and what we change as we make it, where a template's folder has it, too.

    What else is in a folder of results is neither, unless the CV is in there.
    """
    folder, written = _folder(job).absolute(), {path.absolute() for path in results}
    apart = not Path(job.path).absolute().is_relative_to(folder)
    files = [path for path in files if not (apart and path.absolute().is_relative_to(folder))]
    ours = [path for path in files if path.absolute() in written | {folder}]
    return [path for path in files if path not in ours], ours


def _projects(cv: Path) -> list[Path]:
    """Where the file of the CV's project is, or could be put."""
    with contextlib.suppress(OSError):  # the folder where we are is gone
        folder = Path(os.path.realpath(cv.parent))
        return [above / PROJECT for above in (folder, *folder.parents)]
    return []


def _in_reach(job: Job) -> list[Path]:
    """What a CV that could not be made might need: what is in its own folder, in its project, and in the folder of a
    template that the call names.
    """
    path = Path(job.path)
    project = find_project(path)
    named = [Path(job.template)] if job.template and names_folder(job.template) else []
    return within([path.parent, *named, *([project.parent] if project else [])], [_folder(job), cache_folder()])


def within(roots: Iterable[Path], but: Iterable[Path], *, only_folders: bool = False) -> list[Path]:
    """The folders, what is in them, and in those in turn, up to `MOST`; not what is hidden, links to folders, nor the
    folders `but`.
    """
    out, waiting, found = {path.absolute() for path in but}, [*roots], dict[Path, None]()
    while waiting and len(found) < MOST:
        folder = waiting.pop(0)
        if folder in found:
            continue
        found[folder] = None
        with contextlib.suppress(OSError):  # what can't be read can't be used
            for entry in sorted(folder.iterdir()):
                if entry.name.startswith("."):
                    continue
                if entry.is_dir() and not entry.is_symlink():
                    waiting += [entry] if entry.absolute() not in out else []
                elif not only_folders:
                    found[entry] = None
    return list(found)[:MOST]
