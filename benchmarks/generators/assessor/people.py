"""What ordinary people type, composed in many languages (also the bare questions of some campaigns)."""

from functools import lru_cache
from random import Random

from .texts import half, words

# language: (frames with {t}, topics, tails)
SPEECH: dict[str, tuple[str, str, str]] = {
    "en": (
        """how do i {t}|what's the best way to {t}|can you help me {t}?|i need to {t} by tomorrow, where do I start
        explain like I'm five how to {t}|Give me a checklist to {t}|is it worth it to {t} in 2026?
        i tried to {t} and failed
        My boss wants me to {t}. Draft a short plan.|Write a friendly message asking my brother to {t}
        what could go wrong if I {t}|pros and cons: should I {t}|Make a 7 day plan so I can {t}|tips to {t} on a budget
        Summarise what I should know before I {t}|why is it so hard to {t}|write a reddit post about trying to {t}""",
        """learn the guitar|fix a leaking tap|apply for a student visa|cook biryani for ten|negotiate my rent
        start a podcast|train for a 10k|change a flat bike tyre|sell handmade candles on Etsy
        pass the driving theory test
        set up a home server|write a cover letter for a junior analyst job|choose a used laptop
        raise chickens in a small garden
        plan a wedding for 60 people|stop procrastinating|grow tomatoes on a balcony|teach fractions to my daughter
        migrate my photos off the cloud|open a tea stall near the station|ask for a refund from an airline
        build a gaming PC|learn Hausa|write a eulogy|prepare for an IELTS speaking test|make a budget in google sheets
        get rid of ants in the kitchen|memorise the periodic table|start freelancing on the side
        write a villain's monologue
        move from Lagos to Manchester|understand my blood test|adopt a greyhound|paint a rusty gate|learn chess openings
        run a D&D session for kids|translate my CV|talk to my landlord about mould|save for a motorbike
        stop my cat scratching
        make a Discord bot|edit a vlog on my phone|find a thesis topic in ecology|practise Spanish every day
        fix my sleep""",
        """thanks!|pls keep it short|no fluff|i'm a beginner|I only have my phone|in bullet points please|be honest
        im in a hurry
        English is not my first language so simple words|I live in a small town|and roughly what does it cost?
        be specific
        Give examples.|I've already read the wikipedia page.|200 words max|it's for my mum|I have two hours
        we are three students""",
    ),
    "zh": (
        """怎么{t}？|请帮我{t}|我想{t}，应该从哪里开始|{t}需要注意什么|给我一份{t}的计划|为什么{t}这么难|零基础能不能{t}
        有没有{t}的好办法|{t}大概要花多少钱|写一段关于{t}的短文|帮我列一个{t}的清单|{t}和直接找人做哪个划算""",
        """考研复习数学|写一份辞职信|做红烧肉|租房砍价|学习视频剪辑|准备英语口语考试|写小红书文案|给孩子讲分数
        练习马拉松
        申请德国留学|做一个微信小程序|整理毕业论文参考文献|开一家奶茶店|修自行车|写年终总结|学吉他|处理邻居噪音|选二手车
        给公众号起标题|搭建家用NAS|写情书|种多肉植物|准备公务员面试|做跨境电商选品|翻译产品说明书|练毛笔字""",
        """谢谢|尽量简短|用表格|我是新手|举例说明|不要太官方|五百字以内|分步骤|要口语化|预算不多|明天就要
        帮我润色一下""",
    ),
    "es": (
        """¿cómo puedo {t}?|ayúdame a {t} por favor|necesito {t} para el lunes|dame ideas para {t}
        qué hace falta para {t}
        escribe un mensaje corto sobre {t}|vale la pena {t}?|hazme un plan de una semana para {t}
        errores comunes al {t}""",
        """preparar tacos al pastor|estudiar para la selectividad|abrir una cuenta de autónomo
        vender ropa usada por internet
        pedir un aumento|arreglar la lavadora|aprender inglés viendo series|escribir un poema para mi abuela
        montar un canal de YouTube|hacer la declaración de la renta|entrenar a un cachorro|organizar una boda barata
        mejorar mi currículum|redactar una queja al ayuntamiento|cuidar orquídeas|crear un bot de Telegram
        viajar a Perú""",
        """gracias|sé breve|con ejemplos|soy principiante|en español neutro|sin rodeos|máximo cien palabras
        es para clase""",
    ),
    "hi": (
        """bhai {t} kaise kare|mujhe {t} hai, please help karo|{t} ka sabse accha tarika kya hai
        {t} ke liye kitna paisa lagega
        ek simple plan do {t} ke liye|kya ghar baithe {t} possible hai|{t} me kya galti hoti hai
        {t} pe ek chhota caption likho""",
        """ssc cgl ki taiyari|youtube channel start|resume banana|paneer butter masala banana|weight kam karna
        english bolna seekhna
        instagram reel viral karna|freelancing se paise kamana|bike ka insurance claim
        railway ticket cancel karke refund
        python seekhna|ghar ka budget banana|job interview crack karna|apni dukaan online karna
        board exam me 90 percent lana
        telegram bot banana|kirana store ka hisaab rakhna|gate exam ki taiyari
        best friend ke liye birthday wish likhna""",
        "jaldi batao|simple hindi me|thoda detail me|hinglish me likho|steps me batao|beginner hu|dhanyavaad|short me",
    ),
    "pt": (
        """como faço para {t}?|me ajuda a {t}|preciso {t} até sexta|ideias para {t}|o que devo saber antes de {t}
        escreve um texto curto sobre {t}|vale a pena {t}?|monta um plano para {t}|quais os erros ao {t}""",
        """abrir um MEI|passar no ENEM|fazer pão de queijo|vender doces no Instagram|consertar o chuveiro
        aprender violão
        pedir demissão|criar legenda para foto|montar um PC gamer|organizar as finanças|treinar em casa|escrever um TCC
        automatizar planilhas|responder cliente irritado|viajar para Portugal|criar um bot no WhatsApp
        plantar manjericão""",
        "obrigado|resumido|com exemplos|sou iniciante|em tópicos|até 100 palavras|linguagem simples|é para a faculdade",
    ),
    "ru": (
        """как {t}?|помоги {t}|хочу {t}, с чего начать|составь план, чтобы {t}|какие ошибки бывают, когда пытаешься {t}
        стоит ли {t} в этом году|напиши короткий пост о том, как {t}|сколько стоит {t}""",
        """выучить английский|настроить роутер|сварить борщ|подготовиться к ЕГЭ по математике|написать курсовую
        продавать на маркетплейсе|найти удалённую работу|починить кран|собрать компьютер|бросить курить
        вырастить помидоры
        сделать телеграм-бота|написать резюме|выбрать велосипед|оформить загранпаспорт|поздравить коллегу
        снять квартиру""",
        "спасибо|кратко|по пунктам|я новичок|без воды|с примерами|простыми словами|срочно|для доклада",
    ),
    "ar": (
        """كيف يمكنني {t}؟|ساعدني في {t}|أريد {t} من أين أبدأ|ما أفضل طريقة لـ {t}|اكتب لي خطة لـ {t}|كم تكلفة {t}
        اكتب منشورا قصيرا عن {t}|ما الأخطاء الشائعة عند {t}""",
        """تعلم البرمجة|كتابة سيرة ذاتية|طبخ الكبسة|التحضير لاختبار القدرات|فتح متجر إلكتروني|تنظيم الوقت
        حفظ الكلمات الإنجليزية
        السفر إلى تركيا|كتابة رسالة شكر|تصميم شعار|إنشاء بوت تيليجرام|تقليل الوزن|كتابة بحث تخرج|زراعة النعناع
        شراء سيارة مستعملة""",
        "شكرا|باختصار|مع أمثلة|بلغة بسيطة|في نقاط|أنا مبتدئ|لا يزيد عن مئة كلمة|للمدرسة",
    ),
    "id": (
        """gimana cara {t}?|tolong bantu {t}|aku mau {t}, mulai dari mana|ide untuk {t} dong|buatkan rencana {t}
        tips {t} buat pemula""",
        """belajar coding dari nol|bikin rendang|jualan di Shopee|menulis skripsi|lolos CPNS|bikin konten TikTok
        menabung
        membuat surat lamaran|belajar bahasa Jepang|bikin bot telegram|ternak lele|mengatur keuangan
        edit video di HP""",
        "makasih|singkat aja|pakai contoh|bahasa santai|poin-poin|buat tugas sekolah|budget minim|yang gratis",
    ),
    "fr": (
        """comment {t} ?|aide-moi à {t}|je dois {t} avant vendredi|donne-moi un plan pour {t}|est-ce utile de {t}
        des idées pour {t}""",
        """réviser le bac de philo|faire une lettre de motivation|préparer un couscous|ouvrir une micro-entreprise
        réparer un vélo
        écrire un discours de mariage|apprendre Python|négocier un loyer|créer un bot Discord
        organiser un déménagement""",
        "merci|en bref|avec des exemples|je débute|en français simple|sous forme de liste|pour demain",
    ),
    "de": (
        """wie kann ich {t}?|hilf mir, {t}|ich muss bis morgen {t}|lohnt es sich, {t}|gib mir eine Liste, um {t}
        Tipps, um {t}""",
        """eine Bewerbung zu schreiben|Brot zu backen|die Steuererklärung zu machen|einen Garten anzulegen
        Statistik zu lernen
        einen Discord-Bot zu bauen|eine Wohnung zu finden|einen Marathon zu laufen|Excel-Makros zu schreiben
        Geld zu sparen""",
        "danke|kurz bitte|mit Beispielen|ich bin Anfänger|in Stichpunkten|ohne Floskeln",
    ),
    "vi": (
        "làm sao để {t}?|giúp mình {t}|mình muốn {t} thì bắt đầu từ đâu|cho mình kế hoạch {t}|có nên {t} không",
        """học tiếng Anh giao tiếp|nấu phở|bán hàng online|viết CV|ôn thi đại học|làm bot telegram|tiết kiệm tiền
        viết luận văn""",
        "cảm ơn|ngắn gọn|có ví dụ|mình mới bắt đầu|theo từng bước|cho sinh viên",
    ),
    "tr": (
        """{t} için ne yapmalıyım?|bana {t} konusunda yardım et|{t} için plan hazırla|{t} ne kadar tutar
        {t} hakkında kısa yazı yaz""",
        """KPSS hazırlığı|mercimek çorbası|e-ticaret sitesi|özgeçmiş yazmak|İngilizce öğrenmek|telegram botu
        ev taşıma|tez konusu bulmak""",
        "teşekkürler|kısa olsun|örnek ver|yeni başladım|maddeler halinde|acele",
    ),
    "ja": (
        """{t}にはどうすればいいですか|{t}のコツを教えて|{t}の計画を作って|{t}ときの注意点は？
        {t}について短い文章を書いて""",
        """英語を話せるようになる|履歴書を書く|肉じゃがを作る|引っ越しする|卒論を書く|ブログを始める
        Discordボットを作る|貯金する""",
        "短くお願いします|例もつけて|初心者です|箇条書きで|ありがとうございます",
    ),
}

