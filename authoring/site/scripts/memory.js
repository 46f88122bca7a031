// What the browser remembers of a learner: answers, what is done, and the place of reading. It never leaves the machine.

const KEY = "from-a-line-to-a-network";
const EMPTY = { answers: {}, done: {}, place: null, theme: "" };

// A browser may refuse to store anything: then a page forgets when it is closed.
let unstored = EMPTY;

const read = () => {
  try {
    return { ...EMPTY, ...JSON.parse(localStorage.getItem(KEY)) };
  } catch {
    return unstored;
  }
};

const write = (change) => {
  unstored = { ...read(), ...change };
  try {
    localStorage.setItem(KEY, JSON.stringify(unstored));
  } catch {}
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
