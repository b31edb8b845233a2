/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "test-eas-backend.h"

#include <string.h>

#include "loft-eas-backend-people.h"
#include "loft-eas-command.h"
#include "loft-error.h"

static GPtrArray *
find (LoftEasWorld *world, const char *words, guint limit, gboolean *more)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *people = loft_backend_find_people (world->backend, words, limit, more, NULL, &error);

  g_assert_no_error (error);
  return people;
}

static const char *
value_of (const LoftContact *contact, const char *property, guint i)
{
  g_autoptr (GPtrArray) values = loft_contact_list_values (contact, property);

  return i < values->len ? ((LoftContactValue *) g_ptr_array_index (values, i))->value : NULL;
}

/* The command that asks, as the version has it. */
static guint
n_asked (LoftEasWorld *world)
{
  guint command =
    g_str_equal (world->version, "16.1") ? LOFT_EAS_COMMAND_FIND : LOFT_EAS_COMMAND_SEARCH;

  return loft_eas_backend_get_n_requests (LOFT_EAS_BACKEND (world->backend), command);
}

static void
test_one (LoftEasWorld *world, gconstpointer data)
{
  gboolean more = TRUE;
  g_autoptr (GPtrArray) people = find (world, "bob", 20, &more);
  const LoftContact *bob = g_ptr_array_index (people, 0);

  g_assert_true (loft_backend_get_capabilities (world->backend) & LOFT_BACKEND_HAS_DIRECTORY);
  g_assert_cmpuint (people->len, ==, 1);
  g_assert_false (more);
  g_assert_cmpstr (bob->name, ==, "Bob Example");
  g_assert_cmpstr (bob->given, ==, "Bob");
  g_assert_cmpstr (bob->family, ==, "Example");
  g_assert_cmpstr (bob->organization, ==, "Example Company");
  g_assert_cmpstr (bob->uid, ==, "bob@example.test");
  g_assert_cmpstr (value_of (bob, "EMAIL", 0), ==, "bob@example.test");
  g_assert_cmpstr (value_of (bob, "TEL", 0), ==, "+1 555 0100");
  g_assert_cmpstr (value_of (bob, "TEL", 1), ==, "+1 555 0101");
  g_assert_cmpstr (value_of (bob, "ADR", 0), ==, "\n12\n\n\n\n\n");
  g_assert_null (bob->photo);
  g_assert_cmpuint (n_asked (world), ==, 1);
}

static void
test_nobody (LoftEasWorld *world, gconstpointer data)
{
  gboolean more = TRUE;
  g_autoptr (GPtrArray) people = find (world, "zzzz", 20, &more);

  g_assert_cmpuint (people->len, ==, 0);
  g_assert_false (more);
}

/* Somebody has no address, somebody is told twice, one entry says nothing at all. */
static void
test_odd (LoftEasWorld *world, gconstpointer data)
{
  gboolean more;
  g_autoptr (GPtrArray) people = NULL;

  loft_eas_world_tell (world, "set",
                       "{'people': [{'DisplayName': 'Odd Lift', 'Phone': '7'},"
                       "{'Alias': 'odd', 'Office': '1'},"
                       "{'DisplayName': 'Odd One', 'EmailAddress': 'odd@example.test'},"
                       "{'DisplayName': 'Odd One', 'EmailAddress': 'ODD@example.test'}]}");
  people = find (world, "odd", 20, &more);
  g_assert_cmpuint (people->len, ==, 2);
  g_assert_cmpstr (((LoftContact *) people->pdata[0])->uid, ==, "Odd Lift");
  g_assert_cmpstr (((LoftContact *) people->pdata[1])->uid, ==, "odd@example.test");
}

static void
put_many (LoftEasWorld *world, guint n)
{
  g_autoptr (GString) json = g_string_new ("");

  for (guint i = 0; i < n; i++)
    g_string_append_printf (json,
                            "%s{'DisplayName': 'Many %u', 'EmailAddress': 'many%u@example.test'}",
                            i > 0 ? "," : "", i, i);
  loft_eas_world_tell (world, "set", "{'people': [%s]}", json->str);
}

/* However few a server gives at once, and never more than asked for. */
static void
test_paged (LoftEasWorld *world, gconstpointer data)
{
  gboolean more = FALSE;
  g_autoptr (GPtrArray) some = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GPtrArray) most = NULL;

  put_many (world, 130);
  loft_eas_world_tell (world, "set", "{'find-limit': 30}");
  some = find (world, "many", 40, &more);
  g_assert_cmpuint (some->len, ==, 40);
  g_assert_true (more);
  g_assert_cmpstr (((LoftContact *) some->pdata[39])->uid, ==, "many39@example.test");
  g_assert_cmpuint (n_asked (world), ==, 2);
  most = find (world, "many", 500, &more);
  g_assert_cmpuint (most->len, ==, 100);
  g_assert_true (more);
  g_assert_cmpuint (n_asked (world), ==, 6);
  all = find (world, "many 1", 50, &more);
  g_assert_cmpuint (all->len, ==, 41);
  g_assert_false (more);
}

/* A server that gives next to nothing each time is not asked for ever. */
static void
test_bounded (LoftEasWorld *world, gconstpointer data)
{
  gboolean more = FALSE;
  g_autoptr (GPtrArray) people = NULL;

  put_many (world, 60);
  loft_eas_world_tell (world, "set", "{'find-limit': 1}");
  people = find (world, "many", 50, &more);
  g_assert_cmpuint (people->len, ==, 10);
  g_assert_true (more);
  g_assert_cmpuint (n_asked (world), ==, 10);
}

static void
test_refused (LoftEasWorld *world, gconstpointer data)
{
  static const struct {
    const char *fault;
    gint code;
    const char *sentence;
  } cases[] = {
    { "'http': 503", LOFT_ERROR_TEMPORARY, NULL },
    { "'http': 401", LOFT_ERROR_AUTH, NULL },
    { "'status': 112", LOFT_ERROR_NOT_ALLOWED, "directory" },
    { "'empty': true", LOFT_ERROR_PROTOCOL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *fault = g_strdup_printf ("'command': '*', 'times': 9, %s", cases[i].fault);
      g_autoptr (GError) error = NULL;
      gboolean more;

      loft_eas_world_fail (world, fault);
      g_assert_null (loft_backend_find_people (world->backend, "bob", 20, &more, NULL, &error));
      g_assert_error (error, LOFT_ERROR, cases[i].code);
      g_assert_true (cases[i].sentence == NULL ||
                     strstr (error->message, cases[i].sentence) != NULL);
      loft_eas_world_tell (world, "clear", "{}");
    }
}

void
loft_test_eas_add_people (const char *version)
{
  LOFT_TEST_EAS_ADD ("people/one", version, test_one);
  LOFT_TEST_EAS_ADD ("people/nobody", version, test_nobody);
  LOFT_TEST_EAS_ADD ("people/odd", version, test_odd);
  LOFT_TEST_EAS_ADD ("people/paged", version, test_paged);
  LOFT_TEST_EAS_ADD ("people/bounded", version, test_bounded);
  LOFT_TEST_EAS_ADD ("people/refused", version, test_refused);
}
