/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mime-delivery-report.h"

#include <string.h>

#include "loft-delivery-status.h"
#include "loft-mime-field.h"
#include "loft-mime-reader.h"
#include "loft-mime-tree.h"
#include "loft-mime-words.h"

#define PART_LIMIT       (1024 * 1024)
#define ORIGINAL_LIMIT   (256 * 1024)
#define RECIPIENT_LIMIT  200
#define ADDRESS_LIMIT    320
#define DIAGNOSTIC_LIMIT 1000
#define FIELD_LIMIT      8000

static char *
show (const LoftMimeField *field, gsize limit)
{
  gsize length;
  g_autofree char *text = loft_mime_field_unfold (field, FIELD_LIMIT, &length);
  g_autofree char *decoded = loft_mime_words_decode (text, length, NULL);

  return loft_mime_words_show (decoded, limit);
}

/* "rfc822; a@b", "smtp; 550 no": the type in front is of no use. */
static char *
show_typed (const LoftMimeField *field, gsize limit)
{
  char *shown = show (field, limit);
  char *semicolon = strchr (shown, ';');

  if (semicolon != NULL && semicolon - shown < 20)
    memmove (shown, semicolon + 1, strlen (semicolon));
  return g_strstrip (shown);
}

static char *
show_address (const LoftMimeField *field)
{
  char *address = show_typed (field, ADDRESS_LIMIT);
  gsize n = strlen (address);

  if (n > 2 && address[0] == '<' && address[n - 1] == '>')
    {
      address[n - 1] = '\0';
      memmove (address, address + 1, n - 1);
    }
  return address;
}

static void
take (char **place, char *value)
{
  if (*place == NULL && value[0] != '\0')
    *place = value;
  else
    g_free (value);
}

/* One group of fields; *original is what the sender wrote, which counts for less. */
static void
read_field (LoftDeliveryReport *self, LoftDeliveryRecipient *recipient, char **original,
            const LoftMimeField *field, gboolean *has_action)
{
  g_autofree char *word = NULL;

  if (loft_mime_field_is (field, "Final-Recipient"))
    take (&recipient->address, show_address (field));
  else if (loft_mime_field_is (field, "Original-Recipient"))
    take (original, show_address (field));
  else if (loft_mime_field_is (field, "Status"))
    take (&recipient->status, loft_delivery_status_find (word = show (field, ADDRESS_LIMIT)));
  else if (loft_mime_field_is (field, "Diagnostic-Code"))
    take (&recipient->diagnostic, show_typed (field, DIAGNOSTIC_LIMIT));
  else if (loft_mime_field_is (field, "Remote-MTA"))
    take (&recipient->server, show_typed (field, ADDRESS_LIMIT));
  else if (loft_mime_field_is (field, "Reporting-MTA"))
    take (&self->reporter, show_typed (field, ADDRESS_LIMIT));
  else if (loft_mime_field_is (field, "Reporting-UA"))
    take (&self->reporter, show (field, ADDRESS_LIMIT));
  else if (loft_mime_field_is (field, "Action"))
    {
      recipient->action = loft_delivery_action_from_word (word = show (field, ADDRESS_LIMIT));
      *has_action = TRUE;
    }
  else if (loft_mime_field_is (field, "Disposition"))
    {
      recipient->action = loft_delivery_action_from_disposition (word = show (field, FIELD_LIMIT));
      *has_action = TRUE;
    }
  else if (loft_mime_field_is (field, "Original-Message-ID"))
    take (&self->message_id, show_address (field));
}

