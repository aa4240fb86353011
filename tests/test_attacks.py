"""What a hostile CV may try: each attack is shown as the text that it is, or refused at its place."""

from __future__ import annotations

import os
import re
import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

import fields
from attacks import AS_TEXT, IN_FIELDS, REFUSED
from texcv import Rendered, TexcvError, render, validate
from texcv.check.reading import read_pdf
from texcv.check.text import normal
from texcv.choice import Choice
from texcv.cli import main
from texcv.compile import compile_tex
from texcv.compile.walls import room_stands
from texcv.model import Cv, Model
from texcv.plan import Plan, make_plan
from texcv.source import Node, load
from texcv.templates import Template, find_template, known_templates
from texcv.tex import inline
from texcv.view import pieces_of

CvFile = Callable[..., Path]


@pytest.fixture(autouse=True)
def secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A secret beside the CV, above it and at home; whatever an attack makes, it is in none of it."""
    word = "XYZZYPLUGH"
    home = tmp_path / "home"
    for folder in (tmp_path, tmp_path / "work", home):
        folder.mkdir(exist_ok=True)
        (folder / "secret.txt").write_text(word, "utf-8")
    (tmp_path / "work" / "link.png").symlink_to(tmp_path / "secret.txt")
    monkeypatch.setenv("HOME", str(home))
    yield word
    for file in (tmp_path / "work").rglob("*"):
        assert "pwned" not in file.name
        if file.is_file() and file.name not in {"secret.txt", "link.png"}:
            content = file.read_bytes()
            assert word.encode() not in content
            if content.startswith(b"%PDF"):
                assert word not in "".join(page.text for page in read_pdf(content).pages)
    assert not list(tmp_path.glob("pwned*"))


def test_these_are_more_than_150() -> None:
    assert len(AS_TEXT) + len(REFUSED) + len(IN_FIELDS) >= 200


@pytest.mark.latex
@pytest.mark.parametrize("template", known_templates())
def test_an_attack_is_text(cv_file: CvFile, template: str) -> None:
    """All of them, as titles, organizations, paragraphs, points, list items and skills."""
    texts = list(AS_TEXT.values())
    entries = [{"title": text, "organization": text, "summary": text, "highlights": [text]} for text in texts]
    cv = {"name": "Ada Example", "sections": {"experience": entries, "interests": texts, "skills": texts}}
    path = cv_file(fields.written(cv), "work/cv.yaml")
    made = render(path, template=template, output=path.parent / "out")
    assert made.strings >= 6 * len(texts)
    root: Any = PdfReader(made.files[0]).trailer["/Root"]
    assert set(root.get("/Names", {})) <= {"/Dests"}  # no scripts, no files
    opening = root.get("/OpenAction", [])
    assert isinstance(opening, list) or opening["/S"] == "/GoTo"
    assert "/AA" not in root
    page = normal("".join(page.text for page in read_pdf(made.files[0].read_bytes()).pages))
    assert page.count(r"\write18{touchpwned}") >= 6


# --- every field ----------------------------------------------------------------------------


LONE_BAR = pytest.mark.xfail(
    strict=True,
    raises=TexcvError,
    reason="the words of a link that are nothing but the sign that a look prints itself between texts are refused",
)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Each attack in one template, so that each template has every ninth; with `--every-attack`, each in each."""
    if {"attack", "look"} <= set(metafunc.fixturenames):
        looks = known_templates()
        every = metafunc.config.getoption("--every-attack")
        pairs = [
            pytest.param(name, look, marks=[LONE_BAR] if look == "plain" and name in {"SQL", "PDF string"} else [])
            for number, name in enumerate(AS_TEXT)
            for look in (looks if every else [looks[number % len(looks)]])
        ]
        metafunc.parametrize(("attack", "look"), pairs)


def node_of(path: Path) -> Node:
    root, _ = load(path)
    assert root
    return root


