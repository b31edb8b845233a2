/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-sample-demo.h"

#include <math.h>

#include "loft-sample-composer.h"

#define MINUTE      60
#define HOUR        (60 * MINUTE)
#define DAY         (24 * HOUR)
#define SPAN        (730 * DAY)
#define INBOX_DAYS  120 /* older mail has been archived */
#define FEATURE_AGE (4 * DAY) /* the newest days of the inbox hold the features alone */

typedef struct {
  LoftSampleMaildir *maildir;
  GRand *random;
  gint64 now;
  guint next_id;
} Demo;

/* What a thread needs to know of the message that is answered. */
typedef struct {
  LoftSamplePerson author;
  char *message_id;
  char *references; /* including its own id */
  char *text;
} Parent;

typedef struct {
  const LoftSampleVoice *voice;
  const char *folder; /* NULL: inbox or archive by date */
  const char *list_name; /* a mailing list: everything is sent to it */
  const char *list_address;
  const char *subject; /* NULL: one of the voice's */
  guint length;
  gint64 start;
  gint64 gap; /* mean, between two messages */
  gboolean owner_takes_part;
  guint attachment_percent;
} Thread;

static void
parent_free (Parent *parent)
{
  g_free (parent->message_id);
  g_free (parent->references);
  g_free (parent->text);
  g_free (parent);
}

static gboolean
chance (Demo *demo, guint percent)
{
  return g_rand_int_range (demo->random, 0, 100) < (gint) percent;
}

/* ---- dates, ids, flags ---------------------------------------------------------------------- */

/* Moves a time out of the night, without changing the day's order much. */
static gint64
to_waking_hours (gint64 date)
{
  gint64 in_day = date % DAY;

  return date - in_day + 6 * HOUR + in_day * 14 / 24;
}

/* Between oldest and youngest seconds ago; bend > 1 prefers the recent past. */
static gint64
random_date (Demo *demo, gint64 youngest, gint64 oldest, double bend)
{
  double u = pow (g_rand_double (demo->random), bend);
  gint64 date = to_waking_hours (demo->now - youngest - (gint64) (u * (oldest - youngest)));

  return MIN (date, demo->now - youngest);
}

static gint
random_zone (Demo *demo)
{
  static const gint zones[] = { 0, 60, 60, 120, 120, -300, 540, 330 };

  return zones[g_rand_int_range (demo->random, 0, G_N_ELEMENTS (zones))];
}

static char *
next_message_id (Demo *demo, const LoftSamplePerson *from)
{
  return g_strdup_printf ("%u.%08x@%s", demo->next_id++, g_rand_int (demo->random),
                          strchr (from->address, '@') + 1);
}

/* The letters in ASCII order, as Maildir asks for. */
static const char *
random_flags (Demo *demo, gint64 date, gboolean answered)
{
  gint64 age = demo->now - date;
  guint unread = age < 7 * DAY ? 20 : age < 60 * DAY ? 3 : 1;

  if (answered)
    return chance (demo, 8) ? "FRS" : "RS";
  if (chance (demo, unread))
    return "";
  return chance (demo, 4) ? "FS" : "S";
}

static char *
folder_by_date (Demo *demo, gint64 date)
{
  g_autoptr (GDateTime) when = g_date_time_new_from_unix_utc (date);

  if (demo->now - date < INBOX_DAYS * DAY)
    return g_strdup ("INBOX");
  return g_strdup_printf ("Archive/%d", g_date_time_get_year (when));
}

static void
write_message (Demo *demo, const char *folder, const LoftSampleMessage *message, const char *flags)
{
  g_autoptr (GString) bytes = loft_sample_message_to_bytes (message);

  loft_sample_maildir_add (demo->maildir, folder, bytes->str, bytes->len, flags, message->date);
}

/* ---- threads -------------------------------------------------------------------------------- */

static void
set_parent (LoftSampleMessage *message, const Parent *parent)
{
  message->in_reply_to = g_strdup (parent->message_id);
  message->references = g_strdup (parent->references);
}

static Parent *
parent_new (const LoftSampleMessage *message)
{
  Parent *parent = g_new0 (Parent, 1);

  parent->author = message->from;
  parent->message_id = g_strdup (message->message_id);
  parent->references = message->references != NULL
                         ? g_strdup_printf ("%s\n\t<%s>", message->references, message->message_id)
                         : g_strdup_printf ("<%s>", message->message_id);
  parent->text = g_strdup (message->text);
  return parent;
}

static const char *const attachment_names[] = {
  "plan.pdf",       "panels.png", "figures.csv", "Entwurf Größe.pdf",
  "invitation.ics", "notes.pdf",  "写真.png",    NULL,
};

