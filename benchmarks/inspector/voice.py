"""What people write: everyday asks, follow-ups, and each person's own manner of typing."""

import random
from dataclasses import dataclass, field

from benchmarks.inspector.corpora import Corpora
from benchmarks.inspector.grammar import expand

TOPICS = """sourdough starter|marathon training|React hooks|Kubernetes ingress|tax deductions for freelancers|a toddler who won't sleep|the French Revolution|photosynthesis|a cover letter for a nursing job|Excel pivot tables|my landlord refusing to return the deposit|keto recipes|Japanese honorifics|Python decorators|a best man speech|electric car charging at home|the Krebs cycle|a D&D campaign villain|back pain from sitting|Bayes' theorem|travel in Portugal in May|how vaccines work|index funds|git rebase|a wedding invitation|SQL window functions|Hamlet|solar panels|an apology to a colleague|CSS grid|a birthday poem for my mum|guitar chords|unit testing in Java|dog training|the stock market in 2008|small claims court|docker compose networking|a logo brief|the Ottoman Empire|linear regression|product descriptions for candles|interview questions for a data analyst|a lesson plan on fractions|anxiety before exams|Spanish subjunctive|regex for phone numbers|home insurance|gardening in clay soil|the Doppler effect|a short horror story|B2B cold emails|Arduino sensors|Terraform state|wine pairing|a resume gap|meal prep for two|chess openings|quantum computing|a Shopify theme|credit card debt|the water cycle|email to my professor|Rust lifetimes|a fantasy map|moving to Canada|A/B test significance|pandas groupby|dishwasher not draining|an essay on social media|tarot|the immune system|Linux permissions|a press release|car maintenance|negotiating salary|fantasy football|LaTeX tables|hiking boots|baby names|World War I alliances|a haiku about rain|mobile app pricing|Google Ads keywords|React Native navigation|Nietzsche|screenplay dialogue|calculus limits|my cat sneezing|neural networks|a neighbourhood newsletter|PowerShell scripts|a LinkedIn post|volcanoes|knitting patterns|AWS Lambda cold starts|stoicism|meeting minutes|inflation|a breakup text|Minecraft redstone|sleep apnoea|public speaking|customer churn|phonics|tenant law|Figma auto layout|acid rain|a murder mystery plot|jet lag|nginx reverse proxy|a five day gym split|property taxes|learning Korean|black holes|vector databases|a menu for a cafe|carbon dating|Roman roads|async await in C#|eczema|a performance review|onboarding emails|typescript generics|sailing knots|pension options|Victorian fashion|a podcast intro|bike fitting|probability of dice|thesis statement on climate policy|web scraping|school bullying|pasta al limone|GDPR cookies|sonnet form|warehouse layout|blood pressure|ancient Egypt""".split("|")  # noqa: E501
OTHER = {
    "es": ("[Explícame|Ayúdame con|Necesito ideas sobre|¿Qué sabes de|Escribe un texto corto sobre] {topic}[ por favor|, gracias||]",
           "la receta de paella|los verbos irregulares|mi currículum|las leyes de Newton|una carta de renuncia|el marketing digital|la guerra civil|ejercicios en casa|un poema para mi madre|bases de datos".split("|")),
    "pt": ("[Me explica|Me ajuda com|Crie um texto sobre|Quero saber mais de] {topic}[ por favor|| rapidinho]",
           "imposto de renda|um plano de aula|JavaScript|viagem para o nordeste|redação do ENEM|marketing no Instagram|contrato de aluguel|dieta low carb".split("|")),
    "fr": ("[Peux-tu m'expliquer|Rédige un texte sur|Aide-moi avec|J'ai besoin d'un résumé sur] {topic}[ s'il te plaît|| en quelques lignes]",
           "la photosynthèse|une lettre de motivation|la Révolution|le subjonctif|un régime équilibré|Excel|mon mémoire|les impôts".split("|")),
    "de": ("[Erklär mir bitte|Schreib mir einen Text über|Hilf mir bei|Was muss ich wissen über] {topic}[| kurz und knapp| mit Beispielen]",
           "die Steuererklärung|eine Bewerbung|Java-Streams|den Dreißigjährigen Krieg|Wärmepumpen|einen Wochenplan|Mietrecht|Vektorrechnung".split("|")),
    "ja": ("{topic}について[教えてください|簡単に説明して|例を挙げてください|まとめてください|メールを書いて]",
           "確定申告|英語の敬語|量子力学|転職の志望動機|京都旅行|Pythonのリスト|離乳食|日本史".split("|")),
    "zh": ("[请帮我写一篇关于|解释一下|我想了解|总结一下|给我一些关于]{topic}[的内容|的要点|的建议|]",
           "年终总结|机器学习|红楼梦|减肥食谱|简历修改|租房合同|高考作文|小红书文案|数据库索引|旅游攻略|英语口语|股票基金".split("|")),
    "ru": ("[Объясни|Напиши текст про|Помоги с темой|Расскажи кратко про] {topic}[| простыми словами| пожалуйста]",
           "налоги|резюме|интегралы|историю Рима|договор аренды|машинное обучение|рецепт борща|код на Go".split("|")),
    "ko": ("{topic}에 대해 [설명해줘|알려주세요|요약해줘|글을 써줘]", "자기소개서|파이썬 클래스|제주도 여행|연말정산|영어 문법|면접 질문|운동 계획".split("|")),
    "hi": ("{topic} [के बारे में बताओ|samjhao|par ek nibandh likho]", "GST|crop rotation|UPSC syllabus|cricket history|resume|python loops".split("|")),
}  # fmt: skip  # noqa: E501
FRAMES = """[can you|could you|pls|please] [explain|walk me through|help me understand] {topic} [in simple terms|like i am 12|briefly|with an example||step by step]
[what is|what's] the [best|easiest|cheapest|right] way to [learn|deal with|approach|get started with] {topic}[?|??|]
[write|draft|give me] [a short|a longer|a funny|a formal|an] [email|paragraph|text|outline|summary] about {topic}[. keep it under {n} words|. no cliches|| for {who}]
[I need|i want|looking for] {n} [ideas|tips|examples|questions] [on|about|for] {topic}
why [does|is] {topic} [so hard|so expensive|important|confusing][?|]
[compare|what is the difference between] {topic} and {other}[?|]
[fix|improve|proofread|make more professional]: {post}
[translate|put] this [to|into] {lang}[ please|]: {post}
[summarize|tl;dr|sum up|key points of] this [conversation|call|dialogue|chat][ for {who}|]: {dialogue}
[rewrite|reword|paraphrase] this [so it sounds less angry|for a newspaper|in plain english|as a tweet]: {post}
[is it true that|does] {topic} [really help|cause problems|depend on the country][?|]
[create|make] a [table|checklist|weekly plan|quiz with {n} questions] for {topic}
I'm [a student|a teacher|a manager|a nurse|new to this|writing a blog] and [struggling with|curious about|working on] {topic}. [Where do I start?|What should I know?|Any advice?]
[act as|pretend you are|you are] a [lawyer|coach|senior developer|historian|chef|doctor] and [tell me about|advise me on|answer questions on] {topic}
{topic} [pros and cons|explained|checklist|common mistakes|vs {other}]
[how many|how long|how much] [time|money|work] does {topic} [take|cost|need][ in 2026|]?
how would you reply to this[ politely| without apologising|]? "{post}"
[my boss|my friend|my teacher|my client] [asked me about|wants|says I should know] {topic}[, what do i say|. Help|]
[what does this mean|is this sarcastic|what is the tone of this]: {post}
[give me feedback on|critique] [my idea|this plan]: [an app|a shop|a newsletter|a course] about {topic} for {who}
{support}""".split("\n")  # noqa: E501
FOLLOW = """[ok|great|thanks] [now make it shorter|now in {lang}|can you expand on the second point]
[that's not what I meant|hmm no|not quite], [I meant {topic}|focus on {topic}|try again]
[why|how come|are you sure][?|??]
[can you give|show] [an example|another example|a source|{n} more]
[what about|and how does this relate to] {topic}[?|]
[continue|go on|more|next]
[make it|rewrite it] [more formal|friendlier|funnier|less wordy|as bullet points]
[thanks|thank you|ty][!|, that helped|. one more thing: {topic}?]""".split("\n")
SLOTS: dict[str, list[str]] = {
    "n": ["3", "5", "7", "10", "12", "20", "50", "100", "150"],
    "who": ["beginners", "kids", "my team", "seniors", "investors", "my mum", "tenants", "new hires"],
    "lang": ["Spanish", "German", "French", "Italian", "Polish", "Hindi", "Arabic", "Portuguese", "Dutch", "Thai"],
}
OPENERS = ["hi, ", "hello! ", "hey ", "Quick question: ", "So, ", "ok so ", "Good morning. ", "please help: ", "Hi there, ",
           "I was wondering: ", "Not sure if this is the right place, but ", "For work: ", "Homework question. ", "Hmm, "]  # fmt: skip
