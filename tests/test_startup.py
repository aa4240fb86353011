"""What commands load before they do anything: an import that sneaks in costs every user of every build."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LIBRARIES = (
    "PIL", "babel", "click", "dask", "distributed", "email_validator", "jinja2", "markdown_it", "pdfminer",
    "platformdirs", "pydantic", "pypdf", "rich", "yaml",
)  # fmt: skip


def loaded_by(*arguments: str, first: str = "") -> set[str]:
    """The libraries, and the stages of texcv, that a command has loaded at its end."""
    program = f"""
import sys
{first}
from texcv.cli import main
try:
    main({list(arguments)!r}, standalone_mode=False)
finally:
    print("loaded:", *(name for name in sys.modules), file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    names = done.stderr.rpartition("loaded:")[2].split()
    stages = {".".join(name.split(".")[:2]) for name in names if name.startswith("texcv.")}
    return stages | (set(names) & set(LIBRARIES))


def test_the_version_needs_nothing() -> None:
    assert loaded_by("--version") == {"click", "texcv.cli", "texcv.diagnostics", "texcv.frozen", "texcv.version"}


def test_a_validation_needs_no_tex_and_no_pdf(cv_file: Callable[..., Path]) -> None:
    loaded = loaded_by("validate", str(cv_file("name: Ada Example\nsections: {skills: [flour]}\n")))
    assert {"yaml", "pydantic", "texcv.validate"} <= loaded
    unwanted = {"PIL", "babel", "dask", "distributed", "jinja2", "pdfminer", "pypdf", "rich"}
    assert loaded & unwanted == set()
    stages = {"texcv.check", "texcv.render", "texcv.typeset", "texcv.ats", "texcv.report"}
    assert loaded & stages == set()


def test_clear_emphasis_needs_no_parser(cv_file: Callable[..., Path]) -> None:
    assert "markdown_it" not in loaded_by("validate", str(cv_file("name: Ada\nheadline: A **baker**, *early*\n")))


def test_pydantic_looks_for_no_plugins(cv_file: Callable[..., Path]) -> None:
    """It would read what all installed packages say of themselves. Whoever asks for its search gets the real one."""
    cv = cv_file("name: Ada Example\n")
    program = f"""
import sys, texcv.cli, texcv
assert texcv.validate({str(cv)!r}) == ()
assert "importlib.metadata" not in sys.modules
stub = sys.modules["pydantic.plugin._loader"]
assert callable(stub.entry_points)
real = sys.modules["pydantic.plugin._loader"]
assert stub.get_plugins is not real.get_plugins
assert stub.entry_points is real.entry_points
assert sys.modules["pydantic.plugin._loader"] is real
"""
    subprocess.run([sys.executable, "-c", program], check=True)


@pytest.mark.latex
def test_nothing_to_do_needs_no_model(tmp_path: Path) -> None:
    command = ("render", "cv/klein.yaml", "-o", str(tmp_path))
    assert {"jinja2", "pypdf", "pydantic"} <= loaded_by(*command)
    assert loaded_by(*command) & {"yaml", "pydantic", "jinja2", "pypdf", "texcv.plan", "texcv.check"} == set()


@pytest.mark.latex
def test_the_check_is_loaded_while_tex_runs(tmp_path: Path) -> None:
    """Not before: nothing of it is there when TeX is started."""
    spy = """
import subprocess
begin = subprocess.Popen.__init__
def noted(self, *arguments, **options):
    if "cv.tex" in str(arguments):
        assert not {"pypdf", "texcv.check"} & set(sys.modules)
        subprocess.Popen.__init__ = begin  # a format may have to be dumped after that
    begin(self, *arguments, **options)
subprocess.Popen.__init__ = noted
"""
    assert "pypdf" in loaded_by("render", "cv/klein.yaml", "-o", str(tmp_path), first=spy)


@pytest.mark.latex
def test_what_is_not_checked_needs_no_reader(tmp_path: Path) -> None:
    assert "pypdf" not in loaded_by("render", "cv/klein.yaml", "-o", str(tmp_path), "--no-check")


def test_the_names_of_the_package_can_be_listed() -> None:
    """As a shell does to complete them."""
    program = "import texcv; assert set(texcv.__all__) <= set(dir(texcv))"
    subprocess.run([sys.executable, "-c", program], check=True)


def test_type_checkers_know_the_names_of_the_package(tmp_path: Path) -> None:
    """And no others."""
    code = "import texcv\nfrom texcv import render\nrender('a', formats=1)\ntexcv.rendr\n"
    command = [sys.executable, "-m", "mypy", "--cache-dir", str(tmp_path), "-c", code]
    environment = {**os.environ, "MYPYPATH": str(ROOT / "src")}
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path, env=environment)
    found = [line.split("[")[-1] for line in done.stdout.splitlines() if ": error:" in line]
    assert found == ["arg-type]", "attr-defined]"], done.stdout + done.stderr
