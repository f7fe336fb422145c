"""Words of answers to yes-or-no questions, by language; phrases are parted by strokes."""

YES = {
    "en": "yes|y|yeah|yep|yup|sure|ok|okay|correct|right|that is right|thats right|"
    "thats correct|that is correct|absolutely|definitely|of course|please do|go ahead|do it|"
    "confirm|confirmed|sounds good|affirmative|exactly|fine|alright|i do|yes i do|i am|"
    "yes it is|it is|sure thing|looks good|perfect|great|that works|by all means|yes sir|"
    "uh huh|aye|i agree|send it|pay it",
    "es": "sí|s|sip|claro|no hay problema|sin problema|ningún problema|claro que sí|correcto|"
    "eso es correcto|es correcto|así es|vale|okey|ok|de acuerdo|estoy de acuerdo|por supuesto|"
    "desde luego|exacto|exactamente|eso es|está bien|todo bien|todo correcto|está correcto|"
    "muy bien|bien|bueno|perfecto|genial|excelente|adelante|dale|hazlo|hágalo|confirmo|"
    "lo confirmo|confirmado|confirmar|confírmalo|confírmelo|afirmativo|cierto|es cierto|seguro|"
    "efectivamente|sin duda|cómo no|ándale|órale|me parece bien|suena bien|sí señor|sí señora|"
    "acepto|sí quiero|lo quiero|envíalo|envíelo|págalo|páguelo|sí hazlo|sí hágalo|proceda|"
    "procede|sí está bien|sí es correcto",
    "fr": "oui|ouais|ouaip|pas de problème|aucun problème|pas de souci|si|bien sûr|"
    "bien entendu|d'accord|je suis d'accord|entendu|exact|exactement|tout à fait|absolument|"
    "c'est ça|c'est exact|c'est correct|c'est bon|c'est bien ça|volontiers|correct|ok|okay|"
    "certainement|parfait|très bien|bien|allez-y|vas-y|je confirme|confirmé|confirmer|"
    "affirmatif|évidemment|ça marche|ça me va|avec plaisir|oui monsieur|oui madame|oui merci|"
    "oui c'est ça|effectivement|super",
    "de": "ja|jo|doch|jawohl|kein problem|jep|jup|klar|na klar|alles klar|sicher|aber sicher|"
    "genau|richtig|das ist richtig|das stimmt|stimmt|stimmt so|korrekt|das ist korrekt|gerne|"
    "gern|sehr gerne|natürlich|selbstverständlich|auf jeden fall|in ordnung|einverstanden|ok|"
    "okay|gut|sehr gut|perfekt|super|passt|das passt|mach das|machen sie das|bestätigt|"
    "ich bestätige|bestätigen|ja gerne|ja genau|ja das stimmt|absolut|definitiv|freilich",
    "it": "sì|certo|nessun problema|certo che sì|certamente|va bene|d'accordo|sono d'accordo|"
    "esatto|esattamente|corretto|è corretto|giusto|è giusto|ok|okay|perfetto|ottimo|benissimo|"
    "bene|naturalmente|ovviamente|assolutamente|assolutamente sì|volentieri|confermo|"
    "confermato|conferma|procedi|proceda|vai|vada|fallo|lo faccia|sicuro|sicuramente|"
    "senz'altro|è così|proprio così|sì grazie|sì va bene|affermativo|come no",
    "ko": "네|넵|넹|문제없어요|문제없습니다|예|응|어|그래|맞아요|맞습니다|맞아|맞다|좋아요|"
    "좋습니다|좋아|그래요|그렇습니다|그렇죠|그럼요|그럼|물론|물론이죠|물론입니다|당연하죠|"
    "당연히|확인|확인했어요|확인합니다|해 주세요|해주세요|진행해 주세요|진행해주세요|오케이|"
    "괜찮아요|괜찮습니다|알겠습니다|알겠어요|동의합니다|동의해요|정확해요|정확합니다|ok",
}
NO = {
    "en": "no|n|nope|nah|no way|not at all|incorrect|wrong|thats wrong|that is wrong|negative|"
    "never|dont|do not|i dont|i do not|not really|no thanks|no thank you|that is not right|"
    "thats not right|not correct|thats not correct|please dont|absolutely not|not now|not yet|"
    "id rather not|definitely not|cancel that|cancel|stop|forget it|never mind|"
    "i changed my mind",
    "es": "no|n|nop|no no|para nada|en absoluto|incorrecto|no es correcto|eso no es correcto|"
    "no está bien|está mal|eso está mal|equivocado|falso|negativo|nunca|jamás|nada|"
    "de ninguna manera|de ningún modo|ni hablar|claro que no|por supuesto que no|"
    "desde luego que no|no gracias|no quiero|no lo quiero|no lo hagas|no lo haga|mejor no|"
    "ahora no|todavía no|aún no|todavía|cancelar|cancela|cancele|cancélalo|cancélelo|detente|"
    "para|olvídalo|olvídelo|déjalo|déjelo|no importa|no señor|no señora|cambié de opinión|"
    "no estoy de acuerdo|no confirmo|no es así|no es cierto",
    "fr": "non|nan|pas du tout|absolument pas|incorrect|ce n'est pas correct|c'est faux|faux|"
    "ce n'est pas ça|c'est pas ça|non merci|jamais|jamais de la vie|annuler|annulez|annule|"
    "arrête|arrêtez|laisse tomber|laissez tomber|surtout pas|certainement pas|bien sûr que non|"
    "pas encore|pas maintenant|pas vraiment|négatif|je refuse|je ne veux pas|"
    "j'ai changé d'avis|je ne suis pas d'accord|pas d'accord|n'importe quoi|mauvais|non non",
    "de": "nein|ne|nee|nö|nope|falsch|das ist falsch|nicht richtig|das ist nicht richtig|"
    "das stimmt nicht|stimmt nicht|nicht korrekt|auf keinen fall|auf gar keinen fall|"
    "nein danke|niemals|nie|nicht|lieber nicht|noch nicht|jetzt nicht|gar nicht|"
    "überhaupt nicht|keineswegs|natürlich nicht|abbrechen|abbruch|stopp|stop|halt|vergiss es|"
    "vergessen sie es|negativ|nicht wirklich|bitte nicht|ich will nicht|ich möchte nicht|"
    "nicht einverstanden|ich habe es mir anders überlegt|nein nein",
    "it": "no|per niente|per nulla|affatto|niente affatto|sbagliato|è sbagliato|errato|"
    "non è corretto|non è giusto|non corretto|no grazie|assolutamente no|certo che no|mai|"
    "giammai|annulla|annullare|fermati|stop|basta|lascia stare|lascia perdere|non importa|"
    "non ora|non ancora|non adesso|meglio di no|preferisco di no|in nessun modo|negativo|"
    "non voglio|non sono d'accordo|ho cambiato idea|non è così|no no",
    "ko": "아니요|아니오|아니|아뇨|아녀|아닙니다|아니에요|아니예요|아냐|노|틀려요|틀렸어요|"
    "틀렸습니다|틀립니다|싫어요|싫습니다|싫어|안 돼요|안돼요|안 됩니다|안됩니다|절대 아니에요|"
    "절대로|전혀|전혀요|맞지 않아요|맞지 않습니다|하지 마세요|하지마세요|하지 마|하지마|"
    "원하지 않아요|됐어요|됐습니다|괜찮아요 됐어요|취소|취소해 주세요|취소해주세요|그만|"
    "나중에요|아직요|no",
}
MAYBE = {
    "en": "maybe|perhaps|possibly|might be|i guess|could be",
    "es": "quizás|quizá|tal vez|talvez|a lo mejor|puede ser|es posible|posiblemente|"
    "puede que sí|puede|probablemente|supongo|supongo que sí|creo que sí|"
    "creo que no|yo creo que sí|igual sí|depende|a ver",
    "fr": "peut-être|peut-être bien|possible|c'est possible|possiblement|ça se peut|"
    "probablement|sans doute|je suppose|je pense|je crois|éventuellement|ça dépend",
    "de": "vielleicht|möglicherweise|eventuell|kann sein|könnte sein|möglich|mag sein|"
    "wahrscheinlich|ich glaube|ich denke|ich glaube schon|ich denke schon|vermutlich|"
    "kommt drauf an|unter umständen",
    "it": "forse|magari|può darsi|può essere|potrebbe essere|è possibile|possibile|"
    "possibilmente|probabilmente|credo|credo di sì|penso di sì|suppongo|suppongo di sì|dipende",
    "ko": "아마|아마도|아마도요|아마요|어쩌면|어쩌면요|그럴지도|그럴지도 몰라요|그럴 수도|"
    "그럴 수도 있어요|그런 것 같아요|그럴 거예요|글쎄|글쎄요|아마 그럴 거예요",
}
UNSURE = {
    "en": "dont know|i dont know|not sure|im not sure|no idea|no idea at all|"
    "i have no idea|unsure|idk",
    "es": "no sé|no lo sé|yo no sé|pues no sé|no sé qué decir|no estoy seguro|no estoy segura|"
    "no estoy muy seguro|no estoy muy segura|no tengo idea|no tengo ni idea|ni idea|quién sabe|"
    "no sabría decir|no sabría decirle|no sabría decirte|no me acuerdo|no recuerdo|"
    "no lo recuerdo|lo desconozco|desconozco",
    "fr": "je ne sais pas|je sais pas|j'sais pas|sais pas|chais pas|aucune idée|"
    "je n'ai aucune idée|je n'en ai aucune idée|pas sûr|pas sûre|je ne suis pas sûr|"
    "je ne suis pas sûre|je suis pas sûr|je suis pas sûre|je n'en sais rien|"
    "je ne me souviens pas|aucune certitude",
    "de": "weiß nicht|weiss nicht|ich weiß nicht|ich weiss nicht|ich weiß es nicht|"
    "ich weiss es nicht|weiß ich nicht|weiss ich nicht|das weiß ich nicht|das weiss ich nicht|"
    "keine ahnung|ich habe keine ahnung|nicht sicher|ich bin nicht sicher|"
    "ich bin mir nicht sicher|bin mir nicht sicher|bin nicht sicher|unsicher|keinen schimmer|"
    "keinen plan|kein plan",
    "it": "non so|non lo so|boh|non saprei|non sono sicuro|non sono sicura|non ne sono sicuro|"
    "non ne sono sicura|nessuna idea|non ho idea|non ne ho idea|non ne ho la minima idea|"
    "chi lo sa|chissà|non ricordo|non mi ricordo",
    "ko": "몰라|몰라요|모릅니다|모르겠어|모르겠어요|모르겠습니다|모르겠네요|잘 몰라요|"
    "잘 모르겠어요|잘 모르겠습니다|잘 모르겠네요|확실하지 않아요|확실하지 않습니다|"
    "확실치 않아요|확신이 없어요|기억이 안 나요|기억나지 않아요",
}
# The first word of a longer answer: "yes pay it now". Accents do not count: "sí", "nö".
OPENINGS = {
    "en": {"Yes": "yes|yeah|yep", "No": "no|nope"},
    "es": {"Yes": "sí|sip", "No": "no|nop"},
    "fr": {"Yes": "oui|ouais", "No": "non|nan"},
    "de": {"Yes": "ja|jawohl|jep", "No": "nein|nee|nö"},
    "it": {"Yes": "sì", "No": "no"},
    "ko": {"Yes": "네|넵|예|응", "No": "아니요|아니오|아뇨|아니"},
}
# They begin as a no does, and are none: "no sé si quiero".
UNSURE_OPENINGS = {
    "es": "no sé|no lo sé|no estoy seguro|no estoy segura|no tengo idea|no sabría",
}
POLITE = {
    "en": "please|thanks|thank|you|it|is|then|so|well|uh|um|oh|sir",
    "es": "por favor|muchas gracias|gracias|pues|entonces|eh|ah|oh|mm|señor|señora|señorita",
    "fr": "s'il vous plaît|s'il te plaît|merci beaucoup|merci|alors|donc|eh bien|ben|euh|ah|oh|"
    "monsieur|madame",
    "de": "bitte|vielen dank|danke|dann|also|nun|äh|ähm|ach|oh",
    "it": "per favore|per piacere|per cortesia|grazie mille|grazie|allora|dunque|beh|eh|ah|oh|"
    "signore|signora",
    "ko": "감사합니다|고마워요|고맙습니다|음|저",
}
