"""CVs that are made again whenever something that they are made of is saved."""

from __future__ import annotations

import contextlib
import gc
import time
from collections.abc import Callable, Generator, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from texcv import pipeline, records
from texcv.batch import Job, Outcome
from texcv.diagnostics import Diagnostic
from texcv.home import find_project
from texcv.store import State, state
from texcv.targets import target_of
from texcv.templates import names_folder

if TYPE_CHECKING:
    from texcv.compile import Early

INTERVAL = 0.05
"""Seconds between two looks at the files. To look finds all that an editor does, as to save by renaming, on every disk:
of a network's, or of a container's, the system tells nothing.
"""

MOST = 2000
"""Files and folders that are looked at where a CV can't be made, as it is not known then which it would need."""

Found = tuple[Iterable[Job], Iterable[Path]]
"""Jobs, and the files and folders that decide which jobs there are."""

States = dict[Path, State]


class Watch:
    """Makes jobs, and each again when something that it is made of has changed.

    `find_jobs` is called again when what decides about them has changed.
    """

    def __init__(self, find_jobs: Callable[[], Found]) -> None:
        self._find_jobs = find_jobs
        self._made_of: dict[Job, States | None] = {}
        self._told: dict[Job, tuple[State, tuple[Diagnostic, ...]]] = {}
        self._format = ""
        self._program = records.program()
        self._find()

    def wait(self) -> None:
        """Wait until something has changed."""
        gc.collect()  # now, while nobody waits: the commands look for garbage hardly ever
        while not self._anything_changed():
            time.sleep(INTERVAL)

    def outcomes(self) -> Generator[Outcome, None, None]:
        """Make what is new or has changed, as soon as it is no longer being changed, and say what became of it."""
        with pipeline.begun(self._format) as early:
            self._settle()
            if _changed(self._found_by):
                self._find()
            for job, made_of in self._made_of.items():
                if _changed(made_of):
                    outcome = self._make(job, early)
                    early = None  # it sets one document
                    if outcome:
                        yield outcome

    @property
    def outdated(self) -> bool:
        """Whether texcv, or a library of it, is another by now than the one that runs."""
        return records.program() != self._program

    def _settle(self) -> None:
        """Wait until nothing is being changed, but for at most a second."""
        began, seen = time.time_ns(), self._now()
        for _ in range(round(1e9 / records.TICK) if seen else 0):
            if max(known[1] if known else began for known in seen.values()) < time.time_ns() - records.TICK:
                break
            time.sleep(records.TICK / 1e9)  # no record is kept of what is younger
            before, seen = seen, self._now()
            if seen == before:
                break

    def _find(self) -> None:
        began = time.time_ns()
        jobs, files = self._find_jobs()
        self._made_of = {job: self._made_of.get(job) for job in jobs}
        self._found_by = _states(files, {}, began)

    def _make(self, job: Job, early: Early | None) -> Outcome | None:
        """What became of it; None if it still can't be made, and that was said of the same CV: what changed was in its
        reach only, as may be the file to which we write.
        """
        began, made_of, cv = time.time_ns(), self._made_of[job] or {}, Path(job.path)
        before = {path: state(path) for path in (cv, *made_of)}
        outcome = job.perform(early)
        self._format = outcome.rendered.format if outcome.rendered else self._format
        files = outcome.rendered.sources if outcome.rendered else (*before, *_in_reach(job))
        self._made_of[job] = _states(files, before, began)
        told, self._told[job] = self._told.get(job), (before[cv], outcome.diagnostics)
        return None if not outcome.rendered and told == self._told[job] else outcome

    def _anything_changed(self) -> bool:
        return _changed(self._found_by) or any(map(_changed, self._made_of.values()))

    def _now(self) -> States:
        known = (self._found_by, *self._made_of.values())
        return {path: state(path) for states in known for path in states or ()}


def _changed(states: States | None) -> bool:
    return states is None or any(state(path) != known for path, known in states.items())


def _states(files: Iterable[Path], before: States, began: int) -> States:
    """What the files were like `before`, or else are like; as none is, where one may have been changed since."""
    states: States = {}
    for path in files:
        known = before[path] if path in before else state(path)
        young = path not in before and known and known[1] > began - records.TICK
        states[path] = [] if young else known
    return states


def _in_reach(job: Job) -> list[Path]:
    """What a CV that could not be made might need: all that is visible in its project, or in its own folder, and in
    that of a template that the call names.
    """
    path = Path(job.path)
    project = find_project(path)
    named = [Path(job.template)] if job.template and names_folder(job.template) else []
    return visible([project.parent if project else path.parent, *named], target_of(path, job.output, job.choice)[0])


def visible(roots: Iterable[Path], but: Path) -> list[Path]:
    """The folders, and what is in them, and in those; without hidden ones, links to folders, and the folder `but`.

    Of many, the first are taken, folder by folder.
    """
    waiting, found = [*roots], list[Path]()
    while waiting and len(found) < MOST:
        folder = waiting.pop(0)
        found.append(folder)
        with contextlib.suppress(OSError):  # what can't be read can't be used
            inside = [entry for entry in sorted(folder.iterdir()) if not entry.name.startswith(".")]
            folders = {entry for entry in inside if entry.is_dir() and not entry.is_symlink()}
            found += (entry for entry in inside if entry not in folders)
            waiting += sorted(entry for entry in folders if entry.absolute() != but.absolute())
    return found[:MOST]
