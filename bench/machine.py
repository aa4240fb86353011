"""What the figures were measured on, and with which versions."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from room import Room

PROCESSORS = 2
"""How many are used, where the system lets us choose; the limit for many CVs was set with two."""


def use_two_processors() -> None:
    """Whoever is started from here runs on the first two of the processors that we may use."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:PROCESSORS])


def describe(room: Room) -> list[str]:
    """Lines for the report: when, which machine, which versions."""
    used = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    system = f"{platform.system()} {platform.release()}"
    commit = _first_line(["git", "describe", "--always", "--dirty"])
    programs = [["pdflatex", "--version"], ["latexmk", "--version"], ["bwrap", "--version"]]
    return [
        f"{datetime.now(UTC):%Y-%m-%d}, {_processor()}, {used} processors used, {system}",
        f"the load when it began was {os.getloadavg()[0]:.1f}",
        f"{_first_line([room.texcv, '--version'], room.environment())}, commit {commit}",
        ", ".join(room.peers.versions),
        f"Python {platform.python_version()}",
        *(_first_line(program) if shutil.which(program[0]) else f"no {program[0]}" for program in programs),
    ]


def _processor() -> str:
    facts = Path("/proc/cpuinfo")
    named = [line for line in facts.read_text().splitlines() if line.startswith("model name")] if facts.exists() else []
    return named[0].partition(": ")[2] if named else platform.processor() or platform.machine()


def _first_line(command: Sequence[str | Path], environment: dict[str, str] | None = None) -> str:
    told = subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout
    return told.strip().splitlines()[0]
