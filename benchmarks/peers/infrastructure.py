"""Connected components over payment, address range and TLS fingerprint.

What Glasswally, the only other open detector, does to cluster accounts: the union of all that share a payment
hash, a /24 or a TLS fingerprint, without weights. (It also joins by organisation, which would flag every
honest one; and its per-account heuristics need header orders and HTTP/2 settings that logs do not have. Both
are left out.) `most` is our kindness: with it, a key that more customers share is ignored, and accounts that
openly belong to one organisation count as one. Glasswally does neither: one popular fingerprint joins all.
"""

import ipaddress

import numpy as np
import pyarrow as pa

from benchmarks.log import Found, Log, account_column, customers, encode
from benchmarks.peers.graph import components, sizes


def networks(addresses: pa.ChunkedArray) -> pa.Array:
    """The /24 (or /48) of each address; null where there is none or it is not an address."""
    encoded = addresses.combine_chunks().dictionary_encode()
    known = pa.array([network(value.as_py()) for value in encoded.dictionary], pa.string())
    return known.take(encoded.indices)


def network(address: str) -> str | None:
    """The range of one address.

    >>> network("192.0.2.77"), network("not an address")
    ('192.0.2.0/24', None)
    """
    try:
        version = ipaddress.ip_address(address).version
    except ValueError:
        return None
    return str(ipaddress.ip_network(f"{address}/{24 if version == 4 else 48}", strict=False))


def find(log: Log, most: int | None = None) -> Found:
    """Score: size of the account's component. Group: the component, where it has more than one account."""
    everyone = np.arange(len(log.ids), dtype=np.int32)
    ranges = networks(pa.chunked_array([*chunks(log.column("client_ip")), *chunks(account_column(log, "signup_ip"))]))
    keys = [
        (everyone, encode(account_column(log, "payment_fingerprint"))),
        (np.concatenate([log.owner, everyone]), encode(pa.chunked_array([ranges]))),
        (log.owner, log.codes("ja4")),
    ]
    base = 0
    owners, codes = [], []
    for owner, key in keys:
        owners.append(owner)
        codes.append(np.where(key >= 0, key.astype(np.int64) + base, -1))
        base += int(key.max(initial=-1)) + 1
    customer = everyone.astype(np.int64) if most is None else customers(log)
    joined = components(int(customer.max()) + 1, customer[np.concatenate(owners)], np.concatenate(codes), most)
    group, size = joined[customer], sizes(joined)[customer]
    return Found(size.astype(np.float64), np.where(size > 1, group, -1))


def chunks(column: pa.ChunkedArray) -> list[pa.Array]:
    """The column's chunks as strings of one type."""
    chunked: list[pa.Array] = column.cast(pa.large_string()).chunks
    return chunked
