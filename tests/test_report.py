"""The report: as a page, as data, for CI; and what other readers say in it."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from texcv import render
from texcv.check.readers import READERS, ReaderError
from texcv.cli import main

pytestmark = pytest.mark.latex

CV = """\
name: Ada Example
contact: {email: ada@example.org}
sections:
  experience:
    - {title: Baker, organization: "Bread & <b>Butter</b>", start: 2019, end: 2020, highlights: [Baked bread of rye.]}
  interests: [Chess]
"""
NAMES = ["text", "links", "fonts", "pages"]


def checked(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", *arguments])


@pytest.fixture
def sound(cv_file: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A CV and its PDF, which pass."""
    path = cv_file(CV)
    monkeypatch.chdir(path.parent)
    render("cv.yaml")
    assert checked("cv.yaml").exit_code == 0
    return path


@pytest.fixture
def damaged(sound: Path) -> Path:
    """The PDF says something else than its CV, in two places."""
    sound.write_text(CV.replace("of rye", "of wheat").replace("Ada Example", "Ida Example"), "utf-8")
    return sound


def test_the_terminal_says_what_was_compared(sound: Path) -> None:
    result = checked("cv.yaml")
    rows = [re.split(r"\s{2,}", line.strip()) for line in result.stdout.splitlines()]
    assert rows == [
        ["text", "10 strings", "ok"], ["links", "1 link", "ok"], ["fonts", rows[2][1], "ok"], ["pages", "1 page", "ok"],
        [f"{Path('output/cv.pdf')}: says what cv.yaml says"],
    ]  # fmt: skip
    assert checked("cv.yaml", "-q").output == ""


def test_the_terminal_counts_what_is_wrong(damaged: Path) -> None:
    result = checked("cv.yaml")
    assert result.exit_code == 1
    assert re.search(r"text +10 strings +4 errors\n", result.stdout)
    assert "says what" not in result.stdout


# --- as a page ------------------------------------------------------------------------------


