// Searches the text of all lessons, section by section. What is searched comes with the page.

import MiniSearch from "minisearch";

const sections = JSON.parse(document.getElementById("sections").textContent);
// Letters and numbers are searched, and of other signs a few: most stand beside words in the text, as in "loss=".
const WORD = /([\p{L}\p{M}\p{N}]+|[∂∞≥≈√∑])/u;
const tokenize = (text) =>
  text
    .replace(/\b(\p{L})_(\d)\b/gu, "$1$2")
    .split(WORD)
    .filter((_, i) => i % 2);
const GREEK = {
  alpha: "α",
  beta: "β",
  gamma: "γ",
  delta: "δ",
  epsilon: "ε",
  eta: "η",
  theta: "θ",
  mu: "μ",
  sigma: "σ",
};
// However a keyboard writes them: ŷ in one sign or two, w₁ or w1 or w_1, β or beta.
const processTerm = (word) => {
  const plain = word.normalize("NFKC").toLowerCase();
  return GREEK[plain] ?? plain;
};
const search = new MiniSearch({
  fields: ["lesson", "section", "text"],
  tokenize,
  processTerm,
  searchOptions: { boost: { section: 3, lesson: 2 }, prefix: true, fuzzy: 0.15, combineWith: "AND" },
});
search.addAll(sections.map((section, id) => ({ id, ...section })));

const [field] = document.querySelectorAll("main input[type=search]");
const [results, count] = ["results", "count"].map((id) => document.getElementById(id));
const MOST = 30;
const LENGTH = 220;

const element = (name, attributes, ...children) => {
  const node = Object.assign(document.createElement(name), attributes);
  node.append(...children);
  return node;
};

// The words around the first one that was found.
const excerpt = (text, terms) => {
  const isFound = (part, i) => i % 2 && terms.includes(processTerm(part));
  const words = text.split(WORD);
  const start = words.slice(0, Math.max(0, words.findIndex(isFound))).join("").length - 60;
  const from = start > 0 ? text.indexOf(" ", start) + 1 : 0;
  const end = text.length > from + LENGTH ? text.lastIndexOf(" ", from + LENGTH) : text.length;
  const parts = text
    .slice(from, end)
    .split(WORD)
    .map((part, i) => (isFound(part, i) ? element("mark", {}, part) : part));
  return [from ? "… " : "", ...parts, end < text.length ? " …" : ""];
};

const result = ({ id, terms }) => {
  const { lesson, section, text, address } = sections[id];
  const link = element("a", { href: address }, section || lesson);
  const where = element("p", { className: "where" }, section ? lesson : "");
  return element("li", {}, link, where, element("p", {}, ...excerpt(text, terms)));
};

const show = () => {
  const words = field.value.trim();
  const found = words ? search.search(words) : [];
  results.replaceChildren(...found.slice(0, MOST).map(result));
  const places = found.length === 1 ? "place" : "places";
  const cut = found.length > MOST ? `, the first ${MOST} of them shown` : "";
  count.textContent = words ? `${found.length} ${places} for “${words}”${cut}` : "";
};

field.value = new URLSearchParams(location.search).get("q") ?? "";
field.addEventListener("input", show);
// Whoever comes back from a place that was found finds the others again.
field.addEventListener("change", () => history.replaceState(null, "", `?${new URLSearchParams({ q: field.value })}`));
field.form.addEventListener("submit", (event) => event.preventDefault());
show();
