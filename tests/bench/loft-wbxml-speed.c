/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How fast answers of ActiveSync are read, beside libwbxml: both make a tree of the same bytes, in one
 * process, in turns.
 *
 *   loft-wbxml-speed [FILE]     a reply as it came; without it one that is made here: 5,000 messages
 *
 * Prints one line of JSON: bytes; of each the median of five in bytes a second of processor time: ours, peer,
 * and ours again with items handed over one by one. */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "loft-wbxml-reader.h"
#include "loft-wbxml-writer.h"

#define ROUNDS   5
#define TIMES    4 /* a round */
#define MESSAGES 5000
#define PIECE    65536

/* Of libwbxml 0.11, whose package brings the library but no header for trees. */
#define PEER             "libwbxml2.so.1"
#define PEERS_ACTIVESYNC 2402
#define PEERS_UTF_8      106

typedef int (*PeerReadFunc) (const guint8 *bytes, unsigned int length, int language, int charset,
                             void **tree);
typedef void (*PeerFreeFunc) (void *tree);

static PeerReadFunc peer_read;
static PeerFreeFunc peer_free;

static const guint items[] = { LOFT_EAS_AIRSYNC_ADD, 0 };

static void
add_message (LoftWbxmlElement *commands, guint n)
{
  static const guint tags[] = {
    LOFT_EAS_EMAIL_TO,
    LOFT_EAS_EMAIL_FROM,
    LOFT_EAS_EMAIL_SUBJECT,
    LOFT_EAS_EMAIL_DISPLAY_TO,
    LOFT_EAS_EMAIL_THREAD_TOPIC,
    LOFT_EAS_EMAIL_DATE_RECEIVED,
    LOFT_EAS_EMAIL_IMPORTANCE,
    LOFT_EAS_EMAIL_READ,
    LOFT_EAS_EMAIL_MESSAGE_CLASS,
    LOFT_EAS_EMAIL_INTERNET_CPID,
  };
  LoftWbxmlElement *add = loft_wbxml_element_add (commands, LOFT_EAS_AIRSYNC_ADD);
  g_autofree char *text = g_strdup_printf ("\"Somebody Example\" <person%u@example.org>", n);
  g_autofree char *body = g_strnfill (400 + n % 200, 'a' + n % 26);
  LoftWbxmlElement *data, *inner;

  loft_wbxml_element_add_int (add, LOFT_EAS_AIRSYNC_SERVER_ID, n);
  data = loft_wbxml_element_add (add, LOFT_EAS_AIRSYNC_APPLICATION_DATA);
  for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
    loft_wbxml_element_add_text (data, tags[i], text);
  inner = loft_wbxml_element_add (data, LOFT_EAS_AIRSYNCBASE_BODY);
  loft_wbxml_element_add_int (inner, LOFT_EAS_AIRSYNCBASE_TYPE, 1);
  loft_wbxml_element_add_text (inner, LOFT_EAS_AIRSYNCBASE_DATA, body);
}

static GBytes *
make_reply (void)
{
  g_autoptr (LoftWbxmlElement) root = loft_wbxml_element_new (LOFT_EAS_AIRSYNC_SYNC);
  LoftWbxmlElement *collection =
    loft_wbxml_element_add (loft_wbxml_element_add (root, LOFT_EAS_AIRSYNC_COLLECTIONS),
                            LOFT_EAS_AIRSYNC_COLLECTION);
  LoftWbxmlElement *commands;

  loft_wbxml_element_add_text (collection, LOFT_EAS_AIRSYNC_SYNC_KEY, "17");
  commands = loft_wbxml_element_add (collection, LOFT_EAS_AIRSYNC_COMMANDS);
  for (guint i = 0; i < MESSAGES; i++)
    add_message (commands, i);
  return loft_wbxml_write (root);
}

/* ---- readers ------------------------------------------------------------------------------ */

typedef gboolean (*ReadFunc) (GBytes *reply);

static gboolean
read_ours (GBytes *reply)
{
  g_autoptr (LoftWbxmlElement) root = loft_wbxml_read (reply, NULL);

  return root != NULL;
}

static gboolean
count (LoftWbxmlElement *element, GPtrArray *ancestors, gpointer user_data, GError **error)
{
  (*(guint *) user_data)++;
  return TRUE;
}

static gboolean
read_handed (GBytes *reply)
{
  guint n = 0;
  g_autoptr (LoftWbxmlReader) reader = loft_wbxml_reader_new (items, count, &n);
  g_autoptr (LoftWbxmlElement) rest = NULL;
  gsize length;
  const guint8 *bytes = g_bytes_get_data (reply, &length);

  for (gsize at = 0; at < length; at += PIECE)
    if (!loft_wbxml_reader_feed (reader, bytes + at, MIN (PIECE, length - at), NULL))
      return FALSE;
  rest = loft_wbxml_reader_end (reader, NULL);
  return rest != NULL;
}

static gboolean
read_peers (GBytes *reply)
{
  gsize length;
  const guint8 *bytes = g_bytes_get_data (reply, &length);
  void *tree = NULL;

  if (peer_read (bytes, (unsigned int) length, PEERS_ACTIVESYNC, PEERS_UTF_8, &tree) != 0)
    return FALSE;
  peer_free (tree);
  return TRUE;
}

static void
open_peer (void)
{
  void *library = dlopen (PEER, RTLD_NOW);

  if (library == NULL)
    {
      fprintf (stderr, "loft-wbxml-speed: %s\n", dlerror ());
      exit (1);
    }
  peer_read = (PeerReadFunc) dlsym (library, "wbxml_tree_from_wbxml");
  peer_free = (PeerFreeFunc) dlsym (library, "wbxml_tree_destroy");
}

/* ---- measuring ---------------------------------------------------------------------------- */

static double
measure (ReadFunc func, GBytes *reply)
{
  clock_t before = clock ();

  for (guint i = 0; i < TIMES; i++)
    if (!func (reply))
      {
        fprintf (stderr, "loft-wbxml-speed: the reply cannot be read\n");
        exit (1);
      }
  return (double) TIMES * g_bytes_get_size (reply) * CLOCKS_PER_SEC / MAX (clock () - before, 1);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  return (*(const double *) a > *(const double *) b) - (*(const double *) a < *(const double *) b);
}

static GBytes *
load (const char *path)
{
  g_autoptr (GError) error = NULL;
  char *bytes;
  gsize length;

  if (!g_file_get_contents (path, &bytes, &length, &error))
    {
      fprintf (stderr, "loft-wbxml-speed: %s\n", error->message);
      exit (1);
    }
  return g_bytes_new_take (bytes, length);
}

int
main (int argc, char **argv)
{
  static const ReadFunc funcs[] = { read_ours, read_peers, read_handed };
  g_autoptr (GBytes) reply = argc > 1 ? load (argv[1]) : make_reply ();
  double speeds[G_N_ELEMENTS (funcs)][ROUNDS];

  open_peer ();
  for (guint round = 0; round < ROUNDS; round++)
    for (guint i = 0; i < G_N_ELEMENTS (funcs); i++)
      speeds[i][round] = measure (funcs[i], reply);
  for (guint i = 0; i < G_N_ELEMENTS (funcs); i++)
    qsort (speeds[i], ROUNDS, sizeof (double), compare);
  printf ("{\"bytes\": %" G_GSIZE_FORMAT ", \"ours\": %.0f, \"peer\": %.0f, \"handed\": %.0f}\n",
          g_bytes_get_size (reply), speeds[0][ROUNDS / 2], speeds[1][ROUNDS / 2],
          speeds[2][ROUNDS / 2]);
  return 0;
}
