import torch


def find_device() -> torch.device:
    """CUDA where there is one, else Apple's GPU, else the CPU."""
    if torch.cuda.is_available():
        return torch.device("cuda")
    return torch.device("mps" if torch.backends.mps.is_available() else "cpu")


def device_name(device: torch.device) -> str:
    return f"cuda ({torch.cuda.get_device_name(device)})" if device.type == "cuda" else device.type


def number_type(device: torch.device, writes: bool) -> torch.dtype:
    """What matrices are multiplied in; weights and losses stay float32 everywhere.

    bfloat16 where a GPU has units for it, float16 on older ones; the CPU and Apple's GPU keep float32.
    Students that write do so too on older GPUs: activations of T5 are too large for float16.
    """
    if device.type != "cuda":
        return torch.float32
    if torch.cuda.is_bf16_supported(including_emulation=False):
        return torch.bfloat16
    return torch.float32 if writes else torch.float16


def precision(device: torch.device, writes: bool) -> torch.autocast:
    """A context in which the device computes in its `number_type`."""
    numbers = number_type(device, writes)
    if numbers == torch.float32:
        return torch.autocast(device.type, enabled=False)
    return torch.autocast(device.type, dtype=numbers)


def create_scaler(device: torch.device, writes: bool) -> torch.amp.GradScaler:
    """Keeps small gradients above float16's least number; does nothing for the wider types.

    (Micikevicius et al. 2018, "Mixed Precision Training", section 3.2)
    """
    return torch.amp.GradScaler(device.type, enabled=number_type(device, writes) == torch.float16)
