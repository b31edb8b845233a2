/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fake-policy.h"

#include "fake-service-private.h"
#include "loft-wipe-watch.h"

/* ---- the policy --------------------------------------------------------------------------- */

typedef struct {
  char *text;
  LoftPolicyState state;
  LoftPolicyAnswer answer;
} FakePolicy;

static void
fake_policy_free (gpointer data)
{
  FakePolicy *self = data;

  g_free (self->text);
  g_free (self);
}

static FakePolicy *
policy_of (LoftMailAccount *account)
{
  return g_object_get_data (G_OBJECT (account), "fake-policy");
}

void
fake_account_set_policy (LoftMailAccount *account, const char *text, LoftPolicyState state)
{
  FakePolicy *self = g_new0 (FakePolicy, 1);

  self->text = g_strdup (text);
  self->state = state;
  self->answer = LOFT_POLICY_ANSWER_PARTLY;
  g_object_set_data_full (G_OBJECT (account), "fake-policy", self, fake_policy_free);
}

LoftPolicy *
loft_account_policy_read (LoftMailAccount *account, LoftPolicyState *state,
                          LoftPolicyAnswer *answer)
{
  FakePolicy *self = policy_of (account);

  *state = self != NULL ? self->state : LOFT_POLICY_STATE_NONE;
  if (answer != NULL)
    *answer = self != NULL ? self->answer : LOFT_POLICY_ANSWER_PARTLY;
  return self != NULL ? loft_policy_from_text (self->text) : NULL;
}

void
loft_account_policy_accept_async (LoftMailAccount *account, const LoftPolicy *policy,
                                  gboolean confirmed, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data)
{
  FakePolicy *self = policy_of (account);

  self->state = LOFT_POLICY_STATE_ACCEPTED;
  self->answer = loft_policy_decide (policy, confirmed);
  fake_finish_later (account, cancellable, callback, user_data);
}

gboolean
loft_account_policy_accept_finish (LoftMailAccount *account, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

/* ---- accounts that are gone --------------------------------------------------------------- */

struct _LoftRemovedItem {
  GObject parent;

  char *name;
  gint64 at;
};

G_DEFINE_FINAL_TYPE (LoftRemovedItem, loft_removed_item, G_TYPE_OBJECT)

static GListStore *removed;

static void
loft_removed_item_finalize (GObject *object)
{
  g_free (LOFT_REMOVED_ITEM (object)->name);
  G_OBJECT_CLASS (loft_removed_item_parent_class)->finalize (object);
}

static void
loft_removed_item_class_init (LoftRemovedItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = loft_removed_item_finalize;
}

static void
loft_removed_item_init (LoftRemovedItem *self)
{
}

const char *
loft_removed_item_get_name (LoftRemovedItem *self)
{
  return self->name;
}

gint64
loft_removed_item_get_time (LoftRemovedItem *self)
{
  return self->at;
}

GListModel *
loft_wipe_watch_get_removed (LoftService *service)
{
  if (removed == NULL)
    removed = g_list_store_new (LOFT_TYPE_REMOVED_ITEM);
  return G_LIST_MODEL (removed);
}

void
loft_wipe_watch_put_away (LoftService *service, LoftRemovedItem *item)
{
  guint position;

  if (g_list_store_find (removed, item, &position))
    g_list_store_remove (removed, position);
}

void
fake_service_add_removed (LoftService *service, const char *name, gint64 at)
{
  g_autoptr (LoftRemovedItem) item = g_object_new (LOFT_TYPE_REMOVED_ITEM, NULL);

  item->name = g_strdup (name);
  item->at = at;
  g_list_store_append (G_LIST_STORE (loft_wipe_watch_get_removed (service)), item);
}
