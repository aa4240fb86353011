"""Every template sets every CV: proven, inside of the margins, no page empty, whatever the length of what is in it."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from PIL import Image, ImageChops

from texcv import render
from texcv.check.reading import read_pdf
from texcv.templates import known_templates

ROOT = Path(__file__).parent.parent
CVS = sorted((ROOT / "cv").glob("*.yaml"))
EDGE = 8.0
"""Millimetres at each edge of the page that stay white; the smallest margin by default is 15."""

pytestmark = pytest.mark.latex


def page_boxes(pdf: Path, folder: Path) -> list[tuple[int, int, int, int]]:
    """The box of the ink of each page, in millimetres from its left upper corner; a page without ink is an error."""
    subprocess.run(["pdftoppm", "-r", "25.4", "-gray", "-png", pdf, folder / "ink"], check=True)
    boxes = []
    for path in sorted(folder.glob("ink-*.png")):
        page = Image.open(path)
        box = ImageChops.invert(page).point(lambda value: 255 * (value > 60)).getbbox()
        assert box is not None, f"{path.name} is empty"
        boxes.append((box[0], box[1], page.width - box[2], page.height - box[3]))
    return boxes


@pytest.mark.parametrize("template", known_templates())
@pytest.mark.parametrize("cv", CVS, ids=lambda path: path.stem)
def test_our_own_cvs_are_proven_in_every_template(cv: Path, template: str, tmp_path: Path) -> None:
    pdf = render(cv, template=template, output=tmp_path / "cv.pdf").files[0]
    for box in page_boxes(pdf, tmp_path):
        assert min(box) >= EDGE, box


# --- whatever the length --------------------------------------------------------------------


def words(length: int) -> str:
    """A text of just that many characters."""
    some = "measure field water soil data model station sensor archive curve gauge river catchment software "
    return (some * (length // len(some) + 1))[: length - 1].rstrip().ljust(length - 1, "x") + "."


def extreme() -> dict[str, Any]:
    """A CV in which everything is much longer than it ought to be."""
    entry = {"title": words(150), "organization": words(150), "location": words(80), "start": "2019-10"}
    return {
        "name": {"given": "Wolfeschlegelsteinhausen Maximiliane Aurelia", "family": "Bergerdorff-Vorderaltstadt"},
        "headline": words(200),
        "contact": {
            "address": words(120),
            "email": "a-very-long-address-of-one-person.with-many-parts@department.of.hydrology.example.org",
            "phone": ["+49 30 1234567", "+49 171 1234567"],
            "website": "https://example.org/" + "/".join(["catchment"] * 18),
            "profiles": {"github": "ada", "orcid": "0000-0002-1825-0097", "linkedin": "a-very-long-name-" * 4 + "x"},
        },
        "quote": {"text": words(300), "author": words(60)},
        "sections": {
            "experience": [
                {**entry, "highlights": [words(2000), *(words(20 + 7 * (n % 20)) for n in range(100))]},
                {
                    "organization": words(150),
                    "location": words(90),
                    "roles": [
                        {"title": words(120), "start": "2019", "end": "2020", "summary": words(600)},
                        {"title": "B", "date": "a long remark about the date of this role", "location": words(60)},
                    ],
                },
                {"title": "T", "url": f"https://example.org/{'x' * 180}", "details": {words(60): words(90)}},
            ],
            "awards": [{"title": words(160), "issuer": words(150), "rank": words(60), "date": "2020-10-11"}],
            "grants": [{"title": words(150), "funder": words(150), "role": words(60), "amount": words(60)}],
            "patents": [
                {
                    "title": words(150),
                    "inventors": [words(20)] * 12,
                    "filings": [
                        {"office": "US", "number": "2020/0123456 A1", "title": words(150), "status": "granted"}
                    ],
                }
            ],
            "talks": [{"title": words(150), "event": words(150), "location": words(60), "note": words(60)}],
            "teaching": [{"date": "WS 2024/2025", "title": words(150), "organization": words(150), "role": words(90)}],
            "supervision": [{"name": words(50), "degree": words(40), "organization": words(150), "title": words(150)}],
            "references": [{"name": words(60), "position": words(80), "organization": words(150), "note": words(100)}],
            "skills": [{"name": words(60), "skills": [{"name": words(60), "level": words(30)}] * 12}, "Python"],
            "languages": [{"name": words(60), "level": words(60), "note": words(120)}],
            "interests": [words(300), words(20)],
            "metrics": {"columns": [words(60), words(40), "A"], "rows": {words(80): ["1", "2", "3"]}},
            words(150): {"kind": "table", "rows": [[words(9 + 50 * n) for n in range(4)]] * 3},
            "publications": {
                "numbering": "reversed",
                "groups": [
                    {
                        "title": words(100),
                        "entries": [
                            {
                                "title": words(20 + 11 * (n % 17)),
                                "authors": ["A. B. Example", "Carla von Beispiel"] * (1 + n % 8),
                                "year": str(2000 + n % 25),
                                "venue": words(60),
                                "doi": f"10.5555/abc.{n}",
                            }
                            for n in range(500)
                        ],
                    }
                ],
            },
        },
    }


@pytest.mark.parametrize("template", known_templates())
def test_nothing_leaves_the_margins_whatever_its_length(template: str, tmp_path: Path) -> None:
    (tmp_path / "cv.yaml").write_text(yaml.safe_dump(extreme(), sort_keys=False), "utf-8")
    made = render(tmp_path / "cv.yaml", template=template, output=tmp_path / "cv.pdf")
    assert made.strings > 7000
    for box in page_boxes(made.files[0], tmp_path):
        assert min(box) >= EDGE, box


@pytest.mark.parametrize("template", known_templates())
def test_a_publication_needs_neither_authors_nor_details(template: str, tmp_path: Path) -> None:
    """In each of the citation formats."""
    entries = [
        "{title: Only a title}", "{title: No authors, venue: Journal, year: 2020}",
        "{title: No details, authors: [Bo Other]}", "{title: All, authors: [Bo Other], venue: Journal, pages: 1-2}",
    ]  # fmt: skip
    sections = [
        f"  {form} first: {{kind: publications, citation: {form}, entries: [{', '.join(entries)}]}}\n"
        for form in ("title first", "authors first", "one line")
    ]
    cv = tmp_path / "cv.yaml"
    cv.write_text(f"name: Ada Example\nsections:\n{''.join(sections)}", "utf-8")
    assert render(cv, template=template, output=tmp_path / "out").strings > 24


@pytest.mark.parametrize("template", ["academic", "awesome", "banking"])
def test_both_lines_of_a_long_name_stand_in_the_middle(template: str, tmp_path: Path) -> None:
    path = tmp_path / "cv.yaml"
    name = {"prefix": "Dr. rer. nat.", "given": "Runa Elisabet", "family": "Kovač-Sørlie van der Example"}
    path.write_text(yaml.safe_dump({"name": name, "sections": {"skills": ["flour"]}}), "utf-8")
    (page,) = read_pdf(render(path, template=template, output=tmp_path).files[0].read_bytes()).pages
    lines: dict[int, list[float]] = {}
    for fragment in page.fragments[: page.fragments.index(next(f for f in page.fragments if "Example" in f.text)) + 1]:
        lines.setdefault(round(fragment.box[1]), []).extend((fragment.box[0], fragment.box[2]))
    assert len(lines) == 2
    for edges in lines.values():
        assert (min(edges) + max(edges)) / 2 == pytest.approx(page.box[2] / 2, abs=2)
