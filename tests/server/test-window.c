/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far back bodies are kept: changed later, per account and per folder, without paying twice. */
#include <string.h>

#include <glib/gstdio.h>

#include "loft-cutting-proxy.h"
#include "loft-witness.h"

typedef struct {
  LoftPrivateDovecot *server;
  LoftCuttingProxy *proxy;
  LoftTestProfile *profile;
} Fixture;

#define DAY     (24 * 60 * 60)
#define N       40 /* messages of each folder, one a week */
#define N_BYTES 60000

/* Text that does not shrink to nothing: each message has words of its own. */
static void
deliver_weekly (Fixture *fixture, const char *folder, const char *name)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr (GRand) random = g_rand_new_with_seed (7);

  for (gint64 i = 0; i < N; i++)
    {
      g_autoptr (GString) message = g_string_new (NULL);
      gint64 date = now - i * 7 * DAY - DAY / 2;
      g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (date);
      g_autofree char *text = g_date_time_format (time, "%a, %d %b %Y %H:%M:%S +0000");

      g_string_append_printf (message,
                              "From: b@example.test\nTo: a@example.test\nDate: %s\n"
                              "Message-ID: <%s%u@example.test>\nSubject: %s %u\n\n"
                              "wordof%s%u\n",
                              text, name, (guint) i, name, (guint) i, name, (guint) i);
      while (message->len < N_BYTES)
        g_string_append_printf (message, "%08x%08x%08x\n", g_rand_int (random),
                                g_rand_int (random), g_rand_int (random));
      loft_private_dovecot_deliver (fixture->server, "alice", folder, message->str, -1, "", date);
    }
}

static Fixture
set_up (void)
{
  Fixture fixture = { loft_private_dovecot_new (LOFT_PRIVATE_DOVECOT_FULL), NULL,
                      loft_test_profile_new () };

  deliver_weekly (&fixture, "", "inbox");
  deliver_weekly (&fixture, ".Work", "work");
  fixture.proxy = loft_cutting_proxy_new (loft_private_dovecot_get_imap_port (fixture.server));
  loft_test_profile_add_account (fixture.profile, "alice",
                                 loft_cutting_proxy_get_port (fixture.proxy),
                                 "--security none --window all");
  return fixture;
}

static void
tear_down (Fixture *fixture)
{
  loft_test_profile_expect (fixture->profile, 0, "doctor");
  loft_test_profile_free (fixture->profile);
  loft_cutting_proxy_free (fixture->proxy);
  loft_private_dovecot_free (fixture->server);
}

/* The bytes that a sync reads from the server. */
static guint64
sync_and_count (Fixture *fixture)
{
  loft_cutting_proxy_arm (fixture->proxy, 0);
  loft_test_profile_expect (fixture->profile, 0, "sync");
  return loft_cutting_proxy_get_n_bytes (fixture->proxy);
}

/* Without the write-ahead log, which keeps its size once it has one. */
static guint64
content_on_disk (Fixture *fixture)
{
  g_autofree char *directory = loft_test_profile_dup_account_directory (fixture->profile);
  g_autofree char *path = g_build_filename (directory, "content.db", NULL);
  GStatBuf info;

  g_assert_cmpint (g_stat (path, &info), ==, 0);
  return (guint64) info.st_size;
}

static guint
count_cached (Fixture *fixture, const char *path)
{
  g_autoptr (GPtrArray) paths = NULL;
  g_autoptr (GPtrArray) counts = NULL;

  loft_test_profile_expect (fixture->profile, 0, "--json folders");
  paths = loft_test_profile_list_field (fixture->profile, "path");
  counts = loft_test_profile_list_field (fixture->profile, "cached");
  for (guint i = 0; i < paths->len; i++)
    if (strcmp (g_ptr_array_index (paths, i), path) == 0)
      return (guint) g_ascii_strtoull (g_ptr_array_index (counts, i), NULL, 10);
  g_error ("no folder %s", path);
}

