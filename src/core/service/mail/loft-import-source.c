/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-import-source.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "loft-error.h"
#include "loft-imap-utf7.h"
#include "loft-maildir-name.h"
#include "loft-mbox-reader.h"
#include "loft-text.h"

#define MAX_DEPTH      32
#define MAX_LEVEL      200 /* bytes of a folder's name */
#define PEEK_BYTES     4096
#define MAX_FIELD_NAME 76

typedef struct {
  const LoftImportVisitor *visitor;
  gpointer user_data;
  GCancellable *cancellable;
  guint depth;
} Walk;

/* ---- names -------------------------------------------------------------------------------- */

/* One level of a folder's path. */
static char *
level_of (const char *name)
{
  g_autofree char *utf8 = loft_text_to_utf8 (name, (gssize) strlen (name));
  g_autofree char *line = loft_text_one_line (utf8, MAX_LEVEL / 4);

  g_strdelimit (line, "/", '-');
  return line[0] != '\0' ? g_steal_pointer (&line) : g_strdup ("-");
}

static char *
join (const char *folder, const char *level)
{
  return folder[0] != '\0' ? g_strconcat (folder, "/", level, NULL) : g_strdup (level);
}

/* A file or folder called so is a folder of mail with this name. */
static char *
join_name (const char *folder, const char *name)
{
  static const char *const endings[] = { ".mbox", ".mbx", ".sbd", ".mbs" };
  g_autofree char *plain = g_strdup (name);
  g_autofree char *level = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (plain, endings[i]) && strlen (plain) > strlen (endings[i]))
      {
        plain[strlen (plain) - strlen (endings[i])] = '\0';
        break;
      }
  level = level_of (plain);
  return join (folder, level);
}

/* ".Projects.2025" of Maildir++; names in modified UTF-7, as Courier began it. */
static char *
join_maildir_name (const char *folder, const char *name)
{
  g_auto (GStrv) levels = g_strsplit (name + 1, ".", MAX_DEPTH);
  g_autofree char *path = g_strdup (folder);

  for (guint i = 0; levels[i] != NULL; i++)
    {
      g_autofree char *decoded = loft_imap_utf7_decode (levels[i]);
      g_autofree char *level = level_of (decoded != NULL ? decoded : levels[i]);
      char *longer = join (path, level);

      g_free (path);
      path = longer;
    }
  return g_steal_pointer (&path);
}

/* ---- what a file is ----------------------------------------------------------------------- */

static gboolean
looks_like_message (const char *bytes, gsize length)
{
  for (gsize i = 0; i < length && i < MAX_FIELD_NAME; i++)
    {
      if (bytes[i] == ':')
        return i > 0;
      if (bytes[i] <= ' ' || (guchar) bytes[i] >= 0x7f)
        return FALSE;
    }
  return FALSE;
}

/* Of Apple Mail: the length of the message, then the message, then a property list. */
static gboolean
looks_like_emlx (const char *bytes, gsize length)
{
  gsize digits = 0;

  while (digits < length && g_ascii_isdigit (bytes[digits]))
    digits++;
  while (digits > 0 && digits < length && bytes[digits] == ' ')
    digits++;
  return digits > 0 && digits < length && bytes[digits] == '\n' &&
         looks_like_message (bytes + digits + 1, length - digits - 1);
}

static gboolean
find_kind (const char *path, LoftImportKind *kind)
{
  char bytes[PEEK_BYTES];
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  gssize n = fd >= 0 ? read (fd, bytes, sizeof bytes) : -1;

  if (fd >= 0)
    close (fd);
  if (n <= 0)
    return FALSE;
  if (loft_mbox_reader_knows ((const guint8 *) bytes, (gsize) n))
    *kind = LOFT_IMPORT_MBOX;
  else if (looks_like_message (bytes, (gsize) n))
    *kind = LOFT_IMPORT_MESSAGE;
  else if (looks_like_emlx (bytes, (gsize) n))
    *kind = LOFT_IMPORT_EMLX;
  else
    return FALSE;
  return TRUE;
}

/* Files that stand beside mail everywhere are nothing to speak of. */
static gboolean
should_be_mail (const char *path)
{
  static const char *const endings[] = { ".eml", ".emlx", ".mbox", ".mbx", ".msg" };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (path, endings[i]))
      return TRUE;
  return FALSE;
}

