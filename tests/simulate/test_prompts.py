"""The two halves of the prompts never meet, and each can play every role."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hydrascope.errors import SettingsError
from hydrascope.simulate import PromptLibrary, load_prompts
from hydrascope.simulate.material import fill, halve, material


def texts(library: PromptLibrary) -> set[str]:
    groups = (library.questions, library.framed, library.judged, library.tenants, library.templates)
    out = {p.text for group in groups for prompts in group.values() for p in prompts}
    out |= {t for conversation in library.conversations for t in conversation}
    return out | set(library.jailbreaks) | set(library.documents)


def test_no_prompt_is_in_both_halves() -> None:
    fit, test, both = (texts(load_prompts(split=s)) for s in ("fit", "test", "all"))
    assert not fit & test
    assert fit | test == both
    assert min(len(fit), len(test)) > 0.3 * len(both)


def test_own_words_are_cut_too() -> None:
    fit, test = material("fit"), material("test")
    for technique, slots in fit["elicitation"].items():
        for slot, options in slots.items():
            assert not {o for o in options if o} & set(test["elicitation"][technique][slot])
            assert options
    for name in ("tutorials", "marketplace", "assignments", "tenant_rules", "agent_parts", "sentences"):
        assert fit[name]
        assert test[name]
        assert not set(fit[name]) & set(test[name])


@pytest.mark.parametrize("split", ["fit", "test", "all"])
def test_every_role_has_material_in_every_half(split: str) -> None:
    library = load_prompts(split=split)
    assert library.split == split
    for subject, least in {
        "math": 1500,
        "reasoning": 1500,
        "code": 800,
        "tools": 1500,
        "everyday": 1500,
    }.items():
        assert len(library.questions[subject]) >= least
    assert sum(map(len, library.support.values())) > 5_000
    assert len(library.jailbreaks) > 300
    assert len(library.templates["judge"]) > 50
    assert len(library.benchmarks) >= 2


@given(st.lists(st.text(min_size=1), unique=True))
def test_halves_are_a_partition(items: list[str]) -> None:
    fit, test = halve(items, "fit"), halve(items, "test")
    assert sorted(fit + test) == sorted(items)
    assert abs(len(fit) - len(test)) <= 1


@given(
    st.text(alphabet="ab{}xy", max_size=40),
    st.dictionaries(st.sampled_from(["a", "b", "xy"]), st.text(max_size=5)),
)
def test_filling_never_fails(template: str, words: dict[str, str]) -> None:
    assert isinstance(fill(template, words), str)


def test_further_prompts_are_read(tmp_path: Path) -> None:
    (tmp_path / "benign").mkdir()
    row = {
        "source": "own_chat",
        "family": "benign",
        "prompt": "How do I bake bread?",
        "conv_id": "c1",
        "turn": 0,
    }
    pq.write_table(pa.Table.from_pylist([row]), tmp_path / "benign" / "own.parquet")
    found = {
        load_prompts(tmp_path, s).conversations.count(("How do I bake bread?",)) for s in ("fit", "test")
    }
    assert found == {0, 1}


def test_mistakes_are_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="split is 'train'"):
        load_prompts(split="train")
    with pytest.raises(SettingsError, match="holds no benign"):
        load_prompts(tmp_path)
    (tmp_path / "benign").mkdir()
    (tmp_path / "benign" / "x.parquet").write_text("no parquet")
    with pytest.raises(SettingsError, match="is no Parquet file"):
        load_prompts(tmp_path)
