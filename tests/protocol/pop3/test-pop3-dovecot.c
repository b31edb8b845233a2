/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-error.h"
#include "loft-pop3-session.h"
#include "loft-private-dovecot.h"

#include <string.h>

/* The session against a real server. */

#define N_MESSAGES   200
#define MAX_SESSIONS 10
#define MAX_BYTES    (10 * 1000 * 1000)

typedef struct {
  LoftPrivateDovecot *dovecot;
  GHashTable *contents; /* what is on the server, as a set */
  GHashTable *received; /* the same, as it came */
  GByteArray *message; /* the one that comes */
} World;

/* user_data: the password, which begins with the name. */
static LoftCredentials *
get_credentials (gpointer user_data, GCancellable *cancellable, GError **error)
{
  const char *password = user_data;
  g_autofree char *user = g_strndup (password, strcspn (password, "-"));

  return loft_credentials_new (user, password, NULL);
}

static LoftPop3Session *
new_session (World *world, LoftEndpointSecurity security, const char *mechanism,
             const char *password)
{
  gboolean tls = security == LOFT_ENDPOINT_TLS;
  guint16 port = tls ? loft_private_dovecot_get_pop3s_port (world->dovecot)
                     : loft_private_dovecot_get_pop3_port (world->dovecot);
  g_autoptr (LoftEndpoint) endpoint =
    loft_endpoint_new ("127.0.0.1", port, security,
                       loft_private_dovecot_get_fingerprint (world->dovecot));

  return loft_pop3_session_new (endpoint, mechanism, get_credentials, (gpointer) password);
}

static LoftPop3Session *
connect_session (World *world)
{
  LoftPop3Session *session = new_session (world, LOFT_ENDPOINT_TLS, "", "alice-secret");
  g_autoptr (GError) error = NULL;

  loft_pop3_session_connect (session, NULL, &error);
  g_assert_no_error (error);
  return session;
}

static LoftPop3Listing *
list (LoftPop3Session *session, guint expected)
{
  g_autoptr (GError) error = NULL;
  LoftPop3Listing *listing = loft_pop3_session_list (session, NULL, &error);
  guint n = 0;

  g_assert_no_error (error);
  g_assert_true (loft_pop3_listing_is_sound (listing));
  loft_pop3_listing_get_messages (listing, &n);
  g_assert_cmpuint (n, ==, expected);
  return listing;
}

static void
quit (LoftPop3Session *session, LoftPop3Deletions expected)
{
  LoftPop3Deletions deletions;
  g_autoptr (GError) error = NULL;

  loft_pop3_session_quit (session, &deletions, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (deletions, ==, expected);
}

/* --- Messages ----------------------------------------------------------------------------- */

static void
append_line (GRand *rand, GString *text)
{
  static const char *const lines[] = { ".",    "..", ".\r",      "",       "\r",   "+OK",
                                       "-ERR", ". ", "\xff\xfe", "From x", "a\rb", "..." };
  guint i = (guint) g_rand_int_range (rand, 0, G_N_ELEMENTS (lines) + 4);

  if (i < G_N_ELEMENTS (lines))
    g_string_append (text, lines[i]);
  else
    for (gint n = g_rand_int_range (rand, 0, i == G_N_ELEMENTS (lines) ? 5000 : 80); n > 0; n--)
      g_string_append_c (text, (char) g_rand_int_range (rand, ' ', 127));
  g_string_append_c (text, '\n');
}

/* As Dovecot sends it: every line ends with CRLF. */
static char *
with_crlf (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '\n' && (p == text || p[-1] != '\r'))
        g_string_append_c (out, '\r');
      g_string_append_c (out, *p);
    }
  return g_string_free (out, FALSE);
}

