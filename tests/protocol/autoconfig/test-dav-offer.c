/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Calendars and contacts beside mail: what is found, and who gets to see the password. */
#include "loft-dav-offer.h"

#include <string.h>

#include "loft-error.h"
#include "loft-fake-resolver.h"
#include "loft-web-server.h"

#define ADDRESS "anna@example.test"

#define HOMES                                                                                      \
  "<?xml version=\"1.0\"?><d:multistatus xmlns:d=\"DAV:\" "                                        \
  "xmlns:c=\"urn:ietf:params:xml:ns:caldav\" xmlns:k=\"urn:ietf:params:xml:ns:carddav\">"          \
  "<d:response><d:href>/</d:href><d:propstat><d:prop>"                                             \
  "<c:calendar-home-set><d:href>/cal/</d:href></c:calendar-home-set>"                              \
  "<k:addressbook-home-set><d:href>/card/</d:href></k:addressbook-home-set></d:prop>"              \
  "<d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response></d:multistatus>"

/* One whole search, and what the servers saw. */
typedef struct {
  const char *path;
  const char *calendars; /* host that DNS names, with PORT/ */
  const char *contacts;
  const char *mail_host; /* (nullable) that has the password already */
  const char *trust; /* (nullable) a certificate accepted there */
  const char *known; /* (nullable) in the settings: an address */
  const char *silent; /* (nullable) place that never answers */
  const char *redirect; /* (nullable) place that leads to https://other.test:PORT/ */
  const char *web; /* (nullable) host without anything but pages */
  const char *password;
  LoftDavOfferParts found;
  LoftDavOfferParts foreign;
  int error; /* NONE, ANY or a class */
  const char *told; /* hosts that saw the password */
} Row;

#define NONE (-1)
#define ANY                                                                                        \
  (-2) /* what is at port 443 of this machine, where the domain's own pages are looked for */

#define BOTH (LOFT_DAV_OFFER_CALENDARS | LOFT_DAV_OFFER_CONTACTS)

static const Row cases[] = {
  { "both", "dav.example.test", "dav.example.test", .password = "secret", .found = BOTH,
    .error = NONE, .told = "dav.example.test" },
  { "calendars", "dav.example.test", NULL, .password = "secret", .found = LOFT_DAV_OFFER_CALENDARS,
    .error = NONE, .told = "dav.example.test" },
  { "contacts", NULL, "cards.example.test", .password = "secret", .found = LOFT_DAV_OFFER_CONTACTS,
    .error = NONE, .told = "cards.example.test" },
  { "refused", "dav.example.test", "dav.example.test", .password = "wrong",
    .error = LOFT_ERROR_AUTH, .told = "dav.example.test" },
  { "foreign", "other.test", "other.test", .password = "secret", .found = BOTH, .foreign = BOTH,
    .error = NONE, .told = "" },
  { "foreign-half", "dav.example.test", "other.test", .password = "secret", .found = BOTH,
    .foreign = LOFT_DAV_OFFER_CONTACTS, .error = NONE, .told = "dav.example.test" },
  { "foreign-has-the-mail", "other.test", "other.test", .mail_host = "other.test",
    .password = "secret", .found = BOTH, .error = NONE, .told = "other.test" },
  /* Mail came there by a certificate that proves nothing to others. */
  { "foreign-has-the-mail-on-trust", "other.test", "other.test", .mail_host = "other.test",
    .trust = "abcd", .password = "secret", .found = BOTH, .foreign = BOTH, .error = NONE,
    .told = "" },
  { "foreign-page", "other.test", NULL, .web = "other.test", .password = "secret",
    .error = LOFT_ERROR_REFUSED, .told = "" },
  { "led-away", "example.test", NULL, .redirect = "example.test/.well-known/caldav",
    .password = "secret", .found = LOFT_DAV_OFFER_CALENDARS, .foreign = LOFT_DAV_OFFER_CALENDARS,
    .error = NONE, .told = "" },
  { "led-to-a-page", "example.test", NULL, .redirect = "example.test/.well-known/caldav",
    .web = "other.test", .password = "secret", .error = ANY, .told = "" },
  { "settings", NULL, NULL, .known = "https://cal.other.test:PORT/", .password = "secret",
    .found = LOFT_DAV_OFFER_CALENDARS, .error = NONE, .told = "cal.other.test" },
  { "nothing", NULL, NULL, .password = "secret", .error = ANY, .told = "" },
  { "silence", "dav.example.test", NULL, .silent = "dav.example.test/.well-known/caldav",
    .password = "secret", .error = LOFT_ERROR_TEMPORARY, .told = "" },
  /* What was found until then. */
  { "half-silence", "dav.example.test", "cards.example.test",
    .silent = "cards.example.test/.well-known/carddav", .password = "secret",
    .found = LOFT_DAV_OFFER_CALENDARS, .error = NONE, .told = "dav.example.test" },
  { "bad-name", "a.b.example.test", NULL, .password = "secret", .error = ANY,
    .told = "" },
};

