"""The learner's folder, with real files: nothing that a learner did may ever be lost."""

import contextlib
import errno
import itertools
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import nbformat
import pytest
from nbformat.sign import NotebookNotary
from small_course import ROOT, read_only, run_as_bound_by_modes, write_notebook

from course_lib.workspace import __main__ as started
from course_lib.workspace import copies as ws
from course_lib.workspace import trust
from course_lib.workspace.environment import environment_report, hidden_modules


@pytest.fixture(autouse=True)
def signatures(tmp_path, monkeypatch):
    """Keep the signatures of these notebooks out of the user's own."""
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter"))


@pytest.fixture
def notebooks(tmp_path):
    folder = tmp_path / "notebooks"
    folder.mkdir()
    for name in ("00_start_here", "01_perceptron"):
        write_notebook(folder / f"{name}.ipynb", f"{name}, first edition")
    (folder / "students.csv").write_text("test,grades,admitted\n", encoding="utf-8")
    return folder


@pytest.fixture
def own(tmp_path, notebooks):
    """Return the learner's folder, once handed out."""
    folder = tmp_path / "my course é"
    assert ws.update(notebooks, folder) == []
    return folder


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def release(notebooks, edition):
    """Publish a new version of lesson 1, and return its bytes."""
    path = notebooks / "01_perceptron.ipynb"
    write_notebook(path, f"01_perceptron, {edition} edition")
    return path.read_bytes()


def work_in(path, text="my answer"):
    write_notebook(path, text)
    return path.read_bytes()


def test_the_first_update_hands_out_every_file(notebooks, own):
    assert contents(own) == contents(notebooks)


def test_the_solved_notebooks_in_a_folder_among_them_are_not_handed_out(notebooks, tmp_path):
    (notebooks / "solutions").mkdir()
    work_in(notebooks / "solutions" / "01_perceptron.ipynb", "the answer")
    ws.update(notebooks, tmp_path / "mine")
    assert contents(tmp_path / "mine") == contents(notebooks)


def is_trusted(path):
    return NotebookNotary().check_signature(nbformat.read(path, as_version=4))


@pytest.fixture
def listed(notebooks, tmp_path, monkeypatch):
    """Let lesson 1 be one that the course has built, as the list in the package says."""
    monkeypatch.setattr(trust, "LIST", tmp_path / "notebooks.sha256")
    trust.LIST.write_text(f"{trust.digest((notebooks / '01_perceptron.ipynb').read_bytes())}  01_perceptron.ipynb\n")


def test_what_the_course_has_built_is_signed_so_that_it_opens_alive(notebooks, tmp_path, listed):
    ws.update(notebooks, tmp_path / "mine")
    assert is_trusted(tmp_path / "mine" / "01_perceptron.ipynb")
    work_in(tmp_path / "mine" / "from elsewhere.ipynb", "print('not signed')")
    assert not is_trusted(tmp_path / "mine" / "from elsewhere.ipynb")


def test_what_somebody_has_put_beside_the_courses_notebooks_is_handed_out_and_not_signed(notebooks, tmp_path, listed):
    work_in(notebooks / "07_of_my_teacher.ipynb", "a lesson of the teacher's own")
    (notebooks / "08_broken.ipynb").write_bytes(b"not even a notebook")
    assert ws.update(notebooks, tmp_path / "mine") == []
    assert contents(tmp_path / "mine") == contents(notebooks)
    for name in ("00_start_here", "07_of_my_teacher"):
        assert not is_trusted(tmp_path / "mine" / f"{name}.ipynb")


def test_a_reset_signs_no_more_than_an_update(notebooks, own, listed):
    for name in ("00_start_here", "01_perceptron"):
        work_in(own / f"{name}.ipynb")
        ws.reset(notebooks, own, name)
    assert not is_trusted(own / "00_start_here.ipynb")
    assert is_trusted(own / "01_perceptron.ipynb")


