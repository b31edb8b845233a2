/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-content-property.h"

#include <string.h>

/* RFC 5545 3.1: octets of a line without its end. */
#define LINE_LENGTH 75

struct _LoftContentProperty {
  GBytes *source; /* (owned) (nullable) NULL: changed or made here */
  gsize offset; /* of the line in source */
  gsize length;
  char *text; /* (owned) (nullable) the line unfolded, without its end; made when asked for */
};

typedef struct {
  const char *name;
  gsize name_length;
  const char *value; /* NULL: a bare name */
  const char *end; /* the next ";" or ":" */
} Parameter;

LoftContentProperty *
loft_content_property_new (const char *name, const char *value)
{
  LoftContentProperty *self = g_new0 (LoftContentProperty, 1);

  self->text = g_strconcat (name, ":", NULL);
  loft_content_property_set_value (self, value);
  return self;
}

LoftContentProperty *
loft_content_property_new_read (GBytes *source, gsize offset, gsize length)
{
  LoftContentProperty *self = g_new0 (LoftContentProperty, 1);

  self->source = g_bytes_ref (source);
  self->offset = offset;
  self->length = length;
  return self;
}

LoftContentProperty *
loft_content_property_copy (LoftContentProperty *self)
{
  LoftContentProperty *copy = g_new0 (LoftContentProperty, 1);

  *copy = *self;
  if (copy->source != NULL)
    g_bytes_ref (copy->source);
  copy->text = g_strdup (self->text);
  return copy;
}

void
loft_content_property_free (LoftContentProperty *self)
{
  g_clear_pointer (&self->source, g_bytes_unref);
  g_free (self->text);
  g_free (self);
}

static const char *
get_raw (LoftContentProperty *self)
{
  return (const char *) g_bytes_get_data (self->source, NULL) + self->offset;
}

/* A fold is a line end and one blank. The soft line break of vCard 2.1 ("=" at the end of a
 * quoted-printable line) has no blank; it says nothing either. */
static char *
unfold (const char *raw, gsize length)
{
  GString *text = g_string_sized_new (length);
  gsize i = 0;

  while (i < length)
    {
      const char *line_end = memchr (raw + i, '\n', length - i);
      gsize end = line_end != NULL ? (gsize) (line_end - raw) : length;
      gsize next = MIN (end + 1, length);

      g_string_append_len (text, raw + i, end - i);
      if (line_end != NULL && text->len > 0 && text->str[text->len - 1] == '\r')
        g_string_truncate (text, text->len - 1);
      if (next < length && (raw[next] == ' ' || raw[next] == '\t'))
        next++;
      else if (next < length && text->len > 0 && text->str[text->len - 1] == '=')
        g_string_truncate (text, text->len - 1);
      i = next;
    }
  return g_string_free (text, FALSE);
}

static const char *
get_text (LoftContentProperty *self)
{
  if (self->text == NULL)
    self->text = unfold (get_raw (self), self->length);
  return self->text;
}

static void
take_text (LoftContentProperty *self, char *text)
{
  g_free (self->text);
  self->text = text;
  g_clear_pointer (&self->source, g_bytes_unref);
}

/* The first of marks that stands outside of quotation marks; end else. */
static const char *
find_outside_quotes (const char *text, const char *end, const char *marks)
{
  gboolean quoted = FALSE;

  for (; text < end; text++)
    if (*text == '"')
      quoted = !quoted;
    else if (!quoted && strchr (marks, *text) != NULL)
      break;
  return text;
}

/* Where the value begins. A quotation that is never closed is none. */
static const char *
find_value (const char *text)
{
  const char *end = text + strlen (text);
  const char *colon = find_outside_quotes (text, end, ":");

  if (colon == end)
    colon = memchr (text, ':', end - text);
  return colon != NULL ? colon + 1 : text;
}

/* Where the name with its group ends. */
static const char *
find_name_end (const char *text)
{
  return find_value (text) == text ? text : text + strcspn (text, ";:");
}

static const char *
find_name (const char *text)
{
  const char *end = find_name_end (text);
  const char *dot = memchr (text, '.', end - text);

  return dot != NULL ? dot + 1 : text;
}

gboolean
loft_content_property_is (LoftContentProperty *self, const char *name)
{
  const char *text = get_text (self);
  const char *begin = find_name (text);
  gsize length = find_name_end (text) - begin;

  return strlen (name) == length && g_ascii_strncasecmp (begin, name, length) == 0;
}

