/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-sign-in-record.h"

#include <string.h>

#include "loft-clock.h"
#include "loft-sasl.h"
#include "loft-trust.h"

#define SERVER    "server"
#define EXCEPTION "exception"
#define DELAY     "delay"
#define NOTES     "notes"

#define MAX_DELAY (24 * 60 * 60)

/* Several connections of one account learn at once, and each writes all of the file. */
static GMutex lock;

static char *
path_in (const char *directory)
{
  return g_build_filename (directory, "sign-in.ini", NULL);
}

static GKeyFile *
load (const char *directory)
{
  g_autofree char *path = path_in (directory);
  GKeyFile *file = g_key_file_new ();

  g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL);
  return file;
}

/* Durable: what was learnt is there for the next attack. */
static void
save (const char *directory, GKeyFile *file)
{
  g_autofree char *path = path_in (directory);
  g_autoptr (GError) error = NULL;
  gsize length = 0;
  g_autofree char *text = g_key_file_to_data (file, &length, NULL);

  if (!g_file_set_contents_full (path, text, (gssize) length,
                                 G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600,
                                 &error))
    g_message ("%s", error->message);
}

/* (transfer full) "" when there is none. */
static char *
get (GKeyFile *file, const char *group, const char *key)
{
  char *value = g_key_file_get_string (file, group, key, NULL);

  return value != NULL ? value : g_strdup ("");
}

static gboolean
is (GKeyFile *file, const char *group, const char *key, const char *value)
{
  g_autofree char *stored = get (file, group, key);

  return strcmp (stored, value) == 0;
}

/* ---- the exception ------------------------------------------------------------------------ */

static gboolean
knows_exception (GKeyFile *file, LoftAccount *account)
{
  return is (file, EXCEPTION, "trust", account->trust);
}

static gboolean
exception_holds (GKeyFile *file, LoftAccount *account)
{
  g_autofree char *port = g_strdup_printf ("%u", account->incoming.port);

  return is (file, EXCEPTION, "host", account->incoming.host) &&
         is (file, EXCEPTION, "port", port) &&
         !g_key_file_get_boolean (file, EXCEPTION, "ended", NULL);
}

static void
bind_exception (GKeyFile *file, LoftAccount *account, const char *faults)
{
  g_key_file_set_string (file, EXCEPTION, "trust", account->trust);
  g_key_file_set_string (file, EXCEPTION, "host", account->incoming.host);
  g_key_file_set_integer (file, EXCEPTION, "port", account->incoming.port);
  g_key_file_set_string (file, EXCEPTION, "faults", faults);
  g_key_file_set_boolean (file, EXCEPTION, "ended", faults[0] == '\0');
}

/* TRUE when there is something new to keep. */
static gboolean
note_faults (GKeyFile *file, LoftAccount *account, const char *faults)
{
  if (faults == NULL || account->trust[0] == '\0')
    return FALSE;
  if (knows_exception (file, account) &&
      (faults[0] != '\0' || g_key_file_get_boolean (file, EXCEPTION, "ended", NULL)))
    return FALSE;
  bind_exception (file, account, faults);
  return TRUE;
}

/* ---- the mechanism ------------------------------------------------------------------------ */

/* (transfer full) */
static char *
strongest_mechanism (GKeyFile *file, LoftAccount *account)
{
  if (!is (file, SERVER, "host", account->incoming.host))
    return g_strdup ("");
  return get (file, SERVER, "mechanism");
}

static gboolean
note_mechanism (GKeyFile *file, LoftAccount *account, const char *mechanism)
{
  g_autofree char *strongest = strongest_mechanism (file, account);

  if (loft_sasl_strength (mechanism) <= loft_sasl_strength (strongest))
    return FALSE;
  g_key_file_set_string (file, SERVER, "host", account->incoming.host);
  g_key_file_set_string (file, SERVER, "mechanism", mechanism);
  return TRUE;
}

/* ---- time between ------------------------------------------------------------------------- */

static gboolean
delay_is_of (GKeyFile *file, LoftAccount *account)
{
  g_autofree char *port = g_strdup_printf ("%u", account->incoming.port);

  return is (file, DELAY, "host", account->incoming.host) && is (file, DELAY, "port", port) &&
         is (file, DELAY, "user", account->incoming.user);
}

