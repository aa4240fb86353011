"""What changed: words, lines and moves of texts; PDFs and revisions, from the command line to the page."""

from __future__ import annotations

import os
import random
import re
import subprocess
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject

from texcv import render
from texcv.check import read_outline
from texcv.check.reading import Fragment, Page, Reading
from texcv.cli import main
from texcv.diagnostics import Span, error
from texcv.diff import Difference, Printed, Side, compare, hunks_of, sides_of, write_page
from texcv.diff.repository import Repository
from texcv.diff.sequence import replaced
from texcv.diff.snapshot import take_snapshot
from texcv.diff.words import Word, count_words, lines_of, plain

DOCS = Path(__file__).parents[1] / "docs"


def reading(*pages: str) -> Reading:
    """What would be read of pages with these lines, each word of them 10 pt wide, each line 12 pt high."""
    made = []
    for text in pages:
        places = [(text.count("\n", 0, found.start()), found) for found in re.finditer(r"\S+", text)]
        fragments = (
            Fragment(
                found[0], found.start(), (10.0 * at, 790.0 - 12 * line, 10.0 * at + 10, 800.0 - 12 * line), "", "F"
            )
            for at, (line, found) in enumerate(places)
        )
        made.append(Page(text, tuple(fragments), (), (0.0, 0.0, 595.0, 842.0), empty=False))
    return Reading(tuple(made), ())


def words(text: str) -> list[Word]:
    return [word for page in lines_of(reading(text)) for line in page for word in line]


def difference(old: str | Sequence[str], new: str | Sequence[str]) -> Difference:
    sides = ([side] if isinstance(side, str) else side for side in (old, new))
    first, second = (Printed(name, name.encode(), reading(*side)) for name, side in zip("ab", sides, strict=True))
    return compare(first, second)


def told(found: Difference) -> list[tuple[str, str]]:
    return [
        (run.kind, plain(run.words)) for change in found.changed for run in change.runs if run.kind != "same"
    ]  # fmt: skip


# --- words ----------------------------------------------------------------------------------


def test_words_are_told_from_marks() -> None:
    found = words("Baker, Bread & Co. (ada@example.org) don't C++")
    assert [word.text for word in found] == [
        "Baker", ",", "Bread", "&", "Co", ".", "(", "ada", "@", "example", ".", "org", ")", "don't", "C", "+", "+",
    ]  # fmt: skip
    assert plain(found) == "Baker, Bread & Co. (ada@example.org) don't C++"
    assert count_words(found) == 6


def test_scripts_without_spaces_are_compared_by_character() -> None:
    assert told(difference("日本語の文\n章です", "日本語の文章\nです。")) == [("added", "。")]
    assert count_words(words("日本語")) == 3


def test_what_is_only_set_differently_is_no_change() -> None:
    old = "The efficient waffle of well-\nknown characteriza-\ntion at https://exam\nple.org/a"
    new = "The eﬃcient\nwaf\u00adfle of well-known\ncharacterization at https://example.\norg/a"
    assert not difference(old, new).differs


def test_two_breaks_of_one_word_are_no_change() -> None:
    assert not difference("a charac-\nterization of", "a characteri-\nzation of").differs


def test_a_hyphen_of_the_author_is_a_change() -> None:
    assert told(difference("to re-use it", "to reuse it")) == [("removed", "re-use"), ("added", "reuse")]
    assert difference("a data base", "a database").differs


def test_the_box_of_a_part_is_a_part_of_the_box() -> None:
    baker, comma = words("Baker,")
    assert [round(edge, 2) for edge in baker.boxes[0][1]] == [0.0, 790.0, 8.33, 800.0]
    assert [round(edge, 2) for edge in comma.boxes[0][1]] == [8.33, 790.0, 10.0, 800.0]


def test_words_from_right_to_left() -> None:
    found = difference("שלום עולם טוב", "שלום עולם רע")
    assert told(found) == [("removed", "טוב"), ("added", "רע")]
    assert found.sections[0].runs[0].words[0].boxes == ((0, (0.0, 790.0, 10.0, 800.0)),)


# --- sequences ------------------------------------------------------------------------------


def test_what_lies_between_the_blocks_is_the_same() -> None:
    chance = random.Random(7)
    for _ in range(300):
        old, new = ([chance.choice("abcde") for _ in range(chance.randrange(20))] for _ in range(2))
        i = k = 0
        for start, end, first, last in replaced(old, new):
            assert old[i:start] == new[k:first]
            assert start < end or first < last
            i, k = end, last
        assert old[i:] == new[k:]


