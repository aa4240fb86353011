"""What a hostile CV may try: each attack is shown as the text that it is, or refused at its place."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from pypdf import PdfReader

from texcv import TexcvError, render, validate
from texcv.check.reading import read_pdf
from texcv.check.text import normal
from texcv.compile import compile_tex
from texcv.compile.walls import room_stands
from texcv.templates import known_templates

CvFile = Callable[..., Path]

AS_TEXT = {
    # TeX that reads, writes and runs
    "input": r"\input{/etc/passwd}",
    "input without braces": r"\input /etc/passwd",
    "include": r"\include{secret}",
    "openin": r"\openin1=secret.txt \read1 to\x \x",
    "verbatiminput": r"\verbatiminput{secret.txt}",
    "lstinputlisting": r"\lstinputlisting{secret.txt}",
    "includegraphics": r"\includegraphics{/etc/hostname}",
    "primitive input": r"\@@input secret.txt",
    "file size": r"\pdffilesize{secret.txt}",
    "file dump": r"\pdffiledump offset 0 length 99 {secret.txt}",
    "md5": r"\pdfmdfivesum file {secret.txt}",
    "write18": r"\write18{touch pwned}",
    "immediate write18": r"\immediate\write18{id > pwned}",
    "pipe": r"\input|id",
    "pipe in quotes": r'\input{"|id"}',
    "openout": r"\newwrite\w\openout\w=pwned.txt",
    "immediate openout": r"\immediate\openout3=../pwned",
    "shipout": r"\shipout\hbox{x}",
    "special": r"\special{ps: quit}",
    "pdf literal": r"\pdfliteral{q 1 0 0 1 0 0 cm}",
    "pdf object": r"\pdfobj{<</S/JavaScript/JS(app.alert(1))>>}",
    "pdf catalog": r"\pdfcatalog{/OpenAction<</S/Launch/F(calc.exe)>>}",
    "pdf attachment": r"\embedfile{secret.txt}",
    # TeX that changes what TeX is
    "catcode": r"\catcode`\%=12 100%",
    "catcode of at": r"\makeatletter\@input{x}",
    "active": r"\catcode`a=13 a",
    "endinput": r"\endinput",
    "end document": r"\end{document} gone",
    "end": r"\end",
    "bye": r"\bye",
    "dump": r"\dump",
    "csname": r"\csname input\endcsname{x}",
    "expandafter": r"\expandafter\input\expandafter{x}",
    "def": r"\def\section#1{}",
    "let": r"\let\cvlistitem\relax",
    "renewcommand": r"\renewcommand{\name}[2]{}",
    "gdef": r"\gdef\x{\x\x}\x",
    "newcommand": r"\newcommand\x{y}\x",
    "begingroup": r"\begingroup",
    "bgroup": r"\bgroup",
    "scantokens": r"\scantokens{\input{x}}",
    "detokenize": r"\detokenize{\x}",
    "uppercase": r"\uppercase{\input}",
    "futurelet": r"\futurelet\x\y",
    "aftergroup": r"\aftergroup\x",
    "everypar": r"\everypar{\x}",
    "output": r"\output{}",
    "AtEndDocument": r"\AtEndDocument{\input{x}}",
    "AddToHook": r"\AddToHook{shipout/before}{x}",
    "usepackage": r"\usepackage{shellesc}",
    "documentclass": r"\documentclass{article}",
    "cvsetup": r"\cvsetup{font=x}",
    "loop": r"\loop\iftrue\repeat",
    "recursion": r"\def\a{\a\a}\a",
    "endless pages": r"\def\a{x\newpage\a}\a",
    "halt": r"\batchmode\read-1 to\x",
    "interaction": r"\errorstopmode\show\x",
    "tracing": r"\tracingall",
    "dimen": r"\hskip 99999pt",
    "vsize": r"\vsize=0pt",
    "number": r"\number`\^^@",
    "char": r"\char127 \char`\%",
    "lua": r"\directlua{os.execute('id')}",
    "late lua": r"\latelua{io.open('secret.txt')}",
    "luacode": r"\begin{luacode}os.exit()\end{luacode}",
    "luaescape": r"\luaescapestring{x}",
    # characters that TeX reads in its own way
    "hats": r"^^5cinput{x}",
    "hats of four": "^^^^005cinput",
    "hat M": "a^^Mb",
    "hat at": "a^^@b",
    "hats in the middle": "^^2^^5",
    "lone backslash": "\\",
    "two": "\\\\",
    "backslash at the end": "end\\",
    "backslash and space": "\\ \\ ",
    "percent": "100% % %%",
    "percent at the end": "x%",
    "dollar": "$",
    "two dollars": "$$",
    "formula": "$x^2$",
    "display": "$$x$$",
    "brackets": r"\[x\]",
    "brace": "{",
    "closing brace": "}",
    "braces the wrong way": "}{",
    "many braces": "{" * 60,
    "many closing": "}" * 60,
    "hash": "#",
    "hash one": "#1",
    "two hashes": "##",
    "ampersand": "&",
    "two ampersands": "a & b && c",
    "tilde": "~",
    "hat": "^",
    "underscore": "_",
    "underscores": "a__b",
    "quotes": "``x''",
    "less": "<<",
    "question": "?`",
    "comma": "a,,b",
    "dashes": "---",
    "bar": "|",
    "verb": r"\verb|x|",
    "optional": "[x]",
    "optional first": "[1pt] x",
    "star": "*[x]",
    "par": r"\par",
    "newline": r"\\[9cm]",
    # other languages
    "Jinja": "{{ 7*7 }}",
    "Jinja block": "{% include 'x' %}",
    "our Jinja": "((= cv =))",
    "our block": "((* include 'x' *))",
    "our comment": "((# x #))",
    "Jinja attribute": "((= cv.__class__.__mro__ =))",
    "Jinja in braces": "{((= x =))}",
    "HTML": "<script>alert(1)</script>",
    "HTML image": "<img src=x onerror=alert(1)>",
    "HTML entity": "&lt;b&gt; &amp; &#x3c;",
    "HTML closing": "</title></svg><script>",
    "attribute": '" onmouseover="alert(1)',
    "CDATA": "]]><x>",
    "XML": "<?xml version='1.0'?>",
    "comment": "<!-- x -->",
    "SQL": "'; DROP TABLE cv; --",
    "shell": "$(touch pwned)",
    "backticks of a shell": r"\`id\`",
    "pipe of a shell": "| id",
    "percent format": "%s %d %n",
    "brace format": "{0.__class__}",
    "f-string": "{os.environ}",
    "formula of a sheet": "=1+1",
    "at": "@SUM(1)",
    "annotation": "::error file=x::y",
    "annotation in a line": "x ::warning::y",
    "template of a runner": "${{ secrets.TOKEN }}",
    "YAML tag": "!!python/object/apply:os.system [id]",
    "YAML anchor": "&a *a",
    "YAML document": "--- x",
    "PostScript": "(x) run",
    "PDF string": "(a(b)c) Tj ET",
    "PDF name": "/JavaScript",
    "PDF end": "endstream endobj",
    "Markdown image": "![x](http://127.0.0.1/x.png)",
    "javascript link": "[x](javascript:alert(1))",
    "data link": "[x](data:text/html,<script>)",
    "file link": "[x](file:///etc/passwd)",
    "link of nothing": "[x]()",
    "link to a folder": "[x](../../secret)",
    "vbscript": "[x](vbscript:x)",
    "autolink": "<javascript:alert(1)>",
}
"""Each is printed as it stands, in any field that takes text."""

REFUSED = {
    "NUL": ("a\0b", {"binary-file", "yaml-syntax", "bad-character"}),
    "bell": ("a\x07b", {"bad-character"}),
    "escape": ("\x1b[31mred", {"bad-character"}),
    "erase the screen": ("\x1b[2J", {"bad-character"}),
    "title of a terminal": ("\x1b]0;x\x07", {"bad-character"}),
    "C1": ("a\x9bb", {"bad-character"}),
    "backspace": ("a\x08b", {"bad-character"}),
    "delete": ("a\x7fb", {"bad-character"}),
    "bidi override": ("\u202etxt.exe", {"bad-character"}),
    "bidi embedding": ("\u202bx", {"bad-character"}),
    "bidi isolate": ("\u2067x\u2069", {"bad-character"}),
    "left-to-right mark": ("x\u200e", {"bad-character"}),
    "zero width space": ("x\u200by", {"bad-character"}),
    "word joiner": ("x\u2060y", {"bad-character"}),
    "byte order mark": ("\ufeffx\ufeff", {"bad-character"}),
    "soft hyphen": ("x\u00ady", {"bad-character"}),
    "line separator": ("x\u2028y", {"bad-character"}),
    "interlinear": ("x\ufff9y", {"bad-character"}),
    "tags": ("x\U000e0041y", {"bad-character"}),
    "private": ("x\ue000y", {"bad-character"}),
    "noncharacter": ("x\uffffy", {"bad-character"}),
    "many accents": ("x" + "\u0301" * 200, {"missing-glyph"}),
    "invisible plus": ("x\u2064y", {"bad-character"}),
    "Mongolian separator": ("x\u180ey", {"bad-character"}),
    "musical": ("x\U0001d173y", {"bad-character"}),
}

IN_FIELDS = {
    "javascript URL": ("contact: {website: 'javascript:alert(1)'}", "bad-url"),
    "data URL": ("contact: {website: 'data:text/html,x'}", "bad-url"),
    "file URL": ("contact: {website: 'file:///etc/passwd'}", "bad-url"),
    "URL without host": ("contact: {website: 'https:///x'}", "bad-url"),
    "URL with a space": ("contact: {website: 'https://example.org/a b'}", "bad-url"),
    "e-mail with a header": ("contact: {email: \"a@example.org\\nBcc: b@example.org\"}", "bad-email"),
    "e-mail with TeX": (r"contact: {email: '\input{x}@example.org'}", "bad-email"),
    "phone with TeX": (r"contact: {phone: '\input{x}'}", "bad-phone"),
    "profile with a path": ("contact: {profiles: {github: ../../x}}", "bad-profile"),
    "profile elsewhere": ("contact: {profiles: {github: 'https://evil.example/x'}}", "bad-profile"),
    "ORCID with TeX": (r"contact: {profiles: {orcid: '\input'}}", "bad-profile"),
    "locale with a path": ("locale: ../../etc/passwd", "bad-locale"),
    "locale with TeX": (r"locale: '\input'", "bad-locale"),
    "template above": ("design: {template: ../../x}", "unknown-template"),
    "template with TeX": (r"design: {template: '\input{x}'}", "unknown-template"),
    "template of NUL": ('design: {template: "a\\0b"}', "bad-character"),
    "colour with TeX": (r"design: {color: 'red}\input{x}'}", "bad-option"),
    "colour of Lua": (r"design: {color: '\directlua{x}'}", "bad-option"),
    "font with TeX": (r"design: {font: 'heros}\input{x}'}", "bad-option"),
    "margin with TeX": (r"design: {margin: '1cm\input{x}'}", "bad-option"),
    "paper with TeX": (r"design: {paper: 'a4}\input{x}'}", "bad-option"),
    "unknown option": (r"design: {'\input': x}", "unknown-option"),
    "photo above": ("photo: ../secret.txt", "bad-photo"),
    "photo far away": ("photo: /etc/passwd", "bad-photo"),
    "photo that is none": ("photo: secret.txt", "bad-photo"),
    "photo of a device": ("photo: /dev/zero", "bad-photo"),
    "photo through a link": ("photo: link.png", "bad-photo"),
    "photo of a pipe": ("photo: '|id'", "missing-photo"),
    "photo of NUL": ('photo: "a\\0b"', "bad-character"),
    "kind with TeX": (r"sections: {x: {kind: '\input', entries: [a]}}", "unknown-kind"),
    "DOI with TeX": (r"sections: {publications: [{title: T, doi: '\input{x}'}]}", "bad-doi"),
    "arXiv with TeX": (r"sections: {publications: [{title: T, arxiv: '\input{x}'}]}", "bad-arxiv"),
    "currency with TeX": (r"sections: {grants: [{title: T, currency: '\input', amount: 1}]}", "bad-currency"),
    "Python tag": ("headline: !!python/object/apply:os.system [id]", "bad-tag"),
    "own tag": ("headline: !lua x", "bad-tag"),
    "raw LaTeX": (r"headline: !tex \input{/etc/passwd}", "raw-tex"),
    "binary": ("headline: !!binary aGk=", "bad-tag"),
    "merge key": ("<<: {headline: x}", "unknown-key"),
    "alias of itself": ("sections: &a {x: *a}", "yaml-syntax"),
}  # fmt: skip


def of_text(text: str) -> dict[str, object]:
    """A CV with the text in every kind of field that takes any."""
    entry = dict.fromkeys(("title", "organization", "location", "summary", "date"), text)
    return {
        "name": dict.fromkeys(("prefix", "given", "family", "suffix", "note"), text),
        "born": {"place": text},
        "headline": text,
        "contact": {"address": [text], "profiles": {"other": [{"label": text, "url": "https://example.org"}]}},
        "quote": {"text": text, "author": text},
        "metadata": {"title": text, "subject": text, "keywords": [text]},
        "sections": {
            text: {"kind": "list", "title": text, "intro": text, "entries": [text]},
            "summary": text,
            "experience": [entry | {"details": {text: [text]}, "highlights": [text]}],
            "teaching": [dict.fromkeys(("date", "title", "organization", "role"), text)],
            "talks": [dict.fromkeys(("title", "event", "note"), text) | {"links": {text: "https://example.org"}}],
            "publications": [dict.fromkeys(("title", "venue", "volume", "note", "year"), text) | {"authors": [text]}],
            "patents": [{"title": text, "inventors": [text], "filings": [{"number": text, "title": text}]}],
            "grants": [dict.fromkeys(("title", "role", "funder", "number", "amount"), text)],
            "awards": [dict.fromkeys(("title", "issuer", "rank"), text)],
            "supervision": [dict.fromkeys(("name", "degree", "title", "note"), text)],
            "skills": [{"name": text, "skills": [{"name": text, "level": text}]}],
            "languages": [dict.fromkeys(("name", "level", "note"), text)],
            "metrics": {"columns": [text], "rows": {text: text}, "source": text},
            "references": [dict.fromkeys(("name", "position", "organization", "note"), text)],
            "A table": {"kind": "table", "columns": [text], "rows": [[text]]},
        },
    }


def written(cv: object) -> str:
    return yaml.safe_dump(cv, allow_unicode=False, sort_keys=False, width=10**6)


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
    path = cv_file(written(cv), "work/cv.yaml")
    made = render(path, template=template, output=path.parent / "out")
    assert made.strings >= 6 * len(texts)
    root: Any = PdfReader(made.files[0]).trailer["/Root"]
    assert set(root.get("/Names", {})) <= {"/Dests"}  # no scripts, no files
    opening = root.get("/OpenAction", [])
    assert isinstance(opening, list) or opening["/S"] == "/GoTo"
    assert "/AA" not in root
    page = normal("".join(page.text for page in read_pdf(made.files[0].read_bytes()).pages))
    assert page.count(r"\write18{touchpwned}") >= 6


@pytest.mark.latex
@pytest.mark.parametrize(
    "name", ["input", "write18", "catcode", "hats", "brace", "our Jinja", "HTML", "lua", "csname", "percent at the end"]
)
def test_an_attack_is_text_in_every_field(cv_file: CvFile, name: str) -> None:
    path = cv_file(written(of_text(AS_TEXT[name])), "work/cv.yaml")
    made = render(path, output=path.parent / "out", formats=("pdf", "tex"))
    assert made.strings >= 60


@pytest.mark.parametrize("name", REFUSED)
def test_a_character_that_steers_something_is_refused(cv_file: CvFile, name: str) -> None:
    text, codes = REFUSED[name]
    path = cv_file(written({"name": "Ada Example", "headline": f"x{text}"}), "work/cv.yaml")
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


@pytest.mark.latex
@pytest.mark.skipif(not room_stands(), reason="bubblewrap is missing, or the system forbids it")
def test_nothing_is_heard_on_the_network(tmp_path: Path) -> None:
    """Even a program that TeX could start finds no one: bash's /dev/tcp."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        heard: list[object] = []

        def listen() -> None:
            while not done.is_set():
                try:
                    heard.append(server.accept())
                except TimeoutError:
                    continue

        done = threading.Event()
        listener = threading.Thread(target=listen)
        listener.start()
        port = server.getsockname()[1]
        set_by(rf"\directlua{{os.execute('bash -c \"echo x > /dev/tcp/127.0.0.1/{port}\"')}}x", "lualatex")
        done.set()
        listener.join()
    assert heard == []


@pytest.mark.latex
@pytest.mark.parametrize("body", [r"\loop\iftrue\repeat", r"\def\x{a\newpage\x}\x", r"\def\x{\x\x}\x"])
def test_what_never_ends_is_ended(body: str) -> None:
    tex = rf"\documentclass{{article}}\begin{{document}}{body}\end{{document}}"
    made = compile_tex(tex, {}, lambda line, text: [], time_limit=4)
    assert made.pdf is None
    assert {fault.code for fault in made.diagnostics} <= {"time-limit", "latex-error", "too-many-pages"}
