"""What customers say as values of slots in Spanish, German, French, Italian and Korean."""

import re
from functools import cache

import pytest

from local.lex.bots import build
from local.lex.nlu.builtin_values import FINDERS
from local.lex.nlu.found import Moment
from local.lex.nlu.reading import read
from tests.local.lex.talk import NOON, Talk, bot, intent, slot

# Said on Wednesday 25 November 2020; what is left of the bar resolves to what is right of it.
SPANISH = {
    "Number": """
        cero | 0
        veintitrés | 23
        dieciseis | 16
        treinta y uno | 31
        cien | 100
        ciento veinticinco | 125
        doscientas cincuenta | 250
        mil quinientos | 1500
        dos mil veintisiete | 2027
        treinta y un mil | 31000
        un millón doscientos mil | 1200000
        dos mil millones | 2000000000
        dos coma cinco | 2.5
        tres punto catorce | 3.14
        cero coma cero cinco | 0.05
        menos quince | -15
        quiero al menos cien | 100
        quiero un pago de mil | 1000
        uno dos tres cuatro | 1234
        ciento veinticinco con cincuenta | 125.50
        1,250.50 | 1250.50
    """,
    "Date": """
        hoy | 2020-11-25
        mañana | 2020-11-26
        pasado manana | 2020-11-27
        mañana por la mañana | 2020-11-26
        anteayer | 2020-11-23
        el viernes | 2020-11-27
        el próximo miércoles | 2020-12-02
        el lunes pasado | 2020-11-23
        el lunes que viene | 2020-11-30
        el viernes de la semana que viene | 2020-12-04
        la semana próxima | 2020-11-29
        el mes que viene | 2020-12-31
        este mes | 2020-11-01
        el próximo año | 2021-12-31
        el año pasado | 2019-01-01
        dentro de tres días | 2020-11-28
        en una semana | 2020-12-02
        hace tres días | 2020-11-22
        dos meses atrás | 2020-09-25
        el 3 de junio | 2021-06-03
        el tres de junio de dos mil veintisiete | 2027-06-03
        el primero de mayo | 2021-05-01
        diciembre 24 | 2020-12-24
        el día 15 | 2020-12-15
        el treinta y uno | 2020-12-31
        el quince del mes que viene | 2020-12-15
        el 15 de este mes | 2020-12-15
        marzo de 2027 | 2027-03-01
        quiero pagar cien dólares el viernes | 2020-11-27
    """,
    "Time": """
        a las tres y media de la tarde | 15:30
        quince menos cuarto | 14:45
        las cinco menos cuarto de la tarde | 16:45
        la una de la tarde | 13:00
        cinco de la mañana | 05:00
        mediodía | 12:00
        a las doce de la noche | 00:00
        a las diez de la noche | 22:00
        17h30 | 17:30
        a las diecisiete treinta | 17:30
        diez para las tres de la tarde | 14:50
        un cuarto para las nueve de la mañana | 08:45
        las ocho y treinta y cinco a.m. | 08:35
        a las 3 p. m. | 15:00
        esta noche | NI
    """,
    "Duration": """
        una semana | P1W
        seis meses y dos semanas | P6M2W
        una hora y media | PT1H30M
        hora y media | PT1H30M
        media hora | PT30M
        cinco horas y diez minutos | PT5H10M
        cuarenta segundos | PT40S
        tres cuartos de hora | PT45M
        un año | P1Y
    """,
    "Percentage": """
        veinticinco por ciento | 25%
        cinco coma cinco por ciento | 5.5%
        cien por ciento | 100%
    """,
    "Currency": """
        veinte dólares | USD 20.00
        ciento veinticinco con cincuenta | USD 125.50
        veinte dólares y cincuenta centavos | USD 20.50
        cincuenta centavos | USD 0.50
        un dólar | USD 1.00
        paga ciento veinte con cincuenta a la luz | USD 120.50
        un millón de dólares | USD 1000000.00
        quiero hacer un pago de doscientos dólares | USD 200.00
    """,
    "PhoneNumber": """
        cinco cinco cinco cero uno doble dos | 5550122
        cinco cincuenta y cinco cero uno veintidós | 5550122
    """,
    "Confirmation": """
        si | Yes
        sí, por favor | Yes
        claro que sí | Yes
        sí, págalo ahora | Yes
        no hay problema | Yes
        claro que no | No
        no, gracias | No
        no, mejor mañana | No
        quizás | Maybe
        a lo mejor | Maybe
        no sé | Don't know
        no sé si quiero | Don't know
        no estoy seguro de eso | Don't know
        no estoy segura | Don't know
    """,
}
SPAIN = {
    "Number": """
        125,50 | 125.50
        1.234,56 | 1234.56
        1.250 | 1250
    """,
    "Currency": """
        1.234,56 € | EUR 1234.56
        ciento veinticinco con cincuenta | EUR 125.50
        cincuenta céntimos | EUR 0.50
    """,
}
GERMAN = {
    "Number": """
        null | 0
        dreiundzwanzig | 23
        drei und zwanzig | 23
        fuenfunddreissig | 35
        hundertundeins | 101
        einhundertfünfundzwanzig | 125
        zwei hundert | 200
        eintausendzweihundertfünf | 1205
        neunzehnhundertneunundneunzig | 1999
        zwölftausend dreihundert | 12300
        zwei Millionen dreihunderttausend | 2300000
        eine Million | 1000000
        zwei Komma fünf | 2.5
        drei Komma eins vier | 3.14
        minus fünfzehn | -15
        ich möchte ein Konto mit hundert Euro | 100
        eins zwei drei vier | 1234
        125,50 | 125.50
        1.234,56 | 1234.56
    """,
    "Date": """
        heute | 2020-11-25
        morgen früh | 2020-11-26
        übermorgen | 2020-11-27
        vorgestern | 2020-11-23
        am Freitag | 2020-11-27
        nächsten Mittwoch | 2020-12-02
        letzten Montag | 2020-11-23
        nächste Woche | 2020-11-29
        nächste Woche Montag | 2020-11-30
        nächsten Monat | 2020-12-31
        im letzten Jahr | 2019-01-01
        in drei Tagen | 2020-11-28
        in einem Monat | 2020-12-25
        vor einem Jahr | 2019-11-25
        am 3. Juni | 2021-06-03
        am dritten Juni 2027 | 2027-06-03
        den einunddreißigsten Dezember | 2020-12-31
        am 3.6. | 2021-06-03
        3.6.2027 | 2027-06-03
        am 15. nächsten Monats | 2020-12-15
        am 15. | 2020-12-15
        am fünfzehnten | 2020-12-15
        März | 2021-03-01
    """,
    "Time": """
        halb acht abends | 19:30
        heute Abend um halb acht | 19:30
        Viertel vor neun Uhr morgens | 08:45
        zehn vor acht abends | 19:50
        fünf vor halb neun morgens | 08:25
        fünf nach halb neun morgens | 08:35
        um 17 Uhr 30 | 17:30
        17.30 Uhr | 17:30
        ein Uhr mittags | 13:00
        elf Uhr nachts | 23:00
        Mitternacht | 00:00
    """,
    "Duration": """
        eine Woche | P1W
        anderthalb Stunden | PT1H30M
        eine halbe Stunde | PT30M
        2,5 Stunden | PT2H30M
        sechs Monate und zwei Wochen | P6M2W
        eine Viertelstunde | PT15M
    """,
    "Percentage": """
        fünfundzwanzig Prozent | 25%
        12,5 % | 12.5%
    """,
    "Currency": """
        zwanzig Euro fünfzig | EUR 20.50
        zwanzig Euro und fünfzig Cent | EUR 20.50
        fünfzig Cent | EUR 0.50
        1.234,56 € | EUR 1234.56
        zwei Millionen Dollar | USD 2000000.00
    """,
    "PhoneNumber": """
        null eins doppel zwei drei | 01223
    """,
    "Confirmation": """
        ja, bitte | Yes
        ja, überweise es jetzt | Yes
        auf keinen Fall | No
        nö | No
        vielleicht | Maybe
        ich weiß nicht | Don't know
        keine Ahnung | Don't know
    """,
}
FRENCH = {
    "Number": """
        zéro | 0
        vingt-et-un | 21
        dix-sept | 17
        soixante et onze | 71
        quatre-vingts | 80
        quatre-vingt-dix-sept | 97
        quatre vingt dix sept | 97
        septante et un | 71
        huitante-deux | 82
        nonante-neuf | 99
        deux cent trois | 203
        deux-cent-trois | 203
        mille deux cent cinq | 1205
        quatre-vingt mille | 80000
        un million deux cent mille | 1200000
        deux virgule vingt-cinq | 2.25
        trois virgule un quatre | 3.14
        moins quinze | -15
        au moins cent | 100
        je veux un compte avec cent euros | 100
        un deux trois quatre | 1234
        125,50 | 125.50
        1 234,56 | 1234.56
    """,
    "Date": """
        aujourd'hui | 2020-11-25
        demain matin | 2020-11-26
        après-demain | 2020-11-27
        avant-hier | 2020-11-23
        mercredi prochain | 2020-12-02
        lundi dernier | 2020-11-23
        la semaine prochaine | 2020-11-29
        lundi de la semaine prochaine | 2020-11-30
        le mois prochain | 2020-12-31
        l'année prochaine | 2021-12-31
        l'an dernier | 2019-01-01
        dans trois jours | 2020-11-28
        dans un mois | 2020-12-25
        il y a trois jours | 2020-11-22
        il y a un an | 2019-11-25
        le premier mai | 2021-05-01
        le 1er mai | 2021-05-01
        trois juin deux mille vingt-sept | 2027-06-03
        le trente et un décembre | 2020-12-31
        le 15 | 2020-12-15
        le 15 du mois prochain | 2020-12-15
        le 15 août | 2021-08-15
        en mars 2027 | 2027-03-01
        je voudrais payer cent euros vendredi | 2020-11-27
    """,
    "Time": """
        cinq heures et demie du soir | 17:30
        à trois heures et quart de l'après-midi | 15:15
        midi et demi | 12:30
        minuit | 00:00
        dix-sept heures trente | 17:30
        17h30 | 17:30
        neuf heures moins le quart du matin | 08:45
        neuf heures moins dix du matin | 08:50
        une heure de l'après-midi | 13:00
        ce soir à huit heures | 20:00
        vingt et une heures | 21:00
    """,
    "Duration": """
        une heure et demie | PT1H30M
        une demi-heure | PT30M
        trois quarts d'heure | PT45M
        cinq heures et dix minutes | PT5H10M
        six mois et deux semaines | P6M2W
        un an | P1Y
    """,
    "Percentage": """
        vingt-cinq pour cent | 25%
        cent pour cent | 100%
    """,
    "Currency": """
        vingt euros cinquante | EUR 20.50
        cinquante cents | EUR 0.50
        1 234,56 € | EUR 1234.56
        un million d'euros | EUR 1000000.00
        deux cents dollars | USD 200.00
    """,
    "PhoneNumber": """
        zéro six douze trente-quatre cinquante-six soixante-dix-huit | 0612345678
    """,
    "Confirmation": """
        oui, s'il vous plaît | Yes
        bien sûr que non | No
        oui, payez maintenant | Yes
        pas du tout | No
        peut-être | Maybe
        je ne sais pas | Don't know
        aucune idée | Don't know
    """,
}
ITALIAN = {
    "Number": """
        zero | 0
        ventitré | 23
        ventotto | 28
        venti tre | 23
        centuno | 101
        centottanta | 180
        centoventicinque | 125
        cento venticinque | 125
        milleduecentocinque | 1205
        mille duecento | 1200
        duemilatrecento | 2300
        ventunomila | 21000
        centomila | 100000
        due milioni trecentomila | 2300000
        due virgola venticinque | 2.25
        meno quindici | -15
        almeno cento | 100
        vorrei un conto con cento euro | 100
        uno due tre quattro | 1234
        125,50 | 125.50
        1.234,56 | 1234.56
    """,
    "Date": """
        oggi | 2020-11-25
        domani mattina | 2020-11-26
        dopodomani | 2020-11-27
        l'altro ieri | 2020-11-23
        il prossimo mercoledì | 2020-12-02
        lunedì scorso | 2020-11-23
        la settimana prossima | 2020-11-29
        lunedì della prossima settimana | 2020-11-30
        il mese prossimo | 2020-12-31
        quest'anno | 2020-01-01
        l'anno prossimo | 2021-12-31
        tra tre giorni | 2020-11-28
        tra un mese | 2020-12-25
        tre giorni fa | 2020-11-22
        un anno fa | 2019-11-25
        il primo maggio | 2021-05-01
        il 1º maggio | 2021-05-01
        tre giugno duemilaventisette | 2027-06-03
        l'otto marzo | 2021-03-08
        l'11 giugno | 2021-06-11
        il quindici | 2020-12-15
        il primo del prossimo mese | 2020-12-01
        marzo 2027 | 2027-03-01
        vorrei pagare cento euro venerdì | 2020-11-27
    """,
    "Time": """
        alle tre e mezza del pomeriggio | 15:30
        le nove meno un quarto di mattina | 08:45
        alle nove meno dieci di mattina | 08:50
        mezzogiorno e mezzo | 12:30
        l'una di pomeriggio | 13:00
        alle 17.30 | 17:30
        alle diciassette e trenta | 17:30
        stasera alle otto | 20:00
        domani mattina alle nove e mezza | 09:30
    """,
    "Duration": """
        un'ora | PT1H
        un'ora e mezza | PT1H30M
        mezz'ora | PT30M
        tre quarti d'ora | PT45M
        sei mesi e due settimane | P6M2W
        un anno | P1Y
    """,
    "Percentage": """
        venticinque per cento | 25%
        cento per cento | 100%
    """,
    "Currency": """
        venti euro e cinquanta | EUR 20.50
        cinquanta centesimi | EUR 0.50
        1.234,56 € | EUR 1234.56
        un milione di euro | EUR 1000000.00
    """,
    "PhoneNumber": """
        zero due doppio tre uno | 02331
    """,
    "Confirmation": """
        sì, grazie | Yes
        certo che no | No
        sì, paga adesso | Yes
        può darsi | Maybe
        non lo so | Don't know
        boh | Don't know
    """,
}
KOREAN = {
    "Number": """
        이십 삼 | 23
        백이십오 | 125
        만오천 | 15000
        이만 삼천오백 | 23500
        삼백이십만 | 3200000
        3만 5천 | 35000
        스물셋 | 23
        아흔아홉 | 99
        열 둘 | 12
        세 개 주세요 | 3
        이 점 오 | 2.5
        삼점일사 | 3.14
        마이너스 십오 | -15
        일 이 삼 사 | 1234
        이 계좌로 천원 보내 주세요 | 1000
    """,
    "Date": """
        내일은 | 2020-11-26
        내일 모레 | 2020-11-27
        그저께 | 2020-11-23
        금요일에 보내 주세요 | 2020-11-27
        다음 수요일 | 2020-12-02
        다음주 금요일에 | 2020-12-04
        지난 월요일 | 2020-11-23
        다음주에 | 2020-11-29
        다음 달 | 2020-12-31
        내년 | 2021-12-31
        작년 | 2019-01-01
        사흘 뒤 | 2020-11-28
        3일 뒤 | 2020-11-28
        삼일 후 | 2020-11-28
        이십일 뒤 | 2020-12-15
        한달 후에 | 2020-12-25
        이틀 전 | 2020-11-23
        일년 전 | 2019-11-25
        다음 달 이십일 | 2020-12-20
        유월 이십일 | 2021-06-20
        유월 이십일일 | 2021-06-21
        시월 십 일 | 2021-10-10
        2027년 6월 3일 | 2027-06-03
        이천이십칠년 유월 삼일 | 2027-06-03
        15일에 | 2020-12-15
        십오일 | 2020-12-15
        삼월 | 2021-03-01
    """,
    "Time": """
        오후 세 시 반 | 15:30
        오후 세시반에 | 15:30
        정오에 | 12:00
        자정 | 00:00
        오전 아홉시 삼십분 | 09:30
        저녁 일곱 시 | 19:00
        낮 12시 | 12:00
        십칠시 삼십분 | 17:30
        내일 오후 두시에 | 14:00
        저녁에 | EV
    """,
    "Duration": """
        사흘 | P3D
        3일 동안 | P3D
        이십일 동안 | P20D
        육개월 | P6M
        한 시간 반 | PT1H30M
        두 시간 삼십 분 | PT2H30M
        십분 | PT10M
    """,
    "Percentage": """
        이십오퍼센트 | 25%
        십프로 | 10%
        오 점 오 퍼센트 | 5.5%
    """,
    "Currency": """
        이십달러 | USD 20.00
        이십 달러 오십 센트 | USD 20.50
        만오천원 | KRW 15000.00
        3만5천원을 | KRW 35000.00
        백만 원 | KRW 1000000.00
        125.50달러 | USD 125.50
    """,
    "PhoneNumber": """
        공일공 일이삼사 오육칠팔 | 01012345678
        공 일 공 삼 일 | 01031
    """,
    "Confirmation": """
        네, 보내 주세요 | Yes
        맞아요 | Yes
        아니요, 괜찮아요 | No
        아마도 | Maybe
        모르겠어요 | Don't know
    """,
}
ANSWERS = {
    "es_US": SPANISH,
    "es_ES": SPAIN,
    "de_DE": GERMAN,
    "fr_FR": FRENCH,
    "it_IT": ITALIAN,
    "ko_KR": KOREAN,
}
UNANSWERED = {
    "ko_KR": {
        "Number": ["네", "이 계좌"],
        "Date": ["아침", "바나나"],
        "Time": ["세 시", "세 시간 뒤"],
        "Confirmation": ["바나나"],
    },
    "fr_FR": {
        "Number": ["un moment", "la maison"],
        "Date": ["le matin", "banane"],
        "Time": ["à huit heures", "dans trois heures"],
        "Confirmation": ["banane"],
    },
    "it_IT": {
        "Number": ["un momento", "Milano"],
        "Date": ["di mattina", "banana"],
        "Time": ["alle otto", "tra tre ore"],
        "Confirmation": ["banana"],
    },
    "de_DE": {
        "Number": ["einen Moment", "das Haus"],
        "Date": ["am Morgen", "Banane"],
        "Time": ["um acht", "in drei Stunden"],
        "Confirmation": ["Banane"],
    },
    "es_US": {
        "Number": ["un momento", "la casa"],
        "Date": ["de la mañana", "plátano"],
        "Time": ["a las cinco", "dentro de tres horas"],
        "Confirmation": ["plátano"],
    },
}
MORNING_OR_EVENING = {
    "ko_KR": {
        "세시": ("03:00", "15:00"),
        "세 시 반": ("03:30", "15:30"),
        "열두시 십분 전": ("11:50", "23:50"),
    },
    "fr_FR": {
        "à cinq heures et demie": ("05:30", "17:30"),
        "à une heure": ("01:00", "13:00"),
    },
    "it_IT": {
        "alle tre e mezza": ("03:30", "15:30"),
        "all'una": ("01:00", "13:00"),
    },
    "de_DE": {
        "halb acht": ("07:30", "19:30"),
        "halb eins": ("00:30", "12:30"),
        "Viertel nach drei": ("03:15", "15:15"),
        "dreiviertel acht": ("07:45", "19:45"),
    },
    "es_US": {
        "a las cinco": ("05:00", "17:00"),
        "a la una": ("01:00", "13:00"),
        "a las tres menos diez": ("02:50", "14:50"),
        "a las doce y cuarto": ("00:15", "12:15"),
    },
}
TYPES = [
    "Number", "Date", "Time", "Duration", "Percentage", "Currency", "PhoneNumber", "Confirmation"
]  # fmt: skip


