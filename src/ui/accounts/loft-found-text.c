/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-found-text.h"

#include "config.h"
#include "loft-error.h"

#include <glib/gi18n.h>
#include <string.h>

char *
loft_found_text_step (LoftFoundBy by, const char *domain)
{
  switch (by)
    {
    case LOFT_FOUND_IN_TABLE:
      return g_strdup (_ ("Providers that Loft knows"));
    case LOFT_FOUND_BY_AUTOCONFIG:
      return g_strdup_printf (_ ("Settings published by %s"), domain);
    case LOFT_FOUND_BY_SRV:
      return g_strdup_printf (_ ("Service records of %s"), domain);
    case LOFT_FOUND_BY_MX:
      return g_strdup_printf (_ ("Provider that receives mail for %s"), domain);
    case LOFT_FOUND_BY_AUTODISCOVER:
      return g_strdup_printf (_ ("Settings for Outlook published by %s"), domain);
    case LOFT_FOUND_BY_GUESS:
    default:
      return g_strdup_printf (_ ("Usual names, such as imap.%s"), domain);
    }
}

static const char *
security_text (LoftSecurity security)
{
  switch (security)
    {
    case LOFT_SECURITY_TLS:
      return _ ("TLS");
    case LOFT_SECURITY_STARTTLS:
      return _ ("STARTTLS");
    case LOFT_SECURITY_NONE:
    default:
      return _ ("not protected");
    }
}

char *
loft_found_text_server (const LoftFoundServer *server)
{
  /* Translators: server name, port, kind of protection. */
  return g_strdup_printf (_ ("%1$s, port %2$u, %3$s"), server->host, server->port,
                          security_text (server->security));
}

/* (transfer full) the host of a web address, else all of it. */
static char *
host_of (const char *origin)
{
  const char *scheme = strstr (origin, "://");
  const char *host = scheme != NULL ? scheme + strlen ("://") : origin;

  return g_strndup (host, strcspn (host, "/?#"));
}

char *
loft_found_text_source (const LoftFoundAccount *found)
{
  g_autofree char *host = host_of (found->origin);

  switch (found->by)
    {
    case LOFT_FOUND_IN_TABLE:
      return g_strdup_printf (_ ("Known to Loft: %s"),
                              found->provider[0] != '\0' ? found->provider : host);
    case LOFT_FOUND_BY_AUTOCONFIG:
      return g_strdup_printf (_ ("Published by %s"), host);
    case LOFT_FOUND_BY_SRV:
      return g_strdup (_ ("Named by the domain’s service records"));
    case LOFT_FOUND_BY_MX:
      return g_strdup_printf (_ ("%s receives mail for this domain"),
                              found->provider[0] != '\0' ? found->provider : host);
    case LOFT_FOUND_BY_AUTODISCOVER:
      if (g_str_has_prefix (found->origin, "http:"))
        return g_strdup_printf (_ ("Named by %s, without protection"), host);
      return g_strdup_printf (_ ("Published for Outlook by %s"), host);
    case LOFT_FOUND_BY_GUESS:
    default:
      return g_strdup (_ ("Guessed: a usual name, and its certificate is valid"));
    }
}

static void
add_other (GString *text, const LoftFoundAccount *found, const char *kind, const char *sentence)
{
  const LoftFoundServer *server = loft_found_account_get_server (found, kind);

  if (server == NULL)
    return;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
  g_string_append_printf (text, sentence, server->host);
#pragma GCC diagnostic pop
  g_string_append_c (text, '\n');
}

