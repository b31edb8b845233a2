/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-content-salvage.h"

#include <string.h>

#include "loft-content-component.h"

#define MAX_NAMED  1000 /* bytes of a line that are looked at for a title */
#define MAX_LISTED 10000 /* damages: a file of nothing but those ends somewhere */
#define CALENDAR   "VCALENDAR"

typedef struct {
  const char *bytes;
  gsize size;
  GString *out;
  GPtrArray *damages; /* of LoftContentDamage (borrowed) */
  GPtrArray *open; /* of char*: the component of the calendar, and what is open in it */
  gsize begin; /* of that component */
  int kind; /* its damage; -1: none so far */
  gboolean in_calendar;
  gboolean drops; /* the line before, and so what is folded into this one */
} Salvage;

/* ---- damages ------------------------------------------------------------------------------ */

static char *
find_value (const char *text, gsize size, const char *name)
{
  gsize length = strlen (name);
  gsize at = 0;

  while (at < size)
    {
      const char *end = memchr (text + at, '\n', size - at);
      gsize next = end != NULL ? (gsize) (end - text) + 1 : size;

      if (next - at > length && g_ascii_strncasecmp (text + at, name, length) == 0 &&
          strchr (":;", text[at + length]) != NULL && text[at + length] != '\0')
        return g_strndup (text + at, MIN (next - at, MAX_NAMED));
      at = next;
    }
  return NULL;
}

/* (transfer full) Line ends and NULs inside are none of a title. */
static char *
dup_value (const char *text, gsize size, const char *name)
{
  g_autofree char *line = find_value (text, size, name);
  g_autofree char *value = NULL;
  g_autoptr (LoftContentComponent) root = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (line == NULL)
    return g_strdup ("");
  bytes = g_bytes_new_static (line, strlen (line));
  root = loft_content_component_read (bytes, NULL);
  if (root != NULL && loft_content_component_get_property (root, name) != NULL)
    value = loft_content_property_dup_text (loft_content_component_get_property (root, name));
  return g_strstrip (g_utf8_make_valid (value != NULL ? value : "", -1));
}

/* (transfer full) of "BEGIN:VEVENT" */
static char *
dup_mark (const char *line, gsize length, const char *mark)
{
  gsize size = strlen (mark);

  if (length <= size || g_ascii_strncasecmp (line, mark, size) != 0)
    return NULL;
  return g_strstrip (g_ascii_strup (line + size, MIN (length - size, 64)));
}

LoftContentDamage *
loft_content_damage_new (LoftContentDamageKind kind, const char *text, gsize size)
{
  static const char *const titles[] = { "SUMMARY", "FN", "TZID" };
  LoftContentDamage *self = g_new0 (LoftContentDamage, 1);
  const char *end = memchr (text, '\n', size);

  self->kind = kind;
  self->name = dup_mark (text, end != NULL ? (gsize) (end - text) : size, "BEGIN:");
  self->name = self->name != NULL ? self->name : g_strdup ("");
  self->uid = dup_value (text, size, "UID");
  self->title = g_strdup ("");
  for (guint i = 0; i < G_N_ELEMENTS (titles) && *self->title == '\0'; i++)
    {
      g_free (self->title);
      self->title = dup_value (text, size, titles[i]);
    }
  return self;
}

void
loft_content_damage_free (LoftContentDamage *self)
{
  g_free (self->name);
  g_free (self->title);
  g_free (self->uid);
  g_free (self);
}

const char *
loft_content_damage_explain (LoftContentDamageKind kind)
{
  switch (kind)
    {
    case LOFT_CONTENT_DAMAGE_NUL:
      return "a NUL stands in it";
    case LOFT_CONTENT_DAMAGE_OPEN:
      return "its end is missing";
    case LOFT_CONTENT_DAMAGE_CROSSED:
      return "its parts do not end where they should";
    case LOFT_CONTENT_DAMAGE_LIMIT:
    default:
      return "it is too large";
    }
}