def actions_of(pdf: Path) -> Iterator[str]:
    """The kinds of all actions in a PDF; and the names of whatever else it could do."""
    reader = PdfReader(pdf)
    waiting: list[Any] = [reader.trailer]
    seen = set()
    while waiting:
        thing = waiting.pop()
        if isinstance(thing, IndirectObject):
            if thing.idnum in seen:
                continue
            seen.add(thing.idnum)
            thing = thing.get_object()
        if isinstance(thing, ArrayObject):
            waiting += list.__iter__(thing)
        if isinstance(thing, DictionaryObject):
            if "/S" in thing and thing.get("/Type", "/Action") == "/Action" and isinstance(thing["/S"], str):
                yield thing["/S"]
            yield from {"/AA", "/JavaScript", "/JS", "/Launch", "/EmbeddedFiles", "/EF", "/XFA"} & set(thing)
            waiting += dict.values(thing)


def faults_of(path: Path, cv: fields.Data, template: str | None = None) -> dict[tuple[int, int], set[str]]:
    """The codes of what is wrong, by place."""
    path.write_text(fields.written(cv), "utf-8")
    found: dict[tuple[int, int], set[str]] = {}
    for fault in validate(path, template=template):
        assert fault.span, fault
        found.setdefault((fault.span.line, fault.span.column), set()).add(fault.code)
    return found


def settled(path: Path, fill: fields.Fill) -> set[str]:
    """The fields that take their text.

    Each other one refuses it with a code of its own, at its place. Asked twice, since some fields are looked at only
    where others are right.
    """
    taken = {leaf.field for leaf in fields.leaves(fields.filled(fill))}
    for _ in range(2):
        cv = fields.filled(lambda field: fill(field) if field in taken else None)
        found = faults_of(path, cv)
        for leaf, span in fields.places(cv, node_of(path)):
            codes = found.pop((span.line, span.column), set())
            code = fields.of_field(leaf.field, fields.REFUSES)
            if codes:
                assert codes == {code or "bad-date"}, leaf.field
                assert code or leaf.field.endswith(("date", "year", "retrieved")), leaf.field
                taken.discard(leaf.field)
        assert not found
    assert not faults_of(path, fields.filled(lambda field: fill(field) if field in taken else None))
    return taken


def rotated(first: str) -> fields.Fill:
    """An attack for each field, beginning with that one: so many CVs as attacks have each of them in each field."""
    texts = list(AS_TEXT.values())
    start = texts.index(AS_TEXT[first])
    place = {field: number for number, field in enumerate(fields.all_fields())}
    return lambda field: texts[(start + place[field]) % len(texts)]


TOO_WIDE = {"overfull", "unseen-text"}


def lines_of_keys(path: Path) -> set[int]:
    """The line of the key before whose values a word of the CV's language stands."""
    letter = node_of(path).find("letter")
    return {letter.key_span("enclosures").line} if letter else set()


def typeset(path: Path, look: str, fill: fields.Fill, taken: set[str]) -> Rendered:
    """The CV typeset and proven. A word that is too wide for its column is refused at its place, and then left out."""

    def fitting(field: str) -> str | None:
        return fill(field) if field in taken else None

    for _ in range(20):
        cv = fields.filled(fitting)
        path.write_text(fields.written(cv), "utf-8")
        try:
            return render(path, template=look, output=path.parent / "out", formats=("pdf", "tex"))
        except TexcvError as raised:
            wide = {(fault.span.line, fault.code) for fault in raised.diagnostics if fault.span}
            if len(wide) < len({*raised.diagnostics}) or {code for _, code in wide} - TOO_WIDE:
                raise
            lines = {line for line, _ in wide}
            refused = {leaf.field for leaf, span in fields.places(cv, node_of(path)) if span.line in lines}
            if not refused & taken:  # a row is told at one of its cells
                rows = {field.rpartition(".")[0] for field in refused}
                refused = {field for field in taken if field.rpartition(".")[0] in rows}
            if lines & lines_of_keys(path):  # a word of the CV's own is told where it is printed
                refused |= {field for field in taken if field.startswith("words.enclosure")}
            assert refused & taken, wide
            taken -= refused | {f"{field.partition('.')[0]}.prefix" for field in refused}  # of numbers, told at titles
    raise AssertionError(taken)


