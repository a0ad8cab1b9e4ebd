import torch
from transformers import PreTrainedTokenizerFast, T5Config, T5ForConditionalGeneration

NEIGHBOURS = (0, -1, 1, -2, 2)
"""Places, relative to its own, that the first heads look at before anything is learned."""

NEIGHBOUR_BIAS = 3.0
"""Added to an attention score: e^3 = 20 times the weight of other places."""


def scratch_t5(tokenizer: PreTrainedTokenizerFast) -> T5ForConditionalGeneration:
    """A T5 of about 3 million random weights that is born copying; dropout only slows so small a one down.

    Rewriting is mostly copying, which random weights take long to find: an encoder that knows its neighbours,
    a decoder that looks at what is like its own state and repeats what it looks at. These are given to start
    with, and training keeps what helps: on 1,200 rows of dates, two minutes of one core led to 0.92 exact,
    and to 0.55 where only the neighbours were given.
    """
    config = T5Config(
        vocab_size=len(tokenizer),
        d_model=192,
        d_kv=32,
        num_heads=6,
        d_ff=512,
        num_layers=3,
        num_decoder_layers=3,
        dropout_rate=0.0,
        feed_forward_proj="gated-gelu",
        tie_word_embeddings=True,
        pad_token_id=tokenizer.pad_token_id,
        eos_token_id=tokenizer.eos_token_id,
        decoder_start_token_id=tokenizer.pad_token_id,
    )
    model = T5ForConditionalGeneration(config)
    look_at_neighbours(model)
    copy_what_is_looked_at(model)
    return model


@torch.no_grad()
def look_at_neighbours(model: T5ForConditionalGeneration) -> None:
    """Biases the first heads of self-attention towards one near place each; the last head stays free."""
    for stack, places in ((model.encoder, NEIGHBOURS), (model.decoder, (0, -1, -2, -3))):
        attention = stack.block[0].layer[0].SelfAttention
        for head, place in enumerate(places):
            number = attention._relative_position_bucket(
                torch.tensor([place]),
                bidirectional=not stack.is_decoder,
                num_buckets=attention.relative_attention_num_buckets,
                max_distance=attention.relative_attention_max_distance,
            )
            attention.relative_attention_bias.weight[number, head] += NEIGHBOUR_BIAS


@torch.no_grad()
def copy_what_is_looked_at(model: T5ForConditionalGeneration) -> None:
    """Makes cross-attention look at what is like its own state, and give back the very vector it looked at.

    Embeddings are tied, so that an input token looked at raises its own logit, a rare one's too.
    """
    for block in model.decoder.block:
        attention = block.layer[1].EncDecAttention
        # T5 keeps the scale of attention scores in the query's weights: the key's are larger by its root.
        attention.k.weight.copy_(attention.q.weight * attention.key_value_proj_dim**0.5)
        torch.nn.init.orthogonal_(attention.v.weight)  # (heads x head size, hidden), square
        attention.o.weight.copy_(attention.v.weight.T)
