"""Projects: which targets there are, what they are called, what is wrong, and what is made anew."""

from __future__ import annotations

import os
import re
import shutil
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from clock import age
from texcv import records
from texcv.assemble import assemble
from texcv.check.reading import read_pdf
from texcv.choice import Choice
from texcv.cli import main
from texcv.diagnostics import Diagnostic, Span, error
from texcv.plan import Plan, make_plan
from texcv.project import Target, read_targets
from texcv.project.names import Pattern, same_file
from texcv.source import to_data
from texcv.view import pieces_of

CvFile = Callable[..., Path]
CV = "name: Ada Example\nsections: {summary: Hello.}\n"
ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    write(**{"cv/ada.yaml": CV, "cv/bo.yaml": CV.replace("Ada", "Bo")})


def write(**files: str) -> None:
    """Files by their paths; they are as old as what a record can tell from now."""
    for name, text in files.items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    age(*map(Path, files))


def texcv(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), prog_name="texcv")


def targets(text: str, **asked: Any) -> tuple[Target, ...] | list[Diagnostic]:
    Path("texcv.yaml").write_text(text, "utf-8")
    formats, output = asked.pop("formats", None), asked.pop("output", None)
    return read_targets(Path("texcv.yaml"), Choice(**asked), formats, output)


def places(text: str, **asked: Any) -> list[str]:
    found = targets(text, **asked)
    assert isinstance(found, tuple), found
    return [str(target.place) for target in found]


# --- which targets there are ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("output: out\n", ["out/ada", "out/bo"]),
        ("defaults: {headline: x}\n", ["output/ada", "output/bo"]),
        ("targets: [cv/bo.yaml]\n", ["output/bo"]),
        ("targets: cv/bo.yaml\n", ["output/bo"]),
        ("targets: {cv: cv/bo.yaml}\n", ["output/bo"]),
        ("targets: [{cv: [cv/bo.yaml, cv/a*.yaml]}]\n", ["output/bo", "output/ada"]),
        ("locales: [en, de]\ntargets: [cv/bo.yaml]\n", ["output/bo.en", "output/bo.de"]),
        ("locales: [en, de]\ntargets: [{cv: cv/bo.yaml, locales: fr}]\n", ["output/bo.fr"]),
        ("variants: [full, null, a b]\ntargets: cv/bo.yaml\n", ["output/bo-full", "output/bo", "output/bo-a b"]),
        (
            "targets: [{cv: cv/bo.yaml, variants: [x, y], locales: [en, de], name: '{locale}/{variant}.pdf'}]\n",
            ["output/en/x", "output/de/x", "output/en/y", "output/de/y"],
        ),
        (
            "targets: [{cv: cv/bo.yaml, templates: [plain, classic], name: '{name}_{template}'}]\n",
            ["output/bo_plain", "output/bo_classic"],
        ),
        ("targets:\n- cv: cv/**/*.yaml\n  name: '{folder}/{name}'\n  output: a/b\n", ["a/b/cv/ada", "a/b/cv/bo"]),
        ("targets: [{cv: cv/bo.yaml}, {cv: cv/bo.yaml, name: other}]\n", ["output/bo", "output/other"]),
    ],
)
def test_targets(text: str, expected: list[str]) -> None:
    assert places(text) == expected


def test_what_a_target_is_made_of() -> None:
    found = targets(
        "targets: [{cv: cv/ada.yaml, variants: a, templates: plain, locales: de, formats: [pdf, tex], "
        "set: {design: {color: red}, design.paper: letter}}]\n"
    )
    assert isinstance(found, tuple)
    (target,) = found
    assert target.cv == "cv/ada.yaml"
    assert target.choice == Choice("plain", ("design.color=red", "design.paper=letter"), "a", (), "de")
    assert target.formats == ("pdf", "tex")


