"""Answers with the model in this folder, on this machine, without a network.

One file, two dependencies: ``onnxruntime`` runs the model (and brings numpy), ``tokenizers`` cuts the text.
``predict.mjs`` beside it gives the same answers. Run it with ``--help``, or import ``load_predictor``.
"""

import argparse
import base64
import json
import math
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, NoReturn

# The runtime reports to its maker unless this is set before it begins: no word of what runs here leaves this
# machine.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

HELP = """Usage:
  python3 predict.py "some text"                  print the answer
  python3 predict.py --json '{"field": "value"}'  the same for an input with fields
  python3 predict.py < input.txt                  the same, from standard input (JSON if it has fields)
  python3 predict.py --jsonl < rows.jsonl         a line {"input": ...} in,
                                                  a line {"output", "ms", "scores", "logits",
                                                  "logProbability", "confidence"} out
Options:
  --coverage C      abstain: answer about the share C of inputs (0 to 1), those that the model is surest of,
                    and leave out what is unlike all that it was trained on. Lines then have "abstained" and
                    "reason" too; a single input that is left out prints no answer, and the exit code is 3
  --file int8|fp32  which weights (default: the file that ships, as task.json says)
  --bundle DIR      folder of the model (default: where this script is)
  --threads N       threads for one prediction (default 1)
  --help            this text

Rows are answered strictly one by one: the answers of int8 weights depend on the company a row keeps.
Exit codes: 0 done, 2 bad input (said in one line on standard error), 3 abstained.
"""

HERE = Path(__file__).resolve().parent

Input = str | dict[str, str]
Answer = dict[str, Any]
"""``output``: a label, labels as a JSON array where the task has several, or a text. ``scores``, in the order
of task.json's labels: softmax of the logits, or of each its sigmoid where the task has several. ``logits``.
The last two are None for text. ``logProbability``: of the output among all that the model could answer, in
nats; None where there was nothing to choose from. ``confidence``: probability that the output is right, or
(task.json says which) that the teacher would say so, or the score to be expected; None where task.json cannot
tell. With a coverage also ``abstained``, and ``reason``: ``unsure``, ``unfamiliar`` or None."""


class PredictError(Exception):
    """Input or bundle that cannot be used: told in one line, exit code 2."""


@dataclass(frozen=True)
class Predictor:
    task: dict[str, Any]
    """What task.json says."""
    predict: Callable[[Input], Answer]


def load_predictor(
    folder: Path = HERE, file: str | None = None, threads: int = 1, coverage: float | None = None
) -> Predictor:
    """Loads the model once; ``predict`` then answers one input at a time.

    One thread by default: the report's latencies were measured so, and at one row a time small models gain
    little from more.

    Args:
        folder: The bundle.
        file: ``int8`` or ``fp32``; what task.json ships when None.
        threads: Threads for one prediction.
        coverage: Abstain, so that about this share of inputs is answered; 0 to 1.

    Raises:
        PredictError: If the folder lacks a file, or (``predict``) the input is not what task.json says.
    """
    task = read_json(folder / "task.json")
    if task["version"] != 1:
        raise PredictError(f"task.json has version {task['version']}; this script reads version 1")
    load = PREDICTORS.get(task["family"])
    if load is None:
        raise PredictError(f"task.json names the family {task['family']}, unknown to this script")
    answer = load(task, folder, session_opener(folder, file or task["ships"], threads))
    sureness = load_confidence(task, folder, file or task["ships"], coverage)

    def predict(given: Input) -> Answer:
        started = time.perf_counter()
        text = input_text(given, task["fields"])
        result = answer(text)
        return {**result, **sureness(text, result), "ms": (time.perf_counter() - started) * 1000}

    return Predictor(task, predict)


