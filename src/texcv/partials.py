"""The language of partials: of Jinja2's, what loops, tests, includes and prints; within limits.

A partial may come in a stranger's folder. Jinja2's sandbox keeps it from Python, but not from `'x' * 10**10`, from
loops in loops, or from a list that doubles with each `set`. Here nothing grows: there are no operators but those that
compare, no filters but those that count, pick and turn round, no macros; and loops and includes are counted.
"""

from __future__ import annotations

import contextlib
import hashlib
import sys
from collections.abc import Iterable, Iterator
from typing import Any

from jinja2 import (
    BaseLoader,
    BytecodeCache,
    StrictUndefined,
    Template,
    TemplateNotFound,
    TemplateRuntimeError,
    TemplateSyntaxError,
    nodes,
)
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment

from texcv.store import cache_folder, fetch, keep, state
from texcv.tex import Tex

MAX_STEPS = 400_000
"""Rounds of loops, and includes, which count twice; a CV has at most 200,000 values."""

MAX_OUTPUT = 100_000_000
"""Characters of a .tex; the longest CV, all of characters with long names in LaTeX, has 40 million."""

_LANGUAGE = frozenset({
    nodes.Template, nodes.TemplateData, nodes.Output, nodes.Name, nodes.Const, nodes.TemplateData,
    nodes.For, nodes.If, nodes.CondExpr, nodes.Include, nodes.Assign, nodes.Call, nodes.Filter, nodes.Test,
    nodes.Getattr, nodes.Getitem, nodes.Slice, nodes.Neg, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not,
    nodes.List, nodes.Tuple,
})  # fmt: skip
_FILTERS = {"count", "first", "last", "length", "reverse"}


COMMA = Tex("\x03")
"""What `render` writes the comma of the document's language for; no text of a CV can have it."""


class Partials(SandboxedEnvironment):
    """Jinja2 with our delimiters and the small language; one for each render, since its steps are counted."""

    def __init__(self, loader: BaseLoader, finalize: Any, *, cache: bool = False) -> None:
        super().__init__(
            loader=loader,
            block_start_string="((*",
            block_end_string="*))",
            variable_start_string="((=",
            variable_end_string="=))",
            comment_start_string="((#",
            comment_end_string="#))",
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            undefined=StrictUndefined,
            finalize=finalize,
            autoescape=False,
            bytecode_cache=_Compiled() if cache else None,
        )
        self.globals = {"joiner": Joiner}
        self.filters = {name: self.filters[name] for name in _FILTERS} | {_COUNTED: self._counted}
        self.steps = 0

    def print(self, name: str, values: dict[str, Any]) -> str:
        """What the template prints; raises Jinja2's errors, and `RecursionError`."""
        parts: list[str] = []
        total = 0
        for part in self.get_template(name).generate(values):
            total += len(part)
            if total > MAX_OUTPUT:
                raise TemplateRuntimeError(f"prints more than {MAX_OUTPUT:,} characters")
            parts.append(part)
        return "".join(parts)

    def get_template(self, name: Any, *arguments: Any, **options: Any) -> Template:
        """A template, which is a step; raises `TemplateSyntaxError` also for one that can't be read."""
        self._step(2)
        try:
            return super().get_template(name, *arguments, **options)
        except TemplateNotFound:
            raise
        except (OSError, SyntaxError, UnicodeDecodeError) as fault:
            raise TemplateSyntaxError(f"can't be read: {fault}", 1, name) from None
        except RecursionError:
            raise TemplateSyntaxError("is nested too deeply: does it include itself?", 1, name) from None

    def call(self, context: Any, called: Any, *arguments: Any, **options: Any) -> Any:
        """What a call gives; methods of texts, lists and views are not for partials."""
        if called is not Joiner and not isinstance(called, Joiner):
            raise SecurityError("partials call nothing but `joiner`")
        return super().call(context, called, *arguments, **options)

    def _step(self, count: int = 1) -> None:
        self.steps += count
        if self.steps > MAX_STEPS:
            raise TemplateRuntimeError(f"takes more than {MAX_STEPS:,} rounds of loops and includes")

    def _counted(self, items: Iterable[Any]) -> Iterator[Any]:
        for item in items:
            self._step()
            yield item