@pytest.mark.latex
def test_every_attack_is_text_in_every_field(
    cv_file: CvFile, secret: str, attack: str, look: str, every_attack: bool
) -> None:
    """In every field that takes it, it is on the page, as it was written; the others refuse it at its place."""
    path = cv_file("", "work/cv.yaml")
    taken = settled(path, rotated(attack))
    made = typeset(path, look, fill=rotated(attack), taken=taken)
    assert len(taken) > 190
    assert made.strings > 240
    assert not set(actions_of(made.files[0])) - {"/GoTo", "/URI"}
    if look == "classic" or every_attack:  # they know no template
        ends = ("html", "json", "xml") if every_attack or attack in {"include", "HTML"} else ("json", "xml")
        reports = [argument for end in ends for argument in ("--report", f"{path.parent}/report.{end}")]
        said = CliRunner().invoke(main, ["check", str(path), str(made.files[0]), "-t", look, "--ats", *reports])
        assert said.exit_code == 0
        assert secret not in said.output
    plan = make_plan(path, Choice(look))
    assert isinstance(plan, Plan)
    cv = fields.filled(lambda field: rotated(attack)(field) if field in taken else None)
    printed = "\0".join(normal(piece.text) for piece in pieces_of(plan.view))
    for text, times in Counter(
        str(leaf) for leaf in fields.leaves(cv) if leaf.field in taken and fields.is_printed(leaf.field)
    ).items():
        forms = {normal(text), normal(inline(text).text)}
        assert sum(map(printed.count, forms)) >= times, text


@pytest.mark.parametrize("name", REFUSED)
def test_a_character_that_steers_something_is_refused(cv_file: CvFile, name: str) -> None:
    text, codes = REFUSED[name]
    path = cv_file(fields.written({"name": "Ada Example", "headline": f"x{text}"}), "work/cv.yaml")
    with pytest.raises(TexcvError) as raised:
        render(path, template="classic", output=path.parent / "out")
    assert {fault.code for fault in raised.value.diagnostics} <= codes
    assert all(fault.span and fault.span.line == 2 for fault in raised.value.diagnostics)
    assert not (path.parent / "out").exists()
    assert all(char.isprintable() or char == "\n" for char in str(raised.value))


@pytest.mark.parametrize("name", IN_FIELDS)
def test_a_field_that_does_not_take_it_refuses(cv_file: CvFile, name: str) -> None:
    text, code = IN_FIELDS[name]
    path = cv_file(f"name: Ada Example\n{text}\n", "work/cv.yaml")
    found = validate(path)
    assert code in {fault.code for fault in found}, found
    assert all(fault.span and fault.span.line == 2 for fault in found)


@pytest.mark.parametrize("name", REFUSED)
def test_such_a_character_is_refused_in_every_field(cv_file: CvFile, secret: str, name: str) -> None:
    text, codes = REFUSED[name]
    path = cv_file("", "work/cv.yaml")
    cv = fields.filled(lambda field: f"x{text}")
    if "missing-glyph" in codes:  # that is found on the page only
        taken = {*filter(fields.is_printed, settled(path, lambda field: "x"))}
        cv = fields.filled(lambda field: f"x{text}" if field in taken else None)
    found = faults_of(path, cv)
    for leaf, span in fields.places(cv, node_of(path)):
        if text in leaf:
            other = fields.of_field(leaf.field, fields.REFUSES)
            assert found.pop((span.line, span.column), set()) <= codes | {other}, leaf.field


def test_no_field_is_forgotten() -> None:
    """Every field of every model is filled by some way; those of the photo and the kind have tests of their own, and so
    have anonymous copies."""
    fields.all_kinds()
    fields.filled(lambda field: None)
    waiting: list[type[Model]] = [Model]
    known = set()
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind.__module__.startswith("texcv.model") or kind.__name__ == "Profiles":
            known |= {f"{kind.__name__}.{name}" for name in kind.model_fields}
    abstract = {"Dated", "Entry", "NumberedSection", "SectionBase", "Tagged", "Anonymize", "HiddenWords"}
    abstract |= {"Limit", "Variant"}  # nothing of them is printed: tests/test_select.py
    assert {field for field in known if field.partition(".")[0] not in abstract} <= fields.REACHED
    assert {*map(rotated("input"), fields.all_fields())} == {*AS_TEXT.values()}