def load_confidence(
    task: dict[str, Any], folder: Path, file: str, coverage: float | None
) -> Callable[[str, Answer], Answer]:
    """From a text and its answer: how sure that is and, with a coverage, whether the model abstains.

    A coverage that task.json does not list is met by the next higher one.
    """
    if coverage is not None and not 0 < coverage <= 1:
        raise PredictError("the coverage is a number above 0 and at most 1")
    if "confidence" not in task:
        if coverage is None:
            return lambda _text, _answer: {"confidence": None}
        raise PredictError("this model gives no confidence, and so cannot abstain: ask for no coverage")
    fitted = task["confidence"]["files"][file]
    confidence_of = calibration(fitted, task["labels"])
    if coverage is None:
        return lambda _text, answer: {"confidence": confidence_of(answer)}
    threshold = next(one["threshold"] for one in fitted["thresholds"] if one["coverage"] >= coverage)
    known_share = known_share_of(read_json(folder / "familiar.json"))
    least = task["confidence"]["familiarFrom"]

    def sureness(text: str, answer: Answer) -> Answer:
        confidence = confidence_of(answer)
        unsure = "unsure" if confidence < threshold else None
        reason = "unfamiliar" if known_share(text) < least else unsure
        return {"confidence": confidence, "abstained": reason is not None, "reason": reason}

    return sureness


def calibration(fitted: dict[str, Any], labels: list[dict[str, Any]] | None) -> Callable[[Answer], float]:
    """From an answer to its confidence.

    By a temperature where it is one label, else by a curve over its probability.
    """

    def by_curve(answer: Answer) -> float:
        told = answer["logProbability"]
        return sigmoid(fitted["slope"] * (-math.inf if told is None else told) + fitted["intercept"])

    def by_temperature(answer: Answer) -> float:
        scores = softmax([logit / fitted["temperature"] for logit in answer["logits"]])
        return scores[[label["name"] for label in labels or []].index(answer["output"])]

    return by_temperature if "temperature" in fitted else by_curve


def known_share_of(familiar: dict[str, Any]) -> Callable[[str], float]:
    """Of a text: the share of pieces that familiar.json knows, with one known one more; 0 without a word."""
    bits, length, hashes = base64.b64decode(familiar["bits"]), familiar["length"], familiar["hashes"]

    def has(place: int) -> int:
        return bits[place >> 3] >> (place & 7) & 1

    def known_share(text: str) -> float:
        words = re.findall(r"[^\W_]+", text.lower())
        if not words:
            return 0.0
        joined = f" {' '.join(words)} "
        pieces = [joined[at : at + length] for at in range(max(1, len(joined) - length + 1))]
        known = sum(all(map(has, places_of(piece, hashes, len(bits) * 8))) for piece in pieces)
        return (known + 1) / (len(pieces) + 1)

    return known_share


def places_of(piece: str, hashes: int, size: int) -> Iterator[int]:
    """Where a piece stands in the filter: FNV-1a over code points, mixed as MurmurHash3 ends, in steps."""
    value = 0x811C9DC5
    for character in piece:
        value = (value ^ ord(character)) * 0x01000193 & 0xFFFFFFFF
    first = mixed(value)
    step = mixed(first ^ 0x9E3779B9) | 1
    return ((first + at * step & 0xFFFFFFFF) % size for at in range(hashes))


def mixed(value: int) -> int:
    value = (value ^ value >> 16) * 0x85EBCA6B & 0xFFFFFFFF
    value = (value ^ value >> 13) * 0xC2B2AE35 & 0xFFFFFFFF
    return value ^ value >> 16


def input_text(given: object, fields: list[str] | None) -> str:
    """What the model reads: a text as it is; fields as ``<field>: <value>`` lines in the order of task.json.

    Other keys of a record are ignored.
    """
    if isinstance(given, str):
        return well_formed(given)
    if not isinstance(given, dict):
        raise PredictError("the input is neither a text nor an object of fields")
    if fields is None:
        raise PredictError("this model takes one text, not an object of fields")
    for field in fields:
        if not isinstance(given.get(field), str):
            raise PredictError(f'the field "{field}" is missing or is no text')
    return well_formed("\n".join(f"{field}: {given[field]}" for field in fields))


def well_formed(text: str) -> str:
    """The text with lone surrogates replaced: JSON can name them, UTF-8 cannot hold them."""
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