class _Compiled(BytecodeCache):
    """What Jinja2 has made of partials, by their file and their text, and by who made it."""

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """The name of the file in which it is kept."""
        return hashlib.sha256(repr((name, filename, sys.version, state(__file__))).encode()).hexdigest()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what was kept, if it is whole."""
        kept = fetch(cache_folder() / "partials" / f"{bucket.key}.bin")
        if kept is not None:
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it, if it can be kept."""
        with contextlib.suppress(OSError):
            keep(cache_folder() / "partials" / f"{bucket.key}.bin", bucket.bytecode_to_string(), MAX_COMPILED)


MAX_COMPILED = 500
"""Partials that are kept, those used last; a CV needs thirty, and texcv has a hundred."""

_COUNTED = "counted by texcv"
"""The filter that all loops get; no template can write its name."""


class _Generator(CodeGenerator):
    """Refuses what is not of the language, before any of it is worked out, and has loops counted."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        """The hook that Jinja2 calls first."""
        waiting: list[tuple[nodes.Node, nodes.Node]] = [(node, node)]
        while waiting:
            parent, inner = waiting.pop()
            what = _foreign(inner, parent)
            if what:
                self.fail(f"{what} is not for partials: they loop, test, include and print", inner.lineno)
            waiting += ((inner, child) for child in inner.iter_child_nodes())
        for loop in node.find_all(nodes.For):
            loop.iter = nodes.Filter(loop.iter, _COUNTED, [], [], None, None, lineno=loop.lineno)
        super().visit_Template(node, frame)


Partials.code_generator_class = _Generator


def _foreign(node: nodes.Node, parent: nodes.Node) -> str:
    """What of the node is not of the language; "" for nothing.

    Texts are put together only for the name of an include, lists only for a loop to go through.
    """
    if isinstance(node, nodes.Concat) and isinstance(parent, nodes.Include):
        return ""
    if isinstance(node, nodes.Add) and isinstance(parent, (nodes.Add, nodes.For)):
        return ""
    if type(node) not in _LANGUAGE:
        return f"`{_SIGNS.get(type(node).__name__) or type(node).__name__.lower()}`"
    if isinstance(node, nodes.For) and node.recursive:
        return "`recursive`"
    if isinstance(node, nodes.Filter) and node.name not in _FILTERS:
        return f"`|{node.name}`"
    if isinstance(node, nodes.Call) and not all(isinstance(argument, nodes.Const) for argument in _arguments(node)):
        return "a call with another thing than a text"
    is_value = isinstance(node, nodes.List) or (isinstance(node, nodes.Tuple) and node.ctx == "load")
    if is_value and not all(isinstance(item, nodes.Const) for item in node.iter_child_nodes()):
        return "a list of other things than texts"
    return ""


def _arguments(call: nodes.Call) -> Iterator[nodes.Node]:
    return (node for node in call.iter_child_nodes() if node is not call.node)


_SIGNS = {
    "Add": "+", "Sub": "-", "Mul": "*", "Div": "/", "FloorDiv": "//", "Mod": "%", "Pow": "**", "Concat": "~",
    "CallBlock": "call", "FilterBlock": "filter", "FromImport": "from", "AssignBlock": "set", "ExprStmt": "do",
}  # fmt: skip
"""What templates write for it, where it is not the name that Jinja2 has for it."""


class Joiner:
    """Jinja's joiner, for LaTeX: called, it is nothing the first time, and the separator afterwards.

    Without a separator of its own, it is the comma of the document's language.
    """

    def __init__(self, separator: str = COMMA) -> None:
        self._parts = iter((Tex(),))
        self._separator = Tex(separator)

    def __call__(self) -> Tex:
        """What comes next."""
        return next(self._parts, self._separator)
