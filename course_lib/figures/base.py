"""What all figures share: the look, the window, the legend; and `show`, with words for those who cannot see it.

Nothing here goes through pyplot: a figure that pyplot keeps is spoiled when a slider moves while a cell draws it, and
pyplot takes 0.4 s to import.
"""

import base64
import functools
import html
import io
import re
import textwrap
from collections.abc import Callable, Sequence
from pathlib import Path

import matplotlib
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.ticker import FormatStrFormatter
from PIL import Image

from course_lib.figures import kinds
from course_lib.validation import checked, flag, optional

ADMITTED = "#0072B2"
REJECTED = "#D55E00"
LINE = "#1a1a1a"
GREEN = "#009E73"
PINK = "#CC79A7"
BLUE = {"facecolor": "#e3f0f8", "edgecolor": "none", "linewidth": 0}
ORANGE = {"facecolor": "#fdf0e7", "edgecolor": "#f0d0bb", "hatch": "//", "linewidth": 0}
COLOURS = 32  # at most, in a stored picture
SCALE = 2  # pixels in the crisp picture for each pixel on the page, for fine screens
RIM = 4  # pixels around a picture
# On a dark page a picture is a white card.
CARD = f"box-sizing:border-box;max-width:100%;height:auto;padding:{RIM}px;background:white;border-radius:8px"
PLANE = (-0.25, 10.25)  # test and grades run from 0 to 10; the rim keeps markers at the edge whole


@functools.cache
def style() -> dict:
    sheet = Path(__file__).with_name("lesson.mplstyle")
    return dict(matplotlib.rc_params_from_file(sheet, use_default_template=False))


def styled(draw: Callable) -> Callable:
    """Make a function draw in the course's style, whatever the reader has set for their own figures."""

    @functools.wraps(draw)
    def in_style(*args, **named):
        with matplotlib.rc_context(style()):
            return draw(*args, **named)

    return in_style


