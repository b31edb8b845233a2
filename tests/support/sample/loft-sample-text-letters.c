/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-sample-text.h"

/* ---- newsletters ---------------------------------------------------------------------------- */

static const char *const tide_subjects[] = {
  "What the moon does to the mud", "Three walks at low water", "The last lighthouse keeper",
  "Storm season: a reader's diary", "Why eels come home", NULL,
};

static const char *const tide_articles[] = {
  "The causeway opens twice a day", "Two hours before low water the path to the island falls dry. "
  "We walked it with a fisherman who has never once got his feet wet.",
  "Counting seals from the air", "The new count is the highest since 1975. What helped was not "
  "what anybody expected.",
  "Reader's question: what is that foam?", "It looks like soap and is nearly always harmless. A "
  "chemist explains why it comes in May.",
  "Maps older than the coast", "An archive has put four hundred sea charts online. On some of them "
  "there are villages that the sea has taken since.",
  NULL,
};

static const char *const type_subjects[] = {
  "Issue 118: the quiet grotesque", "Issue 117: letters for bad paper", "Issue 116: italics",
  "Issue 115: numbers that line up", "Issue 114: signs one reads at 80 km/h", NULL,
};

static const char *const type_articles[] = {
  "A typeface for timetables", "Narrow, open, and with figures of equal width: how a railway got "
  "its own letters, and why nobody noticed.",
  "In praise of the hyphen", "Six rules for breaking words, and one for leaving them whole.",
  "From the workshop", "We cut a poster alphabet from cherry wood. Here is what went wrong first.",
  "Book of the month", "Two hundred pages on the space between letters, and not one too many.",
  NULL,
};

static const char *const city_subjects[] = {
  "This week in the city: bridges and brass bands", "This week in the city: the long night",
  "This week in the city: flea markets", "This week in the city: first ice", NULL,
};

static const char *const city_articles[] = {
  "Friday: concert by the water", "A brass band, a bridge and free admission. Bring a blanket.",
  "Saturday: flea market in the tram depot", "Three hundred stalls, and the old line 7 runs for "
  "one day between the gates.",
  "Sunday: open studios", "Forty artists in the northern quarter open their doors from eleven to "
  "six.",
  NULL,
};

static const char *const kitchen_subjects[] = {
  "Soup for a wet Tuesday", "Plums, plums, plums", "Bread without kneading",
  "Eleven ways with leeks",
  NULL,
};

static const char *const kitchen_articles[] = {
  "White beans, lemon and too much parsley",
  "One pot, forty minutes, and it is better the next day.",
  "The cake that forgives everything", "Wrong flour, old oven, no scale: it works all the same.",
  "Ask the cook", "Does salt really belong in the water before it boils? We tried it ten times.",
  NULL,
};

static const char *const garten_subjects[] = {
  "Jetzt säen: Spinat und Feldsalat", "Der Garten im November", "Äpfel richtig lagern", NULL,
};

static const char *const garten_articles[] = {
  "Was jetzt noch in die Erde darf", "Knoblauch, Feldsalat und ein paar mutige Zwiebeln: unsere "
  "Übersicht für späte Beete.",
  "Äpfel über den Winter bringen", "Kühl, dunkel und nie neben Kartoffeln. Die besten Sorten zum "
  "Lagern.",
  "Leserfrage: Löcher im Kohl", "Meist ist es der Erdfloh. Ein feines Netz hilft, und zwar vom "
  "ersten Tag an.",
  NULL,
};

const LoftSampleNewsletter loft_sample_newsletters[] = {
  { { "Tidelines", "letter@tidelines.example" }, "#1f5f7a", tide_subjects, tide_articles },
  { { "Counterform", "issue@counterform.example" }, "#23262b", type_subjects, type_articles },
  { { "City Weekly", "weekly@cityguide.example" }, "#a3412a", city_subjects, city_articles },
  { { "The Small Kitchen", "hello@smallkitchen.example" }, "#5b7041", kitchen_subjects,
    kitchen_articles },
  { { "Gartenbote", "post@gartenbote.example" }, "#3d6b3a", garten_subjects, garten_articles },
};
const guint loft_sample_n_newsletters = G_N_ELEMENTS (loft_sample_newsletters);

/* ---- the first screen ----------------------------------------------------------------------- */

#define HOUR 60
#define DAY  (24 * HOUR)

