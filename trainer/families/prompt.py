"""What stands around a text when a student reads it: fixed when training begins, kept beside the weights."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from transformers import PreTrainedTokenizerFast

from trainer.failures import UnusableBaseError

FILE = "prompt.json"

PLACE = "TheTextOfTheInput"
"""Stands for the input while a template is rendered: letters alone, which no template trims or escapes."""

PLAIN = ("Input:\n", "\nOutput:\n")
"""For a language model whose tokenizer brings no template."""


@dataclass(frozen=True)
class Prompt:
    before: str
    after: str


NO_PROMPT = Prompt("", "")


def read_prompt(folder: Path) -> Prompt:
    return Prompt(**json.loads((folder / FILE).read_text(encoding="utf-8")))


def write_prompt(prompt: Prompt, folder: Path) -> None:
    text = json.dumps(asdict(prompt), indent=2, ensure_ascii=False)
    (folder / FILE).write_text(text + "\n", encoding="utf-8")


def language_model_prompt(tokenizer: PreTrainedTokenizerFast, prefix: str) -> Prompt:
    """The tokenizer's chat template around a user's message, up to where the answer begins; else a plain one.

    Rendered once: whoever asks the student later puts three texts together, and needs no template engine.

    Raises:
        UnusableBaseError: If the template does not hold the message exactly once, as it is.
    """
    if not tokenizer.chat_template:
        before, after = PLAIN
        return Prompt(beginning(tokenizer) + before + prefix, after)
    rendered = render(tokenizer)
    parts = rendered.split(PLACE)
    if len(parts) != 2:
        raise UnusableBaseError(
            f"the chat template of the base model repeats or drops the user's message: {rendered!r}"
        )
    return Prompt(parts[0] + prefix, parts[1])


def beginning(tokenizer: PreTrainedTokenizerFast) -> str:
    """The token that the tokenizer itself puts before every text, where it does."""
    begins = tokenizer.bos_token_id is not None and tokenizer.bos_token_id in tokenizer("")["input_ids"]
    return tokenizer.bos_token if begins else ""


def render(tokenizer: PreTrainedTokenizerFast) -> str:
    try:
        return tokenizer.apply_chat_template(
            [{"role": "user", "content": PLACE}],
            tokenize=False,
            add_generation_prompt=True,
            enable_thinking=False,  # Qwen3's word for: the answer comes at once
            strftime_now=lambda _: "",  # the same plan gives the same prompt on every day
        )
    # Templates are programs of the base model's authors, and may raise anything.
    except Exception as error:
        raise UnusableBaseError(f"cannot render the chat template of the base model: {error}") from error
