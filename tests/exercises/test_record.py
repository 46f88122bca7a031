"""A learner's progress: kept in the workspace, never lost, never fatal."""

import errno
import json
import os
import subprocess
import sys
import threading

import pytest

from course_lib.exercises import perceptron as check
from course_lib.exercises import start_here
from course_lib.workspace import record

# With patience for the slowest machine: a process that gives up on the lock leaves its mark out.
MARK = """
import sys
from course_lib.workspace import record

record.PATIENCE = 300
for name in sys.argv[1:]:
    record.mark("start_here", name)
"""


def test_without_a_workspace_nothing_is_written(tmp_path):
    record.mark("perceptron", "step")
    assert record.folder() is None
    assert record.done() == {}
    assert not list(tmp_path.iterdir())


def test_a_passed_exercise_is_remembered_and_a_wrong_one_is_not(workspace):
    check.step(lambda z: z)
    check.step(...)
    assert record.done() == {}
    check.step(check.step.reference)
    check.score_by_hand(3)
    assert record.done() == {"perceptron": {"step", "score_by_hand"}}


def test_the_file_has_a_version_and_sorted_names(workspace):
    for name in ("b", "a", "b"):
        record.mark("perceptron", name)
    content = json.loads((workspace / "progress.json").read_text(encoding="utf-8"))
    assert content == {"version": 1, "done": {"perceptron": ["a", "b"]}}
    there = {file.name for file in workspace.iterdir()}
    assert there - {"progress.lock"} == {"progress.json"}  # some versions of filelock take their file away


def test_the_workspace_is_found_from_a_folder_inside(workspace, monkeypatch, tmp_path):
    inside = tmp_path / "notes" / "deeper"
    inside.mkdir(parents=True)
    monkeypatch.chdir(inside)
    record.mark("perceptron", "step")
    assert record.done() == {"perceptron": {"step"}}


def test_the_solved_edition_marks_nothing(workspace, monkeypatch, tmp_path):
    solutions = tmp_path / "solutions"
    solutions.mkdir()
    monkeypatch.chdir(solutions)
    assert check.step(check.step.reference).passed
    assert record.done() == {}


DAMAGED = {
    "half a file": b'{"version": 1, "done": {"percep',
    "empty": b"",
    "not text": b"\xff\xfe\x00",
    "a list": b"[1, 2]",
    "no version": b'{"done": {}}',
    "another version": b'{"version": 99, "done": {}}',
    "names that are none": b'{"version": 1, "done": {"perceptron": 7}}',
    "done is a list": b'{"version": 1, "done": []}',
    "far too deep": b"[" * 100_000,
}


@pytest.mark.parametrize("kind", DAMAGED)
def test_a_damaged_file_is_set_aside_and_a_fresh_one_begun(workspace, kind):
    file = workspace / "progress.json"
    file.write_bytes(DAMAGED[kind])
    assert record.done() == {}
    record.mark("perceptron", "step")
    assert record.done() == {"perceptron": {"step"}}
    assert (workspace / "progress.damaged-1.json").read_bytes() == DAMAGED[kind]
    file.write_bytes(DAMAGED[kind])
    record.mark("perceptron", "score")
    assert (workspace / "progress.damaged-1.json").read_bytes() == DAMAGED[kind]
    assert (workspace / "progress.damaged-2.json").read_bytes() == DAMAGED[kind]


def test_a_damaged_file_is_named_once_in_the_feedback_and_before_that_on_the_map(workspace):
    (workspace / "progress.json").write_bytes(b"")
    assert "cannot be read" in record.trouble() and str(workspace) in record.trouble()
    said = repr(check.step(check.step.reference))
    assert "progress.damaged-1.json" in said
    assert record.trouble() == ""
    assert "progress" not in repr(check.step(check.step.reference))