CLOSERS = [" thanks", " Thank you!", " pls", " thx in advance", " Be concise.", " Keep it simple.", " no fluff please",
           " I have 10 minutes.", " Answer in a few sentences.", " (I'm a beginner)", " and explain why", " cheers"]  # fmt: skip
SWAPS = {
    "write": ("draft", "compose", "put together"), "explain": ("describe", "clarify", "lay out"),
    "create": ("make", "build", "come up with"), "generate": ("produce", "come up with", "give me"),
    "describe": ("explain", "sketch", "tell me about"), "find": ("work out", "figure out", "look for"),
    "calculate": ("work out", "compute", "figure out"), "provide": ("give", "list", "share"),
    "following": ("below", "given", "next"), "example": ("sample", "instance", "case"),
    "sentence": ("line", "phrase", "sentence"), "list": ("set", "rundown", "list"), "how many": ("what number of", "how many"),
    "answer": ("reply", "response", "answer"), "suggest": ("recommend", "propose", "name"),
    "identify": ("spot", "pick out", "name"), "rewrite": ("rephrase", "reword", "redo"), "total": ("overall", "combined", "total"),
    "important": ("key", "vital", "significant"), "several": ("a few", "some", "multiple"), "each": ("every", "each"),
    "given": ("with", "given", "provided"), "different": ("distinct", "various", "separate"),
}  # fmt: skip


