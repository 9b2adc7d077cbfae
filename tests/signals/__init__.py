"""Every port of the signals, each within a process and on Redis; and what happens when Redis is away."""
