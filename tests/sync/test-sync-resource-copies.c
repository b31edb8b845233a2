/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Events and contacts that no server has: what is lost of one file comes back from the other. */
#include <glib/gstdio.h>
#include <string.h>

#include "loft-account-store.h"
#include "loft-damage.h"
#include "loft-event-store.h"
#include "loft-folder-store.h"
#include "loft-local-folders.h"
#include "loft-resource-edit.h"
#include "loft-resource-ingest.h"

#define N_EVENTS   40
#define N_CONTACTS 40

static const char *const databases[] = { "store.db", "content.db" };

typedef struct {
  char *directory;
  LoftAccountStore *store;
  LoftJournal *journal;
} World;

static void
world_open (World *self)
{
  g_autofree char *path = g_build_filename (self->directory, "operations.journal", NULL);
  g_autoptr (GError) error = NULL;

  loft_account_store_prepare (self->directory, &error);
  g_assert_no_error (error);
  self->store = loft_account_store_open (self->directory, LOFT_DATABASE_DURABLE, &error);
  g_assert_no_error (error);
  self->journal = loft_journal_open (path, &error);
  g_assert_no_error (error);
  loft_local_folders_ensure (self->store->mail, &error);
  g_assert_no_error (error);
  loft_local_folders_ensure_collections (self->store->mail, &error);
  g_assert_no_error (error);
}

static void
world_close (World *self)
{
  g_clear_pointer (&self->journal, loft_journal_close);
  g_clear_pointer (&self->store, loft_account_store_close);
}

static void
world_init (World *self)
{
  self->directory = g_dir_make_tmp ("loft-copies-XXXXXX", NULL);
  world_open (self);
}

static void
world_clear (World *self)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  world_close (self);
  dir = g_dir_open (self->directory, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->directory, name, NULL);

      g_unlink (path);
    }
  g_rmdir (self->directory);
  g_free (self->directory);
}

/* ---- what a person does ------------------------------------------------------------------- */

static GBytes *
make_raw (gboolean is_event, guint n, const char *text)
{
  char *raw = is_event
                ? g_strdup_printf ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//EN\r\n"
                                   "BEGIN:VEVENT\r\nUID:event-%u\r\nDTSTAMP:20260101T000000Z\r\n"
                                   "DTSTART:20260301T100000Z\r\nDTEND:20260301T110000Z\r\n"
                                   "SUMMARY:%s\r\nORGANIZER:mailto:boss@example.test\r\n"
                                   "ATTENDEE;PARTSTAT=TENTATIVE:mailto:eva@example.test\r\n"
                                   "END:VEVENT\r\nEND:VCALENDAR\r\n",
                                   n, text)
                : g_strdup_printf ("BEGIN:VCARD\r\nVERSION:3.0\r\nUID:contact-%u\r\nFN:%s\r\n"
                                   "N:%s;;;;\r\nEND:VCARD\r\n",
                                   n, text, text);

  return g_bytes_new_take (raw, strlen (raw));
}

static gint64
folder_id (World *self, gboolean is_event)
{
  g_autoptr (LoftFolder) folder =
    loft_folder_store_find (self->store->mail, is_event ? "Calendar" : "Contacts", NULL);

  return folder->id;
}

static void
edit_all (World *self, GArray *edits)
{
  g_autoptr (GError) error = NULL;

  loft_resource_edit (self->store->mail, self->journal, self->directory,
                      (LoftResourceEdit *) (gpointer) edits->data, edits->len, &error);
  g_assert_no_error (error);
}

static GArray *
new_edits (void)
{
  GArray *edits = g_array_new (FALSE, TRUE, sizeof (LoftResourceEdit));

  g_array_set_clear_func (edits, (GDestroyNotify) loft_resource_edit_clear);
  return edits;
}

static void
add_edit (GArray *edits, gint64 resource_id, gint64 folder, GBytes *raw)
{
  LoftResourceEdit edit = { resource_id, folder, raw, NULL };

  g_array_append_val (edits, edit);
}

static gint64
edit (World *self, gint64 resource_id, gboolean is_event, GBytes *raw)
{
  g_autoptr (GArray) edits = new_edits ();

  add_edit (edits, resource_id, folder_id (self, is_event), raw);
  edit_all (self, edits);
  return g_array_index (edits, LoftResourceEdit, 0).resource_id;
}

