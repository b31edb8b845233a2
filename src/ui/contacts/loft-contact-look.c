/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-contact-look.h"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct {
  const char *word;
  const char *text;
} Word;

static const Word types[] = {
  { "home", N_ ("Home") },
  { "work", N_ ("Work") },
  { "cell", N_ ("Mobile") },
  { "mobile", N_ ("Mobile") },
  { "fax", N_ ("Fax") },
  { "pager", N_ ("Pager") },
  { "main", N_ ("Main") },
  { "other", N_ ("Other") },
  { "car", N_ ("Car") },
  { "video", N_ ("Video") },
  { "school", N_ ("School") },
  { "spouse", N_ ("Spouse") },
  { "child", N_ ("Child") },
  { "parent", N_ ("Parent") },
  { "friend", N_ ("Friend") },
  { "manager", N_ ("Manager") },
  { "assistant", N_ ("Assistant") },
  { "sibling", N_ ("Sibling") },
  { "partner", N_ ("Partner") },
  { "homepage", N_ ("Home Page") },
  { "father", N_ ("Father") },
  { "mother", N_ ("Mother") },
  { "brother", N_ ("Brother") },
  { "sister", N_ ("Sister") },
};

/* What says nothing to people. */
static const char *const silent[] = { "voice",  "text", "dom",  "intl", "postal",
                                      "parcel", "msg",  "x400", "isdn", "internet" };

static const struct {
  const char *property;
  const char *kind;
  const char *icon;
  const char *action;
  const char *action_icon;
} looks[] = {
  { "EMAIL", N_ ("E-Mail"), "mail-unread-symbolic", N_ ("Write Message"),
    "document-edit-symbolic" },
  { "TEL", N_ ("Phone"), "phone-symbolic", N_ ("Call"), "call-start-symbolic" },
  { "ADR", N_ ("Address"), "mark-location-symbolic", N_ ("Show on Map"),
    "adw-external-link-symbolic" },
  { "GEO", N_ ("Place"), "mark-location-symbolic", N_ ("Show on Map"),
    "adw-external-link-symbolic" },
  { "URL", N_ ("Web Page"), "web-browser-symbolic", N_ ("Open"), "adw-external-link-symbolic" },
  { "X-SOCIALPROFILE", N_ ("Profile"), "web-browser-symbolic", N_ ("Open"),
    "adw-external-link-symbolic" },
  { "IMPP", N_ ("Chat"), "user-available-symbolic", "", "" },
  { "BDAY", N_ ("Birthday"), "x-office-calendar-symbolic", "", "" },
  { "ANNIVERSARY", N_ ("Anniversary"), "x-office-calendar-symbolic", "", "" },
  { "X-ABDATE", N_ ("Date"), "x-office-calendar-symbolic", "", "" },
  { "RELATED", N_ ("Related Person"), "system-users-symbolic", "", "" },
  { "NOTE", N_ ("Note"), "text-x-generic-symbolic", "", "" },
  { "LANG", N_ ("Language"), "", "", "" },
  { "GENDER", N_ ("Gender"), "", "", "" },
  { "TZ", N_ ("Time Zone"), "", "", "" },
  { "CALURI", N_ ("Calendar"), "", N_ ("Open"), "adw-external-link-symbolic" },
  { "FBURL", N_ ("Free/Busy"), "", N_ ("Open"), "adw-external-link-symbolic" },
};

static gint
find_look (const char *property)
{
  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    if (g_str_equal (looks[i].property, property))
      return i;
  return -1;
}

static const char *
find_word (const char *word)
{
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_ascii_strcasecmp (types[i].word, word) == 0)
      return _ (types[i].text);
  return NULL;
}

static gboolean
is_silent (const char *word)
{
  for (guint i = 0; i < G_N_ELEMENTS (silent); i++)
    if (g_str_equal (silent[i], word))
      return TRUE;
  return FALSE;
}

static char *
join_types (const LoftContactValue *value)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; value->types[i] != NULL; i++)
    {
      const char *word = find_word (value->types[i]);

      if (is_silent (value->types[i]))
        continue;
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "",
                              word != NULL ? word : value->types[i]);
    }
  return g_strdup (text->str);
}

