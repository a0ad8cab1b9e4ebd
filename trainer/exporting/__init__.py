"""Trained weights become the files that ship."""
