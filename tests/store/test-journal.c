/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "loft-error.h"
#include "loft-journal.h"
#include "loft-test-folder.h"

#define MAGIC_BYTES 8
#define HEAD_BYTES 8

typedef struct {
  LoftTestFolder *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = loft_test_folder_new ();
  fixture->path = loft_test_folder_file (fixture->folder, "operations.journal");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_free (fixture->path);
  loft_test_folder_free (fixture->folder);
}

static LoftJournal *
open_journal (const char *path)
{
  g_autoptr (GError) error = NULL;
  LoftJournal *journal = loft_journal_open (path, &error);

  g_assert_no_error (error);
  return journal;
}

static void
append (LoftJournal *journal, const char *text)
{
  g_autoptr (GBytes) record = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;

  g_assert_true (loft_journal_append (journal, record, &error));
  g_assert_no_error (error);
}

static void
collect (GBytes *record, gpointer user_data)
{
  gsize length;
  const char *data = g_bytes_get_data (record, &length);

  g_ptr_array_add (user_data, g_strndup (data, length));
}

static GPtrArray *
read_all (LoftJournal *journal)
{
  GPtrArray *records = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;

  g_assert_true (loft_journal_read (journal, collect, records, &error));
  g_assert_no_error (error);
  return records;
}

/* Records joined by commas. */
static void
assert_records (LoftJournal *journal, const char *expected)
{
  g_autoptr (GPtrArray) records = read_all (journal);
  g_autofree char *joined = NULL;

  g_ptr_array_add (records, NULL);
  joined = g_strjoinv (",", (char **) records->pdata);
  g_assert_cmpstr (joined, ==, expected);
}

static void
assert_file (const char *path, const char *bytes, gsize length)
{
  g_autofree char *found = NULL;
  gsize found_length = 0;

  g_assert_true (g_file_get_contents (path, &found, &found_length, NULL));
  g_assert_cmpmem (found, found_length, bytes, length);
}

static void
test_append_and_read (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftJournal) journal = open_journal (fixture->path);
  struct stat status;

  assert_records (journal, "");
  g_assert_cmpuint (loft_journal_get_size (journal), ==, 0);
  append (journal, "one");
  append (journal, "");
  append (journal, "three");
  assert_records (journal, "one,,three");
  g_assert_cmpuint (loft_journal_get_size (journal), ==, 3 * HEAD_BYTES + 8);
  loft_journal_close (g_steal_pointer (&journal));

  journal = open_journal (fixture->path);
  append (journal, "four");
  assert_records (journal, "one,,three,four");
  g_assert_cmpint (stat (fixture->path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0600);
}

static void
test_every_truncation (Fixture *fixture, gconstpointer data)
{
  static const char *const words[] = { "", "alpha", "", "beta and more", "g" };
  g_autoptr (LoftJournal) whole = open_journal (fixture->path);
  g_autofree char *bytes = NULL;
  gsize length = 0;
  gsize ends[G_N_ELEMENTS (words)];

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      append (whole, words[i]);
      ends[i] = MAGIC_BYTES + loft_journal_get_size (whole);
    }
  g_assert_true (g_file_get_contents (fixture->path, &bytes, &length, NULL));

  for (gsize cut = 0; cut <= length; cut++)
    {
      g_autofree char *path = loft_test_folder_file (fixture->folder, "cut.journal");
      g_autoptr (LoftJournal) journal = NULL;
      g_autoptr (GString) expected = g_string_new (NULL);

      g_unlink (path);
      g_assert_true (g_file_set_contents (path, bytes, cut, NULL));
      journal = open_journal (path);
      for (guint i = 0; i < G_N_ELEMENTS (words) && ends[i] <= cut; i++)
        g_string_append_printf (expected, "%s,", words[i]);
      append (journal, "after");
      g_string_append (expected, "after");
      assert_records (journal, expected->str);
      loft_journal_close (g_steal_pointer (&journal));
      journal = open_journal (path);
      assert_records (journal, expected->str);
    }
}

/* A crash may leave a file longer than what was written, with zeros. */
static void
test_tail_of_zeros (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftJournal) journal = open_journal (fixture->path);

  append (journal, "one");
  for (guint zeros = 1; zeros < 40; zeros++)
    {
      g_assert_cmpint (truncate (fixture->path, MAGIC_BYTES + HEAD_BYTES + 3 + zeros), ==, 0);
      assert_records (journal, "one");
      loft_journal_close (g_steal_pointer (&journal));
      journal = open_journal (fixture->path);
      assert_records (journal, "one");
      g_assert_cmpuint (loft_journal_get_size (journal), ==, HEAD_BYTES + 3);
    }
}

