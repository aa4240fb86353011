"""CVs that are made again when something that they are made of is saved: whatever it is, and however it is saved."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from clock import age
from running import ends, scratch_folders
from texcv import pipeline, records
from texcv.batch import Job, Outcome
from texcv.cli.outcomes import print_round
from texcv.cli.printing import Printer
from texcv.diagnostics import TexcvError, error
from texcv.watch import LONGEST, MOST, MOST_IN_FOLDER, Watch, within

CV = "name: Ada Example\nheadline: {}\nsections: {{skills: [flour, yeast]}}\n"
INCLUDING = "name: Ada Example\nsections: {{skills: {{include: {}}}}}\n"
PATIENCE = 60.0


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, and a cache folder beside it."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def save(path: str, text: str) -> None:
    """As many editors do: under another name first."""
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(f"{path}.new").write_text(text, "utf-8")
    Path(f"{path}.new").rename(path)
    age(Path(path))


def tex(path: str, **options: Any) -> Job:
    """A job that needs no TeX."""
    return Job(path, formats=("tex",), **options)


def watch(*jobs: Job) -> Watch:
    return Watch(lambda: jobs)


def made(watcher: Watch) -> list[str]:
    """What is made in a round: the CVs' names, with the code of the first error where there is one."""
    return [_name(outcome) for outcome in watcher.outcomes()]


def _name(outcome: Outcome) -> str:
    name = Path(outcome.job.path).stem
    return name if outcome.rendered else f"{name}: {outcome.diagnostics[0].code}"


def after(watcher: Watch, change: Callable[[], object]) -> list[str]:
    """What is made when something is changed while nothing is done."""
    timer = threading.Timer(0.1, change)
    timer.start()
    watcher.wait()
    timer.join()
    return made(watcher)


def quiet(watcher: Watch) -> bool:
    """Whether there is nothing to do."""
    return not watcher._to_do(watcher._look())


def test_what_is_saved_is_made_and_nothing_else() -> None:
    save("ada.yaml", CV.format("Baker"))
    save("ben.yaml", CV.format("Brewer"))
    watcher = watch(tex("ada.yaml"), tex("ben.yaml"))
    assert made(watcher) == ["ada", "ben"]
    assert quiet(watcher)
    assert made(watcher) == []
    assert after(watcher, lambda: save("ben.yaml", CV.format("Builder"))) == ["ben"]
    assert "Builder" in Path("output/ben.tex").read_text("utf-8")
    assert quiet(watcher)


def test_it_may_be_saved_in_place_and_bit_by_bit(monkeypatch: pytest.MonkeyPatch) -> None:
    save("ada.yaml", CV.format("Baker"))
    watcher = watch(tex("ada.yaml"))
    made(watcher)
    monkeypatch.setattr(records, "TICK", 300_000_000)  # much longer than it may rest between two bits

    def write_slowly() -> None:
        with Path("ada.yaml").open("w", encoding="utf-8") as file:
            for char in CV.format("Brewer"):
                file.write(char)
                file.flush()
                time.sleep(0.005)

    thread = threading.Thread(target=write_slowly)
    thread.start()
    watcher.wait()
    assert made(watcher) == ["ada"]
    assert not thread.is_alive()
    assert "Brewer" in Path("output/ada.tex").read_text("utf-8")
    assert quiet(watcher)


def test_a_file_that_is_always_written_stops_nothing() -> None:
    save("ada.yaml", CV.format("[Baker"))
    watcher = watch(tex("ada.yaml"))
    assert made(watcher) == ["ada: yaml-syntax"]
    ended = threading.Event()

    def write() -> None:
        while not ended.wait(0.005):
            Path("log").write_text(f"{time.time_ns()}", "utf-8")

    thread = threading.Thread(target=write)
    thread.start()
    try:
        save("ada.yaml", CV.format("Brewer"))
        watcher.wait()
        assert made(watcher) == ["ada"]
    finally:
        ended.set()
        thread.join()