def test_a_folder_in_the_place_of_the_file_is_set_aside_like_a_damaged_one(workspace):
    (workspace / "progress.json").mkdir()
    (workspace / "progress.json" / "inside").touch()
    assert record.done() == {}
    assert "cannot be read" in record.trouble()
    assert "progress.damaged-1.json" in repr(check.step(check.step.reference))
    assert record.done() == {"perceptron": {"step"}}
    assert (workspace / "progress.damaged-1.json" / "inside").exists()


def test_two_windows_at_once_lose_nothing(workspace, tmp_path):
    """Eight processes, each marking twenty things, as fast as they can."""
    names = [[f"exercise_{process}_{i}" for i in range(20)] for process in range(8)]
    running = [subprocess.Popen([sys.executable, "-c", MARK, *some], cwd=tmp_path) for some in names]
    assert [process.wait(300) for process in running] == [0] * 8
    assert record.done() == {"start_here": {name for some in names for name in some}}
    assert not list(workspace.glob("*.writing"))
    assert not list(workspace.glob("*damaged*"))


def test_a_mark_waits_for_the_lock_and_keeps_what_was_written_meanwhile(workspace, monkeypatch):
    waiting = threading.Event()

    class SaysThatItWaits(record.FileLock):
        def _acquire(self):
            super()._acquire()
            if not self.is_locked:
                waiting.set()

    monkeypatch.setattr(record, "PATIENCE", 300)
    with record.alone(workspace / "progress.lock"):
        monkeypatch.setattr(record, "FileLock", SaysThatItWaits)
        other = threading.Thread(target=record.mark, args=("perceptron", "step"))
        other.start()
        assert waiting.wait(60)
        assert record.done() == {}
        record._write(workspace / "progress.json", {"perceptron": {"score"}})
    other.join(60)
    assert record.done() == {"perceptron": {"score", "step"}}


def test_a_lock_that_is_held_for_ever_stops_neither_the_lesson_nor_whoever_holds_it(workspace, monkeypatch):
    record.mark("perceptron", "score")
    before = (workspace / "progress.json").read_bytes()
    monkeypatch.setattr(record, "PATIENCE", 0.1)
    with record.alone(workspace / "progress.lock"):
        (workspace / "progress.abc.writing").touch()
        assert check.step(check.step.reference).passed
        assert (workspace / "progress.json").read_bytes() == before
        assert (workspace / "progress.abc.writing").exists(), "whoever has the lock is writing it"
    assert check.step(check.step.reference).passed
    assert record.done() == {"perceptron": {"score", "step"}}


@pytest.mark.skipif(sys.platform == "win32", reason="the call that fails here is that of Linux and macOS")
def test_a_disk_without_locks_remembers_all_the_same(workspace, monkeypatch):
    import fcntl

    def unknown(*args):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", unknown)
    monkeypatch.setattr(record.time, "sleep", lambda seconds: pytest.fail("it waits for nobody"))
    record.mark("perceptron", "step")
    assert record.done() == {"perceptron": {"step"}}


def test_a_full_disk_keeps_the_old_file(workspace, monkeypatch):
    record.mark("perceptron", "step")

    def full(*args, **named):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(record.json, "dump", full)
    assert check.score_by_hand(3).passed
    assert record.done() == {"perceptron": {"step"}}
    assert not list(workspace.glob("*.writing"))


@pytest.mark.skipif(sys.platform == "win32", reason="folders have no write bit on Windows")
def test_a_folder_that_cannot_be_written_does_not_stop_the_lesson(workspace, monkeypatch):
    workspace.chmod(0o555)
    try:
        if os.access(workspace, os.W_OK):  # root may write everywhere

            def refuse(*args, **named):
                raise PermissionError(13, "Permission denied")

            monkeypatch.setattr(record.os, "open", refuse)
        answer = check.step(check.step.reference)
        assert answer.passed and "Permission denied" in repr(answer)
        assert record.done() == {}
    finally:
        workspace.chmod(0o755)