static void
test_every_flipped_byte (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftJournal) whole = open_journal (fixture->path);
  g_autofree char *bytes = NULL;
  gsize length = 0;

  append (whole, "alpha");
  append (whole, "beta");
  append (whole, "gamma");
  g_assert_true (g_file_get_contents (fixture->path, &bytes, &length, NULL));
  for (gsize i = MAGIC_BYTES; i < length; i++)
    {
      g_autofree char *path = loft_test_folder_file (fixture->folder, "flipped.journal");
      g_autoptr (LoftJournal) journal = NULL;
      g_autoptr (GPtrArray) records = NULL;

      g_unlink (path);
      bytes[i] ^= 0x10;
      g_assert_true (g_file_set_contents (path, bytes, length, NULL));
      bytes[i] ^= 0x10;
      journal = open_journal (path);
      records = read_all (journal);
      g_assert_cmpuint (records->len, <, 3);
      append (journal, "after");
      /* Bytes and checksum of one record damaged: the others stay. */
      if ((i - MAGIC_BYTES) >= HEAD_BYTES / 2 && i < MAGIC_BYTES + HEAD_BYTES + 5)
        assert_records (journal, "beta,gamma,after");
    }
}

static void
test_foreign_file (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftJournal) journal = NULL;

  g_assert_true (g_file_set_contents (fixture->path, "somebody's letters", -1, NULL));
  journal = loft_journal_open (fixture->path, &error);
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_STORE);
  g_assert_null (journal);
  assert_file (fixture->path, "somebody's letters", 18);
}

static void
test_missing_folder (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->path, "below", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (loft_journal_open (path, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_STORE);
}

static void
test_too_large (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftJournal) journal = open_journal (fixture->path);
  gsize length = 64 * 1024 * 1024 + 1;
  g_autoptr (GBytes) record = g_bytes_new_take (g_malloc0 (length), length);
  g_autoptr (GError) error = NULL;

  g_assert_false (loft_journal_append (journal, record, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_LIMIT);
  assert_records (journal, "");
}

static void
test_rewrite (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftJournal) journal = open_journal (fixture->path);
  g_autoptr (LoftJournal) other = open_journal (fixture->path);
  g_autoptr (GPtrArray) records =
      g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  append (journal, "one");
  append (other, "two");
  append (journal, "three");
  assert_records (other, "one,two,three");
  g_ptr_array_add (records, g_bytes_new_static ("two", 3));
  g_assert_true (loft_journal_rewrite (journal, records, NULL));
  assert_records (journal, "two");
  append (other, "four");
  append (journal, "five");
  assert_records (other, "two,four,five");
  g_assert_true (loft_journal_rewrite (other, NULL, NULL));
  g_assert_cmpuint (loft_journal_get_size (journal), ==, 0);
  assert_records (journal, "");
  append (journal, "six");
  assert_records (other, "six");
}

static guint64
inode_of (const char *path)
{
  GStatBuf status;

  g_assert_cmpint (g_stat (path, &status), ==, 0);
  return status.st_ino;
}

/* As at the end of each sync in which nothing happened. */
static void
test_rewrite_same (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftJournal) journal = open_journal (fixture->path);
  g_autoptr (GPtrArray) records =
    g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  guint64 inode = inode_of (fixture->path);

  g_assert_true (loft_journal_rewrite (journal, NULL, NULL));
  g_assert_cmpuint (inode_of (fixture->path), ==, inode);
  append (journal, "one");
  g_ptr_array_add (records, g_bytes_new_static ("one", 3));
  g_assert_true (loft_journal_rewrite (journal, records, NULL));
  g_assert_cmpuint (inode_of (fixture->path), ==, inode);
  append (journal, "two");
  assert_records (journal, "one,two");
  g_ptr_array_add (records, g_bytes_new_static ("owt", 3));
  g_assert_true (loft_journal_rewrite (journal, records, NULL));
  assert_records (journal, "one,owt");
}

/* Full disk. A limit on the file's size makes the kernel write up to it and then refuse, as a full
 * file system does. */

static void
limit_file_size (rlim_t bytes)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  limit.rlim_cur = bytes;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}

static void
test_full_disk (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftJournal) journal = open_journal (fixture->path);
  g_autoptr (GBytes) record = g_bytes_new_static ("a record that does not fit", 26);
  g_autoptr (GPtrArray) records = g_ptr_array_new ();
  g_autofree char *bytes = NULL;
  gsize length = 0;

  append (journal, "one");
  append (journal, "two");
  g_assert_true (g_file_get_contents (fixture->path, &bytes, &length, NULL));
  g_ptr_array_add (records, record);
  g_ptr_array_add (records, record);
  signal (SIGXFSZ, SIG_IGN);
  for (gsize room = 0; room < HEAD_BYTES + 26; room++)
    {
      g_autoptr (GError) error = NULL;

      limit_file_size (length + room);
      g_assert_false (loft_journal_append (journal, record, &error));
      g_assert_error (error, LOFT_ERROR, LOFT_ERROR_STORE);
      g_clear_error (&error);
      limit_file_size (room);
      g_assert_false (loft_journal_rewrite (journal, records, &error));
      g_assert_error (error, LOFT_ERROR, LOFT_ERROR_STORE);
      limit_file_size (RLIM_INFINITY);
      assert_file (fixture->path, bytes, length);
      assert_records (journal, "one,two");
    }
  append (journal, "three");
  assert_records (journal, "one,two,three");
}

