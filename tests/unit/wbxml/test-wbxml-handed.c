/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Elements handed over one by one: in order, with what stands around them, and gone from the tree. */
#include "loft-wbxml-reader.h"
#include "loft-wbxml-writer.h"

#include "loft-error.h"

static const guint wanted[] = { LOFT_EAS_AIRSYNC_ADD, LOFT_EAS_AIRSYNC_DELETE, 0 };

typedef struct {
  GString *noted; /* (owned) */
  guint refused_at; /* 0: none */
  guint n;
} Noting;

/* "NAME(SERVER-ID) in ANCESTORS with COLLECTION-ID" */
static gboolean
note (LoftWbxmlElement *element, GPtrArray *ancestors, gpointer user_data, GError **error)
{
  Noting *self = user_data;
  const LoftWbxmlElement *collection = ancestors->len > 2 ? g_ptr_array_index (ancestors, 2) : NULL;
  const char *id = loft_wbxml_element_get_text (collection, LOFT_EAS_AIRSYNC_COLLECTION_ID);
  const char *server_id = loft_wbxml_element_get_text (element, LOFT_EAS_AIRSYNC_SERVER_ID);

  if (++self->n == self->refused_at)
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_STORE, "no");
      return FALSE;
    }
  g_string_append_printf (self->noted, "%s(%s) in", loft_eas_tag_get_name (element->tag),
                          server_id != NULL ? server_id : "-");
  for (guint i = 0; i < ancestors->len; i++)
    {
      const LoftWbxmlElement *ancestor = g_ptr_array_index (ancestors, i);

      g_string_append_printf (self->noted, " %s", loft_eas_tag_get_name (ancestor->tag));
    }
  g_string_append_printf (self->noted, " with %s\n", id != NULL ? id : "-");
  return TRUE;
}

