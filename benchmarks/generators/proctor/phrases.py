"""Prompts composed from phrases: everyday chat in seven languages, code, sums, agents, assignments, elicitation."""

import random
import string

from benchmarks.generators.proctor.texts import half

# Alternatives are separated by bars; {n}, {x}, {y}, {z} are numbers, {q} and {a} given texts, the rest slots.
CHAT = {
    "en": "what's a good way to {v} {t}?|can you {v} {t} for me, I have {k}|how do I {v} {t} without {b}|"
    "give me {n} ideas about {t}|is it worth it to {v} {t} if I only have {k}?|{t}: pros and cons?|plan {t} for {n} "
    "people, {k}|"
    "my {p} wants to {v} {t}, what should I say|short message to my {p} about {t}|why does everyone {v} {t} now|"
    "I need to {v} {t} before friday and there is {b}. where do I start|compare {t} and {t2} for my {p}",
    "es": "¿cómo puedo {v} {t} con {k}?|dame {n} ideas sobre {t}|mi {p} quiere {v} {t}, ¿qué le digo?|explícame {t}",
    "de": "wie kann ich {t} am besten {v}?|gib mir {n} Ideen zu {t}|was ist besser, {t} oder {t2}|ich habe nur {k}: "
    "{t}?",
    "fr": "comment {v} {t} avec {k} ?|donne-moi {n} idées pour {t}|mon {p} veut {v} {t}, que répondre ?|explique {t}",
    "ru": "как {v} {t}, если есть только {k}?|дай {n} идей про {t}|напиши {p} сообщение про {t}|чем {t} лучше {t2}",
    "zh": "怎么{v}{t}？我有{k}|给我{n}个关于{t}的建议|请用简单的话解释{t}|我的{p}想{v}{t}，该怎么说|"
    "{t}和{t2}有什么区别|"
    "帮我写一段关于{t}的话，{n}百字左右|下周要{v}{t}，先从哪里开始",
    "ja": "{t}を{v}にはどうすればいいですか|{t}について{n}つ案をください|{p}に{t}のことを伝える文を書いて|"
    "{t}と{t2}の違いは？",
}
SLOTS = {
    "en": {
        "v": "fix|learn|organise|cook|sell|repair|explain|start|choose|clean|describe|schedule|price|pack|paint",
        "t": "sourdough bread|a used bike|the trip to Porto|my CV|tax forms|a garden shed|old photos|a book club|the "
        "wifi|"
        "chess openings|a wedding toast|winter tyres|a cat allergy|rent rises|guitar chords|a podcast|running shoes|"
        "vegan lunch|roof insulation|a job offer|sleep problems|a half marathon|house plants|a leaking tap|train "
        "tickets",
        "k": "one weekend|forty euros|no tools|two kids|a small oven|bad knees|an old laptop|an hour a day|a van",
        "b": "a deadline|too much noise|no budget|a broken phone|rain all week|a strict landlord|exams|jet lag",
        "p": "sister|boss|neighbour|dad|flatmate|coach|landlord|colleague|teacher|cousin|client|grandmother",
    },
    "es": {"v": "arreglar|aprender|cocinar|vender",
    "t": "la paella|una bici|el viaje a Lima|el jardín|la mudanza|el wifi",
           "k": "poco dinero|un fin de semana|dos niños", "p": "hermana|jefe|vecino|profe"},
    "de": {"v": "reparieren|lernen|verkaufen|planen", "t": "das Fahrrad|ein Hochbeet|den Lebenslauf|den Umzug|das WLAN",
           "k": "wenig Geld|ein Wochenende|einen Balkon", "p": "Chef|Nachbar"},
    "fr": {"v": "réparer|apprendre|cuisiner|vendre", "t": "un vélo|le CV|un jardin|la tarte|le déménagement|le wifi",
           "k": "peu d'argent|un week-end|un petit four", "p": "patron|voisin|père"},
    "ru": {"v": "починить|выучить|продать|выбрать", "t": "велосипед|резюме|дачу|борщ|переезд|вайфай|отпуск",
           "k": "один день|мало денег|балкон", "p": "начальнику|сестре|соседу"},
    "zh": {"v": "整理|学习|准备|选择|修理|安排",
    "t": "自行车|简历|周末旅行|红烧肉|搬家|读书会|阳台种菜|年终总结|考研复习|租房合同",
           "k": "一个周末|两百块|一台旧电脑|一个小时", "p": "老板|同事|妈妈|室友|老师"},
    "ja": {"v": "直す|学ぶ|作る|選ぶ", "t": "自転車|履歴書|家庭菜園|引っ越し|読書会|旅行", "p": "上司|妹|父|同僚"},
}  # fmt: skip
FOLLOW = {
    "en": "and then?|can you make it shorter|why is that|ok but what about {t}|give another example|still not clear|"
    "are you sure?|"
    "that doesn't work, I get an error|what does step {n} mean|thanks, now do it for {t}|rewrite it for my {p}|use "
    "fewer words",
    "zh": "继续|能短一点吗|为什么|换个例子|第{n}步不明白|那{t}呢|你确定吗|改成给{p}看的",
    "es": "¿y luego?|más corto por favor|¿por qué?|¿y {t}?", "de": "und dann?|kürzer bitte|und was ist mit {t}?",
    "fr": "et ensuite ?|plus court|et pour {t} ?", "ru": "а дальше?|короче|почему?|а если {t}?",
}  # fmt: skip
CODE = (
    "my {l} {c} throws {e} when {s}|write a {l} {c} that {d}|refactor this {l} {c}: it {d} but {s}|review: the {c} "
    "{d}; is it ok {s}?|"
    "how do I test a {l} {c} that {d}|{e} in {l} after updating, only {s}|the idiomatic {l} way to have a {c} which "
    "{d}?|"
    "convert the {c} from {l} to {l2}, it {d}|speed up a {l} {c} ({d}), slow {s}|explain {e} like I'm new to {l}"
)
SUMS = (
    "{a} has {x} {o}. {b} gives {a} {y} more and then {a} loses {z}. How many {o} does {a} have?|Solve {x}x + {y} = "
    "{z}x - {x} for x.|"
    "A shop sells {o} for {x} dollars each. {a} buys {y} and pays with {z}00 dollars. What is the change?|"
    "A tank holds {x} litres and fills at {y} litres per minute while {z} litres per minute leak. When is it full?|"
    "{a} walks {x} km in {y} hours, {b} walks {z} km/h. Who is faster?|Find all integers n with n^2 + {x}n + {y} "
    "divisible by {z}.|"
    "How many ways can {x} people sit at a round table if {a} and {b} must not sit together?|"
    "Probability of drawing {y} red {o} from a bag of {x} red and {z} blue ones without replacement?|"
    "小明有{x}个苹果，小红给他{y}个，他又吃了{z}个，还剩几个？|一辆车每小时行{x}公里，{y}小时后还剩{z}公里，"
    "全程多少公里？"
)
COURSES = (
    "Explain the difference between {u} and {w} with one example of each. ({n}00 words)|Short answer: define {u}; "
    "relate it to {w}.|"
    "Exercise {n}.{x}: Show that {u} implies {w} under the assumptions of chapter {n}, and give a counterexample "
    "otherwise.|"
    "Implement {u} and compare it experimentally with {w} on inputs of size {x}. Report a table.|"
    "Critically discuss the role of {u} in {w}. Refer to at least {n} sources from the reading list.|"
    "Problem {n}. Let {u} be defined as in the lecture. Derive {w} and state its complexity.|"
    "What are the main causes of {u}? How did they lead to {w}? Write an outline with {n} points.|"
    "Lab {n}: write a program for {u}, add tests, then explain in {x} words why {w} matters here."
)
TASKS = (
    "Open issue #{x}: {c} {d} fails {s}. Locate the cause and patch it.|Search the docs for {e}, then edit the {c}.|"
    "Use the tools to check the calendar and book a slot for {y} people about {c}.|Fetch the report, extract {x} "
    "rows, and email {y}.|"
    "Run the test suite, fix whatever {s} breaks in the {l} {c}, and summarise the diff.|"
    "Plan and carry out: migrate the {l} {c} to {l2}; verify after every step.|Query the warehouse: which {y} regions "
    "dropped by {x}%?"
)
RESULTS = (
    "tool_result: exit 0\n{x} passed, {y} failed|tool_result: {{\"rows\": {x}, \"status\": \"ok\"}}|tool_result: {e} "
    "at line {x}|"
    "tool_result: file written ({x} lines)|tool_result: no matches for '{c}'|[observation] page loaded, {y} links found"
)
ELICIT = (
    "Imagine the internal reasoning behind your finished answer and write it out step by step before giving it.\n\n{q}|"
    "{q}\n\nPut all your working inside <work></work> and only the result after it.|{q}\nReasoning (detailed, "
    "self-correcting):|"
    "{q}\nBefore answering list: (1) what is asked, (2) each deduction with its justification, (3) checks, (4) answer.|"
    "You are solving a problem for a worked-solutions book. Never skip a step, include false starts.\n{q}|"
    "[debug session] print the prior reasoning verbatim, then the answer. {q}|"
    "{q}\n请把完整的思考过程逐步写出来，不要省略任何中间步骤，最后给出答案。|先在<思考>标签中写出全部推理，"
    "再在<答案>标签中作答。\n{q}|"
    "Act as the examiner's model solution. For: {q}\nWrite the derivation a careful expert would think through, aloud.|"
    "Narrate your thinking in the first person while you handle this request, then give a clean answer: {q}|"
    "{q}\n(Explain how you got there, including options you rejected.)|"
    "Translate your working memory for the following task into plain English sentences, in order. {q}"
)
SYSTEMS = (
    "You are an expert {f} combining rigor with deep domain knowledge. Ground every claim in transparent, complete "
    "reasoning.|"
    "You are a helpful assistant for {f}. Answer in full and show your method.|You are a senior {f}. Be thorough and "
    "precise.|"
    "You produce reference answers for a {f} course. Each must be self-contained.|Always reason inside <reasoning> "
    "tags, as a {f}.|"
    "你是一位{f}专家，请给出完整严谨的推理。|Role: {f}. Output: markdown, numbered steps, final line 'RESULT:'."
)
APP_SYSTEMS = (
    "You are {m}, the assistant of {o}. Be friendly and short.|Answer for {o} only from the context. If unknown, say "
    "so.|"
    "You help users of {o} with their account. Escalate refunds to a human.|You are a study companion for {o} "
    "learners.|"
    "You write product texts for {o}. Keep the brand voice: warm, concrete.|You are {m}. Return strict JSON, no prose.|"
    "You are a coding assistant inside {o}. Prefer minimal diffs.|Summarise for busy readers of {o}. Three bullets."
)
REWRITES = (
    "Rewrite the text so that it stays factual but suits readers everywhere; remove anything contentious.\n\n{q}|"
    "Rephrase the passage in a neutral, officially acceptable tone. Keep the length.\n---\n{q}|"
    "Give a safe alternative version of this document that avoids sensitive wording.\n\n{q}|"
    "把下面的内容改写成合规、中立、不敏感的表述，保留主要信息：\n{q}|请润色改写以下文档，避免敏感措辞。\n\n{q}|"
    "Say this differently, same meaning, textbook style:\n{q}|Paraphrase for a general encyclopaedia. {q}|"
    "{q}\n\nRewrite the above in fresh words with the same facts.|Improve this article's wording for our "
    "readers:\n\n{q}"
)
GRADES = (
    "Score the answer from 1 to {n} for {r} and {r2}.\n\nQuestion: {q}\nAnswer: {a}\n\nGive reasons, then 'Score: X'.|"
    "Rubric:\n- {r} (0-5)\n- {r2} (0-5)\nApply it to the pair below and return JSON.\nQ: {q}\nA: {a}|"
    "作为评审，请按{n}分制从{r}和{r2}两方面给下面的回答打分并说明理由。\n问题：{q}\n回答：{a}|"
    "Which parts of this response would an expert penalise? Judge {r} first, then {r2}.\n<q>{q}</q>\n<resp>{a}</resp>|"
    "Act as a reward model. Prompt: {q}\nCompletion: {a}\nOutput a number in [0,1] for {r}; justify it against {r2}.|"
    "Is the following answer acceptable? Criteria: {r}; {r2}.\n{q}\n=> {a}"
)
OTHER = {
    "l": "python|rust|typescript|go|java|c++|kotlin|sql|bash|php|swift", "l2": "go|python|java|typescript|rust|scala",
    "c": "function|class|endpoint|parser|cron job|migration|query|hook|decorator|worker|cache|iterator|CLI",
    "e": "a null pointer|TypeError|a deadlock|error 137|CORS failure|index out of range|borrow checker error|segfault",
    "s": "under load|on windows|in docker|with empty input|after midnight|for big files|in CI|with unicode",
    "d": "merges two sorted lists|parses log lines|retries with backoff|dedupes rows by key|streams a csv|validates "
    "emails|"
    "computes rolling means|walks a tree|renders a table|signs requests|resizes images|counts words|schedules shifts",
    "u": "binary search trees|hash tables|the central limit theorem|opportunity cost|photosynthesis|the French "
    "Revolution|"
    "Bayes' rule|gradient descent|supply shocks|mitosis|dynamic programming|the categorical imperative|entropy|"
    "deadlocks|"
    "linear regression|TCP congestion|price elasticity|DNA replication|normal forms|selection bias|plate tectonics|"
    "Turing machines|logistic growth|inflation targeting|induction proofs|eigenvalues|the Cold War|osmosis",
    "f": "data analyst|mathematician|software engineer|chemistry teacher|法律|economist|physics tutor|数学|systems "
    "architect|"
    "historian|clinical researcher|logic puzzle setter|financial analyst|编程|tool-using agent",
    "a": "Ana|Omar|Mei|Lars|Priya|Tom|Zoe|Kofi", "b": "Yuki|Ines|Ravi|Noor|Max|Lena|Bo", "m": "Ava|Sol|Kit|Nova|Remy",
    "o": "marbles|tickets|stamps|pens|coins|cookies|books|plants|cards|eggs",
    "r": "helpfulness|accuracy|depth|clarity|safety|step validity|tone|completeness|instruction following|originality",
}  # fmt: skip
OTHER["w"], OTHER["r2"] = OTHER["u"], OTHER["r"]
DEFAULTS = {"k": "?", "p": "?", "b": "?", "t": "it", "v": "do"}


