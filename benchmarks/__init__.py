"""Proving ground: metrics, peer methods on the same input, and speed."""
