/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-dav-assistant-private.h"

#include "config.h"
#include "loft-account-options.h"
#include "loft-dav-fields.h"
#include "loft-found-text.h"

#include <glib/gi18n.h>
#include <string.h>

static char *
text_of (GtkWidget *field)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (field))));
}

static void
set (char **field, const char *value)
{
  g_free (*field);
  *field = g_strdup (value);
}

static gboolean
is_mail_address (const char *text)
{
  return strchr (text, '@') != NULL && strstr (text, "://") == NULL;
}

gboolean
loft_dav_assistant_is_directory (const char *server)
{
  return g_ascii_strncasecmp (server, "ldap://", 7) == 0 ||
         g_ascii_strncasecmp (server, "ldaps://", 8) == 0;
}

/* A name to sign in with needs a password: without one a directory would take it for nobody's (RFC 4513,
 * 5.1.2). */
static LoftAccount *
make_directory (LoftDavAssistant *self, const char *server, const char *user)
{
  g_autoptr (LoftAccount) account = loft_account_new ("ldap");
  g_autofree char *assignment = g_strconcat ("url=", server, NULL);
  g_autofree char *reason = NULL;
  gboolean has_password = gtk_editable_get_text (GTK_EDITABLE (self->password))[0] != '\0';

  set (&account->incoming.user, user);
  set (&account->trust, self->trust == NULL ? "" : self->trust);
  if (!loft_account_options_set (account, assignment, &reason))
    loft_dav_assistant_complain (
      self, _ ("Enter an address like ldap://directory.example.org/dc=example,dc=org."),
      self->server);
  else if (user[0] != '\0' && !has_password)
    loft_dav_assistant_complain (self, _ ("Enter the password of this user."), self->password);
  else if (user[0] == '\0' && has_password)
    loft_dav_assistant_complain (self, _ ("Enter the user name."), self->user);
  else
    return g_steal_pointer (&account);
  return NULL;
}

static LoftAccount *
make_dav (LoftDavAssistant *self, const char *server, const char *user)
{
  g_autoptr (LoftAccount) account = loft_account_new ("dav");
  g_autofree char *complaint = NULL;

  if (is_mail_address (server))
    {
      complaint = loft_found_text_bad_address (server);
      set (&account->address, server);
      set (&account->incoming.user, user[0] != '\0' ? user : server);
    }
  else if (loft_dav_fields_set_address (account, server, &complaint))
    set (&account->incoming.user, user);
  set (&account->trust, self->trust == NULL ? "" : self->trust);
  if (complaint != NULL)
    loft_dav_assistant_complain (self, complaint, self->server);
  else if (account->incoming.user[0] == '\0')
    loft_dav_assistant_complain (self, _ ("Enter the user name."), self->user);
  else
    return g_steal_pointer (&account);
  return NULL;
}

LoftAccount *
loft_dav_assistant_make_account (LoftDavAssistant *self)
{
  g_autofree char *server = text_of (self->server);
  g_autofree char *user = text_of (self->user);

  return loft_dav_assistant_is_directory (server) ? make_directory (self, server, user)
                                                  : make_dav (self, server, user);
}
