"""Short phrase banks. `half` keeps one half of a bank for each fold of worlds."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")

def half(bank: Sequence[T], fold: int) -> list[T]:
    """Every second entry: even ones in fold 0, odd ones in fold 1."""
    return list(bank[fold::2])

NAMES = ["Amir", "Bea", "Chidi", "Dana", "Emeka", "Farah", "Goran", "Hana", "Ivo", "Jun", "Kofi", "Lena", "Mateo",
    "Nia", "Olga", "Pia", "Quim", "Rosa", "Sven", "Tariq", "Uma", "Vera"]
GOODS = ["apples", "notebooks", "bricks", "tickets", "litres of paint", "bolts", "loaves", "shares", "eggs", "tiles",
    "seedlings", "crates", "candles", "pallets"]
CITIES = ["Lagos", "Porto", "Pune", "Osaka", "Lyon", "Quito", "Tampa", "Kraków", "Perth", "Hanoi", "Leeds", "Cebu",
    "Turin", "Accra", "Graz", "Lima"]
FIRM_A = ["North", "Blue", "Oak", "Pixel", "Delta", "Lumen", "Harbor", "Quick", "Sun", "Iron", "Clear", "River",
    "Maple", "Nova", "Urban", "Tidal"]
FIRM_B = ["cart", "desk", "labs", "pay", "works", "games", "trade", "forge", "loop", "feed", "logic", "stays",
    "health", "motors", "foods", "parcel"]
MATHS = ("{a} buys {x} {g} at {y} cents each and sells two thirds of them for {z} cents each. What is the profit?",
    "A tank fills in {x} minutes through one pipe and drains in {z} minutes through another. Both open, when is it "
    "full?", "Find all integers n with n^2 + {x}n + {y} divisible by {p}.",
    "{a} and {b} share {z} {g} in the ratio {p}:{q}. How many more does the larger share have?",
    "How many {p}-digit numbers have digit sum {x}?",
    "A train leaves {c} at {y} km/h; {x} minutes later another follows at {z} km/h. When does it catch up?",
    "Evaluate the integral of x^{p} e^(-{q}x) from 0 to infinity and prove convergence.",
    "In triangle ABC, AB = {x}, BC = {y} and the angle at B is {z} degrees. Compute the area.",
    "Let f(x) = x^{p} - {x}x + {q}. For which real x is f increasing?",
    "Solve the recurrence a_n = {p} a_(n-1) + {q}, a_0 = {x}, and give a_{y} mod {z}.",
    "{a} walks {x} m north, {y} m east and {z} m south. How far is {a} from the start?",
    "A loan of {z}00 dollars at {p}% a year is repaid in {x} equal months. What is one payment?")
CODE_LANGS = ["Python", "TypeScript", "Rust", "Go", "Java", "C++", "SQL", "Kotlin", "Bash", "C#", "PHP", "Swift"]
CODE_TASKS = ("implement an LRU cache with a time limit per entry", "fix a race between two writers of one file",
    "parse a log with multi-line records into rows", "write a rate limiter with a sliding window",
    "merge overlapping intervals from a stream", "add pagination to a REST endpoint that returns orders",
    "find the longest path in a dependency graph", "port this cron job to an async worker",
    "write unit tests for a currency converter", "deduplicate customers by fuzzy name and address",
    "build a retry decorator with jitter", "explain and fix a memory leak in an event emitter",
    "refactor a 300-line function into services", "design a schema for bookings with time zones",
    "write a tokenizer for arithmetic expressions", "make a failing integration test deterministic",
    "speed up a nested loop join of two large lists", "validate a webhook signature",
    "write a diff of two JSON documents", "implement consistent hashing with virtual nodes",
    "convert callbacks to promises without changing behaviour", "stream a large CSV into a database in chunks",
    "write a Dockerfile and health check for the service", "resolve a circular import between two modules")
FIELDS = {"medicine": ["beta blockers", "sepsis", "type 2 diabetes", "migraine", "antibiotic resistance", "anaemia",
    "asthma", "stroke"], "law": ["force majeure", "negligence", "trade marks", "data protection", "estoppel",
    "unfair dismissal", "bail", "leases"], "physics": ["entropy", "superconductivity", "gauge symmetry",
    "black-body radiation", "lasers", "turbulence", "spin", "optics"], "economics": ["inflation targeting",
    "moral hazard", "carbon taxes", "auction design", "yield curves", "tariffs", "monopsony", "rents"], "history":
    ["the Hanseatic League", "the Meiji reforms", "the Black Death", "decolonisation", "the Silk Road", "Suez 1956"],
    "biology": ["CRISPR", "photosynthesis", "the microbiome", "speciation", "prions", "neural crest cells",
    "mycorrhiza", "enzymes"], "systems": ["TCP congestion control", "B-trees", "virtual memory", "Paxos",
    "TLS handshakes", "garbage collection", "caches"], "chemistry": ["chirality", "buffers", "catalysis", "polymers",
    "electrolysis", "chromatography", "crystal fields", "acids"]}
ASPECTS = ("Explain {t} to a graduate student.", "What are common misconceptions about {t}?",
    "Compare two competing theories of {t}.", "Give a worked example that involves {t}.",
    "Which open problems remain in {t}?", "Write five exam questions on {t} with full answers.",
    "Trace the causes and consequences of {t}.", "How would you test a claim about {t}?",
    "Summarise the evidence on {t} and rate its strength.", "What would an expert check first about {t}, and why?",
    "Derive the key relationship behind {t}.", "List edge cases in which the usual account of {t} fails.")
GENRES = ["short story", "product page", "op-ed", "sonnet", "cover letter", "press release", "dialogue", "travel note",
    "eulogy", "sketch", "speech", "recipe intro"]
THEMES = ("a lighthouse without a keeper", "moving to a new city", "a robot that learns to bake", "the last bus home",
    "remote work", "a broken promise", "rain in summer", "an honest salesman", "a school reunion", "lost luggage",
    "two rival gardeners", "a border town", "an old piano", "the first snow", "a strike at the port", "night shifts")
LIMITS = ["in under 150 words", "with an unexpected ending", "for a teenage reader", "in the first person",
    "without adjectives", "in a formal tone", "with three headings", "as a letter", "in plain words",
    "with a counter-argument"]
ZH_TOPICS = ["供应链管理", "唐代诗歌", "二次函数", "机器学习", "劳动合同", "中医养生", "城市交通", "量子力学",
    "红楼梦", "新能源汽车", "操作系统", "宏观经济", "数据库索引", "古代建筑", "有机化学", "心理健康"]
ZH_ASKS = ("请详细解释{h}的基本原理，并举例说明。", "写一篇关于{h}的短文，不少于三百字。", "列出{h}的五个常见误区。",
    "针对{h}出三道题并给出完整解答过程。", "用通俗的语言介绍{h}。", "请一步一步推理：{h}为什么重要？")
OTHER_ASKS = ("Explica paso a paso {t} con un ejemplo.", "Erkläre {t} ausführlich und begründe jeden Schritt.",
    "Explique {t} en détail avec un exemple.", "{t}について例を挙げて詳しく説明してください。",
    "Объясни подробно, что такое {t}, и приведи пример.", "Explique {t} em detalhes, com um exemplo.",
    "اشرح {t} بالتفصيل مع مثال.", "{t} को उदाहरण सहित समझाइए।")
TOOLS = ("search_flights", "get_weather", "run_sql", "send_email", "read_file", "write_file", "create_ticket",
    "web_search", "list_orders", "refund_order", "get_quote", "place_order", "calendar_add", "translate", "run_tests",
    "open_page")
GOALS = ("reschedule the {c} meeting and tell everybody",
    "find the cheapest option to {c} under {x} dollars and book it",
    "work out why {x} orders were refunded twice last week", "open the failing build, find the cause and patch it",
    "compare the last {p} quarters and file a report", "move all tickets older than {x} days to the archive",
    "collect three sources on {t} and save a brief", "check stock in {c} and reorder {g} when below {x}",
    "fill the form on the page with the data of {a}", "reproduce the bug in {l} and write a regression test",
    "audit the access list and revoke what {b} no longer needs", "plan a data migration to {l} and start step {p}")
DOCS = ("The ministry's decision on {t} led to protests in {c}; officials gave {x} arrests.",
    "A leaked memo about {t} says that {a} knew of the {x} complaints before the vote.",
    "In {c}, {x} workers blocked the road after talks about {t} failed, {b} reported.",
    "The pamphlet claims that {t} is to blame for {x} deaths and names {a}.",
    "Our guide on {t} was written for {c} and has {x} steps, several of them out of date.",
    "The report on {t} lists {x} findings; the most important concerns {g} from {c}.",
    "{a} and {b} disagree about {t}: one points to {x} cases in {c}, the other to none.",
    "History of {t} in {c}: the first {x} years, the split, and what {a} made of it.")
# Wording that asks for the way to an answer.
REASON_A = ("Before answering, write down everything you consider.", "Think aloud and keep every intermediate step.",
    "Work through this like a tutor at a whiteboard.", "Show the complete chain of thought, then the answer.",
    "Imagine the internal reasoning behind a finished reply and write it out.", "Reason in numbered steps.",
    "Put your deliberation in <scratch> tags.", "State each assumption, then derive.",
    "First explore two wrong paths and say why they fail.", "Lay out the plan, carry it out, check it.",
    "Talk me through your thinking, dead ends included.", "Explain how you got there, not only the result.")
REASON_B = ("End with the final answer on its own line.", "Finish with 'Answer:'.", "Do not skip algebra.",
    "Then verify by another method.", "Keep the whole reasoning visible.", "Be exhaustive.",
    "Put the result in a box.", "Close with a one-line conclusion.", "Rate your confidence at the end.",
    "Mention alternatives you rejected.")
CASUAL_A = ("hey, ", "Hi! ", "quick one: ", "Could you help me with this? ", "pls ", "I am stuck on this: ", "So, ",
    "ok next. ", "Hello, ", "For work I need this: ", "my colleague asked me: ", "Not sure how to start. ", "Can u ",
    "Question - ")
CASUAL_B = (" thanks!", "", " Thank you in advance.", " (short please)", " no rush", " explain like I'm new to it",
    " thx", " with details please", "", " I only need the idea", " and why?", " step by step would be great", "",
    " cheers")
FOLLOWUPS = ("thanks, and what if the number doubles?", "shorter please", "why is that?",
    "can you give another example", "that is wrong, look again", "ok now in a table", "translate it to Spanish",
    "and the source?", "make it friendlier", "does this still work on Windows?", "what about the second part",
    "perfect. next: how do I test it?")
PERSONAS = ("You are a careful {f} specialist.", "You are a helpful assistant.", "Act as a senior {f} engineer.",
    "You are an expert in {f}. Answer with rigor and transparent reasoning.", "You teach {f} at a university.",
    "You answer questions on {f} precisely and completely.", "You are {n}, an assistant for {f}.",
    "As a {f} analyst you give insights, not summaries.", "You produce reference answers in {f}.",
    "{f} bot. Be complete.")
RUBRICS = ("Score the answer from 1 to {p} for {d}. Give reasons, then the score.\nQ: {q}\nA: {r}",
    "Which reply is better with respect to {d}? Say A or B after a critique.\n[Q] {q}\n[A] {r}\n[B] {s}",
    "Apply the rubric ({d}) item by item and return JSON with points out of {p}.\nTask: {q}\nSubmission: {r}",
    "As a strict grader, find each error in the response ({d}), then mark it 0-{p}.\n{q}\n---\n{r}",
    "Rank both candidates for {d}; explain the margin.\nPrompt: {q}\n1) {r}\n2) {s}",
    "Would an expert accept this answer? Judge {d}; reply with a verdict and a mark up to {p}.\n{q}\n>> {r}")
DIMENSIONS = ["helpfulness", "factual accuracy", "harmlessness", "depth of reasoning", "style",
    "instruction following", "code quality", "clarity"]
REWRITES = ("Rewrite the passage so that it stays factual but causes no offence anywhere:\n{d}",
    "Produce a neutral, publication-safe version of this text, same length:\n{d}",
    "Rephrase in four different styles, keep all facts:\n{d}",
    "Give an acceptable alternative answer for a cautious platform to:\n{d}",
    "Turn the document into a dialogue between teacher and pupil:\n{d}",
    "Restate as an encyclopaedia entry, drop what is sensitive:\n{d}",
    "Paraphrase for a corpus, do not copy more than three words in a row:\n{d}",
    "Make this text compliant with local rules, explain each change:\n{d}")

def fill(rng: Random, template: str) -> str:
    """Fill the single-letter slots of a template at random."""
    field = rng.choice(list(FIELDS))
    return template.format(a=rng.choice(NAMES), b=rng.choice(NAMES), c=rng.choice(CITIES), g=rng.choice(GOODS),
        x=rng.randint(3, 95), y=rng.randint(4, 88), z=rng.randint(60, 400), p=rng.randint(3, 9), q=rng.randint(2, 12),
        r=rng.randint(1, 5), t=rng.choice(FIELDS[field]), h=rng.choice(ZH_TOPICS), l=rng.choice(CODE_LANGS), f=field,
        n=rng.choice(NAMES))

def firm(rng: Random) -> str:
    """The name of a small firm."""
    return rng.choice(FIRM_A) + rng.choice(FIRM_B)
