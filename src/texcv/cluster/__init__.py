"""Many CVs on many machines, with Dask: CVs travel as bytes, PDFs and findings come back; no disk is shared.

A worker of Dask hands each CV to a worker process of texcv (`batch`), as this machine does. So a CV that kills the
process that makes it is told from a machine that is lost: the first is tried twice, the second is for Dask to mend.
"""

from __future__ import annotations

import contextlib
import logging
import uuid
from asyncio import CancelledError
from collections.abc import Callable, Generator, Iterable, Iterator, Sized
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from texcv.batch import Crew, Job, LostWorkerError, Outcome
from texcv.cluster.known import Known, Question
from texcv.cluster.parcel import Delivery, Parcel, pack, packed, unpacked
from texcv.diagnostics import Span, TexcvError, error
from texcv.store import digest_of
from texcv.version import __version__

if TYPE_CHECKING:
    from distributed import Client, Future

__all__ = ["LOCAL", "build"]

LOCAL = "local"
"""The address of a cluster that is started on this machine, for as long as it is needed."""

_INSTALL = "pip install 'texcv[cluster]'"

PATIENCE = 60.0
"""Seconds to wait for a worker where there is none; machines that are lost are often replaced."""


_crew = Crew()
"""In a worker of Dask: the processes that make its CVs, one for each of its threads that is at work."""


def build(jobs: Iterable[Job], address: str = LOCAL, workers: int = 1) -> Generator[Outcome, None, None]:
    """Make every CV on the cluster; what became of each comes as soon as it is known.

    `address` is that of Dask's scheduler; `workers` is how many CVs a `LOCAL` cluster makes at a time. A few more jobs
    than the cluster has threads are on their way at a time. Raises `TexcvError` if there is no cluster, or none any
    longer. Closing the iterator takes back what has not begun.
    """
    with _connected(address, workers) as client:
        errand, answers = _errand(), dict[str, bool]()
        running: dict[str, tuple[Job, Known, Future[bytes]]] = {}
        done: SimpleQueue[str] = SimpleQueue()
        try:
            for job in _in_turn(jobs, running, client):
                if job is None:
                    yield _outcome(*running.pop(_next_done(done, client)), client)
                    continue
                known = Known(job)
                if known.question and _answer(client, errand, known.question, answers):
                    yield known.outcome()
                    continue
                parcel = pack(job)
                if isinstance(parcel, tuple):
                    yield Outcome(job, parcel)
                    continue
                future = _sent(client, errand, parcel)
                running[str(future.key)] = job, known, future
                future.add_done_callback(lambda future: done.put(future.key))
        finally:
            with contextlib.suppress(OSError, RuntimeError):  # the scheduler is gone, and the jobs with it
                client.cancel([future for _, _, future in running.values()])


def _in_turn(jobs: Iterable[Job], running: Sized, client: Client) -> Iterator[Job | None]:
    """The jobs, each when there is room for one more; None when one that is running must end first."""
    for job in jobs:
        while len(running) >= 2 * _threads(client):
            if not running:
                _await_worker(client)
            else:
                yield None
        yield job
    while running:
        yield None


def perform(version: str, content: bytes) -> bytes:
    """What a worker of Dask does with a parcel or a question, packed; raises `ImportError` if its texcv is another."""
    if version != __version__:
        raise ImportError(f"texcv {__version__}")
    task: Parcel | Question = unpacked(content)
    if isinstance(task, Question):
        return packed(task.answer())
    try:
        return packed(_crew.perform(task))
    except LostWorkerError as lost:
        return packed(Delivery((lost.describe(task.job.path),)))


def _errand() -> Callable[[str, bytes], bytes]:
    """`perform`, to be sent as code: a worker that has no texcv ends at a name of it, with distributed 2026.8."""

    def errand(version: str, content: bytes) -> bytes:
        from texcv import cluster

        return cluster.perform(version, content)

    return errand


# --- the cluster ----------------------------------------------------------------------------


