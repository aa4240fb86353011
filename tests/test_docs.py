"""What the documents say is true."""

import ast
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from texcv.cli import main
from texcv.templates import all_templates

ROOT = Path(__file__).parent.parent
DOCS = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md")])
README = (ROOT / "README.md").read_text("utf-8")


def codes_in_source() -> set[str]:
    """The first arguments of all calls that make a diagnostic, and what is assigned to `code`."""
    found: set[str] = set()
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            name = getattr(node.func, "id", getattr(node.func, "attr", "")) if isinstance(node, ast.Call) else ""
            if isinstance(node, ast.Call) and name in {"error", "warning", "refuse", "_fault"} and node.args:
                found |= codes_in(node.args[0])
            elif isinstance(node, ast.Assign) and ast.unparse(node.targets[0]).strip("(").startswith("code"):
                found |= codes_in(node.value)
    return found


def codes_in(expression: ast.expr) -> set[str]:
    texts = (str(part.value) for part in ast.walk(expression) if isinstance(part, ast.Constant))
    return {text for text in texts if re.fullmatch(r"[a-z]+(-[a-z]+)+|overfull", text)}


def test_every_diagnostic_is_explained_once_and_no_other() -> None:
    explained = re.findall(r"^- `([a-z-]+)`", (ROOT / "docs/diagnostics.md").read_text("utf-8"), re.M)
    assert len(explained) == len(set(explained))
    assert set(explained) == codes_in_source()


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_links_lead_to_files(path: Path) -> None:
    text = path.read_text("utf-8")
    targets = [*re.findall(r"\]\(([^)#:]+)\)", text), *re.findall(r'src="([^"]+)"', text)]
    assert [target for target in targets if not (path.parent / target).exists()] == []


def test_the_readme_is_short() -> None:
    assert len(README.splitlines()) <= 120


def test_the_readme_shows_the_yaml_of_its_picture() -> None:
    shown = re.search(r"```yaml\n(.*?)```", README, re.S)
    assert shown is not None
    assert shown[1] == (ROOT / "docs/ada.yaml").read_text("utf-8")


def test_the_readme_names_every_command() -> None:
    for name in main.commands:
        assert re.search(rf"^\| `texcv {name}\b", README, re.M), name


def test_the_readme_names_every_template() -> None:
    for template in all_templates():
        assert f"| `{template.name}` |" in README


def test_every_template_has_a_picture() -> None:
    pages = (ROOT / "docs/templates.md").read_text("utf-8")
    pictures = {path.stem for path in (ROOT / "docs/images").glob("*.png")}
    assert pictures == {template.name for template in all_templates()}
    assert all(f"](images/{name}.png)" in pages for name in pictures)


def readme_commands() -> list[str]:
    block = re.search(r"## Quick start\n.*?\n\n((?:    texcv [^\n]*\n)+)", README, re.S)
    assert block is not None
    return [line.strip() for line in block[1].splitlines()]


@pytest.mark.latex
def test_the_quick_start_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for command in readme_commands():
        result = CliRunner().invoke(main, shlex.split(command)[1:])
        assert result.exit_code == 0, result.output
    assert (tmp_path / "output/ada-example.pdf").read_bytes().startswith(b"%PDF-")


def test_the_mistake_in_the_readme_looks_like_that(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    CliRunner().invoke(main, ["new", "Ada Example"])
    cv = tmp_path / "ada-example.yaml"
    cv.write_text(cv.read_text("utf-8").replace("start: 2022-04", "start: 2022-13", 1), "utf-8")
    result = CliRunner().invoke(main, ["validate", "ada-example.yaml"])
    shown = re.search(r"looks like this[^\n]*\n\n((?:    [^\n]*\n)+)", README)
    assert shown is not None
    assert result.exit_code == 1
    assert result.stderr == "".join(line[4:] + "\n" for line in shown[1].splitlines())


def test_the_tex_of_the_documents_is_what_is_written() -> None:
    """Each command of the vocabulary's table is one of the class or its core, and is what the partials print."""
    table = set(
        re.findall(
            r"`?\\([a-z]+)",
            "\n".join(re.findall(r"^\| (.*?) \| ", (ROOT / "docs/templates.md").read_text("utf-8"), re.M)),
        )
    )
    files = ("texcv.cls", "texcv-core.sty", "texcv-scripts.sty")
    cls = "".join((ROOT / "latex_templates/base" / name).read_text("utf-8") for name in files)
    defined = set(re.findall(r"\\(?:newcommand|renewcommand|def)\*?\{?\\([a-z]+)", cls))
    assert table <= defined
    partials = "".join(path.read_text("utf-8") for path in (ROOT / "latex_templates/base").rglob("*.j2"))
    printed = set(re.findall(r"\\([a-z]+)", partials)) - {"documentclass", "usepackage", "begin", "end", "clearpage"}
    assert printed <= table


def test_packages_are_the_same_wherever_they_are_named() -> None:
    from texcv.compile.requirements import system_packages

    script = (ROOT / "scripts/setup.sh").read_text("utf-8")
    optional = {"apt-optional", "dnf-optional", "pacman-optional"}
    installers = {"apt", "dnf", "pacman", "tlmgr"}
    scripts = {"files-scripts", *(f"{name}-scripts" for name in installers)}
    assert set(system_packages()) == {*installers, "files", *optional, *scripts}
    for name in set(system_packages()) - {"dnf-optional", "pacman-optional"}:
        assert f"packages {name})" in script


def test_no_package_is_asked_for_that_is_half_a_gigabyte() -> None:
    from texcv.compile.requirements import system_packages

    assert all("texlive-fonts-extra" not in names for names in system_packages().values())


def test_setup_without_apt_says_what_to_install(tmp_path: Path) -> None:
    """In a PATH that has only the shell's own tools: no apt, no TeX."""
    for tool in ("sh", "sed", "cat", "dirname"):
        (tmp_path / tool).symlink_to(shutil.which(tool) or f"/bin/{tool}")
    said = subprocess.run(
        [str(tmp_path / "sh"), str(ROOT / "scripts/setup.sh")],
        env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert said.returncode == 1
    for line in (
        "sudo dnf install texlive-",
        "sudo pacman -S --needed texlive-",
        "mactex-no-gui",
        "sudo tlmgr install collection-",
        "winget install MiKTeX.MiKTeX",
    ):
        assert line in said.stderr


@pytest.mark.latex
def test_the_python_of_the_documents_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = re.search(r"```python\n(.*?)```", (ROOT / "docs/python.md").read_text("utf-8"), re.S)
    assert code is not None
    shutil.copytree(ROOT / "cv", tmp_path / "cv")
    monkeypatch.chdir(tmp_path)
    exec(code[1], {})
    assert {path.suffix for path in (tmp_path / "output").iterdir()} == {".pdf", ".tex", ".cls", ".sty"}


@pytest.mark.latex
def test_the_commands_about_versions_say_what_the_page_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (ROOT / "docs/variants.md").read_text("utf-8")
    cv = re.search(r"```yaml\n(.*?)```", page, re.S)
    assert cv is not None
    monkeypatch.chdir(tmp_path)
    Path("ada.yaml").write_text(cv[1], "utf-8")
    shown = re.findall(r"^\$ texcv (.*)\n((?:(?!\$ |```).*\n)*)", page, re.M)
    assert len(shown) >= 6
    for command, says in shown:
        result = CliRunner().invoke(main, shlex.split(command))
        assert result.output == says, command
