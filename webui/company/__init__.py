"""Everybody else who asks: how often one address may, and how long one waits for an answer."""
