/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-dav-discovery-private.h"

#include <string.h>

#include "loft-dav-failure.h"
#include "loft-dav-href.h"
#include "loft-dav-request.h"
#include "loft-error.h"
#include "loft-public-suffix.h"
#include "loft-text.h"

#define MAX_HOPS  5
#define MAX_HOMES 16

#define MAX_FEATURES 4000 /* characters */

/* What one address says. */
typedef struct {
  const char *url; /* (borrowed) */
  char *principal; /* (nullable) an address */
  gboolean calendar;
  gboolean book;
  LoftDavPerson *person; /* filled in */
} Answer;

static const LoftDavName asked_for[] = {
  { LOFT_DAV_NS_DAV, "current-user-principal" },
  { LOFT_DAV_NS_DAV, "principal-URL" },
  { LOFT_DAV_NS_DAV, "resourcetype" },
  { LOFT_DAV_NS_CALDAV, "calendar-home-set" },
  { LOFT_DAV_NS_CARDDAV, "addressbook-home-set" },
  { LOFT_DAV_NS_CALDAV, "calendar-user-address-set" },
  { LOFT_DAV_NS_CALDAV, "schedule-inbox-URL" },
  { LOFT_DAV_NS_CALDAV, "schedule-outbox-URL" },
  { NULL, NULL },
};

void
loft_dav_search_tell (LoftDavSearch *search, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  if (search->func == NULL)
    return;
  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  search->func (text, search->user_data);
}

/* ---- person ------------------------------------------------------------------------------- */

static LoftDavPerson *
person_new (const char *url)
{
  LoftDavPerson *self = g_new0 (LoftDavPerson, 1);

  self->url = g_strdup (url);
  self->calendars = g_ptr_array_new_with_free_func (g_free);
  self->contacts = g_ptr_array_new_with_free_func (g_free);
  self->addresses = g_ptr_array_new_with_free_func (g_free);
  self->features = g_strdup ("");
  self->product = g_strdup ("");
  return self;
}

void
loft_dav_person_free (LoftDavPerson *self)
{
  if (self == NULL)
    return;
  g_free (self->url);
  g_ptr_array_unref (self->calendars);
  g_ptr_array_unref (self->contacts);
  g_ptr_array_unref (self->addresses);
  g_free (self->inbox);
  g_free (self->outbox);
  g_free (self->features);
  g_free (self->product);
  g_free (self);
}

static gboolean
says_it_schedules (const LoftDavPerson *self)
{
  g_auto (GStrv) words = g_strsplit_set (self->features, ", ", -1);

  return g_strv_contains ((const char *const *) words, "calendar-auto-schedule");
}

gboolean
loft_dav_person_schedules (const LoftDavPerson *self)
{
  return self->inbox != NULL && self->outbox != NULL && says_it_schedules (self);
}

static gboolean
is_complete (LoftDavSearch *search, const LoftDavPerson *person)
{
  return ((search->services & LOFT_DAV_CALENDARS) != 0 && person->calendars->len > 0) ||
         ((search->services & LOFT_DAV_CONTACTS) != 0 && person->contacts->len > 0);
}

/* ---- where credentials may follow --------------------------------------------------------- */

static char *
registrable_of (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL);
  g_autofree char *host =
    uri != NULL && g_uri_get_host (uri) != NULL && strcmp (g_uri_get_scheme (uri), "https") == 0
      ? g_ascii_strdown (g_uri_get_host (uri), -1)
      : NULL;

  return host != NULL && !g_hostname_is_ip_address (host) ? loft_public_suffix_registrable (host)
                                                          : g_strdup ("");
}

static gboolean
follow (LoftDavSearch *search, const char *from, const char *to)
{
  g_autofree char *own = registrable_of (from);
  g_autofree char *other = registrable_of (to);

  if (loft_http_client_is_allowed (search->client, to))
    return TRUE;
  if (own[0] == '\0' || strcmp (own, other) != 0)
    {
      loft_dav_search_tell (search, "%s: in other hands than %s, left alone", to, from);
      return FALSE;
    }
  loft_http_client_allow (search->client, to);
  return TRUE;
}

/* The same where a server sends us; the first that is left alone is noted. */
gboolean
loft_dav_search_follow (LoftDavSearch *search, const char *from, const char *to)
{
  if (follow (search, from, to))
    return TRUE;
  if (search->foreign == NULL && g_str_has_prefix (to, "https://"))
    search->foreign = g_strdup (to);
  return FALSE;
}

/* ---- an answer ---------------------------------------------------------------------------- */

/* (transfer full) (nullable) */
static char *
read_href (const char *base, const LoftDavElement *found, const char *space, const char *name)
{
  const LoftDavElement *element = loft_dav_element_find (found, space, name);
  g_autofree char *href =
    element != NULL ? loft_dav_element_dup_text (element, LOFT_DAV_NS_DAV, "href") : NULL;

  return href != NULL ? loft_dav_href_to_url (base, href) : NULL;
}

