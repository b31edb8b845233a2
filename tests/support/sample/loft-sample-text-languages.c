/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-sample-text.h"

/* ---- German --------------------------------------------------------------------------------- */

static const LoftSamplePerson german_people[] = {
  { "Lena Fischer", "lena.fischer@buero-fischer.example" },
  { "Jürgen Großmann", "j.grossmann@grossmann-bau.example" },
  { "Ilse Krämer", "ilse.kraemer@gmeind.example" },
  { "Hausverwaltung Sommer", "verwaltung@sommer-haus.example" },
  { NULL, NULL },
};

static const char *const german_subjects[] = {
  "Rückfrage zum Angebot", "Nebenkosten 2. Halbjahr", "Schlüsselübergabe am Freitag",
  "Entwurf für die Ausstellung", "Termin beim Bauamt", "Größe der Schilder",
  "Wanderung am Wochenende", "Grüße aus Zürich", "Änderung der Öffnungszeiten",
  "Mängelliste Küche", NULL,
};

static const char *const german_greetings[] = { "Hallo %s,", "Liebe %s,", "Guten Tag %s,", NULL };

static const char *const german_sentences[] = {
  "Vielen Dank für die schnelle Rückmeldung.",
  "Die Schilder werden größer als geplant, dafür brauchen wir weniger davon.",
  "Könnten Sie uns bis Freitag mitteilen, ob der Termin passt?",
  "Das Bauamt verlangt noch einen Lageplan im Maßstab 1:500.",
  "Die Küche ist fast fertig, nur die Tür klemmt noch.",
  "Der Schlüssel liegt ab acht Uhr beim Hausmeister.",
  "Wir haben die Straße gesperrt, bitte über den Hof fahren.",
  "Die Abrechnung finden Sie im Anhang.",
  "Am Samstag soll es schön werden, wir gehen auf jeden Fall.",
  "Der Entwurf gefällt uns sehr gut, vor allem die ruhige Schrift.",
  "Für Rückfragen erreichen Sie mich unter der bekannten Nummer.",
  "Leider verzögert sich die Lieferung um eine Woche.",
  NULL,
};

static const char *const german_closings[] = {
  "Viele Grüße", "Mit freundlichen Grüßen", "Bis bald", NULL,
};

const LoftSampleVoice loft_sample_voice_german = {
  german_people, german_subjects, german_greetings, german_sentences, german_closings, "AW: ",
  "iso-8859-15",
};

/* ---- French --------------------------------------------------------------------------------- */

static const LoftSamplePerson french_people[] = {
  { "Chloé Dubois", "chloe.dubois@atelier-sept.example" },
  { "Frédéric Lefèvre", "f.lefevre@imprimerie-lefevre.example" },
  { "Hôtel des Étangs", "reception@hotel-etangs.example" },
  { NULL, NULL },
};

static const char *const french_subjects[] = {
  "Votre réservation", "Épreuves à relire", "Réunion de lundi", "Devis pour les affiches",
  "Photos de l'été", "Légendes de la salle 3", NULL,
};

static const char *const french_greetings[] = { "Bonjour %s,", "Chère %s,", NULL };

static const char *const french_sentences[] = {
  "Nous avons bien reçu votre message et nous vous en remercions.",
  "Les épreuves sont prêtes, il ne manque plus que la couverture.",
  "Le devis est valable jusqu'à la fin du mois.",
  "La réunion aura lieu à neuf heures, au deuxième étage.",
  "J'ai ajouté les photos de l'été dans le même dossier.",
  "Les légendes sont un peu longues, mais très belles.",
  "Votre chambre donne sur les étangs, comme vous l'aviez demandé.",
  "Pourriez-vous me confirmer l'heure de votre arrivée ?",
  "Le bleu est plus clair que prévu, et c'est mieux ainsi.",
  NULL,
};

static const char *const french_closings[] = {
  "Bien à vous,", "À bientôt,", "Cordialement,", NULL
};

const LoftSampleVoice loft_sample_voice_french = {
  french_people, french_subjects, french_greetings, french_sentences, french_closings, "RE : ",
  "windows-1252",
};

/* ---- Czech ---------------------------------------------------------------------------------- */

