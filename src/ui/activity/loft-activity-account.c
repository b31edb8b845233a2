/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-activity-account.h"

#include "config.h"
#include "loft-accessibility.h"
#include "loft-account-dialogs.h"
#include "loft-clock.h"
#include "loft-date-text.h"
#include "loft-error-text.h"
#include "loft-left-out-row.h"
#include "loft-outgoing-row.h"
#include "loft-pending-row.h"
#include "loft-problem-row.h"
#include "loft-progress-text.h"
#include "loft-ui.h"

#include <glib/gi18n.h>

#define MAX_SHOWN 50 /* waiting changes; what was left out */

struct _LoftActivityAccount {
  AdwPreferencesGroup parent_instance;

  GtkLabel *state;
  GtkLabel *last;
  GtkProgressBar *progress;
  GtkButton *work;
  AdwPreferencesRow *problem_row;
  GtkButton *remedy;
  AdwExpanderRow *left_out_row;
  AdwExpanderRow *pending_row;
  AdwExpanderRow *problems_row;
  AdwExpanderRow *outgoing_row;
  GtkSwitch *offline;

  LoftService *service;
  LoftMailAccount *account;
  GPtrArray *pending; /* of GtkWidget, rows of pending_row */
  GPtrArray *left_out; /* of LoftLeftOut: what left_out_row shows */
  GPtrArray *left_out_rows; /* of GtkWidget */
  guint pending_source;
  GPtrArray *problems; /* of GtkWidget, rows of problems_row */
  char *problem_ids; /* (nullable) of those that are shown */
  GPtrArray *outgoing; /* of GtkWidget, rows of outgoing_row */
  guint outgoing_source;
  gboolean updating;
};

G_DEFINE_FINAL_TYPE (LoftActivityAccount, loft_activity_account, ADW_TYPE_PREFERENCES_GROUP)

/* State */

static gboolean
is_working (LoftActivityAccount *self)
{
  LoftAccountState state = loft_mail_account_get_state (self->account);

  return state == LOFT_ACCOUNT_CONNECTING || state == LOFT_ACCOUNT_SYNCING;
}

static char *
last_text (LoftActivityAccount *self, gint64 now)
{
  gint64 last = loft_mail_account_get_last_success (self->account);
  g_autofree char *when = last == 0 ? NULL : loft_date_text_medium (last, now);

  if (when == NULL)
    return g_strdup (_ ("Never completely updated"));
  return g_strdup_printf (_ ("Last complete update: %s"), when);
}

/* What waits has a line of its own here. */
static char *
state_text (LoftActivityAccount *self, gint64 now, double *fraction)
{
  gint64 last = loft_mail_account_get_last_success (self->account);
  g_autofree char *ago = NULL;

  if (loft_mail_account_get_state (self->account) != LOFT_ACCOUNT_IDLE || last == 0)
    return loft_progress_text_for_account (self->account, now, fraction);
  ago = loft_date_text_ago (last, now);
  return g_strdup_printf (_ ("Updated %s"), ago);
}

static void
update_state (LoftActivityAccount *self)
{
  gint64 now = loft_clock_now ();
  double fraction = -1.0;
  g_autofree char *state = state_text (self, now, &fraction);
  g_autofree char *last = last_text (self, now);
  gboolean working = is_working (self);
  const char *kind = loft_mail_account_get_account (self->account)->kind;

  gtk_label_set_text (self->state, state);
  gtk_label_set_text (self->last, last);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), working);
  if (fraction >= 0.0)
    gtk_progress_bar_set_fraction (self->progress, fraction);
  else if (working)
    gtk_progress_bar_pulse (self->progress);
  gtk_button_set_icon_name (self->work,
                            working ? "process-stop-symbolic" : "view-refresh-symbolic");
  loft_accessibility_set_button_name (GTK_WIDGET (self->work), working ? _ ("Cancel")
                                                               : loft_account_kind_has_mail (kind)
                                                                 ? _ ("Check for New Mail")
                                                                 : _ ("Update"));
}

static void
update_problem (LoftActivityAccount *self)
{
  const GError *error = loft_mail_account_get_error (self->account);
  const char *host = loft_mail_account_get_account (self->account)->incoming.host;
  LoftAccountState state = loft_mail_account_get_state (self->account);
  /* That there is no network is said once, above. */
  gboolean shown =
    error != NULL && (state == LOFT_ACCOUNT_PROBLEM || state == LOFT_ACCOUNT_IDLE ||
                      (state == LOFT_ACCOUNT_OFFLINE && loft_service_get_online (self->service) &&
                       !loft_mail_account_get_account (self->account)->offline));
  const char *remedy = shown ? loft_error_text_remedy (error) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->problem_row), shown);
  if (shown)
    {
      g_autofree char *title = loft_error_text_title (error);
      g_autofree char *text = loft_error_text_for_account (error, host);
      g_autofree char *details = loft_error_text_details (error);

      adw_preferences_row_set_title (self->problem_row, title);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (self->problem_row), text);
      gtk_widget_set_tooltip_text (GTK_WIDGET (self->problem_row), details);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->remedy), remedy != NULL);
  if (remedy != NULL)
    gtk_button_set_label (self->remedy, remedy);
}

