# كل الكلمات على الشاشة، بالعربية. مواضعها ومتغيراتها في words.ts وفي en.ftl.

app = Tackroom
close = إغلاق
cancel = إلغاء
back = رجوع
show-more = عرض المزيد
show-less = عرض أقل
you = أنت
you-in-list = أنت
opening = جارٍ الفتح…
opening-slow = في انتظار حلقة مفاتيح النظام. قد يكون هناك سؤال مفتوح من النظام.
broken = لا يستطيع Tackroom فتح هذا الملف الشخصي

## الأيام والأوقات

day-today = اليوم
day-yesterday = أمس
when-at = في الساعة { $time }
when-yesterday = أمس
when-on-weekday = يوم { $day }
when-on-date = في { $date }

## تسجيل الدخول

sign-in-label = تسجيل الدخول إلى Tackroom
sign-in-title-first = أرسل صورة.
sign-in-title-second = وتحدّث عنها على انفراد.
sign-in-lead = يعمل Tackroom مع أي حساب Matrix. تُشفَّر دبابيسك وكلماتك قبل أن تغادر هذا الجهاز.
sign-in-homeserver = الخادم المضيف
sign-in-homeserver-hint = مثل matrix.org، أو عنوان خادمك الخاص.
sign-in-username = اسم المستخدم
sign-in-password = كلمة المرور
sign-in-submit = تسجيل الدخول
sign-in-submitting = جارٍ تسجيل الدخول…
sign-in-browser = تسجيل الدخول بالمتصفح
sign-in-browser-waiting = متصفحك مفتوح. أكمل هناك ثم عُد إلى هنا.
sign-in-new-here = جديد هنا؟
sign-in-create = إنشاء حساب
sign-in-looking = جارٍ البحث عن هذا الخادم…
sign-in-found = وُجد.
sign-in-found-browser = وُجد. يتيح هذا الخادم أيضًا تسجيل الدخول بالمتصفح.
sign-in-found-browser-only = وُجد. تسجيل الدخول إلى هذا الخادم يكون بالمتصفح.
sign-in-missing = املأ { $what } أولًا.

## قفل الملف الشخصي

lock-choose = اختيار عبارة مرور
lock-unlock = فتح قفل Tackroom
lock-passphrase = عبارة المرور
lock-show = إظهار عبارة المرور
lock-continue = متابعة
lock-retry = تجربة حلقة المفاتيح مجددًا
lock-keep = احفظها جيدًا: من دونها يبقى المخزّن على هذا الجهاز مغلقًا.
lock-short = اختر 8 أحرف على الأقل.

expired-strip = أنهى الخادم هذه الجلسة. يبقى المحفوظ قابلًا للقراءة.
expired-action = تسجيل الدخول من جديد
expired-title = تسجيل الدخول من جديد
expired-lead = كلمة مرور { $user }. لن يضيع شيء على هذا الجهاز.
expired-lead-browser = يُفتح متصفحك. سجّل الدخول هناك باسم { $user }. لن يضيع شيء على هذا الجهاز.

connection-offline = غير متصل. يُعرض ما هو محفوظ على هذا الجهاز.
connection-connecting = جارٍ الاتصال…
connection-online = { "" }

## الشريط العلوي

bar-search = بحث
bar-search-hint = ابحث في الدبابيس والملاحظات والأشخاص والمواقع
bar-search-hint-short = بحث
bar-search-key = Ctrl K
bar-new-pin = دبوس جديد
bar-messages =
    { $unread ->
        [zero] الرسائل
        [one] الرسائل، رسالة واحدة غير مقروءة
        [two] الرسائل، رسالتان غير مقروءتين
        [few] الرسائل، { $unread } رسائل غير مقروءة
        [many] الرسائل، { $unread } رسالة غير مقروءة
       *[other] الرسائل، { $unread } رسالة غير مقروءة
    }
bar-settings = الإعدادات

## الخلاصة

feed-label = الخلاصة
feed-sources = المصادر
feed-everything = الكل
feed-add-feed = إضافة خلاصة
feed-new-board = لوحة جديدة
feed-pins = الدبابيس
feed-untitled = دبوس بلا عنوان
feed-send-pin = إرسال الدبوس
feed-save-to-board = حفظ في لوحة
feed-open-link = فتح الرابط
feed-sent-to =
    { $n ->
        [zero] لم يُرسل إلى أحد
        [one] أُرسل إلى { $name }
        [two] أُرسل إلى شخصين
        [few] أُرسل إلى { $n } أشخاص
        [many] أُرسل إلى { $n } شخصًا
       *[other] أُرسل إلى { $n } شخص
    }
feed-newer =
    { $n ->
        [zero] لا دبابيس جديدة
        [one] دبوس جديد واحد
        [two] دبوسان جديدان
        [few] { $n } دبابيس جديدة
        [many] { $n } دبوسًا جديدًا
       *[other] { $n } دبوس جديد
    }
feed-retry = المحاولة مجددًا
feed-no-picture = الصورة ليست على هذا الجهاز بعد
feed-nothing-here = لا دبابيس هنا بعد
feed-nothing-in-feed = لم ينشر هذا الموقع حتى الآن شيئًا فيه صورة أو رابط. تظهر الدبابيس الجديدة هنا من تلقاء نفسها.

exporting-button = تصدير
exporting-busy = { $n } من { $of }
exporting-done =
    { $n ->
        [zero] لا رسائل في { $path }.
        [one] رسالة واحدة في { $path }.
        [two] رسالتان في { $path }.
        [few] { $n } رسائل في { $path }.
        [many] { $n } رسالة في { $path }.
       *[other] { $n } رسالة في { $path }.
    }
exporting-left =
    { $n ->
        [zero] لم تبق أي صورة خارجًا.
        [one] صورة واحدة مغطّاة أو تعذّر جلبها، فبقيت خارجًا.
        [two] صورتان مغطّاتان أو تعذّر جلبهما، فبقيتا خارجًا.
        [few] { $n } صور مغطّاة أو تعذّر جلبها، فبقيت خارجًا.
        [many] { $n } صورة مغطّاة أو تعذّر جلبها، فبقيت خارجًا.
       *[other] { $n } صورة مغطّاة أو تعذّر جلبها، فبقيت خارجًا.
    }

picture-save = حفظ الصورة
picture-saved = حُفظت باسم { $path }

empty-title = تبدأ خلاصتك بمصدر واحد
empty-lead = صور من مواقع ولوحات تختارها أنت، بترتيب نشرها. لا يُنتقى لك شيء ولا يُبلَّغ عنك شيء.
empty-follow = متابعة موقع
empty-follow-hint = ألصق عنوان مدونة أو متجر أو خلاصة
empty-board = بدء لوحة
empty-board-hint = جدار من الدبابيس، لك أو للمشاركة
empty-picture = تثبيت صورة من عندك
empty-picture-hint = اختر صورة أو أفلتها على هذه النافذة
empty-heads = هنا تسكن المحادثات
empty-heads-lead = أرسل دبوسًا إلى أحد فتظهر صورته في هذه الزاوية. وتستمر الخلاصة خلفها.
empty-find-people = البحث عن أشخاص

pin-menu-label = ما يمكن فعله مع { $title }
pin-menu-copy-link = نسخ الرابط
pin-menu-copied = نُسخ الرابط.
pin-menu-not-copied = تعذّر نسخ الرابط. افتحه وانسخه من المتصفح.

