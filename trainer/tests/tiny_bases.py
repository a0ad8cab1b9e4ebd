"""Base models of one or two tiny layers with random weights, and tokenizers of the real ones' kinds."""

import json
import struct
from collections.abc import Callable
from pathlib import Path

import torch
from tokenizers import (
    Regex,
    Tokenizer,
    decoders,
    models,
    normalizers,
    pre_tokenizers,
    processors,
    trainers,
)
from transformers import (
    BartConfig,
    BartForConditionalGeneration,
    GPT2Config,
    GPT2LMHeadModel,
    LlamaConfig,
    LlamaForCausalLM,
    MT5Config,
    MT5ForConditionalGeneration,
    PreTrainedModel,
    PreTrainedTokenizerFast,
    Qwen2Config,
    Qwen2ForCausalLM,
    Qwen3Config,
    Qwen3ForCausalLM,
    T5Config,
    T5ForConditionalGeneration,
)

WIDE = 0.2
"""Deviation of random weights: wide enough that so few of them tell one input from another."""

CHATML = (
    "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' + message['content'] | trim"
    " + '<|im_end|>' + '\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}"
    "{% if enable_thinking is defined and not enable_thinking %}{{ '<think>\n\n</think>\n\n' }}{% endif %}"
    "{% endif %}"
)
"""In the manner of Qwen's, a message trimmed and the thinking left out where it is not wished for."""

SPLIT = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}"
    r"| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
"""Pieces of a text as Qwen's tokenizers cut them before merging."""

NO_RULES = struct.pack("<I", 1024) + bytes(1024)
"""SentencePiece's compiled table of an empty normalization: the size of its trie, and a trie of nothing."""

TEXTS = [
    *(f"day {day} of month {month}: {month}/{day}" for day in range(1, 29) for month in range(1, 13)),
    'naïve café, 日本語 🙂 don\'t a-b, "c"; 3.14!',
]
"""What vocabularies are made from."""


def qwen2(folder: Path) -> None:
    write(
        folder,
        lambda size: Qwen2ForCausalLM(Qwen2Config(**small(size), tie_word_embeddings=True)),
        chatml_tokenizer(),
    )


def qwen3(folder: Path) -> None:
    write(folder, lambda size: Qwen3ForCausalLM(Qwen3Config(**small(size), head_dim=8)), chatml_tokenizer())


def llama(folder: Path) -> None:
    """A SentencePiece-like tokenizer that puts a token before every text, and no chat template."""
    write(folder, lambda size: LlamaForCausalLM(LlamaConfig(**small(size))), sentence_piece_bpe())


def gpt2(folder: Path) -> None:
    """One token ends texts and is nothing else: there is none for padding."""
    tokenizer = byte_level(["<|endoftext|>"], pre_tokenizers.ByteLevel(add_prefix_space=False))
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, eos_token="<|endoftext|>", bos_token="<|endoftext|>"
    )
    write(
        folder,
        lambda size: GPT2LMHeadModel(GPT2Config(vocab_size=size, n_embd=32, n_layer=2, n_head=4)),
        fast,
    )


def t5(folder: Path) -> None:
    write(folder, lambda size: T5ForConditionalGeneration(t5_config(T5Config, size)), unigram())


def flan_t5(folder: Path) -> None:
    """T5 1.1: gated, its output matrix not its embedding."""
    config = {"feed_forward_proj": "gated-gelu", "tie_word_embeddings": False}
    write(folder, lambda size: T5ForConditionalGeneration(t5_config(T5Config, size, **config)), unigram())


def mt5(folder: Path) -> None:
    write(folder, lambda size: MT5ForConditionalGeneration(t5_config(MT5Config, size)), unigram())


def codet5(folder: Path) -> None:
    """A T5 with RoBERTa's tokenizer."""
    ends = {"bos_token_id": 1, "eos_token_id": 2}
    write(
        folder,
        lambda size: T5ForConditionalGeneration(t5_config(T5Config, size, **ends)),
        roberta(["<pad>", "<s>", "</s>"]),
    )


def bart(folder: Path) -> None:
    def model(size: int) -> PreTrainedModel:
        shape = {
            f"{side}_{name}": value
            for side in ("encoder", "decoder")
            for name, value in (("layers", 1), ("attention_heads", 4), ("ffn_dim", 64))
        }
        config = BartConfig(vocab_size=size, d_model=32, max_position_embeddings=128, init_std=WIDE, **shape)
        return BartForConditionalGeneration(config)

    write(folder, model, roberta(["<s>", "<pad>", "</s>"]))