def load_tokenizer(folder: Path, max_tokens: int) -> Any:
    """Cuts text into at most ``max_tokens`` tokens, special ones included, as training did."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_str(read_text(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(max_tokens)
    return tokenizer


def session_opener(folder: Path, file: str, threads: int) -> Callable[[str], Any]:
    """Opens ``onnx/<name>.onnx``, or its quantized twin."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Errors only: warnings of the optimizer are not for who asks for an answer.
    options.log_severity_level = 3

    def open_session(name: str) -> Any:
        path = folder / "onnx" / f"{name}{'_quantized' if file == 'int8' else ''}.onnx"
        if not path.is_file():
            raise PredictError(f"cannot read {path}: is this a bundle?")
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    return open_session


OpenSession = Callable[[str], Any]
Answering = Callable[[str], Answer]
"""From the input's text to all of the answer but ``ms``."""


def load_tfidf(task: dict[str, Any], folder: Path, open_session: OpenSession) -> Answering:
    """A linear model over the weights of words; all words are read, and none is cut."""
    answer_of = label_answers(task, folder)
    vocabulary = read_json(folder / "vocabulary.json")
    number_of = {term: number for number, term in enumerate(vocabulary["terms"])}
    session = open_session("model")

    def answer(text: str) -> Answer:
        features = tfidf_vector(text, number_of, vocabulary["idf"])[None]  # (1, terms)
        return answer_of(session.run(["logits"], {"features": features})[0][0])

    return answer


def terms_of(text: str) -> Iterator[str]:
    """Words in lower case, pairs of neighbours, and pieces of three characters with ``#`` before them."""
    words = re.findall(r"[^\W_]+", text.lower())
    yield from words
    for first, second in pairwise(words):
        yield f"{first} {second}"
    for word in words:
        padded = f" {word} "
        for at in range(len(padded) - 2):
            yield "#" + padded[at : at + 3]


def tfidf_vector(text: str, number_of: dict[str, int], idf: list[float]) -> Any:
    """``(terms,)`` weights (1 + ln tf) · idf over their Euclidean length; all 0 where no term is known.

    The logarithms of two languages may differ in their last bit: rounded to float32 they do not.
    """
    import numpy

    counts = Counter(number_of[term] for term in terms_of(text) if term in number_of)
    dampened = {number: float(numpy.float32(1 + math.log(counts[number]))) for number in sorted(counts)}
    weights = {number: value * idf[number] for number, value in dampened.items()}
    squares = 0.0
    for weight in weights.values():  # ``sum`` of Python 3.12 adds in another way than JavaScript
        squares += weight * weight
    vector = numpy.zeros(len(idf), dtype=numpy.float32)
    for number, weight in weights.items():
        vector[number] = weight / math.sqrt(squares)
    return vector


def load_classifier(task: dict[str, Any], folder: Path, open_session: OpenSession) -> Answering:
    """A classifier over an encoder."""
    answer_of = label_answers(task, folder)
    tokenizer = load_tokenizer(folder, task["maxInputTokens"])
    session = open_session("model")

    def answer(text: str) -> Answer:
        return answer_of(run_encoder(session, tokenizer.encode(text).ids))

    return answer


def label_answers(task: dict[str, Any], folder: Path) -> Callable[[Any], Answer]:
    """What logits ``(labels,)`` answer.

    Where the task has several labels: all whose logit reaches the threshold that config.json keeps. Where
    labels are steps of a scale: the median of their distribution. Else the label with the largest logit; the
    first one where two are equal.
    """
    names, constraints = [label["name"] for label in task["labels"]], task["constraints"]
    if constraints.get("several"):
        threshold = read_json(folder / "config.json")["threshold_logit"]

        def list_of(logits: Any) -> Answer:
            values = [float(logit) for logit in logits]
            given = [name for name, value in zip(names, values, strict=True) if value >= threshold]
            return {
                "output": json.dumps(given, ensure_ascii=False, separators=(",", ":")),
                "scores": [sigmoid(value) for value in values],
                "logits": values,
                # Each label is a choice of its own: the farther from the threshold, the surer.
                "logProbability": -sum(log_sum_exp([0.0, -abs(value - threshold)]) for value in values),
            }

        return list_of

    choose = median if constraints.get("ordered") else argmax

    def one_of(logits: Any) -> Answer:
        values = [float(logit) for logit in logits]
        chosen = choose(values)
        log_probability = values[chosen] - log_sum_exp(values)
        told = {"scores": softmax(values), "logits": values, "logProbability": log_probability}
        return {"output": names[chosen], **told}

    return one_of