add-feed-title = إضافة خلاصة
add-feed-address = عنوان الخلاصة
add-feed-hint = عنوان موقع أو عنوان خلاصته (RSS أو Atom).
add-feed-add = إضافة
add-feed-adding = جارٍ البحث عن خلاصته…

## اللوحات

new-board-title = لوحة جديدة
new-board-name = الاسم
new-board-create = إنشاء
new-board-creating = جارٍ الإنشاء…
new-board-hint = لا يراها غيرك حتى تدعو أحدًا.

board-pins =
    { $n ->
        [zero] لا دبابيس
        [one] دبوس واحد
        [two] دبوسان
        [few] { $n } دبابيس
        [many] { $n } دبوسًا
       *[other] { $n } دبوس
    }
board-read-only = يمكنك المشاهدة دون الإضافة
board-add-pin = إضافة دبوس
board-empty = هذه اللوحة فارغة
board-empty-lead = احفظ هنا دبوسًا من الخلاصة، أو أضف دبوسًا من عندك.
board-saved = حُفظ في { $name }.
board-choose = اختيار لوحة

## دبوس جديد

new-pin-title = دبوس جديد
new-pin-link = الرابط
new-pin-link-hint = https://…
new-pin-looking = جارٍ الاطلاع على الصفحة…
new-pin-found =
    { $n ->
        [zero] لم توجد صور في هذه الصفحة
        [one] وُجدت صورة واحدة في هذه الصفحة
        [two] وُجدت صورتان في هذه الصفحة
        [few] وُجدت { $n } صور في هذه الصفحة
        [many] وُجدت { $n } صورة في هذه الصفحة
       *[other] وُجدت { $n } صورة في هذه الصفحة
    }
new-pin-found-none = لم توجد صورة في هذه الصفحة. الرابط وحده يصنع دبوسًا أيضًا.
new-pin-found-pictures = الصور التي وُجدت
new-pin-found-picture = الصورة { $n }
new-pin-choose = اختيار صورة
new-pin-drop-hint = أو أفلتها أو ألصقها هنا
new-pin-remove-picture = إزالة الصورة
new-pin-name = العنوان
new-pin-note = ملاحظة
new-pin-note-hint = لماذا هذه بالذات؟
new-pin-too-long =
    { $n ->
        [zero] الطول مناسب
        [one] أطول بمقدار بايت واحد
        [two] أطول بمقدار بايتين
        [few] أطول بمقدار { $n } بايتات
        [many] أطول بمقدار { $n } بايتًا
       *[other] أطول بمقدار { $n } بايت
    }
new-pin-not-a-picture = هذا الملف ليس صورة يستطيع Tackroom عرضها. اختر PNG أو JPEG أو WebP أو GIF.
new-pin-picture-too-large = حجم الصورة { $is } وأقصى ما يأخذه Tackroom هو { $most }. اختر صورة أصغر.
new-pin-unreadable = تعذّرت قراءة الملف. ربما نُقل من مكانه؛ اختره من جديد.
new-pin-folder = لا يمكن تثبيت مجلد. أفلت الصور التي بداخله.
new-pin-bad-link = يبدأ الرابط بـ http:// أو https://.
new-pin-left-out =
    { $n ->
        [zero] لم يُترك شيء: { $names }
        [one] تُرك: { $names }. لا يستطيع Tackroom أخذه صورةً.
        [two] تُرك: { $names }. لا يستطيع Tackroom أخذهما صورتين.
        [few] تُركت: { $names }. لا يستطيع Tackroom أخذها صورًا.
        [many] تُركت: { $names }. لا يستطيع Tackroom أخذها صورًا.
       *[other] تُركت: { $names }. لا يستطيع Tackroom أخذها صورًا.
    }
new-pin-beyond =
    { $n ->
        [zero] يُرسل { $most } دفعة واحدة.
        [one] يُرسل { $most } دفعة واحدة؛ تُركت صورة واحدة.
        [two] يُرسل { $most } دفعة واحدة؛ تُركت صورتان.
        [few] يُرسل { $most } دفعة واحدة؛ تُركت { $n } صور.
        [many] يُرسل { $most } دفعة واحدة؛ تُركت { $n } صورة.
       *[other] يُرسل { $most } دفعة واحدة؛ تُركت { $n } صورة.
    }
new-pin-drop-here = أفلت الصورة هنا

## إرسال الدبوس

send-title = إرسال الدبوس
send-title-many =
    { $n ->
        [zero] إرسال الدبابيس
        [one] إرسال دبوس واحد
        [two] إرسال دبوسين
        [few] إرسال { $n } دبابيس
        [many] إرسال { $n } دبوسًا
       *[other] إرسال { $n } دبوس
    }
send-more =
    { $n ->
        [zero] ولا غيرها
        [one] وواحد آخر
        [two] واثنان آخران
        [few] و{ $n } أخرى
        [many] و{ $n } أخرى
       *[other] و{ $n } أخرى
    }
send-find = البحث عن أشخاص
send-contacts = جهات الاتصال
send-note = ملاحظة
send-send = إرسال
send-as-group = الإرسال كمجموعة
send-remove = إزالة { $name }
send-limit =
    { $n ->
        [zero] لا يُرسل الدبوس إلى أحد. أزل شخصًا لإضافة آخر.
        [one] يُرسل الدبوس إلى شخص واحد على الأكثر. أزل شخصًا لإضافة آخر.
        [two] يُرسل الدبوس إلى شخصين على الأكثر. أزل شخصًا لإضافة آخر.
        [few] يُرسل الدبوس إلى { $n } أشخاص على الأكثر. أزل شخصًا لإضافة آخر.
        [many] يُرسل الدبوس إلى { $n } شخصًا على الأكثر. أزل شخصًا لإضافة آخر.
       *[other] يُرسل الدبوس إلى { $n } شخص على الأكثر. أزل شخصًا لإضافة آخر.
    }
send-summary-none = اختر من يصله
send-summary-one = يصل إلى { $name }
send-summary-each =
    { $n ->
        [zero] لا محادثات
        [one] محادثة واحدة
        [two] محادثتان، واحدة مع كل شخص
        [few] { $n } محادثات، واحدة مع كل شخص
        [many] { $n } محادثة، واحدة مع كل شخص
       *[other] { $n } محادثة، واحدة مع كل شخص
    }
send-summary-group = محادثة واحدة مع { $names }
send-searching = جارٍ البحث في خادمك…
send-directory-failed = لم يُجب دليل خادمك. يصلح أيضًا معرّف Matrix كامل مثل @ruth:example.org.
send-nobody = لم يوجد أحد. يصلح أيضًا معرّف Matrix كامل مثل @ruth:example.org.
send-nobody-yet = اكتب اسمًا، أو معرّف Matrix كاملًا مثل @ruth:example.org.
send-typed = { $user }، ليس في أي قائمة
send-last-pin = آخر كتابة { $when }
send-sent = أُرسل الدبوس إلى { $names }.
send-find-title = محادثة جديدة
send-start = بدء

## الرؤوس

