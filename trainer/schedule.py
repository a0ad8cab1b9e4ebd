def learning_rate_at(step: int, total_steps: int, warmup_share: float, peak: float) -> float:
    """Rises linearly over the warm-up, then falls to what would be 0 after the last. Steps count from 1."""
    warmup = round(total_steps * warmup_share)
    if step <= warmup:
        return peak * step / warmup
    return peak * (total_steps + 1 - step) / (total_steps + 1 - warmup)
