"""run.py as a newcomer meets it: what it starts, and what it says when something stands in the way."""

import ast
import contextlib
import errno
import importlib.util
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from small_course import BACKEND, ROOT, read_only, run_as_bound_by_modes, write_notebook

POSIX = os.name == "posix"

PYTEST = f"pytest -n{min(os.cpu_count() + 1, 4)} --dist=loadfile --no-loadscope-reorder"


def load():
    spec = importlib.util.spec_from_file_location("run", ROOT / "run.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def assert_one_sentence(answer, *words):
    assert answer.returncode == 1
    assert "Traceback" not in answer.stdout + answer.stderr
    for word in words:
        assert word in answer.stderr


def test_the_first_start_installs_copies_and_opens_jupyterlab(started):
    assert started.first.returncode == 0, started.first.stderr
    assert "Installing the packages" in started.first.stdout
    called = re.search("CALLED jupyterlab (.*) IN my-course", started.first.stdout)[1]
    assert "/lab/tree/00_start_here.ipynb" in called
    assert "--no-browser" in called
    assert "--port=8901" in called
    assert called.endswith("--ServerApp.shutdown_no_activity_timeout=9")
    assert (started.workspace / "00_start_here.ipynb").exists()
    assert list((started.folder / ".venv").glob("share/jupyter/lab/settings/overrides.json"))


def test_jupyterlab_keeps_its_token_and_stays_on_this_machine(started):
    called = started.start("--no-browser").stdout
    assert "--ServerApp.ip=127.0.0.1" in called
    assert "token" not in called
    assert "password" not in called


def test_root_is_told_that_jupyterlab_runs_as_root_and_others_are_not(started):
    root = "run.os.geteuid = lambda: 0"
    answer = started.start(changed=root)
    assert "You are root" in answer.stdout
    assert answer.stdout.count("--allow-root") == 1
    assert "You are root" not in started.start("--", "--allow-root", changed=root).stdout
    answer = started.start(changed="run.os.geteuid = lambda: 1000")
    assert "CALLED jupyterlab" in answer.stdout
    assert "root" not in answer.stdout.replace(str(started.folder), "")


def test_the_second_start_installs_nothing_and_takes_under_five_seconds(started, tmp_path):
    def seconds():
        begin = time.perf_counter()
        answer = started.start(cwd=tmp_path)
        assert "Installing" not in answer.stdout
        assert "CALLED jupyterlab" in answer.stdout
        return time.perf_counter() - begin

    # A busy machine can only delay a start: one fast one shows what it takes.
    assert any(seconds() < 5 for _ in range(5))


@pytest.mark.parametrize(
    "arguments, called",
    [
        (["test"], f"{PYTEST} tests IN"),
        (["test", "math", "house"], f"{PYTEST} tests/math tests/house IN"),
        (["test", "math", "--", "-k", "step"], f"{PYTEST} tests/math -k step IN"),
        (["test", "7"], f"{PYTEST} --lesson=7 tests IN"),
        (["test", "browser", "3", "12"], f"{PYTEST} --lesson=3 --lesson=12 tests/browser IN"),
        (["build"], "authoring build IN"),
        (["build", "1", "--all"], "authoring build 1 --all IN"),
        (["site"], "authoring site IN"),
        (["pdf", "7"], "authoring pdf 7 IN"),
        (["bench"], "benchmarks IN"),
    ],
)
def test_each_command_starts_its_program(started, arguments, called):
    answer = started.start(*arguments)
    assert answer.returncode == 0
    assert f"CALLED {called}" in answer.stdout


def test_a_table_of_grades_is_alone_on_the_standard_output(quick, tmp_path):
    answer = quick.start("collect", "handed-in", cwd=tmp_path)
    assert answer.stdout == f"CALLED authoring.collect {tmp_path / 'handed-in'} IN {quick.folder.name}\n"
    assert "Installing the packages" in answer.stderr
    assert (
        f"CALLED authoring.nbgrader {tmp_path / 'course'} IN" in quick.start("nbgrader", "course", cwd=tmp_path).stdout
    )


def test_the_exit_code_of_a_program_comes_through(started):
    fails = started.folder / "stand-ins" / "benchmarks" / "__main__.py"
    fails.write_text("raise SystemExit(3)", encoding="utf-8")
    assert started.start("bench").returncode == 3


@pytest.mark.skipif(not POSIX, reason="on Windows no signal ends a program")
def test_a_program_that_a_signal_has_ended_has_the_exit_code_that_a_shell_gives_it(started):
    ends = started.folder / "stand-ins" / "benchmarks" / "__main__.py"
    ends.write_text("import os, signal\nos.kill(os.getpid(), signal.SIGTERM)\n", encoding="utf-8")
    assert started.start("bench").returncode == 128 + signal.SIGTERM


# As JupyterLab does, which asks at the first Ctrl-C whether to stop.
ASKS = """import pathlib, signal, sys, time

signal.signal(signal.SIGINT, lambda number, frame: print("really?", flush=True))
print("ready", flush=True)
while not pathlib.Path("yes").exists():
    time.sleep(0.01)
sys.exit(3)
"""


@pytest.mark.skipif(not POSIX, reason="Ctrl-C cannot be sent to one program alone on Windows")
def test_ctrl_c_leaves_it_to_the_program_whether_to_stop(interruptible, started):
    (started.folder / "stand-ins" / "benchmarks" / "__main__.py").write_text(ASKS, encoding="utf-8")
    yes = started.folder / "yes"
    try:
        with start_in_background(started, "bench") as process:
            wait_for_line(process, "ready")
            os.killpg(process.pid, signal.SIGINT)
            wait_for_line(process, "really?")
            yes.touch()
            said = process.stdout.read()
        assert (process.returncode, said) == (3, "")
    finally:
        yes.unlink(missing_ok=True)


# The system tells of the program's end, and at that moment the signal comes.
TOLD_AND_INTERRUPTED = """
import os, signal
waitpid = os.waitpid
def told(*arguments):
    ended = waitpid(*arguments)
    if run.started and ended[0]:
        os.kill(os.getpid(), signal.SIGINT)
    return ended
def start(*arguments, **options):
    run.started = "benchmarks" in arguments[0]
    return popen(*arguments, **options)
popen, run.subprocess.Popen, run.started, os.waitpid = run.subprocess.Popen, start, False, told
"""


@pytest.mark.skipif(not POSIX, reason="Ctrl-C cannot be sent to one program alone on Windows")
def test_ctrl_c_at_the_moment_when_a_program_ends_leaves_its_exit_code(started):
    fails = started.folder / "stand-ins" / "benchmarks" / "__main__.py"
    fails.write_text("raise SystemExit(3)", encoding="utf-8")
    assert started.start("bench", changed=TOLD_AND_INTERRUPTED).returncode == 3


@pytest.mark.parametrize(
    "arguments", ["dance", "test maths", "--port many", "test --lowest --newest", "reset", "site -- 7"]
)
def test_a_wrong_command_shows_the_right_ones(course, arguments):
    answer = course.start(*arguments.split())
    assert answer.returncode == 2
    assert "python run.py test [LAYER... | LESSON...]" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_reset_puts_a_fresh_lesson_and_keeps_the_old_one(started):
    write_notebook(started.workspace / "00_start_here.ipynb", "mine")
    answer = started.start("reset", "0")
    assert answer.returncode == 0
    assert "00_start_here (before reset).ipynb" in answer.stdout
    assert "mine" in (started.workspace / "00_start_here (before reset).ipynb").read_text(encoding="utf-8")
    assert "No lesson is called 77" in started.start("reset", "77").stderr


def test_an_old_python_reads_the_file_and_is_told_what_to_do(course):
    ast.parse((ROOT / "run.py").read_text(encoding="utf-8"), feature_version=(3, 6))
    answer = course.start(changed="sys.version_info = (3, 9, 18)")
    assert_one_sentence(answer, "needs Python 3.11 or newer, and this is Python 3.9")
    assert not (course.folder / ".venv").exists()


def test_an_old_python_hears_of_a_newer_one_or_where_to_get_it(monkeypatch):
    run = load()
    monkeypatch.setattr(run.shutil, "which", lambda name: None)
    assert "https://www.python.org/downloads/" in run.too_old()
    monkeypatch.setattr(run.shutil, "which", lambda name: name if name == "python3.12" else None)
    assert "python3.12 run.py" in run.too_old()


@pytest.mark.parametrize("missing", ["venv", "ensurepip"])
def test_without_the_venv_module_debians_package_is_named(course, missing):
    changed = (
        f"find = run.importlib.util.find_spec\nrun.importlib.util.find_spec = lambda n: n != {missing!r} and find(n)"
    )
    answer = course.start(changed=changed)
    assert_one_sentence(answer, "apt install python{}.{}-venv".format(*sys.version_info))


@pytest.fixture
def asking(course):
    """Return a course that asks for a package which nobody has, in an environment that is there already."""
    (course.folder / "requirements.txt").write_text("nothing-of-this-name==1.0\n", encoding="utf-8")
    course.changed = "run.python_of = lambda environment: run.Path(sys.executable)\nrun.make = lambda environment: None"
    return course


def test_without_a_network_the_newcomer_is_told_to_connect(asking):
    answer = asking.start(changed=asking.changed, PIP_INDEX_URL="http://127.0.0.1:9/simple", PIP_RETRIES="1")
    assert_one_sentence(answer, "Connect to the internet")


def test_a_package_that_is_not_to_be_had_shows_what_pip_said(asking):
    answer = asking.start(changed=asking.changed, PIP_NO_INDEX="1")
    assert_one_sentence(answer, "No matching distribution found for nothing-of-this-name", "Python 3.11, 3.12 and 3.13")


@pytest.mark.parametrize(
    "output, words",
    [
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "The disk is full"),
        ("OSError: [Errno 28] Kein Speicherplatz mehr auf dem Gerät", "The disk is full"),
        ("[WinError 112] There is not enough space on the disk: 'C:\\\\course'", "The disk is full"),
        ("PermissionError: [Errno 13] Permission denied: '.venv'", "cannot be written"),
        ("OSError: [Errno 30] Read-only file system", "cannot be written"),
        ("[WinError 5] Access is denied", "cannot be written"),
        ("WARNING: Retrying (Retry(total=4, connect=None)) after connection broken", "Connect to the internet"),
        ("SSLError(SSLCertVerificationError(1, 'certificate verify failed'))", "Connect to the internet"),
        ("WARNING: Retrying after connection broken\nOSError: [Errno 28] No space left on device", "The disk is full"),
        ("ERROR: something else", "tested with Python 3.11, 3.12 and 3.13"),
    ],
)
def test_known_troubles_have_a_sentence_each(output, words):
    said = load().failure(output.splitlines())
    assert words in said
    assert output.splitlines()[-1] in said


