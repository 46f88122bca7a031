"""Turn the lessons' text into notebooks and instructor's pages. README.md beside this file says how."""
