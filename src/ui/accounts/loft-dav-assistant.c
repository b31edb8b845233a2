/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-dav-assistant-private.h"

#include "config.h"
#include "loft-account-finder.h"
#include "loft-dav-fields.h"
#include "loft-dav-finder.h"
#include "loft-error-text.h"
#include "loft-error.h"
#include "loft-found-text.h"

#include <glib/gi18n.h>
#include <string.h>

enum { ADDED, BACK, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LoftDavAssistant, loft_dav_assistant, GTK_TYPE_WIDGET)

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

/* Pages */

static void
show_page (LoftDavAssistant *self, const char *name, GtkWidget *first)
{
  gtk_stack_set_visible_child_name (self->pages, name);
  gtk_spinner_set_spinning (self->spinner, g_str_equal (name, "busy"));
  if (first != NULL)
    gtk_widget_grab_focus (first);
}

void
loft_dav_assistant_complain (LoftDavAssistant *self, const char *text, GtkWidget *field)
{
  loft_banner_set (self->problem, text, NULL);
  if (field == NULL)
    return;
  gtk_widget_add_css_class (field, "error");
  gtk_widget_grab_focus (field);
}

static void
clear_problem (LoftDavAssistant *self)
{
  loft_banner_set (self->problem, NULL, NULL);
  gtk_widget_remove_css_class (self->server, "error");
  gtk_widget_remove_css_class (self->user, "error");
  gtk_widget_remove_css_class (self->password, "error");
  gtk_widget_remove_css_class (self->name, "error");
}

static void
stop (LoftDavAssistant *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

/* To what was typed; what was found is found again. */
void
loft_dav_assistant_go_back (LoftDavAssistant *self)
{
  stop (self);
  clear_problem (self);
  g_clear_pointer (&self->account, loft_account_unref);
  show_page (self, "form", self->server);
}

void
loft_dav_assistant_leave (LoftDavAssistant *self)
{
  stop (self);
  clear_problem (self);
  g_signal_emit (self, signals[BACK], 0);
}

void
loft_dav_assistant_on_typed (LoftDavAssistant *self)
{
  g_autofree char *server = text_of (self->server);
  gboolean plain = g_ascii_strncasecmp (server, "http://", 7) == 0;
  gboolean has_password = gtk_editable_get_text (GTK_EDITABLE (self->password))[0] != '\0';
  gboolean is_complete =
    server[0] != '\0' && (has_password || loft_dav_assistant_is_directory (server));

  clear_problem (self);
  /* Trust was given to one server. */
  g_clear_pointer (&self->trust, g_free);
  gtk_widget_set_visible (self->warning, plain);
  gtk_widget_set_sensitive (self->submit, is_complete);
  gtk_widget_remove_css_class (self->submit, plain ? "suggested-action" : "destructive-action");
  gtk_widget_add_css_class (self->submit, plain ? "destructive-action" : "suggested-action");
}

/* What was found */

/* (transfer full) The address is what people call an account; a second one for it gets a number. */
static char *
free_name (LoftDavAssistant *self, const LoftAccount *account)
{
  const char *wished = account->address[0] != '\0' ? account->address : account->incoming.host;
  char *name = g_strdup (wished);

  for (guint i = 2; loft_service_find_account (self->service, name) != NULL; i++)
    {
      g_free (name);
      name = g_strdup_printf ("%s (%u)", wished, i);
    }
  return name;
}

/* (transfer none) the id of the account with an address, or "". */
static const char *
find_sender (LoftDavAssistant *self, const char *address)
{
  GListModel *accounts = loft_service_get_accounts (self->service);

  for (guint i = 0; address[0] != '\0' && i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (LoftMailAccount) each = g_list_model_get_item (accounts, i);
      const LoftAccount *account = loft_mail_account_get_account (each);

      if (loft_account_kind_has_mail (account->kind) &&
          g_ascii_strcasecmp (account->address, address) == 0)
        return account->id; /* the list holds it */
    }
  return "";
}

static void
show_url (GtkWidget *row, const char *url)
{
  g_autofree char *escaped = g_markup_escape_text (url, -1);

  gtk_widget_set_visible (row, url[0] != '\0');
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), escaped);
}

/* Of one address it is seen at the first look which of both it has. */
static void
show_found (LoftDavAssistant *self)
{
  const LoftAccount *account = self->account;
  gboolean is_directory = g_str_equal (account->kind, "ldap");
  gboolean is_one = !is_directory && g_str_equal (account->calendars, account->contacts);
  g_autofree char *name = free_name (self, account);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->calendars),
                                 is_directory ? _ ("Directory of People")
                                 : is_one     ? _ ("Calendars and Contacts")
                                              : _ ("Calendars and Tasks"));
  show_url (self->calendars, is_directory ? account->url : account->calendars);
  show_url (self->contacts, is_one ? "" : account->contacts);
  gtk_editable_set_text (GTK_EDITABLE (self->name), name);
  if (is_directory) /* it sends nothing */
    gtk_widget_set_visible (GTK_WIDGET (self->sender), FALSE);
  else
    loft_dav_fields_fill_senders (self->sender, self->service,
                                  find_sender (self, account->address));
  show_page (self, "found", self->add);
}