@styled
@checked(columns=kinds.side_by_side, width=kinds.size, height=optional(kinds.size), space=flag)
def new(
    columns: int = 1, width: float = 7.0, height: float | None = None, space: bool = False
) -> tuple[Figure, Axes | np.ndarray]:
    """Make an empty figure in the course's style.

    Parameters
    ----------
    columns : int
        How many pictures there are. Two stand side by side, further ones below: so a phone shows them large enough.
    width, height : float
        Size on the page in units of 100 pixels. The height follows from the width if it is not given.
    space : bool
        Whether the axes are three-dimensional, as `plane` wants them.

    Returns
    -------
    fig : Figure
    ax : Axes, or an array of `columns` Axes if there is more than one
    """
    across = min(columns, 2)
    rows = -(-columns // across)
    if height is None:
        height = 4.6 if columns == 1 else max(rows * width / across, kinds.SIZES[0])
    fig = Figure(figsize=(width, height), layout="constrained")
    axes = fig.subplots(rows, across, subplot_kw={"projection": "3d"} if space else None, squeeze=False).ravel()
    for ax in axes[columns:]:
        ax.remove()
    return fig, axes[0] if columns == 1 else axes[:columns]


@checked(fig=kinds.figure)
def png(fig: Figure) -> bytes:
    """Return the figure as a small PNG: a pixel for each on the page, at most 32 colours, the same bytes each time."""
    return _png(_drawn(fig))


def _png(picture: Image.Image) -> bytes:
    return _saved(picture.reduce(SCALE), format="png", optimize=True)


def _webp(picture: Image.Image) -> bytes:
    """Return the picture as a crisp WebP without loss.

    Every browser knows it, and for the same picture it is a quarter smaller than a PNG.
    """
    return _saved(picture, format="webp", lossless=True, quality=50, method=2)


def _drawn(fig: Figure) -> Image.Image:
    """Return the figure as a picture with `SCALE` pixels for each on the page.

    `savefig` would draw everything twice, the first time only to lay it out.
    """
    for text in fig.findobj(Text):  # of a lesson's own, such as ax.legend()
        text.set_fontsize(max(text.get_fontsize(), style()["font.size"]))
    canvas_before, dpi_before = fig.canvas, fig.dpi
    try:
        with matplotlib.rc_context(style()):
            fig.set_dpi(SCALE * 100)
            canvas = FigureCanvasAgg(fig)
            canvas.draw()
    finally:
        fig.set_canvas(canvas_before)
        fig.set_dpi(dpi_before)
    return Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")


def _saved(picture: Image.Image, **how: object) -> bytes:
    """Return the picture in at most `COLOURS` colours, saved by Pillow as `how` says."""
    red, green, blue = np.asarray(picture, dtype=np.uint32).transpose(2, 0, 1)
    pixels = red << 16 | green << 8 | blue
    colours, counts = np.unique(pixels, return_counts=True)
    parts = np.stack([colours >> 16, colours >> 8 & 255, colours & 255], axis=1)
    palette, nearest = _palette(parts.astype(np.int64), counts)
    number = np.zeros(1 << 24, dtype=np.uint8)
    number[colours] = nearest
    image = Image.fromarray(number[pixels])
    image.putpalette(palette.astype(np.uint8).tobytes())
    small = io.BytesIO()
    image.save(small, **how)
    return small.getvalue()


def _palette(colours: np.ndarray, counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Choose colours for a palette, and return them and for each colour the number of the one nearest to it.

    The first is the commonest; each next one is that whose pixels, together, are farthest from those chosen before. So
    every colour that fills a shape is kept as it is, a small marker's too, and the rest serve the soft edges.
    """
    chosen = [np.argmax(counts)]
    nearest = np.zeros(len(colours), dtype=np.uint8)
    apart = np.sum((colours - colours[chosen[0]]) ** 2, axis=1)
    while len(chosen) < COLOURS and apart.any():
        chosen.append(np.argmax(counts * apart))
        distance = np.sum((colours - colours[chosen[-1]]) ** 2, axis=1)
        nearest[distance < apart] = len(chosen) - 1
        apart = np.minimum(apart, distance)
    return colours[chosen], nearest


@checked(fig=kinds.figure, alt=kinds.alt)
def show(fig: Figure, alt: str) -> None:
    """Display a figure together with its text alternative.

    Parameters
    ----------
    fig : Figure
        The figure.
    alt : str
        What a reader should see in the picture, in a sentence or two of at least six words.

    Raises
    ------
    ValueError
        If `fig` is no figure, or `alt` is too short to say anything.
    """
    from IPython.display import display

    display(bundle(fig, alt), raw=True)


@checked(fig=kinds.figure, alt=kinds.alt)
def bundle(fig: Figure, alt: str) -> dict[str, object]:
    """Return the figure as one display bundle: text/html with the text alternative, image/png, and text/plain.

    What shows HTML (JupyterLab, VS Code, nbviewer) takes the crisp picture. The small PNG is for what shows none: a
    notebook on GitLab, or printed by way of LaTeX.

    Parameters
    ----------
    fig : Figure
        The figure.
    alt : str
        What a reader should see in the picture, in a sentence or two of at least six words.

    Raises
    ------
    ValueError
        If `fig` is no figure, or `alt` is too short to say anything.
    """
    words = " ".join(alt.split())
    picture = _drawn(fig)
    width = round(fig.get_figwidth() * 100)
    image = (
        f'<img alt="{html.escape(words)}" width="{width + 2 * RIM}" style="{CARD}" '
        f'src="data:image/webp;base64,{_base64(_webp(picture))}">'
    )
    return {"text/html": image, "image/png": _base64(_png(picture)), "text/plain": words}


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


def frame(ax: Axes, X: np.ndarray | None = None, names: Sequence[str] = ("test score x₁", "grades x₂")) -> None:
    """Fix the window and name the axes, unless an earlier drawing did."""
    if not ax.get_autoscalex_on():
        return
    if X is None or (X.max() > 2 and X.min() >= 0 and X.max() <= 10):
        windows, ticks = (PLANE, PLANE), range(0, 11, 2)
        ax.set(xticks=ticks, yticks=ticks, aspect="equal")
    else:
        low, high = X[:, :2].min(axis=0), X[:, :2].max(axis=0)
        corners = set(np.unique(X)) <= {0, 1}
        size = np.maximum(np.abs(low), np.abs(high))
        least = 1e-9 * size  # narrower, no ticks could be told apart
        alone = np.maximum(1 if corners else 0.06, 1e-6 * size)  # around what is the same for all
        rim = np.where(high > low, (0.35 if corners else 0.06) * np.maximum(high - low, least), alone)
        windows = np.column_stack([low - rim, high + rim])
        if corners:
            ax.set(xticks=[0, 1], yticks=[0, 1])
            ax.set_aspect("equal" if (high > low).all() else "auto")
    below, beside = (textwrap.fill(name, 34) for name in names[:2])
    ax.set(xlim=windows[0], ylim=windows[1], xlabel=below, ylabel=beside)


def pale(color: str, strength: float) -> tuple[float, float, float]:
    """Return a colour on white: itself at strength 1, white at 0."""
    return tuple(1 - strength * (1 - part) for part in to_rgb(color))


def put_legend(ax: Axes, above: bool = False, right: float = 1.02, last: str = "") -> Axes:
    """Put the legend where it can cover nothing: right of a single picture, or below each of several side by side.

    `right` is where it begins beside a single picture, in widths of the picture. Entries that begin with the word
    `last` come after the others.
    """
    columns = count_columns(ax)
    letters = 24 if columns == 1 and not above else 34
    entries = [(handle, _folded(label, letters)) for handle, label in zip(*ax.get_legend_handles_labels())]
    if not entries:  # every label is empty
        return ax
    handles, labels = zip(*sorted(entries, key=lambda entry: bool(last) and entry[1].startswith(last)))
    if above:
        place = {"loc": "lower left", "bbox_to_anchor": (0, 1.01), "ncols": 2 if columns == 1 else 1}
        ax.legend(handles, labels, borderaxespad=0, **place).set_gid("above")
        _write_powers_beside_ticks(ax)
        _make_room(ax, columns)
        return ax
    ax.set_anchor("NW")
    if columns == 1:
        ax.legend(handles, labels, loc="upper left", bbox_to_anchor=(right, 1), borderaxespad=0)
        return ax
    place = {"loc": "upper left", "bbox_to_anchor": (-0.03, 0.03 - 0.11 * columns)}
    ax.legend(handles, labels, borderaxespad=0, labelspacing=0.4, **place).set_gid("below")
    _make_room(ax, columns)
    return ax


def _write_powers_beside_ticks(ax: Axes) -> None:
    """Write 1e+08 at a tick: a power of ten that all ticks share would stand above the picture, on the legend."""
    largest = np.max(np.abs(ax.get_ylim()))
    if ax.get_yscale() == "linear" and not 1e-4 <= largest < 1e6:
        ax.yaxis.set_major_formatter(FormatStrFormatter("%g"))


def _folded(label: str, letters: int) -> str:
    """Return a label in lines for which there is room; a sign of an equation stays with what follows it."""
    tie = "\N{NO-BREAK SPACE}"
    tied = re.sub(r" ([+−=]) ", rf" \1{tie}", label)
    lines = [textwrap.fill(line, letters, break_long_words=False) for line in tied.split("\n")]
    return "\n".join(lines).replace(tie, " ")


def _make_room(ax: Axes, columns: int) -> None:
    """Make the figure high enough for what stands below its pictures, and above them, where anything stands below."""
    lines: dict[tuple[int, str], int] = {}  # by the row of the pictures
    for other in ax.figure.axes:
        legend, spec = other.get_legend(), other.get_subplotspec()
        if legend and spec and legend.get_gid() in ("above", "below"):
            place = spec.rowspan.start, legend.get_gid()
            own = sum(1 + text.get_text().count("\n") for text in legend.get_texts())
            lines[place] = max(lines.get(place, 0), own)
    if any(where == "below" for _, where in lines):
        words = sum(count * (0.25 if where == "below" else 0.3) for (_, where), count in lines.items())
        rows = ax.get_subplotspec().get_gridspec().nrows
        needed = rows * (ax.figure.get_figwidth() / columns + 0.3) + words
        ax.figure.set_figheight(max(ax.figure.get_figheight(), needed))


def count_columns(ax: Axes) -> int:
    """Return how many pictures stand side by side."""
    return ax.get_subplotspec().get_gridspec().ncols if ax.get_subplotspec() else 1
