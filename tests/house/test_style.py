"""What holds for every file: formatted, small, and imports that go one way."""

import ast
import importlib
import inspect
import os
import pkgutil
import re
import shutil
import subprocess
import sys

import pytest
from small_course import ROOT

# From below to above. A module may import from its own level and from those below it.
LEVELS = [
    {"validation"},
    {"activations", "losses", "network_checks", "outputs", "recurrence_checks", "autodiff_checks"},
    {"data", "estimator", "perceptron", "logistic", "gradients", "evaluation", "network", "optimizers", "mlp"}
    | {"hidden_layer", "feedforward", "backpropagation", "training", "datasets", "digits"}
    | {"convolution", "recurrence", "adversarial", "autodiff"},
    {"figures", "workspace"},
    {"explorables", "checking"},
    {"exercises"},
    {"workspace.progress_map"},
    {"__main__"},
]
MATHEMATICS = set.union(*LEVELS[:3])
PACKAGE = ROOT / "course_lib"


def tracked():
    if not (ROOT / ".git").exists() or not shutil.which("git"):
        give_up = pytest.fail if os.environ.get("CI") else pytest.skip
        give_up("which files are the course's is known to git, and this is no clone, or git is not installed")
    names = subprocess.check_output(["git", "ls-files", "-z"], cwd=ROOT, encoding="utf-8").split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def modules():
    """Return (part, file): the part of course_lib that a Python file belongs to, and the file."""
    files = [path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py"]
    return [(part_of(".".join(path.relative_to(PACKAGE).with_suffix("").parts)), path) for path in sorted(files)]


def part_of(module):
    """Return the part of the package that a module belongs to: one with a level of its own, or its room."""
    own = [part for parts in LEVELS for part in parts if module == part or module.startswith(f"{part}.")]
    return max(own, key=len, default=module.split(".")[0])


def imports(tree, path):
    """Yield the full names of what a file imports, relative ones resolved."""
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) if node.level else ""
            module = ".".join(filter(None, [base, node.module]))
            yield from (f"{module}.{alias.name}" for alias in node.names)


def level(part):
    return next(number for number, parts in enumerate(LEVELS) if part in parts)


@pytest.mark.parametrize(
    "parts, most",
    [(["network", "optimizers"], 320)]
    + [([part], 120) for part in ("convolution", "recurrence", "adversarial", "autodiff")],
)
def test_what_the_lessons_explain_line_by_line_stays_short_enough_to_be_read(parts, most):
    lines = sum(len((PACKAGE / f"{part}.py").read_text(encoding="utf-8").splitlines()) for part in parts)
    assert lines <= most, f"{', '.join(parts)}: {lines} lines, and a lesson can show {most} at most."


def test_ruff_finds_nothing_to_mend():
    for command in ("check", "format --check"):
        arguments = [sys.executable, "-m", "ruff", *command.split(), str(ROOT)]
        answer = subprocess.run(arguments, capture_output=True, encoding="utf-8")
        assert answer.returncode == 0, answer.stdout + answer.stderr


@pytest.mark.parametrize("folder", ["my-course", ".venv", ".venv-3.12"])
def test_ruff_leaves_what_the_learner_wrote_and_what_pip_installed_alone_without_git_too(folder, tmp_path):
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / folder).mkdir()
    (tmp_path / folder / "mine.py").write_text("import os, sys", encoding="utf-8")
    for command in ("check", "format --check"):
        arguments = [sys.executable, "-m", "ruff", *command.split(), "--no-cache", str(tmp_path)]
        assert subprocess.run(arguments, capture_output=True).returncode == 0


def test_every_module_has_its_level():
    assert {part for part, _ in modules()} <= set.union(*LEVELS)


@pytest.mark.parametrize("part, path", modules(), ids=lambda value: getattr(value, "stem", value))
def test_nothing_imports_from_above(part, path):
    for name in imports(ast.parse(path.read_text(encoding="utf-8")), path):
        assert name.split(".")[0] not in {"authoring", "tests", "benchmarks", "run"}
        if name.startswith("course_lib."):
            assert level(part_of(name.removeprefix("course_lib."))) <= level(part), f"{path.name} imports {name}"


def public_functions(path):
    """Yield (name, node) of a module's functions and of its classes' methods, as far as others may call them."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        parts = node.body if isinstance(node, ast.ClassDef) and not node.name.startswith("_") else [node]
        for each in parts:
            if isinstance(each, ast.FunctionDef) and (each.name == "__init__" or not each.name.startswith("_")):
                yield (each.name if each is node else f"{node.name}.{each.name}"), each


def without_types(function):
    """Return what of a function has no type hint: its parameters but self, and what it returns."""
    given = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    bare = [each.arg for each in given if each.annotation is None and each.arg not in ("self", "cls")]
    return bare + ["return"] * (function.returns is None and function.name != "__init__")


# Wrong answers to an exercise look as a learner writes them. A layer is shown in a lesson: six hints need six lines.
@pytest.mark.parametrize("path", [path for part, path in modules() if part != "exercises"], ids=lambda path: path.stem)
def test_public_functions_have_type_hints(path):
    bare = {name: without_types(node) for name, node in public_functions(path)}
    assert {name for name, names in bare.items() if names} <= {"Layer.__init__"}, bare


def test_the_mathematics_loads_numpy_only():
    parts = [f"course_lib.{part}" for part in sorted(MATHEMATICS & {part for part, _ in modules()})]
    code = f"import sys, numpy; before = set(sys.modules); import {', '.join(parts)}; print(*set(sys.modules) - before)"
    loaded = subprocess.check_output([sys.executable, "-c", code], cwd=ROOT, encoding="utf-8").split()
    assert set(parts) <= set(loaded)
    others = {name.split(".")[0] for name in loaded} - {"course_lib", "lazy_loader", "numpy"} - sys.stdlib_module_names
    assert not others


# Whoever has asked for another name of the module first would get the module in place of the function.
@pytest.mark.parametrize("name", ["course_lib", "course_lib.figures", "course_lib.explorables", "course_lib.workspace"])
def test_no_function_has_the_name_of_a_module_beside_it(name):
    package = importlib.import_module(name)
    beside = {module.name for module in pkgutil.iter_modules(package.__path__)}
    assert [each for each in package.__all__ if each in beside and not inspect.ismodule(getattr(package, each))] == []


def test_no_file_is_over_a_megabyte():
    assert [path for path in tracked() if path.stat().st_size > 2**20] == []


def test_no_file_names_a_place_on_one_machine():
    place = re.compile(r"(?<![\w.~$}/-])/(?:home|root|work|opt|tmp|Users|usr/local)/\w|[A-Z]:\\\\?Users")
    samples = ROOT / "tests" / "notebooks" / "test_notebooks.py"  # It looks for such places in notebooks.
    for path in set(tracked()) - {samples}:
        found = place.search(path.read_bytes().decode("utf-8", errors="ignore"))
        assert found is None, f"{path.relative_to(ROOT)}: {found[0]}"
