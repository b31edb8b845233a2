/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-search-suggestions-private.h"

#include "config.h"
#include "loft-category-look.h"
#include "loft-folder-look.h"
#include "loft-mail-folder.h"
#include "loft-people.h"
#include "loft-search-query.h"
#include "loft-search-words.h"
#include "loft-text.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_ROWS       7
#define MAX_PEOPLE     3
#define MAX_FOLDERS    2
#define MAX_CATEGORIES 2
#define MAX_RECENT     4

static GtkWidget *
new_line (const char *icon, const char *title, const char *detail)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *label = gtk_label_new (title);
  GtkWidget *dim = gtk_label_new (detail);

  gtk_box_append (GTK_BOX (line), gtk_image_new_from_icon_name (icon));
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_box_append (GTK_BOX (line), label);
  /* The list is as wide as the entry, whatever is said in it. */
  gtk_label_set_max_width_chars (GTK_LABEL (label), 24);
  gtk_label_set_max_width_chars (GTK_LABEL (dim), 1);
  gtk_label_set_ellipsize (GTK_LABEL (dim), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_xalign (GTK_LABEL (dim), 0);
  gtk_widget_set_hexpand (dim, TRUE);
  gtk_widget_add_css_class (dim, "dim-label");
  gtk_widget_add_css_class (dim, "caption");
  gtk_box_append (GTK_BOX (line), dim);
  return line;
}

/* key: what is done with value: a CONDITION becomes a pill, a TEXT takes the place of the word, a WHOLE
 * the place of everything. */
static void
add_row (LoftSearchSuggestions *self, const char *icon, const char *title, const char *detail,
         const char *key, const char *value)
{
  GtkWidget *row;
  g_autofree char *name = g_strdup_printf ("%s %s", title, detail);

  if (self->n_rows >= MAX_ROWS)
    return;
  row = gtk_list_box_row_new ();
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), new_line (icon, title, detail));
  gtk_widget_set_focusable (row, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  g_strchomp (name), -1);
  g_object_set_data_full (G_OBJECT (row), key, g_strdup (value), g_free);
  gtk_list_box_append (self->list, row);
  self->n_rows++;
}

static void
add_condition (LoftSearchSuggestions *self, const char *icon, LoftSearchField field,
               gboolean negated, const char *value, const char *title, const char *detail)
{
  g_autofree char *quoted = loft_search_query_quote (value);
  g_autofree char *condition =
    g_strdup_printf ("%s%s:%s", negated ? "-" : "", loft_search_field_to_name (field), quoted);

  add_row (self, icon, title, detail, LOFT_SEARCH_SUGGESTION_CONDITION, condition);
}

static gboolean
begins_with (const char *text, const char *typed)
{
  g_autofree char *folded = loft_text_fold (text, -1);
  g_autofree char *wanted = loft_text_fold (typed, -1);

  return g_str_has_prefix (folded, g_strstrip (wanted));
}

/* What is suggested */

static void
add_people (LoftSearchSuggestions *self, LoftSearchField field, gboolean negated, const char *typed,
            guint max)
{
  g_autoptr (GPtrArray) found = NULL;

  if (self->people == NULL || typed[0] == '\0')
    return;
  found = loft_people_match (self->people, typed, max);
  for (guint i = 0; i < found->len; i++)
    {
      const LoftPerson *person = g_ptr_array_index (found, i);
      gboolean named = person->name[0] != '\0';
      g_autofree char *title =
        g_strdup_printf (C_ ("search", "%s: %s"), loft_search_words_label (field),
                         named ? person->name : person->email);

      add_condition (self, "avatar-default-symbolic", field, negated, person->email, title,
                     named ? person->email : "");
    }
}

static void
add_folders_of (LoftSearchSuggestions *self, LoftMailAccount *account, gboolean negated,
                const char *typed, gboolean name_account, guint *left)
{
  GListModel *folders = loft_mail_account_get_folders (account);

  for (guint i = 0; *left > 0 && i < g_list_model_get_n_items (folders); i++)
    {
      g_autoptr (LoftMailFolder) item = g_list_model_get_item (folders, i);
      LoftFolder *folder = loft_mail_folder_get (item);
      const char *name = loft_folder_look_name (folder);
      g_autofree char *title = NULL;

      if (!begins_with (name, typed) && !begins_with (folder->path, typed))
        continue;
      title =
        g_strdup_printf (C_ ("search", "%s: %s"), loft_search_words_label (LOFT_SEARCH_IN), name);
      add_condition (self, "folder-symbolic", LOFT_SEARCH_IN, negated, folder->path, title,
                     name_account ? loft_mail_account_get_name (account) : "");
      --*left;
    }
}

static void
add_folders (LoftSearchSuggestions *self, gboolean negated, const char *typed, guint max)
{
  GListModel *accounts = loft_service_get_accounts (self->service);
  guint n_accounts = g_list_model_get_n_items (accounts);

  if (self->account != NULL)
    add_folders_of (self, self->account, negated, typed, FALSE, &max);
  for (guint i = 0; self->account == NULL && i < n_accounts; i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (accounts, i);

      add_folders_of (self, account, negated, typed, n_accounts > 1, &max);
    }
}

