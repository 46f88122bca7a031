"""Speed against scikit-learn, PyTorch and the obvious loop.

`python run.py bench` prints every table, `python run.py bench -- mlp growth` those of the modules named. Rivals learn
from the same data in the same process on one thread, in turns, so that what slows the machine slows all of them. A time
is the median of the rounds, with half the distance between its quartiles after ±. A ratio such as "scikit-learn / ours"
is taken round by round, and its median is shown: above 1 ours is faster. "must" is what the course promises, and "aim"
what it would like. Whoever learns something else than the rivals, or less, stops the script: speed is no excuse.

On a busy machine times grow, ratios hardly. Tests never measure.
"""
