/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum {
  LOFT_FOLDER_ROLE_NONE,
  LOFT_FOLDER_ROLE_INBOX,
  LOFT_FOLDER_ROLE_DRAFTS,
  LOFT_FOLDER_ROLE_SENT,
  LOFT_FOLDER_ROLE_ARCHIVE,
  LOFT_FOLDER_ROLE_JUNK,
  LOFT_FOLDER_ROLE_TRASH,
  LOFT_FOLDER_ROLE_FLAGGED,
  LOFT_FOLDER_ROLE_ALL,
  LOFT_FOLDER_ROLE_OUTBOX,
} LoftFolderRole;

/* "inbox", "drafts", …; NULL for NONE. */
const char     *loft_folder_role_to_name   (LoftFolderRole role);
LoftFolderRole  loft_folder_role_from_name (const char *name);

/* What a folder holds. One of events may hold tasks too. */
typedef enum {
  LOFT_FOLDER_KIND_MAIL     = 1 << 0,
  LOFT_FOLDER_KIND_EVENTS   = 1 << 1, /* a calendar */
  LOFT_FOLDER_KIND_TASKS    = 1 << 2, /* a list of tasks */
  LOFT_FOLDER_KIND_CONTACTS = 1 << 3, /* an address book */
  LOFT_FOLDER_KINDS_RESOURCES =
    LOFT_FOLDER_KIND_EVENTS | LOFT_FOLDER_KIND_TASKS | LOFT_FOLDER_KIND_CONTACTS,
} LoftFolderKinds;

/* What was done to a folder here and not yet there. */
typedef enum {
  LOFT_FOLDER_WAITS_NOTHING  = 0,
  LOFT_FOLDER_WAITS_CREATION = 1 << 0, /* remote_id is NULL as yet */
  LOFT_FOLDER_WAITS_RENAME   = 1 << 1,
  LOFT_FOLDER_WAITS_DELETION = 1 << 2, /* not to be shown any more */
} LoftFolderWaits;

/* A folder as people see it; immutable, reference counted (atomic). */
typedef struct {
  gatomicrefcount ref_count;
  gint64 id;            /* local, never reused */
  char *path;           /* UTF-8, levels joined with "/"; the inbox is "INBOX" */
  char *name;           /* last level */
  char *remote_id;      /* (nullable) the server's name for it, as on the wire */
  LoftFolderKinds kinds;
  LoftFolderRole role;  /* the person's override, else the server's, else guessed by name */
  gboolean selectable;  /* can hold messages */
  gboolean subscribed;
  gboolean writable;    /* what it holds may be changed; of mail, rights are looked at elsewhere */
  gboolean shown;       /* of other kinds than mail: whether views show what it holds */
  char *color;          /* the same: "#rrggbb" as the person or the server chose, or "" */
  guint total;          /* messages in the store, shown values */
  guint unread;
  guint cached;         /* messages whose content is in the store */
  guint64 bytes;        /* their raw size */
  gint window_days;     /* bodies kept: -1 all, 0 none, else days; LOFT_FOLDER_WINDOW_ACCOUNT */
  LoftFolderWaits waits;
  gint64 synced_at;     /* end of the last complete sync, seconds; 0 never */
} LoftFolder;

#define LOFT_FOLDER_WINDOW_ACCOUNT (-2) /* as the account says */
#define LOFT_FOLDER_WINDOW_ALL     (-1)

LoftFolder *loft_folder_new   (void);
LoftFolder *loft_folder_ref   (LoftFolder *self);
void        loft_folder_unref (LoftFolder *self);

/* No server has it or ever will. */
gboolean loft_folder_is_only_here (const LoftFolder *self);

/* Order of a sidebar: by role (inbox first, none last), then by path, case-folded. */
int loft_folder_compare (const LoftFolder *a, const LoftFolder *b);

/* The role that a folder's last name suggests in the languages of well-known servers and
 * clients ("Gesendet", "Corbeille", "[Gmail]/Spam"); for servers without SPECIAL-USE. */
LoftFolderRole loft_folder_role_guess (const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftFolder, loft_folder_unref)

G_END_DECLS
