# Every word on screen, in English. Sentence case; buttons are verbs; a sentence says what is so and what to do.
# Which variables a message has, and where it stands, is in words.ts; de.ftl and ar.ftl say the same.

app = Tackroom
close = Close
cancel = Cancel
back = Back
show-more = Show more
show-less = Show less
you = You
you-in-list = you
opening = Opening…
opening-slow = Waiting for the system's keyring. A question of the system may be open.
broken = Tackroom cannot open this profile

## Days and times

day-today = Today
day-yesterday = Yesterday
when-at = at { $time }
when-yesterday = yesterday
when-on-weekday = on { $day }
when-on-date = on { $date }

## Sign in

sign-in-label = Sign in to Tackroom
sign-in-title-first = Send a picture.
sign-in-title-second = Talk about it in private.
sign-in-lead = Tackroom works with any Matrix account. Your pins and words are encrypted before they leave this device.
sign-in-homeserver = Homeserver
sign-in-homeserver-hint = Such as matrix.org, or the address of your own server.
sign-in-username = Username
sign-in-password = Password
sign-in-submit = Sign in
sign-in-submitting = Signing in…
sign-in-browser = Sign in with browser
sign-in-browser-waiting = Your browser is open. Finish there, then come back.
sign-in-new-here = New here?
sign-in-create = Create account
sign-in-looking = Looking for this server…
sign-in-found = Found.
sign-in-found-browser = Found. This server also offers sign-in with a browser.
sign-in-found-browser-only = Found. This server signs in with a browser.
sign-in-missing = Fill in { $what } first.

## The profile's lock

lock-choose = Choose a passphrase
lock-unlock = Unlock Tackroom
lock-passphrase = Passphrase
lock-show = Show the passphrase
lock-continue = Continue
lock-retry = Try the keyring again
lock-keep = Keep it well: without it, what is stored on this device stays closed.
lock-short = Take at least 8 characters.

expired-strip = The server ended this session. What is saved stays readable.
expired-action = Sign in again
expired-title = Sign in again
expired-lead = The password of { $user }. Nothing on this device is lost.
expired-lead-browser = Your browser opens. Sign in there as { $user }. Nothing on this device is lost.

connection-offline = Offline. Showing what is saved on this device.
connection-connecting = Connecting…
connection-online = { "" }

## Top bar

bar-search = Search
bar-search-hint = Search pins, notes, people and sites
bar-search-hint-short = Search
bar-search-key = Ctrl K
bar-new-pin = New pin
bar-messages =
    { $unread ->
        [0] Messages
       *[other] Messages, { $unread } unread
    }
bar-settings = Settings

## Feed

feed-label = Feed
feed-sources = Sources
feed-everything = Everything
feed-add-feed = Add feed
feed-new-board = New board
feed-pins = Pins
feed-untitled = Pin without a title
feed-send-pin = Send pin
feed-save-to-board = Save to board
feed-open-link = Open link
feed-sent-to =
    { $n ->
        [1] Sent to { $name }
       *[other] Sent to { $n } people
    }
feed-newer =
    { $n ->
        [one] { $n } new pin
       *[other] { $n } new pins
    }
feed-retry = Try again
feed-no-picture = The picture is not on this device yet
feed-nothing-here = No pins here yet
feed-nothing-in-feed = This site has published nothing with a picture or a link so far. New pins appear here by themselves.

exporting-button = Export
exporting-busy = { $n } of { $of }
exporting-done =
    { $n ->
        [one] { $n } message is in { $path }.
       *[other] { $n } messages are in { $path }.
    }
exporting-left =
    { $n ->
        [one] { $n } picture is covered or could not be fetched, and stayed out.
       *[other] { $n } pictures are covered or could not be fetched, and stayed out.
    }

picture-save = Save picture
picture-saved = Saved as { $path }

empty-title = Your feed starts with one source
empty-lead = Pictures from sites and boards you choose, in the order they were published. Nothing is picked for you and nothing is reported back.
empty-follow = Follow a site
empty-follow-hint = Paste the address of a blog, shop or feed
empty-board = Start a board
empty-board-hint = A wall of pins, for you or to share
empty-picture = Pin a picture of yours
empty-picture-hint = Choose one, or drop it on this window
empty-heads = Conversations live here
empty-heads-lead = Send someone a pin and their picture appears in this corner. The feed goes on behind it.
empty-find-people = Find people