/* What programs write beside their mail, though it may look like a header. */
static gboolean
is_passed_over (const char *name)
{
  static const char *const endings[] = { ".msf",        ".dat",        ".cmeta",
                                         ".ev-summary", ".ibex.index", ".ibex.index.data",
                                         ".plist",      ".sqlite",     ".log",
                                         ".html",       ".ics",        ".vcf",
                                         ".txt",        ".xml",        ".json" };

  if (name[0] == '.')
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (name, endings[i]))
      return TRUE;
  return FALSE;
}

/* ---- walking ------------------------------------------------------------------------------ */

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* (transfer full) names in order; NULL with error. */
static GPtrArray *
list_names (const char *path, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (GDir) dir = g_dir_open (path, 0, &failure);
  GPtrArray *names;
  const char *name;

  if (dir == NULL)
    {
      g_set_error (error, LOFT_ERROR, LOFT_ERROR_STORE, "%s", failure->message);
      return NULL;
    }
  names = g_ptr_array_new_with_free_func (g_free);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  return names;
}

static gboolean
is_directory (const char *path)
{
  GStatBuf info;

  return g_lstat (path, &info) == 0 && S_ISDIR (info.st_mode);
}

static gboolean
has_directory (const char *path, const char *name)
{
  g_autofree char *below = g_build_filename (path, name, NULL);

  return is_directory (below);
}

static gboolean
is_maildir (const char *path)
{
  return has_directory (path, "cur") &&
         (has_directory (path, "new") || has_directory (path, "tmp"));
}

static gboolean walk_directory (Walk *walk, const char *path, const char *folder, GError **error);

static gboolean
walk_maildir_messages (Walk *walk, const char *path, const char *part, const char *folder,
                       GError **error)
{
  g_autofree char *directory = g_build_filename (path, part, NULL);
  g_autoptr (GPtrArray) names =
    is_directory (directory) ? list_names (directory, error) : g_ptr_array_new ();

  for (guint i = 0; names != NULL && i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      g_autofree char *file_path = g_build_filename (directory, name, NULL);
      GStatBuf info;
      LoftImportFile file = { LOFT_IMPORT_MAILDIR, file_path, folder };

      if (g_cancellable_set_error_if_cancelled (walk->cancellable, error))
        return FALSE;
      if (name[0] == '.' || g_lstat (file_path, &info) != 0 || !S_ISREG (info.st_mode))
        continue;
      file.flags = loft_maildir_name_flags (name) & ~LOFT_FLAG_DELETED;
      file.received = info.st_mtime;
      file.size = (guint64) info.st_size;
      if (!walk->visitor->file (&file, walk->user_data, error))
        return FALSE;
    }
  return names != NULL;
}