char *
loft_contact_look_kind (const LoftContactValue *value)
{
  int look = find_look (value->property);
  g_autofree char *joined = join_types (value);
  const char *word = find_word (value->label);

  if (*value->label != '\0')
    return g_strdup (word != NULL ? word : value->label);
  if (*joined != '\0')
    return g_steal_pointer (&joined);
  return g_strdup (look >= 0 ? _ (looks[look].kind) : value->property);
}

static char *
join_address (const char *value)
{
  g_auto (GStrv) parts = g_strsplit (value, "\n", -1);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; parts[i] != NULL; i++)
    if (*parts[i] != '\0')
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", parts[i]);
  return g_strdup (text->str);
}

/* "1985-04-12" and "--04-12"; else as it is. */
static char *
say_date (const char *value)
{
  gboolean has_year = *value != '-';
  g_autofree char *padded =
    g_strconcat (has_year ? "" : "2000", has_year ? value : value + 1, "T12:00:00Z", NULL);
  g_autoptr (GDateTime) date =
    strlen (value) == (has_year ? 10 : 7) ? g_date_time_new_from_iso8601 (padded, NULL) : NULL;

  if (date == NULL)
    return g_strdup (value);
  /* Translators: a birthday, with and without its year. */
  return g_date_time_format (date, has_year ? _ ("%e %B %Y") : _ ("%e %B"));
}

char *
loft_contact_look_text (const LoftContactValue *value)
{
  static const char *const dates[] = { "BDAY", "ANNIVERSARY", "X-ABDATE", NULL };
  g_autofree char *date = NULL;

  if (g_str_equal (value->property, "ADR"))
    return join_address (value->value);
  if (!g_strv_contains (dates, value->property))
    return g_strdup (value->value);
  date = say_date (value->value);
  return g_strdup (date + strspn (date, " "));
}

const char *
loft_contact_look_icon (const char *property)
{
  int look = find_look (property);

  return look >= 0 ? looks[look].icon : "";
}

const char *
loft_contact_look_action (const char *property)
{
  int look = find_look (property);

  return look >= 0 && *looks[look].action != '\0' ? _ (looks[look].action) : "";
}

const char *
loft_contact_look_action_icon (const char *property)
{
  int look = find_look (property);

  return look >= 0 ? looks[look].action_icon : "";
}

static char *
make_phone_uri (const char *number)
{
  g_autoptr (GString) digits = g_string_new ("tel:");
  const char *extension = strstr (number, " ext. ");

  for (const char *c = number; *c != '\0' && c != extension; c++)
    if (g_ascii_isdigit (*c) || (*c == '+' && digits->len == 4))
      g_string_append_c (digits, *c);
  return digits->len > 4 ? g_strdup (digits->str) : NULL;
}

static char *
make_uri (const char *head, const char *value, const char *allowed)
{
  g_autofree char *escaped = g_uri_escape_string (value, allowed, FALSE);

  return g_strconcat (head, escaped, NULL);
}

char *
loft_contact_look_uri (const LoftContactValue *value)
{
  g_autofree char *address = NULL;

  if (g_str_equal (value->property, "EMAIL"))
    return make_uri ("mailto:", value->value, "@");
  if (g_str_equal (value->property, "TEL"))
    return make_phone_uri (value->value);
  if (g_str_equal (value->property, "GEO"))
    return make_uri ("geo:", value->value, ",");
  if (g_str_equal (value->property, "ADR"))
    {
      address = join_address (value->value);
      return make_uri ("geo:0,0?q=", address, NULL);
    }
  if (g_ascii_strncasecmp (value->value, "https:", 6) == 0 ||
      g_ascii_strncasecmp (value->value, "http:", 5) == 0)
    return g_strdup (value->value);
  return NULL;
}

char *
loft_contact_look_dup_work (const LoftContact *contact)
{
  const char *const parts[] = { contact->title, contact->role, contact->department,
                                contact->organization };
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (*parts[i] != '\0' && !g_str_equal (parts[i], contact->name))
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", parts[i]);
  return g_strdup (text->str);
}