pin-menu-label = What to do with { $title }
pin-menu-copy-link = Copy link
pin-menu-copied = Link copied.
pin-menu-not-copied = The link could not be copied. Open it, and copy it from the browser.

add-feed-title = Add feed
add-feed-address = Feed address
add-feed-hint = The address of a site or of its feed (RSS or Atom).
add-feed-add = Add
add-feed-adding = Looking for its feed…

## Boards

new-board-title = New board
new-board-name = Name
new-board-create = Create
new-board-creating = Creating…
new-board-hint = Only you see it until you invite someone.

board-pins =
    { $n ->
        [one] { $n } pin
       *[other] { $n } pins
    }
board-read-only = you can look, not add
board-add-pin = Add pin
board-empty = This board is empty
board-empty-lead = Save a pin here from the feed, or add one of your own.
board-saved = Saved to { $name }.
board-choose = Choose a board

## New pin

new-pin-title = New pin
new-pin-link = Link
new-pin-link-hint = https://…
new-pin-looking = Looking at the page…
new-pin-found =
    { $n ->
        [one] { $n } picture found on this page
       *[other] { $n } pictures found on this page
    }
new-pin-found-none = No picture found on this page. The link alone makes a pin too.
new-pin-found-pictures = Pictures found
new-pin-found-picture = Picture { $n }
new-pin-choose = Choose picture
new-pin-drop-hint = or drop or paste one here
new-pin-remove-picture = Remove picture
new-pin-name = Title
new-pin-note = Note
new-pin-note-hint = Why this one?
new-pin-too-long =
    { $n ->
        [one] { $n } byte too long
       *[other] { $n } bytes too long
    }
new-pin-not-a-picture = This file is not a picture that Tackroom can show. Choose a PNG, JPEG, WebP or GIF.
new-pin-picture-too-large = The picture is { $is } and Tackroom takes { $most }. Choose a smaller one.
new-pin-unreadable = The file could not be read. It may have been moved; choose it again.
new-pin-folder = A folder cannot be pinned. Drop the pictures that are in it.
new-pin-bad-link = A link starts with http:// or https://.
new-pin-left-out =
    { $n ->
        [one] Left out: { $names }. Tackroom cannot take it as a picture.
       *[other] Left out: { $names }. Tackroom cannot take them as pictures.
    }
new-pin-beyond =
    { $n ->
        [one] { $most } go in one go; 1 more was left out.
       *[other] { $most } go in one go; { $n } more were left out.
    }
new-pin-drop-here = Drop the picture here

## Send pin

send-title = Send pin
send-title-many =
    { $n ->
        [one] Send 1 pin
       *[other] Send { $n } pins
    }
send-more =
    { $n ->
        [one] and 1 more
       *[other] and { $n } more
    }
send-find = Find people
send-contacts = Contacts
send-note = Note
send-send = Send
send-as-group = Send as a group
send-remove = Remove { $name }
send-limit =
    { $n ->
        [one] A pin goes to { $n } person at most. Remove someone to add another.
       *[other] A pin goes to { $n } people at most. Remove someone to add another.
    }
send-summary-none = Choose who gets it
send-summary-one = Goes to { $name }
send-summary-each =
    { $n ->
        [one] { $n } conversation
       *[other] { $n } conversations, one with each
    }
send-summary-group = One conversation with { $names }
send-searching = Searching your server…
send-directory-failed = Your server's directory did not answer. A full Matrix ID such as @ruth:example.org works too.
send-nobody = Nobody found. A full Matrix ID such as @ruth:example.org works too.
send-nobody-yet = Type a name, or a full Matrix ID such as @ruth:example.org.
send-typed = { $user }, not on any list
send-last-pin = Last written { $when }
send-sent = Pin sent to { $names }.
send-find-title = New conversation
send-start = Start

## Heads

heads-label = Conversations
heads-name =
    { $unread ->
        [0] { $name }
       *[other] { $name }, { $unread } unread
    }
heads-marked = { $name }, unread
heads-close = Close { $name }
heads-more =
    { $n ->
        [one] { $n } more conversation
       *[other] { $n } more conversations
    }
heads-more-short = +{ $n }
heads-moved = { $name }, { $place } of { $of }
heads-send-to = Send to { $name }

## What one sets for a conversation

