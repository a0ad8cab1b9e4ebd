import torch
from transformers import PreTrainedModel


def create_optimizer(model: PreTrainedModel, weight_decay: float) -> torch.optim.AdamW:
    """AdamW (Loshchilov & Hutter 2019); norms and biases do not decay. The loop sets the rate."""
    trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
    groups = [
        {"params": [parameter for parameter in trained if parameter.ndim > 1], "weight_decay": weight_decay},
        {"params": [parameter for parameter in trained if parameter.ndim <= 1], "weight_decay": 0.0},
    ]
    # One pass over memory instead of ten. Apple's GPU has no such kernel for all types.
    fused = model.device.type in ("cpu", "cuda")
    return torch.optim.AdamW(groups, lr=0.0, fused=fused)