@dataclass
class Voice:
    """One person's manner: topics, languages, typing."""

    rng: random.Random
    topics: list[str]
    lang: str = "en"
    lower: bool = False
    opener: float = 0.0
    closer: float = 0.0
    typos: float = 0.0
    openers: list[str] = field(default_factory=list)
    closers: list[str] = field(default_factory=list)

    def style(self, text: str) -> str:
        """The text as this person would type it."""
        rng = self.rng
        if len(text) > 1500:
            return text
        if self.opener and rng.random() < self.opener and self.lang == "en":
            text = rng.choice(self.openers) + text[:1].lower() + text[1:]
        if self.closer and rng.random() < self.closer and self.lang == "en":
            text = text.rstrip() + rng.choice(self.closers)
        if self.typos and rng.random() < self.typos and len(text) > 20:
            at = rng.randint(4, len(text) - 3)
            text = text[:at] + rng.choice((text[at + 1] + text[at], "", text[at] * 2)) + text[at + 2 :]
        return text.lower() if self.lower else text


def person(rng: random.Random, lang: str | None = None) -> Voice:
    """Somebody: two to six topics, a language, habits."""
    if lang is None:
        lang = "en" if rng.random() < 0.68 else rng.choice(list(OTHER))
    return Voice(
        rng, rng.sample(TOPICS, rng.randint(2, 6)), lang, rng.random() < 0.18,
        rng.choice((0, 0, 0.15, 0.5)), rng.choice((0, 0, 0.15, 0.4)), rng.choice((0, 0.05, 0.25)),
        rng.sample(OPENERS, 3), rng.sample(CLOSERS, 3),
    )  # fmt: skip


def swap_words(rng: random.Random, text: str, rate: float) -> str:
    """Light paraphrase: common instruction words changed for neighbours."""
    if len(text) > 3000:
        return text
    words = text.split(" ")
    for i, word in enumerate(words):
        near = SWAPS.get(word.lower().rstrip(".,:?"))
        if near and rng.random() < rate:
            new = rng.choice(near)
            words[i] = (new.capitalize() if word[:1].isupper() else new) + word[len(word.rstrip(".,:?")) :]
    return " ".join(words)


def ask(c: Corpora, v: Voice) -> str:
    """One opening question of a person."""
    rng = v.rng
    if v.lang != "en" and rng.random() < 0.8:
        if v.lang == "zh" and rng.random() < 0.4:
            return rng.choice(c.everyday_zh)
        frame, topics = OTHER[v.lang]
        return v.style(expand(rng, frame, {"topic": topics}))
    if rng.random() < 0.22:
        return v.style(swap_words(rng, rng.choice(c.everyday), 0.25))
    slots = {
        **SLOTS, "topic": v.topics if rng.random() < 0.6 else TOPICS, "other": TOPICS, "post": rng.choice(c.posts),
        "dialogue": rng.choice(c.dialogues), "support": c.support["clinc150"],
    }  # fmt: skip
    return v.style(expand(rng, rng.choice(FRAMES), slots))


def session(c: Corpora, v: Voice, foreign: bool = False) -> list[str]:
    """The user turns of one conversation, real or put together."""
    rng = v.rng
    real = c.foreign_sessions if foreign else c.sessions
    if v.lang == "en" and rng.random() < 0.25:
        return [v.style(t) for t in rng.choice(real)[1]]
    turns = [ask(c, v)]
    while rng.random() < 0.5 and len(turns) < 9:
        if v.lang != "en" or rng.random() < 0.3:
            turns.append(ask(c, v))
        else:
            turns.append(v.style(expand(rng, rng.choice(FOLLOW), {**SLOTS, "topic": v.topics})))
    return turns
