"""Feedback as a reader of its HTML finds it."""

import html
from html.parser import HTMLParser

from course_lib.checking.feedback import Fact, Feedback


class Tree(HTMLParser):
    """Collects words and tags, and sees that tags are closed in order."""

    def __init__(self, text):
        super().__init__()
        self.open, self.words, self.tags = [], [], []
        self.feed(text)
        assert not self.open

    def handle_starttag(self, tag, attributes):
        self.open.append(tag)
        self.tags.append((tag, dict(attributes), len(self.open)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)


def assert_well_formed(feedback: Feedback):
    """See that the HTML has the words of the feedback, and that its tags are closed in order."""
    words = "".join(Tree(feedback._repr_html_()).words)
    for part in feedback.body:
        text = part.code if isinstance(part, Fact) else part.replace("`", "")
        assert text in html.unescape(words)
