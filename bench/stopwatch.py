"""Commands against each other, as their user waits for them: seconds, CPU and memory of whole processes, in turn.

The runs are interleaved (A B C, B C A, …), so that what slows the machine down for a while slows all alike, and
ratios are taken round by round. The first round is not counted: it fills the caches of the system and of the tools.
"""

from __future__ import annotations

import contextlib
import ctypes
import math
import os
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_UNIT = 1 if sys.platform == "darwin" else 1024
"""What getrusage counts memory in, in bytes."""

_IDLE = 0.5
"""Seconds of rest before a save: a program may look whether there was one only now and then."""

_PATIENCE = 30.0
"""Seconds for a PDF."""

_PR_SET_CHILD_SUBREAPER = 36
"""prctl(2)."""


@dataclass(frozen=True, slots=True)
class Command:
    """What is run, where, and with which environment.

    `prove` is called afterwards, untimed, and raises `AssertionError` if the command didn't do what it was run for.
    `lines` are given to its standard input.
    """

    arguments: Sequence[str | Path]
    folder: Path
    environment: Mapping[str, str]
    prove: Callable[[], None] = lambda: None
    lines: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds on the clock and of CPU, of all its processes; the peak memory, in MB, of the largest of them."""

    seconds: float
    cpu: float
    memory: float


@dataclass(frozen=True, slots=True)
class Watch:
    """A program that makes the PDF again at each of the `saves`, the last of which is timed.

    The first shows it what it will need; `command` starts it, and its `prove` is called at the end.
    """

    command: Command
    pdf: Path
    saves: Sequence[Callable[[], object]]


Contestant = Callable[[int], Command | Watch]
"""Makes ready what the command of this round needs (not timed), and says what it is; round 0 is not counted."""


@dataclass(frozen=True, slots=True)
class Spread:
    """A figure over the rounds."""

    median: float
    lower: float
    upper: float


def race(
    contestants: Mapping[str, Contestant], rounds: int, log: Callable[[str], None], *, warm_up: bool = True
) -> dict[str, list[Run]]:
    """The runs of each contestant, round by round."""
    runs: dict[str, list[Run]] = {name: [] for name in contestants}
    names = list(contestants)
    for number in range(0 if warm_up else 1, rounds + 1):
        first = number % len(names)
        for name in names[first:] + names[:first]:
            log(f"{f'round {number} of {rounds}' if number else 'warm-up'}: {name}")
            task = contestants[name](number)
            run = measure(task) if isinstance(task, Command) else measure_save(task)
            if number:
                runs[name].append(run)
    return runs


def measure(command: Command) -> Run:
    """Run it, and have it proved; a command that fails ends the benchmark with what it said.

    CPU and memory are what the kernel says of the process and those that it waited for. Memory is never less than this
    script's own, some 25 MB: a child begins as a copy of its parent.
    """
    arguments = list(map(str, command.arguments))
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as given:
        given.write("".join(f"{line}\n" for line in command.lines).encode())
        given.seek(0)
        start = time.perf_counter()
        process = subprocess.Popen(
            arguments, cwd=command.folder, env=command.environment, stdin=given, stdout=said, stderr=said
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        usages = [usage, *_orphans()]
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            told = said.read().decode(errors="replace")[-2000:]
            sys.exit(f"{' '.join(arguments)[:500]}\nfailed with status {process.returncode}; it said:\n{told}")
    command.prove()
    cpu = sum(usage.ru_utime + usage.ru_stime for usage in usages)
    return Run(seconds, cpu, max(usage.ru_maxrss for usage in usages) * _UNIT / 1e6)


def measure_save(watch: Watch) -> Run:
    """The time from the last save until the whole PDF lies there; the CPU is not known."""
    arguments = list(map(str, watch.command.arguments))
    watch.pdf.unlink(missing_ok=True)
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            arguments, cwd=watch.command.folder, env=watch.command.environment, stdout=said, stderr=said
        )
        known, seconds = _next_version(watch.pdf, b""), 0.0
        for save in watch.saves:
            time.sleep(_IDLE)
            start = time.perf_counter()
            save()
            known = _next_version(watch.pdf, known)
            seconds = time.perf_counter() - start
        os.kill(process.pid, signal.SIGTERM)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        _ = [*_orphans()]  # their CPU is not the next one's
        if not known:
            said.seek(0)
            sys.exit(f"{watch.pdf} was not made again:\n{said.read().decode(errors='replace')[-2000:]}")
    watch.command.prove()
    return Run(seconds, math.nan, usage.ru_maxrss * _UNIT / 1e6)


def _next_version(pdf: Path, known: bytes) -> bytes:
    """What the PDF says when it is another than the known one, and whole; nothing, if that takes too long."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        with contextlib.suppress(FileNotFoundError):
            content = pdf.read_bytes()
            if content != known and content.rstrip().endswith(b"%%EOF"):
                return content
        time.sleep(0.001)
    return b""


def adopt_orphans() -> None:
    """On Linux, take the place of init for all that is started from here.

    bubblewrap does not wait for what runs in its room: without this, no one would know what TeX used in there.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _orphans() -> Iterator[resource.struct_rusage]:
    """What the processes used that nobody else waited for; we wait until all have ended, untimed."""
    with contextlib.suppress(ChildProcessError):
        while True:
            yield os.wait4(-1, 0)[2]


def spread(figures: Sequence[float]) -> Spread:
    """Median and quartiles."""
    if len(figures) < 2:
        return Spread(figures[0], figures[0], figures[0])
    lower, median, upper = statistics.quantiles(figures, n=4, method="inclusive")
    return Spread(median, lower, upper)


def ratio(above: Sequence[float], below: Sequence[float]) -> Spread:
    """One against the other, round by round."""
    return spread([one / other for one, other in zip(above, below, strict=True)])
