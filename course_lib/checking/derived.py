"""Wrong answers derived from a right one: one slip in one place, with the words for what it comes to.

They serve twice. A wrong answer that no hand-written mistake explains is compared with them, and the learner hears what
it comes to. And a test hands every one of them to its exercise: what is not refused must be as right as the reference.
"""

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

Slip = tuple[str, Callable[[ast.FunctionDef], object]]

OPERATIONS = {
    ast.Add: [(ast.Sub, "one sign is flipped")],
    ast.Sub: [(ast.Add, "one sign is flipped")],
    ast.Mult: [(ast.Div, "a product becomes a quotient"), (ast.Add, "a product becomes a sum")],
    ast.Div: [(ast.Mult, "a quotient becomes a product")],
    ast.MatMult: [(ast.Mult, "`@` becomes `*`, which multiplies number by number and adds nothing up")],
    ast.Pow: [(ast.Mult, "a power becomes a product")],
}
COMPARISONS = {
    ast.GtE: [(ast.Gt, "the limit itself falls on the other side"), (ast.Lt, "a comparison is turned round")],
    ast.Gt: [(ast.GtE, "the limit itself falls on the other side"), (ast.Lt, "a comparison is turned round")],
    ast.Lt: [(ast.LtE, "the limit itself falls on the other side"), (ast.Gt, "a comparison is turned round")],
    ast.LtE: [(ast.Lt, "the limit itself falls on the other side"), (ast.GtE, "a comparison is turned round")],
    ast.Eq: [(ast.NotEq, "a comparison is turned round: equal for different")],
    ast.NotEq: [(ast.Eq, "a comparison is turned round: different for equal")],
}
CALLS = {
    "mean": [("sum", "the sum is taken in place of the mean"), ("median", "the median is taken in place of the mean")],
    "sum": [("mean", "the mean is taken in place of the sum"), ("prod", "numbers are multiplied, not added up")],
    "prod": [("sum", "numbers are added up, not multiplied")],
    "log": [
        ("log2", "the logarithm has the base 2"),
        ("log10", "the logarithm has the base 10"),
        ("log1p", "1 is added before the logarithm"),
    ],
    "exp": [("expm1", "1 is subtracted from the power of e"), ("exp2", "the power is one of 2, not of e")],
    "max": [("min", "the smallest is taken in place of the largest"), ("mean", "the mean is taken, not the largest")],
    "min": [("max", "the largest is taken in place of the smallest")],
    "maximum": [("minimum", "the smaller is taken in place of the larger")],
    "minimum": [("maximum", "the larger is taken in place of the smaller")],
    "argmin": [("argmax", "the largest is looked for, not the smallest")],
    "argmax": [("argmin", "the smallest is looked for, not the largest")],
    "std": [("var", "the variance is taken in place of the standard deviation")],
}
RESULTS = {
    "the result is rounded to two decimals": "np.round({}, 2)",
    "the result is rounded to a whole number": "np.round({})",
    "the result is cut to a whole number": "np.trunc({})",
    "the result is turned into its opposite": "-1 * np.asarray({})",
}
ROUNDED = {
    "`{}` is rounded to whole numbers first": "np.round({})",
    "`{}` is cut to whole numbers first": "np.trunc({})",
    "`{}` is taken without its sign": "np.abs({})",
}


# By the names of the blackboard: what rounding, or taking away the sign, would leave as it is.
WHOLE = ("y", "Y", "predicted")
NEVER_NEGATIVE = (*WHOLE, "p", "P", "learning_rate", "h")
SHAPE_ONLY = ("len", "zeros_like", "ndindex", "finfo")


@dataclass(frozen=True)
class Derived:
    """A wrong answer: what it comes to, the line on which the reference was changed and how, and the function."""

    words: str
    change: str
    answer: Callable


