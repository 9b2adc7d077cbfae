"""Limits and held replies."""
