"""The command line: options, printing, progress, exit codes; no logic.

Exit status 0: done. 1: the CV or the machine has a problem. 2: wrong usage.
"""

from __future__ import annotations

import atexit
import gc
import sys
from importlib import import_module
from types import ModuleType
from typing import Any

# A command makes much as it starts, and little of it is garbage: to look for that, and once more at the end, takes a
# third of its time.
gc.set_threshold(1_000_000)
atexit.register(gc.freeze)


class _NoPlugins(ModuleType):
    """In the place of pydantic's search for plugins, which reads all that is installed: a CV needs none."""

    get_plugins = staticmethod(tuple)

    def __getattr__(self, name: str) -> Any:
        """What else is asked of it, the real module says."""
        if name.startswith("__"):
            raise AttributeError(name)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(import_module(self.__name__), name)


sys.modules.setdefault("pydantic.plugin._loader", _NoPlugins("pydantic.plugin._loader"))

from texcv.cli.main import main  # noqa: E402  # what it loads is meant

__all__ = ["main"]