static void
deliver (World *world)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (20261122);

  for (guint i = 0; i < N_MESSAGES; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      int n_lines = g_rand_int_range (rand, 0, i % 20 == 0 ? 3000 : 60);

      g_string_append_printf (text, "From: a@example.test\nSubject: %u\n\n", i);
      for (; n_lines > 0; n_lines--)
        append_line (rand, text);
      loft_private_dovecot_deliver (world->dovecot, "alice", "", text->str, (gssize) text->len, "",
                                    1700000000 + i);
      g_hash_table_add (world->contents, with_crlf (text->str));
    }
}

/* --- Retrieving --------------------------------------------------------------------------- */

static gboolean
take_piece (guint32 number, const char *bytes, gsize length, gpointer user_data)
{
  g_byte_array_append (((World *) user_data)->message, (const guint8 *) bytes, (guint) length);
  return TRUE;
}

static gboolean
take_end (guint32 number, const GError *refusal, gpointer user_data)
{
  World *world = user_data;

  g_assert_no_error (refusal);
  g_hash_table_add (world->received,
                    g_strndup ((const char *) world->message->data, world->message->len));
  g_byte_array_set_size (world->message, 0);
  return TRUE;
}

static const LoftPop3Sink sink = { take_piece, take_end };

static guint32 *
numbers_of (LoftPop3Listing *listing, guint *n)
{
  const LoftPop3Message *messages = loft_pop3_listing_get_messages (listing, n);
  guint32 *numbers = g_new (guint32, *n);

  for (guint i = 0; i < *n; i++)
    numbers[i] = messages[i].number;
  return numbers;
}

static void
assert_same (World *world)
{
  GHashTableIter iter;
  gpointer content;

  g_assert_cmpuint (g_hash_table_size (world->received), ==, N_MESSAGES);
  g_hash_table_iter_init (&iter, world->contents);
  while (g_hash_table_iter_next (&iter, &content, NULL))
    g_assert_true (g_hash_table_contains (world->received, content));
}

