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
from texcv.store import cache_folder
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

MOST, MOST_IN_FOLDER = 1000, 100
"""Files and folders that are looked at where it is not known which are needed: those that are nearest."""

_NEEDED = {".yaml", ".yml", ".jpg", ".jpeg", ".png", ".j2", ".cls", ".sty", ".lua"}
"""How the names of files end that a CV can be made of."""

_OF_OUTPUT = {"unwritable-output", "edited-file"}
"""Faults that are mended where the results are put."""

State = tuple[int, ...] | None
States = dict[Path, State]


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
        self._told: dict[Job | None, tuple[Diagnostic, ...]] = {}
        self._fault: TexcvError | None = None
        self._pause = INTERVAL
        self._program = records.program()
        self._find()

    def wait(self) -> None:
        """Wait until something has changed."""
        gc.collect()  # now, while nobody waits: the commands look for garbage hardly ever
        seen = self._look()
        if self._to_do(seen):
            time.sleep(self._pause)
            self._pause = min(2 * self._pause, LONGEST)
            return
        self._pause = INTERVAL
        while _look_at(seen) == seen:
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
            if not self._project or _differs(self._found_by, now):
                self._find()
            if self._fault:
                fault, self._fault = self._fault, None
                raise fault
            for job, known in () if self._faulty else self._made_of.items():
                if _differs(known, now) and (outcome := self._make(job, now, early if job == first else None)):
                    yield outcome

    @property
    def _faulty(self) -> bool:
        """Whether it is not known what there is to make; that was told of no job."""
        return None in self._told

    @property
    def outdated(self) -> bool:
        """Whether texcv, or a library of it, is another by now than the one that runs."""
        return records.program() != self._program

    def _settle(self) -> None:
        """Wait until nothing is being changed, but for at most a second; what is not there may be about to come."""
        began, seen = time.time_ns(), self._look()
        for _ in range(round(1e9 / records.TICK) if seen else 0):
            if max(_age(known, began) for known in seen.values()) < time.time_ns() - records.TICK:
                break
            time.sleep(records.TICK / 1e9)  # no record is kept of what is younger
            before, seen = seen, self._look()
            if seen == before:
                break

    def _find(self) -> None:
        began, before = time.time_ns(), self._look()
        try:
            jobs = dict.fromkeys(self._find_jobs())
        except TexcvError as fault:
            known, self._told[None] = self._told.get(None), tuple(fault.diagnostics)
            saved = self._project and self._found_by.get(self._project) != before.get(self._project)
            self._fault = fault if saved or known != self._told[None] else None
            self._made_of = dict.fromkeys(self._made_of)  # that all is well again is to be seen
        else:
            self._told.pop(None, None)
            self._made_of = {job: self._made_of.get(job) for job in jobs}
        if self._project:
            made = [_folder(job) for job in self._made_of]
            near = within([self._project.parent], [*made, cache_folder()], only_folders=not self._faulty)
            self._found_by = _states((self._project, *near), before, began)
        else:
            self._found_by = before if self._faulty else {}

    def _make(self, job: Job, now: States, early: Early | None) -> Outcome | None:
        """What became of it; None if what was said before is still wrong, and only the content of folders changed."""
        began, cv, known = time.time_ns(), Path(job.path), self._made_of[job]
        saved = known is None or not all(path.is_dir() for path in known if now.get(path) != known[path])
        before = _look_at((cv, *(known or ()), *_projects(cv)))
        outcome = job.perform(early)
        made = outcome.rendered
        files = (*made.sources, *_projects(cv)) if made else (*before, *_in_reach(job))
        theirs, ours = _parted(files, job, made.files if made else ())
        ours += [_folder(job)] if any(fault.code in _OF_OUTPUT for fault in outcome.diagnostics) else []
        self._made_of[job] = _states(theirs, before, began) | _look_at(ours)
        self._formats[job] = made.format if made else self._formats.get(job, "")
        told, self._told[job] = self._told.get(job), outcome.diagnostics
        return None if not (made or saved) and told == outcome.diagnostics else outcome

    def _to_do(self, now: States) -> bool:
        known = (self._found_by,) if self._faulty else (self._found_by, *self._made_of.values())
        return any(_differs(states, now) for states in known)

    def _look(self) -> States:
        """What all files are like now."""
        known = (self._found_by, *self._made_of.values())
        return _look_at(path for states in known for path in states or ())


def _look_at(files: Iterable[Path]) -> States:
    return {path: _state(path) for path in dict.fromkeys(files)}


def _state(path: Path) -> State:
    """What changes when a file does, also when it is put in the place of another, or may be read now."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino


def _differs(known: States | None, now: Mapping[Path, State]) -> bool:
    return known is None or any(now.get(path) != before for path, before in known.items())


def _states(files: Iterable[Path], before: Mapping[Path, State], began: int) -> States:
    """What the files were like `before`, or else are like; as none is, where one may have been changed since."""
    states: States = {}
    for path in files:
        known = before[path] if path in before else _state(path)
        young = path not in before and known and _age(known, 0) > began - records.TICK
        states[path] = () if young else known
    return states


def _age(known: State, missing: int) -> int:
    """When a file was changed last (ns)."""
    return max(known[1:3]) if known else missing


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
    """The folders, the files in them that a CV can be made of, and the same of the folders in them, up to `MOST`.

    Not what is hidden, nor links to folders, nor the folders `but`. That something comes or goes is seen in a folder.
    """
    out, waiting, found = {path.absolute() for path in but}, [*roots], dict[Path, None]()
    while waiting and len(found) < MOST:
        folder = waiting.pop(0)
        if folder in found:
            continue
        found[folder], left = None, MOST_IN_FOLDER
        with contextlib.suppress(OSError):  # what can't be read can't be used
            for entry in sorted(folder.iterdir()):
                if entry.name.startswith("."):
                    continue
                if entry.is_dir() and not entry.is_symlink():
                    waiting += [entry] if entry.absolute() not in out else []
                elif not only_folders and entry.suffix.casefold() in _NEEDED and (left := left - 1) >= 0:
                    found[entry] = None
    return list(found)[:MOST]
