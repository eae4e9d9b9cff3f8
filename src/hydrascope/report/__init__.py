"""What people read: the offline report and the explanation of one account's verdict."""

from hydrascope.report.explain import explain
from hydrascope.report.render import render

__all__ = ["explain", "render"]