@pytest.mark.parametrize("again", [ws.update, lambda *folders: ws.reset(*folders, "1")])
def test_notebooks_that_are_there_already_are_signed_for_another_home_too(
    notebooks, own, listed, tmp_path, monkeypatch, again
):
    before = contents(own)
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "another"))
    assert not is_trusted(own / "01_perceptron.ipynb")
    again(notebooks, own)
    assert is_trusted(own / "01_perceptron.ipynb")
    assert not is_trusted(own / "00_start_here.ipynb")
    assert contents(own) == before


def test_a_new_version_beside_the_learners_own_is_signed_for_another_home_too(
    notebooks, own, listed, tmp_path, monkeypatch
):
    new = release(notebooks, "second")
    trust.LIST.write_text(trust.digest(new), encoding="utf-8")
    work_in(own / "01_perceptron.ipynb")
    ws.update(notebooks, own)
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "another"))
    ws.update(notebooks, own)
    assert is_trusted(own / "01_perceptron (new version).ipynb")
    assert not is_trusted(own / "01_perceptron.ipynb")


def test_where_nothing_can_be_signed_notebooks_are_handed_out_all_the_same(notebooks, tmp_path, listed, monkeypatch):
    def full(notary, notebook):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(NotebookNotary, "sign", full)
    assert ws.update(notebooks, tmp_path / "mine") == []
    assert contents(tmp_path / "mine") == contents(notebooks)


def test_a_notebook_with_the_line_ends_of_windows_is_the_courses_too(notebooks, tmp_path, listed):
    path = notebooks / "01_perceptron.ipynb"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    ws.update(notebooks, tmp_path / "mine")
    assert is_trusted(tmp_path / "mine" / "01_perceptron.ipynb")


def test_without_the_list_notebooks_are_handed_out_and_not_signed(notebooks, tmp_path, listed):
    trust.LIST.unlink()
    ws.update(notebooks, tmp_path / "mine")
    assert contents(tmp_path / "mine") == contents(notebooks)
    assert not is_trusted(tmp_path / "mine" / "01_perceptron.ipynb")


def test_an_update_refreshes_what_the_learner_has_not_touched(notebooks, own):
    new = release(notebooks, "second")
    assert ws.update(notebooks, own) == []
    assert contents(own) == contents(notebooks)
    assert (own / "01_perceptron.ipynb").read_bytes() == new


def test_an_update_keeps_what_the_learner_touched_and_puts_the_new_one_beside(notebooks, own):
    mine = work_in(own / "01_perceptron.ipynb")
    new = release(notebooks, "second")
    (sentence,) = ws.update(notebooks, own)
    assert "01_perceptron (new version).ipynb" in sentence
    assert (own / "01_perceptron.ipynb").read_bytes() == mine
    assert (own / "01_perceptron (new version).ipynb").read_bytes() == new


def test_a_saved_output_is_work_too(notebooks, own):
    path = own / "01_perceptron.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[0].outputs = [nbformat.v4.new_output("stream", text="w1 = 2.5")]
    nbformat.write(notebook, path)
    release(notebooks, "second")
    ws.update(notebooks, own)
    assert b"w1 = 2.5" in path.read_bytes()


def test_without_a_new_version_nothing_is_put_beside(notebooks, own):
    work_in(own / "01_perceptron.ipynb")
    before = contents(own)
    assert ws.update(notebooks, own) == []
    assert contents(own) == before


def test_repeated_starts_do_not_multiply_the_new_version(notebooks, own):
    work_in(own / "01_perceptron.ipynb")
    release(notebooks, "second")
    ws.update(notebooks, own)
    before = contents(own)
    for _ in range(3):
        assert ws.update(notebooks, own) == []
    assert contents(own) == before


def test_a_new_version_that_was_not_touched_is_refreshed_by_the_next(notebooks, own):
    work_in(own / "01_perceptron.ipynb")
    release(notebooks, "second")
    ws.update(notebooks, own)
    third = release(notebooks, "third")
    ws.update(notebooks, own)
    assert (own / "01_perceptron (new version).ipynb").read_bytes() == third
    assert not (own / "01_perceptron (new version 2).ipynb").exists()


