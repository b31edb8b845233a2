/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-mime-submission.h"

#include <string.h>

#include "loft-error.h"
#include "loft-mime-addresses.h"
#include "loft-mime-field.h"
#include "loft-mime-gate.h"
#include "loft-mime-scanner.h"
#include "loft-mime-writer.h"

#define ID_BYTES 4096 /* read of a field that holds a word or an id */

typedef struct {
  const char *start; /* of all bytes */
  const char *block; /* of the header */
  gsize length; /* of the header */
  const char *end; /* of all bytes */
} Raw;

static Raw
look_at (GBytes *bytes)
{
  Raw raw = { "", "", 0, "" };
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  if (data == NULL)
    return raw;
  raw.start = raw.block = data;
  raw.length = loft_mime_scanner_find_header (data, size, &raw.block);
  raw.end = data + size;
  return raw;
}

/* ---- Bcc ---------------------------------------------------------------------------------- */

static gboolean
is_blind (const LoftMimeField *field)
{
  return loft_mime_field_is (field, "Bcc") || loft_mime_field_is (field, "Resent-Bcc") ||
         loft_mime_field_is (field, LOFT_MIME_REPORT) ||
         loft_mime_field_is (field, LOFT_MIME_FORWARDED);
}

GBytes *
loft_mime_without_bcc (GBytes *bytes)
{
  const Raw raw = look_at (bytes);
  const char *block_end = raw.block + raw.length;
  const char *copied = raw.start;
  g_autoptr (GByteArray) out = NULL;
  LoftMimeField field;

  for (const char *at = raw.block; loft_mime_field_next (&at, block_end, &field);)
    {
      if (!is_blind (&field))
        continue;
      if (out == NULL)
        out = g_byte_array_sized_new ((guint) (raw.end - raw.start));
      g_byte_array_append (out, (const guint8 *) copied, (guint) (field.name - copied));
      copied = at;
    }
  if (out == NULL)
    return g_bytes_ref (bytes);
  g_byte_array_append (out, (const guint8 *) copied, (guint) (raw.end - copied));
  return g_byte_array_free_to_bytes (g_steal_pointer (&out));
}

gboolean
loft_mime_wants_report (GBytes *bytes)
{
  const Raw raw = look_at (bytes);
  LoftMimeField field;

  return loft_mime_field_find (raw.block, raw.length, LOFT_MIME_REPORT, &field);
}

/* ---- what a server must take -------------------------------------------------------------- */

static gboolean
is_ascii (const char *from, const char *to)
{
  for (const char *p = from; p < to; p++)
    if ((guchar) *p >= 0x80)
      return FALSE;
  return TRUE;
}

gboolean
loft_mime_has_utf8_headers (GBytes *bytes)
{
  const Raw raw = look_at (bytes);

  return !is_ascii (raw.block, raw.block + raw.length);
}

gboolean
loft_mime_has_eight_bit_body (GBytes *bytes)
{
  const Raw raw = look_at (bytes);

  return !is_ascii (raw.block + raw.length, raw.end);
}

/* ---- people ------------------------------------------------------------------------------- */

static void
read_people (const Raw *raw, const char *const *names, GPtrArray *people)
{
  LoftMimeField field;

  for (const char *at = raw->block; loft_mime_field_next (&at, raw->block + raw->length, &field);)
    for (gsize i = 0; names[i] != NULL; i++)
      if (loft_mime_field_is (&field, names[i]))
        {
          gsize length = 0;
          g_autofree char *text =
            loft_mime_field_unfold (&field, loft_mime_limits.address_header + 1, &length);

          loft_mime_addresses_read (people, text, length, NULL);
        }
}

static GPtrArray *
new_people (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) loft_address_free);
}

