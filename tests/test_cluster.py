"""Many CVs on many machines: a scheduler and workers of Dask as processes, which see nothing of the CVs' folder."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from clock import age
from texcv import cluster, render
from texcv.batch import Job, Outcome
from texcv.cluster.parcel import Parcel, pack, packed
from texcv.diagnostics import Diagnostic, TexcvError
from texcv.templates import Template, eject, find_template

CV = """name: Ada {}
photo: pictures/me.png
design: {{template: ./look}}
sections: {{summary: Hello.}}
"""

# Runs first in each worker of Dask and of texcv. A CV that is named so kills the one, or the other.
DEADLY = """
import os, signal, sys
if "texcv.batch" in sys.orig_argv:
    from texcv import pipeline
    typeset = pipeline.typeset
    def deadly(path, **options):
        if "poison" in path:
            os.kill(os.getpid(), signal.SIGKILL)
        if "curse" in path:
            os.kill(os.getppid(), signal.SIGKILL)
        return typeset(path, **options)
    pipeline.typeset = deadly
"""


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")


class Dask:
    """A scheduler and its workers, each with a home, a cache and a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "hook").mkdir()
        (folder / "hook/sitecustomize.py").write_text(DEADLY, "utf-8")
        self.scheduler = self.start("scheduler", "--port", "0", "--host", "127.0.0.1")
        assert self.scheduler.stderr
        lines = iter(self.scheduler.stderr.readline, "")
        self.address = next(match[1] for line in lines if (match := re.search(r"Scheduler at: +(tcp://\S+)", line)))
        self.workers = [self.start("worker", self.address, "--nthreads", "1", "--no-nanny") for _ in range(2)]

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        home = self.folder / f"{arguments[0]}{len(list(self.folder.iterdir()))}"
        home.mkdir()
        environment = {
            **os.environ,
            "HOME": str(home),
            "TMPDIR": str(home),
            "XDG_CACHE_HOME": str(home / "cache"),
            "PYTHONPATH": os.pathsep.join([str(self.folder / "hook"), os.environ.get("PYTHONPATH", "")]),
            "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",
        }
        return subprocess.Popen(
            [sys.executable, "-m", "distributed.cli.dask_" + arguments[0], *arguments[1:], "--no-dashboard"],
            cwd=home, env=environment, text=True, stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE if arguments[0] == "scheduler" else subprocess.DEVNULL,
        )  # fmt: skip

    def end(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.communicate()


@pytest.fixture
def dask(tmp_path: Path) -> Iterator[Dask]:
    (tmp_path / "there").mkdir()
    running = Dask(tmp_path / "there")
    yield running
    running.end()


def write(name: str) -> Path:
    """A CV in a folder of its own, with a photo and a template of its own."""
    folder = Path(name)
    (folder / "pictures").mkdir(parents=True)
    Image.new("RGB", (30, 40), "teal").save(folder / "pictures/me.png")
    template = find_template("casual")
    assert isinstance(template, Template)
    eject(template, folder / "look")
    path = folder / f"{name}.yaml"
    path.write_text(CV.format(name.capitalize()), "utf-8")
    return path


@pytest.mark.latex
def test_work_is_data_and_a_lost_worker_or_a_deadly_cv_costs_no_other(dask: Dask) -> None:
    """Each CV's folder is gone as soon as it is sent; one of two workers is killed while there is work."""
    names = ["a", "b", "poison", "c", "wrong", "d", "e", "f"]
    path = write("a")
    shutil.copytree("a", "kept")
    local = render("kept/a.yaml", output="local").files[0].read_bytes()

    def jobs() -> Iterator[Job]:
        for name in names:
            cv = path if name == "a" else write(name)
            if name == "wrong":
                cv.write_text(cv.read_text().replace("Hello.", "[Hello"), "utf-8")
            yield Job(str(cv.absolute() if name == "b" else cv), output="out")
            shutil.rmtree(cv.parent)

    outcomes: dict[str, Outcome] = {}
    with closing(cluster.build(jobs(), dask.address)) as stream:
        for outcome in stream:
            if not any(seen.rendered for seen in outcomes.values()) and outcome.rendered:
                dask.workers[0].kill()
            outcomes[Path(outcome.job.path).stem] = outcome
    assert sorted(outcomes) == sorted(names)
    lost, wrong = outcomes["poison"].diagnostics[0], outcomes["wrong"].diagnostics[0]
    assert (lost.code, str(lost.span)) == ("lost-worker", "poison/poison.yaml")
    assert "was killed by signal 9 (Killed), in 2 tries" in lost.message
    assert (wrong.code, wrong.span and wrong.span.path) == ("yaml-syntax", "wrong/wrong.yaml")
    for name in set(names) - {"poison", "wrong"}:
        made = outcomes[name].rendered
        assert made, outcomes[name].diagnostics
        assert (made.files, made.pages, outcomes[name].diagnostics) == ((Path(f"out/{name}.pdf"),), 1, ())
    assert Path("out/a.pdf").read_bytes() == local
    assert dask.workers[0].wait(10) == -signal.SIGKILL


@pytest.mark.latex
def test_a_cv_that_costs_workers_is_named_and_a_lost_scheduler_is_told(dask: Dask) -> None:
    """The worker of Dask itself dies of the CV: two of them, as the scheduler is set to bear one."""
    dask.workers.append(dask.start("worker", dask.address, "--nthreads", "1", "--no-nanny"))
    write("curse")
    (outcome,) = cluster.build([Job("curse/curse.yaml")], dask.address)
    assert [found.code for found in outcome.diagnostics] == ["lost-worker"]
    assert outcome.diagnostics[0].message == "2 workers of the cluster that had it were lost"
    write("a")
    write("b")
    build = [sys.executable, "-m", "texcv", "build", "--cluster", dask.address]
    Path("cv").mkdir()
    for name in ("a", "b", "c"):
        Path(f"cv/{name}.yaml").write_text("name: Ada\nsections: {summary: Hello.}\n", "utf-8")
    said = subprocess.run(build, capture_output=True, text=True, check=False)
    assert (said.returncode, said.stderr) == (0, "")
    assert " s: 3 made\n" in said.stdout
    with closing(cluster.build((Job("cv/a.yaml") for _ in range(9)), dask.address)) as stream:
        assert next(stream).rendered
        dask.scheduler.kill()
        with pytest.raises(TexcvError, match=r"error\[no-cluster\]"):
            list(stream)


@pytest.mark.latex
def test_a_cluster_of_this_machine() -> None:
    Path("cv").mkdir()
    for name in ("a", "poison"):
        Path(f"cv/{name}.yaml").write_text("name: Ada\nsections: {summary: Hello.}\n", "utf-8")
    Path("cv/b.yaml").write_text("name: [Ada\n", "utf-8")
    Path("hook").mkdir()
    Path("hook/sitecustomize.py").write_text(DEADLY, "utf-8")
    paths = os.pathsep.join([str(Path("hook").absolute()), os.environ.get("PYTHONPATH", "")])
    said = subprocess.run(
        [sys.executable, "-m", "texcv", "build", "--cluster"],
        capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": paths},
    )  # fmt: skip
    assert said.returncode == 1
    assert "cv/b.yaml:1:7: error[yaml-syntax]" in said.stderr
    assert "cv/poison.yaml: error[lost-worker]" in said.stderr
    assert said.stderr.count("error[") == 2, said.stderr
    assert said.stdout.splitlines()[-1].endswith(" s: 1 made, 2 failed")
    assert [path.name for path in Path("output").iterdir()] == ["a.pdf"]


@pytest.mark.latex
def test_what_has_not_changed_is_not_sent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    files = [write(name) for name in ("a", "b", "c")]
    Path("b/look/empty").mkdir()
    age(*Path().rglob("*"))
    sent: list[str] = []

    def packing(job: Job) -> Parcel | tuple[Diagnostic, ...]:
        sent.append(Path(job.path).stem)
        return pack(job)

    monkeypatch.setattr(cluster, "pack", packing)

    def made(**options: Any) -> list[str]:
        """The CVs that were sent; all have their PDFs afterwards, those that were not are said to be unchanged."""
        sent.clear()
        outcomes = [*cluster.build((Job(str(file), output="out", **options) for file in files), workers=2)]
        assert {Path(outcome.job.path).stem for outcome in outcomes} == {"a", "b", "c"}
        for outcome in outcomes:
            assert outcome.rendered, outcome.diagnostics
            assert outcome.rendered.pages == 1
            assert outcome.rendered.unchanged == (Path(outcome.job.path).stem not in sent)
            assert [file.exists() for file in outcome.rendered.files] == [True]
        return sorted(sent)

    assert made() == ["a", "b", "c"]
    assert made() == []
    files[1].write_text(files[1].read_text().replace("Hello", "Good morning"), "utf-8")
    Path("out/c.pdf").unlink()
    age(*files)
    assert made() == ["b", "c"]
    (Path("a/look") / "new.sty").touch()
    age(Path("a/look"))
    assert made() == ["a"]
    (Path("b/look/empty") / "new.tex.j2").touch()
    age(Path("b/look/empty"))
    assert made() == ["b"]
    assert made() == []
    assert made(settings=("design.color=red",)) == ["a", "b", "c"]
    assert made(cache=False) == ["a", "b", "c"]
    assert made(settings=("design.color=red",)) == ["a", "b", "c"]  # others wrote there since
    assert made(settings=("design.color=red",)) == []
    monkeypatch.setattr("texcv.cluster.known.state", lambda path: [0, 0])  # the workers, which are we, have another TeX
    assert made(settings=("design.color=red",)) == ["a", "b", "c"]


def test_a_tex_that_has_not_changed_is_not_sent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    job = Job(str(write("a")), output="out", formats=("tex",))
    age(*Path().rglob("*"))
    for unchanged in (False, True, True):
        (outcome,) = cluster.build([job], workers=1)
        assert outcome.rendered, outcome.diagnostics
        assert outcome.rendered.unchanged == unchanged


def test_a_cluster_may_be_without_workers_for_a_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    threads = iter([0, 0, 1, 0, 0, 1])
    monkeypatch.setattr(cluster, "_threads", lambda client: next(threads, 1))
    jobs = [Job(f"{number}.yaml", formats=("tex",)) for number in range(9)]
    assert [outcome.job for outcome in cluster.build(jobs, workers=1)] == jobs


def test_what_can_not_be_sent_ends_nothing() -> None:
    jobs = [Job(f"{number}.yaml", formats=("tex",)) for number in range(9)]
    outcomes = [*cluster.build(jobs, workers=1)]
    assert [outcome.job for outcome in outcomes] == jobs
    assert {outcome.diagnostics[0].code for outcome in outcomes} == {"missing-file"}


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "127.0.0.1:1"])
def test_no_scheduler(address: str) -> None:
    import dask
    import distributed  # noqa: F401  # reads its own settings when it is imported

    with dask.config.set({"distributed.comm.timeouts.connect": "1s"}), pytest.raises(TexcvError) as fault:
        list(cluster.build([Job("cv/a.yaml")], address))
    assert fault.value.diagnostics[0].code == "no-cluster"
    assert fault.value.diagnostics[0].message.startswith(f"no scheduler answers at {address}")


