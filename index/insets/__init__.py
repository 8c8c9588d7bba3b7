"""Text saved without markup → the same without what is nobody's words, and what was taken out.

In such a save nothing but order and spacing tells a person card, an inset, a caption or a button
from the text around it. `inset` has "See also" and glossary cards, `card_name`, `card_office` and
`cards` the person cards, `captions` the lines of pictures and the site's buttons.
"""