def test_a_new_version_that_was_touched_is_kept_and_the_next_gets_a_number(notebooks, own):
    first = work_in(own / "01_perceptron.ipynb", "first answer")
    release(notebooks, "second")
    ws.update(notebooks, own)
    second = work_in(own / "01_perceptron (new version).ipynb", "second answer")
    third = release(notebooks, "third")
    ws.update(notebooks, own)
    assert (own / "01_perceptron.ipynb").read_bytes() == first
    assert (own / "01_perceptron (new version).ipynb").read_bytes() == second
    assert (own / "01_perceptron (new version 2).ipynb").read_bytes() == third


def test_a_new_version_that_the_learner_deleted_stays_deleted(notebooks, own):
    work_in(own / "01_perceptron.ipynb")
    release(notebooks, "second")
    ws.update(notebooks, own)
    (own / "01_perceptron (new version).ipynb").unlink()
    ws.update(notebooks, own)
    assert not (own / "01_perceptron (new version).ipynb").exists()


def test_a_deleted_notebook_comes_back(notebooks, own):
    (own / "01_perceptron.ipynb").unlink()
    ws.update(notebooks, own)
    assert contents(own) == contents(notebooks)


def test_files_of_the_learners_own_are_left_alone(notebooks, own):
    (own / "my notes.ipynb").write_bytes(b"not even a notebook")
    release(notebooks, "second")
    ws.update(notebooks, own)
    assert (own / "my notes.ipynb").read_bytes() == b"not even a notebook"


@pytest.mark.parametrize(
    "damage", [b"", b"{", b"[1]", b'{"01_perceptron.ipynb": 3}', b"\xff\xfe", b"[" * 100_000, None]
)
def test_with_a_damaged_manifest_every_notebook_counts_as_touched(notebooks, own, damage):
    manifest = own / ".course" / "manifest.json"
    if damage is None:
        manifest.unlink()
    else:
        manifest.write_bytes(damage)
    old = (own / "01_perceptron.ipynb").read_bytes()
    new = release(notebooks, "second")
    ws.update(notebooks, own)
    assert (own / "01_perceptron.ipynb").read_bytes() == old
    assert (own / "01_perceptron (new version).ipynb").read_bytes() == new
    assert json.loads(manifest.read_bytes())["01_perceptron.ipynb"]
    assert not (own / "00_start_here (new version).ipynb").exists()


KILLED_MIDWAY = """
import os, sys, time
from pathlib import Path
from course_lib.workspace import copies as workspace

left = int(sys.argv[3])

def fsync(number):
    global left
    left -= 1
    if left == 0:
        print("midway", flush=True)
        time.sleep(100)

os.fsync = fsync
getattr(workspace, sys.argv[4])(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[5:])
"""


WITHOUT_LAB_SETTINGS = """
import sys
from course_lib.workspace import __main__ as started

started.write_lab_settings = lambda prefix: None
sys.exit(started.main())
"""


def kill_midway(written, command, notebooks, own, *lesson):
    """Kill a process at work on the folder just before its n-th file is safe on the disk."""
    arguments = [str(notebooks), str(own), str(written), command, *lesson]
    program = [sys.executable, "-c", KILLED_MIDWAY, *arguments]
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout.readline() == "midway\n"
        process.kill()


@pytest.mark.parametrize("written", [1, 2, 3, 4])
def test_a_copy_that_is_killed_midway_leaves_whole_files_and_is_finished_by_the_next_start(notebooks, own, written):
    mine = work_in(own / "00_start_here.ipynb")
    before = contents(own)
    for path in notebooks.iterdir():
        path.write_bytes(path.read_bytes().replace(b"first", b"second").replace(b"admitted", b"admitted,rank"))
    after = contents(notebooks)
    kill_midway(written, "update", notebooks, own)
    for name, content in contents(own).items():
        assert content in (before.get(name), after[name.replace(" (new version)", "")])
    ws.update(notebooks, own)
    assert contents(own) == {
        **after,
        "00_start_here.ipynb": mine,
        "00_start_here (new version).ipynb": after["00_start_here.ipynb"],
    }


