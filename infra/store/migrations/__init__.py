"""The schema's history, applied by `waybill migrate`."""
