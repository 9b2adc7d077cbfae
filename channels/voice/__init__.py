"""The phone: Twilio's requests believed only if signed, turns taken, replies spoken."""