static void
noting_clear (Noting *self)
{
  g_string_free (self->noted, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Noting, noting_clear)

static LoftWbxmlElement *
read_in_pieces (GBytes *bytes, gsize piece, Noting *noting, GError **error)
{
  g_autoptr (LoftWbxmlReader) reader = loft_wbxml_reader_new (wanted, note, noting);
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  for (gsize at = 0; at < length; at += piece)
    if (!loft_wbxml_reader_feed (reader, data + at, MIN (piece, length - at), error))
      return NULL;
  return loft_wbxml_reader_end (reader, error);
}

static LoftWbxmlElement *
add_collection (LoftWbxmlElement *collections, const char *id)
{
  LoftWbxmlElement *collection = loft_wbxml_element_add (collections, LOFT_EAS_AIRSYNC_COLLECTION);

  loft_wbxml_element_add_text (collection, LOFT_EAS_AIRSYNC_COLLECTION_ID, id);
  return loft_wbxml_element_add (collection, LOFT_EAS_AIRSYNC_COMMANDS);
}

/* Two collections; in the first one a deletion inside of an addition, which goes with it. */
static GBytes *
write_answer (gboolean is_open_ended)
{
  g_autoptr (LoftWbxmlElement) root = loft_wbxml_element_new (LOFT_EAS_AIRSYNC_SYNC);
  LoftWbxmlElement *collections = loft_wbxml_element_add (root, LOFT_EAS_AIRSYNC_COLLECTIONS);
  LoftWbxmlElement *commands = add_collection (collections, "a");
  LoftWbxmlElement *add = loft_wbxml_element_add (commands, LOFT_EAS_AIRSYNC_ADD);
  g_autoptr (GBytes) written = NULL;

  loft_wbxml_element_add_text (add, LOFT_EAS_AIRSYNC_SERVER_ID, "1");
  loft_wbxml_element_add_text (add, LOFT_EAS_AIRSYNC_DELETE, "inner");
  loft_wbxml_element_add (commands, LOFT_EAS_AIRSYNC_CHANGE);
  commands = add_collection (collections, "b");
  loft_wbxml_element_add_text (loft_wbxml_element_add (commands, LOFT_EAS_AIRSYNC_DELETE),
                               LOFT_EAS_AIRSYNC_SERVER_ID, "2");
  loft_wbxml_element_add (commands, LOFT_EAS_AIRSYNC_ADD);
  if (!is_open_ended)
    loft_wbxml_element_add_text (root, LOFT_EAS_AIRSYNC_STATUS, "1");
  written = loft_wbxml_write (root);
  return g_bytes_new_from_bytes (written, 0, g_bytes_get_size (written) - (is_open_ended ? 4 : 0));
}

static const char in_order[] = "Add(1) in Sync Collections Collection Commands with a\n"
                               "Delete(2) in Sync Collections Collection Commands with b\n"
                               "Add(-) in Sync Collections Collection Commands with b\n";

static void
test_handed (void)
{
  g_autoptr (GBytes) bytes = write_answer (FALSE);

  for (gsize piece = 1; piece <= g_bytes_get_size (bytes); piece++)
    {
      g_autoptr (GError) error = NULL;
      g_auto (Noting) noting = { g_string_new (NULL), 0, 0 };
      g_autoptr (LoftWbxmlElement) root = read_in_pieces (bytes, piece, &noting, &error);
      g_autofree char *rest = NULL;

      g_assert_no_error (error);
      g_assert_cmpstr (noting.noted->str, ==, in_order);
      rest = loft_wbxml_element_to_string (root);
      g_assert_cmpstr (rest, ==,
                       "<AirSync:Sync>\n  <AirSync:Collections>\n    <AirSync:Collection>\n"
                       "      <AirSync:CollectionId> a\n      <AirSync:Commands>\n"
                       "        <AirSync:Change>\n    <AirSync:Collection>\n"
                       "      <AirSync:CollectionId> b\n      <AirSync:Commands>\n"
                       "  <AirSync:Status> 1\n");
    }
}

/* Commands, Collection, Collections and Sync never end. */
static void
test_open_end (void)
{
  g_autoptr (GBytes) bytes = write_answer (TRUE);
  g_autoptr (GError) error = NULL;
  g_auto (Noting) noting = { g_string_new (NULL), 0, 0 };
  g_autoptr (LoftWbxmlElement) root = read_in_pieces (bytes, 3, &noting, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (noting.noted->str, ==, in_order);
  g_assert_nonnull (loft_wbxml_element_find (root, LOFT_EAS_AIRSYNC_COLLECTIONS));
}

/* Whoever takes them says when it is enough; the reader stays at that. */
static void
test_refused (void)
{
  g_autoptr (GBytes) bytes = write_answer (FALSE);

  for (guint at = 1; at <= 3; at++)
    {
      g_autoptr (GError) error = NULL;
      g_auto (Noting) noting = { g_string_new (NULL), at, 0 };
      g_autoptr (LoftWbxmlReader) reader = loft_wbxml_reader_new (wanted, note, &noting);
      const guint8 *data = g_bytes_get_data (bytes, NULL);

      g_assert_false (loft_wbxml_reader_feed (reader, data, g_bytes_get_size (bytes), &error));
      g_assert_error (error, LOFT_ERROR, LOFT_ERROR_STORE);
      g_clear_error (&error);
      g_assert_false (loft_wbxml_reader_feed (reader, data, 1, &error));
      g_assert_error (error, LOFT_ERROR, LOFT_ERROR_STORE);
      g_clear_error (&error);
      g_assert_null (loft_wbxml_reader_end (reader, &error));
      g_assert_error (error, LOFT_ERROR, LOFT_ERROR_STORE);
      g_assert_cmpuint (noting.n, ==, at);
    }
}

/* What is handed over may be taken apart, also when it is all there is. */
static gboolean
plunder (LoftWbxmlElement *element, GPtrArray *ancestors, gpointer user_data, GError **error)
{
  LoftWbxmlElement **taken = user_data;

  g_assert_cmpuint (ancestors->len, ==, 0);
  *taken = g_ptr_array_steal_index (element->children, 0);
  return TRUE;
}

static void
test_root (void)
{
  static const guint tags[] = { LOFT_EAS_AIRSYNC_SYNC, 0 };
  static const guint8 bytes[] = { 3, 1, 0x6a, 0, 0x45, 0x4b, 3, '7', 0, 1, 1 };
  g_autoptr (LoftWbxmlElement) taken = NULL;
  g_autoptr (LoftWbxmlReader) reader = loft_wbxml_reader_new (tags, plunder, &taken);
  g_autoptr (LoftWbxmlElement) root = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (loft_wbxml_reader_feed (reader, bytes, sizeof bytes, &error));
  root = loft_wbxml_reader_end (reader, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (root->tag, ==, LOFT_EAS_AIRSYNC_SYNC);
  g_assert_cmpuint (loft_wbxml_element_get_n_children (root), ==, 0);
  g_assert_cmpstr (taken->text, ==, "7");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wbxml-handed/in-order", test_handed);
  g_test_add_func ("/wbxml-handed/open-end", test_open_end);
  g_test_add_func ("/wbxml-handed/refused", test_refused);
  g_test_add_func ("/wbxml-handed/root", test_root);
  return g_test_run ();
}
