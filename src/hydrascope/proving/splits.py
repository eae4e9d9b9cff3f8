"""Which worlds may fit the detection and which may judge it: the one place that decides, for both.

    fit    seeds below 90,000   prompts of the split "fit"    generators that may be learnt from
    test   seeds from 90,000    prompts of the split "test"   any generator

Whoever makes a world for either role asks here first, so that a world can never be in both.
"""

from hydrascope.errors import SettingsError

ROLES = ("fit", "test")
FIRST_TEST_SEED = 90_000
NEVER_FITTED = frozenset({"auditor", "juror", "warden"})
"""Outside generators that serve to fit nothing: what they give is the guess at a foreign log."""


def seeds(role: str, count: int, first: int = 0) -> range:
    """`count` seeds of a role, from its own `first`-th on. Raises SettingsError where they leave the role's range.

    >>> seeds("test", 2, first=10)
    range(90010, 90012)
    """
    begin = first + (FIRST_TEST_SEED if role == "test" else 0)
    for seed in (begin, begin + max(count - 1, 0)):
        allow(role, seed)
    return range(begin, begin + count)


def allow(role: str, seed: int, split: str | None = None, generator: str = "simulate") -> int:
    """The seed, if a world of it may serve the role. `split` is that of the prompts, None where a generator has none.

    Raises SettingsError else: what was asked for would let the test look at what was fitted on, or the reverse.
    """
    if role not in ROLES:
        raise SettingsError(f"role is {role!r}; choose one of {', '.join(ROLES)}.")
    if (role == "test") != (seed >= FIRST_TEST_SEED) or seed < 0:
        whose = f"from {FIRST_TEST_SEED:,} on" if role == "test" else f"from 0 to {FIRST_TEST_SEED - 1:,}"
        raise SettingsError(f"seed {seed:,} may not {role}; seeds that may are those {whose}.")
    if split is not None and split != role:
        raise SettingsError(f"prompts of the split {split!r} may not {role}; call load_prompts(split={role!r}).")
    if role == "fit" and generator in NEVER_FITTED:
        raise SettingsError(f"the generator {generator!r} may not fit: it is kept for the test.")
    return seed