def test_the_call_takes_the_place_of_the_file() -> None:
    text = "targets: [{cv: cv/ada.yaml, variants: [a, b], locales: [en, de], set: {headline: x}}]\n"
    assert places(text, variant="c", locale="fr") == ["output/ada-c.fr"]
    assert places(text, variant="c", output="/elsewhere") == ["/elsewhere/ada-c.en", "/elsewhere/ada-c.de"]
    found = targets(text, variant="c", settings=("headline=y",), formats=("tex",))
    assert isinstance(found, tuple)
    assert found[0].choice.settings == ("headline=x", "headline=y")
    assert found[0].formats == ("tex",)


# --- what they are called -------------------------------------------------------------------


def filled(pattern: str, **values: str) -> str:
    made = Pattern.read(pattern, Span("texcv.yaml", 1, 1, 1, 2))
    assert isinstance(made, Pattern), made
    name = made.fill(values)
    assert isinstance(name, str), name
    return name


@pytest.mark.parametrize(
    ("pattern", "values", "expected"),
    [
        ("{name}-{variant}.{locale}", {"name": "ada"}, "ada"),
        ("{name}-{variant}.{locale}", {"name": "ada", "locale": "de"}, "ada.de"),
        ("{variant}-{name}", {"name": "ada"}, "ada"),
        ("{locale}/{name}", {"name": "ada"}, "ada"),
        ("CV {name} - {variant}, {locale}", {"name": "ada", "locale": "de"}, "CV ada, de"),
        ("{name}.pdf", {"name": "ada"}, "ada"),
        ("{name}-{variant}", {"name": "ada", "variant": "../../etc/passwd"}, "ada-..-..-etc-passwd"),
        ("{variant}/{name}", {"name": "ada", "variant": ".."}, "ada"),
        ("{variant}", {"variant": ".hidden"}, "_.hidden"),
        ("{variant}", {"variant": "a\\b:c*d?e\"f<g>h|i"}, "a-b-c-d-e-f-g-h-i"),
        ("{variant}", {"variant": "a\nb\tc\x00d\u202ee\u2028"}, "a-b-c-d-e-"),
        ("{variant}", {"variant": "con"}, "_con"),
        ("{variant}", {"variant": "LPT1.x"}, "_LPT1.x"),
        ("{variant}", {"variant": "end. . "}, "end"),
        ("{variant}", {"variant": "Zu\u0308rich"}, "Zürich"),
        ("{variant}", {"variant": "{name}", "name": "ada"}, "{name}"),
    ],
)  # fmt: skip
def test_names(pattern: str, values: dict[str, str], expected: str) -> None:
    assert filled(pattern, **values) == expected


@given(st.text(min_size=1, max_size=30), st.text(max_size=30))
def test_no_value_leads_out_of_the_folder(variant: str, locale: str) -> None:
    pattern = Pattern("{locale}/a{variant}/{name}-{variant}", Span(""))
    made = pattern.fill({"name": "ada", "variant": variant, "locale": locale})
    assert isinstance(made, str)
    steps = made.split("/")
    assert len(steps) in {2, 3}
    assert not any(step in {"", ".", ".."} or re.search(r'[\\:*?"<>|\x00-\x1f]|[. ]$', step) for step in steps)
    assert Path(made).resolve().is_relative_to(Path.cwd())


def test_names_that_are_one_file_on_some_system() -> None:
    assert same_file("output/Zu\u0308rich") == same_file("output/ZÜRICH")


