/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes drafts as messages, for an independent reader: a JSON array of drafts stands in the first
 * argument's file, one message each goes into the folder of the second. */
#include <json-glib/json-glib.h>
#include <stdio.h>

#include "loft-mime-writer.h"

static const char *
get_string (JsonObject *object, const char *name, const char *fallback)
{
  return json_object_get_string_member_with_default (object, name, fallback);
}

static LoftAddress *
read_address (JsonArray *pair)
{
  return loft_address_new (json_array_get_string_element (pair, 0),
                           json_array_get_string_element (pair, 1));
}

static void
read_addresses (JsonObject *object, const char *name, GPtrArray *addresses)
{
  JsonArray *list = json_object_has_member (object, name)
    ? json_object_get_array_member (object, name) : NULL;

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    g_ptr_array_add (addresses, read_address (json_array_get_array_element (list, i)));
}

static void
read_parts (JsonObject *object, LoftDraft *draft)
{
  JsonArray *list = json_object_has_member (object, "parts")
    ? json_object_get_array_member (object, "parts") : NULL;

  for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
    {
      JsonObject *part = json_array_get_object_element (list, i);
      gsize length;
      guint8 *data = g_base64_decode (get_string (part, "data", ""), &length);
      g_autoptr (GBytes) bytes = g_bytes_new_take (data, length);

      g_ptr_array_add (draft->parts,
                       loft_draft_part_new (get_string (part, "name", ""),
                                            get_string (part, "type", "application/octet-stream"),
                                            get_string (part, "id", NULL), bytes));
    }
}

static void
set (char **field, const char *value)
{
  g_free (*field);
  *field = g_strdup (value);
}

static LoftDraft *
read_draft (JsonObject *object)
{
  LoftDraft *draft = loft_draft_new (read_address (json_object_get_array_member (object, "from")));
  JsonArray *references = json_object_has_member (object, "references")
    ? json_object_get_array_member (object, "references") : NULL;

  if (json_object_has_member (object, "sender"))
    draft->sender = read_address (json_object_get_array_member (object, "sender"));
  read_addresses (object, "reply_to", draft->reply_to);
  read_addresses (object, "to", draft->to);
  read_addresses (object, "cc", draft->cc);
  read_addresses (object, "bcc", draft->bcc);
  set (&draft->subject, get_string (object, "subject", ""));
  set (&draft->message_id, get_string (object, "message_id", "id@example.org"));
  set (&draft->in_reply_to, get_string (object, "in_reply_to", NULL));
  for (guint i = 0; references != NULL && i < json_array_get_length (references); i++)
    g_ptr_array_add (draft->references,
                     g_strdup (json_array_get_string_element (references, i)));
  g_date_time_unref (draft->date);
  draft->date = g_date_time_new_from_iso8601 (get_string (object, "date",
                                                          "2026-03-29T02:30:00+01:00"), NULL);
  set (&draft->text, get_string (object, "text", ""));
  set (&draft->html, get_string (object, "html", NULL));
  draft->flowed = json_object_get_boolean_member_with_default (object, "flowed", TRUE);
  draft->priority = (LoftPriority) json_object_get_int_member_with_default (object, "priority", 0);
  draft->wants_receipt = json_object_get_boolean_member_with_default (object, "receipt", FALSE);
  read_parts (object, draft);
  return draft;
}

static gboolean
write_draft (JsonObject *object, const char *folder, guint number, GError **error)
{
  g_autoptr (LoftDraft) draft = read_draft (object);
  gboolean with_bcc = json_object_get_boolean_member_with_default (object, "with_bcc", FALSE);
  g_autoptr (GBytes) message = loft_mime_write (draft, with_bcc ? LOFT_MIME_WRITE_BCC : 0, error);
  g_autofree char *path = g_strdup_printf ("%s/%u.eml", folder, number);

  return message != NULL &&
         g_file_set_contents (path, g_bytes_get_data (message, NULL),
                              (gssize) g_bytes_get_size (message), error);
}

int
main (int argc, char **argv)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  JsonArray *drafts;

  if (argc != 3)
    return 2;
  if (!json_parser_load_from_file (parser, argv[1], &error))
    {
      fprintf (stderr, "%s\n", error->message);
      return 1;
    }
  drafts = json_node_get_array (json_parser_get_root (parser));
  for (guint i = 0; i < json_array_get_length (drafts); i++)
    if (!write_draft (json_array_get_object_element (drafts, i), argv[2], i, &error))
      {
        fprintf (stderr, "draft %u: %s\n", i, error->message);
        return 1;
      }
  return 0;
}
