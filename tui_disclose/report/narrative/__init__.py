"""Texts of the yearly report to begin from: templates with named figures, each figure a query over the records."""
