"""Handed-in notebooks are graded by what they answer, whatever they say of themselves."""

import csv
import io
import json
import os
import signal
import socket
import subprocess
import sys
import types
from pathlib import Path

import numpy as np
import pytest
from small_course import ROOT

from authoring import box, collect, inside
from course_lib.checking import CodeExercise, Question
from course_lib.checking.exercise import read
from course_lib.exercises import catalog, perceptron
from course_lib.workspace.course_map import LESSONS
from course_lib.workspace.widgets import STATE, VIEW, saved

LESSON, FILE = "perceptron", "01_perceptron.ipynb"
HEAD = "from course_lib.exercises import perceptron as check\n"
CHECKS = "score_by_hand share_above step and_gate or_gate not_gate xor_best score predict three_features"
QUESTIONS = "first_guess spot_the_bug recall_bias recall_base_rate recall_learning"


def short(edition):
    """Return the lesson without pictures: nothing that is graded hangs on them."""
    notebook = json.loads((ROOT / "notebooks" / edition / FILE).read_text(encoding="utf-8"))
    tags = [set(each["metadata"].get("tags", [])) for each in notebook["cells"]]
    drawn = [{"figure", "explorable"} & each and "open" not in each for each in tags]
    notebook["cells"] = [each for each, left_out in zip(notebook["cells"], drawn) if not left_out]
    return notebook


def half():
    """Return a notebook in which the cells from `score` on are still stubs, with one answer clicked and one not."""
    solved, blank = short("solutions"), short("")
    at = next(i for i, each in enumerate(solved["cells"]) if "check.score(" in "".join(each["source"]))
    click(blank, "recall_bias", right=True)
    click(blank, "recall_learning", right=False)
    return blank | {"cells": solved["cells"][:at] + blank["cells"][at:]}


def click(notebook, name, right):
    """Choose an answer of a question as a click does, and save it with the notebook."""
    question = next(item for item in catalog(LESSON) if item.name == name)
    letter = next(letter for letter, choice in question.choices.items() if choice.right is right)
    cell = next(each for each in notebook["cells"] if f"check.{name}(" in "".join(each["source"]))
    model = next(output["data"][collect.VIEW]["model_id"] for output in cell["outputs"] if "data" in output)
    collect.saved(notebook)[model]["state"]["chosen"] = letter


def with_code(*code):
    cells = [{"cell_type": "code", "source": each, "metadata": {}, "outputs": []} for each in (HEAD, *code)]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


@pytest.fixture(scope="module")
def best_box(tmp_path_factory):
    return box.box_for(tmp_path_factory.mktemp("empty"))


def with_names(code, **values):
    """Return code below a line for each of the names that it uses."""
    return "".join(f"{name} = {value!r}\n" for name, value in values.items()) + code


def bubblewrap(handed_in):
    """Return the box of bubblewrap, or skip the test."""
    boxed = box.box_for(handed_in)
    if "bubblewrap" not in boxed.words:
        pytest.skip("bubblewrap is not here, or not allowed: on Debian and Ubuntu, apt install bubblewrap")
    return boxed


def test_a_class_of_five_is_graded(tmp_path):
    forged = short("solutions")
    for cell in forged["cells"]:
        if cell["cell_type"] == "code":
            cell["source"] = "print('passed: 10 of 10')"
    forged["cells"][0]["source"] = f"{HEAD}type(check.step).__call__ = lambda *_: print('✓ passed')\ncheck.step(max)"
    forged["cells"][0]["cell_type"] = "code"
    class_of_five = {
        "ada/blank.ipynb": json.dumps(short("")),
        "ben/half.ipynb": json.dumps(half()),
        "cleo/full.ipynb": (ROOT / "notebooks" / "solutions" / FILE).read_text(encoding="utf-8"),
        "dan/broken.ipynb": '{"cells": [',
        "eve/hostile.ipynb": json.dumps(forged),
    }
    for name, text in class_of_five.items():
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "authoring.collect", str(tmp_path)]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=600)
    assert answer.returncode == 0, answer.stderr
    assert "runs the code of whoever wrote" in answer.stderr
    head, *rows = csv.reader(io.StringIO(answer.stdout))
    assert head == list(collect.COLUMNS)
    found = {row[0].split("/")[0]: row[1:] for row in rows}
    assert found["ada"][:7] == [LESSON, "0", "10", "0", "5", "", ""]
    assert found["ben"][:5] == [LESSON, "7", "10", "2", "5"]
    assert found["ben"][5:7] == [
        CHECKS.removesuffix(" score predict three_features"),
        "first_guess recall_bias",
    ]
    assert found["cleo"] == [LESSON, "10", "10", "5", "5", CHECKS, QUESTIONS, ""]
    assert found["dan"] == ["", "", "", "", "", "", "", "not a notebook that can be read"]
    assert found["eve"][:3] == [LESSON, "0", "10"]
    assert found["eve"][5] == ""


