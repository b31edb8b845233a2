/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-content-merge.h"

#include <string.h>

/* Lines parted by "|"; "{" and "}" are BEGIN and END of what follows. merged NULL: a conflict. */
typedef struct {
  const char *name;
  const char *base; /* NULL: both made it anew */
  const char *ours;
  const char *theirs;
  const char *merged;
} Row;

static const Row rows[] = {
  { "nothing", "{A|X:1|}A", "{A|X:1|}A", "{A|X:1|}A", "{A|X:1|}A" },
  { "ours", "{A|X:1|}A", "{A|X:2|}A", "{A|X:1|}A", "{A|X:2|}A" },
  { "theirs", "{A|X:1|}A", "{A|X:1|}A", "{A|X:3|}A", "{A|X:3|}A" },
  { "both alike", "{A|X:1|}A", "{A|X:2|}A", "{A|X:2|}A", "{A|X:2|}A" },
  { "both differently", "{A|X:1|}A", "{A|X:2|}A", "{A|X:3|}A", NULL },
  { "different ones", "{A|X:1|Y:1|}A", "{A|X:2|Y:1|}A", "{A|X:1|Y:3|}A", "{A|Y:3|X:2|}A" },
  { "added by ours", "{A|X:1|}A", "{A|X:1|Y:2|}A", "{A|X:3|}A", "{A|X:3|Y:2|}A" },
  { "added by both alike", "{A|X:1|}A", "{A|X:1|Y:2|}A", "{A|X:1|Y:2|}A", "{A|X:1|Y:2|}A" },
  { "added by both differently", "{A|X:1|}A", "{A|X:1|Y:2|}A", "{A|X:1|Y:3|}A", NULL },
  { "removed by ours", "{A|X:1|Y:1|}A", "{A|X:1|}A", "{A|X:3|Y:1|}A", "{A|X:3|}A" },
  { "removed by theirs", "{A|X:1|Y:1|}A", "{A|X:2|Y:1|}A", "{A|X:1|}A", "{A|X:2|}A" },
  { "removed here, changed there", "{A|X:1|Y:1|}A", "{A|X:1|}A", "{A|X:1|Y:3|}A", NULL },
  { "parameters count", "{A|X;P=1:1|}A", "{A|X;P=2:1|}A", "{A|X;P=3:1|}A", NULL },
  { "folds do not", "{A|XYZ:12|}A", "{A|XYZ:12|}A", "{A|XY\r\n Z:12|}A", "{A|XY\r\n Z:12|}A" },
  { "names in any case", "{A|x:1|}A", "{A|X:2|}A", "{A|x:1|}A", "{A|X:2|}A" },
  { "stamps", "{A|DTSTAMP:1|X:1|}A", "{A|DTSTAMP:2|X:2|}A", "{A|DTSTAMP:3|X:1|}A",
    "{A|DTSTAMP:3|X:2|}A" },
  { "the larger sequence, theirs", "{A|SEQUENCE:1|X:1|}A", "{A|SEQUENCE:2|X:2|}A",
    "{A|SEQUENCE:4|X:1|}A", "{A|SEQUENCE:4|X:2|}A" },
  { "the larger sequence, ours", "{A|SEQUENCE:1|}A", "{A|SEQUENCE:7|}A", "{A|SEQUENCE:4|}A",
    "{A|SEQUENCE:7|}A" },
  { "several of one name", "{A|T:1|T:2|}A", "{A|T:1|T:2|T:3|}A", "{A|T:2|T:4|}A",
    "{A|T:2|T:4|T:3|}A" },
  { "one of several by both", "{A|T:1|T:2|}A", "{A|T:8|T:2|}A", "{A|T:9|T:2|}A",
    "{A|T:9|T:2|T:8|}A" },
  { "attendees by address", "{A|ATTENDEE;P=N:m:e|ATTENDEE;P=N:m:f|}A",
    "{A|ATTENDEE;P=Y:m:e|ATTENDEE;P=N:m:f|}A", "{A|ATTENDEE;P=N:m:e|ATTENDEE;P=Y:M:F|}A",
    "{A|ATTENDEE;P=Y:M:F|ATTENDEE;P=Y:m:e|}A" },
  { "one attendee by both", "{A|ATTENDEE;P=N:m:e|}A", "{A|ATTENDEE;P=Y:m:e|}A",
    "{A|ATTENDEE;P=X:m:e|}A", NULL },
  { "components", "{C|{E|UID:1|X:1|}E|}C", "{C|{E|UID:1|X:2|}E|}C", "{C|Y:1|{E|UID:1|X:1|}E|}C",
    "{C|Y:1|{E|UID:1|X:2|}E|}C" },
  { "different exceptions", "{C|{E|UID:1|}E|}C",
    "{C|{E|UID:1|}E|{E|UID:1|RECURRENCE-ID:1|}E|}C",
    "{C|{E|UID:1|}E|{E|UID:1|RECURRENCE-ID:2|}E|}C",
    "{C|{E|UID:1|}E|{E|UID:1|RECURRENCE-ID:2|}E|{E|UID:1|RECURRENCE-ID:1|}E|}C" },
  { "a component removed by ours", "{C|{E|UID:1|}E|{E|UID:2|}E|}C", "{C|{E|UID:1|}E|}C",
    "{C|X:1|{E|UID:1|}E|{E|UID:2|}E|}C", "{C|X:1|{E|UID:1|}E|}C" },
  { "removed by ours, changed by theirs", "{C|{E|UID:2|}E|}C", "{C|}C", "{C|{E|UID:2|X:1|}E|}C",
    NULL },
  { "changed by ours, removed by theirs", "{C|{E|UID:2|}E|}C", "{C|{E|UID:2|X:1|}E|}C", "{C|}C",
    NULL },
  { "two alarms without a name", "{E|{V|T:1|}V|{V|T:2|}V|}E", "{E|{V|T:1|}V|{V|T:3|}V|}E",
    "{E|X:1|{V|T:1|}V|{V|T:2|}V|}E", "{E|X:1|{V|T:1|}V|{V|T:3|}V|}E" },
  { "made twice alike", NULL, "{A|X:1|}A", "{A|X:1|Y:2|}A", "{A|X:1|Y:2|}A" },
  { "made twice differently", NULL, "{A|X:1|}A", "{A|X:2|}A", NULL },
};

