/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "test-eas-backend.h"

#include <string.h>

#include "loft-error.h"

#define EVENT                                                                                      \
  "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Loft//EN\r\nBEGIN:VEVENT\r\nUID:one@loft\r\n"       \
  "DTSTAMP:20260101T000000Z\r\nDTSTART:20260102T100000Z\r\nDTEND:20260102T110000Z\r\n"             \
  "SUMMARY:%s\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
#define TASK                                                                                       \
  "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Loft//EN\r\nBEGIN:VTODO\r\nUID:one@loft\r\n"        \
  "DTSTAMP:20260101T000000Z\r\nSUMMARY:%s\r\nEND:VTODO\r\nEND:VCALENDAR\r\n"
#define CARD "BEGIN:VCARD\r\nVERSION:4.0\r\nUID:one@loft\r\nFN:%s\r\nN:Last;%s;;;\r\nEND:VCARD\r\n"

static const struct {
  const char *folder;
  const char *format;
} kinds[] = {
  { LOFT_EAS_WORLD_CALENDAR, EVENT },
  { LOFT_EAS_WORLD_TASKS, TASK },
  { LOFT_EAS_WORLD_CONTACTS, CARD },
};

/* (transfer full) */
static char *
dup_text (guint kind, const char *title)
{
  g_auto (GStrv) parts = g_strsplit (kinds[kind].format, "%s", -1);

  return g_strjoinv (title, parts);
}

/* id: (nullable) new. Takes the token that it led to. */
static gboolean
put (LoftEasWorld *world, guint kind, const char *id, const char *title, char **new_id,
     GError **error)
{
  g_autofree char *text = dup_text (kind, title);
  g_autoptr (GBytes) raw = g_bytes_new (text, strlen (text));
  const LoftResourcePut wanted = {
    .token = world->token, .remote_id = id, .uid = "one@loft", .raw = raw
  };
  g_autofree char *told = NULL;
  g_autofree char *etag = NULL;
  gboolean done = loft_backend_put_resource (world->backend, kinds[kind].folder, &wanted, &told,
                                             &etag, NULL, error);

  loft_eas_world_take_tokens (world);
  if (new_id != NULL)
    *new_id = g_steal_pointer (&told);
  return done;
}

