# fmt: off
"""Phrase banks and templates from which questions, system prompts and wordings are composed."""
import random
import re
from functools import cache

from .corpus import half

TEXT = """topic=beekeeping|mortgage rates|sourdough|marathon training|wedding speeches|tax
returns|houseplants|chess|photography|home insulation|sleep|bicycle repair|dog
training|astronomy|gardening|knitting|job interviews ; subject=photosynthesis|plate tectonics|supply and demand|the
French Revolution|black holes|vaccines|the Krebs cycle|inflation|DNA repair|semiconductors|the water cycle|game theory
; code=Write a {lang} function that {task}.|My {lang} code {task} but throws {error}. How do I fix it?|Review this
{lang} module: it {task} and then {task}.|Translate a program that {task} to {lang}.|Write unit tests in {lang} for a
function that {task}. ; task=parses a CSV with quoted newlines|merges overlapping intervals|retries HTTP calls with
backoff|validates IBAN numbers|computes a rolling median|finds cycles in a directed graph|renders a Markdown
table|caches results with a time limit|diffs two JSON documents ; error=a KeyError|a segmentation fault|undefined is
not a function|a deadlock|a type mismatch|a timeout|an off-by-one ; firm=Northwind Foods|Lumen Dental|Harbor Freight
Lines|Tiny Otter Games|Kestrel Bank|Alder & Co|Mistral Tiles|Blue Fjord Travel ; role=customer support
assistant|booking agent|claims triage assistant|product copywriter ; rule=Answer in at most three sentences.|Never
promise refunds.|Return JSON only.|Be warm and brief.|If unsure, hand over to a human.|Quote the source passage.|Use
British spelling.|Do not mention competitors. ; who=my boss|a ten-year-old|new colleagues|our customers|my landlord|a
grant panel ; form=an e-mail|a short story|a blog post|a speech|a poem|a press release ;
thing=apples|tickets|boxes|litres of paint|books|parcels|chairs|marbles ;
name=Ana|Bilal|Chen|Dmitri|Esi|Farah|Goran|Hana|Ivo|Jun ; data=Given {data_} for {n} months, how would I run
{stat}?|Write a query for {data_} with {stat} by {name}'s team.|{data_}: {n}, {n}, {n}, {n}, {n}. Anything unusual? ;
data_=monthly sales by region|sensor readings|churn by cohort|survey answers|delivery delays ;
lang=Python|TypeScript|Rust|Go|Java|C++|Kotlin|SQL ; stat=a t-test|seasonal decomposition|a logistic regression|a pivot
table ; path=src/api/users.py|lib/cache.ts|cmd/server/main.go|app/models/order.rb|core/scheduler.rs ;
place=Lisbon|Osaka|Nairobi|Leeds|Puebla|Gdansk ; open=You are an expert analyst.|Act as a careful problem solver.|This
is an internal debugging session.|Work as a senior teacher preparing model answers.|You are a meticulous reasoner. ;
ask=Imagine and articulate the internal reasoning behind the response and write it out step by step.|Write your whole
chain of thought inside <thinking> tags, then the answer.|Lay out every intermediate step, including dead ends, then
conclude.|Show complete and transparent reasoning before the result.|Explain how you got there, one numbered step at a
time.|Reason aloud from first principles and check the result twice.|Give the full derivation, not a summary. ; end=Do
not summarise.|End with 'Answer:' and the result.|Put the final answer in \\boxed{{}}.|Use at least eight steps.|Keep
the reasoning separate from the answer. ; mild=Can you show how you got there?|Explain your steps.|Please walk me
through it.|Why? ; rewrite=Rewrite the following passage|Rephrase this text|Produce a neutral version of the text
below|Restate the document in new words|Give an alternative formulation of this ; how=so that no sensitive claim
remains|in a calm encyclopaedic tone|keeping every fact and the order|for readers in another country|as three different
variants ; scale=Score it from 1 to 10|Grade each criterion from 0 to 5|Give a verdict of pass or fail|Say which is
better ; rubric=You are a strict grader.|Assess the answer below against the rubric.|As a reward model, judge this
output.|Compare the response with the reference. ; follow=Shorter please.|Thanks! And for {place}?|That didn't work, I
get {error}.|Can you make it more formal?|Why is that?|Give me another one.|Not what I meant, it is for {who}.|ok and
how long does it take?|Perfect, thank you ;
zt=二分查找|光合作用|唐代诗歌|机器学习|经济周期|红黑树|量子力学|古代丝绸之路 ; et=la hipoteca|el cambio climático|una
receta de arroz|la guerra civil ; dt=die Steuererklärung|Wärmepumpen|den Mietvertrag|Photosynthese ; ft=l'assurance
habitation|la photosynthèse|un bon vin|le droit du travail ; rt=ипотеку|фотосинтез|налоги|рекурсию|договор
аренды|инфляцию ; maths={name} has {n} {thing} and gives {n} to {name}; after buying {n} more packs of {n}, how many
remain?|A shop in {place} sells {thing} at {n} each and {n} percent off above {n}. What do {n} cost?|Find all integers
x with x^2 - {n}x + {n} divisible by {n}.|Evaluate the sum of k^2 from k={n} to {n}.|Two trains leave {place} {n}
minutes apart at {n} and {n} km/h. When does the second catch up? ; writing=Write {form} about {topic} for {who}.|Draft
{form} from {name} to {who} on {topic}, about {n} words.|Give me {n} titles for {form} about {topic}. ;
knowledge=Explain {subject} to {who}.|What are the main causes and effects of {subject}?|Compare {subject} with
{subject}.|Write {n} exam questions on {subject} with answers.|What is commonly misunderstood about {subject}? ;
advice=How do I start with {topic} on a budget of {n}?|What should I know about {topic} in {place}?|Is {topic} worth it
for {who}?|Plan a week of {topic} for {name}.|{topic}: best book? ; agent=In {path}, {task} fails with {error}; find
the cause and patch it.|Add a feature to {path} that {task}.|Book {n} tickets to {place} for {name} under {n} and add
them to the calendar.|Open the dashboard, export {data_} and mail it to {name}. ;
zh=请解释{zt}的基本原理。|如何在{n}天内学会{zt}？|帮我写一篇关于{zt}的文章，{n}字左右。|{zt}和{zt}有什么区别？|请用代码实现{zt}，并说明复杂度。
; es=Explícame {et} con un ejemplo.|Escribe un correo de {n} palabras sobre {et}.|¿Cuánto cuesta {et} en {place}? ;
de=Erkläre mir {dt} in {n} Sätzen.|Schreib eine E-Mail an {name} wegen {dt}.|Wie plane ich {dt} für {n} Personen? ;
fr=Explique-moi {ft} simplement.|Rédige une lettre de {n} mots à {name} sur {ft}.|Comment choisir {ft} à {place} ? ;
ru=Объясни {rt} простыми словами.|Напиши письмо для {name} про {rt}, {n} слов.|Чем {rt} отличается от {rt}?"""
BANKS = dict(x.split("=", 1) for x in TEXT.replace("\n", " ").split(" ; "))
HARNESSES = ("You are OpenForge, an autonomous coding agent. Use the tools to inspect files, edit and run tests.",
             "You are Patchwork, a terminal assistant. Prefer small diffs. Never run destructive commands.")
