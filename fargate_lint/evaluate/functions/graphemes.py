"""Characters as people count them: ``length``, ``substr``, ``strrev`` and ``format("%5s")`` go by grapheme clusters.

An approximation of Unicode's text segmentation that is exact for combining marks, joined emoji, flags, Hangul and
line ends, the cases that configurations have. Source: https://unicode.org/reports/tr29/.
"""

from __future__ import annotations

import unicodedata

_JOINER = "\u200d"
_CONTROLS = ("Cc", "Cf", "Zl", "Zp")


def split(text: str) -> list[str]:
    """The text in clusters."""
    if text.isascii() and "\r" not in text:
        return list(text)
    clusters: list[str] = []
    flags = 0
    for letter in text:
        flag = "\U0001f1e6" <= letter <= "\U0001f1ff"
        if clusters and _continues(clusters[-1], letter, flags):
            clusters[-1] += letter
        else:
            clusters.append(letter)
        flags = flags + 1 if flag else 0
    return clusters


def count(text: str) -> int:
    """How many clusters the text has."""
    return len(split(text))


def _continues(cluster: str, letter: str, flags: int) -> bool:
    """Whether the letter belongs to the cluster before it; ``flags`` counts the regional indicators just before."""
    last = cluster[-1]
    if last == "\r" and letter == "\n":
        return True
    if _is_control(last) or _is_control(letter):
        return False
    if _extends(letter):
        return True
    if "\U0001f1e6" <= letter <= "\U0001f1ff":
        return flags % 2 == 1
    if last == _JOINER and _is_pictograph(letter):
        return any(_is_pictograph(other) for other in cluster)
    return _joins_hangul(last, letter)


def _is_control(letter: str) -> bool:
    return unicodedata.category(letter) in _CONTROLS and letter not in (_JOINER, "\u200c") and not _is_tag(letter)


def _is_tag(letter: str) -> bool:
    return "\U000e0020" <= letter <= "\U000e007f"


def _extends(letter: str) -> bool:
    return (
        unicodedata.category(letter) in ("Mn", "Me", "Mc")
        or letter in (_JOINER, "\u200c")
        or "\U0001f3fb" <= letter <= "\U0001f3ff"
        or _is_tag(letter)
    )


def _is_pictograph(letter: str) -> bool:
    return letter >= "\u2190" and unicodedata.category(letter) == "So"


def _joins_hangul(last: str, letter: str) -> bool:
    leading = "\u1100" <= last <= "\u115f"
    vowel = "\u1160" <= letter <= "\u11a7"
    trailing = "\u11a8" <= letter <= "\u11ff"
    syllable = "\uac00" <= last <= "\ud7a3"
    open_syllable = syllable and (ord(last) - 0xAC00) % 28 == 0
    if leading:
        return "\u1100" <= letter <= "\u115f" or vowel or "\uac00" <= letter <= "\ud7a3"
    if open_syllable or "\u1160" <= last <= "\u11a7":
        return vowel or trailing
    return (syllable or "\u11a8" <= last <= "\u11ff") and trailing
