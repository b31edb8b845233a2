/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The SOGo that tests of ActiveSync stand on: it starts, shows what was delivered, takes what is put
 * there by DAV, brings mail from one user to the other, and does not outlive the process that wanted
 * it. */
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gio/gio.h>

#include "loft-private-sogo.h"

typedef struct {
  LoftPrivateDovecot *dovecot;
  LoftPrivateSogo *sogo;
} World;

static void
set_up (World *world)
{
  world->dovecot = loft_private_dovecot_new (LOFT_PRIVATE_DOVECOT_FULL);
  world->sogo = loft_private_sogo_new (world->dovecot);
}

static void
tear_down (World *world)
{
  loft_private_sogo_free (world->sogo);
  loft_private_dovecot_free (world->dovecot);
}

static void
assert_has (const char *text, const char *part)
{
  if (strstr (text, part) == NULL)
    g_error ("no \"%s\" in:\n%s", part, text);
}

/* (transfer full) The id of the folder of that type, from lines of TYPE PARENT ID NAME. */
static char *
find_folder (const char *folders, const char *type)
{
  g_auto (GStrv) lines = g_strsplit (folders, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit (lines[i], " ", 4);

      if (g_strcmp0 (words[0], type) == 0)
        return g_strdup (words[2]);
    }
  g_error ("no folder of type %s in:\n%s", type, folders);
}

static char *
read_items (const World *world, const char *user, const char *type)
{
  g_autofree char *folders = loft_private_sogo_witness (world->sogo, user, "folders", NULL);
  g_autofree char *folder = find_folder (folders, type);

  return loft_private_sogo_witness (world->sogo, user, "items", folder, NULL);
}

#define INBOX    "2"
#define SENT     "5"
#define TASKS    "7"
#define CALENDAR "8"
#define CONTACTS "9"

static void
test_options (gconstpointer data)
{
  const World *world = data;
  g_autofree char *options = loft_private_sogo_witness (world->sogo, "alice", "options", NULL);

  assert_has (options, "14.1");
  assert_has (options, "FolderSync");
}

static void
test_delivered (gconstpointer data)
{
  const World *world = data;
  g_autofree char *items = NULL;

  loft_private_dovecot_deliver (world->dovecot, "alice", "",
                                "From: Eva <eva@example.test>\r\nTo: alice@example.test\r\n"
                                "Date: Tue, 14 Nov 2023 22:13:20 +0000\r\n"
                                "Subject: One\r\n\r\nText\r\n",
                                -1, "S", 1700000000);
  items = read_items (world, "alice", INBOX);
  assert_has (items, "Email:Subject = One");
  assert_has (items, "Email:Read = 1");
  assert_has (items, "Email:DateReceived = 2023-11-14T22:13:20");
}

/* What arrives while nobody looked, in a folder that did not exist. */
static void
test_new_folder (gconstpointer data)
{
  const World *world = data;
  g_autofree char *before = loft_private_sogo_witness (world->sogo, "bob", "folders", NULL);
  g_autofree char *after = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *items = NULL;
  const char *line;

  loft_private_dovecot_deliver (world->dovecot, "bob", ".Plans",
                                "From: eva@example.test\r\nSubject: Two\r\n\r\nText\r\n", -1, "",
                                1700000000);
  after = loft_private_sogo_witness (world->sogo, "bob", "folders", NULL);
  line = strstr (after, " Plans\n");
  g_assert_null (strstr (before, " Plans\n"));
  g_assert_nonnull (line);
  folder = g_strndup (after, line - after);
  items = loft_private_sogo_witness (world->sogo, "bob", "items", strrchr (folder, ' ') + 1, NULL);
  assert_has (items, "Email:Subject = Two");
}

static const char event[] =
  "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Loft//tests//EN\r\nBEGIN:VEVENT\r\nUID:one\r\n"
  "DTSTAMP:20261101T000000Z\r\nDTSTART:20261201T090000Z\r\nDTEND:20261201T100000Z\r\nSUMMARY:Planning\r\n"
  "END:VEVENT\r\nEND:VCALENDAR\r\n";
static const char task[] =
  "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Loft//tests//EN\r\nBEGIN:VTODO\r\nUID:two\r\n"
  "DTSTAMP:20261101T000000Z\r\nSUMMARY:Bread\r\nEND:VTODO\r\nEND:VCALENDAR\r\n";
static const char card[] =
  "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:three\r\nFN:Eva Mann\r\nN:Mann;Eva\r\n"
  "EMAIL:eva@example.test\r\nEND:VCARD\r\n";

