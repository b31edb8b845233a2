/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mime-reader.h"

#include <string.h>

#include "loft-error.h"
#include "loft-flowed-text.h"
#include "loft-html.h"
#include "loft-mime-charset.h"
#include "loft-mime-file-name.h"
#include "loft-mime-gate.h"
#include "loft-mime-scanner.h"
#include "loft-mime-tree.h"

#define TEXT_LIMIT (16 * 1024 * 1024) /* raw bytes of plain text that are shown */
#define HTML_LIMIT (32 * 1024 * 1024)
#define CID_LIMIT  500 /* bytes of a Content-ID in an address */

/* What is shown for one part, or for one multipart/alternative. */
typedef struct {
  guint choice;  /* its index in the tree */
  GString *text; /* (nullable) */
  GString *html; /* (nullable) */
} Slot;

static void
slot_clear (Slot *self)
{
  if (self->text != NULL)
    g_string_free (self->text, TRUE);
  if (self->html != NULL)
    g_string_free (self->html, TRUE);
}

static void
part_free (LoftMimePart *self)
{
  g_free (self->type);
  g_free (self->name);
  g_free (self->content_id);
  g_free (self);
}

void
loft_mime_message_free (LoftMimeMessage *self)
{
  if (self == NULL)
    return;
  loft_mime_headers_free (self->headers);
  g_free (self->text);
  g_free (self->html);
  g_ptr_array_unref (self->parts);
  g_free (self->refused);
  g_free (self);
}

static char *
decode_text (const LoftMimeNode *node, gsize limit)
{
  g_autofree char *charset = loft_mime_value_get (node->content_type, "charset");
  g_autofree char *bytes = NULL;
  gsize length;

  bytes = loft_mime_transfer_decode (node->transfer, node->body, node->body_length, limit, &length);
  if (charset == NULL && node->role == LOFT_MIME_ROLE_HTML)
    charset = loft_mime_charset_from_html (bytes, length);
  return loft_mime_charset_decode (bytes, length, charset);
}

static void
end_lines_with_lf (char *text)
{
  char *out = strchr (text, '\r');

  for (const char *p = out; p != NULL && *p != '\0'; p++)
    if (*p != '\r' || p[1] != '\n')
      *out++ = *p == '\r' ? '\n' : *p;
  if (out != NULL)
    *out = '\0';
}

static char *
read_plain (const LoftMimeNode *node)
{
  g_autofree char *format = loft_mime_value_get (node->content_type, "format");
  g_autofree char *delsp = loft_mime_value_get (node->content_type, "delsp");
  g_autofree char *text = decode_text (node, TEXT_LIMIT);

  end_lines_with_lf (text);
  if (format != NULL && g_ascii_strcasecmp (format, "flowed") == 0)
    return loft_flowed_text_join (text, delsp != NULL && g_ascii_strcasecmp (delsp, "yes") == 0);
  return g_steal_pointer (&text);
}

static void
append_block (GString **text, const char *block)
{
  if (*text == NULL)
    *text = g_string_new (NULL);
  if ((*text)->len > 0 && (*text)->str[(*text)->len - 1] != '\n')
    g_string_append_c (*text, '\n');
  if ((*text)->len < HTML_LIMIT)
    g_string_append (*text, block);
}

static void
append_as_html (GString **html, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);
  g_autofree char *block =
    g_strconcat ("<div style=\"white-space:pre-wrap\">", escaped, "</div>", NULL);

  append_block (html, block);
}

static void
append_as_text (GString **text, const char *html)
{
  g_autofree char *block = loft_html_to_text (html, -1, TEXT_LIMIT);

  append_block (text, block);
}

static Slot *
find_slot (GArray *slots, guint choice)
{
  Slot slot = { .choice = choice };
  Slot *last = slots->len > 0 ? &g_array_index (slots, Slot, slots->len - 1) : NULL;

  if (last != NULL && last->choice == choice)
    return last;
  g_array_append_val (slots, slot);
  return &g_array_index (slots, Slot, slots->len - 1);
}

/* Whether the HTML must be looked through for pictures that it shows. */
static gboolean
has_content_ids (const LoftMimeTree *tree)
{
  for (guint i = 0; i < tree->nodes->len; i++)
    if (loft_mime_tree_get (tree, i)->n > 0 && loft_mime_tree_get (tree, i)->content_id[0] != '\0')
      return TRUE;
  return FALSE;
}

static GArray *
read_slots (const LoftMimeTree *tree, gboolean words_only)
{
  GArray *slots = g_array_new (FALSE, FALSE, sizeof (Slot));

  g_array_set_clear_func (slots, (GDestroyNotify) slot_clear);
  for (guint i = 0; i < tree->nodes->len; i++)
    {
      const LoftMimeNode *node = loft_mime_tree_get (tree, i);
      g_autofree char *text = NULL;
      Slot *slot;

      if (node->role != LOFT_MIME_ROLE_TEXT && node->role != LOFT_MIME_ROLE_HTML)
        continue;
      slot = find_slot (slots, loft_mime_tree_find_choice (tree, i));
      if (words_only && node->role == LOFT_MIME_ROLE_HTML && slot->text != NULL)
        continue;
      text = node->role == LOFT_MIME_ROLE_HTML ? decode_text (node, HTML_LIMIT)
                                               : read_plain (node);
      append_block (node->role == LOFT_MIME_ROLE_HTML ? &slot->html : &slot->text, text);
    }
  return slots;
}

