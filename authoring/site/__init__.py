"""The static site: every lesson as a page on which all but Python is alive, and as slides. `python run.py site`."""
