"""Low-rank adapters: few weights are trained beside frozen ones, and added to them in the end."""

from peft import LoraConfig, inject_adapter_in_model
from peft.tuners.lora import LoraLayer
from torch import Tensor
from transformers import PreTrainedModel

ADAPTER = "default"


def add_adapter(model: PreTrainedModel, rank: int) -> None:
    """Freezes the model and puts an adapter of the rank beside every matrix but the output's.

    All matrices: Dettmers et al. 2023, "QLoRA", section 4. A share that counts twice: Biderman et al. 2024,
    "LoRA Learns Less and Forgets Less".
    """
    config = LoraConfig(r=rank, lora_alpha=2 * rank, target_modules="all-linear", task_type="CAUSAL_LM")
    inject_adapter_in_model(config, model, adapter_name=ADAPTER)


def merged_weights(model: PreTrainedModel) -> dict[str, Tensor]:
    """Weights by the names they have without an adapter, whose share is added; the model stays as it is."""
    state = model.state_dict()
    for name, module in model.named_modules():
        if isinstance(module, LoraLayer):
            place = f"{name}.base_layer.weight"
            state[place] = state[place] + module.get_delta_weight(ADAPTER).detach()
    return {
        name.replace(".base_layer.", "."): tensor for name, tensor in state.items() if ".lora_" not in name
    }