def pairs(said: str) -> list[tuple[str, str]]:
    return [tuple(line.strip().split(" | ")) for line in said.strip().splitlines()]


@cache
def asker(locale: str):
    """A bot with one intent for each type."""
    return build(
        bot(
            *(intent(name, f"ask {name}", slots=[slot("V", f"AMAZON.{name}")]) for name in TYPES),
            locale=locale,
        )
    )


def answered(locale: str, type_name: str, said: str) -> Talk:
    talk = Talk(asker(locale), locale=locale)
    elicit = {"type": "ElicitSlot", "slotToElicit": "V"}
    talk.put({"intent": {"name": type_name}, "dialogAction": elicit})
    talk.say(said)
    return talk


@pytest.mark.parametrize(
    ("locale", "type_name", "said", "meant"),
    [
        (locale, type_name, said, meant)
        for locale, types in ANSWERS.items()
        for type_name, listed in types.items()
        for said, meant in pairs(listed)
    ],
)
def test_an_answer_in_words_has_its_interpreted_value(locale, type_name, said, meant):
    talk = answered(locale, type_name, said)

    assert talk.slots == {"V": meant}


@pytest.mark.parametrize(
    ("locale", "type_name", "said"),
    [
        (locale, type_name, said)
        for locale, types in UNANSWERED.items()
        for type_name, texts in types.items()
        for said in texts
    ],
)
def test_what_is_no_value_is_asked_for_again(locale, type_name, said):
    talk = answered(locale, type_name, said)

    assert talk.action == "ElicitSlot V"
    assert talk.slots == {"V": None}


