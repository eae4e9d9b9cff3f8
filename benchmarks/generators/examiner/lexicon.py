"""Words and frames of the examiner's speakers. `{t}` is a topic, `{u}` another, `{n}` a small number."""

CHAT = [
    "What's the difference between {t} and {u}?",
    "can you explain {t} to me like i'm {n}",
    "I need help with {t}. {c}",
    "Write a short message to my {r} about {t}",
    "best way to deal with {t}?",
    "Summarise the pros and cons of {t} vs {u}",
    "give me {n} ideas for {t}",
    "is {t} worth it in 2026?",
    "How long does {t} usually take? {c}",
    "Draft an email to {r} about {t} and mention {u}.",
    "why does {t} always end up with {u}",
    "i was reading about {t} and got confused about {u}, any pointers?",
    "Plan a {n} day trip around {t}",
    "What should I ask my {r} about {t}?",
    "Help me name a project about {t}",
    "recommend books on {t} {c}",
    "Turn this into bullet points: {t}, {u}, and what {r} said about it",
    "I'm writing a story where {t} meets {u}. {c} Give me an opening paragraph.",
    'translate "{t} and {u}" into {l}',
    'How would you say "{t}" politely in {l}?',
    "whats a good substitute for {t}",
    "Check my grammar: {r} said that {t} are depend on {u} since {n} years",
    "{t}??",
    "thoughts on {t}",
    "Make a quiz of {n} questions on {t} for {r}",
    "Write a cover letter mentioning {t}; I have {n} years with {u}",
    "Compare {t} in {l}-speaking countries",
    'Rewrite this nicer: "{t} was not what we agreed, {u} is late again"',
    "Explain like a textbook: {t}",
    "ok so my {r} wants {t} but i'd rather do {u}. who is right",
    "Make me a table of {t} by price",
    "What are common mistakes with {t}? {c}",
    "rhyme for {t} please, {n} lines",
    "short bio for someone into {t} and {u}",
    "Could you check whether {t} affects {u}? {c}",
    "tell me a joke about {t}",
    "How do professionals handle {t} when {u} is involved?",
    "I have {n} kids and {t} is driving me crazy, tips?",
    "step by step, how do i set up {t}",
    "Give me a meal with {t}, no {u}",
]

CONTEXT = [
    "Keep it short.",
    "I'm a beginner.",
    "My budget is about {n}0 dollars.",
    "Please be specific.",
    "I have to hand this in tomorrow.",
    "No jargon please.",
    "I live in a small flat.",
    "It's for my {r}.",
    "Thanks!",
    "I've tried {u} already.",
    "Use simple words.",
    "Answer in {l} if you can.",
    "I'm {n}4 years old if that matters.",
    "Not more than {n}0 words.",
    "Cite something I can look up.",
    "",
]

PEOPLE = [
    "boss",
    "landlord",
    "sister",
    "teacher",
    "neighbour",
    "grandmother",
    "client",
    "team",
    "students",
    "dentist",
    "cousin",
    "colleague",
    "roommate",
    "daughter",
    "accountant",
]

TONGUES = [
    "Spanish",
    "French",
    "German",
    "Italian",
    "Portuguese",
    "Polish",
    "Dutch",
    "Turkish",
    "Swedish",
    "Hindi",
    "Japanese",
    "Korean",
]

