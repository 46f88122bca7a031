"""Code that does its worst. It comes back as feedback, soon, and leaves the notebook as it was."""

import builtins
import io
import operator
import os
import random
import signal
import sys
import threading
import time
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from IPython.core.autocall import ZMQExitAutocall

from course_lib.checking import runner
from course_lib.exercises import perceptron as check
from course_lib.exercises import start_here as check0


@pytest.fixture(autouse=True)
def all_the_time_in_the_world(monkeypatch):
    """Let a machine stall as long as it likes: no answer that ends by itself is stopped."""
    monkeypatch.setattr(runner, "TIME_LIMIT", 60)
    monkeypatch.setattr(runner, "PATIENCE", 60)


@pytest.fixture
def hurried(monkeypatch):
    """Return how to check an answer that never ends: with a short limit."""

    def hurried(answer, exercise=check.step, **limits):
        with monkeypatch.context() as short:
            for name, seconds in {"TIME_LIMIT": 0.4, **limits}.items():
                short.setattr(runner, name, seconds)
            return exercise(answer)

    return hurried


def divides(z):
    nothing = 0
    return z / nothing


def misspells(z):
    return np.where(zed >= 0, 1, 0)  # noqa: F821


def too_early(z):
    answer = result + 1  # noqa: F821, F841
    result = z
    return result


def recurses(z):
    return recurses(z)


def leaves(z):
    sys.exit("bye")


def asks(z):
    return input("which? ")


def interrupts(z):
    raise KeyboardInterrupt


def missing_module(z):
    import a_module_that_is_not_there  # noqa: F401


def huge(z):
    return np.zeros(10**15)


def calls_a_number(z):
    return z(1)


def adds_none(z):
    return None + 1


class Unspeakable(Exception):  # noqa: N818
    def __str__(self):
        raise RuntimeError("not even a message")


def unspeakable(z):
    raise Unspeakable


RAISING = [
    (divides, ["ZeroDivisionError", "return z / nothing", "divided by zero"]),
    (misspells, ["NameError", "Python does not know the name `zed`", "return np.where(zed >= 0, 1, 0)"]),
    (too_early, ["UnboundLocalError", "gives `result` a value only later"]),
    (recurses, ["RecursionError", "calls itself again and again"]),
    (leaves, ["SystemExit", "`exit` ends the whole program"]),
    (asks, ["NoInput", "does not have to ask with `input`"]),
    (interrupts, ["KeyboardInterrupt", "interrupted"]),
    (missing_module, ["ModuleNotFoundError", "not installed"]),
    (huge, ["MemoryError", "no room"]),
    (calls_a_number, ["TypeError", "Round brackets right after a name call it"]),
    (adds_none, ["TypeError", "which means nothing"]),
    (unspeakable, ["Unspeakable", "cannot be shown"]),
]


@pytest.mark.parametrize(("answer", "words"), RAISING, ids=lambda value: getattr(value, "__name__", ""))
def test_an_exception_is_explained(answer, words):
    text = repr(check.step(answer))
    for word in words:
        assert word in text


def test_the_learners_own_line_is_shown_with_its_number():
    line = divides.__code__.co_firstlineno + 2
    assert f"In line {line}:" in repr(check.step(divides))


def test_a_line_in_a_helper_of_the_learners_is_shown():
    def answer(z):
        return divides(z)

    assert "return z / nothing" in repr(check.step(answer))


def loops(z):
    while True:
        z = z + 1


def loops_and_swallows(z):
    while True:
        try:  # noqa: SIM105
            z = z + 1
        except:  # noqa: E722
            pass


def loops_inside_and_swallows(z):
    while True:
        try:
            while True:
                sum([1, 2, 3])
        except BaseException:
            continue


def prints_for_ever(z):
    while True:
        print("on and on")


def sleeps_and_swallows(z):
    while True:
        try:  # noqa: SIM105
            time.sleep(0.001)
        except:  # noqa: E722
            pass


def never_finally(z):
    while True:
        try:
            z = z + 1
        finally:
            continue  # noqa: B012


ENDLESS = [
    loops,
    loops_and_swallows,
    loops_inside_and_swallows,
    prints_for_ever,
    sleeps_and_swallows,
    never_finally,
]


@pytest.mark.parametrize("answer", ENDLESS)
def test_a_loop_that_does_not_end_is_stopped(hurried, answer):
    assert "so it was stopped" in repr(hurried(answer))


