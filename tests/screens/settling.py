"""When an app in a test has nothing left to do; Textual's own pause sleeps a fiftieth of a second each time."""

import asyncio
import time
from typing import Any

from textual.pilot import Pilot

DEADLINE = 10.0
_QUIET_ROUNDS = 3
"""Rounds in which nothing may be found to do: a refresh makes a callback, which may post a message."""


async def settled(pilot: Pilot[Any]) -> None:
    """Wait until no queue holds a message, no worker runs and nothing waits for its turn."""
    end = time.monotonic() + DEADLINE
    quiet = 0
    while quiet < _QUIET_ROUNDS:
        await pilot.pause(0)
        quiet = 0 if _busy(pilot) else quiet + 1
        assert time.monotonic() < end, "the app does not come to rest"


def _busy(pilot: Pilot[Any]) -> bool:
    app = pilot.app
    ready = asyncio.get_running_loop()._ready  # type: ignore[attr-defined]
    queues = (
        node._message_queue for screen in app.screen_stack for node in (app, *screen.walk_children(with_self=True))
    )
    return bool(ready) or any(worker.is_running for worker in app.workers) or any(not queue.empty() for queue in queues)
