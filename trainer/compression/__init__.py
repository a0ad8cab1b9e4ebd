"""Cuts the parts of a trained student that matter least; the training loop then heals it."""