def test_without_dask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(TexcvError) as fault:
        list(cluster.build([Job("cv/a.yaml")]))
    assert fault.value.diagnostics[0].hints == ("pip install 'texcv[cluster]'",)


def test_another_version_is_refused_before_the_cv_is_read() -> None:
    with pytest.raises(ImportError, match=r"texcv \d"):
        cluster.perform("0.0.0", b"nothing that can be read")


# --- parcels --------------------------------------------------------------------------------


def parcel(job: Job) -> Parcel:
    made = pack(job)
    assert isinstance(made, Parcel)
    return made


@pytest.mark.parametrize("way", [lambda path: path, Path.absolute, lambda path: Path("a/../.") / path])
def test_a_parcel_has_all_that_a_cv_needs_and_its_messages_name_our_files(way: Callable[[Path], Path]) -> None:
    path = way(write("a"))
    text = path.read_text().replace("Hello.", "Hello.\n  awards: [{title: x, date: 2020-13}]")
    path.write_text(text.replace("{summary", "\n  summary").replace("}\n", "\n").replace("./look\n", "./look}\n"))
    job = Job(str(path), formats=("tex",))
    sent = parcel(job)
    from texcv import validate

    here = validate(path)
    shutil.rmtree("a")
    assert [found.code for found in here] == ["bad-date"]
    assert sent.perform().diagnostics == here