# A lock and not an event, whose own Python code `Stopped` could hit at a moment that leaves it broken for the test too.
sleep = threading.Lock()
sleep.acquire()


def waits(z):
    sleep.acquire(timeout=60)


def test_code_that_cannot_be_stopped_is_left_and_said_so(hurried):
    stdout, stderr, ask = sys.stdout, sys.stderr, builtins.input
    try:
        feedback = hurried(waits, PATIENCE=0.1)
        assert "could not be stopped" in repr(feedback)
        assert "Restart Kernel" in repr(feedback)
        assert check.step(check.step.reference).passed
    finally:
        sleep.release()
        sys.stdout, sys.stderr, builtins.input = stdout, stderr, ask


printing = threading.Lock()
printing.acquire()


def prints_afterwards(z):
    # In C from the wait to the print, where no exception comes in between.
    list(map(operator.call, [partial(printing.acquire, timeout=60), partial(print, "still here", flush=True)]))


def test_code_that_was_left_never_writes_into_the_notebook(hurried, capsys):
    stdout, stderr, ask = sys.stdout, sys.stderr, builtins.input
    try:
        hurried(prints_afterwards, PATIENCE=0.1)
        print("mine")
        worker = next(each for each in threading.enumerate() if isinstance(each, runner._Worker))
        printing.release()
        worker.join(60)
        assert not worker.is_alive()
    finally:
        sys.stdout, sys.stderr, builtins.input = stdout, stderr, ask
    assert capsys.readouterr().out == "mine\n"


def test_endless_output_is_cut(hurried):
    feedback = hurried(prints_for_ever)
    assert len(repr(feedback)) < 2000
    assert "on and on" in repr(feedback)


def prints_a_lot_and_is_wrong(z):
    print("x" * 10_000_000)
    print("to stderr", file=sys.stderr)
    return 7


def test_output_stays_out_of_the_notebook(capsys):
    assert len(repr(check.step(prints_a_lot_and_is_wrong))) < 2000
    captured = capsys.readouterr()
    assert captured.out == captured.err == ""


def prints_and_is_right(z):
    print("working")
    return np.where(z >= 0, 1, 0)


def test_what_other_code_prints_later_is_not_lost(capsys):
    stdout = sys.stdout
    assert check.step(prints_and_is_right).passed
    assert sys.stdout is stdout
    assert builtins.input is input
    print("after")
    assert capsys.readouterr().out == "after\n"


def test_quit_in_a_notebook_ends_the_function_and_not_the_kernel(monkeypatch):
    ended = []
    shell = SimpleNamespace(ask_exit=lambda: ended.append("the kernel"))
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
    leave = ZMQExitAutocall(shell)  # a notebook's `quit` and `exit`
    assert "`exit` ends the whole program" in repr(check.step(lambda z: leave()))
    assert ended == []
    leave()
    assert ended == ["the kernel"]


def checks_itself(z):
    return check.step(checks_itself)


def test_a_check_inside_of_the_function_that_it_checks_starts_no_other(monkeypatch):
    begun = []
    monkeypatch.setattr(runner._Worker, "start", lambda self: (begun.append(self), threading.Thread.start(self)))
    said = repr(check.step(checks_itself))
    assert "The line with the check stands inside of the function." in said
    assert len(begun) < 10


def closes_the_output(z):
    sys.stdout.close()
    sys.stderr.close()
    print("still here")
    return z


def test_output_that_an_answer_closes_stays_open(monkeypatch):
    stdout, stderr = io.StringIO(), io.StringIO()
    monkeypatch.setattr(sys, "stdout", stdout)
    monkeypatch.setattr(sys, "stderr", stderr)
    assert "still here" in repr(check.step(closes_the_output))
    assert not stdout.closed
    assert not stderr.closed


@pytest.mark.parametrize(
    ("line", "state"),
    [
        ((1e308, 1e308, 1e308), "not yet"),
        ((1e308, 1e308, -1.5e308), "passed"),
        ((-1e308, -1e308, 1.5e308), "not yet"),
    ],
)
def test_numbers_too_large_for_a_sum_warn_nobody(recwarn, line, state):
    assert check.and_gate(line).state == state
    assert not recwarn


