/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-error.h"
#include "loft-imap-backend.h"
#include "loft-script-server.h"

/* How new messages of a folder are told: by headers first, or together with their content. The
 * mailbox holds UIDs 1 to 205; the newest 200 always come by their headers. */

#define DATE       "INTERNALDATE \"17-Jul-1996 12:00:00 +0000\""
#define HEADERS    "(UID FLAGS RFC822.SIZE INTERNALDATE BODY.PEEK[HEADER])"
#define BEGINNINGS "(UID FLAGS INTERNALDATE BODY.PEEK[]<0.1048576>)"

static LoftCredentials *
get_credentials (gpointer user_data, GCancellable *cancellable, GError **error)
{
  return loft_credentials_new ("jane", "open sesame", NULL);
}

static LoftBackend *
connect_to (LoftScriptServer *server)
{
  g_autoptr (LoftAccount) account = loft_account_new ("imap");
  g_autoptr (GError) error = NULL;
  LoftBackend *backend;

  g_free (account->incoming.host);
  account->incoming.host = g_strdup (loft_script_server_get_host (server));
  account->incoming.port = loft_script_server_get_port (server);
  account->incoming.security = LOFT_SECURITY_NONE;
  backend = loft_imap_backend_new (account, get_credentials, NULL, NULL);
  loft_backend_connect (backend, NULL, &error);
  g_assert_no_error (error);
  return backend;
}

/* Of the oldest five messages, as they were told: "4h" by its header, "5c8/13" with its content, how
 * long header and content are. */
static gboolean
take_batch (LoftChangeBatch *batch, gpointer user_data, GError **error)
{
  for (guint i = 0; i < batch->items->len; i++)
    {
      const LoftRemoteItem *item = g_ptr_array_index (batch->items, i);

      g_assert_true (item->is_new);
      g_assert_cmpint (item->received, ==, 837604800);
      if (strlen (item->remote_id) > 1 || item->remote_id[0] > '5')
        g_assert_null (item->content);
      else if (item->content == NULL)
        g_string_append_printf (user_data, "%sh ", item->remote_id);
      else
        g_string_append_printf (user_data, "%sc%zu/%zu ", item->remote_id,
                                g_bytes_get_size (item->header), g_bytes_get_size (item->content));
      if (item->content != NULL)
        g_assert_cmpuint (item->size, ==, g_bytes_get_size (item->content));
    }
  return TRUE;
}

static void
append_newest (GString *script)
{
  g_string_append (script, "C: <a> UID FETCH 106:205 " HEADERS "\n"
                           "C: <b> UID FETCH 6:105 " HEADERS "\n");
  for (guint uid = 205; uid > 5; uid--)
    g_string_append_printf (script,
                            "S: * %u FETCH (UID %u FLAGS () RFC822.SIZE 2 " DATE
                            " BODY[HEADER] {2}\nraw \\r\\n)\\r\\n\n%s",
                            uid, uid, uid == 106 ? "S: <a> OK x\n" : "");
  g_string_append (script, "S: <b> OK x\n");
}

typedef struct {
  const char *name;
  gint64 since;        /* of the wish */
  gdouble seconds;     /* of the wish; negative: there is none */
  const char *dialogue; /* after the newest */
  const char *told;
} Row;

#define BY_HEADER(uid)                                                                            \
  "S: * " uid " FETCH (UID " uid " FLAGS () RFC822.SIZE 9 " DATE " BODY[HEADER] {2}\n"             \
  "raw \\r\\n)\\r\\n\n"
#define WHOLE(uid, item)                                                                          \
  "S: * " uid " FETCH (UID " uid " FLAGS () " DATE " " item " {13}\n"                             \
  "raw A: b\\r\\n\\r\\nHello)\\r\\n\n"
#define OLDEST_BY_HEADER                                                                          \
  "C: <a> UID FETCH 1:5 " HEADERS "\n" BY_HEADER ("5") BY_HEADER ("4") BY_HEADER ("3")            \
  BY_HEADER ("2") BY_HEADER ("1") "S: <a> OK x\n"