@pytest.mark.parametrize("name", AS_TEXT)
def test_an_attack_is_no_kind_no_photo_no_key_and_no_template(cv_file: CvFile, name: str) -> None:
    """What is looked at alone; and keys that no mapping has, in each mapping."""
    text = AS_TEXT[name]
    path = cv_file("", "work/cv.yaml")
    entry = {"title": "x", text: "x"}
    for cv, where, codes in (
        ({"photo": text}, ("photo",), {"missing-photo", "bad-photo"}),
        ({"sections": {"A": {"kind": text, "entries": ["x"]}}}, ("sections", "A", "kind"), {"unknown-kind"}),
        ({"design": {"template": f"./{text}"}}, ("design", "template"), {"unknown-template"}),
        ({"design": {text: "x"}}, ("design", text), {"unknown-option"}),
        ({text: "x"}, (text,), {"unknown-key"}),
        ({"contact": {"profiles": {text: "x"}}}, ("contact", "profiles", text), {"unknown-key"}),
        ({"sections": {"experience": [entry]}}, ("sections", "experience", 0, text), {"unknown-key"}),
    ):
        path.write_text(fields.written({"name": "Ada Example"} | cv), "utf-8")
        (fault,) = validate(path)
        assert fault.code in codes
        root = node_of(path)
        assert fault.span == (root.key_span(*where) if where[-1] == text else root.span(*where))


@pytest.mark.parametrize("look", known_templates())
def test_an_attack_is_no_option_of_a_template(cv_file: CvFile, look: str) -> None:
    """Every option of the template, with every attack: refused at its place."""
    path = cv_file("", "work/cv.yaml")
    template = find_template(look)
    assert isinstance(template, Template)
    defaults = {option.default for option in template.options.values()}
    for text in (*AS_TEXT.values(), *(default + end for default in defaults for end in ENDS)):
        design = {"template": look} | dict.fromkeys(template.options, text)
        found = faults_of(path, {"name": "Ada Example", "design": design})
        lines = path.read_text("utf-8").splitlines()
        assert {lines[line - 1].split(":")[0].strip() for line, _ in found} == {*template.options}
        assert set().union(*found.values()) == {"bad-option"}


ENDS = ("}", "%", "\\relax", ",x=y", "}\\input{x}", "\n", "\n\\x", " ", "$")
"""What is put behind a value that the option takes."""


@pytest.mark.parametrize("name", AS_TEXT)
def test_a_short_form_is_the_long_one(name: str) -> None:
    text = AS_TEXT[name].strip()
    for short, long in (
        (
            {"name": f"Ada {text}"},
            {"name": {"given": " ".join(["Ada", *text.split()[:-1]]), "family": text.split()[-1]}},
        ),
        ({"quote": text}, {"quote": {"text": text}}),
        ({"sections": {"summary": text}}, {"sections": {"summary": {"text": text}}}),
        ({"sections": {text: [text]}}, {"sections": {text: {"kind": "list", "entries": [text]}}}),
        ({"sections": {text: text}}, {"sections": {text: {"kind": "text", "text": text}}}),
        ({"sections": {"awards": [text]}}, {"sections": {"awards": {"entries": [{"title": text}]}}}),
        ({"sections": {"languages": [text]}}, {"sections": {"languages": {"entries": [{"name": text}]}}}),
        ({"sections": {"skills": [text]}}, {"sections": {"skills": {"entries": [{"name": text}]}}}),
        ({"sections": {"references": text}}, {"sections": {"references": {"entries": [{"name": text}]}}}),
        ({"sections": {"supervision": [text]}}, {"sections": {"supervision": {"entries": [{"name": text}]}}}),
        ({"sections": {"teaching": [{"title": text}]}}, {"sections": {"teaching": [{"courses": [{"title": text}]}]}}),
    ):
        assert Cv.model_validate({"name": "Ada"} | short) == Cv.model_validate({"name": "Ada"} | long)


# --- names of files -------------------------------------------------------------------------

NAMES = (
    "A/B: C?", "..", "...", "CON", "aux", "x" * 250, "😀", "a\nb", "-x", "--help", "$(touch p)", "`touch p`",
    "%s%d%n", "a'b\"c", "..\\..\\x", "a|touch p", ".hidden", "é", "é", "x.tex", "cv.pdf", "a;touch p", "~",
    "{x}", "#1%&", "\\input{x}", "((= cv =))", "<b>", "\x1b[31m", "\u202etxt", "\udcff", "output", "texcv",
)  # fmt: skip


