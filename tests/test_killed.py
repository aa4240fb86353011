"""A build that is stopped at any moment leaves the old PDF or the new one, whole; and the next build works."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from running import ends
from texcv import render

pytestmark = [pytest.mark.latex, pytest.mark.skipif(os.name != "posix", reason="signals are POSIX's")]

EACH = 25
CV = "name: Ada Example\nheadline: {}\n"


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_hundred_moments(cv_file: Callable[..., Path], how: signal.Signals) -> None:
    """Seeded moments up to the time of a whole build; the CV changes each time."""
    path = cv_file(CV.format("One"))
    out = path.parent / "out"
    start = time.monotonic()
    versions = {}
    for headline in ("Two", "One"):
        path.write_text(CV.format(headline), "utf-8")
        versions[headline] = render(path, output=out).files[0].read_bytes()
    longest = (time.monotonic() - start) * 0.8
    moments, seen = random.Random(int(how)), set()
    for number in range(EACH):
        path.write_text(CV.format(("Two", "One")[number % 2]), "utf-8")
        with subprocess.Popen(
            [sys.executable, "-m", "texcv", "render", str(path), "-o", str(out)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        ) as process:  # fmt: skip
            time.sleep(moments.uniform(0, longest))
            process.send_signal(how)
        left = (out / "cv.pdf").read_bytes()
        assert left in versions.values()
        seen.add(process.returncode)
    assert len(seen) > 1 or 0 not in seen  # some were stopped
    path.write_text(CV.format("One"), "utf-8")
    assert render(path, output=out).files[0].read_bytes() == versions["One"]
    assert [file.name for file in out.iterdir() if not file.name.startswith(".")] == ["cv.pdf"]
    assert sys.platform != "linux" or ends()
