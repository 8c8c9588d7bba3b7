"""Speakers' names over all statements → persons: one id over all forms, scripts and languages.

`resolver` learns from every statement, then gives each turn the one person its name may mean, or
none. `known_names` has whose every full name is; `namesakes`, `offices` and `misprints` judge it.
"""
