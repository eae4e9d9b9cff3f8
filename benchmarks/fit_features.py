"""Learn the frozen tables of the features stage and say how good they are.

Run from the repository root, with the folder that holds benign/*.parquet and harvest/*.parquet:

    python benchmarks/fit_features.py vectors
    python benchmarks/fit_features.py purpose DATA_DIR

`vectors` reads only the prompts shipped with the package, so that anyone can repeat it. `purpose` learns
from the "fit" half of every source (`hydrascope.simulate.prompts.half`: whole templates, tenants and
conversations) and is tested on the other half and on sources left out whole. Jailbreaks are neither side.
"""

import argparse
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq
import scipy.sparse as sp
from numba import njit
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.utils.extmath import randomized_svd

from hydrascope.features.characters import Characters, characters
from hydrascope.features.columns import Integers, Strings, strings
from hydrascope.features.frozen import tables
from hydrascope.features.kernel import read
from hydrascope.features.purpose import GRAM_BITS, MOST_BITS, MOST_GRAMS, Model, bits, list_grams, shape
from hydrascope.features.readings import Readings
from hydrascope.features.vectors import VECTOR_BITS
from hydrascope.features.words import Bytes, Counts, Words, read_words, scratch
from hydrascope.simulate.prompts import SHIPPED, half
from hydrascope.tables import FORMS, VECTOR_WIDTH

TARGET = Path(__file__).resolve().parents[1] / "src" / "hydrascope" / "features"
SEED = 20261121
MOST_ROWS = 2500
"""Rows taken of one source; the largest would drown the rest."""

FEWEST_SOURCES = 6
"""A word or pair counts only if this many sources use it: topic words of one source are no purpose."""

STRENGTH = 0.01
"""Inverse of the L2 penalty, for rows that weigh 1 on average."""

FOLDS = 8
OWN = 0.3
"""Part of a word's vector that is its own, so that two words of one topic still differ."""

NOT_TRAFFIC = ("tweeteval_sentiment", "dialogsum")
DISTRACTED = 0.25
"""Weight of the copy of each row that has lost its words: form and shape must also speak alone."""


class Rows(NamedTuple):
    """Prompts with their source and label (1: harvest)."""

    texts: list[str]
    sources: npt.NDArray[np.str_]
    labels: npt.NDArray[np.int8]


@njit(nogil=True)
def _list_rows(
    offsets: Integers,
    data: Bytes,
    chars: Characters,
    words: Words,
    tallies: Counts,
    room: Integers,
    counts: Integers,
) -> None:
    for row in range(offsets.size - 1):
        count = read_words(data, offsets[row], offsets[row + 1], chars, words, 0, tallies)
        counts[row] = list_grams(words.masked, words.marks, count, room[row])


def gram_matrix(column: Strings) -> sp.csr_matrix:
    """Rows × buckets: how often each gram was seen, over the root of the number of grams."""
    n = column.valid.size
    room = np.zeros((n, MOST_GRAMS), dtype=np.int64)
    counts = np.zeros(n, dtype=np.int64)
    words = scratch(int(np.diff(column.offsets).max(initial=0)) + 1)
    tallies = np.zeros(64, dtype=np.int32)
    _list_rows(column.offsets, column.data, characters(), words, tallies, room, counts)
    rows = np.repeat(np.arange(n), counts)
    buckets = room[np.arange(MOST_GRAMS) < counts[:, None]]
    values = 1 / np.sqrt(counts[rows])
    return sp.csr_matrix((values, (rows, buckets)), shape=(n, 1 << GRAM_BITS))