typedef struct {
  LoftService *service;
  char *profile;
  LoftWebServer *server;
  const Row *row;
  GAsyncResult *result;
} World;

static LoftFakeResolver *resolver;

/* ---- the servers -------------------------------------------------------------------------- */

static void
refuse (SoupServerMessage *message)
{
  soup_server_message_set_status (message, 401, NULL);
  soup_message_headers_append (soup_server_message_get_response_headers (message),
                               "WWW-Authenticate", "Basic realm=\"dav\"");
}

static gboolean
answer (SoupServerMessage *message, const char *path, GHashTable *query, gpointer user_data)
{
  World *world = user_data;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *authorization = soup_message_headers_get_one (headers, "Authorization");
  const char *host = soup_message_headers_get_one (headers, "Host");
  g_autofree char *word =
    g_base64_encode ((const guchar *) ADDRESS ":secret", strlen (ADDRESS ":secret"));

  if (world->row->web != NULL && g_str_has_prefix (host, world->row->web))
    return FALSE;
  if (authorization == NULL || strstr (authorization, word) == NULL)
    {
      refuse (message);
      return TRUE;
    }
  soup_server_message_set_status (message, 207, NULL);
  soup_server_message_set_response (message, "application/xml", SOUP_MEMORY_COPY, HOMES,
                                    strlen (HOMES));
  return TRUE;
}

/* (transfer full) who saw a password, each once, in order. */
static char *
who_saw_it (World *world)
{
  g_autofree char *log = loft_web_server_dup_log (world->server);
  g_auto (GStrv) lines = g_strsplit (log, "\n", -1);
  g_autoptr (GString) told = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit (lines[i], " ", 3);
      g_autofree char *host = NULL;

      if (strstr (lines[i], " [Basic ") == NULL)
        continue;
      host = g_strndup (words[1], strcspn (words[1], "/"));
      if (strstr (told->str, host) == NULL)
        g_string_append_printf (told, "%s%s", told->len > 0 ? " " : "", host);
    }
  return g_string_free (g_steal_pointer (&told), FALSE);
}

static void
name_server (World *world, const char *service, const char *host)
{
  g_autofree char *name = g_strdup_printf ("_%s._tcp.example.test", service);

  if (host == NULL)
    return;
  loft_fake_resolver_add_host (resolver, host);
  loft_fake_resolver_add_srv (resolver, name, 0, loft_web_server_get_port (world->server), host);
}

static void
lay_out (World *world)
{
  const Row *row = world->row;
  g_autofree char *location = g_strdup_printf ("Location: https://other.test:%u/dav/",
                                               loft_web_server_get_port (world->server));

  loft_fake_resolver_clear (resolver);
  loft_fake_resolver_add_host (resolver, "other.test");
  loft_fake_resolver_add_host (resolver, "cal.other.test");
  name_server (world, "caldavs", row->calendars);
  name_server (world, "carddavs", row->contacts);
  if (row->silent != NULL)
    loft_web_server_add_silence (world->server, row->silent);
  if (row->redirect != NULL)
    loft_web_server_add (world->server, row->redirect, 301, location, NULL);
}

/* ---- the search --------------------------------------------------------------------------- */

static void
set (char **field, const char *value)
{
  g_free (*field);
  *field = g_strdup (value);
}

