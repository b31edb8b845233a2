/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Documents token by token, worked out from WBXML 1.3 (5, 7) and MS-ASWBXML (2.1.2), whole and in pieces. */
#include "loft-wbxml-reader.h"
#include "loft-wbxml-writer.h"

#include <string.h>

#include "loft-error.h"

#define HEAD "03 01 6a 00 "

static GBytes *
from_hex (const char *hex)
{
  GByteArray *bytes = g_byte_array_new ();

  for (const char *p = hex; *p != '\0'; p++)
    if (g_ascii_isxdigit (*p))
      {
        guint8 byte = g_ascii_xdigit_value (p[0]) << 4 | g_ascii_xdigit_value (p[1]);

        g_byte_array_append (bytes, &byte, 1);
        p++;
      }
  return g_byte_array_free_to_bytes (bytes);
}

static LoftWbxmlElement *
read_in_pieces (GBytes *bytes, gsize first, gsize piece, GError **error)
{
  g_autoptr (LoftWbxmlReader) reader = loft_wbxml_reader_new (NULL, NULL, NULL);
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  first = MIN (first, length);
  if (!loft_wbxml_reader_feed (reader, data, first, error))
    return NULL;
  for (gsize at = first; at < length; at += piece)
    if (!loft_wbxml_reader_feed (reader, data + at, MIN (piece, length - at), error))
      return NULL;
  return loft_wbxml_reader_end (reader, error);
}

/* ---- what is read ------------------------------------------------------------------------- */

