"""Scripts other than Latin: set by lualatex in any field, read back, and from right to left where they run so."""

from __future__ import annotations

import os
import re
import subprocess
import unicodedata
from collections.abc import Callable, Iterator
from itertools import chain, pairwise
from pathlib import Path
from typing import Any, cast

import pytest
import yaml
from pypdf import PdfReader

from test_view import build
from texcv import TexcvError, check, render, validate
from texcv.check.reading import read_pdf
from texcv.compile import environment
from texcv.compile.requirements import find_tex_files, scripts_command, tex_version
from texcv.scripts import coverage, direction_of, pdftex_characters
from texcv.scripts.tables import CHINESE, JAPANESE, script_of, unified
from texcv.templates import Template, eject, find_template

CvFile = Callable[..., Path]

WORDS = {
    "Greek": "Ελευθερία ἱστορίας Ὅμηρος και Γιώργος",
    "Cyrillic": "Щёлково Київ ґанок Љубљана Достоевский",
    "Vietnamese": "Nguyễn Đặng Trường Việt ☎",
    "Chinese": "北京大学，研究员。深圳",
    "Japanese": "東京大学・カタカナ ひらがな「研究」ー",
    "Korean": "서울대학교 연구원 한국어",
    "Hebrew": "שָׁלוֹם ירושלים (תל אביב) 2020",
    "Arabic": "السلام عليكم (القاهرة)، لا إله ٢٠٢٠ پژوهشگر",
    "Devanagari": "हिन्दी क्षत्रिय विद्यार्थी श्रीकृष्ण कार्य।",
    "Thai": "ภาษาไทย น้ำ ผู้ใหญ่ เกียรติ์",
    "emoji": "😀 🚀 ❤️ 🎓 ✈️ ★ 📚",
}

TEMPLATES = ("plain", "academic")


def fields_of(words: str) -> dict[str, Any]:
    """A CV that has the words, with a number of its own, in a field of each kind."""
    numbers = iter(range(100, 1000))

    def text(mark: str = "{}") -> str:
        return mark.format(f"{words} {next(numbers)}")

    def entry(*keys: str, **others: Any) -> dict[str, Any]:
        return {key: text() for key in keys} | others

    timeline = entry("title", "organization", "location", "summary", start="2001", end="2005")
    return {
        "name": entry("prefix", "given", "family", "suffix", "note"),
        "born": entry("place", date="1990-01-02"),
        "headline": text(),
        "contact": {"address": [text(), text()], "email": "a@example.org", "phone": "+49 30 123456"},
        "quote": entry("text", "author"),
        "sections": {
            text(): {"kind": "list", "entries": [text(), text("**{}**"), text("*{}*"), text("`{}`")]},
            "summary": text("before [{}](https://example.org/) behind"),
            "experience": [timeline | {"details": {text(): [text()]}, "highlights": [text(), text("In, {} (a b)")]}],
            "publications": [entry("title", "venue", "note", authors=[text(), text()], year=2020, doi="10.1234/abcd")],
            "skills": [entry("name", skills=[entry("name", "level"), text()])],
            "languages": [entry("name", "level")],
            "teaching": [entry("date", "title", "organization", "role")],
            "talks": [entry("title", "event", "location", "note")],
            "patents": [entry("title", inventors=[text()], filings=[entry("number", "title")])],
            "grants": [entry("title", "role", "funder", "number", "amount")],
            "awards": [entry("title", "issuer", "rank")],
            "supervision": [entry("name", "degree", "title", "note")],
            "references": [entry("name", "position", "address", "note", email="b@example.org")],
            "metrics": {"columns": [text()], "rows": {text(): text()}, "source": text()},
            "A table": {"kind": "table", "columns": [text(), text()], "rows": [[text(), text()]]},
        },
        "metadata": {"keywords": [text()]},
    }  # fmt: skip


def write(cv_file: CvFile, content: dict[str, Any]) -> Path:
    return cv_file(yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=10_000))


