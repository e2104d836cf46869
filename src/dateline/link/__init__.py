"""Across reports: which are copies, which events are one happening, what led to what, which belong together."""
