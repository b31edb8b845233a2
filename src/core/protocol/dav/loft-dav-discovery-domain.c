/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the domain of an address (RFC 6764). */
#include "loft-dav-discovery-private.h"

#include <string.h>

#include "loft-dav-href.h"
#include "loft-error.h"

#define MAX_SRV 4

/* (transfer full) RFC 6764, 4: "path=/dav/". */
static char *
find_path (const char *name, GCancellable *cancellable)
{
  g_autoptr (GResolver) resolver = g_resolver_get_default ();
  GList *records =
    g_resolver_lookup_records (resolver, name, G_RESOLVER_RECORD_TXT, cancellable, NULL);
  char *path = NULL;

  for (GList *l = records; l != NULL && path == NULL; l = l->next)
    {
      g_autoptr (GVariant) texts = g_variant_get_child_value (l->data, 0);
      g_autofree const char **parts = g_variant_get_strv (texts, NULL);

      for (guint i = 0; parts[i] != NULL && path == NULL; i++)
        if (g_str_has_prefix (parts[i], "path=/"))
          path = g_strdup (parts[i] + strlen ("path="));
    }
  g_list_free_full (records, (GDestroyNotify) g_variant_unref);
  return path;
}

/* Adds the addresses that DNS tells of, the best first. */
static void
add_published (LoftDavSearch *search, const char *domain, GPtrArray *urls)
{
  const char *service = (search->services & LOFT_DAV_CALENDARS) != 0 ? "caldavs" : "carddavs";
  g_autofree char *name = g_strdup_printf ("_%s._tcp.%s", service, domain);
  g_autoptr (GResolver) resolver = g_resolver_get_default ();
  GList *targets =
    g_resolver_lookup_service (resolver, service, "tcp", domain, search->cancellable, NULL);
  g_autofree char *path = targets != NULL ? find_path (name, search->cancellable) : NULL;

  for (GList *l = targets; l != NULL && urls->len < MAX_SRV; l = l->next)
    {
      const char *host = g_srv_target_get_hostname (l->data);
      g_autofree char *root =
        g_strdup_printf ("https://%s:%u/", host, g_srv_target_get_port (l->data));

      if (strchr (host, '.') == NULL)
        continue;
      loft_dav_search_tell (search, "%s: %s%s", name, root, path != NULL ? path + 1 : "");
      g_ptr_array_add (urls, path != NULL ? loft_dav_href_to_url (root, path)
                                          : loft_dav_search_well_known (root, search->services));
    }
  g_resolver_free_targets (targets);
}

/* A refused password is not tried again elsewhere. */
static gboolean
ends_search (const GError *failure)
{
  return failure != NULL &&
         (loft_error_is_cancelled (failure) || loft_error_class (failure) == LOFT_ERROR_AUTH);
}

/* (transfer full) The first of the addresses at which somebody is known. */
static LoftDavPerson *
find_among (LoftDavSearch *search, const char *root, GPtrArray *urls, GError **error)
{
  g_autoptr (GError) failure = NULL;

  for (guint i = 0; i < urls->len; i++)
    {
      const char *url = g_ptr_array_index (urls, i);
      LoftDavPerson *person;

      if (url == NULL)
        continue;
      g_clear_error (&failure);
      if (!loft_dav_search_follow (search, root, url))
        return NULL;
      person = loft_dav_search_open (search, url, &failure);
      if (person != NULL)
        return person;
      if (ends_search (failure))
        break;
    }
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

LoftDavPerson *
loft_dav_discovery_find (LoftHttpClient *client, const char *domain, LoftDavServices service,
                         LoftDavStepFunc func, gpointer user_data, char **foreign,
                         GCancellable *cancellable, GError **error)
{
  LoftDavSearch search = { client, service, func, user_data, cancellable, NULL };
  g_autoptr (GPtrArray) urls = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *root = g_strdup_printf ("https://%s/", domain);
  g_autoptr (GError) failure = NULL;
  g_autofree char *elsewhere = NULL;
  LoftDavPerson *person;

  loft_http_client_allow (client, root);
  add_published (&search, domain, urls);
  g_ptr_array_add (urls, loft_dav_search_well_known (root, service));
  person = find_among (&search, root, urls, &failure);
  elsewhere = search.foreign;
  if (person != NULL)
    return person;
  /* DNS has told of it; a web page that leads away is the answer to many questions. */
  if (failure == NULL)
    g_set_error (
      &failure, LOFT_ERROR, LOFT_ERROR_REFUSED,
      "The server of %s is %s, which is in other hands; give this address if it is right", domain,
      elsewhere != NULL ? elsewhere : "not on https");
  if (foreign != NULL && !ends_search (failure))
    *foreign = g_steal_pointer (&elsewhere);
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}