@pytest.mark.latex
@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("script", WORDS)
def test_any_field_reads_back(cv_file: CvFile, script: str, template: str) -> None:
    made = render(write(cv_file, fields_of(WORDS[script])), template=template, output=cv_file("", "x").parent / "out")
    assert made.diagnostics == ()
    assert made.strings > 60


# --- which engine, and what is refused ------------------------------------------------------


def cv(cv_file: CvFile, text: str, template: str = "plain", rest: str = "") -> Path:
    head = f"name: Ada Example\ndesign: {{template: {template}}}\nsections:\n  interests:\n"
    return cv_file(f"{head}    - {text}\n{rest}")


@pytest.mark.latex
def test_pdftex_sets_the_characters_that_it_is_said_to_set(tmp_path: Path) -> None:
    """And no other one, up to the end of Plane 1 without ideographs, Hangul and cuneiform."""
    known = pdftex_characters()
    codes = chain(range(0xA1, 0x3400), range(0xA000, 0xAC00), range(0xFB00, 0x12000))
    asked = [char for char in map(chr, codes) if _is_set(char)]
    lines = "".join(f"\\cvparagraph{{\\message{{@{ord(char):X}@}}a{char} b\\textbf{{{char}}}}}\n\n" for char in asked)
    head = "\\documentclass{texcv}\n\\usepackage{texcv-plain}\n\\begin{document}\n"
    (tmp_path / "t.tex").write_text(f"{head}{lines}\\end{{document}}\n", "utf-8")
    base = Path(__file__).parent.parent / "latex_templates"
    environment = os.environ | {"TEXINPUTS": f"{base}/base:{base}/plain:", "max_print_line": "10000"}
    subprocess.run(["pdflatex", "-interaction=batchmode", "t"], cwd=tmp_path, env=environment, check=False)
    said = re.split("@([0-9A-F]+)@", (tmp_path / "t.log").read_bytes().decode("utf-8", "replace"))[1:]
    told = [(chr(int(code, 16)), "! " in log) for code, log in zip(said[::2], said[1::2], strict=True)]
    assert {char for char, _ in told} == set(asked)
    refused = {char for char, fault in told if fault}
    assert known & refused == set()
    assert "2022" not in tex_version() or set(asked) - refused == known  # others may know more


@pytest.mark.latex
@pytest.mark.parametrize("font", ["latin-modern-sans", "latin-modern", "heros", "bonum"])
def test_what_pdftex_sets_reads_back(cv_file: CvFile, font: str) -> None:
    """Of the characters that may stand in a CV at all: the soft hyphen may not, nor a joiner between Latin letters."""
    texts = [f"x{char}y" for char in sorted(pdftex_characters() - set("\xad\u200c"))]
    path = write(cv_file, {"name": "Ada Example", "sections": {"interests": texts}})
    made = render(path, template="classic", settings=[f"design.font={font}"], output=path.parent)
    assert made.strings == len(texts) + 3


def _is_set(char: str) -> bool:
    printed = unicodedata.category(char) not in {"Cn", "Co", "Cs", "Cc", "Zs", "Zl", "Zp"}
    return char != "\ufeff" and printed and unicodedata.is_normalized("NFC", char)


@pytest.mark.latex
@pytest.mark.parametrize("text", ["Café Łódź Đức Şişli", "a² ≤ Ω → α", "œuvre – “x” €"])
def test_the_latin_script_stays_with_pdftex(cv_file: CvFile, text: str) -> None:
    assert render(cv(cv_file, text), output=cv_file("", "x").parent).log.startswith("This is pdfTeX")


@pytest.mark.latex
@pytest.mark.parametrize("text", ["ḍ", "και", "Ж", "東", "№ ☃"])
def test_all_else_is_set_by_luatex(cv_file: CvFile, text: str) -> None:
    assert render(cv(cv_file, text), output=cv_file("", "x").parent).log.startswith("This is LuaHBTeX")


