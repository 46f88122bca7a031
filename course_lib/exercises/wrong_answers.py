"""Wrong answers that several lessons share."""


def moved(w, b, x, error, learning_rate):
    """Return the line after a move by an error, be it the right one or not."""
    return w + learning_rate * error * x, b + learning_rate * error


def in_place(predict):
    """Make the trick, with this prediction, that changes the caller's weights."""

    def trick(w, b, x, y, learning_rate):
        error = y - predict(w, b, x)
        w += learning_rate * error * x
        b += learning_rate * error
        return w, b

    return trick


def with_two_errors(predict):
    """Make the trick, with this prediction, that works the error out again after the weights have moved."""

    def trick(w, b, x, y, learning_rate):
        w = w + learning_rate * (y - predict(w, b, x)) * x
        b = b + learning_rate * (y - predict(w, b, x))
        return w, b

    return trick
