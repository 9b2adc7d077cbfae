"""What is counted and held between turns: counters, rate limits, held replies."""
