"""What a drill can turn. None means "draw it from the ranges of the scenario"."""

from dataclasses import dataclass

from hydrascope.errors import SettingsError

SHARING = ("none", "payment", "address", "tls", "all")
LISTS = ("dealt", "overlapping", "shared")
POPULATIONS = ("people", "business", "machines", "crowds")


@dataclass(frozen=True)
class Knobs:
    """Parameters of a world; shares are 0 to 1."""

    days: float | None = None
    """Length of the log, days."""
    volume: float | None = None
    """Harvest requests per campaign account (median)."""
    pace: float | None = None
    """Days over which a campaign spreads its work."""
    cover: float | None = None
    """Share of a campaign account's requests that are ordinary chat."""
    sharing: str | None = None
    """Infrastructure that a campaign's accounts share: none, payment, address, tls or all."""
    degree: float | None = None
    """Share of the campaign's accounts that share it."""
    disguise: float | None = None
    """Share of a campaign's accounts that are opened, paid for, connected and equipped like a customer's."""
    paraphrase: float | None = None
    """How much each harvest request is reworded."""
    rhythm: float | None = None
    """Share of a campaign's requests sent at human hours."""
    lists: str | None = None
    """How a question list is given out: dealt (no repetition), overlapping, shared (all ask all)."""
    heaviest: int = 2000
    """No account has more requests than this to send; retries come on top."""
    lookalikes: float = 1.0
    """Factor on the numbers of honest look-alikes among honest accounts."""
    population: str | None = None
    """Sort of honest account that is four times as common: people, business, machines or crowds."""
    rate: float = 1.0
    """Factor on how much honest accounts send."""
    foreign: float | None = None
    """Share of the chats that are not in English."""
    outputs: bool = False
    """Write output_text too."""

    def __post_init__(self) -> None:
        for name in ("cover", "degree", "disguise", "paraphrase", "rhythm", "foreign"):
            value = getattr(self, name)
            if value is not None and not 0 <= value <= 1:
                raise SettingsError(f"{name} is {value}; it is a share from 0 to 1.")
        if self.sharing is not None and self.sharing not in SHARING:
            raise SettingsError(f"sharing is {self.sharing!r}; choose one of {', '.join(SHARING)}.")
        if self.lists is not None and self.lists not in LISTS:
            raise SettingsError(f"lists is {self.lists!r}; choose one of {', '.join(LISTS)}.")
        if self.population is not None and self.population not in POPULATIONS:
            raise SettingsError(f"population is {self.population!r}; choose one of {', '.join(POPULATIONS)}.")
        if not 0 < self.rate <= 100:
            raise SettingsError(f"rate is {self.rate}; give a positive factor of at most 100.")
        for name in ("days", "volume", "pace"):
            value = getattr(self, name)
            if value is not None and not 0 < value <= 400:
                if name == "volume" and value and 0 < value <= 100_000:
                    continue
                raise SettingsError(f"{name} is {value}; give a positive number (days at most 400).")
