"""Networks: who reaches the gateway from where. Addresses are made up inside made-up prefixes."""

import random
from dataclasses import dataclass, field

Address = tuple[str, str, int]

# (asn, country, kind)
HOMES: list[tuple[int, str]] = [
    (7922, "US"),
    (7018, "US"),
    (701, "US"),
    (20115, "US"),
    (22773, "US"),
    (812, "CA"),
    (577, "CA"),
    (3320, "DE"),
    (3209, "DE"),
    (3215, "FR"),
    (12322, "FR"),
    (2856, "GB"),
    (5607, "GB"),
    (3352, "ES"),
    (3269, "IT"),
    (1136, "NL"),
    (3301, "SE"),
    (5617, "PL"),
    (12389, "RU"),
    (4713, "JP"),
    (17676, "JP"),
    (4766, "KR"),
    (9318, "KR"),
    (4134, "CN"),
    (4837, "CN"),
    (3462, "TW"),
    (4760, "HK"),
    (9506, "SG"),
    (55836, "IN"),
    (24560, "IN"),
    (7713, "ID"),
    (45899, "VN"),
    (1221, "AU"),
    (26599, "BR"),
    (28573, "BR"),
    (8151, "MX"),
    (9121, "TR"),
    (5384, "AE"),
    (36992, "EG"),
    (37457, "ZA"),
]
MOBILES: list[tuple[int, str]] = [
    (21928, "US"),
    (6167, "US"),
    (12576, "GB"),
    (55836, "IN"),
    (45609, "IN"),
    (9808, "CN"),
    (23693, "ID"),
    (26615, "BR"),
    (2516, "JP"),
    (17858, "KR"),
    (29180, "GB"),
    (29465, "NG"),
]
CLOUDS: list[tuple[int, str]] = [
    (16509, "US"),
    (14618, "US"),
    (16509, "SG"),
    (16509, "JP"),
    (16509, "IE"),
    (396982, "US"),
    (396982, "BE"),
    (8075, "US"),
    (8075, "NL"),
    (14061, "US"),
    (14061, "SG"),
    (24940, "DE"),
    (16276, "FR"),
    (63949, "US"),
    (20473, "JP"),
    (45102, "SG"),
    (132203, "HK"),
]
VPNS: list[tuple[int, str]] = [(9009, "GB"), (60068, "US"), (212238, "SG"), (60068, "JP"), (9009, "NL")]
ZONES = {
    "US": -6,
    "CA": -5,
    "MX": -6,
    "BR": -3,
    "GB": 0,
    "IE": 0,
    "DE": 1,
    "FR": 1,
    "ES": 1,
    "IT": 1,
    "NL": 1,
    "SE": 1,
    "PL": 1,
    "BE": 1,
    "NG": 1,
    "ZA": 2,
    "EG": 2,
    "TR": 3,
    "RU": 3,
    "AE": 4,
    "IN": 5.5,
    "ID": 7,
    "VN": 7,
    "CN": 8,
    "TW": 8,
    "HK": 8,
    "SG": 8,
    "JP": 9,
    "KR": 9,
    "AU": 10,
}


@dataclass
class Net:
    """The addresses one account comes from. `how`: `sticky` (mostly the first), `daily`, `each`."""

    addresses: list[Address]
    how: str = "sticky"

    def pick(self, rng: random.Random, t: float, salt: int) -> Address:
        """The address of a request at time t (epoch seconds)."""
        if len(self.addresses) == 1:
            return self.addresses[0]
        if self.how == "daily":
            return self.addresses[(int(t // 86_400) * 2_654_435_761 + salt) % len(self.addresses)]
        if self.how == "each":
            return self.addresses[int(rng.random() * len(self.addresses))]
        return self.addresses[0] if rng.random() < 0.8 else rng.choice(self.addresses)


@dataclass
class Places:
    """Prefixes of one world, and the exits that strangers share (CGNAT, VPN)."""

    rng: random.Random
    prefixes: dict[tuple[int, str], list[tuple[int, int]]] = field(default_factory=dict)
    country_weight: dict[str, float] = field(default_factory=dict)
    cgnat: list[Address] = field(default_factory=list)
    vpn: list[Address] = field(default_factory=list)

    def __post_init__(self) -> None:
        rng = self.rng
        self.country_weight = {c: rng.lognormvariate(0, 0.8) for c in ZONES}
        self.country_weight["US"] *= 4
        for who in (*HOMES, *MOBILES, *CLOUDS, *VPNS):
            self.prefixes[who] = [(rng.randint(11, 222), rng.randint(0, 255)) for _ in range(rng.randint(2, 6))]
        self.cgnat = [self.address(rng.choice(MOBILES)) for _ in range(160)]
        self.vpn = [self.address(rng.choice(VPNS)) for _ in range(90)]

    def address(self, who: tuple[int, str]) -> Address:
        """A fresh address at a provider."""
        a, b = self.rng.choice(self.prefixes[who])
        return f"{a}.{b}.{self.rng.randint(0, 255)}.{self.rng.randint(1, 254)}", who[1], who[0]

    def country(self) -> str:
        """A country with homes, by this world's mix."""
        homes = [c for _, c in HOMES]
        return self.rng.choices(homes, [self.country_weight[c] for c in homes])[0]

    def home(self, country: str) -> Net:
        """A person's network: home, phone behind CGNAT, VPN, in real proportions."""
        rng = self.rng
        here = [who for who in HOMES if who[1] == country] or HOMES
        who = rng.choice(here)
        dice = rng.random()
        if dice < 0.09:
            return Net(rng.sample(self.cgnat, rng.randint(1, 5)), "each")
        if dice < 0.17:
            return Net(rng.sample(self.vpn, rng.randint(1, 4)), "daily")
        if dice < 0.42:
            return Net([self.address(who) for _ in range(rng.randint(3, 14))], "daily")
        extra = [rng.choice(self.cgnat)] if rng.random() < 0.3 else []
        return Net([self.address(who) for _ in range(rng.randint(1, 2))] + extra)

    def cloud(self, count: int | None = None) -> Net:
        """A server's network: a few fixed cloud addresses, or a platform's changing egress."""
        rng = self.rng
        who = rng.choice(CLOUDS)
        if rng.random() < 0.2:
            return Net([self.address(who) for _ in range(count or rng.randint(12, 50))], "each")
        return Net([self.address(who) for _ in range(count or rng.randint(1, 3))])

    def egress(self) -> Net:
        """A campus's or an office's few egress addresses, shared by everybody there."""
        return Net([self.address(self.rng.choice(HOMES)) for _ in range(self.rng.randint(1, 4))], "each")

    def residential_proxy(self, size: int) -> Net:
        """Rented home addresses all over the world; a share of them are the CGNAT exits of honest people."""
        rng = self.rng
        mine = [self.address(rng.choice(HOMES)) for _ in range(size)]
        return Net(mine + rng.sample(self.cgnat, max(1, size // 8)), rng.choice(("daily", "each")))