static const LoftSamplePerson czech_people[] = {
  { "Zuzana Horáková", "zuzana.horakova@ucetni.example" },
  { "Jiří Dvořák", "jiri.dvorak@tiskarna-dvorak.example" },
  { "Městská knihovna", "pujcovna@knihovna.example" },
  { NULL, NULL },
};

static const char *const czech_subjects[] = {
  "Faktura za říjen", "Přiznání k dani", "Kniha k vyzvednutí", "Schůzka ve čtvrtek",
  "Tisk plakátů", "Dotaz k vyúčtování", "Žádost o potvrzení", NULL,
};

static const char *const czech_greetings[] = { "Dobrý den,", "Ahoj %s,", "Milá %s,", NULL };

static const char *const czech_sentences[] = {
  "Posílám fakturu za minulý měsíc, prosím o kontrolu.",
  "Přiznání je třeba podat nejpozději do konce března.",
  "Kniha, kterou jste si objednala, je připravena k vyzvednutí.",
  "Schůzku bych přesunula na čtvrtek v deset hodin.",
  "Plakáty jsou vytištěné, barvy vyšly velmi dobře.",
  "Chybí nám ještě potvrzení od pojišťovny.",
  "Účet za elektřinu je letos o něco vyšší.",
  "Děkuji za rychlou odpověď a přeji hezký den.",
  "Kdyby něco nebylo jasné, zavolejte mi prosím.",
  NULL,
};

static const char *const czech_closings[] = { "S pozdravem", "Hezký den", "Zdraví", NULL };

const LoftSampleVoice loft_sample_voice_czech = {
  czech_people, czech_subjects, czech_greetings, czech_sentences, czech_closings, "Re: ",
  "windows-1250",
};

/* ---- Russian -------------------------------------------------------------------------------- */

static const LoftSamplePerson russian_people[] = {
  { "Дмитрий Соколов", "d.sokolov@kartograf.example" },
  { "Ольга Мельник", "olga.melnik@perevod.example" },
  { NULL, NULL },
};

static const char *const russian_subjects[] = {
  "Перевод буклета", "Карта северного побережья", "Вопрос по договору",
  "Фотографии с выставки", NULL,
};

static const char *const russian_greetings[] = { "Здравствуйте, %s!", "Добрый день!", NULL };

static const char *const russian_sentences[] = {
  "Перевод буклета готов, осталось проверить имена.",
  "Спасибо за фотографии, они получились очень хорошо.",
  "Карта северного побережья занимает два листа.",
  "Мы можем начать работу в понедельник.",
  "В договоре не хватает одной страницы.",
  "Пожалуйста, сообщите, когда будет удобно позвонить.",
  "Шрифт выбран удачно, буквы хорошо читаются издалека.",
  NULL,
};

static const char *const russian_closings[] = { "С уважением,", "Всего доброго,", NULL };

const LoftSampleVoice loft_sample_voice_russian = {
  russian_people, russian_subjects, russian_greetings, russian_sentences, russian_closings, "Re: ",
  "koi8-r",
};

/* ---- Japanese ------------------------------------------------------------------------------- */

static const LoftSamplePerson japanese_people[] = {
  { "田中 由紀", "tanaka@yuki-design.example" },
  { "森 健二", "mori@chizu.example" },
  { "山本紙店", "info@yamamoto-kami.example" },
  { NULL, NULL },
};

static const char *const japanese_subjects[] = {
  "打ち合わせの件", "見積書をお送りします", "和紙の見本について", "展示会の写真", "来週の予定",
  "校正のお願い", NULL,
};

static const char *const japanese_greetings[] = { "Alice 様", "お世話になっております。", NULL };

static const char *const japanese_sentences[] = {
  "先日は打ち合わせのお時間をいただき、ありがとうございました。",
  "見積書を添付いたしましたので、ご確認ください。",
  "和紙の見本は来週の火曜日に届く予定です。",
  "展示会の写真がとてもきれいに撮れています。",
  "青い紙は在庫が少なくなっております。",
  "校正は金曜日までにお願いできますでしょうか。",
  "来週は木曜日の午後でしたら都合がよろしいです。",
  "地図の文字をもう少し大きくしたほうが読みやすいと思います。",
  "ご不明な点がございましたら、お気軽にお知らせください。",
  NULL,
};

