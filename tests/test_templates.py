"""Templates are found by name, and the options of a CV are checked against their manifests."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from texcv.compile.requirements import system_packages
from texcv.diagnostics import Diagnostic, Span
from texcv.templates import COLORS, Template, all_templates, check_options, find_template, known_templates

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


# --- finding --------------------------------------------------------------------------------


def test_classic_is_known_and_base_is_not() -> None:
    assert "classic" in known_templates()
    assert "base" not in known_templates()
    assert [template.name for template in all_templates()] == known_templates()


def test_a_misspelt_template_is_told() -> None:
    fault = find_template("clasic", VALUE)
    assert isinstance(fault, Diagnostic)
    assert (fault.code, fault.severity, fault.span) == ("unknown-template", "error", VALUE)
    assert fault.hints[0] == "did you mean `classic`?"
    assert "classic" in fault.hints[1]


@pytest.mark.parametrize("name", ["", "base", "../base", "classic/", "/tmp", "Classic", "."])
def test_only_a_name_finds_a_template(name: str) -> None:
    fault = find_template(name)
    assert isinstance(fault, Diagnostic)
    assert fault.code == "unknown-template"


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
    needed = {name for file in files for name in loaded(file)} - {file.name for file in files} - {"fontspec.sty"}
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
