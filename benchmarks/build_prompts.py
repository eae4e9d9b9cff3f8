"""Build the data that `hydrascope.simulate` ships: prompts.parquet and traces.npz, catalogue.json.

Run from the repository root, with the folder that holds the sources:

    python benchmarks/build_prompts.py DATA_DIR

Only sources whose licence allows redistribution are read (`PROMPT_FILES`, and the traces and indicator
lists named below); `simulate/ATTRIBUTION.md` names them. Answers are left out: a drill needs questions.
"""

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

TARGET = Path(__file__).resolve().parents[1] / "src" / "hydrascope" / "simulate"
PROMPT_FILES = (
    "benign/eval_bbh.parquet",
    "benign/support_intents.parquet",
    "harvest/bfcl_function_calling.parquet",
    "harvest/gsm8k_train.parquet",
    "harvest/jailbreak_prompts.parquet",
    "harvest/self_instruct_seeds.parquet",
    "harvest/tool_selfinstruct.parquet",
)
PROMPT_COLUMNS = ("source", "subtype", "lang", "system", "prompt", "conv_id", "turn", "template_id")
LONGEST = 6_000  # characters; longer prompts are left out to keep the package small
LEVELS = np.concatenate([[0.001, 0.01], np.linspace(0.02, 0.98, 49), [0.99, 0.999]])


def prompts(data: Path) -> pa.Table:
    """Prompts and templates of the redistributable sources, one row each, sorted by source."""
    parts = [pq.read_table(data / name, columns=list(PROMPT_COLUMNS)) for name in PROMPT_FILES]
    library = pq.read_table(data / "harvest/templates_library.parquet")
    keep = pc.invert(pc.match_substring(library["license"], "none stated"))
    library = library.filter(keep)
    nothing = pa.nulls(library.num_rows, pa.string())
    family = pc.binary_join_element_wise("template", library["family"].cast(pa.string()), ":")
    parts.append(
        pa.table(
            {
                "source": family,
                "subtype": library["origin"],
                "lang": nothing,
                "system": library["system"],
                "prompt": library["template"],
                "conv_id": nothing,
                "turn": pa.nulls(library.num_rows, pa.int32()),
                "template_id": library["template_id"],
            }
        )
    )
    schema = pa.schema([(n, pa.int32() if n == "turn" else pa.string()) for n in PROMPT_COLUMNS])
    table = pa.concat_tables([p.select(list(PROMPT_COLUMNS)).cast(schema) for p in parts])
    short = pc.and_(pc.less(pc.utf8_length(table["prompt"]), LONGEST), pc.greater(pc.utf8_length(table["prompt"]), 2))
    return table.filter(short).sort_by([(n, "ascending") for n in ("source", "subtype", "conv_id", "turn", "prompt")])


