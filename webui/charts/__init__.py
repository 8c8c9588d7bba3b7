"""Counts in, the geometry of charts out, whose bars and points are links to what they count."""