@pytest.mark.parametrize("name", ["progress.json", "progress.lock"])
def test_what_cannot_be_remembered_is_said_once_in_the_feedback_and_on_the_map_until_it_works(
    workspace, monkeypatch, name
):
    """A folder that cannot be moved, such as a disk mounted there, in the place of a file."""
    (workspace / name).mkdir()
    monkeypatch.setattr(record, "PATIENCE", 0.1)

    def busy(path, other):
        raise OSError(errno.EBUSY, "Device or resource busy")

    with monkeypatch.context() as patched:
        patched.setattr(record.Path, "replace", busy)
        guess = start_here.first_guess()
        guess.chosen = "a"
        first, second = (check.step(check.step.reference) for _ in range(2))
    assert first.passed and second.passed
    assert f"not remembered in {workspace / 'progress.json'}: " in repr(first)
    assert "remembered" not in repr(second)
    assert record.trouble() in repr(first)
    assert record.done() == {}
    (workspace / name).rmdir()
    assert check.step(check.step.reference).passed
    assert record.trouble() == ""


def test_a_window_that_waits_in_vain_says_so(workspace, monkeypatch):
    monkeypatch.setattr(record, "PATIENCE", 0.1)
    with record.alone(workspace / "progress.lock"):
        said = repr(check.step(check.step.reference))
    assert "another window" in said and "run the checks again" in said
    assert record.trouble() != ""
    assert check.step(check.step.reference).passed
    assert record.trouble() == ""


def test_what_a_killed_window_was_writing_goes_with_the_next_mark(workspace):
    left = workspace / "progress.abc.writing"
    left.write_text("{", encoding="utf-8")
    record.mark("perceptron", "step")
    assert not left.exists()
    assert record.done() == {"perceptron": {"step"}}


@pytest.mark.skipif(sys.platform == "win32", reason="the call that fails here is that of Linux and macOS")
def test_without_locks_what_another_window_may_be_writing_stays(workspace, monkeypatch):
    import fcntl

    def unknown(*args):
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", unknown)
    others = workspace / "progress.abc.writing"
    others.write_text("{", encoding="utf-8")
    record.mark("perceptron", "step")
    assert others.exists()
    assert record.done() == {"perceptron": {"step"}}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such file")
def test_a_pipe_in_the_place_of_the_file_does_not_hang_the_lesson(workspace):
    os.mkfifo(workspace / "progress.json")
    assert record.done() == {}
    assert check.step(check.step.reference).passed
    assert record.done() == {"perceptron": {"step"}}


def test_a_link_to_a_disk_that_is_not_connected_is_set_aside_and_not_written_over(workspace, tmp_path):
    try:
        (workspace / "progress.json").symlink_to(tmp_path / "disk" / "progress.json")
    except OSError:
        pytest.skip("this user may make no links")
    assert "progress.damaged-1.json" in record.mark("perceptron", "step")
    assert record.done() == {"perceptron": {"step"}}
    assert (workspace / "progress.damaged-1.json").is_symlink()


def test_what_is_remembered_is_on_the_disk_before_it_gets_its_name(workspace, monkeypatch):
    done = []
    monkeypatch.setattr(record.os, "fsync", lambda handle: done.append("on the disk"))
    monkeypatch.setattr(record, "_replace", lambda beside, file: done.append("renamed"))
    record.mark("perceptron", "step")
    assert done == ["on the disk", "renamed"]


def test_a_prediction_counts_once_committed_and_a_recall_once_right(workspace):
    guess, recall = start_here.first_guess(), start_here.recall_brain()
    guess.chosen = "a"
    recall.chosen = "b"
    assert record.done() == {"start_here": {"first_guess"}}
    recall.chosen = start_here.recall_brain.right
    assert record.done() == {"start_here": {"first_guess", "recall_brain"}}


def test_a_choice_shown_by_the_solved_edition_marks_nothing(workspace):
    start_here.first_guess(choice="b")
    assert record.done() == {}