def test_what_an_update_handed_out_before_it_was_killed_is_untouched_for_the_one_after(notebooks, own, monkeypatch):
    written = itertools.count(1)
    for path in notebooks.glob("*.ipynb"):
        write_notebook(path, "second edition")
    with monkeypatch.context() as patched, pytest.raises(SystemExit, match="killed"):
        patched.setattr(os, "fsync", lambda number: sys.exit("killed") if next(written) == 3 else None)
        ws.update(notebooks, own)
    assert b"second" in (own / "00_start_here.ipynb").read_bytes()
    for path in notebooks.glob("*.ipynb"):
        write_notebook(path, "third edition")
    assert ws.update(notebooks, own) == []
    assert contents(own) == contents(notebooks)


@pytest.mark.parametrize("written, then", [(1, "01_perceptron.ipynb"), (2, "01_perceptron (before reset).ipynb")])
def test_a_reset_that_is_killed_midway_loses_nothing_and_is_finished_by_the_next(notebooks, own, written, then):
    mine = work_in(own / "01_perceptron.ipynb")
    release(notebooks, "second")
    kill_midway(written, "reset", notebooks, own, "1")
    assert (own / then).read_bytes() == mine
    ws.reset(notebooks, own, "1")
    ws.update(notebooks, own)
    assert contents(own) == {**contents(notebooks), "01_perceptron (before reset).ipynb": mine}


@pytest.mark.parametrize("name, then", [(1, "01_perceptron.ipynb"), (2, "01_perceptron (before reset).ipynb")])
def test_a_reset_that_is_killed_before_a_file_gets_its_name_loses_nothing(notebooks, own, monkeypatch, name, then):
    mine = work_in(own / "01_perceptron.ipynb")
    named, link = itertools.count(1), os.link
    with monkeypatch.context() as patched:
        patched.setattr(os, "link", lambda *files: sys.exit("killed") if next(named) == name else link(*files))
        with pytest.raises(SystemExit, match="killed"):
            ws.reset(notebooks, own, "1")
    ws.update(notebooks, own)
    assert contents(own) == {**contents(notebooks), then: mine}


def test_an_update_that_is_killed_with_two_names_for_a_file_does_not_write_into_it_next_time(
    notebooks, own, monkeypatch
):
    def killed(path, missing_ok=False):
        if path.exists():
            sys.exit("killed")

    release(notebooks, "second")
    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", killed)
        with pytest.raises(SystemExit, match="killed"):
            ws.update(notebooks, own)
    assert (own / "01_perceptron.ipynb").samefile(own / ".course" / "part")
    mine = work_in(own / "01_perceptron.ipynb")
    (own / "00_start_here.ipynb").unlink()
    ws.update(notebooks, own)
    assert (own / "00_start_here.ipynb").exists()
    assert (own / "01_perceptron.ipynb").read_bytes() == mine


class JupyterLab:
    """Saves a notebook just before the calls into the system with these numbers, as seen from the code under test."""

    def __init__(self, path, how, *numbers, dies_at=None):
        self.path, self.how, self.numbers, self.dies_at = path, how, numbers, dies_at
        self.calls, self.saved, self.writing = 0, b"", None

    def __enter__(self):
        sys.setprofile(self._called)
        return self

    def __exit__(self, *error):
        sys.setprofile(None)
        if self.writing:
            self.writing.write(self.saved)
            self.writing.close()

    def _called(self, frame, event, function):
        module = getattr(function, "__module__", None) or type(getattr(function, "__self__", None)).__module__
        if event != "c_call" or module not in ("posix", "nt", "io", "_io"):
            return
        if self.calls == self.dies_at:
            raise SystemExit("killed")
        if self.calls in self.numbers:
            self.saved = f"my answer at {self.calls}".encode()
            self.how(self)
        self.calls += 1

    def at_once(self):
        self.path.write_bytes(self.saved)

    def beside(self):
        self.path.with_suffix(".saving").write_bytes(self.saved)
        self.path.with_suffix(".saving").replace(self.path)

    def slowly(self):
        """Open the file, which empties it, and write when the code under test has come to its end."""
        self.writing = self.path.open("wb")


