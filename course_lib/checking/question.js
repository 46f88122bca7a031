// A question with radio buttons. A choice counts once it is committed; then its reason appears, and another may be tried.

let questions = 0;

const VERDICT = { true: ["✓", "Right"], false: ["◐", "Not quite"] };

const element = (tag, attributes = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
};

const PATIENCE = 2000; // milliseconds that a kernel may take to say that it knows of a choice
// In a notebook a question is alive before its cell is run and after a restart, when no kernel remembers the choice.
const FORGOTTEN = "Not remembered yet. If this stays, run this cell and commit again.";

// Words in which code stands between backticks.
const words = (text) => text.split("`").map((part, i) => (i % 2 ? element("code", {}, part) : part));

const option = (choice, group) => {
  const input = element("input", { type: "radio", name: group, value: choice.letter });
  return element("label", {}, input, element("span", {}, ...words(choice.text)));
};

const answer = (choice) => {
  const [symbol, word] = VERDICT[choice.right];
  const head = element("strong", {}, element("span", { "aria-hidden": "true" }, `${symbol} `), word, ": ");
  return element("p", {}, head, ...words(choice.reason));
};

const render = ({ model, el }) => {
  questions += 1;
  const group = `course-question-${questions}`;
  const choices = model.get("choices");
  const legend = element("legend", {}, ...words(model.get("statement")));
  const fieldset = element("fieldset", {}, legend, ...choices.map((choice) => option(choice, group)));
  const button = element("button", { type: "submit" }, "Commit to this answer");
  const reason = element("div", { role: "status", "aria-live": "polite" });
  const form = element("form", {}, fieldset, button, reason);
  const note = element("p", {}, FORGOTTEN);

  const selected = () => form.querySelector("input:checked")?.value ?? "";
  const update = () => {
    // Not `disabled`: that would take the focus away from someone who has just pressed the button.
    button.ariaDisabled = String(!selected() || selected() === model.get("chosen"));
  };
  const doubt = () => (model.get("heard") === model.get("chosen") ? note.remove() : reason.append(note));
  const hear = () => note.isConnected && doubt();
  const show = () => {
    const choice = choices.find(({ letter }) => letter === model.get("chosen"));
    for (const label of choice ? form.querySelectorAll("label") : []) {
      const input = label.querySelector("input");
      input.checked = input.value === choice.letter;
      if (input.checked) [label.dataset.verdict] = VERDICT[choice.right];
      else delete label.dataset.verdict;
    }
    reason.replaceChildren(...(choice ? [answer(choice)] : []));
    reason.className = choice ? (choice.right ? "right" : "wrong") : "";
    update();
  };

  form.addEventListener("change", update);
  // Escape leads back to the cell, where JupyterLab's keys work. Here they do not, since it would keep the arrows for
  // itself, but for those with Ctrl, such as the one that saves.
  form.addEventListener("keydown", (event) => {
    const cell = el.closest(".jp-Cell");
    if (event.key === "Escape") cell?.focus();
    else if (cell && !event.altKey && !event.ctrlKey && !event.metaKey) event.stopPropagation();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!selected()) return;
    model.set("chosen", selected());
    model.save_changes();
    if (el.closest(".jp-Notebook")) setTimeout(doubt, PATIENCE);
  });
  model.on("change:chosen", show);
  model.on("change:heard", hear);
  el.classList.add("course-question");
  el.replaceChildren(form);
  show();
  return () => {
    model.off("change:chosen", show);
    model.off("change:heard", hear);
  };
};

export default { render };
