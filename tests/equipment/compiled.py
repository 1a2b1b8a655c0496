"""Jinja compiles each template once a process, not once for each of the hundreds of sites that tests build."""

from __future__ import annotations

from types import BuiltinFunctionType, FunctionType
from typing import TYPE_CHECKING, Any

from jinja2 import Environment

if TYPE_CHECKING:
    import pytest

_KNOWN = (str, bool, int, type(None), FunctionType, BuiltinFunctionType)
"""Values that are told apart by themselves; of others, which each build makes anew, by their class."""


def compile_once(patch: pytest.MonkeyPatch) -> None:
    """Have Jinja remember what it compiled, by all that it reads for that: text, options, filters, tests."""
    compiled: dict[Any, Any] = {}
    compile_anew = Environment.compile

    def compile_template(self: Environment, source: Any, *names: Any, **more: Any) -> Any:
        read = (vars(self), self.filters, self.tests, more)
        known = tuple(
            (name, value if isinstance(value, _KNOWN) else type(value))
            for values in read
            for name, value in values.items()
        )
        key = source, names, known, tuple(self.extensions)
        if key not in compiled:
            compiled[key] = compile_anew(self, source, *names, **more)
        return compiled[key]

    patch.setattr(Environment, "compile", compile_template)
