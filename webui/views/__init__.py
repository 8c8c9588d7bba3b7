"""A module for each kind of page: the parameters of a request in, the finished answer out."""
