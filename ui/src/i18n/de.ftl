# Alle Wörter auf dem Bildschirm, auf Deutsch. Was wo steht, sagen words.ts und en.ftl.

app = Tackroom
close = Schließen
cancel = Abbrechen
back = Zurück
show-more = Mehr anzeigen
show-less = Weniger anzeigen
you = Du
you-in-list = du
opening = Wird geöffnet…
opening-slow = Warten auf den Schlüsselbund des Systems. Vielleicht steht eine Frage des Systems offen.
broken = Tackroom kann dieses Profil nicht öffnen

## Tage und Zeiten

day-today = Heute
day-yesterday = Gestern
when-at = um { $time }
when-yesterday = gestern
when-on-weekday = am { $day }
when-on-date = am { $date }

## Anmelden

sign-in-label = Bei Tackroom anmelden
sign-in-title-first = Schick ein Bild.
sign-in-title-second = Sprecht unter euch darüber.
sign-in-lead = Tackroom arbeitet mit jedem Matrix-Konto. Deine Pins und Worte werden verschlüsselt, bevor sie dieses Gerät verlassen.
sign-in-homeserver = Homeserver
sign-in-homeserver-hint = Etwa matrix.org oder die Adresse deines eigenen Servers.
sign-in-username = Benutzername
sign-in-password = Passwort
sign-in-submit = Anmelden
sign-in-submitting = Anmeldung läuft…
sign-in-browser = Mit dem Browser anmelden
sign-in-browser-waiting = Dein Browser ist offen. Melde dich dort an und komm dann zurück.
sign-in-new-here = Neu hier?
sign-in-create = Konto anlegen
sign-in-looking = Server wird gesucht…
sign-in-found = Gefunden.
sign-in-found-browser = Gefunden. Dieser Server bietet auch die Anmeldung mit dem Browser an.
sign-in-found-browser-only = Gefunden. Bei diesem Server meldet man sich mit dem Browser an.
sign-in-missing = Fülle zuerst { $what } aus.

## Das Schloss des Profils

lock-choose = Passphrase wählen
lock-unlock = Tackroom aufschließen
lock-passphrase = Passphrase
lock-show = Passphrase anzeigen
lock-continue = Weiter
lock-retry = Schlüsselbund erneut versuchen
lock-keep = Bewahre sie gut auf: Ohne sie bleibt verschlossen, was auf diesem Gerät gespeichert ist.
lock-short = Nimm mindestens 8 Zeichen.

expired-strip = Der Server hat diese Sitzung beendet. Gespeichertes bleibt lesbar.
expired-action = Neu anmelden
expired-title = Neu anmelden
expired-lead = Das Passwort von { $user }. Auf diesem Gerät geht nichts verloren.
expired-lead-browser = Dein Browser öffnet sich. Melde dich dort als { $user } an. Auf diesem Gerät geht nichts verloren.

connection-offline = Offline. Gezeigt wird, was auf diesem Gerät gespeichert ist.
connection-connecting = Verbindung wird hergestellt…
connection-online = { "" }

## Obere Leiste

bar-search = Suche
bar-search-hint = Pins, Notizen, Personen und Seiten suchen
bar-search-hint-short = Suche
bar-search-key = Strg K
bar-new-pin = Neuer Pin
bar-messages =
    { $unread ->
        [0] Nachrichten
       *[other] Nachrichten, { $unread } ungelesen
    }
bar-settings = Einstellungen

## Feed

feed-label = Feed
feed-sources = Quellen
feed-everything = Alles
feed-add-feed = Feed hinzufügen
feed-new-board = Neue Pinnwand
feed-pins = Pins
feed-untitled = Pin ohne Titel
feed-send-pin = Pin senden
feed-save-to-board = An Pinnwand heften
feed-open-link = Link öffnen
feed-sent-to =
    { $n ->
        [1] An { $name } gesendet
       *[other] An { $n } Personen gesendet
    }
feed-newer =
    { $n ->
        [one] { $n } neuer Pin
       *[other] { $n } neue Pins
    }
feed-retry = Erneut versuchen
feed-no-picture = Das Bild ist noch nicht auf diesem Gerät
feed-nothing-here = Noch keine Pins
feed-nothing-in-feed = Diese Seite hat bisher nichts mit einem Bild oder Link veröffentlicht. Neue Pins erscheinen hier von selbst.

exporting-button = Exportieren
exporting-busy = { $n } von { $of }
exporting-done =
    { $n ->
        [one] { $n } Nachricht liegt in { $path }.
       *[other] { $n } Nachrichten liegen in { $path }.
    }
exporting-left =
    { $n ->
        [one] { $n } Bild ist abgedeckt oder war nicht zu holen und blieb draußen.
       *[other] { $n } Bilder sind abgedeckt oder waren nicht zu holen und blieben draußen.
    }

picture-save = Bild speichern
picture-saved = Gespeichert als { $path }

empty-title = Dein Feed beginnt mit einer Quelle
empty-lead = Bilder von Seiten und Pinnwänden, die du wählst, in der Reihenfolge ihres Erscheinens. Nichts wird für dich ausgesucht, nichts wird zurückgemeldet.
empty-follow = Einer Seite folgen
empty-follow-hint = Füge die Adresse eines Blogs, Ladens oder Feeds ein
empty-board = Eine Pinnwand beginnen
empty-board-hint = Eine Wand voller Pins, für dich oder zum Teilen
empty-picture = Ein eigenes Bild anpinnen
empty-picture-hint = Wähle eines oder lege es auf dieses Fenster
empty-heads = Hier wohnen Unterhaltungen
empty-heads-lead = Sende jemandem einen Pin, und sein Bild erscheint in dieser Ecke. Der Feed läuft dahinter weiter.
empty-find-people = Personen finden

pin-menu-label = Was tun mit { $title }
pin-menu-copy-link = Link kopieren
pin-menu-copied = Link kopiert.
pin-menu-not-copied = Der Link ließ sich nicht kopieren. Öffne ihn und kopiere ihn aus dem Browser.

