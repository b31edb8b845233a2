/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-connection.h"

#include "loft-eas-demands.h"
#include "loft-eas-memory.h"
#include "loft-error.h"
#include "loft-http-account.h"

/* What is remembered of the server. */
#define DEVICE "device"

char *
loft_eas_connection_get_note (const LoftSignInMemory *memory, const char *name, gpointer user_data)
{
  return memory != NULL && memory->get_note != NULL ? memory->get_note (name, user_data) : NULL;
}

void
loft_eas_connection_set_note (const LoftSignInMemory *memory, const char *name, const char *value,
                              gpointer user_data)
{
  if (memory != NULL && memory->set_note != NULL)
    memory->set_note (name, value, user_data);
}

/* (transfer full) 32 letters and digits. Several connections of one account may ask at once. */
static char *
take_device_id (const LoftSignInMemory *memory, gpointer user_data)
{
  static GMutex lock;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);
  char *device = loft_eas_connection_get_note (memory, DEVICE, user_data);

  if (device != NULL && *device != '\0')
    return device;
  g_free (device);
  device = g_strdup_printf ("%08x%08x%08x%08x", g_random_int (), g_random_int (), g_random_int (),
                            g_random_int ());
  loft_eas_connection_set_note (memory, DEVICE, device, user_data);
  return device;
}

/* *known: what the server can do is. */
static LoftEasClient *
new_client (LoftAccount *account, LoftHttpClient *http, const LoftSignInMemory *memory,
            gpointer user_data, gboolean *known)
{
  g_auto (LoftEasServer) server = {
    .url = g_strdup (account->url),
    .user = g_strdup (account->incoming.user),
    .device_id = take_device_id (memory, user_data),
  };
  LoftEasClient *client;

  *known = loft_eas_memory_recall (&server, memory, user_data);
  /* It took the sign-in there. Some ask for one at OPTIONS only, and refuse what else comes without. */
  if (*known)
    loft_http_client_expect_basic (http);
  client = loft_eas_client_new (http, &server);
  loft_eas_memory_attach (client, memory, user_data);
  return client;
}

LoftEasClient *
loft_eas_connection_open (LoftAccount *account, gboolean ask, LoftCredentialsFunc func,
                          const LoftSignInMemory *memory, gpointer user_data,
                          LoftCertificateProblem **problem, GCancellable *cancellable,
                          GError **error)
{
  g_autoptr (LoftSignInTerms) terms = memory != NULL ? memory->recall (user_data) : NULL;
  g_autoptr (LoftHttpClient) http = NULL;
  g_autoptr (LoftEasClient) client = NULL;
  gboolean known;

  *problem = NULL;
  if (account->url[0] == '\0')
    {
      g_set_error_literal (error, LOFT_ERROR, LOFT_ERROR_REFUSED,
                           "The account has no address of its server");
      return NULL;
    }
  if (!loft_eas_demands_allow (memory, user_data, error))
    return NULL;
  http = loft_http_client_new_for_account (account, account->url, terms, func, user_data, error);
  if (http == NULL)
    return NULL;
  client = new_client (account, http, memory, user_data, &known);
  if ((ask || !known) && !loft_eas_client_negotiate (client, cancellable, error))
    {
      *problem = loft_certificate_problem_copy (loft_http_client_get_certificate_problem (http));
      return NULL;
    }
  if (memory != NULL && loft_http_client_get_scheme (http) != NULL)
    memory->signed_in (loft_http_client_get_scheme (http), NULL, user_data);
  if (!loft_eas_demands_finish (client, memory, user_data, cancellable, error))
    return NULL;
  loft_eas_demands_attach (client, memory, user_data);
  return g_steal_pointer (&client);
}
