"""The completions door: what an OpenAI client sends becomes a turn, and the turn what such a client understands."""