@pytest.mark.skipif(os.name != "posix", reason="other systems have no such names")
@pytest.mark.parametrize("name", NAMES)
def test_the_name_of_a_cv_leads_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """The output has the name of the CV's file, in the output folder, and is printed so that it steers nothing."""
    monkeypatch.chdir(tmp_path / "work")
    path = Path(f"{name}.yaml")
    path.parent.mkdir(exist_ok=True)
    path.write_text("name: Ada Example\n", "utf-8")
    before = {file for file in tmp_path.rglob("*") if "output" not in file.parts}
    said = CliRunner().invoke(main, ["render", "-f", "tex", "--", str(path)])
    assert said.exit_code == 0, said.output
    assert all(char.isprintable() or char == "\n" for char in said.output)
    assert {file for file in tmp_path.rglob("*") if "output" not in file.parts} == before
    assert Path("output", f"{path.stem}.tex").is_file()
    named = CliRunner().invoke(main, ["render", "-f", "tex", "-o", f"made/{path.stem}.tex", "--", str(path)])
    assert named.exit_code == 0, named.output
    assert Path("made", f"{path.stem}.tex").is_file()
    assert "Traceback" not in CliRunner().invoke(main, ["validate", "--", f"{path}.not"]).output


@pytest.mark.skipif(os.name != "posix", reason="other systems have no such names")
@pytest.mark.parametrize("name", [name for name in NAMES if not set(name) & set("\x1b\u202e\udcff") and name != ".."])
def test_the_name_of_a_photo_or_a_template_leads_nowhere(tmp_path: Path, name: str) -> None:
    work = tmp_path / "work"
    photo, folder = work / f"{name}.png", work / "looks" / name[:200]
    photo.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", (4, 4)).save(photo, "PNG")
    (folder / "template.yaml").write_text("title: Mine\nbase: classic\n", "utf-8")
    design = {"template": f"looks/{name[:200]}/"}
    (work / "cv.yaml").write_text(
        fields.written({"name": "Ada", "photo": f"{name}.png", "design": design}), "utf-8", newline=""
    )
    before = {*tmp_path.rglob("*")}
    made = render(work / "cv.yaml", output=work / "out", formats=("tex",))
    assert {*tmp_path.rglob("*")} - before == {work / "out", *made.files}
    assert all(re.fullmatch(r"[\w.-]+", file.name) for file in made.files)


# --- hostile templates ----------------------------------------------------------------------


def set_by(body: str, engine: str) -> str:
    """What TeX prints of a body, or its log."""
    tex = rf"\documentclass{{article}}\begin{{document}}{body}\end{{document}}"
    made = compile_tex(tex, {}, lambda line, text: [], engine=engine, time_limit=60)
    return "".join(page.text for page in read_pdf(made.pdf).pages) if made.pdf else made.log


@pytest.mark.latex
@pytest.mark.parametrize("where", ["../secret.txt", "home/secret.txt", "secret.txt"])
@pytest.mark.parametrize("engine", ["pdflatex", "lualatex"])
def test_tex_reads_no_secret(tmp_path: Path, secret: str, engine: str, where: str) -> None:
    path = (tmp_path / where).resolve()
    assert secret not in set_by(rf"\input{{{path}}} done", engine)
    assert secret not in set_by(rf"\openin1={path} \ifeof1 no\else \read1 to\x \x\fi", engine)


@pytest.mark.latex
@pytest.mark.skipif(not room_stands(), reason="bubblewrap is missing, or the system forbids it")
def test_lua_is_in_a_room_in_which_nothing_else_is(tmp_path: Path, secret: str) -> None:
    """What LuaTeX's Lua does, which asks none of TeX's walls: files, programs, and the network."""
    read = rf"\directlua{{local f = io.open('{tmp_path}/secret.txt') tex.print(f and f:read('*a') or 'none')}}"
    assert secret not in set_by(read, "lualatex")
    write = rf"\directlua{{local f = io.open('{tmp_path}/pwned', 'w') if f then f:write('x') f:close() end}}x"
    set_by(write, "lualatex")
    set_by(rf"\directlua{{os.execute('touch {tmp_path}/pwned')}}x", "lualatex")
    assert not (tmp_path / "pwned").exists()
    assert "users" in set_by(r"\directlua{tex.print(io.open('/etc/passwd') and 'passwd' or 'users')}", "lualatex")


