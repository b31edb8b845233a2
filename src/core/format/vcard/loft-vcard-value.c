/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-vcard-value.h"

#include <string.h>

#include "loft-text.h"
#include "loft-vcard-date.h"
#include "loft-vcard-object.h"

#define ADDRESS_PARTS 7 /* RFC 6350 6.3.1 */

typedef enum { WORDS, NOTE, URI, PHONE, ADDRESS, DATE, PLACE } Kind;

typedef struct {
  const char *name;
  const char *property;
  Kind kind;
  const char *scheme; /* that the value of this line leaves out, or "" */
  const char *type; /* that this name stands for, or "" */
} Name;

/* The first of a property is the one that is written; X- names are what programs used before the
 * standard had one. */
static const Name names[] = {
  { "EMAIL", "EMAIL", WORDS, "", "" },
  { "TEL", "TEL", PHONE, "", "" },
  { "ADR", "ADR", ADDRESS, "", "" },
  { "URL", "URL", URI, "", "" },
  { "X-EVOLUTION-BLOG-URL", "URL", URI, "", "blog" },
  { "IMPP", "IMPP", URI, "", "" },
  { "X-AIM", "IMPP", URI, "aim", "" },
  { "X-GADUGADU", "IMPP", URI, "gg", "" },
  { "X-GOOGLE-TALK", "IMPP", URI, "gtalk", "" },
  { "X-GTALK", "IMPP", URI, "gtalk", "" },
  { "X-ICQ", "IMPP", URI, "icq", "" },
  { "X-JABBER", "IMPP", URI, "xmpp", "" },
  { "X-MATRIX", "IMPP", URI, "matrix", "" },
  { "X-MSN", "IMPP", URI, "msnim", "" },
  { "X-SIP", "IMPP", URI, "sip", "" },
  { "X-SKYPE", "IMPP", URI, "skype", "" },
  { "X-SKYPE-USERNAME", "IMPP", URI, "skype", "" },
  { "X-TWITTER", "IMPP", URI, "twitter", "" },
  { "X-YAHOO", "IMPP", URI, "ymsgr", "" },
  { "X-SOCIALPROFILE", "X-SOCIALPROFILE", URI, "", "" },
  { "BDAY", "BDAY", DATE, "", "" },
  { "ANNIVERSARY", "ANNIVERSARY", DATE, "", "" },
  { "X-ANNIVERSARY", "ANNIVERSARY", DATE, "", "" },
  { "X-EVOLUTION-ANNIVERSARY", "ANNIVERSARY", DATE, "", "" },
  { "X-ABDATE", "X-ABDATE", DATE, "", "" },
  { "RELATED", "RELATED", URI, "", "" },
  { "X-ABRELATEDNAMES", "RELATED", WORDS, "", "" },
  { "X-SPOUSE", "RELATED", WORDS, "", "spouse" },
  { "X-MANAGER", "RELATED", WORDS, "", "manager" },
  { "X-ASSISTANT", "RELATED", WORDS, "", "assistant" },
  { "X-EVOLUTION-SPOUSE", "RELATED", WORDS, "", "spouse" },
  { "X-EVOLUTION-MANAGER", "RELATED", WORDS, "", "manager" },
  { "X-EVOLUTION-ASSISTANT", "RELATED", WORDS, "", "assistant" },
  { "NOTE", "NOTE", NOTE, "", "" },
  { "LANG", "LANG", WORDS, "", "" },
  { "GENDER", "GENDER", WORDS, "", "" },
  { "TZ", "TZ", WORDS, "", "" },
  { "GEO", "GEO", PLACE, "", "" },
  { "CALURI", "CALURI", URI, "", "" },
  { "FBURL", "FBURL", URI, "", "" },
};

static const Name *
find_name (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i].name, name))
      return &names[i];
  return NULL;
}

static const Name *
find_property (const char *property)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i].property, property))
      return &names[i];
  return NULL;
}