def test_a_template_that_the_call_names_travels_too() -> None:
    write("a")
    shutil.move("a/look", "look")
    look = Path("look").absolute()
    for job in (
        Job("a/a.yaml", template="./look", formats=("tex",)),
        Job("a/a.yaml", template=str(look), formats=("tex",)),
        Job("a/a.yaml", settings=(f"design.template={look}",), formats=("tex",)),
    ):
        sent = parcel(job)
        look.rename("hidden")
        delivery = sent.perform()
        Path("hidden").rename(look)
        assert delivery.diagnostics == ()
        assert {"a.tex", "texcv.cls", "texcv-casual.sty"} <= set(delivery.files or ())


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("pictures/me.png", "pictures/you.png"), "missing-photo"),
        (("pictures/me.png", "../me.png"), "bad-photo"),
        (("pictures/me.png", "/etc/passwd"), "bad-photo"),
        (("pictures/me.png", "HERE/a/pictures/me.png"), "absolute-path"),
        (("./look", "/etc"), "absolute-path"),
        (("./look", "../look"), "unknown-template"),
        (("name: ", "name: ["), "yaml-syntax"),
    ],
)
def test_what_can_not_be_sent_is_told_here(change: tuple[str, str], code: str) -> None:
    path = write("a")
    path.write_text(path.read_text().replace(*change).replace("HERE", str(Path.cwd())))
    found = pack(Job(str(path)))
    assert isinstance(found, tuple)
    assert [fault.code for fault in found] == [code]