/* ---- encodings ---------------------------------------------------------------------------- */

static gunichar
read_unit (const guint8 *bytes, gboolean is_big)
{
  return is_big ? (gunichar) (bytes[0] << 8 | bytes[1]) : (gunichar) (bytes[1] << 8 | bytes[0]);
}

static GBytes *
from_utf16 (const guint8 *bytes, gsize size, gboolean is_big)
{
  GString *text = g_string_sized_new (size / 2 + 16);

  for (gsize at = 0; at + 1 < size; at += 2)
    {
      gunichar letter = read_unit (bytes + at, is_big);
      gunichar low = at + 3 < size ? read_unit (bytes + at + 2, is_big) : 0;

      if (letter >= 0xd800 && letter < 0xdc00 && low >= 0xdc00 && low < 0xe000)
        {
          letter = 0x10000 + ((letter - 0xd800) << 10) + (low - 0xdc00);
          at += 2;
        }
      else if (letter >= 0xd800 && letter < 0xe000)
        letter = 0xfffd;
      g_string_append_unichar (text, letter);
    }
  return g_string_free_to_bytes (text);
}

GBytes *
loft_content_to_utf8 (GBytes *file)
{
  gsize size;
  const guint8 *bytes = g_bytes_get_data (file, &size);

  if (size >= 3 && memcmp (bytes, "\xef\xbb\xbf", 3) == 0)
    return g_bytes_new_from_bytes (file, 3, size - 3);
  if (size < 4)
    return g_bytes_ref (file);
  if (bytes[0] == 0xff && bytes[1] == 0xfe)
    return from_utf16 (bytes + 2, size - 2, FALSE);
  if (bytes[0] == 0xfe && bytes[1] == 0xff)
    return from_utf16 (bytes + 2, size - 2, TRUE);
  if (g_ascii_toupper (bytes[0]) == 'B' && bytes[1] == 0 && bytes[2] != 0 && bytes[3] == 0)
    return from_utf16 (bytes, size, FALSE);
  if (bytes[0] == 0 && g_ascii_toupper (bytes[1]) == 'B' && bytes[2] == 0 && bytes[3] != 0)
    return from_utf16 (bytes, size, TRUE);
  return g_bytes_ref (file);
}

/* ---- what is whole ------------------------------------------------------------------------ */

static void
keep (Salvage *self, gsize from, gsize to)
{
  g_string_append_len (self->out, self->bytes + from, (gssize) (to - from));
  if (to > from && self->bytes[to - 1] != '\n')
    g_string_append (self->out, "\r\n");
}

static void
damage (Salvage *self, LoftContentDamageKind kind)
{
  if (self->kind < 0)
    self->kind = (int) kind;
}

/* What is open ends before the byte at end. */
static void
end_component (Salvage *self, gsize end)
{
  gsize size = end - self->begin;

  if (size > loft_content_limits.line)
    damage (self, LOFT_CONTENT_DAMAGE_LIMIT);
  if (self->kind < 0)
    keep (self, self->begin, end);
  else if (self->damages->len < MAX_LISTED)
    g_ptr_array_add (self->damages, loft_content_damage_new ((LoftContentDamageKind) self->kind,
                                                             self->bytes + self->begin, size));
  g_ptr_array_set_size (self->open, 0);
}

static void
leave_open (Salvage *self, gsize at)
{
  damage (self, LOFT_CONTENT_DAMAGE_OPEN);
  end_component (self, at);
}

static gboolean
stands_in_calendar (const char *name)
{
  static const char *const names[] = { "VEVENT",    "VTODO",     "VJOURNAL",
                                       "VTIMEZONE", "VFREEBUSY", CALENDAR };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (name, names[i]))
      return TRUE;
  return FALSE;
}