add-feed-title = Feed hinzufügen
add-feed-address = Adresse des Feeds
add-feed-hint = Die Adresse einer Seite oder ihres Feeds (RSS oder Atom).
add-feed-add = Hinzufügen
add-feed-adding = Feed wird gesucht…

## Pinnwände

new-board-title = Neue Pinnwand
new-board-name = Name
new-board-create = Anlegen
new-board-creating = Wird angelegt…
new-board-hint = Nur du siehst sie, bis du jemanden einlädst.

board-pins =
    { $n ->
        [one] { $n } Pin
       *[other] { $n } Pins
    }
board-read-only = du kannst ansehen, nicht anheften
board-add-pin = Pin hinzufügen
board-empty = Diese Pinnwand ist leer
board-empty-lead = Hefte einen Pin aus dem Feed hier an oder füge einen eigenen hinzu.
board-saved = An { $name } geheftet.
board-choose = Pinnwand wählen

## Neuer Pin

new-pin-title = Neuer Pin
new-pin-link = Link
new-pin-link-hint = https://…
new-pin-looking = Die Seite wird angesehen…
new-pin-found =
    { $n ->
        [one] { $n } Bild auf dieser Seite gefunden
       *[other] { $n } Bilder auf dieser Seite gefunden
    }
new-pin-found-none = Kein Bild auf dieser Seite gefunden. Auch der Link allein ergibt einen Pin.
new-pin-found-pictures = Gefundene Bilder
new-pin-found-picture = Bild { $n }
new-pin-choose = Bild wählen
new-pin-drop-hint = oder hierher ziehen oder einfügen
new-pin-remove-picture = Bild entfernen
new-pin-name = Titel
new-pin-note = Notiz
new-pin-note-hint = Warum gerade dieses?
new-pin-too-long =
    { $n ->
        [one] { $n } Byte zu lang
       *[other] { $n } Bytes zu lang
    }
new-pin-not-a-picture = Diese Datei ist kein Bild, das Tackroom zeigen kann. Wähle PNG, JPEG, WebP oder GIF.
new-pin-picture-too-large = Das Bild hat { $is }, Tackroom nimmt { $most }. Wähle ein kleineres.
new-pin-unreadable = Die Datei war nicht lesbar. Vielleicht wurde sie verschoben; wähle sie erneut.
new-pin-folder = Ein Ordner lässt sich nicht anpinnen. Nimm die Bilder, die darin liegen.
new-pin-bad-link = Ein Link beginnt mit http:// oder https://.
new-pin-left-out =
    { $n ->
        [one] Weggelassen: { $names }. Tackroom kann das nicht als Bild nehmen.
       *[other] Weggelassen: { $names }. Tackroom kann sie nicht als Bilder nehmen.
    }
new-pin-beyond =
    { $n ->
        [one] { $most } gehen auf einmal; 1 weiteres wurde weggelassen.
       *[other] { $most } gehen auf einmal; { $n } weitere wurden weggelassen.
    }
new-pin-drop-here = Lege das Bild hier ab

## Pin senden

send-title = Pin senden
send-title-many =
    { $n ->
        [one] 1 Pin senden
       *[other] { $n } Pins senden
    }
send-more =
    { $n ->
        [one] und 1 weiterer
       *[other] und { $n } weitere
    }
send-find = Personen finden
send-contacts = Kontakte
send-note = Notiz
send-send = Senden
send-as-group = Als Gruppe senden
send-remove = { $name } entfernen
send-limit =
    { $n ->
        [one] Ein Pin geht an höchstens { $n } Person. Entferne jemanden, um jemand anderen hinzuzufügen.
       *[other] Ein Pin geht an höchstens { $n } Personen. Entferne jemanden, um jemand anderen hinzuzufügen.
    }
send-summary-none = Wähle, wer ihn bekommt
send-summary-one = Geht an { $name }
send-summary-each =
    { $n ->
        [one] { $n } Unterhaltung
       *[other] { $n } Unterhaltungen, mit jedem eine
    }
send-summary-group = Eine Unterhaltung mit { $names }
send-searching = Dein Server wird durchsucht…
send-directory-failed = Das Verzeichnis deines Servers hat nicht geantwortet. Auch eine ganze Matrix-ID wie @ruth:example.org geht.
send-nobody = Niemand gefunden. Auch eine ganze Matrix-ID wie @ruth:example.org geht.
send-nobody-yet = Tippe einen Namen oder eine ganze Matrix-ID wie @ruth:example.org.
send-typed = { $user }, steht auf keiner Liste
send-last-pin = Zuletzt geschrieben { $when }
send-sent = Pin gesendet an { $names }.
send-find-title = Neue Unterhaltung
send-start = Beginnen

## Köpfe

heads-label = Unterhaltungen
heads-name =
    { $unread ->
        [0] { $name }
       *[other] { $name }, { $unread } ungelesen
    }
heads-marked = { $name }, ungelesen
heads-close = { $name } schließen
heads-more =
    { $n ->
        [one] { $n } weitere Unterhaltung
       *[other] { $n } weitere Unterhaltungen
    }
heads-more-short = +{ $n }
heads-moved = { $name }, { $place } von { $of }
heads-send-to = An { $name } senden

## Was man für eine Unterhaltung einstellt

marks-label = Aktionen zur Unterhaltung
marks-on-top = Oben halten
marks-not-on-top = Nicht oben halten
marks-unread = Als ungelesen markieren
marks-read = Als gelesen markieren
marks-archive = Archivieren
marks-unarchive = Aus dem Archiv holen
marks-archived = Archiv
marks-notifications = Benachrichtigungen
marks-all = Alle Nachrichten
marks-mentions = Nur Erwähnungen
marks-none = Nichts
marks-for-hour = 1 Stunde stumm
marks-for-hours = 8 Stunden stumm
marks-until-tomorrow = Bis morgen stumm
marks-muted-until = Stumm bis { $when }

## Eine Gruppe