def test_a_template_that_is_too_large_is_not_sent() -> None:
    path = write("a")
    with (path.parent / "look/film.mov").open("wb") as file:
        file.truncate(30_000_000)
    found = pack(Job(str(path)))
    assert isinstance(found, tuple)
    assert [(fault.code, str(fault.span)) for fault in found] == [("too-large", "a/a.yaml:3:20")]


def test_the_time_of_a_build_travels(monkeypatch: pytest.MonkeyPatch) -> None:
    write("a")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    with_time = parcel(Job("a/a.yaml", formats=("tex",)))
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    without = parcel(Job("a/a.yaml", formats=("tex",)))
    tex = [(sent.perform().files or {})["a.tex"] for sent in (with_time, without)]
    assert tex[0] != tex[1]
    assert "SOURCE_DATE_EPOCH" not in os.environ


def test_nobody_reads_a_cv_in_a_log_of_dask() -> None:
    write("a")
    assert b"Hello" not in packed(parcel(Job("a/a.yaml")))


def test_files_that_were_changed_here_are_kept() -> None:
    write("a")
    sent = parcel(Job("a/a.yaml", formats=("tex",), output="out"))
    assert sent.perform().unpack(sent.job)[0].rendered
    Path("out/a.tex").write_text("mine", "utf-8")
    outcome, _ = sent.perform().unpack(sent.job)
    assert [fault.code for fault in outcome.diagnostics] == ["edited-file"]
    assert Path("out/a.tex").read_text("utf-8") == "mine"


@pytest.mark.parametrize("way", [lambda path: path, Path.absolute])
def test_a_target_of_a_project_travels_with_all_that_it_is_put_together_from(way: Callable[[Path], Path]) -> None:
    from texcv.choice import Choice
    from texcv.project import jobs_of, read_targets

    folder = way(Path("p"))
    (folder / "cv").mkdir(parents=True)
    (folder / "shared").mkdir()
    Image.new("RGB", (30, 40), "teal").save(folder / "shared/me.png")
    for name, text in {
        "texcv.yaml": "defaults: shared/profile.yaml\nname: 'made/{name}'\nformats: [tex]\nset: {design.color: teal}\n",
        "shared/profile.yaml": "photo: me.png\ncontact: {address: [Institute]}\n",
        "group.yaml": "- {title: A paper, authors: [Ada Example], year: 2020}\n",
        "cv/ada.yaml": "name: Ada Example\nsections: {publications: {include: ../group.yaml}}\n",
    }.items():
        (folder / name).write_text(text, "utf-8")

    def send() -> Outcome:
        targets = read_targets(folder / "texcv.yaml", Choice())
        assert isinstance(targets, tuple), targets
        (job,) = jobs_of(targets, check=True, allow_raw_tex=False, cache=True)
        sent = parcel(job)
        folder.rename("hidden")
        delivery = sent.perform()
        Path("hidden").rename(folder)
        return delivery.unpack(job)[0]

    outcome = send()
    assert outcome.rendered, outcome.diagnostics
    tex = (folder / "output/made/ada.tex").read_text("utf-8")
    assert all(text in tex for text in ("A paper", "Institute", "photo-"))
    (folder / "group.yaml").write_text("- {titel: A paper}\n", "utf-8")
    found = send().diagnostics
    assert {str(fault.span) for fault in found} == {f"{folder / 'group.yaml'}:1:4"}