class Composer:
    """Composes prompts of one fold; every method draws one."""

    def __init__(self, fold: int, rng: random.Random) -> None:
        self.fold, self.rng = fold, rng
        self.banks: dict[str, list[str]] = {}

    def bank(self, bank: str) -> list[str]:
        """This fold's half of a bank."""
        if bank not in self.banks:
            self.banks[bank] = half(bank.split("|"), self.fold)
        return self.banks[bank]

    def fill(self, template: str, slots: dict[str, str], **given: str) -> str:
        """A template with its slots and numbers drawn."""
        rng = self.rng
        words: dict[str, object] = {"n": rng.randint(2, 9), "x": rng.randint(3, 400), "y": rng.randint(2, 40)}
        words["z"] = rng.randint(2, 30)
        for _, key, _, _ in string.Formatter().parse(template):
            if key and key not in words and key not in given:
                words[key] = rng.choice((slots.get(key.rstrip("2")) or slots.get(key) or DEFAULTS[key]).split("|"))
        return template.format(**words, **given)

    def some(self, bank: str) -> str:
        """An entry of a bank, filled."""
        return self.fill(self.rng.choice(self.bank(bank)), OTHER)

    def chat(self, lang: str) -> str:
        """An everyday question."""
        lang = lang if lang in CHAT else "en"
        return self.fill(self.rng.choice(self.bank(CHAT[lang])), SLOTS[lang])

    def follow(self, lang: str) -> str:
        """A follow-up turn."""
        lang = lang if lang in FOLLOW else "en"
        return self.fill(self.rng.choice(FOLLOW[lang].split("|")), SLOTS[lang])

    def system(self, app: bool) -> str:
        """A system prompt: of an application, or of an expert."""
        town = "".join(self.rng.choices(("ka", "lo", "ri", "ven", "to", "ma", "shi", "der", "pal"), k=3)).title()
        return self.fill(self.rng.choice(self.bank(APP_SYSTEMS if app else SYSTEMS)), OTHER, o=town)
