"""Speakers’ names → identities, across forms, scripts and languages."""