@pytest.fixture
def heard() -> Iterator[tuple[int, list[object]]]:
    """A port of loopback, and who has called there."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        calls: list[object] = []

        def listen() -> None:
            while not done.is_set():
                try:
                    caller, address = server.accept()
                    caller.close()
                    calls.append(address)
                except TimeoutError:
                    continue

        done = threading.Event()
        listener = threading.Thread(target=listen)
        listener.start()
        port = server.getsockname()[1]
        yield port, calls
        with socket.create_connection(("127.0.0.1", port)):
            listener.join(0.2)
        done.set()
        listener.join()
    assert len(calls) == 1  # our own, which shows that it listened


@pytest.mark.latex
@pytest.mark.skipif(not room_stands(), reason="bubblewrap is missing, or the system forbids it")
def test_a_program_that_tex_could_start_is_not_heard_on_the_network(heard: tuple[int, list[object]]) -> None:
    """bash's /dev/tcp."""
    port, calls = heard
    set_by(rf"\directlua{{os.execute('bash -c \"echo x > /dev/tcp/127.0.0.1/{port}\"')}}x", "lualatex")
    assert calls == []


@pytest.mark.latex
@pytest.mark.parametrize("engine", ["pdflatex", "lualatex"])
def test_tex_is_not_heard_on_the_network(heard: tuple[int, list[object]], engine: str) -> None:
    port, calls = heard
    call = rf'bash -c "echo x > /dev/tcp/127.0.0.1/{port}"'
    set_by(rf"\immediate\write18{{{call}}}x", engine)
    set_by(rf"\input{{|{call}}}x", engine)
    set_by(rf"\input{{http://127.0.0.1:{port}/x}}x", engine)
    assert calls == []


@pytest.mark.latex
@pytest.mark.parametrize("text", ["", "日本"])
def test_a_cv_is_not_heard_on_the_network(cv_file: CvFile, heard: tuple[int, list[object]], text: str) -> None:
    """Wherever a CV may name an address: set by pdflatex, and by lualatex."""
    port, calls = heard
    url = f"http://127.0.0.1:{port}/x.png"
    attacks = [
        f"![x]({url})", f"[x]({url})", rf"\write18{{curl {url}}}", rf"\input{{{url}}}", rf"\includegraphics{{{url}}}",
        rf"\input|'bash -c echo>/dev/tcp/127.0.0.1/{port}'", f'<img src="{url}">', f"!include {url}", text,
    ]  # fmt: skip
    profiles = {"other": [{"label": "x", "url": url}]}
    sections = {"interests": [each for each in attacks if each], "metrics": {"rows": {"a": "1"}, "url": url}}
    cv = {"name": "Ada", "contact": {"website": url, "profiles": profiles}, "sections": sections}
    path = cv_file(fields.written(cv), "work/cv.yaml")
    made = render(path, template="plain", output=path.parent / "out", formats=("pdf", "tex"))
    check = ["check", str(path), str(made.files[0]), "--ats", "--thorough", "--report", f"{path.parent}/report.html"]
    assert CliRunner().invoke(main, check).exit_code == 0
    for field in ({"photo": url}, {"design": {"template": url}}, {"locale": url}):
        path.write_text(fields.written(cv | field), "utf-8")
        assert validate(path)
    assert calls == []


@pytest.mark.latex
@pytest.mark.parametrize("body", [r"\loop\iftrue\repeat", r"\def\x{a\newpage\x}\x", r"\def\x{\x\x}\x"])
def test_what_never_ends_is_ended(body: str) -> None:
    tex = rf"\documentclass{{article}}\begin{{document}}{body}\end{{document}}"
    made = compile_tex(tex, {}, lambda line, text: [], time_limit=4)
    assert made.pdf is None
    assert {fault.code for fault in made.diagnostics} <= {"time-limit", "latex-error", "too-many-pages"}
