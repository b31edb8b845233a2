/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-conversation-reading.h"
#include "loft-mail-reader-private.h"
#include "loft-message-list-private.h"

struct _LoftMessageRow {
  GObject parent;

  LoftMessageList *list; /* (weak) (nullable) the list forgets the row when it dies */
  LoftMailAccount *account; /* (owned) */
  gulong changed_handler; /* without a list */
  gint64 key;
  gint64 id;
  gboolean loaded;
  LoftMessage *message; /* (owned) (nullable) */
  LoftConversationSummary *summary; /* (owned) (nullable) made when asked for */
};

enum { PROP_0, PROP_MESSAGE, N_PROPERTIES };

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (LoftMessageRow, loft_message_row, G_TYPE_OBJECT)

static LoftMessage *
read_message (LoftMessageRow *self)
{
  LoftMailReader *reader = loft_mail_account_get_reader (self->account, NULL);

  return reader != NULL ? loft_mail_reader_get_message (reader, self->id, NULL) : NULL;
}

static LoftConversationSummary *
read_summary (LoftMessageRow *self, const LoftMessage *message)
{
  LoftMailReader *reader = loft_mail_account_get_reader (self->account, NULL);
  const char *own_address = loft_mail_account_get_account (self->account)->address;
  g_autoptr (GArray) parts = NULL;

  if (loft_list_key_is_conversation (self->key) && reader != NULL)
    parts = loft_conversation_reading_load (loft_mail_reader_current_store (reader)->mail,
                                            loft_list_key_get_id (self->key), message->folder_id,
                                            FALSE, NULL);
  /* A conversation that has just been joined with another has nothing left under its old id. */
  return parts != NULL && parts->len > 0
           ? loft_conversation_summary_new (parts, own_address)
           : loft_conversation_summary_new_single (message, own_address);
}

gint64
loft_message_row_get_key (LoftMessageRow *self)
{
  return self->key;
}

const gint64 *
loft_message_row_key_pointer (LoftMessageRow *self)
{
  return &self->key;
}

LoftMailAccount *
loft_message_row_get_account (LoftMessageRow *self)
{
  return self->account;
}

gint64
loft_message_row_get_id (LoftMessageRow *self)
{
  return self->id;
}

gint64
loft_message_row_get_conversation_id (LoftMessageRow *self)
{
  return loft_list_key_is_conversation (self->key) ? loft_list_key_get_id (self->key) : 0;
}

LoftMessage *
loft_message_row_get_message (LoftMessageRow *self)
{
  if (!self->loaded)
    {
      self->message = read_message (self);
      self->loaded = TRUE;
    }
  return self->message;
}

const LoftConversationSummary *
loft_message_row_get_summary (LoftMessageRow *self)
{
  static const LoftAttachment *const nothing[1] = { NULL };
  static GPtrArray nobody = { (gpointer *) nothing, 0 };
  static const LoftConversationSummary empty = { .keywords = (char *) "", .participants = &nobody };
  LoftMessage *message = loft_message_row_get_message (self);

  if (message == NULL)
    return &empty;
  if (self->summary == NULL)
    self->summary = read_summary (self, message);
  return self->summary;
}

/* ---- following the store ------------------------------------------------------------------ */

static gboolean
same_message (const LoftMessage *a, const LoftMessage *b)
{
  return a->id == b->id && a->folder_id == b->folder_id && a->flags == b->flags &&
         a->cached == b->cached && a->size == b->size && a->date == b->date &&
         a->conversation_id == b->conversation_id && a->attachments->len == b->attachments->len &&
         g_str_equal (a->keywords, b->keywords) && g_str_equal (a->preview, b->preview) &&
         g_str_equal (a->subject, b->subject);
}

/* TRUE when it has changed. A message that has just gone keeps its last look until its row goes. */
static gboolean
refresh_message (LoftMessageRow *self)
{
  g_autoptr (LoftMessage) message = read_message (self);

  if (message == NULL || (self->message != NULL && same_message (self->message, message)))
    return FALSE;
  loft_message_unref (self->message);
  self->message = g_steal_pointer (&message);
  return TRUE;
}

static gboolean
refresh_summary (LoftMessageRow *self)
{
  g_autoptr (LoftConversationSummary) summary = NULL;

  if (self->summary == NULL || self->message == NULL)
    return FALSE;
  summary = read_summary (self, self->message);
  if (loft_conversation_summary_equal (self->summary, summary))
    return FALSE;
  loft_conversation_summary_free (self->summary);
  self->summary = g_steal_pointer (&summary);
  return TRUE;
}

void
loft_message_row_refresh (LoftMessageRow *self, gint64 message_id)
{
  gboolean changed;

  self->id = message_id;
  if (!self->loaded)
    return;
  changed = refresh_message (self);
  changed = refresh_summary (self) || changed;
  if (changed)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MESSAGE]);
}

/* ---- object ------------------------------------------------------------------------------- */

static void
on_messages_changed (LoftMessageRow *self)
{
  loft_message_row_refresh (self, self->id);
}

/* A message in a window of its own goes on following the store. */
void
loft_message_row_detach (LoftMessageRow *self)
{
  self->list = NULL;
  self->changed_handler = g_signal_connect_swapped (self->account, "messages-changed",
                                                    G_CALLBACK (on_messages_changed), self);
}

gboolean
loft_message_row_is_joined_elsewhere (LoftMessageRow *self)
{
  return self->message != NULL && loft_list_key_is_conversation (self->key) &&
         self->message->conversation_id != loft_list_key_get_id (self->key);
}

static void
loft_message_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  switch (id)
    {
    case PROP_MESSAGE:
      g_value_set_pointer (value, loft_message_row_get_message (LOFT_MESSAGE_ROW (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
loft_message_row_dispose (GObject *object)
{
  LoftMessageRow *self = LOFT_MESSAGE_ROW (object);

  g_clear_signal_handler (&self->changed_handler, self->account);
  if (self->list != NULL)
    loft_message_list_forget_row (self->list, self);
  self->list = NULL;
  G_OBJECT_CLASS (loft_message_row_parent_class)->dispose (object);
}

static void
loft_message_row_finalize (GObject *object)
{
  LoftMessageRow *self = LOFT_MESSAGE_ROW (object);

  loft_message_unref (self->message);
  loft_conversation_summary_free (self->summary);
  g_object_unref (self->account);
  G_OBJECT_CLASS (loft_message_row_parent_class)->finalize (object);
}

static void
loft_message_row_class_init (LoftMessageRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = loft_message_row_get_property;
  object_class->dispose = loft_message_row_dispose;
  object_class->finalize = loft_message_row_finalize;
  properties[PROP_MESSAGE] =
    g_param_spec_pointer ("message", NULL, NULL,
                          G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
loft_message_row_init (LoftMessageRow *self)
{
}

LoftMessageRow *
loft_message_row_new (LoftMessageList *list, const LoftListEntry *entry)
{
  LoftMessageRow *self = g_object_new (LOFT_TYPE_MESSAGE_ROW, NULL);

  self->list = list;
  self->account = g_object_ref (loft_message_list_get_account_of (list, entry->key));
  self->key = entry->key;
  self->id = entry->message_id;
  return self;
}
