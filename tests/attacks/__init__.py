"""What somebody hostile or clumsy does to a running Waybill, and what must not come of it."""
