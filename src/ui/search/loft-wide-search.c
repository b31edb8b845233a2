/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-wide-search-private.h"

#include "config.h"
#include "loft-date-text.h"
#include "loft-directory-text.h"
#include "loft-panes.h"
#include "loft-search-note.h"
#include "loft-search-words.h"

#include <glib/gi18n.h>

#define MOST_ASKED 20 /* people of a directory: some of them are in a book as well */

G_DEFINE_FINAL_TYPE (LoftWideSearch, loft_wide_search, G_TYPE_OBJECT)

static guint changed;

/* ---- what was found ----------------------------------------------------------------------- */

static gboolean
make_results (gpointer data)
{
  LoftWideSearch *self = data;
  guint stale = self->stale;

  self->source = 0;
  self->stale = 0;
  for (guint i = 0; i < LOFT_WIDE_N_PLACES; i++)
    if ((stale & 1u << i) != 0)
      loft_wide_search_make_results (self, (LoftWidePlace) i);
  g_signal_emit (self, changed, 0);
  return G_SOURCE_REMOVE;
}

/* Models tell of many small steps. */
static void
soon (LoftWideSearch *self, LoftWidePlace place)
{
  self->stale |= 1u << place;
  if (self->source == 0)
    self->source = g_idle_add (make_results, self);
}

static void
on_messages (LoftWideSearch *self)
{
  soon (self, LOFT_WIDE_MAIL);
}

static void
on_events (LoftWideSearch *self)
{
  soon (self, LOFT_WIDE_CALENDAR);
}

static void
on_contacts (LoftWideSearch *self)
{
  soon (self, LOFT_WIDE_CONTACTS);
}

static void
on_people (LoftWideSearch *self)
{
  soon (self, LOFT_WIDE_DIRECTORY);
}

static void
on_tasks (LoftWideSearch *self)
{
  soon (self, LOFT_WIDE_TASKS);
}

/* ---- what is asked for -------------------------------------------------------------------- */

/* (transfer full) The words that any pane can look for; NULL: there are conditions, or what joins them. */
static char *
words_of (const LoftSearchQuery *query)
{
  g_autoptr (GString) words = g_string_new (NULL);

  if (loft_search_query_get_n_problems (query) > 0)
    return NULL;
  for (guint i = 0; i < loft_search_query_get_n_terms (query); i++)
    {
      const LoftSearchTerm *term = loft_search_query_get_term (query, i);

      if (term->field != LOFT_SEARCH_ANYWHERE || term->negated || term->joined)
        return NULL;
      g_string_append_printf (words, "%s%s", words->len > 0 ? " " : "", term->text);
    }
  return g_strdup (words->str);
}

static void
read_typed (LoftWideSearch *self)
{
  g_autoptr (LoftSearchQuery) read = loft_search_query_parse (self->query);
  g_autofree char *words = words_of (read);
  char *problem = loft_search_note_new_for_problems (read);

  g_free (self->note);
  g_free (self->words);
  self->is_problem = problem != NULL;
  self->note = problem;
  if (problem == NULL && words == NULL)
    self->note =
      g_strdup (_ ("Conditions are for messages; events, people and tasks are found by words."));
  self->words = words != NULL ? g_steal_pointer (&words) : g_strdup ("");
}

static void
forget_messages (LoftWideSearch *self)
{
  if (self->messages != NULL)
    g_signal_handlers_disconnect_by_data (self->messages, self);
  g_clear_object (&self->messages);
}

static void
search_messages (LoftWideSearch *self)
{
  forget_messages (self);
  if (*self->query != '\0')
    {
      self->messages = loft_message_list_new_search (self->service, NULL, self->open, 0);
      g_signal_connect_swapped (self->messages, "notify::loading", G_CALLBACK (on_messages), self);
      g_signal_connect_swapped (self->messages, "items-changed", G_CALLBACK (on_messages), self);
    }
  soon (self, LOFT_WIDE_MAIL);
}

