"""What one hunt says that the one before did not."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec
import pyarrow.compute as pc

from hydrascope.campaigns import Findings


class Told(msgspec.Struct, frozen=True):
    """What has been told: exchanges of each campaign, the campaign of each member, the flagged accounts."""

    exchanges: dict[str, int] = {}
    members: dict[str, str] = {}
    flagged: tuple[str, ...] = ()

    @classmethod
    def load(cls, kept: bytes | None) -> "Told":
        """What `dump` gave; nothing where there is nothing whole."""
        try:
            return msgspec.json.decode(kept or b"", type=cls)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return cls()

    def dump(self) -> bytes:
        """Itself as JSON."""
        return msgspec.json.encode(self, order="deterministic")


@dataclass(frozen=True, slots=True)
class Change:
    """`what`: "new campaign", "grown campaign", "changed campaign", "ended campaign", "flagged" or "cleared".

    `name` is of the campaign or account; `more` are numbers, and the account's campaign.
    """

    what: str
    name: str
    more: dict[str, object]

    def told(self) -> dict[str, object]:
        """For a program."""
        of = "account" if self.what in ("flagged", "cleared") else "campaign"
        return {"change": self.what, of: self.name} | self.more

    def __str__(self) -> str:
        more = ", ".join(f"{name} {value}" for name, value in self.more.items() if value is not None)
        return f"{self.what}: {self.name}" + (f" ({more})" if more else "")


def state(found: Findings) -> Told:
    """What can be told of these findings."""
    campaigns, accounts = found.campaigns, found.accounts
    members = accounts.filter(pc.is_valid(accounts["campaign_id"]))
    flagged = accounts.filter(accounts["flagged"])
    return Told(
        dict(zip(campaigns["campaign_id"].to_pylist(), campaigns["exchanges"].to_pylist(), strict=True)),
        dict(zip(members["account_id"].to_pylist(), members["campaign_id"].to_pylist(), strict=True)),
        tuple(sorted(flagged["account_id"].to_pylist())),
    )


def changes(before: Told, after: Told) -> Iterator[Change]:
    """Campaigns first, then accounts; each by name.

    A campaign that got another name, because an account with an earlier name joined it, is the one that most of its
    members were in.
    """
    old, new = Counter(before.members.values()), Counter(after.members.values())
    former = _former(before, after)
    for name in sorted(after.exchanges):
        was = former.get(name)
        size: dict[str, object] = {"accounts": new[name], "exchanges": after.exchanges[name]}
        if was is None:
            yield Change("new campaign", name, size)
        elif (old[was], before.exchanges[was], was) != (new[name], after.exchanges[name], name):
            grown = after.exchanges[name] - before.exchanges[was]
            size |= {"more_accounts": new[name] - old[was], "more_exchanges": grown}
            what = "grown campaign" if max(grown, new[name] - old[was]) > 0 else "changed campaign"
            yield Change(what, name, size | ({"formerly": was} if was != name else {}))
    for name in sorted(before.exchanges.keys() - set(former.values())):
        yield Change("ended campaign", name, {})
    for what, some, others in (("flagged", after, before), ("cleared", before, after)):
        for account in sorted(set(some.flagged) - set(others.flagged)):
            yield Change(what, account, {"campaign": after.members.get(account)})


def _former(before: Told, after: Told) -> dict[str, str]:
    """What campaigns were called before; each former one goes to one."""
    former = {name: name for name in after.exchanges if name in before.exchanges}
    shared = Counter((name, before.members.get(account)) for account, name in after.members.items())
    for (name, was), _ in sorted(shared.items(), key=lambda pair: (-pair[1], str(pair[0]))):
        if was in before.exchanges and name not in former and was not in former.values():
            former[name] = str(was)
    return former
