"""T5-like students: from a pretrained folder, or small and from scratch."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy
import torch
from torch import Tensor
from torch.nn.functional import cross_entropy
from transformers import AutoModelForSeq2SeqLM, GenerationConfig, PreTrainedModel

from trainer.exporting.sessions import Scores, empty_past, open_session, run, taken_by, token_inputs
from trainer.families.family import (
    Batch,
    EncodedRow,
    Student,
    load_pretrained,
    load_tokenizer,
    mean_validation_loss,
    pad_inputs,
    save_student,
)
from trainer.families.prompt import Prompt, read_prompt, write_prompt
from trainer.families.scratch_t5 import scratch_t5
from trainer.families.scratch_tokenizer import train_tokenizer
from trainer.plan import TrainingPlan
from trainer.rows import Row

IGNORED = -100
"""Target number that torch's cross-entropy passes over: padding."""


class EncoderDecoderFamily:
    name = "encoder-decoder"
    kinds = ("text", "code", "edit", "structured")
    writes = True
    onnx_task = "text2text-generation-with-past"
    onnx_files = ("encoder_model.onnx", "decoder_model_merged.onnx")
    weight_bits = None

    def create(self, plan: TrainingPlan, rows: Sequence[Row]) -> Student:
        if plan.base is None:
            tokenizer = train_tokenizer(rows)
            student = Student(scratch_t5(tokenizer), tokenizer, Prompt(plan.prefix or "", ""))
        else:
            folder = Path(plan.base)
            model = load_pretrained(AutoModelForSeq2SeqLM, folder)
            student = Student(model, load_tokenizer(folder), Prompt(plan.prefix or "", ""))
        student.model.generation_config = greedy(student.model, plan.settings.max_output_tokens)
        return student

    def load(self, folder: Path) -> Student:
        model = load_pretrained(AutoModelForSeq2SeqLM, folder)
        return Student(model, load_tokenizer(folder), read_prompt(folder))

    def inputs(self, student: Student, texts: Sequence[str], limit: int) -> list[list[int]]:
        prompt = student.prompt
        whole = [prompt.before + text + prompt.after for text in texts]
        return student.tokenizer(whole, truncation=True, max_length=limit)["input_ids"]

    def encode(self, student: Student, rows: Sequence[Row], plan: TrainingPlan) -> list[EncodedRow]:
        limits = plan.settings
        tokenize = student.tokenizer
        inputs = self.inputs(student, [row.text for row in rows], limits.max_input_tokens)
        outputs = [row.output for row in rows]
        # An output above the limit is cut hard, its end-of-text too: ending early must not be learned.
        targets = [ids[: limits.max_output_tokens] for ids in tokenize(text_target=outputs)["input_ids"]]
        triples = zip(inputs, targets, rows, strict=True)
        return [EncodedRow(ids, target, row.weight) for ids, target, row in triples]

    def collate(self, student: Student, rows: Sequence[EncodedRow]) -> Batch:
        longest = max(len(row.target) for row in rows)
        targets = [row.target + [IGNORED] * (longest - len(row.target)) for row in rows]
        return {**pad_inputs(student, rows), "labels": torch.tensor(targets)}  # (batch, target)

    def losses(self, student: Student, batch: Batch) -> Tensor:
        """Mean over a row's own tokens, so that a long output weighs as much as a short one."""
        labels = batch["labels"]  # (batch, target)
        decoder_input = student.model.prepare_decoder_input_ids_from_labels(labels)  # (batch, target)
        output = student.model(
            batch["input_ids"],
            attention_mask=batch["attention_mask"],
            decoder_input_ids=decoder_input,
            use_cache=False,
        )
        logits = output.logits  # (batch, target, vocabulary)
        losses = cross_entropy(
            logits.float().flatten(0, 1), labels.flatten(), ignore_index=IGNORED, reduction="none"
        ).view_as(labels)  # (batch, target)
        return losses.sum(1) / (labels != IGNORED).sum(1)  # (batch,)

    def validation_loss(self, student: Student, batches: Iterable[tuple[Batch, Tensor]]) -> float:
        return mean_validation_loss(self, student, batches)

    @torch.no_grad()
    def scores(self, student: Student, ids: list[int]) -> Scores:
        """``(vocabulary,)`` logits of the first output token."""
        start = student.model.config.decoder_start_token_id
        inputs = {"input_ids": torch.tensor([ids]), "decoder_input_ids": torch.tensor([[start]])}
        return student.model(**inputs).logits[0, -1].numpy()

    def exported_scores(self, student: Student, folder: Path, threads: int) -> Callable[[list[int]], Scores]:
        encoder = open_session(folder / "encoder_model.onnx", threads)
        decoder = open_session(folder / "decoder_model_merged.onnx", threads)
        start = numpy.array([[student.model.config.decoder_start_token_id]], dtype=numpy.int64)  # (1, 1)

        def first_token(ids: list[int]) -> Scores:
            tokens = token_inputs(ids)
            hidden = encoder.run(["last_hidden_state"], taken_by(encoder, tokens))[0]
            inputs = {
                "input_ids": start,
                "encoder_hidden_states": hidden,  # (1, seq, hidden)
                "encoder_attention_mask": tokens["attention_mask"],
                "use_cache_branch": numpy.array([False]),
            }
            return run(decoder, inputs | empty_past(decoder))[-1]

        return first_token

    def save(self, student: Student, folder: Path) -> None:
        save_student(student, folder)
        write_prompt(student.prompt, folder)


def greedy(model: PreTrainedModel, max_new_tokens: int) -> GenerationConfig:
    """What `generate` does in Python and in JavaScript alike: no sampling, no beams, an end in sight."""
    return GenerationConfig(
        max_new_tokens=max_new_tokens,
        do_sample=False,
        num_beams=1,
        decoder_start_token_id=model.config.decoder_start_token_id,
        eos_token_id=model.config.eos_token_id,
        pad_token_id=model.config.pad_token_id,
    )