static const Row rows[] = {
  { "no-wish", 0, -1, OLDEST_BY_HEADER, "5h 4h 3h 2h 1h " },
  { "no-time", G_MININT64, 0, OLDEST_BY_HEADER, "5h 4h 3h 2h 1h " },
  /* 4 is longer than was asked for, 3 comes whole from a server that knows no ranges, 2 is gone, 1
   * has no empty line. */
  { "all", G_MININT64, 1000,
    "C: <a> UID FETCH 1:5 " BEGINNINGS "\n" WHOLE ("5", "BODY[]<0>")
    "S: * 4 FETCH (UID 4 FLAGS () " DATE " BODY[]<0> {1048576}\nliteral 1048576\nraw )\\r\\n\n"
    WHOLE ("3", "BODY[]")
    "S: * 1 FETCH (UID 1 FLAGS () " DATE " BODY[]<0> {6}\nraw A: b\\r\\n)\\r\\n\nS: <a> OK x\n"
    "C: <a> UID FETCH 2,4 " HEADERS "\n" BY_HEADER ("4") "S: <a> OK x\n",
    "5c8/13 3c8/13 1c6/6 4h " },
  { "recent", 1700000000, 1000,
    "C: <a> UID SEARCH SINCE 14-Nov-2023\nS: * SEARCH 5 200 4\nS: <a> OK x\n"
    "C: <a> UID FETCH 4:5 " BEGINNINGS "\n" WHOLE ("5", "BODY[]<0>") WHOLE ("4", "BODY[]<0>")
    "S: <a> OK x\n"
    "C: <a> UID FETCH 1:3 " HEADERS "\n" BY_HEADER ("3") BY_HEADER ("2") BY_HEADER ("1")
    "S: <a> OK x\n",
    "5c8/13 4c8/13 3h 2h 1h " },
  { "none-recent", 1700000000, 1000,
    "C: <a> UID SEARCH SINCE 14-Nov-2023\nS: * SEARCH\nS: <a> OK x\n" OLDEST_BY_HEADER,
    "5h 4h 3h 2h 1h " },
  { "refused", G_MININT64, 1000,
    "C: <a> UID FETCH 1:5 " BEGINNINGS "\nS: <a> NO cannot\n"
    "C: <a> UID FETCH 5 " BEGINNINGS "\n" WHOLE ("5", "BODY[]<0>") "S: <a> OK x\n"
    "C: <a> UID FETCH 4 " BEGINNINGS "\nS: <a> NO cannot\n"
    "C: <a> UID FETCH 3 " BEGINNINGS "\nS: <a> NO cannot\n"
    "C: <a> UID FETCH 2 " BEGINNINGS "\nS: <a> NO cannot\n"
    "C: <a> UID FETCH 1 " BEGINNINGS "\nS: <a> NO cannot\n"
    "C: <a> UID FETCH 1:4 " HEADERS "\n" BY_HEADER ("4") BY_HEADER ("3") BY_HEADER ("2")
    BY_HEADER ("1") "S: <a> OK x\n",
    "5c8/13 4h 3h 2h 1h " },
};

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  const LoftContentWish wish = { row->since, row->seconds };
  g_autoptr (GString) script = g_string_new (
      "S: * PREAUTH [CAPABILITY IMAP4rev1] hi\n"
      "C: <a> SELECT \"INBOX\"*\nS: * 205 EXISTS\nS: * OK [UIDVALIDITY 7] x\n"
      "S: * OK [UIDNEXT 206] x\nS: <a> OK x\n"
      "C: <a> UID SEARCH ALL\nS: * SEARCH ");
  g_autoptr (LoftBackend) backend = NULL;
  g_autoptr (LoftRemoteIds) known = loft_remote_ids_new ();
  g_autoptr (GString) told = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  LoftScriptServer *server;

  for (guint uid = 1; uid <= 205; uid++)
    g_string_append_printf (script, "%u ", uid);
  g_string_truncate (script, script->len - 1);
  g_string_append (script, "\nS: <a> OK x\n");
  append_newest (script);
  g_string_append (script, row->dialogue);
  server = loft_script_server_new (script->str);
  backend = connect_to (server);
  loft_backend_changes (backend, "INBOX", NULL, known, row->seconds < 0 ? NULL : &wish, take_batch,
                        told, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (told->str, ==, row->told);
  loft_backend_disconnect (backend);
  loft_script_server_finish (server);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/imap/new-messages/", rows[i].name, NULL);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  return g_test_run ();
}
