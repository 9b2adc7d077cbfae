"""What an utterance means: intents, slots, spoken forms, the detector."""