static GBytes *
to_bytes (const char *text)
{
  g_auto (GStrv) lines = text != NULL ? g_strsplit (text, "|", -1) : NULL;
  GString *bytes = g_string_new (NULL);

  if (text == NULL)
    {
      g_string_free (bytes, TRUE);
      return NULL;
    }
  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] == '{' || *lines[i] == '}')
      g_string_append_printf (bytes, "%s:%s\r\n", *lines[i] == '{' ? "BEGIN" : "END", lines[i] + 1);
    else
      g_string_append_printf (bytes, "%s\r\n", lines[i]);
  return g_string_free_to_bytes (bytes);
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (GBytes) base = to_bytes (row->base);
  g_autoptr (GBytes) ours = to_bytes (row->ours);
  g_autoptr (GBytes) theirs = to_bytes (row->theirs);
  g_autoptr (GBytes) wanted = to_bytes (row->merged);
  g_autoptr (GBytes) merged = NULL;

  g_assert_cmpint (loft_content_merge (base, ours, theirs, &merged), ==, row->merged != NULL);
  if (wanted != NULL)
    g_assert_cmpmem (g_bytes_get_data (merged, NULL), g_bytes_get_size (merged),
                     g_bytes_get_data (wanted, NULL), g_bytes_get_size (wanted));
}

static void
test_unreadable (void)
{
  g_autoptr (GBytes) good = to_bytes ("{A|X:1|}A");
  g_autoptr (GBytes) bad = to_bytes ("{A|X:1");
  g_autoptr (GBytes) merged = NULL;

  g_assert_false (loft_content_merge (good, bad, good, &merged));
  g_assert_false (loft_content_merge (good, good, bad, &merged));
  g_assert_false (loft_content_merge (bad, good, good, &merged));
  g_assert_null (merged);
}

/* (transfer full) n lines of one name, and one that says whose they are. */
static GBytes *
make_large (guint n, const char *mark)
{
  GString *text = g_string_new ("BEGIN:A\r\n");

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text, "T:%u\r\n", i);
  g_string_append_printf (text, "T:%s\r\nEND:A\r\n", mark);
  return g_string_free_to_bytes (text);
}

static void
test_large (void)
{
  g_autoptr (GBytes) base = make_large (50000, "base");
  g_autoptr (GBytes) ours = make_large (50000, "ours");
  g_autoptr (GBytes) theirs = make_large (50000, "theirs");
  g_autoptr (GBytes) merged = NULL;
  gsize size;

  g_assert_true (loft_content_merge (base, ours, theirs, &merged));
  size = g_bytes_get_size (merged);
  g_assert_cmpuint (size, ==, g_bytes_get_size (theirs) + strlen ("T:ours\r\n"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/content-merge/%s", rows[i].name);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  g_test_add_func ("/content-merge/unreadable", test_unreadable);
  g_test_add_func ("/content-merge/large", test_large);
  return g_test_run ();
}
