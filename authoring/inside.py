"""Run one handed-in notebook, inside the box, and hand its answers out. Not a word of what this says is believed.

Started by `box.py` as a program of its own. First comes the job: the code of the cells, and the names of each lesson's
exercises and questions. Then the cells run as in a notebook. In place of the course's checks stand others, which know
no answer and give no verdict: they hand out the value, or call the learner's function with the arguments that come
from outside and hand out what it returns. Everything is a line of JSON, and is judged where no learner's code has been.
"""

import contextlib
import inspect
import json
import os
import sys
import threading
import types
from functools import partial

import numpy as np

SECONDS = 300  # of the processor
MEMORY = 4 * 2**30
LARGEST_FILE = 50 * 2**20
MOST_PROCESSES = 256


class Wire:
    """The only way out: lines of JSON on what was stdin and stdout. What the notebook prints goes nowhere."""

    def __init__(self):
        self._commands, self._replies = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)

    def read(self) -> dict:
        """Wait for the next command and return it."""
        return json.loads(self._commands.readline())

    def send(self, **message: object) -> None:
        """Hand a message out."""
        self._replies.write(json.dumps(message).encode() + b"\n")
        self._replies.flush()


class Check:
    """Stands in for an exercise or a question of the course."""

    def __init__(self, name: str, kind: str, wire: Wire):
        self._name, self._kind, self._wire = name, kind, wire

    def __call__(self, answer: object = ..., choice: object = ...) -> None:
        """Hand the answer out."""
        from course_lib.checking.exercise import read

        if self._kind == "question":
            given = answer if choice is ... else choice
            self._wire.send(question=self._name, choice=given if type(given) is str else "")
        elif self._kind == "value":
            self._wire.send(value=self._name, answer=encoded(read(answer)))
        elif callable(answer):
            self._wire.send(function=self._name, parameters=parameters(answer))
            self._wire.send(came=called(answer, **self._wire.read()))

    def hint(self, *number: object) -> None:
        """Say nothing: nobody is there."""


def parameters(function: object) -> list | None:
    """Return the name and kind of each parameter and whether it may be left out; None where they cannot be known."""
    try:
        found = inspect.signature(function).parameters.values()
        return [[each.name, int(each.kind), each.default is not each.empty] for each in found]
    except Exception:
        return None


def called(function: object, calls: list, errstate: dict) -> list[dict]:
    """Make the calls, all together within the time limit of a check; return what came, and what was changed.

    A call that did not end has no value; neither has one that raised.
    """
    from course_lib.checking.runner import run
    from course_lib.checking.values import equal, plain

    def call(data: list) -> dict:
        given, before = decoded(data), decoded(data)
        with np.errstate(**errstate):
            value = plain(function(*given))
        changed = [i for i, each in enumerate(before) if not callable(each) and not equal(each, given[i])]
        return {"value": encoded(value), "changed": changed}

    outcomes = run([partial(call, data) for data in calls]).outcomes
    return [(each.result if not each.trouble else {}) if each.ended else {"endless": True} for each in outcomes]


def encoded(value: object) -> object:
    """Return arguments or plain values as JSON can hold them."""
    if isinstance(value, np.ndarray | np.generic):
        value = value.astype(float) if value.dtype == np.longdouble else value  # which JSON does not know
        kind = str(value.dtype.newbyteorder("="))
        return {"array": value.tolist(), "type": kind, "shape": list(np.shape(value))}
    if isinstance(value, tuple | list):
        return {"tuple" if isinstance(value, tuple) else "list": [encoded(each) for each in value]}
    if callable(value):
        return {"code": repr(value)}  # a formula of the course's, which prints as a learner would type it
    return value if value is None or isinstance(value, bool | int | float | str) else {"odd": True}


def decoded(value: object) -> object:
    """Return the arguments that come from outside."""
    if not isinstance(value, dict):
        return value
    if "array" in value:
        return np.array(value["array"], value["type"]).reshape(value["shape"])
    if "code" in value:
        return eval(value["code"], {"np": np})
    return [decoded(each) for each in value["list"]] if "list" in value else tuple(map(decoded, value["tuple"]))


def put_in_place(lessons: dict[str, dict[str, str]], wire: Wire) -> None:
    """Put checks that know no answers where a notebook imports the course's."""
    package = types.ModuleType("course_lib.exercises")
    package.__path__, package.catalog = [], lambda lesson: []
    sys.modules[package.__name__] = package
    for lesson, kinds in lessons.items():
        module = types.ModuleType(f"{package.__name__}.{lesson}")
        vars(module).update({name: Check(f"{lesson}.{name}", kind, wire) for name, kind in kinds.items()})
        sys.modules[module.__name__] = module
        setattr(package, lesson, module)


def limit() -> None:
    """Set limits that nobody can lift, where the system knows them."""
    with contextlib.suppress(ImportError):
        import resource

        for name, most in (("CPU", SECONDS), ("AS", MEMORY), ("FSIZE", LARGEST_FILE), ("CORE", 0)):
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (most, most))
        limit_processes(resource)


def limit_processes(resource: types.ModuleType) -> None:
    """Let nobody start processes without end, where the system counts those of this box alone."""
    with contextlib.suppress(ValueError, OSError):
        before = resource.getrlimit(resource.RLIMIT_NPROC)
        resource.setrlimit(resource.RLIMIT_NPROC, (MOST_PROCESSES, before[1]))
        try:
            threading.Thread(target=int).start()
        except RuntimeError:  # it counts all of the user's, and those are more already
            resource.setrlimit(resource.RLIMIT_NPROC, before)
        else:
            resource.setrlimit(resource.RLIMIT_NPROC, (MOST_PROCESSES, MOST_PROCESSES))


def main() -> None:
    """Run the cells of the job one after the other; one that raises does not keep the next from running."""
    wire = Wire()
    job = wire.read()
    limit()
    put_in_place(job["lessons"], wire)
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell.instance(history_load_length=0)
    shell.history_manager.enabled = False
    shell.display_formatter.active_types = ["text/plain"]
    raised = sum(not shell.run_cell(code).success for code in job["cells"])
    wire.send(end=True, raised=raised)


if __name__ == "__main__":
    main()
