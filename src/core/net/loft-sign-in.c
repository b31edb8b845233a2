/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-sign-in.h"

LoftSignInTerms *
loft_sign_in_terms_new (const char *leaf, const char *faults, const char *mechanism)
{
  LoftSignInTerms *self = g_new0 (LoftSignInTerms, 1);

  self->leaf = g_strdup (leaf);
  self->faults = g_strdup (faults);
  self->mechanism = g_strdup (mechanism);
  return self;
}

void
loft_sign_in_terms_free (LoftSignInTerms *self)
{
  if (self == NULL)
    return;
  g_free (self->leaf);
  g_free (self->faults);
  g_free (self->mechanism);
  g_free (self);
}

/* ---- a session's own ---------------------------------------------------------------------- */

void
loft_sign_in_init (LoftSignIn *self, const LoftEndpoint *endpoint, const char *mechanism,
                   LoftCredentialsFunc func, gpointer user_data)
{
  *self = (LoftSignIn){
    .endpoint = loft_endpoint_copy (endpoint),
    .wanted_mechanism = g_strdup (mechanism != NULL ? mechanism : ""),
    .least_mechanism = g_strdup (""),
    .credentials_func = func,
    .credentials_data = user_data,
  };
}

void
loft_sign_in_clear (LoftSignIn *self)
{
  g_clear_pointer (&self->endpoint, loft_endpoint_free);
  g_clear_pointer (&self->wanted_mechanism, g_free);
  g_clear_pointer (&self->least_mechanism, g_free);
  g_clear_pointer (&self->certificate_file, g_free);
  g_clear_pointer (&self->problem, loft_certificate_problem_free);
  g_clear_pointer (&self->used_mechanism, g_free);
}

void
loft_sign_in_set_terms (LoftSignIn *self, const LoftSignInTerms *terms)
{
  g_free (self->endpoint->trusted_leaf);
  g_free (self->endpoint->trusted_faults);
  g_free (self->least_mechanism);
  self->endpoint->trusted_leaf = g_strdup (terms->leaf);
  self->endpoint->trusted_faults = g_strdup (terms->faults);
  self->least_mechanism = g_strdup (terms->mechanism);
}

void
loft_sign_in_set_certificate_file (LoftSignIn *self, const char *path)
{
  g_free (self->certificate_file);
  self->certificate_file = path != NULL && path[0] != '\0' ? g_strdup (path) : NULL;
}

gboolean
loft_sign_in_load_certificate (LoftSignIn *self, GCancellable *cancellable, GError **error)
{
  if (self->certificate_file == NULL || self->credentials_func == NULL)
    return TRUE;
  g_clear_pointer (&self->endpoint->client_certificate, loft_client_certificate_unref);
  self->endpoint->client_certificate =
    loft_client_certificate_load_asking (self->certificate_file, self->credentials_func,
                                         self->credentials_data, cancellable, error);
  return self->endpoint->client_certificate != NULL;
}

LoftStream *
loft_sign_in_open_stream (LoftSignIn *self, const char *protocol, GCancellable *cancellable,
                          GError **error)
{
  g_clear_pointer (&self->problem, loft_certificate_problem_free);
  g_clear_pointer (&self->used_mechanism, g_free);
  return loft_stream_connect (self->endpoint, protocol, &self->problem, cancellable, error);
}

LoftCredentials *
loft_sign_in_get_credentials (LoftSignIn *self, gboolean offers_external,
                              GCancellable *cancellable, GError **error)
{
  gboolean wants_external = self->wanted_mechanism[0] == '\0' ||
                            g_ascii_strcasecmp (self->wanted_mechanism, "EXTERNAL") == 0;

  if (wants_external && offers_external && self->endpoint->client_certificate != NULL)
    return loft_credentials_new (NULL, NULL, NULL);
  return self->credentials_func (self->credentials_data, cancellable, error);
}
