"""A yearly report as Markdown, HTML tables, plain text and JSON, each read back before it counts as exported."""
