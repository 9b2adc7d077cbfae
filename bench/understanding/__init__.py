"""How well people are understood: held-out utterances, voices that re-tell the stories, and what it costs.

Nothing in `held_out/` and no voice was written by, shown to or trained on by whoever wrote the detector.
"""