FOREIGN = {
    "es": [
        "¿Cómo puedo mejorar {t}?",
        "Explícame qué es {t}",
        "Escribe un correo sobre {t} para mi jefe",
        "dame ideas para {t}",
        "¿Cuál es la diferencia entre {t} y {u}?",
        "necesito un resumen de {t}",
    ],
    "fr": [
        "Comment faire pour {t} ?",
        "Explique-moi {t} simplement",
        "rédige un mail à propos de {t}",
        "quelle est la différence entre {t} et {u}",
        "Donne-moi des idées pour {t}",
    ],
    "de": [
        "Wie funktioniert {t}?",
        "Schreibe eine kurze E-Mail über {t}",
        "was ist besser, {t} oder {u}",
        "Erkläre mir {t} bitte",
        "Fasse {t} zusammen",
    ],
    "pt": ["Como posso fazer {t}?", "me explica {t}", "Escreva um texto sobre {t} e {u}", "ideias para {t}"],
    "ru": [
        "Объясни, что такое {t}",
        "Напиши короткое письмо про {t}",
        "что лучше: {t} или {u}",
        "Составь план: {t}",
    ],
    "zh": [
        "请解释一下{t}",
        "帮我写一封关于{t}的邮件",
        "{t}和{u}有什么区别",
        "给我几个关于{t}的建议",
        "{t}怎么办",
    ],
    "ja": ["{t}について教えてください", "{t}と{u}の違いは何ですか", "{t}のメールを書いて", "{t}のコツは？"],
}
FOREIGN_TOPICS = {
    "es": "la jardinería|un viaje a Perú|la entrevista de trabajo|mi tesis|el alquiler|una dieta|"
    "Excel|la mudanza|"
    "mi currículum|un cumpleaños|la fotosíntesis|el IVA|mi huerto|una demanda|Photoshop|los impuestos",
    "fr": "mon mémoire|le bail|une lettre de motivation|la cuisine|Excel|le jardin|un voyage au "
    "Japon|la retraite|"
    "les impôts|un anniversaire|la grammaire|la photosynthèse|mon CV|le télétravail",
    "de": "die Steuererklärung|mein Lebenslauf|der Mietvertrag|Excel|ein Garten|die Photosynthese|ein Umzug|"
    "die Wärmepumpe|eine Bewerbung|mein Fahrrad|die Rente|das Fasten|ein Geburtstag",
    "pt": "meu currículo|o imposto de renda|uma viagem ao Chile|o TCC|Excel|a horta|o aluguel|uma dieta|a mudança",
    "ru": "резюме|ипотека|поездка в Грузию|курсовая|фотосинтез|огород|день рождения|диета|налоги|Excel|ремонт",
    "zh": "简历|租房合同|考研|减肥|Excel函数|旅行计划|年终总结|育儿|理财|英语口语|面试|养花|搬家|装修",
    "ja": "履歴書|確定申告|引っ越し|ダイエット|英会話|京都旅行|卒論|面接|家庭菜園|Excel|敬語|誕生日会",
}

CODE = [
    "Fix this {g} function: {s}",
    "{g}: how do I parse {t} into a struct",
    "why does `{f}` throw {e}",
    "write a {g} function {f}() that handles {t}",
    "refactor {p} so that {f} no longer depends on {h}",
    "add tests for {f} in {p}",
    "review this diff in {p}: {s}",
    "I get {e} at {p}:{n}7 after upgrading, what changed?",
    "Convert this to {g}: {s}",
    "make {f} async",
    "sql query for {t} grouped by {u}",
    "regex that matches {t} but not {u}",
    "docstring for {f} please: {s}",
    "dockerfile for a {g} service that does {t}",
    '{e} when calling {f}({h}) - here is the trace: File "{p}", line {n}3, in {f}',
    "explain what this does {s}",
    "optimise {f}, it's slow with {n}0k rows",
    "how to mock {h} in {g} tests",
    "write a bash script that moves {t} files older than {n} days",
    "what's the idiomatic {g} way to do {t}?",
]

