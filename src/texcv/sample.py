"""A CV to begin with, and the JSON Schema that an editor needs for it."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

from texcv.diagnostics import Span, TexcvError, error, shown
from texcv.locale import missing_words
from texcv.model import json_schema
from texcv.output import write_files
from texcv.scripts import pdftex_characters
from texcv.templates import all_templates

_FOLDER = Path(__file__).parent / "samples"
_SCHEMA_NAME = "texcv.schema.json"


def write_sample(name: str, output: str | None, locale: str) -> tuple[Path, Path]:
    """Write a CV of that name and the schema beside it; raises `TexcvError`, also where the file is there already."""
    wordless = missing_words(locale, None)
    if wordless or not (_FOLDER / f"{locale}.yaml").is_file():
        language = locale.partition("-")[0]
        near = language if (_FOLDER / f"{language}.yaml").is_file() else "en"
        hint = f"take `{near}`, and write `locale: {locale}` in the file"
        raise TexcvError([wordless or error("unknown-locale", f"there is no sample for {shown(locale)}", None, hint)])
    words = " ".join(name.split())
    if not words or any(unicodedata.category(char)[0] == "C" for char in words):
        message = "the name is empty or has characters that can't be printed"
        raise TexcvError([error("empty-value", message, None, 'texcv new "Ada Example"')])
    file = Path(output) if output else Path(f"{file_stem(words)}.yaml")
    if file.exists():
        raise TexcvError([error("file-exists", f"{file} is there already", Span(str(file)), "`-o` names another file")])
    schema = file.with_name(_SCHEMA_NAME)
    text = (_FOLDER / f"{locale}.yaml").read_text("utf-8").replace("NAME", json.dumps(words, ensure_ascii=False), 1)
    if not pdftex_characters().issuperset(char for char in unicodedata.normalize("NFC", words) if not char.isascii()):
        text = text.replace("template: classic, color: blue", "template: plain", 1)  # it sets all scripts
    write_files(
        {file: text.encode(), schema: (json.dumps(full_schema(), indent=1, ensure_ascii=False) + "\n").encode()}
    )
    return file, schema


def file_stem(name: str) -> str:
    """A file name for a person's name that every system takes: `Ada Müller` is `ada-muller`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "cv"
    return f"{stem}-cv" if re.fullmatch(r"con|prn|aux|nul|(?:com|lpt)[0-9]", stem) else stem  # devices of Windows


def full_schema() -> dict[str, Any]:
    """The JSON Schema of a CV with the names and options of the templates in it."""
    schema = json_schema()
    design = schema["$defs"]["Design"]
    options: dict[str, Any] = {"template": {"enum": [template.name for template in all_templates()]}}
    for template in all_templates():
        for option in template.options.values():
            described: dict[str, Any] = {"description": f"{option.help} {option.describe()}."}
            described |= {"enum": list(option.choices)} if option.type == "choice" else {"type": ["string", "number"]}
            if all(choice.isdecimal() for choice in option.choices) and option.choices:
                described["enum"] = [*map(int, option.choices), *option.choices]
            options.setdefault(option.name, described)
    known = {"properties": design["properties"] | options, "additionalProperties": False}
    own = {"properties": {"template": {"type": "string", "pattern": r"[/\\]"}}, "required": ["template"]}
    del design["properties"], design["additionalProperties"]
    design["anyOf"] = [known, own]
    return schema