static void
add_extras (Demo *demo, const Thread *thread, LoftSampleMessage *message)
{
  g_autofree char *content_id = NULL;

  if (thread->list_name != NULL)
    return;
  if (chance (demo, thread->attachment_percent))
    loft_sample_message_take_attachment (
      message,
      loft_sample_attachment_new (loft_sample_pick (attachment_names, demo->random), demo->random));
  if (!chance (demo, 35))
    return;
  if (chance (demo, 20))
    {
      LoftSampleAttachment *picture = loft_sample_attachment_new ("picture.png", demo->random);

      content_id = g_strdup_printf ("picture.%s", message->message_id);
      picture->content_id = g_strdup (content_id);
      loft_sample_message_take_attachment (message, picture);
    }
  message->html = loft_sample_text_to_html (message->text, content_id);
}

static void
address_message (Demo *demo, const Thread *thread, LoftSampleMessage *message,
                 const LoftSamplePerson *from, const LoftSamplePerson *other)
{
  message->from = *from;
  if (thread->list_name != NULL)
    {
      message->to = (LoftSamplePerson){ thread->list_name, thread->list_address };
      message->list_name = thread->list_name;
      message->list_address = thread->list_address;
      return;
    }
  message->to = from == &loft_sample_owner ? *other : loft_sample_owner;
  if (chance (demo, 25))
    message->cc = *loft_sample_pick_person (thread->voice, demo->random);
}

static LoftSampleMessage *
compose_in_thread (Demo *demo, const Thread *thread, const LoftSamplePerson *from,
                   const char *subject, gint64 date, const Parent *parent)
{
  LoftSampleMessage *message = loft_sample_message_new ();
  const LoftSamplePerson *other = loft_sample_pick_person (thread->voice, demo->random);
  gboolean to_owner = from != &loft_sample_owner && thread->list_name == NULL;

  address_message (demo, thread, message, from, other);
  message->date = date;
  message->zone = random_zone (demo);
  message->message_id = next_message_id (demo, from);
  message->charset = chance (demo, 45) ? thread->voice->charset : NULL;
  message->subject = g_strconcat (parent != NULL ? thread->voice->reply_prefix : "", subject, NULL);
  if (parent != NULL)
    set_parent (message, parent);
  message->text = loft_sample_compose (thread->voice, from, to_owner ? &loft_sample_owner : other,
                                       parent != NULL ? &parent->author : NULL,
                                       parent != NULL ? parent->text : NULL, demo->random);
  add_extras (demo, thread, message);
  return message;
}

/* Most answers go to the newest message, some to an older one: threads branch. */
static const Parent *
choose_parent (Demo *demo, GPtrArray *parents)
{
  guint last = parents->len - 1;

  if (parents->len == 0)
    return NULL;
  if (chance (demo, 75))
    return g_ptr_array_index (parents, last);
  return g_ptr_array_index (parents, g_rand_int_range (demo->random, 0, parents->len));
}

/* Returns the last message, for whoever goes on with the thread. */
static Parent *
write_thread (Demo *demo, const Thread *thread)
{
  g_autoptr (GPtrArray) parents = g_ptr_array_new_with_free_func ((GDestroyNotify) parent_free);
  const char *subject = thread->subject != NULL
                          ? thread->subject
                          : loft_sample_pick (thread->voice->subjects, demo->random);
  gint64 date = thread->start;

  for (guint i = 0; i < thread->length && date < demo->now - HOUR; i++)
    {
      gboolean owner = thread->owner_takes_part && i % 3 == 1;
      gboolean answered = thread->owner_takes_part && i % 3 == 0 && i + 1 < thread->length;
      const LoftSamplePerson *from =
        owner ? &loft_sample_owner : loft_sample_pick_person (thread->voice, demo->random);
      g_autofree char *folder =
        thread->folder != NULL ? g_strdup (thread->folder) : folder_by_date (demo, date);
      g_autoptr (LoftSampleMessage) message =
        compose_in_thread (demo, thread, from, subject, date, choose_parent (demo, parents));

      write_message (demo, owner ? "Sent" : folder, message,
                     owner ? "S" : random_flags (demo, date, answered));
      g_ptr_array_add (parents, parent_new (message));
      date = to_waking_hours (date +
                              (gint64) (thread->gap * (0.3 + 1.4 * g_rand_double (demo->random))));
      date = MAX (date, thread->start + (gint64) (i + 1) * 7 * MINUTE);
    }
  return parents->len > 0 ? g_ptr_array_steal_index (parents, parents->len - 1) : NULL;
}

