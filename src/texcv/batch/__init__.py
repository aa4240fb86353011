"""Many CVs on one machine: every core is kept busy, and no CV stops another.

Each CV is made in a worker process, which makes the next one when it is done. Threads would share Python's lock: of the
0.65 s of a CV, Python has 0.18 (measured with cv/example.yaml), so that they could not keep more than four cores busy.
The executor of `concurrent.futures` would be given up as a whole when one of its processes is killed.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterable
from itertools import islice

from texcv.batch.crew import TRIES, Crew, LostWorkerError
from texcv.batch.job import Job, Outcome

__all__ = ["TRIES", "Crew", "Job", "LostWorkerError", "Outcome", "build", "usable_cores"]


def usable_cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def build(jobs: Iterable[Job], workers: int) -> Generator[Outcome, None, None]:
    """Make every CV, as many as there are `workers` at a time; what became of each comes as soon as it is known.

    A job is taken from `jobs` when there is a worker for it, so that memory does not grow with their number. Closing
    the iterator ends everything that runs.
    """
    from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait

    waiting = iter(jobs)
    crew = Crew()
    with ThreadPoolExecutor(workers, "texcv-batch") as threads:
        try:
            running = {threads.submit(_make, crew, job) for job in islice(waiting, workers)}
            while running:
                done, running = wait(running, return_when=FIRST_COMPLETED)
                running |= {threads.submit(_make, crew, job) for job in islice(waiting, len(done))}
                yield from (future.result() for future in done)
        finally:
            crew.end()


def _make(crew: Crew, job: Job) -> Outcome:
    try:
        return crew.perform(job)
    except LostWorkerError as lost:
        return Outcome(job, (lost.describe(job.path),))
