import os
import threading
import time

LOOK_EVERY_SECONDS = 0.5


def end_with_parent() -> None:
    """Ends this process soon after its parent is gone, however the parent went, -9 included.

    An orphan gets another parent, which is all that is looked at: standard input may be anything, and the
    trainer runs from a shell too. Nothing is cleaned up: half-written folders have names of their own.
    """
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(LOOK_EVERY_SECONDS)
        os._exit(1)

    threading.Thread(target=watch, daemon=True, name="parent-watch").start()