static void
take_begin_inside (Salvage *self, const char *name)
{
  if (self->open->len >= loft_content_limits.depth - 1)
    damage (self, LOFT_CONTENT_DAMAGE_LIMIT);
  if (self->open->len < 2 * loft_content_limits.depth)
    g_ptr_array_add (self->open, g_strdup (name));
}

static void
take_end_inside (Salvage *self, const char *name, gsize next)
{
  if (g_str_equal (g_ptr_array_index (self->open, self->open->len - 1), name))
    g_ptr_array_set_size (self->open, self->open->len - 1);
  else
    damage (self, LOFT_CONTENT_DAMAGE_CROSSED);
  if (self->open->len == 0 || g_str_equal (g_ptr_array_index (self->open, 0), name))
    end_component (self, next);
}

static void
take_begin (Salvage *self, const char *name, gsize at, gsize next)
{
  if (!g_str_equal (name, CALENDAR))
    {
      self->begin = at;
      self->kind = -1;
      g_ptr_array_add (self->open, g_strdup (name));
      return;
    }
  if (self->in_calendar)
    g_string_append (self->out, "END:" CALENDAR "\r\n");
  self->in_calendar = TRUE;
  keep (self, at, next);
}

/* An end of what has not begun is no loss. */
static void
take_end (Salvage *self, const char *name, gsize at, gsize next)
{
  if (!self->in_calendar || !g_str_equal (name, CALENDAR))
    return;
  self->in_calendar = FALSE;
  keep (self, at, next);
}

static void
take_plain (Salvage *self, gsize at, gsize next)
{
  gboolean is_folded = strchr (" \t", self->bytes[at]) != NULL && self->bytes[at] != '\0';
  gboolean has_nul = memchr (self->bytes + at, '\0', next - at) != NULL;

  if (self->open->len > 0)
    {
      if (has_nul)
        damage (self, LOFT_CONTENT_DAMAGE_NUL);
      return;
    }
  self->drops = has_nul || (is_folded && self->drops);
  if (!self->drops)
    keep (self, at, next);
}

static void
take_line (Salvage *self, gsize at, gsize next)
{
  const char *line = self->bytes + at;
  g_autofree char *begun = dup_mark (line, next - at, "BEGIN:");
  g_autofree char *ended = begun == NULL ? dup_mark (line, next - at, "END:") : NULL;

  if (self->open->len > 0 &&
      ((begun != NULL && stands_in_calendar (begun)) || g_strcmp0 (ended, CALENDAR) == 0))
    leave_open (self, at);
  if (begun != NULL && self->open->len > 0)
    take_begin_inside (self, begun);
  else if (begun != NULL)
    take_begin (self, begun, at, next);
  else if (ended != NULL && self->open->len > 0)
    take_end_inside (self, ended, next);
  else if (ended != NULL)
    take_end (self, ended, at, next);
  else
    take_plain (self, at, next);
}

GBytes *
loft_content_salvage (GBytes *text, GPtrArray *damages, gboolean *is_cut)
{
  g_autoptr (GPtrArray) open = g_ptr_array_new_with_free_func (g_free);
  Salvage salvage = { .damages = damages, .open = open, .kind = -1 };
  gsize at = 0;

  salvage.bytes = g_bytes_get_data (text, &salvage.size);
  salvage.out = g_string_sized_new (salvage.size + 16);
  while (at < salvage.size)
    {
      const char *end = memchr (salvage.bytes + at, '\n', salvage.size - at);
      gsize next = end != NULL ? (gsize) (end - salvage.bytes) + 1 : salvage.size;

      take_line (&salvage, at, next);
      at = next;
    }
  if (is_cut != NULL)
    *is_cut = open->len > 0 || salvage.in_calendar;
  if (open->len > 0)
    leave_open (&salvage, at);
  if (salvage.in_calendar)
    g_string_append (salvage.out, "END:" CALENDAR "\r\n");
  return g_string_free_to_bytes (salvage.out);
}