static const struct {
  const char *name;
  const char *hex;
  const char *tree;
} good[] = {
  { "empty-root", HEAD "05", "<AirSync:Sync>\n" },
  { "root-with-nothing-in-it", HEAD "45 01", "<AirSync:Sync>\n" },
  { "text", HEAD "45 4b 03 31 00 01 01", "<AirSync:Sync>\n  <AirSync:SyncKey> 1\n" },
  { "empty-text", HEAD "45 4b 03 00 01 01", "<AirSync:Sync>\n  <AirSync:SyncKey>\n" },
  { "texts-are-joined", HEAD "45 4b 03 31 00 03 32 00 03 33 00 01 01",
    "<AirSync:Sync>\n  <AirSync:SyncKey> 123\n" },
  { "opaque-text", HEAD "45 4b c3 02 3132 01 01", "<AirSync:Sync>\n  <AirSync:SyncKey> 12\n" },
  { "opaque-and-text", HEAD "45 4b c3 02 3132 03 33 00 01 01",
    "<AirSync:Sync>\n  <AirSync:SyncKey> 123\n" },
  { "opaque-empty", HEAD "45 4b c3 00 01 01", "<AirSync:Sync>\n  <AirSync:SyncKey>\n" },
  { "opaque-bytes-with-nul", HEAD "45 4b c3 02 3100 01 01",
    "<AirSync:Sync>\n  <AirSync:SyncKey> 2 bytes\n" },
  { "opaque-bytes-no-utf8", HEAD "45 4b c3 02 c328 01 01",
    "<AirSync:Sync>\n  <AirSync:SyncKey> 2 bytes\n" },
  { "mime-is-bytes", HEAD "00 15 45 50 c3 02 4142 01 01",
    "<ComposeMail:SendMail>\n  <ComposeMail:Mime> 2 bytes\n" },
  { "mime-empty", HEAD "00 15 45 50 c3 00 01 01",
    "<ComposeMail:SendMail>\n  <ComposeMail:Mime> 0 bytes\n" },
  { "mime-as-text", HEAD "00 15 45 50 03 4142 00 01 01",
    "<ComposeMail:SendMail>\n  <ComposeMail:Mime> AB\n" },
  { "conversation-id", HEAD "45 00 16 49 c3 03 616263 01 4a c3 01 61 01 01",
    "<AirSync:Sync>\n  <Email2:ConversationId> 3 bytes\n  <Email2:ConversationIndex> 1 bytes\n" },
  { "content", HEAD "45 00 11 5f c3 01 61 01 01",
    "<AirSync:Sync>\n  <AirSyncBase:Content> 1 bytes\n" },
  { "bad-utf8", HEAD "45 4b 03 61ff62 00 01 01",
    "<AirSync:Sync>\n  <AirSync:SyncKey> a\xef\xbf\xbd"
    "b\n" },
  { "bad-utf8-in-a-long-text", HEAD "45 4b 03 61616161616161616161ff6161616161616161 00 01 01",
    "<AirSync:Sync>\n  <AirSync:SyncKey> aaaaaaaaaa\xef\xbf\xbd"
    "aaaaaaaa\n" },
  { "nul-in-long-opaque", HEAD "45 4b c3 0a 61616161616161616100 01 01",
    "<AirSync:Sync>\n  <AirSync:SyncKey> 10 bytes\n" },
  { "half-a-character", HEAD "45 4b 03 61c3 00 01 01",
    "<AirSync:Sync>\n  <AirSync:SyncKey> a\xef\xbf\xbd\n" },
  { "entity", HEAD "45 4b 02 81 20 03 78 00 01 01",
    "<AirSync:Sync>\n  <AirSync:SyncKey> \xc2\xa0x\n" },
  { "entity-that-is-none", HEAD "45 4b 02 00 02 83 b0 00 02 8f ff ff ff 7f 01 01",
    "<AirSync:Sync>\n  <AirSync:SyncKey> \xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\n" },
  { "pages-stay", HEAD "45 5c 4f 00 11 4a 46 03 31 00 01 01 01 01 00 00 0e 01",
    "<AirSync:Sync>\n  <AirSync:Collections>\n    <AirSync:Collection>\n      <AirSyncBase:Body>\n"
    "        <AirSyncBase:Type> 1\n  <AirSync:Status>\n" },
  { "page-before-the-root", HEAD "00 07 56 52 03 30 00 01 01",
    "<FolderHierarchy:FolderSync>\n  <FolderHierarchy:SyncKey> 0\n" },
  { "page-twice", HEAD "00 03 00 07 56 01", "<FolderHierarchy:FolderSync>\n" },
  { "unknown-page", HEAD "45 00 c8 47 03 78 00 01 00 00 4b 03 31 00 01 01",
    "<AirSync:Sync>\n  <200:07> x\n  <AirSync:SyncKey> 1\n" },
  { "unknown-token", HEAD "45 7f 4b 03 31 00 01 01 0e 01",
    "<AirSync:Sync>\n  <0:3f>\n    <AirSync:SyncKey> 1\n  <AirSync:Status>\n" },
  { "public-id-as-text", "03 00 00 6a 03 414200 45 01", "<AirSync:Sync>\n" },
  { "long-header", "03 8001 806a 8000 45 01", "<AirSync:Sync>\n" },
  { "version-1.1", "01 01 6a 00 45 01", "<AirSync:Sync>\n" },
  { "no-charset", "03 01 00 00 45 01", "<AirSync:Sync>\n" },
  { "table-reference", "03 01 6a 06 616200636400 45 4b 83 00 83 03 83 04 01 01",
    "<AirSync:Sync>\n  <AirSync:SyncKey> abcdd\n" },
  { "table-without-end", "03 01 6a 02 6162 45 4b 83 00 01 01",
    "<AirSync:Sync>\n  <AirSync:SyncKey> ab\n" },
  { "table-reference-beyond", HEAD "45 4b 83 05 03 31 00 01 01",
    "<AirSync:Sync>\n  <AirSync:SyncKey> 1\n" },
  { "attributes", HEAD "c5 05 85 03 7800 06 83 01 c3 02 3132 00 07 04 02 01 4b 03 31 00 01 01",
    "<AirSync:Sync>\n  <AirSync:SyncKey> 1\n" },
  { "attributes-without-content", HEAD "45 8b 05 03 78 00 01 0e 01",
    "<AirSync:Sync>\n  <AirSync:SyncKey>\n  <AirSync:Status>\n" },
  { "attributes-of-the-root", HEAD "85 05 01", "<AirSync:Sync>\n" },
  { "extensions", HEAD "45 4b 40 7800 41 7800 42 00 80 05 81 8105 82 05 c0 c1 c2 03 31 00 01 01",
    "<AirSync:Sync>\n  <AirSync:SyncKey> 1\n" },
  { "literals", "03 01 6a 02 6100 45 04 00 44 00 03 31 00 01 84 00 05 01 c4 00 05 01 01 01",
    "<AirSync:Sync>\n  <0:04>\n  <0:04> 1\n  <0:04>\n  <0:04>\n" },
  { "processing-instruction", HEAD "43 05 03 7800 01 45 43 05 01 0e 01",
    "<AirSync:Sync>\n  <AirSync:Status>\n" },
  { "something-behind-the-end", HEAD "45 01 01 00 03 ff 45", "<AirSync:Sync>\n" },
  { "missing-ends", HEAD "45 5c 4f 4b 03 31 00",
    "<AirSync:Sync>\n  <AirSync:Collections>\n    <AirSync:Collection>\n      <AirSync:SyncKey> 1\n" },
  { "text-beside-elements", HEAD "45 03 61 00 0e 03 62 00 01",
    "<AirSync:Sync> ab\n  <AirSync:Status>\n" },
};