guint
loft_sign_in_record_get_wait (const char *directory, LoftAccount *account)
{
  g_autoptr (GKeyFile) file = load (directory);
  gint64 passed = loft_clock_now () - g_key_file_get_int64 (file, DELAY, "at", NULL);
  gint64 seconds = CLAMP (g_key_file_get_int64 (file, DELAY, "seconds", NULL), 0, MAX_DELAY);

  if (passed < 0 || passed >= seconds || !delay_is_of (file, account))
    return 0;
  return (guint) (seconds - passed);
}

void
loft_sign_in_record_note_delay (const char *directory, LoftAccount *account, guint seconds)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);
  g_autoptr (GKeyFile) file = load (directory);

  if (seconds == 0 && !g_key_file_has_group (file, DELAY))
    return;
  g_key_file_remove_group (file, DELAY, NULL);
  if (seconds > 0)
    {
      g_key_file_set_string (file, DELAY, "host", account->incoming.host);
      g_key_file_set_integer (file, DELAY, "port", account->incoming.port);
      g_key_file_set_string (file, DELAY, "user", account->incoming.user);
      g_key_file_set_int64 (file, DELAY, "seconds", MIN (seconds, MAX_DELAY));
      g_key_file_set_int64 (file, DELAY, "at", loft_clock_now ());
    }
  save (directory, file);
}

/* ---- notes ------------------------------------------------------------------------------- */

char *
loft_sign_in_record_get_note (const char *directory, LoftAccount *account, const char *name)
{
  g_autoptr (GKeyFile) file = load (directory);

  return is (file, NOTES, "host", account->incoming.host)
           ? g_key_file_get_string (file, NOTES, name, NULL)
           : NULL;
}

void
loft_sign_in_record_set_note (const char *directory, LoftAccount *account, const char *name,
                              const char *value)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);
  g_autoptr (GKeyFile) file = load (directory);

  if (!is (file, NOTES, "host", account->incoming.host))
    g_key_file_remove_group (file, NOTES, NULL);
  g_key_file_set_string (file, NOTES, "host", account->incoming.host);
  if (value != NULL)
    g_key_file_set_string (file, NOTES, name, value);
  else
    g_key_file_remove_key (file, NOTES, name, NULL);
  save (directory, file);
}

/* ---- all --------------------------------------------------------------------------------- */

LoftSignInTerms *
loft_sign_in_record_recall (const char *directory, LoftAccount *account)
{
  g_autoptr (GKeyFile) file = load (directory);
  g_autofree char *mechanism = strongest_mechanism (file, account);
  g_autofree char *leaf = loft_account_dup_trusted_leaf (account);
  g_autofree char *faults = NULL;

  if (account->trust[0] == '\0' || !knows_exception (file, account))
    return loft_sign_in_terms_new (leaf, NULL, mechanism);
  if (!exception_holds (file, account))
    return loft_sign_in_terms_new ("", NULL, mechanism);
  faults = get (file, EXCEPTION, "faults");
  return loft_sign_in_terms_new (leaf, faults, mechanism);
}

void
loft_sign_in_record_note (const char *directory, LoftAccount *account, const char *mechanism,
                          const char *faults)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);
  g_autoptr (GKeyFile) file = load (directory);
  gboolean learnt = note_mechanism (file, account, mechanism);

  if (note_faults (file, account, faults) || learnt)
    save (directory, file);
}

static void
date (char **trust, const char *leaf)
{
  if (leaf == NULL)
    return;
  g_free (*trust);
  *trust = g_strdup_printf ("%s %" G_GINT64_FORMAT, leaf, loft_clock_now ());
}

LoftAccount *
loft_sign_in_record_date_trust (LoftAccount *account)
{
  g_autofree char *leaf = loft_trust_normalize_fingerprint (account->trust);
  g_autofree char *outgoing_leaf = loft_trust_normalize_fingerprint (account->outgoing_trust);
  LoftAccount *dated;

  if (leaf == NULL && outgoing_leaf == NULL)
    return loft_account_ref (account);
  dated = loft_account_copy (account);
  date (&dated->trust, leaf);
  date (&dated->outgoing_trust, outgoing_leaf);
  return dated;
}
