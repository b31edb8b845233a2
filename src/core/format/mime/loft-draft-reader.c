/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-draft-reader.h"

#include <string.h>

#include "loft-mime-field.h"
#include "loft-mime-gate.h"
#include "loft-mime-reader.h"
#include "loft-mime-scanner.h"
#include "loft-mime-submission.h"
#include "loft-mime-tree.h"
#include "loft-mime-words.h"
#include "loft-mime-writer.h"

#define FIELD_BYTES 4096 /* read of a field that holds a word or an id */

static void
replace_array (GPtrArray **field, GPtrArray *value)
{
  g_ptr_array_unref (*field);
  *field = value;
}

static void
move_all (GPtrArray *from, GPtrArray *to)
{
  while (from->len > 0)
    g_ptr_array_add (to, g_ptr_array_steal_index (from, 0));
}

/* ---- fields ------------------------------------------------------------------------------- */

static GPtrArray *
find_list (LoftDraft *draft, const char *name)
{
  if (strcmp (name, "to") == 0)
    return draft->to;
  if (strcmp (name, "cc") == 0)
    return draft->cc;
  if (strcmp (name, "bcc") == 0)
    return draft->bcc;
  return strcmp (name, "reply-to") == 0 ? draft->reply_to : NULL;
}

/* "to; what was typed", which stands where a name could: nobody can send to it. */
static void
read_unfinished (LoftDraft *draft, const char *value)
{
  g_autofree char *decoded = loft_mime_words_decode (value, strlen (value), NULL);
  char *mark = strstr (decoded, "; ");
  GPtrArray *list;

  if (mark == NULL)
    return;
  *mark = '\0';
  list = find_list (draft, decoded);
  if (list != NULL && list->len < loft_mime_limits.addresses)
    g_ptr_array_add (list, loft_address_new ("", mark + 2));
}

/* (transfer full) (nullable) */
static char *
read_id (const char *value)
{
  const char *open = strchr (value, '<');
  gsize length = open != NULL ? strcspn (open + 1, "<>") : 0;

  return length > 0 && open[1 + length] == '>' ? g_strndup (open + 1, length) : NULL;
}

static void
read_field (LoftDraft *draft, const LoftMimeField *field)
{
  g_autofree char *value = loft_mime_field_unfold (field, FIELD_BYTES, NULL);

  g_strstrip (value);
  if (loft_mime_field_is (field, LOFT_MIME_UNFINISHED))
    read_unfinished (draft, value);
  else if (loft_mime_field_is (field, "In-Reply-To") && draft->in_reply_to == NULL)
    draft->in_reply_to = read_id (value);
  else if (loft_mime_field_is (field, LOFT_MIME_FORWARDED) && draft->forwarded == NULL)
    draft->forwarded = read_id (value);
  else if (loft_mime_field_is (field, "Disposition-Notification-To"))
    draft->wants_receipt = TRUE;
  else if (loft_mime_field_is (field, LOFT_MIME_REPORT))
    draft->wants_report = TRUE;
  else if (loft_mime_field_is (field, "Importance") && g_ascii_strcasecmp (value, "high") == 0)
    draft->priority = LOFT_PRIORITY_HIGH;
  else if (loft_mime_field_is (field, "Importance") && g_ascii_strcasecmp (value, "low") == 0)
    draft->priority = LOFT_PRIORITY_LOW;
}

static void
read_fields (LoftDraft *draft, GBytes *raw)
{
  const char *block = "";
  gsize size;
  const char *bytes = g_bytes_get_data (raw, &size);
  gsize length = bytes != NULL ? loft_mime_scanner_find_header (bytes, size, &block) : 0;
  LoftMimeField field;

  if (length > loft_mime_limits.header_block)
    return;
  for (const char *at = block; loft_mime_field_next (&at, block + length, &field);)
    read_field (draft, &field);
}

static void
read_people (LoftDraft *draft, LoftMimeHeaders *headers, GBytes *raw)
{
  g_autoptr (GPtrArray) sender = loft_mime_list_people (raw, "Sender");

  move_all (headers->to, draft->to);
  move_all (headers->cc, draft->cc);
  move_all (headers->reply_to, draft->reply_to);
  replace_array (&draft->bcc, loft_mime_list_people (raw, "Bcc"));
  if (sender->len > 0)
    draft->sender = g_ptr_array_steal_index (sender, 0);
}

