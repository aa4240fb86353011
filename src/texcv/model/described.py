"""The texts below the fields of models, as their descriptions.

Pydantic can do this by itself (`use_attribute_docstrings`), but then every command waits for the sources to be parsed
that only the JSON Schema needs.
"""

import ast
import inspect
import sys
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from texcv.model.base import Deferred, Model
from texcv.model.whole import all_models


@lru_cache(maxsize=1)
def describe_fields() -> None:
    """Describe the fields of every model."""
    models = all_models()
    for model in models:
        texts: dict[str, str] = {}
        for cls in reversed(model.__mro__):
            if issubclass(cls, Model):
                texts |= _texts(cls.__module__).get(cls.__name__, {})
        for name, field in model.model_fields.items():
            field.description = field.description or texts.get(name)
    Deferred.whole = True
    for model in models:
        model.model_rebuild(force=True)


@lru_cache(maxsize=32)
def _texts(module: str) -> dict[str, dict[str, str]]:
    """By class and field, the texts that stand right below the fields."""
    tree = ast.parse(inspect.getsource(sys.modules[module]))
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    return {node.name: dict(_texts_of(node.body)) for node in classes}


def _texts_of(body: list[ast.stmt]) -> Iterator[tuple[str, str]]:
    for field, text in pairwise(body):
        match field, text:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str() as words)):
                yield name, inspect.cleandoc(words)
