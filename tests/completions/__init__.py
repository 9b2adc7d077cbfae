"""What OpenAI clients send, and what they must get."""