heads-label = المحادثات
heads-name =
    { $unread ->
        [zero] { $name }
        [one] { $name }، رسالة واحدة غير مقروءة
        [two] { $name }، رسالتان غير مقروءتين
        [few] { $name }، { $unread } رسائل غير مقروءة
        [many] { $name }، { $unread } رسالة غير مقروءة
       *[other] { $name }، { $unread } رسالة غير مقروءة
    }
heads-marked = { $name }، غير مقروءة
heads-close = إغلاق { $name }
heads-more =
    { $n ->
        [zero] لا محادثات أخرى
        [one] محادثة أخرى واحدة
        [two] محادثتان أخريان
        [few] { $n } محادثات أخرى
        [many] { $n } محادثة أخرى
       *[other] { $n } محادثة أخرى
    }
heads-more-short = +{ $n }
heads-moved = { $name }، { $place } من { $of }
heads-send-to = إرسال إلى { $name }

## ما يُضبط لمحادثة

marks-label = إجراءات المحادثة
marks-on-top = إبقاء في الأعلى
marks-not-on-top = عدم الإبقاء في الأعلى
marks-unread = وضع علامة غير مقروءة
marks-read = وضع علامة مقروءة
marks-archive = أرشفة
marks-unarchive = إخراج من الأرشيف
marks-archived = الأرشيف
marks-notifications = الإشعارات
marks-all = كل الرسائل
marks-mentions = الإشارات إليّ فقط
marks-none = لا شيء
marks-for-hour = كتم لساعة واحدة
marks-for-hours = كتم لثماني ساعات
marks-until-tomorrow = كتم حتى الغد
marks-muted-until = مكتومة حتى { $when }

## مجموعة

group-label = المجموعة
group-new-with = مجموعة جديدة مع { $name }
group-new-title = مجموعة جديدة
group-new-lead = هذه محادثة جديدة. ما كُتب من قبل يبقى في مكانه.
group-make = إنشاء المجموعة
group-name = اسم المجموعة
group-no-name = تُسمّى بأسماء أعضائها
group-save-name = حفظ الاسم
group-change-picture = تغيير الصورة
group-remove-picture = إزالة الصورة
group-members = الأعضاء
group-count =
    { $n ->
        [zero] لا أعضاء
        [one] عضو واحد
        [two] عضوان
        [few] { $n } أعضاء
        [many] { $n } عضوًا
       *[other] { $n } عضو
    }
group-more =
    { $n ->
        [zero] لا أحد غيرهم.
        [one] وعضو آخر.
        [two] وعضوان آخران.
        [few] و{ $n } أعضاء آخرين.
        [many] و{ $n } عضوًا آخر.
       *[other] و{ $n } عضو آخر.
    }
group-invited = مدعو
group-role-of = دور { $name }
group-role-admin = مدير
group-role-moderator = مشرف
group-role-member = عضو
group-remove = إزالة { $name }
group-banned = محظورون
group-unban = رفع الحظر عن { $name }
group-unban-short = رفع الحظر
group-leave = مغادرة المجموعة
group-left = لم تعد في هذه المجموعة.
group-locked-name = دورك هنا لا يسمح لك بتغيير الاسم.
group-locked-add = دورك هنا لا يسمح لك بإضافة أشخاص.
group-add = إضافة أشخاص
group-add-action =
    { $n ->
        [zero] إضافة
        [one] إضافة شخص واحد
        [two] إضافة شخصين
        [few] إضافة { $n } أشخاص
        [many] إضافة { $n } شخصًا
       *[other] إضافة { $n } شخص
    }
group-adding = جارٍ الإضافة…
group-added = أُضيف: { $names }.
group-older-public = يمكن لأي شخص قراءة هذه المحادثة، بما فيها الدبابيس الأقدم، حتى دون إضافته.
group-older-all = يرى الجدد كل ما كُتب هنا من قبل، بما فيه الدبابيس الأقدم.
group-older-keys = يرى الجدد الدبابيس الأقدم أيضًا: يتلقون مع الدعوة مفاتيح الرسائل الأقدم الموجودة على هذا الجهاز وفي نسختك الاحتياطية. في التطبيقات التي لا تقبل هذه المفاتيح تبقى الرسائل الأقدم مقفلة.
group-older-since_invited = يرى الجدد ما يُكتب منذ دعوتهم. الدبابيس الأقدم تبقى مخفية عنهم.
group-older-since_joined = يرى الجدد ما يُكتب بعد انضمامهم. الدبابيس الأقدم تبقى مخفية عنهم.
group-ask-equal-admin = جعل { $name } مديرًا؟
group-ask-equal-moderator = جعل { $name } مشرفًا؟
group-ask-equal-member = جعل { $name } عضوًا؟
group-ask-equal-lead = سيستطيع حينها كل ما تستطيعه هنا، ولا يمكنك التراجع عن ذلك.
group-ask-equal-action = منح الدور
group-ask-less = التخلي عن دورك؟
group-ask-less-lead = لا يمكنك استعادته بنفسك: على مدير آخر أن يمنحك إياه من جديد.
group-ask-less-only = أنت المدير الوحيد. لن يستطيع أحد إعادته إليك أو منح أي دور.
group-ask-less-action = التخلي
group-ask-remove = إزالة { $name }؟
group-ask-withdraw = سحب دعوة { $name }؟
group-ask-remove-lead = يحتفظ بما قرأه، ويمكن إضافته من جديد.
group-ask-remove-action = الإزالة من المجموعة
group-ask-ban = حظره أيضًا: لا يستطيع العودة قبل رفع الحظر.
group-ask-leave = مغادرة المجموعة؟
group-ask-leave-lead = ما قرأته يبقى على هذا الجهاز. للعودة تحتاج إلى دعوة جديدة.
group-ask-leave-only = أنت المدير الوحيد: إذا غادرت فلن يستطيع أحد منح الأدوار. اجعل شخصًا آخر مديرًا أولًا إن لم يكن هذا قصدك.

## ما جرى في محادثة، بين رسائلها

happened-created = أنشأ { $by } المجموعة
happened-created-by-me = أنشأتَ المجموعة
happened-created-named = أنشأ { $by } المجموعة «{ $name }»
happened-created-named-by-me = أنشأتَ المجموعة «{ $name }»
happened-named = سمّى { $by } المجموعة «{ $name }»
happened-named-by-me = سمّيتَ المجموعة «{ $name }»
happened-unnamed = أزال { $by } اسم المجموعة
happened-unnamed-by-me = أزلتَ اسم المجموعة
happened-picture = غيّر { $by } صورة المجموعة
happened-picture-by-me = غيّرتَ صورة المجموعة
happened-picture-gone = أزال { $by } صورة المجموعة
happened-picture-gone-by-me = أزلتَ صورة المجموعة
happened-joined = انضم { $names }
happened-joined-me = انضممتَ
happened-left = غادر { $names }
happened-left-me = غادرتَ
happened-declined = رفض { $names } الدعوة
happened-declined-me = رفضتَ الدعوة
happened-invited = دعا { $by } { $names }
happened-invited-by-me = دعوتَ { $names }
happened-invited-me = دعاك { $by }
happened-withdrawn = سحب { $by } دعوة { $names }
happened-withdrawn-by-me = سحبتَ دعوة { $names }
happened-withdrawn-me = سحب { $by } دعوتك
happened-removed = أزال { $by } { $names }
happened-removed-by-me = أزلتَ { $names }
happened-removed-me = أزالك { $by }
happened-banned = حظر { $by } { $names }
happened-banned-by-me = حظرتَ { $names }
happened-banned-me = حظرك { $by }
happened-unbanned = رفع { $by } الحظر عن { $names }
happened-unbanned-by-me = رفعتَ الحظر عن { $names }
happened-unbanned-me = رفع { $by } الحظر عنك
happened-called = صار اسم { $before } الآن { $name }
happened-called-me = اسمك الآن { $name }
happened-face = صورة جديدة: { $names }
happened-face-me = غيّرتَ صورتك
happened-admin = مدير الآن: { $names }
happened-admin-me = أنت الآن مدير
happened-moderator = مشرف الآن: { $names }
happened-moderator-me = أنت الآن مشرف
happened-member = بلا دور الآن: { $names }
happened-member-me = لم يعد لك دور هنا
happened-others =
    { $n ->
        [zero] لا أحد غيرهم
        [one] شخص آخر
        [two] شخصان آخران
        [few] { $n } آخرين
        [many] { $n } آخرين
       *[other] { $n } آخرين
    }