/* Trying */

/* One attempt; it is the assistant's only while it has its cancellable. */
typedef struct {
  LoftDavAssistant *self;
  LoftAccount *account;
  GCancellable *cancellable;
} Attempt;

static void
attempt_free (Attempt *attempt)
{
  g_object_unref (attempt->self);
  loft_account_unref (attempt->account);
  g_object_unref (attempt->cancellable);
  g_free (attempt);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Attempt, attempt_free)

/* account: (transfer full) */
static Attempt *
attempt_new (LoftDavAssistant *self, LoftAccount *account, const char *text)
{
  Attempt *attempt = g_new0 (Attempt, 1);

  stop (self);
  clear_problem (self);
  self->cancellable = g_cancellable_new ();
  attempt->self = g_object_ref (self);
  attempt->account = account;
  attempt->cancellable = g_object_ref (self->cancellable);
  gtk_label_set_text (self->busy_text, text);
  show_page (self, "busy", NULL);
  return attempt;
}

/* TRUE once: it has ended, and somebody still waits for it. */
static gboolean
end (Attempt *attempt)
{
  if (attempt->self->cancellable != attempt->cancellable)
    return FALSE;
  g_clear_object (&attempt->self->cancellable);
  return TRUE;
}

/* (transfer full) */
static char *
failure_text (const Attempt *attempt, const GError *error)
{
  const char *at = strrchr (attempt->account->address, '@');
  const char *host = attempt->account->incoming.host[0] != '\0' ? attempt->account->incoming.host
                     : at != NULL                               ? at + 1
                                                                : "";

  if (loft_error_class (error) != LOFT_ERROR_GONE)
    return loft_error_text_for_check (error, host);
  if (attempt->account->incoming.host[0] == '\0')
    return g_strdup_printf (_ ("%s does not tell where its calendars and contacts are. Enter the "
                               "address of the server instead."),
                            host);
  return g_strdup (_ ("There are no calendars and contacts at this address."));
}

static void
show_failure (Attempt *attempt, const GError *error)
{
  LoftDavAssistant *self = attempt->self;
  gboolean refused = loft_error_class (error) == LOFT_ERROR_AUTH;
  g_autofree char *sentence = failure_text (attempt, error);
  g_autofree char *text = loft_error_text_with_details (sentence, error);

  show_page (self, "form", NULL);
  loft_dav_assistant_complain (self, text, refused ? self->password : self->server);
}

static void
show_certificate (LoftDavAssistant *self, const LoftCertificateProblem *problem)
{
  set (&self->offered, problem->fingerprint);
  loft_certificate_view_set_problem (self->certificate, problem);
  show_page (self, "certificate", NULL);
}

static void
on_probed (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Attempt) attempt = data;
  g_autoptr (LoftSignInReport) report = NULL;
  g_autoptr (GError) error = NULL;
  gboolean good = loft_account_finder_probe_finish (result, &report, &error);

  if (!end (attempt))
    return;
  if (good)
    {
      attempt->self->account = g_steal_pointer (&attempt->account);
      show_found (attempt->self);
    }
  else if (report->problem != NULL)
    show_certificate (attempt->self, report->problem);
  else
    show_failure (attempt, error);
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Attempt) attempt = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftAccount) found = loft_dav_finder_find_finish (result, &error);

  if (!end (attempt))
    return;
  if (found == NULL)
    {
      show_failure (attempt, error);
      return;
    }
  attempt->self->account = g_steal_pointer (&found);
  show_found (attempt->self);
}

static void
find (LoftDavAssistant *self, LoftAccount *account)
{
  g_autofree char *text =
    g_strdup_printf (_ ("Looking for the calendars and contacts of %s…"), account->address);
  Attempt *attempt = attempt_new (self, account, text);

  loft_dav_finder_find_async (account, gtk_editable_get_text (GTK_EDITABLE (self->password)),
                              self->cancellable, on_found, attempt);
}

static void
probe (LoftDavAssistant *self, LoftAccount *account)
{
  g_autofree char *text = g_strdup_printf (_ ("Signing in at %s…"), account->incoming.host);
  Attempt *attempt = attempt_new (self, account, text);

  loft_account_finder_probe_async (self->service, account,
                                   gtk_editable_get_text (GTK_EDITABLE (self->password)),
                                   self->cancellable, on_probed, attempt);
}

