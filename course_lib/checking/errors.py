"""What Python's exceptions mean, in plain words."""

import inspect
import re
import unicodedata
from collections.abc import Callable

from course_lib.checking import source
from course_lib.checking.runner import Trouble

# What the line that failed says beyond the message: a pattern for the message, one for the line, and the words.
_BY_LINE = [
    (
        r"truth value of an array",
        r"(?<![\w.])(max|min)\(",
        "Python's own `{0}` compares whole rows, and a row of numbers is neither larger nor smaller than another. "
        "`np.{0}(z, axis=-1, keepdims=True)` takes the {1} of each row of `z`, and `np.{0}imum(a, b)` compares two "
        "arrays number by number.",
    ),
    (
        r"truth value of an array",
        r"^(?!.*\b(?:and|or)\b)[^#]*([&|])",
        "`{0}` binds more tightly than `==`. Put round brackets around each comparison: `(y == 1) {0} (predicted == "
        "0)`.",
    ),
    (
        r"truth value of an array",
        r"\bndindex\((\w+)\)",
        "`np.ndindex` goes through the places of a shape: `np.ndindex({0}.shape)`.",
    ),
    (
        r"truth value of an array",
        r"^[^#]*(\band\b|\bor\b)",
        "Between arrays write `&` and `|`, and not `and` and `or`, with round brackets around each comparison: "
        "`(y == 1) & (predicted == 0)`.",
    ),
    (
        r"truth value of an array",
        r"(?:==|!=) *(weights)\[",
        "`==` compares two arrays number by number, and does not say whether they are the same one. Count instead, as "
        "in `i == len(weights) - 1`, or take the last one after the loop.",
    ),
    (
        r"truth value of an array",
        r"(?<!is )\b(not)\b(?! in\b)",
        "`not` works on a single truth value. Between arrays, `!=` asks number by number whether two differ, and `~` "
        "flips each answer of a comparison.",
    ),
    (
        r"truth value of an array",
        r"(?:\[i\]|_i)\)* *(?:==|!=) *(y)\b(?![\[_])",
        "Here the answer for one row is compared with all labels. Take the label of that row: `y[i]`, or `y_i` in a "
        "loop with `zip`.",
    ),
    (
        r"cannot be interpreted as an integer",
        r"\brange\((\w+)\.shape\)",
        "`{0}.shape` holds a size for each axis, and `range` takes one number. `np.ndindex({0}.shape)` goes through "
        "all places.",
    ),
    (
        r"only integer scalar arrays|'(?:list|tuple|numpy\.ndarray)' object cannot be interpreted as an integer",
        r"\brange\((\w+)\)",
        "`range` counts up to one number, and `{0}` is several. `range(len({0}))` counts its entries.",
    ),
    (
        r"only integer scalar arrays|'(?:list|tuple|numpy\.ndarray)' object cannot be interpreted as an integer",
        r"\brange\(\w+, *(\w+)[,)]",
        "`range` counts up to one number, and `{0}` is several. `len({0})` counts its entries.",
    ),
    (
        r"array split does not result in an equal division",
        r"split\(.*, *(3) *, *axis",
        "There are four parts, three gates and what is offered, and not {0}: `np.split(…, 4, axis=1)`.",
    ),
    (
        r"unsupported operand type\(s\) for [&|]",
        r"([&|])",
        "`{0}` binds more tightly than `==` and `>`. Put round brackets around each comparison: `(z > 0) {0} (z == "
        "0)`.",
    ),
    (
        r"\.fit\(\) missing \d+ required",
        r"(?:\)|\b[a-z]\w*)\.fit\(([^,()]+)\)",
        "`fit` needs the labels too: `fit({0}, y_train)`.",
    ),
    (
        r"^score: w must be a vector of numbers, .*shape \(\d+, \d+\)",
        r"\bscore\((weights|W\w*)\b",
        "`score` takes the weights of one unit. Those of a layer are a table, `{0}`: `X @ {0} + biases`.",
    ),
    (
        r"invalid index|too many indices|not subscriptable",
        r"\bf\((theta)\[",
        "`{0}[i]` is one number, and `f` wants the whole array with one entry moved: `f({0} + step)`, where `step` is "
        "0 but for its entry i.",
    ),
    (
        r"matmul|not aligned",
        r"\b(W|U|weights)(?:\[\w+\])? @ (?:x|h|a|X)\b",
        "Rows, of students or of sequences, stand on the left of `@`, and weights on the right: `x @ {0}`.",
    ),
    (
        r"broadcast|cannot reshape|shapes",
        r"(\w+)\[[^\][]*:[^\][]*\]\[[^\][]*:",
        "The second bracket cuts the rows once more. Rows and columns stand in one: `{0}[rows, columns]`, each a range "
        "such as `i : i + 2`.",
    ),
    (
        r"'list' object cannot be interpreted as an integer",
        r"\baxis *= *(\[)",
        "Several axes at once stand in round brackets: `axis=(1, 3)`.",
    ),
    (
        r"object is not iterable",
        r"\bin +len\((\w+)\)",
        "`len({0})` is one number, and a loop goes through several. `range(len({0}))` counts up to it.",
    ),
    (
        r"arrays can be converted to Python scalars",
        r"(?<![\w.])math\.(\w+)\(",
        "`math.{0}` takes one number. NumPy's `np.{0}` takes a whole array.",
    ),
    (
        r"arrays can be converted to Python scalars",
        r"(?<![\w.])(float|int)\(",
        "`{0}` takes one number, and here it gets several. Leave `{0}` out where each row has a number of its own, "
        "such as a score. Where all rows share one, such as a loss, take the mean first.",
    ),
    (
        r"values to unpack",
        r"\bfor \w+, *\w+ in ([\w.\[\]:-]+, *[\w.\[\]:-]+):",
        "Here the loop goes through two things, first all of the one, then all of the other. `zip({0})` goes through "
        "both side by side.",
    ),
    (
        r"'dict' object is not callable",
        r"(?<![\w.])([A-Z_]+)\(",
        "`{0}` is a table, and square brackets take an entry out of it: `{0}[…]`.",
    ),
]
_WITH_A_NAME = [
    (
        r"^'(activation|output|loss)'$",
        "Without quotation marks it is the name that was handed over: `[{0}]`.",
    ),
    (
        r"\.fit\(\) missing \d+ required|has no attribute '_validate_params'",
        "`fit` is a method of a model, and here it is called on the class. `model = LogisticRegression()`, with "
        "brackets, makes a model, and `model.fit(X, y)` trains it.",
    ),
    (
        r"missing \d+ required positional arguments?: (.*)",
        "A function is called without {0}, which it needs. Compare the call with the function's first line.",
    ),
    (
        r"missing a required argument: ('\w+')",
        "A function is called without {0}, which it needs. Compare the call with the function's first line.",
    ),
    (
        r"got an unexpected keyword argument ('\w+')",
        "A function has no {0}. Look at the spelling: NumPy's own are `axis` and `keepdims`.",
    ),
    (
        r"'(?:float|bool|int)' object has no attribute '(\w+)'",
        "This is a single number, not an array, so it has no `.{0}`. NumPy's functions, such as `np.where`, take a "
        "number and an array alike.",
    ),
    (
        r"axis (\d+) is out of bounds for array of dimension 1$",
        "`axis={0}` is asked for, but this array has one axis, counted from 0: a row of numbers has only `axis=0`. "
        "`axis=-1` is the last axis, of a row and of a table alike.",
    ),
    (
        r"axis (\d+) is out of bounds for array of dimension 2$",
        "`axis={0}` is asked for, but a table has two axes, counted from 0: `axis=0` goes down its columns, `axis=1` "
        "along its rows.",
    ),
    (
        r"axis (\d+) is out of bounds for array of dimension (\d+)",
        "`axis={0}` is asked for, but this array has {1} axes, counted from 0. Each sum over an axis takes that axis "
        "away, and the later ones move up: sum over several at once, `axis=(1, 3)`.",
    ),
]
FORGOTTEN_ZIP = (
    "`for x_i, y_i in X, y` goes through two things, first all of `X`, then all of `y`. `zip(X, y)` goes through both "
    "side by side: `for x_i, y_i in zip(X, y)`."
)
_WORDS = {"max": "largest", "min": "smallest"}