gboolean
loft_wide_search_set_typed (LoftWideSearch *self, const char *typed)
{
  g_autofree char *query = g_strstrip (loft_search_words_to_query (typed));
  g_autofree char *open = loft_search_words_leave_open (query, typed);

  if (g_str_equal (open, self->open))
    return FALSE;
  g_free (self->query);
  g_free (self->open);
  self->query = g_steal_pointer (&query);
  self->open = g_steal_pointer (&open);
  read_typed (self);
  search_messages (self);
  if (self->events != NULL)
    loft_event_finder_set_words (self->events, self->words);
  if (self->tasks != NULL)
    {
      loft_task_list_set_words (self->tasks, self->words);
      soon (self, LOFT_WIDE_TASKS);
    }
  if (self->contacts != NULL)
    soon (self, LOFT_WIDE_CONTACTS);
  if (self->asked != NULL)
    {
      loft_directory_search_set_words (self->asked, self->words);
      soon (self, LOFT_WIDE_DIRECTORY);
    }
  if (self->shell != NULL)
    soon (self, LOFT_WIDE_COMMANDS);
  return TRUE;
}

gboolean
loft_wide_search_is_asked (LoftWideSearch *self)
{
  return *self->query != '\0';
}

gboolean
loft_wide_search_is_searching (LoftWideSearch *self)
{
  if (!loft_wide_search_is_asked (self))
    return FALSE;
  if (self->stale != 0 || loft_message_list_get_loading (self->messages))
    return TRUE;
  if (self->events != NULL && loft_event_finder_is_searching (self->events))
    return TRUE;
  if (self->contacts != NULL && *self->words != '\0' &&
      !loft_contact_list_is_loaded (self->contacts))
    return TRUE;
  return loft_wide_search_is_asking (self) && loft_wide_search_count (self) == 0;
}

gboolean
loft_wide_search_has_directories (LoftWideSearch *self)
{
  return self->directories != NULL &&
         g_list_model_get_n_items (loft_directories_get_list (self->directories)) > 0;
}

gboolean
loft_wide_search_is_asking (LoftWideSearch *self)
{
  return loft_wide_search_has_directories (self) &&
         loft_directory_search_get_state (self->asked) == LOFT_DIRECTORY_SEARCH_WAITING;
}

GPtrArray *
loft_wide_search_get_results (LoftWideSearch *self, LoftWidePlace place)
{
  return self->results[place];
}

guint
loft_wide_search_count (LoftWideSearch *self)
{
  guint n = 0;

  for (guint i = 0; i < LOFT_WIDE_N_PLACES; i++)
    n += self->results[i]->len;
  return n;
}

const char *
loft_wide_search_get_note (LoftWideSearch *self, gboolean *is_problem)
{
  const GError *error = self->asked != NULL ? loft_directory_search_get_error (self->asked) : NULL;

  *is_problem = self->is_problem;
  if (self->note != NULL || error == NULL)
    return self->note;
  g_free (self->failure);
  self->failure = loft_directory_text_failure (error);
  return self->failure;
}

const char *
loft_wide_search_get_words (LoftWideSearch *self, LoftWidePlace place)
{
  return place == LOFT_WIDE_MAIL ? self->query : self->words;
}

/* ---- the object --------------------------------------------------------------------------- */

/* What nobody waits for any more is withdrawn. */
static void
forget_directories (LoftWideSearch *self)
{
  if (self->asked != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->asked, self);
      loft_directory_search_set_words (self->asked, "");
    }
  g_clear_object (&self->asked);
  g_clear_object (&self->directories);
}

static void
loft_wide_search_dispose (GObject *object)
{
  LoftWideSearch *self = LOFT_WIDE_SEARCH (object);

  g_clear_handle_id (&self->source, g_source_remove);
  forget_messages (self);
  g_clear_object (&self->events);
  g_clear_object (&self->contacts);
  g_clear_object (&self->tasks);
  forget_directories (self);
  g_clear_object (&self->service);
  G_OBJECT_CLASS (loft_wide_search_parent_class)->dispose (object);
}

