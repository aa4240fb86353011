"""A worker process: performs the tasks that come in on standard input, and sends the replies to standard output."""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
from queue import SimpleQueue
from typing import Any, BinaryIO

from texcv.batch.crew import Task


def main() -> None:
    """Work until standard input ends, as it does when the one that sends the tasks is gone."""
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):  # Windows has no SIGHUP
            signal.signal(getattr(signal, name), lambda number, frame: sys.exit(128 + number))  # TeX is ended, too
    tasks: SimpleQueue[Task[Any]] = SimpleQueue()
    target = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing that is printed may get between the replies
    threading.Thread(target=_receive, args=(os.fdopen(os.dup(0), "rb"), tasks), daemon=True).start()
    while True:
        pickle.dump(tasks.get().perform(), target)
        target.flush()


def _receive(source: BinaryIO, tasks: SimpleQueue[Task[Any]]) -> None:
    """Also while a CV is typeset, so that it is known at once when nobody waits for it any longer."""
    try:
        while True:
            tasks.put(pickle.load(source))  # noqa: S301  # from the process that started this one
    except (EOFError, pickle.UnpicklingError):
        pass
    finally:
        os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
