"""Wiring: settings, auth, the application; the one room that knows all the others."""