def run_encoder(session: Any, ids: list[int]) -> Any:
    """The logits of one row: ``(labels,)``, or ``(seq, tags)``."""
    import numpy

    row = numpy.array([ids], dtype=numpy.int64)  # (1, seq)
    known = {"input_ids": row, "attention_mask": numpy.ones_like(row)}
    feeds = {entry.name: known.get(entry.name, numpy.zeros_like(row)) for entry in session.get_inputs()}
    return session.run(["logits"], feeds)[0][0]


GAP = r"\x00-\x20\x7f-\xa0\u1680\u2000-\u200b\u2028-\u202f\u205f\u2060\u3000\ufeff"
ALONE = (
    r"!-/:-@\x5b-\x60{-~\xa1-\xa9\xab-\xb4\xb6-\xb9\xbb-\xbf\xd7\xf7\u037e\u0387\u0589\u05be\u060c\u061b\u061f\u06d4"
    r"\u0964\u0965\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2010-\u2027\u2030-\u205e\u20a0-\u20cf\u2190-\u2bff"
    r"\u2e00-\u2fff\u3001-\u9fff\uf900-\ufaff\ufe10-\ufe1f\ufe30-\ufe6f\uff00-\uffef\ufffd"
    r"\U0001f000-\U0001faff\U00020000-\U0003ffff"
)
MARKS = r"\u0300-\u036f\u20d0-\u20ff\u3099\u309a\ufe00-\ufe0f\U0001f3fb-\U0001f3ff"
WORD = re.compile(rf"([^{GAP}{ALONE}]+)|[{ALONE}][{MARKS}]*(?:\u200d[{ALONE}][{MARKS}]*)*")
"""What lies between words; what is a word by itself; what belongs to the character before; a word."""


@dataclass(frozen=True)
class Word:
    start: int
    end: int
    gap: str
    """What stands before it, after the word before."""
    is_run: bool
    """More than a mark that stands alone."""
    pieces: list[int]


def words_of(text: str, tokenize: Callable[[str], list[int]]) -> list[Word]:
    """Words as training found them. One without pieces is part of a gap."""
    words: list[Word] = []
    for match in WORD.finditer(text):
        pieces = tokenize(match.group())
        if pieces:
            gap = text[words[-1].end if words else 0 : match.start()]
            words.append(Word(match.start(), match.end(), gap, match.group(1) is not None, pieces))
    return words


@dataclass(frozen=True)
class Tagged:
    """A text's words, and what the model says of them."""

    words: list[Word]
    firsts: list[int]
    """The first token of each word; fewer than the words where the text was cut."""
    logits: Any
    """``(seq, tags)``"""


def load_word_model(
    task: dict[str, Any], folder: Path, open_session: OpenSession
) -> tuple[Callable[[str], Tagged], dict[str, Any]]:
    """A reader of texts word by word (special tokens, between them the pieces of each); ``config.json``."""
    limit = task["maxInputTokens"]
    tokenizer = load_tokenizer(folder, limit)
    pre_tokenizer = read_json(folder / "tokenizer.json")["pre_tokenizer"] or {}
    parts = pre_tokenizer.get("pretokenizers", [pre_tokenizer])
    spaced = any(part.get("type") == "ByteLevel" for part in parts)
    session = open_session("model")

    def tokenize(text: str) -> list[int]:
        return tokenizer.encode(text, add_special_tokens=False).ids

    probe, around = tokenize("a"), tokenizer.encode("a").ids
    before = around[: around.index(probe[0])]
    after = around[len(before) + len(probe) :]

    def read(text: str) -> Tagged:
        words = words_of(text, tokenize)
        ids, firsts = list(before), []
        for word in words:
            spelled = spaced and word.gap
            pieces = tokenize(" " + text[word.start : word.end]) if spelled else word.pieces
            if len(ids) + len(pieces) + len(after) > limit:
                break
            firsts.append(len(ids))
            ids += pieces
        return Tagged(words, firsts, run_encoder(session, ids + after))

    return read, read_json(folder / "config.json")