BASES: dict[str, Callable[[Path], None]] = {
    make.__name__: make for make in (qwen2, qwen3, llama, gpt2, t5, flan_t5, mt5, codet5, bart)
}


def write(folder: Path, make: Callable[[int], PreTrainedModel], tokenizer: PreTrainedTokenizerFast) -> None:
    torch.manual_seed(0)
    make(len(tokenizer)).save_pretrained(folder)
    tokenizer.save_pretrained(folder)


def small(size: int) -> dict[str, float]:
    return {
        "vocab_size": size,
        "hidden_size": 32,
        "intermediate_size": 64,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "initializer_range": WIDE,
    }


def t5_config(kind: type, size: int, **more: object) -> T5Config:
    return kind(
        vocab_size=size,
        d_model=32,
        d_kv=8,
        d_ff=64,
        num_layers=1,
        num_heads=4,
        decoder_start_token_id=0,
        **more,
    )


def chatml_tokenizer() -> PreTrainedTokenizerFast:
    split = pre_tokenizers.Split(Regex(SPLIT), behavior="isolated")
    cut = pre_tokenizers.Sequence([split, pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])
    tokenizer = byte_level(["<|endoftext|>", "<|im_start|>", "<|im_end|>"], cut)
    tokenizer.normalizer = normalizers.NFC()
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, eos_token="<|im_end|>", pad_token="<|endoftext|>", chat_template=CHATML
    )


def roberta(first: list[str]) -> PreTrainedTokenizerFast:
    tokenizer = byte_level([*first, "<unk>", "<mask>"], pre_tokenizers.ByteLevel(add_prefix_space=False))
    begin, end = [(token, tokenizer.token_to_id(token)) for token in ("<s>", "</s>")]
    tokenizer.post_processor = processors.RobertaProcessing(
        end, begin, trim_offsets=True, add_prefix_space=False
    )
    names = {
        "bos": "<s>",
        "eos": "</s>",
        "pad": "<pad>",
        "unk": "<unk>",
        "cls": "<s>",
        "sep": "</s>",
        "mask": "<mask>",
    }
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        model_input_names=["input_ids", "attention_mask"],
        **{f"{name}_token": token for name, token in names.items()},
    )


def byte_level(special: list[str], cut: pre_tokenizers.PreTokenizer) -> Tokenizer:
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = cut
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=400, special_tokens=special, initial_alphabet=alphabet, show_progress=False
    )
    tokenizer.train_from_iterator(TEXTS, trainer)
    return tokenizer


def sentence_piece_bpe() -> PreTrainedTokenizerFast:
    """Llama's: spaces become marks, unknown characters bytes."""
    tokenizer = Tokenizer(models.BPE(byte_fallback=True, unk_token="<unk>", fuse_unk=True))
    tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    tokenizer.decoder = decoders.Sequence(
        [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]
    )
    special = ["<unk>", "<s>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256))]
    trainer = trainers.BpeTrainer(vocab_size=500, special_tokens=special, show_progress=False)
    tokenizer.train_from_iterator(TEXTS, trainer)
    # Bytes are no special tokens: an answer's are shown.
    tokenizer = without_special_bytes(tokenizer)
    tokenizer.post_processor = processors.TemplateProcessing(single="<s> $A", special_tokens=[("<s>", 1)])
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, bos_token="<s>", eos_token="</s>", unk_token="<unk>"
    )


def without_special_bytes(tokenizer: Tokenizer) -> Tokenizer:
    raw = json.loads(tokenizer.to_str())
    raw["added_tokens"] = [token for token in raw["added_tokens"] if not token["content"].startswith("<0x")]
    return Tokenizer.from_str(json.dumps(raw))


def unigram() -> PreTrainedTokenizerFast:
    """T5's and mT5's."""
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Precompiled(NO_RULES)
    space = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), space])
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="always")
    trainer = trainers.UnigramTrainer(
        vocab_size=300, special_tokens=["<pad>", "</s>", "<unk>"], unk_token="<unk>", show_progress=False
    )
    tokenizer.train_from_iterator(TEXTS, trainer)
    tokenizer.post_processor = processors.TemplateProcessing(single="$A </s>", special_tokens=[("</s>", 1)])
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        eos_token="</s>",
        pad_token="<pad>",
        unk_token="<unk>",
        model_input_names=["input_ids", "attention_mask"],
    )
