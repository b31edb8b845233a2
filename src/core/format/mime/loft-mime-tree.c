/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mime-tree.h"

#include <string.h>

#include "loft-mime-field.h"
#include "loft-mime-file-name.h"
#include "loft-mime-gate.h"
#include "loft-mime-scanner.h"
#include "loft-mime-words.h"

#define FIELD_LIMIT (64 * 1024)
#define TYPE_PLAIN  "text/plain"
#define TYPE_HTML   "text/html"

static void
node_clear (LoftMimeNode *self)
{
  loft_mime_value_free (self->content_type);
  loft_mime_value_free (self->disposition);
  g_free (self->content_id);
  loft_tnef_free (self->tnef);
}

void
loft_mime_tree_free (LoftMimeTree *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->nodes);
  g_free (self->charset);
  g_free (self);
}

/* RFC 2045, 5.2: what says nothing is text; what cannot be read is bytes. A multipart without a
 * boundary comes as a leaf and is shown as it stands. */
static const char *
effective_type (const LoftMimeEvent *event, const LoftMimeValue *content_type)
{
  const char *word = loft_mime_value_get_word (content_type);
  const char *slash = strchr (word, '/');

  if (word[0] == '\0' || strcmp (word, "text") == 0)
    return TYPE_PLAIN;
  if (event->kind == LOFT_MIME_EVENT_LEAF && g_str_has_prefix (word, "multipart/"))
    return TYPE_PLAIN;
  return slash != NULL && slash != word && slash[1] != '\0' ? word : "application/octet-stream";
}

static char *
read_content_id (const LoftMimeField *field)
{
  g_autofree char *text = loft_mime_field_unfold (field, 1000, NULL);
  char *id = text;
  gsize n;

  while (*id == '<' || g_ascii_isspace (*id))
    id++;
  n = strcspn (id, "> \t");
  id[n] = '\0';
  return g_utf8_make_valid (id, n);
}

static void
read_fields (LoftMimeTree *self, LoftMimeNode *node)
{
  const char *at = node->header;
  LoftMimeField field;

  while (loft_mime_field_next (&at, node->header + node->header_length, &field))
    {
      if (field.name_length < 10 || g_ascii_strncasecmp (field.name, "content-", 8) != 0)
        continue;
      if (loft_mime_field_is (&field, "Content-Transfer-Encoding"))
        node->transfer = loft_mime_transfer_from_value (field.value, field.value_length);
      else if (loft_mime_field_is (&field, "Content-ID") && node->content_id[0] == '\0')
        {
          g_free (node->content_id);
          node->content_id = read_content_id (&field);
        }
      else if (loft_mime_field_is (&field, "Content-Disposition") && node->disposition == NULL)
        {
          gsize length;
          g_autofree char *text = loft_mime_field_unfold (&field, FIELD_LIMIT, &length);

          node->disposition = loft_mime_value_parse (text, length, self->charset);
        }
    }
}

static LoftMimeNode *
add_node (LoftMimeTree *self, LoftMimeEvent *event, int parent)
{
  LoftMimeNode node = { .parent = parent };

  node.content_type = g_steal_pointer (&event->type);
  node.type = effective_type (event, node.content_type);
  node.header = event->header;
  node.header_length = event->header_length;
  node.body = event->body;
  node.body_length = event->body_length;
  node.content_id = g_strdup ("");
  if (parent >= 0)
    g_array_index (self->nodes, LoftMimeNode, parent).n_children++;
  else
    self->charset = loft_mime_value_get (node.content_type, "charset");
  g_array_append_val (self->nodes, node);
  return &g_array_index (self->nodes, LoftMimeNode, self->nodes->len - 1);
}

static gboolean
is_container (const LoftMimeNode *node)
{
  return node->n_children > 0;
}

/* A multipart without parts holds its text itself. */
static void
finish_node (LoftMimeTree *self, LoftMimeNode *node, const LoftMimeEvent *event)
{
  node->body = event->body;
  node->body_length = event->body_length;
  if (is_container (node))
    return;
  if (!event->is_message)
    node->type = TYPE_PLAIN;
  read_fields (self, node);
}