marks-label = Conversation actions
marks-on-top = Keep on top
marks-not-on-top = Do not keep on top
marks-unread = Mark as unread
marks-read = Mark as read
marks-archive = Archive
marks-unarchive = Take out of the archive
marks-archived = Archived
marks-notifications = Notifications
marks-all = All messages
marks-mentions = Mentions only
marks-none = Nothing
marks-for-hour = Mute for 1 hour
marks-for-hours = Mute for 8 hours
marks-until-tomorrow = Mute until tomorrow
marks-muted-until = Muted until { $when }

## Older messages, and dates

history-label = Older messages
history-complete = All messages of this conversation are on this device.
history-back-to = On this device are the messages back to { $when }.
history-nothing = No message of this conversation is on this device yet.
history-lead =
    { $n ->
        [one] Older ones can be loaded from the server.
       *[other] Older ones can be loaded from the server, { $n } at a time. It goes on while you do something else.
    }
history-pictures = With their pictures, as far as there is space
history-load = Load older messages
history-loading = Loading older messages…
history-loaded =
    { $n ->
        [one] 1 older message loaded, back to { $when }
       *[other] { $n } older messages loaded, back to { $when }
    }
history-online = waits until you are online
history-server = waits for the server
history-turn = waits for another conversation
history-stop = Stop
history-go-to = Go to a date
history-date = Date
history-show = Show
history-no-date = This is no date. Write it as year-month-day, for example 2024-03-05.
history-none-since = Nothing was written on { $when } or later.
history-missing = What was written before { $when } is not all on this device.
history-load-until = Load back to { $when }
history-show-from = Show { $when }
history-shown = Messages from { $when }
history-back = Back to where you were

## A group

group-label = Group
group-new-with = New group with { $name }
group-new-title = New group
group-new-lead = This is a new conversation. What was written before stays where it is.
group-make = Make the group
group-name = Group name
group-no-name = Called by its members
group-save-name = Save name
group-change-picture = Change picture
group-remove-picture = Remove picture
group-members = Members
group-count =
    { $n ->
        [one] { $n } member
       *[other] { $n } members
    }
group-more =
    { $n ->
        [one] And { $n } more.
       *[other] And { $n } more.
    }
group-invited = Invited
group-role-of = Role of { $name }
group-role-admin = Admin
group-role-moderator = Moderator
group-role-member = Member
group-remove = Remove { $name }
group-banned = Banned
group-unban = Unban { $name }
group-unban-short = Unban
group-leave = Leave group
group-left = You are no longer in this group.
group-locked-name = Your role here does not let you change the name.
group-locked-add = Your role here does not let you add people.
group-add = Add people
group-add-action =
    { $n ->
        [0] Add
        [one] Add { $n } person
       *[other] Add { $n } people
    }
group-adding = Adding…
group-added = Added: { $names }.
group-older-public = Anyone can read this conversation, older pins too, even without being added.
group-older-all = New people see everything that was written here before, older pins too.
group-older-keys = New people see older pins too: with the invitation they get the keys of older messages that this device and your backup have. In an app that cannot take such keys, older messages stay locked.
group-older-since_invited = New people see what is written from their invitation on. Older pins stay hidden from them.
group-older-since_joined = New people see what is written once they have joined. Older pins stay hidden from them.
group-ask-equal-admin = Make { $name } an admin?
group-ask-equal-moderator = Make { $name } a moderator?
group-ask-equal-member = Make { $name } a member?
group-ask-equal-lead = They can then do all that you can do here, and you cannot take it back.
group-ask-equal-action = Give the role
group-ask-less = Give up your role?
group-ask-less-lead = You cannot take it back yourself: another admin has to give it to you again.
group-ask-less-only = You are the only admin. Nobody else can give it back to you, or give roles at all.
group-ask-less-action = Give it up
group-ask-remove = Remove { $name }?
group-ask-withdraw = Take back the invitation of { $name }?
group-ask-remove-lead = They keep what they have read, and can be added again.
group-ask-remove-action = Remove from the group
group-ask-ban = Ban as well: they cannot come back before the ban is lifted.
group-ask-leave = Leave the group?
group-ask-leave-lead = What you have read stays on this device. To come back you need a new invitation.
group-ask-leave-only = You are the only admin: when you leave, nobody can give roles any more. Make somebody else an admin first, if that is not meant.

## What happened in a conversation, between its messages

