/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-forwarding.h"

#include "config.h"
#include "loft-compose-private.h"
#include "loft-error-text.h"
#include "loft-mail-account.h"
#include "loft-reply.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define MAX_MESSAGES 50
#define MAX_BYTES    (100 * 1024 * 1024)

typedef struct {
  GtkWidget *parent; /* (owned) */
  LoftMailAccount *account; /* (owned) (nullable) of the first */
  GPtrArray *groups; /* (owned) of LoftMessageGroup */
  guint group;
  guint message;
  LoftDraft *draft;
  guint64 size;
  guint n_missing;
} Forwarding;

static void
forwarding_free (Forwarding *self)
{
  g_object_unref (self->parent);
  g_clear_object (&self->account);
  g_clear_pointer (&self->groups, g_ptr_array_unref);
  loft_draft_free (self->draft);
  g_free (self);
}

static void
tell (Forwarding *self, const char *text)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (self->parent, ADW_TYPE_TOAST_OVERLAY);

  if (overlay != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), adw_toast_new (text));
}

static void
finish (Forwarding *self)
{
  if (self->n_missing > 0)
    {
      g_autofree char *text =
        g_strdup_printf (ngettext ("%u message could not be attached",
                                   "%u messages could not be attached", self->n_missing),
                         self->n_missing);

      tell (self, text);
    }
  if (self->draft->parts->len > 0 && loft_compose_is_possible ())
    loft_compose_open_window (self->account, self->draft, 0);
  forwarding_free (self);
}

static void
add (Forwarding *self, LoftMessageBody *body)
{
  const char *subject = body->message->subject;
  g_autofree char *name = g_strdup_printf ("%s.eml", subject[0] != '\0' ? subject : _ ("Message"));

  if (self->draft->parts->len == 0)
    {
      g_free (self->draft->subject);
      self->draft->subject = loft_reply_subject (subject, LOFT_REPLY_FORWARD_WHOLE);
    }
  self->size += g_bytes_get_size (body->raw);
  g_ptr_array_add (self->draft->parts,
                   loft_draft_part_new (name, "message/rfc822", NULL, body->raw));
}

static void open_next (Forwarding *self);

static void
on_opened (GObject *source, GAsyncResult *result, gpointer data)
{
  Forwarding *self = data;
  g_autoptr (LoftMessageBody) body =
    loft_mail_account_open_message_finish (LOFT_MAIL_ACCOUNT (source), result, NULL);

  if (body != NULL && self->size + g_bytes_get_size (body->raw) <= MAX_BYTES)
    add (self, body);
  else
    self->n_missing++;
  open_next (self);
}

/* One after the other: none is in memory that is not wanted. */
static void
open_next (Forwarding *self)
{
  LoftMessageGroup *group = NULL;

  while (self->group < self->groups->len)
    {
      group = g_ptr_array_index (self->groups, self->group);
      if (self->message < group->ids->len)
        break;
      self->group++;
      self->message = 0;
    }
  if (self->group >= self->groups->len)
    {
      finish (self);
      return;
    }
  if (self->account == NULL)
    self->account = g_object_ref (group->account);
  loft_mail_account_open_message_async (group->account,
                                        g_array_index (group->ids, gint64, self->message++), NULL,
                                        on_opened, self);
}

static void
on_gathered (GObject *source, GAsyncResult *result, gpointer data)
{
  Forwarding *self = data;
  g_autoptr (GError) error = NULL;

  self->groups = loft_message_list_gather_finish (LOFT_MESSAGE_LIST (source), result, &error);
  if (self->groups != NULL)
    {
      open_next (self);
      return;
    }
  forwarding_free (self);
}

void
loft_forwarding_start (GtkWidget *parent, LoftMessageList *list, const gint64 *keys, guint n_keys)
{
  Forwarding *self = NULL;

  if (n_keys == 0 || !loft_compose_is_possible ())
    return;
  self = g_new0 (Forwarding, 1);
  self->parent = g_object_ref (parent);
  self->draft = loft_draft_new (NULL);
  if (n_keys > MAX_MESSAGES)
    {
      g_autofree char *text =
        g_strdup_printf (_ ("No more than %d messages can be attached at once."), MAX_MESSAGES);

      tell (self, text);
      forwarding_free (self);
      return;
    }
  loft_message_list_gather_async (list, keys, n_keys, LOFT_GATHER_ROWS, NULL, on_gathered, self);
}
