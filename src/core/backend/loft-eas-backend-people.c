/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-backend-people.h"

#include "loft-eas-backend-private.h"
#include "loft-eas-find.h"
#include "loft-error.h"

#define PATIENCE   30 /* seconds for one range: somebody waits */
#define MOST_PAGES 10 /* ranges of one search, however few people come in each */

/* ---- a person ----------------------------------------------------------------------------- */

static void
set (char **place, const char *text)
{
  g_free (*place);
  *place = g_strdup (text);
}

static void
add_value (LoftContact *contact, const char *property, const char *text, const char *type)
{
  LoftContactValue *value;

  if (text[0] == '\0')
    return;
  value = loft_contact_value_new (property, text);
  g_strfreev (value->types);
  value->types = g_strsplit (type, " ", -1);
  g_ptr_array_add (contact->values, value);
}

/* The second part of an address is the room (RFC 6350 6.3.1); one line is all the server has. */
static void
add_office (LoftContact *contact, const char *office)
{
  g_autofree char *line = g_strdelimit (g_strdup (office), "\r\n", ' ');
  g_autofree char *parts = g_strdup_printf ("\n%s\n\n\n\n\n", line);

  if (office[0] != '\0')
    add_value (contact, "ADR", parts, "work");
}

static const char *
first_of (const char *a, const char *b, const char *c)
{
  return a[0] != '\0' ? a : b[0] != '\0' ? b : c;
}

LoftContact *
loft_eas_person_to_contact (const LoftEasPerson *person)
{
  LoftContact *contact;

  if (person->name[0] == '\0' && person->address[0] == '\0')
    return NULL;
  contact = loft_contact_new ();
  set (&contact->uid, first_of (person->address, person->alias, person->name));
  set (&contact->name, first_of (person->name, person->address, ""));
  set (&contact->given, person->first_name);
  set (&contact->family, person->last_name);
  set (&contact->organization, person->company);
  set (&contact->title, person->title);
  add_value (contact, "EMAIL", person->address, "work");
  add_value (contact, "TEL", person->phone, "work voice");
  add_value (contact, "TEL", person->mobile_phone, "cell");
  add_value (contact, "TEL", person->home_phone, "home voice");
  add_office (contact, person->office);
  return contact;
}

/* ---- asking ------------------------------------------------------------------------------- */

/* One range of the results. Find is asked where it is there: Search stays, but not for ever. */
static gboolean
ask (LoftEasBackend *self, const char *id, const char *words, guint first, guint n,
     LoftEasFound *found, GCancellable *cancellable, GError **error)
{
  guint version = loft_eas_client_get_server (self->client)->version;
  gboolean finds =
    version >= 161 && loft_eas_client_has_command (self->client, LOFT_EAS_COMMAND_FIND);
  g_autoptr (LoftWbxmlElement) request =
    finds ? loft_eas_find_people_request (id, words, first, n, 0)
          : loft_eas_search_people_request (version, words, first, n, 0);
  LoftEasCall call = { .command = finds ? LOFT_EAS_COMMAND_FIND : LOFT_EAS_COMMAND_SEARCH,
                       .request = request,
                       .seconds = PATIENCE };
  g_autoptr (LoftWbxmlElement) reply = NULL;

  return loft_eas_client_call (self->client, &call, &reply, cancellable, error) &&
         (finds ? loft_eas_find_reply (reply, found, error)
                : loft_eas_search_reply (reply, found, error));
}

/* A server that repeats itself tells nobody twice. */
static void
take (GPtrArray *contacts, GHashTable *seen, const LoftEasFound *found, guint limit)
{
  for (guint i = 0; i < found->people->len && contacts->len < limit; i++)
    {
      LoftContact *contact = loft_eas_person_to_contact (g_ptr_array_index (found->people, i));

      if (contact == NULL)
        continue;
      if (g_hash_table_add (seen, g_utf8_casefold (contact->uid, -1)))
        g_ptr_array_add (contacts, contact);
      else
        loft_contact_unref (contact);
    }
}

GPtrArray *
loft_eas_backend_find_people (LoftBackend *backend, const char *words, guint limit, gboolean *more,
                              GCancellable *cancellable, GError **error)
{
  LoftEasBackend *self = LOFT_EAS_BACKEND (backend);
  g_autoptr (GPtrArray) contacts =
    g_ptr_array_new_with_free_func ((GDestroyNotify) loft_contact_unref);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *id = g_uuid_string_random ();
  guint first = 0;

  /* MS-ASCMD 2.2.3.143.3: of the address book a server gives a hundred at most. */
  limit = MIN (limit, LOFT_EAS_SEARCH_MAX);
  for (guint i = 0; i < MOST_PAGES && contacts->len < limit; i++)
    {
      g_auto (LoftEasFound) found = { 0 };
      guint wanted = limit - contacts->len;

      if (!ask (self, id, words, first, wanted, &found, cancellable, error))
        return NULL;
      take (contacts, seen, &found, limit);
      /* Of a server that does not look at the range, all are here. */
      *more = found.next > first || found.people->len > wanted ||
              found.total > (gint64) first + found.people->len;
      if (found.next <= first || found.next >= LOFT_EAS_SEARCH_MAX)
        break;
      first = found.next;
    }
  return g_steal_pointer (&contacts);
}