def load(data: Path, split: str) -> Rows:
    """English prompts of one half of every source, at most `MOST_ROWS` of each, evenly picked."""
    by_source: dict[tuple[str, int], list[str]] = {}
    for folder, label in (("benign", 0), ("harvest", 1)):
        for path in sorted((data / folder).glob("*.parquet")):
            for row in pq.read_table(path).to_pylist():
                name, side, text = _described(row, label)
                if row["family"] == "jailbreak" or row.get("lang", "en") != "en" or name in NOT_TRAFFIC:
                    continue
                if text and half({**row, "source": name}) == split:
                    by_source.setdefault((name, side), []).append(text)
    texts, sources, labels = [], [], []
    for (name, side), found in sorted(by_source.items()):
        step = max(1.0, len(found) / MOST_ROWS)
        picked = [found[int(at * step)] for at in range(int(len(found) / step))]
        texts += picked
        sources += [name] * len(picked)
        labels += [side] * len(picked)
    return Rows(texts, np.array(sources), np.array(labels, dtype=np.int8))


def _described(row: dict[str, Any], label: int) -> tuple[str, int, str]:
    """Source, label and text of a row of a prompt file or of the template library."""
    if "template" not in row:
        return row["source"], label, row["prompt"]
    row.update(subtype=row["origin"], conv_id=None)
    side = int(row["family"] in ("judge", "harvest", "cot", "tool"))
    return f"template:{row['family']}", side, row["template"]


def balanced(rows: Rows) -> npt.NDArray[np.float64]:
    """Weights: sources count by the root of their size, both sides equally; mean 1."""
    weights = np.zeros(len(rows.texts))
    for side in (0, 1):
        for name in np.unique(rows.sources[rows.labels == side]):
            these = (rows.sources == name) & (rows.labels == side)
            weights[these] = 1 / np.sqrt(these.sum())
        weights[rows.labels == side] /= weights[rows.labels == side].sum()
    return weights * len(rows.texts) / 2


class Data(NamedTuple):
    """Everything the model sees of rows."""

    grams: sp.csr_matrix
    dense: npt.NDArray[np.float32]
    read: Readings


def seen(texts: list[str]) -> Data:
    """The model's inputs for texts."""
    column = strings(pa.array(texts, pa.large_string()))
    readings = read(column, tables())
    present = (readings.forms[:, None] >> np.arange(len(FORMS), dtype=np.uint32)) & 1
    return Data(gram_matrix(column), np.hstack([present, shape(readings)]).astype(np.float32), readings)