/* A form that any slot has is made up for those that lack it, so that nothing goes unseen in
 * either; a form that none has stays NULL. */
static void
join_slots (LoftMimeMessage *self, GArray *slots)
{
  g_autoptr (GString) text = NULL;
  g_autoptr (GString) html = NULL;
  gboolean has_text = FALSE, has_html = FALSE;

  for (guint i = 0; i < slots->len; i++)
    {
      has_text |= g_array_index (slots, Slot, i).text != NULL;
      has_html |= g_array_index (slots, Slot, i).html != NULL;
    }
  for (guint i = 0; i < slots->len; i++)
    {
      const Slot *slot = &g_array_index (slots, Slot, i);

      if (has_text && slot->text != NULL)
        append_block (&text, slot->text->str);
      else if (has_text)
        append_as_text (&text, slot->html->str);
      if (has_html && slot->html != NULL)
        append_block (&html, slot->html->str);
      else if (has_html)
        append_as_html (&html, slot->text->str);
    }
  if (text != NULL)
    self->text = g_string_free (g_steal_pointer (&text), FALSE);
  if (html != NULL)
    self->html = g_string_free (g_steal_pointer (&html), FALSE);
}

/* The ids that the HTML shows by cid: (RFC 2392), without %-escapes. */
static GHashTable *
find_shown_ids (const char *html)
{
  GHashTable *ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (const char *p = html; g_hash_table_size (ids) < loft_mime_limits.parts;)
    {
      gsize n;

      p = strstr (p, "cid:");
      if (p == NULL)
        break;
      p += strlen ("cid:");
      n = strcspn (p, "\"' \t\r\n>)");
      if (n > 0 && n <= CID_LIMIT)
        {
          g_autofree char *escaped = g_strndup (p, n);
          char *id = g_uri_unescape_string (escaped, NULL);

          g_hash_table_add (ids, id != NULL ? id : g_steal_pointer (&escaped));
        }
    }
  return ids;
}

/* The ids are looked for only when any part could be shown by one. */
static gboolean
is_shown (const LoftMimeMessage *self, const char *content_id, GHashTable **shown)
{
  if (content_id[0] == '\0' || self->html == NULL)
    return FALSE;
  if (*shown == NULL)
    *shown = find_shown_ids (self->html);
  return g_hash_table_contains (*shown, content_id);
}

/* (transfer full) */
static char *
type_of_file (const LoftTnefFile *file)
{
  const char *p = file->type;

  while (g_ascii_isgraph (*p))
    p++;
  return *p == '\0' && strchr (file->type, '/') != NULL ? g_ascii_strdown (file->type, -1)
                                                        : loft_mime_type_of_name (file->name);
}

/* The files of a winmail.dat in its place. */
static void
read_files (LoftMimeMessage *self, const LoftMimeNode *node, GHashTable **shown)
{
  for (guint i = 0; i < node->tnef->files->len; i++)
    {
      const LoftTnefFile *file = g_ptr_array_index (node->tnef->files, i);
      LoftMimePart *part = g_new0 (LoftMimePart, 1);

      part->n = node->n + i;
      part->name = loft_mime_file_name_safe (file->name);
      part->type = type_of_file (file);
      part->content_id = g_strdup (file->content_id);
      part->size = g_bytes_get_size (file->bytes);
      part->is_inline = is_shown (self, part->content_id, shown);
      g_ptr_array_add (self->parts, part);
    }
}

static void
read_part (LoftMimeMessage *self, const LoftMimeTree *tree, const LoftMimeNode *node,
           GHashTable **shown)
{
  LoftMimePart *part = g_new0 (LoftMimePart, 1);

  part->n = node->n;
  part->type = g_utf8_make_valid (node->type, -1);
  part->content_id = g_strdup (node->content_id);
  part->name = node->n > 0 ? loft_mime_tree_name (tree, node) : g_strdup ("");
  part->size = loft_mime_transfer_size (node->transfer, node->body, node->body_length);
  part->is_inline = node->n > 0 && is_shown (self, part->content_id, shown);
  g_ptr_array_add (self->parts, part);
}

static void
read_parts (LoftMimeMessage *self, const LoftMimeTree *tree)
{
  g_autoptr (GHashTable) shown = NULL;

  for (guint i = 0; i < tree->nodes->len; i++)
    {
      const LoftMimeNode *node = loft_mime_tree_get (tree, i);

      if (node->tnef != NULL && (node->n == 0 || node->tnef->files->len > 0))
        read_files (self, node, &shown);
      else if (node->role != LOFT_MIME_ROLE_CONTAINER)
        read_part (self, tree, node, &shown);
    }
}

static gboolean
is_blank (const char *text)
{
  return text == NULL || text[strspn (text, " \t\r\n")] == '\0';
}