not_on_windows = pytest.mark.skipif(os.name == "nt", reason="Windows moves no file that is open: it says so")
ways = [
    JupyterLab.at_once,
    *(pytest.param(how, marks=not_on_windows) for how in (JupyterLab.beside, JupyterLab.slowly)),
]
NAMES = ("01_perceptron.ipynb", "01_perceptron (new version).ipynb", "01_perceptron (before reset).ipynb")


@pytest.fixture
def older(notebooks, monkeypatch):
    """Leave one small lesson, and return a function that makes a learner's folder with its first edition."""
    for path in notebooks.iterdir():
        path.unlink()
    lesson = notebooks / NAMES[0]
    monkeypatch.setattr(os, "fsync", lambda number: None)  # hundreds of them would take minutes

    def make(folder, name):
        lesson.write_bytes(b"first edition")
        ws.update(notebooks, folder)
        if name != NAMES[0]:
            (folder / NAMES[0]).write_bytes(b"my first answer")
        lesson.write_bytes(b"second edition")
        return folder

    return make


@pytest.mark.parametrize("how", ways)
@pytest.mark.parametrize(
    "command, name", [("update", NAMES[0]), ("update", NAMES[1]), ("reset", NAMES[0]), ("reset", NAMES[2])]
)
def test_a_save_at_any_moment_is_not_lost(notebooks, tmp_path, older, command, name, how):
    lesson = ["1"] if command == "reset" else []
    for first, then in ((first, then) for first in itertools.count() for then in range(2)):
        folder = older(tmp_path / f"{first} {then}", name)
        with JupyterLab(folder / name, how, first, first + then) as lab:
            getattr(ws, command)(notebooks, folder, *lesson)
        if not lab.saved:
            break
        ws.update(notebooks, folder)
        found = contents(folder)
        assert lab.saved in found.values(), f"the save before call {first} or {first + then} is lost: {list(found)}"
        assert name != NAMES[1] or b"my first answer" in found.values()
        assert not list(folder.glob("*.saving"))
        shutil.rmtree(folder)
    assert first > 20


@pytest.mark.parametrize("command", ["update", "reset"])
def test_killed_at_any_moment_with_a_save_before_nothing_is_lost(notebooks, tmp_path, older, command):
    lesson = ["1"] if command == "reset" else []
    for first, then in ((first, then) for first in itertools.count() for then in range(1, 8)):
        folder = older(tmp_path / f"{first} {then}", NAMES[0])
        lab = JupyterLab(folder / NAMES[0], JupyterLab.at_once, first, dies_at=first + then)
        with contextlib.suppress(SystemExit), lab:
            getattr(ws, command)(notebooks, folder, *lesson)
        if not lab.saved:
            break
        ws.update(notebooks, folder)
        assert lab.saved in contents(folder).values(), f"killed at {first + then}, the save at {first} is lost"
        shutil.rmtree(folder)
    assert first > 20


def test_a_save_during_an_update_stays_and_the_new_version_is_put_beside(notebooks, own, monkeypatch):
    new = release(notebooks, "second")
    monkeypatch.setattr(os, "fsync", lambda number: work_in(own / "01_perceptron.ipynb"))
    (sentence,) = ws.update(notebooks, own)
    assert "01_perceptron (new version).ipynb" in sentence
    assert b"my answer" in (own / "01_perceptron.ipynb").read_bytes()
    assert (own / "01_perceptron (new version).ipynb").read_bytes() == new
    assert set(contents(own)) == {*contents(notebooks), "01_perceptron (new version).ipynb"}


@pytest.fixture
def no_links(monkeypatch):
    def no_link(file, path):
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", no_link)


