"""The wheel, in an empty environment far from the checkout, typesets a CV."""

import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.latex
def test_the_wheel_renders(tmp_path: Path) -> None:
    def run(*command: str | Path) -> str:
        done = subprocess.run(
            [str(part) for part in command], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    run(sys.executable, "-m", "build", "--wheel", "--outdir", tmp_path, ROOT)
    (wheel,) = tmp_path.glob("*.whl")
    venv.create(tmp_path / "venv", with_pip=True)
    run(tmp_path / "venv/bin/python", "-m", "pip", "install", "-q", wheel)
    texcv = tmp_path / "venv/bin/texcv"
    run(texcv, "new", "Ada Example")
    assert "strings found" in run(texcv, "render", "ada-example.yaml", "-f", "pdf,tex")
    written = {path.name for path in (tmp_path / "output").iterdir()}
    beside = {"texcv.cls", "texcv-core.sty", "texcv-classic.sty", "texcv-letters.sty"}
    assert written == {"ada-example.pdf", "ada-example.tex", *beside}
    where = run(tmp_path / "venv/bin/python", "-c", "import texcv.templates as t; print(t.templates_folder())")
    assert where.startswith(str(tmp_path / "venv"))
    run(texcv, "check", "ada-example.yaml", "--ats", "--report", "check.html", "--report", "check.xml")
    run(texcv, "new", "Άδα Παράδειγμα", "-o", "ada.yaml")
    assert "strings found" in run(texcv, "render", "ada.yaml")