group-label = Gruppe
group-new-with = Neue Gruppe mit { $name }
group-new-title = Neue Gruppe
group-new-lead = Das ist eine neue Unterhaltung. Was vorher geschrieben wurde, bleibt, wo es ist.
group-make = Gruppe anlegen
group-name = Name der Gruppe
group-no-name = Heißt nach ihren Mitgliedern
group-save-name = Namen speichern
group-change-picture = Bild ändern
group-remove-picture = Bild entfernen
group-members = Mitglieder
group-count =
    { $n ->
        [one] { $n } Mitglied
       *[other] { $n } Mitglieder
    }
group-more =
    { $n ->
        [one] Und { $n } weiteres.
       *[other] Und { $n } weitere.
    }
group-invited = Eingeladen
group-role-of = Rolle von { $name }
group-role-admin = Admin
group-role-moderator = Moderation
group-role-member = Mitglied
group-remove = { $name } entfernen
group-banned = Gesperrt
group-unban = { $name } entsperren
group-unban-short = Entsperren
group-leave = Gruppe verlassen
group-left = Du bist nicht mehr in dieser Gruppe.
group-locked-name = Deine Rolle hier erlaubt es nicht, den Namen zu ändern.
group-locked-add = Deine Rolle hier erlaubt es nicht, Personen hinzuzufügen.
group-add = Personen hinzufügen
group-add-action =
    { $n ->
        [0] Hinzufügen
        [one] { $n } Person hinzufügen
       *[other] { $n } Personen hinzufügen
    }
group-adding = Wird hinzugefügt…
group-added = Hinzugefügt: { $names }.
group-older-public = Alle können diese Unterhaltung lesen, auch ältere Pins und ohne hinzugefügt zu werden.
group-older-all = Neue sehen alles, was hier vorher geschrieben wurde, auch ältere Pins.
group-older-keys = Neue sehen auch ältere Pins: mit der Einladung bekommen sie die Schlüssel älterer Nachrichten, die dieses Gerät und dein Backup haben. In Apps, die solche Schlüssel nicht annehmen, bleiben ältere Nachrichten verschlossen.
group-older-since_invited = Neue sehen, was ab ihrer Einladung geschrieben wird. Ältere Pins bleiben ihnen verborgen.
group-older-since_joined = Neue sehen, was nach ihrem Beitritt geschrieben wird. Ältere Pins bleiben ihnen verborgen.
group-ask-equal-admin = { $name } zum Admin machen?
group-ask-equal-moderator = { $name } die Moderation geben?
group-ask-equal-member = { $name } zum Mitglied machen?
group-ask-equal-lead = Dann kann diese Person hier alles, was du kannst, und du kannst es nicht zurücknehmen.
group-ask-equal-action = Rolle geben
group-ask-less = Deine Rolle abgeben?
group-ask-less-lead = Du kannst sie dir nicht selbst zurückholen: ein anderer Admin muss sie dir wieder geben.
group-ask-less-only = Außer dir ist niemand Admin. Niemand kann sie dir zurückgeben oder überhaupt Rollen geben.
group-ask-less-action = Abgeben
group-ask-remove = { $name } entfernen?
group-ask-withdraw = Einladung von { $name } zurücknehmen?
group-ask-remove-lead = Was diese Person gelesen hat, behält sie. Sie kann wieder hinzugefügt werden.
group-ask-remove-action = Aus der Gruppe entfernen
group-ask-ban = Auch sperren: Zurück kann diese Person erst, wenn die Sperre aufgehoben ist.
group-ask-leave = Gruppe verlassen?
group-ask-leave-lead = Was du gelesen hast, bleibt auf diesem Gerät. Um zurückzukommen, brauchst du eine neue Einladung.
group-ask-leave-only = Außer dir ist niemand Admin: wenn du gehst, kann niemand mehr Rollen geben. Mach vorher jemand anderen zum Admin, wenn das nicht gemeint ist.

## Was in einer Unterhaltung geschah, zwischen ihren Nachrichten

happened-created = { $by } hat die Gruppe angelegt
happened-created-by-me = Du hast die Gruppe angelegt
happened-created-named = { $by } hat die Gruppe „{ $name }“ angelegt
happened-created-named-by-me = Du hast die Gruppe „{ $name }“ angelegt
happened-named = { $by } hat die Gruppe „{ $name }“ genannt
happened-named-by-me = Du hast die Gruppe „{ $name }“ genannt
happened-unnamed = { $by } hat den Namen der Gruppe entfernt
happened-unnamed-by-me = Du hast den Namen der Gruppe entfernt
happened-picture = { $by } hat das Bild der Gruppe geändert
happened-picture-by-me = Du hast das Bild der Gruppe geändert
happened-picture-gone = { $by } hat das Bild der Gruppe entfernt
happened-picture-gone-by-me = Du hast das Bild der Gruppe entfernt
happened-joined = Neu dabei: { $names }
happened-joined-me = Du bist jetzt dabei
happened-left = Nicht mehr dabei: { $names }
happened-left-me = Du bist gegangen
happened-declined = Einladung abgelehnt: { $names }
happened-declined-me = Du hast die Einladung abgelehnt
happened-invited = { $by } hat { $names } eingeladen
happened-invited-by-me = Du hast { $names } eingeladen
happened-invited-me = { $by } hat dich eingeladen
happened-withdrawn = { $by } hat die Einladung von { $names } zurückgenommen
happened-withdrawn-by-me = Du hast die Einladung von { $names } zurückgenommen
happened-withdrawn-me = { $by } hat deine Einladung zurückgenommen
happened-removed = { $by } hat { $names } entfernt
happened-removed-by-me = Du hast { $names } entfernt
happened-removed-me = { $by } hat dich entfernt
happened-banned = { $by } hat { $names } ausgesperrt
happened-banned-by-me = Du hast { $names } ausgesperrt
happened-banned-me = { $by } hat dich ausgesperrt
happened-unbanned = { $by } hat die Sperre von { $names } aufgehoben
happened-unbanned-by-me = Du hast die Sperre von { $names } aufgehoben
happened-unbanned-me = { $by } hat deine Sperre aufgehoben
happened-called = { $before } heißt jetzt { $name }
happened-called-me = Du heißt jetzt { $name }
happened-face = Neues Bild: { $names }
happened-face-me = Du hast dein Bild geändert
happened-admin = Jetzt Admin: { $names }
happened-admin-me = Du bist jetzt Admin
happened-moderator = Jetzt mit Moderation: { $names }
happened-moderator-me = Du hast jetzt die Moderation
happened-member = Jetzt ohne Rolle: { $names }
happened-member-me = Du hast hier keine Rolle mehr
happened-others =
    { $n ->
        [one] { $n } weitere Person
       *[other] { $n } weitere
    }
