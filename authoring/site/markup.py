"""Text of a lesson as HTML: Markdown, formulas set by KaTeX, Python in colours."""

import json
import re
import subprocess
from functools import cache
from pathlib import Path
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from authoring import npm

from .assets import WHAT_FOR, node_modules

LINK = re.compile(r"\]\((?!https?:)([\w./-]+)\.(?:ipynb|md)\b")
EMPTY_HEAD = re.compile(r"<th([^>]*)></th>")  # a corner of a table is the head of nothing
END = "<!---->"  # of a formula
# A formula and the sign behind it, which must not begin a line.
JOINED = re.compile(rf'(<span class="math inline">(?:(?!{END}).)*){END}(</span>[,.;:?!)’”]+)')


class Block(NamedTuple):
    """The HTML of a paragraph, a list, a table or a formula, and the number of its words."""

    html: str
    length: int


def blocks(text: str) -> list[Block]:
    """Return the blocks of a Markdown text, one after the other; links to other texts lead to their pages."""
    text = LINK.sub(lambda link: f"]({link[1].replace('../notebooks/', '../')}.html", text)
    tokens, lines = _markdown().parse(text), text.splitlines()
    ends = [i + 1 for i, token in enumerate(tokens) if token.level == 0 and token.nesting < 1]
    return [_block(tokens[i:j], lines) for i, j in zip([0, *ends[:-1]], ends)]


def _block(tokens: list[Token], lines: list[str]) -> Block:
    source = lines[slice(*tokens[0].map)]
    rendered = _markdown().renderer.render(tokens, _markdown().options, {})
    rendered = JOINED.sub(r'<span class="joined">\1\2</span>', rendered)
    return Block(EMPTY_HEAD.sub(r"<td\1></td>", rendered), len(" ".join(source).split()))


def html_of(text: str) -> str:
    """Return a Markdown text as HTML."""
    return "".join(block.html for block in blocks(text))


def code(text: str) -> str:
    """Return Python as HTML, with a class for each kind of word."""
    coloured = highlight(text, PythonLexer(), HtmlFormatter(nowrap=True)).rstrip()
    return f'<pre class="code"><code>{coloured}</code></pre>'


def slug(heading: str) -> str:
    """Return a heading as it stands in an address: predict-first."""
    return re.sub(r"[^a-z0-9]+", "-", heading.lower()).strip("-")


@cache
def _markdown() -> MarkdownIt:
    options = {"highlight": _fence, "typographer": True}
    markdown = MarkdownIt("commonmark", options).enable(["table", "smartquotes"])
    return markdown.use(dollarmath_plugin, allow_labels=False, renderer=_formula)


def _formula(text: str, options: dict[str, bool]) -> str:
    return _katex()(text, options["display_mode"]) + END


def _fence(text: str, language: str, attributes: str) -> str:
    return code(text) if language == "python" else ""


@cache
def _katex() -> "_KaTeX":
    return _KaTeX()


class FormulaError(ValueError):
    """A formula that KaTeX cannot set."""

    def __init__(self, formula: str, why: str):
        self.formula = formula
        super().__init__(f"the formula ${formula}$ cannot be set: {why}")

    def line_in(self, text: str) -> int:
        """Return the line, counted from 0, on which the formula stands in a text."""
        return text[: text.find(self.formula)].count("\n") if self.formula in text else 0


class _KaTeX:
    """A Node that waits for formulas, so that it starts once and not for each of a thousand."""

    def __init__(self):
        script = Path(__file__).parent / "scripts" / "katex.mjs"
        command = [npm.program(WHAT_FOR, "node"), script, node_modules() / "katex" / "dist" / "katex.mjs"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self.process = subprocess.Popen(command, encoding="utf-8", bufsize=1, **pipes)

    def __call__(self, formula: str, displayed: bool) -> str:
        self.process.stdin.write(json.dumps([formula, displayed]) + "\n")
        answer = json.loads(self.process.stdout.readline())
        if "error" in answer:
            raise FormulaError(formula, answer["error"])
        return answer["html"]
