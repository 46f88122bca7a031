"""What JupyterLab leaves out when it saves a notebook, put back: a hook that its server calls."""

import json
import re
from pathlib import Path
from typing import Any

STATE = "application/vnd.jupyter.widget-state+json"
VIEW = "application/vnd.jupyter.widget-view+json"


def keep_widgets(model: dict[str, Any], path: str, contents_manager: Any, **_: Any) -> None:
    """Put back the saved widgets that a notebook still shows, before it is written.

    JupyterLab saves only the widgets of cells that ran since the notebook was opened: the others would reopen with
    "model not found". It also adds Python's version, so that a notebook which was only looked at would count as
    changed by the learner; that is taken out again.
    """
    file = Path(contents_manager.root_dir, path.strip("/"))
    if model["type"] != "notebook" or not file.exists():
        return
    notebook, before = model["content"], json.loads(file.read_text(encoding="utf-8"))
    saved, now = _state(before), _state(notebook)
    lost = _with_all_they_need(_shown(notebook) - now.keys(), saved)
    if lost:
        whole = before["metadata"]["widgets"][STATE] | {"state": lost | now}
        notebook["metadata"]["widgets"] = {STATE: whole}
    if "version" not in before["metadata"].get("language_info", {}):
        notebook["metadata"].get("language_info", {}).pop("version", None)


def _state(notebook: dict[str, Any]) -> dict[str, Any]:
    """Return the saved widgets of a notebook by id."""
    return notebook["metadata"].get("widgets", {}).get(STATE, {}).get("state", {})


def _shown(notebook: dict[str, Any]) -> set[str]:
    """Return the ids of the widgets that a notebook's outputs show."""
    outputs = [output for cell in notebook["cells"] for output in cell.get("outputs", [])]
    return {output["data"][VIEW]["model_id"] for output in outputs if VIEW in output.get("data", {})}


def _with_all_they_need(shown: set[str], saved: dict[str, Any]) -> dict[str, Any]:
    """Return the saved widgets that are shown, those that they refer to, and the links between them."""
    refers_to = {name: set(re.findall(r"IPY_MODEL_(\w+)", json.dumps(widget))) for name, widget in saved.items()}
    links = {name for name, widget in saved.items() if widget["model_name"].endswith("LinkModel")}
    found, todo = set(), set(shown & saved.keys())
    while todo:
        found |= todo
        todo = set().union(*(refers_to[name] for name in found))
        todo |= {link for link in links if refers_to[link] & found}
        todo = (todo & saved.keys()) - found
    return {name: saved[name] for name in sorted(found)}
