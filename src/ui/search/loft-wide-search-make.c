/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is shown of what each search has found. */
#include "loft-wide-search-private.h"

#include "loft-clock.h"

/* Of each place: what is wanted is among the first, or words are added. */
#define MOST 4

#define MOST_COMMANDS 6
#define MOST_KNOWN    100 /* people of the books who are not told of again */

/* What was found before stays until it is known what is found now. */
static void
make_messages (LoftWideSearch *self)
{
  GPtrArray *results = self->results[LOFT_WIDE_MAIL];
  gint64 now = loft_clock_now ();
  guint n = 0;

  if (self->messages != NULL && loft_message_list_get_loading (self->messages))
    return;
  g_ptr_array_set_size (results, 0);
  n = self->messages != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->messages)) : 0;
  for (guint i = 0; i < n && results->len < MOST; i++)
    {
      g_autoptr (LoftMessageRow) row = g_list_model_get_item (G_LIST_MODEL (self->messages), i);
      LoftWideResult *result = loft_wide_result_new_message (row, now);

      if (result != NULL)
        g_ptr_array_add (results, result);
    }
  if (n > MOST)
    g_ptr_array_add (results, loft_wide_result_new_more (LOFT_WIDE_MAIL));
}

static void
make_events (LoftWideSearch *self)
{
  GPtrArray *results = self->results[LOFT_WIDE_CALENDAR];
  g_autoptr (GPtrArray) found = loft_event_finder_list_nearest (self->events, MOST + 1);
  gint64 now = loft_clock_now ();

  g_ptr_array_set_size (results, 0);
  for (guint i = 0; i < found->len && i < MOST; i++)
    g_ptr_array_add (results,
                     loft_wide_result_new_event (g_ptr_array_index (found, i), self->zone, now));
  if (found->len > MOST)
    g_ptr_array_add (results, loft_wide_result_new_more (LOFT_WIDE_CALENDAR));
}

static void
make_contacts (LoftWideSearch *self)
{
  GPtrArray *results = self->results[LOFT_WIDE_CONTACTS];
  g_autoptr (GPtrArray) found = loft_contact_list_match (self->contacts, self->words, MOST + 1);

  g_ptr_array_set_size (results, 0);
  for (guint i = 0; i < found->len && i < MOST; i++)
    g_ptr_array_add (results, loft_wide_result_new_contact (g_ptr_array_index (found, i)));
  if (found->len > MOST)
    g_ptr_array_add (results, loft_wide_result_new_more (LOFT_WIDE_CONTACTS));
}

static void
make_tasks (LoftWideSearch *self)
{
  GPtrArray *results = self->results[LOFT_WIDE_TASKS];
  guint n = *self->words != '\0' ? g_list_model_get_n_items (G_LIST_MODEL (self->tasks)) : 0;

  g_ptr_array_set_size (results, 0);
  for (guint i = 0; i < n && results->len <= MOST; i++)
    {
      g_autoptr (LoftTaskLine) line = g_list_model_get_item (G_LIST_MODEL (self->tasks), i);
      LoftTaskItem *item = loft_task_line_get (line)->item;

      if (item == NULL)
        continue;
      g_ptr_array_add (results,
                       results->len < MOST
                         ? loft_wide_result_new_task (item, loft_task_list_get_clock (self->tasks))
                         : loft_wide_result_new_more (LOFT_WIDE_TASKS));
    }
}

/* (transfer full) (nullable) */
static char *
dup_address (const LoftContact *contact)
{
  g_autoptr (GPtrArray) emails = loft_contact_list_values (contact, "EMAIL");

  return emails->len > 0 ? g_ascii_strdown (((LoftContactValue *) emails->pdata[0])->value, -1)
                         : NULL;
}

/* (transfer full) of the people of the books that the words find. */
static GHashTable *
list_known (LoftWideSearch *self)
{
  GHashTable *known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) found = loft_contact_list_match (self->contacts, self->words, MOST_KNOWN);

  for (guint i = 0; i < found->len; i++)
    {
      char *address = dup_address (loft_contact_item_get (g_ptr_array_index (found, i)));

      if (address != NULL)
        g_hash_table_add (known, address);
    }
  return known;
}

/* Who is in a book as well stands there. */
static void
make_people (LoftWideSearch *self)
{
  GPtrArray *results = self->results[LOFT_WIDE_DIRECTORY];
  GPtrArray *people = loft_directory_search_get_people (self->asked);
  g_autoptr (GHashTable) known = list_known (self);

  g_ptr_array_set_size (results, 0);
  for (guint i = 0; i < people->len && results->len < MOST; i++)
    {
      const LoftDirectoryPerson *person = g_ptr_array_index (people, i);
      g_autofree char *address = dup_address (person->contact);
      g_autoptr (LoftContactItem) item = loft_contact_item_new (person->contact, FALSE);

      if (address == NULL || !g_hash_table_contains (known, address))
        g_ptr_array_add (results,
                         loft_wide_result_new_person (item, person->directory, self->directories));
    }
}

static void
make_commands (LoftWideSearch *self)
{
  GPtrArray *results = self->results[LOFT_WIDE_COMMANDS];
  g_autoptr (GPtrArray) found =
    loft_wide_command_find (self->words, MOST_COMMANDS, self->shell, self->service);

  g_ptr_array_set_size (results, 0);
  for (guint i = 0; i < found->len; i++)
    g_ptr_array_add (results, loft_wide_result_new_command (g_ptr_array_index (found, i)));
}

void
loft_wide_search_make_results (LoftWideSearch *self, LoftWidePlace place)
{
  static void (*const makers[]) (LoftWideSearch *) = { make_messages, make_events, make_contacts,
                                                       make_tasks,    make_people, make_commands };

  makers[place](self);
}