class Hedgehog:
    """Raises whatever is done with it."""

    def __getattribute__(self, name):
        raise RuntimeError("do not touch")

    __eq__ = __repr__ = __str__ = __bool__ = __float__ = __len__ = __iter__ = __array__ = lambda *args: 1 / 0
    __hash__ = None


class Sleeper:
    def __array__(self, *args, **named):
        while True:
            pass


class Exits:
    def __float__(self):
        sys.exit()

    def __repr__(self):
        sys.exit()


class Liar(np.ndarray):
    def __eq__(self, other):
        return True

    def __array_ufunc__(self, *args, **named):
        raise RuntimeError("no")


def itself():
    me = []
    me.append(me)
    return me


WEIRD = {
    "hedgehog": Hedgehog,
    "exits": Exits,
    "itself": itself,
    "liar": lambda: np.array([1, 2]).view(Liar),
    "object": object,
    "class": lambda: Hedgehog,
    "very large": lambda: 10**400,
    "none inside": lambda: [None],
    "text inside": lambda: [["a"]],
    "generator": lambda: (i for i in range(3)),
}


@pytest.mark.parametrize("kind", WEIRD)
def test_weird_values_come_back_as_feedback(kind):
    value = WEIRD[kind]()
    for feedback in (check.step(lambda z: value), check0.first_check(value), check.step(value), check.and_gate(value)):
        assert feedback.state == "not yet"
        assert "0x" not in repr(feedback)


def test_values_that_take_for_ever_to_read_come_back_as_feedback(hurried):
    value = Sleeper()
    assert "so it was stopped" in repr(hurried(lambda z: value))
    assert hurried(value, check0.first_check).state == "not yet"


def spoils_numpy_settings(z):
    np.seterr(all="raise")
    return z


def test_settings_made_inside_do_not_leak():
    before = np.geterr()
    check.step(spoils_numpy_settings)
    assert np.geterr() == before


def changes_everything(w, b, x):
    score = x @ w + b
    w[:] = x[:] = 0
    return score


def test_cases_survive_what_an_answer_does_to_them():
    for _ in range(2):
        assert "has changed `w`" in repr(check.score(changes_everything))
    assert check.score(check.score.reference).passed


async def waits_for_nothing(z):
    return 1


def test_a_coroutine_is_named_without_a_warning(recwarn):
    assert "A coroutine came" in repr(check.step(waits_for_nothing))
    assert not recwarn


def test_html_of_the_learners_is_escaped():
    def answer(z):
        print("<script>alert(1)</script>")
        raise ValueError("<img src=x onerror=alert(1)>")

    html = check.step(answer)._repr_html_()
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;" in html
    assert "&lt;img src=x" in html


def is_interrupted_by_the_learner(z):
    signal.raise_signal(signal.SIGINT)
    while True:
        z = z + 1


def test_the_learners_interrupt_comes_through(interruptible, monkeypatch):
    for patience in ("TIME_LIMIT", "PATIENCE"):  # however busy the machine is
        monkeypatch.setattr(runner, patience, 60)
    stdout = sys.stdout
    with pytest.raises(KeyboardInterrupt):
        check.step(is_interrupted_by_the_learner)
    assert sys.stdout is stdout
    assert check.step(check.step.reference).passed


def test_a_run_with_a_hostile_function_is_the_same_every_time(hurried):
    for answer in (divides, misspells, recurses):
        assert repr(check.step(answer)) == repr(check.step(answer))
    assert repr(hurried(prints_for_ever)) == repr(hurried(prints_for_ever))


def test_nothing_of_the_stopping_stays_behind(hurried):
    trace = sys.gettrace()
    hurried(loops_inside_and_swallows)
    assert sys.gettrace() is trace
    assert check.step(check.step.reference).passed


def goes_elsewhere(z):
    os.chdir("/")
    os.environ["COURSE_TRIED"] = "yes"
    sys.path.insert(0, "nowhere")
    sys.setrecursionlimit(5000)
    np.random.seed(1)
    random.seed(1)
    np.set_printoptions(precision=1)
    return np.where(z >= 0, 1, 0)


def around():
    return (
        Path.cwd(),
        dict(os.environ),
        list(sys.path),
        sys.getrecursionlimit(),
        np.random.get_state()[1].tolist(),
        random.getstate(),
        np.get_printoptions(),
    )


def test_what_an_answer_sets_for_the_whole_process_is_put_back(workspace):
    before = around()
    assert check.step(goes_elsewhere).passed
    assert around() == before
    assert "step" in (workspace / "progress.json").read_text()