static void
read_homes (const char *base, const LoftDavElement *found, const char *space, const char *name,
            GPtrArray *homes)
{
  const LoftDavElement *element = loft_dav_element_find (found, space, name);

  for (guint i = 0; i < loft_dav_element_get_n_children (element) && homes->len < MAX_HOMES; i++)
    {
      const LoftDavElement *child = loft_dav_element_get_child (element, i);
      g_autofree char *text = g_strstrip (g_strdup (child->text->str));
      g_autofree char *url = loft_dav_element_is (child, LOFT_DAV_NS_DAV, "href") && text[0] != '\0'
                               ? loft_dav_href_to_url (base, text)
                               : NULL;

      if (url != NULL && !g_ptr_array_find_with_equal_func (homes, url, g_str_equal, NULL))
        g_ptr_array_add (homes, g_steal_pointer (&url));
    }
}

static void
read_addresses (const LoftDavElement *found, GPtrArray *addresses)
{
  const LoftDavElement *set =
    loft_dav_element_find (found, LOFT_DAV_NS_CALDAV, "calendar-user-address-set");

  for (guint i = 0; i < loft_dav_element_get_n_children (set) && addresses->len < MAX_HOMES; i++)
    {
      g_autofree char *text =
        g_strstrip (g_strdup (loft_dav_element_get_child (set, i)->text->str));

      if (g_ascii_strncasecmp (text, "mailto:", 7) == 0)
        g_ptr_array_add (addresses, g_uri_unescape_string (text + 7, NULL));
    }
}

static gboolean
on_response (const LoftDavResponse *response, gpointer user_data, GError **error)
{
  Answer *answer = user_data;
  LoftDavPerson *person = answer->person;
  const LoftDavElement *found = response->found;
  const LoftDavElement *type = loft_dav_element_find (found, LOFT_DAV_NS_DAV, "resourcetype");

  if (answer->principal == NULL)
    answer->principal = read_href (answer->url, found, LOFT_DAV_NS_DAV, "current-user-principal");
  if (answer->principal == NULL)
    answer->principal = read_href (answer->url, found, LOFT_DAV_NS_DAV, "principal-URL");
  if (person->inbox == NULL)
    person->inbox = read_href (answer->url, found, LOFT_DAV_NS_CALDAV, "schedule-inbox-URL");
  if (person->outbox == NULL)
    person->outbox = read_href (answer->url, found, LOFT_DAV_NS_CALDAV, "schedule-outbox-URL");
  answer->calendar |= loft_dav_element_find (type, LOFT_DAV_NS_CALDAV, "calendar") != NULL;
  answer->book |= loft_dav_element_find (type, LOFT_DAV_NS_CARDDAV, "addressbook") != NULL;
  read_homes (answer->url, found, LOFT_DAV_NS_CALDAV, "calendar-home-set", person->calendars);
  read_homes (answer->url, found, LOFT_DAV_NS_CARDDAV, "addressbook-home-set", person->contacts);
  read_addresses (found, person->addresses);
  return TRUE;
}

static gboolean
ask_once (LoftDavSearch *search, Answer *answer, LoftDavAnswer *reply, GError **error)
{
  g_autoptr (GBytes) body = loft_dav_request_propfind (asked_for);
  LoftHttpCall call = { .method = "PROPFIND", .url = answer->url, .body = body, .stay = TRUE };

  return loft_dav_query (search->client, &call, 0, answer->url, on_response, answer, reply,
                         search->cancellable, error);
}

static void
note_server (LoftDavPerson *person, const LoftDavAnswer *reply)
{
  g_free (person->features);
  g_free (person->product);
  person->features = g_strdup (reply->features != NULL ? reply->features : "");
  person->product = g_strdup (reply->product != NULL ? reply->product : "");
}

/* (transfer full) What is at url, or where that leads. *principal: (transfer full) (nullable) */
static LoftDavPerson *
ask (LoftDavSearch *search, const char *url, char **principal, GError **error)
{
  g_autofree char *at = g_strdup (url);

  for (guint i = 0; i < MAX_HOPS; i++)
    {
      g_autoptr (LoftDavPerson) person = person_new (at);
      g_autofree char *found = NULL;
      g_auto (LoftDavAnswer) reply = { 0 };
      g_autoptr (GError) failure = NULL;
      Answer answer = { .url = at, .person = person };
      gboolean done = ask_once (search, &answer, &reply, &failure);

      found = answer.principal;
      if (done)
        {
          note_server (person, &reply);
          if (answer.calendar || answer.book)
            {
              person->single = TRUE;
              g_ptr_array_add (answer.calendar ? person->calendars : person->contacts,
                               g_strdup (at));
            }
          *principal = g_steal_pointer (&found);
          return g_steal_pointer (&person);
        }
      if (reply.status < 300 || reply.status >= 400 || reply.location == NULL ||
          !loft_dav_search_follow (search, at, reply.location))
        {
          loft_dav_search_tell (search, "%s: %s", at, failure->message);
          g_propagate_error (error, g_steal_pointer (&failure));
          return NULL;
        }
      loft_dav_search_tell (search, "%s: leads to %s", at, reply.location);
      g_free (at);
      at = g_strdup (reply.location);
    }
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_LIMIT, "%s: too many redirects", url);
  return NULL;
}

