"""`hydrascope prove` from the command line to the page, on worlds so small that they prove nothing."""

import json

import pytest
from tests.worlds import hydrascope

from hydrascope.errors import SettingsError
from hydrascope.proving.prove import SECTIONS, Asked

SMALL = ("--scenario", "fixed-prompt", "--seeds", 1, "--honest", 60, "--fake", 20, "--workers", 1)


def test_a_proof_is_written_and_a_rerun_measures_nothing(tmp_path):
    turned = ("--knob", "days=4", "--knob", "heaviest=30", "--lacks", "addresses", "--lacks", "accounts")
    ran = hydrascope("prove", "--out", tmp_path, *SMALL, *turned)
    assert ran.status == 0, ran.err
    proof = json.loads((tmp_path / "proof.json").read_text("utf-8"))
    found = proof["figures"]["fixed-prompt"]
    assert 15 < found["fake"] <= 20
    assert len(found["warnings"]) == 2
    assert proof["settings"]["lacks"] == ["addresses", "accounts"]
    page = (tmp_path / "proof.md").read_text("utf-8")
    assert "lacks addresses, accounts" in page
    assert all((tmp_path / link).exists() for link in ("plots/reliability.svg", "plots/kinds-fixed-prompt.svg"))
    assert "<svg" in (tmp_path / "proof.html").read_text("utf-8")
    again = hydrascope("prove", "--out", tmp_path, *SMALL, *turned)
    assert "0 worlds to play" in again.err


def test_evidence_removed_is_a_section(tmp_path):
    ran = hydrascope("prove", "--out", tmp_path, *SMALL, "--knob", "heaviest=20", "--ablation", "--quiet")
    assert (ran.status, ran.out, ran.err) == (0, "", "")
    page = (tmp_path / "proof.md").read_text("utf-8")
    assert "| **no infrastructure at all** |" in page
    assert "(plots/ablation.svg)" in page


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--scenario", "nothing"), "no scenario"),
        (("--lacks", "luck"), "no gap"),
        (("--seeds", 0), "at least 1"),
        (("--max-fpr", 2), "--max-fpr is"),
        (("--knob", "luck=1"), "Unknown knob"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(tmp_path, options, said):
    ran = hydrascope("prove", "--out", tmp_path, *options)
    assert ran.status == 2
    assert said in ran.err


def test_every_section_has_a_plan():
    base = Asked(("mixed",), 1, 100, 10, 1e-4)
    for section in SECTIONS:
        wider = Asked(("mixed",), 1, 100, 10, 1e-4, extra=(section,))
        assert len(list(wider.plan())) > len(list(base.plan()))
    with pytest.raises(SettingsError, match="no section"):
        Asked(("mixed",), 1, 100, 10, 1e-4, extra=("luck",))