happened-show =
    { $n ->
        [zero] لا تغييرات
        [one] تغيير واحد
        [two] تغييران
        [few] { $n } تغييرات
        [many] { $n } تغييرًا
       *[other] { $n } تغيير
    }

## المحادثة

history-label = الرسائل الأقدم
history-complete = كل رسائل هذه المحادثة موجودة على هذا الجهاز.
history-back-to = توجد على هذا الجهاز الرسائل رجوعًا إلى { $when }.
history-nothing = لا توجد على هذا الجهاز أي رسالة من هذه المحادثة بعد.
history-lead =
    { $n ->
        [zero] يمكن تحميل الرسائل الأقدم من الخادم.
        [one] يمكن تحميل الرسائل الأقدم من الخادم، رسالة واحدة في كل مرة.
        [two] يمكن تحميل الرسائل الأقدم من الخادم، رسالتين في كل مرة.
        [few] يمكن تحميل الرسائل الأقدم من الخادم، { $n } رسائل في كل مرة. ويستمر ذلك بينما تفعل شيئًا آخر.
        [many] يمكن تحميل الرسائل الأقدم من الخادم، { $n } رسالة في كل مرة. ويستمر ذلك بينما تفعل شيئًا آخر.
       *[other] يمكن تحميل الرسائل الأقدم من الخادم، { $n } رسالة في كل مرة. ويستمر ذلك بينما تفعل شيئًا آخر.
    }
history-pictures = مع صورها، ما دامت هناك مساحة
history-load = تحميل الرسائل الأقدم
history-loading = يجري تحميل الرسائل الأقدم…
history-loaded =
    { $n ->
        [zero] لم تُحمَّل أي رسالة أقدم بعد، رجوعًا إلى { $when }
        [one] حُمِّلت رسالة أقدم واحدة، رجوعًا إلى { $when }
        [two] حُمِّلت رسالتان أقدم، رجوعًا إلى { $when }
        [few] حُمِّلت { $n } رسائل أقدم، رجوعًا إلى { $when }
        [many] حُمِّلت { $n } رسالة أقدم، رجوعًا إلى { $when }
       *[other] حُمِّلت { $n } رسالة أقدم، رجوعًا إلى { $when }
    }
history-online = بانتظار الاتصال
history-server = بانتظار الخادم
history-turn = بانتظار محادثة أخرى
history-stop = إيقاف
history-go-to = الذهاب إلى تاريخ
history-date = التاريخ
history-show = عرض
history-no-date = هذا ليس تاريخًا. اكتبه على شكل سنة-شهر-يوم، مثلًا 2024-03-05.
history-none-since = لم يُكتب شيء في { $when } أو بعده.
history-missing = ما كُتب قبل { $when } ليس كله على هذا الجهاز.
history-load-until = التحميل رجوعًا إلى { $when }
history-show-from = عرض { $when }
history-shown = رسائل { $when }
history-back = العودة إلى حيث كنت

conversation-identity = تغيّرت هوية التشفير الخاصة بـ { $name }. إن لم يُعَد إعداد الحساب فقد ينتحل أحدهم الشخصية: تأكد بطريقة أخرى.
conversation-label = محادثة مع { $name }
conversation-log = الرسائل
conversation-all-pins = كل الدبابيس
conversation-hide = إخفاء المحادثة
conversation-mute = كتم
conversation-unmute = إلغاء الكتم
conversation-pin-from = دبوس من { $name }: { $title }
conversation-pins-from =
    { $n ->
        [zero] لا دبابيس من { $name }
        [one] دبوس واحد من { $name }
        [two] دبوسان من { $name }
        [few] { $n } دبابيس من { $name }
        [many] { $n } دبوسًا من { $name }
       *[other] { $n } دبوس من { $name }
    }
conversation-message-from = رسالة من { $name }
conversation-read-at = قُرئت { $when }
conversation-others =
    { $n ->
        [zero] لا آخرون
        [one] شخص آخر
        [two] شخصان آخران
        [few] { $n } آخرون
        [many] { $n } آخر
       *[other] { $n } آخر
    }
conversation-not-encrypted = غير مشفّرة
conversation-left = لم تعد في هذه المحادثة. يمكنك قراءتها لا الكتابة فيها.
conversation-sending = قيد الإرسال
conversation-sent = أُرسلت
conversation-read = قُرئت
conversation-not-sent = لم تُرسل
conversation-read-by = قرأها { $names }
conversation-typing =
    { $n ->
        [zero] لا أحد يكتب
        [one] { $names } يكتب…
        [two] { $names } يكتبان…
        [few] { $names } يكتبون…
        [many] { $names } يكتبون…
       *[other] { $names } يكتبون…
    }
conversation-many-typing = عدة أشخاص يكتبون…
conversation-retry = إعادة المحاولة
conversation-delete = حذف
conversation-edited = معدّلة
conversation-locked = مقفلة. مفتاح هذه الرسالة ليس هنا بعد؛ تُفتح من تلقاء نفسها حين يصل.
conversation-removed = أُزيلت الرسالة
conversation-unknown = رسالة من نوع لا يعرفه Tackroom ({ $type })
conversation-file = ملف
conversation-file-of = ملف، { $size }
conversation-new-messages =
    { $n ->
        [zero] لا جديد
        [one] رسالة جديدة
        [two] رسالتان جديدتان
        [few] { $n } رسائل جديدة
        [many] { $n } رسالة جديدة
       *[other] { $n } رسالة جديدة
    }
conversation-missing = رسائل ناقصة هنا
conversation-load-missing = تحميلها
conversation-loading = جارٍ تحميل رسائل أقدم…
conversation-load-failed = تعذّر تحميل الرسائل الأقدم. مرّر إلى الأعلى مجددًا للمحاولة.
conversation-start = هنا تبدأ المحادثة
conversation-newest = الانتقال إلى الأحدث
conversation-replies =
    { $n ->
        [zero] لا ردود
        [one] رد واحد
        [two] ردّان
        [few] { $n } ردود
        [many] { $n } ردًا
       *[other] { $n } رد
    }
conversation-in-thread = في سلسلة
conversation-new-replies =
    { $n ->
        [zero] لا جديد
        [one] جديد واحد
        [two] جديدان
        [few] { $n } جديدة
        [many] { $n } جديدًا
       *[other] { $n } جديد
    }