# --- what is wrong --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("target: []", "1:1 unknown-key did you mean `targets`?"),
        ("sections: {}", "1:1 unknown-key a CV is a file of its own"),
        ("allow_raw_tex: true", "1:1 unknown-key --allow-raw-tex"),
        ("targets: []", "1:10 empty-value fill it"),
        ("targets:", "1:9 empty-value fill it"),
        ("targets: [{cv: cv/ada.yaml, locale: de}]", "1:29 unknown-key did you mean `locales`?"),
        ("targets: [[a]]", "1:11 wrong-type"),
        ("targets: [{cv: {a: b}}]", "1:16 wrong-type"),
        ("targets: [{cv: []}]", "1:12 empty-value"),
        ("targets: [{cv: }]", "1:12 empty-value"),
        ("locales: [[a]]", "1:11 wrong-type"),
        ("locales: !tex x", "1:10 wrong-type"),
        ("output: [a, b]", "1:9 wrong-type"),
        ("formats: [pdg]", "1:11 bad-value did you mean `pdf`?"),
        ("set: x", "1:6 wrong-type set: {design.color: red}"),
        ("set: {a: [b]}", "1:10 wrong-type"),
        ("set: {}", "1:6 wrong-type"),
        ("name: '{nam}'", "1:7 bad-pattern did you mean name?"),
        ("name: '{xyz}'", "1:7 bad-pattern there are: {name}, {variant}"),
        ("name: '{name'", "1:7 bad-pattern write fields as {name}"),
        ("name: '{name}}'", "1:7 bad-pattern write fields as {name}"),
        ("name: '{{name}}'", "1:7 bad-pattern"),
        ("name: ../{name}", "1:7 bad-pattern"),
        ("name: /{name}", "1:7 bad-pattern"),
        ("name: '{name}/'", "1:7 bad-pattern"),
        ("name: '{variant}'", "1:7 bad-pattern add {name}"),
        (f"name: '{'x' * 300}{{name}}'", "1:7 bad-pattern longer than 200 bytes"),
        ("output: ../out", "1:9 outside-project -o"),
        ("output: /out", "1:9 outside-project -o"),
        ("output: C:/out", "1:9 outside-project -o"),
        ("output: link", "1:9 outside-project -o"),
        ("targets: cv/*.yml", "1:10 missing-file there is no file cv/*.yml"),
        ("targets: cw/*.yaml", "1:10 missing-file there is no folder cw"),
        ("targets: cv/adda.yaml", "1:10 missing-file did you mean cv/ada.yaml?"),
        (f"targets: cv/{'x' * 300}.yaml", "1:10 missing-file"),
        (f"targets: '{'x/' * 999}*.yaml'", "1:10 bad-value"),
        ("targets: ../cv/*.yaml", "1:10 outside-project"),
        ("targets: /etc/*.yaml", "1:10 outside-project"),
        ("targets: cv/../../x.yaml", "1:10 outside-project"),
        ("targets: linked/*.yaml", "1:10 outside-project a link that leads out"),
        ("targets: 'cv/[.yaml'", "1:10 missing-file"),
        ("targets: '**x/*.yaml'", "1:10 bad-value"),
        ("templates: ../x", "1:12 unknown-template lies outside"),
        ("templates: ./nothing", "1:12 unknown-template"),
        (f"locales: [{', '.join(map(str, range(99)))}]\nvariants: [{', '.join(map(str, range(99)))}]", "1:1 too-large"),
        ("a: b: c", "1:5 yaml-syntax"),
        ("", "0:0 empty-file"),
        ("- x", "1:1 not-a-mapping"),
    ],
)  # fmt: skip
def test_what_is_wrong_has_its_place(tmp_path: Path, text: str, expected: str) -> None:
    (tmp_path.parent / f"{tmp_path.name}-out").mkdir(exist_ok=True)
    Path("link").symlink_to(f"../{tmp_path.name}-out")
    write(**{f"../{tmp_path.name}-out/x.yaml": CV})
    Path("linked").mkdir()
    Path("linked/x.yaml").symlink_to(f"../../{tmp_path.name}-out/x.yaml")
    found = targets(f"{text}\n")
    assert isinstance(found, list)
    place, code, says = (*expected.split(" ", 2), "")[:3]
    (fault,) = found
    assert fault.span
    assert (f"{fault.span.line}:{fault.span.column}", fault.code) == (place, code)
    assert says in " ".join((fault.message, *fault.hints))


