"""Templates are found by name, and the options of a CV are checked against their manifests."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from texcv.compile.requirements import system_packages
from texcv.diagnostics import Diagnostic, Span, TexcvError
from texcv.templates import COLORS, Template, all_templates, check_options, eject, find_template, known_templates

KEY, VALUE = Span("cv.yaml", 3, 3, 3, 9), Span("cv.yaml", 3, 11, 3, 15)


def classic() -> Template:
    template = find_template("classic")
    assert isinstance(template, Template)
    return template


def check(name: str, value: str | None) -> tuple[dict[str, str], list[Diagnostic]]:
    return check_options(classic(), {name: value}, {name: (KEY, VALUE)})


def accepted(name: str, value: str) -> str:
    values, faults = check(name, value)
    assert faults == []
    return values[name]


def refused(name: str, value: str | None) -> Diagnostic:
    values, faults = check(name, value)
    assert values == check_options(classic(), {}, {})[0]
    (fault,) = faults
    assert fault.severity == "error"
    return fault


def refused_template(
    name: str, span: Span | None = None, folder: Path | None = None, inside: Path | None = None
) -> Diagnostic:
    found = find_template(name, span, folder, inside)
    assert isinstance(found, list)
    (fault,) = found
    return fault


# --- finding --------------------------------------------------------------------------------


def test_classic_is_known_and_base_is_not() -> None:
    assert "classic" in known_templates()
    assert "base" not in known_templates()
    assert [template.name for template in all_templates()] == known_templates()


def test_a_misspelt_template_is_told() -> None:
    fault = refused_template("clasic", VALUE)
    assert (fault.code, fault.severity, fault.span) == ("unknown-template", "error", VALUE)
    assert fault.hints[0] == "did you mean `classic`?"
    assert "classic" in fault.hints[1]


@pytest.mark.parametrize("name", ["", "base", "Classic", "\0"])
def test_only_a_name_or_a_folder_finds_a_template(name: str) -> None:
    assert refused_template(name).code == "unknown-template"


@pytest.mark.parametrize("name", ["../base", "classic/", "/tmp", ".", "./classic", "a\0/b", "x" * 300 + "/"])
def test_a_folder_without_a_template_is_told(name: str, tmp_path: Path) -> None:
    fault = refused_template(name, VALUE, tmp_path)
    assert (fault.code, fault.span) == ("unknown-template", VALUE)


def test_a_folder_without_its_slash_is_told(tmp_path: Path) -> None:
    write_template(tmp_path / "my", "title: My\nbase: classic\n")
    assert refused_template("my", None, tmp_path).hints[0] == "did you mean `./my`?"


# --- templates of one's own -----------------------------------------------------------------


def write_template(folder: Path, manifest: str, **partials: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "template.yaml").write_text(manifest, "utf-8")
    for name, text in partials.items():
        path = folder / "entries" / f"{name}.tex.j2"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def test_a_folder_with_a_manifest_and_one_partial_is_a_template(tmp_path: Path) -> None:
    write_template(tmp_path / "my", "title: My\nbase: classic\n", award="x")
    template = find_template("my/", None, tmp_path)
    assert isinstance(template, Template)
    assert (template.name, template.title, template.description, template.look) == ("my", "My", "", "texcv-classic")
    assert template.options == classic().options
    assert [folder.name for folder in template.folders] == ["my", "classic", "base"]
    assert template.tex_files() == classic().tex_files()


def test_options_of_ones_own_are_added_to_the_bases(tmp_path: Path) -> None:
    manifest = (
        "title: My\nbase: classic\noptions:\n  font_size: {type: choice, choices: [8, 9], default: 9, help: Small.}\n"
    )
    write_template(tmp_path / "my", manifest + "  rule: {type: length, default: 1pt, maximum: 2mm, help: The rule.}\n")
    template = find_template("./my", None, tmp_path)
    assert isinstance(template, Template)
    assert template.options["font_size"].choices == ("8", "9")
    assert template.options["rule"].maximum == 2
    assert check_options(template, {"rule": "3mm"}, {})[1][0].code == "bad-option"
    assert check_options(template, {"rul": "1mm"}, {})[1][0].hints == ("did you mean `rule`?",)


def test_options_of_the_base_can_be_left_out(tmp_path: Path) -> None:
    write_template(tmp_path / "my", "title: My\nbase: classic\nwithout: [color, date_column]\n")
    template = find_template("my/", None, tmp_path)
    assert isinstance(template, Template)
    assert set(template.options) == set(classic().options) - {"color", "date_column"}
    write_template(tmp_path / "my", "title: My\nbase: classic\nwithout: colour\n")
    fault = refused_template("my/", None, tmp_path)
    assert (fault.code, fault.hints) == ("unknown-option", ("did you mean `color`?",))


def test_a_base_may_be_a_folder_beside_it(tmp_path: Path) -> None:
    write_template(tmp_path / "a", "title: A\nbase: classic\n")
    write_template(tmp_path / "b", "title: B\nbase: ../a\n")
    template = find_template("b/", None, tmp_path)
    assert isinstance(template, Template)
    assert [folder.resolve().name for folder in template.folders] == ["b", "a", "classic", "base"]


@pytest.mark.parametrize(
    ("manifest", "code", "line", "column"),
    [
        ("titel: My\nbase: classic\ntitle: My", "unknown-key", 1, 1),
        ("base: classic", "missing-key", 1, 1),
        ("title: My", "missing-key", 1, 1),
        ("title: My\nbase: clasic", "unknown-template", 2, 7),
        ("title: My\nbase: ../my", "unknown-template", 2, 7),
        ("title: My\nlook: nothing\nbase: classic", "missing-file", 2, 7),
        ("title: My\nlook: a/b\nbase: classic", "bad-value", 2, 7),
        ("title: My\nbase: base\nlook: x}y", "bad-value", 3, 7),
        ("title: My\nbase: classic\noptions: {a: {type: color, default: bleu, help: A}}", "bad-option", 3, 37),
        ("title: My\nbase: classic\noptions: {a: {type: length, default: 3em, help: A}}", "bad-option", 3, 38),
        (
            "title: My\nbase: classic\noptions: {a: {type: length, default: 3mm, maximum: 2, help: A}}",
            "bad-option",
            3,
            52,
        ),
        ("title: My\nbase: classic\noptions: {a: {type: choice, default: b, help: A}}", "missing-key", 3, 15),
        ("title: My\nbase: classic\noptions: {a: {type: colour, default: red, help: A}}", "bad-value", 3, 21),
        ("- title", "not-a-mapping", 1, 1),
        ("title: [", "yaml-syntax", 1, 9),
        ("", "empty-file", 0, 0),
    ],
)
def test_a_faulty_manifest_is_told_at_its_place(
    manifest: str, code: str, line: int, column: int, tmp_path: Path
) -> None:
    folder = write_template(tmp_path / "my", manifest)
    fault = refused_template("my/", None, tmp_path)
    assert fault.span is not None
    assert (fault.code, fault.span.line, fault.span.column) == (code, line, column)
    assert fault.span.path == str(folder / "template.yaml")


def test_a_template_that_the_cv_names_lies_beside_it(tmp_path: Path) -> None:
    write_template(tmp_path / "my", "title: My\nbase: classic\n")
    (tmp_path / "cv").mkdir()
    (tmp_path / "cv/link").symlink_to(tmp_path / "my")
    for name in ("../my", "./link"):
        fault = refused_template(name, VALUE, tmp_path / "cv", tmp_path / "cv")
        assert "outside of the folder" in fault.message
        assert isinstance(find_template(name, VALUE, tmp_path / "cv"), Template)


def test_an_ejected_template_is_the_same_template(tmp_path: Path) -> None:
    eject(classic(), tmp_path / "deep/my")
    template = find_template("deep/my", None, tmp_path)
    assert isinstance(template, Template)
    assert replace(template, name="classic", folders=classic().folders) == classic()
    assert {file.name for file in template.tex_files()} == {file.name for file in classic().tex_files()}
    assert template.folders == (tmp_path / "deep/my",)
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["my"]


@pytest.mark.parametrize("there", ["file", "folder/with/something"])
def test_nothing_is_overwritten_by_an_ejected_template(there: str, tmp_path: Path) -> None:
    (tmp_path / there).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / there).write_text("mine")
    with pytest.raises(TexcvError) as fault:
        eject(classic(), tmp_path / there.partition("/")[0])
    assert fault.value.diagnostics[0].code == "file-exists"
    assert (tmp_path / there).read_text() == "mine"


def test_a_folder_that_can_not_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(TexcvError) as fault:
        eject(classic(), tmp_path / "file/my")
    assert fault.value.diagnostics[0].code == "unwritable-output"


# --- manifests ------------------------------------------------------------------------------


def test_the_manifest_of_classic() -> None:
    template = classic()
    assert (template.name, template.title, template.look) == ("classic", "Classic", "texcv-classic")
    assert set(template.options) >= {"color", "paper", "font_size", "font", "margin", "date_column"}
    assert template.options["paper"].choices == ("a4", "letter")
    assert template.options["date_column"].default == "auto"
    assert (template.options["margin"].minimum, template.options["margin"].maximum) == (5, 50)
    assert [folder.name for folder in template.folders] == ["classic", "base"]


@pytest.mark.parametrize("template", all_templates(), ids=lambda template: template.name)
def test_a_manifest_is_complete(template: Template) -> None:
    assert template.description.endswith(".")
    assert all(option.help.endswith(".") for option in template.options.values())
    defaults = {name: option.default for name, option in template.options.items()}
    values, faults = check_options(template, defaults, {})
    assert faults == []
    assert values == check_options(template, {}, {})[0]
    assert f"{template.look}.sty" in [file.name for file in template.tex_files()]


def loaded(file: Path) -> set[str]:
    """The classes and packages that a class or package loads."""
    source = re.sub(r"(?<!\\)%.*", "", file.read_text("utf-8"))
    ending = {"LoadClass": ".cls", "RequirePackage": ".sty"}
    return {
        name.strip() + ending[command]
        for command, names in re.findall(r"\\(LoadClass|RequirePackage)\s*(?:\[[^]]*\])?\s*\{([^}]*)\}", source)
        for name in names.split(",")
    }


def test_what_the_templates_load_is_what_the_doctor_looks_for() -> None:
    """Without what lies beside the .tex, and what only LuaTeX loads; LaTeX's base tools need not be named.

    TeX Gyre is known by a package that nobody loads.
    """
    files = [file for template in all_templates() for file in template.tex_files()]
    needed = (
        {name for file in files for name in loaded(file)}
        - {file.name for file in files}
        - {"fontspec.sty", "texcv-scripts.sty"}
    )
    named = {name for name in system_packages()["files"] if name.endswith((".cls", ".sty"))}
    base = {"article.cls", "fontenc.sty", "inputenc.sty", "textcomp.sty", "ifthen.sty"}
    assert {"hyperref.sty", "xcolor.sty", "article.cls"} <= needed
    assert needed - base <= named <= needed | {"tgheros.sty"}


def test_the_files_beside_the_document() -> None:
    names = [file.name for file in classic().tex_files()]
    assert {"texcv.cls", "texcv-classic.sty"} <= set(names)
    assert names == sorted(names)
    assert all(file.is_file() for file in classic().tex_files())


def test_a_templates_own_file_hides_that_of_its_base(tmp_path: Path) -> None:
    (tmp_path / "texcv.cls").write_text("% own")
    (tmp_path / "notes.txt").write_text("not for TeX")
    template = replace(classic(), folders=(tmp_path, *classic().folders))
    files = {file.name: file for file in template.tex_files()}
    assert files["texcv.cls"] == tmp_path / "texcv.cls"
    assert set(files) == {file.name for file in classic().tex_files()}


# --- options --------------------------------------------------------------------------------


def test_an_unknown_option_is_told_at_its_key() -> None:
    fault = refused("colour", "red")
    assert (fault.code, fault.span) == ("unknown-option", KEY)
    assert fault.hints == ("did you mean `color`?",)


def test_an_option_like_no_other_gets_the_list() -> None:
    (hint,) = refused("zzz", "1").hints
    assert "color" in hint
    assert "date_column" in hint


def test_an_option_of_another_template_is_no_error() -> None:
    values, (fault,) = check_options(
        classic(), {"margin_column": "9mm"}, {"margin_column": (KEY, VALUE)}, all_templates
    )
    assert values == check_options(classic(), {}, {})[0]
    assert (fault.code, fault.severity, fault.span) == ("unused-option", "warning", KEY)
    assert fault.hints == ("it is one of oldstyle",)
    _, (fault,) = check_options(classic(), {"margin_colum": "9mm"}, {}, all_templates)
    assert fault.code == "unknown-option"


def test_a_bad_choice_is_told_at_its_value() -> None:
    fault = refused("paper", "a44")
    assert (fault.code, fault.span) == ("bad-option", VALUE)
    assert '"a44"' in fault.message
    assert fault.hints == ("did you mean `a4`?", "it takes: a4, letter")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *(("paper", "A4"), ("paper", ""), ("font_size", "13"), ("font_size", "11pt"), ("font", "arial")),
        *(("color", "bleu"), ("color", "12345"), ("color", "1234567"), ("color", "12345g"), ("color", "##123456")),
        *(("color", "}\\input{x}"), ("color", ""), ("color", "١٢٣٤٥٦"), ("color", "123456\n")),
        *(("margin", "20"), ("margin", "-20mm"), ("margin", "20 km"), ("margin", "mm"), ("margin", "1e1mm")),
        *(("margin", "20mm}\\x"), ("margin", "auto"), ("margin", "20mm "), ("margin", ".mm"), ("margin", "20\nmm")),
        *(("margin", "２０mm"), ("margin", "20\u00a0mm")),
        *(("paper", None), ("color", None), ("margin", None), ("font_size", None), ("date_column", None)),
    ],
)
def test_a_value_that_latex_can_not_take_is_refused(name: str, value: str | None) -> None:
    fault = refused(name, value)
    assert (fault.code, fault.span) == ("bad-option", VALUE)
    assert any(hint.startswith("it takes: ") for hint in fault.hints)


def test_nothing_is_no_value() -> None:
    fault = refused("paper", None)
    assert fault.message == "`paper` can't be nothing"
    assert fault.hints == ("it takes: a4, letter",)


@pytest.mark.parametrize("value", [None, ""])
def test_a_colour_that_yaml_took_for_a_comment_is_told(value: str | None) -> None:
    hint, takes = refused("color", value).hints
    assert hint == 'a # begins a comment in YAML: write "#3873B3", in quotes, or 3873B3'
    assert takes.startswith("it takes: ")
    assert "comment" not in "".join(refused("color", "bleu").hints)


@pytest.mark.parametrize("value", ["20", "12.5"])
def test_a_length_without_its_unit_is_told(value: str) -> None:
    assert refused("margin", value).hints[0] == f"did you mean `{value}mm`?"
    assert refused("margin", f"{value} km").hints == ("it takes: a length from 5mm to 50mm",)


@pytest.mark.parametrize("value", ["4.9mm", "50.1mm", "0mm", "5.1cm", "2in", "14pt", "143pt", "999999999999cm"])
def test_a_length_has_limits(value: str) -> None:
    assert "from 5mm to 50mm" in refused("margin", value).hints[-1]


@pytest.mark.parametrize(
    ("name", "value", "tex"),
    [
        *(("paper", "letter", "letter"), ("font_size", "12", "12"), ("font", "pagella", "pagella")),
        *(("color", "red", COLORS["red"]), ("color", "#a0B1c2", "A0B1C2"), ("color", "000000", "000000")),
        *(
            ("margin", "5mm", "5mm"),
            ("margin", "50mm", "50mm"),
            ("margin", "2 cm", "2cm"),
            ("margin", "0.5in", "0.5in"),
        ),
        *(("margin", "72.27pt", "72.27pt"), ("date_column", "auto", "auto"), ("date_column", "30mm", "30mm")),
    ],
)
def test_a_good_value_becomes_latex(name: str, value: str, tex: str) -> None:
    assert accepted(name, value) == tex


def test_what_is_not_given_has_its_default() -> None:
    values, faults = check_options(classic(), {"color": "teal"}, {})
    assert faults == []
    assert set(values) == set(classic().options)
    assert (values["color"], values["paper"], values["font_size"]) == (COLORS["teal"], "a4", "11")


def test_all_faults_are_told_at_once() -> None:
    _, faults = check_options(classic(), {"paper": "a3", "pappe": "a4", "margin": "1m", "color": "red"}, {})
    assert [fault.code for fault in faults] == ["bad-option", "unknown-option", "bad-option"]


def luminance(color: str) -> float:
    """WCAG 2.2, relative luminance."""
    channels = (int(color[start : start + 2], 16) / 255 for start in (0, 2, 4))
    linear = [channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("name", COLORS)
def test_a_named_colour_can_be_read_on_white(name: str) -> None:
    assert 1.05 / (luminance(COLORS[name]) + 0.05) >= 4.5
