"""The environment in which templates run. A template lays out a brief and can do nothing else.

The built-in templates run in ``Sandbox``: Jinja's own, in which a part of a record has fields and nothing more. A folder of
somebody's runs in ``MeteredSandbox``, where beyond that

* only the filters, functions and methods that are named here exist;
* every value that is made (joined, multiplied, formatted, listed, filtered, returned by a call) is weighed *before* or as it is
  made, so that none is larger than ``MAX_WEIGHT``;
* every iteration, call, inclusion and piece of output costs a step, and steps, output and time have an end.

To that end the syntax tree is rewritten before it is compiled: loops, literals of lists and the operator ``~`` go through
filters of this module. What is left cannot take long, since each step works on values that are small.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from types import MethodType
from typing import Any

from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context, LoopContext, Macro, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from briefing.record import Model
from briefing.views import PARTS, Brief

MAX_WEIGHT = 10_000_000  # characters of one value; each element of a list counts as 8
MAX_OUTPUT = 50_000_000  # characters that all expressions together give out, those inside macros again
MAX_STEPS = 5_000_000
MAX_SECONDS = 10.0  # of the processor, so that a busy machine makes no difference
_MAX_BITS = 4_096  # of a whole number
_MAX_COUNT = 1_000  # a width, a number of columns, places behind the point

_FILTERS = frozenset(
    [
        "abs",
        "batch",
        "capitalize",
        "count",
        "d",
        "default",
        "dictsort",
        "e",
        "escape",
        "first",
        "float",
        "forceescape",
        "format",
        "groupby",
        "indent",
        "int",
        "items",
        "join",
        "last",
        "length",
        "list",
        "lower",
        "map",
        "max",
        "min",
        "reject",
        "rejectattr",
        "replace",
        "reverse",
        "round",
        "safe",
        "select",
        "selectattr",
        "slice",
        "sort",
        "string",
        "sum",
        "title",
        "trim",
        "truncate",
        "unique",
        "upper",
        "urlencode",
        "wordcount",
    ]
)
_GLOBALS = frozenset(["range", "dict", "namespace", "cycler", "joiner"])
# Nothing that grows: a width, a separator or a format would make a long text of a short one.
_TEXT_METHODS = frozenset(
    [
        "capitalize",
        "casefold",
        "count",
        "endswith",
        "find",
        "index",
        "isalnum",
        "isalpha",
        "isascii",
        "isdecimal",
        "isdigit",
        "islower",
        "isnumeric",
        "isspace",
        "istitle",
        "isupper",
        "lower",
        "lstrip",
        "partition",
        "removeprefix",
        "removesuffix",
        "rfind",
        "rindex",
        "rpartition",
        "rsplit",
        "rstrip",
        "split",
        "splitlines",
        "startswith",
        "strip",
        "swapcase",
        "title",
        "upper",
    ]
)
_METHODS: tuple[tuple[tuple[type, ...], frozenset[str]], ...] = (
    ((str,), _TEXT_METHODS),
    ((list, tuple), frozenset(["count", "index"])),
    ((Mapping,), frozenset(["get", "items", "keys", "values"])),
    ((int, float, bytes, range), frozenset()),
)
_TEXTUAL = frozenset(
    [
        "capitalize",
        "e",
        "escape",
        "forceescape",
        "format",
        "indent",
        "lower",
        "replace",
        "safe",
        "string",
        "title",
        "trim",
        "truncate",
        "upper",
        "urlencode",
        "wordcount",
    ]
)
_FORMAT = re.compile(r"%(?:\([^)]*\))?[-+ #0]*(?P<width>\*|[0-9]*)(?:\.(?P<places>\*|[0-9]*))?")


# What templates read most, and may read without further questions: the parts of a brief, and where a loop stands.
_FIELDS: dict[type, frozenset[str]] = {
    **{part: frozenset(name for name in {*dir(part), *part.__annotations__} if name[0] != "_") for part in PARTS},
    LoopContext: frozenset({"first", "last", "index", "index0", "length"}),
}
# By attribute, whose it is.
_KNOWN = {
    name: frozenset(part for part, names in _FIELDS.items() if name in names) for name in frozenset().union(*_FIELDS.values())
}


class _Compiler(CodeGenerator):
    """Jinja's compiler without its own escaping: ``finalize``, through which every expression goes, returns safe text."""

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        """The sandbox is asked for an attribute, unless what has it is known to be harmless."""
        asked = f", {node.attr!r})"
        if node.attr in _KNOWN:
            self.write(f"(at.{node.attr} if type(at := ")
            asked = f") in environment.known[{node.attr!r}] else environment.getattr(at{asked})"
        else:
            self.write("environment.getattr(")
        self.visit(node.node, frame)
        self.write(asked)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        assert finalize.src is not None
        self.write(finalize.src)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        self.write(")")


