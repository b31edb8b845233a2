/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-sidebar-unified.h"

#include "config.h"
#include "loft-local-account.h"
#include "loft-sidebar-heading.h"
#include "loft-sidebar-lines.h"

#include <glib/gi18n.h>

#define KEY   "/unified"
#define N_ALL 4

struct _LoftSidebarUnifiedPart {
  GListModel *accounts;
  GListStore *lines; /* of LoftSidebarItem, as shown */
  LoftSidebarItem *heading;
  LoftSidebarItem *all[N_ALL]; /* by LoftUnifiedKind */
  GPtrArray *followed; /* of GListModel: folders of accounts; of LoftMailFolder: of the local one */
  GPtrArray *counted; /* of LoftMailFolder: whose counts are shown */
  guint rebuild_source;
};

/* Flagged messages are in any folder. */
static const LoftFolderRole roles[N_ALL] = {
  [LOFT_UNIFIED_INBOX] = LOFT_FOLDER_ROLE_INBOX,
  [LOFT_UNIFIED_FLAGGED] = LOFT_FOLDER_ROLE_NONE,
  [LOFT_UNIFIED_DRAFTS] = LOFT_FOLDER_ROLE_DRAFTS,
  [LOFT_UNIFIED_SENT] = LOFT_FOLDER_ROLE_SENT,
};

LoftFolderRole
loft_sidebar_unified_role (LoftUnifiedKind unified)
{
  return (guint) unified < N_ALL ? roles[unified] : LOFT_FOLDER_ROLE_NONE;
}

const char *
loft_sidebar_unified_name (LoftUnifiedKind unified)
{
  switch (unified)
    {
    case LOFT_UNIFIED_FLAGGED:
      return C_ ("folder", "Flagged");
    case LOFT_UNIFIED_DRAFTS:
      return C_ ("folder", "Drafts");
    case LOFT_UNIFIED_SENT:
      return C_ ("folder", "Sent");
    case LOFT_UNIFIED_INBOX:
    default:
      return C_ ("folder", "Inbox");
    }
}

/* New mail in the inboxes; all drafts, since each waits for its writer. */
static void
count (LoftSidebarUnifiedPart *self)
{
  guint counts[N_ALL] = { 0 };

  for (guint i = 0; i < self->counted->len; i++)
    {
      LoftFolder *folder = loft_mail_folder_get (g_ptr_array_index (self->counted, i));

      if (folder->role == LOFT_FOLDER_ROLE_INBOX)
        counts[LOFT_UNIFIED_INBOX] += folder->unread;
      else if (folder->role == LOFT_FOLDER_ROLE_DRAFTS)
        counts[LOFT_UNIFIED_DRAFTS] += folder->total;
    }
  for (guint i = 0; i < N_ALL; i++)
    loft_sidebar_item_set_count (self->all[i], counts[i]);
}

static void
unfollow (gpointer object, gpointer self)
{
  g_signal_handlers_disconnect_by_data (object, self);
}

static void queue_rebuild (LoftSidebarUnifiedPart *self);

static void
follow_folders (LoftSidebarUnifiedPart *self, GListModel *folders, gboolean *found)
{
  g_signal_connect_swapped (folders, "items-changed", G_CALLBACK (queue_rebuild), self);
  g_ptr_array_add (self->followed, g_object_ref (folders));
  for (guint i = 0; i < g_list_model_get_n_items (folders); i++)
    {
      g_autoptr (LoftMailFolder) folder = g_list_model_get_item (folders, i);

      for (guint k = 0; k < N_ALL; k++)
        {
          if (roles[k] == LOFT_FOLDER_ROLE_NONE || loft_mail_folder_get (folder)->role != roles[k])
            continue;
          found[k] = TRUE;
          g_signal_connect_swapped (folder, "notify::folder", G_CALLBACK (count), self);
          g_ptr_array_add (self->counted, g_object_ref (folder));
        }
    }
}

