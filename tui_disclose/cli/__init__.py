"""Every command, without a screen: results to stdout, everything said to stderr."""