def test_a_folder_that_cannot_be_written_is_named(course):
    with read_only(course.folder):
        answer = run_as_bound_by_modes(course.command(), env=course.surroundings())
    assert_one_sentence(answer, f"The folder {course.folder} cannot be written")


def test_an_install_that_was_killed_is_mended_by_the_next_start(quick):
    # pip is killed while it builds the package: what was installed until then is on the disk.
    backend = quick.folder / "backend.py"
    backend.write_text("import time\ntime.sleep(100)\n", encoding="utf-8")
    with start_in_background(quick) as process:
        wait_for_line(process, "Installing the course.")
        kill(process)
    half = next((quick.folder / ".venv").rglob("pip/__init__.py")).with_name("half_written.py")
    half.touch()
    backend.write_text(BACKEND, encoding="utf-8")
    answer = quick.start()
    assert "CALLED jupyterlab" in answer.stdout, answer.stderr
    assert not half.exists()
    assert (quick.folder / ".venv" / "course.stamp").read_text(encoding="utf-8")


@pytest.mark.skipif(not POSIX, reason="Ctrl-C cannot be sent to one program alone on Windows")
def test_ctrl_c_during_the_install_stops_it_in_one_sentence(interruptible, asking):
    # An address that takes the call and never answers.
    with socket.create_server(("127.0.0.1", 0)) as silent:
        index = f"http://127.0.0.1:{silent.getsockname()[1]}/simple"
        with start_in_background(asking, changed=asking.changed, PIP_INDEX_URL=index) as process:
            wait_for_line(process, "Installing the packages")
            silent.accept()
            os.killpg(process.pid, signal.SIGINT)
            said = process.stdout.read()
    assert process.returncode == 130
    assert "The next start repairs" in said
    assert "Traceback" not in said