/* A street of two lines is one line here. */
char *
loft_vcard_value_read_part (const char *written)
{
  g_autofree char *text = loft_content_text_unescape (written, -1);
  GString *line = g_string_sized_new (strlen (text));
  g_autofree char *joined = NULL;

  g_strstrip (text);
  for (const char *c = text; *c != '\0'; c++)
    if (*c == '\n')
      g_string_append (line, ", ");
    else if (*c != '\r')
      g_string_append_c (line, *c);
  joined = g_string_free (line, FALSE);
  return loft_vcard_trim_text (joined);
}

static char *
read_address (const LoftVcardLine *line)
{
  g_autofree char *value = loft_vcard_line_dup_value (line);
  g_auto (GStrv) written = loft_content_value_split (value, ';');
  guint count = g_strv_length (written);
  g_autoptr (GString) parts = g_string_new (NULL);
  gboolean is_empty = TRUE;

  for (guint i = 0; i < ADDRESS_PARTS; i++)
    {
      g_autofree char *part = i < count ? loft_vcard_value_read_part (written[i]) : g_strdup ("");

      is_empty = is_empty && *part == '\0';
      if (i > 0)
        g_string_append_c (parts, '\n');
      g_string_append (parts, part);
    }
  return g_strdup (is_empty ? "" : parts->str);
}

static char *
read_words (const LoftVcardLine *line)
{
  g_autofree char *text = loft_vcard_line_dup_text (line);

  return loft_vcard_trim_text (text);
}

static char *
read_note (const LoftVcardLine *line)
{
  return g_strchomp (loft_vcard_line_dup_text (line));
}

static char *
read_uri (const LoftVcardLine *line, const char *scheme)
{
  g_autofree char *text = read_words (line);

  if (*scheme == '\0' || *text == '\0')
    return g_steal_pointer (&text);
  return g_strconcat (scheme, ":", text, NULL);
}

/* RFC 3966 in vCard 4.0. */
static char *
read_phone (const LoftVcardLine *line)
{
  g_autofree char *text = read_words (line);
  const char *number = g_ascii_strncasecmp (text, "tel:", 4) == 0 ? text + 4 : text;
  const char *extension = number > text ? strstr (number, ";ext=") : NULL;

  if (extension == NULL)
    return g_strdup (number);
  return g_strdup_printf ("%.*s ext. %s", (int) (extension - number), number,
                          extension + strlen (";ext="));
}

/* "geo:46.77,-71.28" (4.0) and "46.77;-71.28" (3.0). */
static char *
read_place (const LoftVcardLine *line)
{
  g_autofree char *text = read_words (line);

  if (g_ascii_strncasecmp (text, "geo:", 4) == 0)
    return g_strdup (text + 4);
  return g_strdelimit (g_steal_pointer (&text), ";", ',');
}

static char *
read_text (const LoftVcardLine *line, const Name *name)
{
  switch (name->kind)
    {
    case NOTE:
      return read_note (line);
    case URI:
      return read_uri (line, name->scheme);
    case PHONE:
      return read_phone (line);
    case ADDRESS:
      return read_address (line);
    case DATE:
      return loft_vcard_date_read (line);
    case PLACE:
      return read_place (line);
    case WORDS:
    default:
      return read_words (line);
    }
}

/* Quoted-printable takes three octets for one. */
static gboolean
is_within_limits (const LoftVcardLine *line, const Name *name)
{
  gsize length = strlen (loft_content_property_get_value (line->property));
  gsize limit = name->kind == NOTE ? loft_vcard_limits.note : loft_vcard_limits.text;

  return length <= (line->is_quoted ? limit * 3 : limit);
}

static GStrv
read_types (const LoftVcardLine *line, const Name *name)
{
  g_autoptr (GStrvBuilder) types = g_strv_builder_new ();

  if (*name->type != '\0')
    g_strv_builder_add (types, name->type);
  g_strv_builder_addv (types, (const char **) line->types);
  return g_strv_builder_end (types);
}

static gboolean
is_anniversary (const LoftVcardLine *line, const char *label)
{
  return g_str_equal (line->name, "X-ABDATE") && g_ascii_strcasecmp (label, "anniversary") == 0;
}

