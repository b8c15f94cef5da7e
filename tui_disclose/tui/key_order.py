"""Keys take effect one after the other, however fast they come.

Textual hands a key to the focused widget and at once the next one, while what the first one does (a binding, a
screen that opens) is still under way: on a slow line `n 2019 Enter` then begins the wrong year. Here a key waits
until the one before it has been dealt with by every widget it concerns and any screen it opened can take keys.
"""

import asyncio
from collections import deque

from textual import events
from textual.app import App
from textual.dom import DOMNode
from textual.message_pump import MessagePump

_LONGEST = 2.0
"""Seconds after which a key no longer waits, whatever became of the one before it."""

_QUIET_ROUNDS = 2
"""Rounds through all queues in which nothing may change: a key posts a message, which may post another."""


class KeysInOrder(App[None], inherit_bindings=False):
    """An app that takes typed and pasted input strictly in order."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: deque[events.Key | events.Paste] = deque()
        self._under_way = 0
        """The number of the key that is being dealt with, or 0."""
        self._count = 0
        self._given_up: asyncio.TimerHandle | None = None

    async def on_event(self, event: events.Event) -> None:
        """Hold a key back while another is under way."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self._waiting.extend(_apart(event))
            await self._next_key()
        else:
            await super().on_event(event)

    async def _next_key(self) -> None:
        if self._under_way or not self._waiting:
            return
        self._count += 1
        self._under_way = number = self._count
        loop = asyncio.get_running_loop()
        self._given_up = loop.call_later(_LONGEST, lambda: self.call_later(self._done, number))
        await super().on_event(self._waiting.popleft())
        self._round(number, self._state(), _QUIET_ROUNDS)

    def _round(self, number: int, state: tuple[object, ...], rounds: int) -> None:
        """Send a callback from the focused widget up to the app: it arrives behind all that was posted before it."""
        self._climb(self.focused or self.screen, number, state, rounds)

    def _climb(self, node: DOMNode | None, number: int, state: tuple[object, ...], rounds: int) -> None:
        while isinstance(node, MessagePump) and node is not self:
            parent = node.parent
            if node.call_later(self._climb, parent, number, state, rounds):
                return
            node = parent
        self.call_later(self._arrived, number, state, rounds)

    async def _arrived(self, number: int, state: tuple[object, ...], rounds: int) -> None:
        now = self._state()
        if now != state or not self._can_take_keys():
            self.screen.call_after_refresh(self._round, number, now, _QUIET_ROUNDS)
        elif rounds > 1:
            self._round(number, now, rounds - 1)
        else:
            await self._done(number)

    async def _done(self, number: int) -> None:
        if number != self._under_way:
            return
        self._under_way = 0
        if self._given_up is not None:
            self._given_up.cancel()
        await self._next_key()

    def _state(self) -> tuple[object, ...]:
        """Return what a key may change that the next one depends on: the screens and the focus."""
        return (*self.screen_stack, self.focused)

    def _can_take_keys(self) -> bool:
        return self.screen.is_mounted and (self.focused is not None or not self.screen.focus_chain)


def _apart(event: events.Key | events.Paste) -> list[events.Key | events.Paste]:
    """Return Esc and the key behind it as two keys: a terminal sends them like Alt and that key, which we never use."""
    if not isinstance(event, events.Key) or not event.key.startswith("alt+"):
        return [event]
    key = event.key.removeprefix("alt+")
    return [events.Key("escape", "\x1b"), events.Key(key, key if len(key) == 1 else event.character)]
