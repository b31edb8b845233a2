/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-categories-private.h"

#include <string.h>

#include "loft-error.h"
#include "loft-flags.h"
#include "loft-search-query.h"
#include "loft-text.h"

#define MAX_NAME_CHARS    LOFT_CATEGORY_MAX_NAME
#define MAX_KEYWORD_BYTES 50
#define MAX_FILE_BYTES    (256 * 1024)
#define PREFIX            "category "

struct _LoftCategories {
  LoftKeptList parent;

  char *removed; /* keywords of those that a person removed, in the form of loft-flags.h */
};

G_DEFINE_FINAL_TYPE (LoftCategories, loft_categories, LOFT_TYPE_KEPT_LIST)

static GPtrArray *
items_of (LoftCategories *self)
{
  return loft_kept_list_get_items (LOFT_KEPT_LIST (self));
}

/* ---- keywords ----------------------------------------------------------------------------- */

/* RFC 9051, 9: flag-keyword; the backslash begins flags, so it is no part of one. */
static gboolean
is_keyword_char (char c)
{
  return g_ascii_isgraph (c) && strchr ("(){%*\"\\]", c) == NULL;
}

static gboolean
is_keyword (const char *text)
{
  if (text[0] == '\0' || strlen (text) > MAX_KEYWORD_BYTES)
    return FALSE;
  for (const char *p = text; *p != '\0'; p++)
    if (!is_keyword_char (*p))
      return FALSE;
  return TRUE;
}

/* "Spring fair" -> "spring_fair", as Thunderbird makes them; "" when no letter of it is ASCII. */
static char *
spell_name (const char *name)
{
  g_autofree char *ascii = g_str_to_ascii (name, "C");
  GString *word = g_string_new (NULL);
  gboolean any = FALSE;

  for (const char *p = ascii; *p != '\0' && word->len < MAX_KEYWORD_BYTES - 4; p++)
    if (g_ascii_isalnum (*p))
      {
        g_string_append_c (word, g_ascii_tolower (*p));
        any = TRUE;
      }
    else if (*p == ' ' || *p == '-' || *p == '_')
      g_string_append_c (word, '_');
  return g_string_free (word, !any);
}

static char *
make_keyword (LoftCategories *self, const char *name)
{
  g_autofree char *word = spell_name (name);
  const char *stem = word != NULL ? word : "category";
  char *keyword = g_strdup (stem);

  for (guint n = 2; loft_categories_find_keyword (self, keyword) != NULL ||
                    loft_flag_from_name (keyword) != LOFT_FLAG_NONE;
       n++)
    {
      g_free (keyword);
      keyword = g_strdup_printf ("%s_%u", stem, n);
    }
  return keyword;
}

/* ---- the file ----------------------------------------------------------------------------- */

static gboolean
write_file (LoftCategories *self, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  /* Also when all were removed: the file says that there are none. */
  g_key_file_set_integer (file, "categories", "version", 1);
  g_key_file_set_string (file, "categories", "removed", self->removed);
  for (guint i = 0; i < items_of (self)->len; i++)
    {
      LoftCategory *category = g_ptr_array_index (items_of (self), i);
      g_autofree char *group = g_strdup_printf (PREFIX "%u", i + 1);

      g_key_file_set_string (file, group, "name", category->name);
      g_key_file_set_string (file, group, "color", category->color);
      g_key_file_set_string (file, group, "keyword", category->keyword);
    }
  return loft_kept_list_save (LOFT_KEPT_LIST (self), file, error);
}

static void
read_category (LoftCategories *self, GKeyFile *file, const char *group)
{
  g_autofree char *name = g_key_file_get_string (file, group, "name", NULL);
  g_autofree char *color = g_key_file_get_string (file, group, "color", NULL);
  g_autofree char *keyword = g_key_file_get_string (file, group, "keyword", NULL);
  g_autoptr (LoftCategory) category = NULL;

  if (name == NULL || color == NULL || keyword == NULL || !is_keyword (keyword) ||
      items_of (self)->len == LOFT_CATEGORIES_MAX ||
      loft_categories_find_keyword (self, keyword) != NULL)
    return;
  category = loft_category_new (name, color, keyword);
  if (category->name[0] != '\0' && loft_categories_find_name (self, category->name) == NULL)
    g_ptr_array_add (items_of (self), g_steal_pointer (&category));
}