def text_answer(output: str, log_probability: float | None) -> Answer:
    return {"output": output, "scores": None, "logits": None, "logProbability": log_probability}


def load_span(task: dict[str, Any], folder: Path, open_session: OpenSession) -> Answering:
    """The words from a start to an end whose logits sum up highest; none where the first token has more."""
    read, config = load_word_model(task, folder, open_session)
    none = task["constraints"]["none"]

    def answer(text: str) -> Answer:
        tagged = read(text)
        scores = tagged.logits.tolist()
        best, output = (-math.inf, "") if none is None else (sum(scores[0]), none)
        sums = [] if none is None else [best]
        for start, first in enumerate(tagged.firsts):
            for end in range(start, min(start + config["longest_answer"], len(tagged.firsts))):
                score = scores[first][0] + scores[tagged.firsts[end]][1]
                sums.append(score)
                if score > best:
                    best, output = score, text[tagged.words[start].start : tagged.words[end].end]
        return text_answer(output, best - log_sum_exp(sums) if sums else None)

    return answer


def likeliest_tags(logits: Any, config: dict[str, Any]) -> tuple[list[str], float]:
    """The best row of tags: by the logits ``(words, tags)``, and by which sort of tag goes after which.

    Beside it the logarithm of how likely it is among all rows of tags, as of a chain.
    """
    transitions = config["transitions"]
    sorts = list(transitions)
    names = [config["id2label"][str(number)] for number in range(len(config["id2label"]))]
    of_sort = [[at for at, name in enumerate(names) if name.partition(":")[0] == sort] for sort in sorts]
    # Of each word and sort: the best tag, the sort before it on the best way there, what that way scores, and
    # what all ways there do together.
    ways: list[list[tuple[str, int, float, float]]] = []
    for row in logits.tolist():
        step = []
        for sort, tags in zip(sorts, of_sort, strict=True):
            best = max(tags, key=lambda tag: row[tag])
            last = list(zip(sorts, ways[-1], strict=True)) if ways else []
            scores = [way[2] + transitions[one][sort] for one, way in last] or [0.0]
            masses = [way[3] + transitions[one][sort] for one, way in last] or [0.0]
            before = scores.index(max(scores))
            mass = log_sum_exp(masses) + log_sum_exp([row[tag] for tag in tags])
            step.append((names[best], before, scores[before] + row[best], mass))
        ways.append(step)
    if not ways:
        return [], 0.0
    at = max(range(len(sorts)), key=lambda sort: ways[-1][sort][2])
    log_probability = ways[-1][at][2] - log_sum_exp([way[3] for way in ways[-1]])
    found = []
    for step in reversed(ways):
        found.append(step[at][0])
        at = step[at][1]
    return found[::-1], log_probability


def load_tagger(task: dict[str, Any], folder: Path, open_session: OpenSession) -> Answering:
    """Every run of words of which the first begins an answer and the others go on with it."""
    read, config = load_word_model(task, folder, open_session)

    def answer(text: str) -> Answer:
        tagged = read(text)
        spans: list[tuple[int, int]] = []
        is_open = False
        tags, log_probability = likeliest_tags(tagged.logits[tagged.firsts], config)
        for word, tag in zip(tagged.words, tags, strict=False):
            if tag == "I" and is_open:
                spans[-1] = (spans[-1][0], word.end)
            elif tag != "O":
                spans.append((word.start, word.end))
            is_open = tag != "O"
        found = [text[start:end] for start, end in spans]
        return text_answer(json.dumps(found, ensure_ascii=False, separators=(",", ":")), log_probability)

    return answer


