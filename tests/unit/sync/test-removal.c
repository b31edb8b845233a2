/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What goes from a server that mail is picked up from, by wish, place and what is here. */
#include "loft-removal.h"

#define MB  (1000 * 1000)
#define NOW ((gint64) 1750000000)
#define DAY (24 * 60 * 60)

/* A letter each, the oldest first: "h" here, "o" only its header is here, "d" a person deleted it,
 * "g" the server lacks it. chosen: "x" goes, "." stays. */
typedef struct {
  const char *name;
  LoftRemoval removal;
  guint64 size; /* of each */
  const char *state;
  const char *chosen;
} Row;

static const Row rows[] = {
  { "never", { LOFT_REMOVAL_NEVER, 1 }, 1, "hhhodg", "......" },
  { "at-once", { LOFT_REMOVAL_AT_ONCE, 1 }, 1, "hhhodg", "xxx.x." },
  { "when-deleted", { LOFT_REMOVAL_WHEN_DELETED, 1 }, 1, "hhhodg", "....x." },
  /* The oldest go; what is not here goes never, and takes its room all the same. */
  { "messages", { LOFT_REMOVAL_KEEP_MESSAGES, 2 }, 1, "hhhhh", "xxx.." },
  { "messages-as-many", { LOFT_REMOVAL_KEEP_MESSAGES, 5 }, 1, "hhhhh", "....." },
  { "messages-old-header", { LOFT_REMOVAL_KEEP_MESSAGES, 2 }, 1, "ohhhh", ".xx.." },
  { "messages-new-header", { LOFT_REMOVAL_KEEP_MESSAGES, 2 }, 1, "hhhho", "xxx.." },
  { "messages-headers", { LOFT_REMOVAL_KEEP_MESSAGES, 2 }, 1, "ooooo", "....." },
  /* It is the server's messages that count. */
  { "messages-gone", { LOFT_REMOVAL_KEEP_MESSAGES, 2 }, 1, "hhhgg", "x...." },
  { "messages-deleted", { LOFT_REMOVAL_KEEP_MESSAGES, 2 }, 1, "dhhhh", "xxx.." },
  { "megabytes", { LOFT_REMOVAL_KEEP_MEGABYTES, 5 }, 2 * MB, "hhhhh", "xxx.." },
  { "megabytes-to-the-last", { LOFT_REMOVAL_KEEP_MEGABYTES, 4 }, 2 * MB, "hhhhh", "xxx.." },
  { "megabytes-header", { LOFT_REMOVAL_KEEP_MEGABYTES, 4 }, 2 * MB, "hohhh", "x.x.." },
  { "megabytes-gone", { LOFT_REMOVAL_KEEP_MEGABYTES, 4 }, 2 * MB, "hhhgg", "x...." },
  { "megabytes-huge",
    { LOFT_REMOVAL_KEEP_MEGABYTES, 10 },
    G_GUINT64_CONSTANT (0x4000000000000000),
    "hhh",
    "xxx" },
};

static GPtrArray *
make_downloads (const Row *row)
{
  GPtrArray *downloads = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; row->state[i] != '\0'; i++)
    {
      LoftDownload *download = g_new0 (LoftDownload, 1);

      download->message_id = i + 1;
      download->size = row->size;
      download->at = NOW - DAY;
      download->date = NOW - DAY + i;
      download->gone_at = row->state[i] == 'g' ? NOW : 0;
      download->has_content = row->state[i] == 'h' || row->state[i] == 'g';
      download->place = row->state[i] == 'd' ? LOFT_DOWNLOAD_DELETED : LOFT_DOWNLOAD_IN_INBOX;
      g_ptr_array_add (downloads, download);
    }
  return downloads;
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (GPtrArray) downloads = make_downloads (row);
  g_autoptr (GPtrArray) chosen = loft_removal_choose (&row->removal, downloads, NOW);
  GString *found = g_string_new (NULL);

  for (guint i = 0; i < downloads->len; i++)
    g_string_append_c (found, g_ptr_array_find (chosen, g_ptr_array_index (downloads, i), NULL)
                                ? 'x'
                                : '.');
  g_assert_cmpstr (found->str, ==, row->chosen);
  g_string_free (found, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/removal/", rows[i].name, NULL);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  return g_test_run ();
}
