/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-folder-look.h"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct {
  const char *name; /* (nullable) the folder's own name is shown then */
  const char *icon;
} RoleLook;

static const RoleLook looks[] = {
  [LOFT_FOLDER_ROLE_NONE] = { NULL, "folder-symbolic" },
  [LOFT_FOLDER_ROLE_INBOX] = { NC_ ("folder", "Inbox"), "loft-inbox-symbolic" },
  [LOFT_FOLDER_ROLE_DRAFTS] = { NC_ ("folder", "Drafts"), "loft-drafts-symbolic" },
  [LOFT_FOLDER_ROLE_SENT] = { NC_ ("folder", "Sent"), "loft-sent-symbolic" },
  [LOFT_FOLDER_ROLE_ARCHIVE] = { NC_ ("folder", "Archive"), "loft-archive-symbolic" },
  [LOFT_FOLDER_ROLE_JUNK] = { NC_ ("folder", "Junk"), "loft-junk-symbolic" },
  [LOFT_FOLDER_ROLE_TRASH] = { NC_ ("folder", "Trash"), "user-trash-symbolic" },
  [LOFT_FOLDER_ROLE_FLAGGED] = { NC_ ("folder", "Flagged"), "loft-flag-symbolic" },
  [LOFT_FOLDER_ROLE_ALL] = { NC_ ("folder", "All Mail"), "loft-archive-symbolic" },
  [LOFT_FOLDER_ROLE_OUTBOX] = { NC_ ("folder", "Outbox"), "loft-sent-symbolic" },
};

/* Beside the folders of a server that takes no drafts (loft-kept-drafts.h). */
static const char *const names_here[] = {
  NC_ ("folder", "Local Drafts"),
  NC_ ("folder", "Local Templates"),
};

static const RoleLook *
look_of (const LoftFolder *folder)
{
  return &looks[(guint) folder->role < G_N_ELEMENTS (looks) ? folder->role : 0];
}

/* (nullable) whose path it is, perhaps with a number. */
static const char *
find_name_here (const char *path)
{
  for (guint i = 0; i < G_N_ELEMENTS (names_here); i++)
    if (g_str_has_prefix (path, names_here[i]))
      {
        const char *rest = path + strlen (names_here[i]);

        return *rest == '\0' || g_str_has_prefix (rest, " (") ? names_here[i] : NULL;
      }
  return NULL;
}

const char *
loft_folder_look_name (const LoftFolder *folder)
{
  const RoleLook *look = look_of (folder);
  const char *here = loft_folder_is_only_here (folder) ? find_name_here (folder->path) : NULL;

  if (here != NULL)
    return g_dpgettext2 (NULL, "folder", here);
  return look->name == NULL ? folder->name : g_dpgettext2 (NULL, "folder", look->name);
}

const char *
loft_folder_look_icon (const LoftFolder *folder)
{
  return look_of (folder)->icon;
}
