"""Paths as a person types them: the rest of a name is found in the folder."""

import os
from collections.abc import Sequence
from pathlib import Path


def completed_path(typed: str) -> tuple[str, tuple[str, ...]]:
    """Return a typed path with what all names that begin so have in common, and those names, folders with “/” behind.

    Hidden files are found only where their dot was typed; a folder that cannot be read has no names.
    """
    folder, begun = os.path.split(typed)
    try:
        inside = sorted(Path(folder or ".").expanduser().iterdir())
    except OSError:
        return typed, ()
    names = tuple(
        f"{path.name}/" if path.is_dir() else path.name
        for path in inside
        if path.name.startswith(begun) and (begun or not path.name.startswith("."))
    )
    return (os.path.join(folder, _common(names)) if names else typed), names


def _common(names: Sequence[str]) -> str:
    """Return what all names begin with, character by character."""
    first, last = min(names), max(names)
    return first[: next((at for at, sign in enumerate(first) if last[at : at + 1] != sign), len(first))]