char *
loft_found_text_others (const LoftFoundAccount *found)
{
  g_autoptr (GString) text = g_string_new (NULL);

  add_other (text, found, "smtp", _ ("Sends by %s"));
  add_other (text, found, "caldav", _ ("Calendars at %s"));
  add_other (text, found, "carddav", _ ("Contacts at %s"));
  if (text->len > 0)
    g_string_truncate (text, text->len - 1);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static const char *
no_file (LoftError error_class)
{
  switch (error_class)
    {
    case LOFT_ERROR_PROTOCOL:
      return _ ("What came is no settings file, perhaps a web page");
    case LOFT_ERROR_LIMIT:
      return _ ("Led from one address to the next without an end, or was too large");
    case LOFT_ERROR_UNTRUSTED:
      return _ ("The certificate belongs to somebody else, so nothing was read");
    case LOFT_ERROR_TEMPORARY:
      return _ ("Did not answer in time");
    default:
      return _ ("None");
    }
}

char *
loft_found_text_nothing (LoftFoundBy by, const GError *reason)
{
  LoftError error_class = reason == NULL ? LOFT_ERROR_GONE : loft_error_class (reason);

  if (by == LOFT_FOUND_BY_AUTOCONFIG)
    return g_strdup (no_file (error_class));
  if (by == LOFT_FOUND_BY_GUESS)
    return g_strdup (_ ("No server with a valid certificate answered"));
  if (error_class == LOFT_ERROR_TEMPORARY ||
      (reason != NULL && g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CANCELLED)))
    return g_strdup (_ ("Did not answer in time"));
  if (by == LOFT_FOUND_BY_MX)
    return g_strdup (_ ("None that Loft knows"));
  return g_strdup (_ ("None"));
}

static int
weight (const GError *reason)
{
  switch (loft_error_class (reason))
    {
    case LOFT_ERROR_UNTRUSTED:
      return 4;
    case LOFT_ERROR_PROTOCOL:
    case LOFT_ERROR_LIMIT:
      return 3;
    case LOFT_ERROR_TEMPORARY:
      return 2;
    default:
      return 1;
    }
}

gboolean
loft_found_text_is_more (const GError *a, const GError *b)
{
  return weight (b) > weight (a);
}

static gboolean
is_below (const char *host, const char *domain)
{
  g_autofree char *lower = g_ascii_strdown (domain, -1);

  return g_str_equal (host, lower) ||
         (g_str_has_suffix (host, lower) && host[strlen (host) - strlen (lower) - 1] == '.');
}

/* Why the host is not simply believed. */
static char *
doubt (const LoftFoundAccount *found, const char *host, const char *domain)
{
  if (found->by == LOFT_FOUND_BY_GUESS)
    return g_strdup_printf (
      _ ("Nobody has named %1$s; it was tried because such a name is usual. Your password is sent "
         "there only if you agree."),
      host);
  if (loft_found_account_get_server (found, LOFT_FOUND_KIND_AUTODISCOVER) != NULL &&
      is_below (host, domain))
    return g_strdup_printf (
      _ ("%s tells where your mailbox is only to those who sign in: your password is sent there if "
         "you agree."),
      host);
  /* Translators: first a server, then the domain of the person's address. */
  return g_strdup_printf (
    _ ("%1$s is not part of %2$s. Hosting companies do so, and so would a forger: your password is "
       "sent there only if you agree. Compare the name with what your provider has told you."),
    host, domain);
}

char *
loft_found_text_warning (const LoftFoundAccount *found, const LoftFoundServer *server,
                         const char *domain)
{
  if (server->security == LOFT_SECURITY_NONE)
    return g_strdup_printf (
      _ ("%s offers no encryption: password and mail can be read and changed by others on the way. "
         "Ask your provider for a protected server instead."),
      server->host);
  return server->needs_confirmation ? doubt (found, server->host, domain) : g_strdup ("");
}

char *
loft_found_text_end (const char *domain, gboolean foreign, gboolean unreached)
{
  if (foreign)
    return g_strdup_printf (
      _ (
        "What answered for %s could not prove that it is that. Networks of hotels and trains answer "
        "so until one has signed in: open any page in the browser, sign in there, and try again. If "
        "that is not the cause, set the account up by hand."),
      domain);
  if (unreached)
    return g_strdup (_ ("Nobody could be reached. Check the network and try again, or enter the "
                        "server by hand."));
  return g_strdup_printf (
    _ ("No server was found for %s. Check the address, or enter what your provider tells on its "
       "help pages."),
    domain);
}

char *
loft_found_text_bad_address (const char *address)
{
  const char *at = strrchr (address, '@');

  if (at == NULL || at == address)
    return g_strdup (_ ("An email address looks like name@example.org, with an “@” in it."));
  if (at[1] == '\0' || strchr (at, '.') == NULL || at[strlen (at) - 1] == '.')
    return g_strdup (
      _ ("What follows the “@” is a domain such as example.org; something is missing "
         "there."));
  if (address[strcspn (address, " \t\r\n")] != '\0')
    return g_strdup (_ ("An email address has no blanks in it."));
  return NULL;
}