def test_a_fault_of_all_targets_is_told_once() -> None:
    found = targets("formats: [pdg]\nname: '{nam}'\nlocales: [[a]]\ntargets: [cv/ada.yaml, cv/bo.yaml]\n")
    assert isinstance(found, list)
    assert sorted(fault.code for fault in found) == ["bad-pattern", "bad-value", "wrong-type"]


@pytest.mark.parametrize(
    ("text", "expected", "hint"),
    [
        ("targets: [cv/ada.yaml, cv/ada.yaml]", ["1:11", "1:24"], "remove one"),
        ("targets: [{cv: cv/ada.yaml, name: CV}, {cv: cv/bo.yaml, name: cv}]", ["1:16", "1:45"], "name one"),
        ("name: '{name}'\nvariants: [a, b]\ntargets: cv/ada.yaml", ["2:12", "2:15"], "add {variant} to `name`"),
        ("variants: [a/b, a?b]\ntargets: cv/ada.yaml", ["1:12", "1:17"], "{variant}"),
        ("templates: [plain, classic]\ntargets: cv/ada.yaml", ["1:13", "1:20"], "add {template} to `name`"),
        ("name: x\ntargets: cv/*.yaml", ["2:10"], "name one"),
        ("targets: '*/ada.yaml'", ["1:10"], "add {folder} to `name`"),
    ],
)  # fmt: skip
def test_two_targets_of_one_name_are_told_at_both_places(text: str, expected: list[str], hint: str) -> None:
    write(**{"other/ada.yaml": CV})
    found = targets(f"{text}\n")
    assert isinstance(found, list)
    assert {fault.code for fault in found} == {"same-output"}
    assert [f"{fault.span.line}:{fault.span.column}" for fault in found if fault.span] == expected
    assert hint in found[0].hints[0]


def test_a_letter_that_is_called_as_a_target_is_told_at_both_places() -> None:
    letter = "letter: {paragraphs: Hello.}\nvariants: {letter: , none: {set: {letter.place: none}}}\n"
    write(**{"cv/ada.yaml": CV + letter, "cv/ada-letter.yaml": CV})
    for text, expected in (
        ("targets: [cv/ada.yaml, cv/ada-letter.yaml]\n", ["1:11", "1:24"]),
        ("targets: cv/*.yaml\n", ["1:10"]),
        ("targets: cv/ada.yaml\nvariants: ['', letter]\n", ["1:10", "2:16"]),
    ):
        found = targets(text)
        assert isinstance(found, list)
        assert {fault.code for fault in found} == {"same-output"}
        assert [f"{fault.span.line}:{fault.span.column}" for fault in found if fault.span] == expected
    assert isinstance(targets("targets: [{cv: cv/ada.yaml, set: {letter.place: none}}, cv/ada-letter.yaml]\n"), tuple)
    assert isinstance(targets("targets: [{cv: cv/ada.yaml, variants: none}, cv/ada-letter.yaml]\n"), tuple)


def test_a_link_in_the_output_is_not_followed_out(tmp_path: Path) -> None:
    Path("output").mkdir()
    Path("output/de").symlink_to(tmp_path.parent)
    found = targets("locales: [de]\nname: '{locale}/{name}'\ntargets: cv/ada.yaml\n")
    assert isinstance(found, list)
    assert [fault.code for fault in found] == ["outside-project"]


def test_what_a_render_finds_wrong_with_the_words_of_the_file_has_its_place_there() -> None:
    found = targets("targets: [{cv: cv/ada.yaml, variants: x, templates: plian, locales: de, set: {a.b: c}}]\n")
    assert isinstance(found, tuple)
    (target,) = found
    for label, column in (("--variant x", 39), ("--variant", 39), ("-t plian", 53), ("--locale de", 69), ("--set a.b=c", 84)):  # fmt: skip  # noqa: E501
        fault = target.found(error("bad-setting", "x", Span(label)))
        assert (str(fault.span), fault.hints) == (f"texcv.yaml:1:{column}", ("for cv/ada.yaml",))
    other = error("bad-date", "x", Span("cv/ada.yaml", 1, 1, 1, 2))
    assert target.found(other) is other


