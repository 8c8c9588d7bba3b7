"""What was typed, and the words, speakers and titles of an index, in; better queries out.

Corrections are for a query that found little, completions for one that is still being typed.
"""
