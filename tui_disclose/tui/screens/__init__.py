"""The screens: each composes, binds and forwards; it computes nothing."""
