/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "loft-clock.h"
#include "loft-file-lock.h"
#include "loft-reminders-private.h"
#include "loft-resources.h"
#include "loft-service.h"

#define DAY  ((gint64) 86400)
#define WEEK (7 * DAY)
#define HOUR ((gint64) 3600)

static void
remove_tree (const char *path)
{
  const char *const arguments[] = { "rm", "-rf", path, NULL };

  g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL,
                NULL);
}

/* ---- what becomes of reminders ------------------------------------------------------------ */

/* reminders: "NAME DUE START [FIRST]" parted by ";"; of "a" and "a2" the first letter names the series.
 * steps, parted by " ": "@TIME" looks, and what is due then begins; "=a,b" these are due, "~a" those are
 * shown, ">TIME" when it looks again; "!a" was told, "zA:TIME" put off, "xa" dismissed; "R" another
 * process goes on. The folder is known since 1000. */
typedef struct {
  const char *name;
  const char *reminders;
  const char *steps;
} Story;

static const Story stories[] = {
  { "in-its-time", "a 2000 2900", "@1999 = ~ >2000 @2000 =a ~ !a @2001 = ~a" },
  { "missed", "a 2000 2900", "@9000 =a !a @9001 = ~a" },
  { "once-over-restarts", "a 2000 2900", "@2000 =a !a R @2001 = ~a R @2002 = ~a" },
  { "killed-before-it-was-told", "a 2000 2900", "@2000 =a R @2001 =a !a R @2002 = ~a" },
  { "dismissed", "a 2000 2900", "@2000 =a !a xa @2001 = ~ R @2002 = ~" },
  { "dismissed-before-it-was-told", "a 2000 2900", "@2000 =a xa R @2001 = ~" },
  { "put-off", "a 2000 2900",
    "@2000 =a !a za:2300 @2001 = ~ >2300 R @2299 = ~ >2300 "
    "@2300 =a !a @2301 = ~a" },
  { "put-off-twice", "a 2000 2900",
    "@2000 =a !a za:2300 @2300 =a !a za:2600 @2400 = ~ >2600 @2600 =a !a @2601 = ~a" },
  { "put-off-and-slept", "a 2000 2900", "@2000 =a !a za:2300 R @90000 =a !a @90001 = ~a" },
  { "put-off-then-dismissed", "a 2000 2900", "@2000 =a !a za:2300 xa @2300 = ~" },
  { "put-off-for-weeks", "a 2000 2000000",
    "@2000 =a !a za:2000000 R @1999999 = ~ >2000000 "
    "@2000000 =a !a R @2000001 = ~a" },
  { "repeated", "a 2000 2900;a 2300 2900 2000;a 2600 2900 2000",
    "@2000 =a ~ >2300 !a @2001 = ~a >2300 @2300 =a !a >2600 @2301 = ~a @2600 =a !a @2601 = ~a" },
  { "repetitions-missed-are-one", "a 2000 2900;a 2300 2900 2000;a 2600 2900 2000",
    "@9000 =a !a @9001 = ~a" },
  { "dismissal-ends-repetition", "a 2000 2900;a 2300 2900 2000", "@2000 =a !a xa @2300 = ~" },
  { "last-of-series", "a1 2000 2900;a2 3000 3900;a3 4000 4900",
    "@3500 =a2 ~ >4000 !a2 @3501 = ~a2 @4000 =a3 ~ !a3 @4001 = ~a3" },
  { "other-alarm-of-the-event", "a 2000 2900;b 2300 2900", "@2300 =a,b !a !b xa @2301 = ~b" },
  { "before-it-was-known", "a 900 950", "@1001 = ~" },
  { "before-it-was-known-but-ahead", "a 900 2000", "@1001 =a !a @1002 = ~a" },
  { "of-two-weeks-ago", "a 2000 2900", "@1212000 = ~" },
  { "early-for-what-is-ahead", "a 2000 9000000", "@1212000 =a !a @1212001 = ~a" },
  { "of-six-days-ago", "a 2000 2900", "@520000 =a !a @520001 = ~a @1200000 = ~" },
  { "clock-goes-back", "a 2000 2900", "@2000 =a !a @1500 = ~ @2000 = ~a" },
  { "clock-goes-back-after-dismissal", "a 2000 2900", "@2000 =a !a xa @1500 = ~ @2100 = ~" },
  { "clock-jumps-ahead", "a 2000 2900;b 5000 5900", "@1999 = >2000 @6000 =a,b !a !b @6001 = ~a,b" },
  { "task-without-date", "a 2000 0", "@2000 =a !a @2001 = ~a" },
  { "several-at-once", "a 2000 2900;b 2000 2900;c 2500 2900", "@2000 =a,b ~ >2500 !a !b" },
};