happened-show =
    { $n ->
        [one] { $n } Änderung
       *[other] { $n } Änderungen
    }

## Unterhaltung

history-label = Ältere Nachrichten
history-complete = Alle Nachrichten dieser Unterhaltung sind auf diesem Gerät.
history-back-to = Auf diesem Gerät sind die Nachrichten zurück bis zum { $when }.
history-nothing = Auf diesem Gerät ist noch keine Nachricht dieser Unterhaltung.
history-lead =
    { $n ->
        [one] Ältere lassen sich vom Server laden.
       *[other] Ältere lassen sich vom Server laden, { $n } auf einmal. Es geht weiter, während du anderes tust.
    }
history-pictures = Mit ihren Bildern, soweit Platz ist
history-load = Ältere Nachrichten laden
history-loading = Ältere Nachrichten werden geladen …
history-loaded =
    { $n ->
        [one] 1 ältere Nachricht geladen, zurück bis zum { $when }
       *[other] { $n } ältere Nachrichten geladen, zurück bis zum { $when }
    }
history-online = wartet, bis du online bist
history-server = wartet auf den Server
history-turn = wartet auf eine andere Unterhaltung
history-stop = Anhalten
history-go-to = Zu einem Datum gehen
history-date = Datum
history-show = Zeigen
history-no-date = Das ist kein Datum. Schreib es als Jahr-Monat-Tag, zum Beispiel 2024-03-05.
history-none-since = Am { $when } oder danach wurde nichts geschrieben.
history-missing = Was vor dem { $when } geschrieben wurde, ist nicht ganz auf diesem Gerät.
history-load-until = Zurück bis zum { $when } laden
history-show-from = { $when } zeigen
history-shown = Nachrichten vom { $when }
history-back = Zurück zur Stelle von vorhin

conversation-identity = Die Verschlüsselungsidentität von { $name } hat sich geändert. Wenn das Konto nicht neu eingerichtet wurde, gibt sich vielleicht jemand anderes dafür aus: Frag auf anderem Weg nach.
conversation-label = Unterhaltung mit { $name }
conversation-log = Nachrichten
conversation-all-pins = Alle Pins
conversation-hide = Unterhaltung ausblenden
conversation-mute = Stummschalten
conversation-unmute = Nicht mehr stumm
conversation-pin-from = Pin von { $name }: { $title }
conversation-pins-from =
    { $n ->
        [one] 1 Pin von { $name }
       *[other] { $n } Pins von { $name }
    }
conversation-message-from = Nachricht von { $name }
conversation-read-at = Gelesen { $when }
conversation-others =
    { $n ->
        [one] { $n } weitere Person
       *[other] { $n } weitere
    }
conversation-not-encrypted = Nicht verschlüsselt
conversation-left = Du bist nicht mehr in dieser Unterhaltung. Du kannst sie lesen, aber nicht schreiben.
conversation-sending = Wird gesendet
conversation-sent = Gesendet
conversation-read = Gelesen
conversation-not-sent = Nicht gesendet
conversation-read-by = Gelesen von { $names }
conversation-typing =
    { $n ->
        [one] { $names } schreibt …
       *[other] { $names } schreiben …
    }
conversation-many-typing = Mehrere schreiben …
conversation-retry = Erneut senden
conversation-delete = Löschen
conversation-edited = bearbeitet
conversation-locked = Verschlossen. Der Schlüssel zu dieser Nachricht ist noch nicht hier; sie öffnet sich von selbst, wenn er kommt.
conversation-removed = Nachricht entfernt
conversation-unknown = Eine Nachricht von einer Art, die Tackroom nicht kennt ({ $type })
conversation-file = Datei
conversation-file-of = Datei, { $size }
conversation-new-messages = { $n } neu
conversation-missing = hier fehlen Nachrichten
conversation-load-missing = Laden
conversation-loading = Ältere Nachrichten werden geladen…
conversation-load-failed = Ältere Nachrichten ließen sich nicht laden. Scrolle noch einmal nach oben.
conversation-start = Hier beginnt die Unterhaltung
conversation-newest = Zum Neuesten springen
conversation-replies =
    { $n ->
        [one] { $n } Antwort
       *[other] { $n } Antworten
    }
conversation-in-thread = in einem Thread
conversation-new-replies =
    { $n ->
        [one] 1 neue
       *[other] { $n } neue
    }
conversation-new-about =
    { $n ->
        [one] 1 neue Antwort zu „{ $title }“
       *[other] { $n } neue Antworten zu „{ $title }“
    }
conversation-reaction = { $key } { $n }
conversation-reaction-by = { $key } { $n }: { $names }
conversation-empty = Noch keine Nachrichten
conversation-empty-lead = Schreib etwas oder hänge einen Pin an.
conversation-reply = Antworten
conversation-replying-to = Antwort an { $name }
conversation-stop-reply = Nicht antworten
conversation-announce = { $name }: { $said }
conversation-plain-picture = Bild
conversation-pictures =
    { $n ->
        [one] { $n } Bild
       *[other] { $n } Bilder
    }
conversation-save-file = Speichern
conversation-open-file = Öffnen

composer-field = Nachricht
composer-hint = An { $name } schreiben
composer-send = Nachricht senden
composer-attach = Pin anhängen
composer-too-long =
    { $n ->
        [one] Um { $n } Byte zu lang. Kürze den Text oder sende ihn in zwei Teilen.
       *[other] Um { $n } Bytes zu lang. Kürze den Text oder sende ihn in zwei Teilen.
    }