static void
live (World *self)
{
  g_autoptr (GArray) added = new_edits ();
  g_autoptr (GArray) changed = new_edits ();
  const gint64 calendar = folder_id (self, TRUE);

  for (guint i = 0; i < N_EVENTS; i++)
    add_edit (added, 0, calendar, make_raw (TRUE, i, "Lunch"));
  for (guint i = 0; i < N_CONTACTS; i++)
    add_edit (added, 0, folder_id (self, FALSE), make_raw (FALSE, i, "Eva"));
  edit_all (self, added);
  for (guint i = 1; i < N_EVENTS; i += 4)
    {
      add_edit (changed, g_array_index (added, LoftResourceEdit, i).resource_id, calendar,
                make_raw (TRUE, i, "Dinner"));
      if (i + 1 < N_EVENTS)
        add_edit (changed, g_array_index (added, LoftResourceEdit, i + 1).resource_id, calendar,
                  NULL);
    }
  edit_all (self, changed);
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* (transfer full) what is shown, a line for each, in order. */
static char *
describe (World *self)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  static const LoftFolderKinds kinds[] = { LOFT_FOLDER_KIND_EVENTS, LOFT_FOLDER_KIND_CONTACTS };

  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    {
      g_autoptr (GArray) ids = loft_resource_store_list (self->store->mail, 0, kinds[k], NULL);

      for (guint i = 0; i < ids->len; i++)
        {
          g_autoptr (LoftResource) resource =
            loft_resource_store_get (self->store->mail, g_array_index (ids, gint64, i), NULL);
          g_autoptr (LoftFolder) folder =
            loft_folder_store_get (self->store->mail, resource->folder_id, NULL);

          g_ptr_array_add (lines,
                           g_strdup_printf ("%s %s %s\n%.*s", folder->path, resource->uid,
                                            resource->name, (int) g_bytes_get_size (resource->raw),
                                            (const char *) g_bytes_get_data (resource->raw, NULL)));
        }
    }
  g_ptr_array_sort (lines, compare_lines);
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("", (char **) lines->pdata);
}

/* ---- what goes wrong ---------------------------------------------------------------------- */

static void
come_back (World *self)
{
  guint64 n_bad = 0;
  g_autoptr (GError) error = NULL;

  loft_account_store_repair (self->directory, LOFT_DATABASE_LOOK_WHOLE, NULL, NULL, &error);
  g_assert_no_error (error);
  world_open (self);
  loft_account_store_restore (self->store, NULL, &error);
  g_assert_no_error (error);
  loft_account_store_check_contents (self->store, &n_bad, NULL, &error);
  g_assert_no_error (error);
}

static void
test_missing (gconstpointer data)
{
  const char *name = data;
  World world;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  world_init (&world);
  live (&world);
  before = describe (&world);
  world_close (&world);
  for (guint i = 0; i < 3; i++)
    {
      static const char *const endings[] = { "", "-wal", "-shm" };
      g_autofree char *file = g_strconcat (name, endings[i], NULL);
      g_autofree char *path = g_build_filename (world.directory, file, NULL);

      g_unlink (path);
    }
  come_back (&world);
  after = describe (&world);
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpint (edit (&world, 0, TRUE, make_raw (TRUE, 1000, "New")), >,
                   N_EVENTS + N_CONTACTS - N_EVENTS / 4);
  world_clear (&world);
}

/* Whatever the first damage cost, there are two of each again. */
static void
damage (World *self, const char *name, LoftDamage damage, GRand *random, const char *before)
{
  g_autofree char *path = g_build_filename (self->directory, name, NULL);
  g_autofree char *what = NULL;
  g_autofree char *after = NULL;

  world_close (self);
  what = loft_damage_do (damage, path, random);
  come_back (self);
  after = describe (self);
  if (strcmp (before, after) != 0)
    g_test_fail_printf ("%s, %s: %s\ninstead of\n%s", name, what, after, before);
}

/* One file is damaged at a time; nothing of what was done is missing then, or there again. */
static void
test_damaged (gconstpointer data)
{
  const char *name = data;
  const char *other = databases[name == databases[0]];
  const guint n = g_getenv ("LOFT_TEST_SOAK") != NULL ? 300 : LOFT_N_DAMAGES;
  g_autoptr (GRand) random = g_rand_new_with_seed (20261123);

  for (guint i = 0; i < n; i++)
    {
      World world;
      g_autofree char *before = NULL;

      world_init (&world);
      live (&world);
      before = describe (&world);
      damage (&world, name, (LoftDamage) (i % LOFT_N_DAMAGES), random, before);
      damage (&world, other, LOFT_DAMAGE_NO_FILE, random, before);
      world_clear (&world);
    }
}

