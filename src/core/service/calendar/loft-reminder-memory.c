/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-reminder-memory.h"

#include <sys/stat.h>

#include "loft-error.h"

#define MAX_FILE_BYTES (8 * 1024 * 1024)
#define MOST           20000
#define FORGOTTEN      (2 * LOFT_REMINDER_MISSED_SECONDS)
#define FOLDERS        "folders"

typedef struct {
  gint64 first;
  gint64 shown; /* the repetition that was; 0: none */
  gint64 at; /* when it was, the last time */
  gint64 snoozed; /* until then; 0: not */
  gboolean is_told;
  gboolean is_dismissed;
} Entry;

struct _LoftReminderMemory {
  char *path;
  GHashTable *entries; /* key -> Entry */
  GHashTable *folders; /* "account folder" -> gint64: since when it is known */
  gboolean is_changed;
};

/* ---- file --------------------------------------------------------------------------------- */

/* first, shown, at, snoozed, what became of it: a list, so that a file of thousands stays small. */
static void
read_entry (LoftReminderMemory *self, GKeyFile *file, const char *key)
{
  gsize n = 0;
  g_auto (GStrv) words = g_key_file_get_string_list (file, "reminders", key, &n, NULL);
  Entry entry = { 0 };

  if (n != 5)
    return;
  entry.first = g_ascii_strtoll (words[0], NULL, 10);
  entry.shown = g_ascii_strtoll (words[1], NULL, 10);
  entry.at = g_ascii_strtoll (words[2], NULL, 10);
  entry.snoozed = g_ascii_strtoll (words[3], NULL, 10);
  entry.is_told = g_str_equal (words[4], "told");
  entry.is_dismissed = g_str_equal (words[4], "dismissed");
  g_hash_table_insert (self->entries, g_strdup (key), g_memdup2 (&entry, sizeof entry));
}

static void
read_file (LoftReminderMemory *self, GKeyFile *file)
{
  g_auto (GStrv) keys = g_key_file_get_keys (file, "reminders", NULL, NULL);
  g_auto (GStrv) folders = g_key_file_get_keys (file, FOLDERS, NULL, NULL);

  for (guint i = 0; keys != NULL && keys[i] != NULL && i < MOST; i++)
    read_entry (self, file, keys[i]);
  for (guint i = 0; folders != NULL && folders[i] != NULL && i < MOST; i++)
    {
      gint64 since = g_key_file_get_int64 (file, FOLDERS, folders[i], NULL);

      g_hash_table_insert (self->folders, g_strdup (folders[i]), g_memdup2 (&since, sizeof since));
    }
}

static void
write_entries (LoftReminderMemory *self, GKeyFile *file)
{
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      const Entry *entry = value;
      g_autofree char *line =
        g_strdup_printf ("%" G_GINT64_FORMAT ";%" G_GINT64_FORMAT ";%" G_GINT64_FORMAT
                         ";%" G_GINT64_FORMAT ";%s",
                         entry->first, entry->shown, entry->at, entry->snoozed,
                         entry->is_dismissed ? "dismissed"
                         : entry->is_told    ? "told"
                                             : "-");

      g_key_file_set_value (file, "reminders", key, line);
    }
  g_hash_table_iter_init (&iter, self->folders);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_key_file_set_int64 (file, FOLDERS, key, *(gint64 *) value);
}

static void
forget_old (LoftReminderMemory *self, gint64 now)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const Entry *entry = value;

      if (MAX (MAX (entry->first, entry->at), entry->snoozed) < now - FORGOTTEN)
        g_hash_table_iter_remove (&iter);
    }
}

gboolean
loft_reminder_memory_save (LoftReminderMemory *self, gint64 now, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *text = NULL;
  g_autoptr (GError) failure = NULL;
  gsize length = 0;

  if (!self->is_changed)
    return TRUE;
  forget_old (self, now);
  write_entries (self, file);
  text = g_key_file_to_data (file, &length, NULL);
  if (g_file_set_contents_full (self->path, text, (gssize) length,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600,
                                &failure))
    {
      self->is_changed = FALSE;
      return TRUE;
    }
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_STORE, "%s", failure->message);
  return FALSE;
}

LoftReminderMemory *
loft_reminder_memory_new (const char *path)
{
  LoftReminderMemory *self = g_new0 (LoftReminderMemory, 1);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  struct stat status;

  self->path = g_strdup (path);
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->folders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (stat (path, &status) == 0 && status.st_size <= MAX_FILE_BYTES &&
      g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL))
    read_file (self, file);
  return self;
}

void
loft_reminder_memory_free (LoftReminderMemory *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->entries);
  g_hash_table_unref (self->folders);
  g_free (self->path);
  g_free (self);
}

