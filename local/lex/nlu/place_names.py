"""Well-known cities, countries and states, in normal form."""

from local.lex.nlu.reading import normal_form


def _names(text: str) -> frozenset[str]:
    return frozenset(normal_form(name) for name in text.split(","))


CITIES = _names(
    "New York,New York City,NYC,Los Angeles,LA,Chicago,Houston,Phoenix,Philadelphia,"
    "San Antonio,San Diego,Dallas,San Jose,Austin,Jacksonville,Fort Worth,Columbus,Charlotte,"
    "San Francisco,Indianapolis,Seattle,Denver,Washington,Washington DC,Boston,El Paso,"
    "Nashville,Detroit,Oklahoma City,Portland,Las Vegas,Memphis,Louisville,Baltimore,Milwaukee,"
    "Albuquerque,Tucson,Fresno,Sacramento,Kansas City,Atlanta,Omaha,Colorado Springs,Raleigh,"
    "Miami,Oakland,Minneapolis,Tulsa,Tampa,Arlington,New Orleans,Cleveland,Honolulu,Anaheim,"
    "Orlando,St Louis,Pittsburgh,Cincinnati,Anchorage,Buffalo,Salt Lake City,Toronto,Montreal,"
    "Vancouver,Calgary,Ottawa,Edmonton,Quebec,Winnipeg,Halifax,Mexico City,London,Manchester,"
    "Birmingham,Leeds,Glasgow,Liverpool,Bristol,Sheffield,Edinburgh,Cardiff,Belfast,Leicester,"
    "Newcastle,Nottingham,Oxford,Cambridge,York,Bath,Brighton,Southampton,Dublin,Cork,Paris,"
    "Lyon,Marseille,Nice,Toulouse,Bordeaux,Lille,Strasbourg,Berlin,Munich,München,Hamburg,"
    "Frankfurt,Cologne,Köln,Stuttgart,Düsseldorf,Leipzig,Dresden,Vienna,Wien,Zurich,Zürich,"
    "Geneva,Basel,Bern,Madrid,Barcelona,Valencia,Seville,Sevilla,Bilbao,Malaga,Lisbon,Porto,"
    "Rome,Roma,Milan,Milano,Naples,Napoli,Turin,Torino,Florence,Firenze,Venice,Venezia,Bologna,"
    "Palermo,Genova,Verona,Amsterdam,Rotterdam,The Hague,Brussels,Antwerp,Luxembourg,"
    "Copenhagen,Stockholm,Oslo,Helsinki,Reykjavik,Warsaw,Krakow,Prague,Budapest,Bucharest,"
    "Sofia,Athens,Istanbul,Ankara,Moscow,Kyiv,Tokyo,Osaka,Kyoto,Seoul,Busan,Beijing,Shanghai,"
    "Hong Kong,Shenzhen,Taipei,Singapore,Bangkok,Jakarta,Manila,Kuala Lumpur,Hanoi,Delhi,"
    "New Delhi,Mumbai,Bangalore,Chennai,Kolkata,Hyderabad,Pune,Dubai,Abu Dhabi,Doha,Riyadh,"
    "Tel Aviv,Jerusalem,Cairo,Casablanca,Nairobi,Lagos,Johannesburg,Cape Town,Sydney,Melbourne,"
    "Brisbane,Perth,Adelaide,Auckland,Wellington,Sao Paulo,Rio de Janeiro,Buenos Aires,"
    "Santiago,Lima,Bogota,Havana,서울,부산,인천,대구,대전,광주,제주"
)
COUNTRIES = _names(
    "United States,United States of America,USA,US,America,Canada,Mexico,United Kingdom,UK,"
    "Great Britain,Britain,England,Scotland,Wales,Northern Ireland,Ireland,France,Germany,"
    "Deutschland,Spain,España,Portugal,Italy,Italia,Switzerland,Austria,Netherlands,Holland,"
    "Belgium,Luxembourg,Denmark,Sweden,Norway,Finland,Iceland,Poland,Czech Republic,Slovakia,"
    "Hungary,Romania,Bulgaria,Greece,Turkey,Russia,Ukraine,Croatia,Serbia,Japan,China,"
    "South Korea,Korea,North Korea,Taiwan,Hong Kong,Singapore,Thailand,Indonesia,Philippines,"
    "Malaysia,Vietnam,India,Pakistan,Bangladesh,Sri Lanka,Nepal,United Arab Emirates,UAE,Qatar,"
    "Saudi Arabia,Israel,Egypt,Morocco,Kenya,Nigeria,South Africa,Ghana,Ethiopia,Australia,"
    "New Zealand,Brazil,Argentina,Chile,Peru,Colombia,Venezuela,Ecuador,Cuba,Jamaica,"
    "Costa Rica,Panama,대한민국,한국,미국,일본,중국"
)
STATES = _names(
    "Alabama,Alaska,Arizona,Arkansas,California,Colorado,Connecticut,Delaware,Florida,Georgia,"
    "Hawaii,Idaho,Illinois,Indiana,Iowa,Kansas,Kentucky,Louisiana,Maine,Maryland,Massachusetts,"
    "Michigan,Minnesota,Mississippi,Missouri,Montana,Nebraska,Nevada,New Hampshire,New Jersey,"
    "New Mexico,New York,North Carolina,North Dakota,Ohio,Oklahoma,Oregon,Pennsylvania,"
    "Rhode Island,South Carolina,South Dakota,Tennessee,Texas,Utah,Vermont,Virginia,Washington,"
    "West Virginia,Wisconsin,Wyoming,Ontario,Quebec,British Columbia,Alberta,Manitoba,"
    "Saskatchewan,Nova Scotia,New Brunswick"
)
