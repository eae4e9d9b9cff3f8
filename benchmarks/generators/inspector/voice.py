"""What people write: everyday asks, follow-ups, and each person's own manner of typing."""

# ruff: noqa: E501 (prompt texts)

import random
from dataclasses import dataclass, field

from benchmarks.generators.inspector.corpora import Corpora
from benchmarks.generators.inspector.grammar import expand
from benchmarks.generators.inspector.phrases import OTHER, TAILS, TOPICS

FRAMES = [
    "[can you|could you|pls|please] [explain|walk me through|help me understand] {topic} [in simple terms|like i am 12|briefly|with an example||step by step]",
    "[what is|what's] the [best|easiest|cheapest|right] way to [learn|deal with|approach|get started with] {topic}[?|??|]",
    "[write|draft|give me] [a short|a longer|a funny|a formal|an] [email|paragraph|text|outline|summary] about {topic}[. keep it under {n} words|. no cliches|| for {who}]",
    "[I need|i want|looking for] {n} [ideas|tips|examples|questions] [on|about|for] {topic}",
    "why [does|is] {topic} [so hard|so expensive|important|confusing][?|]",
    "[compare|what is the difference between] {topic} and {other}[?|]",
    "[fix|improve|proofread|make more professional]: {post}",
    "[translate|put] this [to|into] {lang}[ please|]: {post}",
    "[summarize|tl;dr|sum up|key points of] this [conversation|call|dialogue|chat][ for {who}|]: {dialogue}",
    "[rewrite|reword|paraphrase] this [so it sounds less angry|for a newspaper|in plain english|as a tweet]: {post}",
    "[is it true that|does] {topic} [really help|cause problems|depend on the country][?|]",
    "[create|make] a [table|checklist|weekly plan|quiz with {n} questions] for {topic}",
    "I'm [a student|a teacher|a manager|a nurse|new to this|writing a blog] and [struggling with|curious about|working on] {topic}. [Where do I start?|What should I know?|Any advice?]",
    "[act as|pretend you are|you are] a [lawyer|coach|senior developer|historian|chef|doctor] and [tell me about|advise me on|answer questions on] {topic}",
    "{topic} [pros and cons|explained|checklist|common mistakes|vs {other}]",
    "[how many|how long|how much] [time|money|work] does {topic} [take|cost|need][ in 2026|]?",
    'how would you reply to this[ politely| without apologising|]? "{post}"',
    "[my boss|my friend|my teacher|my client] [asked me about|wants|says I should know] {topic}[, what do i say|. Help|]",
    "[what does this mean|is this sarcastic|what is the tone of this]: {post}",
    "[give me feedback on|critique] [my idea|this plan]: [an app|a shop|a newsletter|a course] about {topic} for {who}",
    "{support}",
]
FOLLOW = [
    "[ok|great|thanks] [now make it shorter|now in {lang}|can you expand on the second point]",
    "[that's not what I meant|hmm no|not quite], [I meant {topic}|focus on {topic}|try again]",
    "[why|how come|are you sure][?|??]",
    "[can you give|show] [an example|another example|a source|{n} more]",
    "[what about|and how does this relate to] {topic}[?|]",
    "[continue|go on|more|next]",
    "[make it|rewrite it] [more formal|friendlier|funnier|less wordy|as bullet points]",
    "[thanks|thank you|ty][!|, that helped|. one more thing: {topic}?]",
]
SLOTS: dict[str, list[str]] = {
    "n": ["3", "5", "7", "10", "12", "20", "50", "100", "150"],
    "who": ["beginners", "kids", "my team", "seniors", "investors", "my mum", "tenants", "new hires"],
    "lang": ["Spanish", "German", "French", "Italian", "Polish", "Hindi", "Arabic", "Portuguese", "Dutch", "Thai"],
}
OPENERS = [
    "hi, ",
    "hello! ",
    "hey ",
    "Quick question: ",
    "So, ",
    "ok so ",
    "Good morning. ",
    "please help: ",
    "Hi there, ",
    "I was wondering: ",
    "Not sure if this is the right place, but ",
    "For work: ",
    "Homework question. ",
    "Hmm, ",
]
CLOSERS = [
    " thanks",
    " Thank you!",
    " pls",
    " thx in advance",
    " Be concise.",
    " Keep it simple.",
    " no fluff please",
    " I have 10 minutes.",
    " Answer in a few sentences.",
    " (I'm a beginner)",
    " and explain why",
    " cheers",
]
# How people hand over a question that is not their own; operators lean on the same phrases.
CASUAL = [
    "{x}",
    "{x}",
    "{x}[ show your working| show how you got there| talk me through it| explain every step|?]",
    "[I'm stuck on this one|my brother asked me this|saw this somewhere|trying to understand this]: {x}",
    "{x} [also why?|what is the thinking behind it?|and how do you know?|how would you check that?]",
    "[need this for tomorrow|for a quiz|just curious], {x}",
    "[how would you go about this|where to even start]: {x}",
]
SWAPS = {
    "write": ("draft", "compose", "put together"),
    "explain": ("describe", "clarify", "lay out"),
    "create": ("make", "build", "come up with"),
    "generate": ("produce", "come up with", "give me"),
    "describe": ("explain", "sketch", "tell me about"),
    "find": ("work out", "figure out", "look for"),
    "calculate": ("work out", "compute", "figure out"),
    "provide": ("give", "list", "share"),
    "following": ("below", "given", "next"),
    "example": ("sample", "instance", "case"),
    "sentence": ("line", "phrase", "sentence"),
    "list": ("set", "rundown", "list"),
    "how many": ("what number of", "how many"),
    "answer": ("reply", "response", "answer"),
    "suggest": ("recommend", "propose", "name"),
    "identify": ("spot", "pick out", "name"),
    "rewrite": ("rephrase", "reword", "redo"),
    "total": ("overall", "combined", "total"),
    "important": ("key", "vital", "significant"),
    "several": ("a few", "some", "multiple"),
    "each": ("every", "each"),
    "different": ("distinct", "various", "separate"),
}


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
        rng,
        rng.sample(TOPICS, rng.randint(2, 6)),
        lang,
        rng.random() < 0.18,
        rng.choice((0, 0, 0.15, 0.5)),
        rng.choice((0, 0, 0.15, 0.4)),
        rng.choice((0, 0.05, 0.25)),
        rng.sample(OPENERS, 3),
        rng.sample(CLOSERS, 3),
    )


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


