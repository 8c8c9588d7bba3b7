"""Quotations in, word-by-word verdicts out; pure but for the engine that is asked for passages.

No ratio decides: words are aligned, and negations, numbers, names and speakers are gates.
"""