def test_a_disk_without_links_is_no_obstacle(notebooks, own, no_links):
    mine = work_in(own / "00_start_here.ipynb")
    new = release(notebooks, "second")
    assert ws.update(notebooks, own) == []
    assert (own / "01_perceptron.ipynb").read_bytes() == new
    ws.reset(notebooks, own, "0")
    assert contents(own) == {**contents(notebooks), "00_start_here (before reset).ipynb": mine}


def test_a_second_reset_on_a_disk_without_links_keeps_what_the_first_has_put_aside(notebooks, own, no_links):
    kept = {}
    for name in ("01_perceptron (before reset).ipynb", "01_perceptron (before reset 2).ipynb"):
        kept[name] = work_in(own / "01_perceptron.ipynb", f"in time it is {name}")
        ws.reset(notebooks, own, "1")
    assert contents(own) == {**contents(notebooks), **kept}


@pytest.fixture
def unmounted(own, tmp_path):
    """Make lesson 1 a link into the folder of a disk that is not connected."""
    path = own / "01_perceptron.ipynb"
    path.unlink()
    try:
        path.symlink_to(tmp_path / "disk" / path.name)
    except OSError:
        pytest.skip("this user may make no links")
    return path


def test_a_link_to_a_disk_that_is_not_connected_stays_and_is_named(notebooks, own, unmounted, tmp_path):
    release(notebooks, "second")
    (sentence,) = ws.update(notebooks, own)
    assert sentence.startswith("01_perceptron.ipynb is a link to ") and str(tmp_path / "disk") in sentence
    assert unmounted.is_symlink()
    assert not list(own.glob("*new version*"))
    unmounted.readlink().parent.mkdir()
    mine = work_in(unmounted.readlink())
    (sentence,) = ws.update(notebooks, own)
    assert sentence.startswith("You have changed 01_perceptron.ipynb")
    assert unmounted.read_bytes() == mine


def test_a_new_version_does_not_take_the_name_of_such_a_link(notebooks, own, unmounted):
    beside = own / "01_perceptron (new version).ipynb"
    unmounted.rename(beside)
    work_in(unmounted)
    new = release(notebooks, "second")
    ws.update(notebooks, own)
    assert beside.is_symlink()
    assert (own / "01_perceptron (new version 2).ipynb").read_bytes() == new


def test_a_reset_keeps_such_a_link(notebooks, own, unmounted):
    leads_to = unmounted.readlink()
    assert "01_perceptron (before reset).ipynb" in ws.reset(notebooks, own, "1")
    assert unmounted.read_bytes() == (notebooks / unmounted.name).read_bytes()
    assert (own / "01_perceptron (before reset).ipynb").readlink() == leads_to


@pytest.mark.parametrize("command", [["update"], ["reset", "1"]])
def test_with_a_full_disk_everything_stays_as_it_was(notebooks, own, monkeypatch, capsys, command):
    work_in(own / "01_perceptron.ipynb")
    release(notebooks, "second")
    before = contents(own)

    def no_space(number):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(started, "write_lab_settings", lambda prefix: None)
    monkeypatch.setattr(os, "fsync", no_space)
    name, *lesson = command
    assert started.main([name, str(notebooks), str(own), *lesson]) == 1
    assert capsys.readouterr().err.startswith("The disk is full.")
    assert contents(own) == before


@pytest.mark.parametrize("command", [["update"], ["reset", "1"]])
def test_in_a_read_only_folder_everything_stays_and_one_sentence_names_it(notebooks, own, command):
    work_in(own / "00_start_here.ipynb")
    work_in(own / "01_perceptron.ipynb")
    release(notebooks, "second")
    before = contents(own)
    name, *lesson = command
    program = [sys.executable, "-c", WITHOUT_LAB_SETTINGS, name, str(notebooks), str(own), *lesson]
    with read_only(own / ".course"), read_only(own):
        answer = run_as_bound_by_modes(program, cwd=ROOT)
    assert answer.returncode == 1
    assert answer.stderr.startswith(f"The notebooks cannot be copied to {own}: Permission denied")
    assert answer.stderr.count("\n") == 1
    assert contents(own) == before