static void
update_switch (LoftActivityAccount *self)
{
  self->updating = TRUE;
  gtk_switch_set_active (self->offline, loft_mail_account_get_account (self->account)->offline);
  self->updating = FALSE;
}

/* Rows below a row */

static void
clear_rows (AdwExpanderRow *parent, GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    adw_expander_row_remove (parent, g_ptr_array_index (rows, i));
  g_ptr_array_set_size (rows, 0);
}

static void
add_row (AdwExpanderRow *parent, GPtrArray *rows, GtkWidget *row)
{
  adw_expander_row_add_row (parent, row);
  g_ptr_array_add (rows, row);
}

static void
add_more (AdwExpanderRow *parent, GPtrArray *rows, guint n)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = g_strdup_printf (ngettext ("%u more", "%u more", n), n);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  add_row (parent, rows, row);
}

/* What was left out */

static gboolean
shows_left_out (LoftActivityAccount *self, GPtrArray *list)
{
  if (list->len != self->left_out->len)
    return FALSE;
  for (guint i = 0; i < list->len; i++)
    {
      if (g_ptr_array_index (list, i) != g_ptr_array_index (self->left_out, i))
        return FALSE;
    }
  return TRUE;
}

static void
show_left_out (LoftActivityAccount *self, GPtrArray *list)
{
  guint n = list->len;
  g_autofree char *title =
    g_strdup_printf (ngettext ("%u folder or message could not be downloaded",
                               "%u folders and messages could not be downloaded", n),
                     n);

  gtk_widget_set_visible (GTK_WIDGET (self->left_out_row), n > 0);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->left_out_row), title);
  clear_rows (self->left_out_row, self->left_out_rows);
  g_ptr_array_set_size (self->left_out, 0);
  for (guint i = 0; i < n; i++)
    {
      LoftLeftOut *item = g_ptr_array_index (list, i);

      g_ptr_array_add (self->left_out, loft_left_out_ref (item));
      if (i < MAX_SHOWN)
        add_row (self->left_out_row, self->left_out_rows,
                 loft_left_out_row_new (self->account, item));
    }
  if (n > MAX_SHOWN)
    add_more (self->left_out_row, self->left_out_rows, n - MAX_SHOWN);
}

/* Called at each step of a sync: rows that say the same stay, and the focus in them. */
static void
update_left_out (LoftActivityAccount *self)
{
  g_autoptr (GPtrArray) none = loft_left_out_list_new ();
  GPtrArray *told = loft_mail_account_get_left_out (self->account);
  GPtrArray *list = told != NULL ? told : none;

  if (!shows_left_out (self, list))
    show_left_out (self, list);
}

/* Waiting changes */

static gboolean
update_pending (gpointer data)
{
  LoftActivityAccount *self = data;
  guint n = loft_mail_account_get_n_pending (self->account);
  g_autoptr (GPtrArray) operations = NULL;
  g_autofree char *title =
    g_strdup_printf (ngettext ("%u change waiting", "%u changes waiting", n), n);

  self->pending_source = 0;
  clear_rows (self->pending_row, self->pending);
  gtk_widget_set_visible (GTK_WIDGET (self->pending_row), n > 0);
  gtk_widget_set_sensitive (GTK_WIDGET (self->pending_row), TRUE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->pending_row), title);
  operations = n > 0 ? loft_mail_account_list_pending (self->account, NULL) : NULL;
  for (guint i = 0; operations != NULL && i < MIN (operations->len, MAX_SHOWN); i++)
    add_row (self->pending_row, self->pending,
             loft_pending_row_new (self->account, g_ptr_array_index (operations, i)));
  if (operations != NULL && operations->len > MAX_SHOWN)
    add_more (self->pending_row, self->pending, operations->len - MAX_SHOWN);
  return G_SOURCE_REMOVE;
}

static void
queue_pending (LoftActivityAccount *self)
{
  if (self->pending_source == 0)
    self->pending_source = g_idle_add (update_pending, self);
}

static void
on_try_all (LoftActivityAccount *self)
{
  g_autoptr (GPtrArray) operations = loft_mail_account_list_pending (self->account, NULL);

  gtk_widget_set_sensitive (GTK_WIDGET (self->pending_row), FALSE);
  for (guint i = 0; operations != NULL && i < operations->len; i++)
    loft_mail_account_decide_pending_async (
      self->account, ((LoftPendingOperation *) g_ptr_array_index (operations, i))->id,
      LOFT_PENDING_RETRY, NULL, NULL, NULL);
  queue_pending (self);
}

