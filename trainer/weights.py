import hashlib

import torch
from torch import Tensor
from transformers import PreTrainedModel


def weights_of(model: PreTrainedModel) -> dict[str, Tensor]:
    """Copies on the CPU of all that training changes; tied weights once, under their first name."""
    persistent = model.state_dict().keys()
    kept = {name: parameter for name, parameter in model.named_parameters() if parameter.requires_grad}
    kept |= {name: buffer for name, buffer in model.named_buffers() if name in persistent}
    return {name: tensor.detach().to("cpu", copy=True).contiguous() for name, tensor in kept.items()}


@torch.no_grad()
def put_weights(model: PreTrainedModel, weights: dict[str, Tensor]) -> None:
    """Copies them into the model in place, so that ties and the optimizer's hold on the parameters stay."""
    places = dict(model.named_parameters()) | dict(model.named_buffers())
    for name, tensor in weights.items():
        places[name].copy_(tensor)


def hash_of(model: PreTrainedModel) -> str:
    """SHA-256 over names and values of all that training changes: equal for models that start alike."""
    digest = hashlib.sha256()
    for name, tensor in sorted(weights_of(model).items()):
        digest.update(name.encode())
        digest.update(tensor.numpy().tobytes())
    return digest.hexdigest()