char *
loft_content_property_dup_name (LoftContentProperty *self)
{
  const char *text = get_text (self);
  const char *begin = find_name (text);

  return g_strndup (begin, find_name_end (text) - begin);
}

char *
loft_content_property_dup_group (LoftContentProperty *self)
{
  const char *text = get_text (self);
  const char *begin = find_name (text);

  return begin > text ? g_strndup (text, begin - 1 - text) : NULL;
}

void
loft_content_property_set_group (LoftContentProperty *self, const char *group)
{
  const char *name = find_name (get_text (self));

  take_text (self, group != NULL ? g_strconcat (group, ".", name, NULL) : g_strdup (name));
}

const char *
loft_content_property_get_value (LoftContentProperty *self)
{
  return find_value (get_text (self));
}

/* Nothing that is pasted makes a line of its own. */
static void
append_in_line (GString *text, const char *value)
{
  for (; *value != '\0'; value++)
    if (*value != '\r' && *value != '\n')
      g_string_append_c (text, *value);
}

void
loft_content_property_set_value (LoftContentProperty *self, const char *value)
{
  const char *text = get_text (self);
  GString *changed = g_string_new_len (text, find_value (text) - text);

  append_in_line (changed, value);
  take_text (self, g_string_free (changed, FALSE));
}

char *
loft_content_property_dup_text (LoftContentProperty *self)
{
  return loft_content_text_unescape (loft_content_property_get_value (self), -1);
}

void
loft_content_property_set_text (LoftContentProperty *self, const char *text)
{
  g_autofree char *value = loft_content_text_escape (text);

  loft_content_property_set_value (self, value);
}

/* at: the ";" before it, moved to what follows. */
static gboolean
next_parameter (const char **at, const char *value, Parameter *parameter)
{
  gsize stop;

  if (**at != ';' || *at >= value)
    return FALSE;
  parameter->name = *at + 1;
  parameter->end = find_outside_quotes (parameter->name, value - 1, ";");
  stop = strcspn (parameter->name, "=;:");
  parameter->name_length = MIN (stop, (gsize) (parameter->end - parameter->name));
  parameter->value = parameter->name[parameter->name_length] == '='
                       ? parameter->name + parameter->name_length + 1
                       : NULL;
  *at = parameter->end;
  return TRUE;
}

static gboolean
is_parameter (const Parameter *parameter, const char *name)
{
  return strlen (name) == parameter->name_length &&
         g_ascii_strncasecmp (parameter->name, name, parameter->name_length) == 0;
}

/* RFC 6868. */
static char *
decode_parameter (const char *begin, const char *end)
{
  GString *decoded = g_string_new (NULL);

  for (const char *c = begin; c < end; c++)
    if (*c == '^' && c + 1 < end && strchr ("^n'", c[1]) != NULL)
      g_string_append_c (decoded, *++c == 'n' ? '\n' : *c == '\'' ? '"' : '^');
    else if (*c != '"')
      g_string_append_c (decoded, *c);
  return g_string_free (decoded, FALSE);
}

static void
append_encoded_parameter (GString *text, const char *value)
{
  gboolean quoted = strpbrk (value, ",;:") != NULL;

  if (quoted)
    g_string_append_c (text, '"');
  for (; *value != '\0'; value++)
    if (*value == '"')
      g_string_append (text, "^'");
    else if (*value == '\n')
      g_string_append (text, "^n");
    else if (*value == '^')
      g_string_append (text, "^^");
    else if (!g_ascii_iscntrl (*value) || *value == '\t')
      g_string_append_c (text, *value);
  if (quoted)
    g_string_append_c (text, '"');
}

static void
add_values (GStrvBuilder *values, const Parameter *parameter)
{
  const char *begin = parameter->value;

  if (begin == NULL)
    {
      g_strv_builder_add (values, "");
      return;
    }
  for (;;)
    {
      const char *end = find_outside_quotes (begin, parameter->end, ",");
      g_autofree char *value = decode_parameter (begin, end);

      g_strv_builder_add (values, value);
      if (end == parameter->end)
        return;
      begin = end + 1;
    }
}

GStrv
loft_content_property_dup_parameters (LoftContentProperty *self, const char *name)
{
  g_autoptr (GStrvBuilder) values = g_strv_builder_new ();
  const char *text = get_text (self);
  const char *value = find_value (text);
  const char *at = find_name_end (text);
  Parameter parameter;

  while (next_parameter (&at, value, &parameter))
    if (is_parameter (&parameter, name))
      add_values (values, &parameter);
  return g_strv_builder_end (values);
}

