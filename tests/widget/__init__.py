"""The widget's door: its protocol, keys and tokens, photos, and where its files are served."""
