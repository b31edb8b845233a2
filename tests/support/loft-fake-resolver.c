/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-fake-resolver.h"

#include <string.h>

struct _LoftFakeResolver {
  GResolver parent;

  GMutex lock;
  GHashTable *hosts;
  GHashTable *records; /* "srv:NAME" -> GPtrArray of GVariant */
  GString *questions;
  gboolean wildcard;
  gboolean silent;
};

G_DEFINE_FINAL_TYPE (LoftFakeResolver, loft_fake_resolver, G_TYPE_RESOLVER)

/* ---- answers ------------------------------------------------------------------------------ */

static void
note (LoftFakeResolver *self, const char *question)
{
  g_autofree char *word = g_strconcat (" ", question, " ", NULL);

  if (strstr (self->questions->str, word) == NULL)
    g_string_append (self->questions, word + (self->questions->len > 0 ? 1 : 0));
}

static gboolean
wait_if_silent (LoftFakeResolver *self, GCancellable *cancellable, GError **error)
{
  GPollFD fd;

  if (!self->silent || !g_cancellable_make_pollfd (cancellable, &fd))
    return TRUE;
  g_poll (&fd, 1, -1);
  g_cancellable_release_fd (cancellable);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

static GList *
lookup_host (GResolver *resolver, const char *name, GResolverNameLookupFlags flags,
             GCancellable *cancellable, GError **error)
{
  LoftFakeResolver *self = LOFT_FAKE_RESOLVER (resolver);
  g_autofree char *question = g_strconcat ("a:", name, NULL);
  g_autofree char *dotless = g_strndup (name, strlen (name) - g_str_has_suffix (name, "."));
  gboolean exists;

  g_mutex_lock (&self->lock);
  note (self, question);
  exists = self->wildcard || g_hash_table_contains (self->hosts, dotless);
  g_mutex_unlock (&self->lock);
  if (!wait_if_silent (self, cancellable, error))
    return NULL;
  if (exists && (flags & G_RESOLVER_NAME_LOOKUP_FLAGS_IPV6_ONLY) == 0)
    return g_list_append (NULL, g_inet_address_new_from_string ("127.0.0.1"));
  g_set_error (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, "No such name: %s", name);
  return NULL;
}

static GList *
lookup_records (GResolver *resolver, const char *name, GResolverRecordType type,
                GCancellable *cancellable, GError **error)
{
  LoftFakeResolver *self = LOFT_FAKE_RESOLVER (resolver);
  g_autofree char *question =
    g_strconcat (type == G_RESOLVER_RECORD_SRV ? "srv:" : "mx:", name, NULL);
  GPtrArray *records;
  GList *list = NULL;

  g_mutex_lock (&self->lock);
  note (self, question);
  records = g_hash_table_lookup (self->records, question);
  for (guint i = 0; records != NULL && i < records->len; i++)
    list = g_list_append (list, g_variant_ref (g_ptr_array_index (records, i)));
  g_mutex_unlock (&self->lock);
  if (wait_if_silent (self, cancellable, error) && list != NULL)
    return list;
  if (error != NULL && *error == NULL)
    g_set_error (error, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, "No records: %s", name);
  return NULL;
}

/* ---- asynchronous forms ------------------------------------------------------------------- */

typedef struct {
  char *name;
  GResolverNameLookupFlags flags;
  GResolverRecordType type; /* 0: hosts */
} Question;

static void
question_free (Question *question)
{
  g_free (question->name);
  g_free (question);
}

static void
free_addresses (gpointer list)
{
  g_resolver_free_addresses (list);
}

static void
free_records (gpointer list)
{
  g_list_free_full (list, (GDestroyNotify) g_variant_unref);
}

static void
answer_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Question *question = data;
  GError *error = NULL;
  GList *list = question->type != 0
                  ? lookup_records (source, question->name, question->type, cancellable, &error)
                  : lookup_host (source, question->name, question->flags, cancellable, &error);

  if (list != NULL)
    g_task_return_pointer (task, list, question->type != 0 ? free_records : free_addresses);
  else
    g_task_return_error (task, error);
}

static void
ask (GResolver *resolver, const char *name, GResolverNameLookupFlags flags,
     GResolverRecordType type, GCancellable *cancellable, GAsyncReadyCallback callback,
     gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, user_data);
  Question *question = g_new0 (Question, 1);

  question->name = g_strdup (name);
  question->flags = flags;
  question->type = type;
  g_task_set_task_data (task, question, (GDestroyNotify) question_free);
  g_task_run_in_thread (task, answer_in_thread);
}

static void
lookup_host_async (GResolver *resolver, const char *name, GResolverNameLookupFlags flags,
                   GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  ask (resolver, name, flags, 0, cancellable, callback, user_data);
}

