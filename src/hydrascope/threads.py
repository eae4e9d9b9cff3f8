"""Kernels, graph cuts and sorts let other threads run, so what is independent is done side by side."""

THREADS = 2
"""More threads would hold more copies of columns."""
