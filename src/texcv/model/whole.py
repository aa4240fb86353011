"""All models of the format, also those that few CVs need and that are loaded for them."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from texcv import model
from texcv.model.base import Model


def all_models() -> list[type[Model]]:
    """Every model; those that others inherit from come before them."""
    for name in model.__all__:
        getattr(model, name)  # which loads it
    return [*_loaded()]


def _loaded(above: type[Model] = Model) -> Iterator[type[Model]]:
    for found in above.__subclasses__():
        if found.__module__.startswith(f"{__package__}."):
            yield found
            yield from _loaded(found)


@lru_cache(maxsize=1)
def field_names() -> frozenset[str]:
    """Every key that some mapping of the format has."""
    return _names(all_models())


@lru_cache(maxsize=1)
def common_field_names() -> frozenset[str]:
    """Those of what was loaded when it was first asked for: of what most CVs have."""
    return _names(_loaded())


def _names(models: Iterable[type[Model]]) -> frozenset[str]:
    return frozenset(name for found in models for name in found.model_fields)