composer-from-feed = Aus deinem Feed
composer-new-pin = Neuer Pin
composer-editing = Du bearbeitest deine Nachricht
composer-stop-edit = Nicht bearbeiten
composer-people = Wen du nennst
actions-button = Aktionen
actions-label = Aktionen zur Nachricht
actions-react-with = Mit { $emoji } reagieren
actions-more-emoji = Weitere Emojis
actions-emoji = Emoji wählen
actions-find-emoji = Emoji suchen
actions-no-emoji = Kein Emoji dieses Namens. Die Namen sind englisch.
actions-smileys = Smileys
actions-people-group = Menschen
actions-nature = Tiere und Natur
actions-food = Essen und Trinken
actions-travel = Reisen und Orte
actions-activities = Aktivitäten
actions-objects = Gegenstände
actions-symbols = Symbole
actions-flags = Flaggen
actions-reply = Antworten
actions-discuss = Besprechen
actions-edit = Bearbeiten
actions-edit-pin = Pin bearbeiten
actions-save-edit = Speichern
actions-forward = Weiterleiten
actions-copy-link = Link kopieren
actions-copied = Kopiert.
actions-save = Auf Pinnwand speichern
actions-delete = Löschen
actions-delete-for-all = Für alle löschen
actions-delete-lead = Sie verschwindet für alle aus dieser Unterhaltung. Wer sie gesehen hat, hat sie gesehen.
actions-delete-unsent = Sie wurde noch nicht gesendet. Niemand bekommt sie.
thread-label = Besprechung
thread-hint = dazu

pins-title = Alle Pins mit { $name }
pins-empty = Noch keine Pins
pins-empty-lead = Pins, die ihr euch sendet, sammeln sich hier.
pins-from = Von { $name }
pins-from-you = Von dir
pins-more = Ältere Pins anzeigen

## Nachrichten und Anfragen

messages-label = Nachrichten
messages-list = Unterhaltungen
messages-new = Neue Unterhaltung
messages-requests = Anfragen
messages-request-count =
    { $n ->
        [one] { $n } Person, mit der du noch nicht geschrieben hast
       *[other] { $n } Personen, mit denen du noch nicht geschrieben hast
    }
messages-no-requests = Niemand wartet
messages-empty = Noch keine Unterhaltungen
messages-empty-lead = Sende jemandem einen Pin, und die Unterhaltung darüber beginnt hier.
messages-find = Personen finden
messages-not-sent = Nicht gesendet
messages-line = { $sender }: { $said }
messages-choose = Wähle eine Unterhaltung
messages-choose-lead = Sie öffnet sich neben der Liste.
messages-more = Ältere Unterhaltungen anzeigen

requests-label = Anfragen
requests-lead = Personen, denen du nie geschrieben hast. Bis du annimmst, wird nichts von ihnen geladen. Sie erfahren nicht, dass du nachgesehen hast.
requests-in-common =
    { $n ->
        [one] in { $n } Gruppe mit dir: { $names }
       *[other] in { $n } Gruppen mit dir: { $names }
    }
requests-none-in-common = keine Gruppe mit dir
requests-asks = Möchte dir schreiben
requests-asks-in = Möchte dir in „{ $room }“ schreiben
requests-asks-board = Lädt dich zur Pinnwand „{ $board }“ ein
requests-claim = Name und Raum sind eigene Angaben dieser Person. Ihr Bild wird nicht geladen.
requests-no-name = Die Unterhaltung hat keinen Namen. Das Bild dieser Person wird nicht geladen.
requests-accept = Annehmen
requests-decline = Ablehnen
requests-kept-out = Ferngehalten ({ $n })
requests-kept-out-lead = „Wer dir schreiben darf“ in den Einstellungen hält sie getrennt. Nichts meldet sie dir, und sie erfahren nichts davon.
requests-block = Blockieren und melden
requests-empty = Niemand wartet
requests-empty-lead = Wenn dir jemand schreiben möchte, dem du nie geschrieben hast, entscheidest du hier.

## Suche

search-label = Suche
search-results = Suchergebnisse
search-count =
    { $n ->
        [one] { $n } Ergebnis
       *[other] { $n } Ergebnisse
    }
search-none = Nichts gefunden für „{ $query }“
search-none-lead = Gesucht wird in Pins, Notizen, Nachrichten, Personen und Seiten, die auf diesem Gerät gespeichert sind.
search-narrow = Grenze ein mit from:Name, in:Unterhaltung, host:Website, has:link, has:picture, has:pin, has:file, before:2026-01-31, after:2026-01 oder on:2026. Wörter in Anführungszeichen gehören zusammen.
search-conversation = Unterhaltung
search-in-conversation = in { $name }

## Die Seite eines Pins

pin-page-from = Von { $source }, { $when }
pin-page-open-link = Link öffnen
pin-page-send-again = Senden an
pin-page-send-to = Pin an { $name } senden
pin-page-find-people = Personen finden
pin-page-sent = Gesendet an { $names }
pin-page-conversation = Unterhaltung öffnen
pin-page-older = Vorheriges Bild
pin-page-newer = Nächstes Bild
pin-page-larger = Vergrößern
pin-page-play = Abspielen
pin-page-pause = Anhalten
pin-page-smaller = Verkleinern
pin-page-seen-by = Gesehen von { $names }
pin-page-picture = Bild

selection-label = Ausgewählte Pins
selection-select = Auswählen
selection-count =
    { $n ->
        [one] 1 Pin ausgewählt
       *[other] { $n } Pins ausgewählt
    }
selection-clear = Auswahl aufheben
selection-send = Ausgewählte Pins senden

choice-label = Gemeinsam aussuchen
choice-pins = Pins zur Auswahl
choice-question = Frage
choice-which = Welcher davon?
choice-ask = Fragen
choice-large = Nebeneinander
choice-take = { $title } auswählen
choice-chosen =
    { $n ->
        [one] 1 Pin ausgewählt. Wählen Sie 2 bis 9.
       *[other] { $n } Pins ausgewählt. Wählen Sie 2 bis 9.
    }