_BY_MESSAGE = [
    (
        r"arrays used as indices must be of integer",
        "A place in an array is a whole number, but these are decimals. `for i in X` goes through the rows themselves, "
        "`for i in range(len(X))` through their numbers.",
    ),
    (
        r"boolean index did not match",
        "The array and the condition that picks from it differ in length: `predicted[y == 1]` needs as many entries in "
        "`y` as in `predicted`.",
    ),
    (
        r"'(float|int|bool|numpy\.\w+)' object does not support item assignment",
        "A single number has no places to write into. NumPy's functions, such as `np.where`, take a number and an "
        "array alike.",
    ),
    (
        r"numpy\.ufunc|'Formula'",
        "A function stands here without its round brackets. Its name alone is the function itself; with the values in "
        "brackets after it, as in `np.exp(z)` or `f(x)`, it is what the function returns.",
    ),
    (
        r"'numpy\.ndarray' object is not callable",
        "Round brackets after a name call it as a function, and this is an array. Square brackets take a part out of "
        "it, as in `y[0]`. And a product needs its sign, `*`.",
    ),
    (r"math domain error", "This function has no value there, as the logarithm has none at 0."),
    (
        r"list indices must be integers or slices, not tuple",
        "A list of lists takes one place at a time, as in `t[a][b]`. An array, such as `np.zeros((k, k))`, takes both: "
        "`t[a, b]`.",
    ),
    (
        r"only integers, slices|(list|tuple) indices must be integers or slices, not float",
        "A place in an array is a whole number, but this is a decimal. Use the number of the place, not the value that "
        "stands there; and `//` gives a whole number where `/` gives a decimal.",
    ),
    (
        r"'(list|tuple|numpy\.ndarray|NoneType|str)' object cannot be interpreted as an integer",
        "A count, a size or a place is one whole number, and something else stands here. `len(…)` counts what is in a "
        "list or an array.",
    ),
    (
        r"array split does not result in an equal division",
        "`np.split` parts an array into so many pieces of one size, and here it does not come out even. Look at the "
        "number, and at the axis: unless told otherwise, it splits the rows.",
    ),
    (
        r"cannot be interpreted as an integer|slice indices must be integers",
        "A count, a size or a place is a whole number, but this is a decimal. `//` gives a whole number, as in "
        "`rows // size`, where `/` gives a decimal.",
    ),
    (
        r"only integer scalar arrays can be converted to a scalar index",
        "Only an array lets you take several places at once. Turn the list into one, `np.array(rows)[order]`. And "
        "`np.where(…)` gives a tuple: `np.flatnonzero(…)` gives the places themselves.",
    ),
    (
        r"Cannot interpret '.*' as a data type",
        "A shape is one thing, in brackets of its own: `np.zeros((k, k))`. So are several axes: `sum(axis=(1, 3))`.",
    ),
    (
        r"inhomogeneous",
        "Arrays of different shapes cannot be put into one array. Leave them in a list. And look at the order of the "
        "arguments in a call.",
    ),
    (
        r"all the input array dimensions",
        "Arrays that are put together must be of one size along all other axes. Print the `.shape` of each.",
    ),
    (
        r"unsupported operand type\(s\) for .*'list'",
        "This is a list, and only an array can be reckoned with number by number: `np.array(…)`.",
    ),
    (
        r"unsupported operand type\(s\) for .*'str'|ufunc '\w+' did not contain a loop",
        "A text stands where a number belongs.",
    ),
    (
        r"setting an array element with a sequence",
        "One place takes one number, but it got several. `np.sum(…)` makes one number of them, if they should be added "
        "up.",
    ),
    (
        r"cannot reshape array",
        "`reshape` keeps all numbers, and here they do not fill the shape that is asked for: its sizes, multiplied "
        "together, must give as many as there are.",
    ),
    (
        r"object of type '(float|int|numpy\.\w+)' has no len|len\(\) of unsized object",
        "A single number has no length. If one may come in place of an array, use `+` and `*`: they take both, without "
        "a loop.",
    ),
    (
        r"bitwise_xor|unsupported operand type\(s\) for \^",
        "A power is `**` in Python: `x**2` is the square of `x`. `^` is something else.",
    ),
    (
        r"either both or neither of x and y",
        "`np.where` wants three things: `np.where(condition, a, b)`.",
    ),
    (
        r"nonzero on 0d arrays",
        "`np.where(…)` of a condition alone gives places in an array, and a single number has none. "
        "`np.where(condition, a, b)` takes a number and an array alike.",
    ),
    (
        r"truth value of an array",
        "`if` and `while` need one answer, and here the question is about several numbers at once. "
        "`np.where(condition, a, b)` asks each number by itself.",
    ),
    (
        r"arrays can be converted to Python scalars",
        "One number is wanted here, but this is an array of several.",
    ),
    (r"'numpy' has no attribute 'ln'", "NumPy calls the natural logarithm `np.log`."),
    (
        r"'(float|int|numpy\.\w+)' object is not iterable|iteration over a 0-d array",
        "A loop goes through several values, and here it gets a single number. NumPy's functions take a number and an "
        "array alike, without a loop.",
    ),
    (
        r"not inexact",
        "`np.finfo` wants a kind of decimals: neither the numbers themselves nor a kind of whole numbers. "
        "`np.finfo(p.dtype).eps`.",
    ),
    (
        r"has 0, gufunc signature|does not have enough dimensions \(has 0|operand type\(s\) for @",
        "`@` adds up over an array, and here one of the two is a single number. A number times an array is `*`. In a "
        "call, look at the order of the arguments: `score(w, b, x)`. And a loop over one row goes through the numbers "
        "in it: `x @ w` takes one row and a whole table alike, without a loop.",
    ),
    (
        r"rows of different lengths came",
        "Things of different lengths share one name. A function that returns two things needs two names to "
        "keep them: `w, b = perceptron_trick(…)`.",
    ),
    (
        r"y must be one label",
        "This function takes one student with one label. Where you go through the rows, hand over the label of that "
        "row, `y_i`, and not all of `y`.",
    ),
    (
        r"^score: x must be one student, .*shape \(\) came",
        "`score` gets a single number here, because the loop goes through the numbers of one student. It takes one "
        "student and a whole table alike, without a loop.",
    ),
    (
        r"^(score|predict): \w+ must (be|have) .* came\.",
        "The message names the function, the argument, and what is wanted there. Look at the order of the arguments, "
        "as in `predict(w, b, X)`, and at what each of them is.",
    ),
    (
        r"^\w+(\.\w+)?: \w+ must (be|have) .* came\.",
        "The message names the function, the argument, and what is wanted there. Look at what each argument of this "
        "call is, and at their order.",
    ),
    (
        r"\bat\(\) takes at most 3 arguments",
        "A place with a row and a column is one thing, in brackets of its own: `np.add.at(counts, (y, predicted), 1)`.",
    ),
    (
        r"matmul|shapes|broadcast|not aligned",
        "Two arrays here do not fit together. Print the `.shape` of each and compare them.",
    ),
    (
        r"^Cannot cast ufunc",
        "An array of whole numbers is changed in place and would have to hold decimals. Make a new array instead: "
        "`w = w + …` in place of `w += …`.",
    ),
    (
        r"'NoneType' object has no attribute '(append|insert|extend)'",
        "A list changes when something is put into it, and `append` and `insert` themselves return nothing. So "
        "`found = found.append(…)` makes `found` nothing: write `found.append(…)` alone.",
    ),
    (
        r"'numpy\.ndarray' object has no attribute '(append|insert|extend)'",
        "This is an array, and only a list grows by `append`. Begin with a list, such as `found = []`.",
    ),
    (
        r"'numpy\.ndarray' object has no attribute '(index|count)'",
        "Only a list has `.index` and `.count`. For an array there are `np.argmin(…)` and `np.argmax(…)`, which give a "
        "place, and `np.sum(… == 0)`, which counts.",
    ),
    (
        r"'list' object has no attribute '(T|shape|dot|sum|mean)'",
        "This is a list, and only an array can do that. Take one array out of the list, as in `found[0]`, or make an "
        "array of its numbers: `np.array(…)`.",
    ),
    (
        r"can only concatenate (list|tuple)",
        "Between lists or tuples `+` puts one behind the other. To add to each number, make an array first: "
        "`np.array(…)`.",
    ),
    (
        r"insert expected 2 arguments",
        "`insert` wants a place and what to put there: `found.insert(0, new)` puts it in front.",
    ),
    (r"NoneType", "A value here is `None`, which means nothing. Often it comes from a function without a `return`."),
    (r"ellipsis", "Three dots are still standing where a value belongs."),
    (
        r"positional argument|required keyword",
        "A function is called with too few values or too many. Compare the call with the function's first line.",
    ),
    (
        r"'str' object is not callable",
        "Round brackets after a name call it as a function, and this is a text, such as a function's name.",
    ),
    (
        r"'(float|int|numpy\.\w+)' object is not callable",
        "Round brackets right after a name call it as a function, and this is a number. A product needs its sign, `*`: "
        "`2 * (x - 1)`.",
    ),
    (r"'dict' object is not callable", "Square brackets take an entry out of a table: `SLOPES[activation]`."),
    (
        r"'((builtin_)?(function|method)(_or_method)?|numpy\._ArrayFunctionDispatcher)' object is not subscriptable",
        "Square brackets take a part out of an array, and here a function stands before them. Round brackets call it: "
        "`f(x)`.",
    ),
    (
        r"cannot unpack non-iterable (int|float|bool|numpy\.\w+)",
        "Several names stand on the left, and a single number comes for them. A loop over a list of numbers gives one "
        "number at a time.",
    ),
    (r"not callable", "Round brackets after a name call it as a function, and this is not a function."),
    (
        r"not subscriptable|invalid index|too many indices",
        "Square brackets take a part out of an array, and this has no such part.",
    ),
    (
        r"'(builtin_)?function(_or_method)?'|'method'|(object of type|non-iterable) (builtin_)?function",
        "A function stands here without its round brackets. Its name alone is the function itself; with the values in "
        "brackets after it, as in `f(x)`, it is what the function returns.",
    ),
    (
        r"'tuple' object (has no attribute|does not support item)",
        "A tuple cannot be changed. Take what you need from it, as in `sizes[0]` and `sizes[1:]`, or make a list of "
        "it: `list(sizes)`.",
    ),
    (
        r"multiply sequence by non-int",
        "A list or a tuple cannot be multiplied number by number. Make an array of it, `np.array(…)`. Where a function "
        "returns two things, give each a name first: `one, other = …`.",
    ),
    (
        r"'tuple'",
        "Something here is several values at once, as when a function returns two. Give each a name first: "
        "`one, other = …`.",
    ),
    (r"unpack", "There are not as many names on the left as values on the right."),
    (r"read-only", "This array must not be changed in place. Make a new one: `w = w + …`."),
]