@pytest.mark.parametrize("part", ["part.yaml", "parts/part.yaml"])
def test_what_is_included_counts(part: str) -> None:
    save("ada.yaml", INCLUDING.format(part))
    save(part, "[Baker]")
    watcher = watch(tex("ada.yaml"))
    assert made(watcher) == ["ada"]
    assert after(watcher, lambda: save(part, "[Brewer]")) == ["ada"]
    assert "Brewer" in Path("output/ada.tex").read_text("utf-8")
    assert after(watcher, Path(part).unlink) == ["ada: missing-file"]
    assert after(watcher, lambda: save(part, "[Builder]")) == ["ada"]


def test_what_could_not_be_made_is_made_when_what_it_lacks_is_there(folder: Path) -> None:
    save("ada.yaml", INCLUDING.format("parts/later.yaml"))
    watcher = watch(tex("ada.yaml"))
    assert made(watcher) == ["ada: missing-file"]
    assert after(watcher, (folder / "parts").mkdir) == ["ada: missing-file"]  # it hints at something else now
    assert after(watcher, lambda: save("parts/later.yaml", "[Baker]")) == ["ada"]
    assert quiet(watcher)


def test_the_same_fault_is_told_again_when_the_cv_was_saved() -> None:
    save("ada.yaml", CV.format("[Baker"))
    watcher = watch(tex("ada.yaml"))
    assert made(watcher) == ["ada: yaml-syntax"]
    assert after(watcher, lambda: save("ada.yaml", CV.format("[Brewer"))) == ["ada: yaml-syntax"]
    assert after(watcher, lambda: save("notes.txt", "to do")) == []
    save("notes.txt", "done")  # what no CV can be made of
    made(watcher)
    assert quiet(watcher)


def test_a_fault_of_a_part_is_told_again_when_that_was_saved() -> None:
    save("ada.yaml", INCLUDING.format("part.yaml"))
    save("part.yaml", "[Baker")
    watcher = watch(tex("ada.yaml"))
    assert made(watcher) == ["ada: yaml-syntax"]
    assert after(watcher, lambda: save("part.yaml", "[Brewer")) == ["ada: yaml-syntax"]
    Path("photo.jpg").write_bytes(b"\xff\xd8\xff broken")
    save("ada.yaml", f"photo: photo.jpg\n{CV.format('Baker')}")
    assert made(watcher) == ["ada: bad-photo"]
    assert after(watcher, lambda: save("notes.txt", "to do")) == []


def test_a_letter_that_would_be_another_cv_is_refused() -> None:
    save("ada.yaml", CV.format("Baker"))
    save("ada-letter.yaml", CV.format("Brewer"))
    jobs = [tex("ada.yaml"), tex("ada-letter.yaml")]

    def find() -> list[Job]:
        if misuse := pipeline.find_misuse(["ada.yaml", "ada-letter.yaml"], None, ("tex",)):
            raise TexcvError([error("same-output", misuse)])
        return jobs

    watcher = Watch(find)
    assert made(watcher) == ["ada", "ada-letter"]
    letter = "letter: {recipient: {name: Bakery}, opening: Dear all, paragraphs: [I bake.], closing: Yours}"
    with pytest.raises(TexcvError, match=r"the letter of ada\.yaml would be written to the same file"):
        after(watcher, lambda: save("ada.yaml", CV.format("Baker") + letter))
    assert quiet(watcher)
    assert after(watcher, lambda: save("ada.yaml", CV.format("Builder"))) == ["ada", "ada-letter"]


def test_what_may_be_read_or_written_now_is_made() -> None:
    save("ada.yaml", CV.format("Baker"))
    Path("output").touch()
    age(Path("output"))
    watcher = watch(tex("ada.yaml"))
    assert made(watcher) == ["ada: unwritable-output"]
    assert quiet(watcher)
    assert after(watcher, Path("output").unlink) == ["ada"]
    assert after(watcher, lambda: Path("ada.yaml").chmod(0o600)) == ["ada"]
    old = Path("ada.yaml").stat()

    def put_an_older_one_in_its_place() -> None:
        save("ada.yaml", CV.format("Maker"))
        os.utime("ada.yaml", ns=(old.st_atime_ns, old.st_mtime_ns))

    assert after(watcher, put_an_older_one_in_its_place) == ["ada"]
    assert "Maker" in Path("output/ada.tex").read_text("utf-8")


