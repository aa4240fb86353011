"""The JSON Schema of what the stage `select` takes away: texts in several languages, and texts with tags."""

from typing import Any

from texcv.model.fields import SCALAR_SCHEMA

Schema = dict[str, Any]

_LANGUAGE = (
    "^([a-z]{2}|ast|ceb|chr|ckb|cnr|dsb|fil|fur|gsw|haw|hsb|kab|kok|nds|sah|sat|smn|yue)"
    "(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$"
)
"""An editor knows no list of languages: those with two letters, and of the others some that are written."""

_ABOUT = ("title", "description", "default")
_NOT_TRANSLATED = {"Design", "Limit", "Variant"}
_NEVER = {"kind", "tags", "locale", "sections", "variants"}


def let_be_translated(schema: Schema) -> None:
    """Let a mapping of languages stand wherever a text, a list of texts or labels may, and tags beside a text."""
    definitions = schema["$defs"]
    text = definitions["Quote"]["properties"]["text"]
    tags = definitions["ListSection"]["properties"]["tags"]
    tagged = {"text": _opened(text), "tags": tags}
    for name in [name for name in definitions if name not in _NOT_TRANSLATED]:
        lists = {"highlights", "entries"} if name.startswith("ListSection") else {"highlights"}
        definitions[name] = _with_open_fields(definitions[name], lists)
    titles = definitions["Variant"]["properties"]
    titles["rename"] = _with_open_items(titles["rename"], False)
    sections = schema["properties"]["sections"]
    for key, forms in sections["properties"].items():
        sections["properties"][key] = {"anyOf": _opened_forms(forms["anyOf"], key == "interests")}
    sections["additionalProperties"] = {"anyOf": _opened_forms(sections["additionalProperties"]["anyOf"], True)}
    schema["properties"] = _with_open_fields(schema, set())["properties"]
    form = {"type": "object", "properties": tagged, "required": ["text"], "additionalProperties": False}
    definitions["TextByLanguage"] = {"description": "A text in several languages.", **_by_language(SCALAR_SCHEMA)}
    definitions["TaggedText"] = {"description": "A text that has tags.", **form}


def _with_open_fields(model: Schema, lists: set[str]) -> Schema:
    fields = {
        key: field if key in _NEVER else _opened(field, key in lists)
        for key, field in model.get("properties", {}).items()
    }
    return {**model, "properties": fields} if fields else model


def _opened_forms(forms: list[Schema], tagged: bool) -> list[Schema]:
    return [
        form for old in forms for form in (_opened(old, tagged).get("anyOf", [old]) if "$ref" not in old else [old])
    ]


def _opened(field: Schema, tagged: bool = False) -> Schema:
    """A field that may be in several languages; with `tagged`, the texts of its list may have tags."""
    about = {key: value for key, value in field.items() if key in _ABOUT}
    core = {key: value for key, value in field.items() if key not in _ABOUT}
    forms = [_with_open_items(form, tagged) for form in _alternatives(core)]
    if tagged:
        forms += [{"$ref": "#/$defs/TaggedText"}] if any(form.get("type") == "array" for form in forms) else []
    free = [form for form in forms if _can_be_translated(form)]
    if not free:
        return field
    inside = free[0] if len(free) == 1 else {"anyOf": free}
    by_language = _by_language(inside) if inside != SCALAR_SCHEMA else {"$ref": "#/$defs/TextByLanguage"}
    return {**about, "anyOf": [*forms, by_language]}


def _alternatives(form: Schema) -> list[Schema]:
    """The forms that a form may have, and those that these may have."""
    inside = form.get("anyOf") or form.get("oneOf")
    return [deep for each in inside for deep in _alternatives(each)] if inside else [form]


def _by_language(form: Schema) -> Schema:
    names = {"pattern": _LANGUAGE}
    return {"type": "object", "minProperties": 1, "propertyNames": names, "additionalProperties": form}


def _with_open_items(form: Schema, tagged: bool) -> Schema:
    if form.get("type") == "array" and isinstance(form.get("items"), dict):
        items = _opened(form["items"])
        forms = items.get("anyOf", [items])
        return {**form, "items": {"anyOf": [*forms, {"$ref": "#/$defs/TaggedText"}]} if tagged else items}
    if form.get("type") == "object" and isinstance(form.get("additionalProperties"), dict):
        return {**form, "additionalProperties": _opened(form["additionalProperties"])}
    return form


def _can_be_translated(form: Schema) -> bool:
    """Whether it is a text or a date, a list, or labels."""
    kinds = form.get("type", "")
    if "enum" in form or "const" in form:
        return False
    return "string" in kinds or kinds == "array" or (kinds == "object" and "additionalProperties" in form)
