"""The pages look as they looked when a person last approved of them: tests/pictures/, at 40 dots an inch.

`--update-golden` takes new pictures; look at them. The tolerance bears another version of TeX's fonts, but no other
layout.
"""

import subprocess
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageFilter, ImageStat

from texcv import render
from texcv.templates import known_templates

ROOT = Path(__file__).parent.parent
PICTURES = Path(__file__).parent / "pictures"
CVS = {path.stem: path for path in (*(ROOT / "cv").glob("*.yaml"), ROOT / "docs/ada.yaml")}
SHOWN = [
    *((cv, template) for cv in ("klein", "example", "ada") for template in known_templates()),
    ("lapuschkin", "academic"),
    ("lueth", "awesome"),
]
TOLERANCE = 1.0
"""Mean difference of a page's pixels, of 255, after a blur. A page whose text moves by a line differs by 3 and more."""


def pages_of(cv: str, template: str, folder: Path) -> dict[str, Image.Image]:
    """The pages as pictures, by the name of the file that each is kept in."""
    pdf = render(CVS[cv], template=template, output=folder / f"{cv}.pdf").files[0]
    subprocess.run(["pdftoppm", "-r", "40", "-png", pdf, folder / f"{template}-{cv}"], check=True)
    return {path.name: Image.open(path).convert("RGB") for path in sorted(folder.glob("*.png"))}


def difference(one: Image.Image, other: Image.Image) -> float:
    blurred = (image.filter(ImageFilter.GaussianBlur(1.5)) for image in (one, other))
    return max(ImageStat.Stat(ImageChops.difference(*blurred)).mean)


@pytest.mark.latex
@pytest.mark.parametrize(("cv", "template"), SHOWN)
def test_the_pages_look_as_they_were_approved(
    cv: str, template: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    pages = pages_of(cv, template, tmp_path)
    if request.config.getoption("--update-golden"):
        for old in PICTURES.glob(f"{template}-{cv}-*.png"):
            old.unlink()
        for name, page in pages.items():
            page.quantize(32).save(PICTURES / name, optimize=True)
    assert {path.name for path in PICTURES.glob(f"{template}-{cv}-*.png")} == set(pages)
    for name, page in pages.items():
        kept = Image.open(PICTURES / name).convert("RGB")
        assert kept.size == page.size
        assert difference(kept, page) < TOLERANCE, name


@pytest.mark.latex
def test_a_line_that_moves_is_seen(tmp_path: Path) -> None:
    page = pages_of("ada", "classic", tmp_path)["classic-ada-1.png"]
    assert difference(page, ImageChops.offset(page, 0, 8)) > TOLERANCE
    assert difference(page, page.point(lambda value: 255)) > TOLERANCE