def test_long_texts_take_work_that_grows_with_their_length(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted in comparisons, not in seconds: two texts of the same few words are the worst."""
    counted = 0

    class Counted(str):
        def __eq__(self, other: object) -> bool:
            nonlocal counted
            counted += 1
            return str.__eq__(self, other)

        __hash__ = str.__hash__

    old, new = ([Counted(text) for text in (one, two) * 10_000] for one, two in (("a", "b"), ("c", "a")))
    assert list(replaced(old, new))
    assert counted < 300 * len(old)


def test_an_entry_that_is_added_begins_with_its_line() -> None:
    old = "2021 Baker at Bread\n2019 Clerk at Wool"
    new = "2021 Baker at Bread\n2020 Cook at Bread\n2019 Clerk at Wool"
    assert told(difference(old, new)) == [("added", "2020 Cook at Bread")]


def test_changes_next_to_each_other_are_one() -> None:
    assert told(difference("from 2019 – 2021 on", "from 2018 – 2020 on")) == [
        ("removed", "2019 – 2021"), ("added", "2018 – 2020"),
    ]  # fmt: skip


def test_words_between_changes_stay_the_same() -> None:
    assert told(difference("2020 He baked rye", "2021 He baked wheat")) == [
        ("removed", "2020"), ("added", "2021"), ("removed", "rye"), ("added", "wheat"),
    ]  # fmt: skip


def test_what_stands_elsewhere_was_moved() -> None:
    one, two = (
        "one two three four five six seven eight nine",
        "alpha beta gamma delta epsilon zeta eta theta iota kappa",
    )
    found = difference(f"{one}\n{two}\nend", f"{two}\n{one}\nend")
    assert {kind for kind, _ in told(found)} == {"left", "came"}
    assert found.summary == "9 words moved"


# --- sections and pages ---------------------------------------------------------------------


def test_a_line_on_every_page_is_told_once() -> None:
    old = ["Ada\n\nBread", "Butter\n\n\nAda Example 2", "Cheese\n\n\nAda Example 3"]
    new = ["Ada\n\nBread", "Butter\nCheese\n\n\nIda Example 2"]
    found = difference(old, new)
    assert [(change.title, told_of) for change, told_of in zip(found.changed, [told(found)], strict=True)] == [
        ("headers and footers", [("removed", "Ada"), ("added", "Ida")])
    ]
    assert found.summary == "1 word added, 1 removed; 3 pages, then 2"


def test_the_last_line_of_a_text_is_no_footer() -> None:
    assert told(difference(["Ada", "Metrics\nh-index 2"], ["Ada", "Metrics\nh-index 3"])) == [
        ("removed", "2"), ("added", "3"),
    ]  # fmt: skip


def test_hunks_have_a_few_words_around() -> None:
    many = " ".join(f"w{number}" for number in range(40))
    found = difference(f"{many} old {many}", f"{many} new {many}")
    (hunk,) = hunks_of(found.changed[0].runs)
    assert [piece.text for piece in hunk] == [
        "… w34 w35 w36 w37 w38 w39", "old", "new", "w0 w1 w2 w3 w4 w5 …",
    ]  # fmt: skip


# --- real PDFs ------------------------------------------------------------------------------

OLD = """\
name: Ada Example
contact: {email: ada@example.org, website: https://example.org/old}
sections:
  experience:
    - {title: Baker, organization: Bread & Butter, start: 2019, end: 2020, highlights: [Baked bread of rye.]}
  awards:
    - {title: Golden Loaf, date: 2021}
  interests: [Chess, Go]
"""
NEW = """\
name: Ada Example
contact: {email: ada@example.org, website: https://example.org/new}
sections:
  interests: [Chess, Go]
  experience:
    title: Work
    entries:
    - {title: Baker, organization: Bread & Butter, start: 2019, end: 2020, highlights: [Baked bread of wheat.]}
  skills: [Pastry]
"""


def texcv(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["diff", *arguments], prog_name="texcv")


@pytest.fixture(scope="module")
def pdfs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with old.pdf and new.pdf."""
    folder = tmp_path_factory.mktemp("diff")
    for name, text in (("old", OLD), ("new", NEW)):
        (folder / f"{name}.yaml").write_text(text, "utf-8")
        render(folder / f"{name}.yaml", output=folder)
    return folder


@pytest.fixture
def in_pdfs(pdfs: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(pdfs)
    return pdfs


@pytest.mark.latex
def test_the_terminal_tells_all_by_section(in_pdfs: Path) -> None:
    result = texcv("old.pdf", "new.pdf")
    assert result.exit_code == 0
    shown = re.search(r"\$ texcv diff old.pdf new.pdf\n((?:(?:    .*)?\n)+)", (DOCS / "diff.md").read_text("utf-8"))
    assert shown
    assert result.stdout == "".join(f"{line[4:]}\n" for line in shown[1].strip("\n").split("\n"))


@pytest.mark.latex
def test_exit_codes(in_pdfs: Path) -> None:
    assert texcv("old.pdf", "new.pdf", "--exit-code", "-q").exit_code == 1
    same = texcv("old.pdf", "old.pdf", "--exit-code")
    assert (same.exit_code, same.stdout) == (0, "old.pdf and old.pdf are the same PDF\n")


class Tags(HTMLParser):
    """Every tag with its attributes, and the text of the page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.latex
def test_the_page_shows_both_sides_with_marks(in_pdfs: Path, tmp_path: Path) -> None:
    file = tmp_path / "d.html"
    assert texcv("old.pdf", "new.pdf", "--html", str(file)).stdout.endswith(f"{file}: the pages side by side\n")
    page = Tags(file.read_text("utf-8"))
    pictures = [attributes["src"] or "" for tag, attributes in page.tags if tag == "img"]
    assert len(pictures) == 2
    assert all(source.startswith("data:image/png;base64,iVBOR") for source in pictures)
    kinds = [attributes["class"] for tag, attributes in page.tags if tag == "rect"]
    assert {kind: kinds.count(kind) for kind in kinds} == {"removed": 5, "link": 2, "added": 5}
    assert not {"script", "link"} & {tag for tag, _ in page.tags}
    names = {attributes["id"] for _, attributes in page.tags if "id" in attributes}
    leads = {(attributes["href"] or "")[1:] for tag, attributes in page.tags if tag == "a"}
    assert leads == names


def test_a_page_without_pictures_of_a_hostile_text(tmp_path: Path) -> None:
    write_page(difference("</title><script>alert(1)</script>\u202e", "harmless"), tmp_path / "d.html")
    text = (tmp_path / "d.html").read_text("utf-8")
    page = Tags(text)
    assert "script" not in {tag for tag, _ in page.tags}
    assert "<script>alert(1)</script>\\u202e" in page.text
    assert "those need pdftoppm" in page.text
    assert [attributes["class"] for tag, attributes in page.tags if tag == "rect"] == ["removed", "added"]


@pytest.mark.latex
def test_a_file_that_is_no_pdf_or_has_no_text(in_pdfs: Path, tmp_path: Path) -> None:
    whole = Path("old.pdf").read_bytes()
    for name, content, says in (
        ("empty", b"", "empty file"), ("cut", whole[:3000], "can't be read"), ("junk", b"junk", "can't be read"),
    ):  # fmt: skip
        (tmp_path / f"{name}.pdf").write_bytes(content)
        result = texcv("old.pdf", str(tmp_path / f"{name}.pdf"))
        assert result.exit_code == 1
        assert "error[bad-pdf]" in result.stderr
        assert says in result.stderr
    locked = PdfWriter(clone_from="old.pdf")
    locked.encrypt("secret", algorithm="RC4-128")
    locked.write(tmp_path / "locked.pdf")
    assert "save it without its password" in texcv("old.pdf", str(tmp_path / "locked.pdf")).stderr
    blank = PdfWriter()
    blank.add_blank_page(1e6, 1e6)
    blank.write(tmp_path / "blank.pdf")
    result = texcv("old.pdf", str(tmp_path / "blank.pdf"), "--html", str(tmp_path / "d.html"))
    assert result.exit_code == 0
    assert "warning[no-text]" in result.stderr
    assert "\nthe text: 21 words removed\n" in result.stdout


@pytest.mark.latex
def test_an_outline_without_an_end(in_pdfs: Path, tmp_path: Path) -> None:
    writer = PdfWriter(clone_from="old.pdf")
    outlines: Any = writer.root_object["/Outlines"].get_object()
    first = outlines.raw_get("/First")
    first.get_object()[NameObject("/Next")] = first
    writer.write(tmp_path / "endless.pdf")
    assert {bookmark.title for bookmark in read_outline((tmp_path / "endless.pdf").read_bytes())} == {"Experience"}
    assert texcv("old.pdf", str(tmp_path / "endless.pdf")).exit_code == 0


@pytest.mark.latex
def test_without_an_outline_titles_are_found_on_the_pages(in_pdfs: Path, tmp_path: Path) -> None:
    writer = PdfWriter()
    for page in PdfReader("new.pdf").pages:
        writer.add_page(page)
    writer.write(tmp_path / "bare.pdf")
    assert read_outline((tmp_path / "bare.pdf").read_bytes()) == ()
    assert not texcv("new.pdf", str(tmp_path / "bare.pdf"), "--exit-code").exit_code


def test_files_that_are_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    os.mkfifo("pipe.pdf")
    result = texcv("none.pdf", "pipe.pdf")
    assert result.exit_code == 1
    assert "none.pdf: error[missing-pdf]" in result.stderr
    assert "pipe.pdf: error[missing-pdf]: pipe.pdf is not a file" in result.stderr


# --- what is compared -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "sides"),
    [
        (["cv.yaml"], (Side("cv.yaml", "HEAD"), Side("cv.yaml"))),
        (["cv.yaml", "v1"], (Side("cv.yaml", "v1"), Side("cv.yaml"))),
        (["cv.pdf", "v1", "v2"], (Side("cv.pdf", "v1"), Side("cv.pdf", "v2"))),
        (["a.pdf", "B.PDF"], (Side("a.pdf"), Side("B.PDF"))),
        (["a.pdf", "b.yml"], (Side("a.pdf"), Side("b.yml"))),
        (["cv.yaml", "HEAD:old.yaml"], (Side("cv.yaml", "HEAD:old.yaml"), Side("cv.yaml"))),
    ],
)
def test_arguments(arguments: list[str], sides: tuple[Side, Side]) -> None:
    assert sides_of(arguments[0], arguments[1:]) == sides


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["a.pdf", "b.pdf", "c.pdf"], "c.pdf is too much"),
        (["a.yaml", "v1", "v2", "v3"], "v3 is too much"),
        (["a.yaml", ""], "a revision has no name"),
        (["a.yaml", "--html", "a.pdf"], "its name must end with .html"),
    ],
)
def test_wrong_usage(arguments: list[str], says: str) -> None:
    result = texcv(*arguments)
    assert result.exit_code == 2
    assert says in result.stderr


# --- revisions ------------------------------------------------------------------------------


def git(*arguments: str) -> str:
    command = ["git", "-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false"]
    return subprocess.run([*command, *arguments], capture_output=True, text=True, check=True).stdout


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with old.yaml (one), which became cv/ada.yaml (two), which has an error (three)."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    git("init", "--quiet", "--initial-branch=main")
    Path("cv").mkdir()
    for message, old, new, text in (
        ("one", "", "old.yaml", OLD),
        ("two", "old.yaml", "cv/ada.yaml", OLD.replace("Chess", "Chess, Shogi")),
        ("three", "", "cv/ada.yaml", OLD.replace("start: 2019", "start: 2019-13")),
    ):
        if old:
            git("mv", old, new)
        Path(new).write_text(text, "utf-8")
        git("add", "--all")
        git("commit", "--quiet", "-m", message)
    return tmp_path


@pytest.mark.latex
def test_a_revision_against_the_file_as_it_is(repository: Path) -> None:
    Path("cv/ada.yaml").write_text(NEW, "utf-8")
    before = git("status", "--porcelain")
    result = texcv("cv/ada.yaml", "HEAD~1")
    assert result.stdout.startswith("--- cv/ada.yaml@HEAD~1 (1 page)\n+++ cv/ada.yaml (1 page)\n")
    assert "Interests: moved to the top; 1 word removed" in result.stdout
    assert git("status", "--porcelain") == before


def test_an_error_of_a_revision_has_its_place_there(repository: Path) -> None:
    result = texcv("cv/ada.yaml", "HEAD", "HEAD", "--diagnostics", "human")
    assert result.exit_code == 1
    assert result.stderr.startswith('cv/ada.yaml@HEAD:5:59: error[bad-date]: "2019-13" is not a month\n    5 | ')
    assert result.stderr.count("error[") == 1


@pytest.mark.parametrize(
    ("revision", "code", "hint"),
    [
        ("mian", "unknown-revision", "did you mean `main`?"),
        ("HEAD~7", "unknown-revision", ""),
        ("main..HEAD", "unknown-revision", "name two of them"),
        ("HEAD~2", "not-in-revision", "it was called old.yaml then: write `HEAD~2:old.yaml`"),
        ("HEAD~2:odl.yaml", "not-in-revision", "did you mean `old.yaml`?"),
        ("HEAD^{/o:ne}", "unknown-revision", ""),
    ],
)
def test_a_revision_that_has_not_what_is_wanted(repository: Path, revision: str, code: str, hint: str) -> None:
    result = texcv("cv/ada.yaml", revision, revision)
    assert result.exit_code == 1
    assert f"cv/ada.yaml@{revision}: error[{code}]" in result.stderr
    assert hint in result.stderr
    assert bool(hint) == ("hint:" in result.stderr)


def test_a_revision_is_never_an_option_of_git(repository: Path) -> None:
    result = texcv("cv/ada.yaml", "--", f"--output={repository}/x", "HEAD")
    assert "error[unknown-revision]" in result.stderr
    assert not Path("x").exists()


def test_revisions_by_what_was_said(repository: Path) -> None:
    where = Repository.of(Path("cv/ada.yaml"))
    two = git("rev-parse", "HEAD~1").strip()
    for name in (":/two", "HEAD^{/two}", "main~1", two[:8]):
        assert where.revision(name, Span("cv/ada.yaml")).oid == two
    assert Repository.of(Path("gone/away/ada.yaml")).path_of(Path("ada.yaml")) == "gone/away/ada.yaml"


def test_no_repository_no_commit_no_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    Path("cv.yaml").write_text(OLD, "utf-8")
    assert "cv.yaml: error[no-repository]" in texcv("cv.yaml", "a", "b").stderr
    git("init", "--quiet")
    assert "nothing is committed yet" in texcv("cv.yaml", "HEAD", "HEAD").stderr
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "error[missing-git]" in texcv("cv.yaml", "HEAD", "HEAD").stderr


def test_a_snapshot_has_all_that_the_cv_names_and_no_more(repository: Path) -> None:
    for name, text in (
        ("cv/ada.yaml", "name: Ada\nphoto: pictures/me.jpg\ndesign: {template: ../looks/mine}\nheadline: secret\n"),
        ("pictures/me.jpg", "a picture"),
        ("looks/mine/template.yaml", "base: ../theirs\n"),
        ("looks/mine/entries/awards.tex.j2", "x"),
        ("looks/theirs/template.yaml", "title: Theirs\n"),
        ("secret/large.bin", "not wanted"),
        ("texcv.yaml", 'defaults: {include: [shared.yaml, "parts.yaml # a.0"]}\n'),
        ("parts.yaml", "a: [{quote: Q}]\n"),
        ("shared.yaml", "publications: []\n"),
    ):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text, "utf-8")
    Path("cv/pictures").mkdir()
    Path("cv/pictures/me.jpg").symlink_to("../../pictures/me.jpg")
    git("add", "--all")
    git("commit", "--quiet", "-m", "four")
    revision = Repository.of(Path("cv/ada.yaml")).revision("HEAD", Span("x"))
    root = repository / "snapshot"
    snapshot = take_snapshot(revision, "cv/ada.yaml", "ada.yaml", root)
    assert {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()} == {
        "cv/ada.yaml", "cv/pictures/me.jpg", "looks/mine/template.yaml", "looks/mine/entries/awards.tex.j2",
        "looks/theirs/template.yaml", "texcv.yaml", "shared.yaml", "parts.yaml",
    }  # fmt: skip
    assert (root / "cv/pictures/me.jpg").read_text("utf-8") == "a picture"
    faults = [error("bad-photo", f"{root}/cv/pictures/me.jpg is none", Span(f"{root}/looks/mine/template.yaml", 1, 2))]
    (fault,) = snapshot.told(faults)
    assert str(fault.span) == "../looks/mine/template.yaml@HEAD:1:2"
    assert fault.message == "pictures/me.jpg@HEAD is none"
    (fault,) = snapshot.told([error("missing-photo", f"can't read {root}/cv/gone.jpg")])
    assert fault.message == "can't read gone.jpg"