void
loft_dav_assistant_submit (LoftDavAssistant *self)
{
  LoftAccount *account = NULL;

  if (self->cancellable != NULL || !gtk_widget_get_sensitive (self->submit))
    return;
  account = loft_dav_assistant_make_account (self);
  if (account != NULL)
    (account->incoming.host[0] == '\0' ? find : probe) (self, account);
}

void
loft_dav_assistant_trust (LoftDavAssistant *self)
{
  g_free (self->trust);
  self->trust = g_steal_pointer (&self->offered);
  loft_dav_assistant_submit (self);
}

/* Adding */

/* The server has accepted the sign-in, so what fails now is its keeping. */
static void
show_add_problem (LoftDavAssistant *self, const GError *error)
{
  g_autofree char *text = NULL;

  show_page (self, "found", self->add);
  if (loft_error_class (error) == LOFT_ERROR_AUTH && !self->in_file)
    {
      loft_banner_set (
        self->problem,
        _ ("The password could not be put into the keyring of this desktop. It can be kept in a "
           "file that only you can read."),
        _ ("Keep in a File"));
      return;
    }
  text = loft_error_text_for_account (error, NULL);
  loft_dav_assistant_complain (self, text, NULL);
}

static void
on_added (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Attempt) attempt = data;
  g_autoptr (GError) error = NULL;
  LoftDavAssistant *self = attempt->self;
  LoftMailAccount *account =
    loft_service_add_account_finish (LOFT_SERVICE (source), result, &error);
  gboolean waited_for = end (attempt);

  if (account == NULL && waited_for)
    show_add_problem (self, error);
  if (account == NULL || self->box == NULL)
    return;
  loft_dav_assistant_end (self);
  g_signal_emit (self, signals[ADDED], 0, account);
}

void
loft_dav_assistant_add (LoftDavAssistant *self)
{
  g_autofree char *name = text_of (self->name);
  LoftAccount *account = NULL;
  Attempt *attempt = NULL;

  if (self->cancellable != NULL || self->account == NULL)
    return;
  if (name[0] == '\0' || loft_service_find_account (self->service, name) != NULL)
    {
      loft_dav_assistant_complain (self,
                                   name[0] == '\0' ? _ ("An account needs a name.")
                                                   : _ ("Another account has this name."),
                                   self->name);
      return;
    }
  account = loft_account_copy (self->account);
  set (&account->name, name);
  if (!g_str_equal (account->kind, "ldap"))
    loft_dav_fields_bind_sender (account, self->service, loft_dav_fields_get_sender (self->sender));
  account->secret = self->in_file ? LOFT_SECRET_FILE : LOFT_SECRET_SERVICE;
  attempt = attempt_new (self, account, _ ("Adding the account…"));
  /* It is kept or not; a moment later there is nothing to cancel. */
  loft_service_add_account_async (self->service, account,
                                  gtk_editable_get_text (GTK_EDITABLE (self->password)), NULL,
                                  on_added, attempt);
}

void
loft_dav_assistant_keep_in_file (LoftDavAssistant *self)
{
  self->in_file = TRUE;
  loft_dav_assistant_add (self);
}

/* Beginning and end */

void
loft_dav_assistant_end (LoftDavAssistant *self)
{
  stop (self);
  gtk_editable_set_text (GTK_EDITABLE (self->password), "");
  g_clear_pointer (&self->account, loft_account_unref);
  self->in_file = FALSE;
  clear_problem (self);
  show_page (self, "form", NULL);
}

void
loft_dav_assistant_begin (LoftDavAssistant *self, LoftService *service, const char *address)
{
  g_set_object (&self->service, service);
  loft_dav_assistant_end (self);
  gtk_editable_set_text (GTK_EDITABLE (self->server), address);
  gtk_editable_set_text (GTK_EDITABLE (self->user), "");
  gtk_widget_grab_focus (address[0] == '\0' ? self->server : self->password);
}

static void
loft_dav_assistant_dispose (GObject *object)
{
  LoftDavAssistant *self = LOFT_DAV_ASSISTANT (object);

  stop (self);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->account, loft_account_unref);
  g_clear_pointer (&self->trust, g_free);
  g_clear_pointer (&self->offered, g_free);
  g_clear_object (&self->service);
  G_OBJECT_CLASS (loft_dav_assistant_parent_class)->dispose (object);
}

static void
loft_dav_assistant_class_init (LoftDavAssistantClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_dav_assistant_dispose;
  signals[ADDED] = g_signal_new ("added", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                 1, LOFT_TYPE_MAIL_ACCOUNT);
  signals[BACK] =
    g_signal_new ("back", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
loft_dav_assistant_init (LoftDavAssistant *self)
{
  loft_dav_assistant_build (self);
  loft_dav_assistant_on_typed (self);
}
