def learning_rate_at(step: int, total_steps: int, warmup_share: float, peak: float) -> float:
    """Rises linearly over the warm-up, then falls linearly; the step after the last would have 0. Steps count from 1."""
    warmup = round(total_steps * warmup_share)
    if step <= warmup:
        return peak * step / warmup
    return peak * (total_steps + 1 - step) / (total_steps + 1 - warmup)
