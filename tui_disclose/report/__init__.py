"""The yearly report: the faces of its cells, the checks, and what is carried over. Values in, values out."""
