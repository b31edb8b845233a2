/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An argument too many, an option that there is not, or one without its value: loftctl says so by
 * status 2 and does nothing at all. No server. */
#include <string.h>

#include "loft-test-profile.h"

#define HERE "--account 'On this computer'"

static const char message[] = "From: anna@example.test\r\nSubject: One\r\n"
                              "Message-ID: <one@example.test>\r\n\r\nText\r\n";

static const char *const lines[] = {
  "account list more",
  "account list --more",
  "account show 'On this computer' more",
  "account find anna@example.test more",
  "account test 'On this computer' more",
  "account remove 'On this computer' more",
  "account sign-in 'On this computer' more",
  "account set 'On this computer' archive-months=3 more",
  "account add imap more --name A --address a@example.test --host 127.0.0.1 --port 1",
  "sync more",
  "sync --folder",
  "folders more",
  "folder create Made more " HERE,
  "folder delete Saved more " HERE,
  "folder rename Saved Made more " HERE,
  "folder subscribe Saved more " HERE,
  "folder unsubscribe Saved more " HERE,
  "folder set Saved window=7 more " HERE,
  "messages Saved " HERE,
  "messages --folder Saved --limit",
  "show local.1 more",
  "show local.1 --more",
  "search One --more",
  "search One --limit",
  "flag local.1 more +flagged",
  "flag local.1 +flagged --more",
  "flag local.1",
  "move local.1 --to Made --more",
  "move local.1",
  "copy local.1 --to Saved --more",
  "delete local.1 --more",
  "pending more",
  "pending --more",
  "pending retry local.1 more",
  "problems more",
  "problems discard local.1 more",
  "problems export local.1 file more",
  "send file more " HERE,
  "outbox --more",
  "outbox send more",
  "outbox discard local.1 more",
  "archive more",
  "archive --more",
  "status more",
  "events more",
  "event show local.1 more",
  "event add file more " HERE " --calendar X",
  "event edit local.1 file more",
  "event respond local.1 accept more",
  "event apply local.1 more",
  "tasks more",
  "task show local.1 more",
  "task add file more " HERE " --list X",
  "task edit local.1 file more",
  "contacts One more",
  "contact show local.1 more",
  "contact add file more " HERE " --book X",
  "contact edit local.1 file more",
  "import file more " HERE " --folder Made",
  "export more " HERE " --output made",
  "doctor more",
  "doctor --more",
};

/* What a command could have changed. */
static char *
look (LoftTestProfile *profile)
{
  g_autofree char *folders = NULL;
  g_autofree char *accounts = NULL;

  loft_test_profile_expect (profile, 0, "--json folders " HERE);
  folders = g_strdup (loft_test_profile_get_output (profile));
  loft_test_profile_expect (profile, 0, "--json account list --all");
  accounts = g_strdup (loft_test_profile_get_output (profile));
  loft_test_profile_expect (profile, 0, "--json messages --folder Saved " HERE);
  return g_strconcat (folders, accounts, loft_test_profile_get_output (profile), NULL);
}

static void
test_arguments (void)
{
  g_autoptr (LoftTestProfile) profile = loft_test_profile_new ();
  g_autofree char *file =
    g_build_filename (loft_test_profile_get_directory (profile), "one.eml", NULL);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  g_assert_true (g_file_set_contents (file, message, -1, NULL));
  loft_test_profile_expect (profile, 0, "import %s " HERE " --folder Saved", file);
  before = look (profile);
  g_assert_nonnull (strstr (before, "local.1"));
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      loft_test_profile_expect (profile, 2, "--offline %s", lines[i]);
      g_assert_true (g_str_has_prefix (loft_test_profile_get_errors (profile), "loftctl: "));
      g_assert_cmpstr (loft_test_profile_get_output (profile), ==, "");
    }
  after = look (profile);
  g_assert_cmpstr (after, ==, before);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/server-arguments/refused", test_arguments);
  return g_test_run ();
}
