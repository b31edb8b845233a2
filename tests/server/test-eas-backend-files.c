/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files of events, of a server of 16.0 or later. */

#include "test-eas-backend.h"

#include <string.h>

#include "loft-error.h"

#define EVENT(lines)                                                                               \
  "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Loft//EN\r\nBEGIN:VEVENT\r\nUID:one@loft\r\n"       \
  "DTSTAMP:20260101T000000Z\r\nDTSTART:20260102T100000Z\r\nDTEND:20260102T110000Z\r\n"             \
  "SUMMARY:Fair\r\n" lines "END:VEVENT\r\nEND:VCALENDAR\r\n"
#define FILE(name, base64)                                                                         \
  "ATTACH;FMTTYPE=text/plain;FILENAME=" name ";ENCODING=BASE64;VALUE=BINARY:" base64 "\r\n"
#define AGENDA "VGhlIGFnZW5kYQ=="

static char *
dup_unfolded (const char *ical)
{
  g_auto (GStrv) lines = g_strsplit (ical, "\r\n ", -1);

  return g_strjoinv ("", lines);
}

static gboolean
says (LoftEasWorld *world, const char *words)
{
  GHashTableIter iter;
  gpointer text = NULL;
  gboolean found = FALSE;

  g_hash_table_iter_init (&iter, world->texts);
  while (g_hash_table_iter_next (&iter, NULL, &text))
    {
      g_autofree char *unfolded = dup_unfolded (text);

      found |= strstr (unfolded, words) != NULL;
    }
  return found;
}

static void
put_on_server (LoftEasWorld *world, const char *reference, const char *size, const char *contents)
{
  loft_eas_world_tell (
    world, "put",
    "{'folder': 'Calendar', 'data': [['Calendar:Subject', 'Fair'], "
    "['Calendar:StartTime', '20260102T100000Z'], ['Calendar:EndTime', '20260102T110000Z'], "
    "['AirSyncBase:Attachments', ['Attachment', ['DisplayName', 'agenda.txt'], "
    "['FileReference', '%s'], ['Method', 1], ['EstimatedDataSize', %s]]]], 'contents': {%s}}",
    reference, size, contents);
}

static void
sync_calendar (LoftEasWorld *world)
{
  loft_eas_world_sync_resources (world, LOFT_EAS_WORLD_CALENDAR);
}

static void
test_come (LoftEasWorld *world, gconstpointer data)
{
  g_assert_false (loft_backend_get_capabilities (world->backend) & LOFT_BACKEND_LACKS_FILES);
  put_on_server (world, "a:1", "10", "'a:1': 'The agenda'");
  sync_calendar (world);
  g_assert_true (says (world, ":" AGENDA));
  g_assert_true (says (world, "FILENAME=agenda.txt"));
  /* Listed anew it is the same. */
  loft_eas_world_tell (world, "forget", "{'what': 'device'}");
  sync_calendar (world);
  g_assert_cmpuint (world->n_new, ==, 0);
  g_assert_cmpuint (world->n_present, ==, 1);
}

/* An event is whole without a file that the server does not give, or that is too large. */
static void
test_stay (LoftEasWorld *world, gconstpointer data)
{
  put_on_server (world, "a:1", "10", "");
  put_on_server (world, "a:2", "6000000", "'a:2': 'The agenda'");
  sync_calendar (world);
  g_assert_cmpuint (world->n_new, ==, 2);
  g_assert_true (says (world, "FILENAME=agenda.txt"));
  g_assert_false (says (world, AGENDA));
}