static LoftAccount *
make_mail (World *world)
{
  LoftAccount *mail = loft_account_new ("imap");
  const Row *row = world->row;
  g_autofree char *port = g_strdup_printf ("%u", loft_web_server_get_port (world->server));
  g_auto (GStrv) parts = g_strsplit (row->known != NULL ? row->known : "", "PORT", 2);

  set (&mail->name, ADDRESS);
  set (&mail->address, ADDRESS);
  set (&mail->incoming.user, ADDRESS);
  set (&mail->incoming.host, row->mail_host != NULL ? row->mail_host : "imap.example.test");
  set (&mail->trust, row->trust != NULL ? row->trust : "");
  if (row->known != NULL)
    {
      g_free (mail->calendars);
      mail->calendars = g_strjoinv (port, parts);
    }
  return mail;
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  ((World *) user_data)->result = g_object_ref (result);
}

static void
wait_for_end (World *world)
{
  while (world->result == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static LoftDavOffer *
search (World *world, LoftAccount *mail, const char *password, guint seconds, GError **error)
{
  LoftDavOffer *offer = NULL;

  loft_dav_offer_find_async (world->service, mail, password, seconds, NULL, on_done, world);
  wait_for_end (world);
  offer = loft_dav_offer_find_finish (world->result, error);
  g_clear_object (&world->result);
  return offer;
}

static gboolean
was_asked (World *world, const char *place)
{
  g_autofree char *log = loft_web_server_dup_log (world->server);

  return strstr (log, place) != NULL;
}

/* What is silent is so for ever, and the limit ends the search. On a slow machine that may be before it
 * came so far: then it is given longer. */
static LoftDavOffer *
search_silence (World *world, LoftAccount *mail, GError **error)
{
  LoftDavOffer *offer = NULL;

  for (guint seconds = 1;; seconds *= 2)
    {
      offer = search (world, mail, "secret", seconds, error);
      if (was_asked (world, world->row->silent))
        return offer;
      g_clear_pointer (&offer, loft_dav_offer_free);
      g_clear_error (error);
    }
}

static void
set_up (World *world, gconstpointer row)
{
  world->row = row;
  world->profile = g_dir_make_tmp ("loft-offer-XXXXXX", NULL);
  world->service = loft_service_open (world->profile, NULL);
  world->server = loft_web_server_new (LOFT_TEST_CERTIFICATE_SITES, answer, world);
  lay_out (world);
}

static void
tear_down (World *world, gconstpointer row)
{
  const char *argv[] = { "rm", "-rf", world->profile, NULL };
  g_autoptr (GSubprocess) process = NULL;

  g_clear_object (&world->service);
  loft_web_server_free (world->server);
  process = g_subprocess_newv (argv, 0, NULL);
  g_subprocess_wait (process, NULL, NULL);
  g_free (world->profile);
}

static void
test_find (World *world, gconstpointer data)
{
  const Row *row = world->row;
  g_autoptr (LoftAccount) mail = make_mail (world);
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftDavOffer) offer = row->silent != NULL
                                     ? search_silence (world, mail, &error)
                                     : search (world, mail, row->password, 60, &error);
  g_autofree char *told = who_saw_it (world);

  g_assert_cmpstr (told, ==, row->told);
  if (row->error != NONE)
    {
      g_assert_null (offer);
      g_assert_nonnull (error);
      if (row->error != ANY)
        g_assert_cmpint (loft_error_class (error), ==, row->error);
      return;
    }
  g_assert_no_error (error);
  g_assert_cmpint (loft_dav_offer_get_parts (offer), ==, row->found);
  g_assert_cmpint (offer->foreign, ==, row->foreign);
  g_assert_cmpstr (offer->secret, ==, "secret");
}

/* A refused password is not tried at the next door. */
static void
test_once (World *world, gconstpointer data)
{
  g_autoptr (LoftAccount) mail = make_mail (world);
  g_autoptr (LoftDavOffer) offer = search (world, mail, "wrong", 60, NULL);
  g_autofree char *log = loft_web_server_dup_log (world->server);
  const char *first = strstr (log, "[Basic ");

  g_assert_null (offer);
  g_assert_nonnull (first);
  g_assert_null (strstr (first + 1, "[Basic "));
}

/* After the person's yes. */
static void
test_try (World *world, gconstpointer data)
{
  g_autoptr (LoftAccount) mail = make_mail (world);
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftDavOffer) offer = search (world, mail, "secret", 60, &error);
  g_autoptr (LoftDavOffer) tried = NULL;
  g_autofree char *told = NULL;

  g_assert_no_error (error);
  loft_dav_offer_try_async (offer, mail, LOFT_DAV_OFFER_CALENDARS, NULL, on_done, world);
  wait_for_end (world);
  tried = loft_dav_offer_try_finish (world->result, &error);
  g_clear_object (&world->result);
  g_assert_no_error (error);
  g_assert_cmpint (tried->foreign, ==, LOFT_DAV_OFFER_CONTACTS);
  told = who_saw_it (world);
  g_assert_cmpstr (told, ==, "other.test");
}