LoftContactValue *
loft_vcard_value_read (LoftVcardCard *card, const LoftVcardLine *line)
{
  const Name *name = find_name (line->name);
  const char *label = loft_vcard_card_get_label (card, line);
  gboolean special = is_anniversary (line, label);
  g_autofree char *text = NULL;
  LoftContactValue *value;

  if (name == NULL || !is_within_limits (line, name))
    return NULL;
  text = read_text (line, name);
  if (*text == '\0')
    return NULL;
  value = loft_contact_value_new (special ? "ANNIVERSARY" : name->property, text);
  g_strfreev (value->types);
  value->types = read_types (line, name);
  g_free (value->label);
  value->label = g_strdup (special ? "" : label);
  value->preference = line->preference;
  return value;
}

char *
loft_vcard_value_join (const char *written, const char *const *before, const char *const *after,
                       guint count)
{
  g_auto (GStrv) parts = loft_content_value_split (written, ';');
  guint present = g_strv_length (parts);
  GString *joined = g_string_new (NULL);

  for (guint i = 0; i < MAX (count, present); i++)
    {
      g_autofree char *escaped = i < count ? loft_content_text_escape (after[i]) : NULL;
      gboolean is_kept =
        i < present && (i >= count || (before != NULL && g_str_equal (before[i], after[i])));

      if (i > 0)
        g_string_append_c (joined, ';');
      g_string_append (joined, is_kept ? parts[i] : escaped);
    }
  return g_string_free (joined, FALSE);
}

/* Always seven. */
static GStrv
split_address (const char *value)
{
  GStrv parts = g_strsplit (value, "\n", ADDRESS_PARTS);
  guint count = g_strv_length (parts);

  parts = g_renew (char *, parts, ADDRESS_PARTS + 1);
  for (; count < ADDRESS_PARTS; count++)
    parts[count] = g_strdup ("");
  parts[ADDRESS_PARTS] = NULL;
  return parts;
}

static char *
make_address (const char *written, const char *before, const char *after)
{
  g_auto (GStrv) old = before != NULL ? split_address (before) : NULL;
  g_auto (GStrv) new = split_address (after);

  return loft_vcard_value_join (written, (const char *const *) old, (const char *const *) new,
                                ADDRESS_PARTS);
}