/* Several processes */

static pid_t
start_writer (const char *path, char name, guint count, int acknowledge)
{
  pid_t pid = fork ();

  g_assert_cmpint (pid, >=, 0);
  if (pid != 0)
    return pid;
  {
    g_autoptr (LoftJournal) journal = open_journal (path);

    for (guint i = 0; i < count; i++)
      {
        g_autofree char *text = g_strdup_printf ("%c%u", name, i);

        append (journal, text);
        if (acknowledge >= 0 && write (acknowledge, &i, sizeof i) != sizeof i)
          _exit (1);
      }
  }
  _exit (0);
}

static void
wait_for (pid_t pid)
{
  int status = 1;

  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_cmpint (status, ==, 0);
}

/* Every writer's records stand in order without a gap; returns how many of name. */
static guint
count_in_order (LoftJournal *journal, char name)
{
  g_autoptr (GPtrArray) records = read_all (journal);
  guint next = 0;

  for (guint i = 0; i < records->len; i++)
    {
      const char *text = g_ptr_array_index (records, i);

      if (text[0] != name)
        continue;
      g_assert_cmpuint (g_ascii_strtoull (text + 1, NULL, 10), ==, next);
      next++;
    }
  return next;
}

static void
test_two_processes (Fixture *fixture, gconstpointer data)
{
  guint count = loft_test_count (200);
  pid_t first = start_writer (fixture->path, 'a', count, -1);
  pid_t second = start_writer (fixture->path, 'b', count, -1);
  g_autoptr (LoftJournal) journal = NULL;

  wait_for (first);
  wait_for (second);
  journal = open_journal (fixture->path);
  g_assert_cmpuint (count_in_order (journal, 'a'), ==, count);
  g_assert_cmpuint (count_in_order (journal, 'b'), ==, count);
}

/* The file is replaced over and over while another process appends: each append goes to the file
 * that has the name, and what stands there is always whole. */
static void
test_rewrite_beside_writer (Fixture *fixture, gconstpointer data)
{
  g_autoptr (LoftJournal) journal = open_journal (fixture->path);
  pid_t writer = start_writer (fixture->path, 'a', 300, -1);
  guint rewrites = 0;
  int status = 1;
  guint next = 0;

  /* Bounded, because a lock need not be fair. */
  for (; rewrites < 300 && waitpid (writer, &status, WNOHANG) == 0; rewrites++)
    {
      g_autoptr (GPtrArray) records = read_all (journal);

      for (guint i = 0; i < records->len; i++)
        {
          guint number = g_ascii_strtoull ((char *) g_ptr_array_index (records, i) + 1, NULL, 10);

          g_assert_cmpuint (number, >=, next);
          next = number + 1;
        }
      g_assert_true (loft_journal_rewrite (journal, NULL, NULL));
    }
  if (rewrites == 300)
    waitpid (writer, &status, 0);
  g_assert_cmpint (status, ==, 0);
  g_test_message ("%u rewrites", rewrites);
  g_assert_true (loft_journal_rewrite (journal, NULL, NULL));
  append (journal, "end");
  assert_records (journal, "end");
}

static void
test_killed_writer (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);

  for (guint round = loft_test_count (20); round > 0; round--)
    {
      int ends[2];
      guint last = 0;
      guint acknowledged = 0;
      guint kill_after = g_rand_int_range (rand, 1, 30);
      g_autoptr (LoftJournal) journal = NULL;
      pid_t writer;

      g_unlink (fixture->path);
      g_assert_cmpint (pipe (ends), ==, 0);
      writer = start_writer (fixture->path, 'a', 100000, ends[1]);
      close (ends[1]);
      while (acknowledged < kill_after && read (ends[0], &last, sizeof last) == sizeof last)
        acknowledged++;
      kill (writer, SIGKILL);
      while (read (ends[0], &last, sizeof last) == sizeof last)
        acknowledged++;
      close (ends[0]);
      waitpid (writer, NULL, 0);
      journal = open_journal (fixture->path);
      g_assert_cmpuint (count_in_order (journal, 'a'), >=, acknowledged);
      g_assert_cmpuint (count_in_order (journal, 'a'), <=, acknowledged + 1);
      append (journal, "z0");
      g_assert_cmpuint (count_in_order (journal, 'z'), ==, 1);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/journal/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("append-and-read", test_append_and_read);
  ADD ("every-truncation", test_every_truncation);
  ADD ("tail-of-zeros", test_tail_of_zeros);
  ADD ("every-flipped-byte", test_every_flipped_byte);
  ADD ("foreign-file", test_foreign_file);
  ADD ("missing-folder", test_missing_folder);
  ADD ("too-large", test_too_large);
  ADD ("rewrite", test_rewrite);
  ADD ("rewrite-same", test_rewrite_same);
  ADD ("full-disk", test_full_disk);
  ADD ("two-processes", test_two_processes);
  ADD ("rewrite-beside-writer", test_rewrite_beside_writer);
  ADD ("killed-writer", test_killed_writer);
#undef ADD
  return g_test_run ();
}
