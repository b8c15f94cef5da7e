"""TinyDB made safe for many people: the one place records are kept."""

from tui_disclose.store.journal import JournalStore, open_store

__all__ = ["JournalStore", "open_store"]
