"""Blocks → turns: which printed words are a label, and who speaks."""