typedef struct {
  char *path;
  LoftReminderMemory *memory;
  GPtrArray *reminders;
  LoftReminderAgenda *agenda; /* (nullable) */
} Teller;

static LoftReminder *
parse_reminder (const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  LoftReminder *self = loft_reminder_new ();

  g_assert_cmpuint (g_strv_length (words), >=, 3);
  g_free (self->summary);
  self->summary = g_strdup (words[0]);
  g_free (self->recurrence_id);
  self->recurrence_id = g_strdup (words[0] + 1);
  g_free (self->alarm);
  self->alarm = g_strndup (words[0], 1);
  self->due = self->first = g_ascii_strtoll (words[1], NULL, 10);
  self->start = self->end = g_ascii_strtoll (words[2], NULL, 10);
  self->has_time = self->start != 0;
  if (words[3] != NULL)
    self->first = g_ascii_strtoll (words[3], NULL, 10);
  return self;
}

static const LoftReminder *
find_reminder (Teller *self, const char *name, gsize length)
{
  for (guint i = 0; i < self->reminders->len; i++)
    {
      const LoftReminder *reminder = g_ptr_array_index (self->reminders, i);

      if (strlen (reminder->summary) == length && strncmp (reminder->summary, name, length) == 0)
        return reminder;
    }
  g_error ("There is no reminder \"%s\"", name);
}

static char *
name_all (GPtrArray *reminders)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < reminders->len; i++)
    g_ptr_array_add (names, ((LoftReminder *) g_ptr_array_index (reminders, i))->summary);
  g_ptr_array_add (names, NULL);
  return g_strjoinv (",", (char **) names->pdata);
}

/* As the service does it. */
static void
look (Teller *self, gint64 now)
{
  g_clear_pointer (&self->agenda, loft_reminder_agenda_free);
  self->agenda = loft_reminder_agenda_new (self->memory, self->reminders, now);
  for (guint i = 0; i < self->agenda->due->len; i++)
    {
      const LoftReminder *due = g_ptr_array_index (self->agenda->due, i);

      loft_reminder_memory_begin (self->memory, due, due->due, now);
    }
}

static void
restart (Teller *self)
{
  g_autoptr (GError) error = NULL;

  loft_reminder_memory_save (self->memory, 0, &error);
  g_assert_no_error (error);
  loft_reminder_memory_free (self->memory);
  self->memory = loft_reminder_memory_new (self->path);
}

static void
expect_names (GPtrArray *reminders, const char *expected)
{
  g_autofree char *names = name_all (reminders);

  g_assert_cmpstr (names, ==, expected);
}

