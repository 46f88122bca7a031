"""What pip installs: the package with the notebooks in it, which starts in any folder and writes nowhere else."""

import contextlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from email import message_from_bytes
from pathlib import Path

import nbformat
import pytest
from small_course import ROOT

from authoring import packing, repository
from course_lib import explorables
from course_lib.workspace import trust

NAME = "course_lib-0.1.0-py3-none-any.whl"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Return the wheel that the backend makes of the course."""
    folder = tmp_path_factory.mktemp("wheel")
    build = f"from authoring import packing; print(packing.build_wheel({str(folder)!r}))"
    made = subprocess.run([sys.executable, "-c", build], cwd=ROOT, capture_output=True, encoding="utf-8")
    assert made.stdout == f"{NAME}\n", made.stderr
    return folder / NAME


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """Return the environment variables with which Python finds the wheel's package and no other, in an empty home."""
    site, home = tmp_path_factory.mktemp("site"), tmp_path_factory.mktemp("home")
    with zipfile.ZipFile(wheel) as content:
        content.extractall(site)
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "IPYTHON", "XDG_"))}
    return ours | {"PYTHONPATH": str(site), "HOME": str(home), "USERPROFILE": str(home), "PYTHONIOENCODING": "utf-8"}


def call(installed, folder, *arguments, changed=""):
    """Run the course's command; `changed` is Python code that changes its world before."""
    command = [sys.executable, "-m", "course_lib", *arguments]
    if changed:
        code = f"import runpy, sys\n{changed}\nrunpy.run_module('course_lib', run_name='__main__')"
        command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, cwd=folder, env=installed, capture_output=True, encoding="utf-8", timeout=60)


def test_the_wheel_is_less_than_a_megabyte_and_holds_no_solution(wheel):
    assert wheel.stat().st_size < 1e6
    names = zipfile.ZipFile(wheel).namelist()
    assert "course_lib/workspace/notebooks.tar.xz" in names
    assert not [name for name in names if "solutions" in name or name.endswith(".ipynb") or "__pycache__" in name]


def test_the_front_page_in_the_wheel_links_to_the_repository(wheel):
    metadata = zipfile.ZipFile(wheel).read("course_lib-0.1.0.dist-info/METADATA")
    text, address = message_from_bytes(metadata).get_payload(), repository.address(ROOT)
    links = re.findall(r"\]\(([^)]*)\)", text)
    assert links
    assert [link for link in links if not link.startswith(f"{address}/")] == []
    assert f"({address}/raw/main/lessons/images/admission_line.webp)" in text
    assert f"Project-URL: Repository, {address}" in metadata.decode()


def test_links_are_made_absolute_and_no_others():
    text = "[a](b/c.md) ![d](e.png) [f](https://g.h) [i](#j) [k](mailto:l@m)"
    assert packing.absolute(text, "https://r") == (
        "[a](https://r/blob/main/b/c.md) ![d](https://r/raw/main/e.png) [f](https://g.h) [i](#j) [k](mailto:l@m)"
    )


TRUSTED = """import sys, nbformat, nbformat.sign
print(nbformat.sign.NotebookNotary().check_signature(nbformat.read(sys.argv[1], as_version=4)))"""


def trusted(surroundings, notebook):
    command = [sys.executable, "-c", TRUSTED, str(notebook)]
    return subprocess.check_output(command, env=surroundings, encoding="utf-8") == "True\n"


def a_free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answer(address):
    """Return what a server says, or the number with which it refuses; it prints its address before it listens."""
    for _ in range(100):
        try:
            return json.load(urllib.request.urlopen(address))
        except urllib.error.HTTPError as refused:
            return refused.code
        except urllib.error.URLError:
            time.sleep(0.1)
    return None


@contextlib.contextmanager
def started(installed, folder, *arguments):
    """Start the course, and yield the address that it prints."""
    command = [sys.executable, "-m", "course_lib", "start", *arguments, "--no-browser", f"--port={a_free_port()}"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "encoding": "utf-8"}
    with subprocess.Popen(command, cwd=folder, env=installed, **pipes) as process:
        try:
            yield next((found[0] for line in process.stdout if (found := re.search(r"http://127\S+", line))), None)
        finally:
            process.terminate()


