"""Name, grain and Arrow schema of every table that passes between stages.

`EXCHANGES` and `ACCOUNTS` are the outer contract's inputs; `ACCOUNT_VERDICTS`, `CAMPAIGNS`,
`HARVESTED` and `LINKS` its outputs. Times are UTC, microseconds. Null means unknown, never zero.
Identifier and content hashes are uint64 with 0 for unknown.
"""

import pyarrow as pa

TIME = pa.timestamp("us", tz="UTC")
LABEL = pa.dictionary(pa.int32(), pa.string())

# One row per request to a model and its output. `source` and `line` say where the row stood, for
# rejections and for looking a row up again: file name as given by the user, 1-based line or row.
EXCHANGES = pa.schema(
    [
        pa.field("exchange_id", pa.string(), nullable=False),
        pa.field("account_id", pa.string(), nullable=False),
        pa.field("started_at", TIME, nullable=False),
        ("ended_at", TIME),
        ("access_path", pa.string()),
        ("credential_hash", pa.string()),
        ("end_user_id", pa.string()),
        ("conversation_id", pa.string()),
        ("model", pa.string()),
        ("operation", pa.string()),
        ("system_text", pa.string()),
        ("input_text", pa.string()),
        ("history_messages", pa.int32()),
        ("history_hash", pa.string()),
        ("output_text", pa.string()),
        ("input_tokens", pa.int32()),
        ("output_tokens", pa.int32()),
        ("reasoning_tokens", pa.int32()),
        ("cached_input_tokens", pa.int32()),
        ("finish_reason", pa.string()),
        ("refusal_category", pa.string()),
        ("status_code", pa.int16()),
        ("error_type", pa.string()),
        ("temperature", pa.float32()),
        ("top_p", pa.float32()),
        ("top_k", pa.int32()),
        ("max_tokens", pa.int32()),
        ("thinking_budget", pa.int32()),
        ("choice_count", pa.int16()),
        ("top_logprobs", pa.int16()),
        ("seed", pa.int64()),
        ("logprobs", pa.bool_()),
        ("stream", pa.bool_()),
        ("batch", pa.bool_()),
        ("response_format", pa.string()),
        ("reasoning_effort", pa.string()),
        ("tool_names", pa.list_(pa.string())),
        ("tool_schema_hash", pa.string()),
        ("reasoning_blobs_in", pa.list_(pa.string())),
        ("reasoning_blobs_out", pa.list_(pa.string())),
        ("client_ip", pa.string()),
        ("country", pa.string()),
        ("asn", pa.int64()),
        ("user_agent", pa.string()),
        ("sdk", pa.string()),
        ("ja4", pa.string()),
        pa.field("source", pa.string(), nullable=False),
        pa.field("line", pa.int64(), nullable=False),
    ]
)

# One row per account, as the provider's own records know it (`--accounts FILE`).
ACCOUNTS = pa.schema(
    [
        pa.field("account_id", pa.string(), nullable=False),
        ("created_at", TIME),
        ("org_id", pa.string()),
        ("org_name", pa.string()),
        ("plan", pa.string()),
        ("pathway", pa.string()),
        ("verification", pa.string()),
        ("email_domain", pa.string()),
        ("phone_hash", pa.string()),
        ("payment_fingerprint", pa.string()),
        ("payment_kind", pa.string()),
        ("billing_country", pa.string()),
        ("signup_ip", pa.string()),
        ("signup_user_agent", pa.string()),
        ("signup_asn", pa.int64()),
        ("distillation_licence", pa.bool_()),
        ("status", pa.string()),
        ("status_at", TIME),
    ]
)

# One row per input row that could not be used. `excerpt` never holds prompt text.
REJECTED = pa.schema(
    [
        ("source", pa.string()),
        ("line", pa.int64()),
        ("reason", pa.string()),
        ("detail", pa.string()),
    ]
)

# What an exchange asks for; the index is stored. Order is frozen: append only.
CAPABILITIES = (
    "other",
    "reasoning and mathematics",
    "coding",
    "agents and tools",
    "data analysis",
    "vision and computer use",
    "judging and rubrics",
    "rewriting",
    "knowledge",
    "conversation",
)

# Languages told apart by script and function words; the index is stored. Append only.
LANGUAGES = ("other", "en", "zh", "ja", "ko", "ru", "ar", "de", "fr", "es", "pt", "it", "hi")

