"""A telephone with an account: places calls to a server as Twilio would, and obeys nothing that Twilio would refuse."""