static void
read_removed (LoftCategories *self, GKeyFile *file)
{
  g_autofree char *words =
    file != NULL ? g_key_file_get_string (file, "categories", "removed", NULL) : NULL;

  g_free (self->removed);
  self->removed = loft_keywords_change (words, NULL, NULL);
}

static void
take_originals (LoftCategories *self)
{
  for (guint i = 0; i < LOFT_CATEGORY_N_ORIGINALS; i++)
    g_ptr_array_add (items_of (self), loft_category_new (loft_category_originals[i].name,
                                                         loft_category_originals[i].color,
                                                         loft_category_originals[i].keyword));
}

/* A file that cannot be read is as one that is not there; it is not written before something is
 * changed. */
static void
read_file (LoftCategories *self)
{
  g_autoptr (GKeyFile) file = loft_kept_list_load (LOFT_KEPT_LIST (self), MAX_FILE_BYTES);
  g_auto (GStrv) groups = NULL;

  read_removed (self, file);
  if (file == NULL)
    {
      take_originals (self);
      return;
    }
  groups = g_key_file_get_groups (file, NULL);
  for (guint i = 0; groups[i] != NULL; i++)
    if (g_str_has_prefix (groups[i], PREFIX))
      read_category (self, file, groups[i]);
}

/* ---- finding ------------------------------------------------------------------------------ */

LoftCategory *
loft_categories_find_name (LoftCategories *self, const char *name)
{
  g_autofree char *wanted = g_utf8_casefold (name, -1);

  for (guint i = 0; i < items_of (self)->len; i++)
    {
      LoftCategory *category = g_ptr_array_index (items_of (self), i);
      g_autofree char *folded = g_utf8_casefold (category->name, -1);

      if (strcmp (folded, wanted) == 0)
        return category;
    }
  return NULL;
}

LoftCategory *
loft_categories_find_keyword (LoftCategories *self, const char *keyword)
{
  for (guint i = 0; i < items_of (self)->len; i++)
    {
      LoftCategory *category = g_ptr_array_index (items_of (self), i);

      if (g_ascii_strcasecmp (category->keyword, keyword) == 0)
        return category;
    }
  return NULL;
}

GPtrArray *
loft_categories_list_of (LoftCategories *self, const char *keywords)
{
  GPtrArray *list = g_ptr_array_new ();

  for (guint i = 0; keywords[0] != '\0' && i < items_of (self)->len; i++)
    {
      LoftCategory *category = g_ptr_array_index (items_of (self), i);

      if (loft_keywords_contain (keywords, category->keyword))
        g_ptr_array_add (list, category);
    }
  return list;
}

char *
loft_categories_join_keywords (LoftCategories *self)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();

  for (guint i = 0; i < items_of (self)->len; i++)
    g_ptr_array_add (words, ((LoftCategory *) g_ptr_array_index (items_of (self), i))->keyword);
  g_ptr_array_add (words, NULL);
  return loft_keywords_join ((const char *const *) words->pdata);
}

/* (nullable) */
static LoftCategory *
find_called (LoftCategories *self, const char *wanted, LoftCategoryNameFunc name)
{
  g_autofree char *folded = g_utf8_casefold (wanted, -1);

  for (guint i = 0; name != NULL && i < items_of (self)->len; i++)
    {
      LoftCategory *category = g_ptr_array_index (items_of (self), i);
      g_autofree char *other = g_utf8_casefold (name (category), -1);

      if (strcmp (folded, other) == 0)
        return category;
    }
  return loft_categories_find_name (self, wanted);
}

