class RefusedPlanError(ValueError):
    """The plan, or a row it names, cannot be worked on; the message says where and why."""


class UnusableBaseError(ValueError):
    """The base model cannot be loaded; the message names its folder."""


def is_out_of_memory(error: Exception) -> bool:
    """GPUs raise torch's own class; the CPU allocator raises a RuntimeError that its text tells apart."""
    import torch

    if isinstance(error, (MemoryError, torch.OutOfMemoryError)):
        return True
    return isinstance(error, RuntimeError) and "can't allocate memory" in str(error)
