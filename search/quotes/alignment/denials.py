"""Words → whether they turn a sense without being a "not": they refuse, lack, doubt, limit.

Three degrees: a negation (`units.is_negation`), a denial, which left out turns what is said round,
and a shade, which put in makes it said otherwise.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from search.quotes.alignment.spelling import in_one_script, parted
from search.quotes.alignment.units import holds_negation, is_negation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from search.quotes.alignment.quoted_words import QuotedWord

_DENIALS: Final = re.compile(
    r"refus(?:e[sd]?|ing|als?)|fail(?:s|ed|ing|ures?)?|lack(?:s|ed|ing)?|den(?:y|ies|ied|ying|ials?)"
    r"|doubt\w*|reject\w*|forb(?:id|ids|idden|ade|idding)|prohibit\w*|ban(?:s|ned|ning)?|prevent\w*"
    r"|refrain\w*|declin(?:e[sd]?|ing)|oppos(?:e[sd]?|ing)|ceas(?:e[sd]?|ing)|stop(?:s|ped|ping)?"
    r"|avoid\w*|absen(?:t|ce)|unwilling\w*|reluctan\w*|rarely|seldom|few|fewer|false(?:ly|hood)?"
    r"|untrue|wrong(?:ly)?|mistaken(?:ly)?|mistakes?|myths?|lies?|lying|unless|except|contrary"
    r"|alleged(?:ly)?|supposed(?:ly)?|purported(?:ly)?|pretend\w*|pretence|instead|insufficient\w*"
    r"|inadequa\w*|unacceptabl\w*|inadmissibl\w*|unthinkabl\w*|inconceivabl\w*|unnecessar\w*|unreal\w*"
    r"|rul(?:e[sd]?|ing)-?out|abandon\w*|withdr[ae]w\w*|cancel\w*|disagree\w*|dis(?:believ|avow)\w*"
    r"|unfounded|nonsense|absurd\w*|rumou?rs?|deprived?|devoid"
    r"|отказ\w*|запре[тщ]\w*|отсутств\w*|отриц\w*|отверг\w*|отклон\w*|сомн\w*|избе[жг]\w*"
    r"|прекра[тщ]\w*|воздерж\w*|препятств\w*|предотвра[тщ]\w*|лиш(?:[её]н|ит|ил|ат|ают|ает)\w*"
    r"|нехватк\w*|недостат\w*|недостаточн\w*|неудач\w*|провал\w*|редко|мало|якобы|будто|неправд\w*"
    r"|ложь|лож(?:н\w*|ью)|кроме|вопреки|вместо|неверн\w*|неправильн\w*|ошиб\w*|нежелан\w*|неохотн\w*"
    r"|маловероятн\w*|несогла\w*|отмен\w*|миф\w*|вымыс\w*|слух(?:и|ов|ам)|отнюдь|напрасн\w*|переста\w*"
    r"|неспособ\w*|недопустим\w*|неприемлем\w*|немыслим\w*|невероятн\w*|абсурд\w*|бессмыслен\w*"
    r"|бесполезн\w*|бесперспективн\w*|уклон\w*|срыв\w*|сорва\w*|не?льзя|противореч\w*"
)
_SHADES: Final = re.compile(
    r"little|less|least|some|several|many|most|all|every(?:one|body|thing)?|each|any|only|just|mere"
    r"|alone|almost|near|perhaps|maybe|might|may|could|can|would|should|must|shall|ought|seem\w*"
    r"|appear\w*|claim\w*|suppos\w*|so-?called|tr(?:y|ies|ied|ying)|attempt\w*|hop(?:e[sd]?|ing)"
    r"|want\w*|wish\w*|intend\w*|half|part|ever|always|sometimes|often|once|former|again|if"
    r"|whether|but|although|though|despite|however|even|too|very|quite|rather|somewhat|hard"
    r"|so|called|possible|probable|potential|reported|apparent|doubtful|questionable|dubious"
    r"|if|when|guilty|illegal\w*|criminal\w*|corrupt\w*|bad|worse|worst|good|better|best"
    r"|лишь|только|исключительно|почти|едва|возможно|наверное|наверно|пожалуй|вероятно|видимо|может"
    r"|могут|мог(?:ла|ли|ло)?|можно|должн\w*|должен|все|всё|всех|всем|вс[ея]|каждый|кажд\w*|любой|люб\w*"
    r"|некотор\w*|многи[ехм]\w*|много|немного|немногие|больш(?:е|инство)|меньш(?:е|инство)|част[ьи]"
    r"|отчасти|частично|половин\w*|кажется|похоже|пыта\w*|попыт\w*|хоч\w*|хот\w*|надеж?\w*|надея\w*"
    r"|если|когда|хотя|однако|даже|иногда|часто|всегда|снова|опять|бывш\w*|ещё|еще|уже|почему-то"
    r"|так|называем\w*|сомнительн\w*|незаконн\w*|преступн\w*|плох\w*|хорош\w*|лучш\w*|худш\w*"
)
_ADVERB: Final = re.compile(r"\w{3,}ly")
_LY: Final = (
    "family july italy reply supply ally rally assembly monopoly anomaly bully belly daily weekly"
    " monthly yearly quarterly apply comply rely multiply fly holy butterfly"
)
_NO_ADVERBS: Final = frozenset(_LY.split())
_DENYING: Final = re.compile(
    r"un(?!der|til|it|ion|if|iq|iv|cle|to|esco|icef)\w{4,}|non\w{4,}|anti\w{4,}|pseudo\w*|quasi\w*"
)


def holds_denial(words: Sequence[QuotedWord]) -> bool:
    """Whether any of some words denies, or says that something was refused, lacking or doubted."""
    return any(map(_is_denial, words))


def denials(words: Sequence[QuotedWord]) -> tuple[str, ...]:
    """Those of some words that deny, as printed."""
    return tuple(word.printed for word in words if _is_denial(word))


def _is_denial(word: QuotedWord) -> bool:
    parts = parted(in_one_script(word.key))
    return any(is_negation(part) or bool(_DENIALS.fullmatch(part)) for part in parts)


def holds_shade(words: Sequence[QuotedWord]) -> bool:
    """Whether any of some words, put in, makes it say another thing: might, few, allegedly."""
    return holds_negation(words) or any(
        bool(_DENIALS.fullmatch(word.key) or _SHADES.fullmatch(word.key))
        or (bool(_ADVERB.fullmatch(word.key)) and word.key not in _NO_ADVERBS)
        or (bool(_DENYING.fullmatch(word.key)) and not word.is_capitalised)
        for word in words
    )
