/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A place that tells where the mailbox is only after the sign-in. */
#include "loft-account-assistant-private.h"

#include "config.h"
#include "loft-account-finder.h"
#include "loft-account-kinds.h"
#include "loft-error-text.h"
#include "loft-error.h"

#include <glib/gi18n.h>

/* Each of them was shown and agreed to; whoever leads on from one to the next has no end in mind. */
#define MOST_PLACES 5

/* It is the assistant's only while it has its cancellable. */
typedef struct {
  LoftAccountAssistant *self;
  GCancellable *cancellable;
  LoftFoundAccount *asked;
} Question;

static void
question_free (Question *question)
{
  g_object_unref (question->self);
  g_object_unref (question->cancellable);
  loft_found_account_unref (question->asked);
  g_free (question);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

static const LoftFoundServer *
place_of (const LoftFoundAccount *found)
{
  return loft_found_account_get_server (found, LOFT_FOUND_KIND_AUTODISCOVER);
}

static void
show_step (LoftAccountAssistant *self, LoftStepState state)
{
  g_autofree char *title =
    g_strdup_printf (_ ("Asking %s for your mailbox"), place_of (self->chosen)->host);

  loft_account_steps_set (self->steps, "ask", state, title, "");
}

/* (transfer full) */
static char *
failure_text (const LoftFoundServer *place, const GError *error)
{
  switch (loft_error_class (error))
    {
    case LOFT_ERROR_GONE:
    case LOFT_ERROR_PROTOCOL:
    case LOFT_ERROR_LIMIT:
    case LOFT_ERROR_REFUSED:
      return g_strdup_printf (_ (
                                "%s accepted no question about your mailbox. Set the account up by "
                                "hand, or ask your administrator for the server."),
                              place->host);
    default:
      return loft_account_kinds_text_for_check (LOFT_ACCOUNT_KIND_EXCHANGE, error, place->host);
    }
}

static void
show_failure (LoftAccountAssistant *self, const LoftFoundServer *place, const GError *error)
{
  gboolean refused = loft_error_class (error) == LOFT_ERROR_AUTH;
  g_autofree char *sentence = failure_text (place, error);
  g_autofree char *text = loft_error_text_with_details (sentence, error);

  loft_account_assistant_show_page (self, refused ? "address" : "found");
  loft_account_assistant_show_problem (self, text, refused ? self->password : NULL);
}

static void
on_told (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (Question) question = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftFoundAccount) found = loft_account_finder_ask_finish (result, &error);
  LoftAccountAssistant *self = question->self;

  if (self->cancellable != question->cancellable)
    return;
  loft_account_assistant_finish (self);
  if (found != NULL && place_of (found) != NULL && self->n_asked >= MOST_PLACES)
    {
      g_clear_pointer (&found, loft_found_account_unref);
      g_set_error_literal (&error, LOFT_ERROR, LOFT_ERROR_LIMIT, "Led on too often");
    }
  if (found == NULL)
    {
      show_failure (self, place_of (question->asked), error);
      return;
    }
  self->n_asked++;
  show_step (self, LOFT_STEP_DONE);
  loft_account_assistant_replace (self, question->asked, found);
}

void
loft_account_assistant_ask (LoftAccountAssistant *self)
{
  g_autoptr (LoftAccount) account = loft_account_new (LOFT_ACCOUNT_KIND_EXCHANGE);
  Question *question = g_new0 (Question, 1);

  g_free (account->address);
  account->address = loft_account_assistant_text_of (self->address);
  self->cancellable = g_cancellable_new ();
  question->self = g_object_ref (self);
  question->cancellable = g_object_ref (self->cancellable);
  question->asked = loft_found_account_ref (self->chosen);
  gtk_label_set_text (self->steps_title, _ ("Signing In"));
  gtk_widget_set_visible (self->stop_by_hand, TRUE);
  loft_account_assistant_show_page (self, "steps");
  show_step (self, LOFT_STEP_RUNS);
  loft_account_finder_ask_async (account, place_of (self->chosen),
                                 gtk_editable_get_text (self->password), self->cancellable, on_told,
                                 question);
}
