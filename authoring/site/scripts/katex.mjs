// Sets formulas: a line of JSON in, [text, displayed], a line of JSON out.

import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const { default: katex } = await import(pathToFileURL(process.argv[2]));

const answer = ([text, displayMode]) => {
  try {
    return { html: katex.renderToString(text, { displayMode, strict: "ignore" }) };
  } catch (error) {
    return { error: error.message };
  }
};

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(answer(JSON.parse(line)))}\n`);
}