def quantiles(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Quantiles of `values` at LEVELS, float64[53]."""
    levels: npt.NDArray[np.float64] = np.quantile(values[np.isfinite(values)], LEVELS)
    return levels


def histogram_quantiles(table: pa.Table, model: str, field: str) -> npt.NDArray[np.float64]:
    """Quantiles of a length histogram, all clients of `model` weighted equally."""
    rows = table.filter(pc.and_(pc.equal(table["model"], model), pc.equal(table["field"], field)))
    value, weight = rows["value"].to_numpy(), rows["prob"].to_numpy().astype(np.float64)
    order = np.argsort(value, kind="stable")
    cumulative = np.cumsum(weight[order]) / weight.sum()
    return np.asarray(value[order][np.searchsorted(cumulative, LEVELS).clip(0, len(order) - 1)], dtype=np.float64)


def lengths(data: Path) -> dict[str, npt.NDArray[np.float64]]:
    """Quantile tables of output tokens, reasoning shares, sizes of histories and daily volumes."""
    azure = pq.read_table(data / "traces/azure_llm_2023.parquet")
    judge = pq.read_table(data / "traces/wildbench_judge_usage.parquet")
    rag = pq.read_table(data / "traces/ragpulse.parquet")
    moon = pq.read_table(data / "traces/mooncake.parquet")
    hist = pq.read_table(data / "traces/servegen_length_hist.parquet")
    clients = pq.read_table(data / "traces/servegen_client_summary.parquet")
    chat = azure.filter(pc.equal(azure["log_type"], "conv"))
    code = azure.filter(pc.not_equal(azure["log_type"], "conv"))
    days = clients["windows"].to_numpy() / 144.0
    return {
        "levels": LEVELS,
        "output_chat": quantiles(chat["output_tokens"].to_numpy().astype(np.float64)),
        "output_code": quantiles(code["output_tokens"].to_numpy().astype(np.float64)),
        "output_judge": quantiles(judge["output_tokens"].to_numpy().astype(np.float64)),
        "output_rag": quantiles(rag["output_tokens"].to_numpy().astype(np.float64)),
        "output_agent": quantiles(moon["output_tokens"].to_numpy().astype(np.float64)),
        "output_app": histogram_quantiles(hist, "m-large", "output_tokens"),
        "output_long": histogram_quantiles(hist, "deepseek-r1", "output_tokens"),
        "reasoning_share": histogram_quantiles(hist, "deepseek-r1", "reason_ratio"),
        "input_chat": quantiles(chat["input_tokens"].to_numpy().astype(np.float64)),
        "input_agent": quantiles(moon["input_tokens"].to_numpy().astype(np.float64)),
        "requests_per_day": quantiles(clients["total_requests"].to_numpy().astype(np.float64) / days),
    }


def hour_profiles(data: Path) -> npt.NDArray[np.float32]:
    """float32[n, 24]: share of requests by hour, of each real client with enough traffic, then BurstGPT's."""
    table = pq.read_table(
        data / "traces/servegen_client_windows.parquet",
        columns=["model", "client_id", "timestamp_s", "rate_rps"],
    )
    table = table.filter(pc.is_in(table["model"], pa.array(["m-large", "m-mid"])))
    seconds = table["timestamp_s"].to_numpy() % 86_400
    hour = seconds // 3600
    names = pc.binary_join_element_wise(table["model"].cast(pa.string()), table["client_id"].cast(pa.string()), "/")
    _, client = np.unique(names.to_numpy(zero_copy_only=False), return_inverse=True)
    grid = np.zeros((client.max() + 1, 24))
    np.add.at(grid, (client, hour), table["rate_rps"].to_numpy())
    grid = grid[grid.sum(axis=1) * 600 > 2_000]
    burst = pq.read_table(data / "traces/burstgpt1_hour_of_day_derived.parquet").sort_by("hour")
    grid = np.vstack([grid, burst["inferred_sessions"].to_numpy().astype(np.float64)])
    profiles: npt.NDArray[np.float32] = (grid / grid.sum(axis=1, keepdims=True)).astype(np.float32)
    return profiles


def catalogue(data: Path) -> dict[str, list[object]]:
    """Browsers with shares, disposable mail domains, hosting and VPN network numbers, TLS fingerprints."""
    agents = pq.read_table(data / "indicators/user_agents_browser.parquet").sort_by([("percent", "descending")])
    mail = pq.read_table(data / "indicators/disposable_email_domains.parquet")
    mail = mail.filter(pc.equal(mail["list"], "blocklist"))
    hosts = pq.read_table(data / "indicators/asn_hosting_lists.parquet")
    ja4 = pq.read_table(data / "indicators/ja4_tls_fingerprints_sample.parquet")
    step = max(1, mail.num_rows // 400)
    vpn = hosts.filter(hosts["x4b_vpn"])["asn"].to_pylist()
    hosting = hosts.filter(pc.and_(hosts["x4b_datacenter"], pc.invert(hosts["x4b_vpn"])))["asn"].to_pylist()
    return {
        "browsers": [
            [a, round(p, 5)]
            for a, p in zip(agents["useragent"].to_pylist()[:240], agents["percent"].to_pylist()[:240], strict=True)
        ],
        "disposable": mail["domain"].to_pylist()[::step],
        "hosting_asn": hosting[:: max(1, len(hosting) // 150)],
        "vpn_asn": vpn[:: max(1, len(vpn) // 60)],
        "ja4": sorted({x for x in ja4["ja4"].to_pylist() if x}),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="folder with benign/, harvest/, traces/ and indicators/")
    data = parser.parse_args().data
    pq.write_table(prompts(data), TARGET / "prompts.parquet", compression="zstd", compression_level=22)
    tables: dict[str, Any] = {"hours": hour_profiles(data), **lengths(data)}
    np.savez_compressed(TARGET / "traces.npz", **tables)
    (TARGET / "catalogue.json").write_text(json.dumps(catalogue(data), indent=0, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
