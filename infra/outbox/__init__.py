"""What is to be told to others, written down in the transaction in which it happened."""
