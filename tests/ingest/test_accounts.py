"""Account records from Parquet, CSV and JSON lines."""

import gzip
import json
from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from hydrascope.errors import NotALog, UserError
from hydrascope.ingest import read_accounts
from hydrascope.tables import ACCOUNTS, REJECTED

ROWS = [
    {"account_id": "b", "created_at": "2026-01-02T00:00:00Z", "org_id": "o", "distillation_licence": True},
    {"account_id": "a", "created_at": "2026-01-01T00:00:00Z", "signup_asn": 64500, "mine": "x"},
]
CSV = """account_id,created_at,org_id,distillation_licence,signup_asn,mine
b,2026-01-02,o,true,,
a,2026-01-01,,,64500,x
"""


def jsonl(rows):
    """Rows as JSON lines."""
    return "\n".join(json.dumps(row) for row in rows).encode()


def parquet(rows):
    """Rows as Parquet."""
    sink = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pylist(rows, schema=None), sink)
    return sink.getvalue().to_pybytes()


SAME = {
    "jsonl": jsonl(ROWS),
    "csv": CSV.encode(),
    "csv with a byte order mark": b"\xef\xbb\xbf" + CSV.replace("\n", "\r\n").encode(),
    "gzip": gzip.compress(jsonl(ROWS)),
    "csv.gz": gzip.compress(CSV.encode()),
    "zstd": pa.Codec("zstd").compress(jsonl(ROWS), asbytes=True),
    "parquet": parquet([{**ROWS[0], "signup_asn": None, "mine": None}, ROWS[1]]),
}


@pytest.mark.parametrize("name", SAME)
def test_every_form_reads_alike(name, tmp_path):
    path = tmp_path / "accounts"
    path.write_bytes(SAME[name])
    found = read_accounts(path)
    assert found.accounts.schema.equals(ACCOUNTS)
    assert found.rejected.schema.equals(REJECTED)
    assert found.rejected.num_rows == 0
    assert found.unknown_columns == {"mine": 1}
    rows = [{k: v for k, v in row.items() if v is not None} for row in found.accounts.to_pylist()]
    assert rows == [
        {"account_id": "a", "created_at": datetime(2026, 1, 1, tzinfo=UTC), "signup_asn": 64500},
        {
            "account_id": "b",
            "created_at": datetime(2026, 1, 2, tzinfo=UTC),
            "org_id": "o",
            "distillation_licence": True,
        },
    ]


def test_bad_rows_are_rejected_with_their_reason(tmp_path):
    path = tmp_path / "accounts.csv"
    path.write_text(
        "account_id,created_at,signup_asn\na,2026-01-01,1\n,,\nb,yesterday,\nc,,x\nd,,1,9\ne,1969-01-01,\nf,,\n"
    )
    found = read_accounts(path)
    assert found.accounts["account_id"].to_pylist() == ["a", "f"]
    assert [(row["line"], row["reason"]) for row in found.rejected.to_pylist()] == [
        (3, "missing field"),
        (4, "wrong type"),
        (5, "wrong type"),
        (6, "not CSV"),
        (7, "time out of range"),
    ]


def test_of_an_account_that_stands_twice_one_row_stays_whatever_the_order(tmp_path):
    rows = [{"account_id": "a", "plan": plan} for plan in ("x", "y", "x")]
    plans = []
    for order in (rows, rows[::-1]):
        path = tmp_path / "accounts.jsonl"
        path.write_bytes(jsonl(order))
        found = read_accounts(path)
        plans.append(found.accounts["plan"].to_pylist())
        assert found.rejected["reason"].to_pylist() == ["duplicate account"] * 2
    assert plans[0] == plans[1] == ["x"]


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "an empty file"),
        (b"\xff\xd8\xff", "a JPEG image"),
        (b"id,plan\n1,2\n", "'account_id' column"),
        (b'{"id": 1}\n', "without 'account_id'"),
        (parquet([{"id": 1}]), "without 'account_id'"),
        (b"PAR1damaged", "damaged footer"),
    ],
)
def test_what_is_no_account_record_is_refused(data, what, tmp_path):
    path = tmp_path / "accounts"
    path.write_bytes(data)
    with pytest.raises(NotALog, match=what) as caught:
        read_accounts(path)
    assert str(path) in str(caught.value)


def test_a_missing_file_is_the_users_to_mend(tmp_path):
    with pytest.raises(UserError, match="no such file"):
        read_accounts(tmp_path / "accounts.csv")