static const char *const japanese_closings[] = { "よろしくお願いいたします。", "敬具", NULL };

const LoftSampleVoice loft_sample_voice_japanese = {
  japanese_people, japanese_subjects, japanese_greetings, japanese_sentences, japanese_closings,
  "Re: ", "iso-2022-jp",
};

/* ---- Chinese -------------------------------------------------------------------------------- */

static const LoftSamplePerson chinese_people[] = {
  { "陈伟", "chen.wei@hangang-sheji.example" },
  { "李晓梅", "li.xiaomei@bowuguan.example" },
  { NULL, NULL },
};

static const char *const chinese_subjects[] = {
  "展览方案第二稿", "报价单", "下周的会议", "博物馆的照片", "标识牌的尺寸", NULL,
};

static const char *const chinese_greetings[] = { "Alice，你好：", "您好：", NULL };

static const char *const chinese_sentences[] = {
  "展览方案的第二稿已经完成，请查收附件。",
  "报价单里没有包括运费，我们会另外补充。",
  "下周三上午十点开会，可以吗？",
  "博物馆希望标识牌再大一些。",
  "照片已经按照房间整理好了。",
  "蓝色的版本印出来效果更好。",
  "如果没有别的意见，我们就按这个尺寸制作。",
  "谢谢你的耐心和帮助。",
  NULL,
};

static const char *const chinese_closings[] = { "此致", "祝好", NULL };

const LoftSampleVoice loft_sample_voice_chinese = {
  chinese_people, chinese_subjects, chinese_greetings, chinese_sentences, chinese_closings,
  "回复：", "gb18030",
};

/* ---- Korean --------------------------------------------------------------------------------- */

static const LoftSamplePerson korean_people[] = {
  { "김민지", "minji.kim@jido.example" },
  { "박서준", "park@pyoji.example" },
  { NULL, NULL },
};

static const char *const korean_subjects[] = {
  "회의 일정 변경", "지도 표지 시안", "견적 문의", "전시 사진 공유", NULL,
};

static const char *const korean_greetings[] = { "안녕하세요, %s 님.", NULL };

static const char *const korean_sentences[] = {
  "회의 일정이 다음 주 목요일로 변경되었습니다.",
  "지도 표지 시안 두 가지를 보내 드립니다.",
  "글자 크기를 조금 더 키우면 좋겠습니다.",
  "전시 사진을 공유 폴더에 올려 두었습니다.",
  "견적서를 이번 주 안에 보내 주실 수 있을까요?",
  "빠른 답장 감사합니다.",
  NULL,
};

static const char *const korean_closings[] = { "감사합니다.", NULL };

const LoftSampleVoice loft_sample_voice_korean = {
  korean_people, korean_subjects, korean_greetings, korean_sentences, korean_closings, "Re: ",
  "euc-kr",
};

/* ---- Arabic --------------------------------------------------------------------------------- */

static const LoftSamplePerson arabic_people[] = {
  { "سمير حداد", "samir@haddad-partners.example" },
  { "ليلى منصور", "layla@mansour-press.example" },
  { NULL, NULL },
};

static const char *const arabic_subjects[] = {
  "ترجمة الكتيّب", "موعد الاجتماع", "صور المعرض", "أسماء الشوارع على الخريطة", NULL,
};

static const char *const arabic_greetings[] = { "مرحبا %s،", "تحية طيبة،", NULL };

static const char *const arabic_sentences[] = {
  "شكرا على رسالتك، ترجمة الكتيّب جاهزة للمراجعة.",
  "هل يناسبك أن نؤجل الاجتماع إلى يوم الخميس؟",
  "صور المعرض جميلة جدا، وخاصة صورة المدخل.",
  "نحتاج إلى خط أوضح لأسماء الشوارع على الخريطة.",
  "أرفقت النسخة الأخيرة مع التصحيحات.",
  "سنرسل عرض السعر قبل نهاية الأسبوع.",
  NULL,
};

static const char *const arabic_closings[] = { "مع خالص التحية،", "إلى اللقاء،", NULL };

const LoftSampleVoice loft_sample_voice_arabic = {
  arabic_people, arabic_subjects, arabic_greetings, arabic_sentences, arabic_closings, "رد: ",
  "windows-1256",
};