static void
assert_found (Fixture *fixture, const char *word)
{
  loft_test_profile_expect (fixture->profile, 0, "--json --offline search %s", word);
  g_assert_cmpstr (loft_test_profile_get_output (fixture->profile), !=, "");
}

static void
test_account (void)
{
  Fixture fixture = set_up ();
  guint64 all_bytes = sync_and_count (&fixture);
  guint64 all_disk = content_on_disk (&fixture);
  guint64 few_disk;
  guint64 n_bytes;

  g_assert_cmpuint (count_cached (&fixture, "INBOX"), ==, N);
  loft_test_profile_expect (fixture.profile, 0, "account set Test window=70");
  n_bytes = sync_and_count (&fixture);
  few_disk = content_on_disk (&fixture);
  g_test_message ("all: %" G_GUINT64_FORMAT " bytes read, %" G_GUINT64_FORMAT
                  " on disk; shrunk to ten weeks: %" G_GUINT64_FORMAT " read, %" G_GUINT64_FORMAT
                  " on disk", all_bytes, all_disk, n_bytes, few_disk);
  g_assert_cmpuint (n_bytes, <, N_BYTES);
  g_assert_cmpuint (few_disk, <, all_disk / 2);
  g_assert_cmpuint (count_cached (&fixture, "INBOX"), ==, 10);
  g_assert_cmpuint (count_cached (&fixture, "Work"), ==, 10);
  assert_found (&fixture, "wordofinbox39");
  assert_found (&fixture, "wordofwork20");

  /* Twice as far back: ten more of each folder, and no more than those. */
  loft_test_profile_expect (fixture.profile, 0, "account set Test window=140");
  n_bytes = sync_and_count (&fixture);
  g_test_message ("grown to twenty weeks: %" G_GUINT64_FORMAT " read", n_bytes);
  g_assert_cmpuint (count_cached (&fixture, "INBOX"), ==, 20);
  g_assert_cmpuint (n_bytes, >, 20 * N_BYTES);
  g_assert_cmpuint (n_bytes, <, 22 * N_BYTES);
  loft_test_profile_expect (fixture.profile, 0, "account set Test window=all");
  n_bytes = sync_and_count (&fixture);
  g_assert_cmpuint (n_bytes, >, 40 * N_BYTES);
  g_assert_cmpuint (n_bytes, <, 43 * N_BYTES);
  loft_witness_assert_same (fixture.server, "alice", fixture.profile);
  tear_down (&fixture);
}

static void
test_folder (void)
{
  Fixture fixture = set_up ();
  guint64 n_bytes;

  loft_test_profile_expect (fixture.profile, 0, "account set Test window=70");
  sync_and_count (&fixture);
  g_assert_cmpuint (count_cached (&fixture, "Work"), ==, 10);
  loft_test_profile_expect (fixture.profile, 0, "folder set Work window=all");
  n_bytes = sync_and_count (&fixture);
  g_assert_cmpuint (count_cached (&fixture, "INBOX"), ==, 10);
  g_assert_cmpuint (count_cached (&fixture, "Work"), ==, N);
  g_assert_cmpuint (n_bytes, <, 32 * N_BYTES);

  /* None at all here: headers only, still found by what was read before. */
  loft_test_profile_expect (fixture.profile, 0, "folder set Work window=0");
  sync_and_count (&fixture);
  g_assert_cmpuint (count_cached (&fixture, "INBOX"), ==, 10);
  g_assert_cmpuint (count_cached (&fixture, "Work"), ==, 0);
  assert_found (&fixture, "wordofwork30");

  loft_test_profile_expect (fixture.profile, 0, "folder set Work window=account");
  sync_and_count (&fixture);
  g_assert_cmpuint (count_cached (&fixture, "Work"), ==, 10);
  tear_down (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server/window/account", test_account);
  g_test_add_func ("/server/window/folder", test_folder);
  return g_test_run ();
}
