"""Whose order it is: policies, claims, counters, `verify`, `Proof`."""