def test_a_cv_that_goes_and_comes_back() -> None:
    save("ada.yaml", CV.format("Baker"))
    watcher = watch(tex("ada.yaml"))
    made(watcher)
    assert after(watcher, Path("ada.yaml").unlink) == ["ada: missing-file"]
    assert after(watcher, lambda: save("ada.yaml", CV.format("Brewer"))) == ["ada"]


def test_a_template_of_ones_own_counts_also_outside_and_when_it_is_faulty(tmp_path: Path) -> None:
    save("ada.yaml", CV.format("Baker"))
    look = tmp_path / "look"
    subprocess.run([sys.executable, "-m", "texcv", "templates", "eject", "classic", str(look)], check=True)
    manifest = (look / "template.yaml").read_text("utf-8")
    age(look / "template.yaml")
    watcher = watch(tex("ada.yaml", template=str(look)))
    assert made(watcher) == ["ada"]
    assert after(watcher, lambda: save(str(look / "template.yaml"), "title: [")) == ["ada: yaml-syntax"]
    assert after(watcher, lambda: save(str(look / "template.yaml"), manifest)) == ["ada"]


def test_a_change_while_it_is_made_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    save("ada.yaml", INCLUDING.format("part.yaml"))
    save("part.yaml", "[Baker]")
    perform = Job.perform

    def slow(job: Job, early: object) -> Outcome:
        outcome = perform(job, None)
        save("part.yaml", "[Brewer]")
        return outcome

    watcher = watch(tex("ada.yaml"))
    with monkeypatch.context() as patch:
        patch.setattr(Job, "perform", slow)
        assert made(watcher) == ["ada"]
    watcher.wait()
    assert made(watcher) == ["ada"]
    assert "Brewer" in Path("output/ada.tex").read_text("utf-8")
    assert quiet(watcher)


def test_what_there_is_to_make_may_change() -> None:
    for name in ("ada", "ben", "cleo"):
        save(f"cv/{name}.yaml", CV.format("Baker"))
    names, file = ["ada", "ben"], Path("texcv.yaml")
    watcher = Watch(lambda: [tex(f"cv/{name}.yaml") for name in names], file)
    assert made(watcher) == ["ada", "ben"]
    names[0] = "cleo"
    assert after(watcher, lambda: save("cv/new/dan.yaml", "")) == ["cleo"]  # it looks for what there is to make again
    names.append("ada")
    assert after(watcher, lambda: save("texcv.yaml", "locales: [en]")) == ["cleo", "ben", "ada"]
    names.pop()
    assert after(watcher, lambda: save("texcv.yaml", "locales: [de]")) == ["cleo", "ben"]
    save("cv/ada.yaml", CV.format("Brewer"))
    assert made(watcher) == []


def test_a_project_whose_file_is_faulty_is_told_once_and_waited_for() -> None:
    file = Path("texcv.yaml")

    def find() -> list[Job]:
        if not file.exists() or "locales" not in file.read_text("utf-8"):
            raise TexcvError([error("missing-file", "no project")])
        return [tex("ada.yaml")]

    save("ada.yaml", CV.format("Baker"))
    watcher = Watch(find, file)
    with pytest.raises(TexcvError):
        made(watcher)
    assert after(watcher, lambda: save("log", "no project")) == []
    assert after(watcher, lambda: save("texcv.yaml", "locales: [en]")) == ["ada"]
    for change in (file.unlink, lambda: save("texcv.yaml", "faulty"), lambda: save("texcv.yaml", "so, too")):
        with pytest.raises(TexcvError):
            after(watcher, change)
    assert after(watcher, lambda: save("log", "no project")) == []


