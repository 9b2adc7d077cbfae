"""What a JSON route takes, gives and may refuse: described once; it is served and documented from that description."""
