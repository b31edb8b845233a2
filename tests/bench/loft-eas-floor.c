/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The least that any client of ActiveSync must wait for: every folder asked for its items by the Sync
 * requests that Loft sends, one after the other, each over a connection of its own (which costs nothing
 * without TLS, and SOGo ends those that are kept as it likes), every answer thrown away but for its key.
 *
 *   loft-eas-floor URL USER PASSWORD
 *
 * Prints one line of JSON: seconds, requests, bytes. */
#include <libsoup/soup.h>
#include <stdlib.h>
#include <string.h>

#include "loft-eas-folders.h"
#include "loft-eas-sync.h"
#include "loft-wbxml-reader.h"
#include "loft-wbxml-writer.h"

#define DEVICE       "f100f100f100f100"
#define WINDOW       100
#define CONTENT_SIZE (64 * 1024)
#define HEAD         1024 /* bytes of an answer, in which its key stands */
#define HEAD_OF_TREE 4 /* bytes before the first element */

typedef struct {
  SoupSession *session;
  const char *url;
  const char *user;
  char *authorization;
  guint n_requests;
  guint64 n_bytes;
} Line;

static void
fail (const char *what)
{
  g_printerr ("loft-eas-floor: %s\n", what);
  exit (1);
}

/* ---- one request -------------------------------------------------------------------------- */

static GInputStream *
send (Line *line, const char *command, const LoftWbxmlElement *request)
{
  g_autofree char *url = g_strdup_printf ("%s?Cmd=%s&User=%s&DeviceId=" DEVICE "&DeviceType=Floor",
                                          line->url, command, line->user);
  g_autoptr (SoupMessage) message = soup_message_new ("POST", url);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  g_autoptr (GBytes) body = loft_wbxml_write (request);
  g_autoptr (GError) error = NULL;
  GInputStream *stream;

  soup_message_headers_replace (headers, "Authorization", line->authorization);
  soup_message_headers_replace (headers, "MS-ASProtocolVersion", "14.1");
  soup_message_set_request_body_from_bytes (message, "application/vnd.ms-sync.wbxml", body);
  stream = soup_session_send (line->session, message, NULL, &error);
  if (stream == NULL)
    fail (error->message);
  if (soup_message_get_status (message) != 200)
    fail (soup_message_get_reason_phrase (message));
  line->n_requests++;
  return stream;
}

/* head: (nullable) gets the first bytes; all: (nullable) everything. */
static void
read_away (Line *line, GInputStream *stream, GByteArray *head, gsize most)
{
  static guint8 buffer[64 * 1024];
  gssize n;

  while ((n = g_input_stream_read (stream, buffer, sizeof buffer, NULL, NULL)) > 0)
    {
      line->n_bytes += (guint64) n;
      if (head->len < most)
        g_byte_array_append (head, buffer, (guint) MIN ((gsize) n, most - head->len));
    }
  if (n < 0)
    fail ("the answer was cut off");
  g_object_unref (stream);
}

/* ---- one folder --------------------------------------------------------------------------- */

/* The key and whether there is more, of what stands before the items. */
static char *
read_head (GByteArray *head, gboolean *more)
{
  char *key = NULL;
  guint page = 0;

  *more = FALSE;
  for (guint i = HEAD_OF_TREE; i < head->len; i++)
    {
      guint8 byte = head->data[i];

      if (byte == 0x00)
        page = head->data[++i];
      else if (byte == 0x03)
        i += (guint) strnlen ((const char *) head->data + i, head->len - i);
      else if (page == 0 && byte == (0x40 | LOFT_EAS_AIRSYNC_SYNC_KEY) && key == NULL)
        key = g_strndup ((const char *) head->data + i + 2, head->len - i - 2);
      else if (page == 0 && byte == LOFT_EAS_AIRSYNC_MORE_AVAILABLE)
        *more = TRUE;
      else if (page == 0 && byte == (0x40 | LOFT_EAS_AIRSYNC_COMMANDS))
        break;
    }
  return key;
}