class Tags(HTMLParser):
    """Every tag with its attributes, and every text in a `title`."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.titles: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.tags and self.tags[-1][0] == "title":
            self.titles.append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]


def page_of(*arguments: str) -> tuple[str, Tags]:
    checked("cv.yaml", "--report", "check.html", *arguments)
    page = Path("check.html").read_text("utf-8")
    return page, Tags(page)


def test_the_page_has_a_green_box_for_each_string(sound: Path) -> None:
    page, tags = page_of()
    rects = tags.all("rect")
    assert len({rect["id"] for rect in rects}) == 10
    assert [rect for rect in rects if rect.get("class") == "bad"] == []
    assert any(title.startswith("cv.yaml:5:36: Bread & <b>Butter</b>") for title in tags.titles)
    assert "Nothing is missing" in page


def test_the_page_shows_what_is_wrong_in_red_and_leads_to_it(damaged: Path) -> None:
    page, tags = page_of()
    assert "✗" in page
    red = [rect for rect in tags.all("rect") if rect.get("class") == "bad"]
    assert len(red) >= 2  # what the PDF has instead of the name, and of the highlight
    links = [link["href"] for link in tags.all("a")]
    assert links
    assert {f"#{rect['id']}" for rect in tags.all("rect") if "id" in rect} >= set(links)
    assert "&#34;Baked bread of wheat.&#34; is not in the PDF" in page


def test_the_page_needs_no_other_file_and_runs_nothing(sound: Path) -> None:
    page, tags = page_of()
    assert [image["src"] for image in tags.all("img")]
    assert all((image["src"] or "").startswith("data:image/png;base64,") for image in tags.all("img"))
    assert tags.all("script") == tags.all("link") == []
    assert not re.search(r"url\(|https?:", page.replace("http://www.w3.org", ""))


def test_a_stranger_s_text_is_text_on_the_page(sound: Path) -> None:
    page, tags = page_of()
    assert tags.all("b") == []
    assert "Bread &amp; &lt;b&gt;Butter" in page


def test_without_pdftoppm_the_page_has_boxes_and_says_so(sound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    page, tags = page_of()
    assert tags.all("img") == []
    assert len(tags.all("rect")) >= 10
    assert "pdftoppm" in page


# --- for tools ------------------------------------------------------------------------------


def data_of(*arguments: str) -> Any:
    checked("cv.yaml", "--report", "check.json", *arguments)
    return json.loads(Path("check.json").read_text("utf-8"))


def test_the_data_has_every_string_with_its_place_and_its_box(sound: Path) -> None:
    data = data_of()
    assert (data["passed"], data["pages"], data["diagnostics"]) == (True, 1, [])
    assert [check["name"] for check in data["checks"]] == NAMES
    assert len(data["strings"]) == data["checks"][0]["count"] == 10
    baker = next(string for string in data["strings"] if string["text"] == "Baker")
    assert (baker["file"], baker["line"], baker["column"], baker["passed"]) == ("cv.yaml", 5, 15, True)
    (box,) = baker["boxes"]
    assert box["page"] == 1
    assert 0 < box["left"] < box["right"] < 596
    assert 0 < box["bottom"] < box["top"] < 842


def test_the_data_tells_what_is_wrong(damaged: Path) -> None:
    data = data_of()
    assert data["passed"] is False
    assert [string["text"] for string in data["strings"] if not string["passed"]] == ["Ida", "Baked bread of wheat."]
    assert data["checks"][0]["errors"] == len(data["diagnostics"]) == 4


def cases_of(*arguments: str) -> ElementTree.Element:
    checked("cv.yaml", "--report", "check.xml", *arguments)
    return ElementTree.parse("check.xml").getroot()


def test_junit_has_a_case_for_each_string(sound: Path) -> None:
    root = cases_of("--thorough")
    assert [suite.get("name") for suite in root] == [*NAMES, *(reader.name for reader in READERS)]
    assert root.get("failures") == "0"
    assert int(root.get("tests", 0)) == len(root.findall(".//testcase")) == 11 + 3 + len(READERS)
    case = next(case for case in root.iter("testcase") if case.get("name") == "Bread & <b>Butter</b>")
    assert (case.get("file"), case.get("line")) == ("cv.yaml", "5")


def test_junit_fails_where_the_pdf_is_wrong(damaged: Path) -> None:
    root = cases_of()
    failed = [case for case in root.iter("testcase") if case.find("failure") is not None]
    assert root.get("failures") == root[0].get("failures") == str(len(failed))
    assert "Baked bread of wheat." in [case.get("name") for case in failed]
    text = "".join("".join(case.itertext()) for case in failed)
    assert text.count("error[") == 4


def test_a_report_of_a_broken_pdf_says_so(sound: Path) -> None:
    Path("output/cv.pdf").write_bytes(b"%PDF-1.5\nnothing")
    assert data_of()["diagnostics"][0]["code"] == "bad-pdf"
    assert cases_of().get("failures") == "1"
    assert "bad-pdf" in page_of()[0]


def test_a_report_that_is_none_or_can_t_be_written(sound: Path) -> None:
    assert checked("cv.yaml", "--report", "check.pdf").exit_code == 2
    (sound.parent / "file").write_text("")
    result = checked("cv.yaml", "--report", "file/check.json")
    assert (result.exit_code, "unwritable-output" in result.stderr) == (1, True)


def test_what_parsers_take_is_in_the_reports(sound: Path) -> None:
    render("cv.yaml", template="plain")
    data = data_of("--ats")
    assert (data["checks"][-1]["name"], data["ats"]["score"]) == ("ats", 1)
    assert {"name": "title", "expected": "Baker", "taken": "Baker", "score": 1.0} in data["ats"]["fields"]
    page, tags = page_of("--ats")
    assert "What an applicant tracking system takes" in page
    assert len(tags.all("details")) == 1
    assert [suite.get("name") for suite in cases_of("--ats")] == [*NAMES, "ats"]
    assert "details" not in {name for name, _ in page_of()[1].tags}


# --- other readers --------------------------------------------------------------------------


def test_every_reader_reads_plain_as_the_cv_has_it(sound: Path) -> None:
    render("cv.yaml", template="plain")
    result = checked("cv.yaml", "--thorough")
    assert result.exit_code == 0
    for reader in READERS:
        assert re.search(rf"^  {re.escape(reader.name)} +10 strings +ok$", result.stdout, re.M)


def test_a_reader_that_changes_the_order_is_named(sound: Path) -> None:
    """In classic, the contacts stand at the right of the name, and pdftotext reads such columns one by one."""
    result = checked("cv.yaml", "--thorough")
    assert result.exit_code == 0
    assert "cv.yaml:2:18: warning[reader-reorders]: pdftotext reads 1 of the strings out of order" in result.stderr
    assert re.search(r"^  pdftotext +10 strings +1 warning$", result.stdout, re.M)


def test_readers_that_this_machine_lacks_are_named(sound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    result = checked("cv.yaml", "--thorough")
    assert result.exit_code == 0
    assert "not on this machine: pdftotext, pdftotext -raw, pdftotext -layout, MuPDF (" in result.stdout
    assert re.search(r"pdfminer.six +10 strings +ok", result.stdout)


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_a_reader_that_fails_says_so(reader: Any) -> None:
    with pytest.raises(ReaderError):
        reader.read(b"%PDF-1.5\nnothing")
