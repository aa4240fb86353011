"""Write docs/languages.md, the page about languages, from the locales."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from babel import Locale as Cldr

from texcv.dates import PartialDate
from texcv.locale import known_locales, load_locale, regional_words
from texcv.model import DEGREES
from texcv.scripts import pdftex_characters

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs/languages.md"
COMMAND = ".venv/bin/python scripts/languages.py"


def page() -> str:
    """The whole page."""
    text = (ROOT / "scripts/languages.md").read_text("utf-8")
    for place, part in {
        "locales": "\n".join(_table()),
        "regions": " and ".join(f"`{name}`" for name in regional_words()),
        "degrees": ", ".join(f"`{degree}`" for degree in DEGREES),
    }.items():
        text = text.replace(f"<!-- {place} -->", part)
    return text


def _table() -> Iterator[str]:
    yield "| `locale` | language | templates | a month to the present | a day | a sum |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for name in known_locales():
        locale = load_locale(name)
        written = (
            locale.period(PartialDate(2021, 5), "present"),
            locale.moment(PartialDate(2024, 5, 4)),
            locale.money(Decimal("1250000"), "EUR"),
        )
        words = {char for word in (*locale.words.values(), *locale.sections.values()) for char in word} - {"\u00a0"}
        templates = (
            "all" if all(char.isascii() or char in pdftex_characters() for char in words) else "`plain`, `academic`"
        )
        plain = (text.replace("\u00a0", " ").replace("\u202f", " ") for text in written)
        language = f"[{Cldr.parse(name).get_display_name('en')}](../src/texcv/locales/{name}.yaml)"
        yield f"| `{name}` | {language} | {' | '.join((templates, *plain))} |"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