/* ---- from an address ---------------------------------------------------------------------- */

static void
drop_foreign (LoftDavSearch *search, const char *from, GPtrArray *homes)
{
  for (guint i = homes->len; i > 0; i--)
    if (!follow (search, from, g_ptr_array_index (homes, i - 1)))
      g_ptr_array_remove_index (homes, i - 1);
}

static LoftDavPerson *
ask_principal (LoftDavSearch *search, LoftDavPerson *person, const char *principal, GError **error)
{
  g_autofree char *again = NULL;
  g_autoptr (LoftDavPerson) other = NULL;

  if (principal == NULL || strcmp (principal, person->url) == 0 ||
      !follow (search, person->url, principal))
    return g_steal_pointer (&person);
  loft_dav_search_tell (search, "%s: you are %s", person->url, principal);
  other = ask (search, principal, &again, error);
  loft_dav_person_free (person);
  return g_steal_pointer (&other);
}

/* RFC 6638, 2: OPTIONS tells of scheduling; SOGo 5.8 has no such header on its other answers. While a
 * server stumbles it is not known who sends invitations, so that is no answer. */
static gboolean
ask_features (LoftDavSearch *search, LoftDavPerson *person, GError **error)
{
  LoftHttpCall call = { .method = "OPTIONS" };
  g_autoptr (LoftHttpReply) reply = NULL;
  const char *told;

  if (person->inbox == NULL || person->outbox == NULL || person->calendars->len == 0 ||
      says_it_schedules (person))
    return TRUE;
  call.url = g_ptr_array_index (person->calendars, 0);
  reply = loft_http_client_send (search->client, &call, search->cancellable, error);
  if (reply == NULL)
    return FALSE;
  if (reply->status >= 500 && reply->status != 501)
    return loft_dav_failure_check (reply, "What the server can do", error);
  told = loft_http_reply_get_header (reply, "dav");
  if (told == NULL || reply->status >= 300)
    return TRUE;
  g_free (person->features);
  person->features = loft_text_one_line (told, MAX_FEATURES);
  return TRUE;
}

static LoftDavPerson *
open_at (LoftDavSearch *search, const char *url, GError **error)
{
  g_autofree char *principal = NULL;
  LoftDavPerson *first = ask (search, url, &principal, error);
  g_autoptr (LoftDavPerson) person = NULL;

  if (first == NULL)
    return NULL;
  person = first->single || (first->calendars->len > 0 && first->contacts->len > 0) ||
               is_complete (search, first)
             ? first
             : ask_principal (search, first, principal, error);
  if (person == NULL)
    return NULL;
  drop_foreign (search, person->url, person->calendars);
  drop_foreign (search, person->url, person->contacts);
  if (is_complete (search, person))
    {
      loft_dav_search_tell (search, "%s: %u homes of calendars, %u of address books", person->url,
                            person->calendars->len, person->contacts->len);
      return ask_features (search, person, error) ? g_steal_pointer (&person) : NULL;
    }
  loft_dav_search_tell (search, "%s: no calendars and address books of yours", person->url);
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_GONE,
               "%s: there are no calendars or address books of yours", url);
  return NULL;
}

static gboolean
is_final (const GError *error)
{
  LoftError error_class = loft_error_class (error);

  return loft_error_is_cancelled (error) || error_class == LOFT_ERROR_AUTH ||
         error_class == LOFT_ERROR_UNTRUSTED || error_class == LOFT_ERROR_OFFLINE ||
         error_class == LOFT_ERROR_TEMPORARY;
}

char *
loft_dav_search_well_known (const char *url, LoftDavServices service)
{
  return loft_dav_href_to_url (url, (service & LOFT_DAV_CALENDARS) != 0 ? "/.well-known/caldav"
                                                                        : "/.well-known/carddav");
}

LoftDavPerson *
loft_dav_search_open (LoftDavSearch *search, const char *url, GError **error)
{
  g_autoptr (GError) failure = NULL;
  LoftDavPerson *person = open_at (search, url, &failure);
  g_autofree char *other = NULL;

  if (person != NULL)
    return person;
  other = loft_dav_search_well_known (url, search->services);
  if (is_final (failure) || other == NULL || strcmp (other, url) == 0)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  person = open_at (search, other, NULL);
  if (person == NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  return person;
}

LoftDavPerson *
loft_dav_discovery_open (LoftHttpClient *client, const char *url, LoftDavServices services,
                         LoftDavStepFunc func, gpointer user_data, GCancellable *cancellable,
                         GError **error)
{
  LoftDavSearch search = { client, services, func, user_data, cancellable, NULL };
  LoftDavPerson *person = loft_dav_search_open (&search, url, error);

  g_free (search.foreign);
  return person;
}