/* A thread of one to max_length messages, short ones being the most frequent. */
static void
write_random_thread (Demo *demo, Thread thread, guint until, guint max_length, double bend)
{
  guint left = until - loft_sample_maildir_get_count (demo->maildir);
  double u = g_rand_double (demo->random);
  Parent *last;

  thread.length = MIN ((guint) (1 + max_length * u * u), left);
  thread.start = random_date (demo, FEATURE_AGE, SPAN - 20 * DAY, bend);
  last = write_thread (demo, &thread);
  g_clear_pointer (&last, parent_free);
}

static void
write_threads (Demo *demo, Thread thread, guint until, guint max_length)
{
  while (loft_sample_maildir_get_count (demo->maildir) < until)
    write_random_thread (demo, thread, until, max_length, 1);
}

/* ---- single messages ------------------------------------------------------------------------ */

static LoftSampleMessage *
compose_single (Demo *demo, const LoftSamplePerson *from, const char *subject, gint64 date)
{
  LoftSampleMessage *message = loft_sample_message_new ();

  message->from = *from;
  message->to = loft_sample_owner;
  message->subject = g_strdup (subject);
  message->message_id = next_message_id (demo, from);
  message->date = date;
  message->zone = 60;
  return message;
}

static void
write_newsletter (Demo *demo, const LoftSampleNewsletter *newsletter, const char *subject,
                  gint64 date, const char *folder, const char *flags)
{
  g_autoptr (LoftSampleMessage) message = compose_single (demo, &newsletter->sender, subject, date);

  message->bulk = TRUE;
  message->html = loft_sample_compose_newsletter (newsletter, subject, demo->random);
  if (chance (demo, 70))
    message->text = loft_sample_newsletter_text (newsletter, subject);
  write_message (demo, folder, message, flags);
}

static void
write_newsletters (Demo *demo, guint until)
{
  while (loft_sample_maildir_get_count (demo->maildir) < until)
    {
      const LoftSampleNewsletter *newsletter =
        &loft_sample_newsletters[g_rand_int_range (demo->random, 0, loft_sample_n_newsletters)];
      gint64 date = random_date (demo, FEATURE_AGE, SPAN, 1.3);

      write_newsletter (demo, newsletter, loft_sample_pick (newsletter->subjects, demo->random),
                        date, "Newsletters", random_flags (demo, date, FALSE));
    }
}

static const struct {
  LoftSamplePerson shop;
  const char *subject;
  const char *text;
} orders[] = {
  { { "Papierhaus", "orders@papierhaus.example" },
    "Your order %u",
    "Thank you for your order %u.\n\nWe pack it today and write again when it leaves.\n" },
  { { "Railways Booking", "tickets@rail.example" },
    "Your ticket %u",
    "Thank you for travelling with us.\n\nBooking %u, second class, one adult. Your ticket is"
    " attached.\n" },
  { { "Farbenfroh GmbH", "rechnung@farbenfroh.example" },
    "Rechnung %u",
    "Guten Tag,\n\nanbei die Rechnung %u. Der Betrag wird in den nächsten Tagen abgebucht.\n\n"
    "Ihre Farbenfroh GmbH\n" },
  { { "Hosting North", "billing@hostingnorth.example" },
    "Invoice %u",
    "Hello Alice,\n\ninvoice %u is attached. There is nothing to do, we will charge your card.\n" },
  { { "Tram & Bus", "abo@trambus.example" },
    "Monthly pass, receipt %u",
    "Your monthly pass is valid. Receipt %u is attached.\n" },
};

static void
write_orders (Demo *demo, guint until)
{
  while (loft_sample_maildir_get_count (demo->maildir) < until)
    {
      guint which = g_rand_int_range (demo->random, 0, G_N_ELEMENTS (orders));
      guint number = g_rand_int_range (demo->random, 10000, 99999);
      g_autofree char *digits = g_strdup_printf ("%u", number);
      g_auto (GStrv) subject = g_strsplit (orders[which].subject, "%u", 2);
      g_auto (GStrv) text = g_strsplit (orders[which].text, "%u", 2);
      g_autofree char *joined = g_strjoinv (digits, subject);
      g_autofree char *file = g_strdup_printf ("%u.pdf", number);
      gint64 date = random_date (demo, FEATURE_AGE, SPAN, 1);
      g_autoptr (LoftSampleMessage) message =
        compose_single (demo, &orders[which].shop, joined, date);

      message->text = g_strjoinv (digits, text);
      message->html = loft_sample_text_to_html (message->text, NULL);
      if (which > 0)
        loft_sample_message_take_attachment (message,
                                             loft_sample_attachment_new (file, demo->random));
      write_message (demo, "Orders", message, random_flags (demo, date, FALSE));
    }
}