DAMAGES = ["no python", "a python that does not run", "an unfinished stamp", "a damaged stamp", "moved"]


@pytest.mark.parametrize("damage", DAMAGES)
def test_an_environment_of_the_courses_that_is_not_whole_is_made_anew(course, damage):
    environment = course.folder / ".venv"
    python = load().python_of(environment)
    python.parent.mkdir(parents=True)
    stamp = "import run\nprint(run.made_from(run.HOME / '.venv', 'tested'), end='')"
    stamp = subprocess.check_output([sys.executable, "-c", stamp], cwd=course.folder, encoding="utf-8")
    (environment / "course.stamp").write_text(stamp, encoding="utf-8", newline="\n")
    shows = "run.make = lambda environment: sys.exit(f'{environment.name} is made anew')"
    runs = f"{shows}\nrun.version_of = lambda python: sys.version_info[:2]"
    if damage == "no python":
        answer = course.start("bench", changed=shows)
    elif damage == "a python that does not run":
        python.write_text("not a program", encoding="utf-8")
        python.chmod(0o755)
        answer = course.start("bench", changed=shows)
    elif damage == "an unfinished stamp":
        (environment / "course.stamp").write_text("", encoding="utf-8")
        answer = course.start("bench", changed=runs)
    elif damage == "a damaged stamp":
        (environment / "course.stamp").write_bytes(b"\xff\x00")
        answer = course.start("bench", changed=runs)
    else:
        (environment / "course.stamp").write_text("elsewhere\n" + stamp.split("\n", 1)[1], encoding="utf-8")
        answer = course.start("bench", changed=runs)
    assert answer.stderr == ".venv is made anew\n"


