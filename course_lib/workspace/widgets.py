"""Which of a notebook's saved widgets its outputs show, and what these need to live."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

STATE = "application/vnd.jupyter.widget-state+json"
VIEW = "application/vnd.jupyter.widget-view+json"


def saved(notebook: dict[str, Any]) -> dict[str, Any]:
    """Return the saved widgets of a notebook by id. Colab keeps them without the level "state"."""
    held = notebook["metadata"].get("widgets", {}).get(STATE, {})
    return held.get("state", held)


def shown(notebook: dict[str, Any]) -> Iterator[str]:
    """Yield the ids of the widgets that a notebook's outputs show, in order."""
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            if VIEW in output.get("data", {}):
                yield output["data"][VIEW]["model_id"]


def needed(ids: Iterable[str], widgets: dict[str, Any]) -> list[str]:
    """Return these widgets, those that they refer to, and the links between them, in order of appearance."""
    found: dict[str, None] = {}
    for name in ids:
        _reach(name, widgets, found)
    links = [name for name, widget in widgets.items() if name not in found and _is_link(widget, found)]
    return [*found, *links]


def _reach(name: str, widgets: dict[str, Any], found: dict[str, None]) -> None:
    """Add a widget, then those that it refers to, in the order of its traits' names."""
    if name in widgets and name not in found:
        found[name] = None
        for other in _references(widgets[name]):
            _reach(other, widgets, found)


def _references(widget: dict[str, Any]) -> list[str]:
    """Return the ids of the widgets that a widget names, or, as `Output` does, shows among its outputs."""
    return re.findall(r'(?:IPY_MODEL_|"model_id": ")(\w+)', json.dumps(widget, sort_keys=True))


def _is_link(widget: dict[str, Any], found: dict[str, None]) -> bool:
    """Return whether a widget without a view of its own joins two that are there, as jslink's do."""
    ends = _references(widget)
    return widget["state"].get("_view_name") is None and bool(ends) and all(end in found for end in ends)
