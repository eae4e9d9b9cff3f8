"""The whole proof on canned records: every section is planned, summed up and rendered; peers see the same worlds."""

import json
from functools import cache

import pytest
from benchmarks.peers import PEERS
from benchmarks.run_peers import OURS

from benchmarks import outside, prove, render_proof
from hydrascope.errors import SettingsError
from hydrascope.proving import run, splits
from hydrascope.proving.page import Plot, markdown
from hydrascope.proving.run import Spec

PROOF = prove.Proof(scale=0.01, seeds=2)
TINY = Spec("simulate", "mixed", 90_001, 80, 30, (("days", 4.0), ("heaviest", 20)))


@cache
def measured(variant):
    """A record of a tiny world, with a number of seconds."""
    return run.plain(prove.measure(run.play(TINY, None), TINY, variant, 0.01)) | {"cpu_seconds": 1.0}


@cache
def whole():
    """The proof of everything, each world standing for the tiny one."""
    found = {}
    for section in prove.SECTIONS:
        kept = {item: measured(item[1] if item[1] in ("replay", "peers") else "whole") for item in PROOF.plan(section)}
        about = prove.about("today", kept)
        found[section] = {"about": about, "results": PROOF.results(section, kept)}
    return json.loads(json.dumps(found, allow_nan=False))


def test_every_world_may_judge():
    specs = {spec for section in prove.SECTIONS for spec, _ in prove.Proof().plan(section)}
    for spec in specs:
        splits.allow("test", spec.seed, generator=spec.generator)
        assert spec.scenario in outside.kinds(spec.generator)
    assert {spec.generator for spec in specs} == {outside.OWN, *splits.NEVER_FITTED}


def test_at_least_five_worlds_of_every_scenario():
    assert all(len(specs) >= 5 for specs in prove.Proof().figures().values())


def test_sections_share_worlds():
    worlds = [{spec for spec, _ in prove.Proof().plan(section)} for section in ("ablation", "peers", "shift")]
    assert worlds[0] & worlds[1]
    assert worlds[0] & worlds[2]


def test_peers_play_on_the_same_worlds():
    for found in whole()["peers"]["results"].values():
        assert list(found) == [OURS, *(peer.name for peer in PEERS)]
        assert len({entry["fake"] for entry in found.values()}) == 1


def test_the_page_has_every_section_and_every_curve():
    blocks = list(render_proof.blocks(whole()))
    text = markdown(blocks)
    for title in ("Against the marks", "Where it fails", "Beside the peers", "Without a family", "What evasion costs",
                  "How soon", "Other populations", "no infrastructure at all"):  # fmt: skip
        assert title in text
    drawn = {block.name for block in blocks if isinstance(block, Plot)}
    kinds = {kind.removeprefix("fake/") for kind in measured("whole")["by_kind"]}
    assert {f"evasion-{kind}" for kind in kinds} < drawn
    assert len(drawn) == len([block for block in blocks if isinstance(block, Plot)])


def test_marks_are_met_or_missed_by_the_figures():
    rows = {(row[0], row[1]): row for row in render_proof.marked(whole()).rows}
    mine = whole()["figures"]["results"]["simulate: mixed"]["recall"]["0.001"]["mean"]
    assert rows["recall at 1e-3", "simulate: mixed"][4] == ("met" if mine >= 0.9 else "missed")
    assert ("honest accounts flagged", "warden: none") in rows


def test_a_generator_has_the_worlds_it_says():
    with pytest.raises(SettingsError, match="has no scenario"):
        outside.play(Spec("auditor", "luck", 90_000, 10, 5), None)
    with pytest.raises(SettingsError, match="may not test"):
        outside.play(Spec("auditor", "mixed", 10, 10, 5), None)
    assert set(splits.NEVER_FITTED) <= set(outside.names())
