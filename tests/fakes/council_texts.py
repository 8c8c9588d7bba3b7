"""What was said at the invented council: a filler, words to be cut, a sentence on grain."""

from __future__ import annotations

FILL = "The harvest of the northern valleys came in early that year, and the mills worked. " * 14
CUT = (
    "We opened the mill on the river in spring, which nobody had thought possible, and the bread"
    " has been ours ever since."
)
GRAIN = "We will not sell 2.5 million tonnes of grain to Northland"
