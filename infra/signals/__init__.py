"""What processes tell each other and count together: counters, limits, held replies, fan-out, presence."""
