"""The commands: what they print, where, and how they end."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from texcv.cli import main
from texcv.templates import known_templates

ROOT = Path(__file__).parent.parent
GOOD = "name: Ada Example\nsections: {summary: Hello.}\n"
BAD = "name: Ada Example\nheadlin: x\nsections: {summary: Hello.}\n"


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("good.yaml").write_text(GOOD, "utf-8")
    Path("bad.yaml").write_text(BAD, "utf-8")


def texcv(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), prog_name="texcv")


def commands() -> list[list[str]]:
    names = [[name] for name in sorted(main.commands)]
    return [[], *names, ["templates", "show"], ["templates", "eject"]]


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_help_is_as_kept(command: list[str]) -> None:
    """To the letter; the texts stand in tests/help.txt, one after the other."""
    kept = dict(re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", (ROOT / "tests/help.txt").read_text("utf-8"), re.M))
    line = " ".join(["texcv", *command, "--help"])
    assert texcv(*command, "--help").output == kept[line].rstrip("\n") + "\n"


@pytest.mark.parametrize("command", commands()[1:], ids=" ".join)
def test_help_shows_an_example(command: list[str]) -> None:
    assert re.search(rf"Example:\n    texcv {' '.join(command)}", texcv(*command, "--help").output)


def test_version() -> None:
    assert re.fullmatch(r"texcv \d+\.\d+\.\d+\n", texcv("--version").output)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["rendr", "good.yaml"], "did you mean `render`?"),
        (["good.yaml"], "`texcv render good.yaml` typesets it"),
        (["render"], "Missing argument"),
        (["render", "good.yaml", "-f", "docx"], "`docx` is none of the formats: pdf, tex"),
        (["render", "good.yaml", "a/good.yaml"], "would write the same file"),
        (["render", "good.yaml", "bad.yaml", "-o", "x.pdf"], "several CVs"),
        (["render", "good.yaml", "-o", "x.tex"], "write `-f tex`"),
        (["validate", "good.yaml", "--diagnostics", "xml"], "'xml' is not one of"),
    ],
)
def test_wrong_usage_exits_with_2(arguments: list[str], says: str) -> None:
    result = texcv(*arguments)
    assert result.exit_code == 2
    assert says in result.stderr
    assert not Path("output").exists()


def test_validate_says_so_when_all_is_well() -> None:
    result = texcv("validate", "good.yaml")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "good.yaml: no problems\n", "")


def test_problems_go_to_standard_error() -> None:
    result = texcv("validate", "good.yaml", "bad.yaml")
    assert result.exit_code == 1
    assert result.stdout == "good.yaml: no problems\n"
    assert result.stderr.startswith("bad.yaml:2:1: error[unknown-key]: `headlin` is not a key here\n")
    assert "hint: did you mean `headline`?" in result.stderr


def test_quiet_prints_problems_only() -> None:
    assert texcv("validate", "good.yaml", "-q").output == ""
    assert "unknown-key" in texcv("validate", "bad.yaml", "-q").stderr


def test_json_is_one_list_for_all_files() -> None:
    result = texcv("validate", "good.yaml", "bad.yaml", "missing.yaml", "--diagnostics", "json")
    assert result.exit_code == 1
    assert [(row["file"], row["code"]) for row in json.loads(result.stdout)] == [
        ("bad.yaml", "unknown-key"),
        ("missing.yaml", "missing-file"),
    ]


def test_a_code_quality_report_is_all_that_is_printed() -> None:
    result = texcv("validate", "good.yaml", "bad.yaml", "missing.yaml", "--diagnostics", "gitlab")
    assert result.exit_code == 1
    assert [issue["location"]["path"] for issue in json.loads(result.stdout)] == ["bad.yaml", "missing.yaml"]
    assert result.stderr == ""


@pytest.mark.parametrize("name", ["::error::x.yaml", "a ::stop-commands::x.yaml", "a##[add-mask]b.yaml"])
def test_a_file_name_is_no_command_of_github(name: str) -> None:
    """`::` that begins a line, after any spaces, or `##[` wherever it stands."""
    Path(name).write_text("name: Ada Example\nsections: {skills: [flour]}\n", "utf-8")
    said = texcv("validate", name, "--diagnostics", "github").stdout
    assert said.endswith(".yaml: no problems\n")
    assert not said.lstrip().startswith("::")
    assert "##[" not in said
    assert texcv("validate", name).stdout == f"{name}: no problems\n"


def test_json_of_no_problem_is_an_empty_list() -> None:
    assert json.loads(texcv("validate", "good.yaml", "--diagnostics", "json").stdout) == []


def test_github_annotations_go_to_standard_output() -> None:
    result = texcv("validate", "bad.yaml", "--diagnostics", "github")
    assert result.stdout.startswith("::error file=bad.yaml,line=2,col=1,title=unknown-key::")


def test_a_bad_cv_writes_nothing() -> None:
    result = texcv("render", "bad.yaml")
    assert result.exit_code == 1
    assert not Path("output").exists()


def test_tex_needs_no_tex(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    result = texcv("render", "good.yaml", "-f", "tex")
    assert (result.exit_code, result.stdout) == (
        0,
        "output/good.tex, with the class and the look that it needs beside it\n",
    )
    assert Path("output/texcv.cls").exists()


def test_a_machine_without_tex_is_told_so_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    result = texcv("render", "good.yaml")
    assert result.exit_code == 1
    assert "error[missing-program]: this machine has no latexmk, pdflatex, kpsewhich" in result.stderr
    assert "install" in result.stderr


def test_doctor_without_tex(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    result = texcv("doctor")
    assert result.exit_code == 1
    assert "missing  latexmk" in result.stdout
    assert "Install what is missing with:" in result.stdout
    assert " absent  mutool: for `texcv check --thorough`" in result.stdout


def test_doctor_says_whether_the_second_wall_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("texcv.doctor.room_stands", lambda: False)
    result = texcv("doctor")
    assert " absent  bubblewrap: for a second wall around TeX; it is missing, or the system forbids it" in result.stdout


def test_what_only_some_commands_need_is_no_reason_to_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("texcv.doctor.OPTIONAL", {"no-such-program": "nothing"})
    result = texcv("doctor")
    assert result.exit_code == 0
    assert " absent  no-such-program: for nothing" in result.stdout
    assert "poppler-utils mupdf-tools" in result.stdout


def test_new_writes_a_cv_that_is_valid_and_a_schema() -> None:
    for locale, stem in (("en", "ada-musterin"), ("de", "x")):
        result = texcv("new", "Ada Müsterin", "--locale", locale, *(["-o", "x.yaml"] if locale == "de" else []))
        assert result.exit_code == 0, result.output
        assert Path(f"{stem}.yaml").exists() or Path("ada-musterin.yaml").exists()
    assert (
        texcv("validate", "ada-musterin.yaml", "x.yaml").output
        == "ada-musterin.yaml: no problems\nx.yaml: no problems\n"
    )
    assert "$schema" in json.loads(Path("texcv.schema.json").read_text("utf-8"))
    assert Path("x.yaml").read_text("utf-8").startswith("# yaml-language-server: $schema=texcv.schema.json\n")


def test_new_overwrites_nothing() -> None:
    result = texcv("new", "Good")
    assert result.exit_code == 1
    assert "error[file-exists]" in result.stderr
    assert Path("good.yaml").read_text("utf-8") == GOOD


@pytest.mark.parametrize("name", ["A/B: C?", "..", "CON", "x" * 300, "😀", 'Quote " and \\ it', "#", "a: b"])
def test_new_takes_any_name(name: str) -> None:
    result = texcv("new", name)
    assert result.exit_code == 0, result.output
    (file,) = [path for path in Path().iterdir() if path.suffix == ".yaml" and path.stem not in {"good", "bad"}]
    assert re.fullmatch(r"[a-z0-9-]{1,60}", file.stem)
    assert texcv("validate", str(file)).exit_code == 0


def test_new_refuses_an_unknown_locale() -> None:
    result = texcv("new", "Ada", "--locale", "tlh")
    assert result.exit_code == 1
    assert "locales: ar, cs, da, de, el, en, es" in result.stderr


def test_new_says_how_to_get_a_region() -> None:
    result = texcv("new", "Ada", "--locale", "fr")
    assert "take `en`, and write `locale: fr` in the file" in result.stderr
    result = texcv("new", "Ada", "--locale", "en-GB")
    assert result.exit_code == 1
    assert "take `en`, and write `locale: en-GB` in the file" in result.stderr
    assert not Path("ada.yaml").exists()


def test_templates_and_their_options() -> None:
    assert [line.split()[0] for line in texcv("templates").output.splitlines()] == known_templates()
    shown = texcv("templates", "show", "classic").output
    assert all(f"  {name} = " in shown for name in ("color", "paper", "font", "font_size", "margin", "date_column"))
    wrong = texcv("templates", "show", "clasic")
    assert wrong.exit_code == 1
    assert "did you mean `classic`?" in wrong.stderr


def test_schema_is_json() -> None:
    assert json.loads(texcv("schema").output)["title"] == "A CV for texcv"


def test_completion_knows_commands_and_templates() -> None:
    def complete(words: str) -> str:
        environment = {
            **os.environ,
            "_TEXCV_COMPLETE": "bash_complete",
            "COMP_WORDS": words,
            "COMP_CWORD": str(words.count(" ")),
        }
        program = [sys.executable, "-c", "from texcv.cli import main; main(prog_name='texcv')"]
        return subprocess.run(program, env=environment, capture_output=True, text=True, check=False).stdout

    assert "plain,render" in complete("texcv ren")
    assert "plain,classic" in complete("texcv render -t ")


def on_a_terminal(*arguments: str, **environment: str) -> str:
    """What a person sees, whose standard output and error are a terminal."""
    program = (
        "import sys\n"
        "for stream in (sys.stdout, sys.stderr): stream.isatty = lambda: True\n"
        "from texcv.cli import main\n"
        "main(prog_name='texcv')"
    )
    own = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
    said = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env={**own, "TERM": "xterm", **environment}, check=False,
    )  # fmt: skip
    return said.stdout.decode()


def test_colour_on_a_terminal_unless_no_color() -> None:
    assert "\x1b[31m" in on_a_terminal("validate", "bad.yaml")
    assert "\x1b" not in on_a_terminal("validate", "bad.yaml", NO_COLOR="1")
    assert "\x1b" not in texcv("validate", "bad.yaml").output


@pytest.mark.latex
def test_progress_on_a_terminal_only() -> None:
    assert "good.yaml: typesetting" in on_a_terminal("render", "good.yaml")
    result = texcv("render", "good.yaml")
    assert (result.stdout, result.stderr) == ("output/good.pdf, 1 page, all 4 strings found, unchanged\n", "")
    assert "typesetting" not in on_a_terminal("render", "good.yaml", "-q")


@pytest.mark.latex
def test_render_check_and_verbose() -> None:
    result = texcv("render", "good.yaml", "-o", "a/b.pdf", "-v")
    assert result.exit_code == 0
    assert "This is pdfTeX" in result.stderr
    assert texcv("check", "good.yaml", "a/b.pdf").stdout.endswith("\na/b.pdf: says what good.yaml says\n")
    wrong = texcv("check", "good.yaml", "a/b.pdf", "--set", "headline=Engineer")
    assert wrong.exit_code == 1
    assert wrong.stderr == '--set headline=Engineer: error[missing-text]: "Engineer" is not in the PDF\n'
    assert "error[missing-pdf]" in texcv("check", "good.yaml").stderr


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("name.given=Eve", "`name` is a text: there is no `given` in it"),
        ("sections.summary.text=x", "`sections.summary` is a text"),
        ("sections.interests.7=x", "`sections.interests` has no item `7`"),
        ("sections.interests.x=x", "`sections.interests` has no item `x`"),
        ("headline", "`headline` is set to nothing"),
        ("=x", "`` is set to nothing"),
        ("design.color=rde", "did you mean `red`?"),
        ("headlin=x", "did you mean `headline`?"),
    ],
)
def test_a_setting_that_does_not_fit_is_told(setting: str, message: str) -> None:
    Path("good.yaml").write_text(GOOD.replace("{summary", "{interests: [a, b], summary"), "utf-8")
    result = texcv("validate", "good.yaml", "--set", setting)
    assert result.exit_code == 1
    assert result.stderr.startswith(f"--set {setting}: error[")
    assert message in result.stderr


def test_settings_reach_into_lists_and_make_what_is_missing() -> None:
    Path("good.yaml").write_text(GOOD.replace("{summary", "{interests: [a, b], summary"), "utf-8")
    settings = ("--set", "sections.interests.1=c", "--set", "design.color=red", "--set", "contact.email=a@example.org")
    assert texcv("render", "good.yaml", "-f", "tex", *settings).exit_code == 0
    written = Path("output/good.tex").read_text("utf-8")
    assert all(part in written for part in (r"\cvlistitem{c}", "color=B3261E", "mailto:a@example.org"))


@pytest.mark.latex
def test_doctor_finds_everything_on_a_machine_that_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("texcv.doctor.room_stands", lambda: True)  # some systems forbid it
    result = texcv("doctor")
    assert result.exit_code == 0
    assert re.findall(r"^ *(ok|missing) ", result.stdout, re.M) == ["ok"] * len(result.stdout.splitlines())


def test_doctor_without_a_cache_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    result = texcv("doctor")
    assert result.exit_code == 1
    assert "missing  cache folder" in result.stdout
    assert "Install" not in result.stdout


def test_it_is_a_module_too() -> None:
    said = subprocess.run([sys.executable, "-m", "texcv", "--version"], capture_output=True, text=True, check=True)
    assert said.stdout.startswith("texcv ")


@pytest.mark.latex
def test_a_render_that_is_ended_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SIGTERM while TeX runs: no orphan, no scratch folder, no output."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    slow = tmp_path / "bin"
    slow.mkdir()
    (slow / "latexmk").write_text("#!/bin/sh\necho $$ >started\nexec sleep 600\n")
    (slow / "latexmk").chmod(0o755)
    monkeypatch.setenv("PATH", str(slow), prepend=os.pathsep)
    program = [sys.executable, "-m", "texcv", "render", "good.yaml"]
    with subprocess.Popen(program) as process:
        started: list[Path] = []
        while not (started := list((tmp_path / "cache").rglob("started"))) or not started[0].read_text().strip():
            assert process.poll() is None
        number = int(started[0].read_text())
        process.terminate()
        assert process.wait(60) == 143
    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)
    assert list((tmp_path / "cache" / "texcv" / "build").iterdir()) == []
    assert not Path("output").exists()


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("A/B: C?", "a-b-c"),
        ("..", "cv"),
        ("../../etc/passwd", "etc-passwd"),
        ("CON", "con-cv"),
        ("com1", "com1-cv"),
        ("Nul.txt", "nul-txt"),
        ("x" * 300, "x" * 60),
        ("😀", "cv"),
        ("-rf", "rf"),
        ("a\\b", "a-b"),
        ("~root", "root"),
        ("$(id)", "id"),
    ],
)
def test_a_name_never_becomes_a_path(name: str, stem: str) -> None:
    before = set(Path().iterdir())
    result = texcv("new", "--", name)
    assert result.exit_code == 0, result.output
    assert {path.name for path in set(Path().iterdir()) - before} == {f"{stem}.yaml", "texcv.schema.json"}
