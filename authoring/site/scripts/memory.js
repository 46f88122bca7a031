// What the browser remembers of a learner: answers, what is done, and the place of reading. It never leaves the machine.

const KEY = "from-a-line-to-a-network";
const EMPTY = { answers: {}, done: {}, place: null, theme: "" };

// A browser may refuse to store anything, or have no room left: then a page forgets when it is closed.
let unstored = null;

const stored = () => {
  try {
    return JSON.parse(localStorage.getItem(KEY));
  } catch {
    return null;
  }
};

// Other pages of the same host may store here too: what is damaged counts as nothing.
const read = () => {
  const kept = { ...EMPTY, ...(unstored ?? stored()) };
  return { ...kept, answers: Object(kept.answers), done: Object(kept.done) };
};

const write = (change) => {
  const changed = { ...read(), ...change };
  try {
    localStorage.setItem(KEY, JSON.stringify(changed));
    unstored = null;
  } catch {
    unstored = changed;
  }
  document.dispatchEvent(new Event("remembered"));
};

export const answer = (name) => read().answers[name] ?? "";

export const keepAnswer = (name, letter) => write({ answers: { ...read().answers, [name]: letter } });

export const done = () => read().done;

export const markDone = (name, isDone) => {
  const { [name]: _, ...others } = done();
  write({ done: isDone ? { ...others, [name]: true } : others });
};

export const place = () => read().place;

export const keepPlace = (place) => write({ place });

export const theme = () => read().theme;

export const keepTheme = (theme) => write({ theme });

export const forget = () => write({ ...EMPTY, theme: theme() });