# --- building -------------------------------------------------------------------------------


def made(result: Result) -> set[str]:
    """The files that a build, with `-f tex`, has made and not found unchanged: by the table's rows."""
    rows = re.findall(r"^ *(\S+\.(?:pdf|tex)) .* (\S+|\d s) *$", result.stdout, re.M)
    return {name for name, state in rows if state not in {"unchanged", "–"}}


def test_a_build_makes_what_has_changed() -> None:
    write(**{"texcv.yaml": "formats: [tex]\nlocales: [en, de]\ndefaults: {headline: H}\n"})
    first = texcv("build")
    assert first.exit_code == 0, first.output
    assert made(first) == {"output/ada.en.tex", "output/ada.de.tex", "output/bo.en.tex", "output/bo.de.tex"}
    assert first.stdout.splitlines()[-1].startswith("4 targets")
    assert made(texcv("build")) == set()
    write(**{"cv/ada.yaml": f"# moved\n\n{CV}"})
    assert made(texcv("build")) == set()
    write(**{"cv/ada.yaml": CV.replace("Hello", "Bye")})
    assert made(texcv("build")) == {"output/ada.en.tex", "output/ada.de.tex"}
    write(**{"texcv.yaml": "formats: [tex]\nlocales: [en, de]\ndefaults: {headline: I}\n"})
    assert len(made(texcv("build"))) == 4


TAGGED = """\
name: Ada Example
sections:
  experience:
    - {title: Engineer, organization: A, start: 2020, tags: [industry]}
    - {title: Teacher, organization: B, start: 2019, tags: [academia]}
    - {title: Researcher, organization: C, start: 2018}
variants:
  industry: {tags: [industry]}
  academia: {tags: [academia]}
"""


def test_a_tag_makes_only_what_it_touches() -> None:
    write(**{"texcv.yaml": "formats: [tex]\nvariants: [full, industry, academia]\ntargets: cv/ada.yaml\n"})
    write(**{"cv/ada.yaml": TAGGED})
    assert len(made(texcv("build"))) == 3
    write(**{"cv/ada.yaml": TAGGED.replace("start: 2018}", "start: 2018, tags: [industry]}")})
    assert why() == {"output/ada-academia.tex": "cv/ada.yaml changed"}
    assert made(texcv("build")) == {"output/ada-academia.tex"}
    assert made(texcv("build")) == set()


def test_a_variant_that_a_cv_lacks_is_told_where_the_project_names_it() -> None:
    write(**{"texcv.yaml": "formats: [tex]\nvariants: [full, industri]\n", "cv/ada.yaml": TAGGED})
    result = texcv("build")
    assert result.exit_code == 1
    assert result.stderr.count("texcv.yaml:2:18: error[unknown-variant]") == 2
    assert "hint: did you mean `industry`?" in result.stderr
    assert "hint: for cv/bo.yaml" in result.stderr
    assert sorted(path.name for path in Path("output").glob("*.tex")) == ["ada-full.tex", "bo-full.tex"]


def test_full_may_be_a_variant_of_ones_own() -> None:
    write(**{"texcv.yaml": "formats: [tex]\nvariants: [full]\ntargets: cv/ada.yaml\n"})
    write(**{"cv/ada.yaml": TAGGED.replace("academia: {", "full: {")})
    assert texcv("build").exit_code == 0
    assert "Engineer" not in Path("output/ada-full.tex").read_text("utf-8")


@pytest.mark.latex
def test_a_project_of_pdfs_is_proven_and_then_left_alone() -> None:
    write(**{"texcv.yaml": "variants: [industry]\nname: '{variant}/{name}'\ntargets: cv/ada.yaml\n"})
    write(**{"cv/ada.yaml": TAGGED})
    first = texcv("build")
    assert "output/industry/ada.pdf, 1 page, all" in first.stdout, first.output
    assert "unchanged" in texcv("build").stdout
    checked = texcv("check", "cv/ada.yaml", "output/industry/ada.pdf", "--variant", "industry")
    assert checked.exit_code == 0


