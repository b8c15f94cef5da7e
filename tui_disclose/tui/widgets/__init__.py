"""Widgets of our own: they draw values and report what was typed, and know neither store nor rules."""