static void
loft_wide_search_finalize (GObject *object)
{
  LoftWideSearch *self = LOFT_WIDE_SEARCH (object);

  for (guint i = 0; i < LOFT_WIDE_N_PLACES; i++)
    g_ptr_array_unref (self->results[i]);
  g_free (self->query);
  g_free (self->open);
  g_free (self->words);
  g_free (self->note);
  g_free (self->failure);
  g_time_zone_unref (self->zone);
  G_OBJECT_CLASS (loft_wide_search_parent_class)->finalize (object);
}

static void
loft_wide_search_class_init (LoftWideSearchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = loft_wide_search_dispose;
  G_OBJECT_CLASS (klass)->finalize = loft_wide_search_finalize;
  changed = g_signal_new ("changed", LOFT_TYPE_WIDE_SEARCH, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                          G_TYPE_NONE, 0);
}

static void
loft_wide_search_init (LoftWideSearch *self)
{
  self->zone = g_time_zone_new_local ();
  self->query = g_strdup ("");
  self->open = g_strdup ("");
  self->words = g_strdup ("");
  for (guint i = 0; i < LOFT_WIDE_N_PLACES; i++)
    self->results[i] = g_ptr_array_new_with_free_func ((GDestroyNotify) loft_wide_result_unref);
}

static gboolean
is_shown (LoftWideSearch *self, LoftWidePlace place)
{
  return loft_panes_is_shown (loft_panes_find (loft_wide_place_get_pane (place)), self->service);
}

static void
follow_events (LoftWideSearch *self)
{
  if (!is_shown (self, LOFT_WIDE_CALENDAR))
    return;
  self->events = loft_event_finder_new (loft_service_get_calendar (self->service));
  g_signal_connect_object (self->events, "changed", G_CALLBACK (on_events), self,
                           G_CONNECT_SWAPPED);
  loft_event_finder_begin (self->events);
}

static void
follow_contacts (LoftWideSearch *self)
{
  if (!is_shown (self, LOFT_WIDE_CONTACTS))
    return;
  g_set_object (&self->contacts,
                loft_contact_actions_get_list (loft_service_get_contacts (self->service)));
  g_signal_connect_object (self->contacts, "loaded", G_CALLBACK (on_contacts), self,
                           G_CONNECT_SWAPPED);
}

/* What is done stands last, and is found as well. */
static void
follow_tasks (LoftWideSearch *self)
{
  if (!is_shown (self, LOFT_WIDE_TASKS))
    return;
  self->tasks =
    loft_task_list_new (loft_task_actions_get_tasks (loft_service_get_tasks (self->service)),
                        self->zone, loft_date_first_weekday ());
  loft_task_list_set_folded (self->tasks, LOFT_TASK_GROUP_DONE, FALSE);
  g_signal_connect_object (self->tasks, "items-changed", G_CALLBACK (on_tasks), self,
                           G_CONNECT_SWAPPED);
}

/* Where they are shown, people of servers are. */
static void
follow_directories (LoftWideSearch *self)
{
  if (self->contacts == NULL)
    return;
  g_set_object (&self->directories, loft_service_get_directories (self->service));
  self->asked = loft_directory_search_new (self->directories, NULL, MOST_ASKED);
  g_signal_connect_swapped (self->asked, "changed", G_CALLBACK (on_people), self);
}

void
loft_wide_search_set_shell (LoftWideSearch *self, LoftShell *shell)
{
  self->shell = shell;
}

void
loft_wide_search_set_pause (LoftWideSearch *self, guint milliseconds)
{
  if (self->asked != NULL)
    loft_directory_search_set_pause (self->asked, milliseconds);
}

LoftWideSearch *
loft_wide_search_new (LoftService *service)
{
  LoftWideSearch *self = g_object_new (LOFT_TYPE_WIDE_SEARCH, NULL);

  self->service = g_object_ref (service);
  follow_events (self);
  follow_contacts (self);
  follow_tasks (self);
  follow_directories (self);
  return self;
}
