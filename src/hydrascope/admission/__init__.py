"""Features of all parts → what every later stage sees: each exchange once, a sample of each account, exact totals."""

from hydrascope.admission.admit import Admission, admit

__all__ = ["Admission", "admit"]
