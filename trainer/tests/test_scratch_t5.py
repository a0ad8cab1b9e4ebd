import torch

from trainer.families.scratch_t5 import scratch_t5
from trainer.tests.test_tokenizer import TOKENIZER


def test_cross_attention_starts_by_copying_what_it_looks_at():
    torch.manual_seed(0)
    for block in scratch_t5(TOKENIZER).decoder.block:
        attention = block.layer[1].EncDecAttention
        seen = torch.randn(4, 192)
        assert torch.allclose(attention.o(attention.v(seen)), seen, atol=1e-5)


def test_the_first_heads_start_by_looking_at_one_near_place_each():
    torch.manual_seed(0)
    model = scratch_t5(TOKENIZER)
    looks = []
    for stack in (model.encoder, model.decoder):
        attention = stack.block[0].layer[0].SelfAttention
        bias = attention.compute_bias(9, 9)[0, :, 4]  # (heads, keys) of the fifth query
        looks.append([int(place) - 4 for place in bias[:4].argmax(-1)])
    assert looks == [[0, -1, 1, -2], [0, -1, -2, -3]]
