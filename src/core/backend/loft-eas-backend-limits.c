/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-backend-private.h"
#include "loft-eas-demands.h"
#include "loft-eas-limited.h"
#include "loft-error.h"

/* What of a folder and of a message may be here, by the policy that a person has accepted. */

/* FilterType of calendars begins here (MS-ASCMD 2.2.3.68.2). */
#define FIRST_OF_CALENDARS 4

LoftPolicy *
loft_eas_backend_read_limits (LoftEasBackend *self)
{
  return loft_eas_demands_read_limits (self->memory, self->user_data);
}

gboolean
loft_eas_backend_is_limited (LoftEasBackend *self)
{
  g_autoptr (LoftPolicy) policy = loft_eas_backend_read_limits (self);

  return loft_eas_limited_concerns (policy);
}

guint
loft_eas_backend_find_filter (LoftEasBackend *self, const char *folder_id)
{
  g_autoptr (LoftPolicy) policy = loft_eas_backend_read_limits (self);
  const LoftEasFolder *folder = g_hash_table_lookup (self->folders, folder_id);
  LoftFolderKinds kinds = folder != NULL ? loft_eas_backend_kinds_of (folder) : 0;

  if (policy == NULL)
    return 0;
  if ((kinds & LOFT_FOLDER_KIND_MAIL) != 0)
    return policy->mail_filter;
  if ((kinds & LOFT_FOLDER_KIND_EVENTS) != 0 && policy->calendar_filter > 0)
    return MAX (policy->calendar_filter, FIRST_OF_CALENDARS);
  return 0;
}

/* ---- messages in part --------------------------------------------------------------------- */

typedef struct {
  GBytes *header; /* (owned) */
  LoftEasLimitedWish wish;
} Plan;

static void
plan_free (gpointer data)
{
  Plan *self = data;

  g_bytes_unref (self->header);
  g_free (self);
}

typedef struct {
  const LoftPolicy *policy;
  LoftEasMapping how;
  GHashTable *plans; /* (owned) id -> Plan */
  const Plan *plan; /* of the one that is asked for */
  LoftFetchedFunc func;
  gpointer user_data;
} Limited;

static gboolean
make_plan (const char *id, const LoftWbxmlElement *properties, gpointer user_data, GError **error)
{
  Limited *limited = user_data;
  LoftRemoteItem *item = loft_eas_mail_item_new (id, properties, NULL, &limited->how);
  Plan *plan = g_new0 (Plan, 1);

  plan->header = g_bytes_ref (item->header);
  plan->wish = loft_eas_limited_decide (limited->policy, properties);
  g_hash_table_replace (limited->plans, g_strdup (id), plan);
  loft_remote_item_free (item);
  return TRUE;
}

static gboolean
hand_over_part (const char *id, const LoftWbxmlElement *properties, gpointer user_data,
                GError **error)
{
  Limited *limited = user_data;
  g_autoptr (GBytes) mime = loft_eas_limited_compose (limited->policy, limited->plan->header,
                                                      properties, &limited->plan->wish);

  return limited->func (id, mime, limited->user_data, error);
}

static gboolean
fetch_one (LoftEasBackend *self, const char *folder_id, const char *id, Limited *limited,
           GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) one = g_ptr_array_new ();

  limited->plan = g_hash_table_lookup (limited->plans, id);
  if (limited->plan == NULL)
    return TRUE; /* gone */
  if (!limited->plan->wish.whole)
    return loft_eas_backend_fetch_items (self, folder_id, &id, 1, limited->plan->wish.body_type,
                                         limited->plan->wish.body_size, hand_over_part, limited,
                                         cancellable, error);
  g_ptr_array_add (one, (gpointer) id);
  return loft_eas_backend_fetch_whole (self, folder_id, one, limited->func, limited->user_data,
                                       cancellable, error);
}

/* Headers of all first, by which it is known what may be asked for. */
gboolean
loft_eas_backend_fetch_limited (LoftEasBackend *self, const char *folder_id, GPtrArray *remote_ids,
                                const LoftPolicy *policy, LoftFetchedFunc func, gpointer user_data,
                                GCancellable *cancellable, GError **error)
{
  Limited limited = { .policy = policy,
                      .how = loft_eas_backend_get_mapping (self),
                      .func = func,
                      .user_data = user_data };
  gboolean done;

  limited.plans = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, plan_free);
  done = loft_eas_backend_fetch_items (self, folder_id, (const char *const *) remote_ids->pdata,
                                       remote_ids->len, 4, LOFT_EAS_HEADER_SIZE, make_plan,
                                       &limited, cancellable, error);
  for (guint i = 0; done && i < remote_ids->len; i++)
    done =
      fetch_one (self, folder_id, g_ptr_array_index (remote_ids, i), &limited, cancellable, error);
  g_hash_table_unref (limited.plans);
  return done;
}