@pytest.mark.parametrize(
    ("locale", "said", "times"),
    [
        (locale, said, times)
        for locale, told in MORNING_OR_EVENING.items()
        for said, times in told.items()
    ],
)
def test_an_hour_without_its_half_of_the_day_resolves_to_both(locale, said, times):
    [found] = FINDERS["AMAZON.Time"](read(said, locale), Moment(NOON, locale))

    assert found.interpreted is None
    assert found.resolved == times


@pytest.mark.parametrize(
    ("locale", "said", "meant"),
    [
        ("es_US", "¿me puede ayudar?", "Help"),
        ("es_US", "¿lo puede repetir otra vez?", "Repeat"),
        ("es_US", "quiero empezar de nuevo", "StartOver"),
        ("es_US", "olvídelo", "Cancel"),
        ("es_US", "ya basta", "Stop"),
        ("fr_FR", "pouvez-vous répéter", "Repeat"),
        ("de_DE", "von vorne anfangen", "StartOver"),
        ("it_IT", "ho bisogno di aiuto", "Help"),
        ("ko_KR", "다시 한번 말해 주세요", "Repeat"),
    ],
)
def test_built_in_intents_know_what_people_say(locale, said, meant):
    kinds = ["Help", "Repeat", "StartOver", "Cancel", "Stop"]
    intents = [
        intent(kind, ParentIntentSignature=f"AMAZON.{kind}Intent", slots=[]) for kind in kinds
    ]
    talk = Talk(bot(*intents, locale=locale), locale=locale)

    talk.say(said)

    assert talk.scores[0][0] == meant


