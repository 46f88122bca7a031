"""What stands in a learner's function, read without running it."""

import ast
import builtins
import contextlib
import dis
import inspect
import textwrap
import types
from collections.abc import Callable, Mapping

CHANGING = ("append", "insert", "extend", "remove", "sort", "reverse", "clear")  # methods of a list that return nothing
CHANGING_ARRAYS = ("np.add.at", "np.copyto", "np.fill_diagonal", "np.put", "np.random.shuffle", "random.shuffle")
LARGE = ("matplotlib", "pandas", "scipy", "sklearn")
IDENTITY = "`is` and `is not` ask whether two names are the very same thing. Numbers are compared with `==` and `!=`."
IDLE = ("RESUME", "NOP", "COPY_FREE_VARS", "POP_TOP", "RETURN_VALUE")  # steps in which nothing is done


def has_while(function: object) -> bool:
    """Return whether there is a `while` in a function; True where its text cannot be read."""
    found = tree(function)
    return found is None or any(isinstance(node, ast.While) for node in ast.walk(found))


def tree(function: object) -> ast.AST | None:
    """Return the parsed text of a function; None where it cannot be read."""
    try:
        return ast.parse(textwrap.dedent(inspect.getsource(function)))
    except Exception:
        return None


def parameters(function: object) -> list[str]:
    """Return the names of a function's parameters; none where they cannot be read."""
    try:
        return list(inspect.signature(function).parameters)
    except Exception:
        return []


def signature(function: object) -> str:
    """Return a function's parameters with their default values, as they stand in its first line."""
    with contextlib.suppress(Exception):
        found = inspect.signature(function)
        bare = [each.replace(annotation=each.empty) for each in found.parameters.values()]
        return str(found.replace(parameters=bare, return_annotation=found.empty))
    return "(…)"


def notebook(function: object) -> Mapping | None:
    """Return the global names that a function of the learner's can see."""
    return function.__globals__ if type(function) is types.FunctionType else None


def is_stub(function: object) -> bool:
    """Return whether a function does nothing yet: its body is `...`, `pass` or a bare return."""
    if type(function) is not types.FunctionType:
        return False
    return all(
        step.argval in (None, ...) if step.opname.endswith("CONST") else step.opname in IDLE
        for step in dis.get_instructions(function)
    )


def global_names(function: object) -> list[str]:
    """Return which names of the notebook a function uses."""
    if type(function) is not types.FunctionType:
        return []
    found = [step.argval for step in dis.get_instructions(function) if step.opname == "LOAD_GLOBAL"]
    return [name for name in dict.fromkeys(found) if name in function.__globals__]


def unfinished(function: object) -> str:
    """Say so where the function relies on another that is not written yet."""
    for name in global_names(function):
        if is_stub(function.__globals__[name]):
            return (
                f"Your function uses `{name}`, which is not written yet. Write `{name}` first, then run this cell "
                f"again."
            )
    return ""


def foreign(function: object, reference: Callable) -> str:
    """Say so where the function takes a value from the notebook that is not one of its parameters.

    What the reference has at hand under the same name, such as a table of the package, the lesson offers.
    """
    offered = getattr(inspect.unwrap(reference), "__globals__", {})
    for name in global_names(function):
        value = function.__globals__[name]
        if callable(value) or isinstance(value, types.ModuleType) or offered.get(name) is value:
            continue
        if hasattr(builtins, name):
            return (
                f"`{name}` is one of Python's own names, and a cell has given it a value, which hides what it stood "
                f"for. Run `del {name}` in a cell of its own, and use another name there."
            )
        also = f"Your function also uses `{name}`, which is not one of its parameters: it comes from another cell and "
        if name in _kept(function):
            return f"{also}goes on from one call to the next. Give it its first value inside of the function."
        return f"{also}stays the same in every call."
    return ""


def _kept(function: types.FunctionType) -> list[str]:
    """Return which names of the notebook a function gives values to."""
    return [step.argval for step in dis.get_instructions(function) if step.opname == "STORE_GLOBAL"]


def method_that_returns_nothing(answer: object) -> str:
    """Return which of a list's methods an answer takes the result of; empty where there is none.

    NumPy's functions of the same names, as in `np.append(…)`, return something; `np.add.at` returns nothing.
    """
    for node in ast.walk(tree(answer) or ast.Module([])):
        match node:
            case (
                ast.Return(ast.Call(ast.Attribute(of, method))) | ast.Assign(value=ast.Call(ast.Attribute(of, method)))
            ) if f"{ast.unparse(of)}.{method}" in CHANGING_ARRAYS:
                return f"{ast.unparse(of)}.{method}"
            case (
                ast.Return(ast.Call(ast.Attribute(of, method))) | ast.Assign(value=ast.Call(ast.Attribute(of, method)))
            ) if method in CHANGING and ast.unparse(of) not in ("np", "numpy"):
                return method
    return ""


