"""Trains and exports small models: a plan in, JSON lines and files out. No network, no store."""
