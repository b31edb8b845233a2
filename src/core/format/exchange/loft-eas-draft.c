/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-draft.h"

#include <string.h>

#include "loft-draft-reader.h"
#include "loft-mime-field.h"
#include "loft-mime-scanner.h"
#include "loft-mime-writer.h"
#include "loft-text.h"

#define MAX_WORDS 10000 /* of a subject, a name */
#define MAX_FIELD 100000

/* MS-ASAIRS 2.2.2.41.1, 2.2.2.31.1; MS-ASEMAIL 2.2.2.38 */
#define TYPE_TEXT       1
#define TYPE_HTML       2
#define METHOD_NORMAL   1
#define METHOD_MESSAGE  5
#define IMPORTANCE_LOW  0
#define IMPORTANCE_HIGH 2

/* ---- writing ------------------------------------------------------------------------------ */

static void
append_quoted (GString *list, const char *name)
{
  g_autofree char *line = loft_text_one_line (name, MAX_WORDS);

  g_string_append_c (list, '"');
  for (const char *at = line; *at != '\0'; at++)
    {
      if (*at == '"' || *at == '\\')
        g_string_append_c (list, '\\');
      g_string_append_c (list, *at);
    }
  g_string_append_c (list, '"');
}

/* What is no address would make the server refuse the draft. */
static void
add_people (LoftWbxmlElement *data, guint tag, GPtrArray *people)
{
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; i < people->len; i++)
    {
      const LoftAddress *person = g_ptr_array_index (people, i);

      if (!loft_mime_is_address (person->email))
        continue;
      if (list->len > 0)
        g_string_append (list, ", ");
      if (person->name[0] != '\0')
        {
          append_quoted (list, person->name);
          g_string_append_printf (list, " <%s>", person->email);
        }
      else
        g_string_append (list, person->email);
    }
  if (list->len > 0)
    loft_wbxml_element_add_text (data, tag, list->str);
}

static void
add_body (LoftWbxmlElement *data, const LoftDraft *draft)
{
  const char *text = draft->html != NULL ? draft->html : draft->text;
  LoftWbxmlElement *body;
  g_auto (GStrv) lines = NULL;
  g_autofree char *joined = NULL;

  if (text[0] == '\0')
    return;
  lines = g_strsplit (text, "\n", -1);
  joined = g_strjoinv ("\r\n", lines);
  body = loft_wbxml_element_add (data, LOFT_EAS_AIRSYNCBASE_BODY);
  loft_wbxml_element_add_int (body, LOFT_EAS_AIRSYNCBASE_TYPE,
                              draft->html != NULL ? TYPE_HTML : TYPE_TEXT);
  loft_wbxml_element_add_text (body, LOFT_EAS_AIRSYNCBASE_DATA, joined);
}

static void
add_part (LoftWbxmlElement *attachments, const LoftDraftPart *part, guint number)
{
  LoftWbxmlElement *add = loft_wbxml_element_add (attachments, LOFT_EAS_AIRSYNCBASE_ADD);
  gboolean is_message = g_str_has_prefix (part->content_type, "message/");
  g_autofree char *client_id = g_strdup_printf ("part-%u", number);
  g_autofree char *name = loft_text_one_line (part->name, MAX_WORDS);

  loft_wbxml_element_add_text (add, LOFT_EAS_AIRSYNCBASE_CLIENT_ID, client_id);
  loft_wbxml_element_add_bytes (add, LOFT_EAS_AIRSYNCBASE_CONTENT, part->data);
  if (part->content_id != NULL)
    loft_wbxml_element_add_text (add, LOFT_EAS_AIRSYNCBASE_CONTENT_ID, part->content_id);
  if (!is_message)
    loft_wbxml_element_add_text (add, LOFT_EAS_AIRSYNCBASE_CONTENT_TYPE, part->content_type);
  loft_wbxml_element_add_text (add, LOFT_EAS_AIRSYNCBASE_DISPLAY_NAME,
                               name[0] != '\0' ? name
                               : is_message    ? "message.eml"
                                               : "attachment");
  if (part->content_id != NULL)
    loft_wbxml_element_add_int (add, LOFT_EAS_AIRSYNCBASE_IS_INLINE, 1);
  loft_wbxml_element_add_int (add, LOFT_EAS_AIRSYNCBASE_METHOD,
                              is_message ? METHOD_MESSAGE : METHOD_NORMAL);
}

LoftWbxmlElement *
loft_eas_draft_write (GBytes *raw)
{
  g_autoptr (LoftDraft) draft = loft_draft_read (raw);
  g_autofree char *subject = loft_text_one_line (draft->subject, MAX_WORDS);
  LoftWbxmlElement *data = loft_wbxml_element_new (LOFT_EAS_AIRSYNC_APPLICATION_DATA);
  LoftWbxmlElement *attachments;

  add_people (data, LOFT_EAS_EMAIL_TO, draft->to);
  add_people (data, LOFT_EAS_EMAIL_CC, draft->cc);
  add_people (data, LOFT_EAS_EMAIL2_BCC, draft->bcc);
  if (subject[0] != '\0')
    loft_wbxml_element_add_text (data, LOFT_EAS_EMAIL_SUBJECT, subject);
  if (draft->priority != LOFT_PRIORITY_NORMAL)
    loft_wbxml_element_add_int (data, LOFT_EAS_EMAIL_IMPORTANCE,
                                draft->priority == LOFT_PRIORITY_HIGH ? IMPORTANCE_HIGH
                                                                      : IMPORTANCE_LOW);
  add_body (data, draft);
  if (draft->parts->len == 0)
    return data;
  attachments = loft_wbxml_element_add (data, LOFT_EAS_AIRSYNCBASE_ATTACHMENTS);
  for (guint i = 0; i < draft->parts->len; i++)
    add_part (attachments, g_ptr_array_index (draft->parts, i), i);
  return data;
}

