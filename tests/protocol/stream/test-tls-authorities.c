/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where a system keeps its authorities: in a folder by their names, in one file, in both. A program
 * looks once, so each row has a process of its own. */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

#include "loft-error.h"
#include "loft-script-server.h"
#include "loft-stream.h"
#include "loft-test-tls-private.h"
#include "loft-test-tls.h"

#define ACCEPTED NULL

typedef struct {
  const char *name;
  gboolean in_folder;
  gboolean in_file;
  const char *certificate; /* the script server's word */
  gboolean pinned;
  const char *reason; /* a part of why it is refused */
} Row;

static const Row rows[] = {
  { "folder", TRUE, FALSE, "good", FALSE, ACCEPTED },
  { "file", FALSE, TRUE, "good", FALSE, ACCEPTED },
  { "both", TRUE, TRUE, "good", FALSE, ACCEPTED },
  { "neither", FALSE, FALSE, "good", FALSE, "does not know" },
  { "folder-expired", TRUE, FALSE, "expired", FALSE, "The certificate has expired" },
  { "file-expired", FALSE, TRUE, "expired", FALSE, "The certificate has expired" },
  { "folder-wrong-name", TRUE, FALSE, "wrong-name", FALSE, "is not for localhost" },
  { "folder-stranger", TRUE, TRUE, "unknown-issuer", FALSE, "does not know" },
  { "neither-pinned", FALSE, FALSE, "self-signed", TRUE, ACCEPTED },
  { "file-pinned-expired", FALSE, TRUE, "expired", TRUE, ACCEPTED },
};

/* As c_rehash does. */
static void
put_into_folder (const char *folder)
{
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  gsize length = 0;
  X509 *authority = NULL;
  EVP_PKEY *key = NULL;

  loft_test_tls_get_authority (&authority, &key);
  name = g_strdup_printf ("%08lx.0", X509_subject_name_hash (authority));
  path = g_build_filename (folder, name, NULL);
  g_assert_true (g_file_get_contents (loft_test_tls_get_ca_file (), &text, &length, NULL));
  g_assert_true (g_file_set_contents (path, text, (gssize) length, NULL));
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
}

static void
connect_once (const Row *row)
{
  gboolean accepted = row->reason == NULL;
  g_autofree char *script =
    g_strdup_printf (accepted ? "tls %s\nS: hello" : "tls-refused %s", row->certificate);
  LoftScriptServer *server = loft_script_server_new (script);
  g_autoptr (LoftCertificateProblem) problem = NULL;
  g_autoptr (LoftEndpoint) endpoint = NULL;
  g_autoptr (LoftStream) stream = NULL;
  g_autoptr (GError) error = NULL;
  LoftTestCertificate shown;

  g_assert_true (loft_test_tls_parse (row->certificate, &shown));
  endpoint =
    loft_endpoint_new ("localhost", loft_script_server_get_port (server), LOFT_ENDPOINT_TLS,
                       row->pinned ? loft_test_tls_get_fingerprint (shown) : "");
  stream = loft_stream_connect (endpoint, "test", &problem, NULL, &error);
  if (accepted)
    {
      g_assert_no_error (error);
      g_assert_cmpstr (loft_stream_read_line (stream, 100, NULL, NULL, &error), ==, "hello");
    }
  else
    {
      g_assert_error (error, LOFT_ERROR, LOFT_ERROR_UNTRUSTED);
      g_assert_nonnull (strstr (problem->reason, row->reason));
    }
  g_clear_object (&stream);
  loft_script_server_finish (server);
}

static void
run_row (const Row *row)
{
  g_autofree char *folder = g_dir_make_tmp ("loft-authorities-XXXXXX", NULL);

  g_setenv ("SSL_CERT_FILE", row->in_file ? loft_test_tls_get_ca_file () : "/nonexistent", TRUE);
  g_setenv ("SSL_CERT_DIR", folder, TRUE);
  g_unsetenv ("LOFT_TEST_CA_FILE");
  if (row->in_folder)
    put_into_folder (folder);
  connect_once (row);
  remove_folder (folder);
}

static void
test_row (gconstpointer data)
{
  if (g_test_subprocess ())
    {
      run_row (data);
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/tls-authorities/", rows[i].name, NULL);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  return g_test_run ();
}