def test_one_cv_with_errors_stops_no_other_and_is_told_once() -> None:
    write(**{"texcv.yaml": "formats: [tex]\nlocales: [en, de]\n", "cv/ada.yaml": f"{CV}headlin: x\n"})
    result = texcv("build")
    assert result.exit_code == 1
    assert sorted(path.name for path in Path("output").glob("*.tex")) == ["bo.de.tex", "bo.en.tex"]
    assert result.stderr.count("unknown-key") == 1
    assert "4 targets" in result.stdout
    assert "2 made, 2 failed" in result.stdout


def test_a_faulty_file_builds_nothing() -> None:
    write(**{"texcv.yaml": "formats: [tex]\nlocals: [en]\n"})
    result = texcv("build")
    assert result.exit_code == 1
    assert "texcv.yaml:2:1: error[unknown-key]" in result.stderr
    assert not Path("output").exists()


def why(*arguments: str) -> dict[str, str]:
    result = texcv("build", "--dry-run", *arguments)
    assert result.exit_code == 0, result.output
    *lines, _ = result.stdout.splitlines()
    return dict(line.split(": ", 1) for line in lines)


def test_a_dry_run_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    write(
        **{
            "texcv.yaml": "formats: [tex]\n",
            "part.yaml": "headline: H\n",
            "cv/ada.yaml": f"{CV}include: ../part.yaml\n",
        }
    )
    assert why() == {"output/ada.tex": "new", "output/bo.tex": "new"}
    assert not Path("output").exists()
    texcv("build")
    assert why() == {}
    assert texcv("build", "--dry-run").stdout == "2 targets: 0 to make, 2 up to date\n"
    assert why("--set", "headline=x") == dict.fromkeys(["output/ada.tex", "output/bo.tex"], "other options: settings")
    assert set(why("--no-cache").values()) == {"without the cache, all is made"}
    write(**{"part.yaml": "headline: I\n"})
    assert why() == {"output/ada.tex": "part.yaml changed"}
    texcv("build")
    Path("output/ada.tex").unlink()
    Path("output/bo.tex").write_text("x", "utf-8")
    assert why() == {"output/ada.tex": "the output is missing", "output/bo.tex": "the output was edited"}
    Path("output/bo.tex").unlink()
    texcv("build")
    monkeypatch.setattr(records, "_program", lambda: iter([__file__]))
    assert set(why().values()) == {"texcv, its libraries or Python are others"}


def test_a_name_that_no_system_takes_is_told() -> None:
    write(**{"texcv.yaml": f"formats: [tex]\noutput: {'x' * 300}\n"})
    assert set(why().values()) == {"new"}
    result = texcv("build")
    assert result.exit_code == 1
    assert "unwritable-output" in result.stderr


def test_a_dry_run_tells_what_can_not_be_made() -> None:
    write(**{"texcv.yaml": "formats: [tex]\n", "cv/ada.yaml": f"{CV}headlin: x\n"})
    result = texcv("build", "--dry-run")
    assert result.exit_code == 1
    assert "cv/ada.yaml:3:1: error[unknown-key]" in result.stderr
    assert result.stdout == (
        "output/ada.tex: it has errors\noutput/bo.tex: new\n2 targets: 1 to make, 1 can't be made\n"
    )


