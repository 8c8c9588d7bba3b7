"""The lines around a text saved without markup → title, lead, date, time, place and lists.

`heading` and `headline` read what stands above the text, `tail` and `tags` what stands below;
`dates` and `furniture` have how the site prints dates and its own fixed wording.
"""