/* What came to nothing */

/* (transfer full) by which a list that is the same is known. */
static char *
join_ids (GPtrArray *problems)
{
  GString *ids = g_string_new (NULL);

  for (guint i = 0; problems != NULL && i < problems->len; i++)
    g_string_append_printf (ids, "%" G_GINT64_FORMAT " ",
                            ((LoftProblem *) g_ptr_array_index (problems, i))->id);
  return g_string_free (ids, FALSE);
}

/* They want a person, so at first they are unfolded. */
static void
show_problems (LoftActivityAccount *self, GPtrArray *problems)
{
  gboolean first = self->problems->len == 0;
  guint n = problems == NULL ? 0 : problems->len;
  g_autofree char *title = g_strdup_printf (ngettext ("%u problem", "%u problems", n), n);

  clear_rows (self->problems_row, self->problems);
  gtk_widget_set_visible (GTK_WIDGET (self->problems_row), n > 0);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->problems_row), title);
  for (guint i = 0; i < MIN (n, MAX_SHOWN); i++)
    add_row (self->problems_row, self->problems,
             loft_problem_row_new (self->account, g_ptr_array_index (problems, i)));
  if (n > MAX_SHOWN)
    add_more (self->problems_row, self->problems, n - MAX_SHOWN);
  if (first && n > 0)
    adw_expander_row_set_expanded (self->problems_row, TRUE);
}

/* Rows that say the same stay, and the focus in them. */
static void
update_problems (LoftActivityAccount *self)
{
  LoftMailReader *reader = loft_mail_account_get_reader (self->account, NULL);
  g_autoptr (GPtrArray) problems =
    reader != NULL ? loft_mail_reader_list_problems (reader, NULL) : NULL;
  char *ids = join_ids (problems);

  if (g_strcmp0 (ids, self->problem_ids) != 0)
    show_problems (self, problems);
  g_free (self->problem_ids);
  self->problem_ids = ids;
}

/* Messages on their way out */

static gboolean
needs_person (const LoftOutgoing *outgoing)
{
  return outgoing->state == LOFT_OUTGOING_REFUSED || outgoing->state == LOFT_OUTGOING_HELD ||
         outgoing->state == LOFT_OUTGOING_UNCONFIRMED;
}

/* Drafts are where they are written. */
static gboolean
update_outgoing (gpointer data)
{
  LoftActivityAccount *self = data;
  GListModel *items = loft_mail_account_get_outgoing (self->account);
  g_autofree char *title = NULL;
  gboolean urgent = FALSE;
  guint n = 0;

  self->outgoing_source = 0;
  clear_rows (self->outgoing_row, self->outgoing);
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (LoftOutgoingItem) item = g_list_model_get_item (items, i);
      const LoftOutgoing *outgoing = loft_outgoing_item_get (item);

      if (outgoing->state == LOFT_OUTGOING_DRAFT)
        continue;
      urgent |= needs_person (outgoing);
      if (n++ < MAX_SHOWN)
        add_row (self->outgoing_row, self->outgoing,
                 loft_outgoing_row_new (self->account, outgoing));
    }
  if (n > MAX_SHOWN)
    add_more (self->outgoing_row, self->outgoing, n - MAX_SHOWN);
  title = g_strdup_printf (ngettext ("%u message not sent yet", "%u messages not sent yet", n), n);
  gtk_widget_set_visible (GTK_WIDGET (self->outgoing_row), n > 0);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->outgoing_row), title);
  if (urgent)
    adw_expander_row_set_expanded (self->outgoing_row, TRUE);
  return G_SOURCE_REMOVE;
}

static void
queue_outgoing (LoftActivityAccount *self)
{
  if (self->outgoing_source == 0)
    self->outgoing_source = g_idle_add (update_outgoing, self);
}

static void
on_outgoing_changed (LoftActivityAccount *self, guint position, guint removed, guint added,
                     GListModel *items)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (LoftOutgoingItem) item = g_list_model_get_item (items, i);

      g_signal_connect_object (item, "notify::outgoing", G_CALLBACK (queue_outgoing), self,
                               G_CONNECT_SWAPPED);
    }
  queue_outgoing (self);
}

static void
follow_outgoing (LoftActivityAccount *self)
{
  GListModel *items = loft_mail_account_get_outgoing (self->account);

  g_signal_connect_object (items, "items-changed", G_CALLBACK (on_outgoing_changed), self,
                           G_CONNECT_SWAPPED);
  /* Why nothing can be sent is part of what rows say. */
  g_signal_connect_object (self->account, "notify::state", G_CALLBACK (queue_outgoing), self,
                           G_CONNECT_SWAPPED);
  on_outgoing_changed (self, 0, 0, g_list_model_get_n_items (items), items);
}