static void
take_step (Teller *self, const char *step)
{
  const char *colon = strchr (step, ':');
  gsize length = colon != NULL ? (gsize) (colon - step) - 1 : strlen (step) - 1;

  switch (*step)
    {
    case '@':
      look (self, g_ascii_strtoll (step + 1, NULL, 10));
      break;
    case '=':
      expect_names (self->agenda->due, step + 1);
      break;
    case '~':
      expect_names (self->agenda->shown, step + 1);
      break;
    case '>':
      g_assert_cmpint (self->agenda->next, ==, g_ascii_strtoll (step + 1, NULL, 10));
      break;
    case '!':
      loft_reminder_memory_tell (self->memory, find_reminder (self, step + 1, length));
      break;
    case 'z':
      loft_reminder_memory_snooze (self->memory, find_reminder (self, step + 1, length),
                                   g_ascii_strtoll (colon + 1, NULL, 10));
      break;
    case 'x':
      loft_reminder_memory_dismiss (self->memory, find_reminder (self, step + 1, length));
      break;
    default:
      restart (self);
    }
}

static void
test_story (gconstpointer data)
{
  const Story *story = data;
  g_autofree char *directory = g_dir_make_tmp ("loft-reminders-XXXXXX", NULL);
  g_auto (GStrv) reminders = g_strsplit (story->reminders, ";", -1);
  g_auto (GStrv) steps = g_strsplit (story->steps, " ", -1);
  Teller self = { g_build_filename (directory, "reminders.ini", NULL) };

  self.memory = loft_reminder_memory_new (self.path);
  self.reminders = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_reminder_unref);
  loft_reminder_memory_see_folder (self.memory, "", 0, 1000);
  for (guint i = 0; reminders[i] != NULL; i++)
    g_ptr_array_add (self.reminders, parse_reminder (reminders[i]));
  for (guint i = 0; steps[i] != NULL; i++)
    {
      g_test_message ("%s", steps[i]);
      take_step (&self, steps[i]);
    }
  g_clear_pointer (&self.agenda, loft_reminder_agenda_free);
  loft_reminder_memory_free (self.memory);
  g_ptr_array_unref (self.reminders);
  g_free (self.path);
  remove_tree (directory);
}

/* Nothing is remembered for ever; and a file of nonsense is none. */
static void
test_file (void)
{
  g_autofree char *directory = g_dir_make_tmp ("loft-reminders-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (directory, "reminders.ini", NULL);
  g_autoptr (LoftReminder) reminder = parse_reminder ("a 2000 2900");
  g_autoptr (LoftReminderMemory) memory = NULL;
  g_autofree char *text = NULL;
  gint64 at = 0;

  g_file_set_contents (path, "[reminders]\nx=1;2\ny=a;b;c;d\n\x01\x02[\n", -1, NULL);
  memory = loft_reminder_memory_new (path);
  g_assert_cmpint (loft_reminder_memory_judge (memory, reminder, 2000, 0, 2000, &at), ==,
                   LOFT_REMINDER_DUE);
  loft_reminder_memory_dismiss (memory, reminder);
  g_assert_true (loft_reminder_memory_save (memory, 2000, NULL));
  g_assert_cmpint (loft_reminder_memory_judge (memory, reminder, 2000, 0, 2000, &at), ==,
                   LOFT_REMINDER_NOTHING);
  loft_reminder_memory_see_folder (memory, "x", 1, 5);
  g_assert_true (loft_reminder_memory_save (memory, 2000 + 3 * WEEK, NULL));
  g_file_get_contents (path, &text, NULL, NULL);
  g_assert_null (strstr (text, "dismissed"));
  remove_tree (directory);
}

/* ---- the service -------------------------------------------------------------------------- */

#define START 1772442000 /* 2026-03-02T09:00Z */

typedef struct {
  char *profile;
  LoftService *service;
  LoftReminders *reminders; /* (borrowed) */
  LoftMailAccount *account; /* (owned) */
  gint64 folder_id;
  guint n_due;
  guint n_over;
} World;

static void
on_due (LoftReminders *reminders, LoftReminderItem *item, gboolean is_again, World *world)
{
  world->n_due++;
  loft_reminders_tell (reminders, item);
}

static void
on_over (LoftReminders *reminders, LoftReminderItem *item, World *world)
{
  world->n_over++;
}

static void
open_world (World *world)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) folders = NULL;

  world->service = loft_service_open (world->profile, &error);
  g_assert_no_error (error);
  world->account = g_list_model_get_item (loft_service_get_accounts (world->service), 0);
  folders = loft_resources_list_folders (world->account, LOFT_FOLDER_KIND_EVENTS, &error);
  g_assert_no_error (error);
  world->folder_id = ((LoftFolder *) g_ptr_array_index (folders, 0))->id;
  world->reminders = loft_service_get_reminders (world->service);
  g_signal_connect (world->reminders, "due", G_CALLBACK (on_due), world);
  g_signal_connect (world->reminders, "over", G_CALLBACK (on_over), world);
}

