"""What is said of an outcome that no typical mistake explains."""

from course_lib.checking import source
from course_lib.checking.runner import TIME_LIMIT, Report
from course_lib.checking.values import Odd, Plain, shape_in_words

IN_WHICH = "Your answer gives what a right one gives when {}. See whether that is what happens in yours."
WHILE = "A `while` goes on until its condition is false: look at what in the loop changes that condition."
SLOW = (
    "Look for a loop that goes round too often. NumPy works on a whole array at once, and a loop over its numbers is "
    "many times slower."
)
WHOLE_NUMBERS = (
    "For decimals it is right. Here `{0}` holds whole numbers, and `{0}.copy()` or `np.zeros_like({0})` makes an array "
    "of the same kind, in which every decimal is cut off. `{0}.astype(float)` and `np.zeros({0}.shape)` hold decimals."
)
ZEROS = (
    "Every try gives only zeros. Look for a factor that is always 0, as in `y * (1 - y)`, for a difference of two "
    "equal things, or for numbers that are cut to whole ones."
)
OF_ONE = " A comma after a value makes a tuple. Square brackets around it make a list."
NOT_FINITE = "They come from dividing by zero, or from numbers that grew without bound."
NEARLY = (
    "The numbers are nearly right, and differ from the right ones only in later digits. Look for a number that is "
    "rounded on the way, or written with too few digits."
)
RETURN_IN_LOOP = (
    "A `return` stands inside the loop and ends it in its first round. Move it to the left, so that it stands below "
    "the loop, and not in it."
)
BY_HAND = (
    "Work this one case out by hand, and print what your function has after each of its steps. Somewhere they differ."
)


def nothing_returned(answer: object, printed: str) -> str:
    """Say why a function may have returned nothing."""
    if printed.strip():
        return (
            "Your function prints its result, but returns nothing. `print` shows a value to a person; `return` hands "
            "it on to the code."
        )
    method = source.method_that_returns_nothing(answer)
    if method:
        if "." in method:
            return (
                f"Your function returns nothing. `{method}` changes an array and itself returns nothing: write "
                f"`{method}(…)` on a line of its own, and return the array at the end."
            )
        return (
            f"Your function returns nothing. `{method}` changes a list and itself returns nothing, so neither "
            f"`return found.{method}(…)` nor `found = found.{method}(…)` keeps the list. Write `found.{method}(…)` on "
            "a line of its own, and `return found` at the end."
        )
    return "Your function returns nothing. It gives back only what follows a `return` that it reaches."


def endless(report: Report, advice: str) -> str:
    """Say that an answer did not end, and what to look for."""
    if report.stopped:
        return f"It did not finish within {TIME_LIMIT:g} seconds, so it was stopped. {advice}"
    return (
        f"It did not finish and could not be stopped, so it may still be running. {advice} Then choose Restart "
        "Kernel in the Kernel menu, and run the lesson's cells again from the top."
    )


def way_out(name: str, way: str) -> str:
    """Return what to do where an answer is seen to write into the caller's array in some way, or in none."""
    operation = way.removeprefix(f"{name} ")
    if operation != way:
        shorter = operation.replace("=", "", 1)
        return f"`{way}` writes into the caller's array. Write `{name} = {name} {shorter}`, which makes a new one."
    what = f"`{way}`" if way else "Something"
    perhaps = "" if way else ", perhaps under another name"
    return (
        f"{what} writes into the caller's array{perhaps}. Begin with `{name} = np.array({name}, dtype=float)`, which "
        "is a copy of your own."
    )


def first_misshapen(value: Plain, wanted: Plain, parts: tuple[str, ...]) -> str:
    """Return what is wanted and what came at the first place, however deep in lists, where the shapes differ."""
    place = ()
    while isinstance(wanted, tuple) and isinstance(value, tuple) and len(value) == len(wanted):
        shapes = [shape_in_words(one) == shape_in_words(other) for one, other in zip(value, wanted)]
        place = (*place, shapes.index(False))
        value, wanted = value[place[-1]], wanted[place[-1]]
    came = f"{_place_in_words(place, parts)} need {shape_in_words(wanted)}, but {shape_in_words(value)} came."
    return came + if_lazy(value)


LAZY = ("a generator", *(f"an object of type {name}" for name in ("map", "zip", "filter", "enumerate")))


def if_lazy(value: Plain) -> str:
    """Return what to do about values that are made only when somebody asks for them."""
    return " Put `list(…)` around it." if isinstance(value, Odd) and value.kind in LAZY else ""


def _place_in_words(place: tuple[int, ...], parts: tuple[str, ...]) -> str:
    if place and parts:
        return f"For `{parts[place[0]]}{''.join(f'[{i}]' for i in place[1:])}` you"
    return f"At index {', '.join(map(str, place))} you" if place else "You"
