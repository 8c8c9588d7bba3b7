"""Printed words → what is known of each, where a name stands among them, and the office beside it.

`word` looks a word up once, in its letters and in the lists of `index/data`; `page_names` says what
the page itself vouches for; `name_start` and `name_and_office` choose among the ways to read a
label, each with its evidence.
"""
