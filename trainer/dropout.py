from torch.nn import Dropout
from transformers import PreTrainedModel


def set_dropout(model: PreTrainedModel, share: float) -> None:
    """Leaves out so large a share (0..1) of every hidden value that the model's own dropout passes over.

    Attention's own dropout, which most models draw inside one fused operation, stays as it is.
    """
    for module in model.modules():
        if isinstance(module, Dropout):
            module.p = share