def common(rows: Rows, data: Data, chosen: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Bool [buckets]: grams that at least `FEWEST_SOURCES` of the chosen rows' sources use."""
    used = np.zeros(1 << GRAM_BITS, dtype=np.int64)
    for name in np.unique(rows.sources[chosen]):
        used += np.asarray(data.grams[chosen & (rows.sources == name)].sum(axis=0)).ravel() > 0
    return used >= FEWEST_SOURCES


def fitted(rows: Rows, data: Data, chosen: npt.NDArray[np.bool_]) -> LogisticRegression:
    """The model learnt from the chosen rows, each also shown without its words."""
    kept = sp.diags(common(rows, data, chosen).astype(np.float64))
    whole = sp.hstack([data.grams[chosen] @ kept * 3, data.dense[chosen]])
    bare = sp.hstack([sp.csr_matrix(data.grams[chosen].shape), data.dense[chosen]])
    part = Rows([rows.texts[i] for i in np.flatnonzero(chosen)], rows.sources[chosen], rows.labels[chosen])
    weights = balanced(part)
    model = LogisticRegression(C=STRENGTH, max_iter=300, solver="liblinear", random_state=SEED)
    model.fit(
        sp.vstack([whole, bare]).tocsr(),
        np.concatenate([part.labels, part.labels]),
        sample_weight=np.concatenate([weights, DISTRACTED * weights]),
    )
    return model


def scores(model: LogisticRegression, data: Data) -> npt.NDArray[np.float64]:
    """Natural log odds of every row."""
    weights = model.coef_[0]
    edge = 1 << GRAM_BITS
    return np.asarray(data.grams @ weights[:edge] * 3 + data.dense @ weights[edge:] + model.intercept_[0])


def left_out(rows: Rows, data: Data) -> npt.NDArray[np.float64]:
    """Scores of each row by a model that never saw its source."""
    out = np.zeros(len(rows.texts))
    fold = np.zeros(len(rows.texts), dtype=np.int64)
    for side in (0, 1):
        names = np.unique(rows.sources[rows.labels == side])
        for place, name in enumerate(names):
            fold[(rows.sources == name) & (rows.labels == side)] = place % FOLDS
    for number in range(FOLDS):
        out[fold == number] = scores(fitted(rows, data, fold != number), data)[fold == number]
    return out


def auc(rows: Rows, values: npt.NDArray[np.floating]) -> float:
    """Area under the ROC curve with both sides' sources balanced."""
    return float(roc_auc_score(rows.labels, values, sample_weight=balanced(rows)))


def by_source(rows: Rows, values: npt.NDArray[np.floating]) -> None:
    """Print the mean of every source."""
    for name in np.unique(rows.sources):
        for side in np.unique(rows.labels[rows.sources == name]):
            these = (rows.sources == name) & (rows.labels == side)
            sign, mean = "+-"[1 - side], values[these].mean()
            print(f"  {sign} {name:32s} {these.sum():5d} rows  mean {mean:+.2f}")


def purpose(data_dir: Path) -> None:
    """Fit, calibrate on sources left out, store, and test on the other half."""
    rows, test = load(data_dir, "fit"), load(data_dir, "test")
    data, unseen = seen(rows.texts), seen(test.texts)
    print(f"{len(rows.texts)} rows to learn from, {len(test.texts)} to test")
    foreign = left_out(rows, data)
    platt = LogisticRegression(C=1e6).fit(foreign[:, None], rows.labels, sample_weight=balanced(rows))
    slope, offset = float(platt.coef_[0, 0]), float(platt.intercept_[0])
    model = fitted(rows, data, np.ones(len(rows.texts), dtype=np.bool_))
    edge = 1 << GRAM_BITS
    weights = model.coef_[0] * slope
    scale = np.abs(weights[:edge]).max() / 127
    frozen = Model(
        grams=np.rint(weights[:edge] / scale).astype(np.int8),
        scale=float(scale * 3),
        intercept=float(model.intercept_[0] * slope + offset),
        forms=weights[edge : edge + len(FORMS)].astype(np.float32),
        shape=weights[edge + len(FORMS) :].astype(np.float32),
    )
    results = {
        "auc on the rows learnt from": auc(rows, scores(model, data)),
        "auc on sources left out": auc(rows, foreign),
        "auc on templates and conversations held out": auc(test, scores(model, unseen)),
    }
    made = f"python benchmarks/fit_features.py purpose DATA_DIR; {datetime.now(UTC):%Y-%m-%d}; {results}"
    np.savez_compressed(TARGET / "purpose.npz", **frozen._asdict(), made=np.array(made))
    print(*(f"{name}: {value:.3f}" for name, value in results.items()), f"slope {slope:.2f}", sep="\n")
    graded = unseen.read._replace(grams=(unseen.grams @ frozen.grams.astype(np.float64)).astype(np.float32))
    shown = bits(graded, frozen)
    print(f"auc of the stored model on held out: {auc(test, shown):.3f}")
    print(f"at the limit of ±{MOST_BITS} bits: {np.mean(np.abs(shown) >= MOST_BITS):.2f}")
    by_source(test, shown)
    print("sources left out:")
    by_source(rows, np.clip((foreign * slope + offset) / np.log(2), -MOST_BITS, MOST_BITS))


def unit(rows: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Rows of length 1."""
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12))


def vectors() -> None:
    """Latent semantic analysis of the shipped prompts: idf-weighted, 32 directions after the first."""
    table = pq.read_table(SHIPPED).to_pylist()
    by_source: dict[str, list[str]] = {}
    for row in table:
        if half(row) == "fit":
            by_source.setdefault(row["source"], []).append(row["prompt"])
    texts = [text for name in sorted(by_source) for text in by_source[name][:6000]]
    matrix = word_matrix(strings(pa.array(texts, pa.large_string())))
    df = np.asarray((matrix > 0).sum(axis=0)).ravel()
    known = df >= 2
    idf = np.log(len(texts) / np.maximum(df, 1))
    weighted = matrix.log1p() @ sp.diags(idf)
    norms = np.maximum(np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel()), 1e-9)
    scaled = sp.diags(1 / norms) @ weighted
    _, sizes, directions = randomized_svd(scaled, n_components=VECTOR_WIDTH + 1, n_iter=6, random_state=SEED)
    # The first direction is only "being a text". The words' lengths are theirs by rarity, not by the fit.
    learnt = unit((directions[1:] * np.sqrt(sizes[1:, None])).T)
    noise = unit(np.random.Generator(np.random.PCG64(SEED)).normal(size=learnt.shape))
    rows = np.where(known[:, None], (1 - OWN) * learnt + OWN * noise, noise)
    rows *= np.where(df > 0, idf, np.median(idf[known]))[:, None]
    stored = np.rint(rows * (127 / np.abs(rows).max())).astype(np.int8)
    source = f"{len(texts)} prompts of simulate/prompts.parquet"
    made = f"python benchmarks/fit_features.py vectors; {datetime.now(UTC):%Y-%m-%d}; {source}"
    np.savez_compressed(TARGET / "vectors.npz", rows=stored, made=np.array(made))
    print(made, f"{known.sum()} known buckets", sep="\n")
    compare(table, stored)


@njit(nogil=True)
def _hash_rows(offsets: Integers, data: Bytes, chars: Characters, words: Words, tallies: Counts, out: Integers) -> int:
    total = 0
    for row in range(offsets.size - 1):
        count = read_words(data, offsets[row], offsets[row + 1], chars, words, 0, tallies)
        for at in range(count):
            out[total, 0] = row
            out[total, 1] = np.int64(words.masked[at] >> np.uint64(64 - VECTOR_BITS))
            total += 1
    return total


def word_matrix(column: Strings) -> sp.csr_matrix:
    """Rows × buckets: how often each word was seen."""
    words = scratch(int(np.diff(column.offsets).max(initial=0)) + 1)
    out = np.zeros((int(column.offsets[-1]) + 1, 2), dtype=np.int64)
    total = _hash_rows(column.offsets, column.data, characters(), words, np.zeros(64, dtype=np.int32), out)
    shape = (column.valid.size, 1 << VECTOR_BITS)
    return sp.csr_matrix((np.ones(total), (out[:total, 0], out[:total, 1])), shape=shape)


def compare(table: list[dict[str, Any]], stored: npt.NDArray[np.int8]) -> None:
    """Print how often the nearest other held-out text has the same intent, against random vectors."""
    rng = np.random.Generator(np.random.PCG64(SEED))
    for source in ("banking77", "clinc150", "bbh"):
        rows = [row for row in table if row["source"] == source and half(row) == "test"]
        rows = [rows[place] for place in rng.permutation(len(rows))[:2500]]
        matrix = word_matrix(strings(pa.array([row["prompt"] for row in rows], pa.large_string())))
        intents = np.array([row["subtype"] for row in rows])
        for name, table_of in (("learnt", stored), ("random", rng.normal(size=stored.shape))):
            points = matrix @ table_of.astype(np.float64)
            points /= np.maximum(np.sqrt((points**2).sum(axis=1)), 1e-9)[:, None]
            near = points @ points.T
            np.fill_diagonal(near, -2)
            share = np.mean(intents[near.argmax(axis=1)] == intents)
            print(f"  {source}: same intent nearest, {name}: {share:.3f}")


def main() -> None:
    """Run one of the two fits."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("vectors", "purpose"))
    parser.add_argument("data", type=Path, nargs="?")
    given = parser.parse_args()
    if given.what == "vectors":
        vectors()
    elif given.data is None:
        parser.error("purpose needs the folder of prompts")
    else:
        purpose(given.data)


if __name__ == "__main__":
    main()
