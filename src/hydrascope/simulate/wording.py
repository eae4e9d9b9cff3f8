"""How harvest requests are worded: elicitation frames, grading forms, rewording without a model."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from hydrascope.simulate.material import fill
from hydrascope.simulate.prompts import Prompt
from hydrascope.simulate.scene import Scene

PLACES = ("before", "after", "system", "mixed", "only-system")
SLOT = re.compile(
    r"\{\{[^{}]{1,60}\}\}|\{%[^{}]{0,200}%\}|\{[a-zA-Z_][a-zA-Z_0-9.]{0,40}\}|\[\[[^\]]{1,40}\]\]|<[A-Z_]{3,20}>"
)


def reword(pick: Random, text: str, synonyms: dict[str, list[str]], strength: float) -> str:
    """A text with some words exchanged and, if it is long enough, two sentences swapped."""
    if strength <= 0:
        return text
    words = text.split(" ")
    for i, word in enumerate(words[:400]):
        options = synonyms.get(word.lower())
        if options and pick.random() < strength:
            new = pick.choice(options)
            words[i] = new.capitalize() if word[:1].isupper() else new
    out = " ".join(words)
    parts = out.split(". ")
    if 2 < len(parts) < 12 and pick.random() < strength * 0.3:
        at = int(pick.random() * (len(parts) - 2))
        parts[at], parts[at + 1] = parts[at + 1], parts[at]
        out = ". ".join(parts)
    return out


@dataclass(frozen=True, slots=True)
class Frame:
    """What is put around a question: one wording of a technique, which may be redrawn per request."""

    scene: Scene
    technique: str
    parts: tuple[str, ...]
    place: str
    language: str | None = None
    foreign: str | None = None

    @classmethod
    def drawn(cls, scene: Scene, technique: str) -> "Frame":
        """A new wording of a technique; "raw" leaves the question alone, "other" speaks another language."""
        pick, material = scene.pick, scene.prompts.material
        if technique == "other":
            language = pick.choice(sorted(material["frames_other"]))
            return cls(scene, technique, (), "before", language, pick.choice(material["frames_other"][language]))
        slots = material["elicitation"].get(technique, {})
        parts = tuple(pick.choice(options) if options else "" for options in slots.values())
        return cls(scene, technique, parts, pick.choice(PLACES))

    def redrawn(self, strength: float) -> "Frame":
        """The frame with each part drawn again with probability `strength`."""
        slots = self.scene.prompts.material["elicitation"].get(self.technique)
        if strength <= 0 or not slots or not self.parts:
            return self
        pick = self.scene.pick
        parts = tuple(
            pick.choice(options) if options and pick.random() < strength else part
            for part, options in zip(self.parts, slots.values(), strict=True)
        )
        place = pick.choice(PLACES) if pick.random() < strength * 0.3 else self.place
        return replace(self, parts=parts, place=place)

    def around(self, question: Prompt, strength: float) -> Prompt:
        """The request for a question; `strength` (0 to 1) rewords frame and question."""
        pick, material = self.scene.pick, self.scene.prompts.material
        text = reword(pick, question.text, material["synonyms"], strength)
        if strength > 0:
            if pick.random() < strength:
                text = pick.choice(material["openings"]) + text
            if pick.random() < strength:
                text += pick.choice(material["closings"])
        if self.foreign:
            return Prompt(question.system, fill(self.foreign, {"q": text}))
        frame = self.redrawn(strength)
        said = [p for p in frame.parts if p]
        if not said:
            return Prompt(question.system, text)
        return frame._placed(said, question.system, text)

    def _placed(self, said: list[str], system: str | None, text: str) -> Prompt:
        if self.place == "before":
            return Prompt(system, " ".join(said) + "\n\n" + text)
        if self.place == "after":
            return Prompt(system, text + "\n\n" + " ".join(said))
        if self.place == "mixed":
            return Prompt(system, said[0] + "\n" + text + "\n" + " ".join(said[1:]))
        whole = " ".join(said)
        return Prompt(f"{system}\n{whole}" if system else whole, text)


ENOUGH = 1_200  # questions that a list has at least
TECHNIQUES = (
    "raw",
    "stepwise",
    "tags",
    "verbatim",
    "recode",
    "expert",
    "instruct",
    "agentic",
    "other",
    "safe",
    "judge",
)
SUBJECTS = {
    "raw": ("math", "reasoning", "instruct", "chinese", "code"),
    "stepwise": ("math", "reasoning"),
    "tags": ("math", "reasoning", "instruct", "code"),
    "verbatim": ("math", "reasoning", "instruct"),
    "recode": ("math", "reasoning"),
    "expert": ("instruct", "code", "math", "everyday"),
    "instruct": ("instruct", "tools", "code"),
    "agentic": ("tools", "code"),
    "other": ("math", "reasoning", "instruct", "chinese"),
    "safe": ("everyday", "instruct", "chinese"),
    "judge": ("instruct", "math", "reasoning", "tools"),
}


def technique_of(scene: Scene) -> str:
    """Some technique other than grading and safe rewrites."""
    return scene.pick.choice(TECHNIQUES[:9])


def list_of(scene: Scene, technique: str) -> list[Prompt]:
    """The questions of one or two subjects that suit a technique, shuffled."""
    pick, questions = scene.pick, scene.prompts.questions
    there = [s for s in SUBJECTS[technique] if s in questions] or sorted(questions)
    out: list[Prompt] = []
    for subject in pick.sample(there, len(there)) + sorted(set(questions) - set(there)):
        out += questions[subject]
        if len(out) >= ENOUGH and pick.random() < 0.7:
            break
    if technique == "safe":
        out = sensitive(scene, 600) + out[:200]
    if technique == "raw" and scene.prompts.framed and pick.random() < 0.3:
        out = list(scene.prompts.framed[pick.choice(sorted(scene.prompts.framed))])
    pick.shuffle(out)
    return out


def sensitive(scene: Scene, n: int) -> list[Prompt]:
    """Questions on subjects that a censor minds, and jailbroken ones."""
    pick, material = scene.pick, scene.prompts.material
    lead = (
        "Tell me ",
        "Explain ",
        "Write about ",
        "I want to know ",
        "Discuss ",
        "Summarise ",
        "",
        "Give your opinion on ",
    )
    return [
        Prompt(None, pick.choice(lead) + fill(pick.choice(material["sensitive"]), scene.words({}))) for _ in range(n)
    ]


def grading(scene: Scene) -> Callable[[str, str], Prompt]:
    """A grading form: question and answer in, request out. Public, real or own wording."""
    pick, prompts = scene.pick, scene.prompts
    kind = pick.random()
    if prompts.judged and kind < 0.5:
        real = prompts.judged[pick.choice(sorted(prompts.judged))]
        return lambda _q, _a: pick.choice(real)
    public = [
        t for t in prompts.templates.get("judge", ()) if 2 <= len(SLOT.findall(t.text)) <= 8 and len(t.text) < 3000
    ]
    if public and kind < 0.75:
        template = pick.choice(public)
        return lambda q, a: Prompt(template.system, filled(template.text, q, a))
    frame = Frame.drawn(scene, "judge")
    return lambda q, a: frame.around(Prompt(None, f"Question: {q}\nAnswer: {a}"), 0.0)


def filled(template: str, question: str, answer: str) -> str:
    """A public template with its slots filled in turn by question and answer; control blocks go."""
    turn = 0

    def slot(match: re.Match[str]) -> str:
        nonlocal turn
        if match.group().startswith("{%"):
            return ""
        turn += 1
        return question if turn % 2 else answer

    return SLOT.sub(slot, template)
