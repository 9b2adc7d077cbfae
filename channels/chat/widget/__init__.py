"""The widget's door: visitors' pages come in by a socket or by HTTP, with a publishable key and a pass."""