# Bits of `forms`: how the output is asked for. Append only.
FORMS = (
    "asks for step-by-step reasoning",
    "asks for the hidden reasoning verbatim",
    "asks for reasoning inside tags",
    "denies that this is extraction",
    "fixed answer form (boxed, JSON, 'The answer is')",
    "rubric or score",
    "compares two answers",
    "generates new instructions or questions",
    "evolves or rewrites an instruction",
    "asks to translate or re-encode reasoning",
    "asks for a tool or function call",
    "sensitive topic made safe",
    "guideline or persona preamble ('You are an expert')",
)

# Bits of `asks`: parameters that ask for more than a plain answer. Append only.
ASKS = (
    "log-probabilities",
    "several choices",
    "thinking budget",
    "high reasoning effort",
    "JSON or schema output",
    "stream",
    "batch",
    "fixed seed",
)

# Bits of `outcome`.
OUTCOMES = ("refused", "failed", "throttled", "cut at the length limit")

VECTOR_WIDTH = 32
VECTOR_UNIT = 127.0
"""Length of a vector: its components are small integers."""
PHRASE_COUNT = 8
COMPARED = 96
"""So many exchanges of one account say what it does; further ones are counted and judged, but not compared."""

# One row per exchange; what is left of it once the text has been read. Sizes: -1 unknown.
FEATURES = pa.schema(
    [
        pa.field("exchange_id", pa.string(), nullable=False),
        pa.field("account_id", LABEL, nullable=False),
        pa.field("started_at", TIME, nullable=False),
        ("duration_ms", pa.int32()),  # -1 unknown
        ("model", LABEL),  # null unknown
        ("access_path", LABEL),
        # hashes: who and from where
        ("account", pa.uint64()),  # account_id
        ("lot", pa.uint64()),  # exchange_id; samples are drawn by it
        ("end_user", pa.uint64()),
        ("conversation", pa.uint64()),
        ("history", pa.uint64()),
        ("credential", pa.uint64()),
        ("address", pa.uint64()),  # client_ip
        ("network", pa.uint64()),  # its /24 or /48
        ("client", pa.uint64()),  # user_agent + sdk
        ("tls", pa.uint64()),  # ja4
        # hashes: what and how it asks
        ("tools", pa.uint64()),  # tool names or schema
        ("parameters", pa.uint64()),  # the whole sampling set
        ("system", pa.uint64()),  # system prompt, digits masked
        ("text", pa.uint64()),  # newest user turn, words only, case folded
        ("head", pa.uint64()),  # its first 8 words, digits masked
        ("tail", pa.uint64()),  # its last 8 words, digits masked
        ("phrases", pa.list_(pa.uint64(), PHRASE_COUNT)),  # smallest hashes of its 5-word shingles
        ("blobs_in", pa.list_(pa.uint64())),
        ("blobs_out", pa.list_(pa.uint64())),
        # sizes
        ("history_messages", pa.int32()),
        ("chars", pa.int32()),
        ("words", pa.int32()),
        ("input_tokens", pa.int32()),
        ("output_tokens", pa.int32()),
        ("reasoning_tokens", pa.int32()),
        ("max_tokens", pa.int32()),
        # content
        (
            "purpose",
            pa.float32(),
        ),  # bits: made for training data (+) or for the asker (-), from the text alone
        ("vector", pa.list_(pa.int8(), VECTOR_WIDTH)),  # what it is about; unit length × VECTOR_UNIT
        ("forms", pa.uint32()),
        ("asks", pa.uint16()),
        ("outcome", pa.uint8()),
        ("capability", pa.uint8()),
        ("language", pa.uint8()),
        ("asn", pa.int64()),  # -1 unknown
        ("source", LABEL),
        ("line", pa.int64()),
    ]
)

# One row per account, over all its exchanges, sorted by account_id.
TOTALS = pa.schema(
    [
        pa.field("account_id", pa.string(), nullable=False),
        ("exchanges", pa.int64()),
        ("first_seen", TIME),
        ("last_seen", TIME),
        ("active_days", pa.int32()),
    ]
)

