import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

TICK_SECONDS = 4.0
"""Below the five seconds after which a person wonders."""

TICKS_AT_MOST = 150
"""Ten minutes of one piece of work: after that a hang shows itself as silence."""


class Events:
    """Writes events as JSON lines, from any thread."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._lock = threading.Lock()

    def emit(self, event: str, **facts: object) -> None:
        """One line, flushed.

        Raises:
            ValueError: If a number is not finite: JSON has no word for it.
        """
        line = json.dumps({"event": event, **facts}, ensure_ascii=False, allow_nan=False)
        with self._lock:
            self._stream.write(line + "\n")
            self._stream.flush()

    @contextmanager
    def working(self, message: str) -> Iterator[None]:
        """Says what begins, and says it again every few seconds until the block ends."""
        self.emit("progress", message=message)
        ended = threading.Event()
        started = time.monotonic()

        def tick() -> None:
            for _ in range(TICKS_AT_MOST):
                if ended.wait(TICK_SECONDS):
                    return
                self.emit("progress", message=f"{message} ({time.monotonic() - started:.0f} s)")

        ticker = threading.Thread(target=tick, daemon=True, name="progress")
        ticker.start()
        try:
            yield
        finally:
            ended.set()
            ticker.join()