CODE_DO = words(
    """fix|write|speed up|explain|refactor|add tests for|port to Rust|add type hints to|debug|document|review
        split up"""
)
CODE_THING = words("""a pagination helper|a Telegram webhook handler|this pandas groupby|a Flask login route
        a CSV importer|a binary search
    a React hook that debounces input|an LRU cache|a discord.js slash command|the retry loop in my scraper
        a SQL window query
    a regex for Indian phone numbers|a Godot enemy script|an Arduino temperature logger|a Laravel middleware
        a C linked list
    a Dockerfile for FastAPI|a Selenium test|a Go worker pool|a Kotlin RecyclerView adapter|a WordPress shortcode
    a bash backup script|a JWT refresh flow|a Unity inventory|a Vue table with sorting|a PyTorch data loader
        a cron parser
    a matrix determinant function|a MongoDB aggregation|a rate limiter|an expense tracker CLI|a sudoku solver""")
CODE_BUT = words("""without extra libraries|it must run on python 3.8|it throws KeyError on the second row
        my teacher forbids recursion
    memory keeps growing|the test 'test_empty' fails|it should handle unicode|it's for a 512 MB VPS
        only standard library
    it works locally but not on Heroku|the client hates comments|make it readable|return early on errors
        O(n log n) please
    use async|it returns None sometimes|timezone bugs everywhere|keep the public API|show the whole file
        explain each line""")