_BY_KIND = {
    "NameError": "Python does not know the name {name}. Look at the spelling, and run the cells above that make it.",
    "UnboundLocalError": "The function gives {name} a value only later, or not in every case, so it is still empty "
    "here. Give it a value first, or use another name for the new value.",
    "TypeError": "An operation got a kind of value that it cannot work with.",
    "ValueError": "A function got a value that it cannot work with.",
    "IndexError": "A list or an array is asked for an entry that it does not have. Counting starts at 0, so the last "
    "of n entries has the number n - 1. And what is empty has no entry at all, not even `[-1]`.",
    "KeyError": "A dictionary is asked for a key that it does not have.",
    "AttributeError": "The name after the dot does not exist on this value. Look at the spelling, and at what the "
    "value is.",
    "ZeroDivisionError": "Something is divided by zero.",
    "FloatingPointError": "A computation has gone past the numbers that a computer can hold.",
    "OverflowError": "A number has become too large for a computer to hold.",
    "RecursionError": "The function calls itself again and again without end.",
    "MemoryError": "The computer has no room for a value of this size.",
    "ModuleNotFoundError": "This module is not installed. The exercise can be solved without it.",
    "ImportError": "This name cannot be imported. Look at the spelling.",
    "AssertionError": "A condition that you stated with `assert` does not hold.",
    "NotImplementedError": "This part is marked as still to be written.",
    "NotFittedError": "The model has not learned yet: `model.fit(…)` comes first.",
    "StopIteration": "`next` asked for one value more than there was.",
    "SystemExit": "`exit` ends the whole program. To leave a function, use `return`.",
    "KeyboardInterrupt": "The run was interrupted.",
    "NoInput": "A check cannot type anything in. The function gets all that it needs through its parameters, so it "
    "does not have to ask with `input`.",
    "CheckInside": "The line with the check stands inside of the function. Move it below, to the left edge.",
}

