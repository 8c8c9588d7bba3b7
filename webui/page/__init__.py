"""Results, statements and requests in, the values and the safe markup that templates print out.

Nothing here asks for the request or the site: what it needs is given to it. The language alone
comes from the request.
"""
