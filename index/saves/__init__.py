"""Files and folders of saved pages → pages (bytes, origin), each recognised by its template.

`pages` finds and reads files, `archives` opens those that hold pages inside, `encoding` turns bytes
into text, `recognise` says which template a page is in or why it holds no statement.
"""