static void
write_junk (Demo *demo, guint until)
{
  static const char *const subjects[] = {
    "Your parcel could not be delivered",
    "Congratulations!!! You won",
    "RE: RE: last notice",
    "Lose nothing, gain everything",
    "Cheap roof tiles, today only",
    "Invoice overdue (final)",
    "A prince writes again",
    NULL,
  };
  static const LoftSamplePerson from = { "Customer Care Department", "care@win-now.example" };

  while (loft_sample_maildir_get_count (demo->maildir) < until)
    {
      gint64 date = random_date (demo, FEATURE_AGE, 40 * DAY, 1);
      g_autoptr (LoftSampleMessage) message =
        compose_single (demo, &from, loft_sample_pick (subjects, demo->random), date);

      message->html = g_strdup ("<html><body><center><h1>Act now</h1><p>This offer ends at "
                                "midnight. <a href=\"http://192.0.2.66/\">Claim</a></p></center>"
                                "</body></html>\n");
      write_message (demo, "Junk", message, chance (demo, 60) ? "" : "S");
    }
}

static void
write_drafts (Demo *demo)
{
  static const char *const drafts[][2] = {
    { "Text for the leaflet", "Dear Marta,\n\nhere is a first version of the text. The second "
                              "paragraph\n" },
    { "Holiday", "Hi Priya,\n\nI would like to take the last week of \n" },
    { "", "Bring: ladder, warm socks, Theo's book\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (drafts); i++)
    {
      gint64 date = demo->now - (i + 1) * 3 * DAY;
      g_autoptr (LoftSampleMessage) message =
        compose_single (demo, &loft_sample_owner, drafts[i][0], date);

      message->to = (LoftSamplePerson){ NULL, NULL };
      message->text = g_strdup (drafts[i][1]);
      write_message (demo, "Drafts", message, "DS");
    }
}

/* ---- the first screen ----------------------------------------------------------------------- */

static const LoftSampleNewsletter *
find_newsletter (const char *address)
{
  for (guint i = 0; i < loft_sample_n_newsletters; i++)
    {
      if (g_str_equal (loft_sample_newsletters[i].sender.address, address))
        return &loft_sample_newsletters[i];
    }
  return NULL;
}

/* A feature that answers comes with the conversation before it. */
static Parent *
write_earlier (Demo *demo, const LoftSampleFeature *feature)
{
  Thread thread = {
    .voice = &loft_sample_voice_work,
    .subject = feature->subject + strlen ("Re: "),
    .length = 6,
    .start = demo->now - 9 * DAY,
    .gap = DAY,
    .owner_takes_part = TRUE,
    .attachment_percent = 40,
  };

  return write_thread (demo, &thread);
}

static void
write_feature (Demo *demo, const LoftSampleFeature *feature)
{
  gint64 date = demo->now - feature->minutes_ago * MINUTE;
  const LoftSampleNewsletter *newsletter = find_newsletter (feature->from.address);
  g_autoptr (LoftSampleMessage) message = NULL;

  if (newsletter != NULL)
    {
      write_newsletter (demo, newsletter, feature->subject, date, "INBOX", feature->flags);
      return;
    }
  message = compose_single (demo, &feature->from, feature->subject, date);
  message->text = g_strconcat (feature->text, "\n", NULL);
  if (g_str_has_prefix (feature->subject, "Re: "))
    {
      Parent *parent = write_earlier (demo, feature);

      set_parent (message, parent);
      parent_free (parent);
    }
  if (feature->html)
    message->html = loft_sample_text_to_html (message->text, NULL);
  if (feature->attachment != NULL)
    loft_sample_message_take_attachment (message, loft_sample_attachment_new (feature->attachment,
                                                                              demo->random));
  write_message (demo, "INBOX", message, feature->flags);
}

/* ---- all of it ------------------------------------------------------------------------------ */

static const struct {
  const char *folder;
  const LoftSampleVoice *voice;
  guint permille; /* of all messages, with the owner's answers in Sent */
  guint max_length;
  guint attachment_percent;
} private_folders[] = {
  { "Projects/Harbour museum", &loft_sample_voice_work, 70, 26, 12 },
  { "Projects/Spring fair", &loft_sample_voice_work, 45, 16, 12 },
  { "Projects/Website relaunch", &loft_sample_voice_work, 50, 20, 6 },
  { "Projects/Website relaunch/Screens", &loft_sample_voice_work, 35, 12, 35 },
  { "Personal/Family", &loft_sample_voice_family, 70, 8, 8 },
  { "Büro & Verwaltung", &loft_sample_voice_german, 30, 6, 8 },
  { "Büro & Verwaltung/Wohnung", &loft_sample_voice_german, 12, 4, 30 },
  { "Atelier à Sète", &loft_sample_voice_french, 14, 5, 10 },
  { "Účty", &loft_sample_voice_czech, 20, 4, 40 },
  { "日本語", &loft_sample_voice_japanese, 24, 6, 10 },
  { "项目/展览", &loft_sample_voice_chinese, 16, 5, 15 },
  { "한국", &loft_sample_voice_korean, 8, 4, 10 },
  { "Карты", &loft_sample_voice_russian, 10, 5, 10 },
  { "ترجمات", &loft_sample_voice_arabic, 9, 4, 20 },
  { "Trash", &loft_sample_voice_work, 18, 2, 5 },
};

static const struct {
  const char *folder;
  const char *name;
  const char *address;
  const LoftSampleVoice *voice;
  guint permille;
  guint longest;
} list_folders[] = {
  { "Lists/open-maps-dev", "open-maps-dev", "dev@lists.openmaps.example", &loft_sample_voice_maps,
    125, 64 },
  { "Lists/allotment", "Allotment", "allotment@lists.garden.example", &loft_sample_voice_garden,
    105, 41 },
};

static guint
target (Demo *demo, guint count, guint permille)
{
  return loft_sample_maildir_get_count (demo->maildir) + count * permille / 1000;
}

static void
write_list_folders (Demo *demo, guint count)
{
  for (guint i = 0; i < G_N_ELEMENTS (list_folders); i++)
    {
      guint until = target (demo, count, list_folders[i].permille);
      Thread thread = {
        .voice = list_folders[i].voice,
        .folder = list_folders[i].folder,
        .list_name = list_folders[i].name,
        .list_address = list_folders[i].address,
        .length =
          MIN (list_folders[i].longest, until - loft_sample_maildir_get_count (demo->maildir)),
        .start = demo->now - 45 * DAY,
        .gap = 9 * HOUR,
      };
      Parent *last = write_thread (demo, &thread);

      g_clear_pointer (&last, parent_free);
      write_threads (demo, thread, until, 14);
    }
}

static void
write_private_folders (Demo *demo, guint count)
{
  for (guint i = 0; i < G_N_ELEMENTS (private_folders); i++)
    {
      Thread thread = {
        .voice = private_folders[i].voice,
        .folder = private_folders[i].folder,
        .gap = 20 * HOUR,
        .owner_takes_part = TRUE,
        .attachment_percent = private_folders[i].attachment_percent,
      };

      write_threads (demo, thread, target (demo, count, private_folders[i].permille),
                     private_folders[i].max_length);
    }
}

static void
write_inbox_and_archive (Demo *demo, guint until)
{
  static const LoftSampleVoice *const voices[] = {
    &loft_sample_voice_work,   &loft_sample_voice_work,     &loft_sample_voice_work,
    &loft_sample_voice_family, &loft_sample_voice_german,   &loft_sample_voice_french,
    &loft_sample_voice_czech,  &loft_sample_voice_japanese,
  };

  while (loft_sample_maildir_get_count (demo->maildir) < until)
    {
      Thread thread = {
        .voice = voices[g_rand_int_range (demo->random, 0, G_N_ELEMENTS (voices))],
        .gap = 15 * HOUR,
        .owner_takes_part = TRUE,
        .attachment_percent = 9,
      };

      write_random_thread (demo, thread, until, 6, 3);
    }
}

void
loft_sample_demo_write (LoftSampleMaildir *maildir, guint count, guint32 seed, gint64 now)
{
  static const char *const special[] = { "Drafts", "Sent", "Archive", "Junk", "Trash" };
  Demo demo = { .maildir = maildir, .now = now, .next_id = 1 };

  demo.random = g_rand_new_with_seed (seed);
  for (guint i = 0; i < G_N_ELEMENTS (special); i++)
    loft_sample_maildir_add_folder (maildir, special[i]);
  for (guint i = 0; i < loft_sample_n_features; i++)
    write_feature (&demo, &loft_sample_features[i]);
  write_drafts (&demo);
  write_list_folders (&demo, count);
  write_private_folders (&demo, count);
  write_newsletters (&demo, target (&demo, count, 70));
  write_orders (&demo, target (&demo, count, 40));
  write_junk (&demo, target (&demo, count, 15));
  loft_sample_maildir_add_folder (maildir, "Projects/Empty for now");
  write_inbox_and_archive (&demo, count);
  g_rand_free (demo.random);
}
