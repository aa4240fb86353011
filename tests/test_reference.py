"""The reference of the YAML says what the model says, and its examples hold."""

import re
from pathlib import Path

import pytest

from reference import COMMAND, EXAMPLES, PAGE, Reference
from texcv import check, model, render, validate
from texcv.model.described import describe_fields
from texcv.templates import known_templates

TEXT = PAGE.read_text("utf-8")
PATHS = sorted(EXAMPLES.glob("*.yaml"))
MODELS = [
    item for item in vars(model).values()
    if isinstance(item, type) and model.Model in item.__mro__[1:] and item is not model.Tagged
]  # fmt: skip


def keys(cls: type[model.Model]) -> set[str]:
    """The keys that the page lists for a model itself: not those that it explains for all sections or all dates."""
    elsewhere = {"kind", "title", "intro"} if cls in model.KINDS.values() else set()
    elsewhere |= set(model.Dated.model_fields) if model.Dated in cls.__bases__ else set()
    elsewhere |= set(model.Entry.model_fields) if cls not in {model.Entry, model.Variant} else set()
    return set(cls.model_fields) - elsewhere


def tables(text: str) -> list[set[str]]:
    """The keys of each table, or of the line that stands for a table with a single row."""
    found = [
        set(re.findall(r"^\| `([\w ]+)` \|", table, re.M)) for table in re.findall(r"(?:^\|.*\|\n)+", text + "\n", re.M)
    ]
    return [*found, *({key} for key in re.findall(r"^`(\w+)`: ", text, re.M))]


def chapter(kind: str) -> str:
    found = re.search(rf"^### `{kind}`\n(.*?)(?=^### |\Z)", TEXT, re.M | re.S)
    assert found is not None
    return found[1]


def test_the_page_is_what_the_generator_prints() -> None:
    assert Reference().page() == TEXT, f"docs/yaml.md is not up to date: run {COMMAND}"


def test_each_kind_has_an_example_and_each_example_a_kind() -> None:
    assert {path.stem for path in PATHS} == {"head", *model.KINDS}


@pytest.mark.parametrize("kind", model.KINDS)
def test_the_example_of_a_kind_is_of_that_kind(kind: str) -> None:
    text = (EXAMPLES / f"{kind}.yaml").read_text("utf-8")
    used = [model.STANDARD_SECTIONS.get(key) for key in re.findall(r"^  (\w+):", text, re.M)]
    assert kind in {*used, *re.findall(r"^    kind: (\w+)$", text, re.M)}
    assert text.split("sections:\n")[1] in chapter(kind)


@pytest.mark.parametrize("kind", model.KINDS)
def test_the_chapter_of_a_kind_has_the_keys_of_its_section(kind: str) -> None:
    assert keys(model.KINDS[kind]) in tables(chapter(kind))


@pytest.mark.parametrize("cls", MODELS, ids=lambda cls: cls.__name__)
def test_every_key_is_on_the_page(cls: type[model.Model]) -> None:
    assert keys(cls) in tables(TEXT)


def test_the_keys_that_are_explained_once_are_explained() -> None:
    assert {"kind", "title", "intro"} in tables(TEXT)
    assert set(model.Dated.model_fields) in tables(TEXT)
    assert set(model.Entry.model_fields) in tables(TEXT)
    assert {*model.NETWORKS, "other"} in tables(TEXT)


@pytest.mark.parametrize("cls", MODELS, ids=lambda cls: cls.__name__)
def test_every_key_says_what_it_is(cls: type[model.Model]) -> None:
    describe_fields()
    silent = {key for key, field in cls.model_fields.items() if not field.description}
    assert silent <= {"kind"}


def test_no_cell_is_empty_and_no_row_is_broken() -> None:
    for table in re.findall(r"(?:^\|.*\|\n)+", TEXT, re.M):
        rows = [re.split(r"(?<!\\)\|", row)[1:-1] for row in table.splitlines()]
        assert {len(row) for row in rows} == {len(rows[0])}, table
        assert all(cell.strip() for row in rows for cell in row), table


def test_links_within_the_page_lead_to_a_heading() -> None:
    anchors = {re.sub(r"[^\w-]", "", words.lower().replace(" ", "-")) for words in re.findall(r"^#+ (.*)$", TEXT, re.M)}
    assert set(re.findall(r"\]\(#([\w-]+)\)", TEXT)) <= anchors


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_an_example_is_short_and_valid(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 30
    assert validate(path) == ()


@pytest.mark.latex
@pytest.mark.parametrize("template", known_templates())
@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_an_example_renders_in_every_template(path: Path, template: str, tmp_path: Path) -> None:
    rendered = render(path, template=template, output=tmp_path)
    assert {fault.code for fault in rendered.diagnostics} <= {"unused-option"}
    assert rendered.strings > 0
    assert check(path, rendered.files[0]) == ()