# Letters of the blackboard, as they may be copied from the text.
_SYMBOLS = {
    "η": "The learning rate η is called `learning_rate` in the code.",
    "eta": "The learning rate η is called `learning_rate` in the code.",
    "lr": "The learning rate is called `learning_rate` in the code.",
    **dict.fromkeys(
        ("ŷ", "y_hat", "yhat"), "ŷ is the prediction. Give it a name of your own: `predicted = predict(w, b, x)`."
    ),
    "n": "n is how many students there are: the length of what the function gets, such as `len(y)` or `len(X)`.",
    **dict.fromkeys(("x_i", "y_i"), "Row i and its label get these names from the loop: `for x_i, y_i in zip(X, y):`."),
    "eps": "`eps` has no value yet. Give it one first, such as `eps = np.finfo(p.dtype).eps`.",
    "true": "Python writes `True`, with a capital letter.",
    "false": "Python writes `False`, with a capital letter.",
    "e": "Python has no letter e. The power of e to z is `np.exp(z)`.",
    "σ": "σ is the sigmoid: in the code `sigmoid(z)`.",
    "ln": "NumPy calls the natural logarithm `np.log`.",
}
# fmt: off
NUMPYS_OWN = (
    "add", "append", "arange", "argmax", "argmin", "argsort", "array", "clip", "column_stack", "concatenate", "cos",
    "cumsum", "dot", "exp", "flatnonzero", "hstack", "linspace", "log", "log1p", "maximum", "mean", "median",
    "minimum", "ndindex", "ones", "outer", "pad", "prod", "sign", "sin", "split", "sqrt", "stack", "std", "tanh",
    "unique", "var", "vstack", "where", "zeros", "zeros_like",
)
# fmt: on
_BY_KIND_FIRST = (
    "NameError",
    "UnboundLocalError",
    "NoInput",
    "CheckInside",
    "SystemExit",
    "ModuleNotFoundError",
    "ImportError",
)


