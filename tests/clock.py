"""The clock, as far as what is kept between builds depends on it."""

import time
from pathlib import Path

from texcv import records


def age(*paths: Path) -> None:
    """Let files be older than a clock's tick: a record does not trust what is younger than the build."""
    newest = max(path.stat().st_ctime_ns for path in paths)
    while time.time_ns() < newest + 2 * records.TICK:
        time.sleep(0.005)


def early_in_a_minute() -> None:
    """Wait until a minute has some seconds left: TeX knows the minute, and runs that are compared must have one."""
    while time.time() % 60 > 50:
        time.sleep(0.1)
