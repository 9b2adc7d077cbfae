"""What must survive, survives; what must not be read, is not."""