static void
list (Line *line, const char *id, gboolean is_mail)
{
  g_autofree char *key = g_strdup (LOFT_EAS_FIRST_KEY);
  gboolean more = TRUE;

  for (guint i = 0; more || i < 2; i++)
    {
      const LoftEasSyncWish wish = {
        .collection_id = id,
        .key = key,
        .get_changes = TRUE,
        .window = WINDOW,
        .body_type = is_mail ? 4 : 1,
        .body_size = is_mail ? CONTENT_SIZE : 0,
        .keep_deleted = TRUE,
      };
      g_autoptr (LoftWbxmlElement) request = loft_eas_sync_request (&wish, NULL);
      g_autoptr (GByteArray) head = g_byte_array_new ();
      char *next;

      read_away (line, send (line, "Sync", request), head, HEAD);
      next = read_head (head, &more);
      if (next == NULL)
        return;
      g_free (key);
      key = next;
    }
}

/* 0: nothing that Loft shows */
static int
kind_of (guint type)
{
  switch (type)
    {
    case LOFT_EAS_FOLDER_GENERIC:
    case LOFT_EAS_FOLDER_INBOX:
    case LOFT_EAS_FOLDER_DRAFTS:
    case LOFT_EAS_FOLDER_DELETED:
    case LOFT_EAS_FOLDER_SENT:
    case LOFT_EAS_FOLDER_USER_MAIL:
      return 1;
    case LOFT_EAS_FOLDER_OUTBOX:
    case LOFT_EAS_FOLDER_NOTES:
    case LOFT_EAS_FOLDER_JOURNAL:
      return 0;
    default:
      return type <= LOFT_EAS_FOLDER_USER_TASKS ? 2 : 0;
    }
}

static GHashTable *
list_folders (Line *line)
{
  GHashTable *folders =
    g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) loft_eas_folder_free);
  g_autoptr (LoftWbxmlElement) request = loft_eas_folder_sync_request (LOFT_EAS_FIRST_KEY);
  GByteArray *all = g_byte_array_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (LoftWbxmlElement) root = NULL;
  g_autofree char *key = NULL;
  g_autoptr (GError) error = NULL;

  read_away (line, send (line, "FolderSync", request), all, G_MAXUINT);
  bytes = g_byte_array_free_to_bytes (all);
  root = loft_wbxml_read (bytes, &error);
  if (root == NULL || !loft_eas_folder_sync_reply (root, folders, &key, &error))
    fail (error->message);
  return folders;
}

int
main (int argc, char *argv[])
{
  /* It may think for minutes before the first byte. */
  g_autoptr (SoupSession) session = soup_session_new_with_options ("timeout", 0, NULL);
  g_autoptr (GHashTable) folders = NULL;
  g_autofree char *word = NULL;
  g_autofree char *encoded = NULL;
  Line line = { .session = session };
  GHashTableIter iter;
  gpointer value;
  gint64 begin;

  if (argc != 4)
    fail ("usage: loft-eas-floor URL USER PASSWORD");
  word = g_strdup_printf ("%s:%s", argv[2], argv[3]);
  encoded = g_base64_encode ((const guchar *) word, strlen (word));
  line.url = argv[1];
  line.user = argv[2];
  line.authorization = g_strconcat ("Basic ", encoded, NULL);
  begin = g_get_monotonic_time ();
  folders = list_folders (&line);
  g_hash_table_iter_init (&iter, folders);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const LoftEasFolder *folder = value;

      if (kind_of (folder->type) != 0)
        list (&line, folder->id, kind_of (folder->type) == 1);
    }
  g_print ("{\"seconds\": %.4f, \"requests\": %u, \"bytes\": %" G_GUINT64_FORMAT "}\n",
           (gdouble) (g_get_monotonic_time () - begin) / 1e6, line.n_requests, line.n_bytes);
  g_free (line.authorization);
  return 0;
}