/* Where Outlook has put everything into its winmail.dat. */
static void
read_tnef_body (LoftMimeMessage *self, const LoftMimeTree *tree)
{
  for (guint i = 0; i < tree->nodes->len && is_blank (self->text) && is_blank (self->html); i++)
    {
      const LoftTnef *tnef = loft_mime_tree_get (tree, i)->tnef;

      if (tnef == NULL)
        continue;
      g_free (self->text);
      g_free (self->html);
      self->text = g_strdup (tnef->text);
      self->html = g_strdup (tnef->html);
      if (self->text != NULL)
        end_lines_with_lf (self->text);
    }
}

static LoftMimeMessage *
read_message (GBytes *raw, gboolean words_only)
{
  LoftMimeMessage *self = g_new0 (LoftMimeMessage, 1);
  g_autoptr (LoftMimeTree) tree = NULL;
  g_autoptr (GArray) slots = NULL;
  const char *bytes, *block;
  gsize length;

  bytes = g_bytes_get_data (raw, &length);
  bytes = bytes != NULL ? bytes : "";
  self->parts = g_ptr_array_new_with_free_func ((GDestroyNotify) part_free);
  self->headers = loft_mime_headers_read ((const guint8 *) bytes, length);
  if (loft_mime_scanner_find_header (bytes, length, &block) > loft_mime_limits.header_block)
    {
      self->refused = g_strdup ("The header is too large");
      return self;
    }
  tree = loft_mime_tree_new (bytes, length);
  self->refused = g_strdup (tree->problem);
  slots = read_slots (tree, words_only && !has_content_ids (tree));
  join_slots (self, slots);
  read_tnef_body (self, tree);
  read_parts (self, tree);
  return self;
}

LoftMimeMessage *
loft_mime_message_read (GBytes *raw)
{
  return read_message (raw, FALSE);
}

LoftMimeMessage *
loft_mime_message_read_words (GBytes *raw)
{
  return read_message (raw, TRUE);
}

GPtrArray *
loft_mime_message_list_attachments (const LoftMimeMessage *self)
{
  GPtrArray *attachments =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_attachment_free);

  for (guint i = 0; i < self->parts->len; i++)
    {
      const LoftMimePart *part = g_ptr_array_index (self->parts, i);

      if (part->n > 0)
        g_ptr_array_add (attachments, loft_attachment_new (part->n, part->name, part->type,
                                                           part->size, part->is_inline));
    }
  return attachments;
}

static GBytes *
decode_node (const LoftMimeNode *node)
{
  gsize length;
  char *bytes = loft_mime_transfer_decode (node->transfer, node->body, node->body_length,
                                           node->body_length, &length);

  return g_bytes_new_take (bytes, length);
}

static GBytes *
decode_file (const LoftMimeNode *node, guint which)
{
  const LoftTnefFile *file;

  if (node->tnef == NULL || node->tnef->files->len == 0)
    return decode_node (node);
  file = g_ptr_array_index (node->tnef->files, which);
  return g_bytes_ref (file->bytes);
}

/* (transfer full) (nullable) */
static GBytes *
find_file (const LoftMimeNode *node, const char *content_id, char **type)
{
  for (guint i = 0; node->tnef != NULL && i < node->tnef->files->len; i++)
    {
      const LoftTnefFile *file = g_ptr_array_index (node->tnef->files, i);

      if (strcmp (file->content_id, content_id) != 0)
        continue;
      if (type != NULL)
        *type = type_of_file (file);
      return g_bytes_ref (file->bytes);
    }
  return NULL;
}

GBytes *
loft_mime_part_decode (GBytes *raw, guint n, GError **error)
{
  g_autoptr (LoftMimeTree) tree = NULL;
  const LoftMimeNode *node;
  const char *bytes;
  gsize length;
  guint which;

  bytes = g_bytes_get_data (raw, &length);
  tree = loft_mime_tree_new (bytes != NULL ? bytes : "", length);
  node = loft_mime_tree_find (tree, n, &which);
  if (node != NULL)
    return decode_file (node, which);
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_GONE, "The message has no attachment %u", n);
  return NULL;
}

GBytes *
loft_mime_part_decode_id (GBytes *raw, const char *content_id, char **type, GError **error)
{
  g_autoptr (LoftMimeTree) tree = NULL;
  const char *bytes;
  gsize length;

  bytes = g_bytes_get_data (raw, &length);
  tree = loft_mime_tree_new (bytes != NULL ? bytes : "", length);
  for (guint i = 0; content_id[0] != '\0' && i < tree->nodes->len; i++)
    {
      const LoftMimeNode *node = loft_mime_tree_get (tree, i);
      GBytes *file = find_file (node, content_id, type);

      if (file != NULL)
        return file;
      if (node->n == 0 || strcmp (node->content_id, content_id) != 0)
        continue;
      if (type != NULL)
        *type = g_utf8_make_valid (node->type, -1);
      return decode_node (node);
    }
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_GONE, "The message has no part <%s>", content_id);
  return NULL;
}
