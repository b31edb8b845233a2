/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which class an answer is of. */
#include "loft-dav-failure.h"

#include <string.h>

#include "loft-error.h"

static LoftHttpReply *
new_reply (guint status, const char *type, const char *body)
{
  LoftHttpReply *reply = g_new0 (LoftHttpReply, 1);

  reply->status = status;
  reply->content_type = g_strdup (type);
  reply->headers = g_hash_table_new (g_str_hash, g_str_equal);
  reply->body = g_bytes_new (body, strlen (body));
  return reply;
}

#define CONDITION(name) "<d:error xmlns:d=\"DAV:\"><d:" name "/></d:error>"

static void
test_classes (void)
{
  static const struct {
    guint status;
    const char *body;
    int code; /* -1: none */
  } rows[] = {
    { 200, "", -1 },
    { 207, "", -1 },
    { 204, "", -1 },
    { 301, "", LOFT_ERROR_PROTOCOL },
    { 400, "", LOFT_ERROR_REFUSED },
    { 401, "", LOFT_ERROR_AUTH },
    { 403, "", LOFT_ERROR_REFUSED },
    { 403, CONDITION ("need-privileges"), LOFT_ERROR_REFUSED },
    { 403, CONDITION ("quota-not-exceeded"), LOFT_ERROR_FULL },
    { 403, CONDITION ("max-resource-size"), LOFT_ERROR_LIMIT },
    { 403, CONDITION ("no-uid-conflict"), LOFT_ERROR_CONFLICT },
    { 403, CONDITION ("valid-calendar-data"), LOFT_ERROR_REFUSED },
    { 403, "<html>no</html>", LOFT_ERROR_REFUSED },
    { 404, "", LOFT_ERROR_GONE },
    { 404, CONDITION ("quota-not-exceeded"), LOFT_ERROR_GONE },
    { 405, "", LOFT_ERROR_REFUSED },
    { 409, "", LOFT_ERROR_GONE },
    { 409, CONDITION ("no-uid-conflict"), LOFT_ERROR_CONFLICT },
    { 410, "", LOFT_ERROR_GONE },
    { 412, "", LOFT_ERROR_CONFLICT },
    { 413, "", LOFT_ERROR_LIMIT },
    { 415, "", LOFT_ERROR_REFUSED },
    { 423, "", LOFT_ERROR_TEMPORARY },
    { 429, "", LOFT_ERROR_TEMPORARY },
    { 499, "", LOFT_ERROR_REFUSED },
    { 500, "", LOFT_ERROR_TEMPORARY },
    { 501, "", LOFT_ERROR_REFUSED },
    { 503, "", LOFT_ERROR_TEMPORARY },
    { 507, "", LOFT_ERROR_FULL },
    { 599, "", LOFT_ERROR_TEMPORARY },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (LoftHttpReply) reply = new_reply (rows[i].status, "application/xml", rows[i].body);
      g_autoptr (GError) error = NULL;

      g_test_message ("%u %s", rows[i].status, rows[i].body);
      g_assert_cmpint (loft_dav_failure_check (reply, "It", &error), ==, rows[i].code == -1);
      if (rows[i].code >= 0)
        g_assert_error (error, LOFT_ERROR, rows[i].code);
    }
}

static void
test_condition (void)
{
  g_autoptr (LoftHttpReply) good = new_reply (403, "text/xml", CONDITION ("valid-sync-token"));
  g_autoptr (LoftHttpReply) page = new_reply (403, "text/html", CONDITION ("valid-sync-token"));
  g_autoptr (LoftHttpReply) broken = new_reply (403, "text/xml", "<d:error xmlns:d=\"DAV:\">");
  g_autofree char *first = loft_dav_failure_dup_condition (good);
  g_autofree char *second = loft_dav_failure_dup_condition (page);
  g_autofree char *third = loft_dav_failure_dup_condition (broken);

  g_assert_cmpstr (first, ==, "valid-sync-token");
  g_assert_null (second);
  g_assert_null (third);
  g_assert_true (loft_dav_failure_is_token (403, first));
  g_assert_true (loft_dav_failure_is_token (500, NULL));
  g_assert_false (loft_dav_failure_is_token (503, NULL));
  g_assert_false (loft_dav_failure_is_token (404, NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dav-failure/classes", test_classes);
  g_test_add_func ("/dav-failure/condition", test_condition);
  return g_test_run ();
}
