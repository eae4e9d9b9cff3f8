"""Segments of customers, and the provider's market: resellers, mail domains, means of payment, model names."""

import random
from collections.abc import Mapping

# segment: (weight among ordinary accounts, client families, access paths, plans, pathways, verifications)
SEGMENTS: dict[
    str, tuple[float, dict[str, float], dict[str, float], dict[str, float], dict[str, float], dict[str, float]]
] = {
    "person": (
        26,
        {"browser": 85, "agent": 15},
        {"console": 88, "api": 12},
        {"free": 45, "pro": 40, "max": 10, "team": 5},
        {"self_serve": 100},
        {"email": 55, "phone": 25, "payment": 18, "none": 2},
    ),
    "dev": (
        42,
        {"sdk": 58, "raw": 24, "agent": 13, "nocode": 5},
        {"api": 97, "console": 3},
        {"payg": 70, "free": 14, "tier2": 12, "scale": 4},
        {"self_serve": 97, "startup": 3},
        {"email": 22, "phone": 30, "payment": 45, "none": 3},
    ),
    "startup": (
        7,
        {"sdk": 72, "raw": 22, "nocode": 6},
        {"api": 90, "azure": 5, "bedrock": 5},
        {"payg": 45, "tier2": 35, "scale": 20},
        {"startup": 70, "self_serve": 30},
        {"payment": 55, "business": 30, "phone": 15},
    ),
    "student": (
        5,
        {"browser": 55, "sdk": 35, "agent": 10},
        {"console": 55, "api": 45},
        {"free": 50, "payg": 25, "edu": 25},
        {"education": 55, "self_serve": 45},
        {"email": 75, "phone": 20, "payment": 5},
    ),
    "researcher": (
        4,
        {"sdk": 75, "raw": 25},
        {"api": 96, "bedrock": 4},
        {"payg": 75, "edu": 25},
        {"education": 35, "security_research": 20, "self_serve": 45},
        {"email": 45, "phone": 15, "payment": 40},
    ),
    "business": (
        8,
        {"sdk": 62, "raw": 32, "nocode": 6},
        {"api": 86, "azure": 8, "vertex": 6},
        {"enterprise": 45, "scale": 40, "tier2": 15},
        {"enterprise": 70, "self_serve": 30},
        {"business": 65, "payment": 35},
    ),
    "cloud": (
        5,
        {"sdk": 75, "raw": 25},
        {"bedrock": 45, "vertex": 25, "azure": 30},
        {"cloud": 100},
        {"cloud": 100},
        {"business": 60, "payment": 40},
    ),
    "reseller": (
        3,
        {"sdk": 50, "raw": 35, "agent": 15},
        {"reseller": 100},
        {"payg": 60, "tier2": 40},
        {"self_serve": 100},
        {"email": 35, "phone": 25, "payment": 40},
    ),
}
RESELLERS = ("hubmodel", "tokenmart", "unigate", "polyrelay")
MAIL = {
    "gmail.com": 52,
    "outlook.com": 12,
    "icloud.com": 4,
    "yahoo.com": 4,
    "proton.me": 3,
    "qq.com": 2,
    "163.com": 1,
    "hotmail.com": 3,
    "mail.ru": 1,
    "naver.com": 1,
}
PAY = {"card": 60, "prepaid": 7, "virtual": 11, "crypto": 2, "credits": 12, "invoice": 8}
NAMES = (
    ("atlas-4", "atlas-4-mini", "atlas-3.5", "atlas-5"),
    ("lyra-2-large", "lyra-2-small", "lyra-1", "lyra-3-large"),
    ("cedar-pro-1", "cedar-flash-1", "cedar-0.9", "cedar-pro-2"),
    ("m7-max", "m7-lite", "m6", "m8-max"),
)


def pick(rng: random.Random, weights: Mapping[str, float]) -> str:
    """A key by weight."""
    return rng.choices(list(weights), list(weights.values()))[0]
