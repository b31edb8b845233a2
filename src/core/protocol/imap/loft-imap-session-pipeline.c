/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-imap-session-private.h"

#include <string.h>

/* Several commands in flight. */

void
loft_imap_pipeline_init (LoftImapPipeline *self, LoftImapSession *session, guint window)
{
  memset (self, 0, sizeof *self);
  self->session = session;
  self->window = session->quirks & LOFT_IMAP_QUIRK_SHORT_PIPELINE
    ? MIN (window, LOFT_IMAP_SHORT_WINDOW) : window;
}

void
loft_imap_pipeline_clear (LoftImapPipeline *self)
{
  for (guint i = 0; i < self->window; i++)
    loft_imap_exchange_clear (&self->exchanges[i]);
  g_clear_error (&self->refusal);
}

static void
remember_refusal (LoftImapPipeline *self, const GError *refusal)
{
  if (self->forgives_gone && g_error_matches (refusal, LOFT_ERROR, LOFT_ERROR_GONE))
    {
      self->saw_gone = TRUE;
      return;
    }
  if (self->refusal != NULL &&
      (self->refusal->code == LOFT_ERROR_TEMPORARY || refusal->code != LOFT_ERROR_TEMPORARY))
    return;
  g_clear_error (&self->refusal);
  self->refusal = g_error_copy (refusal);
}

static gboolean
finish_oldest (LoftImapPipeline *self, GCancellable *cancellable, GError **error)
{
  LoftImapExchange *oldest = &self->exchanges[self->n_finished % self->window];
  g_autoptr (GError) refusal = NULL;
  gboolean ok = loft_imap_session_finish (self->session, oldest, cancellable, &refusal);

  if (!ok && !loft_imap_session_is_connected (self->session))
    {
      g_propagate_error (error, g_steal_pointer (&refusal));
      return FALSE;
    }
  self->n_finished++;
  loft_imap_exchange_clear (oldest);
  if (!ok)
    remember_refusal (self, refusal);
  return TRUE;
}

gboolean
loft_imap_pipeline_make_room (LoftImapPipeline *self, GCancellable *cancellable, GError **error)
{
  return self->n_sent - self->n_finished < self->window ||
         finish_oldest (self, cancellable, error);
}

gboolean
loft_imap_pipeline_send (LoftImapPipeline *self, LoftImapCommand *command,
                         GCancellable *cancellable, GError **error)
{
  return loft_imap_pipeline_make_room (self, cancellable, error) &&
         loft_imap_session_send (self->session, command,
                                 &self->exchanges[self->n_sent++ % self->window], cancellable,
                                 error);
}

gboolean
loft_imap_pipeline_finish (LoftImapPipeline *self, GCancellable *cancellable, GError **error)
{
  while (self->n_finished < self->n_sent)
    if (!finish_oldest (self, cancellable, error))
      return FALSE;
  if (self->refusal == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&self->refusal));
  return FALSE;
}

#define MAX_SET_LENGTH 7000 /* whole lines stay under 8,000 bytes (RFC 7162, 4: 8,192) */

char *
loft_imap_take_for_line (LoftImapUidSet *remaining, guint *count)
{
  for (;;)
    {
      g_autoptr (LoftImapUidSet) taken = loft_imap_uid_set_take_highest (remaining, *count);
      g_autofree char *text = loft_imap_uid_set_to_text (taken);
      const LoftImapUidRange *ranges;
      guint64 n_taken;
      guint n = 0;

      if (strlen (text) <= MAX_SET_LENGTH)
        return g_steal_pointer (&text);
      n_taken = loft_imap_uid_set_count (taken);
      *count = (guint) CLAMP (n_taken * MAX_SET_LENGTH / strlen (text), 1, n_taken - 1);
      ranges = loft_imap_uid_set_ranges (taken, &n);
      for (guint i = 0; i < n; i++)
        loft_imap_uid_set_add_range (remaining, ranges[i].first, ranges[i].last);
    }
}
