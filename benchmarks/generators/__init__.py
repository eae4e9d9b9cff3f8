"""Independent generators of labelled worlds: each written from the field's facts alone, without sight of the
detection, of `hydrascope.simulate` or of one another.

`generate(scenario, seed, honest, fake)` of each gives exchanges, accounts, truth of accounts, truth of exchanges.
"""