static void
finish_recipient (LoftDeliveryReport *self, LoftDeliveryRecipient *recipient)
{
  char **fields[] = { &recipient->status, &recipient->diagnostic, &recipient->server };

  self->n_recipients++;
  if (self->recipients->len >= RECIPIENT_LIMIT)
    {
      loft_delivery_recipient_free (recipient);
      return;
    }
  /* What refused it knows better than who reports it. */
  if (recipient->diagnostic != NULL &&
      (recipient->status == NULL || g_str_has_suffix (recipient->status, ".0.0")))
    {
      char *status = loft_delivery_status_find (recipient->diagnostic);

      if (status[0] != '\0')
        {
          g_free (recipient->status);
          recipient->status = g_steal_pointer (&status);
        }
      g_free (status);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (*fields[i] == NULL)
      *fields[i] = g_strdup ("");
  recipient->reason = loft_delivery_reason_from_status (recipient->status);
  g_ptr_array_add (self->recipients, recipient);
}

/* Fields up to a blank line: of the whole message, or of one recipient. */
static void
read_group (LoftDeliveryReport *self, const char *at, const char *end)
{
  g_autoptr (LoftDeliveryRecipient) recipient = g_new0 (LoftDeliveryRecipient, 1);
  g_autofree char *original = NULL;
  gboolean has_action = FALSE;
  LoftMimeField field;

  recipient->action = LOFT_DELIVERY_OTHER;
  while (loft_mime_field_next (&at, end, &field))
    read_field (self, recipient, &original, &field, &has_action);
  if (recipient->address == NULL)
    recipient->address = g_steal_pointer (&original);
  if (recipient->address == NULL && self->is_receipt && has_action)
    recipient->address = g_strdup ("");
  if (recipient->address != NULL && (has_action || recipient->status != NULL))
    finish_recipient (self, g_steal_pointer (&recipient));
}

static gboolean
is_blank_line (const char *line, const char *end)
{
  while (line < end && (*line == ' ' || *line == '\t' || *line == '\r'))
    line++;
  return line == end || *line == '\n';
}

static void
read_status (LoftDeliveryReport *self, const LoftMimeNode *node)
{
  gsize length;
  g_autofree char *text =
    loft_mime_transfer_decode (node->transfer, node->body, node->body_length, PART_LIMIT, &length);
  const char *end = text + length;
  const char *group = text;

  for (const char *line = text; line < end;)
    {
      const char *newline = memchr (line, '\n', end - line);
      const char *next = newline != NULL ? newline + 1 : end;

      if (is_blank_line (line, next))
        {
          read_group (self, group, line);
          group = next;
        }
      line = next;
    }
  read_group (self, group, end);
}

/* The message itself or its header block. */
static void
read_original (LoftDeliveryReport *self, const LoftMimeNode *node)
{
  gsize length;
  g_autofree char *bytes = loft_mime_transfer_decode (node->transfer, node->body, node->body_length,
                                                      ORIGINAL_LIMIT, &length);
  g_autoptr (LoftMimeHeaders) headers = loft_mime_headers_read ((const guint8 *) bytes, length);

  self->date = headers->date;
  take (&self->subject, g_strdup (headers->subject));
  take (&self->message_id, g_strdup (headers->message_id));
}

typedef enum { PART_OTHER, PART_STATUS, PART_RECEIPT, PART_ORIGINAL } PartKind;

static PartKind
kind_of (const LoftMimeTree *tree, const LoftMimeNode *node)
{
  static const struct {
    const char *type;
    PartKind kind;
  } rows[] = {
    { "message/delivery-status", PART_STATUS },
    { "message/global-delivery-status", PART_STATUS },
    { "message/disposition-notification", PART_RECEIPT },
    { "message/global-disposition-notification", PART_RECEIPT },
    { "message/rfc822", PART_ORIGINAL },
    { "message/global", PART_ORIGINAL },
    { "text/rfc822-headers", PART_ORIGINAL },
    { "message/global-headers", PART_ORIGINAL },
  };

  if (node->parent < 0 ||
      strcmp (loft_mime_tree_get (tree, node->parent)->type, "multipart/report") != 0)
    return PART_OTHER;
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (strcmp (rows[i].type, node->type) == 0)
      return rows[i].kind;
  return PART_OTHER;
}

static void
read_parts (LoftDeliveryReport *self, const LoftMimeTree *tree)
{
  gboolean has_original = FALSE;

  for (guint i = 0; i < tree->nodes->len; i++)
    {
      const LoftMimeNode *node = loft_mime_tree_get (tree, i);
      PartKind kind = kind_of (tree, node);

      if (kind == PART_ORIGINAL && !has_original)
        {
          has_original = TRUE;
          read_original (self, node);
        }
      else if (kind == PART_STATUS || kind == PART_RECEIPT)
        {
          self->is_receipt = kind == PART_RECEIPT;
          read_status (self, node);
        }
    }
}

LoftDeliveryReport *
loft_mime_delivery_report_read (GBytes *raw)
{
  gsize length;
  const char *bytes = g_bytes_get_data (raw, &length);
  g_autoptr (LoftMimeTree) tree = NULL;
  g_autoptr (LoftDeliveryReport) self = NULL;
  char **fields[3];

  if (bytes == NULL || memmem (bytes, length, "/report", 7) == NULL) /* nearly all messages */
    return NULL;
  tree = loft_mime_tree_new (bytes, length);
  self = g_new0 (LoftDeliveryReport, 1);
  self->recipients = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_delivery_recipient_free);
  read_parts (self, tree);
  if (self->n_recipients == 0)
    return NULL;
  fields[0] = &self->reporter;
  fields[1] = &self->subject;
  fields[2] = &self->message_id;
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    if (*fields[i] == NULL)
      *fields[i] = g_strdup ("");
  return g_steal_pointer (&self);
}