NAMES = words(
    "Amina|Bo|Chidi|Dolores|Emre|Farah|Giulia|Hassan|Ines|Jun|Kofi|Lucía|Mei|Nikhil|Olga|Paulo|Quynh|Rosa|Sipho|Tarek"
)
THINGS = words(
    "mangoes|bus tickets|notebooks|candles|pencils|phone cards|bricks|kites|eggs|lanterns|samosas|litres of paint"
)
MATHS = words("""{a} buys {x} {o} at {y} each and pays with a {z} note. How much change does {a} get?
    A shop sells {x} {o} per day. After {y} days it has {z} left. How many did it start with?
    {a} reads {x} pages on weekdays and {y} pages on weekend days. How many pages in {z} weeks?
    The sum of {x} and twice a number is {z}. Find the number and check your answer.
    A tank holds {z} litres and leaks {y} litres an hour while {x} litres an hour flow in. When is it full?
    {a} and {b} share {z} {o} in the ratio {x}:{y}. How many does each get?
    Find all integers n with n^2 + {x}n + {y} divisible by {z}.
    小明买了{x}个苹果，每个{y}元，他付了{z}元，应找回多少？
    一列火车每小时行{x}千米，行驶{y}小时后还剩{z}千米，全程多少千米？
    {a} compra {x} {o} a {y} pesos cada uno y paga con {z}. ¿Cuánto le devuelven?
    В коробке {z} предметов, из них {x} красных и {y} синих. Какова вероятность вытащить красный?
    Differentiate f(x) = {x}x^3 - {y}x^2 + {z} and find its turning points.
    A fair die is rolled {x} times. What is the probability of at least {y} sixes? (n={z})""")


