/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-fault-log.h"

#include <string.h>

#include "loft-fault-snapshot.h"

static void
record_free (LoftFaultLogRecord *record)
{
  g_free (record->name);
  g_byte_array_unref (record->data);
  g_free (record);
}

GPtrArray *
loft_fault_log_read (const char *path)
{
  GPtrArray *records = g_ptr_array_new_with_free_func ((GDestroyNotify) record_free);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;
  gsize at = 0;

  if (!g_file_get_contents (path, &text, &length, &error))
    g_error ("%s", error->message);
  while (at < length)
    {
      LoftFaultLogRecord *record = g_new0 (LoftFaultLogRecord, 1);
      LoftFaultLogHead head;

      memcpy (&head, text + at, sizeof head);
      at += sizeof head;
      record->kind = head.kind;
      record->inode = head.inode;
      record->offset = head.offset;
      record->name = g_strndup (text + at, head.name_length);
      record->data = g_byte_array_new ();
      g_byte_array_append (record->data, (guint8 *) text + at + head.name_length,
                           (guint) head.length);
      at += head.name_length + head.length;
      record->position = at;
      g_ptr_array_add (records, record);
    }
  return records;
}

/* ---- what was done, and how much of it is certain ----------------------------------------- */

typedef struct {
  GByteArray *before; /* (borrowed) (nullable) */
  GPtrArray *changes; /* of LoftFaultLogRecord (borrowed): writes, truncations */
  guint n_certain; /* of changes */
} File;

typedef struct {
  char *name;
  char *new_name; /* (nullable) of a renaming */
  File *file; /* (borrowed) (nullable) what the name stands for; NULL: a folder */
  gboolean gone;
} NameChange;

typedef struct {
  GPtrArray *changes; /* of NameChange (owned) */
  guint n_certain;
} Folder;

typedef struct {
  GPtrArray *files; /* of File (owned) */
  GHashTable *before; /* name -> File (borrowed); NULL: a folder */
  GHashTable *names; /* the same, as it is now */
  GHashTable *inodes; /* inode -> File (borrowed) */
  GHashTable *folders; /* name -> Folder (owned) */
} Disk;

static void
file_free (File *file)
{
  g_ptr_array_unref (file->changes);
  g_free (file);
}

static void
name_change_free (NameChange *change)
{
  g_free (change->name);
  g_free (change->new_name);
  g_free (change);
}

static void
folder_free (Folder *folder)
{
  g_ptr_array_unref (folder->changes);
  g_free (folder);
}

static File *
add_file (Disk *disk, GByteArray *before)
{
  File *file = g_new0 (File, 1);

  file->before = before;
  file->changes = g_ptr_array_new ();
  g_ptr_array_add (disk->files, file);
  return file;
}

static void
disk_init (Disk *disk, GHashTable *snapshot)
{
  GHashTableIter iter;
  gpointer name;
  gpointer bytes;

  disk->files = g_ptr_array_new_with_free_func ((GDestroyNotify) file_free);
  disk->before = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  disk->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  disk->inodes = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  disk->folders =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) folder_free);
  g_hash_table_iter_init (&iter, snapshot);
  while (g_hash_table_iter_next (&iter, &name, &bytes))
    {
      File *file = bytes != NULL ? add_file (disk, bytes) : NULL;

      g_hash_table_insert (disk->before, g_strdup (name), file);
      g_hash_table_insert (disk->names, g_strdup (name), file);
    }
}

static void
disk_clear (Disk *disk)
{
  g_ptr_array_unref (disk->files);
  g_hash_table_unref (disk->before);
  g_hash_table_unref (disk->names);
  g_hash_table_unref (disk->inodes);
  g_hash_table_unref (disk->folders);
}

static Folder *
find_folder (Disk *disk, const char *name)
{
  Folder *folder = g_hash_table_lookup (disk->folders, name);

  if (folder != NULL)
    return folder;
  folder = g_new0 (Folder, 1);
  folder->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) name_change_free);
  g_hash_table_insert (disk->folders, g_strdup (name), folder);
  return folder;
}

