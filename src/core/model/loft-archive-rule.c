/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-archive-rule.h"

#include <string.h>

#define SEPARATOR "//" /* no path has an empty level */

static const char *const place_names[] = { "archive", "years", "local" };

void
loft_archive_rule_init (LoftArchiveRule *self)
{
  *self = (LoftArchiveRule){ .months = 24, .folders = g_strdup ("") };
}

void
loft_archive_rule_clear (LoftArchiveRule *self)
{
  g_clear_pointer (&self->folders, g_free);
}

void
loft_archive_rule_copy (const LoftArchiveRule *self, LoftArchiveRule *copy)
{
  *copy = *self;
  copy->folders = g_strdup (self->folders);
}

const char *
loft_archive_place_to_name (LoftArchivePlace place)
{
  return place_names[place];
}

gboolean
loft_archive_place_from_name (const char *name, LoftArchivePlace *place)
{
  for (guint i = 0; i < G_N_ELEMENTS (place_names); i++)
    if (strcmp (place_names[i], name) == 0)
      {
        *place = (LoftArchivePlace) i;
        return TRUE;
      }
  return FALSE;
}

/* An archive on the server may go on to this computer. */
gboolean
loft_archive_rule_can_take (const LoftArchiveRule *self, const LoftFolder *folder)
{
  if (!folder->selectable || (folder->waits & LOFT_FOLDER_WAITS_DELETION))
    return FALSE;
  switch (folder->role)
    {
    case LOFT_FOLDER_ROLE_NONE:
    case LOFT_FOLDER_ROLE_INBOX:
    case LOFT_FOLDER_ROLE_SENT:
      return TRUE;
    case LOFT_FOLDER_ROLE_ARCHIVE:
      return self->place == LOFT_ARCHIVE_TO_LOCAL;
    default:
      return FALSE;
    }
}

gboolean
loft_archive_rule_takes (const LoftArchiveRule *self, const LoftFolder *folder)
{
  g_auto (GStrv) paths = NULL;

  if (!loft_archive_rule_can_take (self, folder))
    return FALSE;
  if (self->folders[0] == '\0')
    return folder->role == LOFT_FOLDER_ROLE_INBOX || folder->role == LOFT_FOLDER_ROLE_SENT;
  paths = loft_archive_rule_list_folders (self);
  return g_strv_contains ((const char *const *) paths, folder->path);
}

char **
loft_archive_rule_list_folders (const LoftArchiveRule *self)
{
  return g_strsplit (self->folders, SEPARATOR, -1);
}

gint64
loft_archive_rule_before (const LoftArchiveRule *self, gint64 now)
{
  g_autoptr (GDateTime) today = g_date_time_new_from_unix_local (now);
  g_autoptr (GDateTime) then = today != NULL ? g_date_time_add_months (today, -self->months) : NULL;
  g_autoptr (GDateTime) day =
    then == NULL ? NULL
                 : g_date_time_new_local (g_date_time_get_year (then), g_date_time_get_month (then),
                                          g_date_time_get_day_of_month (then), 0, 0, 0);

  return day != NULL ? g_date_time_to_unix (day) : 0;
}

char *
loft_archive_rule_local_path (const char *account, const LoftFolder *folder)
{
  g_autofree char *top = g_strdelimit (g_strdup (account), "/", '-');

  return g_strdup_printf ("%s/%s", top,
                          folder->role == LOFT_FOLDER_ROLE_INBOX ? "Inbox" : folder->path);
}