/* A store that lost its last commits: what its copies know is newer. */
static void
test_went_back (void)
{
  World world;
  g_autofree char *path = NULL;
  g_autofree char *old = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  world_init (&world);
  live (&world);
  world_close (&world);
  path = g_build_filename (world.directory, "store.db", NULL);
  g_assert_true (g_file_get_contents (path, &old, &length, NULL));
  world_open (&world);
  edit (&world, 1, TRUE, make_raw (TRUE, 0, "Breakfast"));
  edit (&world, 0, TRUE, make_raw (TRUE, 2000, "Supper"));
  before = describe (&world);
  world_close (&world);
  g_assert_true (g_file_set_contents (path, old, (gssize) length, &error));
  come_back (&world);
  after = describe (&world);
  g_assert_cmpstr (after, ==, before);
  world_clear (&world);
}

/* ---- what rows were read with ------------------------------------------------------------- */

static LoftPartstat
my_answer (World *self, gint64 resource_id)
{
  g_autoptr (GPtrArray) occurrences =
    loft_event_store_list_resource (self->store->mail, resource_id, NULL);

  g_assert_cmpuint (occurrences->len, ==, 1);
  return ((LoftOccurrence *) g_ptr_array_index (occurrences, 0))->partstat;
}

static void
note (World *self, const char *own_addresses, gboolean is_new)
{
  g_autoptr (GError) error = NULL;
  gboolean known = FALSE;
  gboolean more = TRUE;

  g_assert_true (loft_ingest_knows_surroundings (self->store->mail, own_addresses, &known, &error));
  g_assert_no_error (error);
  g_assert_true (known == !is_new);
  g_assert_true (loft_ingest_note_surroundings (self->store->mail, own_addresses, &error));
  g_assert_no_error (error);
  while (more)
    g_assert_true (loft_ingest_short_resources (self->store->mail, &more, &error));
  g_assert_no_error (error);
}

/* An address more is one's own: one's answers show in events that were there before. Another edition of
 * the time zone database makes rows anew by the same way. */
static void
test_surroundings (void)
{
  g_autofree char *zones = g_dir_make_tmp ("loft-zones-XXXXXX", NULL);
  g_autofree char *edition = g_build_filename (zones, "tzdata.zi", NULL);
  LoftEventRange range = { 0, G_MAXINT32, 0, G_MAXINT32 };
  World world;
  gint64 id;

  g_assert_true (g_file_set_contents (edition, "# version 2025b\n# more\n", -1, NULL));
  g_setenv ("TZDIR", zones, TRUE);
  world_init (&world);
  note (&world, "other@example.test", TRUE);
  id = edit (&world, 0, TRUE, make_raw (TRUE, 1, "Lunch"));
  g_assert_cmpint (my_answer (&world, id), ==, LOFT_PARTSTAT_NONE);
  note (&world, "other@example.test", FALSE);
  note (&world, "eva@example.test", TRUE);
  g_assert_cmpint (my_answer (&world, id), ==, LOFT_PARTSTAT_TENTATIVE);
  g_assert_true (g_file_set_contents (edition, "# version 2026a\n", -1, NULL));
  g_assert_true (loft_ingest_note_surroundings (world.store->mail, "eva@example.test", NULL));
  {
    g_autoptr (GArray) incomplete =
      loft_event_store_list_incomplete (world.store->mail, &range, NULL);

    g_assert_cmpuint (incomplete->len, ==, 1);
  }
  note (&world, "eva@example.test", FALSE);
  {
    g_autoptr (GArray) incomplete =
      loft_event_store_list_incomplete (world.store->mail, &range, NULL);

    g_assert_cmpuint (incomplete->len, ==, 0);
  }
  world_clear (&world);
  g_unsetenv ("TZDIR");
  g_unlink (edition);
  g_rmdir (zones);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (databases); i++)
    {
      g_autofree char *missing = g_strconcat ("/sync/resource-copies/missing/", databases[i], NULL);
      g_autofree char *damaged = g_strconcat ("/sync/resource-copies/damaged/", databases[i], NULL);

      g_test_add_data_func (missing, databases[i], test_missing);
      g_test_add_data_func (damaged, databases[i], test_damaged);
    }
  g_test_add_func ("/sync/resource-copies/went-back", test_went_back);
  g_test_add_func ("/sync/resource-copies/surroundings", test_surroundings);
  return g_test_run ();
}
