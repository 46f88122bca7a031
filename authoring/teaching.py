"""Write the instructor's page of a lesson from the same text as the notebooks."""

from .lesson import Lesson


def page(this: Lesson) -> str:
    """Return the page as Markdown."""
    return f"# {this.title}\n"
