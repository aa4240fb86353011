"""The JSON Schema of what the stage `assemble` takes away: `include`, in the place of lists and mappings."""

from typing import Any

Schema = dict[str, Any]

_ABOUT = ("title", "description", "default")
_INCLUDED = {"$ref": "#/$defs/Included"}
_CLOSED = {"Included", "TaggedText", "TextByLanguage"}
"""What no file stands for."""


def let_be_included(schema: Schema) -> None:
    """Let `include` stand in the place of any list or mapping, as an item of any list, and at the top."""
    definitions, sections = schema["$defs"], schema["properties"]["sections"]
    path = {"type": "string", "pattern": r"\.(yaml|yml)(#.+)?$"}
    several = {"anyOf": [path, {"type": "array", "items": path, "minItems": 1}]}
    about = "A file below the CV's folder or its project's, and behind # a place in it; or several of them."
    definitions["Included"] = {
        "description": "What is in another file.",
        "type": "object",
        "properties": {"include": {"description": about, **several}},
        "required": ["include"],
    }
    for name, definition in definitions.items():
        if name not in _CLOSED and "properties" in definition:
            definition["properties"] = {key: _opened(field) for key, field in definition["properties"].items()}
    schema["properties"] = {key: _opened(field) for key, field in schema["properties"].items() if key != "sections"}
    schema["properties"]["sections"] = sections
    sections["properties"] = {key: _opened(field) for key, field in sections["properties"].items()}
    sections["additionalProperties"] = _opened(sections["additionalProperties"])
    for whole in (schema, sections):
        whole["properties"]["include"] = definitions["Included"]["properties"]["include"]
    schema["else"] = {"anyOf": [schema["else"], {"required": ["include"]}]}  # what has to be there may be included


def _opened(field: Schema) -> Schema:
    forms = [_with_open_items(form) for form in field.get("anyOf", [field])]
    if not any("$ref" in form or form.get("type") in ("array", "object") for form in forms):
        return field
    about = {key: value for key, value in field.items() if key in _ABOUT}
    bare = [{key: value for key, value in form.items() if form is not field or key not in _ABOUT} for form in forms]
    return {**about, "anyOf": [*bare, _INCLUDED]}


def _with_open_items(form: Schema) -> Schema:
    values = form.get("additionalProperties")
    if form.get("type") == "object" and isinstance(values, dict):
        return {**form, "additionalProperties": _opened(values)}
    items = form.get("items")
    if form.get("type") != "array" or not isinstance(items, dict):
        return form
    return {**form, "items": {"anyOf": [*items.get("anyOf", [items]), _INCLUDED]}}
