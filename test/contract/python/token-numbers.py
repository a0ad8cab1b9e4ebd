"""Token numbers of each text."""

import json
import sys

from transformers import AutoTokenizer

given = json.loads(sys.argv[1])
tokenizer = AutoTokenizer.from_pretrained(given["model"])
print(json.dumps([tokenizer(text)["input_ids"] for text in given["texts"]]))
