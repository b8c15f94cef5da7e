"""TinyDB made safe for many people: the one place records are kept."""