def test_a_started_folder_has_the_notebooks_alive_and_nothing_is_written_elsewhere(installed, tmp_path):
    with started(installed, tmp_path, "mon école") as address:
        assert re.search(r"/lab/tree/00_start_here.ipynb\?token=\w{40}", address)
        server, token = re.match(r"(.*)/lab/.*(\?token=\w+)", address).groups()
        assert answer(f"{server}/api/contents") == 403
        plugin = answer(f"{server}/lab/api/settings/@jupyter-widgets/jupyterlab-manager:plugin{token}")
        assert plugin["schema"]["properties"]["saveState"]["default"] is True
    made = tmp_path / "mon école"
    wanted = [path.name for path in sorted((ROOT / "notebooks").iterdir()) if path.is_file()]
    assert sorted(path.name for path in made.iterdir()) == [".course", *wanted]
    assert nbformat.read(made / wanted[0], as_version=4).metadata.widgets
    own = installed | {"JUPYTER_DATA_DIR": str(made / ".course/jupyter/share/jupyter")}
    (made / wanted[0]).write_text("mine", encoding="utf-8")
    assert "is fresh" in call(installed, tmp_path, "reset", "0", "mon école").stdout
    assert trusted(own, made / wanted[0])
    assert trusted(own, made / wanted[1])
    assert [path.name for path in tmp_path.iterdir()] == ["mon école"]
    assert list(Path(installed["HOME"]).iterdir()) == []


def test_every_explorable_is_in_the_wheel(installed, tmp_path):
    code = "from course_lib import explorables as e; print(e.__file__, len([getattr(e, name)() for name in e.__all__]))"
    said = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=installed, capture_output=True, encoding="utf-8"
    )
    assert said.stdout.startswith(installed["PYTHONPATH"]), said.stderr
    assert int(said.stdout.split()[-1]) == len(explorables.__all__)


def test_a_changed_notebook_is_kept_and_reset_gives_a_fresh_one(installed, tmp_path):
    assert "is fresh" in call(installed, tmp_path, "reset", "1").stdout
    own = tmp_path / "my-course" / "01_perceptron.ipynb"
    own.write_text("mine", encoding="utf-8")
    assert "Your own is kept" in call(installed, tmp_path, "reset", "1").stdout
    assert (tmp_path / "my-course" / "01_perceptron (before reset).ipynb").read_text(encoding="utf-8") == "mine"


def test_a_reset_in_a_new_folder_writes_nothing_elsewhere_either(installed, tmp_path):
    assert "is fresh" in call(installed, tmp_path, "reset", "1", "new").stdout
    assert list(Path(installed["HOME"]).iterdir()) == []
    own = installed | {"JUPYTER_DATA_DIR": str(tmp_path / "new/.course/jupyter/share/jupyter")}
    assert trusted(own, tmp_path / "new" / "01_perceptron.ipynb")


def test_a_reset_on_a_hub_signs_where_the_hubs_jupyterlab_looks(installed, tmp_path):
    own = installed | {"JUPYTER_DATA_DIR": str(tmp_path / "data")}
    changed = f"sys.prefix = {str(tmp_path / 'prefix')!r}"
    assert call(own, tmp_path, "update", changed=changed).returncode == 0
    lesson = tmp_path / "my-course" / "01_perceptron.ipynb"
    lesson.write_text("mine", encoding="utf-8")
    assert "is fresh" in call(own, tmp_path, "reset", "1").stdout
    assert trusted(own, lesson)


def test_a_python_whose_tarfile_knows_no_filters_starts_the_course_too(installed, tmp_path):
    # Python 3.11.2, which Debian 12 has, is one.
    changed = """import tarfile
vars(tarfile).pop("data_filter", None)
old = tarfile.TarFile.extractall
tarfile.TarFile.extractall = lambda self, path=".", members=None, *, numeric_owner=False: old(self, path, members)"""
    answer = call(installed, tmp_path, "reset", "1", changed=changed)
    assert "is fresh" in answer.stdout, answer.stderr


@pytest.mark.skipif(os.name != "posix", reason="Windows does not limit what a program writes")
def test_with_a_full_disk_a_hub_starts_where_nothing_is_new(installed, tmp_path):
    own = installed | {"JUPYTER_DATA_DIR": str(tmp_path / "data"), "PYTHONDONTWRITEBYTECODE": "1"}
    changed = f"sys.prefix = {str(tmp_path / 'prefix')!r}"
    full = f"{changed}\nimport resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))"
    assert call(own, tmp_path, "update", changed=changed).returncode == 0
    answer = call(own, tmp_path, "update", changed=full)
    assert (answer.returncode, answer.stdout) == (0, ""), answer.stderr
    (tmp_path / "my-course" / "01_perceptron.ipynb").unlink()
    assert call(own, tmp_path, "update", changed=full).returncode == 1


