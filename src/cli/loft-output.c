/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-output.h"

#include <stdio.h>

#include "loft-command.h"
#include "loft-text.h"

void
loft_output_json_line (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autofree char *line = NULL;

  json_generator_set_root (generator, root);
  line = json_generator_to_data (generator, NULL);
  puts (line);
  json_builder_reset (builder);
}

void
loft_output_add_text (JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name (builder, name);
  if (text != NULL)
    json_builder_add_string_value (builder, text);
  else
    json_builder_add_null_value (builder);
}

void
loft_output_add_int (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

char *
loft_output_format_time (gint64 seconds)
{
  g_autoptr (GDateTime) time = seconds != 0 ? g_date_time_new_from_unix_utc (seconds) : NULL;

  return time != NULL ? g_date_time_format_iso8601 (time) : g_strdup ("");
}

void
loft_output_add_time (JsonBuilder *builder, const char *name, gint64 seconds)
{
  g_autofree char *text = loft_output_format_time (seconds);

  loft_output_add_text (builder, name, text[0] != '\0' ? text : NULL);
}

char *
loft_output_safe (const char *text)
{
  return loft_text_one_line (text, 10000);
}

void
loft_output_add_addresses (JsonBuilder *builder, const char *name, GPtrArray *addresses)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; i < addresses->len; i++)
    {
      g_autofree char *text = loft_address_to_text (g_ptr_array_index (addresses, i));

      json_builder_add_string_value (builder, text);
    }
  json_builder_end_array (builder);
}

static void
add_words (JsonBuilder *builder, const char *name, const char *const *words)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (gsize i = 0; words[i] != NULL; i++)
    if (words[i][0] != '\0')
      json_builder_add_string_value (builder, words[i]);
  json_builder_end_array (builder);
}

static void
add_attachments (JsonBuilder *builder, GPtrArray *attachments)
{
  json_builder_set_member_name (builder, "attachments");
  json_builder_begin_array (builder);
  for (guint i = 0; i < attachments->len; i++)
    {
      const LoftAttachment *attachment = g_ptr_array_index (attachments, i);

      json_builder_begin_object (builder);
      loft_output_add_int (builder, "n", attachment->n);
      loft_output_add_text (builder, "name", attachment->name);
      loft_output_add_text (builder, "type", attachment->type);
      loft_output_add_int (builder, "size", (gint64) attachment->size);
      json_builder_set_member_name (builder, "inline");
      json_builder_add_boolean_value (builder, attachment->is_inline);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
message_json (LoftMailAccount *account, const char *folder_path, const LoftMessage *message)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *id = loft_format_id (account, message->id);
  g_autofree const char **flags = loft_flags_to_names (message->flags & ~LOFT_FLAG_DELETED);
  g_auto (GStrv) keywords = g_strsplit (message->keywords, " ", -1);

  json_builder_begin_object (builder);
  loft_output_add_text (builder, "id", id);
  loft_output_add_text (builder, "account", loft_mail_account_get_name (account));
  loft_output_add_text (builder, "folder", folder_path);
  loft_output_add_text (builder, "remote_id", message->remote_id);
  loft_output_add_time (builder, "date", message->date);
  loft_output_add_addresses (builder, "from", message->from);
  loft_output_add_addresses (builder, "to", message->to);
  loft_output_add_addresses (builder, "cc", message->cc);
  loft_output_add_text (builder, "subject", message->subject);
  add_words (builder, "flags", flags);
  add_words (builder, "keywords", (const char *const *) keywords);
  loft_output_add_int (builder, "size", (gint64) message->size);
  json_builder_set_member_name (builder, "cached");
  json_builder_add_boolean_value (builder, message->cached);
  add_attachments (builder, message->attachments);
  loft_output_add_text (builder, "message_id", message->message_id);
  loft_output_add_text (builder, "preview", message->preview);
  loft_output_add_int (builder, "conversation", message->conversation_id);
  json_builder_end_object (builder);
  loft_output_json_line (builder);
}

/* Cut or padded to a number of characters. */
static char *
column (const char *text, glong width)
{
  glong length = g_utf8_strlen (text, -1);

  if (length > width)
    {
      g_autofree char *cut = g_utf8_substring (text, 0, width - 1);

      return g_strconcat (cut, "…", NULL);
    }
  return g_strdup_printf ("%s%*s", text, (int) (width - length), "");
}

static void
message_line (LoftMailAccount *account, const LoftMessage *message)
{
  g_autofree char *id = loft_format_id (account, message->id);
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_local (message->date);
  g_autofree char *when = date != NULL ? g_date_time_format (date, "%Y-%m-%d %H:%M") : g_strdup ("");
  g_autofree char *sender =
      message->from->len > 0
          ? loft_output_safe (loft_address_label (g_ptr_array_index (message->from, 0)))
          : g_strdup ("");
  g_autofree char *sender_column = column (sender, 24);
  g_autofree char *subject = loft_output_safe (message->subject);

  printf ("%-16s %c%c%c %s  %s  %s\n", id, message->flags & LOFT_FLAG_SEEN ? ' ' : 'N',
          message->flags & LOFT_FLAG_FLAGGED ? '*' : ' ', message->attachments->len > 0 ? '@' : ' ',
          when, sender_column, subject);
}

void
loft_output_message (gboolean json, LoftMailAccount *account, const char *folder_path,
                     const LoftMessage *message)
{
  if (json)
    message_json (account, folder_path, message);
  else
    message_line (account, message);
}