/* ---- remembering -------------------------------------------------------------------------- */

static char *
name_folder (const char *account_id, gint64 folder_id)
{
  return g_strdup_printf ("%s-%" G_GINT64_FORMAT, account_id, folder_id);
}

void
loft_reminder_memory_see_folder (LoftReminderMemory *self, const char *account_id, gint64 folder_id,
                                 gint64 now)
{
  g_autofree char *name = name_folder (account_id, folder_id);

  if (g_hash_table_contains (self->folders, name))
    return;
  self->is_changed = TRUE;
  g_hash_table_insert (self->folders, g_steal_pointer (&name), g_memdup2 (&now, sizeof now));
}

static gint64
since_of (LoftReminderMemory *self, const LoftReminder *reminder)
{
  g_autofree char *name = name_folder (reminder->account_id, reminder->folder_id);
  const gint64 *since = g_hash_table_lookup (self->folders, name);

  return since != NULL ? *since : 0;
}

static Entry *
find (LoftReminderMemory *self, const LoftReminder *reminder)
{
  g_autofree char *key = loft_reminder_dup_key (reminder);

  return g_hash_table_lookup (self->entries, key);
}

static Entry *
get (LoftReminderMemory *self, const LoftReminder *reminder)
{
  Entry *entry = find (self, reminder);

  self->is_changed = TRUE;
  if (entry != NULL)
    return entry;
  entry = g_new0 (Entry, 1);
  entry->first = reminder->first;
  g_hash_table_insert (self->entries, loft_reminder_dup_key (reminder), entry);
  return entry;
}

void
loft_reminder_memory_begin (LoftReminderMemory *self, const LoftReminder *reminder, gint64 due,
                            gint64 now)
{
  Entry *entry = get (self, reminder);

  entry->shown = due;
  entry->at = now;
  entry->snoozed = 0;
  entry->is_told = FALSE;
}

void
loft_reminder_memory_tell (LoftReminderMemory *self, const LoftReminder *reminder)
{
  get (self, reminder)->is_told = TRUE;
}

void
loft_reminder_memory_snooze (LoftReminderMemory *self, const LoftReminder *reminder, gint64 until)
{
  get (self, reminder)->snoozed = until;
}

void
loft_reminder_memory_dismiss (LoftReminderMemory *self, const LoftReminder *reminder)
{
  Entry *entry = get (self, reminder);

  entry->is_dismissed = TRUE;
  entry->snoozed = 0;
}

gint64
loft_reminder_memory_get_oldest (LoftReminderMemory *self, gint64 now)
{
  gint64 oldest = G_MAXINT64;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const Entry *entry = value;

      if (entry->snoozed != 0 ||
          (!entry->is_dismissed && entry->at > now - LOFT_REMINDER_MISSED_SECONDS))
        oldest = MIN (oldest, entry->first);
    }
  return oldest;
}

/* ---- judging ------------------------------------------------------------------------------ */

/* Nobody has been told of it as yet. */
static LoftReminderVerdict
judge_new (LoftReminderMemory *self, const LoftReminder *reminder, gint64 due, gint64 now)
{
  gboolean is_ahead = reminder->has_time && reminder->start > now;

  if (is_ahead)
    return LOFT_REMINDER_DUE;
  if (due < now - LOFT_REMINDER_MISSED_SECONDS || due < since_of (self, reminder))
    return LOFT_REMINDER_NOTHING;
  return LOFT_REMINDER_DUE;
}

LoftReminderVerdict
loft_reminder_memory_judge (LoftReminderMemory *self, const LoftReminder *reminder, gint64 due,
                            gint64 next, gint64 now, gint64 *at)
{
  const Entry *entry = find (self, reminder);

  *at = next;
  if (entry != NULL && entry->is_dismissed)
    return LOFT_REMINDER_NOTHING;
  if (entry != NULL && entry->snoozed > now)
    {
      *at = entry->snoozed;
      return LOFT_REMINDER_LATER;
    }
  if (due == 0)
    return LOFT_REMINDER_LATER;
  if (entry == NULL || entry->shown == 0)
    return judge_new (self, reminder, due, now);
  if (entry->snoozed != 0 || due > entry->shown || !entry->is_told)
    return LOFT_REMINDER_DUE;
  /* Whoever did not dismiss it in a week will not. */
  return MAX (due, entry->at) < now - LOFT_REMINDER_MISSED_SECONDS &&
             !(reminder->has_time && reminder->start > now)
           ? LOFT_REMINDER_NOTHING
           : LOFT_REMINDER_SHOWN;
}