static void
test_cancelled (World *world, gconstpointer data)
{
  g_autoptr (LoftAccount) mail = make_mail (world);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  loft_dav_offer_find_async (world->service, mail, "secret", 600, cancellable, on_done, world);
  g_cancellable_cancel (cancellable);
  wait_for_end (world);
  g_assert_null (loft_dav_offer_find_finish (world->result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&world->result);
}

/* Of an account that exists: its own password, and the account that is made of it. */
static void
test_kept_password (World *world, gconstpointer data)
{
  g_autoptr (LoftAccount) mail = make_mail (world);
  g_autoptr (LoftAccount) dav = NULL;
  g_autoptr (LoftDavOffer) offer = NULL;
  g_autoptr (LoftMailAccount) added = NULL;
  g_autoptr (GError) error = NULL;

  mail->secret = LOFT_SECRET_FILE;
  loft_service_add_account_async (world->service, mail, "secret", NULL, on_done, world);
  wait_for_end (world);
  added = loft_service_add_account_finish (world->service, world->result, &error);
  g_clear_object (&world->result);
  g_assert_no_error (error);
  g_assert_true (loft_dav_offer_is_missing (world->service, loft_mail_account_get_account (added)));
  offer = search (world, loft_mail_account_get_account (added), NULL, 60, &error);
  g_assert_no_error (error);
  dav = loft_dav_offer_make_account (offer, loft_mail_account_get_account (added), BOTH);
  g_assert_cmpstr (dav->kind, ==, "dav");
  g_assert_cmpstr (dav->mail_account, ==, loft_mail_account_get_account (added)->id);
  g_assert_cmpstr (dav->incoming.user, ==, ADDRESS);
  g_assert_cmpstr (dav->incoming.host, ==, "dav.example.test");
  g_assert_cmpuint (dav->incoming.port, ==, loft_web_server_get_port (world->server));
  g_assert_cmpint (dav->secret, ==, LOFT_SECRET_FILE);
  set (&dav->name, "Calendar");
  loft_service_add_account_async (world->service, dav, offer->secret, NULL, on_done, world);
  wait_for_end (world);
  g_object_unref (loft_service_add_account_finish (world->service, world->result, &error));
  g_clear_object (&world->result);
  g_assert_no_error (error);
  g_assert_false (
    loft_dav_offer_is_missing (world->service, loft_mail_account_get_account (added)));
}

static const Row *
row_of (const char *path)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    if (strcmp (cases[i].path, path) == 0)
      return &cases[i];
  g_assert_not_reached ();
}

#define ADD(path, row, func)                                                                       \
  g_test_add ("/dav-offer/" path, World, row_of (row), set_up, func, tear_down)

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  loft_test_tls_install ();
  resolver = loft_fake_resolver_install ();
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/dav-offer/find/", cases[i].path, NULL);

      g_test_add (path, World, &cases[i], set_up, test_find, tear_down);
    }
  ADD ("once", "refused", test_once);
  ADD ("try", "foreign", test_try);
  ADD ("cancelled", "silence", test_cancelled);
  ADD ("kept-password", "both", test_kept_password);
  status = g_test_run ();
  g_object_unref (resolver);
  return status;
}
