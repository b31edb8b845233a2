/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-form-private.h"

#include "config.h"
#include "loft-error-text.h"
#include "loft-error.h"

#include <glib/gi18n.h>
#include <string.h>

/* Where people find what to change: at the password for a refused sign-in, at the server's name
 * when it is not reached. */
static GtkEditable *
field_for (LoftAccountForm *self, const GError *error)
{
  switch (loft_error_class (error))
    {
    case LOFT_ERROR_AUTH:
      return self->password;
    case LOFT_ERROR_OFFLINE:
    case LOFT_ERROR_TEMPORARY:
      return self->host;
    case LOFT_ERROR_PROTOCOL:
      return self->port;
    default:
      return NULL;
    }
}

static gboolean
read_port (LoftAccountForm *self, guint16 *port)
{
  g_autofree char *text = loft_account_form_text_of (self->port);
  guint64 value = 0;

  if (!g_ascii_string_to_unsigned (text, 10, 1, 65535, &value, NULL))
    return FALSE;
  *port = value;
  return TRUE;
}

static gboolean
is_name_taken (LoftAccountForm *self, const char *name)
{
  return loft_service_find_account (self->service, name) != NULL;
}

/* The address is what people call an account; a second one for it gets a number. */
static char *
free_name (LoftAccountForm *self, const char *address)
{
  for (guint i = 2; is_name_taken (self, address) && i < 100; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s (%u)", address, i);

      if (!is_name_taken (self, name))
        return g_steal_pointer (&name);
    }
  return g_strdup (address);
}

static LoftAccount *
make_account (LoftAccountForm *self, guint16 port)
{
  LoftAccount *account = loft_account_new ("imap");
  g_autofree char *address = loft_account_form_text_of (self->address);

  g_free (account->name);
  account->name = free_name (self, address);
  g_free (account->address);
  account->address = g_steal_pointer (&address);
  g_free (account->person);
  account->person = loft_account_form_text_of (self->person);
  g_free (account->incoming.host);
  account->incoming.host = loft_account_form_text_of (self->host);
  account->incoming.port = port;
  account->incoming.security = loft_account_form_get_security (self);
  g_free (account->incoming.user);
  account->incoming.user = loft_account_form_text_of (self->user);
  account->secret = self->secret_in_file ? LOFT_SECRET_FILE : LOFT_SECRET_SERVICE;
  if (self->trust != NULL)
    {
      g_free (account->trust);
      account->trust = g_strdup (self->trust);
    }
  return account;
}

static void
set_busy (LoftAccountForm *self, gboolean busy)
{
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
  gtk_spinner_set_spinning (self->spinner, busy);
  gtk_label_set_text (self->submit_label, busy ? _ ("Checking…") : _ ("Add Account"));
  loft_account_form_update_submit (self);
}

typedef struct {
  LoftAccountForm *self;
  LoftAccount *account;
  char *password;
  GCancellable *cancellable;
} Check;

static void
check_free (Check *check)
{
  g_object_unref (check->self);
  loft_account_unref (check->account);
  g_free (check->password);
  g_object_unref (check->cancellable);
  g_free (check);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Check, check_free)

void
loft_account_form_finish_check (LoftAccountForm *self)
{
  g_clear_object (&self->cancellable);
  set_busy (self, FALSE);
}

/* The server has accepted the password, so what fails now is its keeping. */
static void
show_add_problem (LoftAccountForm *self, const GError *error)
{
  g_autofree char *text = NULL;

  if (loft_error_class (error) == LOFT_ERROR_AUTH && !self->secret_in_file)
    {
      loft_banner_set (self->problem,
                       _ ("The password could not be put into the keyring of this desktop. It can "
                          "be kept in a file that only you can read."),
                       _ ("Keep in a File"));
      return;
    }
  text = loft_error_text_for_account (error, NULL);
  loft_account_form_show_problem (self, text, NULL);
}

static void
on_added (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Check) check = data;
  g_autoptr (GError) error = NULL;
  LoftAccountForm *self = check->self;
  LoftMailAccount *account =
    loft_service_add_account_finish (LOFT_SERVICE (source), result, &error);

  if (self->cancellable == check->cancellable)
    loft_account_form_finish_check (self);
  if (account == NULL)
    {
      show_add_problem (self, error);
      return;
    }
  loft_account_form_reset (self);
  loft_account_form_added (self, account);
}

static void
show_certificate (LoftAccountForm *self, LoftCertificateProblem *problem)
{
  g_free (self->offered);
  self->offered = g_strdup (problem->fingerprint);
  loft_certificate_view_set_problem (self->certificate, problem);
  gtk_stack_set_visible_child_name (self->pages, "certificate");
  gtk_widget_grab_focus (self->back);
}

static void
on_checked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Check) check = data;
  g_autoptr (LoftCertificateProblem) problem = NULL;
  g_autoptr (GError) error = NULL;
  LoftAccountForm *self = check->self;
  gboolean good = loft_service_check_account_finish (LOFT_SERVICE (source), result, &problem,
                                                     &error);
  g_autofree char *sentence = NULL;
  g_autofree char *text = NULL;
  g_autofree char *details = NULL;

  if (self->cancellable != check->cancellable)
    return;
  if (good)
    {
      LoftAccount *account = check->account;
      const char *password = check->password;

      loft_service_add_account_async (self->service, account, password, self->cancellable,
                                      on_added, g_steal_pointer (&check));
      return;
    }
  loft_account_form_finish_check (self);
  if (problem != NULL)
    {
      show_certificate (self, problem);
      return;
    }
  sentence = loft_error_text_for_check (error, check->account->incoming.host);
  text = loft_error_text_with_details (sentence, error);
  details = loft_error_text_details (error);
  loft_account_form_show_problem (self, text, field_for (self, error));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->problem), details);
}

void
loft_account_form_submit (LoftAccountForm *self)
{
  Check *check = NULL;
  guint16 port = 0;

  loft_account_form_clear_problem (self);
  if (self->cancellable != NULL || !gtk_widget_get_sensitive (self->submit))
    return;
  if (strchr (gtk_editable_get_text (self->address), '@') == NULL)
    {
      loft_account_form_show_problem (self, _ ("An email address has an “@” in it."),
                                      self->address);
      return;
    }
  if (gtk_editable_get_text (self->host)[0] == '\0')
    {
      loft_account_form_show_problem (
        self, _ ("Enter the name of the server that keeps the mail."), self->host);
      return;
    }
  if (!read_port (self, &port))
    {
      loft_account_form_show_problem (
        self, _ ("The port is a number from 1 to 65535; 993 is usual."), self->port);
      return;
    }
  self->cancellable = g_cancellable_new ();
  set_busy (self, TRUE);
  check = g_new0 (Check, 1);
  check->self = g_object_ref (self);
  check->account = make_account (self, port);
  check->password = g_strdup (gtk_editable_get_text (self->password));
  check->cancellable = g_object_ref (self->cancellable);
  loft_service_check_account_async (self->service, check->account, check->password,
                                    self->cancellable, on_checked, check);
}
