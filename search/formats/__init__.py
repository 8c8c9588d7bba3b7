"""Records in; JSON shapes, rows of a table and lines of a terminal out, with whom to credit.

HTML and feeds are the site's own.
"""