def way_of_writing(function: object, name: str) -> str:
    """Return how a function writes into the array `name`: ``"w[…] = …"`` or ``"w -= …"``; empty where neither shows."""
    for node in ast.walk(tree(function) or ast.Module([])):
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store) and ast.unparse(node.value) == name:
            return f"{name}[…] = …"
        if isinstance(node, ast.AugAssign) and ast.unparse(node.target) == name:
            return f"{ast.unparse(node).split('=')[0]}= …"
    return ""


def forgets_zip(function: object) -> bool:
    """Return whether a function goes through several parameters at once without `zip`: ``for x_i, y_i in X, y``."""
    given = parameters(function)
    for loop in ast.walk(tree(function) or ast.Module([])):
        if (
            isinstance(loop, ast.For | ast.comprehension)
            and isinstance(loop.target, ast.Tuple)
            and isinstance(loop.iter, ast.Tuple)
        ):
            whole = [each.value if isinstance(each, ast.Subscript) else each for each in loop.iter.elts]
            if all(isinstance(each, ast.Name) and each.id in given for each in whole):
                return True
    return False


def returns_in_loop(function: object) -> bool:
    """Return whether a function has a loop whose first round always ends it, with a `return` under no `if`."""
    return any(
        isinstance(loop, ast.For | ast.While)
        and any(isinstance(each, ast.Return) for each in loop.body)
        and not any(isinstance(each, ast.Continue) for each in ast.walk(loop))
        for loop in ast.walk(tree(function) or ast.Module([]))
    )


def gathers(function: object) -> str:
    """Return the name that gathers all that is handed over, as in ``def f(*sizes)``, if it is the first one.

    What NumPy or a decorator has wrapped shows a star that nobody wrote.
    """
    if type(function) is not types.FunctionType or hasattr(function, "__wrapped__"):
        return ""
    with contextlib.suppress(Exception):
        first, *_ = inspect.signature(function).parameters.values()
        return first.name if first.kind is first.VAR_POSITIONAL else ""
    return ""


def slip_of_writing(function: object) -> str:
    """Say so where something stands in a function that means another thing than it seems to."""
    for node in ast.walk(tree(function) or ast.Module([])):
        match node:
            case ast.Compare(left=ast.Call(ast.Name("type"))) | ast.Compare(comparators=[ast.Constant(None)]):
                continue  # these ask for the very thing
            case ast.Compare(ops=[ast.Is() | ast.IsNot()]):
                return IDENTITY
            case ast.Compare(left=ast.BinOp(ast.Compare(), ast.BitAnd() | ast.BitOr() as op)):
                sign = "&" if isinstance(op, ast.BitAnd) else "|"
                return (
                    f"`{sign}` binds more tightly than `==`. Each comparison needs brackets of its own: "
                    f"`(y == 1) {sign} (predicted == 0)`."
                )
            case ast.Call(ast.Name("len"), [ast.Call(ast.Attribute(ast.Name("np"), "where"), [_])]):
                return "`np.where(…)` gives a tuple with one array in it, so its length is 1. Count with `np.sum(…)`."
    return ""


def silences(function: object) -> bool:
    """Return whether a function, or one in it, tells NumPy to say nothing of an overflow."""
    names = ("errstate", "seterr", "seterrcall")
    found = tree(function)
    return found is not None and any(
        getattr(node, "attr", getattr(node, "id", "")) in names for node in ast.walk(found)
    )


def wraps_one(function: object) -> bool:
    """Return whether a tuple or a list of a single value stands in a function, or its text cannot be read."""
    found = tree(function)
    nodes = [] if found is None else [node for node in ast.walk(found) if isinstance(node, ast.Tuple | ast.List)]
    return found is None or any(len(node.elts) == 1 for node in nodes)


def slow_to_import(function: object) -> list[str]:
    """Return which modules of large libraries a function imports, which takes seconds the first time."""
    found = []
    for node in ast.walk(tree(function) or ast.Module([])):
        if isinstance(node, ast.Import):
            found += [each.name for each in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.append(node.module)
    return [name for name in found if name.split(".")[0] in LARGE]


def with_others(function: types.FunctionType, others: Mapping[str, Callable]) -> types.FunctionType:
    """Return a copy of a function that calls other functions under these names."""
    names = function.__globals__ | others
    copy = types.FunctionType(function.__code__, names, function.__name__, function.__defaults__, function.__closure__)
    copy.__kwdefaults__ = function.__kwdefaults__
    return copy
