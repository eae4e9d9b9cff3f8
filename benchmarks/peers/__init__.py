"""Peer methods under one signature: same input, same output as Hydrascope's accounts.

A peer sees the log and, where its method is calibrated on benign traffic, the texts of honest traffic.
"""

from collections.abc import Callable
from typing import NamedTuple

import pyarrow as pa

from benchmarks.log import Found, Log
from benchmarks.peers import duplicates, forest, infrastructure, mmd

HUB = 50  # accounts; keys shared by more are ignored where hubs are cut


class Peer(NamedTuple):
    """A name for the table, and the method: (log, texts of honest traffic, seed) to what was found."""

    name: str
    find: Callable[[Log, pa.ChunkedArray, int], Found]


PEERS = (
    Peer("per-account features, isolation forest", lambda log, benign, seed: forest.find(log, seed)),
    Peer("shared payment, /24, JA4: components", lambda log, benign, seed: infrastructure.find(log)),
    Peer("the same, hubs cut", lambda log, benign, seed: infrastructure.find(log, HUB)),
    Peer("near-duplicate prompts: components", lambda log, benign, seed: duplicates.find(log, seed)),
    Peer("MMD over pooled windows", mmd.find),
)
