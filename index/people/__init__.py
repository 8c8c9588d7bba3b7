"""Speakers' names over all statements → persons: one id over all forms, scripts and languages.

`resolver` learns from every statement, then gives each turn the one person its name may mean, or
none. `known_names` has the person every full name means, as `namesakes`, `offices` and `misprints`
judge.
"""