/* Walks the message; what is inside of attached messages is passed over. */
static const char *
collect (LoftMimeTree *self, LoftMimeScanner *scanner)
{
  LoftMimeEvent *event;
  guint inside = 0; /* an attached message, so many levels deep */
  int parent = -1;

  while ((event = loft_mime_scanner_next (scanner)) != NULL)
    {
      if (event->kind == LOFT_MIME_EVENT_LEAVE)
        {
          LoftMimeNode *node;

          if (inside > 0 && --inside > 0)
            continue;
          node = &g_array_index (self->nodes, LoftMimeNode, parent);
          finish_node (self, node, event);
          parent = node->parent;
          continue;
        }
      if (inside == 0)
        {
          LoftMimeNode *node = add_node (self, event, parent);

          if (event->kind == LOFT_MIME_EVENT_LEAF)
            read_fields (self, node);
          else
            parent = self->nodes->len - 1;
        }
      if (event->kind == LOFT_MIME_EVENT_ENTER && (inside > 0 || event->is_message))
        inside++;
    }
  return scanner->problem;
}

static gboolean
node_has_type (const LoftMimeTree *self, int i, const char *type)
{
  return i >= 0 && strcmp (loft_mime_tree_get (self, i)->type, type) == 0;
}

static gboolean
is_attached (const LoftMimeNode *node)
{
  return node->disposition != NULL &&
         strcmp (loft_mime_value_get_word (node->disposition), "attachment") == 0;
}

static gboolean
has_name (const LoftMimeNode *node)
{
  g_autofree char *name = loft_mime_value_get (node->content_type, "name");
  g_autofree char *file_name = NULL;

  if (node->disposition != NULL)
    file_name = loft_mime_value_get (node->disposition, "filename");
  return name != NULL || file_name != NULL;
}

/* In multipart/related only the root is shown (RFC 2387); in multipart/signed and encrypted the
 * second part is for machines. */
static gboolean
is_companion (const LoftMimeTree *self, guint i)
{
  int parent = loft_mime_tree_get (self, i)->parent;
  const LoftMimeNode *container;

  if (parent < 0 || i == (guint) parent + 1)
    return FALSE;
  container = loft_mime_tree_get (self, parent);
  if (strcmp (container->type, "multipart/related") == 0)
    {
      g_autofree char *start = loft_mime_value_get (container->content_type, "start");
      const char *id = loft_mime_tree_get (self, i)->content_id;

      return start == NULL || id[0] == '\0' || strstr (start, id) == NULL;
    }
  return strcmp (container->type, "multipart/signed") == 0 ||
         strcmp (container->type, "multipart/encrypted") == 0;
}

/* Text with a file name is the body only where the message begins: some programs name even
 * that. */
static LoftMimeRole
find_role (const LoftMimeTree *self, guint i, gboolean *has_body)
{
  const LoftMimeNode *node = loft_mime_tree_get (self, i);
  gboolean is_form = node_has_type (self, node->parent, "multipart/alternative");

  if (is_container (node))
    return LOFT_MIME_ROLE_CONTAINER;
  if (is_attached (node) || is_companion (self, i) || (*has_body && !is_form && has_name (node)))
    return LOFT_MIME_ROLE_ATTACHMENT;
  if (strcmp (node->type, TYPE_PLAIN) == 0 || strcmp (node->type, TYPE_HTML) == 0)
    {
      *has_body = TRUE;
      return strcmp (node->type, TYPE_HTML) == 0 ? LOFT_MIME_ROLE_HTML : LOFT_MIME_ROLE_TEXT;
    }
  if (is_form && g_str_has_prefix (node->type, "text/") &&
      strcmp (node->type, "text/calendar") != 0)
    return LOFT_MIME_ROLE_OTHER_FORM;
  return LOFT_MIME_ROLE_ATTACHMENT;
}

static gboolean
may_be_tnef (const LoftMimeNode *node)
{
  g_autofree char *name = NULL;

  if (strcmp (node->type, "application/ms-tnef") == 0 ||
      strcmp (node->type, "application/vnd.ms-tnef") == 0)
    return TRUE;
  if (strcmp (node->type, "application/octet-stream") != 0)
    return FALSE;
  name = loft_mime_value_get (node->content_type, "name");
  if (name == NULL && node->disposition != NULL)
    name = loft_mime_value_get (node->disposition, "filename");
  return name != NULL && g_ascii_strcasecmp (name, "winmail.dat") == 0;
}

/* Its files are shown in its place; without any it stands for itself, unless it is only what
 * Outlook makes of every mail. Invitations and the like are in no other part. */