choice-vote =
    { $n ->
        [one] Für { $title } stimmen, 1 Stimme
       *[other] Für { $title } stimmen, { $n } Stimmen
    }
choice-by = Gewählt von { $names }
choice-nobody = Noch keine Stimmen

seen-some =
    { $n ->
        [one] 1 von diesen { $of } wurde schon geschickt:
       *[other] { $n } von diesen { $of } wurden schon geschickt:
    }
seen-more =
    { $n ->
        [one] und 1 weiteres
       *[other] und { $n } weitere
    }
seen-label = Schon gesehen: { $said }
seen-picture-by-you = Sie haben dieses Bild { $when } an { $room } gesendet
seen-picture-to-you = { $name } hat Ihnen dieses Bild { $when } gesendet
seen-picture-in-group = { $name } hat dieses Bild { $when } an { $room } gesendet
seen-link-by-you = Sie haben diesen Link { $when } an { $room } gesendet
seen-link-to-you = { $name } hat Ihnen diesen Link { $when } gesendet
seen-link-in-group = { $name } hat diesen Link { $when } an { $room } gesendet
seen-both-by-you = Sie haben diesen Pin { $when } an { $room } gesendet
seen-both-to-you = { $name } hat Ihnen diesen Pin { $when } gesendet
seen-both-in-group = { $name } hat diesen Pin { $when } an { $room } gesendet

## Diesen Link prüfen

link-title = Diesen Link prüfen
link-open-anyway = Trotzdem öffnen
link-go-back = Zurück

## Einstellungen

settings-label = Einstellungen
settings-account = Konto
settings-homeserver = Homeserver
settings-device = Dieses Gerät
settings-recovery = Wiederherstellung einrichten
settings-recovery-unknown = Lässt sich einrichten, sobald der Server erreicht wurde.
settings-recovery-off = Ohne Wiederherstellungsschlüssel gehen deine Unterhaltungen mit deinem letzten Gerät verloren.
settings-recovery-on = Ein Wiederherstellungsschlüssel ist eingerichtet. Ein neuer macht den alten ungültig.
settings-recovery-locked = Gib deinen Wiederherstellungsschlüssel ein, um frühere Unterhaltungen auf diesem Gerät zu lesen.
settings-verify = Sitzung bestätigen
settings-verified = Deine anderen Sitzungen vertrauen dieser.
settings-unverified = Vergleiche sieben Emoji mit einer anderen deiner Sitzungen, dann vertrauen sich beide.
settings-sign-out = Abmelden
settings-sign-out-hint = Entfernt die Sitzung, ihre Schlüssel und alles, was auf diesem Gerät gespeichert ist.
settings-who = Wer dir schreiben darf
settings-who-anyone = Alle
settings-who-anyone-hint = Wer dir noch nie geschrieben hat, fragt zuerst an, unter Anfragen.
settings-who-in-common = Personen in meinen Räumen
settings-who-written-to = Personen, denen ich geschrieben habe
settings-who-hint = Anfragen anderer werden getrennt gehalten, ohne Mitteilung.
settings-receipts = Anderen zeigen, wann ich gelesen habe
settings-typing = Anderen zeigen, wenn ich schreibe
settings-typing-hint = Fremden, denen Sie nicht geantwortet haben, wird es nie gezeigt.
settings-receipts-hint = Aus: Lesezeichen bleiben zwischen dir und deinem Server.
settings-notifications = Benachrichtigungen
settings-notify = Neue Nachrichten melden
settings-notify-hint = Nicht für stumme Unterhaltungen und nicht für die, die gerade offen ist.
settings-content = In Benachrichtigungen zeigen
settings-content-hint = Was jemand lesen kann, der dir über die Schulter schaut.
settings-content-all = Name und Inhalt
settings-content-name = Nur der Name
settings-content-nothing = Keins von beiden
settings-quiet = Ruhezeiten
settings-quiet-hint = Keine Benachrichtigungen in dieser Zeit. Nachrichten warten in Tackroom.
settings-quiet-from = Ruhig ab
settings-quiet-to = Ruhig bis
settings-desktop = Desktop
settings-start = Mit der Sitzung starten
settings-start-hint = Tackroom wartet im Infobereich, und Nachrichten kommen von Anfang an.
settings-closing = Wenn das Fenster geschlossen wird
settings-closing-hint = Im Infobereich empfängt Tackroom weiter.
settings-no-tray = Dieser Desktop zeigt keinen Infobereich, also beendet Schließen Tackroom.
settings-close-ask = Fragen
settings-close-tray = Im Infobereich weiterlaufen
settings-close-quit = Tackroom beenden
settings-appearance = Aussehen
settings-theme = Farben
settings-theme-system = System
settings-theme-light = Hell
settings-theme-dark = Dunkel
settings-language = Sprache
settings-feeds = Feeds
settings-no-feeds = Noch keine Feeds. Füge die Adresse einer Seite hinzu, die dir gefällt.
settings-refreshed = Aktualisiert { $when }
settings-never-refreshed = Noch nicht aktualisiert
settings-remove = { $name } entfernen
settings-remove-short = Entfernen
settings-refresh = Jetzt aktualisieren
settings-blocked = Blockierte Personen
settings-nobody-blocked = Niemand ist blockiert.
settings-unblock = { $name } nicht mehr blockieren
settings-unblock-short = Nicht mehr blockieren
settings-guard = Vertraute Seiten und Personen
settings-no-trusted = Noch keiner Seite und keiner Person wird vertraut. In „Diesen Link prüfen“ gibt es ein Kästchen dafür.
settings-guard-lists = Listen, mit denen Links geprüft werden
settings-storage = Speicher
settings-gigabytes = { $n } GB
settings-cache = Bilder auf diesem Gerät
settings-cache-hint = Werden es mehr, gehen die am längsten nicht angesehenen zuerst. Nichts geht verloren: Sie werden bei Bedarf wieder geholt.
settings-version = Tackroom { $version }

