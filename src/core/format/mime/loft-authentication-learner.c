/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-authentication-field.h"
#include "loft-mime-authentication.h"
#include "loft-mime-domain.h"
#include "loft-mime-gate.h"

#define ENOUGH      4 /* messages that must agree */
#define DEPTH_LIMIT 16 /* Received fields of the receiver's own */

/* One server seen on top, at each depth so often. */
typedef struct {
  gboolean is_home;
  guint n;
  guint n_at[DEPTH_LIMIT];
} Seen;

struct _LoftAuthenticationLearner {
  const char *const *homes;
  GHashTable *servers; /* char* → Seen* */
  guint n;
};

/* Providers whose authserv-id has another domain than their servers and addresses. */
static const struct {
  const char *home;
  const char *server; /* "" for none */
} providers[] = {
  { "gmail.com", "google.com" },
  { "googlemail.com", "google.com" },
  { "outlook.com", "" },
  { "office365.com", "" },
  { "outlook.com", "outlook.com" },
  { "fastmail.com", "messagingengine.com" },
  { "me.com", "icloud.com" },
  { "icloud.com", "apple.com" },
  { "zoho.com", "zohomail.com" },
  { "zoho.eu", "zohomail.eu" },
  { "aol.com", "yahoo.com" },
};

LoftAuthenticationLearner *
loft_authentication_learner_new (const char *const *homes)
{
  LoftAuthenticationLearner *self = g_new0 (LoftAuthenticationLearner, 1);

  self->homes = homes;
  self->servers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

void
loft_authentication_learner_free (LoftAuthenticationLearner *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->servers);
  g_free (self);
}

/* (nullable) The provider's domain that a server of it has, seen from its customer's. */
static const char *
find_provider (const char *server, const char *home)
{
  for (gsize i = 0; i < G_N_ELEMENTS (providers); i++)
    {
      const char *known = providers[i].server;

      if (!loft_mime_domain_is_within (home, providers[i].home))
        continue;
      if (known[0] == '\0' ? server[0] == '\0' : loft_mime_domain_is_within (server, known))
        return known;
    }
  return NULL;
}

/* (nullable) The domain at home that a server belongs to: large ones use many names at a time. */
static const char *
find_family (LoftAuthenticationLearner *self, const char *server)
{
  for (gsize i = 0; self->homes != NULL && self->homes[i] != NULL; i++)
    {
      const char *family = loft_mime_domain_is_within (server, self->homes[i])
                             ? self->homes[i]
                             : find_provider (server, self->homes[i]);

      if (family != NULL)
        return family;
    }
  return NULL;
}

static void
count (LoftAuthenticationLearner *self, const LoftMimeField *field, guint depth)
{
  g_autoptr (LoftAuthenticationField) parsed = loft_authentication_field_parse (field);
  const char *family = find_family (self, parsed->server);
  const char *name = family != NULL ? family : parsed->server;
  Seen *seen = g_hash_table_lookup (self->servers, name);

  if (seen == NULL)
    {
      seen = g_new0 (Seen, 1);
      seen->is_home = family != NULL;
      g_hash_table_insert (self->servers, g_strdup (name), seen);
    }
  seen->n++;
  seen->n_at[depth]++;
}

void
loft_authentication_learner_add (LoftAuthenticationLearner *self, const char *block, gsize length)
{
  const char *end = block + MIN (length, loft_mime_limits.header_block);
  LoftMimeField field;
  guint depth = 0;

  self->n++;
  for (const char *at = block; depth < DEPTH_LIMIT && loft_mime_field_next (&at, end, &field);)
    {
      if (loft_mime_field_is (&field, "Received"))
        depth++;
      else if (loft_mime_field_is (&field, "Authentication-Results"))
        {
          count (self, &field, depth);
          return;
        }
    }
}

/* Where it usually stands. What a stranger brings along stands below every Received field of the
 * receiver, so that it is deeper when the receiver itself has said nothing. */
static guint
usual_depth (const Seen *seen)
{
  guint best = 0;

  for (guint i = 1; i < DEPTH_LIMIT; i++)
    if (seen->n_at[i] > seen->n_at[best])
      best = i;
  return best;
}

LoftAuthenticationTrust *
loft_authentication_learner_finish (LoftAuthenticationLearner *self)
{
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, self->servers);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      const Seen *seen = value;
      const char *server = key;
      guint depth = usual_depth (seen);
      LoftAuthenticationTrust *trust;

      if (seen->n < ENOUGH || seen->n * 2 <= self->n)
        continue;
      if (!seen->is_home && (depth > 0 || server[0] == '\0'))
        return NULL;
      trust = g_new0 (LoftAuthenticationTrust, 1);
      trust->server = g_strdup (server);
      trust->depth = depth;
      return trust;
    }
  return NULL;
}