char *
loft_content_property_dup_parameter (LoftContentProperty *self, const char *name)
{
  g_auto (GStrv) values = loft_content_property_dup_parameters (self, name);

  return g_strdup (values[0]);
}

GStrv
loft_content_property_dup_parameter_names (LoftContentProperty *self)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  const char *text = get_text (self);
  const char *value = find_value (text);
  const char *at = find_name_end (text);
  Parameter parameter;

  while (next_parameter (&at, value, &parameter))
    {
      g_autofree char *name = g_strndup (parameter.name, parameter.name_length);

      g_strv_builder_add (names, name);
    }
  return g_strv_builder_end (names);
}

void
loft_content_property_set_parameter (LoftContentProperty *self, const char *name, const char *value)
{
  const char *text = get_text (self);
  const char *rest = find_value (text);
  const char *at = find_name_end (text);
  GString *changed = g_string_new_len (text, at - text);
  Parameter parameter;

  while (next_parameter (&at, rest, &parameter))
    if (!is_parameter (&parameter, name))
      g_string_append_len (changed, parameter.name - 1, parameter.end - parameter.name + 1);
  if (value != NULL)
    {
      g_string_append_printf (changed, ";%s=", name);
      append_encoded_parameter (changed, value);
    }
  g_string_append_c (changed, ':');
  g_string_append (changed, rest);
  take_text (self, g_string_free (changed, FALSE));
}

void
loft_content_property_add_parameter (LoftContentProperty *self, const char *name, const char *value)
{
  const char *text = get_text (self);
  const char *rest = find_value (text);
  GString *changed = g_string_new_len (text, rest > text ? rest - 1 - text : 0);

  g_string_append_printf (changed, ";%s=", name);
  append_encoded_parameter (changed, value);
  g_string_append_c (changed, ':');
  g_string_append (changed, rest);
  take_text (self, g_string_free (changed, FALSE));
}

/* How much of length bytes goes into a line of at most room: no character is cut in two. */
static gsize
fit (const char *text, gsize length, gsize room)
{
  gsize n = room;

  if (length <= room)
    return length;
  while (n > 1 && ((guint8) text[n] & 0xc0) == 0x80)
    n--;
  return n > 1 ? n : room;
}

static void
append_folded (GString *bytes, const char *line)
{
  gsize length = strlen (line);
  gsize room = LINE_LENGTH;

  while (length > 0)
    {
      gsize part = fit (line, length, room);

      g_string_append_len (bytes, line, part);
      line += part;
      length -= part;
      if (length > 0)
        g_string_append (bytes, "\r\n ");
      room = LINE_LENGTH - 1;
    }
  g_string_append (bytes, "\r\n");
}

void
loft_content_property_append_to (LoftContentProperty *self, GString *bytes)
{
  if (bytes->len > 0 && bytes->str[bytes->len - 1] != '\n')
    g_string_append (bytes, "\r\n");
  if (self->source != NULL)
    g_string_append_len (bytes, get_raw (self), self->length);
  else
    append_folded (bytes, self->text);
}

char *
loft_content_text_unescape (const char *value, gssize length)
{
  const char *end = value + (length >= 0 ? (gsize) length : strlen (value));
  GString *text = g_string_sized_new (end - value);

  for (const char *c = value; c < end; c++)
    if (*c != '\\' || c + 1 == end)
      g_string_append_c (text, *c);
    else if (*++c == 'n' || *c == 'N')
      g_string_append_c (text, '\n');
    else
      {
        /* Some escape what needs none ("\:"): the backslash goes all the same. */
        g_string_append_c (text, *c);
      }
  return g_string_free (text, FALSE);
}

char *
loft_content_text_escape (const char *text)
{
  GString *value = g_string_sized_new (strlen (text));

  for (; *text != '\0'; text++)
    if (strchr ("\\;,", *text) != NULL)
      {
        g_string_append_c (value, '\\');
        g_string_append_c (value, *text);
      }
    else if (*text == '\n')
      g_string_append (value, "\\n");
    else if (*text != '\r')
      g_string_append_c (value, *text);
  return g_string_free (value, FALSE);
}

GStrv
loft_content_value_split (const char *value, char separator)
{
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();
  const char *begin = value;

  for (;; value++)
    {
      if (*value == '\\' && value[1] != '\0')
        value++;
      else if (*value == separator || *value == '\0')
        {
          g_autofree char *part = g_strndup (begin, value - begin);

          g_strv_builder_add (parts, part);
          begin = value + 1;
        }
      if (*value == '\0')
        return g_strv_builder_end (parts);
    }
}
