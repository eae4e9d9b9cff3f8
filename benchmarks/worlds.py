"""`case_of` for the fitting; it stands with the rest of the proving ground."""

from hydrascope.proving.worlds import Known, case_of

__all__ = ["Known", "case_of"]
