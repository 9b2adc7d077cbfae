"""Whom we work for: two shops in everything, and neither sees the other."""
