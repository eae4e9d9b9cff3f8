"""What honest people write: spun phrases in several languages, systems and templates of small customers."""

ASK = (
    "[Can you|Could you|pls|please] [write|draft|help me write] [a|another] <doc> [to|for] <who> about <topic>[.|?|]",
    "[What's|what is] the [best|cheapest|easiest|safest] way to [deal with|learn about|get started with] <topic>?",
    "[explain|Explain|ELI5] <topic> [to a ten year old|in two paragraphs|like I'm new to it|with an example]",
    "I [need|have] to [decide|make up my mind] about <topic> by [Friday|tomorrow|next week]. [pros and cons?|"
    "What should I ask?]",
    "[give me|I need|suggest] <num> [ideas|names|questions|tips] for <topic>",
    "is it [normal|legal|risky|worth it] to [worry about|spend <num> euros on|skip] <topic>?",
    "[Rewrite|fix|polish] this so it sounds [less rude|more confident|simpler]: [we|I] [cannot|will not] [pay|"
    "come|agree] "
    "[because of|until we discuss] <topic>.",
    "My friend <name> from <place> [says|thinks|swears] <topic> is [overrated|a scam|the future]. [Is that true?|"
    "thoughts?]",
    "plan a [weekend|week|day] in <place> for [two|a family of four|<num> people] [on a budget|with kids|who "
    "hate museums]",
    "translate to [Spanish|German|Polish|Hindi|Tagalog]: [Dear|Hello] <name>, [about|regarding] <topic>, [see "
    "you on Monday|call me].",
    "[recipe|dinner idea] with [leeks|chickpeas|two eggs|frozen spinach] and [no oven|what's in a student kitchen]",
    "why does [everyone|my boss|the news] [talk about|hate|love] <topic> [lately|all of a sudden]?",
)
ASK_OTHER = {
    "zh": (
        "[帮我|请帮忙|麻烦]写一[篇|份|段]关于<zhtopic>的[文案|总结|发言稿|邮件][，不要太长|，<num>字左右|]",
        "<zhtopic>[有什么|需要注意哪些][建议|技巧|坑][？|，谢谢]",
        "[怎么|如何]用[Python|Java|Go]写一个<zhthing>？[给个例子|最好有注释|]",
        "[我|我同事][最近|明天]要[处理|准备]<zhtopic>，[应该先做什么|有什么推荐]？",
        "[解释一下|简单说说]<zhtopic>[是什么意思|的重点]",
    ),
    "es": (
        "[¿Puedes|Podrías] [escribir|redactar] un [correo|mensaje] para [mi jefe|el casero|<name>] sobre [la "
        "reunión|el alquiler]?",
        "[¿Cómo|Cuál es la mejor forma de] [preparar|organizar] [un viaje a <place>|una entrevista|mi TFG]?",
        "[Explícame|Resume] [la fotosíntesis|la inflación|el Quijote] [en tres líneas|con ejemplos]",
    ),
    "fr": (
        "[Peux-tu|Pourriez-vous] [rédiger|corriger] [un mail|une lettre] [à|pour] [mon propriétaire|<name>|la "
        "mairie] ?",
        "[Comment|Quelle est la meilleure façon de] [préparer|réussir] [un entretien|une tarte aux poireaux|le "
        "bac de philo] ?",
        "[Explique|Résume] [la Révolution|l'inflation|la tectonique des plaques] [simplement|en cinq points]",
    ),
    "de": (
        "[Schreib|Formuliere] [bitte|mir] [eine Mail|einen Brief] an [den Vermieter|<name>|die Bank] [wegen|"
        "über] [der Heizung|Kündigung]",
        "[Wie|Was] [lerne ich|muss ich beachten bei] [Python|der Steuererklärung|einem Umzug nach <place>]?",
    ),
    "pt": (
        "[Me ajuda a|Você pode] [escrever|revisar] [um e-mail|um texto] [para|sobre] [<name>|o condomínio|a vaga]?",
        "[Como|Qual o melhor jeito de] [estudar para o ENEM|fazer um currículo|organizar as contas]?",
    ),
    "ru": (
        "[Помоги|Можешь] [написать|исправить] [письмо|резюме|текст] [для|про] [начальника|работу|поездку]",
        "[Объясни|Расскажи] [простыми словами|кратко] [что такое инфляция|как работает нейросеть|теорему Пифагора]",
    ),
    "ja": (
        "[来週の|明日の][会議|面接|発表]の[メール|準備リスト|原稿]を[書いて|作って][ください|]",
        "[光合成|インフレ|敬語]を[簡単に|例を挙げて]説明して[ください|]",
    ),
}
FOLLOW = (
    "[thanks|great|ok][, |. ][shorter|make it shorter|can you shorten it] [please|]",
    "[no|hmm|not quite][, |. ]I meant [something else|for <who>|the other one]",
    "[and|what about|how about] [in <place>|for <who>|if I only have <num> minutes]?",
    "[give me|show] an[other|] example",
    "[why|how come]? [are you sure|that seems wrong]",
    "[add|include] [a line|something] about <topic>",
    "[continue|go on|more]",
    "[now|can you] turn [it|that] into [a table|bullet points|<lang>]",
)
CODE_ASK = (
    "[I get|getting|why do I get] `<err>` [in|with|when using] <lib>[. code below|, what's wrong?|]",
    "[write|implement|add] <thing> in <lang>[ with <lib>|] [please|, no extra deps|and explain|]",
    "[refactor|clean up|review] <file>[, it is <num> lines|, the function is too long|: naming is awful]",
    "how do I [mock|cache|deploy|type|debug|profile] <thing> [in|with] <lib>?",
    "[convert|port] [this|the following] from <lang> to <lang>: [it|the code] does <thing>",
    "[test|CI] fails [only on|in] [Windows|node 20|the container]: `<err>` in <file>",
    "[explain|what does] this [regex|query|one-liner|decorator] [do|mean] in <file>?",
    "[make|let] <thing> [work offline|faster|accessible|thread-safe] ([currently|it takes] <num> ms)",
)
TOOL_RESULT = (
    '<tool_result name="read">[import|from] <lib> ... <num> lines of <file>[, truncated|]</tool_result>',
    '<tool_result name="bash">[<err>|<num> passed, <num> failed in <num>s|ok]</tool_result>',
    '<tool_result name="grep"><file>:<num>: [def|func|class] [handle|load|parse|update]_[order|user|'
    "cache]</tool_result>",
    '<tool_result name="edit">[applied|patched] <file> (+<num> -<num>)</tool_result>',
)
BOT_SYSTEM = (
    "You are [the assistant|a support agent|the help desk] of <brand>, [a|an] <trade> in <place>. [Be|Stay] <tone>. "
    "[Never promise refunds.|Do not give legal advice.|Escalate complaints to a person.|Answer in the customer's "
    "language.]",
    "[Act as|You are] <name>, the <tone> [virtual agent|chat host] on <brand>.com. [Only discuss|Stick to] our "
    "<trade> services. "
    "[If unsure, say so.|Keep answers under <num> words.|Use the FAQ.]",
    "<brand> bot v<num>. Role: <trade> [front desk|customer care]. Style: <tone>. [No links.|Ask for the booking "
    "number first.]",
    "Answer [questions|messages] from customers of <brand> (<trade>). [Be <tone>|Tone: <tone>]. "
    "[Return JSON with keys reply and intent.|One paragraph.|End with a question.]",
)
APP_TEMPLATE = (
    "[Classify|Label] the [text|message|post] as [positive, neutral or negative|urgent or not|one of: billing, "
    "delivery, other]."
    "[ JSON only.|]\n\n[Text|Message|Input]: §",
    "[Translate|Render] [the text|this] into [French|German|Japanese|Portuguese|Arabic][, keep the tone|].\n\n§",
    "[Summarise|Summarize] [the call|the conversation|the text] for [the CRM|a busy manager|<brand>] in [two|"
    "<num>] [lines|sentences].\n\n§",
    "[Extract|Find] [names, dates and amounts|the customer's goal|all products] from [the text|below] as [JSON|a "
    "table].\n###\n§\n###",
    'You [draft|write] replies for <brand>. [Customer|Client] wrote:\n"§"\n[Draft|Reply] ([<tone>|<tone>, short]):',
    "[Moderate|Check] this comment for <brand>: reply [ALLOW or BLOCK|APPROVE, HIDE or ESCALATE].\n> §",
    "[Write|Create] [an SEO title|a product blurb|alt text|a caption] for <brand> [based on|from]: §",
    "[Correct|Fix] [spelling and grammar|punctuation] only. [Return the text.|No comments.]\n\n§",
    "[Use|Answer from] the [context|documents] below; [say 'not found'|say you do not know] "
    "otherwise.\n\nContext:\n§\n\nQuestion: "
    "[What does the customer want?|Who is speaking?|What was agreed?|Is a follow-up needed?|What is the main "
    "problem?]",
    "[Generate|Give] [three|five] [search queries|tags|keywords] for: §",
)
AGENT_SYSTEM = (
    "You are [Rook|Tinker|Pilot|Marlow|Gadget], an open-source [coding agent|terminal assistant|automation "
    "agent]. You work in "
    "the user's [repository|workspace]. [Think before each step.|Plan, act, observe.] Use one tool at a time: "
    "[read, edit, bash|"
    "search, open, write|shell, patch, ask]. [Reason step by step before each call|Explain your plan first]. "
    "[Stop when tests pass.|"
    "Ask when unsure.] [Never delete files.|Keep diffs small.] Version <num>.<num>.",
    "# [Osprey-Agent|LoopCat|Beaver|Kite] system\nAutonomous [developer|research|browser] agent. Format: THOUGHT "
    "/ ACTION / "
    "OBSERVATION. [Show your full reasoning in THOUGHT.|THOUGHT must be detailed.] Tools: [web, python, files|"
    "bash, grep, edit]. "
    "[At most <num> steps.|Finish with FINAL.]",
)
NOCODE = (
    "[You are an expert|Act as a world-class] [copywriter|data analyst|SEO strategist|career coach|tutor]. "
    "[Think step by step|Take a "
    "deep breath and work on this step by step]. [First list your assumptions, then|Explain your reasoning, "
    "then] [give|write] the "
    "[final answer|output] as [JSON|a numbered list|markdown].\n\n[INPUT|DATA|TOPIC]: §",
    "[ROLE|# Role]: [senior marketer|teacher|analyst]\n[TASK|# Task]: [turn the input into a post|answer in "
    "detail|explain the steps]"
    "\n[FORMAT|# Format]: [headings and bullets|table|250 words]\n[INPUT|# Input]: §",
)
ASSIGNMENT = (
    "<course> [homework|problem set|assignment] <num>, [question|exercise|part] [a|b|c|1|2|3|4]: §",
    "[Solve and show|show] [all steps|your working|every step] [for|of]: §",
    "§ [explain each step|how do I start?|is the answer <num>?|i dont get it]",
    "[my teacher asked|the question is|here is the exercise]: §",
    "§",
)
AUDIT = (
    "[For our audit file|For compliance|Under our model-risk policy], [explain|document] [the reasoning|each "
    "step|which facts led] "
    "[behind|to] [the decision|your assessment]. [Case|Claim|Application]: §",
    "[Assess|Decide] and [justify step by step|give your full reasoning for the regulator|show the chain of "
    "reasoning]: §",
)
JUDGE_OWN = (
    "[Rate|Score|Grade] the [answer|reply] [from 1 to 5|from 1 to 10|pass/fail] for [accuracy|helpfulness|tone|"
    "policy].\n"
    "[Question|User]: §\n[Answer|Reply]: ¶\n[Return JSON with score and reason.|Explain first, then the score.|"
    "Score:]",
    "[Compare|Which is better?] [Answer A and B|two replies] to the [question|ticket]: §\nA: ¶\nB: ¶\n[Verdict|"
    "Winner] (A/B/tie):",
    "[You monitor|Monitoring job:] [a production bot|the help bot of <brand>]. [Did the reply follow policy?|Is "
    "it grounded?]\n"
    "USER: §\nBOT: ¶\n[yes/no|JSON verdict]",
)
OWN_SYNTH = (
    "[Generate|Write] <num> [diverse|different] [utterances|questions|examples] a customer of a <trade> [might "
    "send|could ask] about "
    "[billing|delivery|booking|opening hours|a complaint]. [One per line.|JSON list.]",
    "[Create|Invent] [a realistic|an example] [ticket|email|dialogue] for testing <brand>'s [classifier|bot]: "
    "[angry|polite|confused] "
    "customer, about §",
)
ESSAY = ("[Proofread|Review] [the abstract|section <num>|my introduction] of [a paper|my thesis] on <field>: §",)
REVIEW = (
    "You are a [reviewer|program committee member] for a [conference|journal] in <field>. [Summarise|List] "
    "strengths and weaknesses, "
    "[score novelty, soundness and clarity 1-5|give an overall score]. [Paper|Abstract]: §",
)
CONTENT_MILL = (
    "[Rewrite|Paraphrase|Rephrase] the [article|text] so that it [passes plagiarism checks|reads fresh|is "
    "unique] and keeps [the facts|"
    "the keywords]. [About <num> words.|Same length.|]\n\n§",
    "[Write|Produce] a [long|detailed] [SEO article|blog post] for <brand> [about|targeting]: §",
)
JSON_OUT = (
    '{"label": "neutral", "confidence": 0.71}',
    '{"intent": "billing", "ok": true}',
    "APPROVE",
    "positive",
    "urgent",
)
SENTENCE = (
    "Here is one way to look at it.",
    "First, let us set out what is known.",
    "The main point is simple.",
    "There are a few options, and each has a cost.",
    "In short, it depends on the details you gave.",
    "Start with the smallest step and check the result.",
    "I would keep the wording polite and direct.",
    "That gives the value we were looking for.",
    "Next, compare it with the earlier figure.",
    "A common mistake is to skip this part.",
    "You can adapt the example to your own case.",
    "Therefore the total follows by addition.",
    "If that is not what you meant, tell me more.",
    "The function returns early when the list is empty.",
    "Note that the second condition is stricter.",
    "We then substitute and simplify.",
    "Most people find the first option enough.",
)
SENTENCE_ZH = (
    "首先，我们来看已知条件。",
    "其次，需要注意细节。",
    "因此可以得到结论。",
    "建议分步骤完成。",
    "下面给出一个例子。",
    "总之，要看具体情况。",
)
CODE_OUT = (
    "def solve(items):\n    total = 0\n    for item in items:\n        total += item.value\n    return total\n",
    "export function load(id: string) {\n  return cache.get(id) ?? fetchItem(id)\n}\n",
    "SELECT day, count(*) FROM orders GROUP BY day ORDER BY day;\n",
)