conversation-new-about =
    { $n ->
        [zero] لا جديد حول «{ $title }»
        [one] رد جديد حول «{ $title }»
        [two] ردّان جديدان حول «{ $title }»
        [few] { $n } ردود جديدة حول «{ $title }»
        [many] { $n } ردًا جديدًا حول «{ $title }»
       *[other] { $n } رد جديد حول «{ $title }»
    }
conversation-reaction = { $key } { $n }
conversation-reaction-by = { $key } { $n }: { $names }
conversation-empty = لا رسائل بعد
conversation-empty-lead = اكتب شيئًا، أو أرفق دبوسًا.
conversation-reply = رد
conversation-replying-to = رد على { $name }
conversation-stop-reply = إلغاء الرد
conversation-announce = { $name }: { $said }
conversation-plain-picture = صورة
conversation-pictures =
    { $n ->
        [zero] لا صور
        [one] صورة واحدة
        [two] صورتان
        [few] { $n } صور
        [many] { $n } صورة
       *[other] { $n } صورة
    }
conversation-save-file = حفظ
conversation-open-file = فتح

composer-field = رسالة
composer-hint = اكتب إلى { $name }
composer-send = إرسال الرسالة
composer-attach = إرفاق دبوس
composer-too-long =
    { $n ->
        [zero] الطول مناسب.
        [one] أطول من اللازم ببايت واحد. اختصرها أو أرسلها في جزأين.
        [two] أطول من اللازم ببايتين. اختصرها أو أرسلها في جزأين.
        [few] أطول من اللازم بمقدار { $n } بايتات. اختصرها أو أرسلها في جزأين.
        [many] أطول من اللازم بمقدار { $n } بايتًا. اختصرها أو أرسلها في جزأين.
       *[other] أطول من اللازم بمقدار { $n } بايت. اختصرها أو أرسلها في جزأين.
    }
composer-from-feed = من خلاصتك
composer-new-pin = دبوس جديد
composer-editing = تعدّل رسالتك
composer-stop-edit = ترك التعديل
composer-people = من تذكره
actions-button = إجراءات
actions-label = إجراءات الرسالة
actions-react-with = تفاعل بـ { $emoji }
actions-more-emoji = رموز أخرى
actions-emoji = اختيار رمز
actions-find-emoji = بحث عن رمز
actions-no-emoji = لا رمز بهذا الاسم. الأسماء بالإنجليزية.
actions-smileys = وجوه
actions-people-group = أشخاص
actions-nature = حيوانات وطبيعة
actions-food = طعام وشراب
actions-travel = سفر وأماكن
actions-activities = أنشطة
actions-objects = أشياء
actions-symbols = علامات
actions-flags = أعلام
actions-reply = رد
actions-discuss = مناقشة
actions-edit = تعديل
actions-edit-pin = تعديل الدبوس
actions-save-edit = حفظ
actions-forward = إعادة توجيه
actions-copy-link = نسخ الرابط
actions-copied = نُسخ.
actions-save = حفظ في لوحة
actions-delete = حذف
actions-delete-for-all = حذف لدى الجميع
actions-delete-lead = تُزال من هذه المحادثة لدى الجميع. ومن رآها فقد رآها.
actions-delete-unsent = لم تُرسل بعد. لن تصل أحدًا.
thread-label = المناقشة
thread-hint = عن هذا

pins-title = كل الدبابيس مع { $name }
pins-empty = لا دبابيس بعد
pins-empty-lead = تتجمّع هنا الدبابيس التي يرسلها بعضكم إلى بعض.
pins-from = من { $name }
pins-from-you = منك
pins-more = عرض دبابيس أقدم

## الرسائل والطلبات

messages-label = الرسائل
messages-list = المحادثات
messages-new = محادثة جديدة
messages-requests = الطلبات
messages-request-count =
    { $n ->
        [zero] لا أحد ممن لم تراسلهم
        [one] شخص واحد لم تراسله
        [two] شخصان لم تراسلهما
        [few] { $n } أشخاص لم تراسلهم
        [many] { $n } شخصًا لم تراسلهم
       *[other] { $n } شخص لم تراسلهم
    }
messages-no-requests = لا أحد ينتظر
messages-empty = لا محادثات بعد
messages-empty-lead = أرسل دبوسًا إلى أحد فتبدأ المحادثة عنه هنا.
messages-find = البحث عن أشخاص
messages-not-sent = لم تُرسل
messages-line = { $sender }: { $said }
messages-choose = اختر محادثة
messages-choose-lead = تُفتح بجانب القائمة.
messages-more = عرض محادثات أقدم

requests-label = الطلبات
requests-lead = أشخاص لم تكتب إليهم قط. لا يُحمَّل شيء مما كتبوه حتى تقبل. ولا يعلمون أنك اطّلعت.
requests-in-common =
    { $n ->
        [zero] لا مجموعة مشتركة معك
        [one] في مجموعة واحدة معك: { $names }
        [two] في مجموعتين معك: { $names }
        [few] في { $n } مجموعات معك: { $names }
        [many] في { $n } مجموعة معك: { $names }
       *[other] في { $n } مجموعة معك: { $names }
    }
requests-none-in-common = لا مجموعة مشتركة معك
requests-asks = يطلب أن يكتب إليك
requests-asks-in = يطلب أن يكتب إليك في «{ $room }»
requests-asks-board = يدعوك إلى اللوحة «{ $board }»
requests-claim = الاسم والغرفة من كلام هذا الشخص نفسه. صورته لا تُحمَّل.
requests-no-name = لا اسم للمحادثة. صورة هذا الشخص لا تُحمَّل.
requests-accept = قبول
requests-decline = رفض
requests-kept-out = المُبعَدون ({ $n })
requests-kept-out-lead = «من يمكنه الكتابة إليك» في الإعدادات يُبقيهم جانبًا. لا ينبّهك إليهم شيء، ولا يعلمون بذلك.
requests-block = حظر وإبلاغ
requests-empty = لا أحد ينتظر
requests-empty-lead = حين يريد أن يكتب إليك من لم تكتب إليه قط، تقرّر هنا.

## البحث

search-label = بحث
search-results = نتائج البحث
search-count =
    { $n ->
        [zero] لا نتائج
        [one] نتيجة واحدة
        [two] نتيجتان
        [few] { $n } نتائج
        [many] { $n } نتيجة
       *[other] { $n } نتيجة
    }
search-none = لا شيء لـ «{ $query }»
search-none-lead = يجري البحث في الدبابيس والملاحظات والرسائل والأشخاص والمواقع المحفوظة على هذا الجهاز.
search-narrow = ضيّق البحث بـ from:الاسم أو in:المحادثة أو host:الموقع أو has:link أو has:picture أو has:pin أو has:file أو before:2026-01-31 أو after:2026-01 أو on:2026. الكلمات بين علامتي اقتباس تُطلب معًا.
search-conversation = محادثة
search-in-conversation = في { $name }

## صفحة الدبوس

