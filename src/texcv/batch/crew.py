"""Worker processes: each performs one task after another, and may die of one without harm to the others."""

from __future__ import annotations

import contextlib
import pickle
import signal
import subprocess
import sys
import threading
from typing import Protocol, TypeVar

from texcv.diagnostics import Diagnostic, Span, error

TRIES = 2
"""How often a task may lose its worker: the first time may be chance, such as a machine that is short of memory."""

_PATIENCE = 10.0
"""Seconds that a worker gets to end its TeX and to remove its scratch folder."""

Reply = TypeVar("Reply", covariant=True)


class Task(Protocol[Reply]):
    """What a worker is sent: picklable, as its reply is."""

    def perform(self) -> Reply:
        """Do the work; whatever it raises is a bug, and ends the worker."""
        ...


class LostWorkerError(Exception):
    """The process that performed a task ended before the task did."""

    def __init__(self, status: int) -> None:
        self.status = status
        super().__init__(f"a worker ended with status {status}")

    def describe(self, path: str) -> Diagnostic:
        """The same for a person who waits for that CV."""
        what = f"ended with status {self.status}"
        if self.status < 0:
            what = f"was killed by signal {-self.status} ({signal.strsignal(-self.status)})"
        hints = (f"`texcv render {path}` alone shows more", "is memory short? `-j` makes fewer CVs at a time")
        return error("lost-worker", f"the process that made it {what}, in {TRIES} tries", Span(path), *hints)


class Crew:
    """As many workers as threads call `perform` at a time; they are started when they are needed, and used again."""

    def __init__(self) -> None:
        self._idle: list[_Worker] = []
        self._busy: set[_Worker] = set()
        self._lock = threading.Lock()
        self._ended = False

    def perform(self, task: Task[Reply]) -> Reply:
        """The reply to a task; raises `LostWorkerError` if it lost one in each of its tries, or the crew is ended."""
        for left in reversed(range(TRIES)):
            worker = self._take()
            try:
                reply: Reply = worker.ask(task)
            except LostWorkerError:
                self._release(worker)
                if not left or self._ended:
                    raise
            else:
                self._release(worker, fit=True)
                return reply
        raise AssertionError

    def end(self) -> None:
        """End every worker, and what it does."""
        with self._lock:
            self._ended = True
            workers = [*self._idle, *self._busy]
        for worker in workers:
            worker.tell_to_end()
        for worker in workers:
            worker.end()

    def _take(self) -> _Worker:
        with self._lock:  # so that none is started that `end` does not know of
            if self._ended:
                raise LostWorkerError(-signal.SIGTERM)
            worker = self._idle.pop() if self._idle else _Worker()
            self._busy.add(worker)
            return worker

    def _release(self, worker: _Worker, *, fit: bool = False) -> None:
        with self._lock:
            self._busy.discard(worker)
            self._idle += [worker] if fit else []


class _Worker:
    """A process that runs `texcv.batch.__main__`; it ends when its standard input does, so that it outlives nobody."""

    def __init__(self) -> None:
        # -P: a module that lies in the folder where we are must not be taken for one of ours
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "texcv.batch"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip

    def ask(self, task: Task[Reply]) -> Reply:
        """Send the task and wait for the reply; raises `LostWorkerError`, and the worker is of no use then."""
        assert self._process.stdin
        assert self._process.stdout
        try:
            pickle.dump(task, self._process.stdin)
            self._process.stdin.flush()
            reply: Reply = pickle.load(self._process.stdout)  # noqa: S301  # from a process of our own
        except (OSError, EOFError, pickle.UnpicklingError):
            self.end()
            raise LostWorkerError(self._process.returncode) from None
        return reply

    def tell_to_end(self) -> None:
        """Ask the process to end; returns at once."""
        self._process.terminate()

    def end(self) -> None:
        """Wait until it has ended, for a while; then kill it."""
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError):  # what was to be sent to it
                if pipe:
                    pipe.close()
