"""Keyed hashes of identifiers, and what they make equal."""

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from hydrascope.features.columns import strings
from hydrascope.features.hashing import keyed, mix, mixed, siphash


def test_siphash_is_the_published_function() -> None:
    """First values of the reference vectors: key 00..0f, messages 00, 00 01, ... (Aumasson and Bernstein)."""
    data = np.arange(64, dtype=np.uint8)
    k0, k1 = np.arange(16, dtype=np.uint8).view("<u8")
    found = [siphash(data, 0, size, k0, k1) for size in (0, 1, 8, 15)]
    assert found == [0x726FDB47DD0E0E31, 0x74F839C593DC67FD, 0x93F5F5799A932462, 0xA129CA6149BE45E5]


@given(st.integers(0, 2**64 - 1))
def test_array_and_scalar_mixing_agree(value: int) -> None:
    assert mix(np.uint64(value)) == mixed(np.array([value], dtype=np.uint64))[0]


def test_key_and_kind_separate_equal_strings() -> None:
    rows = strings(pa.array(["same", "same", None]))
    one = keyed(rows, b"k", "tls")
    assert one[0] == one[1] != 0
    assert one[2] == 0
    assert keyed(rows, b"k", "user_agent")[0] != one[0] != keyed(rows, b"other", "tls")[0]


def test_columns_are_name_spaced(features) -> None:
    out = features(
        end_user_id=["z"], conversation_id=["z"], history_hash=["z"], credential_hash=["z"], ja4=["z"]
    )
    assert len({out[name][0] for name in ("end_user", "conversation", "history", "credential", "tls")}) == 5


def test_networks(features) -> None:
    ips = ["10.1.2.3", "10.1.2.200", "10.1.3.3", "2001:db8:1:2::1", "2001:0DB8:1:ffff::9",
           "2001:db8:2::1", "::ffff:10.1.2.3", "2001:db8:1:2:0:0:0:1", "no address", "no address",
           None, "10.1.2.3\0"]  # fmt: skip
    out = features(client_ip=ips)
    network, address = out["network"], out["address"]
    assert network[0] == network[1] == network[6] != network[2]
    assert address[0] == address[6] != address[1]
    assert network[3] == network[4] != network[5]
    assert address[3] == address[7] != address[4]
    assert network[8] == network[9] not in (0, network[11])
    assert (network[10], address[10]) == (0, 0)


def test_client_is_agent_and_sdk(features) -> None:
    out = features(user_agent=["a", "a", None, None, "b"], sdk=["b", None, "b", None, "a"])["client"]
    assert len(set(out)) == 5
    assert out[3] == 0


def test_a_blob_is_the_same_in_and_out(features) -> None:
    out = features(reasoning_blobs_in=[["p", "q"], None, []], reasoning_blobs_out=[["q"], ["r"], None])
    assert out["blobs_in"][0][1] == out["blobs_out"][0][0] != out["blobs_out"][1][0]
    assert [out["blobs_in"][1], out["blobs_in"][2]] == [None, []]
