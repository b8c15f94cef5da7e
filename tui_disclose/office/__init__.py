"""The use cases: one function for each thing a person can do. Screens and commands call these and nothing below."""