@pytest.mark.skipif(os.name == "nt", reason="Windows deletes no folder that somebody is in")
def test_a_folder_that_is_gone_does_not_stop_a_check(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # and back there at the end
    gone = tmp_path / "gone"
    gone.mkdir()
    os.chdir(gone)
    gone.rmdir()
    assert check.step(check.step.reference).passed
    assert not check.step(divides).passed


def test_matplotlibs_settings_are_put_back():
    matplotlib = pytest.importorskip("matplotlib")

    def paints_it_black(z):
        matplotlib.rcParams["axes.facecolor"] = "black"
        return np.where(z >= 0, 1, 0)

    before = dict(matplotlib.rcParams)
    assert check.step(paints_it_black).passed
    assert dict(matplotlib.rcParams) == before


def prints_half_a_character(z):
    print("\ud800")
    raise ValueError("\udfff")


def test_half_a_character_can_be_shown():
    feedback = check.step(prints_half_a_character)
    (repr(feedback) + feedback._repr_html_()).encode("utf-8")
    assert "ValueError" in repr(feedback)


class LeavesWhenAsked(Exception):  # noqa: N818
    def __str__(self):
        sys.exit("not telling")


def leaves_when_asked(z):
    raise LeavesWhenAsked


def test_an_exception_whose_message_leaves_is_named():
    assert "LeavesWhenAsked: (its message cannot be shown)" in repr(check.step(leaves_when_asked))


class NeverGone:
    def __del__(self):
        while not released:
            pass


released = []


def leaves_something_that_never_goes(z):
    NeverGone()
    return np.where(z >= 0, 1, 0)


def test_a_loop_while_something_is_taken_down_comes_back_as_feedback(hurried):
    try:
        for _ in range(3):
            assert hurried(leaves_something_that_never_goes, PATIENCE=0.2).state == "not yet"
    finally:
        released.append(True)


def test_fewer_outcomes_than_calls_end_with_one_that_never_ended(monkeypatch):
    monkeypatch.setattr(runner._Worker, "_make_calls", lambda self: None)
    report = runner.run([lambda: 1, lambda: 2])
    assert [outcome.ended for outcome in report.outcomes] == [False]
    assert check.step(check.step.reference).state == "not yet"


def no_thread(self):
    raise RuntimeError("can't start new thread")


def test_where_no_thread_can_be_started_every_check_runs_at_once(monkeypatch, capsys):
    monkeypatch.setattr(threading.Thread, "start", no_thread)
    right = check.step(prints_and_is_right)
    assert right.passed
    assert "a check cannot stop code that does not end" in repr(right)
    assert "ZeroDivisionError" in repr(check.step(divides))
    assert "still here" not in capsys.readouterr().out
    assert check0.first_check(1).passed
    assert "does not have to ask" in repr(check.step(asks))


def test_the_sentence_about_threads_is_for_pythons_without_them():
    assert "cannot stop code" not in repr(check.step(check.step.reference))


def test_output_is_the_notebooks_again_once_code_that_was_left_has_ended(hurried):
    stdout = sys.stdout
    try:
        ended = threading.Lock()
        ended.acquire()

        def waits_a_little(z):
            ended.acquire(timeout=60)

        hurried(waits_a_little, PATIENCE=0.05)
        assert sys.stdout is not stdout
        ended.release()
        while sys.stdout.worker.is_alive():
            time.sleep(0.001)
        check.step(check.step.reference)
        assert sys.stdout is stdout
    finally:
        sys.stdout = stdout


def test_the_answers_are_not_offered_behind_the_dot():
    assert not {"reference", "wanted", "mistakes", "cases", "derived"} & set(dir(check.step))
    assert "hint" in dir(check.step)


def very_slow(z):
    for _ in range(10**12):
        z = z + 0
    return z


def test_a_slow_loop_is_not_told_of_a_while(hurried):
    assert "NumPy works on a whole array at once" in repr(hurried(very_slow))
    assert "`while` goes on" in repr(hurried(loops))


def test_what_all_calls_of_a_run_print_is_cut_together():
    report = runner.run([lambda: print("x" * 3000)] * 4)
    assert [len(outcome.output) for outcome in report.outcomes] == [3001, runner.MOST_OUTPUT - 3001, 0, 0]