static void
add_values (LoftSearchSuggestions *self, LoftSearchField field, gboolean negated, const char *typed)
{
  const char *value;
  const char *label;

  for (guint i = 0; loft_search_words_get_value (field, i, &value, &label); i++)
    {
      g_autofree char *title = negated ? g_strdup_printf (C_ ("search", "Not: %s"), label) : NULL;

      if (begins_with (label, typed) || begins_with (value, typed))
        add_condition (self, "view-list-bullet-symbolic", field, negated, value,
                       title != NULL ? title : label, "");
    }
}

static void
add_categories (LoftSearchSuggestions *self, gboolean negated, const char *typed, guint max)
{
  GListModel *list = G_LIST_MODEL (loft_category_look_get_list ());

  for (guint i = 0; max > 0 && i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (LoftCategory) category = g_list_model_get_item (list, i);
      const char *name = loft_category_look_name (category);
      g_autofree char *title = NULL;

      if (!begins_with (name, typed))
        continue;
      title = g_strdup_printf (C_ ("search", "%s: %s"),
                               loft_search_words_label (LOFT_SEARCH_KEYWORD), name);
      add_condition (self, "loft-category-symbolic", LOFT_SEARCH_KEYWORD, negated,
                     loft_category_get_keyword (category), title, "");
      max--;
    }
}

static void
add_fields (LoftSearchSuggestions *self, const char *typed)
{
  for (guint field = LOFT_SEARCH_FROM; field < LOFT_SEARCH_N_FIELDS; field++)
    {
      const char *name = loft_search_words_name (field);
      g_autofree char *text = g_strconcat (name, ":", NULL);

      if (begins_with (name, typed))
        add_row (self, "edit-find-symbolic", loft_search_words_label (field), text,
                 LOFT_SEARCH_SUGGESTION_TEXT, text);
    }
}

static void
add_recent (LoftSearchSuggestions *self)
{
  const char *const *recent =
    self->searches != NULL ? loft_saved_searches_get_recent (self->searches) : NULL;

  for (guint i = 0; recent != NULL && recent[i] != NULL && i < MAX_RECENT; i++)
    add_row (self, "document-open-recent-symbolic", recent[i], "", LOFT_SEARCH_SUGGESTION_WHOLE,
             recent[i]);
}

static void
suggest_for_field (LoftSearchSuggestions *self, LoftSearchField field, gboolean negated,
                   const char *typed)
{
  if (field == LOFT_SEARCH_FROM || field == LOFT_SEARCH_TO)
    add_people (self, field, negated, typed, MAX_ROWS);
  else if (field == LOFT_SEARCH_IN)
    add_folders (self, negated, typed, MAX_ROWS);
  else if (field == LOFT_SEARCH_KEYWORD)
    add_categories (self, negated, typed, MAX_ROWS);
  else
    add_values (self, field, negated, typed);
}

static void
suggest_for_word (LoftSearchSuggestions *self, const char *typed)
{
  add_people (self, LOFT_SEARCH_FROM, FALSE, typed, MAX_PEOPLE);
  add_fields (self, typed);
  add_values (self, LOFT_SEARCH_IS, FALSE, typed);
  add_values (self, LOFT_SEARCH_HAS, FALSE, typed);
  add_categories (self, FALSE, typed, MAX_CATEGORIES);
  add_folders (self, FALSE, typed, MAX_FOLDERS);
}

static void
suggest_for_nothing (LoftSearchSuggestions *self)
{
  add_recent (self);
  if (self->n_rows >= MAX_RECENT)
    return;
  add_condition (self, "view-list-bullet-symbolic", LOFT_SEARCH_IS, FALSE, "unread",
                 C_ ("search label", "Unread"), "");
  add_condition (self, "mail-attachment-symbolic", LOFT_SEARCH_HAS, FALSE, "attachment",
                 C_ ("search label", "Has attachment"), "");
  add_condition (self, "x-office-calendar-symbolic", LOFT_SEARCH_AFTER, FALSE, "7d",
                 C_ ("search label", "Last 7 days"), "");
}

static void
clear_rows (LoftSearchSuggestions *self)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  self->n_rows = 0;
}

/* "-from:eva" as typed, in either language. FALSE: it has no field. */
static gboolean
split_word (const char *word, LoftSearchField *field, gboolean *negated, char **value)
{
  g_autofree char *canonical = loft_search_words_to_query (word);
  const char *name = canonical;
  char *colon = strchr (canonical, ':');

  *negated = *name == '-';
  name += *negated;
  if (colon == NULL)
    return FALSE;
  *colon = '\0';
  if (!loft_search_field_from_name (name, field))
    return FALSE;
  *value = g_strdup (colon[1] == '"' ? colon + 2 : colon + 1);
  return TRUE;
}

void
loft_search_suggestions_fill (LoftSearchSuggestions *self)
{
  g_autofree char *word = loft_search_entry_get_last_word (self->entry);
  g_autofree char *query = loft_search_entry_get_query (self->entry);
  g_autofree char *value = NULL;
  LoftSearchField field = LOFT_SEARCH_ANYWHERE;
  gboolean negated = FALSE;

  clear_rows (self);
  if (self->service == NULL)
    return;
  if (query[0] == '\0')
    suggest_for_nothing (self);
  else if (word[0] == '\0' || word[0] == '"')
    return;
  else if (split_word (word, &field, &negated, &value))
    suggest_for_field (self, field, negated, value);
  else if (!negated)
    suggest_for_word (self, word);
}
