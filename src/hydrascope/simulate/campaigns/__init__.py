"""Campaigns: one operator, many accounts, one work queue."""