/* It counts as an account from its first message on. */
static void
follow_use (LoftSidebarUnifiedPart *self, GListModel *folders)
{
  for (guint i = 0; i < g_list_model_get_n_items (folders); i++)
    {
      g_autoptr (LoftMailFolder) folder = g_list_model_get_item (folders, i);

      g_signal_connect_swapped (folder, "notify::folder", G_CALLBACK (queue_rebuild), self);
      g_ptr_array_add (self->followed, g_steal_pointer (&folder));
    }
}

static void
rebuild (LoftSidebarUnifiedPart *self)
{
  guint n = g_list_model_get_n_items (self->accounts);
  gboolean several = loft_local_account_count_mail (self->accounts) >= 2;
  gboolean found[N_ALL] = { FALSE };
  g_autoptr (GPtrArray) lines = g_ptr_array_new ();

  g_ptr_array_foreach (self->followed, unfollow, self);
  g_ptr_array_set_size (self->followed, 0);
  g_ptr_array_foreach (self->counted, unfollow, self);
  g_ptr_array_set_size (self->counted, 0);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (LoftMailAccount) account = g_list_model_get_item (self->accounts, i);

      follow_folders (self, loft_mail_account_get_folders (account), found);
      if (loft_local_account_is (loft_mail_account_get_account (account)))
        follow_use (self, loft_mail_account_get_folders (account));
    }
  found[LOFT_UNIFIED_FLAGGED] = found[LOFT_UNIFIED_INBOX];
  if (several)
    g_ptr_array_add (lines, self->heading);
  for (guint k = 0; several && k < N_ALL; k++)
    {
      if (found[k] && loft_sidebar_item_get_expanded (self->heading))
        g_ptr_array_add (lines, self->all[k]);
    }
  count (self);
  loft_sidebar_lines_replace (self->lines, lines);
}

static gboolean
rebuild_later (gpointer data)
{
  LoftSidebarUnifiedPart *self = data;

  self->rebuild_source = 0;
  rebuild (self);
  return G_SOURCE_REMOVE;
}

static void
queue_rebuild (LoftSidebarUnifiedPart *self)
{
  if (self->rebuild_source == 0)
    self->rebuild_source = g_idle_add (rebuild_later, self);
}

static void
on_expand (LoftSidebarUnifiedPart *self, gboolean expanded)
{
  loft_sidebar_heading_set_expanded (self->heading, KEY, expanded);
  rebuild (self);
}

GListModel *
loft_sidebar_unified_part_get_lines (LoftSidebarUnifiedPart *self)
{
  return G_LIST_MODEL (self->lines);
}

void
loft_sidebar_unified_part_free (LoftSidebarUnifiedPart *self)
{
  g_clear_handle_id (&self->rebuild_source, g_source_remove);
  g_signal_handlers_disconnect_by_data (self->accounts, self);
  g_signal_handlers_disconnect_by_data (self->heading, self);
  g_ptr_array_foreach (self->followed, unfollow, self);
  g_ptr_array_foreach (self->counted, unfollow, self);
  g_ptr_array_unref (self->followed);
  g_ptr_array_unref (self->counted);
  for (guint i = 0; i < N_ALL; i++)
    g_object_unref (self->all[i]);
  g_object_unref (self->heading);
  g_object_unref (self->lines);
  g_object_unref (self->accounts);
  g_free (self);
}

LoftSidebarUnifiedPart *
loft_sidebar_unified_part_new (GListModel *accounts)
{
  LoftSidebarUnifiedPart *self = g_new0 (LoftSidebarUnifiedPart, 1);

  self->accounts = g_object_ref (accounts);
  self->lines = g_list_store_new (LOFT_TYPE_SIDEBAR_ITEM);
  self->heading = loft_sidebar_heading_new (KEY, _ ("All Accounts"));
  for (guint i = 0; i < N_ALL; i++)
    self->all[i] = loft_sidebar_item_new_unified (i);
  self->followed = g_ptr_array_new_with_free_func (g_object_unref);
  self->counted = g_ptr_array_new_with_free_func (g_object_unref);
  g_signal_connect_swapped (self->heading, "expand", G_CALLBACK (on_expand), self);
  g_signal_connect_swapped (accounts, "items-changed", G_CALLBACK (queue_rebuild), self);
  rebuild (self);
  return self;
}