def derived(
    reference: Callable, lengths: tuple[int, ...] = (), kinds: Mapping[str, type] | None = None
) -> list[Derived]:
    """Return the reference with one slip each, in all places; none where it is no function made with `def`.

    Parameters
    ----------
    reference : function
        A right answer whose source can be read.
    lengths : tuple of int
        Sizes in the exercise's cases, each of which a learner may write for `len(…)`.
    kinds : mapping of str to type, optional
        Which parameters are lists or texts. No other parameter stands in for one, and nobody rounds it: Python would
        say so itself.
    """
    own = inspect.unwrap(reference)
    tree = ast.parse(textwrap.dedent(inspect.getsource(own))).body[0]
    if not isinstance(tree, ast.FunctionDef):
        return []
    tree.decorator_list, tree.returns = [], None
    for argument in tree.args.args:
        argument.annotation = None
    if ast.get_docstring(tree):
        tree.body.pop(0)
    right = ast.unparse(tree)
    tree = ast.parse(right).body[0]
    found, seen = [], {right}
    for words, change in _slips(tree, lengths, kinds or {}):
        mutant = ast.parse(right).body[0]  # much quicker than a copy of the tree
        change(mutant)
        text = ast.unparse(mutant)
        if text not in seen:
            seen.add(text)
            names = own.__globals__ | {"np": np}
            exec(compile(text, "<derived>", "exec"), names)
            found.append(Derived(words, _difference(right, text), names[tree.name]))
    return found


def _difference(before: str, after: str) -> str:
    """Return the lines that only the changed text has."""
    known = set(before.splitlines())
    return "; ".join(line.strip() for line in after.splitlines() if line not in known) or "a line is gone"


def _slips(tree: ast.FunctionDef, lengths: tuple[int, ...], listed: Mapping[str, type]) -> Iterator[Slip]:
    parameters = [argument.arg for argument in tree.args.args]
    shapes = [name for node in ast.walk(tree) if _asks_for_shape(node) for name in ast.walk(node)]
    kinds = {
        ast.BinOp: lambda node, put: _of_operation(node, put, parameters),
        ast.Compare: _of_comparison,
        ast.UnaryOp: _of_sign,
        ast.Call: lambda node, put: _of_call(node, put, lengths),
        ast.Constant: _of_number,
        ast.Name: lambda node, put: _of_name(node, put, parameters, listed) if node not in shapes else (),
        ast.Attribute: _of_attribute,
        ast.Return: _of_result,
        ast.For: _of_loop,
    }
    for number, node in enumerate(ast.walk(tree)):

        def put(make: Callable, number: int = number) -> Callable:
            return lambda mutant: _put(mutant, number, make)

        yield from kinds.get(type(node), lambda node, put: ())(node, put)
        for field in ("body", "orelse"):
            yield from _of_block(node, field, number)


def _asks_for_shape(node: ast.AST) -> bool:
    """Return whether of what is in it only the shape or the type counts, as in `len(X)` and `X.shape`."""
    if isinstance(node, ast.Attribute):
        return node.attr in ("shape", "dtype")
    name = getattr(node, "func", None)
    return isinstance(node, ast.Call) and getattr(name, "attr", getattr(name, "id", "")) in SHAPE_ONLY


def _put(tree: ast.AST, number: int, make: Callable[[ast.AST], ast.AST]) -> None:
    """Put what `make` makes of the node with this number in its place."""
    nodes = list(ast.walk(tree))
    old = nodes[number]
    new = make(old)
    for parent in nodes:
        for field, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, field, new)
            elif isinstance(value, list):
                value[:] = [new if each is old else each for each in value]


def _changed(node: ast.AST, **fields: object) -> ast.AST:
    for name, value in fields.items():
        setattr(node, name, value)
    return node