CASES: dict[str, Callable[[str], str]] = {
    "keep": lambda word: word,
    "capital": lambda word: word[:1].upper() + word[1:],
    "small": lambda word: word[:1].lower() + word[1:],
    "upper": str.upper,
    "lower": str.lower,
}
"""What may become of a word that stays; each is named by tags."""


def load_editor(task: dict[str, Any], folder: Path, open_session: OpenSession) -> Answering:
    """The text without the words whose tag is ``delete``.

    After ``:`` a tag names what stands before its word, or at the end.
    """
    read, config = load_word_model(task, folder, open_session)

    def answer(text: str) -> Answer:
        tagged = read(text)
        left = len(tagged.words) - len(tagged.firsts)
        tags, log_probability = likeliest_tags(tagged.logits[tagged.firsts + ([] if left else [-1])], config)
        # What was not read stays as it is.
        tags += ["keep"] * (left + 1 if left else 0)
        output, previous = "", None
        for number, (word, tag) in enumerate(zip(tagged.words, tags[:-1], strict=True)):
            if tag != "delete":
                case, colon, gap = tag.partition(":")
                output += gap if colon else usual_gap(tagged.words, previous, number)
                output += CASES[case](text[word.start : word.end])
                previous = number
        _, colon, gap = tags[-1].partition(":")
        output += gap if colon else text[tagged.words[-1].end if tagged.words else 0 :]
        return text_answer(output, log_probability)

    return answer


def usual_gap(words: Sequence[Word], previous: int | None, number: int) -> str:
    """A word's own gap, mostly; what was deleted leaves no two words grown together."""
    if previous is None:
        return words[0].gap
    own = words[number].gap
    if own or not (words[previous].is_run and words[number].is_run):
        return own
    return next((word.gap for word in words[previous + 1 : number] if word.gap), "")


def load_generator(task: dict[str, Any], folder: Path, open_session: OpenSession) -> Answering:
    """An encoder-decoder, decoded greedily: at most ``maxOutputTokens`` tokens, the end token among them."""
    import numpy

    tokenizer = load_tokenizer(folder, task["maxInputTokens"])
    generation = read_json(folder / "generation_config.json")
    encoder, decoder = open_session("encoder_model"), open_session("decoder_model_merged")
    prompt = read_json(folder / "prompt.json")
    ends = end_tokens(generation)
    outputs = [entry.name for entry in decoder.get_outputs()]

    def answer(text: str) -> Answer:
        whole = prompt["before"] + text + prompt["after"]
        row = numpy.array([tokenizer.encode(whole).ids], dtype=numpy.int64)  # (1, seq)
        mask = numpy.ones_like(row)
        hidden = encoder.run(["last_hidden_state"], {"input_ids": row, "attention_mask": mask})[
            0
        ]  # (1, seq, hidden)
        constant = {"encoder_attention_mask": mask, "encoder_hidden_states": hidden}
        past = empty_past(decoder)
        token = generation["decoder_start_token_id"]
        written: list[int] = []
        log_probability = 0.0
        while len(written) < task["maxOutputTokens"]:
            current = {
                "input_ids": numpy.array([[token]], dtype=numpy.int64),
                "use_cache_branch": numpy.array([len(written) > 0]),
            }
            step = dict(zip(outputs, decoder.run(outputs, {**constant, **past, **current}), strict=True))
            token, chance = greedy_choice(step["logits"][0, -1])  # (vocab,)
            log_probability += chance
            if token in ends:
                break
            written.append(token)
            past = next_past(past, step, len(written))
        return text_answer(tokenizer.decode(written, skip_special_tokens=True), log_probability)

    return answer