def test_a_file_in_place_of_the_folder_is_named_in_one_sentence(notebooks, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(started, "write_lab_settings", lambda prefix: None)
    in_the_way = tmp_path / "my-course"
    in_the_way.write_text("a file", encoding="utf-8")
    assert started.main(["update", str(notebooks), str(in_the_way)]) == 1
    said = capsys.readouterr().err
    assert "cannot be copied" in said
    assert str(in_the_way) in said
    assert in_the_way.read_text(encoding="utf-8") == "a file"


def test_reset_gives_a_fresh_notebook_and_keeps_every_old_one(notebooks, own):
    first = work_in(own / "01_perceptron.ipynb", "first answer")
    assert "01_perceptron (before reset).ipynb" in ws.reset(notebooks, own, "1")
    second = work_in(own / "01_perceptron.ipynb", "second answer")
    assert "01_perceptron (before reset 2).ipynb" in ws.reset(notebooks, own, "01_perceptron")
    assert (own / "01_perceptron (before reset).ipynb").read_bytes() == first
    assert (own / "01_perceptron (before reset 2).ipynb").read_bytes() == second
    assert (own / "01_perceptron.ipynb").read_bytes() == (notebooks / "01_perceptron.ipynb").read_bytes()


def test_after_a_reset_the_notebook_is_untouched_again(notebooks, own):
    work_in(own / "01_perceptron.ipynb")
    ws.reset(notebooks, own, "01")
    new = release(notebooks, "second")
    assert ws.update(notebooks, own) == []
    assert (own / "01_perceptron.ipynb").read_bytes() == new


def test_after_a_reset_an_untouched_new_version_is_still_refreshed_by_the_next(notebooks, own):
    work_in(own / "01_perceptron.ipynb")
    release(notebooks, "second")
    ws.update(notebooks, own)
    ws.reset(notebooks, own, "1")
    work_in(own / "01_perceptron.ipynb")
    third = release(notebooks, "third")
    ws.update(notebooks, own)
    assert (own / "01_perceptron (new version).ipynb").read_bytes() == third
    assert not list(own.glob("*(new version 2)*"))


def test_reset_of_an_untouched_notebook_changes_nothing(notebooks, own):
    before = contents(own)
    assert "already" in ws.reset(notebooks, own, "1")
    assert contents(own) == before


def test_reset_of_an_unknown_lesson_names_the_lessons(notebooks, own):
    with pytest.raises(ValueError, match=r"No lesson is called 7\. The lessons are: 00_start_here, 01_perceptron"):
        ws.reset(notebooks, own, "7")


def test_reset_of_no_lesson_is_not_lesson_0(notebooks, own):
    mine = work_in(own / "00_start_here.ipynb")
    with pytest.raises(ValueError, match=r"Say which lesson\. The lessons are: 00_start_here, 01_perceptron"):
        ws.reset(notebooks, own, "")
    assert (own / "00_start_here.ipynb").read_bytes() == mine


def test_a_file_or_a_package_that_hides_a_module_is_named_and_a_plain_folder_is_not(tmp_path):
    (tmp_path / "secrets.py").touch()
    (tmp_path / "my_own.py").touch()
    for name in ("random", "json", "numpy", "tornado", "mine"):
        (tmp_path / name).mkdir()
    for name in ("random", "numpy", "mine"):
        (tmp_path / name / "__init__.py").touch()
    assert [sentence.split()[0] for sentence in hidden_modules(tmp_path)] == ["numpy", "random", "secrets.py"]


def test_a_file_hides_nothing_from_itself_though_a_link_leads_to_its_folder(tmp_path, monkeypatch):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "my_own_helpers.py").touch()
    try:
        (tmp_path / "link").symlink_to(tmp_path / "mine")
    except OSError:
        pytest.skip("this user may make no links")
    for name in ("mine", "link"):
        monkeypatch.syspath_prepend(tmp_path / name)
    assert hidden_modules(tmp_path / "link") == []


