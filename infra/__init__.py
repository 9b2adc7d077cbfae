"""What the house stands on: store, net, signals, outbox, and the clock's small companions."""