def _code(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


def _of_operation(node: ast.BinOp, put: Callable, parameters: list[str]) -> Iterator[Slip]:
    for other, words in OPERATIONS.get(type(node.op), ()):
        yield words, put(lambda old, other=other: _changed(old, op=other()))
    for kept, lost in (("left", node.right), ("right", node.left)):
        name = ast.unparse(lost)
        what = f"`{name}`" if name in parameters else "a term" if isinstance(node.op, ast.Add | ast.Sub) else "a factor"
        yield f"{what} is left out", put(lambda old, kept=kept: getattr(old, kept))
    if isinstance(node.op, ast.MatMult | ast.Sub | ast.Div):
        yield "two things have changed places", put(lambda old: _changed(old, left=old.right, right=old.left))
    if isinstance(node.op, ast.Div | ast.Mult):
        yield (
            "a pair of brackets is missing",
            put(lambda old: _code(f"({ast.unparse(old)})".replace("(", "").replace(")", "")) if _plain(old) else old),
        )
    if isinstance(node.op, ast.Mult):
        for name in [ast.unparse(part) for part in (node.left, node.right) if ast.unparse(part) in parameters]:
            yield f"`{name}` is taken twice", put(lambda old, name=name: ast.BinOp(old, ast.Mult(), _code(name)))


def _plain(node: ast.AST) -> bool:
    """Return whether there is nothing with brackets of its own in it, such as a call."""
    return not any(isinstance(part, ast.Call | ast.Tuple) for part in ast.walk(node))


def _of_comparison(node: ast.Compare, put: Callable) -> Iterator[Slip]:
    for other, words in COMPARISONS.get(type(node.ops[0]), ()):
        yield words, put(lambda old, other=other: _changed(old, ops=[other()]))


def _of_sign(node: ast.UnaryOp, put: Callable) -> Iterator[Slip]:
    if isinstance(node.op, ast.USub):
        yield "a minus is missing", put(lambda old: old.operand)


def _of_call(node: ast.Call, put: Callable, lengths: tuple[int, ...]) -> Iterator[Slip]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    for other, words in CALLS.get(name, ()) if isinstance(node.func, ast.Attribute) else ():
        yield words, put(lambda old, other=other: _changed(old, func=_changed(old.func, attr=other)))
    if node.args and name not in ("zip", "range", "ndindex", "array", "float"):
        yield f"`{name}` is left out", put(lambda old: old.args[0])
    if name == "sum" and "np.log" in ast.unparse(node):
        yield "the logarithm is taken of a product", put(lambda old: _code(f"np.log(np.prod(np.exp({_first(old)})))"))
    if name == "mean" and "np.log" in ast.unparse(node):
        yield (
            "the logarithm is taken of a product, which runs out of digits when it has many factors",
            put(lambda old: _code(f"np.log(np.prod(np.exp({_first(old)}))) / len(np.atleast_1d({_first(old)}))")),
        )
    if name == "clip":
        yield (
            "the clip is missing at its upper end",
            put(lambda old: _changed(old, args=[*old.args[:2], _code("None")])),
        )
        yield (
            "the clip is missing at its lower end",
            put(lambda old: _changed(old, args=[old.args[0], _code("None"), old.args[2]])),
        )
        yield (
            "the clip cuts off more: 0.001",
            put(lambda old: _changed(old, args=[old.args[0], *map(_code, ("1e-3", "0.999"))])),
        )
    if name == "where" and len(node.args) == 3:
        yield (
            "only the first of two cases is there",
            put(lambda old: _code(f"{ast.unparse(old.args[1])} + 0 * {_truth(old)}")),
        )
        yield (
            "only the second of two cases is there",
            put(lambda old: _code(f"{ast.unparse(old.args[2])} + 0 * {_truth(old)}")),
        )
        yield "the two cases have changed places", put(lambda old: _changed(old, args=[old.args[0], *old.args[:0:-1]]))
    if name == "len":
        for length in lengths:
            yield (
                f"the number of rows in one example, {length}, stands in place of `len`",
                put(lambda old, n=length: _code(str(n))),
            )
    for at, keyword in enumerate(node.keywords):
        yield (
            f"`{keyword.arg}` is left out",
            put(lambda old, at=at: _changed(old, keywords=[*old.keywords[:at], *old.keywords[at + 1 :]])),
        )
        if keyword.arg == "axis":
            for axis in sorted({"0", "1", "-1"} - {ast.unparse(keyword.value)}):
                yield "it goes along the other axis", put(lambda old, at=at, axis=axis: _with_axis(old, at, axis))


def _first(call: ast.Call) -> str:
    return ast.unparse(call.args[0])


def _truth(where: ast.Call) -> str:
    return f"({ast.unparse(where.args[0])})"


def _with_axis(call: ast.Call, at: int, axis: str) -> ast.Call:
    call.keywords[at].value = _code(axis)
    return call


def _of_number(node: ast.Constant, put: Callable) -> Iterator[Slip]:
    if isinstance(node.value, int | float) and not isinstance(node.value, bool):
        for value in sorted({node.value + 1, node.value - 1, -node.value, 2 * node.value} - {node.value}):
            yield f"{node.value} becomes {value}", put(lambda old, value=value: ast.Constant(value))


def _of_name(node: ast.Name, put: Callable, parameters: list[str], listed: Mapping[str, type]) -> Iterator[Slip]:
    if node.id not in parameters or not isinstance(node.ctx, ast.Load):
        return
    for other in parameters:
        if other != node.id and listed.get(other) == listed.get(node.id):
            yield (
                f"`{other}` stands where `{node.id}` belongs",
                put(lambda old, other=other: ast.Name(other, ast.Load())),
            )
    if node.id in listed:
        return
    for words, text in ROUNDED.items():
        if node.id not in (NEVER_NEGATIVE if "abs" in text else WHOLE):
            yield words.format(node.id), put(lambda old, text=text: _code(text.format(old.id)))
    first = f"{node.id} * (np.arange(np.shape({node.id})[-1]) < 1)"
    yield f"only the first column of `{node.id}` counts", put(lambda old: _code(first))


def _of_attribute(node: ast.Attribute, put: Callable) -> Iterator[Slip]:
    if node.attr == "T":
        yield "`.T` is left out", put(lambda old: old.value)


def _of_result(node: ast.Return, put: Callable) -> Iterator[Slip]:
    values = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
    if len(values) > 1:
        yield (
            "the results have changed places",
            put(lambda old: _changed(old, value=ast.Tuple(old.value.elts[::-1], ast.Load()))),
        )
    for at in range(len(values)):
        for words, text in RESULTS.items():
            yield words, put(lambda old, at=at, text=text: _with_result(old, at, text))


def _with_result(node: ast.Return, at: int, text: str) -> ast.Return:
    if isinstance(node.value, ast.Tuple):
        node.value.elts[at] = _code(text.format(ast.unparse(node.value.elts[at])))
    else:
        node.value = _code(text.format(ast.unparse(node.value)))
    return node


def _of_loop(node: ast.For, put: Callable) -> Iterator[Slip]:
    yield (
        "the first is left out of the loop",
        put(lambda old: _changed(old, iter=_code(f"list({ast.unparse(old.iter)})[1:]"))),
    )
    yield (
        "the last is left out of the loop",
        put(lambda old: _changed(old, iter=_code(f"list({ast.unparse(old.iter)})[:-1]"))),
    )
    yield "the loop runs backwards", put(lambda old: _changed(old, iter=_code(f"list({ast.unparse(old.iter)})[::-1]")))
    yield "the loop ends after its first round", put(lambda old: _changed(old, body=[*old.body, ast.Break()]))


def _of_block(node: ast.AST, field: str, number: int) -> Iterator[Slip]:
    block = getattr(node, field, None)
    if not isinstance(block, list) or len(block) < 2:
        return
    for at, statement in enumerate(block):
        if not isinstance(statement, ast.Return):

            def without(tree: ast.AST, at: int = at) -> None:
                getattr(list(ast.walk(tree))[number], field).pop(at)

            yield "one step is left out", without
        if isinstance(statement, ast.Assign) and _moves(statement):

            def in_place(tree: ast.AST, at: int = at) -> None:
                steps = getattr(list(ast.walk(tree))[number], field)
                old = steps[at]
                steps[at] = ast.AugAssign(ast.Name(old.targets[0].id, ast.Store()), old.value.op, old.value.right)

            yield "the caller's array is changed in place", in_place


def _moves(statement: ast.Assign) -> bool:
    """Return whether a statement is of the form `w = w + …`."""
    target, value = statement.targets[0], statement.value
    named = isinstance(target, ast.Name) and isinstance(value, ast.BinOp) and isinstance(value.left, ast.Name)
    return named and value.left.id == target.id
