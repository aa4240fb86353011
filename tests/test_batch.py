"""Many CVs on one machine: none stops another, whatever becomes of the process that makes it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from texcv import batch
from texcv.batch import Crew, Job, Outcome, build
from texcv.cli import main
from texcv.cli.outcomes import MOST_ROWS, print_outcomes
from texcv.cli.printing import Printer
from texcv.diagnostics import error
from texcv.pipeline import Rendered

GOOD = "name: {}\nsections: {{summary: Hello.}}\n"
BAD = "name: Ada Example\nheadlin: x\n"

# Runs first in each worker: a CV that is named so kills it, always or the first time; the tries are written down.
DEADLY = """
import os, signal, sys
if "texcv.batch" in sys.orig_argv:
    from texcv import pipeline
    typeset = pipeline.typeset
    def deadly(path, **options):
        with open({tries!r}, "a+") as tries:
            tries.write(os.path.basename(path) + "\\n")
            tries.seek(0)
            first = tries.read().split().count(os.path.basename(path)) == 1
        if "poison" in path or ("unlucky" in path and first):
            os.kill(os.getpid(), signal.SIGKILL)
        return typeset(path, **options)
    pipeline.typeset = deadly
"""


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("cv").mkdir()


@pytest.fixture
def tries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """Makes CVs deadly; returns what tells how often each was tried."""
    (tmp_path / "hook").mkdir()
    file = tmp_path / "tries"
    (tmp_path / "hook/sitecustomize.py").write_text(DEADLY.format(tries=str(file)), "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "hook"), prepend=os.pathsep)
    return lambda: sorted(file.read_text().split())


def texcv(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), prog_name="texcv")


def write(*names: str, text: str = GOOD) -> None:
    for name in names:
        Path(f"cv/{name}.yaml").write_text(text.format(f"Ada {name.capitalize()}"), "utf-8")


@pytest.mark.latex
def test_one_that_fails_stops_no_other() -> None:
    write("a", "c", "d")
    write("b", text=BAD)
    result = texcv("build", "-j", "2")
    assert result.exit_code == 1
    assert sorted(path.name for path in Path("output").iterdir()) == ["a.pdf", "c.pdf", "d.pdf"]
    assert result.stderr.startswith("cv/b.yaml:2:1: error[unknown-key]")
    said = result.stdout.splitlines()
    assert sorted(said[:3]) == [f"output/{name}.pdf, 1 page, all 4 strings found" for name in "acd"]
    rows = [line.split() for line in said[3:] if line.startswith(" cv/")]
    assert [row[0] for row in rows] == [f"cv/{name}.yaml" for name in "abcd"]
    assert rows[1][1:4] == ["–", "1", "error"]
    assert rows[0][1:4] == ["1", "page", "ok"]
    assert said[-1].startswith("4 CVs, 3 pages, in ")
    assert said[-1].endswith(" s: 3 made, 1 failed")
    result = texcv("build", "-j", "2")
    said = result.stdout.splitlines()
    rows = [line.split() for line in said[3:] if line.startswith(" cv/")]
    assert rows[0][1:] == ["1", "page", "ok", "unchanged"]
    assert said[-1].endswith(" s: 3 unchanged, 1 failed")


@pytest.mark.latex
def test_a_cv_that_kills_its_worker_is_tried_twice_and_named(tries: Callable[[], list[str]]) -> None:
    write("a", "b", "poison", "unlucky")
    result = texcv("build", "-j", "2")
    assert result.exit_code == 1
    assert sorted(path.stem for path in Path("output").iterdir()) == ["a", "b", "unlucky"]
    assert tries() == sorted(["a.yaml", "b.yaml", *["poison.yaml"] * 2, *["unlucky.yaml"] * 2])
    message = "cv/poison.yaml: error[lost-worker]: the process that made it was killed by signal 9 (Killed), in 2 tries"
    assert result.stderr.splitlines()[0] == message
    assert result.stderr.count("error[") == 1


def test_a_bug_shows_its_traceback_and_stops_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\nif 'texcv.batch' in sys.orig_argv:\n    from texcv import pipeline\n    del pipeline.find_misuse\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=os.pathsep)
    write("a", "b")
    outcomes = list(build((Job(f"cv/{name}.yaml") for name in "ab"), 2))
    assert [outcome.diagnostics[0].code for outcome in outcomes] == ["lost-worker"] * 2
    assert "ended with status 1" in outcomes[0].diagnostics[0].message
    assert "NameError: name 'find_misuse' is not defined" in capfd.readouterr().err


def test_no_module_is_taken_from_the_folder_of_the_cvs() -> None:
    for name in ("jinja2", "yaml", "texcv", "sitecustomize"):
        Path(f"{name}.py").write_text("raise SystemExit('taken from the folder')\n")
    write("a", "b")
    outcomes = list(build((Job(f"cv/{name}.yaml", formats=("tex",)) for name in "ab"), 2))
    assert [outcome.diagnostics for outcome in outcomes] == [(), ()]


def test_jobs_are_taken_when_there_is_a_worker_for_them() -> None:
    """So that memory does not grow with their number, and there may be no end of them."""
    taken = 0

    def jobs() -> Iterator[Job]:
        nonlocal taken
        while True:
            taken += 1
            yield Job(f"cv/missing{taken}.yaml")

    with closing(build(jobs(), 2)) as outcomes:
        for number, outcome in enumerate(outcomes, 1):
            assert outcome.diagnostics[0].code == "missing-file"
            assert taken <= number + 2 * 2
            if number == 50:
                break


def test_a_worker_ends_when_it_is_told_to() -> None:
    """By itself, so that its TeX and its scratch folder are gone, too."""
    crew = Crew()
    write("a")
    crew.perform(Job("cv/a.yaml", formats=("tex",)))
    (worker,) = crew._idle
    start = time.monotonic()
    crew.end()
    assert worker._process.returncode == 128 + signal.SIGTERM
    assert time.monotonic() - start < 5
    with pytest.raises(batch.LostWorkerError):
        crew.perform(Job("cv/a.yaml"))


def test_json_is_in_the_order_of_the_cvs() -> None:
    names = [f"cv/{number}.yaml" for number in range(8)]
    write(*map(str, range(1, 8)), text=BAD)
    Path("cv/0.yaml").write_text(GOOD.format("Ada") + "x: [" + "1," * 20_000 + "]\n")  # so that it takes long
    result = texcv("render", *names, "-f", "tex", "-j", "2", "--diagnostics", "json")
    assert result.exit_code == 1
    assert [row["file"] for row in json.loads(result.stdout)] == names


def test_of_ten_thousand_only_what_failed_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    jobs = [Job(f"cv/{number:05}.yaml") for number in range(10_000)]
    fault = (error("bad-date", "x"),)

    def outcomes(failing: int) -> Generator[Outcome, None, None]:
        for number, job in enumerate(reversed(jobs)):
            yield Outcome(job, fault) if number < failing else Outcome(job, (), Rendered((), (), 2, 9), "", 0.1)

    for failing, rows in ((0, 0), (3, 3), (60, MOST_ROWS)):
        print_outcomes(Printer(), jobs, outcomes(failing))
        said = capsys.readouterr().out.splitlines()
        assert sum(line.startswith(" cv/") for line in said) == rows
        made = f"{10_000 - failing} made"
        assert said[-1].startswith(f"10000 CVs, {2 * (10_000 - failing)} pages, in ")
        assert said[-1].endswith(f" s: {made}{f', {failing} failed' if failing else ''}")
        assert ("… and 20 more that failed" in said) == (failing == 60)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "there is no CV in cv: `texcv new` writes one"),
        (["nowhere"], "there is no file or folder nowhere"),
        (["full", "-o", "x.pdf"], "x.pdf is a file: name a folder"),
        (["--cluster", "full"], "full is no address of a scheduler"),
        (["full", "--cluster", "scheduler"], "scheduler is no address of a scheduler: write it as tcp://"),
        (["full", "--cluster", "tcp://x:1", "-j", "2"], "-j is for this machine"),
        (["full", "--cluster", "--dry-run"], "--dry-run is for this machine"),
        (["full", "-j", "0"], "0 is not in the range x>=1"),
        (["full", "-f", "docx"], "`docx` is none of the formats"),
        (["double"], "would write the same file"),
    ],
)
def test_wrong_usage(arguments: list[str], says: str) -> None:
    for name in ("full/cv/a.yaml", "double/cv/a.yaml", "double/cv/a.yml", "cv/.hidden.yaml", "cv/notes.txt"):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text("name: Ada\n")
    result = texcv("build", *arguments)
    assert (result.exit_code, says in result.stderr) == (2, True), result.output
    assert not list(Path().rglob("output"))


def test_a_project_elsewhere() -> None:
    Path("there/cv").mkdir(parents=True)
    Path("there/cv/a.yaml").write_text(GOOD.format("Ada"))
    assert texcv("build", "there", "-f", "tex").exit_code == 0
    assert Path("there/output/a.tex").exists()


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX's")
@pytest.mark.parametrize(("how", "status"), [("SIGTERM", 143), ("SIGINT", 1), ("SIGKILL", -9)])
def test_whatever_ends_it_ends_everything(
    how: str, status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While TeX runs: no worker, no TeX, no output is left."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    slow = tmp_path / "bin"
    slow.mkdir()
    (slow / "latexmk").write_text("#!/bin/sh\necho $$ $PPID >started.tmp; mv started.tmp started\nexec sleep 600\n")
    (slow / "latexmk").chmod(0o755)
    (slow / "pdflatex").symlink_to(slow / "latexmk")
    (slow / "kpsewhich").symlink_to(slow / "latexmk")
    monkeypatch.setenv("PATH", str(slow), prepend=os.pathsep)
    write("a", "b", "c")
    with subprocess.Popen([sys.executable, "-m", "texcv", "build", "-j", "2"], stderr=subprocess.DEVNULL) as process:
        started: list[Path] = []
        while len(started) < 2:
            assert process.poll() is None
            started = list((tmp_path / "cache").rglob("started"))
        numbers = [int(number) for file in started for number in file.read_text().split()]
        process.send_signal(getattr(signal, how))
        assert process.wait(60) == status
    assert len(set(numbers)) == 4
    deadline = time.monotonic() + 30
    while any(map(lives, numbers)):
        assert time.monotonic() < deadline
    assert list((tmp_path / "cache/texcv/build").iterdir()) == []
    assert not Path("output").exists()


def lives(number: int) -> bool:
    """Whether a process runs; one that is dead, and that nobody has asked for, does not."""
    try:
        state = Path(f"/proc/{number}/stat").read_text() if Path("/proc").is_dir() else ""
        os.kill(number, 0)
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state.rpartition(")")[2].split()[:1] != ["Z"]


@pytest.mark.parametrize("cluster", [(), ("--cluster",)])
def test_on_a_terminal_a_bar_tells_how_far_it_is(cluster: tuple[str, ...]) -> None:
    """Problems stand above it, whole; it takes the place of the lines for what was made."""
    write("a", "b")
    write("c", text=BAD)
    program = (
        "import sys\n"
        "for stream in (sys.stdout, sys.stderr): stream.isatty = lambda: True\n"
        "from texcv.cli import main\n"
        "main(prog_name='texcv')"
    )
    said = subprocess.run(
        [sys.executable, "-c", program, "build", "-f", "tex", *cluster],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
        env={**os.environ, "TERM": "xterm", "NO_COLOR": "1", "COLUMNS": "80"},
    ).stdout.decode()  # fmt: skip
    assert "3/3" in said
    assert "1 failed" in said
    assert "cv/c.yaml:2:1: error[unknown-key]: `headlin` is not a key here\n" in said
    assert "output/a.tex" not in said
    assert said.splitlines()[-1].endswith(" s: 2 made, 1 failed")