happened-created = { $by } started the group
happened-created-by-me = You started the group
happened-created-named = { $by } started the group “{ $name }”
happened-created-named-by-me = You started the group “{ $name }”
happened-named = { $by } named the group “{ $name }”
happened-named-by-me = You named the group “{ $name }”
happened-unnamed = { $by } removed the group’s name
happened-unnamed-by-me = You removed the group’s name
happened-picture = { $by } changed the group’s picture
happened-picture-by-me = You changed the group’s picture
happened-picture-gone = { $by } removed the group’s picture
happened-picture-gone-by-me = You removed the group’s picture
happened-joined = { $names } joined
happened-joined-me = You joined
happened-left = { $names } left
happened-left-me = You left
happened-declined = { $names } declined the invitation
happened-declined-me = You declined the invitation
happened-invited = { $by } invited { $names }
happened-invited-by-me = You invited { $names }
happened-invited-me = { $by } invited you
happened-withdrawn = { $by } took back the invitation of { $names }
happened-withdrawn-by-me = You took back the invitation of { $names }
happened-withdrawn-me = { $by } took back your invitation
happened-removed = { $by } removed { $names }
happened-removed-by-me = You removed { $names }
happened-removed-me = { $by } removed you
happened-banned = { $by } banned { $names }
happened-banned-by-me = You banned { $names }
happened-banned-me = { $by } banned you
happened-unbanned = { $by } lifted the ban on { $names }
happened-unbanned-by-me = You lifted the ban on { $names }
happened-unbanned-me = { $by } lifted your ban
happened-called = { $before } is now { $name }
happened-called-me = You are now called { $name }
happened-face = { $names } changed their picture
happened-face-me = You changed your picture
happened-admin = Now an admin: { $names }
happened-admin-me = You are now an admin
happened-moderator = Now a moderator: { $names }
happened-moderator-me = You are now a moderator
happened-member = Now without a role: { $names }
happened-member-me = You have no role here any more
happened-others =
    { $n ->
        [one] { $n } other
       *[other] { $n } others
    }
happened-show =
    { $n ->
        [one] { $n } change
       *[other] { $n } changes
    }

## Conversation

conversation-identity = The encryption identity of { $name } has changed. If they did not set up their account anew, somebody may be posing as them: ask them in another way.
conversation-label = Conversation with { $name }
conversation-log = Messages
conversation-all-pins = All pins
conversation-hide = Hide conversation
conversation-mute = Mute
conversation-unmute = Unmute
conversation-pin-from = Pin from { $name }: { $title }
conversation-pins-from =
    { $n ->
        [one] 1 pin from { $name }
       *[other] { $n } pins from { $name }
    }
conversation-message-from = Message from { $name }
conversation-read-at = Read { $when }
conversation-others =
    { $n ->
        [one] { $n } other
       *[other] { $n } others
    }
conversation-not-encrypted = Not encrypted
conversation-left = You are no longer in this conversation. You can read it, not write.
conversation-sending = Sending
conversation-sent = Sent
conversation-read = Read
conversation-not-sent = Not sent
conversation-read-by = Read by { $names }
conversation-typing =
    { $n ->
        [one] { $names } is writing…
       *[other] { $names } are writing…
    }
conversation-many-typing = Several people are writing…
conversation-retry = Retry
conversation-delete = Delete
conversation-edited = edited
conversation-locked = Locked. The key for this message is not here yet; it opens by itself when it comes.
conversation-removed = Message removed
conversation-unknown = A message of a kind that Tackroom does not know ({ $type })
conversation-file = File
conversation-file-of = File, { $size }
conversation-new-messages = { $n } new
conversation-missing = messages missing here
conversation-load-missing = Load them
conversation-loading = Loading older messages…
conversation-load-failed = Older messages could not be loaded. Scroll up again to retry.
conversation-start = This is where the conversation begins
conversation-newest = Jump to newest
conversation-replies =
    { $n ->
        [one] { $n } reply
       *[other] { $n } replies
    }
conversation-in-thread = in a thread
conversation-new-replies =
    { $n ->
        [one] 1 new
       *[other] { $n } new
    }
conversation-new-about =
    { $n ->
        [one] 1 new about “{ $title }”
       *[other] { $n } new about “{ $title }”
    }
