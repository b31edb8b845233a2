/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A large message of which only the header is here: a person asks for the rest, is told how far it is,
 * and may think better of it, also while other mail comes over the same connection. */
#include <string.h>

#include "loft-error.h"
#include "pop3-world.h"

#define N_MANY 30
#define LARGE  (2 * 1024 * 1024)

typedef struct {
  Pop3World *world;
  gint64 wanted;
  GCancellable *cancellable; /* (nullable) cancelled as soon as some of it is here */
  gboolean waits; /* in the middle of a sync */
  guint n_told;
  guint64 done; /* as told last */
  guint64 total;
  GError *error;
} Person;

static void
on_arriving (gint64 message_id, guint64 done, guint64 total, gpointer user_data)
{
  Person *person = user_data;

  g_assert_cmpint (message_id, ==, person->wanted);
  g_assert_cmpuint (done, >, person->done);
  person->n_told++;
  person->done = done;
  person->total = total;
  if (person->cancellable != NULL)
    g_cancellable_cancel (person->cancellable);
}

static gboolean
on_is_awaited (gpointer user_data)
{
  Person *person = user_data;

  return person->waits && loft_pop3_mailbox_count_retrieved (person->world->mailbox) >= 3;
}

static GBytes *
ask (Person *person)
{
  return loft_account_sync_fetch_message (person->world->sync, person->wanted, person->cancellable,
                                          &person->error);
}

static void
on_breathe (gpointer user_data)
{
  Person *person = user_data;
  g_autoptr (GBytes) raw = NULL;

  if (!person->waits)
    return;
  person->waits = FALSE;
  raw = ask (person);
}

static void
watch (Pop3World *world, Person *person)
{
  static const LoftSyncObserver observer = { .breathe = on_breathe,
                                             .is_awaited = on_is_awaited,
                                             .arriving = on_arriving };

  g_clear_object (&world->sync);
  world->sync =
    loft_account_sync_new (world->store, world->journal, world->backend, 0, &observer, person);
  loft_account_sync_set_download_terms (world->sync, &world->terms);
}

static void
set_up (Pop3World *world, Person *person)
{
  g_autofree char *line = g_strnfill (70, 'x');
  g_autoptr (GString) text = g_string_new ("Subject: Large\nMessage-ID: <large@example.test>\n\n");
  g_autoptr (GArray) ids = NULL;

  while (text->len < LARGE)
    g_string_append_printf (text, "%s\n", line);
  world->terms.largest = 100000;
  pop3_world_add_text (world, NULL, text->str);
  pop3_world_close (world);
  pop3_world_open (world);
  pop3_world_sync_well (world);
  ids = loft_mail_store_list_all_ids (world->store->mail, NULL, NULL);
  g_assert_cmpuint (ids->len, ==, 1);
  person->wanted = g_array_index (ids, gint64, 0);
  watch (world, person);
}

static void
assert_has_rest (Person *person)
{
  g_autoptr (GBytes) raw = NULL;

  g_clear_error (&person->error);
  g_clear_object (&person->cancellable);
  person->done = 0;
  raw = ask (person);
  g_assert_no_error (person->error);
  g_assert_cmpuint (g_bytes_get_size (raw), >, LARGE);
}

static void
test_told (void)
{
  g_autoptr (Pop3World) world = pop3_world_new (0);
  Person person = { .world = world };

  set_up (world, &person);
  assert_has_rest (&person);
  g_assert_cmpuint (person.n_told, >, 0);
  g_assert_cmpuint (person.total, >, LARGE);
  g_assert_cmpuint (person.done, <=, person.total);
}

static void
test_given_up (void)
{
  g_autoptr (Pop3World) world = pop3_world_new (0);
  Person person = { .world = world, .cancellable = g_cancellable_new () };
  g_autoptr (GBytes) raw = NULL;

  set_up (world, &person);
  raw = ask (&person);
  g_assert_null (raw);
  g_assert_error (person.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (pop3_world_count (world), ==, 1);
  pop3_world_sync_well (world);
  assert_has_rest (&person);
}

/* Giving up ends the connection: what was coming over it comes over the next. */
static void
test_given_up_meanwhile (void)
{
  g_autoptr (Pop3World) world = pop3_world_new (0);
  Person person = { .world = world, .waits = TRUE, .cancellable = g_cancellable_new () };

  set_up (world, &person);
  for (guint n = 0; n < N_MANY; n++)
    pop3_world_add (world, n);
  pop3_world_sync_well (world);
  g_assert_false (person.waits);
  g_assert_error (person.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  for (guint n = 0; n < N_MANY; n++)
    g_assert_cmpuint (pop3_world_count_n (world, n), ==, 1);
  g_assert_cmpuint (pop3_world_count (world), ==, N_MANY + 1);
  assert_has_rest (&person);
}

/* The limit was raised, so the rest of many comes in steps; in between somebody gives up one of them. */
static void
test_given_up_between_steps (void)
{
  g_autoptr (Pop3World) world = pop3_world_new (0);
  Person person = { .world = world, .cancellable = g_cancellable_new () };
  g_autofree char *filler = g_strnfill (2000, 'y');
  g_autoptr (GArray) ids = NULL;

  set_up (world, &person);
  world->terms.largest = 1000;
  for (guint n = 0; n < N_MANY; n++)
    {
      g_autofree char *small = pop3_world_text (n);
      g_autofree char *text = g_strconcat (small, filler, "\n", NULL);

      pop3_world_add_text (world, NULL, text);
    }
  pop3_world_close (world);
  pop3_world_open (world);
  pop3_world_sync_well (world);
  g_assert_cmpuint (loft_pop3_mailbox_count_retrieved (world->mailbox), ==, 0);

  world->terms.largest = LARGE / 2;
  person.waits = TRUE;
  watch (world, &person);
  pop3_world_sync_well (world);
  g_assert_false (person.waits);
  g_assert_error (person.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  ids = loft_mail_store_list_all_ids (world->store->mail, NULL, NULL);
  g_assert_cmpuint (ids->len, ==, N_MANY + 1);
  for (guint i = 0; i < ids->len; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);
      g_autoptr (LoftMessageState) state = loft_mail_store_get_state (world->store->mail, id, NULL);

      g_assert_cmpint (state->content, ==,
                       id == person.wanted ? LOFT_CONTENT_NONE : LOFT_CONTENT_CACHED);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync-pop3-rest/told", test_told);
  g_test_add_func ("/sync-pop3-rest/given-up", test_given_up);
  g_test_add_func ("/sync-pop3-rest/given-up-meanwhile", test_given_up_meanwhile);
  g_test_add_func ("/sync-pop3-rest/given-up-between-steps", test_given_up_between_steps);
  return g_test_run ();
}
