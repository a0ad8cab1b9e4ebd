"""The same model in Python, round by round: `answer.py onnxruntime|torch BUNDLE TEXTS THREADS`.

`onnxruntime` is predict.py with the int8 file, `torch` the trained fp32 weights in transformers. Prints
"ready"; for each line of standard input it answers all texts (a JSON file), one by one, and prints how many
milliseconds each took.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]


def main(engine: str, bundle: Path, texts: list[str], threads: int) -> None:
    predict = {"onnxruntime": with_onnxruntime, "torch": with_torch}[engine](bundle, threads)
    times(predict, texts)
    print('"ready"', flush=True)
    for _ in sys.stdin:
        print(json.dumps(times(predict, texts)), flush=True)


def times(predict: Callable[[str], str], texts: list[str]) -> list[float]:
    taken = []
    for text in texts:
        started = time.perf_counter()
        predict(text)
        taken.append((time.perf_counter() - started) * 1000)
    return taken


def with_onnxruntime(bundle: Path, threads: int) -> Callable[[str], str]:
    sys.path.insert(0, str(ROOT / "lib" / "bundle"))
    from predict import load_predictor

    predictor = load_predictor(bundle, "int8", threads)
    return lambda text: predictor.predict(text)["output"]


def with_torch(bundle: Path, threads: int) -> Callable[[str], str]:
    import torch
    from transformers import AutoModelForSequenceClassification, AutoTokenizer

    torch.set_num_threads(threads)
    tokenizer = AutoTokenizer.from_pretrained(bundle, local_files_only=True)
    model = AutoModelForSequenceClassification.from_pretrained(bundle, local_files_only=True).eval()
    limit = json.loads((bundle / "task.json").read_text(encoding="utf-8"))["maxInputTokens"]

    @torch.inference_mode()
    def predict(text: str) -> str:
        inputs = tokenizer(text, truncation=True, max_length=limit, return_tensors="pt")
        logits = model(**inputs).logits[0]  # (labels,)
        return model.config.id2label[int(logits.argmax())]

    return predict


if __name__ == "__main__":
    name, folder, file, count = sys.argv[1:]
    main(name, Path(folder), json.loads(Path(file).read_text(encoding="utf-8")), int(count))