@pytest.mark.skipif(not POSIX, reason="Windows lets few users make links")
def test_a_link_in_an_environment_that_is_made_anew_goes_and_what_it_leads_to_stays(tmp_path, monkeypatch, capsys):
    run, environment, mine = load(), tmp_path / ".venv", tmp_path / "mine"
    for folder in (environment, environment / "lib", mine):
        folder.mkdir()
    (environment / "lib64").symlink_to(mine)
    for file in (environment / "course.stamp", environment / "lib" / "old.py", mine / "work.txt"):
        file.touch()
    monkeypatch.setattr(run.subprocess, "run", lambda command, **how: subprocess.CompletedProcess(command, 0))
    run.make(environment)
    assert [path.name for path in environment.iterdir()] == ["course.stamp"]
    assert (mine / "work.txt").exists()


def test_an_environment_that_the_course_did_not_make_is_left_alone(quick):
    theirs = quick.folder / ".venv"
    python = load().python_of(theirs)
    python.parent.mkdir(parents=True)
    python.write_text("not the course's", encoding="utf-8")
    answer = quick.start("bench")
    assert "CALLED benchmarks" in answer.stdout, answer.stderr
    assert [path for path in theirs.rglob("*") if path.is_file()] == [python]
    assert (quick.folder / ".venv-{}.{}".format(*sys.version_info) / "course.stamp").exists()