pin-page-from = من { $source }، { $when }
pin-page-open-link = فتح الرابط
pin-page-send-again = إرسال إلى
pin-page-send-to = إرسال الدبوس إلى { $name }
pin-page-find-people = البحث عن أشخاص
pin-page-sent = أُرسل إلى { $names }
pin-page-conversation = فتح المحادثة
pin-page-older = الصورة السابقة
pin-page-newer = الصورة التالية
pin-page-larger = تكبير
pin-page-play = تشغيل
pin-page-pause = إيقاف مؤقت
pin-page-smaller = تصغير
pin-page-seen-by = شاهده { $names }
pin-page-picture = الصورة

selection-label = الدبابيس المحددة
selection-select = تحديد
selection-count =
    { $n ->
        [zero] لم يُحدد أي دبوس
        [one] حُدد دبوس واحد
        [two] حُدد دبوسان
        [few] حُددت { $n } دبابيس
        [many] حُدد { $n } دبوسًا
       *[other] حُدد { $n } دبوس
    }
selection-clear = إلغاء التحديد
selection-send = إرسال الدبابيس المحددة

choice-label = الاختيار معًا
choice-pins = دبابيس للاختيار بينها
choice-question = السؤال
choice-which = أيّها؟
choice-ask = اسأل
choice-large = جنبًا إلى جنب
choice-take = اختيار { $title }
choice-chosen =
    { $n ->
        [zero] لم يُختر أي دبوس. اختر من اثنين إلى تسعة.
        [one] اختير دبوس واحد. اختر من اثنين إلى تسعة.
        [two] اختير دبوسان. اختر من اثنين إلى تسعة.
        [few] اختيرت { $n } دبابيس. اختر من اثنين إلى تسعة.
        [many] اختير { $n } دبوسًا. اختر من اثنين إلى تسعة.
       *[other] اختير { $n } دبوس. اختر من اثنين إلى تسعة.
    }
choice-vote =
    { $n ->
        [zero] صوّت لـ { $title }، لا أصوات
        [one] صوّت لـ { $title }، صوت واحد
        [two] صوّت لـ { $title }، صوتان
        [few] صوّت لـ { $title }، { $n } أصوات
        [many] صوّت لـ { $title }، { $n } صوتًا
       *[other] صوّت لـ { $title }، { $n } صوت
    }
choice-by = اختاره { $names }
choice-nobody = لا أصوات بعد

seen-some =
    { $n ->
        [zero] لم يُرسل من هذه الـ{ $of } شيء من قبل:
        [one] واحد من هذه الـ{ $of } أُرسل من قبل:
        [two] اثنان من هذه الـ{ $of } أُرسلا من قبل:
        [few] { $n } من هذه الـ{ $of } أُرسلت من قبل:
        [many] { $n } من هذه الـ{ $of } أُرسلت من قبل:
       *[other] { $n } من هذه الـ{ $of } أُرسلت من قبل:
    }
seen-more =
    { $n ->
        [zero] ولا شيء غيرها
        [one] وواحد آخر
        [two] واثنان آخران
        [few] و{ $n } أخرى
        [many] و{ $n } أخرى
       *[other] و{ $n } أخرى
    }
seen-label = شوهد من قبل: { $said }
seen-picture-by-you = أرسلتَ هذه الصورة إلى { $room } { $when }
seen-picture-to-you = أرسل إليك { $name } هذه الصورة { $when }
seen-picture-in-group = أرسل { $name } هذه الصورة إلى { $room } { $when }
seen-link-by-you = أرسلتَ هذا الرابط إلى { $room } { $when }
seen-link-to-you = أرسل إليك { $name } هذا الرابط { $when }
seen-link-in-group = أرسل { $name } هذا الرابط إلى { $room } { $when }
seen-both-by-you = أرسلتَ هذا الدبوس إلى { $room } { $when }
seen-both-to-you = أرسل إليك { $name } هذا الدبوس { $when }
seen-both-in-group = أرسل { $name } هذا الدبوس إلى { $room } { $when }

## فحص هذا الرابط

link-title = فحص هذا الرابط
link-open-anyway = فتح على أي حال
link-go-back = رجوع

## الإعدادات

settings-label = الإعدادات
settings-account = الحساب
settings-homeserver = الخادم المضيف
settings-device = هذا الجهاز
settings-recovery = إعداد الاسترداد
settings-recovery-unknown = يمكن إعداده بعد الوصول إلى الخادم.
settings-recovery-off = من دون مفتاح استرداد تضيع محادثاتك مع آخر جهاز لك.
settings-recovery-on = مفتاح الاسترداد معدّ. المفتاح الجديد يبطل القديم.
settings-recovery-locked = أدخل مفتاح الاسترداد لتقرأ محادثاتك السابقة على هذا الجهاز.
settings-verify = التحقق من جلسة
settings-verified = جلساتك الأخرى تثق بهذه الجلسة.
settings-unverified = قارن سبعة رموز تعبيرية مع جلسة أخرى لك فتثق كل منهما بالأخرى.
settings-sign-out = تسجيل الخروج
settings-sign-out-hint = يزيل الجلسة ومفاتيحها وكل ما هو محفوظ على هذا الجهاز.
settings-who = من يمكنه الكتابة إليك
settings-who-anyone = أي شخص
settings-who-anyone-hint = من لم يكاتبك قط يطلب أولًا، ضمن الطلبات.
settings-who-in-common = من هم في غرفي
settings-who-written-to = من كاتبتهم
settings-who-hint = طلبات الآخرين تُحفظ جانبًا دون إشعار.
settings-receipts = إعلام الآخرين حين أقرأ
settings-typing = إظهار أنني أكتب للآخرين
settings-typing-hint = لا يظهر أبدًا للغرباء الذين لم ترد عليهم.
settings-receipts-hint = عند الإيقاف: تبقى علامات القراءة بينك وبين خادمك.
settings-notifications = الإشعارات
settings-notify = إعلامي بالرسائل الجديدة
settings-notify-hint = ليس للمحادثات المكتومة، ولا للمحادثة المفتوحة أمامك.
settings-content = إظهار في الإشعارات
settings-content-hint = ما يستطيع قراءته من ينظر من خلفك.
settings-content-all = الاسم والمحتوى
settings-content-name = الاسم فقط
settings-content-nothing = لا شيء منهما
settings-quiet = ساعات الهدوء
settings-quiet-hint = لا إشعارات في هذه الساعات. الرسائل تنتظر في Tackroom.
settings-quiet-from = الهدوء من
settings-quiet-to = الهدوء حتى
settings-desktop = سطح المكتب
settings-start = البدء مع الجلسة
settings-start-hint = ينتظر Tackroom في شريط النظام، وتصل الرسائل من البداية.
settings-closing = عند إغلاق النافذة
settings-closing-hint = في شريط النظام يواصل Tackroom الاستقبال.
settings-no-tray = لا يعرض سطح المكتب هذا شريط نظام، لذا ينهي الإغلاق Tackroom.
settings-close-ask = السؤال
settings-close-tray = البقاء في شريط النظام
settings-close-quit = إنهاء Tackroom
settings-appearance = المظهر
settings-theme = السمة
settings-theme-system = النظام
settings-theme-light = فاتحة
settings-theme-dark = داكنة
settings-language = اللغة
settings-feeds = الخلاصات
settings-no-feeds = لا خلاصات بعد. أضف عنوان موقع يعجبك.
settings-refreshed = حُدّثت { $when }
settings-never-refreshed = لم تُحدّث بعد
settings-remove = إزالة { $name }
settings-remove-short = إزالة
settings-refresh = التحديث الآن
settings-blocked = الأشخاص المحظورون
settings-nobody-blocked = لا أحد محظور.
settings-unblock = إلغاء حظر { $name }
settings-unblock-short = إلغاء الحظر
settings-guard = المواقع والأشخاص الموثوقون
settings-no-trusted = لا موقع ولا شخص موثوقًا بعد. في فحص الرابط مربع لذلك.
settings-guard-lists = القوائم التي تُفحص بها الروابط
settings-storage = التخزين
settings-gigabytes = { $n } غيغابايت
settings-cache = الصور المحفوظة على هذا الجهاز
settings-cache-hint = حين تزيد، تذهب أولًا التي لم يُنظر إليها منذ أطول وقت. لا يضيع شيء: تُجلب من جديد عند الحاجة.
settings-version = Tackroom { $version }