closing-title = Tackroom im Infobereich behalten?
closing-words = Dort empfängt es weiter und meldet sich. Du wirst nur einmal gefragt; unter Einstellungen steht es auch.
closing-tray = Im Infobereich behalten
closing-quit = Tackroom beenden

sign-out-title = Abmelden
sign-out-words = Das Abmelden entfernt die Sitzung, ihre Schlüssel, Entwürfe, nicht gesendete Pins und alles, was auf diesem Gerät gespeichert ist. Nachrichten, die nur dieses Gerät lesen kann, gehen verloren.
sign-out-confirm = Abmelden und Daten entfernen
sign-out-busy = Wird entfernt…

recovery-title = Wiederherstellungsschlüssel
recovery-words = Deine Nachrichten sind mit Schlüsseln verschlüsselt, die nur deine Geräte haben. Verlierst du alle, ist dieser Wiederherstellungsschlüssel der einzige Weg zurück zu deinen Unterhaltungen.
recovery-keep = Bewahre ihn dort auf, wo nur du ihn findest: im Passwortmanager oder auf Papier in einer Schublade. Niemand kann ihn dir noch einmal geben, und er wird nur jetzt gezeigt.
recovery-enter = Dieses Konto hat einen Wiederherstellungsschlüssel. Gib ihn ein, dann liest dieses Gerät auch deine früheren Unterhaltungen. Ohne ihn kannst du diese Sitzung in den Einstellungen mit einer anderen bestätigen.
recovery-again = Ein Wiederherstellungsschlüssel ist schon eingerichtet. Hast du ihn verloren, mach einen neuen: Der alte öffnet dann nichts mehr.
recovery-making = Dein Schlüssel wird erzeugt …
recovery-copy = Kopieren
recovery-copied = Kopiert. Leere die Zwischenablage, wenn du ihn verwahrt hast.
recovery-save = In einer Datei speichern
recovery-saved = Gespeichert als { $path }
recovery-later = Nicht jetzt
recovery-continue = Weiter

verify-title = Sitzung bestätigen
verify-session = Die andere Sitzung: { $session }
verify-asked = Eine andere deiner Sitzungen möchte bestätigt werden. Nimm nur an, wenn du das dort gerade selbst begonnen hast.
verify-accept = Annehmen
verify-waiting = Warten auf die andere Sitzung. Öffne sie und nimm dort an.
verify-compare = Zeigen beide Sitzungen dieselben sieben Emoji in derselben Reihenfolge?
verify-emoji = Emoji
verify-match = Sie stimmen überein
verify-differ = Sie stimmen nicht überein
verify-confirmed = Warten, bis die andere Sitzung es auch sagt …
verify-done = Bestätigt. Beide Sitzungen vertrauen einander.

alerts-dismiss = Schließen
alerts-retry = Erneut versuchen
alerts-detail = Einzelheit (englisch):

## Probleme

problem-bad_input = Das konnte so nicht angenommen werden. Ändere die Angabe und versuche es noch einmal.
problem-not_found = Das ist nicht mehr da. Geh zurück und wähle etwas anderes.
problem-wrong_password = Benutzername oder Passwort stimmt nicht. Prüfe beides und versuche es noch einmal.
problem-unknown_server = Dieser Server wurde nicht gefunden. Prüfe seinen Namen.
problem-not_matrix = Unter dieser Adresse antwortet kein Matrix-Server. Prüfe sie.
problem-no_network = Keine Verbindung. Prüfe das Netz und versuche es noch einmal.
problem-rate_limited = Der Server braucht eine Pause. Warte eine Minute und versuche es noch einmal.
problem-forbidden = Der Server erlaubt das nicht.
problem-too_large = Das ist zu groß. Nimm etwas Kleineres.
problem-session_ended = Der Server hat diese Sitzung beendet. Melde dich neu an, um weiterzumachen.
problem-no_browser_sign_in = Dieser Server bietet keine Anmeldung mit dem Browser an. Nimm dein Passwort.
problem-cancelled = Abgebrochen.
problem-not_a_feed = Unter dieser Adresse wurde kein Feed gefunden. Nimm die Adresse des Feeds selbst.
problem-not_a_picture = Das ist kein Bild, das Tackroom zeigen kann. Nimm PNG, JPEG, WebP oder GIF.
problem-blocked = Diese Adresse wird nicht abgerufen.
problem-disk_full = Der Speicherplatz ist voll. Schaffe Platz und versuche es noch einmal.
problem-read_only = In den Ordner des Profils lässt sich nicht schreiben. Prüfe seine Rechte.
problem-damaged = Gespeichertes ist beschädigt.
problem-newer_schema = Dieses Profil gehört zu einem neueren Tackroom. Öffne es mit der neuen Version.
problem-keyring = Der Schlüsselbund des Systems hat nicht geantwortet. Versuche es noch einmal.
problem-internal = Etwas ist fehlgeschlagen. Versuche es noch einmal; bleibt es so, sagt „tackroom doctor“ im Terminal mehr.

## Was die App außerhalb ihres Fensters sagt

app-new-messages =
    { $n ->
        [one] { $n } neue Nachricht. { $last }
       *[other] { $n } neue Nachrichten. { $last }
    }
app-open = Öffnen
app-choice-hint = Zum Abstimmen mit { $key } auf den Pin reagieren.
app-message = Nachricht
app-pin = Pin
app-locked = Verschlüsselte Nachricht, ihr Schlüssel ist noch nicht hier
app-removed = Nachricht entfernt
app-reply = Antworten
app-new-pin = Neuer Pin
app-new-message = Neue Nachricht
app-pins =
    { $n ->
        [one] { $n } Pin
       *[other] { $n } Pins
    }
app-messages =
    { $n ->
        [one] { $n } Nachricht
       *[other] { $n } Nachrichten
    }
app-from = { $what } von { $name }
app-in = { $what } in { $place }
app-for-you = { $what } für dich
app-requests =
    { $n ->
        [one] { $n } neue Anfrage
       *[other] { $n } neue Anfragen
    }