void
loft_activity_account_refresh (LoftActivityAccount *self)
{
  update_state (self);
  update_problem (self);
  update_left_out (self);
  update_problems (self);
  update_switch (self);
}

/* What people do */

static void
on_work (LoftActivityAccount *self)
{
  if (is_working (self))
    loft_mail_account_cancel_sync (self->account);
  else
    loft_mail_account_sync_async (self->account, 0, NULL, NULL, NULL);
}

static void
on_remedy (LoftActivityAccount *self)
{
  loft_account_dialogs_remedy (GTK_WIDGET (self), self->service, self->account);
}

static void
on_offline_kept (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (!loft_service_set_account_offline_finish (LOFT_SERVICE (source), result, &error))
    g_warning ("That an account works offline was not kept: %s", error->message);
}

static void
on_offline (LoftActivityAccount *self)
{
  if (!self->updating)
    loft_service_set_account_offline_async (self->service, self->account,
                                            gtk_switch_get_active (self->offline), NULL,
                                            on_offline_kept, NULL);
}

static void
loft_activity_account_dispose (GObject *object)
{
  LoftActivityAccount *self = LOFT_ACTIVITY_ACCOUNT (object);

  g_clear_handle_id (&self->pending_source, g_source_remove);
  g_clear_handle_id (&self->outgoing_source, g_source_remove);
  g_clear_object (&self->account);
  g_clear_object (&self->service);
  G_OBJECT_CLASS (loft_activity_account_parent_class)->dispose (object);
}

static void
loft_activity_account_finalize (GObject *object)
{
  LoftActivityAccount *self = LOFT_ACTIVITY_ACCOUNT (object);

  g_ptr_array_unref (self->pending);
  g_ptr_array_unref (self->problems);
  g_free (self->problem_ids);
  g_ptr_array_unref (self->outgoing);
  g_ptr_array_unref (self->left_out);
  g_ptr_array_unref (self->left_out_rows);
  G_OBJECT_CLASS (loft_activity_account_parent_class)->finalize (object);
}

static void
loft_activity_account_class_init (LoftActivityAccountClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = loft_activity_account_dispose;
  G_OBJECT_CLASS (klass)->finalize = loft_activity_account_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               LOFT_UI_RESOURCE (
                                                 "activity/loft-activity-account.ui"));
  gtk_widget_class_bind_template_child (widget_class, LoftActivityAccount, state);
  gtk_widget_class_bind_template_child (widget_class, LoftActivityAccount, last);
  gtk_widget_class_bind_template_child (widget_class, LoftActivityAccount, progress);
  gtk_widget_class_bind_template_child (widget_class, LoftActivityAccount, work);
  gtk_widget_class_bind_template_child (widget_class, LoftActivityAccount, problem_row);
  gtk_widget_class_bind_template_child (widget_class, LoftActivityAccount, remedy);
  gtk_widget_class_bind_template_child (widget_class, LoftActivityAccount, left_out_row);
  gtk_widget_class_bind_template_child (widget_class, LoftActivityAccount, pending_row);
  gtk_widget_class_bind_template_child (widget_class, LoftActivityAccount, problems_row);
  gtk_widget_class_bind_template_child (widget_class, LoftActivityAccount, outgoing_row);
  gtk_widget_class_bind_template_child (widget_class, LoftActivityAccount, offline);
  gtk_widget_class_bind_template_callback (widget_class, on_work);
  gtk_widget_class_bind_template_callback (widget_class, on_remedy);
  gtk_widget_class_bind_template_callback (widget_class, on_try_all);
  gtk_widget_class_bind_template_callback (widget_class, on_offline);
}

static void
loft_activity_account_init (LoftActivityAccount *self)
{
  self->pending = g_ptr_array_new ();
  self->problems = g_ptr_array_new ();
  self->outgoing = g_ptr_array_new ();
  self->left_out = loft_left_out_list_new ();
  self->left_out_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  loft_accessibility_prepare (GTK_WIDGET (self));
}

GtkWidget *
loft_activity_account_new (LoftService *service, LoftMailAccount *account)
{
  LoftActivityAccount *self = g_object_new (LOFT_TYPE_ACTIVITY_ACCOUNT, NULL);
  g_autofree char *title = g_markup_escape_text (loft_mail_account_get_name (account), -1);

  self->service = g_object_ref (service);
  self->account = g_object_ref (account);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self), title);
  g_signal_connect_object (account, "notify", G_CALLBACK (loft_activity_account_refresh), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (account, "notify::pending", G_CALLBACK (queue_pending), self,
                           G_CONNECT_SWAPPED);
  loft_activity_account_refresh (self);
  update_pending (self);
  follow_outgoing (self);
  return GTK_WIDGET (self);
}