/* Folders below: ".A.B" beside cur (Maildir++), or directories with names of their own. */
static gboolean
walk_maildir (Walk *walk, const char *path, const char *folder, GError **error)
{
  g_autoptr (GPtrArray) names = list_names (path, error);

  if (names == NULL || !walk_maildir_messages (walk, path, "cur", folder, error) ||
      !walk_maildir_messages (walk, path, "new", folder, error))
    return FALSE;
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      g_autofree char *below = g_build_filename (path, name, NULL);
      gboolean dotted = name[0] == '.' && name[1] != '\0';
      g_autofree char *below_folder = NULL;

      if (strcmp (name, "cur") == 0 || strcmp (name, "new") == 0 || strcmp (name, "tmp") == 0 ||
          !is_directory (below) || (dotted && !is_maildir (below)))
        continue;
      below_folder = dotted ? join_maildir_name (folder, name) : join_name (folder, name);
      if (!walk_directory (walk, below, below_folder, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
visit_file (Walk *walk, const char *path, const char *folder, const GStatBuf *info, GError **error)
{
  LoftImportFile file = { LOFT_IMPORT_MESSAGE, path, folder };
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *own_folder = NULL;

  if (info->st_size == 0 && strchr (name, '.') == NULL)
    {
      /* Thunderbird keeps an empty file for an empty folder. */
      own_folder = join_name (folder, name);
      return walk->visitor->folder (own_folder, walk->user_data, error);
    }
  if (!find_kind (path, &file.kind))
    {
      if (should_be_mail (path))
        walk->visitor->ignored (path, "it is no mail", walk->user_data);
      return TRUE;
    }
  file.received = info->st_mtime;
  file.size = (guint64) info->st_size;
  if (file.kind == LOFT_IMPORT_MBOX)
    {
      own_folder = join_name (folder, name);
      file.folder = own_folder;
      if (!walk->visitor->folder (own_folder, walk->user_data, error))
        return FALSE;
    }
  return walk->visitor->file (&file, walk->user_data, error);
}

/* NAME.mbox of macOS holds its mail in a file called mbox. */
static gboolean
visit_bundle (Walk *walk, const char *path, const char *folder, gboolean *is_one, GError **error)
{
  g_autofree char *mbox = g_build_filename (path, "mbox", NULL);
  LoftImportFile file = { LOFT_IMPORT_MBOX, mbox, folder };
  GStatBuf info;

  *is_one = g_str_has_suffix (path, ".mbox") && g_lstat (mbox, &info) == 0 &&
            S_ISREG (info.st_mode) && find_kind (mbox, &file.kind) && file.kind == LOFT_IMPORT_MBOX;
  if (!*is_one)
    return TRUE;
  file.received = info.st_mtime;
  file.size = (guint64) info.st_size;
  return walk->visitor->file (&file, walk->user_data, error);
}

static gboolean
walk_plain (Walk *walk, const char *path, const char *folder, GError **error)
{
  g_autoptr (GPtrArray) names = list_names (path, error);

  for (guint i = 0; names != NULL && i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      g_autofree char *below = g_build_filename (path, name, NULL);
      GStatBuf info;

      if (g_cancellable_set_error_if_cancelled (walk->cancellable, error))
        return FALSE;
      if (is_passed_over (name) || g_lstat (below, &info) != 0)
        continue;
      if (S_ISDIR (info.st_mode))
        {
          g_autofree char *below_folder = join_name (folder, name);

          if (!walk_directory (walk, below, below_folder, error))
            return FALSE;
        }
      else if (S_ISREG (info.st_mode) && !visit_file (walk, below, folder, &info, error))
        return FALSE;
    }
  return names != NULL;
}

static gboolean
walk_directory (Walk *walk, const char *path, const char *folder, GError **error)
{
  gboolean done;
  gboolean is_bundle = FALSE;

  if (walk->depth >= MAX_DEPTH)
    {
      walk->visitor->ignored (path, "folders lie too deep in each other", walk->user_data);
      return TRUE;
    }
  if (!walk->visitor->folder (folder, walk->user_data, error) ||
      !visit_bundle (walk, path, folder, &is_bundle, error))
    return FALSE;
  if (is_bundle)
    return TRUE;
  walk->depth++;
  done = is_maildir (path) ? walk_maildir (walk, path, folder, error)
                           : walk_plain (walk, path, folder, error);
  walk->depth--;
  return done;
}

/* One that a person named goes into the folder that they named. */
static gboolean
walk_file (Walk *walk, const char *path, const GStatBuf *info, GError **error)
{
  LoftImportFile file = {
    LOFT_IMPORT_MESSAGE, path, "", 0, info->st_mtime, (guint64) info->st_size
  };

  if (!S_ISREG (info->st_mode) || !find_kind (path, &file.kind))
    {
      g_set_error (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                   "%s is no mail: mbox, Maildir, EML or a folder of them is", path);
      return FALSE;
    }
  return walk->visitor->folder ("", walk->user_data, error) &&
         walk->visitor->file (&file, walk->user_data, error);
}

gboolean
loft_import_source_walk (const char *path, const LoftImportVisitor *visitor, gpointer user_data,
                         GCancellable *cancellable, GError **error)
{
  Walk walk = { visitor, user_data, cancellable, 0 };
  GStatBuf info;

  if (g_stat (path, &info) != 0)
    {
      g_set_error (error, LOFT_ERROR, LOFT_ERROR_GONE, "%s cannot be read: %s", path,
                   g_strerror (errno));
      return FALSE;
    }
  return S_ISDIR (info.st_mode) ? walk_directory (&walk, path, "", error)
                                : walk_file (&walk, path, &info, error);
}