static void
apply_name_change (GHashTable *names, const NameChange *change)
{
  if (change->gone || change->new_name != NULL)
    g_hash_table_remove (names, change->name);
  if (change->new_name != NULL)
    g_hash_table_insert (names, g_strdup (change->new_name), change->file);
  else if (!change->gone)
    g_hash_table_insert (names, g_strdup (change->name), change->file);
}

static void
change_name (Disk *disk, const char *name, const char *new_name, File *file, gboolean gone)
{
  g_autofree char *parent = g_path_get_dirname (name);
  Folder *folder = find_folder (disk, strcmp (parent, ".") == 0 ? "" : parent);
  NameChange *change = g_new0 (NameChange, 1);

  change->name = g_strdup (name);
  change->new_name = g_strdup (new_name);
  change->file = file;
  change->gone = gone;
  g_ptr_array_add (folder->changes, change);
  apply_name_change (disk->names, change);
}

static void
set_inode (Disk *disk, guint64 inode, File *file)
{
  g_hash_table_insert (disk->inodes, g_memdup2 (&inode, sizeof inode), file);
}

static void
apply_record (Disk *disk, LoftFaultLogRecord *record)
{
  File *file = g_hash_table_lookup (disk->inodes, &record->inode);
  g_autofree char *text = record->kind == LOFT_FAULT_LOG_RENAME
                            ? g_strndup ((const char *) record->data->data, record->data->len)
                            : NULL;

  switch (record->kind)
    {
    case LOFT_FAULT_LOG_CREATE:
      file = add_file (disk, NULL);
      set_inode (disk, record->inode, file);
      change_name (disk, record->name, NULL, file, FALSE);
      break;
    case LOFT_FAULT_LOG_OPEN:
      set_inode (disk, record->inode, g_hash_table_lookup (disk->names, record->name));
      break;
    case LOFT_FAULT_LOG_MKDIR:
      change_name (disk, record->name, NULL, NULL, FALSE);
      break;
    case LOFT_FAULT_LOG_WRITE:
    case LOFT_FAULT_LOG_TRUNCATE:
      g_assert_nonnull (file);
      g_ptr_array_add (file->changes, record);
      break;
    case LOFT_FAULT_LOG_SYNC:
      g_assert_nonnull (file);
      file->n_certain = file->changes->len;
      break;
    case LOFT_FAULT_LOG_SYNC_FOLDER:
      find_folder (disk, record->name)->n_certain = find_folder (disk, record->name)->changes->len;
      break;
    case LOFT_FAULT_LOG_RENAME:
      change_name (disk, record->name, text, g_hash_table_lookup (disk->names, record->name),
                   FALSE);
      break;
    case LOFT_FAULT_LOG_UNLINK:
      change_name (disk, record->name, NULL, NULL, TRUE);
      break;
    case LOFT_FAULT_LOG_SEND:
      break;
    }
}

/* ---- what is left ------------------------------------------------------------------------- */

typedef enum { LOSE_NOTHING, LOSE_ALL, LOSE_WRITES, LOSE_SECTORS, N_LOSSES } Loss;

static void
write_at (GByteArray *bytes, gsize offset, const guint8 *data, gsize length)
{
  gsize end = offset + length;
  gsize before = bytes->len;

  if (end > before)
    {
      g_byte_array_set_size (bytes, (guint) end);
      memset (bytes->data + before, 0, end - before);
    }
  if (length > 0)
    memcpy (bytes->data + offset, data, length);
}

/* The file has its new size, but any of its sectors the old bytes, or zeros. */
static void
write_torn (GByteArray *bytes, const LoftFaultLogRecord *record, gsize sector, GRand *random)
{
  gsize length = record->data->len;
  gsize begin = (gsize) record->offset;

  write_at (bytes, begin + length, NULL, 0);
  for (gsize at = 0; at < length;)
    {
      gsize n = MIN (length - at, sector - (begin + at) % sector);

      if (g_rand_boolean (random))
        write_at (bytes, begin + at, record->data->data + at, n);
      at += n;
    }
}

