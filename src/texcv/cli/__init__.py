"""The command line: options, printing, progress, exit codes; no logic.

Exit status 0: done. 1: the CV or the machine has a problem. 2: wrong usage.
"""

from __future__ import annotations

from texcv.cli.main import main

__all__ = ["main"]