# What a letter of the blackboard may be called in the code: the first of these that is a parameter.
_CALLED = {
    **dict.fromkeys(("η", "eta", "lr"), ("learning_rate",)),
    **dict.fromkeys(("μ", "mu"), ("momentum",)),
    **dict.fromkeys(("ε", "eps"), ("epsilon",)),
    "θ": ("theta",),
    **dict.fromkeys(("β1", "β_1", "beta1"), ("beta_1",)),
    **dict.fromkeys(("β2", "β_2", "beta2"), ("beta_2",)),
    **dict.fromkeys(("g", "grad"), ("gradient",)),
    **dict.fromkeys(("ŷ", "y_hat", "yhat"), ("p", "predicted", "activations")),
    **dict.fromkeys(("w", "W"), ("weights",)),
}


def _of_a_name(name: str, reference: Callable | None) -> str:
    """Return what to write for a name that Python does not know, as far as the name and a right answer tell."""
    name = unicodedata.normalize("NFC", name)
    given = source.parameters(reference)
    called = next((each for each in _CALLED.get(name, ()) if each in given), "")
    if called:
        last = "[-1]" if called == "activations" else ""
        return f"What the blackboard calls {name} is `{called}{last}` in the code."
    if name in ("ŷ", "y_hat", "yhat") and "predict_proba" in source.global_names(inspect.unwrap(reference or len)):
        return "ŷ is what the model says. Give it a name of your own: `p = predict_proba(w, b, X)`."
    if name == "n" and given and not {"X", "y"} & set(given):
        return f"n is how many there are. Count them: `len({given[0]})`."
    if name in NUMPYS_OWN:
        return f"`{name}` alone is not known. It is one of NumPy's, so write `np.{name}`."
    if "·" in name:
        return "The dot · is not Python. Products are written with `*`, and the weighted sum w·x is `x @ w`."
    of_an_array = re.fullmatch(r"([wx])_?([1-9])", name)
    if of_an_array:
        letter, number = of_an_array.groups()
        array = "weights" if letter == "w" and "weights" in given else letter
        return f"`{name}` is an entry of `{array}`. Counting starts at 0, so it is `{array}[{int(number) - 1}]`."
    return _SYMBOLS.get(name, "")