char *
loft_categories_resolve (LoftCategories *self, const char *query, LoftCategoryNameFunc name)
{
  g_autoptr (LoftSearchQuery) parsed = loft_search_query_parse (query);
  GString *resolved = g_string_new (NULL);
  gsize done = 0;

  /* Terms are counted in bytes of what was typed, unless that was no UTF-8. */
  for (guint i = 0; g_utf8_validate (query, -1, NULL) && i < loft_search_query_get_n_terms (parsed);
       i++)
    {
      const LoftSearchTerm *term = loft_search_query_get_term (parsed, i);
      LoftCategory *category =
        term->field != LOFT_SEARCH_KEYWORD ? NULL : find_called (self, term->text, name);

      if (category == NULL)
        continue;
      g_string_append_len (resolved, query + done, (gssize) (term->start - done));
      g_string_append_printf (resolved, "%s%s:%s", term->negated ? "-" : "",
                              loft_search_field_to_name (LOFT_SEARCH_KEYWORD), category->keyword);
      done = term->end;
    }
  g_string_append (resolved, query + done);
  return g_string_free (resolved, FALSE);
}

/* ---- changes ------------------------------------------------------------------------------ */

static gboolean
refuse (GError **error, const char *why)
{
  g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED, why);
  return FALSE;
}

/* except: (nullable) whose name may stay. */
static gboolean
check_name (LoftCategories *self, const char *name, LoftCategory *except, GError **error)
{
  LoftCategory *same = loft_categories_find_name (self, name);

  if (name[0] == '\0')
    return refuse (error, "A category needs a name");
  if (same != NULL && same != except)
    return refuse (error, "There is a category of that name");
  return TRUE;
}

static gboolean
check_keyword (LoftCategories *self, const char *keyword, GError **error)
{
  if (!is_keyword (keyword))
    return refuse (error, "That is no word that servers keep");
  if (loft_categories_find_keyword (self, keyword) != NULL)
    return refuse (error, "There is a category of that keyword");
  if (items_of (self)->len == LOFT_CATEGORIES_MAX)
    return refuse (error, "There are too many categories");
  return TRUE;
}

/* Puts everything back where it was when it cannot be kept. */
static gboolean
keep (LoftCategories *self, GPtrArray *before, GError **error)
{
  guint n_before = before->len;

  if (write_file (self, error))
    {
      g_list_model_items_changed (G_LIST_MODEL (self), 0, n_before, items_of (self)->len);
      return TRUE;
    }
  loft_kept_list_set_items (LOFT_KEPT_LIST (self), g_ptr_array_ref (before));
  return FALSE;
}

static gpointer
ref_category (gconstpointer category, gpointer data)
{
  return g_object_ref ((gpointer) category);
}

/* (transfer full) the list as it is, which is changed in a copy. */
static GPtrArray *
begin (LoftCategories *self)
{
  GPtrArray *before = g_ptr_array_ref (items_of (self));
  GPtrArray *copy = g_ptr_array_copy (before, ref_category, NULL);

  g_ptr_array_set_free_func (copy, g_object_unref);
  loft_kept_list_set_items (LOFT_KEPT_LIST (self), copy);
  return before;
}

LoftCategory *
loft_categories_add (LoftCategories *self, const char *name, const char *color, const char *keyword,
                     GError **error)
{
  g_autofree char *line = g_strstrip (loft_text_one_line (name, MAX_NAME_CHARS));
  g_autofree char *made = keyword != NULL ? g_strdup (keyword) : make_keyword (self, line);
  g_autoptr (LoftCategory) category = loft_category_new (line, color, made);
  g_autoptr (GPtrArray) before = NULL;

  if (!check_name (self, category->name, NULL, error) || !check_keyword (self, made, error))
    return NULL;
  before = begin (self);
  g_ptr_array_add (items_of (self), g_object_ref (category));
  return keep (self, before, error) ? category : NULL;
}

