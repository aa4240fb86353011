"""What the measurements rest on; nothing here looks at a clock."""

import dataclasses
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

import formats
import peers
import stopwatch
import texcv
from limits import Limit, limits, reckon
from person import Person, ada, word
from report import promised, table, with_quartiles
from room import Room, proof
from scenarios import EDIT, EDIT_PAGES, LATEXMK, WATCH, many_cvs, one_cv, sizes
from stopwatch import Command, Contestant, Run, Spread, measure, measure_save, race, ratio, spread

NOBODY = peers.Peers(Path(sys.executable).with_name("texcv"), Path("rendercv"), Path("data"), None, "", ())


@pytest.mark.parametrize(("jobs", "papers"), [(1, 0), (10, 0), (1000, 0), (0, 1), (0, 500), (6, 8)])
def test_a_cv_of_any_size_is_valid(tmp_path: Path, jobs: int, papers: int) -> None:
    cv = tmp_path / "ada.yaml"
    text = formats.texcv_yaml(ada("edited", jobs=jobs, papers=papers))
    cv.write_text(text, "utf-8")
    assert texcv.validate(cv) == ()
    sections = yaml.safe_load(text)["sections"]
    assert (len(sections.get("experience", ())), len(sections.get("publications", ()))) == (jobs, papers)


def texts(data: Any) -> list[str]:
    if isinstance(data, dict):
        data = data.values()
    if isinstance(data, (str, int, type(None))):
        return str(data).split()
    return [text for value in data for text in texts(value)]


@pytest.mark.parametrize("write", [formats.texcv_yaml, formats.rendercv_yaml, formats.yamlresume_yaml])
def test_all_tools_are_given_the_same_text(write: Callable[[Person], str]) -> None:
    person = ada("edited")
    given = " ".join(texts(yaml.safe_load(write(person))))
    lines = [person.summary, *(line for job in person.jobs + person.degrees for line in job.done)]
    lines += [part for job in person.jobs for part in (job.title, job.employer)]
    lines += [part for paper in person.papers for part in (paper.title, paper.journal, paper.doi, *paper.authors)]
    lines += [skill for _, skills in person.skills for skill in skills]
    assert len(lines) > 80
    assert [line for line in lines if line not in given] == []


def test_each_edit_is_new_and_told() -> None:
    words = [word(number) for number in range(5000)]
    assert len(set(words)) == len(words)
    assert words[7] in ada(words[7]).summary.casefold()
    assert dataclasses.replace(ada(words[7]), summary="") == dataclasses.replace(ada(words[8]), summary="")


def test_figures_are_medians_and_quartiles() -> None:
    assert spread([5, 1, 3, 2, 4]) == Spread(3, 2, 4)
    assert spread([7]) == Spread(7, 7, 7)


def test_ratios_are_taken_round_by_round() -> None:
    """A machine that gets ten times slower half-way leaves them as they are."""
    assert ratio([1, 1, 10, 10], [2, 2, 20, 20]) == Spread(0.5, 0.5, 0.5)


def runs(*seconds: float, memory: float = 50.0) -> list[Run]:
    return [Run(value, value / 2, memory) for value in seconds]


def test_a_limit_is_reached_or_not_or_was_not_measured() -> None:
    measured = {"a": runs(1, 1, 1), "b": runs(2, 2, 2, memory=100.0)}
    made = [
        Limit("a to b", "a", "b", 0.5),
        Limit("b to a", "b", "a", 1.99),
        Limit("a part", "a", "b", 1, parts=(10, 5)),
        Limit("memory", "a", "b", 0.4, "memory"),
        Limit("nobody", "a", "c", 1),
    ]
    assert list(promised(made, measured)) == [
        ("a to b", "0.50", "0.50", "≤ 0.5", "reached"),
        ("b to a", "2.00", "2.00", "≤ 1.99", "**not reached**"),
        ("a part", "0.25", "0.25", "≤ 1", "reached"),
        ("memory", "0.50", "", "≤ 0.4", "**not reached**"),
        ("nobody", "not measured", "", "≤ 1", ""),
    ]


def test_a_table_is_markdown() -> None:
    assert table(("a", "b"), [("1", "2")]) == "| a | b |\n| --- | --- |\n| 1 | 2 |\n"
    assert with_quartiles(Spread(1, 0.995, 2.5), 1) == "1.0 (1.0–2.5)"
    assert with_quartiles(Spread(1, 1, 1), 1) == "1.0"