/* ---- what a draft says -------------------------------------------------------------------- */

static const guint said[] = {
  LOFT_EAS_EMAIL_TO,         LOFT_EAS_EMAIL_CC,      LOFT_EAS_EMAIL2_BCC,
  LOFT_EAS_EMAIL_IMPORTANCE, LOFT_EAS_EMAIL_SUBJECT, LOFT_EAS_EMAIL_REPLY_TO,
};

gboolean
loft_eas_draft_is_content (const LoftWbxmlElement *data)
{
  for (guint i = 0; i < G_N_ELEMENTS (said); i++)
    if (loft_wbxml_element_find (data, said[i]) != NULL)
      return TRUE;
  return loft_wbxml_element_find (data, LOFT_EAS_AIRSYNCBASE_BODY) != NULL ||
         loft_wbxml_element_find (data, LOFT_EAS_AIRSYNCBASE_ATTACHMENTS) != NULL;
}

/* Ends of lines do not count. */
static void
digest_text (GChecksum *checksum, const char *text)
{
  static const guchar end = '\0';

  for (const char *at = text != NULL ? text : ""; *at != '\0';)
    {
      gsize length = strcspn (at, "\r");

      g_checksum_update (checksum, (const guchar *) at, (gssize) length);
      at += length + (at[length] == '\r' ? 1 : 0);
    }
  g_checksum_update (checksum, &end, 1);
}

static void
digest_attachments (GChecksum *checksum, const LoftWbxmlElement *data)
{
  const LoftWbxmlElement *all = loft_wbxml_element_find (data, LOFT_EAS_AIRSYNCBASE_ATTACHMENTS);

  for (guint i = 0; i < loft_wbxml_element_get_n_children (all); i++)
    {
      const LoftWbxmlElement *one = loft_wbxml_element_get_child (all, i);

      digest_text (checksum, loft_wbxml_element_get_text (one, LOFT_EAS_AIRSYNCBASE_DISPLAY_NAME));
      digest_text (checksum,
                   loft_wbxml_element_get_text (one, LOFT_EAS_AIRSYNCBASE_ESTIMATED_DATA_SIZE));
    }
}

char *
loft_eas_draft_dup_digest (const LoftWbxmlElement *data)
{
  const LoftWbxmlElement *body = loft_wbxml_element_find (data, LOFT_EAS_AIRSYNCBASE_BODY);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  for (guint i = 0; i < G_N_ELEMENTS (said); i++)
    digest_text (checksum, loft_wbxml_element_get_text (data, said[i]));
  digest_text (checksum, loft_wbxml_element_get_text (body, LOFT_EAS_AIRSYNCBASE_DATA));
  digest_attachments (checksum, data);
  return g_strndup (g_checksum_get_string (checksum), 32);
}

GBytes *
loft_eas_draft_complete (GBytes *mime, const LoftWbxmlElement *data)
{
  const char *bcc = loft_wbxml_element_get_text (data, LOFT_EAS_EMAIL2_BCC);
  gsize size;
  const char *text = g_bytes_get_data (mime, &size);
  const char *block = "";
  gsize length = text != NULL ? loft_mime_scanner_find_header (text, size, &block) : 0;
  g_autofree char *line = NULL;
  LoftMimeField field;
  GString *out;

  if (bcc == NULL || *bcc == '\0' || loft_mime_field_find (block, length, "Bcc", &field))
    return g_bytes_ref (mime);
  line = loft_text_one_line (bcc, MAX_FIELD);
  out = g_string_new (NULL);
  g_string_append_printf (out, "Bcc: %s\r\n", line);
  g_string_append_len (out, text, (gssize) size);
  return g_string_free_to_bytes (out);
}

/* ---- ids ---------------------------------------------------------------------------------- */

#define DIGEST_LENGTH 32

char *
loft_eas_draft_make_id (const char *server_id, const char *digest)
{
  return digest != NULL ? g_strconcat (server_id, " ", digest, NULL) : g_strdup (server_id);
}

const char *
loft_eas_draft_get_digest (const char *remote_id)
{
  const char *blank = strrchr (remote_id, ' ');

  return blank != NULL && strlen (blank + 1) == DIGEST_LENGTH &&
             strspn (blank + 1, "0123456789abcdef") == DIGEST_LENGTH
           ? blank + 1
           : NULL;
}

char *
loft_eas_draft_dup_server_id (const char *remote_id)
{
  const char *digest = loft_eas_draft_get_digest (remote_id);

  return digest != NULL ? g_strndup (remote_id, (gsize) (digest - remote_id) - 1)
                        : g_strdup (remote_id);
}