static void
retrieve_all (World *world, gboolean pipelining)
{
  g_autoptr (LoftPop3Session) session = connect_session (world);
  g_autoptr (LoftPop3Listing) listing = NULL;
  g_autofree guint32 *numbers = NULL;
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();
  guint n = 0;

  loft_pop3_session_set_pipelining (session, pipelining);
  listing = list (session, N_MESSAGES);
  numbers = numbers_of (listing, &n);
  g_hash_table_remove_all (world->received);
  loft_pop3_session_retrieve (session, numbers, n, MAX_BYTES, &sink, world, NULL, &error);
  g_assert_no_error (error);
  assert_same (world);
  quit (session, LOFT_POP3_DELETIONS_NONE);
  g_test_message ("pipelining %d: %.3f s", pipelining,
                  (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC);
}

static void
look_at_headers (World *world)
{
  static const guint32 numbers[] = { 1, 2 };
  g_autoptr (LoftPop3Session) session = connect_session (world);
  g_autoptr (GError) error = NULL;

  g_hash_table_remove_all (world->received);
  loft_pop3_session_top (session, numbers, 2, 0, MAX_BYTES, &sink, world, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (
    g_hash_table_contains (world->received, "From: a@example.test\r\nSubject: 0\r\n\r\n"));
  quit (session, LOFT_POP3_DELETIONS_NONE);
}

/* --- Deleting ----------------------------------------------------------------------------- */

static void
delete_some (World *world, gboolean and_quit)
{
  g_autoptr (LoftPop3Session) session = connect_session (world);
  g_autoptr (LoftPop3Listing) before = list (session, N_MESSAGES);
  g_autofree char *kept = NULL;
  g_autofree guint32 *numbers = NULL;
  g_autoptr (GError) error = NULL;
  guint n = 0;

  numbers = numbers_of (before, &n);
  kept = g_strdup (loft_pop3_listing_find (before, N_MESSAGES)->uid);
  loft_pop3_session_delete (session, numbers, 150, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  if (and_quit)
    quit (session, LOFT_POP3_DELETIONS_COMMITTED);
  loft_pop3_session_close (session);
  if (and_quit)
    {
      g_autoptr (LoftPop3Session) next = connect_session (world);
      g_autoptr (LoftPop3Listing) after = list (next, N_MESSAGES - 150);

      g_assert_cmpstr (loft_pop3_listing_find (after, N_MESSAGES - 150)->uid, ==, kept);
      quit (next, LOFT_POP3_DELETIONS_NONE);
    }
}

static void
reset (World *world)
{
  static const guint32 first = 1;
  g_autoptr (LoftPop3Session) session = connect_session (world);
  g_autoptr (GError) error = NULL;

  loft_pop3_session_delete (session, &first, 1, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (loft_pop3_session_reset (session, NULL, &error));
  quit (session, LOFT_POP3_DELETIONS_NONE);
}

/* --- Sign-in ------------------------------------------------------------------------------ */

static void
sign_in_with (World *world, LoftEndpointSecurity security, const char *mechanism)
{
  g_autoptr (LoftPop3Session) session = new_session (world, security, mechanism, "alice-secret");
  g_autoptr (GError) error = NULL;

  loft_pop3_session_connect (session, NULL, &error);
  g_assert_no_error (error);
  if (mechanism[0] != '\0')
    g_assert_cmpstr (loft_pop3_session_get_mechanism (session), ==, mechanism);
  g_assert_true (loft_pop3_session_noop (session, NULL, NULL));
  quit (session, LOFT_POP3_DELETIONS_NONE);
}

static void
refuse_wrong_password (World *world)
{
  g_autoptr (LoftPop3Session) session =
    new_session (world, LOFT_ENDPOINT_TLS, "USER", "alice-guess");
  g_autoptr (GError) error = NULL;

  g_assert_false (loft_pop3_session_connect (session, NULL, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_AUTH);
  g_assert_cmpint (loft_pop3_session_get_refusal (session), ==, LOFT_POP3_CODE_AUTH);
}

/* As many as the server allows, and one more. */
static void
refuse_too_many (World *world)
{
  g_autoptr (GPtrArray) sessions = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i <= MAX_SESSIONS; i++)
    {
      LoftPop3Session *session = new_session (world, LOFT_ENDPOINT_TLS, "", "bob-secret");

      g_ptr_array_add (sessions, session);
      if (i < MAX_SESSIONS)
        g_assert_true (loft_pop3_session_connect (session, NULL, NULL));
      else
        g_assert_false (loft_pop3_session_connect (session, NULL, &error));
    }
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY);
  g_assert_cmpint (loft_pop3_session_get_refusal (g_ptr_array_index (sessions, MAX_SESSIONS)), ==,
                   LOFT_POP3_CODE_IN_USE);
}

static void
test_mailbox (void)
{
  World world = { loft_private_dovecot_new (LOFT_PRIVATE_DOVECOT_FULL),
                  g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
                  g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
                  g_byte_array_new () };

  deliver (&world);
  sign_in_with (&world, LOFT_ENDPOINT_STARTTLS, "");
  sign_in_with (&world, LOFT_ENDPOINT_TLS, "SCRAM-SHA-256");
  sign_in_with (&world, LOFT_ENDPOINT_TLS, "CRAM-MD5");
  sign_in_with (&world, LOFT_ENDPOINT_TLS, "PLAIN");
  sign_in_with (&world, LOFT_ENDPOINT_STARTTLS, "USER");
  refuse_wrong_password (&world);
  refuse_too_many (&world);
  retrieve_all (&world, TRUE);
  retrieve_all (&world, FALSE);
  look_at_headers (&world);
  delete_some (&world, FALSE);
  reset (&world);
  delete_some (&world, TRUE);
  loft_private_dovecot_free (world.dovecot);
  g_hash_table_unref (world.contents);
  g_hash_table_unref (world.received);
  g_byte_array_unref (world.message);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_setenv ("MAX_CONNECTIONS", G_STRINGIFY (MAX_SESSIONS), TRUE);
  g_test_add_func ("/pop3/dovecot/mailbox", test_mailbox);
  return g_test_run ();
}
