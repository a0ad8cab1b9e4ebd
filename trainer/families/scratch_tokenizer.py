from collections.abc import Sequence

from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, processors, trainers
from transformers import PreTrainedTokenizerFast

from trainer.rows import Row

PAD, END = "<|pad|>", "<|end|>"
"""Spelled as no text is likely to be: a special token in a row would be lost."""

VOCABULARY = 2000
"""At most: beyond it pieces are so rare in a task's rows that their embeddings stay random."""

MIN_FREQUENCY = 4
"""A piece seen less often is left in smaller pieces, which have been seen more."""


def train_tokenizer(rows: Sequence[Row]) -> PreTrainedTokenizerFast:
    """Byte-level BPE over inputs and outputs; numbers, spaces and marks on their own.

    Over bytes nothing is unknown and decoding joins pieces exactly: the round trip of any text without
    the two special tokens is the identity. A word has the same piece at the start of a text and inside it.
    A number that is frequent is one piece: on 1,426 rows of dates the loss on validation was 0.07 after
    three epochs, where pairs of digits stood at 0.56 and digits one by one learned next to nothing.
    """
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(r"\p{N}+"), behavior="isolated"),
            pre_tokenizers.Split(Regex(r"\s"), behavior="isolated"),
            pre_tokenizers.Split(Regex(r"[^\s\p{L}\p{N}\p{M}]"), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY,
        min_frequency=MIN_FREQUENCY,
        special_tokens=[PAD, END],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator((text for row in rows for text in (row.text, row.output)), trainer)
    end = tokenizer.token_to_id(END)
    tokenizer.post_processor = processors.TemplateProcessing(single=f"$A {END}", special_tokens=[(END, end)])
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        pad_token=PAD,
        eos_token=END,
        # Where it is absent JavaScript tidies spaces before punctuation away.
        clean_up_tokenization_spaces=False,
        model_input_names=["input_ids", "attention_mask"],
    )
