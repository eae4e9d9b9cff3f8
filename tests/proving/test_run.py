"""Records are measured once, kept, and measured anew when what they depend on changes."""

from dataclasses import replace

from hydrascope.proving.run import Ground, Spec, digest, records

ONE, TWO = Spec("simulate", "mixed", 90_000, 10, 5), Spec("simulate", "mixed", 90_001, 10, 5)


def ground(tmp_path, calls):
    def play(spec, prompts):
        calls.append(spec.seed)
        return spec.seed

    def measure(made, spec, variant, max_fpr):
        calls.append(variant)
        return {"seed": made, "variant": variant, "nothing": float("nan")}

    return Ground(tmp_path / "work", "v1", 1e-4, None, play, measure)


def test_a_world_is_played_once_and_a_rerun_does_what_is_missing(tmp_path):
    calls: list = []
    mine = ground(tmp_path, calls)
    kept = records([(ONE, "whole"), (ONE, "replay"), (ONE, "whole")], mine, 1)
    assert calls == [90_000, "whole", "replay"]
    assert kept[ONE, "replay"] == {"seed": 90_000, "variant": "replay", "nothing": None, "cpu_seconds": 0.0}
    told: list[str] = []
    again = records([(ONE, "whole"), (TWO, "whole"), (ONE, "peers")], mine, 1, told.append)
    assert sorted(map(str, calls[3:])) == ["90000", "90001", "peers", "whole"]
    assert again[ONE, "whole"] == kept[ONE, "whole"]
    assert len(told) == 3


def test_another_digest_or_rate_measures_anew(tmp_path):
    calls: list = []
    mine = ground(tmp_path, calls)
    for other in (mine, mine, replace(mine, digest="v2"), replace(mine, max_fpr=1e-3)):
        records([(ONE, "whole")], other, 1)
    assert calls.count("whole") == 3


def test_a_knob_makes_another_world():
    assert replace(ONE, knobs=(("cover", 0.5),)).name != ONE.name


def test_the_digest_sees_code_and_models(tmp_path):
    (tmp_path / "a.py").write_text("1")
    one = digest({"more": tmp_path})
    assert one == digest({"more": tmp_path}) != digest()
    (tmp_path / "a.py").write_text("2")
    assert digest({"more": tmp_path}) != one
    (tmp_path / "report").mkdir()
    two = digest({"more": tmp_path})
    (tmp_path / "report" / "b.py").write_text("3")
    assert digest({"more": tmp_path}) == two