conversation-reaction = { $key } { $n }
conversation-reaction-by = { $key } { $n }: { $names }
conversation-empty = No messages yet
conversation-empty-lead = Write something, or attach a pin.
conversation-reply = Reply
conversation-replying-to = Reply to { $name }
conversation-stop-reply = Do not reply
conversation-announce = { $name }: { $said }
conversation-plain-picture = Picture
conversation-pictures =
    { $n ->
        [one] { $n } picture
       *[other] { $n } pictures
    }
conversation-save-file = Save
conversation-open-file = Open

composer-field = Message
composer-hint = Write to { $name }
composer-send = Send message
composer-attach = Attach pin
composer-too-long =
    { $n ->
        [one] Too long by { $n } byte. Shorten it, or send it in two parts.
       *[other] Too long by { $n } bytes. Shorten it, or send it in two parts.
    }
composer-from-feed = From your feed
composer-new-pin = New pin
composer-editing = Editing your message
composer-stop-edit = Do not edit
composer-people = People to name
actions-button = Actions
actions-label = Message actions
actions-react-with = React with { $emoji }
actions-more-emoji = More emoji
actions-emoji = Choose an emoji
actions-find-emoji = Find emoji
actions-no-emoji = No emoji of that name. The names are English.
actions-smileys = Smileys
actions-people-group = People
actions-nature = Animals and nature
actions-food = Food and drink
actions-travel = Travel and places
actions-activities = Activities
actions-objects = Objects
actions-symbols = Symbols
actions-flags = Flags
actions-reply = Reply
actions-discuss = Discuss
actions-edit = Edit
actions-edit-pin = Edit pin
actions-save-edit = Save
actions-forward = Forward
actions-copy-link = Copy link
actions-copied = Copied.
actions-save = Save to board
actions-delete = Delete
actions-delete-for-all = Delete for everyone
actions-delete-lead = It goes from this conversation for everyone. Who has seen it has seen it.
actions-delete-unsent = It was not sent yet. Nobody will get it.
thread-label = Discussion
thread-hint = about this

pins-title = All pins with { $name }
pins-empty = No pins yet
pins-empty-lead = Pins that you send each other gather here.
pins-from = From { $name }
pins-from-you = From you
pins-more = Show older pins

## Messages and requests

messages-label = Messages
messages-list = Conversations
messages-new = New conversation
messages-requests = Requests
messages-request-count =
    { $n ->
        [one] { $n } person you have not written with
       *[other] { $n } people you have not written with
    }
messages-no-requests = Nobody is waiting
messages-empty = No conversations yet
messages-empty-lead = Send someone a pin and the conversation about it starts here.
messages-find = Find people
messages-not-sent = Not sent
messages-line = { $sender }: { $said }
messages-choose = Choose a conversation
messages-choose-lead = It opens beside the list.
messages-more = Show older conversations

requests-label = Requests
requests-lead = People you never wrote to. Until you accept, nothing they wrote is loaded. They do not learn that you looked.
requests-in-common =
    { $n ->
        [one] in { $n } group with you: { $names }
       *[other] in { $n } groups with you: { $names }
    }
requests-none-in-common = no group with you
requests-asks = Asks to write to you
requests-asks-in = Asks to write to you in “{ $room }”
requests-asks-board = Invites you to the board “{ $board }”
requests-claim = Name and room are this person's own words. Their picture is not loaded.
requests-no-name = The conversation has no name. This person's picture is not loaded.
requests-accept = Accept
requests-decline = Decline
requests-kept-out = Kept out ({ $n })
requests-kept-out-lead = “Who may write to you” in Settings keeps these apart. Nothing tells you of them, and they do not learn of it.
requests-block = Block and report
requests-empty = Nobody is waiting
requests-empty-lead = When someone you never wrote to wants to write to you, you decide here.

## Search

search-label = Search
search-results = Search results
search-count =
    { $n ->
        [one] { $n } result
       *[other] { $n } results
    }
search-none = Nothing found for “{ $query }”
search-none-lead = Search looks in pins, notes, messages, people and sites that are saved on this device.
search-narrow = Narrow it with from:name, in:conversation, host:site, has:link, has:picture, has:pin, has:file, before:2026-01-31, after:2026-01 or on:2026. Words in quotes stand together.
search-conversation = Conversation
search-in-conversation = in { $name }

## A pin's page