static void
close_world (World *world)
{
  g_clear_object (&world->account);
  loft_service_stop (world->service);
  g_clear_object (&world->service);
}

static gboolean
on_patience_ended (gpointer timed_out)
{
  *(gboolean *) timed_out = TRUE;
  return G_SOURCE_REMOVE;
}

/* From then on what comes due counts. */
static void
see_folders (World *world)
{
  g_autofree char *path = g_build_filename (world->profile, "reminders.ini", NULL);
  gboolean timed_out = FALSE;
  guint source = g_timeout_add_seconds (20, on_patience_ended, &timed_out);

  while (!g_file_test (path, G_FILE_TEST_EXISTS) && !timed_out)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (timed_out);
  g_source_remove (source);
}

static void
set_up (World *world, gconstpointer data)
{
  loft_clock_set_for_test (START - DAY);
  world->profile = g_dir_make_tmp ("loft-reminders-XXXXXX", NULL);
  open_world (world);
  loft_reminders_start (world->reminders);
  see_folders (world);
}

static void
tear_down (World *world, gconstpointer data)
{
  close_world (world);
  remove_tree (world->profile);
  g_free (world->profile);
  loft_clock_set_for_test (0);
}

static guint
count (World *world)
{
  return g_list_model_get_n_items (G_LIST_MODEL (world->reminders));
}

