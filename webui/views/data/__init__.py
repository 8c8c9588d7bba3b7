"""Requests of programs in; whole files, descriptions and cards for other pages out."""