def test_files_of_the_future_are_nothing_new() -> None:
    """As of a server whose clock is ahead."""
    save("ada.yaml", INCLUDING.format("part.yaml"))
    save("part.yaml", "[Baker]")
    save("texcv.yaml", "locales: [en]")
    for name in ("ada.yaml", "part.yaml", "texcv.yaml", "."):
        os.utime(name, (time.time() + 1000, time.time() + 1000))
    watcher = Watch(lambda: [tex("ada.yaml")], Path("texcv.yaml"))
    assert made(watcher) == ["ada"]
    made(watcher)
    assert quiet(watcher)


@pytest.mark.latex
@pytest.mark.parametrize("output", ["output", ".", "ada.pdf"])
def test_what_it_makes_is_no_reason_to_make_it(output: str) -> None:
    """Also where the results, or the cache, lie in a folder that the CV is made of."""
    subprocess.run([sys.executable, "-m", "texcv", "templates", "eject", "classic", "look"], check=True)
    for file in Path("look").iterdir():
        file.rename(file.name)
    save("ada.yaml", f"design: {{template: ./}}\n{CV.format('Baker')}")
    watcher = watch(Job("ada.yaml", output=output))
    assert made(watcher) == ["ada"]
    made(watcher)  # what is new in its folder may have come while it was made
    assert quiet(watcher)
    assert after(watcher, lambda: save("sections/new.tex.j2", "")) == ["ada"]


@pytest.mark.latex
def test_a_result_that_can_not_be_written_is_tried_once() -> None:
    save("ada.yaml", CV.format("Baker"))
    Path("ada.pdf").mkdir()
    age(Path("ada.pdf"))
    watcher = watch(Job("ada.yaml", output="."))
    assert made(watcher) == ["ada: unwritable-output"]
    assert quiet(watcher)


