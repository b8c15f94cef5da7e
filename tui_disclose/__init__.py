"""政务公开台账: disclosure records of a government body and the yearly report made out of them."""

__version__ = "0.1.0"
