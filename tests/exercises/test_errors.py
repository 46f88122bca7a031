"""What Python's exceptions mean depends on the line where they happened."""

import linecache

import pytest

from course_lib.checking.errors import in_plain_words
from course_lib.checking.runner import Trouble
from course_lib.exercises import log_loss, sigmoid

AMBIGUOUS = "The truth value of an array with more than one element is ambiguous. Use a.any() or a.all()"
SCALAR = "only 0-dimensional arrays can be converted to Python scalars"


@pytest.mark.parametrize(
    ("kind", "message", "line", "words"),
    [
        ("ValueError", AMBIGUOUS, "e = np.exp(z - max(z))", "Python's own `max` compares whole rows"),
        ("ValueError", AMBIGUOUS, "z = z - min(z)", "takes the smallest of each row"),
        ("ValueError", AMBIGUOUS, "return max(0, z)", "`np.maximum(a, b)` compares two arrays"),
        ("ValueError", AMBIGUOUS, "if np.max(z, axis=-1) > 0:", "`if` and `while` need one answer"),
        ("ValueError", AMBIGUOUS, "if z.max(axis=0) > 0:", "`if` and `while` need one answer"),
        ("ValueError", AMBIGUOUS, "if z >= 0:", "`if` and `while` need one answer"),
        ("ValueError", AMBIGUOUS, "if z >= 0:  # yes or no", "`if` and `while` need one answer"),
        ("ValueError", AMBIGUOUS, "np.sum(y == 1 and p == 0)", "and not `and` and `or`"),
        (
            "ValueError",
            AMBIGUOUS,
            "np.sum(y == 1 & p == 0)",
            "Put round brackets around each comparison: `(y == 1) & (predicted == 0)`",
        ),
        ("TypeError", SCALAR, "return -y * math.log(p)", "`math.log` takes one number. NumPy's `np.log` takes"),
        ("TypeError", "only length-1 arrays can be converted to Python scalars", "math.exp(-z)", "NumPy's `np.exp`"),
        ("TypeError", SCALAR, "return float(-y * np.log(p))", "`float` takes one number, and here it gets several."),
        ("TypeError", SCALAR, "", "One number is wanted here, but this is an array of several."),
        ("AttributeError", "module 'numpy' has no attribute 'ln'", "np.ln(p)", "the natural logarithm `np.log`"),
        ("TypeError", "'float' object is not iterable", "[x for x in z]", "here it gets a single number"),
        ("TypeError", "'str' object is not callable", "activation(z)", "this is a text, such as a function's name"),
        ("TypeError", "iteration over a 0-d array", "for x in z:", "here it gets a single number"),
        ("TypeError", "unsupported operand type(s) for ^: 'float' and 'int'", "x^2", "A power is `**` in Python"),
        ("TypeError", "unsupported operand type(s) for ^=: 'float' and 'int'", "x ^= 2", "A power is `**` in Python"),
    ],
)
def test_the_line_tells_what_the_message_does_not(kind, message, line, words):
    assert words in in_plain_words(Trouble(kind, message, 1, line))


def typed(text):
    """Return the function that a learner has typed into a cell of the notebook."""
    linecache.cache["<cell>"] = (len(text), None, text.splitlines(keepends=True), "<cell>")
    names = {}
    exec(compile(text, "<cell>", "exec"), names)
    return names.popitem()[1]


@pytest.mark.parametrize(
    ("exercise", "text", "words"),
    [
        (
            sigmoid.softmax,
            "import numpy as np\ndef softmax(z):\n    e = np.exp(z - max(z))\n    return e / e.sum()",
            "Python's own `max` compares whole rows",
        ),
        (
            sigmoid.sigmoid_derivative,
            "import math\ndef sigmoid_derivative(z):\n    return math.exp(-z) / (1 + math.exp(-z)) ** 2",
            "`math.exp` takes one number. NumPy's `np.exp` takes a whole array.",
        ),
        (
            sigmoid.sigmoid,
            "import math\ndef sigmoid(z):\n    return [1 / (1 + math.exp(-x)) for x in z]",
            "here it gets a single number",
        ),
        (
            log_loss.log_loss,
            "import numpy as np\ndef log_loss(y, p):\n    return np.mean(-y * np.ln(p) - (1 - y) * np.ln(1 - p))",
            "NumPy calls the natural logarithm `np.log`.",
        ),
        (
            log_loss.log_loss,
            "import math\ndef log_loss(y, p):\n    return -y * math.log(p) - (1 - y) * math.log(1 - p)",
            "`math.log` takes one number. NumPy's `np.log` takes a whole array.",
        ),
        (
            log_loss.log_loss,
            "import numpy as np\ndef log_loss(y, p):\n    return float(-y * np.log(p) - (1 - y) * np.log(1 - p))",
            "`float` takes one number, and here it gets several.",
        ),
    ],
)
def test_a_learner_reads_what_the_line_needs(exercise, text, words):
    assert words in repr(exercise(typed(text)))