def test_where_both_names_are_taken_one_sentence_says_so(course):
    names = [".venv", ".venv-{}.{}".format(*sys.version_info)]
    for name in names:
        (course.folder / name).mkdir()
        (course.folder / name / "theirs").touch()
    answer = course.start("bench")
    assert_one_sentence(answer, f"The folder {names[1]} was not made by the course", "Rename it and start again")
    assert [path.name for name in names for path in (course.folder / name).iterdir()] == ["theirs", "theirs"]


def test_an_environment_that_is_deleted_midway_still_counts_as_the_courses(course, monkeypatch):
    run = load()
    environment = course.folder / ".venv"
    (environment / "lib").mkdir(parents=True)
    (environment / "course.stamp").touch()
    monkeypatch.setattr(run.shutil, "rmtree", lambda path: sys.exit("killed"))
    with pytest.raises(SystemExit, match="killed"):
        run.make(environment)
    assert (environment / "course.stamp").exists()
    monkeypatch.undo()
    (environment / "another file").touch()
    quick = [sys.executable, "-m", "venv", "--without-pip", str(environment)]
    monkeypatch.setattr(run.subprocess, "run", lambda command, run=run.subprocess.run, **how: run(quick, **how))
    run.make(environment)
    monkeypatch.undo()
    assert run.version_of(run.python_of(environment)) == sys.version_info[:2]
    assert not (environment / "another file").exists()


def test_another_python_gets_an_environment_of_its_own(monkeypatch, tmp_path):
    run = load()
    monkeypatch.setattr(run, "HOME", tmp_path)
    monkeypatch.setattr(run, "version_of", lambda python: (3, 2) if ".venv" in python.parts else None)
    assert run.environment_of("tested").name == ".venv-{}.{}".format(*sys.version_info)
    assert run.environment_of("lowest").name == ".venv-lowest"


def test_a_moved_folder_and_changed_requirements_are_noticed(monkeypatch, tmp_path):
    run = load()
    monkeypatch.setattr(run, "HOME", tmp_path)
    for name in ("requirements.txt", "pyproject.toml"):
        (tmp_path / name).write_text("numpy\n", encoding="utf-8")
    before = run.made_from(tmp_path / ".venv", "tested")
    assert run.made_from(tmp_path / "elsewhere" / ".venv", "tested") != before
    (tmp_path / "requirements.txt").write_text("numpy==2\n", encoding="utf-8")
    assert run.made_from(tmp_path / ".venv", "tested") != before


def test_the_lowest_versions_are_those_that_the_package_admits(monkeypatch):
    lowest, newest = load().packages("lowest"), load().packages("newest")
    assert any(one.startswith("numpy==") for one in lowest)
    assert any(one.startswith("jupyterlab==") for one in lowest)
    assert not [one for one in lowest if ">" in one or "<" in one]
    assert any(one.startswith("numpy>=") for one in newest)


def test_pytorch_is_installed_only_where_somebody_asks_for_it():
    packages = load().packages
    assert not [one for versions in ("lowest", "newest") for one in packages(versions) if "torch" in one]
    assert re.fullmatch(r"torch==[\d.]+", packages("parity")[-1])


def test_a_start_waits_while_another_is_at_work(started, monkeypatch):
    run = load()
    monkeypatch.setattr(run, "HOME", started.folder)
    with run.alone():
        process = start_in_background(started)
        wait_for_line(process, "Another start is still running here")
        assert process.poll() is None
    said = process.communicate(timeout=30)[0]
    assert "CALLED jupyterlab" in said


@pytest.mark.skipif(not POSIX, reason="Windows has locks on every disk")
@pytest.mark.parametrize("number", [errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP, errno.EIO])
def test_a_disk_that_knows_no_locks_does_not_stop_a_start(monkeypatch, tmp_path, number):
    def flock(file, how):
        raise OSError(number, os.strerror(number))

    run = load()
    monkeypatch.setattr(run, "HOME", tmp_path)
    monkeypatch.setattr("fcntl.flock", flock)
    with contextlib.ExitStack() as stack:
        if number == errno.EIO:  # that is another trouble
            stack.enter_context(pytest.raises(OSError, match=os.strerror(number)))
        stack.enter_context(run.alone())