const LoftSampleFeature loft_sample_features[] = {
  { { "Eva Adler", "eva.adler@nordlicht.example" }, 6, "Budget for the spring fair",
    "Hi Alice,\n\n"
    "here are the figures we spoke of. The stand is dearer than last year, but we save on the\n"
    "print because Björn still has paper from the museum job.\n\n"
    "  Stand 14, two days      1,840\n"
    "  Print and frames          960\n"
    "  Travel, three people      412\n"
    "  Reserve                   250\n\n"
    "If you agree I will sign the stand today; the price holds until six.\n\n"
    "Eva",
    "", "budget-spring-fair.csv", FALSE },
  { { "Marta Kowalczyk", "marta@harbourmuseum.example" }, 31, "Re: Signage for the harbour museum",
    "Dear Alice,\n\n"
    "the director has seen the second version and says yes to all of it, including the large\n"
    "arrows. Only the sentence about visitors with a dog has to stay as it was.\n\n"
    "Could the panels for rooms 1 to 3 be ready before the twelfth?\n\n"
    "Many greetings from the harbour,\nMarta",
    "", NULL, FALSE },
  { { "Jan Novák", "jan.novak@nordlicht.example" }, 58, "Navigation on small screens",
    "Alice,\n\nI rebuilt the menu so that the opening hours stay visible. It is one tap less and\n"
    "nothing jumps any more. Screenshots from three phones are attached; the smallest is the\n"
    "one I am least sure about.\n\nJan",
    "", "menu-three-phones.png", TRUE },
  { { "田中 由紀", "tanaka@yuki-design.example" }, 2 * HOUR + 10, "和紙の見本について",
    "Alice 様\n\nお世話になっております。\n和紙の見本を本日お送りしました。青は三種類入っています。\n"
    "木曜日の打ち合わせの前にご覧いただければ幸いです。\n\nよろしくお願いいたします。\n田中 由紀",
    "", NULL, FALSE },
  { { "Counterform", "issue@counterform.example" }, 3 * HOUR + 5, "Issue 118: the quiet grotesque",
    NULL, "S", NULL, TRUE },
  { { "Karin Lindqvist", "karin.lindqvist@posten.example" }, 3 * HOUR + 40, "Sunday lunch",
    "Hi Alice!\n\nWe will be seven on Sunday, Nils brings the children. If you take the 9:14 I\n"
    "can pick you up at the station. And could you bring the long ladder? The gutter is\n"
    "full of leaves again.\n\nHugs,\nMum",
    "RS", NULL, FALSE },
  { { "Priya Raman", "priya@nordlicht.example" }, 4 * HOUR + 22, "Minutes of Tuesday's meeting",
    "Hello everybody,\n\nin short:\n\n"
    "- the opening moves to the twelfth\n- Oliver orders the frames\n- Alice answers the museum\n"
    "- we drop the animation, nobody misses it\n\nThe long version is attached.\n\nPriya",
    "S", "minutes.pdf", FALSE },
  { { "Railways Booking", "tickets@rail.example" }, 5 * HOUR,
    "Your ticket to Harbour Central, 9:14",
    "Thank you for travelling with us.\n\nOutward   Sunday, 9:14   platform 4   coach 12, seat 61\n"
    "Return    Sunday, 18:40  platform 2   coach 9, seat 44\n\nYour ticket is attached. A screen is"
    " enough, no need to print it.",
    "S", "ticket.pdf", TRUE },
  { { "Samir Haddad", "samir@haddad-partners.example" }, 6 * HOUR + 15, "ترجمة الكتيّب",
    "مرحبا أليس،\n\nترجمة الكتيّب جاهزة للمراجعة. أسماء القاعات كتبتها كما اتفقنا، ولكنّي لست "
    "متأكدا من "
    "القاعة الثالثة.\n\nمع خالص التحية،\nسمير",
    "FS", "leaflet-ar.pdf", FALSE },
  { { "Björn Sigurðsson", "bjorn@sigurdsson-print.example" }, 7 * HOUR + 2,
    "Colour proof, second try",
    "Hi Alice,\n\nthe second proof is much closer. The blue is right now, the grey is still a "
    "touch\n"
    "too warm. I can run a third one tonight if you tell me before five.\n\nBjörn",
    "RS", "proof.png", FALSE },
  { { "City Library", "desk@library.example" }, 8 * HOUR, "A book you reserved is waiting",
    "Hello Alice,\n\n\"The Space Between\" is ready for you at the desk on the ground floor. We "
    "keep\n"
    "it for ten days.\n\nCity Library",
    "S", NULL, FALSE },
  { { "Oliver Brandt", "oliver.brandt@nordlicht.example" }, DAY + HOUR, "Frames: two offers",
    "Hello Alice,\n\ntwo offers for the frames. The first is cheaper, the second can deliver in "
    "two\n"
    "weeks. I would take the second; late frames are no frames.\n\nOliver",
    "S", "offers.pdf", FALSE },
  { { "Lena Fischer", "lena.fischer@buero-fischer.example" }, DAY + 3 * HOUR,
    "Rückfrage zum Angebot",
    "Hallo Alice,\n\nvielen Dank für das Angebot. Eine Rückfrage noch: Sind die Größen in der "
    "Tabelle\n"
    "mit oder ohne Rahmen gemeint? Und ginge auch matt statt glänzend?\n\nViele Grüße\nLena",
    "FS", NULL, FALSE },
  { { "Tidelines", "letter@tidelines.example" }, DAY + 4 * HOUR,
    "Three walks at low water", NULL, "S",
    NULL, TRUE },
  { { "陈伟", "chen.wei@hangang-sheji.example" }, DAY + 7 * HOUR, "展览方案第二稿",
    "Alice，你好：\n\n展览方案的第二稿已经完成，请查收附件。第三个展厅的标识牌比原来大了一些，"
    "其余没有变化。\n下周三上午十点开会，可以吗？\n\n祝好\n陈伟",
    "S", "proposal-2.pdf", FALSE },
  { { "Hannah Weiss", "hannah.weiss@mailbox.example" }, DAY + 9 * HOUR, "Choir trip in May",
    "Hello you,\n\nthe list for the choir trip is open: three days, one concert, and the boat "
    "that we\n"
    "missed last year. I put you down with a question mark.\n\nHannah",
    "RS", NULL, FALSE },
  { { "Zuzana Horáková", "zuzana.horakova@ucetni.example" }, 2 * DAY + 2 * HOUR, "Faktura za říjen",
    "Milá Alice,\n\nposílám fakturu za říjen, prosím o kontrolu. Účet za elektřinu je letos o "
    "něco\n"
    "vyšší, zbytek souhlasí.\n\nHezký den\nZuzana",
    "S", "faktura-10.pdf", FALSE },
  { { "Grace Okafor", "g.okafor@cityworks.example" }, 2 * DAY + 3 * HOUR,
    "Wayfinding: feedback from the walk-through",
    "Dear Alice,\n\nwe were eleven people, two of them with a wheelchair and one with a pram. "
    "Everybody\n"
    "found the ticket machine; nobody found the lift from the east entrance. My notes are\n"
    "in the attached file, room by room.\n\nBest regards,\nGrace",
    "FS", "walk-through.pdf", TRUE },
  { { "Papierhaus", "orders@papierhaus.example" }, 2 * DAY + 5 * HOUR,
    "Your order 40-7718 is on its way",
    "Hello Alice,\n\n2 x cotton paper 300 g, natural\n1 x bone folder\n\nThe parcel should be "
    "with you on"
    " Thursday between nine and eleven.\n\nPapierhaus",
    "S", NULL, TRUE },
  { { "Theo Papadakis", "theo.p@kafenio.example" }, 3 * DAY + HOUR, "Hiking on Saturday?",
    "Hej Alice,\n\nthe path along the coast is open again: twelve kilometres and one good café. I "
    "will\n"
    "be at the bus stop at eight, with or without you (better with).\n\nTheo",
    "RS", NULL, FALSE },
  { { "The Small Kitchen", "hello@smallkitchen.example" }, 3 * DAY + 4 * HOUR,
    "Soup for a wet Tuesday",
    NULL, "S", NULL, TRUE },
  { { "김민지", "minji.kim@jido.example" }, 3 * DAY + 6 * HOUR, "지도 표지 시안",
    "안녕하세요, Alice 님.\n\n지도 표지 시안 두 가지를 보내 드립니다. 저는 두 번째가 더 좋습니다.\n\n감사합니다.\n"
    "김민지",
    "S", "cover.png", FALSE },
};
const guint loft_sample_n_features = G_N_ELEMENTS (loft_sample_features);
