"""Learns the boosted trees that `hydrascope.campaigns.boosted` reads; LightGBM is needed here only."""

from collections.abc import Mapping, Sequence
from typing import Any

import lightgbm
import numpy as np
import numpy.typing as npt

from hydrascope.campaigns.boosted import ALL, Boosted

Floats = npt.NDArray[np.float64]
Node = dict[str, Any]


def learn(
    names: tuple[str, ...],
    values: Floats,
    target: Floats,
    weight: Floats,
    signs: Mapping[str, int],
    trees: int = 120,
    leaves: int = 8,
    least: int = 80,
    so_far: Floats | None = None,
) -> Boosted:
    """Trees for `target` in [0, 1] (a share counts as so much of both answers); `signs` are monotone directions.

    Where bits are known `so_far`, the trees learn what is to be added to them. One thread, so that the same cases
    give the same trees.
    """
    yes, no = target > 0, target < 1
    begin = None if so_far is None else np.concatenate([so_far[yes], so_far[no]]) * np.log(2)
    data = lightgbm.Dataset(
        np.concatenate([values[yes], values[no]]),
        np.concatenate([np.ones(yes.sum()), np.zeros(no.sum())]),
        weight=np.concatenate([(weight * target)[yes], (weight * (1 - target))[no]]),
        init_score=begin,
    )
    settings = {
        "objective": "binary",
        "learning_rate": 0.08,
        "num_leaves": leaves,
        "min_data_in_leaf": least,
        "lambda_l2": 20.0,
        "monotone_constraints": [signs.get(name, 0) for name in names],
        "num_threads": 1,
        "deterministic": True,
        "force_col_wise": True,
        "seed": 0,
        "verbose": -1,
    }
    return flat(names, lightgbm.train(settings, data, trees).dump_model())


def flat(names: tuple[str, ...], model: Node) -> Boosted:
    """A dumped model as flat arrays, in bits. What is known of a node is the mean of its leaves, by their cases."""
    nodes: list[Node] = []
    roots = [_laid(tree["tree_structure"], nodes) for tree in model["tree_info"]]
    column = {key: np.array([node[key] for node in nodes]) for key in nodes[0]}
    return Boosted(
        names,
        0.0,
        np.array(roots, np.int32),
        column["feature"].astype(np.int32),
        column["threshold"].astype(np.float64),
        column["unknown_left"].astype(bool),
        column["left"].astype(np.int32),
        column["right"].astype(np.int32),
        column["value"] / np.log(2),
    )


def mean(*models: Boosted, fits: Sequence[int]) -> Boosted:
    """One model that says the mean of what several say of the same quantities, each of which is the mean of so many
    `fits`: fits differ by chance, their mean less."""
    shift = np.cumsum([0, *(len(m.feature) for m in models[:-1])])
    by = list(zip(models, shift, np.array(fits) / sum(fits), strict=True))
    return Boosted(
        models[0].names,
        float(sum(m.bias * share for m, _, share in by)),
        np.concatenate([m.roots + s for m, s, _ in by]).astype(np.int32),
        np.concatenate([m.feature for m in models]),
        np.concatenate([m.threshold for m in models]),
        np.concatenate([m.unknown_left for m in models]),
        np.concatenate([m.left + s for m, s, _ in by]).astype(np.int32),
        np.concatenate([m.right + s for m, s, _ in by]).astype(np.int32),
        np.concatenate([m.bits_at * share for m, _, share in by]),
    )


def _laid(node: Node, nodes: list[Node]) -> int:
    """Append a node and all below it; its place."""
    place = len(nodes)
    nodes.append({"feature": -1, "threshold": 0.0, "unknown_left": False, "left": 0, "right": 0, "value": 0.0, "n": 0})
    if "split_feature" not in node:
        nodes[place] |= {"value": node["leaf_value"], "n": node.get("leaf_count", 1)}
        return place
    left, right = _laid(node["left_child"], nodes), _laid(node["right_child"], nodes)
    a, b = nodes[left], nodes[right]
    threshold = min(float(node["threshold"]), ALL)
    nodes[place] |= {
        "feature": node["split_feature"],
        "threshold": threshold,
        # Where no value was unknown when it learnt, LightGBM takes an unknown one for 0.
        "unknown_left": node["default_left"] if node["missing_type"] == "NaN" else threshold >= 0,
        "left": left,
        "right": right,
        "n": a["n"] + b["n"],
        "value": (a["value"] * a["n"] + b["value"] * b["n"]) / max(a["n"] + b["n"], 1),
    }
    return place
