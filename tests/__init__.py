"""Promises, written as conversations."""
