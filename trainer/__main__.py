import os
import sys

REAL_STDOUT, sys.stdout = sys.stdout, sys.stderr  # libraries print; standard output is for events alone
os.environ.update(
    HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1", HF_HUB_DISABLE_TELEMETRY="1", TOKENIZERS_PARALLELISM="false"
)
# Of ONNX Runtime, which reports to its maker unless told not to.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

# Threads that wait for each other by spinning starve one another as soon as anything else runs: on two busy
# cores a fine-tuning did 1.6 rows a second spinning and 8.4 sleeping. To sleep at once costs as much where a
# core is slow to wake: 41 rows a second on two idle cores, and 49 with some microseconds of spinning first.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("GOMP_SPINCOUNT", "2000")

from trainer.door import run  # noqa: E402  all above must come before any other import


def main() -> int:
    if len(sys.argv) != 2:
        print("usage: python -m trainer plan.json", file=sys.stderr)
        return 2
    return run(sys.argv[1], REAL_STDOUT)


if __name__ == "__main__":
    sys.exit(main())