def test_without_a_file_every_cv_is_a_target() -> None:
    assert why("-f", "tex") == {"cv/ada.yaml": "new", "cv/bo.yaml": "new"}
    assert texcv("build", "-f", "tex").exit_code == 0
    assert why("-f", "tex") == {}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("cv/ada.yaml",), "`texcv render cv/ada.yaml` typesets a CV"),
        (("cv",), "`texcv build texcv.yaml` builds the project around it"),
        (("p/texcv.yaml",), "there is no file or folder p/texcv.yaml"),
        (("x" * 300,), "there is no file or folder x"),
        (("-f", "docx"), "`docx` is none of the formats"),
        (("-o", "x.pdf"), "name a folder"),
    ],
)
def test_wrong_usage(arguments: tuple[str, ...], says: str) -> None:
    write(**{"texcv.yaml": "output: out\n"})
    result = texcv("build", *arguments)
    assert result.exit_code == 2
    assert says in result.stderr


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo, lambda path: path.symlink_to("nothing")])
def test_a_file_that_is_none_is_told(make: Callable[[Path], None]) -> None:
    make(Path("texcv.yaml"))
    result = texcv("build")
    assert result.exit_code == 1
    assert re.match(r"texcv\.yaml: error\[(not-a-file|missing-file)\]", result.stderr)


def test_a_project_is_named_by_its_folder_or_its_file() -> None:
    write(**{"p/cv/ada.yaml": CV, "p/texcv.yaml": "formats: [tex]\noutput: out\n"})
    assert set(why("p")) == set(why("p/texcv.yaml")) == {"p/out/ada.tex"}
    assert texcv("build", "p").exit_code == 0
    assert (Path("p/out/ada.tex")).exists()


def test_validate_looks_at_the_file_of_a_project() -> None:
    write(**{"texcv.yaml": "locals: [en]\n"})
    assert "did you mean `locales`?" in texcv("validate", "texcv.yaml").stderr
    write(**{"texcv.yaml": "locales: [en]\n"})
    assert texcv("validate", "texcv.yaml").stdout == "texcv.yaml: no problems\n"


# --- our own project ------------------------------------------------------------------------

NAMES = {
    "Evaporation from Lakes under Thin Ice", "Example Academy of Sciences", "Example Climbing Association",
    "Example Foundation for Science", "Example Institute of Technology", "Example Workshop on Field Computing",
    "Institute of Catchment Science", "Journal of Exemplary Hydrology", "Loggers that Forget Nothing",
    "Moisture probe", "Preferential Flow in Cracking Clay", "University of Example",
    "What a Thousand Dry Days Tell: Soil Moisture Memory in Central Europe",
}  # fmt: skip
"""Of several words, and the same in German: institutions, and what was published under that title."""


def normal(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())


def german_and_english() -> tuple[set[str], set[str]]:
    """What the German version prints, and what it would print in English."""
    plans = [make_plan(Path("cv/example.yaml"), Choice(variant="german", locale=name)) for name in ("de", "en")]
    views = [plan.view for plan in plans if isinstance(plan, Plan)]
    german, english = ({normal(piece.text) for piece in pieces_of(view) if piece.text} for view in views)
    return german, english


def assert_german(german: str, english: str) -> None:
    """The one text has all that is translated in German, the other has it in English."""
    ours, theirs = german_and_english()
    words = {text: re.compile(rf"(?<!\w){re.escape(text)}(?!\w)") for text in ours | theirs}
    assert len(theirs - ours) > 90
    assert [text for text in theirs - ours if words[text].search(german)] == []
    assert [text for text in theirs - ours if not words[text].search(english)] == []
    people = re.compile("Runa|Vestergaard|Musterweg|GmbH|summa cum laude")
    several = {text for text in ours & theirs if re.search("[a-z]{3} .*[a-z]{3}", text) and not people.search(text)}
    assert several == NAMES


def assert_unnamed(pdf: Path, text: str) -> None:
    """Nothing of the person's name is in the PDF's text, links, outline and metadata."""
    reader = PdfReader(pdf)
    links = str([note.get_object() for page in reader.pages for note in page.get("/Annots", ())])
    told = re.compile("Runa|Elisabet|Kova[čc]|S(?:ø|o|oe|o\u0338)rlie|\\brks\\b", re.IGNORECASE)
    assert text.startswith("Candidate")
    assert told.findall(f"{text} {links} {reader.outline} {reader.metadata}") == []