@pytest.fixture
def no_tex(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise AssertionError("TeX was started")

    monkeypatch.setattr("texcv.compile.compile_tex", fail)


def faults(call: Callable[..., Any], path: Path, **options: Any) -> list[tuple[str, str]]:
    with pytest.raises(TexcvError) as raised:
        call(path, output=path.parent / "out", **options)
    assert not (path.parent / "out").exists()
    return [(fault.code, str(fault.span).removeprefix(f"{path}:")) for fault in raised.value.diagnostics]


@pytest.mark.parametrize("template", ["classic", "casual", "banking", "oldstyle", "fancy", "awesome", "moderncv"])
def test_other_templates_refuse_before_tex_is_started(cv_file: CvFile, template: str, no_tex: None) -> None:
    path = cv(cv_file, "Café Ω Жук", template, '    - "abc\\n שלום"\n  summary: |\n    One\n    two 東京\n')
    assert faults(render, path) == [("missing-glyph", "5:14"), ("missing-glyph", "6:14"), ("missing-glyph", "9:9")]
    (first, *_) = validate(path)
    assert first.message == '"Ж" (U+0416, Cyrillic) can\'t be printed: this template has no font for it'
    assert first.hints == ("the templates plain and academic set it",)


@pytest.mark.parametrize("locale", ["ru", "el", "zh-TW"])
def test_a_language_that_a_template_has_no_letters_for_is_told_once(cv_file: CvFile, locale: str, no_tex: None) -> None:
    """Not at each date and title; also where nothing but the title of the PDF needs them."""
    for sections in ("Works: [One]", "education: [{title: A, start: 2019-03, end: present}]"):
        path = cv_file(f"name: Ada\nlocale: {locale}\nsections:\n  {sections}\n")
        assert faults(render, path) == [("missing-glyph", "2:9")]
    assert validate(path)[0].message.endswith("letters can't be printed: this template has no font for them")


def test_words_in_greek_are_no_mathematics(cv_file: CvFile, no_tex: None) -> None:
    """pdfTeX has the letters, but readers part those of a word."""
    assert faults(render, cv(cv_file, "α, και", "classic")) == [("missing-glyph", "5:7")]


@pytest.mark.parametrize(
    ("locale", "face"), [("ja", 0), ("ko", 1), ("zh", 2), ("zh-SG", 2), ("zh-TW", 3), ("zh-Hant-HK", 3), ("en", 0)]
)
def test_han_characters_have_the_forms_of_the_language(locale: str, face: int) -> None:
    """Whatever else stands in the CV; in one of another language, kana tell that they are Japanese."""
    assert unified(CHINESE, {CHINESE, JAPANESE}, locale).sans.face == face


@pytest.mark.parametrize("locale", ["ar", "he", "ar-MA"])
def test_lines_run_as_the_language_does(locale: str) -> None:
    assert direction_of(build(f"name: Ada\nlocale: {locale}\nsections: {{Works: [One]}}")) == "rtl"
    assert direction_of(build("name: Ada\nlocale: en\nsections: {Works: [One]}")) == ""


def test_facts_that_run_the_other_way_are_pieces_of_their_own(cv_file: CvFile) -> None:
    grant = "{title: מענק, number: FE-1, amount: 5000, own_share: 2000, currency: EUR}"
    papers = "[{title: T, authors: [J. Berg, M. Aalto, נועה לוי]}]"
    path = cv_file(
        f"name: נועה\nlocale: he\ndesign: {{template: plain}}\nsections: {{grants: [{grant}], publications: {papers}}}"
    )
    (tex, *_) = render(path, output=path.parent, formats=["tex"]).files
    text = tex.read_text("utf-8")
    assert r"{FE-1, 5,000~€\cvnext{, }חלק עצמי 2,000~€}" in text
    assert r"J.~Berg, M.~Aalto\cvnext{, }נועה~לוי" in text


@pytest.mark.latex
def test_a_pdf_is_checked_whatever_the_template_of_the_cv(cv_file: CvFile) -> None:
    """It was rendered with `-t plain`; the template that the CV names could not have done it."""
    path = cv(cv_file, "Ελευθερία", "classic")
    pdf = render(path, template="plain", output=path.parent).files[0]
    assert validate(path)[0].code == "missing-glyph"
    assert check(path, pdf) == ()


def test_a_template_of_ones_own_is_left_to_tex(cv_file: CvFile) -> None:
    """It may load fonts that texcv knows nothing of."""
    folder = cv_file("", "x").parent / "my"
    eject(cast("Template", find_template("classic")), folder)
    assert validate(cv(cv_file, "Жук", "./my")) == ()


@pytest.mark.parametrize(("text", "column"), [("ok 👍🏽", 11), ('"1️⃣"', 10)])
def test_emoji_of_several_parts_are_refused(cv_file: CvFile, text: str, column: int, no_tex: None) -> None:
    assert faults(render, cv(cv_file, text)) == [("missing-glyph", f"5:{column}")]


def test_a_machine_without_lualatex(
    cv_file: CvFile, tmp_path: Path, no_tex: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    for program in ("latexmk", "pdflatex", "kpsewhich", "apt-get"):
        (programs / program).touch(0o755)
    monkeypatch.setenv("PATH", str(programs))
    path = cv(cv_file, "abc שלום")
    assert faults(render, path) == [("missing-glyph", "5:11")]
    with pytest.raises(TexcvError) as raised:
        render(path)
    (fault,) = raised.value.diagnostics
    assert "it needs lualatex, which this machine lacks" in fault.message
    assert fault.hints == (f"install: {scripts_command()}",)
    assert "texlive-luatex" in fault.hints[0]
    assert "fonts-noto-cjk" in fault.hints[0]


@pytest.mark.latex
@pytest.mark.parametrize(
    ("gone", "place"), [("Hebrew", "5:11"), ("texgyreheros", "5:11"), ("CJK", "6:7"), ("Hebrew|CJK", "5:11 6:7")]
)
def test_a_machine_without_a_font(
    cv_file: CvFile, gone: str, place: str, no_tex: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def find(names: Any, environment: Any) -> dict[str, Path]:
        return {name: path for name, path in find_tex_files(names, environment).items() if not re.search(gone, name)}

    monkeypatch.setattr("texcv.scripts.find_tex_files", find)
    path = cv(cv_file, "abc שלום", rest="    - 東\n")
    assert faults(render, path) == [("missing-glyph", at) for at in place.split()]


@pytest.mark.latex
def test_what_no_font_has(cv_file: CvFile, no_tex: None) -> None:
    path = cv(cv_file, "a 𐀀")
    assert faults(render, path) == [("missing-glyph", "5:9")]


@pytest.mark.latex
def test_the_fonts_of_a_machine_are_read() -> None:
    paths = find_tex_files(["NotoSans-Regular.ttf", "NotoSansCJK-Regular.ttc", "article.cls"], environment(Path()))
    sans = coverage.characters_of(paths["NotoSans-Regular.ttf"])
    assert set(map(ord, "AzΩЖễ")) <= sans
    assert ord("東") not in sans
    for face in (0, 1, 2):
        assert set(map(ord, "東あ한𠮟")) <= coverage.characters_of(paths["NotoSansCJK-Regular.ttc"], face)
    assert coverage.characters_of(paths["article.cls"]) == frozenset()


@pytest.mark.parametrize("name", [name for name in WORDS if name not in {"Vietnamese", "emoji"}])
def test_scripts_are_known_by_their_letters(name: str) -> None:
    names = {script_of(char).name for char in WORDS[name] if char.isalpha()}
    assert name in names
    assert names <= {name, *({"Chinese"} if name == "Japanese" else ())}


# --- how it stands on the page --------------------------------------------------------------


def words_of(path: Path, template: str) -> list[tuple[str, float, float]]:
    """The words of the first page, each with its left and right edge, in points."""
    page = read_pdf(render(path, template=template, output=path.parent / "out").files[0].read_bytes()).pages[0]
    found = []
    for word in re.finditer(r"\S+", page.text):
        boxes = [part.box for part in page.fragments if word.start() <= part.start < word.end()]
        found.append((word[0], min(box[0] for box in boxes), max(box[2] for box in boxes)))
    return found


def edges(words: list[tuple[str, float, float]], *wanted: str) -> Iterator[float]:
    for word in wanted:
        yield next(left for text, left, _ in words if text == word)


@pytest.mark.latex
@pytest.mark.parametrize("template", TEMPLATES)
def test_a_line_of_both_directions(cv_file: CvFile, template: str) -> None:
    words = words_of(cv(cv_file, "abc שלום עולם 2020 def", rest="    - שלום abc def עולם, 12 34\n"), template)
    order = list(edges(words, "abc", "2020", "עולם", "שלום", "def"))
    assert order == sorted(order)
    second = words[[word for word, _, _ in words].index("def") + 1 :]
    order = list(edges(second, "34", "12", "עולם,", "abc", "def", "שלום"))
    assert order == sorted(order)


HEBREW = """\
name: {given: דנה, family: כהן}
contact: {email: a@example.org, phone: "+49 30 1234567"}
sections:
  ניסיון:
    - title: חוקרת
      organization: האוניברסיטה העברית
      location: ירושלים
      start: 2001
      end: 2005
      highlights: [אחת, Two words]
"""


@pytest.mark.latex
@pytest.mark.parametrize("template", TEMPLATES)
def test_a_cv_from_right_to_left(cv_file: CvFile, template: str) -> None:
    words = words_of(cv_file(HEBREW), template)
    right = {word: edge for word, _, edge in words}
    margin = right["ניסיון"]
    assert margin > 530  # of 595 points, less 2 cm
    assert abs(right["חוקרת"] - margin) < 1
    assert margin - 20 < right["אחת"] < margin - 5  # behind its bullet
    assert abs(right["words"] - right["אחת"]) < 1
    for order in (("כהן", "דנה"), ("Two", "words"), ("2001", "2005"), ("+49", "30", "1234567"), ("2001", "חוקרת")):
        assert all(first < second for first, second in pairwise(edges(words, *order))), order


LINKS = """\
    - "before [שלום עולם](https://example.org/1) behind [Latin](https://example.org/2) and more"
    - "שלום [עולם](https://example.org/3) abc [Latin words](https://example.org/4) סוף [אב](https://example.org/5)"
    - "abc אבג [דהו זחט](https://example.org/6) יכל [xyz](https://example.org/7), [https בד](https://example.org/8)"
    - "before [السلام 120](https://example.org/9) behind"
"""


@pytest.mark.latex
@pytest.mark.parametrize("name", ["Ada Example", "דנה כהן שלום עולם שלום עולם שלום עולם שלום עולם שלום עולם שלום עולם"])
def test_links_stand_on_their_words(cv_file: CvFile, name: str) -> None:
    """In lines of both directions."""
    path = cv_file(f"name: {name}\ndesign: {{template: plain}}\nsections:\n  interests:\n{LINKS}")
    assert render(path, output=path.parent / "out").diagnostics == ()


LONG = {
    "Japanese": "日本語の文章を書きます。とても長い文章なので、行が変わるはずです（そして「禁則処理」も確認できます）。"
    * 4,
    "Thai": "ภาษาไทยเป็นภาษาที่มีระดับเสียงของคำแน่นอนหรือวรรณยุกต์เช่นเดียวกับภาษาจีนและออกเสียงแยกคำต่อคำ" * 4,
}


@pytest.mark.latex
@pytest.mark.parametrize("script", LONG)
@pytest.mark.parametrize("template", TEMPLATES)
def test_lines_break_without_spaces(cv_file: CvFile, script: str, template: str) -> None:
    pdf = render(cv(cv_file, LONG[script]), template=template, output=cv_file("", "x").parent / "out").files[0]
    said = subprocess.run(["pdftotext", pdf, "-"], capture_output=True, text=True, check=True).stdout
    lines = [line for line in said.splitlines() if LONG[script][0] in line or len(line) > 40]
    assert len(lines) > 3
    assert not any(line[0] in "、。）」" or unicodedata.category(line[0]) == "Mn" for line in lines)
    assert not any(line[-1] in "（「" for line in lines)


# --- the file -------------------------------------------------------------------------------


@pytest.mark.latex
def test_the_same_bytes_twice(cv_file: CvFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    path = cv(cv_file, "שלום Жук हिन्दी")
    once, twice = (render(path, output=path.parent / name).files[0].read_bytes() for name in ("a", "b"))
    assert once == twice


@pytest.mark.latex
def test_metadata_outline_and_fonts(cv_file: CvFile) -> None:
    path = cv_file(HEBREW + "metadata: {keywords: [Жук, 東]}\n")
    made = render(path, template="academic", output=path.parent)
    reader = PdfReader(made.files[0])
    assert reader.metadata is not None
    assert reader.metadata.title == "דנה כהן – Curriculum Vitae"
    assert reader.metadata.author == "דנה כהן"
    assert str(reader.metadata["/Keywords"]) == "Жук, 東"
    assert [getattr(entry, "title", None) for entry in reader.outline] == ["ניסיון"]


@pytest.mark.latex
@pytest.mark.parametrize("font", ["pagella", "heros", "latin-modern"])
def test_a_word_is_set_in_one_font(cv_file: CvFile, font: str) -> None:
    """Latin fonts have some letters of Greek, but none of those with accents."""
    path = cv(cv_file, "Αλεξάνδρα")
    pdf = render(path, settings=[f"design.font={font}"], output=path.parent).files[0]
    (fragment,) = (part for part in read_pdf(pdf.read_bytes()).pages[0].fragments if "Αλεξ" in part.text)
    assert (fragment.text, fragment.font.startswith("Noto")) == ("Αλεξάνδρα", True)


@pytest.mark.latex
def test_the_tex_compiles_alone(cv_file: CvFile) -> None:
    path = cv(cv_file, "שלום Жук 東京")
    made = render(path, output=path.parent / "out", formats=("tex",))
    text = made.files[0].read_text("utf-8")
    assert "\\cvlistitem{שלום Жук 東京}" in text
    assert r"\cvfallback{script=hebr}{NotoSansHebrew-Regular.ttf}{NotoSansHebrew-Bold.ttf}{}{}" in text
    subprocess.run(["latexmk", "-norc", "-lualatex", "-interaction=nonstopmode", "cv"], cwd=path.parent / "out",
                   capture_output=True, check=True)  # fmt: skip
    assert check(path, path.parent / "out" / "cv.pdf") == ()


BIDI = {  # as it is read -> as it stands; capitals run from right to left, as in UAX #9
    "abc DEF ghi": "abc FED ghi",
    "ABC def GHI": "IHG def CBA",
    "abc DEF 12 ghi": "abc 12 FED ghi",
    "ABC 12 34": "34 12 CBA",
    "ABC (def) GHI.": ".IHG (def) CBA",
    "abc (DEF) ghi": "abc (FED) ghi",
    "ABC -5% 1,5": "1,5 5%- CBA",
    "ab DE (fg) HI": "ab ED (fg) IH",
}
"""After the first letter's direction; worked out by hand with the rules."""


@pytest.mark.latex
def test_directions(tmp_path: Path) -> None:
    hebrew = {letter: chr(0x5D0 + index) for index, letter in enumerate("ABCDEFGHI")}
    script = f'bidi = dofile("{Path(__file__).parent.parent}/latex_templates/base/texcv-bidi.lua")\n'
    for text in BIDI:
        codes = ",".join(str(ord(hebrew.get(char, char))) for char in text)
        script += f'print(table.concat(bidi.levels({{{codes}}}) or {{}}, ""))\n'
    (tmp_path / "t.lua").write_text(script, "utf-8")
    said = subprocess.run(["texlua", "t.lua"], cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    for (text, expected), levels in zip(BIDI.items(), said.splitlines(), strict=True):
        assert mirrored(reordered(text, list(map(int, levels)))) == mirrored(expected), text


def reordered(text: str, levels: list[int]) -> str:
    """Rule L2."""
    shown = list(zip(text, levels, strict=True))
    for level in range(max(levels), 0, -1):
        start = 0
        while start < len(shown):
            end = start
            while end < len(shown) and shown[end][1] >= level:
                end += 1
            shown[start:end] = shown[start:end][::-1]
            start = max(end, start + 1)
    return "".join(char for char, _ in shown)


def mirrored(text: str) -> str:
    """Brackets look alike whichever way they run."""
    return text.replace(")", "(")
