"""A page made with Gradio for the model in this folder, on this machine alone.

Needs ``gradio`` beside the two packages of ``predict.py``; the README says which version. ``index.html``
beside it needs nothing but a web server.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

# Read when gradio is imported: nothing is reported to anybody, and no model hub is asked.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_OFFLINE"] = "1"

# The folder stays as its checksums say.
sys.dont_write_bytecode = True
BUNDLE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(BUNDLE))

import gradio  # noqa: E402
from predict import PredictError, Predictor, load_predictor  # noqa: E402

# Scores beyond these are left out of the page.
SHOWN_SCORES = 8
CONFIDENCE = {
    "accuracy": "Confidence that this is right",
    "agreement": "Confidence that the teacher would say the same",
}
AGAINST = {"accuracy": "what is right", "agreement": "what the teacher says"}


def page(predictor: Predictor, examples: list[dict[str, Any]]) -> gradio.Blocks:
    """A box for each field of the input, the answer, the scores of labels, and how long it took.

    All of it stands in text boxes, which show markup as the text it is.
    """
    task = predictor.task
    names = task["fields"] or ["Input"]
    with gradio.Blocks(title=f"{task['name']}: try it") as blocks:
        gradio.Textbox(task["instruction"], label=task["name"], interactive=False)
        boxes = [gradio.Textbox(label=name, lines=3 if task["fields"] is None else 1) for name in names]
        ask = gradio.Button("Answer", variant="primary")
        shown: list[Any] = [gradio.Textbox(label="Answer", interactive=False)]
        if task["labels"] is not None:
            shown.append(gradio.Label(label="Scores", num_top_classes=SHOWN_SCORES, show_heading=False))
        if "confidence" in task:
            shown.append(gradio.Textbox(label=meaning_of(task["confidence"]), interactive=False))
        shown.append(gradio.Textbox(label="How long it took", interactive=False))
        ask.click(answering(predictor), boxes, shown, api_name="answer")
        if examples:
            gradio.Examples([fields_of(task, example["input"]) for example in examples], boxes)
    return blocks


def meaning_of(fitted: dict[str, Any]) -> str:
    """What the confidence is the probability of, or which score it expects."""
    counted = fitted.get("counted", "whole")
    if counted == "whole":
        return CONFIDENCE[fitted["of"]]
    return f"The {counted} to be expected against {AGAINST[fitted['of']]}"


def answering(predictor: Predictor) -> Callable[..., list[Any]]:
    """From the texts of the boxes to what the page shows."""
    task = predictor.task

    def answer(*texts: str) -> list[Any]:
        fields = task["fields"]
        given = texts[0] if fields is None else dict(zip(fields, texts, strict=True))
        try:
            said = predictor.predict(given)
        except PredictError as error:
            raise gradio.Error(str(error)) from error
        shown: list[Any] = [said["output"]]
        if task["labels"] is not None:
            names = [label["name"] for label in task["labels"]]
            shown.append(dict(zip(names, said["scores"], strict=True)))
        if "confidence" in task:
            # 100 % would claim a certainty that no confidence has.
            shown.append(f"{min(said['confidence'], 0.999):.1%}")
        return [*shown, f"{said['ms']:.1f} ms on this machine"]

    return answer


def fields_of(task: dict[str, Any], given: str | dict[str, str]) -> list[str]:
    return [given] if isinstance(given, str) else [given[field] for field in task["fields"]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, default=7860)
    port = parser.parse_args().port
    examples = json.loads((BUNDLE / "demo" / "examples.json").read_text(encoding="utf-8"))
    blocks = page(load_predictor(BUNDLE), examples)
    blocks.launch(
        server_name="127.0.0.1",
        server_port=port,
        share=False,
        ssr_mode=False,
        run_history=False,
        footer_links=[],
        quiet=True,
        prevent_thread_lock=True,
    )
    print(f"answers on http://127.0.0.1:{port}, until Ctrl-C", flush=True)
    blocks.block_thread()


if __name__ == "__main__":
    try:
        main()
    except PredictError as error:
        sys.exit(f"gradio_app.py: {error}")