closing-title = هل يبقى Tackroom في شريط النظام؟
closing-words = هناك يواصل الاستقبال ويخبرك. تُسأل مرة واحدة؛ وهذا موجود في الإعدادات أيضًا.
closing-tray = البقاء في شريط النظام
closing-quit = إنهاء Tackroom

sign-out-title = تسجيل الخروج
sign-out-words = يزيل تسجيل الخروج الجلسة ومفاتيح التشفير والمسودات والدبابيس غير المرسلة وكل ما هو محفوظ على هذا الجهاز. والرسائل التي لا يقرؤها غير هذا الجهاز تضيع.
sign-out-confirm = تسجيل الخروج وإزالة البيانات
sign-out-busy = جارٍ الإزالة…

recovery-title = مفتاح الاسترداد
recovery-words = رسائلك مشفّرة بمفاتيح لا توجد إلا في أجهزتك. إن فقدتها كلها فمفتاح الاسترداد هذا هو الطريق الوحيد إلى محادثاتك.
recovery-keep = احفظه حيث لا يجده غيرك: في مدير كلمات مرور أو على ورقة في درج. لا يستطيع أحد أن يعطيك إياه مرة أخرى، ولا يظهر إلا الآن.
recovery-enter = لهذا الحساب مفتاح استرداد. أدخله فيقرأ هذا الجهاز محادثاتك السابقة أيضًا. ومن دونه يمكنك التحقق من هذه الجلسة بجلسة أخرى من الإعدادات.
recovery-again = مفتاح الاسترداد معدّ من قبل. إن فقدته فأنشئ مفتاحًا جديدًا: لن يفتح القديم شيئًا بعد ذلك.
recovery-making = يُنشأ مفتاحك…
recovery-copy = نسخ
recovery-copied = نُسخ. امسح الحافظة بعد أن تحفظه.
recovery-save = حفظ في ملف
recovery-saved = حُفظ باسم { $path }
recovery-later = ليس الآن
recovery-continue = متابعة

verify-title = التحقق من جلسة
verify-session = الجلسة الأخرى: { $session }
verify-asked = تطلب جلسة أخرى لك التحقق منها. لا تقبل إلا إذا بدأت ذلك هناك بنفسك الآن.
verify-accept = قبول
verify-waiting = في انتظار الجلسة الأخرى. افتحها واقبل هناك.
verify-compare = هل تعرض الجلستان الرموز السبعة نفسها بالترتيب نفسه؟
verify-emoji = الرموز التعبيرية
verify-match = متطابقة
verify-differ = غير متطابقة
verify-confirmed = في انتظار تأكيد الجلسة الأخرى…
verify-done = تم التحقق. تثق كل جلسة بالأخرى.

alerts-dismiss = إغلاق
alerts-retry = المحاولة مجددًا
alerts-detail = التفصيل (بالإنجليزية):

## المشكلات

problem-bad_input = تعذّر قبول ذلك بهذه الصورة. غيّر ما أدخلته وحاول مجددًا.
problem-not_found = لم يعد ذلك موجودًا. ارجع واختر غيره.
problem-wrong_password = اسم المستخدم أو كلمة المرور غير صحيح. راجعهما وحاول مجددًا.
problem-unknown_server = لم يوجد هذا الخادم. راجع اسمه.
problem-not_matrix = لا يجيب خادم Matrix على هذا العنوان. راجعه.
problem-no_network = لا اتصال. راجع الشبكة وحاول مجددًا.
problem-rate_limited = يطلب الخادم التمهّل. انتظر دقيقة وحاول مجددًا.
problem-forbidden = لا يسمح الخادم بذلك.
problem-too_large = هذا أكبر من اللازم. اختر ما هو أصغر.
problem-session_ended = أنهى الخادم هذه الجلسة. سجّل الدخول من جديد للمتابعة.
problem-no_browser_sign_in = لا يتيح هذا الخادم تسجيل الدخول بالمتصفح. استخدم كلمة المرور.
problem-cancelled = أُلغي.
problem-not_a_feed = لم توجد خلاصة على هذا العنوان. استخدم عنوان الخلاصة نفسها.
problem-not_a_picture = هذه ليست صورة يستطيع Tackroom عرضها. اختر PNG أو JPEG أو WebP أو GIF.
problem-blocked = لا يُجلب هذا العنوان.
problem-disk_full = امتلأت مساحة التخزين. أفرغ مكانًا وحاول مجددًا.
problem-read_only = تتعذّر الكتابة في مجلد الملف الشخصي. راجع أذوناته.
problem-damaged = المحفوظ تالف.
problem-newer_schema = هذا الملف الشخصي من إصدار أحدث من Tackroom. افتحه بالإصدار الأحدث.
problem-keyring = لم تُجب حلقة مفاتيح النظام. حاول مجددًا.
problem-internal = فشل شيء ما. حاول مجددًا؛ وإن بقي، فالأمر «tackroom doctor» في الطرفية يقول المزيد.

## ما يقوله التطبيق خارج نافذته

app-new-messages =
    { $n ->
        [zero] لا رسائل جديدة. { $last }
        [one] رسالة جديدة واحدة. { $last }
        [two] رسالتان جديدتان. { $last }
        [few] { $n } رسائل جديدة. { $last }
        [many] { $n } رسالة جديدة. { $last }
       *[other] { $n } رسالة جديدة. { $last }
    }
app-open = فتح
app-choice-hint = للتصويت، تفاعل مع الدبوس بالرمز { $key }.
app-message = رسالة
app-pin = دبوس
app-locked = رسالة مشفّرة، مفتاحها ليس هنا بعد
app-removed = أُزيلت الرسالة
app-reply = رد
app-new-pin = دبوس جديد
app-new-message = رسالة جديدة
app-pins =
    { $n ->
        [zero] لا دبابيس
        [one] دبوس واحد
        [two] دبوسان
        [few] { $n } دبابيس
        [many] { $n } دبوسًا
       *[other] { $n } دبوس
    }
app-messages =
    { $n ->
        [zero] لا رسائل
        [one] رسالة واحدة
        [two] رسالتان
        [few] { $n } رسائل
        [many] { $n } رسالة
       *[other] { $n } رسالة
    }
app-from = { $what } من { $name }
app-in = { $what } في { $place }
app-for-you = { $what } لك
app-requests =
    { $n ->
        [zero] لا طلبات جديدة
        [one] طلب جديد واحد
        [two] طلبان جديدان
        [few] { $n } طلبات جديدة
        [many] { $n } طلبًا جديدًا
       *[other] { $n } طلب جديد
    }
