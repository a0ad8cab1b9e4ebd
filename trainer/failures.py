import errno


class RefusedPlanError(ValueError):
    """The plan, or a row it names, cannot be worked on; the message says where and why."""


class UnusableBaseError(ValueError):
    """The base model cannot be loaded; the message names its folder."""


def is_disk_full(error: BaseException | None) -> bool:
    """Python's files say so by number, safetensors and ONNX by text, torch's writer only that it failed."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            return True
        text = str(error)
        if "No space left on device" in text or "enforce fail at inline_container.cc" in text:
            return True
        error = error.__cause__ or error.__context__
    return False


def is_out_of_memory(error: Exception) -> bool:
    """Nvidia's GPUs raise torch's own class; all else raises a RuntimeError that its text tells apart."""
    import torch

    if isinstance(error, (MemoryError, torch.OutOfMemoryError)):
        return True
    told = ("can't allocate memory", "MPS backend out of memory", "CUBLAS_STATUS_ALLOC_FAILED")
    return isinstance(error, RuntimeError) and any(text in str(error) for text in told)
