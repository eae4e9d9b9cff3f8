"""What changes a content hash and what does not."""

import unicodedata

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hydrascope.features import extract
from hydrascope.features.characters import DIGIT, IDEOGRAPH, IGNORED, LETTER, TALLIES, characters
from hydrascope.features.words import read_words, scratch

from .conftest import KEY, exchanges

WORDS = st.lists(
    st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyzäéñйж"), min_size=1, max_size=8),
    min_size=5,
    max_size=40,
)
CONTENT = ("text", "head", "tail", "phrases", "vector", "words")


def of(*texts: str | None, names: tuple[str, ...] = CONTENT) -> list[dict[str, object]]:
    return extract(exchanges(input_text=list(texts)), KEY).select(list(names)).to_pylist()


@settings(max_examples=60, deadline=None)
@given(WORDS)
def test_case_space_and_marks_do_not_matter(words: list[str]) -> None:
    plain = " ".join(words)
    first, *others = of(
        plain,
        plain.upper(),
        "\n\t ".join(words) + "!!",
        unicodedata.normalize("NFD", plain),
        "\u200b".join(plain),
    )
    assert all(other == first for other in others)
    assert first["words"] == len(words)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Ｆｕｌｌ Ｗｉｄｔｈ", "full width"),
        ("𝐛𝐨𝐥𝐝 𝑖𝑡𝑎𝑙𝑖𝑐", "bold italic"),
        ("ΜΕΓΑΛΑ γράμματα", "μεγαλα γραμματα"),
        ("ПРИВЕТ Ёлка", "привет елка"),
        ("don’t", "don't"),
    ],
)
def test_typography_does_not_matter(left: str, right: str) -> None:
    one, two = of(left, right)
    assert one == two


def test_digits_tell_texts_apart_but_not_templates() -> None:
    one, two, three = of(
        *(f"Solve task {n} of the list: what is {n} plus 12.5 today" for n in (7, 1234, "3,000"))
    )
    assert len({one["text"], two["text"], three["text"]}) == 3
    for name in ("head", "tail", "phrases"):
        assert one[name] == two[name] == three[name]


def test_every_ideograph_is_a_word() -> None:
    chinese, japanese, korean = of("请一步一步思考", "ひとつずつ考えて", "단계별로 생각해")
    assert [row["words"] for row in (chinese, japanese, korean)] == [7, 8, 7]


def test_order_matters_to_text_but_not_to_vector() -> None:
    one, two = of("alpha beta gamma delta epsilon", "epsilon delta gamma beta alpha")
    assert one["text"] != two["text"]
    assert one["vector"] == two["vector"]


def test_short_texts_have_no_edges() -> None:
    three, four = of("only three words", "there are four words")
    assert (three["head"], three["tail"]) == (0, 0)
    assert three["text"] != 0
    assert four["head"] == four["tail"] != 0


def test_equal_templates_share_their_edges() -> None:
    fillings = ("how to bake bread", "why the sky is blue in summer and red at dusk")
    frame = (
        "Please answer the question of the user below: {} \n\nEnd with one line that says the final result"
    )
    one, two = of(*(frame.format(filling) for filling in fillings))
    assert one["head"] == two["head"]
    assert one["tail"] == two["tail"]
    assert one["text"] != two["text"]


def test_phrases_are_sorted_and_distinct() -> None:
    (row, short) = of(
        "one two three four five six seven one two three four five", "one two three four five six"
    )
    kept = row["phrases"][:7]  # of 8 shingles one comes twice
    assert kept == sorted(set(kept))
    assert row["phrases"][7] == 0 < kept[0]
    assert sum(value > 0 for value in short["phrases"]) == 2
    assert short["phrases"][2:] == [0] * 6