def test_two_starts_at_once_lose_nothing(started):
    own = started.workspace / "00_start_here.ipynb"
    write_notebook(own, "mine")
    write_notebook(started.notebooks / "00_start_here.ipynb", "second edition")
    processes = [start_in_background(started) for _ in range(2)]
    answers = [process.communicate(timeout=60)[0] for process in processes]
    assert all("CALLED jupyterlab" in answer for answer in answers)
    assert sum("You have changed 00_start_here.ipynb" in answer for answer in answers) == 1
    assert "mine" in own.read_text(encoding="utf-8")
    beside = [path.name for path in started.workspace.glob("*new version*")]
    assert beside == ["00_start_here (new version).ipynb"]


MAC_CHROME = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")


@pytest.mark.skipif(not POSIX or MAC_CHROME.exists(), reason="the PATH cannot be emptied of Chrome here")
@pytest.mark.parametrize("chromium", ["", "chromium"])
def test_ci_gets_chromium_from_playwright_where_nothing_else_has_it(quick, tmp_path, chromium):
    assert quick.start("bench").returncode == 0
    shutil.copytree(ROOT / ".ci", quick.folder / ".ci")
    shutil.copytree(quick.folder / "stand-ins" / "pytest", quick.folder / "stand-ins" / "playwright")
    for name in ("bash", "dirname", "id"):
        (tmp_path / name).symlink_to(shutil.which(name))
    for name, does in (("python3", f'exec "{sys.executable}" "$@"'), ("npm", ""), (chromium, "")):
        if name:
            (tmp_path / name).write_text(f"#!/bin/sh\n{does}\n", encoding="utf-8")
            (tmp_path / name).chmod(0o755)
    surroundings = quick.surroundings(PATH=str(tmp_path), CHROMIUM="")
    command = [shutil.which("bash"), str(quick.folder / ".ci" / "run")]
    answer = subprocess.run(command, env=surroundings, capture_output=True, encoding="utf-8", timeout=120)
    assert answer.returncode == 0, answer.stderr
    called = re.findall(r"CALLED playwright install chromium|Installing PyTorch|CALLED pytest\b", answer.stdout)
    browser = [] if chromium else ["CALLED playwright install chromium"]
    assert called == ["Installing PyTorch", *browser, "CALLED pytest"]


def names_that_could_be_taken():
    """Return the top-level names of Python's own modules and of everything that is installed with the course."""
    return sorted({*sys.stdlib_module_names, *packages_distributions()} - {"__main__"})


def take_over(folder):
    for name in names_that_could_be_taken():
        (folder / f"{name}.py").write_text("raise SystemExit('taken over')", encoding="utf-8")


def test_no_file_of_the_learners_is_run_or_hides_a_module_at_the_start(started):
    files = set(started.workspace.iterdir())
    try:
        take_over(started.workspace)
        answer = started.start("--no-browser")
        assert "CALLED jupyterlab" in answer.stdout, answer.stderr
        assert "taken over" not in answer.stdout + answer.stderr
        for name in ("random", "tornado", "json", "numpy"):
            assert f"{name}.py has the name of a module" in answer.stdout
    finally:
        for path in set(started.workspace.iterdir()) - files:
            path.unlink()


def test_jupyterlab_itself_starts_in_a_folder_full_of_such_names(tmp_path):
    take_over(tmp_path)
    for module in ("jupyterlab", "ipykernel_launcher"):
        command = [sys.executable, "-P", "-m", module, "--version"]
        answer = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8")
        assert answer.returncode == 0, answer.stderr


@pytest.mark.parametrize("command", ["lab", "reset", "test", "build", "bench"])
def test_no_file_in_the_courses_folder_hides_one_of_pythons_modules(started, command):
    names = ("json", "random", "copy", "types", "email", "argparse", "subprocess", "tomllib")
    try:
        for name in names:
            (started.folder / f"{name}.py").write_text("raise SystemExit('taken over')", encoding="utf-8")
        arguments = [sys.executable, str(started.folder / "run.py"), command, *(["0"] if command == "reset" else [])]
        answer = subprocess.run(arguments, env=started.surroundings(), capture_output=True, encoding="utf-8")
        assert answer.returncode == 0, answer.stderr
        assert "taken over" not in answer.stdout + answer.stderr
    finally:
        for name in names:
            (started.folder / f"{name}.py").unlink()