app-requests-body = شخص لم تراسله من قبل يطلب مراسلتك.
app-tray-open = فتح Tackroom
app-tray-messages = الرسائل
app-tray-unread-messages =
    { $n ->
        [zero] الرسائل
        [one] الرسائل (واحدة غير مقروءة)
        [two] الرسائل (اثنتان غير مقروءتين)
        [few] الرسائل ({ $n } غير مقروءة)
        [many] الرسائل ({ $n } غير مقروءة)
       *[other] الرسائل ({ $n } غير مقروءة)
    }
app-tray-unread =
    { $n ->
        [zero] Tackroom
        [one] Tackroom، واحدة غير مقروءة
        [two] Tackroom، اثنتان غير مقروءتين
        [few] Tackroom، { $n } غير مقروءة
        [many] Tackroom، { $n } غير مقروءة
       *[other] Tackroom، { $n } غير مقروءة
    }
app-tray-quit = إنهاء
app-export-about =
    { $n ->
        [zero] لا رسائل، صدّرها Tackroom في { $day }
        [one] رسالة واحدة، صدّرها Tackroom في { $day }
        [two] رسالتان، صدّرهما Tackroom في { $day }
        [few] { $n } رسائل، صدّرها Tackroom في { $day }
        [many] { $n } رسالة، صدّرها Tackroom في { $day }
       *[other] { $n } رسالة، صدّرها Tackroom في { $day }
    }
app-export-edited = معدّلة
app-export-thread = ضمن سلسلة
app-export-covered = مغطّاة: لم تؤخذ هذه الصورة.
app-export-missing = لم تكن هذه الصورة على الجهاز ولم يمكن جلبها.

## Guard

guard-covered-title = مغطى
guard-covered-stranger = مغطى حتى ترد أو تنظر
guard-covered-stranger-words = لم ترد على هذا الشخص بعد.
guard-check-link = فحص الرابط
guard-show-picture = إظهار الصورة
guard-show-links = إظهار الروابط
guard-looking = جارٍ معرفة نهاية الرابط…
guard-calm = لم يُعثر على ما يريب.
guard-warn = تأمّل قبل أن تفتحه.
guard-never = هذا الرابط لا يُفتح أبدًا.
guard-hop-link = ما يحمله الدبوس
guard-hop-redirect = أحاله الخادم
guard-hop-refresh = أحالته الصفحة
guard-hop-script = أحاله نص برمجي في الصفحة
guard-way = مسار الرابط
guard-ends = هنا ينتهي
guard-cleaned = الرابط المنقّى
guard-open-cleaned = فتح الرابط المنقّى
guard-covered-in-place = افتحه حيث أُرسل لترى السبب.
guard-covered-pin = مغطى: { $title }
guard-offer-many =
    { $n ->
        [zero] لا يحمل أي رابط تتبعًا.
        [one] رابط واحد يحمل تتبعًا أو طريقًا ملتفًا.
        [two] رابطان يحملان تتبعًا أو طريقًا ملتفًا.
        [few] { $n } روابط تحمل تتبعًا أو طريقًا ملتفًا.
        [many] { $n } رابطًا يحمل تتبعًا أو طريقًا ملتفًا.
       *[other] { $n } رابط يحمل تتبعًا أو طريقًا ملتفًا.
    }
guard-offer = يحمل الرابط تتبعًا أو طريقًا ملتفًا. الصفحة نفسها:
guard-use-cleaned = استخدام الرابط المنقّى
guard-findings = ما عُثر عليه
guard-trust-site = الوثوق بالموقع { $site } من الآن
guard-trust-person = الوثوق بـ { $name } من الآن
guard-finding-bad-scheme = هذا ليس رابط ويب. لا يفتحه Tackroom أبدًا.
guard-finding-bad-address = هذا ليس عنوان ويب صحيحًا، فلا يُعرف إلى أين يقود.
guard-finding-userinfo = ما قبل @ ليس الموقع. الرابط يقود إلى ما بعده.
guard-finding-ip-host = يقود الرابط إلى رقم بدل اسم، فلا يُعرف صاحب الموقع.
guard-finding-lookalike-idn = يستخدم العنوان حروفًا تشبه غيرها فيُظن موقعًا آخر.
guard-finding-lookalike-ascii = كُتب العنوان ليُظن موقعًا معروفًا وهو غيره.
guard-finding-punycode = في العنوان حروف غير لاتينية بسيطة. تظهر صورته الكاملة.
guard-finding-odd-host = كُتب العنوان بطريقة غير مألوفة تخفي إلى أين يقود.
guard-finding-cheap-ending = ينتهي العنوان بامتداد يكاد لا يكلّف شيئًا وكثيرًا ما يُستخدم للخداع.
guard-finding-hidden-chars = فيه محارف خفية أو تقلب الاتجاه قد تخفي حقيقته.
guard-finding-text-mismatch = يذكر النص موقعًا والرابط يقود إلى آخر.
guard-finding-source-mismatch = يقول الدبوس إنه من موقع والرابط يقود إلى آخر.
guard-finding-affiliate-tag = يُدفع لشخص ما إن اشتريت عبر هذا الرابط.
guard-finding-affiliate-host = يمر الرابط عبر معلن يدفع مقابل زيارتك.
guard-finding-shortener = رابط قصير لا يُظهر إلى أين يقود.
guard-finding-redirector = يمر الرابط عبر عداد نقرات لا يُظهر إلى أين يقود.
guard-finding-redirect-param = يمر الرابط عبر موقع ليصل إلى آخر.
guard-finding-redirect-chain = يمر الرابط عبر مواقع كثيرة قبل أن ينتهي.
guard-finding-soft-redirect = ترسل الصفحة زوارها إلى موقع آخر من تلقاء نفسها.
guard-finding-leads-elsewhere = ينتهي الرابط في موقع غير الذي يذكره.
guard-finding-unreachable = تعذّرت معرفة نهاية الرابط.
guard-finding-tracking = في الرابط أجزاء لا تفيد إلا في معرفة من نقر وأين.
guard-finding-plain-http = الرابط غير مشفّر: قد يقرأ غيرك الصفحة في الطريق ويغيّرها.
guard-finding-odd-port = يقود الرابط إلى منفذ غير مألوف في ذلك الموقع.
guard-finding-long-url = العنوان طويل جدًا أو متداخل، وقد يخفي ذلك إلى أين يقود.
guard-finding-download = يقود الرابط إلى برنامج أو أرشيف لا إلى صفحة.
guard-finding-file-name = الملف برنامج أو أرشيف، أو يخفي اسمه ما هو.
guard-finding-login-form = صُنع العنوان ليبدو مكان تسجيل دخول أو دفع وليس لموقع معروف.
guard-finding-bait-words = يعِد بجوائز أو مال سهل.
guard-finding-tiny-image = الصورة ضئيلة أو فارغة: وُضعت لحمل الرابط فقط.
guard-finding-decoy-ratio = الصورة ضيقة حتى إنها لا تكاد تُظهر شيئًا.
guard-finding-stranger = لم تراسل هذا الشخص من قبل.
guard-finding-repeat = أرسل الشخص نفسه هذا الرابط إلى عدة محادثات لك.

