/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-editor-private.h"

#include "config.h"
#include "loft-account-finder.h"
#include "loft-account-kinds.h"
#include "loft-error-text.h"

#include <glib/gi18n.h>

typedef struct {
  LoftAccountEditor *self;
  GCancellable *cancellable;
  LoftAccount *draft;
  gboolean outgoing; /* the second half */
} Test;

static void
test_free (Test *test)
{
  g_object_unref (test->self);
  g_object_unref (test->cancellable);
  loft_account_unref (test->draft);
  g_free (test);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Test, test_free)

static void
show_test (LoftAccountEditor *self, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  adw_action_row_set_subtitle (self->test_row, escaped);
}

void
loft_account_editor_stop_test (LoftAccountEditor *self)
{
  if (self->cancellable == NULL)
    return;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void on_tested (GObject *source, GAsyncResult *result, gpointer data);

/* test: (transfer full) */
static void
test_outgoing (Test *test)
{
  test->outgoing = TRUE;
  show_test (test->self, _ ("Trying to sign in where mail is sent… Activate again to stop."));
  loft_account_finder_probe_outgoing_async (test->self->service, test->draft, NULL,
                                            test->cancellable, on_tested, test);
}

static void
show_failure (Test *test, const GError *error)
{
  LoftAccountEditor *self = test->self;
  const char *host = test->outgoing ? test->draft->outgoing.host : test->draft->incoming.host;
  g_autofree char *sentence = loft_account_kinds_text_for_check (test->draft->kind, error, host);
  g_autofree char *text = loft_error_text_with_details (sentence, error);

  show_test (self, text);
  if (!loft_account_kind_has_mail (test->draft->kind))
    return;
  if (test->outgoing)
    loft_outgoing_fields_mark (self->outgoing, error);
  else
    loft_server_fields_mark (self->servers, error);
}

/* (transfer full) */
static char *
success_text (const Test *test, const LoftSignInReport *report)
{
  if (test->outgoing)
    return g_strdup (_ ("Receiving and sending both work."));
  if (test->draft->incoming.user[0] == '\0')
    return g_strdup (_ ("There is a calendar at this address."));
  if (report->mechanism[0] == '\0')
    return g_strdup_printf (_ ("Signed in as %s."), report->user);
  /* Translators: a user's name, then how the password was proven. */
  return g_strdup_printf (_ ("Signed in as %1$s by %2$s."), report->user, report->mechanism);
}

static void
on_tested (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Test) test = data;
  g_autoptr (LoftSignInReport) report = NULL;
  g_autoptr (GError) error = NULL;
  gboolean good = loft_account_finder_probe_finish (result, &report, &error);
  LoftAccountEditor *self = test->self;
  g_autofree char *text = NULL;

  if (self->cancellable != test->cancellable)
    return;
  if (good && !test->outgoing && test->draft->outgoing.host[0] != '\0')
    {
      test_outgoing (g_steal_pointer (&test));
      return;
    }
  g_clear_object (&self->cancellable);
  if (!good)
    {
      show_failure (test, error);
      return;
    }
  text = success_text (test, report);
  show_test (self, text);
}

void
loft_account_editor_test (LoftAccountEditor *self)
{
  g_autoptr (LoftAccount) draft = NULL;
  Test *test = NULL;

  if (self->cancellable != NULL)
    {
      loft_account_editor_stop_test (self);
      show_test (self, _ ("Stopped."));
      return;
    }
  draft = loft_account_editor_read_draft (self);
  if (draft == NULL)
    return;
  test = g_new0 (Test, 1);
  self->cancellable = g_cancellable_new ();
  test->self = g_object_ref (self);
  test->cancellable = g_object_ref (self->cancellable);
  test->draft = loft_account_ref (draft);
  show_test (self, _ ("Signing in… Activate again to stop."));
  loft_account_finder_probe_async (self->service, draft, NULL, self->cancellable, on_tested, test);
}
