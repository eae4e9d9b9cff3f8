"""Honest people by kind: those who resemble a campaign, and everybody else."""
