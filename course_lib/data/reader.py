"""How the reader of digits was trained: `python -m course_lib.data.reader` writes `digit_reader.csv` again.

The file holds a row of numbers for each of the 64 pixels, one for the biases of the 32 hidden units, one for each of
these units, and one for the biases of the ten outputs. Trained anew it is the same up to the last digits of a float,
which sixty epochs may carry into the third decimal here or there: a test compares what both networks say.
"""

from pathlib import Path

import numpy as np

from course_lib.data import FOLDER, load_digits
from course_lib.mlp import MLPClassifier

DECIMALS = 3


def split() -> list[np.ndarray]:
    """Return X_train, X_test, y_train and y_test: three quarters to learn from, 450 held out."""
    from sklearn.model_selection import train_test_split  # here, since it takes a second to import

    X, y = load_digits()
    return train_test_split(X, y, test_size=0.25, random_state=0)


def train(X: np.ndarray, y: np.ndarray) -> MLPClassifier:
    """Train a network of 64-32-10 for sixty epochs, as lesson 11 does."""
    model = MLPClassifier(32, learning_rate_init=0.003, batch_size=32, random_state=2)
    for _ in range(60):
        model.partial_fit(X, y, classes=np.arange(10))
    return model


def write(folder: Path) -> None:
    """Train the reader, and write its numbers into a folder."""
    X_train, _, y_train, _ = split()
    model = train(X_train, y_train)
    layers = zip(model.coefs_, model.intercepts_)
    rows = [row for weights, biases in layers for row in [*weights, biases]]
    lines = [",".join(f"{number:.{DECIMALS}f}" for number in row) for row in rows]
    (folder / "digit_reader.csv").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write(FOLDER)