def test_a_sentence_fills_an_amount_and_a_day():
    pay = intent(
        "Pay",
        "quiero pagar {Amount}",
        slots=[slot("Amount", "AMAZON.Currency"), slot("When", "AMAZON.Date")],
    )
    talk = Talk(bot(pay, locale="es_US"), locale="es_US")

    talk.say("quiero pagar doscientos dólares el próximo viernes")

    assert talk.slots == {"Amount": "USD 200.00", "When": "2020-11-27"}


# ── Numbers spelled by the rules of a school book ───────────────────────────────────────────────

TRIED = [*range(130), *range(130, 1000, 7), *range(1000, 10_000, 331), *range(10_000, 10**6, 7_919)]


def listed(words: str) -> list[str]:
    return words.split()


def spanish(number: int) -> str:
    names = listed(
        "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince "
        "dieciséis diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés "
        "veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve"
    )
    tens = listed("treinta cuarenta cincuenta sesenta setenta ochenta noventa")
    hundreds = listed(
        "ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos "
        "ochocientos novecientos"
    )
    if number >= 1000:
        thousands, rest = divmod(number, 1000)
        # "veintiún mil", "treinta y un mil": uno loses its o before a noun.
        before = (
            spanish(thousands).removesuffix("o")
            if thousands % 10 == 1 and thousands != 11
            else spanish(thousands)
        )
        before = before.replace("veintiun", "veintiún")
        said = "mil" if thousands == 1 else f"{before} mil"
        return f"{said} {spanish(rest)}" if rest else said
    if number >= 100:
        said, rest = hundreds[number // 100 - 1], number % 100
        return "cien" if number == 100 else f"{said} {spanish(rest)}" if rest else said
    if number >= 30:
        ten, one = divmod(number, 10)
        return f"{tens[ten - 3]} y {names[one]}" if one else tens[ten - 3]
    return names[number]


def german(number: int, one: str = "eins") -> str:
    """``one`` is "ein" in front of another word of the number."""
    names = listed(
        "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn "
        "fünfzehn sechzehn siebzehn achtzehn neunzehn"
    )
    tens = listed("zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig")
    if number >= 1000:
        thousands, rest = divmod(number, 1000)
        return german(thousands, "ein") + "tausend" + (german(rest, one) if rest else "")
    if number >= 100:
        hundreds, rest = divmod(number, 100)
        return german(hundreds, "ein") + "hundert" + (german(rest, one) if rest else "")
    if number >= 20:
        ten, last = divmod(number, 10)
        return (german(last, "ein") + "und" if last else "") + tens[ten - 2]
    return one if number == 1 else names[number]


def french(number: int) -> str:
    names = listed(
        "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze "
        "seize dix-sept dix-huit dix-neuf"
    )
    tens = listed("vingt trente quarante cinquante soixante soixante quatre-vingt quatre-vingt")
    if number >= 1000:
        thousands, rest = divmod(number, 1000)
        # Neither "cents" nor "vingts" keeps its s before "mille".
        said = re.sub("(cent|vingt)s$", r"\1", french(thousands))
        said = "mille" if thousands == 1 else f"{said} mille"
        return f"{said} {french(rest)}" if rest else said
    if number >= 100:
        hundreds, rest = divmod(number, 100)
        said = "cent" if hundreds == 1 else f"{names[hundreds]} cent"
        return f"{said} {french(rest)}" if rest else said + ("s" if hundreds > 1 else "")
    if number >= 20:
        ten = number // 10 - 2
        rest = number - 20 - 10 * ten if number < 70 else (number - 60) % 20
        if number == 80 or not rest:
            return "quatre-vingts" if number == 80 else tens[ten]
        link = " et " if rest in {1, 11} and number < 80 else "-"
        return tens[ten] + link + names[rest]
    return names[number]


def italian(number: int) -> str:
    names = listed(
        "zero uno due tre quattro cinque sei sette otto nove dieci undici dodici tredici "
        "quattordici quindici sedici diciassette diciotto diciannove"
    )
    tens = listed("venti trenta quaranta cinquanta sessanta settanta ottanta novanta")
    if number >= 1000:
        thousands, rest = divmod(number, 1000)
        said = "mille" if thousands == 1 else f"{italian(thousands).replace('é', 'e')}mila"
        return said + (italian(rest) if rest else "")
    if number >= 100:
        hundreds, rest = divmod(number, 100)
        return (names[hundreds] if hundreds > 1 else "") + "cento" + (italian(rest) if rest else "")
    if number >= 20:
        ten, one = divmod(number, 10)
        stem = tens[ten - 2][:-1] if one in {1, 8} else tens[ten - 2]
        return stem + ("tré" if one == 3 else names[one] if one else "")
    return names[number]


SPELLED = {
    french: {
        71: "soixante et onze",
        80: "quatre-vingts",
        81: "quatre-vingt-un",
        97: "quatre-vingt-dix-sept",
        200: "deux cents",
        203: "deux cent trois",
        3_021: "trois mille vingt et un",
        80_000: "quatre-vingt mille",
    },
    italian: {
        23: "ventitré",
        28: "ventotto",
        108: "centootto",
        180: "centoottanta",
        1200: "milleduecento",
        23_000: "ventitremila",
        735_918: "settecentotrentacinquemilanovecentodiciotto",
    },
    german: {
        1: "eins",
        21: "einundzwanzig",
        101: "einhunderteins",
        999: "neunhundertneunundneunzig",
        1205: "eintausendzweihundertfünf",
        71_000: "einundsiebzigtausend",
        501_017: "fünfhunderteintausendsiebzehn",
    },
    spanish: {
        21: "veintiuno",
        100: "cien",
        101: "ciento uno",
        555: "quinientos cincuenta y cinco",
        1999: "mil novecientos noventa y nueve",
        21_000: "veintiún mil",
        731_016: "setecientos treinta y un mil dieciséis",
    },
}
LANGUAGES = {"es": spanish, "de": german, "fr": french, "it": italian}


@pytest.mark.parametrize("spell", SPELLED)
def test_the_school_books_rules_spell_as_people_do(spell):
    assert {number: spell(number) for number in SPELLED[spell]} == SPELLED[spell]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_spelled_number_is_read_as_its_digits(language):
    misread = {
        number: read(LANGUAGES[language](number), language).text
        for number in TRIED
        if read(LANGUAGES[language](number), language).text != str(number)
    }

    assert misread == {}