static gboolean
has_scheme (const char *value)
{
  gsize length =
    strspn (value, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+.-");

  return length > 1 && value[length] == ':';
}

/* How a value of version stands behind the colon of a line of this name; is_text: VALUE=text. */
static char *
make_value (const Name *name, const char *value, gboolean is_text, guint version)
{
  gsize scheme = *name->scheme != '\0' ? strlen (name->scheme) + 1 : 0;

  if (name->kind == PLACE && version == 4)
    return g_strconcat ("geo:", value, NULL);
  if (name->kind == PLACE)
    return g_strdelimit (g_strdup (value), ",", ';');
  if (name->kind == ADDRESS)
    return make_address ("", NULL, value);
  if (name->kind == DATE)
    return loft_vcard_date_dup_value (value, version);
  if (name->kind == URI && !is_text)
    return g_strdup (value + scheme);
  return loft_content_text_escape (value);
}

/* tel: has no blanks; a number that it cannot hold becomes text. */
static void
write_phone (LoftVcardLine *line, const char *value)
{
  g_autofree char *escaped = loft_content_text_escape (value);

  if (g_str_equal (line->kind, "uri"))
    loft_content_property_set_parameter (line->property, "VALUE", NULL);
  loft_vcard_line_set_value (line, escaped);
}

static void
write_address (LoftVcardLine *line, const char *before, const char *after)
{
  g_autofree char *written = loft_vcard_line_dup_value (line);
  g_autofree char *value = make_address (written, before, after);

  /* What is printed on an envelope, which is the old address now. */
  loft_content_property_set_parameter (line->property, "LABEL", NULL);
  loft_vcard_line_set_value (line, value);
}

static void
write_text (LoftVcardLine *line, const Name *name, const char *before, const char *after,
            guint version)
{
  gboolean is_text = g_str_equal (line->kind, "text");
  g_autofree char *value = make_value (name, after, is_text, version);

  if (name->kind == ADDRESS)
    write_address (line, before, after);
  else if (name->kind == PHONE)
    write_phone (line, after);
  else if (name->kind == DATE)
    loft_vcard_date_write (line, after, version);
  else
    loft_vcard_line_set_value (line, value);
}

static gboolean
are_types_equal (const LoftContactValue *a, const LoftContactValue *b)
{
  return g_strv_equal ((const char *const *) a->types, (const char *const *) b->types);
}

/* Whether the line can say it by its name. */
static gboolean
can_say (const LoftVcardLine *line, const Name *name, const LoftContactValue *before,
         const LoftContactValue *after)
{
  g_autofree char *scheme = g_strconcat (name->scheme, ":", NULL);

  if (*name->scheme != '\0' && !g_str_has_prefix (after->value, scheme))
    return FALSE;
  if (*name->type != '\0' && !are_types_equal (before, after))
    return FALSE;
  if (g_str_equal (line->name, "RELATED") && !g_str_equal (line->kind, "text"))
    return has_scheme (after->value);
  return TRUE;
}

void
loft_vcard_value_write (LoftVcardCard *card, LoftVcardLine *line, const LoftContactValue *before,
                        const LoftContactValue *after)
{
  const Name *name = find_name (line->name);

  if (name == NULL || !can_say (line, name, before, after))
    {
      loft_vcard_card_remove (card, line);
      loft_vcard_value_add (card, after);
      return;
    }
  if (!g_str_equal (before->value, after->value))
    write_text (line, name, before->value, after->value, card->version);
  if (*name->type == '\0' &&
      (!are_types_equal (before, after) || before->preference != after->preference))
    loft_vcard_line_set_types (line->property, after->types, line->is_internet, after->preference,
                               card->version);
  if (!g_str_equal (before->label, after->label))
    loft_vcard_card_set_label (card, line, after->label);
}

static void
add_line (LoftVcardCard *card, const char *name, const char *value, const char *label,
          const LoftContactValue *contact_value)
{
  LoftVcardLine *line = *label != '\0'
                          ? loft_vcard_card_add_labelled (card, name, value, label)
                          : loft_vcard_card_add (card, loft_content_property_new (name, value));

  if (contact_value->types[0] != NULL || contact_value->preference != 0)
    loft_vcard_line_set_types (line->property, contact_value->types, FALSE,
                               contact_value->preference, card->version);
}

static char *
capitalise (const char *word)
{
  char *capital = g_strdup (word);

  *capital = g_ascii_toupper (*capital);
  return capital;
}

/* What 3.0 has no name for, by the names that Apple and Google read. */
static gboolean
add_as_apple (LoftVcardCard *card, const LoftContactValue *value)
{
  gboolean is_related = g_str_equal (value->property, "RELATED");
  g_autofree char *label = capitalise (*value->label != '\0'     ? value->label
                                       : value->types[0] != NULL ? value->types[0]
                                                                 : "other");
  g_autofree char *date = loft_vcard_date_dup_value (value->value, card->version);
  g_autofree char *parameters = loft_vcard_date_dup_parameters (value->value, card->version);
  g_autofree char *name = g_strconcat ("X-ABDATE", parameters, NULL);
  g_autofree char *text = loft_content_text_escape (value->value);
  g_autoptr (LoftContactValue) bare = loft_contact_value_new (value->property, value->value);

  if (card->version == 4 || (!is_related && !g_str_equal (value->property, "ANNIVERSARY")))
    return FALSE;
  if (is_related)
    add_line (card, "X-ABRELATEDNAMES", text, label, bare);
  else
    add_line (card, name, date, "Anniversary", bare);
  return TRUE;
}

void
loft_vcard_value_add (LoftVcardCard *card, const LoftContactValue *value)
{
  const Name *name = find_property (value->property);
  gboolean is_text =
    name != NULL && g_str_equal (value->property, "RELATED") && !has_scheme (value->value);
  g_autofree char *written =
    name != NULL ? make_value (name, value->value, is_text, card->version) : NULL;
  g_autofree char *parameters = name != NULL && name->kind == DATE
                                  ? loft_vcard_date_dup_parameters (value->value, card->version)
                                  : g_strdup (is_text ? ";VALUE=text" : "");
  g_autofree char *head = NULL;

  if (name == NULL || add_as_apple (card, value))
    return;
  head = g_strconcat (name->name, parameters, NULL);
  add_line (card, head, written, value->label, value);
}