static void
assert_read (LoftEasWorld *world, guint kind, const char *id, const char *title)
{
  g_autoptr (GError) error = NULL;
  LoftRemoteResource *resource =
    loft_backend_read_resource (world->backend, kinds[kind].folder, id, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (g_strstr_len (g_bytes_get_data (resource->raw, NULL),
                                  (gssize) g_bytes_get_size (resource->raw), title));
  loft_remote_resource_free (resource);
}

static void
begin (LoftEasWorld *world, guint kind)
{
  g_clear_pointer (&world->token, g_bytes_unref);
  g_hash_table_remove_all (world->etags);
  loft_eas_world_sync_resources (world, kinds[kind].folder);
}

static gboolean
remove_one (LoftEasWorld *world, guint kind, const char *id, GError **error)
{
  gboolean done = loft_backend_remove_resource (world->backend, kinds[kind].folder, world->token,
                                                id, NULL, NULL, error);

  loft_eas_world_take_tokens (world);
  return done;
}

static void
assert_put (LoftEasWorld *world, guint kind)
{
  g_autofree char *id = NULL;
  g_autofree char *same = NULL;
  g_autoptr (GError) error = NULL;

  begin (world, kind);
  g_assert_true (put (world, kind, NULL, "First", &id, &error));
  g_assert_no_error (error);
  assert_read (world, kind, id, "First");
  g_assert_true (put (world, kind, id, "Second", &same, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (same, ==, id);
  assert_read (world, kind, id, "Second");
  /* What was written is not told as new; by the store's token it goes on after a start. */
  loft_eas_world_restart (world);
  loft_eas_world_sync_resources (world, kinds[kind].folder);
  g_assert_cmpuint (world->n_new + world->n_present, ==, 0);
  g_assert_cmpuint (loft_eas_world_count (world, kinds[kind].folder), ==, 1);
  g_assert_true (remove_one (world, kind, id, &error));
  g_assert_true (remove_one (world, kind, id, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (loft_eas_world_count (world, kinds[kind].folder), ==, 0);
  g_assert_null (loft_backend_read_resource (world->backend, kinds[kind].folder, id, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_GONE);
}

static void
test_put (LoftEasWorld *world, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    assert_put (world, i);
}

/* Done, but the answer was lost: the same again makes no second one. */
static void
test_put_lost (LoftEasWorld *world, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *id = NULL;
      g_autoptr (GError) error = NULL;

      begin (world, i);
      loft_eas_world_fail (world, "'command': 'Sync', 'lose': true");
      g_assert_false (put (world, i, NULL, "First", NULL, &error));
      g_clear_error (&error);
      g_assert_true (put (world, i, NULL, "First", &id, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (loft_eas_world_count (world, kinds[i].folder), ==, 1);
      assert_read (world, i, id, "First");
    }
}

static void
assert_refused (LoftEasWorld *world, const char *id, const char *fault, gint code)
{
  g_autofree char *json = g_strdup_printf ("'command': 'Sync', %s", fault);
  g_autoptr (GError) error = NULL;

  loft_eas_world_fail (world, json);
  if (put (world, 0, id, "Other", NULL, &error) || !g_error_matches (error, LOFT_ERROR, code))
    g_error ("%s: %s", fault, error != NULL ? error->message : "taken");
  assert_read (world, 0, id, "First");
}

static void
test_refused (LoftEasWorld *world, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;

  begin (world, 0);
  g_assert_true (put (world, 0, NULL, "First", &id, &error));
  assert_refused (world, id, "'item': 7", LOFT_ERROR_CONFLICT);
  assert_refused (world, id, "'item': 8", LOFT_ERROR_GONE);
  assert_refused (world, id, "'item': 9", LOFT_ERROR_FULL);
  assert_refused (world, id, "'item': 6", LOFT_ERROR_REFUSED);
  assert_refused (world, id, "'item': 5", LOFT_ERROR_TEMPORARY);
  assert_refused (world, id, "'status': 113", LOFT_ERROR_FULL);
  assert_refused (world, id, "'empty': true", LOFT_ERROR_TEMPORARY);
  assert_refused (world, id, "'status': 3, 'collection': '*'", LOFT_ERROR_CONFLICT);
  /* Folders that have changed are no reason to take back what was written. */
  loft_eas_world_fail (world, "'command': 'Sync', 'status': 12");
  g_assert_true (put (world, 0, id, "Third", NULL, &error));
  g_assert_no_error (error);
  assert_read (world, 0, id, "Third");
}

/* Changed there meanwhile: that one stays, and is told. */
static void
test_conflict (LoftEasWorld *world, gconstpointer data)
{
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;

  begin (world, 0);
  g_assert_true (put (world, 0, NULL, "First", &id, &error));
  loft_eas_world_tell (world, "change", "{'id': '%s', 'data': [['Calendar:Subject', 'Theirs']]}",
                       id);
  g_assert_false (put (world, 0, id, "Ours", NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_CONFLICT);
  g_clear_error (&error);
  loft_eas_world_sync_resources (world, LOFT_EAS_WORLD_CALENDAR);
  g_assert_nonnull (strstr (g_hash_table_lookup (world->texts, id), "Theirs"));
  loft_eas_world_tell (world, "delete", "{'id': '%s'}", id);
  g_assert_false (put (world, 0, id, "Ours", NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_GONE);
}

/* A key that means nothing: all is listed once, what is known is not told again. */
static void
test_listed_anew (LoftEasWorld *world, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *id = NULL;
      g_autoptr (GError) error = NULL;

      begin (world, i);
      g_assert_true (put (world, i, NULL, "First", &id, &error));
      begin (world, i);
      g_assert_cmpuint (world->n_new, ==, 1);
      loft_eas_world_tell (world, "forget", "{'what': 'device'}");
      loft_eas_world_sync_resources (world, kinds[i].folder);
      g_assert_cmpuint (world->n_new, ==, 0);
      g_assert_cmpuint (world->n_present, ==, 1);
      g_assert_cmpuint (g_hash_table_size (world->etags), ==, 1);
    }
}

#define RICH_CARD                                                                                  \
  "BEGIN:VCARD\r\nVERSION:4.0\r\nUID:rich@loft\r\nFN:Rich\r\nROLE:Speaker\r\n"                     \
  "TEL;TYPE=cell:1\r\nTEL;TYPE=cell:2\r\nEND:VCARD\r\n"

/* What the server has no place for does not keep the rest from it, where somebody hears of it. */
static void
test_left_out (LoftEasWorld *world, gconstpointer data)
{
  g_autoptr (GBytes) raw = g_bytes_new_static (RICH_CARD, strlen (RICH_CARD));

  begin (world, 2);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GPtrArray) left_out = i > 0 ? g_ptr_array_new_with_free_func (g_free) : NULL;
      const LoftResourcePut wanted = {
        .token = world->token, .uid = "rich@loft", .raw = raw, .left_out = left_out
      };
      g_autofree char *told = NULL;
      g_autofree char *etag = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (loft_backend_put_resource (world->backend, kinds[2].folder, &wanted, &told,
                                                  &etag, NULL, &error),
                       ==, i > 0);
      g_assert_cmpuint (loft_eas_world_count (world, kinds[2].folder), ==, i);
      if (i == 0)
        g_assert_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED);
      else
        g_assert_cmpuint (left_out->len, ==, 2);
      loft_eas_world_take_tokens (world);
    }
}

void
loft_test_eas_add_resources (const char *version)
{
  LOFT_TEST_EAS_ADD ("put", version, test_put);
  LOFT_TEST_EAS_ADD ("put-lost", version, test_put_lost);
  LOFT_TEST_EAS_ADD ("refused", version, test_refused);
  LOFT_TEST_EAS_ADD ("conflict", version, test_conflict);
  LOFT_TEST_EAS_ADD ("listed-anew", version, test_listed_anew);
  LOFT_TEST_EAS_ADD ("left-out", version, test_left_out);
}
