"""Trains and exports small models: one plan in, JSON lines and files out. No network, no store, no Temporal."""
