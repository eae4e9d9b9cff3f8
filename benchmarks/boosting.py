"""Learns the boosted trees that `hydrascope.campaigns.boosted` reads; scikit-learn is needed here only."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import HistGradientBoostingClassifier

from hydrascope.campaigns.boosted import Boosted

Floats = npt.NDArray[np.float64]


def learn(
    names: tuple[str, ...],
    values: Floats,
    target: Floats,
    weight: Floats,
    signs: Mapping[str, int],
    trees: int = 120,
    leaves: int = 8,
    least: int = 80,
) -> Boosted:
    """Trees for `target` in [0, 1] (a share counts as so much of both answers); `signs` are monotone directions."""
    yes, no = target > 0, target < 1
    model = HistGradientBoostingClassifier(
        learning_rate=0.08,
        max_iter=trees,
        max_leaf_nodes=leaves,
        min_samples_leaf=least,
        l2_regularization=20.0,
        monotonic_cst=[signs.get(name, 0) for name in names],
        early_stopping=False,
        random_state=0,
    )
    model.fit(
        np.concatenate([values[yes], values[no]]),
        np.concatenate([np.ones(yes.sum()), np.zeros(no.sum())]),
        sample_weight=np.concatenate([(weight * target)[yes], (weight * (1 - target))[no]]),
    )
    return _flat(names, model)


def _flat(names: tuple[str, ...], model: HistGradientBoostingClassifier) -> Boosted:
    nodes = [tree[0].nodes for tree in model._predictors]
    roots = np.concatenate([[0], np.cumsum([len(n) for n in nodes])[:-1]])
    shift = np.repeat(roots, [len(n) for n in nodes])
    flat = np.concatenate(nodes)
    leaf = flat["is_leaf"].astype(bool)
    left = np.where(leaf, 0, flat["left"] + shift).astype(np.int32)
    right = np.where(leaf, 0, flat["right"] + shift).astype(np.int32)
    value = flat["value"] / np.log(2)
    for i in range(len(flat) - 1, -1, -1):
        if not leaf[i]:
            a, b = left[i], right[i]
            n = flat["count"][a] + flat["count"][b]
            value[i] = (value[a] * flat["count"][a] + value[b] * flat["count"][b]) / max(n, 1)
    return Boosted(
        names,
        float(np.ravel(model._baseline_prediction)[0] / np.log(2)),
        roots.astype(np.int32),
        np.where(leaf, -1, flat["feature_idx"]).astype(np.int32),
        np.where(leaf, 0.0, flat["num_threshold"]),
        flat["missing_go_to_left"].astype(bool),
        left,
        right,
        value,
    )
