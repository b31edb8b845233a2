/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-oauth-reply.h"

#include <string.h>

#include "loft-clock.h"
#include "loft-error.h"

#define NOW 1000000

static const struct {
  const char *name;
  guint status;
  const char *bytes;
  const char *access; /* NULL: refused */
  const char *refresh; /* or, refused, part of the message */
  gint64 life; /* or, refused, the error */
} rows[] = {
  { "whole", 200,
    "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":60,\"refresh_token\":\"r\"}",
    "a", "r", 60 },
  { "lower-case-type", 200, "{\"access_token\":\"a\",\"token_type\":\"bearer\",\"expires_in\":60}",
    "a", "old", 60 },
  { "life-as-text", 200, "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":\"60\"}",
    "a", "old", 60 },
  { "no-life", 200, "{\"access_token\":\"a\",\"token_type\":\"Bearer\"}", "a", "old", 3600 },
  { "negative-life", 200, "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":-5}",
    "a", "old", 0 },
  { "endless-life", 200,
    "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":9223372036854775807}", "a",
    "old", 400 * 24 * 3600 },
  { "odd-life", 200, "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":[]}", "a",
    "old", 3600 },
  { "null-refresh", 200,
    "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"refresh_token\":null}", "a", "old", 3600 },
  { "more-members", 200,
    "{\"x\":{\"y\":[1,2,{\"z\":\"}\\\"]\"}]},\"access_token\":\"a\",\"token_type\":\"Bearer\"}",
    "a", "old", 3600 },
  { "no-type", 200, "{\"access_token\":\"a\"}", NULL, "bearer", LOFT_ERROR_PROTOCOL },
  { "no-token", 200, "{\"token_type\":\"Bearer\"}", NULL, "access", LOFT_ERROR_PROTOCOL },
  { "empty-token", 200, "{\"access_token\":\"\",\"token_type\":\"Bearer\"}", NULL, "access",
    LOFT_ERROR_PROTOCOL },
  { "number-token", 200, "{\"access_token\":7,\"token_type\":\"Bearer\"}", NULL, "access",
    LOFT_ERROR_PROTOCOL },
  { "line-end-in-token", 200, "{\"access_token\":\"a\\nb\",\"token_type\":\"Bearer\"}", NULL,
    "access", LOFT_ERROR_PROTOCOL },
  { "line-end-in-refresh", 200,
    "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"refresh_token\":\"r\\u0001\"}", NULL,
    "refresh", LOFT_ERROR_PROTOCOL },
  { "array", 200, "[]", NULL, "cannot be read", LOFT_ERROR_PROTOCOL },
  { "empty", 200, "", NULL, "cannot be read", LOFT_ERROR_PROTOCOL },
  { "page", 200, "<html>", NULL, "cannot be read", LOFT_ERROR_PROTOCOL },
  { "cut", 200, "{\"access_token\":\"a\",", NULL, "cannot be read", LOFT_ERROR_PROTOCOL },
  { "deep", 200, "{\"a\":[[[[[[[[[[1]]]]]]]]]]}", NULL, "cannot be read", LOFT_ERROR_PROTOCOL },
  { "not-utf-8", 200, "{\"a\":\"\xff\"}", NULL, "cannot be read", LOFT_ERROR_PROTOCOL },
  { "invalid-grant", 400, "{\"error\":\"invalid_grant\"}", NULL, "invalid_grant", LOFT_ERROR_AUTH },
  { "described", 400, "{\"error\":\"invalid_grant\",\"error_description\":\"gone\\r\\nfor good\"}",
    NULL, "gone for good", LOFT_ERROR_AUTH },
  { "invalid-client", 401, "{\"error\":\"invalid_client\"}", NULL, "invalid_client",
    LOFT_ERROR_REFUSED },
  { "invalid-scope", 400, "{\"error\":\"invalid_scope\"}", NULL, "invalid_scope",
    LOFT_ERROR_REFUSED },
  { "busy", 400, "{\"error\":\"temporarily_unavailable\"}", NULL, "temporarily",
    LOFT_ERROR_TEMPORARY },
  { "server-down", 503, "<html>", NULL, "cannot be read", LOFT_ERROR_TEMPORARY },
  { "too-many", 429, "{}", NULL, "without a name", LOFT_ERROR_TEMPORARY },
  { "redirect", 302, "", NULL, "cannot be read", LOFT_ERROR_PROTOCOL },
  /* A status other than 200 brings no tokens, whatever it says. */
  { "tokens-in-an-error", 400, "{\"access_token\":\"a\",\"token_type\":\"Bearer\"}", NULL,
    "without a name", LOFT_ERROR_PROTOCOL },
};

static void
test_row (gconstpointer data)
{
  gsize i = GPOINTER_TO_SIZE (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftOauthTokens) tokens =
    loft_oauth_reply_read (rows[i].status, rows[i].bytes, strlen (rows[i].bytes), "old", &error);

  if (rows[i].access == NULL)
    {
      g_assert_null (tokens);
      g_assert_error (error, LOFT_ERROR, (int) rows[i].life);
      g_assert_nonnull (strstr (error->message, rows[i].refresh));
      return;
    }
  g_assert_no_error (error);
  g_assert_cmpstr (tokens->access_token, ==, rows[i].access);
  g_assert_cmpstr (tokens->refresh_token, ==, rows[i].refresh);
  g_assert_cmpint (tokens->expires_at, ==, NOW + rows[i].life);
}

static void
test_cut (void)
{
  const char *bytes = rows[0].bytes;

  for (gsize i = 0; i < strlen (bytes); i++)
    {
      g_autofree char *copy = g_memdup2 (bytes, i);

      g_assert_null (loft_oauth_reply_read (200, copy != NULL ? copy : "", i, NULL, NULL));
    }
}

static void
test_deepest (void)
{
  g_autofree char *deep = g_strnfill (LOFT_OAUTH_REPLY_LIMIT, '[');
  g_autofree char *large = g_strnfill (LOFT_OAUTH_REPLY_LIMIT + 1, ' ');

  g_assert_null (loft_oauth_reply_read (200, deep, LOFT_OAUTH_REPLY_LIMIT, NULL, NULL));
  g_assert_null (loft_oauth_reply_read (200, large, LOFT_OAUTH_REPLY_LIMIT + 1, NULL, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  loft_clock_set_for_test (NOW);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/oauth-reply/row/", rows[i].name, NULL);

      g_test_add_data_func (path, GSIZE_TO_POINTER (i), test_row);
    }
  g_test_add_func ("/oauth-reply/cut", test_cut);
  g_test_add_func ("/oauth-reply/deepest", test_deepest);
  return g_test_run ();
}