def test_a_learners_file_in_the_current_folder_is_not_run_and_is_named(installed, tmp_path):
    names = ("random.py", "argparse.py", "json.py", "numpy.py", "filelock.py", "tarfile.py", "tempfile.py")
    for name in names:
        (tmp_path / name).write_text("raise SystemExit('taken over')", encoding="utf-8")
    answer = call(installed, tmp_path, "reset", "1", ".")
    assert "is fresh" in answer.stdout, answer.stderr
    answer = call(installed, tmp_path, "update", ".", changed=f"sys.prefix = {str(tmp_path / 'prefix')!r}")
    for name in names:
        assert f"{name} has the name of a module" in answer.stdout, answer.stderr


@pytest.mark.parametrize("raised", ["OSError(38, 'Function not implemented')", "NotImplementedError()"])
def test_a_disk_that_knows_no_locks_does_not_stop_the_course(installed, tmp_path, raised):
    changed = f"import filelock\ndef acquire(*a, **k): raise {raised}\nfilelock.FileLock.acquire = acquire"
    answer = call(installed, tmp_path, "reset", "1", changed=changed)
    assert "is fresh" in answer.stdout, answer.stderr


def test_a_hub_gets_signed_notebooks_and_the_settings_once(installed, tmp_path):
    notebooks = sorted((ROOT / "notebooks").glob("*.ipynb"))
    code = "import sys; sys.prefix = sys.argv.pop(1); from course_lib.__main__ import main; sys.exit(main())"
    for prefix, written in ((tmp_path / "prefix", True), (notebooks[0], False)):  # a file is no folder to write to
        command = [sys.executable, "-c", code, str(prefix), "update", str(tmp_path / "hub")]
        own = installed | {"JUPYTER_DATA_DIR": str(tmp_path / "data")}
        said = subprocess.run(command, cwd=tmp_path, env=own, capture_output=True, encoding="utf-8")
        assert said.returncode == 0, said.stderr
        assert ("ask whoever installed" in said.stdout) is not written
    assert len(list((tmp_path / "prefix").rglob("*.json"))) == 2
    assert trusted(own, tmp_path / "hub" / notebooks[0].name)


def test_the_list_in_the_wheel_knows_the_notebooks_with_pictures_too(wheel):
    listed = zipfile.ZipFile(wheel).read("course_lib/workspace/notebooks.sha256").decode().split()
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        assert trust.digest(path.read_bytes()) in listed
        assert trust.digest(packing.lean(path.read_bytes())) in listed


def test_without_jupyterlab_the_start_says_how_to_get_it(installed, tmp_path):
    changed = (
        "import importlib.util\nfind = importlib.util.find_spec\n"
        "importlib.util.find_spec = lambda name, *more: None if name == 'jupyterlab' else find(name, *more)\n"
        "sys.executable = '/my python'"
    )
    said = call(installed, tmp_path, "start", changed=changed)
    assert (said.returncode, said.stdout) == (1, "")
    assert '`"/my python" -m pip install jupyterlab`' in said.stderr


def test_what_somebody_has_put_beside_the_notebooks_or_changed_is_not_trusted(tmp_path):
    course = tmp_path / "course"
    for name in ("pyproject.toml", "LICENSE", "LICENSE-TEXT", "README.md"):
        course.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, course)
    shutil.copytree(ROOT / "course_lib", course / "course_lib", ignore=shutil.ignore_patterns("__pycache__"))
    (course / "notebooks").mkdir()
    own, changed = [ROOT / "notebooks" / name for name in ("00_start_here.ipynb", "03_sigmoid.ipynb")]
    shutil.copy(own, course / "notebooks")
    strange = changed.read_bytes().replace(b"sigmoid", b"sickmoid")
    for name in (changed.name, "Untitled.ipynb"):
        (course / "notebooks" / name).write_bytes(strange)
    (tmp_path / "staged").mkdir()
    packing.stage(course, tmp_path / "staged")
    listed = (tmp_path / "staged/course_lib/workspace/notebooks.sha256").read_text(encoding="utf-8").split()
    assert trust.digest(packing.lean(own.read_bytes())) in listed
    assert trust.digest(packing.lean(strange)) not in listed
