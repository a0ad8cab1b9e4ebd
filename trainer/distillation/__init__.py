"""What teaches a student beside the labels: the votes behind them, or a larger student."""