def load_language_model(task: dict[str, Any], folder: Path, open_session: OpenSession) -> Answering:
    """A language model, which goes on where the prompt ends; limited as ``load_generator`` is."""
    import numpy
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_str(read_text(folder / "tokenizer.json"))
    prompt = read_json(folder / "prompt.json")
    before, after = (
        tokenizer.encode(prompt[part], add_special_tokens=False).ids for part in ("before", "after")
    )
    room = task["maxInputTokens"] - len(before) - len(after)
    ends = end_tokens(read_json(folder / "generation_config.json"))
    session = open_session("model")
    inputs, outputs = (
        [entry.name for entry in side] for side in (session.get_inputs(), session.get_outputs())
    )

    def answer(text: str) -> Answer:
        ids = before + tokenizer.encode(text, add_special_tokens=False).ids[:room] + after
        past, read, written, log_probability = empty_past(session), ids, [], 0.0
        while len(written) < task["maxOutputTokens"]:
            length = len(ids) + len(written)
            given = {
                "input_ids": numpy.array([read], dtype=numpy.int64),  # (1, read)
                "attention_mask": numpy.ones((1, length), dtype=numpy.int64),
                "position_ids": numpy.arange(length - len(read), length, dtype=numpy.int64)[
                    None
                ],  # (1, read)
            }
            feeds = past | {name: value for name, value in given.items() if name in inputs}
            step = dict(zip(outputs, session.run(outputs, feeds), strict=True))
            token, chance = greedy_choice(step["logits"][0, -1])  # (vocab,)
            log_probability += chance
            if token in ends:
                break
            written.append(token)
            read = [token]
            past = {name: step[name.replace("past_key_values", "present")] for name in past}
        return text_answer(tokenizer.decode(written, skip_special_tokens=True), log_probability)

    return answer


def greedy_choice(logits: Any) -> tuple[int, float]:
    """The likeliest token by logits ``(vocab,)``, and the logarithm of its probability."""
    import numpy

    token = int(logits.argmax())
    return token, -math.log(numpy.exp(logits.astype(numpy.float64) - float(logits[token])).sum())


def end_tokens(generation: dict[str, Any]) -> list[int]:
    ends = generation["eos_token_id"]
    return ends if isinstance(ends, list) else [ends]


PREDICTORS: dict[str, Callable[[dict[str, Any], Path, OpenSession], Answering]] = {
    "tfidf": load_tfidf,
    "frozen-encoder": load_classifier,
    "encoder": load_classifier,
    "span": load_span,
    "tagger": load_tagger,
    "editor": load_editor,
    "encoder-decoder": load_generator,
    "decoder": load_language_model,
}
"""How each family of models is read."""


def empty_past(decoder: Any) -> dict[str, Any]:
    """No keys and values yet: tensors of length 0, whose other dimensions the decoder names."""
    import numpy

    inputs = [entry for entry in decoder.get_inputs() if entry.name.startswith("past_key_values.")]
    return {
        entry.name: numpy.zeros(
            (1, entry.shape[1], 0, entry.shape[3]), dtype=numpy.float32
        )  # (1, heads, 0, head)
        for entry in inputs
    }


def next_past(past: dict[str, Any], step: dict[str, Any], written: int) -> dict[str, Any]:
    """The encoder's keys and values are made by the first step and stay; the decoder's grow."""
    grown = [name for name in past if written == 1 or ".decoder." in name]
    return {**past, **{name: step[name.replace("past_key_values", "present")] for name in grown}}


def argmax(logits: list[float]) -> int:
    return logits.index(max(logits))


def median(logits: list[float]) -> int:
    """The first place at which half of the whole distribution is reached."""
    reached = list(accumulate(exponentials(logits)))
    return next(number for number, weight in enumerate(reached) if 2 * weight >= reached[-1])


def log_sum_exp(values: list[float]) -> float:
    """Logarithm of the sum of what values are the logarithms of."""
    return max(values) + math.log(sum(exponentials(values)))


def softmax(logits: list[float]) -> list[float]:
    weights = exponentials(logits)
    total = sum(weights)
    return [weight / total for weight in weights]


def exponentials(logits: list[float]) -> list[float]:
    largest = max(logits)
    return [math.exp(logit - largest) for logit in logits]


def sigmoid(logit: float) -> float:
    weight = math.exp(-abs(logit))  # never too large for a float
    return (1 if logit >= 0 else weight) / (1 + weight)


