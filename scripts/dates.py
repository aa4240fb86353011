"""Write src/texcv/locales/dates.json: how CLDR writes dates, as Babel has it.

To load Babel for a date takes a command as long as to check a PDF, and a CV should not change when Babel does.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import get_args

from texcv.locale import Form, known_locales, regional_words, written_by_babel

FILE = Path(__file__).parent.parent / "src/texcv/locales/dates.json"
COMMAND = ".venv/bin/python scripts/dates.py"

REGIONS = ("de-AT", "de-CH", "en-AU", "en-CA", "en-GB", "en-US", "es-MX", "fr-CA", "fr-CH", "it-CH", "nl-BE", "pt-BR")
"""Those that are asked for most."""


def dates() -> str:
    """By language and form, what is written in each of the twelve months, with places for year and day."""
    lines = []
    for name in sorted([*known_locales(), *regional_words(), *REGIONS]):
        forms = {form: [_pattern(form, name, month) for month in range(1, 13)] for form in get_args(Form)}
        parts = [
            f"  {json.dumps(form)}: {json.dumps(patterns, ensure_ascii=False)}" for form, patterns in forms.items()
        ]
        lines.append(f" {json.dumps(name)}: {{\n" + ",\n".join(parts) + "\n }")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _pattern(form: Form, name: str, month: int) -> str:
    return written_by_babel(form, date(3456, month, 27), name).replace("3456", "{year}").replace("27", "{day}")


if __name__ == "__main__":
    FILE.write_text(dates(), "utf-8")