def foreign_ask(c: Corpora, v: Voice) -> str:
    """A question in a person's own language: real, or put together from topics and a circumstance."""
    rng = v.rng
    if v.lang == "zh" and rng.random() < 0.3:
        return rng.choice(c.everyday_zh)
    frame, topics = OTHER[v.lang]
    text = expand(rng, frame, {"topic": topics})
    link, tails = TAILS[v.lang]
    if rng.random() < 0.45:
        text += link + rng.choice(topics)
    number = str(rng.randint(2, 90) * rng.choice((1, 1, 10)))
    return text + rng.choice(tails).replace("{n}", number) if rng.random() < 0.8 else text


def ask(c: Corpora, v: Voice) -> str:
    """One opening question of a person."""
    rng = v.rng
    if v.lang != "en" and rng.random() < 0.8:
        return v.style(foreign_ask(c, v))
    if rng.random() < 0.12:
        text = swap_words(rng, rng.choice(c.everyday), 0.25)
        if rng.random() < 0.4:
            text = expand(rng, rng.choice(CASUAL).replace("{x}", "\x01")).replace("\x01", text)
        return v.style(text)
    slots = {
        **SLOTS,
        "topic": v.topics if rng.random() < 0.6 else TOPICS,
        "other": TOPICS,
        "post": rng.choice(c.posts),
        "dialogue": rng.choice(c.dialogues),
        "support": c.support["clinc150"],
    }
    return v.style(expand(rng, rng.choice(FRAMES), slots))


def session(c: Corpora, v: Voice, foreign: bool = False) -> list[str]:
    """The user turns of one conversation, real or put together."""
    rng = v.rng
    real = c.foreign_sessions if foreign else c.sessions
    if v.lang == "en" and rng.random() < 0.14:
        return [v.style(t) for t in rng.choice(real)[1]]
    turns = [ask(c, v)]
    while rng.random() < 0.5 and len(turns) < 9:
        if v.lang != "en" or rng.random() < 0.3:
            turns.append(ask(c, v))
        else:
            turns.append(v.style(expand(rng, rng.choice(FOLLOW), {**SLOTS, "topic": v.topics})))
    return turns
