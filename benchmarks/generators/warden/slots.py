"""Fillings of the `<slot>`s in spun phrases."""

WORDS = {
    "topic": (
        "sourdough starters|my landlord's deposit|a wedding speech|half-marathon training|a used Toyota|"
        "iron deficiency|moving to Lisbon|a job interview at a bank|my toddler's sleep|solar panels|"
        "a book club on Dune|visa renewal|houseplants|a resignation letter|the Krebs cycle|"
        "the Peace of Westphalia|compound interest|photosynthesis|a small bakery|a podcast about chess|"
        "term life insurance|knitting|a charity raffle|noise complaints|a bike tour of Jutland|"
        "LED grow lights|learning Korean|a PTA newsletter|wine tasting|sleep apnoea|tides|"
        "the French Revolution|plate tectonics|inflation|antibiotic resistance|supply and demand|"
        "black holes|Roman aqueducts|gene editing|trade unions|coral reefs|the Silk Road|monetary policy|"
        "batteries|migration"
    ),
    "doc": (
        "email|cover letter|short story|speech|LinkedIn post|complaint|toast|summary|essay outline|poem|"
        "newsletter|product description|meeting agenda|thank-you note|press release|blog intro|"
        "lesson plan|FAQ page"
    ),
    "who": (
        "my manager|my sister|a new client|the school|my landlord|HR|a supplier|my professor|an investor|"
        "a neighbour|the council|my team|a recruiter|the clinic"
    ),
    "name": (
        "Amara|Bjorn|Chidi|Dolores|Emeka|Farah|Giulia|Hana|Ivan|Jun|Kofi|Leila|Mateo|Nadia|Oscar|Priya|"
        "Quentin|Rosa|Sven|Tariq|Uma|Viktor|Wren|Xin|Yara|Zoltan"
    ),
    "place": ("Lagos|Leeds|Osaka|Porto|Quito|Riga|Seoul|Turin|Utrecht|Valencia|Warsaw|Austin|Boise|Cali|Dhaka|Graz"),
    "item": (
        "crates of mangoes|notebooks|litres of paint|train tickets|tiles|chairs|parcels|marbles|"
        "batteries|eggs|shares|metres of rope|bags of cement|lamp posts"
    ),
    "lib": (
        "pandas|React|Django|FastAPI|numpy|SQLAlchemy|Next.js|PyTorch|Spring Boot|Vue|Express|Tailwind|"
        "Flutter|Terraform|pytest|Redis|Kafka|ffmpeg|Unity|Rails|Laravel|Airflow|Prisma|Celery"
    ),
    "lang": "Python|TypeScript|Go|Rust|Java|C++|C#|SQL|Kotlin|Bash|PHP|Swift|Ruby|R",
    "err": (
        "TypeError: 'NoneType' object is not subscriptable|CORS policy blocked|"
        "ECONNREFUSED 127.0.0.1:5432|KeyError: 'id'|segmentation fault (core dumped)|"
        "undefined is not a function|CUDA out of memory|ModuleNotFoundError|413 Payload Too Large|"
        "deadlock detected|hydration mismatch|NullPointerException|borrow of moved value|"
        "relation does not exist|max recursion depth exceeded"
    ),
    "thing": (
        "a login form|a retry wrapper|a CSV importer|pagination|a rate limiter|a websocket chat|"
        "dark mode|a cron job|an LRU cache|image upload|a search box|unit tests|a Dockerfile|a migration|"
        "OAuth login|a PDF export|a leaderboard|a priority queue|a tokenizer|a diff viewer|"
        "a feature flag|a state machine"
    ),
    "file": (
        "src/app/main.py|lib/auth.ts|cmd/server/main.go|core/cache.rs|api/routes.js|utils/dates.py|"
        "models/order.rb|pkg/store/db.go|components/Table.tsx|tests/test_orders.py|src/parser.c|"
        "build.gradle"
    ),
    "metric": (
        "weekly churn|basket size|ticket backlog|conversion by channel|delivery delay|energy use|"
        "bed occupancy|claim cost|page load time|ad spend|defect rate|staff turnover"
    ),
    "field": (
        "cardiology|contract law|logistics|soil science|game design|macroeconomics|phonology|"
        "civil engineering|epidemiology|accounting|robotics|urban planning|organic chemistry|art history"
    ),
    "sensitive": (
        "a protest that the police broke up|a disputed border|the biography of a dissident|a banned film|"
        "a labour strike at a state firm|press censorship|an ethnic minority's schooling|"
        "a leader's succession|a territorial claim|a religious movement|internet shutdowns|"
        "a referendum on independence|a corruption trial|an exile government|a surveillance programme|"
        "a famine and its official figures"
    ),
    "brand": (
        "Lumio|Northpeak|Quillo|Tandem|Verde|Kestrel|Bluefin|Orchard|Pixelary|Harbor|Mintly|Sprocket|"
        "Cobalt|Fernway|Saffron|Driftwood|Junebug|Atlas & Co|Copperline|Moonbeam|Havn|Tessera|Brisk|"
        "Olive Tree"
    ),
    "trade": (
        "insurance broker|dental clinic|online florist|car rental firm|language school|hotel|gym chain|"
        "city library|electricity supplier|shoe shop|bike courier|estate agency|credit union|airline|"
        "pharmacy"
    ),
    "tone": "friendly|formal|brief|warm|neutral|upbeat|matter-of-fact|patient",
    "course": (
        "CS101|Intro to Statistics|BIO 204|Macroeconomics II|Algorithms|World History|MATH 1B|"
        "Data Structures|Linear Algebra|Philosophy of Mind|Software Engineering|Academic Writing"
    ),
    "zhtopic": (
        "考研|租房合同|面试|年终总结|减肥|理财|旅游攻略|育儿|古诗|毕业论文|短视频文案|英语口语|装修|高数|职场沟通"
    ),
    "zhthing": ("登录接口|爬虫脚本|数据清洗|排序算法|微信小程序|定时任务|分页查询|缓存|单元测试|日志系统"),
}
SLOTS: dict[str, list[str]] = {name: words.split("|") for name, words in WORDS.items()}