def test_every_limit_is_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The names that ratios refer to are names of runs."""
    monkeypatch.setattr("scenarios._tex_alone", lambda room: dict.fromkeys([LATEXMK]))
    room = Room(tmp_path, NOBODY)
    contestants = one_cv(room) | many_cvs(room, 100) | sizes(room, [1], [50, 500])
    measured = dict.fromkeys(contestants, runs(1, 2))
    assert [limit.says for limit in limits(100) if reckon(limit, measured) is None] == []


def test_a_race_takes_turns_and_leaves_the_warm_up_out(monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []

    def measure(command: Command) -> Run:
        order.append(str(command.arguments[0]))
        return Run(len(order), 0, 0)

    def contestant(name: str) -> Contestant:
        return lambda number: Command([f"{name}{number}"], Path(), {})

    monkeypatch.setattr(stopwatch, "measure", measure)
    measured = race({name: contestant(name) for name in "ab"}, 2, lambda line: None)
    assert order == ["a0", "b0", "b1", "a1", "a2", "b2"]
    assert [run.seconds for run in measured["a"]] == [4, 5]


def python(script: str, lines: Sequence[str] = (), folder: Path | None = None) -> Command:
    return Command([sys.executable, "-c", script], folder or Path.cwd(), os.environ, lines=lines)


def test_a_run_is_measured_with_all_its_processes() -> None:
    taken = "x = bytearray(200_000_000)"
    run = measure(python(f"import subprocess, sys; subprocess.run([sys.executable, '-c', '{taken}'], check=True)"))
    assert 200 < run.memory < 400
    assert run.cpu > 0


ORPHAN = """
import os, time
child = os.fork()
if child:
    os.waitpid(child, 0)
elif not os.fork():
    x = bytearray(200_000_000)
    while time.process_time() < 0.2: pass
"""


@pytest.mark.skipif(sys.platform != "linux", reason="prctl is Linux's")
def test_what_no_one_waited_for_is_measured_too() -> None:
    """In a process of its own: whoever adopts orphans does so for good."""
    script = "import os, sys, stopwatch; stopwatch.adopt_orphans();"
    script += f"run = stopwatch.measure(stopwatch.Command([sys.executable, '-c', {ORPHAN!r}], '.', os.environ));"
    script += "assert run.memory > 200 and run.cpu > 0.2, run"
    measure(python(script, folder=Path(stopwatch.__file__).parent))


def test_a_command_is_given_its_lines() -> None:
    measure(python("import sys; assert sys.stdin.read() == 'a\\nb\\n'", lines=["a", "b"]))


def test_a_failure_ends_the_measurements_with_what_was_said() -> None:
    with pytest.raises(SystemExit, match=r"(?s)status 3; it said:.*no paper"):
        measure(python("print('no paper'); raise SystemExit(3)"))


def one_cv_without_tex(room: Room) -> dict[str, Contestant]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("scenarios._tex_alone", lambda room: {})
        return one_cv(room)


def test_an_edit_that_changes_the_pages_does_so_in_each_round(tmp_path: Path) -> None:
    room = Room(tmp_path, NOBODY)
    contestants = one_cv_without_tex(room)
    lengths = []
    for number in range(3):
        contestants[EDIT_PAGES](number)
        lengths.append(len(texts(yaml.safe_load((tmp_path / "pages" / "pages.yaml").read_text("utf-8")))))
    assert lengths[0] == lengths[2] < lengths[1]


@pytest.mark.latex
def test_a_run_proves_that_its_pdf_is_new(tmp_path: Path) -> None:
    room = Room(tmp_path, NOBODY)
    first = one_cv_without_tex(room)[EDIT](0)
    assert isinstance(first, Command)
    assert measure(first).seconds > 0
    pdf = tmp_path / "edit" / "output" / "edit.pdf"
    with pytest.raises(AssertionError, match="an old one"):
        proof(pdf, "never", 2)()
    with pytest.raises(AssertionError, match="2 pages, not 3"):
        proof(pdf, "", 3)()


@pytest.mark.latex
def test_a_save_is_timed_until_its_pdf_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    watch = one_cv_without_tex(Room(tmp_path, NOBODY))[WATCH](0)
    assert isinstance(watch, stopwatch.Watch)
    assert measure_save(watch).seconds > 0
    monkeypatch.setattr(stopwatch, "_PATIENCE", 0.5)
    lost = dataclasses.replace(watch, command=dataclasses.replace(watch.command, arguments=["echo", "nothing"]))
    with pytest.raises(SystemExit, match="was not made again:\nnothing"):
        measure_save(lost)


def test_the_picture_has_a_curve_for_each_tool(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    from curves import draw

    names = [
        f"{tool}, {kind}: {size}"
        for tool in ("texcv", "RenderCV")
        for kind in ("entries", "publications")
        for size in (1, 10)
    ]
    draw(tmp_path / "scaling.svg", dict.fromkeys(names, runs(1, 2, 3)), {"entries": (1, 10), "publications": (1, 10)})
    picture = (tmp_path / "scaling.svg").read_text("utf-8")
    assert "RenderCV" in picture
    assert "#3873b3" in picture
