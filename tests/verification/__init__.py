"""Whose order it is: policies, proofs, and counters in a real database."""
