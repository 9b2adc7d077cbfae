"""Clients as they are installed from the registries, unmodified, against a running Waybill."""
