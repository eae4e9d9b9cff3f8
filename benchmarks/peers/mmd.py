"""MMD over pooled windows, after arXiv 2606.05725 ("An Embarrassingly Simple Detector for Model Extraction
Attacks in LLM API Traffic"): windows of 1,500 consecutive queries are compared with benign ones by maximum
mean discrepancy (Gretton et al. 2012), RBF kernel, median heuristic, calibrated on benign windows.

Two things differ from the paper. Its sentence embeddings need model weights; here they are hashed TF-IDF
reduced by SVD. And it raises alarms for windows, not accounts: here a window's alarm is dealt to its accounts
by their share of it.
"""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from scipy.sparse import csr_array, diags_array, vstack
from scipy.sparse.linalg import svds

from benchmarks.log import Found, Log
from benchmarks.peers.text import bags, buffers
from hydrascope.proving.metrics import Floats

WINDOW = 1_500
WIDTH = 1 << 15
DIMENSIONS = 64
FITTED_ON = 20_000  # texts for the term weights and the SVD, half of them benign
Vectors = NDArray[np.float32]


def counts(column: pa.ChunkedArray) -> csr_array:
    """Hashed bags of words, float32 of shape (rows, WIDTH), damped: 1 + log(count)."""
    parts = []
    for text, ends in buffers(column):
        columns, starts = bags(text, ends, WIDTH)
        part = csr_array((np.ones(len(columns), np.float32), columns, starts), shape=(len(ends) - 1, WIDTH))
        part.sum_duplicates()
        part.data = 1 + np.log(part.data)
        parts.append(part)
    return csr_array(vstack(parts)) if parts else csr_array((0, WIDTH), dtype=np.float32)


def drawn(column: pa.ChunkedArray, rng: np.random.Generator) -> pa.ChunkedArray:
    """A random part of the texts, in their order."""
    size = min(FITTED_ON // 2, len(column))
    return column.take(pa.array(np.sort(rng.choice(len(column), size, replace=False))))


def projection(texts: pa.ChunkedArray) -> Vectors:
    """Term weights and SVD fitted on texts, as one matrix: float32 of shape (WIDTH, DIMENSIONS)."""
    sample = counts(texts)
    frequency = np.bincount(sample.indices, minlength=WIDTH)
    weight = (np.log((1 + len(texts)) / (1 + frequency)) + 1).astype(np.float32)
    dimensions = min(DIMENSIONS, len(texts) - 1)
    _, _, directions = svds(sample @ diags_array(weight), k=dimensions, v0=np.ones(min(len(texts), WIDTH)))
    result: Vectors = (weight[:, None] * directions.T).astype(np.float32)
    return result


def embed(column: pa.ChunkedArray, matrix: Vectors, rows: int = 20_000) -> Vectors:
    """Unit vectors of texts, float32 of shape (rows, dimensions); a text without known words is 0."""
    parts = [np.empty((0, matrix.shape[1]), np.float32)]
    for start in range(0, len(column), rows):
        vectors = counts(column.slice(start, rows)) @ matrix
        parts.append(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9))
    return np.concatenate(parts).astype(np.float32)


def squared_distances(left: Vectors, right: Vectors) -> Vectors:
    """Squared Euclidean distances, float32 of shape (left, right)."""
    norms = (left**2).sum(axis=1)[:, None] + (right**2).sum(axis=1)[None, :]
    result: Vectors = np.maximum(norms - 2 * left @ right.T, 0)
    return result


def within(vectors: Vectors, scale: float) -> float:
    """Mean RBF kernel between different rows."""
    size = len(vectors)
    total = np.exp(-squared_distances(vectors, vectors) / scale).sum(dtype=np.float64)
    return float((total - size) / max(size * (size - 1), 1))


def discrepancies(windows: list[Vectors], reference: Vectors, scale: float) -> Floats:
    """Unbiased squared MMD of each window from the reference, float64 of shape (windows,)."""
    own = within(reference, scale)
    return np.array(
        [
            within(window, scale) + own - 2 * float(np.exp(-squared_distances(window, reference) / scale).mean())
            for window in windows
        ]
    )


def cut(vectors: Vectors, window: int) -> list[Vectors]:
    """Consecutive windows; a shorter last one is joined to the one before."""
    edges = list(range(window, len(vectors) - window + 1, window))
    return np.split(vectors, edges)


def find(log: Log, benign: pa.ChunkedArray, seed: int, window: int = WINDOW) -> Found:
    """Score: the windows' alarms (standard deviations above benign windows, at least 0) by share. No groups.

    `benign`: texts of honest traffic in order of arrival; a random part of them is the reference, the rest
    calibrates.
    """
    rng = np.random.default_rng(seed)
    asked = log.column("input_text")
    # fitted on the log too, without its labels: words that only a campaign uses would be invisible otherwise
    matrix = projection(pa.chunked_array([*drawn(benign, rng).chunks, *drawn(asked, rng).chunks]))
    honest = embed(benign, matrix)
    held = np.zeros(len(honest), np.bool_)
    held[rng.choice(len(honest), min(window, len(honest) // 2), replace=False)] = True
    reference = honest[held]
    scale = float(np.median(squared_distances(reference[:500], reference[:500])) or 1.0)
    calm = discrepancies(cut(honest[~held], window), reference, scale)
    windows = cut(embed(asked, matrix), window)
    spread = max(float(calm.std()), 1e-9)
    alarms: Floats = np.maximum((discrepancies(windows, reference, scale) - calm.mean()) / spread, 0)
    lengths = np.array([len(each) for each in windows])
    dealt = np.repeat(alarms / lengths, lengths)
    score = np.bincount(log.owner, dealt, len(log.ids))
    return Found(score.astype(np.float64), np.full(len(log.ids), -1, np.int64))