def said_by_the_line(trouble: Trouble) -> str:
    """Return what the line that failed says beyond the message; empty where it says nothing."""
    line = re.sub(r"#[^'\"]*$", "", trouble.line)  # what a comment says is not code
    for pattern, on_the_line, words in _BY_LINE:
        found = re.search(on_the_line, line) if re.search(pattern, trouble.message) else None
        if found:
            return words.format(found[1], _WORDS.get(found[1], ""))
    return ""


def in_plain_words(trouble: Trouble, reference: Callable | None = None) -> str:
    """Return what an exception means and what usually mends it; an empty string for one that the course never meets.

    A right answer tells what the letters of the blackboard are called in the code.
    """
    if re.match(r"raise\b", trouble.line) and trouble.kind not in ("KeyboardInterrupt", "NotImplementedError"):
        return "Your own `raise` ends the function here. In this try a value is wanted: return one."
    if trouble.kind in _BY_KIND_FIRST:
        name = re.search(r"'([^']+)'", trouble.message)
        own = _of_a_name(name[1], reference) if trouble.kind == "NameError" and name else ""
        if own:
            return own
        return _BY_KIND[trouble.kind].replace("{name}", f"`{name[1]}`" if name else "used here")
    if said_by_the_line(trouble):
        return said_by_the_line(trouble)
    for pattern, words in _WITH_A_NAME:
        found = re.search(pattern, trouble.message)
        if found:
            return words.format(*(re.sub(r"'(\w+)'", r"`\1`", part) for part in found.groups()))
    for pattern, words in _BY_MESSAGE:
        if re.search(pattern, trouble.message):
            return words
    return _BY_KIND.get(trouble.kind, "")
