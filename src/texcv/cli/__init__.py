"""The command line: options, printing, progress, exit codes; no logic.

Exit status 0: done. 1: the CV or the machine has a problem. 2: wrong usage.
"""

from __future__ import annotations

import atexit
import gc

# A command makes much as it starts, and little of it is garbage: to look for that, and once more at the end, takes a
# third of its time.
gc.set_threshold(1_000_000)
atexit.register(gc.freeze)

from texcv.cli.main import main  # noqa: E402  # what it loads is meant

__all__ = ["main"]