def test_a_version_before_a_release_will_do_and_one_that_is_too_old_is_named(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(metadata, "requires", lambda name: ["numpy>=2.5"])
    monkeypatch.setattr(metadata, "version", lambda name: "2.6rc1")
    assert environment_report() == "Everything that the course needs is here."
    monkeypatch.setattr(metadata, "version", lambda name: "2.4")
    assert environment_report().startswith("numpy is version 2.4, and the course needs >=2.5.\nClose JupyterLab")


@pytest.mark.skipif(os.name == "nt", reason="Windows deletes no folder that somebody is in")
def test_in_a_folder_that_is_gone_the_packages_are_looked_at_all_the_same(monkeypatch, tmp_path):
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    monkeypatch.setattr(metadata, "requires", lambda name: [])
    assert environment_report() == "Everything that the course needs is here."


def test_the_settings_of_jupyterlab_are_ones_that_it_knows(tmp_path):
    ws.write_lab_settings(tmp_path)
    share = Path(sys.prefix, "share", "jupyter")
    own_schemas = share / "labextensions" / "@jupyter-widgets" / "jupyterlab-manager" / "schemas"
    written = json.loads((tmp_path / "share/jupyter/lab/settings/overrides.json").read_bytes())
    assert len(written) == 4
    assert "keep_widgets" in (tmp_path / "etc/jupyter/jupyter_server_config.json").read_text(encoding="utf-8")
    for plugin, settings in written.items():
        package, name = plugin.split(":")
        schemas = share / "lab" / "schemas" if package.startswith("@jupyterlab/") else own_schemas
        properties = json.loads((schemas / package / f"{name}.json").read_bytes())["properties"]
        for key, value in settings.items():
            allowed = [choice["const"] for choice in properties[key].get("oneOf", [])] or [True, False]
            assert value in allowed or properties[key]["type"] == "object"  # then a test in JupyterLab looks at it
            assert value != properties[key]["default"]


def test_settings_of_an_older_course_are_replaced(tmp_path):
    ws.write_lab_settings(tmp_path)
    files = {path: path.read_bytes() for path in tmp_path.rglob("*.json")}
    for path in files:
        path.write_bytes(b"{}")
    ws.write_lab_settings(tmp_path)
    assert len(files) == 2 and {path: path.read_bytes() for path in files} == files


def test_settings_written_by_several_processes_at_once_are_whole(tmp_path):
    code = (
        "import sys; from pathlib import Path; from course_lib.workspace.copies import write_lab_settings\n"
        "for i in range(100): write_lab_settings(Path(sys.argv[1]) / str(i))"
    )
    started = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path)]) for _ in range(4)]
    assert [each.wait(60) for each in started] == [0, 0, 0, 0]
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {path.suffix for path in files} == {".json"}
    assert all(json.loads(path.read_text(encoding="utf-8")) for path in files)


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b'{"a": []}', b'{"a": {"b": [1]}}', b'{"a": {"b": null}}', b'{"\\ud800": {}}', b"\xff"],
)
def test_a_damaged_manifest_counts_as_missing(notebooks, own, content):
    work_in(own / "01_perceptron.ipynb", "mine")
    (own / ".course" / "manifest.json").write_bytes(content)
    news = ws.update(notebooks, own)
    assert [sentence.split(",")[0] for sentence in news] == ["You have changed 01_perceptron.ipynb"]
    assert "mine" in (own / "01_perceptron.ipynb").read_text(encoding="utf-8")
    assert ws.update(notebooks, own) == []


def test_a_folder_that_nobody_may_look_into_hides_no_module(tmp_path, monkeypatch):
    (tmp_path / "lost+found").mkdir()
    looked = Path.is_file

    def refused(path):
        if path.parent.name == "lost+found":
            raise PermissionError(13, "Permission denied", str(path))
        return looked(path)

    monkeypatch.setattr(Path, "is_file", refused)
    assert hidden_modules(tmp_path) == []