/* A server that is busy is asked again for all of it. */
static void
test_busy (LoftEasWorld *world, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  sync_calendar (world);
  put_on_server (world, "a:1", "10", "'a:1': 'The agenda'");
  loft_eas_world_fail (world, "'command': 'ItemOperations', 'http': 500, 'times': 5");
  g_assert_false (loft_eas_world_try_resources (world, LOFT_EAS_WORLD_CALENDAR, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY);
  loft_eas_world_tell (world, "clear", "{}");
  sync_calendar (world);
  g_assert_true (says (world, AGENDA));
}

static char *
put (LoftEasWorld *world, const char *id, GBytes *before, const char *text, GPtrArray *left_out)
{
  g_autoptr (GBytes) raw = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  const LoftResourcePut wanted = { .token = world->token,
                                   .remote_id = id,
                                   .uid = "one@loft",
                                   .before = before,
                                   .raw = raw,
                                   .left_out = left_out };
  g_autofree char *etag = NULL;
  char *told = NULL;

  g_assert_true (loft_backend_put_resource (world->backend, LOFT_EAS_WORLD_CALENDAR, &wanted, &told,
                                            &etag, NULL, &error));
  g_assert_no_error (error);
  loft_eas_world_take_tokens (world);
  return told;
}

static GBytes *
read_text (LoftEasWorld *world, const char *id)
{
  g_autoptr (GError) error = NULL;
  LoftRemoteResource *resource =
    loft_backend_read_resource (world->backend, LOFT_EAS_WORLD_CALENDAR, id, NULL, &error);
  GBytes *raw = NULL;

  g_assert_no_error (error);
  raw = g_bytes_ref (resource->raw);
  loft_remote_resource_free (resource);
  return raw;
}

static gboolean
server_has (LoftEasWorld *world, const char *text)
{
  return loft_eas_world_has (world, "state", "{'full': 1}", text);
}

/* Replaces all of the first by the second. */
static char *
dup_with (GBytes *raw, const char *first, const char *second)
{
  g_autofree char *text = g_strndup (g_bytes_get_data (raw, NULL), g_bytes_get_size (raw));
  g_autofree char *unfolded = dup_unfolded (text);
  g_auto (GStrv) parts = g_strsplit (unfolded, first, -1);

  g_assert_cmpuint (g_strv_length (parts), ==, 2);
  return g_strjoinv (second, parts);
}

/* (transfer full) The first line of its name. */
static char *
dup_line (GBytes *raw, const char *name)
{
  g_autofree char *text = g_strndup (g_bytes_get_data (raw, NULL), g_bytes_get_size (raw));
  g_autofree char *unfolded = dup_unfolded (text);
  const char *at = strstr (unfolded, name);

  g_assert_nonnull (at);
  return g_strndup (at, (gsize) (strstr (at, "\r\n") + 2 - at));
}

static void
test_go (LoftEasWorld *world, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autofree char *same = NULL;
  g_autofree char *again = NULL;
  g_autofree char *with = NULL;
  g_autofree char *without = NULL;
  g_autofree char *line = NULL;
  g_autoptr (GBytes) first = NULL;
  g_autoptr (GBytes) second = NULL;

  sync_calendar (world);
  id = put (world, NULL, NULL, EVENT (FILE ("agenda.txt", AGENDA)), NULL);
  g_assert_true (server_has (world, "agenda.txt"));
  first = read_text (world, id);
  with = dup_with (first, "END:VEVENT", FILE ("plan.txt", "UGxhbg==") "END:VEVENT");
  g_assert_nonnull (strstr (with, AGENDA));
  same = put (world, id, first, with, NULL);
  g_assert_cmpstr (same, ==, id);
  g_assert_true (server_has (world, "agenda.txt"));
  g_assert_true (server_has (world, "plan.txt"));

  second = read_text (world, id);
  line = dup_line (second, "ATTACH;FILENAME=agenda.txt");
  without = dup_with (second, line, "");
  again = put (world, id, second, without, NULL);
  g_assert_false (server_has (world, "agenda.txt"));
  g_assert_true (server_has (world, "plan.txt"));
}

/* Told before anything is lost, and the event goes without it. */
static void
test_old (LoftEasWorld *world, gconstpointer data)
{
  g_autoptr (GPtrArray) left_out = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *id = NULL;

  g_assert_true (loft_backend_get_capabilities (world->backend) & LOFT_BACKEND_LACKS_FILES);
  sync_calendar (world);
  id = put (world, NULL, NULL, EVENT (FILE ("agenda.txt", AGENDA)), left_out);
  g_assert_cmpuint (left_out->len, ==, 1);
  g_assert_nonnull (strstr (g_ptr_array_index (left_out, 0), "16.0"));
  g_assert_false (server_has (world, "agenda.txt"));
}

void
loft_test_eas_add_files (const char *version)
{
  if (strcmp (version, "16.0") < 0)
    {
      LOFT_TEST_EAS_ADD ("files/old", version, test_old);
      return;
    }
  LOFT_TEST_EAS_ADD ("files/come", version, test_come);
  LOFT_TEST_EAS_ADD ("files/stay", version, test_stay);
  LOFT_TEST_EAS_ADD ("files/busy", version, test_busy);
  LOFT_TEST_EAS_ADD ("files/go", version, test_go);
}