def read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise PredictError(f"cannot read {path} ({error.strerror}): is this a bundle?") from error


def read_json(path: Path) -> Any:
    return json.loads(read_text(path))


class OneLineParser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise PredictError(f"{message}; --help shows what there is")

    def format_help(self) -> str:
        return HELP


def main() -> None:
    options = command_line()
    coverage = None if options.coverage is None else float(options.coverage)
    loaded = load_predictor(options.bundle, options.file, int(options.threads), coverage)
    if options.jsonl:
        answer_lines(loaded.predict)
        return
    answer = loaded.predict(one_input(options, loaded.task["fields"]))
    if not answer.get("abstained"):
        write(answer["output"])
        return
    told = f"abstained: {answer['reason']}, confidence {answer['confidence']:.3f}"
    sys.stderr.buffer.write(f"{told}, best answer {answer['output']}\n".encode())
    sys.exit(3)


def command_line() -> argparse.Namespace:
    parser = OneLineParser(allow_abbrev=False)
    parser.add_argument("text", nargs="*")
    parser.add_argument("--json")
    parser.add_argument("--jsonl", action="store_true")
    parser.add_argument("--file")
    parser.add_argument("--coverage")
    parser.add_argument("--bundle", type=Path, default=HERE)
    parser.add_argument("--threads", default="1")
    options = parser.parse_args()
    if options.file not in (None, "int8", "fp32"):
        raise PredictError("--file is int8 or fp32")
    if not re.fullmatch(r"[0-9]*\.?[0-9]+", "1" if options.coverage is None else options.coverage):
        raise PredictError("--coverage is a number such as 0.9")
    if not re.fullmatch("[1-9][0-9]{0,3}", options.threads):
        raise PredictError("--threads is a whole number from 1")
    if len(options.text) + (options.json is not None) + options.jsonl > 1:
        raise PredictError("give one text (in quotes), or --json, or --jsonl")
    return options


def one_input(options: argparse.Namespace, fields: list[str] | None) -> object:
    if options.text:
        return options.text[0]
    if options.json is not None:
        return parsed(options.json, "--json")
    if sys.stdin.isatty():
        raise PredictError("no input; --help shows how to give one")
    whole = sys.stdin.buffer.read().decode("utf-8", errors="replace")
    return re.sub(r"\r?\n\Z", "", whole) if fields is None else parsed(whole, "standard input")


def parsed(text: str, place: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise PredictError(f"{place}: not JSON") from error


LINE = ("output", "ms", "scores", "logits", "logProbability", "confidence", "abstained", "reason")
"""What a line tells, in order."""


def answer_lines(predict: Callable[[Input], Answer]) -> None:
    for number, line in lines():
        row = parsed(line, f"line {number}")
        if not isinstance(row, dict) or "input" not in row:
            raise PredictError(f'line {number}: no {{"input": ...}}')
        try:
            answer = predict(row["input"])
        except PredictError as error:
            raise PredictError(f"line {number}: {error}") from error
        ordered = {name: answer[name] for name in LINE if name in answer}
        write(json.dumps(ordered, ensure_ascii=False))


def lines() -> Iterator[tuple[int, str]]:
    """Lines that hold something, with their numbers; they end at a line feed and nowhere else."""
    for number, line in enumerate(sys.stdin.buffer, 1):
        text = line.decode("utf-8", errors="replace")
        if text.strip():
            yield number, text


def write(line: str) -> None:
    sys.stdout.buffer.write(f"{line}\n".encode())
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    try:
        main()
    except PredictError as error:
        sys.stderr.write(f"predict.py: {error}\n")
        sys.exit(2)
    except ModuleNotFoundError as error:
        sys.stderr.write(f"predict.py: {error}; run: python3 -m pip install onnxruntime tokenizers\n")
        sys.exit(2)
    except BrokenPipeError:
        # Whoever reads the answers has enough (`| head`): no word, not even from the interpreter's own flush.
        sys.stderr.close()
        sys.exit(0)
