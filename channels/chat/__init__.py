"""Chat sessions: a developer's server opens a conversation and passes messages through."""