def test_rounds_that_have_no_end_become_rare(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(time, "sleep", pauses.append)
    save("ada.yaml", CV.format("Baker"))
    watcher = watch(tex("ada.yaml"))
    pauses.clear()
    for _ in range(9):
        watcher.wait()  # nothing is made
    assert pauses[0] < pauses[1] < pauses[-1] == LONGEST


def test_a_project_that_a_cv_gets_counts() -> None:
    save("cv/ada.yaml", CV.format("Baker"))
    watcher = watch(tex("cv/ada.yaml"))
    assert made(watcher) == ["ada"]
    assert after(watcher, lambda: save("texcv.yaml", "defaults: {contact: {email: ada@example.org}}")) == ["ada"]
    assert "ada@example.org" in Path("output/ada.tex").read_text("utf-8")


def test_what_is_within_reach_is_bounded_and_the_nearest_comes_first(folder: Path) -> None:
    for place in range(3):
        (folder / f"{place}" / "below").mkdir(parents=True)
        for name in range(2 * MOST_IN_FOLDER):
            (folder / f"{place}" / "below" / f"{name}.yaml").touch()
            (folder / f"{place}" / f"{name}.csv").touch()
    (folder / ".hidden").mkdir()
    (folder / "loop").symlink_to(folder)
    found = within([folder, folder / "1"], [folder / "0"])
    assert len(found) == 5 + 2 * MOST_IN_FOLDER
    assert {folder / "2", folder / "1/below/100.yaml", folder / "2/below/100.yaml"} <= {*found}
    assert not [path for path in found if {".hidden", "0"} & {*path.relative_to(folder).parts[:1]}]
    for name in range(MOST):
        (folder / "2/below" / f"{name}").mkdir()
    assert len(within([folder], [])) == MOST
    assert within([folder], [folder / "0", folder / "2/below"], only_folders=True) == [
        folder, *(folder / name for name in ("1", "2", "1/below"))
    ]  # fmt: skip


def test_a_round_without_anything_to_do_prints_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    save("ada.yaml", CV.format("Baker"))
    watcher, printer = watch(tex("ada.yaml")), Printer("json")
    for said in ("[]\n", ""):
        print_round(printer, watcher.outcomes())
        assert capsys.readouterr().out == said


def test_a_terminal_is_told_in_colours_that_it_understands(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("texcv.cli.printing.colored", lambda err: True)
    save("ada.yaml", CV.format("[Baker"))
    print_round(Printer(), watch(tex("ada.yaml")).outcomes())
    said = capsys.readouterr()
    assert said.out.endswith("  ada.yaml: 1 error, not typeset\n")
    assert "error[yaml-syntax]" in said.err


# --- the command ----------------------------------------------------------------------------


class Command:
    """`texcv watch` as a process; what it prints, line by line."""

    def __init__(self, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "texcv", "watch", *arguments],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        )  # fmt: skip
        self.timer = threading.Timer(PATIENCE, self.process.kill)
        self.timer.start()

    def until(self, pattern: str) -> list[str]:
        """The lines up to one that matches, which is the last of them."""
        assert self.process.stdout
        lines: list[str] = []
        for line in self.process.stdout:
            lines.append(line.rstrip("\n"))
            if re.search(pattern, line):
                return lines
        raise AssertionError(f"{pattern} is not in {lines}")

    def end(self, number: int = signal.SIGINT) -> tuple[int, str]:
        """The exit status, and what it still had to say."""
        self.process.send_signal(number)
        rest, _ = self.process.communicate(timeout=PATIENCE)
        self.timer.cancel()
        return self.process.returncode, rest

    def close(self) -> None:
        self.timer.cancel()
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def command() -> Iterator[Callable[..., Command]]:
    """Starts `texcv watch`, and ends it."""
    begun: list[Command] = []

    def begin(*arguments: str) -> Command:
        begun.append(Command(*arguments))
        return begun[-1]

    yield begin
    for each in begun:
        each.close()


def headline(pdf: str = "output/ada.pdf") -> str:
    return next(word for word in PdfReader(pdf).pages[0].extract_text().split() if word.startswith("B"))


@pytest.mark.latex
def test_each_save_gives_a_proven_pdf(command: Callable[..., Command]) -> None:
    save("ada.yaml", CV.format("Baker"))
    texcv = command("ada.yaml")
    assert texcv.until("Watching") == ["Watching ada.yaml: Ctrl-C ends it."]
    texcv.until(r"^\d\d:\d\d:\d\d  output/ada.pdf, 1 page, all \d+ strings found, \d+\.\d\d s$")
    assert headline() == "Baker"
    save("ada.yaml", CV.format("Brewer"))
    assert len(texcv.until("strings found")) == 1
    assert headline() == "Brewer"
    save("ada.yaml", CV.format("[Butcher"))
    told = texcv.until("not typeset")
    assert told[0].startswith("ada.yaml:3:9: error[yaml-syntax]")
    assert re.fullmatch(r"\d\d:\d\d:\d\d  ada.yaml: 1 error, not typeset", told[-1])
    assert headline() == "Brewer"
    save("ada.yaml", CV.format("Brewer") + "# a comment\n")
    assert texcv.until("strings found")[0].endswith("strings found, unchanged")
    assert texcv.end() == (0, "\n")
    assert ends()
    assert scratch_folders() == []


@pytest.mark.latex
@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc")
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 0), (signal.SIGTERM, 143)])
def test_it_can_be_ended_while_tex_runs(command: Callable[..., Command], number: int, status: int) -> None:
    save("ada.yaml", CV.format("Baker"))
    texcv = command("ada.yaml", "--no-cache")
    texcv.until("strings found")
    save("ada.yaml", CV.format("Brewer"))
    while ends(0) and texcv.process.poll() is None:
        time.sleep(0.005)
    ended, rest = texcv.end(number)
    assert ended == status, rest
    assert ends()
    assert scratch_folders() == []


