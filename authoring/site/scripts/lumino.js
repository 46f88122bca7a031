// Of lumino, what ipywidgets' views stand on; its docks, menus and tabs weigh as much as all the rest.

export { Panel } from "lumino/panel";
export { Widget } from "lumino/widget";