pin-page-from = From { $source }, { $when }
pin-page-open-link = Open link
pin-page-send-again = Send to
pin-page-send-to = Send pin to { $name }
pin-page-find-people = Find people
pin-page-sent = Sent to { $names }
pin-page-conversation = Open the conversation
pin-page-older = Picture before
pin-page-newer = Picture after
pin-page-larger = Zoom in
pin-page-play = Play
pin-page-pause = Pause
pin-page-smaller = Zoom out
pin-page-seen-by = Seen by { $names }
pin-page-picture = Picture

selection-label = Selected pins
selection-select = Select
selection-count =
    { $n ->
        [one] 1 pin selected
       *[other] { $n } pins selected
    }
selection-clear = Clear selection
selection-send = Send selected pins

choice-label = Choose together
choice-pins = Pins to choose among
choice-question = Question
choice-which = Which one?
choice-ask = Ask
choice-large = Side by side
choice-take = Choose { $title }
choice-chosen =
    { $n ->
        [one] 1 pin chosen. Choose 2 to 9.
       *[other] { $n } pins chosen. Choose 2 to 9.
    }
choice-vote =
    { $n ->
        [one] Vote for { $title }, 1 vote
       *[other] Vote for { $title }, { $n } votes
    }
choice-by = Chosen by { $names }
choice-nobody = No votes yet

seen-some =
    { $n ->
        [one] 1 of these { $of } was sent before:
       *[other] { $n } of these { $of } were sent before:
    }
seen-more =
    { $n ->
        [one] and 1 more
       *[other] and { $n } more
    }
seen-label = Seen before: { $said }
seen-picture-by-you = You sent this picture to { $room } { $when }
seen-picture-to-you = { $name } sent you this picture { $when }
seen-picture-in-group = { $name } sent this picture to { $room } { $when }
seen-link-by-you = You sent this link to { $room } { $when }
seen-link-to-you = { $name } sent you this link { $when }
seen-link-in-group = { $name } sent this link to { $room } { $when }
seen-both-by-you = You sent this pin to { $room } { $when }
seen-both-to-you = { $name } sent you this pin { $when }
seen-both-in-group = { $name } sent this pin to { $room } { $when }

## Check this link

link-title = Check this link
link-open-anyway = Open anyway
link-go-back = Go back

## Settings

settings-label = Settings
settings-account = Account
settings-homeserver = Homeserver
settings-device = This device
settings-recovery = Set up recovery
settings-recovery-unknown = Can be set up once the server has been reached.
settings-recovery-off = Without a recovery key, your conversations are lost with your last device.
settings-recovery-on = A recovery key is set up. A new one makes the old one void.
settings-recovery-locked = Enter your recovery key to read your earlier conversations on this device.
settings-verify = Verify a session
settings-verified = Your other sessions trust this one.
settings-unverified = Compare seven emoji with another session of yours, and both trust each other.
settings-sign-out = Sign out
settings-sign-out-hint = Removes the session, its keys and everything saved on this device.
settings-who = Who may write to you
settings-who-anyone = Anyone
settings-who-anyone-hint = Who never wrote with you asks first, under Requests.
settings-who-in-common = People in my rooms
settings-who-written-to = People I have written with
settings-who-hint = Others’ requests are kept apart, without a notification.
settings-receipts = Show others when I have read
settings-typing = Show others when I am writing
settings-typing-hint = Never shown to strangers whom you have not answered.
settings-receipts-hint = Off: read marks stay between you and your server.
settings-notifications = Notifications
settings-notify = Tell me about new messages
settings-notify-hint = Not for muted conversations, and not for the one that is open before you.
settings-content = Show in notifications
settings-content-hint = What somebody who looks over your shoulder can read.
settings-content-all = Name and content
settings-content-name = Name only
settings-content-nothing = Neither
settings-quiet = Quiet hours
settings-quiet-hint = No notifications in these hours. Messages wait in Tackroom.
settings-quiet-from = Quiet from
settings-quiet-to = Quiet until
settings-desktop = Desktop
settings-start = Start with the session
settings-start-hint = Tackroom waits in the tray, and messages arrive from the beginning.
settings-closing = When the window is closed
settings-closing-hint = In the tray Tackroom goes on receiving.
settings-no-tray = This desktop shows no tray, so closing ends Tackroom.
settings-close-ask = Ask
settings-close-tray = Keep it in the tray
settings-close-quit = End Tackroom
settings-appearance = Appearance
settings-theme = Theme
settings-theme-system = System
settings-theme-light = Light
settings-theme-dark = Dark
settings-language = Language
settings-feeds = Feeds
settings-no-feeds = No feeds yet. Add the address of a site that you like.
settings-refreshed = Refreshed { $when }
settings-never-refreshed = Not refreshed yet
settings-remove = Remove { $name }
settings-remove-short = Remove
settings-refresh = Refresh now
settings-blocked = Blocked people
settings-nobody-blocked = Nobody is blocked.
settings-unblock = Unblock { $name }
settings-unblock-short = Unblock
settings-guard = Trusted sites and people
settings-no-trusted = No site and no person is trusted yet. Check this link has a box for it.
settings-guard-lists = Lists that links are checked against
settings-storage = Storage
settings-gigabytes = { $n } GB
settings-cache = Pictures kept on this device
settings-cache-hint = When there are more, those not looked at for longest go first. Nothing is lost: they are fetched again when needed.
settings-version = Tackroom { $version }