static void
apply_change (GByteArray *bytes, const LoftFaultLogRecord *record)
{
  if (record->kind == LOFT_FAULT_LOG_WRITE)
    write_at (bytes, (gsize) record->offset, record->data->data, record->data->len);
  else if ((gsize) record->offset < bytes->len)
    g_byte_array_set_size (bytes, (guint) record->offset);
  else
    write_at (bytes, (gsize) record->offset, NULL, 0);
}

static GByteArray *
make_file (const File *file, Loss loss, GRand *random)
{
  GByteArray *bytes = g_byte_array_new ();
  gsize sector = g_rand_boolean (random) ? 512 : 4096;

  if (file->before != NULL)
    g_byte_array_append (bytes, file->before->data, file->before->len);
  for (guint i = 0; i < file->changes->len; i++)
    {
      const LoftFaultLogRecord *record = g_ptr_array_index (file->changes, i);

      if (i < file->n_certain || loss == LOSE_NOTHING)
        apply_change (bytes, record);
      else if (loss == LOSE_ALL)
        break;
      else if (loss == LOSE_WRITES || record->kind == LOFT_FAULT_LOG_TRUNCATE)
        {
          if (g_rand_boolean (random))
            apply_change (bytes, record);
        }
      else
        write_torn (bytes, record, sector, random);
    }
  return bytes;
}

static guint
choose_certain (const Folder *folder, Loss loss, GRand *random)
{
  if (loss == LOSE_NOTHING || folder->n_certain == folder->changes->len)
    return folder->changes->len;
  if (loss == LOSE_ALL)
    return folder->n_certain;
  return g_rand_int_range (random, folder->n_certain, folder->changes->len + 1);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (a, b);
}

/* All files lose the same, or each something else. */
static Loss
choose_loss (GRand *random, int of_all)
{
  return of_all < N_LOSSES ? (Loss) of_all : (Loss) g_rand_int_range (random, 0, N_LOSSES);
}

/* In the order of names, so that the same seed gives the same state. */
static GHashTable *
make_state (Disk *disk, GRand *random)
{
  GHashTable *state = loft_fault_snapshot_new ();
  int of_all = g_rand_int_range (random, 0, N_LOSSES + 2);
  g_autoptr (GList) folders = g_hash_table_get_keys (disk->folders);
  g_autoptr (GList) names = NULL;

  folders = g_list_sort (folders, compare_names);
  for (GList *l = folders; l != NULL; l = l->next)
    {
      Folder *folder = find_folder (disk, l->data);
      guint n = choose_certain (folder, choose_loss (random, of_all), random);

      for (guint i = 0; i < n; i++)
        apply_name_change (disk->before, g_ptr_array_index (folder->changes, i));
    }
  names = g_list_sort (g_hash_table_get_keys (disk->before), compare_names);
  for (GList *l = names; l != NULL; l = l->next)
    {
      File *file = g_hash_table_lookup (disk->before, l->data);

      g_hash_table_insert (state, g_strdup (l->data),
                           file != NULL ? make_file (file, choose_loss (random, of_all), random)
                                        : NULL);
    }
  return state;
}

/* What lies in a folder whose own name was lost cannot be reached. */
static gboolean
is_unreachable (gpointer name, gpointer bytes, gpointer state)
{
  g_autofree char *parent = g_path_get_dirname (name);

  return strcmp (parent, ".") != 0 && !g_hash_table_contains (state, parent);
}

GHashTable *
loft_fault_log_lose_power (GPtrArray *records, guint n, GHashTable *before, GRand *random)
{
  Disk disk;
  GHashTable *state;

  disk_init (&disk, before);
  for (guint i = 0; i < n; i++)
    apply_record (&disk, g_ptr_array_index (records, i));
  state = make_state (&disk, random);
  while (g_hash_table_foreach_remove (state, is_unreachable, state) > 0)
    ;
  disk_clear (&disk);
  return state;
}
