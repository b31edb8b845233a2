/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-contact-kinds.h"

#include "config.h"
#include "loft-contact-look.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct {
  const char *properties; /* between blanks */
  const char *types; /* between commas */
  const char *title;
} Kind;

static const Kind kinds[] = {
  { " TEL ", "cell", N_ ("Mobile") },
  { " TEL EMAIL ADR IMPP URL ", "home", N_ ("Home") },
  { " TEL EMAIL ADR IMPP URL ", "work", N_ ("Work") },
  { " TEL ", "fax,home", N_ ("Fax at Home") },
  { " TEL ", "fax,work", N_ ("Fax at Work") },
  { " TEL ", "pager", N_ ("Pager") },
  { " TEL EMAIL ADR IMPP URL ", "", N_ ("Other") },
  { " RELATED ", "spouse", N_ ("Spouse") },
  { " RELATED ", "child", N_ ("Child") },
  { " RELATED ", "parent", N_ ("Parent") },
  { " RELATED ", "sibling", N_ ("Sibling") },
  { " RELATED ", "friend", N_ ("Friend") },
  { " RELATED ", "colleague", N_ ("Colleague") },
  { " RELATED ", "", N_ ("Related Person") },
};

/* What stays whatever is chosen: it says nothing to people. */
static gboolean
is_silent (const char *type)
{
  static const char *const silent[] = { "voice", "internet", "text",   "pref", "dom",
                                        "intl",  "postal",   "parcel", NULL };

  return g_strv_contains (silent, type);
}

static gboolean
is_of (const Kind *kind, const char *property)
{
  g_autofree char *word = g_strconcat (" ", property, " ", NULL);

  return strstr (kind->properties, word) != NULL;
}

static guint
count_words (const LoftContactValue *value)
{
  guint count = 0;

  for (guint i = 0; value->types[i] != NULL; i++)
    if (!is_silent (value->types[i]))
      count++;
  return count;
}

static gboolean
has_kind (const LoftContactValue *value, const Kind *kind)
{
  g_auto (GStrv) words = g_strsplit (kind->types, ",", -1);

  if (*value->label != '\0' || g_strv_length (words) != count_words (value))
    return FALSE;
  for (guint i = 0; words[i] != NULL; i++)
    if (!g_strv_contains ((const char *const *) value->types, words[i]))
      return FALSE;
  return TRUE;
}

/* (nullable) The nth of a property. */
static const Kind *
find_kind (const char *property, guint nth)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (is_of (&kinds[i], property) && nth-- == 0)
      return &kinds[i];
  return NULL;
}

static const Kind *
find_kind_of (const LoftContactValue *value, guint *nth)
{
  const Kind *kind;

  for (*nth = 0; (kind = find_kind (value->property, *nth)) != NULL; ++*nth)
    if (has_kind (value, kind))
      return kind;
  return NULL;
}

GListModel *
loft_contact_kinds_list (const char *property, const LoftContactValue *value, guint *selected)
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);
  g_autofree char *own = NULL;
  const Kind *kind;

  *selected = 0;
  if (find_kind (property, 0) == NULL)
    return NULL;
  for (guint i = 0; (kind = find_kind (property, i)) != NULL; i++)
    gtk_string_list_append (list, _ (kind->title));
  if (value == NULL || find_kind_of (value, selected) != NULL)
    return G_LIST_MODEL (g_steal_pointer (&list));
  /* The last is what it had. */
  own = loft_contact_look_kind (value);
  gtk_string_list_append (list, own);
  return G_LIST_MODEL (g_steal_pointer (&list));
}

void
loft_contact_kinds_choose (LoftContactValue *value, const LoftContactValue *before, guint selected)
{
  const Kind *kind = find_kind (value->property, selected);
  g_autoptr (GStrvBuilder) types = g_strv_builder_new ();
  g_auto (GStrv) words = NULL;

  if (kind == NULL || (before != NULL && has_kind (before, kind)))
    return;
  words = g_strsplit (kind->types, ",", -1);
  for (guint i = 0; value->types[i] != NULL; i++)
    if (is_silent (value->types[i]))
      g_strv_builder_add (types, value->types[i]);
  g_strv_builder_addv (types, (const char **) words);
  g_strfreev (value->types);
  value->types = g_strv_builder_end (types);
  g_free (value->label);
  value->label = g_strdup ("");
}
