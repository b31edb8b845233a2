/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-folder.h"

G_BEGIN_DECLS

/* Where old messages of an account go. */
typedef enum {
  LOFT_ARCHIVE_TO_ARCHIVE, /* its own Archive */
  LOFT_ARCHIVE_TO_YEARS, /* a folder below that for each year */
  LOFT_ARCHIVE_TO_LOCAL, /* "On this computer", in folders that are called as those they come from */
} LoftArchivePlace;

/* What counts as old in an account, and what becomes of it. */
typedef struct {
  gboolean daily; /* by itself; else only when a person wants it */
  gint months; /* at least one */
  LoftArchivePlace place;
  gboolean unread; /* goes too */
  gboolean flagged; /* goes too */
  char *folders; /* paths joined with "//"; "": inbox and sent messages */
} LoftArchiveRule;

/* Two years, to Archive, nothing unread or flagged, never by itself. */
void loft_archive_rule_init (LoftArchiveRule *self);
void loft_archive_rule_clear (LoftArchiveRule *self);
/* copy: (out caller-allocates) */
void loft_archive_rule_copy (const LoftArchiveRule *self, LoftArchiveRule *copy);

/* "archive", "years", "local" */
const char *loft_archive_place_to_name (LoftArchivePlace place);
gboolean loft_archive_place_from_name (const char *name, LoftArchivePlace *place);

/* Whether messages of a folder can grow old: not those that wait, were thrown away, or are archived. */
gboolean loft_archive_rule_can_take (const LoftArchiveRule *self, const LoftFolder *folder);
/* Whether this rule means it. */
gboolean loft_archive_rule_takes (const LoftArchiveRule *self, const LoftFolder *folder);

/* (transfer full) paths, NULL-terminated. */
char **loft_archive_rule_list_folders (const LoftArchiveRule *self);

/* What is dated before this is old: the beginning of a day, here. */
gint64 loft_archive_rule_before (const LoftArchiveRule *self, gint64 now);

/* (transfer full) "work/Inbox": where messages of a folder go on this computer. */
char *loft_archive_rule_local_path (const char *account, const LoftFolder *folder);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LoftArchiveRule, loft_archive_rule_clear)

G_END_DECLS