static void
lookup_records_async (GResolver *resolver, const char *name, GResolverRecordType type,
                      GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  ask (resolver, name, 0, type, cancellable, callback, user_data);
}

static GList *
finish (GResolver *resolver, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static GList *
lookup_by_name (GResolver *resolver, const char *name, GCancellable *cancellable, GError **error)
{
  return lookup_host (resolver, name, 0, cancellable, error);
}

static void
lookup_by_name_async (GResolver *resolver, const char *name, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data)
{
  ask (resolver, name, 0, 0, cancellable, callback, user_data);
}

/* ---- the test's side ---------------------------------------------------------------------- */

static void
add_record (LoftFakeResolver *self, const char *kind, const char *name, GVariant *record)
{
  char *key = g_strconcat (kind, name, NULL);
  GPtrArray *records;

  g_mutex_lock (&self->lock);
  records = g_hash_table_lookup (self->records, key);
  if (records == NULL)
    {
      records = g_ptr_array_new_with_free_func ((GDestroyNotify) g_variant_unref);
      g_hash_table_insert (self->records, g_strdup (key), records);
    }
  g_ptr_array_add (records, g_variant_ref_sink (record));
  g_mutex_unlock (&self->lock);
  g_free (key);
}

void
loft_fake_resolver_add_host (LoftFakeResolver *self, const char *name)
{
  g_mutex_lock (&self->lock);
  g_hash_table_add (self->hosts, g_strdup (name));
  g_mutex_unlock (&self->lock);
}

void
loft_fake_resolver_add_srv (LoftFakeResolver *self, const char *name, guint16 priority,
                            guint16 port, const char *target)
{
  add_record (self, "srv:", name, g_variant_new ("(qqqs)", priority, 0, port, target));
}

void
loft_fake_resolver_add_mx (LoftFakeResolver *self, const char *name, guint16 preference,
                           const char *target)
{
  add_record (self, "mx:", name, g_variant_new ("(qs)", preference, target));
}

void
loft_fake_resolver_set_wildcard (LoftFakeResolver *self, gboolean wildcard)
{
  self->wildcard = wildcard;
}

void
loft_fake_resolver_set_silent (LoftFakeResolver *self, gboolean silent)
{
  self->silent = silent;
}

char *
loft_fake_resolver_dup_questions (LoftFakeResolver *self)
{
  char *questions;

  g_mutex_lock (&self->lock);
  questions = g_strdup (self->questions->str);
  g_mutex_unlock (&self->lock);
  return questions;
}

void
loft_fake_resolver_clear (LoftFakeResolver *self)
{
  g_mutex_lock (&self->lock);
  g_hash_table_remove_all (self->hosts);
  g_hash_table_remove_all (self->records);
  g_string_truncate (self->questions, 0);
  self->wildcard = FALSE;
  self->silent = FALSE;
  g_mutex_unlock (&self->lock);
}

/* ---- object ------------------------------------------------------------------------------- */

static void
loft_fake_resolver_finalize (GObject *object)
{
  LoftFakeResolver *self = LOFT_FAKE_RESOLVER (object);

  g_mutex_clear (&self->lock);
  g_hash_table_unref (self->hosts);
  g_hash_table_unref (self->records);
  g_string_free (self->questions, TRUE);
  G_OBJECT_CLASS (loft_fake_resolver_parent_class)->finalize (object);
}

static void
loft_fake_resolver_class_init (LoftFakeResolverClass *klass)
{
  GResolverClass *resolver_class = G_RESOLVER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = loft_fake_resolver_finalize;
  resolver_class->lookup_by_name = lookup_by_name;
  resolver_class->lookup_by_name_async = lookup_by_name_async;
  resolver_class->lookup_by_name_finish = finish;
  resolver_class->lookup_by_name_with_flags = lookup_host;
  resolver_class->lookup_by_name_with_flags_async = lookup_host_async;
  resolver_class->lookup_by_name_with_flags_finish = finish;
  resolver_class->lookup_records = lookup_records;
  resolver_class->lookup_records_async = lookup_records_async;
  resolver_class->lookup_records_finish = finish;
}

static void
loft_fake_resolver_init (LoftFakeResolver *self)
{
  g_mutex_init (&self->lock);
  self->hosts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->records =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  self->questions = g_string_new (NULL);
}

LoftFakeResolver *
loft_fake_resolver_install (void)
{
  LoftFakeResolver *self = g_object_new (LOFT_TYPE_FAKE_RESOLVER, NULL);

  g_resolver_set_default (G_RESOLVER (self));
  return self;
}
