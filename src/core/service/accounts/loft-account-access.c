/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-account-access.h"

#include "loft-account-oauth.h"
#include "loft-secret-store.h"
#include "loft-sign-in-record.h"

LoftAccountAccess *
loft_account_access_new (const char *profile_dir, const char *directory, LoftAccount *account)
{
  LoftAccountAccess *self = g_new0 (LoftAccountAccess, 1);

  self->profile_dir = g_strdup (profile_dir);
  self->directory = g_strdup (directory);
  self->account = loft_account_ref (account);
  return self;
}

void
loft_account_access_free (LoftAccountAccess *self)
{
  if (self == NULL)
    return;
  g_free (self->profile_dir);
  g_free (self->directory);
  loft_account_unref (self->account);
  loft_secret_free (self->unproven_token);
  g_free (self);
}

/* A token that was handed out and led to no sign-in is not handed out again, but renewed. */
LoftCredentials *
loft_account_access_lookup (gpointer user_data, GCancellable *cancellable, GError **error)
{
  LoftAccountAccess *self = user_data;
  LoftCredentials *credentials;

  if (self->unproven_token != NULL)
    loft_account_oauth_reject (self->profile_dir, self->account, self->unproven_token, cancellable,
                               NULL);
  g_clear_pointer (&self->unproven_token, loft_secret_free);
  credentials = loft_secret_store_lookup (self->profile_dir, self->account, cancellable, error);
  if (credentials != NULL)
    self->unproven_token = g_strdup (credentials->access_token);
  return credentials;
}

static LoftSignInTerms *
recall_sign_in (gpointer user_data)
{
  LoftAccountAccess *self = user_data;

  return loft_sign_in_record_recall (self->directory, self->account);
}

static void
note_sign_in (const char *mechanism, const char *faults, gpointer user_data)
{
  LoftAccountAccess *self = user_data;

  g_clear_pointer (&self->unproven_token, loft_secret_free);
  loft_sign_in_record_note (self->directory, self->account, mechanism, faults);
}

static guint
get_wait (gpointer user_data)
{
  LoftAccountAccess *self = user_data;

  return loft_sign_in_record_get_wait (self->directory, self->account);
}

static void
note_delay (guint seconds, gpointer user_data)
{
  LoftAccountAccess *self = user_data;

  loft_sign_in_record_note_delay (self->directory, self->account, seconds);
}

static char *
get_note (const char *name, gpointer user_data)
{
  LoftAccountAccess *self = user_data;

  return loft_sign_in_record_get_note (self->directory, self->account, name);
}

static void
set_note (const char *name, const char *value, gpointer user_data)
{
  LoftAccountAccess *self = user_data;

  loft_sign_in_record_set_note (self->directory, self->account, name, value);
}

const LoftSignInMemory loft_account_access_memory = { recall_sign_in, note_sign_in, get_wait,
                                                      note_delay,     get_note,     set_note };