class _CompilerOfOurs(_Compiler):
    """The compiler of the built-in templates, whose output nobody counts: what is safe already goes out as it is."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        self.write("(at if type(at := ")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        self.write(f") is Markup else {finalize.src}at))")


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, in which a part of the record has fields and nothing else: ``Record.load`` would read files.

    The sandbox asks several questions of every attribute and every call. Of what templates do a thousand times for one
    brief the answers are known beforehand.
    """

    code_generator_class: type[_Compiler] = _CompilerOfOurs

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = _KNOWN

    def getattr(self, obj: Any, attribute: str) -> Any:
        """An attribute for a template."""
        if isinstance(obj, Model) and attribute not in type(obj).model_fields:
            # Without looking at it: Pydantic has properties that warn.
            return (
                self.unsafe_undefined(obj, attribute)
                if hasattr(type(obj), attribute)
                else self.undefined(obj=obj, name=attribute)
            )
        return super().getattr(obj, attribute)

    def add_filters(self, filters: Mapping[str, Callable[..., Any]]) -> None:
        """Filters of ours."""
        self.filters |= filters

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """A call of a template."""
        if type(obj) is Macro or (type(obj) is MethodType and type(obj.__self__) is Brief):
            # The variables around the call, which Jinja hands to functions that ask for them.
            kwargs.pop("_block_vars", None)
            kwargs.pop("_loop_vars", None)
            return obj(*args, **kwargs)
        return super().call(context, obj, *args, **kwargs)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether a template may have this attribute."""
        if type(obj) in PARTS:
            return not attr.startswith("_")
        if isinstance(obj, Model):
            return attr in type(obj).model_fields
        return super().is_safe_attribute(obj, attr, value)


class _Meter:
    """What one rendering has used up."""

    def __init__(self) -> None:
        self.steps = 0
        self.output = 0
        self.deadline = time.thread_time() + MAX_SECONDS

    def step(self) -> None:
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise SecurityError(f"it takes more than {MAX_STEPS:,} steps")
        if self.steps % 64 == 0 and time.thread_time() > self.deadline:
            raise SecurityError(f"it takes more than {MAX_SECONDS:g} seconds of the processor")

    def put(self, characters: int) -> None:
        self.step()
        self.output += characters
        if self.output > MAX_OUTPUT:
            raise SecurityError(f"it writes more than {MAX_OUTPUT:,} characters")


_meter: ContextVar[_Meter | None] = ContextVar("meter", default=None)


@contextmanager
def metered() -> Iterator[None]:
    """One rendering: what is used up inside counts together."""
    token = _meter.set(_Meter())
    try:
        yield
    finally:
        _meter.reset(token)


def put_out(value: object) -> None:
    """Count what an expression gives out. Raises SecurityError if it is nothing to be read, or if the output has become too long."""
    if isinstance(value, Undefined):
        return
    if value is not None and not isinstance(value, str | int | float):
        raise SecurityError(f"a {_kind(value)} cannot be printed: name a field of it, or loop over it")
    if (meter := _meter.get()) is not None:
        meter.put(len(value) if isinstance(value, str) else 8)


class MeteredSandbox(Sandbox):
    """The sandbox for templates that nobody of ours has read."""

    code_generator_class = _Compiler
    intercepted_binops = frozenset(["+", "-", "*", "/", "//", "%", "**"])

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, optimized=False)
        self.filters = {name: _guarded(name, filter_) for name, filter_ in self.filters.items() if name in _FILTERS}
        self.filters |= {"metered loop": _loop, "weighed list": _listed, "metered join": _joined, "metered text": _text}
        self.globals = {name: value for name, value in self.globals.items() if name in _GLOBALS}

    def add_filters(self, filters: Mapping[str, Callable[..., Any]]) -> None:
        """Filters of ours, guarded as Jinja's are."""
        self.filters |= {name: _guarded(name, filter_) for name, filter_ in filters.items()}

    def _generate(self, source: nodes.Template, name: str | None, filename: str | None, defer_init: bool = False) -> str:
        return super()._generate(_Rewriter().visit(source), name, filename, defer_init)

    def _load_template(self, name: str, globals: Any) -> Any:
        _step()  # an inclusion
        return super()._load_template(name, globals)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether a template may have this attribute: of plain values only the methods that are named above."""
        if not super().is_safe_attribute(obj, attr, value):
            return False
        methods = next((methods for kind, methods in _METHODS if isinstance(obj, kind)), None)
        return methods is None or attr in methods or attr in getattr(obj, "_fields", ())  # those of groupby's pairs

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """A call of a template: one step; its result is weighed."""
        _step()
        return _weighed(super().call(context, obj, *args, **kwargs))

    def wrap_str_format(self, value: Any) -> None:
        """No text has ``format``: the sandbox would let it through, with fields of any width."""

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """An arithmetic operation, refused if its result would be too large."""
        _step()
        if operator == "%" and isinstance(left, str):
            _check_format(left, right if isinstance(right, tuple) else (right,))
        elif operator == "*":
            self._check_product(left, right)
        elif operator == "**":
            _check_number(left)
            if not isinstance(right, int | float) or abs(right) > _MAX_BITS:
                raise SecurityError("the power is too large")
            if isinstance(left, int) and isinstance(right, int) and left.bit_length() * abs(right) > _MAX_BITS:
                raise SecurityError("the power is too large")
        elif operator == "+" and not isinstance(left, int | float):
            _check_weight(_weight(left) + _weight(right))
        return _weighed(super().call_binop(context, operator, left, right))

    def _check_product(self, left: Any, right: Any) -> None:
        for value, times in ((left, right), (right, left)):
            if isinstance(times, int) and isinstance(value, str | list | tuple | bytes):
                _check_weight(_weight(value) * max(times, 0))
                return
        for value in (left, right):
            _check_number(value)


class _Rewriter(NodeTransformer):
    """Puts meters into the syntax tree of a template."""

    def visit_For(self, node: nodes.For) -> nodes.Node:
        self.generic_visit(node)
        node.iter = _filtered(node.iter, "metered loop")
        return node

    def visit_List(self, node: nodes.List) -> nodes.Node:
        self.generic_visit(node)
        return _filtered(node, "weighed list")

    def visit_Dict(self, node: nodes.Dict) -> nodes.Node:
        self.generic_visit(node)
        return _filtered(node, "weighed list")

    def visit_Tuple(self, node: nodes.Tuple) -> nodes.Node:
        self.generic_visit(node)
        return _filtered(node, "weighed list") if node.ctx == "load" else node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:
        self.generic_visit(node)
        pieces = nodes.Tuple(node.nodes, "load").set_lineno(node.lineno)
        return _filtered(pieces, "metered join")

    def visit_Output(self, node: nodes.Output) -> nodes.Node:
        self.generic_visit(node)
        letters = sum(len(child.data) for child in node.nodes if isinstance(child, nodes.TemplateData))
        if letters:
            count = nodes.Const(letters).set_lineno(node.lineno)
            node.nodes.insert(0, _filtered(count, "metered text"))
        return node


def _filtered(node: nodes.Node, name: str) -> nodes.Filter:
    assert isinstance(node, nodes.Expr)
    made = nodes.Filter(node, name, [], [], None, None)
    made.set_lineno(node.lineno)
    return made


def _step() -> None:
    if (meter := _meter.get()) is not None:
        meter.step()


def _loop(values: Any) -> Any:
    """The values of a loop, a step each."""
    if isinstance(values, Undefined):
        iter(values)  # says its name
    for value in values:
        _step()
        yield value


def _listed(values: Any) -> Any:
    return _weighed(values)


def _drained(values: Iterator[Any]) -> list[Any]:
    made, total = [], 0
    for value in values:
        _step()
        total += 8 + _weight(value)
        _check_weight(total)
        made.append(value)
    return made


def _joined(pieces: tuple[Any, ...]) -> Any:
    for piece in pieces:
        _check_plain(piece, "joined")
    _check_weight(sum(map(_weight, pieces)))
    text = Markup if any(isinstance(piece, Markup) for piece in pieces) else str
    return text("").join(text(str(piece)) if text is str else piece for piece in pieces)


def _text(letters: int) -> Markup:
    if (meter := _meter.get()) is not None:
        meter.put(letters)
    return Markup("")


def _guarded(name: str, filter_: Callable[..., Any]) -> Callable[..., Any]:
    """A filter that costs a step, refuses what would grow beyond all measure, and whose result is weighed."""
    # Jinja's own mark on functions that want the context, the environment, … first.
    skipped = 1 if hasattr(filter_, "jinja_pass_arg") else 0

    @wraps(filter_)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        _step()
        value, *others = args[skipped:] or (None,)
        for other in (*others, *kwargs.values()):
            if isinstance(other, int) and name not in _NUMERIC and abs(other) > _MAX_COUNT:
                raise SecurityError(f"{other} is too large a number for the filter {name}")
        if name in _TEXTUAL:
            _check_plain(value, f"given to the filter {name}")
        if name in _GROWING:
            _check_weight(_GROWING[name](value, *others, **kwargs))
        result = filter_(*args, **kwargs)
        # Nothing lazy is left in a template, so that everything has a weight.
        return _drained(result) if isinstance(result, Iterator) else _weighed(result)

    return guarded


# Filters whose numbers are values and no sizes.
_NUMERIC = frozenset(
    [
        "d",
        "default",
        "float",
        "format",
        "int",
        "map",
        "max",
        "min",
        "number",
        "reject",
        "rejectattr",
        "select",
        "selectattr",
        "sum",
        "truncate",
    ]
)


def _format_weight(value: Any, *args: Any, **kwargs: Any) -> int:
    _check_format(str(value), (*args, *kwargs.values()))
    return _weight(value) + sum(map(_weight, (*args, *kwargs.values())))


def _indent_weight(s: Any, width: Any = 4, *_: Any, **__: Any) -> int:
    space = width if isinstance(width, int) else len(width)
    return len(str(s)) + (str(s).count("\n") + 1) * max(space, 0)


def _join_weight(value: Any, d: Any = "", attribute: Any = None) -> int:
    if not isinstance(value, str | list | tuple | Mapping | range):
        raise SecurityError(f"a {_kind(value)} cannot be joined: make a list of it first")
    if attribute is None and not isinstance(value, str):
        for item in value:
            _check_plain(item, "joined")
    return _weight(value) + len(value) * _weight(d)


def _replace_weight(s: Any, old: Any, new: Any, count: Any = None) -> int:
    text, old = str(s), str(old)
    return len(text) + (text.count(old) if old else len(text) + 1) * len(str(new))


def _sum_weight(iterable: Any, attribute: Any = None, start: Any = 0) -> int:
    if not isinstance(start, int | float):
        raise SecurityError("the filter sum adds numbers")
    return 0


_GROWING: dict[str, Callable[..., int]] = {
    "format": _format_weight,
    "indent": _indent_weight,
    "join": _join_weight,
    "replace": _replace_weight,
    "sum": _sum_weight,
}


def _check_format(text: str, values: tuple[Any, ...]) -> None:
    """Refuse a format that makes more of a value than the value is."""
    for found in _FORMAT.finditer(text):
        for size in (found["width"], found["places"]):
            if size == "*" or (size and int(size[:9]) > _MAX_COUNT):
                raise SecurityError("the format asks for too wide a field")
    for value in values:
        for part in value.values() if isinstance(value, Mapping) else (value,):
            _check_plain(part, "formatted")
    _check_weight(len(text) + text.count("%") * (sum(map(_weight, values)) + _MAX_COUNT))


def _check_plain(value: Any, what: str) -> None:
    if value is not None and not isinstance(value, str | int | float | Undefined):
        raise SecurityError(f"a {_kind(value)} cannot be {what}: name a field of it")


def _check_number(value: Any) -> None:
    if isinstance(value, int) and value.bit_length() > _MAX_BITS:
        raise SecurityError("the number is too large")


def _check_weight(weight: int) -> None:
    if weight > MAX_WEIGHT:
        raise SecurityError(f"it makes a value of more than {MAX_WEIGHT:,} characters")


def _weighed(value: Any) -> Any:
    _check_number(value)
    if isinstance(value, str | list | tuple | Mapping):
        _weight(value)
    return value


def _weight(value: Any) -> int:
    """How large a value is, in characters; what is inside counts each time that it is inside. Raises SecurityError."""
    total, left = 0, [value]
    while left:
        one = left.pop()
        if isinstance(one, str):
            total += 8 + len(one)
        elif isinstance(one, list | tuple):
            total += 8 + 8 * len(one)
            _check_weight(total)
            left += one
        elif isinstance(one, Mapping):
            total += 8 + 16 * len(one)
            _check_weight(total)
            left += [*one.keys(), *one.values()]
        else:
            total += 8
        if total > MAX_WEIGHT:
            _check_weight(total)
    return total


def _kind(value: Any) -> str:
    return "macro" if isinstance(value, Macro) else "namespace" if isinstance(value, Namespace) else type(value).__name__


__all__ = ["MeteredSandbox", "Sandbox", "metered", "put_out"]