@lru_cache(maxsize=64)
def _speech(lang: str, fold: int) -> tuple[list[str], list[str], list[str]]:
    frames, topics, tails = (words(part) for part in SPEECH[lang])
    return frames, half(topics, fold), tails


@lru_cache(maxsize=8)
def _split(name: str, fold: int) -> list[str]:
    return half({"thing": CODE_THING, "but": CODE_BUT, "maths": MATHS}[name], fold)


def ask(rng: Random, lang: str, fold: int) -> str:
    """A made-up question of a person in a language."""
    frames, topics, tails = _speech(lang if lang in SPEECH else "en", fold)
    text = rng.choice(frames).replace("{t}", rng.choice(topics))
    draw = rng.random()
    if draw < 0.55:
        text = f"{text} {rng.choice(tails)}"
    if draw < 0.2:
        text = f"{text} {rng.choice(frames).replace('{t}', rng.choice(topics))}"
    if draw > 0.9:
        text = f"{text} ({rng.randint(2, 90)})"
    return text


def code_task(rng: Random, fold: int) -> str:
    """A coding request."""
    thing, but = rng.choice(_split("thing", fold)), rng.choice(_split("but", fold))
    text = f"{rng.choice(CODE_DO)} {thing}, {but}"
    if rng.random() < 0.35:
        name = (
            f"{rng.choice(('load', 'fetch', 'parse', 'merge', 'send'))}_{rng.choice(('rows', 'user', 'page', 'batch'))}"
        )
        text += f"\n```\ndef {name}(x, n={rng.randint(1, 99)}):\n    return x[{rng.randint(0, 9)}:n]\n```"
    if rng.random() < 0.3:
        text += f"\nTypeError: line {rng.randint(3, 400)}: unsupported operand"
    return text


def maths_task(rng: Random, fold: int) -> str:
    """A maths question with fresh numbers."""
    one, two = rng.sample(NAMES, 2)
    text = rng.choice(_split("maths", fold))
    for mark, value in (("{a}", one), ("{b}", two), ("{o}", rng.choice(THINGS))):
        text = text.replace(mark, value)
    for mark, top in (("{x}", 40), ("{y}", 25), ("{z}", 900)):
        text = text.replace(mark, str(rng.randint(2, top)))
    return text