def test_a_project_is_watched_with_all_its_targets(command: Callable[..., Command]) -> None:
    save("cv/ada.yaml", CV.format("Baker"))
    texcv = command("-f", "tex")
    texcv.until("Watching this project")
    texcv.until("output/ada.tex")
    save("cv/ben.yaml", CV.format("Brewer"))
    texcv.until("output/ben.tex")
    save("texcv.yaml", "targets: [{cv: cv/ada.yaml, locales: [en, de]}]")
    texcv.until("output/ada.en.tex")
    texcv.until("output/ada.de.tex")
    save("texcv.yaml", "targets: [{cvs: cv/ada.yaml}]")
    texcv.until(r"texcv.yaml:1:12: error\[unknown-key\]")
    save("texcv.yaml", "targets: [{cv: cv/ada.yaml, locales: [fr], set: {headline: Builder}}]")
    texcv.until("output/ada.fr.tex")
    Path("texcv.yaml").unlink()
    texcv.until("output/ben.tex")
    Path("cv").rename("elsewhere")
    texcv.until(r"error\[missing-file\]: there is no CV in cv")
    Path("elsewhere").rename("cv")
    texcv.until("output/ben.tex")
    save("texcv.yaml", "targets: [{cv: cv/ada.yaml, locales: [fr], set: {headlines: Builder}}]")
    assert any(line.startswith("texcv.yaml:1:61: error") for line in texcv.until("not typeset"))
    assert texcv.end()[0] == 0


def test_documents_are_of_rounds(command: Callable[..., Command]) -> None:
    save("ada.yaml", CV.format("[Baker"))
    texcv = command("ada.yaml", "-f", "tex", "--diagnostics", "json")
    assert [found["code"] for found in json.loads("".join(texcv.until(r"^\]")))] == ["yaml-syntax"]
    save("ada.yaml", CV.format("Baker"))
    assert json.loads("".join(texcv.until(r"\]$"))) == []
    assert "Baker" in Path("output/ada.tex").read_text("utf-8")
    assert texcv.end()[0] == 0


def test_another_texcv_takes_over(
    folder: Path, command: Callable[..., Command], monkeypatch: pytest.MonkeyPatch
) -> None:
    library = folder.parent / "site-packages"
    library.mkdir()
    monkeypatch.setenv("PYTHONPATH", str(library))
    save("ada.yaml", CV.format("Baker"))
    texcv = command("ada.yaml", "-f", "tex")
    texcv.until("output/ada.tex")
    (library / "new_library.py").touch()
    age(library)
    save("ada.yaml", CV.format("Brewer"))
    texcv.until("Watching")
    texcv.until("output/ada.tex")
    assert "Brewer" in Path("output/ada.tex").read_text("utf-8")
    assert texcv.end()[0] == 0


def test_it_ends_where_its_folder_is_gone(folder: Path, command: Callable[..., Command]) -> None:
    save("ada.yaml", CV.format("Baker"))
    texcv = command("ada.yaml", "-f", "tex", "-o", str(folder.parent))
    texcv.until("ada.tex")
    shutil.rmtree(folder)
    texcv.until(r"error\[missing-file\]: the folder in which this was started is gone")
    assert texcv.process.wait(PATIENCE) == 1


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["adda.yaml"], 1, "did you mean ada.yaml?"),
        (["ada.yaml", "."], 2, ". is a project: name one, or CVs"),
        ([], 2, "there is no CV in cv"),
        (["ada.yaml", "-f", "doc"], 2, "`doc` is none of the formats"),
        (["ada.yaml", "-o", "x.tex"], 2, "x.tex is not a file of the format pdf"),
    ],
)
def test_what_can_not_be_meant_ends_it(
    command: Callable[..., Command], arguments: list[str], status: int, said: str
) -> None:
    save("ada.yaml", CV.format("Baker"))
    texcv = command(*arguments)
    texcv.until(re.escape(said))
    texcv.process.communicate(timeout=PATIENCE)
    assert texcv.process.returncode == status