static void
read_headers (LoftDraft *draft, LoftMimeHeaders *headers)
{
  g_free (draft->subject);
  draft->subject = g_steal_pointer (&headers->subject);
  g_free (draft->message_id);
  draft->message_id = g_steal_pointer (&headers->message_id);
  replace_array (&draft->references, g_ptr_array_ref (headers->references));
  if (headers->date == 0)
    return;
  g_date_time_unref (draft->date);
  draft->date = g_date_time_new_from_unix_local (headers->date);
}

/* In-Reply-To repeats the last of References, or is all there is of them. */
static void
split_references (LoftDraft *draft)
{
  guint n = draft->references->len;

  if (draft->in_reply_to == NULL && n > 0)
    draft->in_reply_to = g_strdup (g_ptr_array_index (draft->references, n - 1));
}

/* ---- content ------------------------------------------------------------------------------ */

static gboolean
is_flowed (const LoftMimeTree *tree)
{
  for (guint i = 0; i < tree->nodes->len; i++)
    {
      const LoftMimeNode *node = loft_mime_tree_get (tree, i);
      g_autofree char *format = node->role == LOFT_MIME_ROLE_TEXT
                                  ? loft_mime_value_get (node->content_type, "format")
                                  : NULL;

      if (node->role == LOFT_MIME_ROLE_TEXT)
        return format != NULL && g_ascii_strcasecmp (format, "flowed") == 0;
    }
  return TRUE;
}

static void
read_part (LoftDraft *draft, const LoftMimeTree *tree, const LoftMimeNode *node, gboolean is_shown)
{
  gsize length = 0;
  char *decoded = loft_mime_transfer_decode (node->transfer, node->body, node->body_length,
                                             node->body_length, &length);
  g_autoptr (GBytes) data = g_bytes_new_take (decoded, length);
  g_autofree char *name = loft_mime_tree_name (tree, node);

  g_ptr_array_add (draft->parts, loft_draft_part_new (name, node->type,
                                                      is_shown ? node->content_id : NULL, data));
}

static void
end_lines_with_lf (char *text)
{
  char *to = text;

  for (const char *from = text; *from != '\0'; from++)
    if (from[0] != '\r' || from[1] != '\n')
      *to++ = *from;
  *to = '\0';
}

/* parts and nodes stand in the same order. */
static gboolean
is_inline (GPtrArray *parts, const LoftMimeNode *node, guint *at)
{
  while (*at < parts->len && ((const LoftMimePart *) g_ptr_array_index (parts, *at))->n < node->n)
    ++*at;
  return *at < parts->len && ((const LoftMimePart *) g_ptr_array_index (parts, *at))->is_inline &&
         node->content_id[0] != '\0';
}

static void
read_content (LoftDraft *draft, LoftMimeMessage *message, GBytes *raw)
{
  gsize size;
  const char *bytes = g_bytes_get_data (raw, &size);
  g_autoptr (LoftMimeTree) tree = loft_mime_tree_new (bytes != NULL ? bytes : "", size);

  guint at = 0;

  if (message->text != NULL)
    {
      g_free (draft->text);
      draft->text = g_steal_pointer (&message->text);
    }
  draft->html = g_steal_pointer (&message->html);
  if (draft->html != NULL)
    end_lines_with_lf (draft->html);
  draft->flowed = is_flowed (tree);
  for (guint i = 0; i < tree->nodes->len; i++)
    {
      const LoftMimeNode *node = loft_mime_tree_get (tree, i);

      if (node->role == LOFT_MIME_ROLE_ATTACHMENT)
        read_part (draft, tree, node, is_inline (message->parts, node, &at));
    }
}

LoftDraft *
loft_draft_read (GBytes *raw)
{
  g_autoptr (LoftMimeMessage) message = loft_mime_message_read (raw);
  LoftMimeHeaders *headers = message->headers;
  LoftAddress *from =
    headers->from->len > 0 ? g_ptr_array_steal_index (headers->from, 0) : loft_address_new ("", "");
  LoftDraft *draft = loft_draft_new (from);

  read_people (draft, headers, raw);
  read_headers (draft, headers);
  read_fields (draft, raw);
  split_references (draft);
  read_content (draft, message, raw);
  return draft;
}