closing-title = Keep Tackroom in the tray?
closing-words = There it goes on receiving, and tells you. You are asked this once; Settings has it too.
closing-tray = Keep in the tray
closing-quit = End Tackroom

sign-out-title = Sign out
sign-out-words = Signing out removes the session, its encryption keys, drafts, unsent pins and everything saved on this device. Messages that only this device can read are lost.
sign-out-confirm = Sign out and remove data
sign-out-busy = Removing…

recovery-title = Recovery key
recovery-words = Your messages are encrypted with keys that only your devices have. If you lose them all, this recovery key is the one way back to your conversations.
recovery-keep = Keep it where only you find it: a password manager, or paper in a drawer. Nobody can give it to you again, and it is shown only now.
recovery-enter = This account has a recovery key. Enter it, and this device reads your earlier conversations too. Without it you can verify this session with another one, in Settings.
recovery-again = A recovery key is set up already. If you have lost it, make a new one: the old one opens nothing any more.
recovery-making = Making your key…
recovery-copy = Copy
recovery-copied = Copied. Clear the clipboard when you have put it away.
recovery-save = Save to a file
recovery-saved = Saved as { $path }
recovery-later = Not now
recovery-continue = Continue

verify-title = Verify a session
verify-session = The other session: { $session }
verify-asked = Another session of yours asks to be verified. Accept only if you have just started this there yourself.
verify-accept = Accept
verify-waiting = Waiting for the other session. Open it and accept there.
verify-compare = Do both sessions show the same seven emoji, in the same order?
verify-emoji = Emoji
verify-match = They match
verify-differ = They don't match
verify-confirmed = Waiting until the other session says so too…
verify-done = Verified. Both sessions trust each other.

alerts-dismiss = Dismiss
alerts-retry = Try again
alerts-detail = Detail:

## Problems
# The app says in English what failed and what to do. In English this is only what follows it, if anything; in the
# other languages it is the whole sentence, and the app's own words stand below it.

problem-bad_input = { "" }
problem-not_found = { "" }
problem-wrong_password = { "" }
problem-unknown_server = { "" }
problem-not_matrix = { "" }
problem-no_network = { "" }
problem-rate_limited = { "" }
problem-forbidden = { "" }
problem-too_large = { "" }
problem-session_ended = Sign in again to go on.
problem-no_browser_sign_in = { "" }
problem-cancelled = { "" }
problem-not_a_feed = { "" }
problem-not_a_picture = { "" }
problem-blocked = { "" }
problem-disk_full = { "" }
problem-read_only = { "" }
problem-damaged = { "" }
problem-newer_schema = { "" }
problem-keyring = { "" }
problem-internal = Try again. If it stays, “tackroom doctor” in a terminal tells more.

## Said by the app outside its window

app-new-messages =
    { $n ->
        [one] { $n } new message. { $last }
       *[other] { $n } new messages. { $last }
    }
app-open = Open
app-choice-hint = To vote, react with { $key } to the pin.
app-message = Message
app-pin = Pin
app-locked = Encrypted message, its key is not here yet
app-removed = Message removed
app-reply = Reply
app-new-pin = New pin
app-new-message = New message
app-pins =
    { $n ->
        [one] { $n } pin
       *[other] { $n } pins
    }
app-messages =
    { $n ->
        [one] { $n } message
       *[other] { $n } messages
    }
app-from = { $what } from { $name }
app-in = { $what } in { $place }
app-for-you = { $what } for you
app-requests =
    { $n ->
        [one] { $n } new request
       *[other] { $n } new requests
    }