@contextlib.contextmanager
def _connected(address: str, workers: int) -> Iterator[Client]:
    """A client of a cluster that has a worker; raises `TexcvError`."""
    try:
        import dask
        from distributed import Client, LocalCluster
    except ImportError:
        raise TexcvError([error("missing-dask", "this Python has no Dask", None, _INSTALL)]) from None
    for name in ("distributed", "distributed.client"):  # what they would say we say in our own way
        logging.getLogger(name).setLevel(logging.CRITICAL)
    with contextlib.ExitStack() as stack:
        stack.enter_context(dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 GB"}))  # a photo
        scheduler: LocalCluster | str = address
        if address == LOCAL:
            scheduler = LocalCluster(
                n_workers=1, threads_per_worker=workers, processes=False, protocol="tcp", dashboard_address=None
            )
            stack.enter_context(scheduler)
            stack.callback(_end_crew)
        try:
            client = stack.enter_context(Client(scheduler, set_as_default=False))
        except (OSError, ValueError) as fault:
            hint = "`dask scheduler` starts one, and says its address"
            raise TexcvError([error("no-cluster", f"no scheduler answers at {address}: {fault}", None, hint)]) from None
        _await_worker(client, f"`dask worker {address}` starts one")
        yield client


def _await_worker(client: Client, hint: str = "") -> None:
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError:
        raise _without_workers(hint) from None


def _end_crew() -> None:
    """The workers of a local cluster end with it."""
    global _crew
    ended, _crew = _crew, Crew()
    ended.end()


def _threads(client: Client) -> int:
    """How many CVs the cluster can make at a time; raises `TexcvError` if it is gone."""
    try:
        return sum(client.nthreads().values())
    except (OSError, RuntimeError):
        raise _lost() from None


def _next_done(done: SimpleQueue[str], client: Client) -> str:
    while True:
        try:
            return done.get(timeout=PATIENCE)
        except Empty:
            if not _threads(client):
                raise _without_workers() from None


def _sent(client: Client, errand: Callable[[str, bytes], bytes], task: Parcel | Question) -> Future[bytes]:
    """A question comes before the CVs that wait."""
    key, first = f"texcv-{uuid.uuid4().hex}", isinstance(task, Question)
    return client.submit(errand, __version__, packed(task), key=key, pure=False, priority=int(first))


def _answer(
    client: Client, errand: Callable[[str, bytes], bytes], question: Question, answers: dict[str, bool]
) -> bool:
    """What one of the workers says, which is asked once; no, if it can't say anything: then the job is sent."""
    digest = digest_of(packed(question))
    if digest not in answers:
        future = _sent(client, errand, question)
        try:
            answers[digest] = future.exception(PATIENCE) is None and unpacked(future.result(PATIENCE))
        except (TimeoutError, CancelledError):
            return False
    return answers[digest]


def _outcome(job: Job, known: Known, future: Future[bytes], client: Client) -> Outcome:
    from distributed import KilledWorker

    if future.status == "error":
        fault = future.exception()
        if isinstance(fault, KilledWorker):
            hint = "is its machine's memory short? see docs/many.md"
            message = f"{fault.allowed_failures + 1} workers of the cluster that had it were lost"
            return Outcome(job, (error("lost-worker", message, Span(job.path), hint),))
        if isinstance(fault, ImportError):
            message = f"a worker of the cluster has not texcv {__version__}, as we have: {fault}"
            hint = f"on each worker: pip install 'texcv[cluster]=={__version__}'"
            raise TexcvError([error("other-version", message, None, hint)])
        raise fault
    delivery: Delivery = unpacked(_result(future, client))
    outcome, written = delivery.unpack(job)
    known.keep(outcome, written, delivery)
    return outcome


def _result(future: Future[bytes], client: Client) -> bytes:
    """The result of a future that is done; it is waited for where the worker that had it is gone."""
    while True:
        try:
            return future.result(PATIENCE)
        except CancelledError:
            raise _lost() from None
        except TimeoutError:
            if not _threads(client):
                raise _without_workers() from None


def _lost() -> TexcvError:
    return TexcvError([error("no-cluster", "the connection to the scheduler is lost")])


def _without_workers(hint: str = "") -> TexcvError:
    return TexcvError([error("no-cluster", f"the cluster has had no worker for {PATIENCE:g} s", None, hint)])
