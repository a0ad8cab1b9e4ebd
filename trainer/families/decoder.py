"""Language models that write the answer after a prompt; pretrained, whole or with an adapter."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy
import torch
from torch import Tensor
from torch.nn.functional import cross_entropy
from transformers import AutoModelForCausalLM, GenerationConfig, PreTrainedTokenizerFast

from trainer.exporting.sessions import Scores, empty_past, open_session, run, token_inputs
from trainer.failures import RefusedPlanError, UnusableBaseError
from trainer.families.adapter import add_adapter, merged_weights
from trainer.families.family import (
    Batch,
    EncodedRow,
    Student,
    load_pretrained,
    load_tokenizer,
    mean_validation_loss,
    save_student,
)
from trainer.families.prompt import language_model_prompt, read_prompt, write_prompt
from trainer.plan import TrainingPlan
from trainer.rows import Row

IGNORED = -100
"""Target number that torch's cross-entropy passes over: padding."""


class DecoderFamily:
    name = "decoder"
    kinds = ("text", "code", "edit", "structured")
    writes = True
    onnx_task = "text-generation-with-past"
    onnx_files = ("model.onnx",)
    weight_bits = 8

    def create(self, plan: TrainingPlan, rows: Sequence[Row]) -> Student:
        if plan.base is None:
            raise RefusedPlanError("a decoder needs a base model: a task's rows alone teach it no language")
        folder = Path(plan.base)
        tokenizer = load_tokenizer(folder)
        if tokenizer.eos_token_id is None:
            raise UnusableBaseError(f"the tokenizer in {folder} has no end token: answers would never end")
        model = load_pretrained(AutoModelForCausalLM, folder)
        model.generation_config = greedy(tokenizer, plan.settings.max_output_tokens)
        if plan.settings.lora_rank is not None:
            add_adapter(model, plan.settings.lora_rank)
        return Student(model, tokenizer, language_model_prompt(tokenizer, plan.prefix or ""))

    def load(self, folder: Path) -> Student:
        model = load_pretrained(AutoModelForCausalLM, folder)
        return Student(model, load_tokenizer(folder), read_prompt(folder))

    def inputs(self, student: Student, texts: Sequence[str], limit: int) -> list[list[int]]:
        """Prompt and text are cut into tokens each for itself, so that a long text loses its end alone."""
        before, after = bare_tokens(student.tokenizer, [student.prompt.before, student.prompt.after])
        room = limit - len(before) - len(after)
        if room < 1:
            raise RefusedPlanError(
                f"the prompt alone takes {len(before) + len(after)} of {limit} input tokens: raise the limit"
            )
        return [before + ids[:room] + after for ids in bare_tokens(student.tokenizer, texts)]

    def encode(self, student: Student, rows: Sequence[Row], plan: TrainingPlan) -> list[EncodedRow]:
        limits = plan.settings
        inputs = self.inputs(student, [row.text for row in rows], limits.max_input_tokens)
        outputs = bare_tokens(student.tokenizer, [row.output for row in rows])
        end = student.tokenizer.eos_token_id
        # An output above the limit is cut hard, its end token too: ending early must not be learned.
        targets = [[*ids, end][: limits.max_output_tokens] for ids in outputs]
        triples = zip(inputs, targets, rows, strict=True)
        return [EncodedRow(ids, target, row.weight) for ids, target, row in triples]

    def collate(self, student: Student, rows: Sequence[EncodedRow]) -> Batch:
        """Prompts end, and answers begin, in the same column: only answers cost logits of the vocabulary."""
        prompt = max(len(row.input) for row in rows)
        answer = max(len(row.target) for row in rows)
        filler = student.tokenizer.eos_token_id
        ids, mask, labels = [], [], []
        for row in rows:
            left, right = prompt - len(row.input), answer - len(row.target)
            ids.append([filler] * left + row.input + row.target + [filler] * right)
            mask.append([0] * left + [1] * (len(row.input) + len(row.target)) + [0] * right)
            labels.append(row.target + [IGNORED] * right)
        return {
            "input_ids": torch.tensor(ids),  # (batch, prompt + answer)
            "attention_mask": torch.tensor(mask),  # (batch, prompt + answer)
            "labels": torch.tensor(labels),  # (batch, answer)
        }

    def losses(self, student: Student, batch: Batch) -> Tensor:
        """Mean over the tokens of a row's answer, its end token among them; the prompt is no part of it."""
        labels, mask = batch["labels"], batch["attention_mask"]
        output = student.model(
            batch["input_ids"],
            attention_mask=mask,
            position_ids=(mask.cumsum(1) - 1).clamp(min=0),  # padding on the left moves no position
            logits_to_keep=labels.shape[1] + 1,  # a token is foretold where the one before it stands
            use_cache=False,
        )
        logits = output.logits[:, :-1]  # (batch, answer, vocabulary)
        losses = cross_entropy(
            logits.float().flatten(0, 1), labels.flatten(), ignore_index=IGNORED, reduction="none"
        ).view_as(labels)  # (batch, answer)
        return losses.sum(1) / (labels != IGNORED).sum(1)  # (batch,)

    def validation_loss(self, student: Student, batches: Iterable[tuple[Batch, Tensor]]) -> float:
        return mean_validation_loss(self, student, batches)

    @torch.no_grad()
    def scores(self, student: Student, ids: list[int]) -> Scores:
        """``(vocabulary,)`` logits of the answer's first token."""
        return student.model(torch.tensor([ids]), logits_to_keep=1, use_cache=False).logits[0, -1].numpy()

    def exported_scores(self, student: Student, folder: Path, threads: int) -> Callable[[list[int]], Scores]:
        session = open_session(folder / "model.onnx", threads)

        def first_token(ids: list[int]) -> Scores:
            positions = numpy.arange(len(ids), dtype=numpy.int64)[None]  # (1, seq)
            inputs = token_inputs(ids) | {"position_ids": positions}
            return run(session, inputs | empty_past(session))[-1]

        return first_token

    def save(self, student: Student, folder: Path) -> None:
        """An adapter is added to the weights: what is saved is a plain model."""
        save_student(student, folder, merged_weights(student.model))
        write_prompt(student.prompt, folder)


def bare_tokens(tokenizer: PreTrainedTokenizerFast, texts: Sequence[str]) -> list[list[int]]:
    """Token numbers, without any that the tokenizer would add around a text."""
    return tokenizer(list(texts), add_special_tokens=False)["input_ids"]


def greedy(tokenizer: PreTrainedTokenizerFast, max_new_tokens: int) -> GenerationConfig:
    """What `generate` does in Python and in JavaScript alike: no sampling, no beams, an end in sight."""
    return GenerationConfig(
        max_new_tokens=max_new_tokens,
        do_sample=False,
        num_beams=1,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.eos_token_id,
    )
