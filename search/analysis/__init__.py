"""Text in, folded words and stems with their offsets out; a prefix or misspelling in, words out.

The only tokenizer: index, query and highlight agree because all three ask it.
"""