app-requests-body = Someone you have not written with asks to write to you.
app-tray-open = Open Tackroom
app-tray-messages = Messages
app-tray-unread-messages = Messages ({ $n } unread)
app-tray-unread = Tackroom, { $n } unread
app-tray-quit = Quit
app-export-about =
    { $n ->
        [one] { $n } message, exported by Tackroom on { $day }
       *[other] { $n } messages, exported by Tackroom on { $day }
    }
app-export-edited = edited
app-export-thread = in a thread
app-export-covered = Covered: this picture was not taken along.
app-export-missing = This picture was not on the device and could not be fetched.

## Guard

guard-covered-title = Covered
guard-covered-stranger = Covered until you answer or look
guard-covered-stranger-words = You have not answered this person yet.
guard-check-link = Check link
guard-show-picture = Show picture
guard-show-links = Show links
guard-looking = Looking where the link ends…
guard-calm = Nothing suspicious was found.
guard-warn = Look closely before you open it.
guard-never = This link is never opened.
guard-hop-link = What the pin holds
guard-hop-redirect = Sent on by the server
guard-hop-refresh = Sent on by the page
guard-hop-script = Sent on by a script of the page
guard-way = The way of the link
guard-ends = It ends here
guard-cleaned = Cleaned link
guard-open-cleaned = Open cleaned link
guard-covered-in-place = Open it where it was sent to see why.
guard-covered-pin = Covered: { $title }
guard-offer-many =
    { $n ->
        [one] 1 link carries tracking or a detour.
       *[other] { $n } links carry tracking or a detour.
    }
guard-offer = The link carries tracking or a detour. The page itself:
guard-use-cleaned = Use the cleaned link
guard-findings = What was found
guard-trust-site = Trust { $site } from now on
guard-trust-person = Trust { $name } from now on
guard-finding-bad-scheme = This is no web link. Tackroom never opens it.
guard-finding-bad-address = This is not a proper web address, so nobody can tell where it leads.
guard-finding-userinfo = What stands before the @ is not the site. The link leads to what follows it.
guard-finding-ip-host = The link leads to a number instead of a name, so nobody can tell whose site it is.
guard-finding-lookalike-idn = The address uses letters that look like others, so that it can be taken for another site.
guard-finding-lookalike-ascii = The address is written so that it can be taken for a well-known site, and is another.
guard-finding-punycode = The address has letters beyond plain Latin. Its spelled-out form is shown.
guard-finding-odd-host = The address is written in an unusual way that hides where it leads.
guard-finding-cheap-ending = The address has an ending that costs next to nothing and is often used to deceive.
guard-finding-hidden-chars = There are invisible or turning characters in it, which can hide what it really says.
guard-finding-text-mismatch = The words name one site, and the link leads to another.
guard-finding-source-mismatch = The pin says it comes from one site, and the link leads to another.
guard-finding-affiliate-tag = Somebody is paid when you buy through this link.
guard-finding-affiliate-host = The link goes through an advertiser that pays for your visit.
guard-finding-shortener = A short link: it does not show where it leads.
guard-finding-redirector = The link goes through a click counter that does not show where it leads.
guard-finding-redirect-param = The link passes through one site to reach another.
guard-finding-redirect-chain = The link passes through many sites before it ends.
guard-finding-soft-redirect = The page sends its visitors on to another site by itself.
guard-finding-leads-elsewhere = The link ends at another site than the one it names.
guard-finding-unreachable = Where the link ends could not be found out.
guard-finding-tracking = The link carries parts that only tell who clicked where.
guard-finding-plain-http = The link is not encrypted: others on the way can read and change the page.
guard-finding-odd-port = The link leads to an unusual port of that site.
guard-finding-long-url = The address is very long or deeply nested, which can hide where it leads.
guard-finding-download = The link leads to a program or an archive, not to a page.
guard-finding-file-name = The file is a program or an archive, or its name hides what it is.
guard-finding-login-form = The address is made to look like a place for signing in or paying, and is not one of a known site.
guard-finding-bait-words = It promises prizes or easy money.
guard-finding-tiny-image = The picture is tiny or empty: it is only there to carry the link.
guard-finding-decoy-ratio = The picture is so narrow that it shows hardly anything.
guard-finding-stranger = You have never written with this person.
guard-finding-repeat = The same person has sent this link to several of your conversations.