/* An empty group is a name without an address. */
static void
drop_doubles (GPtrArray *people)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < people->len;)
    {
      const LoftAddress *address = g_ptr_array_index (people, i);
      char *key = g_utf8_strdown (address->email, -1);

      if (key[0] == '\0' || !g_hash_table_add (seen, key))
        {
          if (key[0] == '\0')
            g_free (key);
          g_ptr_array_remove_index (people, i);
        }
      else
        i++;
    }
}

/* What was read may not be all. */
static gboolean
is_cut (const Raw *raw, GPtrArray *people)
{
  LoftMimeField field;

  for (const char *at = raw->block; loft_mime_field_next (&at, raw->block + raw->length, &field);)
    if (loft_mime_field_holds_addresses (&field) &&
        field.value_length > loft_mime_limits.address_header)
      return TRUE;
  return people->len >= loft_mime_limits.addresses;
}

GPtrArray *
loft_mime_list_recipients (GBytes *bytes, GError **error)
{
  static const char *const resent[] = { "Resent-To", "Resent-Cc", "Resent-Bcc", NULL };
  static const char *const first[] = { "To", "Cc", "Bcc", NULL };
  const Raw raw = look_at (bytes);
  g_autoptr (GPtrArray) people = new_people ();

  read_people (&raw, resent, people);
  if (people->len == 0)
    read_people (&raw, first, people);
  if (is_cut (&raw, people))
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_LIMIT,
                           "The message has too many recipients");
      return NULL;
    }
  drop_doubles (people);
  return g_steal_pointer (&people);
}

GPtrArray *
loft_mime_list_people (GBytes *bytes, const char *field)
{
  const Raw raw = look_at (bytes);
  const char *const names[] = { field, NULL };
  GPtrArray *people = new_people ();

  read_people (&raw, names, people);
  return people;
}

LoftAddress *
loft_mime_find_sender (GBytes *bytes)
{
  static const char *const names[][2] = {
    { "Resent-Sender" }, { "Resent-From" }, { "Sender" }, { "From" }
  };
  const Raw raw = look_at (bytes);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GPtrArray) people = new_people ();
      const char *const one[] = { names[i][0], NULL };

      read_people (&raw, one, people);
      drop_doubles (people);
      if (people->len > 0)
        return g_ptr_array_steal_index (people, 0);
    }
  return NULL;
}

/* ---- what it answers ---------------------------------------------------------------------- */

/* (transfer full) (nullable) the first of a field. */
static char *
read_id (const LoftMimeField *field)
{
  g_autofree char *value = loft_mime_field_unfold (field, ID_BYTES, NULL);
  const char *open = strchr (value, '<');
  gsize length = open != NULL ? strcspn (open + 1, "<>") : 0;

  return length > 0 && open[1 + length] == '>' ? g_strndup (open + 1, length) : NULL;
}

static gboolean
is_of_program (const LoftMimeField *field)
{
  g_autofree char *value = NULL;

  if (!loft_mime_field_is (field, "Auto-Submitted"))
    return FALSE;
  value = loft_mime_field_unfold (field, ID_BYTES, NULL);
  return g_ascii_strcasecmp (g_strstrip (value), "no") != 0;
}

char *
loft_mime_find_original (GBytes *bytes, char **forwarded)
{
  const Raw raw = look_at (bytes);
  g_autofree char *answered = NULL;
  g_autofree char *sent_on = NULL;
  LoftMimeField field;

  *forwarded = NULL;
  for (const char *at = raw.block; loft_mime_field_next (&at, raw.block + raw.length, &field);)
    {
      if (loft_mime_field_is (&field, "Resent-To") || is_of_program (&field))
        return NULL;
      if (answered == NULL && loft_mime_field_is (&field, "In-Reply-To"))
        answered = read_id (&field);
      else if (sent_on == NULL && loft_mime_field_is (&field, LOFT_MIME_FORWARDED))
        sent_on = read_id (&field);
    }
  *forwarded = g_steal_pointer (&sent_on);
  return g_steal_pointer (&answered);
}
