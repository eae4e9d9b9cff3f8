"""An independent generator of labelled gateway logs for the blind test.

`generate` draws honest people (ordinary and look-alike) and campaigns into the outer
contract's tables, with the truth beside them.
"""

from benchmarks.generators.auditor.layout import KINDS, generate

__all__ = ["KINDS", "generate"]
