"""Plain data, as the stages hand it on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any, TypeVar, dataclass_transform, overload

_T = TypeVar("_T")


@overload
def frozen(cls: type[_T], /) -> type[_T]: ...
@overload
def frozen(*, kw_only: bool) -> Callable[[type[_T]], type[_T]]: ...
@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[_T] | None = None, /, *, kw_only: bool = False) -> Any:
    """A dataclass with slots that is compared, hashed and shown by its fields, and that nobody changes.

    `dataclass(frozen=True, slots=True)` writes and compiles six functions for each class, which took a command a tenth
    of its time. Here it writes one, and that nothing is changed is left to type checkers.
    """
    return _made(cls, kw_only) if cls else lambda cls: _made(cls, kw_only)


def _made(cls: type[_T], kw_only: bool) -> type[_T]:
    made: Any = dataclass(slots=True, eq=False, repr=False, kw_only=kw_only)(cls)
    made._compared = attrgetter(*(own.name for own in fields(made) if own.compare))
    for name, method in {"__eq__": _eq, "__hash__": _hash, "__repr__": _repr}.items():
        setattr(made, name, method)
    return made  # type: ignore[no-any-return]


def _eq(self: Any, other: Any) -> bool:
    return self._compared(self) == other._compared(other) if type(self) is type(other) else NotImplemented


def _hash(self: Any) -> int:
    return hash(self._compared(self))


def _repr(self: Any) -> str:
    shown = (f"{own.name}={getattr(self, own.name)!r}" for own in fields(self) if own.repr)
    return f"{type(self).__qualname__}({', '.join(shown)})"