# One row per account: its traffic and what the provider knows of it, as numbers. NaN unknown.
# Volume, times and days are exact (TOTALS); all else is measured on the account's sample.
# Sorted by account_id; `account` of every later table is the row number here.
BEHAVIOURS = pa.schema(
    [
        pa.field("account_id", pa.string(), nullable=False),
        ("customer", pa.int32()),  # accounts that openly belong together share one
        ("licensed", pa.bool_()),
        ("exchanges", pa.int64()),
        ("sampled", pa.int64()),  # rows of FEATURES, at most `exchanges`
        ("compared", pa.int64()),  # so many of its exchanges are spoken of, however few could be drawn
        ("first_seen", TIME),
        ("last_seen", TIME),
        ("signup", pa.float64()),  # rank of the sign-up among all accounts, 0 to 1
        ("arrival", pa.float64()),  # rank of the first exchange, 0 to 1
        ("departure", pa.float64()),  # rank of the last exchange, 0 to 1
        ("age_days", pa.float64()),  # from sign-up to the first exchange
        ("active_days", pa.int32()),
        ("purpose", pa.float64()),  # mean bits of an exchange
        ("single_turn", pa.float64()),  # share of exchanges without history
        ("orphan", pa.float64()),  # share of conversations whose beginning was never seen here
        ("novelty", pa.float64()),  # distinct texts per compared exchange
        ("output", pa.float64()),  # mean log2 of output tokens
        ("refused", pa.float64()),
        ("addresses", pa.float64()),  # distinct addresses per compared exchange
        ("end_users", pa.float64()),  # distinct end users per compared exchange
        ("flatness", pa.float64()),  # entropy of the hour of day, bits
        ("banned", pa.float64()),
        ("main_parameters", pa.uint64()),
        ("main_client", pa.uint64()),
        ("main_model", pa.int32()),
        ("payment", pa.uint64()),
        ("phone", pa.uint64()),
        ("email", pa.uint64()),
        ("signup_address", pa.uint64()),
        ("signup_network", pa.uint64()),
        ("signup_client", pa.uint64()),
    ]
)

# One row per key that two or more customers hold; `rows` are features rows, sorted.
SHARED_KEYS = pa.schema(
    [
        ("kind", LABEL),
        ("family", LABEL),
        ("key", pa.uint64()),
        ("customers", pa.int32()),
        ("rows", pa.large_list(pa.int32())),
    ]
)

# One row per family of keys that two accounts of different customers share: account rows left < right,
# and the shared key of the family that surprises most (a row of SHARED_KEYS).
PAIRS = pa.schema(
    [
        ("left", pa.int32()),
        ("right", pa.int32()),
        ("family", LABEL),
        ("key_row", pa.int64()),
        ("bits", pa.float32()),
    ]
)

EVIDENCE = pa.list_(pa.struct([("signal", pa.string()), ("bits", pa.float64()), ("detail", pa.string())]))
SHARES = pa.list_(pa.struct([("name", pa.string()), ("share", pa.float64())]))

# accounts.parquet: one row per account seen.
ACCOUNT_VERDICTS = pa.schema(
    [
        ("account_id", pa.string()),
        ("probability", pa.float64()),
        ("p_value", pa.float64()),
        ("flagged", pa.bool_()),
        ("campaign_id", pa.string()),
        ("reasons", pa.list_(pa.string())),
        ("evidence", EVIDENCE),
        ("exchanges", pa.int64()),
        ("first_seen", TIME),
        ("last_seen", TIME),
    ]
)

# campaigns.parquet: one row per campaign, the most certain first.
CAMPAIGNS = pa.schema(
    [
        ("campaign_id", pa.string()),
        ("probability", pa.float64()),
        ("accounts", pa.int64()),
        ("exchanges", pa.int64()),
        ("first_seen", TIME),
        ("last_seen", TIME),
        ("capabilities", SHARES),
        ("languages", SHARES),
        ("evidence", EVIDENCE),
    ]
)

# exchanges.parquet: one row per harvested exchange, by the tool's estimate.
HARVESTED = pa.schema(
    [
        ("exchange_id", pa.string()),
        ("account_id", pa.string()),
        ("campaign_id", pa.string()),
        ("probability", pa.float64()),
    ]
)

# links.parquet: one row per pair of accounts, left < right. Few sentences are said of very many pairs: they are labels
# in memory, strings in the file.
SAID = pa.list_(pa.struct([("signal", LABEL), ("bits", pa.float64()), ("detail", LABEL)]))
LINKS = pa.schema([("left", pa.string()), ("right", pa.string()), ("bits", pa.float64()), ("evidence", SAID)])