app-requests-body = Jemand, mit dem du noch nicht geschrieben hast, möchte dir schreiben.
app-tray-open = Tackroom öffnen
app-tray-messages = Nachrichten
app-tray-unread-messages = Nachrichten ({ $n } ungelesen)
app-tray-unread = Tackroom, { $n } ungelesen
app-tray-quit = Beenden
app-export-about =
    { $n ->
        [one] { $n } Nachricht, von Tackroom exportiert am { $day }
       *[other] { $n } Nachrichten, von Tackroom exportiert am { $day }
    }
app-export-edited = bearbeitet
app-export-thread = in einem Thread
app-export-covered = Abgedeckt: Dieses Bild wurde nicht mitgenommen.
app-export-missing = Dieses Bild war nicht auf dem Gerät und nicht zu holen.

## Guard

guard-covered-title = Verdeckt
guard-covered-stranger = Verdeckt, bis du antwortest oder nachsiehst
guard-covered-stranger-words = Du hast dieser Person noch nicht geantwortet.
guard-check-link = Link prüfen
guard-show-picture = Bild zeigen
guard-show-links = Links zeigen
guard-looking = Es wird nachgesehen, wo der Link endet …
guard-calm = Es wurde nichts Verdächtiges gefunden.
guard-warn = Sieh genau hin, bevor du ihn öffnest.
guard-never = Dieser Link wird nie geöffnet.
guard-hop-link = Was der Pin enthält
guard-hop-redirect = Vom Server weitergeschickt
guard-hop-refresh = Von der Seite weitergeschickt
guard-hop-script = Von einem Skript der Seite weitergeschickt
guard-way = Der Weg des Links
guard-ends = Hier endet er
guard-cleaned = Bereinigter Link
guard-open-cleaned = Bereinigten Link öffnen
guard-covered-in-place = Dort, wo er gesendet wurde, steht warum.
guard-covered-pin = Verdeckt: { $title }
guard-offer-many =
    { $n ->
        [one] 1 Link führt Tracking oder einen Umweg mit sich.
       *[other] { $n } Links führen Tracking oder einen Umweg mit sich.
    }
guard-offer = Der Link führt Tracking oder einen Umweg mit sich. Die Seite selbst:
guard-use-cleaned = Bereinigten Link verwenden
guard-findings = Was gefunden wurde
guard-trust-site = { $site } ab jetzt vertrauen
guard-trust-person = { $name } ab jetzt vertrauen
guard-finding-bad-scheme = Das ist kein Weblink. Tackroom öffnet ihn nie.
guard-finding-bad-address = Das ist keine richtige Webadresse; niemand kann sagen, wohin sie führt.
guard-finding-userinfo = Was vor dem @ steht, ist nicht die Seite. Der Link führt zu dem, was danach kommt.
guard-finding-ip-host = Der Link führt zu einer Zahl statt zu einem Namen; niemand kann sagen, wessen Seite das ist.
guard-finding-lookalike-idn = Die Adresse benutzt Buchstaben, die wie andere aussehen, und lässt sich so mit einer anderen Seite verwechseln.
guard-finding-lookalike-ascii = Die Adresse ist so geschrieben, dass man sie für eine bekannte Seite halten kann; sie ist aber eine andere.
guard-finding-punycode = Die Adresse enthält Buchstaben jenseits des einfachen Lateins. Ihre ausgeschriebene Form steht dabei.
guard-finding-odd-host = Die Adresse ist ungewöhnlich geschrieben und verbirgt so, wohin sie führt.
guard-finding-cheap-ending = Die Adresse hat eine Endung, die fast nichts kostet und oft zum Täuschen dient.
guard-finding-hidden-chars = Darin stehen unsichtbare oder die Richtung ändernde Zeichen, die verbergen können, was es wirklich heißt.
guard-finding-text-mismatch = Der Text nennt eine Seite, und der Link führt zu einer anderen.
guard-finding-source-mismatch = Der Pin sagt, er komme von einer Seite, und der Link führt zu einer anderen.
guard-finding-affiliate-tag = Jemand wird bezahlt, wenn du über diesen Link kaufst.
guard-finding-affiliate-host = Der Link läuft über einen Werbepartner, der für deinen Besuch bezahlt.
guard-finding-shortener = Ein Kurzlink: Er zeigt nicht, wohin er führt.
guard-finding-redirector = Der Link läuft über einen Klickzähler, der nicht zeigt, wohin er führt.
guard-finding-redirect-param = Der Link führt über eine Seite zu einer anderen.
guard-finding-redirect-chain = Der Link läuft über viele Seiten, bevor er endet.
guard-finding-soft-redirect = Die Seite schickt ihre Besucher von selbst zu einer anderen weiter.
guard-finding-leads-elsewhere = Der Link endet auf einer anderen Seite als der, die er nennt.
guard-finding-unreachable = Wo der Link endet, ließ sich nicht feststellen.
guard-finding-tracking = Der Link enthält Teile, die nur verraten, wer wo geklickt hat.
guard-finding-plain-http = Der Link ist nicht verschlüsselt: Andere unterwegs können die Seite lesen und ändern.
guard-finding-odd-port = Der Link führt zu einem ungewöhnlichen Port dieser Seite.
guard-finding-long-url = Die Adresse ist sehr lang oder tief verschachtelt; das kann verbergen, wohin sie führt.
guard-finding-download = Der Link führt zu einem Programm oder Archiv, nicht zu einer Seite.
guard-finding-file-name = Die Datei ist ein Programm oder Archiv, oder ihr Name verbirgt, was sie ist.
guard-finding-login-form = Die Adresse soll nach Anmelden oder Bezahlen aussehen und gehört zu keiner bekannten Seite.
guard-finding-bait-words = Er verspricht Gewinne oder leichtes Geld.
guard-finding-tiny-image = Das Bild ist winzig oder leer: Es soll nur den Link tragen.
guard-finding-decoy-ratio = Das Bild ist so schmal, dass es kaum etwas zeigt.
guard-finding-stranger = Du hast dieser Person nie geschrieben.
guard-finding-repeat = Dieselbe Person hat diesen Link in mehrere deiner Unterhaltungen geschickt.

