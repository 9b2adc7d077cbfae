"""Frames, and what keeps a stream alive."""
