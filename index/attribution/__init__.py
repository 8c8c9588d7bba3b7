"""Blocks of a page and what the page says of names → turns, each with its speaker and office.

In the order of the pass: `label_candidate` takes the opening words of a block and all that is known
of them, `label_rules` decides by its tables what they are, `labels` gives the label or why there is
none, each with its rule, `attribute` cuts the blocks there. Only a label splits a turn.
"""