@pytest.mark.latex
def test_our_own_example_is_built_in_all_its_versions() -> None:
    (own,) = (
        target
        for target in yaml.safe_load((ROOT / "texcv.yaml").read_text("utf-8"))["targets"]
        if target["cv"] == "cv/example.yaml"
    )
    text = (ROOT / own["cv"]).read_text("utf-8")
    shutil.copy(ROOT / "cv/photo.jpg", "cv")
    write(**{own["cv"]: text, "texcv.yaml": yaml.safe_dump({"targets": [own]})})
    built = texcv("build", "--strict")
    assert built.exit_code == 0, built.output
    assert built.stderr == ""
    pdfs = {name: Path(f"output/example-{name}.pdf") for name in own["variants"]}
    assert made(built) == {*map(str, pdfs.values())}
    pages = {name: read_pdf(pdf.read_bytes()).pages for name, pdf in pdfs.items()}
    assert len(pages["industry"]) == len(pages["german"]) == 2
    said = {name: normal(" ".join(page.text for page in pages[name])) for name in pages}
    assert_german(said["german"], said["industry"])
    assert_unnamed(pdfs["anonymous"], said["anonymous"])
    assert made(texcv("build", "--strict")) == set()
    at = "      organization: Example Climbing Association\n"
    assert text.count(at) == 1
    write(**{own["cv"]: text.replace(at, f"{at}      tags: academia\n")})
    assert made(texcv("build", "--strict")) == {str(pdfs["industry"]), str(pdfs["german"])}


# --- the document ---------------------------------------------------------------------------

PAGE = (ROOT / "docs/projects.md").read_text("utf-8")


@pytest.fixture
def documented() -> None:
    """The files of the document."""
    Path("cv/bo.yaml").unlink()
    write(**dict(re.findall(r"<!-- (\S+) -->\n```yaml\n(.*?)```", PAGE, re.S)))


@pytest.mark.usefixtures("documented")
def test_the_project_of_the_document_is_what_it_says() -> None:
    result = texcv("build", "--dry-run")
    names = re.findall(r"^    (output/\S+\.pdf)$", PAGE, re.M)
    assert result.stdout.splitlines() == [*(f"{name}: new" for name in names), "4 targets: 4 to make"], result.output
    assert texcv("build", "-f", "tex").exit_code == 0
    tex = Path("output/for-applications/ada-academic.tex").read_text("utf-8")
    assert all(text in tex for text in ("Plankton in winter", "Strandweg 4"))
    write(**{"group.yaml": Path("group.yaml").read_text("utf-8").replace("2023", "2022")})
    Path("output/ada.de.tex").unlink()
    shown = re.search(r"makes nothing:\n\n((?:    .*\n)+)", PAGE)
    assert shown
    said = [line.strip().replace(".pdf:", ".tex:") for line in shown[1].splitlines()]
    assert said[0] in texcv("build", "--dry-run", "-f", "tex").stdout.splitlines()


def test_what_the_document_includes_can_be_included() -> None:
    (text,) = re.findall(r"```yaml\n(include:.*?)```", PAGE, re.S)
    item = "[{title: A}]"
    shared = f"name: Ada Example\nsections: {{grants: {item}}}\n"
    names = ("group.yaml", "group-talks.yaml", "service.yaml", "more-service.yaml")
    write(**dict.fromkeys(names, item), **{"shared.yaml": shared, "cv.yaml": text})
    made = assemble(Path("cv.yaml"))
    assert made.root, made.remarks
    sections = to_data(made.root)["sections"]
    assert [len(sections[key]) for key in ("publications", "talks", "grants")] == [1, 2, 1]
    assert len(sections["service"]["entries"]) == 2


def test_every_key_is_in_the_document() -> None:
    from texcv.project.file import KEYS

    told = set(re.findall(r"`(\w+)`", " ".join(re.findall(r"^\| (`.*?) \|", PAGE, re.M))))
    assert told == set(KEYS)