TOOLS = ("read_file", "write_file", "run_shell", "search", "browser_click", "http_get", "list_dir", "apply_patch")
SLOT = re.compile(r"\{(\w+)\}")
NUMBER = re.compile(r"\d+")
Own = dict[str, tuple[str, ...]]
@cache
def bank(name: str, fold: int) -> tuple[str, ...]:
    """Return a bank's fold (a small bank, or one that folds badly, whole)."""
    words = tuple(BANKS[name].split("|"))
    kept = tuple(w for w in words if half(w) == fold)
    return kept if len(kept) >= 3 and len(words) >= 8 else words
def fill(rng: random.Random, template: str, fold: int, own: Own | None = None) -> str:
    """Fill the slots of a template, with the writer's own words where it has some."""
    def slot(match: re.Match[str]) -> str:
        name = match[1]
        if name == "n":
            return str(int(2 + 10 ** rng.uniform(0, 2.4)))
        return rng.choice((own or {}).get(name) or bank(name, fold))
    text = SLOT.sub(slot, template)
    return SLOT.sub(slot, text).replace("{{}}", "{}")
def question(rng: random.Random, domain: str, fold: int, own: Own | None = None) -> str:
    """Compose one question of a domain (or language)."""
    return fill(rng, rng.choice(bank(domain, fold)), fold, own)
def wording(rng: random.Random, fold: int, style: str) -> str:
    """Compose one instruction that goes around a question."""
    pattern = {"elicit": "{open} {ask} {end}", "judge": "{rubric} {scale}. {end}", "rewrite": "{rewrite} {how}."}
    return fill(rng, pattern[style], fold)
def vary(rng: random.Random, text: str) -> str:
    """Make a variant of a question: other numbers, or another small condition."""
    if NUMBER.search(text) and rng.random() < 0.8:
        return NUMBER.sub(lambda m: str(max(1, int(int(m[0][:6]) * rng.uniform(0.5, 2)))), text)
    return text + rng.choice(("", f" Use {rng.randint(2, 9)} examples.", f" In about {rng.randint(40, 400)} words."))
def voiced(rng: random.Random, text: str, voice: int) -> str:
    """Put a text in somebody's own manner of typing."""
    text = text.lower() if voice & 1 and len(text) < 400 else text
    if voice & 2 and rng.random() < 0.4:
        text = rng.choice(("hi, ", "Hello! ", "please: ", "ok so ", "question - ")) + text
    if voice & 4 and rng.random() < 0.4:
        text = text.rstrip(".") + rng.choice((" thx", " thank you", " please", "...", " asap", " :)"))
    if voice & 8 and rng.random() < 0.5:
        text = text[: (at := rng.randrange(len(text) + 1))] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :]
    return text