AGENT = [
    '<tool_result name="read_file">{p}: {s}</tool_result>',
    '<tool_result name="run_tests">FAILED tests/test_{f}.py::test_{h} - {e}</tool_result>',
    '<tool_result name="grep">{p}:{n}2: def {f}({h})</tool_result>',
    "The build is failing in {p} with {e}. Please fix it.",
    "Add support for {t} to {f}, then update the docs.",
    '<tool_result name="bash">$ git status: modified {p}, {h}.md</tool_result>',
    "Now rename {f} to {h} everywhere and run the tests again.",
    "Implement issue #{n}4{n}: {t} should respect {u}",
    '<tool_result name="bash">exit 1: {e} in {f}</tool_result>',
    "yes go on",
    "Open {p} and tell me why {f} is called twice",
    "revert that, {h} must stay public",
]
LANGS = ["Python", "TypeScript", "Go", "Rust", "Java", "C++", "PHP", "Ruby", "Kotlin", "SQL", "Bash", "Swift"]
ERRORS = [
    "TypeError: unsupported operand",
    "KeyError",
    "NullPointerException",
    "IndexError: list index out of range",
    "ECONNREFUSED",
    "segfault",
    "borrow of moved value",
    "undefined is not a function",
    "ImportError: circular import",
    "deadlock detected",
    "timeout after 30s",
    "ModuleNotFoundError",
    "permission denied",
    "400 Bad Request",
    "assertion failed: left == right",
]
EXTENSIONS = ["py", "ts", "go", "rs", "java", "cpp", "php", "rb", "kt", "sql", "sh"]

AGENTS = [
    "You are Ferrule, an open-source coding agent running in the user's terminal. You can read and "
    "edit files, "
    "run commands and search the repository. Think before each action, make the smallest change "
    "that works, never "
    "run destructive commands without asking, and finish with a one-paragraph summary of what you changed.",
    "You are Pathfinder, an autonomous research assistant. Break the goal into sub-goals, call one "
    "tool at a time, "
    "reason about each observation step by step and show your reasoning before every action. When "
    "the goal is met, "
    "reply with FINAL ANSWER followed by the result.",
    "Assistant is Harbor Chat, a self-hosted chat front-end's helper. Format answers in Markdown. "
    "Current user "
    "preferences: none. Cite documents with [n] if any are attached.",
]
TOOLSETS = [
    ["read_file", "edit_file", "bash", "grep", "run_tests"],
    ["search_web", "open_page", "python", "finish"],
    ["get_weather", "search_flights", "book_hotel"],
    ["query_sql", "plot", "export_csv"],
    ["lookup_order", "refund_order", "escalate"],
]

TRADES = [
    "dental clinics",
    "bicycle rental",
    "property management",
    "payroll",
    "pet insurance",
    "wine import",
    "solar installation",
    "logistics",
    "language tutoring",
    "legal intake",
    "fitness coaching",
    "hotel booking",
    "school meals",
    "used cars",
    "crop advice",
    "museum tours",
    "telemedicine",
    "fashion returns",
    "event tickets",
    "municipal services",
    "furniture",
    "freight customs",
    "podcast editing",
    "fundraising",
]
ROLES = [
    "You are {m}'s assistant for {d}.",
    "Act as the front desk of {m}, a {d} company.",
    "You help {m} staff ({d}) answer incoming messages.",
    "{m} | {d} | internal helper v{n}",
    "You write product copy for {m}. Domain: {d}.",
    "You extract fields for {m} ({d}).",
    "Role: quality reviewer at {m}, {d}.",
    "You are a helpful assistant embedded in the {m} app.",
]
RULES = [
    "Never mention competitors.",
    "Answer in at most {n} sentences.",
    "If unsure, say so and hand over to a colleague.",
    "Return JSON with keys answer, confidence and next_step.",
    "Explain the reasoning behind your decision so that an auditor can follow it.",
    "Do not give medical or legal advice.",
    "Use the customer's language.",
    "Keep a warm tone.",
    "Prices are in euros unless stated otherwise.",
    "Output only the label.",
    "Quote the passage you rely on.",
    "Do not invent order numbers.",
    "Today's promotions: {t}.",
    "Escalate anything about {t}.",
    "Ask one clarifying question when {u} is missing.",
    "Think step by step, then give the final answer on the last line.",
]
WRAPS = (
    """{x}
Customer message:
{x}
Ticket #{n}{n}{n}: {x}
Classify: {x}
Text: """
    + '"""{x}"""'
    + """
Context: {t}; {u}
Question: {x}
Rewrite for our newsletter: {x}
[{m}] inbound > {x}
Draft a reply to: {x}
Extract the intent, product and urgency from the message below.
{x}"""
)
