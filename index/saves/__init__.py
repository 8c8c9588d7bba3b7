"""Saved files → pages, and what each page is."""
