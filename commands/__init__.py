"""What one types in a terminal; each module is one subcommand of `waybill`, which parses and prints."""
