"""The import table of docs/architecture.md holds."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import texcv

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "texcv"


def allowed_imports() -> dict[str, set[str]]:
    table = re.findall(
        r"^\| (`[^|]+) \| [^|]+ \| ([^|]+) \|$", (ROOT / "docs/architecture.md").read_text("utf-8"), re.M
    )
    allowed: dict[str, set[str]] = {}
    for names, imports in table:
        above = set(allowed)
        words = set(re.findall(r"\w+", imports.partition(":")[2] or imports))
        for name in re.findall(r"`(\w+)`", names):
            allowed[name] = above if imports == "all above" else words - {"nothing"}
    return allowed


def modules() -> dict[str, list[Path]]:
    """The stages and their files; the package's own __init__ is the API, not a stage."""
    found: dict[str, list[Path]] = {}
    for path in SOURCE.rglob("*.py"):
        parts = path.relative_to(SOURCE).with_suffix("").parts
        if parts != ("__init__",):
            found.setdefault(parts[0], []).append(path)
    return found


def stages_imported_by(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[1] for alias in node.names if alias.name.startswith("texcv.")}
        elif isinstance(node, ast.ImportFrom) and node.module == "texcv":
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("texcv."):
            found.add((node.module or "").split(".")[1])
    return found


def test_the_table_names_every_module_and_no_other() -> None:
    assert set(allowed_imports()) == set(modules())


@pytest.mark.parametrize("stage", sorted(modules()))
def test_a_stage_imports_what_the_table_allows(stage: str) -> None:
    imported = set[str]().union(*(stages_imported_by(path) for path in modules()[stage])) - {stage, "frozen"}
    assert imported <= allowed_imports()[stage]


def test_the_reading_of_imports_sees_each_form() -> None:
    probe = SOURCE / "plan.py"
    assert {"source", "validate", "templates", "view"} <= stages_imported_by(probe)


def test_public_names() -> None:
    names = ["Diagnostic", "Rendered", "Span", "TexcvError", "__version__", "check", "render", "validate"]
    assert texcv.__all__ == names
    assert all(callable(getattr(texcv, name)) for name in ("check", "render", "validate"))


def test_heavy_libraries_are_imported_only_where_they_are_used() -> None:
    code = (
        "import sys, texcv.cli; print(*sorted({'pypdf', 'rich', 'babel.dates', 'email_validator'} & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == ""


def test_files_are_short_enough_to_read_in_one_sitting() -> None:
    assert {
        path.name: lines for path in SOURCE.rglob("*.py") if (lines := len(path.read_text("utf-8").splitlines())) > 300
    } == {}