gboolean
loft_categories_change (LoftCategories *self, LoftCategory *category, const char *name,
                        const char *color, GError **error)
{
  g_autoptr (LoftCategory) changed =
    loft_category_new (name != NULL ? name : category->name,
                       color != NULL ? color : category->color, category->keyword);
  g_autoptr (GPtrArray) before = NULL;
  guint position = 0;

  if (!g_ptr_array_find (items_of (self), category, &position))
    return refuse (error, "That category is gone");
  if (!check_name (self, changed->name, category, error))
    return FALSE;
  before = begin (self);
  g_object_unref (g_ptr_array_index (items_of (self), position));
  g_ptr_array_index (items_of (self), position) = g_object_ref (changed);
  return keep (self, before, error);
}

/* It is not learnt again. */
gboolean
loft_categories_remove (LoftCategories *self, LoftCategory *category, GError **error)
{
  g_autoptr (GPtrArray) before = begin (self);
  g_autofree char *removed = self->removed;

  self->removed = loft_keywords_change (removed, category->keyword, NULL);
  g_ptr_array_remove (items_of (self), category);
  if (keep (self, before, error))
    return TRUE;
  g_free (self->removed);
  self->removed = g_steal_pointer (&removed);
  return FALSE;
}

/* The first of those that are used least. */
static const char *
choose_color (LoftCategories *self)
{
  static const char *const colors[] = { "#2190a4", "#865e3c", "#e5a50a", "#c061cb", "#3584e4",
                                        "#2ec27e", "#e66100", "#9141ac", "#e01b24" };
  guint n_least = G_MAXUINT;
  const char *least = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (colors); i++)
    {
      guint n = 0;

      for (guint j = 0; j < items_of (self)->len; j++)
        n +=
          strcmp (((LoftCategory *) g_ptr_array_index (items_of (self), j))->color, colors[i]) == 0;
      if (n >= n_least)
        continue;
      n_least = n;
      least = colors[i];
    }
  return least;
}

static gboolean
is_of_originals (const char *keyword)
{
  for (guint i = 0; i < LOFT_CATEGORY_N_ORIGINALS; i++)
    if (g_ascii_strcasecmp (loft_category_originals[i].keyword, keyword) == 0)
      return TRUE;
  return FALSE;
}

LoftCategory *
loft_categories_learn (LoftCategories *self, const char *keyword, const char *name)
{
  /* An original that is not here was removed before that was remembered. */
  if (is_of_originals (keyword) || loft_keywords_contain (self->removed, keyword))
    return NULL;
  return loft_categories_add (self, name, choose_color (self), keyword, NULL);
}

gboolean
loft_categories_move (LoftCategories *self, LoftCategory *category, guint position, GError **error)
{
  g_autoptr (GPtrArray) before = NULL;
  guint from = 0;

  if (!g_ptr_array_find (items_of (self), category, &from) || position >= items_of (self)->len)
    return refuse (error, "That category is gone");
  before = begin (self);
  g_ptr_array_insert (items_of (self), (gint) position,
                      g_ptr_array_steal_index (items_of (self), from));
  return keep (self, before, error);
}

/* ---- object ------------------------------------------------------------------------------- */

static void
loft_categories_finalize (GObject *object)
{
  g_free (LOFT_CATEGORIES (object)->removed);
  G_OBJECT_CLASS (loft_categories_parent_class)->finalize (object);
}

static void
loft_categories_class_init (LoftCategoriesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_categories_finalize;
  LOFT_KEPT_LIST_CLASS (klass)->item_type = LOFT_TYPE_CATEGORY;
}

static void
loft_categories_init (LoftCategories *self)
{
  self->removed = g_strdup ("");
}

LoftCategories *
loft_categories_new (const char *profile_dir)
{
  LoftCategories *self = g_object_new (LOFT_TYPE_CATEGORIES, NULL);

  if (profile_dir != NULL)
    loft_categories_read (self, profile_dir);
  return self;
}

void
loft_categories_read (LoftCategories *self, const char *profile_dir)
{
  guint n_before = items_of (self)->len;

  loft_kept_list_set_path (LOFT_KEPT_LIST (self), profile_dir, "categories.ini");
  g_ptr_array_set_size (items_of (self), 0);
  read_file (self);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, n_before, items_of (self)->len);
}