static void
test_good (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GBytes) bytes = from_hex (good[i].hex);
      g_autoptr (GError) error = NULL;
      g_autoptr (LoftWbxmlElement) root = loft_wbxml_read (bytes, &error);
      g_autofree char *tree = NULL;

      g_test_message ("%s", good[i].name);
      g_assert_no_error (error);
      tree = loft_wbxml_element_to_string (root);
      g_assert_cmpstr (tree, ==, good[i].tree);
      for (gsize first = 0; first <= g_bytes_get_size (bytes); first++)
        {
          g_autoptr (LoftWbxmlElement) again = read_in_pieces (bytes, first, 1000, &error);
          g_autoptr (LoftWbxmlElement) slowly = read_in_pieces (bytes, first, 1, &error);

          g_assert_no_error (error);
          g_assert_true (loft_wbxml_element_equal (root, again));
          g_assert_true (loft_wbxml_element_equal (root, slowly));
        }
    }
}

/* ---- what is none ------------------------------------------------------------------------- */

static const struct {
  const char *name;
  const char *hex;
} bad[] = {
  { "nothing", "" },
  { "html", "3c 68 74 6d 6c 3e" },
  { "xml-behind-a-line-end", "0a 3c 3f 78 6d 6c" },
  { "version-2", "10 01 6a 00 45 01" },
  { "header-only", HEAD },
  { "header-cut", "03 01 6a" },
  { "number-cut", "03 81" },
  { "table-cut", "03 01 6a 05 6162" },
  { "end-first", HEAD "01" },
  { "text-first", HEAD "03 31 00 45 01" },
  { "opaque-first", HEAD "c3 01 31 45 01" },
  { "entity-first", HEAD "02 31 45 01" },
  { "reference-first", HEAD "83 00 45 01" },
  { "page-cut", HEAD "45 00" },
  { "text-cut", HEAD "45 4b 03 31" },
  { "opaque-cut", HEAD "45 4b c3 05 31 32" },
  { "opaque-length-cut", HEAD "45 4b c3 85" },
  { "entity-cut", HEAD "45 4b 02" },
  { "attributes-cut", HEAD "c5 05 03 31 00" },
  { "instruction-cut", HEAD "43 05" },
  { "number-too-long", HEAD "45 4b c3 80 80 80 80 80 01" },
  { "number-too-large", HEAD "45 4b 02 ff ff ff ff 7f" },
  { "endless-number", HEAD "45 4b 02 ff ff ff ff ff ff ff ff ff ff ff ff" },
};

static void
test_bad (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GBytes) bytes = from_hex (bad[i].hex);

      g_test_message ("%s", bad[i].name);
      for (gsize first = 0; first <= g_bytes_get_size (bytes); first++)
        {
          g_autoptr (GError) error = NULL;

          g_assert_null (read_in_pieces (bytes, first, 1, &error));
          g_assert_error (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL);
        }
    }
}

/* Only the root's end makes it whole, whatever is forgiven. */
static void
test_whole (void)
{
  g_autoptr (GBytes) bytes = from_hex (HEAD "45 4b 03 31 00 01 5c 4f 4b 03 32 00 01 01 01 01");
  g_autoptr (LoftWbxmlReader) reader = loft_wbxml_reader_new (NULL, NULL, NULL);
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  for (gsize i = 0; i < length; i++)
    {
      g_assert_false (loft_wbxml_reader_is_whole (reader));
      g_assert_true (loft_wbxml_reader_feed (reader, data + i, 1, NULL));
    }
  g_assert_true (loft_wbxml_reader_is_whole (reader));
}

/* ---- there and back ----------------------------------------------------------------------- */

static void
test_written (void)
{
  g_autoptr (LoftWbxmlElement) root = loft_wbxml_element_new (LOFT_EAS_AIRSYNC_SYNC);
  g_autoptr (GBytes) mime = g_bytes_new_static ("a\0b", 3);
  g_autoptr (GBytes) written = NULL;
  g_autoptr (GError) error = NULL;

  for (guint tag = 0x0005; tag < LOFT_EAS_N_PAGES << 8; tag++)
    if (loft_eas_tag_get_name (tag) != NULL)
      {
        g_autofree char *text = g_strdup_printf ("%s ä\n<&>", loft_eas_tag_get_name (tag));
        LoftWbxmlElement *element = loft_wbxml_element_add (root, tag);

        loft_wbxml_element_add_text (element, LOFT_EAS_AIRSYNCBASE_DATA, text);
        loft_wbxml_element_add (element, tag);
      }
  loft_wbxml_element_add_bytes (root, LOFT_EAS_COMPOSE_MAIL_MIME, mime);
  written = loft_wbxml_write (root);
  for (gsize piece = 1; piece < 100000; piece *= 7)
    {
      g_autoptr (LoftWbxmlElement) read = read_in_pieces (written, 0, piece, &error);

      g_assert_no_error (error);
      g_assert_true (loft_wbxml_element_equal (root, read));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wbxml-reader/good", test_good);
  g_test_add_func ("/wbxml-reader/bad", test_bad);
  g_test_add_func ("/wbxml-reader/whole", test_whole);
  g_test_add_func ("/wbxml-reader/written", test_written);
  return g_test_run ();
}