def test_settings_of_pip_in_variables_and_in_a_file_do_not_send_packages_elsewhere(started):
    # All at once, since a first start takes long: conftest.py has them.
    assert "CALLED jupyterlab" in started.first.stdout, started.first.stderr
    assert not (started.folder / "elsewhere").exists()


def test_a_setting_of_pip_in_a_file_that_cannot_be_overridden_is_named(asking, tmp_path):
    file = tmp_path / "pip.conf"
    file.write_text("[install]\ntarget = /elsewhere\n", encoding="utf-8")
    answer = asking.start(changed=asking.changed, PIP_CONFIG_FILE=str(file))
    assert_one_sentence(answer, "install.target = ", "would put the packages into another folder", "config unset")


def test_packages_of_another_python_have_no_say(started, tmp_path):
    (tmp_path / "nbformat").mkdir()
    (tmp_path / "nbformat" / "__init__.py").write_text("raise SystemExit('another nbformat')", encoding="utf-8")
    started.workspace.joinpath("00_start_here.ipynb").unlink()
    answer = started.start(PYTHONPATH=str(tmp_path))
    assert "CALLED jupyterlab" in answer.stdout, answer.stderr


@pytest.mark.parametrize("port", ["-1", "65536", "eighty", "1.5"])
def test_a_port_that_is_none_is_named(course, port):
    installed = [sys.executable, "-m", "course_lib", "start", f"--port={port}"]
    answers = [
        course.start(f"--port={port}"),
        subprocess.run(installed, cwd=course.folder.parent, capture_output=True, encoding="utf-8", timeout=20),
    ]
    for answer in answers:
        assert answer.returncode == 2
        assert f"a port is a whole number from 0 to 65535, but {port} came" in answer.stderr


def test_a_lock_that_is_a_link_leaves_what_it_points_to_alone(started, tmp_path):
    mine, lock = tmp_path / "mine.txt", started.folder / ".venv.lock"
    mine.write_text("mine", encoding="utf-8")
    lock.unlink()
    lock.symlink_to(mine)
    try:
        assert "CALLED jupyterlab" in started.start("--no-browser").stdout
        assert mine.read_text(encoding="utf-8") == "mine"
    finally:
        lock.unlink()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no folder can have such a name")
def test_a_folder_whose_name_is_not_utf_8_is_named(tmp_path):
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9"))
    folder.mkdir()
    shutil.copy(ROOT / "run.py", folder)
    answer = subprocess.run([sys.executable, str(folder / "run.py")], capture_output=True, encoding="utf-8")
    assert_one_sentence(answer, "holds a character that is not UTF-8", "Rename the folder")


def test_another_locale_keeps_the_environment(started):
    surroundings = started.surroundings(LC_ALL="C", PYTHONCOERCECLOCALE="0", PYTHONUTF8="0")
    command = [sys.executable, str(started.folder / "run.py"), "--no-browser"]
    answer = subprocess.run(command, env=surroundings, capture_output=True, encoding="utf-8")
    assert "Installing" not in answer.stdout
    assert "CALLED jupyterlab" in answer.stdout, answer.stderr


def start_in_background(course, *arguments, changed="", **surroundings):
    return subprocess.Popen(
        course.command(*arguments, changed=changed),
        cwd=course.folder,
        env=course.surroundings(**surroundings),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        start_new_session=True,
    )


def wait_for_line(process, words):
    assert any(words in line for line in process.stdout), f"{words!r} was not said"


def kill(process):
    if POSIX:
        os.killpg(process.pid, signal.SIGKILL)
    else:
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], check=True, capture_output=True)