FIND_THE_WIRE = "import gc\nwire = next(each for each in gc.get_objects() if type(each).__name__ == 'Wire')\n"
HOSTILE = {
    "claims": f"""{FIND_THE_WIRE}
wire.send(passed="perceptron.step")
wire.send(value="perceptron.score_by_hand", answer={{"right": True}})
wire.send(value="perceptron.step", answer=[])
wire.send(function="perceptron.step", parameters="all")
wire.send(function="no", parameters=[[1, 2]])
wire.send(question=["perceptron.first_guess"], choice={{}})
wire.send(end=True, raised="0")
""",
    "noise": f"""{FIND_THE_WIRE}
wire._replies.write(b"[" * 100000 + b"\\n" + b"9" * 10000 + b"\\n\\xff\\n" + b"x" * 2**23)
wire._replies.flush()
""",
    "patched checks": """
from course_lib.checking import Exercise, values
values.same = Exercise.passes = type(check.step).__call__ = lambda *_, **__: print("✓ passed") or True
check.score_by_hand(4)
check.step(lambda z: z)
""",
    "patched comparison": """
import numpy as np
from course_lib.checking import values
np.allclose = values.same = lambda *_, **__: True
check.score_by_hand(4)
check.step(lambda z: z)
""",
    "equal to everything": """
class Equal:
    def __eq__(self, other): return True
    def __array__(self, *_, **__): raise ValueError
check.score_by_hand(Equal())
check.step(lambda z: Equal())
""",
    "changed arguments": """
def step(z):
    right = (z >= 0) * 1
    if getattr(z, "ndim", 0): z[...] = 5
    return right
check.step(step)
""",
    "ended": "import os\nos._exit(0)",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_a_hostile_notebook_says_counts_for_nothing(name, best_box):
    grades = collect.grade(with_code(HOSTILE[name]), best_box)
    assert (grades.passed, grades.right) == (set(), set())


def test_a_right_answer_counts_beside_a_cell_that_raises(best_box):
    code = ("check.score_by_hand(3)", "1 / 0", "check.step(lambda z: (z >= 0) * 1)")
    grades = collect.grade(with_code(*code), best_box)
    assert grades.passed == {"score_by_hand", "step"}
    assert grades.note == "1 of 4 cells raise an error"


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone is known to keep this limit")
def test_memory_is_limited(best_box):
    assert collect.grade(with_code(f"bytearray({inside.MEMORY})"), best_box).note == "1 of 2 cells raise an error"


def test_a_notebook_that_does_not_end_is_stopped(best_box, monkeypatch):
    monkeypatch.setattr(box, "SECONDS", 1)
    assert collect.grade(with_code("while True: pass"), best_box).note == "stopped after 1 seconds"


def test_the_checks_of_another_lesson_are_passed_over(best_box):
    code = "from course_lib.exercises import hidden_layer, start_here\nstart_here.first_check(4)\n"
    code += "for name in vars(hidden_layer): name[0] == '_' or vars(hidden_layer)[name](lambda *_: 1)\n"
    assert collect.grade(with_code(f"{code}check.score_by_hand(3)"), best_box).passed == {"score_by_hand"}


def test_an_endless_answer_fails_and_the_next_one_counts(best_box):
    grades = collect.grade(
        with_code("def step(z):\n    while True: pass\ncheck.step(step)", "check.score_by_hand(3)"), best_box
    )
    assert grades.passed == {"score_by_hand"}
    assert grades.note == "step did not come to an end"


@pytest.mark.parametrize("came", [5, None, "endless", [{"endless": 1}], [["endless"]], {"endless": True}])
def test_what_is_said_of_an_end_is_a_claim_like_others(came):
    there = types.SimpleNamespace(send=lambda **command: None, message=lambda: {"came": came})
    assert collect.tried(there, perceptron.step, None)[0] is False


BOXED = """
import os, pathlib, socket, sys
def tried(what):
    try: return bool(what())
    except Exception: return False
reached = [
    os.access(sys.prefix, os.W_OK),
    tried(lambda: pathlib.Path(TARGET).read_text()),
    tried(lambda: socket.create_connection(('127.0.0.1', PORT), timeout=1)),
    tried(lambda: next(pathlib.Path(EXERCISES).glob('*.py'))),
]
check.score_by_hand(3 if reached == [WANTED] * 4 else 0)
"""


def test_bubblewrap_lets_nothing_be_written_or_reached_and_hides_the_answers(tmp_path):
    boxed = bubblewrap(tmp_path)
    target = tmp_path / "others.ipynb"
    target.write_text("theirs", encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as server:
        names = {
            "TARGET": str(target),
            "PORT": server.getsockname()[1],
            "EXERCISES": str(ROOT / "course_lib/exercises"),
        }
        for wanted, each in ((False, boxed), (True, box.boxes(tmp_path)[-1])):  # what is not hidden, this finds
            code = with_names(BOXED, WANTED=wanted, **names)
            assert collect.grade(with_code(code), each).passed == {"score_by_hand"}


SEARCH = """
import os, pathlib
def holds(path):
    try: return SOLUTION.encode() in path.read_bytes()
    except OSError: return False
def files():
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [each for each in folders if not each.startswith((".venv", ".cache"))]  # packages, by the thousand
        yield from (pathlib.Path(folder, each) for each in names)
check.score_by_hand(3 if any(map(holds, files())) is WANTED else 0)
check.and_gate((1, 1, -1.5) if set(os.listdir(ROOT)) <= {"authoring", "course_lib", VENV} else 0)
"""


def test_in_bubblewrap_no_file_of_the_course_holds_a_known_solution(tmp_path):
    names = {"SOLUTION": "and_gate = (1, 1, -1.5)", "ROOT": str(ROOT), "VENV": Path(sys.prefix).name}
    for wanted, each, passed in (
        (False, bubblewrap(tmp_path), {"score_by_hand", "and_gate"}),
        (True, box.boxes(tmp_path)[-1], {"score_by_hand"}),
    ):
        assert collect.grade(with_code(with_names(SEARCH, WANTED=wanted, **names)), each).passed == passed


@pytest.mark.parametrize("handed_in", [ROOT.parent, ROOT, ROOT / "notebooks"], ids=["around", "same", "within"])
def test_the_folder_that_is_graded_may_hold_the_course_or_lie_in_it(handed_in):
    grades = collect.grade(with_code("check.score_by_hand(3)"), bubblewrap(handed_in))
    assert (grades.passed, grades.note) == ({"score_by_hand"}, "")


CONNECT = """
import socket
try: reached = bool(socket.create_connection(("127.0.0.1", PORT), timeout=1))
except OSError: reached = False
check.score_by_hand(3 if reached is WANTED else 0)
"""


def test_unshare_lets_no_network_be_reached(tmp_path):
    unshare, none = box.boxes(tmp_path)[-2:]
    assert "unshare" in unshare.words
    if not unshare.works:
        pytest.skip("unshare is not here, or not allowed")
    with socket.create_server(("127.0.0.1", 0)) as server:
        for wanted, each in ((False, unshare), (True, none)):
            code = with_names(CONNECT, PORT=server.getsockname()[1], WANTED=wanted)
            assert collect.grade(with_code(code), each).passed == {"score_by_hand"}


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r"])
def test_a_name_that_a_spreadsheet_would_run_is_text(first):
    assert collect.in_a_cell(f"{first}1+1.ipynb") == f"'{first}1+1.ipynb"


def test_any_other_name_stays_as_it_is():
    assert collect.in_a_cell("ada/01.ipynb") == "ada/01.ipynb"


def test_an_empty_folder_is_said_to_be_one(tmp_path, capsys):
    assert collect.main([str(tmp_path)]) == 1
    assert "There is no notebook" in capsys.readouterr().err


def test_a_learner_without_a_notebook_has_a_line_too(tmp_path):
    for folder in ("amy/lesson", "ben", ".git", "cleo/.ipynb_checkpoints"):
        (tmp_path / folder).mkdir(parents=True)
    for file in ("amy/lesson/a.ipynb", "ben/01_perceptron.py", "cleo/.ipynb_checkpoints/c.ipynb"):
        (tmp_path / file).write_text("{}", encoding="utf-8")
    nothing = "no notebook in this folder"
    assert collect.read(tmp_path) == {"amy/lesson/a.ipynb": b"{}", "ben": nothing, "cleo": nothing}


def test_where_notebooks_lie_side_by_side_a_folder_without_one_is_no_learner(tmp_path):
    (tmp_path / "figures").mkdir()
    (tmp_path / "amy.ipynb").write_text("{}", encoding="utf-8")
    assert collect.read(tmp_path) == {"amy.ipynb": b"{}"}


def test_where_outputs_are_cleared_a_note_says_that_no_click_is_stored(best_box):
    cleared = short("")
    for each in cleared["cells"]:
        if each["cell_type"] == "code":
            each["outputs"] = []
    note = "the outputs are cleared, and with them what was clicked"
    assert collect.grade(json.dumps(cleared).encode(), best_box).note.endswith(note)
    assert note not in collect.grade(json.dumps(short("")).encode(), best_box).note
    typed = with_code('check.recall_bias(choice="c")')
    assert collect.grade(typed, best_box).right == {"recall_bias"}
    assert collect.grade(typed, best_box).note == ""


def test_notebooks_of_other_courses_are_told_apart(best_box):
    cells = [{"cell_type": "code", "source": ["print(1)"], "metadata": {}}]
    assert (
        collect.grade(json.dumps({"cells": cells, "metadata": {}}).encode(), best_box).note
        == "not a lesson of this course"
    )
    for odd in (b"[]", b"{}", b'{"cells": 3}', b'{"cells": [3]}', b"\xff", b"[" * 10**5):
        assert collect.grade(odd, best_box).note == "not a notebook that can be read"


ITEMS = [item for lesson in LESSONS if lesson.written for item in catalog(lesson.name)]


def through_the_wire(item, answer):
    """Return whether an answer passes when it has gone the way out of a box."""
    if isinstance(item, CodeExercise):
        _ = item.wanted  # what the reference imports, a notebook has imported before
        job = json.loads(json.dumps({"calls": [inside.encoded(list(case)) for case in item.cases]}))
        came = json.loads(json.dumps(inside.called(answer, job["calls"], item.errstate)))
        return item.passes(collect.Played(came, inside.parameters(answer)))
    return item.passes(box.value_of(json.loads(json.dumps(inside.encoded(read(answer))))))


@pytest.mark.parametrize("item", [each for each in ITEMS if not isinstance(each, Question)], ids=lambda item: item.name)
def test_a_right_answer_is_right_and_a_wrong_one_wrong_on_the_other_side_of_the_wire(item):
    assert through_the_wire(item, item.reference)
    for mistake in item.mistakes:
        assert not through_the_wire(item, mistake.answer), mistake.looks_like
    assert not through_the_wire(item, None)


@pytest.mark.parametrize("item", [each for each in ITEMS if isinstance(each, Question)], ids=lambda item: item.name)
def test_the_right_choice_counts_and_any_where_a_prediction_is_asked_for(item):
    for letter, choice in item.choices.items():
        assert collect.is_right(item.lesson, item.name, letter) == (choice.right or item.prediction)
    for odd in ("", "z", None, [], 1):
        assert not collect.is_right(item.lesson, item.name, odd)


def test_a_cell_that_asks_a_million_times_is_looked_at_at_once():
    output = {"data": {collect.VIEW: {"model_id": "one"}}}
    cell = {"cell_type": "code", "source": "check.first_guess()" * 10**6, "outputs": [output] * 10**4}
    assert collect.chosen([cell], {"one": {"state": {"chosen": "c"}}}, LESSON) == {"first_guess"}


@pytest.mark.parametrize("outputs", [None, 3, True, [None], ["text"], {"data": 1}])
def test_outputs_that_are_none_never_end_the_table(best_box, outputs):
    cells = [
        {"cell_type": "code", "source": f"{HEAD}check.first_guess(choice='c')", "metadata": {}, "outputs": outputs}
    ]
    grades = collect.grades_of(json.dumps({"cells": cells, "metadata": {}}).encode(), best_box, FILE)
    assert grades.right == {"first_guess"} or grades.note == "not a notebook that can be read"


def test_a_notebook_on_which_the_course_itself_stumbles_is_a_line(best_box, monkeypatch):
    monkeypatch.setattr(collect, "judge", lambda *_: 1 / 0)
    assert collect.grades_of(with_code(), best_box, FILE).note == "cannot be graded: ZeroDivisionError"


def test_each_line_is_written_as_soon_as_it_is_known_and_a_name_in_another_encoding_is_shown(tmp_path):
    if os.name == "posix" and sys.platform != "darwin":  # where a name is just bytes
        (tmp_path / os.fsdecode(b"M\xfcller.ipynb")).write_bytes(b"{}")
    (tmp_path / "z.ipynb").write_bytes(b"{}")
    command = [sys.executable, "-m", "authoring.collect", str(tmp_path)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    rows = list(csv.reader(io.StringIO(ran.stdout.decode("utf-8"))))[1:]
    assert [row[-1] for row in rows] == ["not a notebook that can be read"] * len(rows)
    assert rows[-1][0] == "z.ipynb"
    assert [row[0] for row in rows[:-1]] in ([], ["M\\udcfcller.ipynb"])


@pytest.mark.skipif(os.name != "posix", reason="links and pipes are made otherwise here")
def test_links_pipes_and_folders_are_lines_and_nothing_is_read_of_them(tmp_path):
    (tmp_path / "answers.ipynb").symlink_to(ROOT / "notebooks" / "solutions" / FILE)
    (tmp_path / "dead.ipynb").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe.ipynb")
    (tmp_path / "folder.ipynb").mkdir()
    linked, other = "a link, which is not followed", "not a file"
    assert collect.read(tmp_path) == {
        "answers.ipynb": linked,
        "dead.ipynb": linked,
        "folder.ipynb": other,
        "pipe.ipynb": other,
    }


def test_what_jupyterlab_has_put_aside_by_itself_is_not_graded(tmp_path):
    for folder in ("ada", "ada/.ipynb_checkpoints"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "01_perceptron.ipynb").write_bytes(b"{}")
    assert collect.read(tmp_path) == {"ada/01_perceptron.ipynb": b"{}"}


def test_a_file_that_is_too_large_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(collect, "LARGEST", 2**20)
    (tmp_path / "large.ipynb").write_bytes(b" " * (2**20 + 1))
    assert collect.read(tmp_path) == {"large.ipynb": "larger than 1 MB"}


FLOOD = f"""{FIND_THE_WIRE}
while True:
    wire.send(question="x" * 100)
"""


def test_a_flood_of_messages_does_not_stop_the_clock(best_box, monkeypatch):
    monkeypatch.setattr(box, "SECONDS", 3)
    assert collect.grades_of(with_code(FLOOD), best_box, FILE).note == "stopped after 3 seconds"


ASKS_AND_NEVER_READS = f"""{FIND_THE_WIRE}
for _ in range(10**4):
    wire.send(function="perceptron.step")
import time
time.sleep(10**5)
"""


def test_a_notebook_that_asks_and_never_reads_is_stopped(best_box, monkeypatch):
    monkeypatch.setattr(box, "SECONDS", 3)
    assert collect.grade(with_code(ASKS_AND_NEVER_READS), best_box).note == "stopped after 3 seconds"


SURVIVES = """
import os, pathlib, time
if os.fork() == 0:
    os.setsid()
    pathlib.Path(PID).write_text(str(os.getpid()))
    time.sleep(30)
    pathlib.Path(ENDED).touch()
    os._exit(0)
while not os.path.exists(PID): time.sleep(0.01)
check.score_by_hand(3)
"""


@pytest.mark.skipif(os.name != "posix", reason="a process is made otherwise here")
def test_without_a_box_nobody_waits_for_what_a_notebook_leaves_running(tmp_path):
    code = with_names(SURVIVES, PID=str(tmp_path / "pid"), ENDED=str(tmp_path / "ended"))
    grades = collect.grade(with_code(code), box.boxes(tmp_path)[-1])
    os.kill(int((tmp_path / "pid").read_text()), signal.SIGKILL)
    assert grades.passed == {"score_by_hand"}
    assert not (tmp_path / "ended").exists()


# Stands in for Ctrl-C: what takes place in an import may swallow it, or make its exit code that of the signal.
IMPORTED = """import sys
from authoring import collect

def watched(*arguments, grades_of=collect.grades_of):
    before = set(sys.modules)
    grades = grades_of(*arguments)
    print("imported:", *sorted(set(sys.modules) - before), file=sys.stderr)
    return grades

collect.grades_of = watched
collect.main(sys.argv[1:])
"""


def test_nothing_is_imported_after_the_first_name_is_shown_so_that_ctrl_c_is_never_swallowed(tmp_path):
    (tmp_path / FILE).write_bytes((ROOT / "notebooks" / "solutions" / FILE).read_bytes())
    command = [sys.executable, "-c", IMPORTED, str(tmp_path)]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600)
    assert answer.stderr.splitlines()[1:] == [f"    {FILE}", "imported:"]


@pytest.mark.skipif(os.name != "posix", reason="an interrupt is sent otherwise here")
def test_ctrl_c_ends_the_table_without_a_traceback(tmp_path, interruptible):
    (tmp_path / "endless.ipynb").write_bytes(with_code("while True: pass"))
    command = [sys.executable, "-m", "authoring.collect", str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        while "endless" not in process.stderr.readline():
            pass
        process.send_signal(signal.SIGINT)
        said = process.communicate(timeout=60)[1]
    assert (process.returncode, said) == (130, "")


def test_a_notebook_is_of_the_lesson_whose_checks_it_imports_whatever_its_file_is_called():
    assert collect.lesson_of([HEAD], "03_sigmoid.ipynb") == LESSON
    assert collect.lesson_of(["print(1)"], "ada/03_sigmoid.ipynb") == "sigmoid"


def test_a_notebook_of_blank_lines_is_read_at_once():
    assert collect.lesson_of(["\n" * 10**6, HEAD], "") == LESSON
    assert collect.lesson_of([f"if True:\n \t {HEAD}"], "") == LESSON


@pytest.mark.parametrize("kind", ["(1,f8", "O", "S9", "M8[s]", None, ["f8"], "float128 " * 9])
def test_a_kind_of_array_that_nobody_sends_is_no_number(kind):
    assert box.value_of({"type": kind, "array": 1, "shape": []}) is None


@pytest.mark.parametrize("dtype", [*np.typecodes["AllInteger"], *np.typecodes["Float"], "?", ">f8"])
def test_all_kinds_of_numbers_come_through(dtype):
    came = box.value_of(json.loads(json.dumps(inside.encoded(np.array([0, 1], dtype)))))
    assert came.tolist() == [0, 1]


def test_clicks_that_colab_has_saved_count_too():
    """Colab keeps the widgets right under their kind of data, without the level "state"."""
    notebook = short("")
    answer = next(item for item in catalog(LESSON) if isinstance(item, Question) and not item.prediction)
    view = {"data": {VIEW: {"model_id": "m"}}, "metadata": {}, "output_type": "display_data"}
    cell = {"cell_type": "code", "metadata": {}, "execution_count": 1, "outputs": [view]}
    notebook["cells"] = [cell | {"source": f"{HEAD}check.{answer.name}()"}]
    model = {"m": {"model_name": "AnyModel", "state": {"chosen": answer.right}}}
    for held in (model, {"state": model, "version_major": 2}):
        notebook["metadata"]["widgets"] = {STATE: held}
        assert collect.chosen(notebook["cells"], saved(notebook), LESSON) == {answer.name}


def test_who_has_handed_in_something_else_side_by_side_has_a_line(tmp_path):
    for name in ("amy.ipynb", "ben.zip", "cleo.ipynb.txt", "dora.HTML", "eli.IPYNB", "grades.csv", "README.md"):
        (tmp_path / name).write_text("{}", encoding="utf-8")
    other = "not a notebook: one ends in .ipynb"
    found = {"amy.ipynb": b"{}", "eli.IPYNB": b"{}", "ben.zip": other, "cleo.ipynb.txt": other, "dora.HTML": other}
    assert collect.read(tmp_path) == found