/* Until so many are listed and were told. */
static void
wait_for (World *world, guint n_listed, guint n_due)
{
  gboolean timed_out = FALSE;
  guint source = g_timeout_add_seconds (20, on_patience_ended, &timed_out);

  while ((count (world) != n_listed || world->n_due != n_due) && !timed_out)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (count (world), ==, n_listed);
  g_assert_cmpuint (world->n_due, ==, n_due);
  g_source_remove (source);
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static gint64
act (World *world, gint64 resource_id, const char *text)
{
  g_autoptr (GBytes) raw = text != NULL ? g_bytes_new (text, strlen (text)) : NULL;
  LoftResourceWish wish = { resource_id, world->folder_id, raw };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  loft_resources_act_async (world->account, &wish, 1, on_done, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  loft_resources_act_finish (world->account, result, &resource_id, NULL, &error);
  g_assert_no_error (error);
  return resource_id;
}

static char *
write_event (const char *uid, const char *start, const char *rest)
{
  return g_strdup_printf (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:%s\r\nSUMMARY:Walk\r\nDTSTART:%s\r\n%s"
    "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT15M\r\nEND:VALARM\r\nEND:VEVENT\r\n"
    "END:VCALENDAR\r\n",
    uid, start, rest);
}

static gint64
add (World *world, const char *uid, const char *start, const char *rest)
{
  g_autofree char *text = write_event (uid, start, rest);

  return act (world, 0, text);
}

static void
go_to (World *world, gint64 now)
{
  loft_clock_set_for_test (now);
  loft_reminders_look (world->reminders);
}

static gboolean
is_acknowledged (World *world, gint64 resource_id)
{
  g_autoptr (GBytes) raw = loft_resources_get_raw (world->account, resource_id, NULL, NULL);
  gsize size = 0;
  const char *text = g_bytes_get_data (raw, &size);

  return g_strstr_len (text, (gssize) size, "ACKNOWLEDGED:") != NULL;
}

/* Whatever the machine did in between, and whoever looks how often. */
static void
test_once (World *world, gconstpointer data)
{
  add (world, "a", "20260302T090000Z", "");
  go_to (world, START - HOUR);
  go_to (world, START - 15 * 60);
  wait_for (world, 1, 1);
  go_to (world, START - 14 * 60);
  go_to (world, START + 5 * HOUR);
  wait_for (world, 1, 1);
  close_world (world);
  open_world (world);
  loft_reminders_start (world->reminders);
  wait_for (world, 1, 1);
}

static void
test_missed (World *world, gconstpointer data)
{
  add (world, "a", "20260302T090000Z", "");
  add (world, "daily", "20260302T100000Z", "RRULE:FREQ=DAILY\r\n");
  go_to (world, START - HOUR);
  close_world (world);
  loft_clock_set_for_test (START + 3 * DAY);
  open_world (world);
  loft_reminders_start (world->reminders);
  wait_for (world, 2, 2);
}

static void
test_dismissed (World *world, gconstpointer data)
{
  gint64 id = add (world, "a", "20260302T090000Z", "");
  g_autoptr (LoftReminderItem) item = NULL;

  go_to (world, START);
  wait_for (world, 1, 1);
  item = g_list_model_get_item (G_LIST_MODEL (world->reminders), 0);
  g_assert_true (loft_reminders_find (world->reminders, loft_reminder_item_get_key (item)) == item);
  loft_reminders_dismiss (world->reminders, item);
  g_assert_cmpuint (count (world), ==, 0);
  g_assert_cmpuint (world->n_over, ==, 1);
  while (!is_acknowledged (world, id))
    g_main_context_iteration (NULL, TRUE);
  go_to (world, START + HOUR);
  wait_for (world, 0, 1);
}

/* Two alarms of one event: the second dismissal does not undo the first. */
static void
test_both_dismissed (World *world, gconstpointer data)
{
  gint64 id = add (world, "a", "20260302T090000Z",
                   "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT5M\r\nEND:VALARM\r\n");
  guint n = 0;

  go_to (world, START);
  wait_for (world, 2, 2);
  while (count (world) > 0)
    {
      g_autoptr (LoftReminderItem) item =
        g_list_model_get_item (G_LIST_MODEL (world->reminders), 0);

      loft_reminders_dismiss (world->reminders, item);
    }
  while (n != 2)
    {
      g_autoptr (GBytes) raw = loft_resources_get_raw (world->account, id, NULL, NULL);
      g_autofree char *text = g_strndup (g_bytes_get_data (raw, NULL), g_bytes_get_size (raw));
      g_auto (GStrv) parts = g_strsplit (text, "ACKNOWLEDGED:", -1);

      n = g_strv_length (parts) - 1;
      if (n != 2)
        g_main_context_iteration (NULL, TRUE);
    }
}

/* On another device, or by another program. */
static void
test_dismissed_elsewhere (World *world, gconstpointer data)
{
  gint64 id = add (world, "a", "20260302T090000Z", "");
  g_autofree char *text = write_event ("a", "20260302T090000Z", "");
  g_auto (GStrv) parts = g_strsplit (text, "TRIGGER:", 2);
  g_autofree char *dismissed =
    g_strdup_printf ("%sACKNOWLEDGED:20260302T084600Z\r\nTRIGGER:%s", parts[0], parts[1]);

  go_to (world, START);
  wait_for (world, 1, 1);
  act (world, id, dismissed);
  wait_for (world, 0, 1);
  g_assert_cmpuint (world->n_over, ==, 1);
}

static void
test_gone (World *world, gconstpointer data)
{
  gint64 id = add (world, "a", "20260302T090000Z", "");
  g_autofree char *later = write_event ("a", "20260302T120000Z", "");

  go_to (world, START);
  wait_for (world, 1, 1);
  act (world, id, later);
  wait_for (world, 0, 1);
  go_to (world, START + 3 * HOUR - 600);
  wait_for (world, 1, 2);
  act (world, id, NULL);
  wait_for (world, 0, 2);
}

static void
test_snoozed (World *world, gconstpointer data)
{
  g_autoptr (LoftReminderItem) item = NULL;

  add (world, "a", "20260302T090000Z", "");
  go_to (world, START - 15 * 60);
  wait_for (world, 1, 1);
  item = g_list_model_get_item (G_LIST_MODEL (world->reminders), 0);
  loft_reminders_snooze (world->reminders, item, LOFT_REMINDERS_AT_START);
  wait_for (world, 0, 1);
  go_to (world, START - 1);
  wait_for (world, 0, 1);
  close_world (world);
  open_world (world);
  loft_reminders_start (world->reminders);
  go_to (world, START);
  wait_for (world, 1, 2);
}

/* The timer wakes by itself: here with the real clock. */
static void
test_timer (World *world, gconstpointer data)
{
  gint64 soon = g_get_real_time () / G_USEC_PER_SEC + 15 * 60 + 2;
  g_autoptr (GDateTime) at = g_date_time_new_from_unix_utc (soon);
  g_autofree char *start = g_date_time_format (at, "%Y%m%dT%H%M%SZ");

  loft_clock_set_for_test (0);
  add (world, "a", start, "");
  wait_for (world, 1, 1);
}

static void
test_silent (World *world, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  add (world, "a", "20260302T090000Z", "");
  go_to (world, START);
  wait_for (world, 1, 1);
  g_assert_false (loft_reminders_is_silent (world->account, world->folder_id));
  loft_reminders_set_silent (world->account, world->folder_id, TRUE, &error);
  g_assert_no_error (error);
  wait_for (world, 0, 1);
  g_assert_true (loft_reminders_is_silent (world->account, world->folder_id));
  loft_reminders_set_silent (world->account, world->folder_id, FALSE, NULL);
  wait_for (world, 1, 1);
}

/* Another process has the profile: it reminds. */
static void
test_one_of_two (World *world, gconstpointer data)
{
  g_autofree char *path = g_build_filename (world->profile, "reminders.lock", NULL);
  int lock;

  close_world (world);
  lock = loft_file_lock_take (path, LOFT_FILE_LOCK_EXCLUSIVE, FALSE);
  g_assert_cmpint (lock, >=, 0);
  open_world (world);
  loft_reminders_start (world->reminders);
  add (world, "a", "20260302T090000Z", "");
  go_to (world, START);
  add (world, "b", "20260402T090000Z", ""); /* a while */
  g_assert_cmpuint (world->n_due, ==, 0);
  loft_file_lock_release (lock);
  go_to (world, START + 60);
  wait_for (world, 1, 1);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *name;
    void (*func) (World *world, gconstpointer data);
  } tests[] = {
    { "once", test_once },
    { "missed", test_missed },
    { "dismissed", test_dismissed },
    { "both-dismissed", test_both_dismissed },
    { "dismissed-elsewhere", test_dismissed_elsewhere },
    { "gone", test_gone },
    { "snoozed", test_snoozed },
    { "timer", test_timer },
    { "silent", test_silent },
    { "one-of-two", test_one_of_two },
  };

  g_setenv ("TZ", "UTC", TRUE);
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (stories); i++)
    {
      g_autofree char *path = g_strdup_printf ("/reminders/story/%s", stories[i].name);

      g_test_add_data_func (path, &stories[i], test_story);
    }
  g_test_add_func ("/reminders/file", test_file);
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strdup_printf ("/reminders/%s", tests[i].name);

      g_test_add (path, World, NULL, set_up, tests[i].func, tear_down);
    }
  return g_test_run ();
}
