/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-service-records.h"

#include <string.h>

#include "loft-error.h"
#include "loft-provider-table.h"

#define MAX_TARGETS 4 /* of one service */
#define MAX_MX      16

/* In the order of RFC 8314: TLS from the first byte before STARTTLS. */
static const struct {
  const char *service;
  const char *kind;
  LoftSecurity security;
} services[] = {
  { "imaps", "imap", LOFT_SECURITY_TLS },       { "imap", "imap", LOFT_SECURITY_STARTTLS },
  { "pop3s", "pop3", LOFT_SECURITY_TLS },       { "pop3", "pop3", LOFT_SECURITY_STARTTLS },
  { "submissions", "smtp", LOFT_SECURITY_TLS }, { "submission", "smtp", LOFT_SECURITY_STARTTLS },
  { "caldavs", "caldav", LOFT_SECURITY_TLS },   { "carddavs", "carddav", LOFT_SECURITY_TLS },
};

/* ---- SRV ---------------------------------------------------------------------------------- */

typedef struct {
  GList *targets[G_N_ELEMENTS (services)]; /* (owned) of GSrvTarget, best first */
  guint n_waiting;
} Answers;

typedef struct {
  Answers *answers;
  guint i;
} Question;

static void
on_answer (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Question *question = user_data;

  question->answers->targets[question->i] =
    g_resolver_lookup_service_finish (G_RESOLVER (source), result, NULL);
  question->answers->n_waiting--;
}

static void
ask_all (Answers *answers, const char *domain, GCancellable *cancellable)
{
  g_autoptr (GMainContext) context = g_main_context_new ();
  g_autoptr (GResolver) resolver = g_resolver_get_default ();

  g_main_context_push_thread_default (context);
  for (guint i = 0; i < G_N_ELEMENTS (services); i++)
    {
      Question *question = g_new0 (Question, 1);

      question->answers = answers;
      question->i = i;
      answers->n_waiting++;
      g_resolver_lookup_service_async (resolver, services[i].service, "tcp", domain, cancellable,
                                       on_answer, question);
    }
  while (answers->n_waiting > 0)
    g_main_context_iteration (context, TRUE);
  g_main_context_pop_thread_default (context);
}

/* RFC 6186, 3.4: a target "." says that there is no such service. */
static void
add_targets (LoftFoundAccount *found, guint i, GList *targets)
{
  guint n = 0;

  for (GList *l = targets; l != NULL && n < MAX_TARGETS; l = l->next)
    {
      g_autofree char *host = loft_mail_domain_clean_host (g_srv_target_get_hostname (l->data));
      guint16 port = g_srv_target_get_port (l->data);

      if (host == NULL || port == 0)
        continue;
      g_ptr_array_add (found->servers,
                       loft_found_server_new (services[i].kind, host, port, services[i].security));
      n++;
    }
}

static gboolean
reads_mail (const LoftFoundAccount *found)
{
  return loft_found_account_get_server (found, "imap") != NULL ||
         loft_found_account_get_server (found, "pop3") != NULL;
}

LoftFoundAccount *
loft_service_records_find_srv (const LoftMailDomain *domain, GCancellable *cancellable,
                               GError **error)
{
  g_autoptr (LoftFoundAccount) found = loft_found_account_new (LOFT_FOUND_BY_SRV, domain->name);
  Answers answers = { { NULL } };

  ask_all (&answers, domain->name, cancellable);
  for (guint i = 0; i < G_N_ELEMENTS (services); i++)
    {
      add_targets (found, i, answers.targets[i]);
      g_resolver_free_targets (answers.targets[i]);
    }
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (reads_mail (found))
    return g_steal_pointer (&found);
  g_set_error (error, LOFT_ERROR, LOFT_ERROR_GONE, "%s has no SRV records for mail", domain->name);
  return NULL;
}

/* ---- MX ----------------------------------------------------------------------------------- */

/* (transfer full) of cleaned host names, the most preferred first. */
static GPtrArray *
clean_mx_hosts (GList *records)
{
  GPtrArray *hosts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) preferences = g_array_new (FALSE, FALSE, sizeof (guint16));

  for (GList *l = records; l != NULL && hosts->len < MAX_MX; l = l->next)
    {
      guint16 preference;
      g_autofree char *name = NULL;
      char *host;
      guint at = 0;

      g_variant_get (l->data, "(qs)", &preference, &name);
      host = loft_mail_domain_clean_host (name);
      if (host == NULL)
        continue;
      while (at < hosts->len && g_array_index (preferences, guint16, at) <= preference)
        at++;
      g_ptr_array_insert (hosts, (gint) at, host);
      g_array_insert_val (preferences, at, preference);
    }
  return hosts;
}

LoftFoundAccount *
loft_service_records_find_mx (const LoftMailDomain *domain, GCancellable *cancellable,
                              GError **error)
{
  g_autoptr (GResolver) resolver = g_resolver_get_default ();
  GList *records =
    g_resolver_lookup_records (resolver, domain->name, G_RESOLVER_RECORD_MX, cancellable, error);
  g_autoptr (GPtrArray) hosts = NULL;
  LoftFoundAccount *found = NULL;

  if (records == NULL)
    return NULL;
  hosts = clean_mx_hosts (records);
  g_list_free_full (records, (GDestroyNotify) g_variant_unref);
  for (guint i = 0; i < hosts->len && found == NULL; i++)
    found = loft_provider_table_find_mx (domain, g_ptr_array_index (hosts, i));
  if (found == NULL)
    g_set_error (error, LOFT_ERROR, LOFT_ERROR_GONE, "The mail of %s goes to no known provider",
                 domain->name);
  return found;
}