def test_shared_phrases_estimate_jaccard() -> None:
    """The share in common of the 8 smallest of the union estimates Jaccard (k minimum values)."""
    rng = np.random.default_rng(3)
    estimates, truths = [], []
    pairs = []
    for _ in range(300):
        base = [f"w{chr(97 + a)}{chr(97 + b)}" for a, b in rng.integers(0, 26, size=(60, 2))]
        changed = base[: int(rng.integers(20, 60))] + [
            f"v{chr(97 + a)}" for a in rng.integers(0, 26, size=12)
        ]
        pairs += [base, changed]
    found = of(*(" ".join(words) for words in pairs), names=("phrases",))
    for place in range(0, len(pairs), 2):
        left, right = (set(found[place + side]["phrases"]) for side in (0, 1))
        smallest = sorted(left | right)[:8]
        estimates.append(sum(value in left and value in right for value in smallest) / 8)
        shingles = [
            {tuple(words[i : i + 5]) for i in range(len(words) - 4)} for words in pairs[place : place + 2]
        ]
        truths.append(len(shingles[0] & shingles[1]) / len(shingles[0] | shingles[1]))
    assert np.mean(estimates) == pytest.approx(np.mean(truths), abs=0.03)
    assert np.corrcoef(estimates, truths)[0, 1] > 0.7


def test_system_prompts_agree_up_to_digits() -> None:
    systems = [
        "You are helper 12. Today is 2026-01-01.",
        "you are helper 7; today is 1999-12-31",
        "You are nobody",
        None,
    ]
    out = extract(exchanges(input_text=[None] * 4, system_text=systems), KEY)["system"].to_pylist()
    assert out[0] == out[1] != out[2]
    assert out[3] == 0


def test_vectors_have_unit_length() -> None:
    rows = of("a prompt about cooking rice", "another one about prime numbers and proofs", "")
    lengths = [np.linalg.norm(row["vector"]) for row in rows]
    assert lengths[:2] == pytest.approx([127, 127], abs=3)
    assert lengths[2] == 0


def test_content_hashes_do_not_depend_on_the_key() -> None:
    batch = exchanges(input_text=["a text that partners can recognise"], end_user_id=["someone"])
    one, two = (extract(batch, key).to_pylist()[0] for key in (b"one", b"two"))
    assert one["text"] == two["text"]
    assert one["end_user"] != two["end_user"]
    assert (
        pa.array([one["text"]], pa.uint64())[0].as_py() == of("a text that partners can recognise")[0]["text"]
    )


def spans(text: str) -> list[tuple[int, int]]:
    """Where each word begins and ends, found the slow way."""
    kinds = [int(characters().kinds[ord(each)]) for each in text]
    found, at = [], 0
    while at < len(text):
        first, at = at, at + 1
        if kinds[first] == IDEOGRAPH:
            found.append((first, at))
        if kinds[first] not in (LETTER, DIGIT):
            continue
        while at < len(text) and (
            kinds[at] in (LETTER, DIGIT, IGNORED)
            or (LETTER not in kinds[first:at] and text[at] in ",.:" and text[at + 1 : at + 2].isascii()
                and text[at + 1 : at + 2].isdigit())
        ):  # fmt: skip
            at += 1
        found.append((first, at))
    return found


def hashes(text: str) -> tuple[list[int], list[int]]:
    data = np.frombuffer(text.encode() + b" ", dtype=np.uint8)
    words = scratch(data.size)
    count = read_words(data, 0, data.size - 1, characters(), words, 0, np.zeros(len(TALLIES), np.int32))
    return words.raw[:count].tolist(), words.masked[:count].tolist()


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("abZÉß 12９٣,.:<>\\\n一カ한\u200b\u0301🙂ж𝐛"), max_size=30))
def test_a_text_has_the_words_that_a_plain_reading_finds(text: str) -> None:
    alone = [hashes(text[first:end]) for first, end in spans(text)]
    assert hashes(text) == ([raw[0] for raw, _ in alone], [masked[0] for _, masked in alone])
    assert all(len(raw) == 1 for raw, _ in alone)