static void
read_tnef (LoftMimeNode *node, gboolean has_body)
{
  g_autoptr (GBytes) bytes = NULL;
  char *decoded;
  gsize length;

  node->n_inside = 1;
  if (!may_be_tnef (node))
    return;
  decoded = loft_mime_transfer_decode (node->transfer, node->body, node->body_length,
                                       node->body_length, &length);
  bytes = g_bytes_new_take (decoded, length);
  node->tnef = loft_tnef_read (bytes);
  if (node->tnef == NULL)
    return;
  if (node->tnef->files->len > 0)
    node->n_inside = node->tnef->files->len;
  else if (g_ascii_strncasecmp (node->tnef->message_class, "IPM.Note", 8) == 0 &&
           (has_body || node->tnef->text != NULL || node->tnef->html != NULL))
    node->n_inside = 0;
}

static void
assign_roles (LoftMimeTree *self)
{
  gboolean has_body = FALSE;
  guint n = 0;

  for (guint i = 0; i < self->nodes->len; i++)
    {
      LoftMimeNode *node = &g_array_index (self->nodes, LoftMimeNode, i);

      node->role = find_role (self, i, &has_body);
      if (node->role != LOFT_MIME_ROLE_ATTACHMENT)
        continue;
      read_tnef (node, has_body);
      node->n = node->n_inside > 0 ? n + 1 : 0;
      n += node->n_inside;
    }
}

LoftMimeTree *
loft_mime_tree_new (const char *bytes, gsize length)
{
  LoftMimeTree *self = g_new0 (LoftMimeTree, 1);
  LoftMimeScanner scanner;

  self->nodes = g_array_new (FALSE, FALSE, sizeof (LoftMimeNode));
  g_array_set_clear_func (self->nodes, (GDestroyNotify) node_clear);
  loft_mime_scanner_init (&scanner, bytes, length);
  self->problem = length > loft_mime_limits.message ? "It is too large" : collect (self, &scanner);
  loft_mime_scanner_clear (&scanner);
  if (self->problem != NULL)
    g_array_set_size (self->nodes, 0);
  assign_roles (self);
  return self;
}

const LoftMimeNode *
loft_mime_tree_find (const LoftMimeTree *self, guint n, guint *which)
{
  for (guint i = 0; i < self->nodes->len; i++)
    {
      const LoftMimeNode *node = loft_mime_tree_get (self, i);

      if (node->n > 0 && n >= node->n && n - node->n < node->n_inside)
        {
          *which = n - node->n;
          return node;
        }
    }
  return NULL;
}

guint
loft_mime_tree_find_choice (const LoftMimeTree *self, guint i)
{
  guint choice = i;

  for (int parent = loft_mime_tree_get (self, i)->parent; parent >= 0;
       parent = loft_mime_tree_get (self, parent)->parent)
    if (node_has_type (self, parent, "multipart/alternative"))
      choice = parent;
  return choice;
}

/* Attached messages are called by their subject. */
static char *
name_by_subject (const LoftMimeTree *self, const LoftMimeNode *node)
{
  g_autofree char *raw = NULL;
  g_autofree char *subject = NULL;
  g_autofree char *file = NULL;
  LoftMimeField field;
  const char *block;
  gsize length = loft_mime_scanner_find_header (node->body, node->body_length, &block);

  if (loft_mime_field_find (block, length, "Subject", &field))
    {
      raw = loft_mime_field_unfold (&field, 2000, &length);
      subject = loft_mime_words_decode (raw, length, self->charset);
      g_strdelimit (subject, "/\\", '-');
      file = g_strdup_printf ("%s.eml", subject);
    }
  return loft_mime_file_name_safe (file != NULL && subject[0] != '\0' ? file : "message.eml");
}

char *
loft_mime_tree_name (const LoftMimeTree *self, const LoftMimeNode *node)
{
  g_autofree char *given = NULL;
  g_autofree char *safe = NULL;

  if (node->disposition != NULL)
    given = loft_mime_value_get (node->disposition, "filename");
  if (given == NULL)
    given = loft_mime_value_get (node->content_type, "name");
  safe = loft_mime_file_name_safe (given != NULL ? given : "");
  if (safe[0] != '\0')
    return g_steal_pointer (&safe);
  if (strcmp (node->type, "message/rfc822") == 0 || strcmp (node->type, "message/global") == 0)
    return name_by_subject (self, node);
  if (strcmp (node->type, "text/calendar") == 0)
    return g_strdup ("invite.ics");
  return g_steal_pointer (&safe);
}