static void
test_dav (gconstpointer data)
{
  const World *world = data;
  static const struct {
    const char *path, *text, *type, *shown;
  } rows[] = {
    { "Calendar/personal/one.ics", event, CALENDAR, "Calendar:Subject = Planning" },
    { "Calendar/personal/two.ics", task, TASKS, "Tasks:Subject = Bread" },
    { "Contacts/personal/three.vcf", card, CONTACTS, "Contacts:Email1Address = eva@example.test" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *items = NULL;
      g_autofree char *text = NULL;

      g_assert_cmpuint (loft_private_sogo_ask (world->sogo, "alice", "PUT", rows[i].path, NULL,
                                               rows[i].text, NULL),
                        ==, 201);
      items = read_items (world, "alice", rows[i].type);
      assert_has (items, rows[i].shown);
      g_assert_cmpuint (loft_private_sogo_ask (world->sogo, "alice", "GET", rows[i].path, NULL,
                                               NULL, &text),
                        ==, 200);
      assert_has (text, "UID:");
    }
}

static void
test_send (gconstpointer data)
{
  const World *world = data;
  const char *directory = loft_private_dovecot_get_directory (world->dovecot);
  g_autofree char *file = g_build_filename (directory, "mail.eml", NULL);
  g_autofree char *received = NULL;
  g_autofree char *kept = NULL;

  g_assert_true (
    g_file_set_contents (file,
                         "From: alice@example.test\nTo: bob@example.test\nSubject: Lunch\n"
                         "MIME-Version: 1.0\nContent-Type: text/plain\n\n.Soup?\n",
                         -1, NULL));
  g_free (loft_private_sogo_witness (world->sogo, "alice", "send", file, NULL));
  received = read_items (world, "bob", INBOX);
  assert_has (received, "Email:Subject = Lunch");
  assert_has (received, ".Soup?");
  g_assert_null (strstr (received, "..Soup?"));
  kept = read_items (world, "alice", SENT);
  assert_has (kept, "Email:Subject = Lunch");
}

static void
test_plain_and_secure (gconstpointer data)
{
  const World *world = data;
  g_autofree char *home = loft_private_sogo_dup_dav_url (world->sogo, "alice");

  g_assert_true (g_str_has_prefix (loft_private_sogo_get_url (world->sogo), "https://localhost:"));
  g_assert_true (
    g_str_has_prefix (loft_private_sogo_get_plain_url (world->sogo), "http://127.0.0.1:"));
  g_assert_true (g_str_has_suffix (home, "/SOGo/dav/alice/"));
  g_assert_cmpuint (loft_private_sogo_ask (world->sogo, "alice", "PROPFIND", "", "Depth: 0", NULL,
                                           NULL),
                    ==, 207);
}

/* ---- its end ------------------------------------------------------------------------------ */

static gboolean
is_up (guint16 port)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection =
    g_socket_client_connect_to_host (client, "127.0.0.1", port, NULL, NULL);

  return connection != NULL;
}

/* A child starts a server, tells its port and dies as a crashed test does. */
static void
test_ends_with_its_test (void)
{
  guint16 port = 0;
  int ends[2];
  pid_t child;
  int status;

  g_assert_cmpint (pipe (ends), ==, 0);
  child = fork ();
  if (child == 0)
    {
      World world;

      set_up (&world);
      port = (guint16) g_ascii_strtoull (loft_private_sogo_get_plain_url (world.sogo) +
                                           strlen ("http://127.0.0.1:"),
                                         NULL, 10);
      if (write (ends[1], &port, sizeof port) == sizeof port)
        kill (getpid (), SIGKILL);
      _exit (1);
    }
  close (ends[1]);
  g_assert_cmpint (read (ends[0], &port, sizeof port), ==, sizeof port);
  close (ends[0]);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status));
  while (is_up (port)) /* the test's time limit ends this */
    g_usleep (50000);
}

int
main (int argc, char *argv[])
{
  World world;
  int status;

  g_test_init (&argc, &argv, NULL);
  set_up (&world);
  g_test_add_data_func ("/sogo/options", &world, test_options);
  g_test_add_data_func ("/sogo/delivered", &world, test_delivered);
  g_test_add_data_func ("/sogo/new-folder", &world, test_new_folder);
  g_test_add_data_func ("/sogo/dav", &world, test_dav);
  g_test_add_data_func ("/sogo/send", &world, test_send);
  g_test_add_data_func ("/sogo/plain-and-secure", &world, test_plain_and_secure);
  g_test_add_func ("/sogo/ends-with-its-test", test_ends_with_its_test);
  status = g_test_run ();
  tear_down (&world);
  return status;
}
