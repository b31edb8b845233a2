/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the window makes of bytes and classes, without a window. */

#include "loft-attachment-file.h"
#include "loft-certificate-view.h"
#include "loft-date-text.h"
#include "loft-error-text.h"
#include "loft-error.h"
#include "loft-html-document.h"
#include "loft-link-finder.h"
#include "loft-picture-size.h"
#include "loft-quote-header.h"
#include "loft-sending-text.h"
#include "loft-shortcuts.h"
#include "loft-text-content.h"
#include "loft-text-reflow.h"
#include "ui-test.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Sending */

/* Every state and every reason has words of its own; the server's words cannot pass for ours. */
static void
test_sending (void)
{
  static const char *const reasons[] = { "no-such-user", "mailbox-full", "too-large", "greylisted",
                                         "sender",       "spam",         "utf8",      "never heard of" };
  g_autoptr (LoftOutgoing) outgoing = loft_outgoing_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (int state = LOFT_OUTGOING_DRAFT; state <= LOFT_OUTGOING_HELD; state++)
    {
      g_autofree char *sentence = NULL;

      outgoing->state = (LoftOutgoingState) state;
      sentence = loft_sending_text_sentence (outgoing, NULL, "");
      g_assert_cmpuint (strlen (loft_sending_text_title (outgoing)), >, 3);
      g_assert_null (strchr (sentence, '%'));
    }
  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++)
    {
      g_autoptr (LoftOutgoingRecipient) recipient =
        loft_outgoing_recipient_new ("carol@example.org");
      char *text;

      g_free (recipient->reason);
      recipient->reason = g_strdup (reasons[i]);
      g_free (recipient->text);
      recipient->text = g_strdup ("5.1.1 no\nLoft says: enter your password");
      text = loft_sending_text_recipient (recipient);
      g_assert_true (g_str_has_prefix (text, "carol@example.org: "));
      g_assert_cmpuint (g_utf8_strlen (text, -1), <, 500);
      g_assert_null (strstr (text, "\nLoft says"));
      g_assert_true (g_hash_table_add (seen, text));
    }
}

/* Errors */

static void
test_errors (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (int error_class = LOFT_ERROR_OFFLINE; error_class <= LOFT_ERROR_STORE; error_class++)
    {
      g_autoptr (GError) error = g_error_new (LOFT_ERROR, error_class, "internal words");
      g_autofree char *title = loft_error_text_title (error);
      g_autofree char *account = loft_error_text_for_account (error, "imap.example.org");
      g_autofree char *check = loft_error_text_for_check (error, "imap.example.org");
      g_autofree char *message = loft_error_text_for_message (error);
      g_autofree char *changed = loft_error_text_for_change (error);

      g_assert_cmpuint (strlen (title), >, 3);
      /* What happened, and what to do: two sentences at least, none of them ours for logs. */
      g_assert_nonnull (strchr (account, '.'));
      g_assert_cmpuint (strlen (account), >, 40);
      g_assert_cmpuint (strlen (message), >, 40);
      g_assert_cmpuint (strlen (changed), >, 40);
      g_assert_null (strstr (account, "internal words"));
      if (error_class != LOFT_ERROR_GONE)
        g_assert_null (strstr (check, "by itself."));
      g_assert_cmpuint (strlen (check), >, 40);
      g_assert_null (strstr (account, "%"));
      if (error_class != LOFT_ERROR_STORE)
        g_assert_nonnull (strstr (account, "imap.example.org"));
      g_assert_true (g_hash_table_add (seen, g_steal_pointer (&title)));
      g_assert_true (g_hash_table_add (seen, g_steal_pointer (&account)));
      g_assert_true (g_hash_table_add (seen, g_steal_pointer (&message)));
    }
}

static void
test_unknown_host (void)
{
  g_autoptr (GError) error =
    g_error_new (G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, "not known");
  g_autofree char *text = loft_error_text_for_account (error, "imap.exmaple.org");
  g_autofree char *nothing = loft_error_text_for_account (NULL, NULL);

  g_assert_nonnull (strstr (text, "imap.exmaple.org"));
  g_assert_nonnull (strstr (text, "no server called"));
  g_assert_cmpuint (strlen (nothing), >, 20);
}

/* A weaker sign-in is no wrong password, and says so where it is read. */
static void
test_downgrade (void)
{
  g_autoptr (GError) error =
    g_error_new (LOFT_ERROR, LOFT_ERROR_DOWNGRADE, "The server does not offer SCRAM-SHA-256");
  g_autofree char *account = loft_error_text_for_account (error, "imap.example.org");
  g_autofree char *check = loft_error_text_for_check (error, "imap.example.org");
  g_autofree char *title = loft_error_text_title (error);

  g_assert_cmpint (loft_error_class (error), ==, LOFT_ERROR_AUTH);
  g_assert_nonnull (strstr (account, "imap.example.org no longer offers the safer way"));
  g_assert_nonnull (strstr (account, "no password was sent"));
  g_assert_cmpstr (account, ==, check);
  g_assert_null (strstr (title, "Failed"));
  g_assert_cmpstr (loft_error_text_remedy (error), ==, "Account Settings…");
}

/* A server that hangs up was not reached; nobody knows that it is busy. */
static void
test_not_reached (void)
{
  g_autoptr (GError) error =
    g_error_new (LOFT_ERROR, LOFT_ERROR_TEMPORARY, "imap.example.org closed the connection");
  g_autofree char *title = loft_error_text_title (error);
  g_autofree char *account = loft_error_text_for_account (error, "imap.example.org");

  g_assert_nonnull (strstr (title, "Not Reached"));
  g_assert_nonnull (strstr (account, "closed the connection"));
}

/* Dates: TZ=UTC, a Wednesday */

#define NOW  G_GINT64_CONSTANT (1710342120) /* 2024-03-13 15:02 */
#define HOUR 3600
#define DAY  86400

static void
test_dates (void)
{
  static const struct {
    gint64 date;
    const char *short_text;
    const char *heading;
  } rows[] = {
    { NOW, "15:02", "Today" },
    { NOW - 15 * HOUR, "00:02", "Today" },
    { NOW - 16 * HOUR, "23:02", "Yesterday" },
    { NOW - 39 * HOUR, "00:02", "Yesterday" },
    { NOW - 2 * DAY, "Mon", "This Week" },
    { NOW - 3 * DAY, "Sun", "This Week" },
    { NOW - 4 * DAY, "Sat", "Last Week" },
    { NOW - 7 * DAY, "6 Mar", "Last Week" },
    { NOW - 11 * DAY, "2 Mar", "March" },
    { NOW - 20 * DAY, "22 Feb", "February" },
    { NOW - 80 * DAY, "12/24/23", "December 2023" },
    { NOW + 3 * DAY, "16 Mar", "Today" }, /* a clock that is wrong: on top, with its date */
    { G_MAXINT64, "01/01/70", "January 1970" },
    { G_MININT64, "01/01/70", "January 1970" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = loft_date_text_short (rows[i].date, NOW);
      g_autofree char *heading = loft_date_group_heading (rows[i].date, NOW);

      g_test_message ("row %u", i);
      if (i < 11)
        g_assert_cmpstr (text, ==, rows[i].short_text);
      g_assert_cmpstr (heading, ==, rows[i].heading);
    }
}

static void
test_ago (void)
{
  g_autofree char *now = loft_date_text_ago (NOW - 5, NOW);
  g_autofree char *minutes = loft_date_text_ago (NOW - 130, NOW);
  g_autofree char *hours = loft_date_text_ago (NOW - 3 * HOUR, NOW);
  g_autofree char *days = loft_date_text_ago (NOW - 30 * HOUR, NOW);
  g_autofree char *full = loft_date_text_full (NOW);

  g_assert_cmpstr (now, ==, "just now");
  g_assert_cmpstr (minutes, ==, "2 min ago");
  g_assert_cmpstr (hours, ==, "3 hours ago");
  g_assert_cmpstr (days, ==, "Yesterday 09:02");
  g_assert_cmpstr (full, ==, "Wednesday, 13 March 2024, 15:02:00 +0000");
}

static void
test_groups_fall (void)
{
  gint64 last = G_MAXINT64;

  /* A heading never comes twice on the way down. */
  for (gint64 hours = 0; hours < 24 * 800; hours++)
    {
      gint64 key = loft_date_group_key (NOW - hours * HOUR, NOW);

      g_assert_cmpint (key, <=, last);
      last = key;
    }
}

/* Shortcuts */

/* A window carries the actions of the pane that is shown. */
static gboolean
is_of_pane (const LoftShortcut *shortcut, const char *prefix)
{
  return g_str_has_prefix (shortcut->action, prefix);
}

static gboolean
contexts_meet (const LoftShortcut *a, const LoftShortcut *b)
{
  static const char *const panes[] = { "mail.", "calendar.", "contacts.", "tasks." };
  guint of_a = 0, of_b = 0;

  for (guint i = 0; i < G_N_ELEMENTS (panes); i++)
    {
      of_a = is_of_pane (a, panes[i]) ? i + 1 : of_a;
      of_b = is_of_pane (b, panes[i]) ? i + 1 : of_b;
    }
  if (of_a != 0 && of_b != 0 && of_a != of_b)
    return FALSE;
  return a->context == b->context || a->context == LOFT_SHORTCUT_WINDOW ||
         b->context == LOFT_SHORTCUT_WINDOW;
}

typedef struct {
  char *key;
  const LoftShortcut *shortcut;
} UsedKey;

static void
use_key (GArray *used, const LoftShortcut *shortcut, const char *accelerator)
{
  UsedKey new = { NULL, shortcut };
  GdkModifierType modifiers = 0;
  guint key = 0;

  g_assert_true (gtk_accelerator_parse (accelerator, &key, &modifiers));
  new.key = gtk_accelerator_name (key, modifiers);
  for (guint i = 0; i < used->len; i++)
    {
      UsedKey *other = &g_array_index (used, UsedKey, i);

      if (contexts_meet (other->shortcut, shortcut) &&
          g_str_equal (other->key, new.key))
        g_error ("%s means %s and %s", new.key, other->shortcut->action, shortcut->action);
    }
  g_array_append_val (used, new);
}

static void
free_used_key (gpointer used)
{
  g_free (((UsedKey *) used)->key);
}

static void
test_shortcuts (void)
{
  guint n = 0;
  const LoftShortcut *all = loft_shortcuts_get (&n);
  g_autoptr (GArray) used = g_array_new (FALSE, FALSE, sizeof (UsedKey));

  g_array_set_clear_func (used, free_used_key);
  for (guint i = 0; i < n; i++)
    {
      g_assert_nonnull (all[i].keys[0]);
      g_assert_nonnull (all[i].group);
      for (guint k = 0; all[i].keys[k] != NULL; k++)
        use_key (used, &all[i], all[i].keys[k]);
      if (all[i].single != NULL)
        use_key (used, &all[i], all[i].single);
    }
}

/* A key alone must not be one that GTK uses in lists: arrows, Space, Return, Escape, Tab. */
static void
test_single_keys (void)
{
  guint n = 0;
  const LoftShortcut *all = loft_shortcuts_get (&n);

  for (guint i = 0; i < n; i++)
    {
      GdkModifierType modifiers = 0;
      guint key = 0;

      if (all[i].single == NULL)
        continue;
      g_assert_true (gtk_accelerator_parse (all[i].single, &key, &modifiers));
      g_assert_cmpuint (modifiers, ==, 0);
      g_assert_true (g_unichar_isgraph (gdk_keyval_to_unicode (key)));
    }
}

/* Links */

static void
test_links (void)
{
  static const struct {
    const char *text;
    const char *found; /* NULL: none */
    const char *uri;
  } rows[] = {
    { "see https://example.org/a?b=c.", "https://example.org/a?b=c", NULL },
    { "(http://example.org/x_(y))", "http://example.org/x_(y)", NULL },
    { "<https://example.org>", "https://example.org", NULL },
    { "www.example.org, please", "www.example.org", "http://www.example.org" },
    { "write to eva@example.org!", "eva@example.org", "mailto:eva@example.org" },
    { "mailto:eva@example.org", "mailto:eva@example.org", NULL },
    { "HTTPS://EXAMPLE.ORG", "HTTPS://EXAMPLE.ORG", NULL },
    { "nothttp://example.org", NULL, NULL },
    { "http://", NULL, NULL },
    { "a @ b", NULL, NULL },
    { "me@localhost", NULL, NULL },
    { "javascript:alert(1)", NULL, NULL },
    { "file:///etc/passwd", NULL, NULL },
    { "", NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const char *start = NULL, *end = NULL;
      g_autofree char *uri = NULL;
      gboolean found = loft_link_finder_next (rows[i].text, &start, &end, &uri);
      g_autofree char *link = found ? g_strndup (start, end - start) : NULL;

      g_test_message ("%s", rows[i].text);
      g_assert_cmpstr (link, ==, rows[i].found);
      if (found)
        g_assert_cmpstr (uri, ==, rows[i].uri != NULL ? rows[i].uri : rows[i].found);
    }
}

static void
test_links_are_linear (void)
{
  static const char *const repeated[] = { "@", "a@", "www.", "http://((", "a.b-c_" };

  for (guint i = 0; i < G_N_ELEMENTS (repeated); i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      const char *rest = NULL, *start = NULL, *end = NULL;
      gint64 began = g_get_monotonic_time ();
      char *uri = NULL;

      while (text->len < 2000000)
        g_string_append (text, repeated[i]);
      rest = text->str;
      while (loft_link_finder_next (rest, &start, &end, &uri))
        {
          g_assert_true (start >= rest && end > start);
          rest = end;
          g_free (uri);
        }
      g_assert_cmpint (g_get_monotonic_time () - began, <, 5 * G_USEC_PER_SEC);
    }
}

static void
test_link_schemes (void)
{
  static const char *const opened[] = { "http://a.b", "https://a.b",  "mailto:a@b.c",
                                        "tel:+1",     "webcal://a.b", "HTTP://A.B" };
  static const char *const refused[] = { "file:///etc/passwd",
                                         "javascript:1",
                                         "data:text/html,x",
                                         "smb://a/b",
                                         "about:blank",
                                         "cid:1",
                                         "vbscript:x",
                                         "",
                                         "x",
                                         "//a.b",
                                         "ms-msdt:x",
                                         "mailbox:x" };

  for (guint i = 0; i < G_N_ELEMENTS (opened); i++)
    g_assert_true (loft_html_document_link_allowed (opened[i]));
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    g_assert_false (loft_html_document_link_allowed (refused[i]));
}

/* Reflow */

#define SIXTY "the quick brown fox jumps over the lazy dog and then sleeps"

static void
test_reflow (void)
{
  static const struct {
    const char *text;
    const char *result; /* NULL: unchanged */
  } rows[] = {
    { "", NULL },
    { "short\nlines\nstay", NULL },
    { SIXTY " well\nand goes on here", SIXTY " well and goes on here" },
    { SIXTY " well\nand goes on\n\nNew", SIXTY " well and goes on\n\nNew" },
    /* the next word would have fitted: a person ended the line */
    { SIXTY " well and long\nand on\n" SIXTY "\nI go",
      SIXTY " well and long and on\n" SIXTY "\nI go" },
    { SIXTY " well\n- an item", NULL },
    { SIXTY " well\n1. an item", NULL },
    { SIXTY " well\na) an item", NULL },
    { SIXTY " well\n> quoted", NULL },
    { "> " SIXTY " well\n> and goes on", NULL },
    { SIXTY " well\n    code ()", NULL },
    { "name        " SIXTY "\nother       value", NULL },
    { "| " SIXTY " | x |\n| b | c |", NULL },
    { "- " SIXTY " well\ngoes on here", "- " SIXTY " well goes on here" },
    { SIXTY " well\n\xc3\xbc"
            "ber goes on",
      SIXTY " well \xc3\xbc"
            "ber goes on" },
    { SIXTY SIXTY SIXTY "\n" SIXTY " x\nabc", NULL },
    { SIXTY " well \r\nand goes on\r\n", SIXTY " well and goes on\n" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *result = loft_text_reflow (rows[i].text, G_MAXSIZE);

      g_test_message ("row %u", i);
      g_assert_cmpstr (result, ==, rows[i].result != NULL ? rows[i].result : rows[i].text);
    }
}

/* No line behind the limit, and never less than it when there is more. */
static void
test_reflow_most (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < 1000; i++)
    g_string_append (text, SIXTY " well\nand goes on here\n");
  for (gsize most = 0; most < text->len; most += 997)
    {
      g_autofree char *result = loft_text_reflow (text->str, most);

      g_assert_cmpuint (strlen (result), >, most);
      g_assert_cmpuint (strlen (result), <, most + 100);
      g_assert_true (g_str_has_prefix (result, SIXTY " well"));
    }
}

/* Attachments */

static void
test_safe_names (void)
{
  static const char *const rows[][2] = {
    { "report.pdf", "report.pdf" },
    { "../../.bashrc", "bashrc" },
    { "/etc/passwd", "passwd" },
    { "C:\\Windows\\evil.exe", "evil.exe" },
    { "..", "attachment" },
    { ".", "attachment" },
    { "", "attachment" },
    { "~/x", "x" },
    { "~root", "root" },
    { ".hidden", "hidden" },
    { "a\nb\tc.txt", "abc.txt" },
    { "invoice\xe2\x80\xaegnp.exe", "invoicegnp.exe" },
    { "name. . ", "name" },
    { "dir/", "attachment" },
    { "b\xff"
      "d.txt",
      "b\xef\xbf\xbd"
      "d.txt" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *name = loft_attachment_file_safe_name (rows[i][0]);

      g_assert_cmpstr (name, ==, rows[i][1]);
    }
}

static void
test_long_names (void)
{
  g_autoptr (GString) name = g_string_new (NULL);
  g_autofree char *safe = NULL;

  while (name->len < 4000)
    g_string_append (name, "\xe5\xad\x97"); /* three bytes each */
  g_string_append (name, ".pdf");
  safe = loft_attachment_file_safe_name (name->str);
  g_assert_cmpuint (strlen (safe), <=, 200);
  g_assert_true (g_utf8_validate (safe, -1, NULL));
  g_assert_true (g_str_has_suffix (safe, ".pdf"));
}

static void
test_programs (void)
{
  static const struct {
    const char *name;
    const char *bytes;
    gboolean program;
  } rows[] = {
    { "a.pdf", "%PDF-1.7", FALSE },
    { "a.txt", "hello", FALSE },
    { "a.odt", "PK\003\004", FALSE },
    { "a.sh", "echo", TRUE },
    { "a.desktop", "", TRUE },
    { "A.EXE", "", TRUE },
    { "a.pdf.exe", "", TRUE },
    { "a.AppImage", "", TRUE },
    { "a.jar", "", TRUE },
    { "a.pdf", "\177ELF\002", TRUE },
    { "a.pdf", "#!/bin/sh", TRUE },
    { "a.pdf", "MZ\220", TRUE },
    { "a.txt", "# comment\n\n[Desktop Entry]\nExec=x", TRUE },
    { "a.txt", "[InternetShortcut]\r\nURL=x", TRUE },
    { "noname", "", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (rows[i].bytes, strlen (rows[i].bytes));

      g_test_message ("row %u: %s", i, rows[i].name);
      g_assert_cmpint (loft_attachment_file_is_program (rows[i].name, bytes), ==, rows[i].program);
    }
}

static void
test_write (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("loft-ui-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "file", NULL);
  g_autofree char *target = g_build_filename (folder, "target", NULL);
  g_autofree char *link = g_build_filename (folder, "link", NULL);
  g_autofree char *contents = NULL;
  g_autoptr (GBytes) one = g_bytes_new_static ("one", 3);
  g_autoptr (GBytes) two = g_bytes_new_static ("two!", 4);
  struct stat info;

  g_assert_true (loft_attachment_file_write (path, one, FALSE, &error));
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  g_assert_false (loft_attachment_file_write (path, two, FALSE, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_EXIST);
  g_clear_error (&error);
  g_assert_true (loft_attachment_file_write (path, two, TRUE, &error));
  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "two!");

  /* Through a link nothing is written: the link itself is replaced. */
  g_assert_true (g_file_set_contents (target, "kept", -1, NULL));
  g_assert_cmpint (symlink (target, link), ==, 0);
  g_assert_true (loft_attachment_file_write (link, one, TRUE, &error));
  g_free (g_steal_pointer (&contents));
  g_assert_true (g_file_get_contents (target, &contents, NULL, NULL));
  g_assert_cmpstr (contents, ==, "kept");

  g_unlink (path);
  g_unlink (target);
  g_unlink (link);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* Documents */

static void
test_document (void)
{
  LoftHtmlDocument document = { .html = "<p>text</p>", .policy = TRUE };
  g_autofree char *page = loft_html_document_build (&document);
  const char *policy = strstr (page, "Content-Security-Policy");

  g_assert_nonnull (policy);
  g_assert_nonnull (strstr (policy, "default-src 'none'"));
  g_assert_true (policy < strstr (page, "<style>"));
  g_assert_true (policy < strstr (page, "<body>"));
  g_assert_null (strstr (loft_html_document_policy (FALSE), "http"));
  g_assert_nonnull (strstr (loft_html_document_policy (TRUE), "img-src cid: data: https:;"));
  g_assert_null (strstr (loft_html_document_filter (FALSE), "http"));
  g_assert_nonnull (strstr (loft_html_document_filter (TRUE), "\"resource-type\":[\"image\"]"));
}

static void
test_fingerprint (void)
{
  g_autofree char *text = loft_certificate_view_format_fingerprint ("3f9a0c11d2");

  g_assert_cmpstr (text, ==, "3F9A 0C11 D2");
}

/* A server's words are quoted, whatever is in them. */
static void
test_server_words (void)
{
  g_autoptr (GError) error =
    g_error_new (LOFT_ERROR, LOFT_ERROR_REFUSED, "%s",
                 "No.\r\n\xe2\x80\xae<b>All is well\xe2\x81\xa9\nEnter your password:");
  g_autoptr (GError) offline = g_error_new (LOFT_ERROR, LOFT_ERROR_OFFLINE, "no route");
  g_autoptr (GError) other = g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED, "x");
  g_autofree char *details = loft_error_text_details (error);
  g_autofree char *with = loft_error_text_with_details ("Refused.", error);
  g_autofree char *without = loft_error_text_with_details ("Offline.", offline);
  g_autofree char *sentence = loft_error_text_for_account (error, "example.org");

  g_assert_cmpstr (details, ==, "Details: “No. <b>All is well Enter your password:”");
  g_assert_true (g_str_has_prefix (with, "Refused.\nDetails: “No."));
  g_assert_cmpstr (without, ==, "Offline.");
  g_assert_null (loft_error_text_details (other));
  g_assert_null (strstr (sentence, "password"));
}

static void
test_quotes_in_quotes (void)
{
  g_autoptr (GError) error =
    g_error_new (LOFT_ERROR, LOFT_ERROR_AUTH, "%s", "a.example: \"No\", then “x” and \"y");
  g_autofree char *details = loft_error_text_details (error);
  g_autofree char *alert = loft_error_text_alert ("Work", "Say \"hello\"");

  g_assert_cmpstr (details, ==, "Details: “a.example: ‘No’, then ‘x’ and ‘y”");
  g_assert_cmpstr (alert, ==, "The server of Work says: “Say ‘hello’”");
}

/* Pictures by their first bytes */

#define PNG_HEAD "\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
#define FILLING  "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"

static void
test_picture_size (void)
{
  static const struct {
    const char *bytes;
    gsize length;
    guint width; /* 0: not known */
    guint height;
  } rows[] = {
    { PNG_HEAD "\0\0\x75\x30\0\0\0\x02" FILLING, 40, 30000, 2 },
    { "GIF89a\x03\x01\x04\0" FILLING, 34, 259, 4 },
    { "BM" FILLING "\0\0", 32, 0, 0 },
    { "RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x0f\x27\0\x01\0\0" FILLING, 40, 10000, 2 },
    { "\xff\xd8\xff\xe0\0\x04\0\0\xff\xc0\0\x0b\x08\0\x10\0\x20\x01" FILLING, 40, 32, 16 },
    /* A segment that says it has no length, and one that goes on behind the end. */
    { "\xff\xd8\xff\xe0\0\0\xff\xe0\0\0" FILLING, 34, 0, 0 },
    { "\xff\xd8\xff\xe0\xff\xff" FILLING, 32, 0, 0 },
    { PNG_HEAD, 16, 0, 0 },
    { "<svg xmlns='http://www.w3.org/2000/svg'>", 40, 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      guint width = 0, height = 0;

      loft_picture_size_read ((const guint8 *) rows[i].bytes, rows[i].length, &width, &height);
      g_test_message ("row %u", i);
      g_assert_cmpuint (width, ==, rows[i].width);
      g_assert_cmpuint (height, ==, rows[i].height);
    }
}

static void
test_picture_size_html (void)
{
  /* A GIF of 1,000 by 1,000 pixels, twice, and something unknown. */
  const char *gif =
    "<img src='data:image/gif;base64,R0lGODlh6APoA4AAAAAAAP///yH5BAEAAAAALAAAAAABAA'>";
  g_autofree char *html = g_strconcat (gif, "<p>data:image", gif, NULL);
  guint64 unknown = loft_picture_size_count_html ("<img src='data:image/avif;base64,AAAA'>");

  g_assert_cmpuint (loft_picture_size_count_html (html), ==, 2000000);
  g_assert_cmpuint (unknown, >, 1000000);
  g_assert_cmpuint (loft_picture_size_count_html ("data:image/"), ==, unknown);
}

/* Plain text as a buffer */

static char *
buffer_text (LoftTextContent *content)
{
  GtkTextBuffer *buffer = loft_text_content_get_buffer (content);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return gtk_text_buffer_get_text (buffer, &start, &end, TRUE);
}

static void
test_text_content (void)
{
  const GdkRGBA blue = { 0, 0, 1, 1 };
  LoftTextContent *content =
    loft_text_content_new ("a\nsee http://b.example/ or c@d.example\n\n", &blue, LOFT_TEXT_LETTER);
  g_autofree char *text = buffer_text (content);
  GtkTextIter iter;

  g_assert_cmpstr (text, ==, "a\nsee http://b.example/ or c@d.example");
  gtk_text_buffer_get_iter_at_offset (loft_text_content_get_buffer (content), &iter, 5);
  g_assert_null (loft_text_content_link_at (content, &iter));
  gtk_text_iter_forward_char (&iter);
  g_assert_cmpstr (loft_text_content_link_at (content, &iter), ==, "http://b.example/");
  gtk_text_buffer_get_end_iter (loft_text_content_get_buffer (content), &iter);
  g_assert_null (loft_text_content_link_at (content, &iter));
  gtk_text_iter_backward_char (&iter);
  g_assert_cmpstr (loft_text_content_link_at (content, &iter), ==, "mailto:c@d.example");
  loft_text_content_free (content);
}

static gboolean
is_monospace (LoftTextContent *content, int line)
{
  GtkTextIter iter;
  g_autoptr (GSList) tags = NULL;

  gtk_text_buffer_get_iter_at_line (loft_text_content_get_buffer (content), &iter, line);
  tags = gtk_text_iter_get_tags (&iter);
  for (GSList *each = tags; each != NULL; each = each->next)
    {
      g_autofree char *family = NULL;

      g_object_get (each->data, "family", &family, NULL);
      if (g_strcmp0 (family, "monospace") == 0)
        return TRUE;
    }
  return FALSE;
}

static void
test_text_content_columns (void)
{
  const GdkRGBA blue = { 0, 0, 1, 1 };
  LoftTextContent *content = loft_text_content_new (
    "Some words.  And others.\n  Stand 14     1,840\n    indented\n> a\tb\nEnd", &blue,
    LOFT_TEXT_LETTER);
  static const gboolean expected[] = { FALSE, TRUE, FALSE, TRUE, FALSE };

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpint (is_monospace (content, i), ==, expected[i]);
  loft_text_content_free (content);
}

/* Long text comes in steps, and all of it; a letter keeps few of its marks. */
static void
test_text_content_long (void)
{
  const GdkRGBA blue = { 0, 0, 1, 1 };
  g_autoptr (GString) long_text = g_string_new ("Z");
  LoftTextContent *content = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; i < 500; i++)
    g_string_append (long_text, "\xcc\x81");
  for (guint i = 0; i < 20000; i++)
    g_string_append_printf (long_text, "\n> line %u http://a.example/", i);
  content = loft_text_content_new (long_text->str, &blue, LOFT_TEXT_LETTER);
  ui_test_settle ();
  text = buffer_text (content);
  g_assert_true (g_str_has_suffix (text, "line 19999 http://a.example/"));
  g_assert_cmpint (strchr (text, '\n') - text, <, 50);
  loft_text_content_free (content);
  /* Freed in the middle of its steps. */
  loft_text_content_free (loft_text_content_new (long_text->str, &blue, LOFT_TEXT_LETTER));
  ui_test_settle ();
}

/* Where Outlook's header above a quote begins, and what only looks like one. */
static void
test_quote_header (void)
{
  static const struct {
    const char *text;
    gboolean is_header;
  } rows[] = {
    { "From: Eva <eva@a.example>\nSent: Monday\nTo: Jan\nSubject: Hall\n\nWords", TRUE },
    { "From:\tEva\r\nSent:\tMonday\r\nTo:\tJan\r\n", TRUE },
    { "*From:* Eva\n*Sent:* Monday\n*To:* Jan\n", TRUE },
    { "Von: Eva\nGesendet: Montag\nAn: Jan\nBetreff: Halle\n", TRUE },
    { "De : Eva\nEnvoyé : lundi\nÀ : Jan\nObjet : Salle\n", TRUE },
    { "发件人：Eva\n发送时间：周一\n收件人：Jan\n", TRUE },
    { "-----Original Message-----\nFrom: Eva\nSent: Monday\nTo: Jan\n", TRUE },
    { "-----Ursprüngliche Nachricht-----\n\nVon: Eva\nGesendet: Montag\nAn: Jan\n", TRUE },
    { "________________________________\nFrom: Eva\nSent: Monday\nTo: Jan\n", TRUE },
    { "________________________________\n\nXxx: Eva\nYyy: Monday\nZzz: Jan\n", TRUE },
    { "From: Eva <eva@a.example>;\n  Jan\nSent: Monday\nTo: Jan\n", TRUE },
    { "", FALSE },
    { "From: Prague\nTo: Brno\n\nWe took the train: slow.", FALSE },
    { "From here on it is easy.\nSent: x\nTo: y\nSubject: z\n", FALSE },
    { "Note: one\nNote: two\nNote: three\n", FALSE },
    { "-----Original Message-----\nNothing of a header\nat all\n", FALSE },
    { "----------\nFrom: Eva\nSent: Monday\nTo: Jan\n", FALSE },
    { "________________________________\nA list of links\nhttps://a.example/\n", FALSE },
    { "________________________________\n\n\n\nFrom: Eva\nSent: Monday\nTo: Jan\n", FALSE },
    { "https://a.example/\nhttps://b.example/\nhttps://c.example/\n", FALSE },
    { "10:30 we met\n11:00 we ate\n12:00 we left\n", FALSE },
    { "-----", FALSE },
    { "____________", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_test_message ("%s", rows[i].text);
      g_assert_cmpint (loft_quote_header_is_at (rows[i].text, strlen (rows[i].text)), ==,
                       rows[i].is_header);
      /* Cut anywhere it is read no further. */
      for (gsize k = 0; k < strlen (rows[i].text); k++)
        {
          g_autofree char *cut = g_memdup2 (rows[i].text, MAX (k, 1));

          loft_quote_header_is_at (cut, k);
        }
    }
}

static void
test_forward_subject (void)
{
  static const char *const yes[] = { "Fwd: Hall", "FW: Re: Hall", "WG: Halle",
                                     " fw:", "转发：你好" };
  static const char *const no[] = { "", "Re: Fwd: Hall", "Hall", "Fwd", "Forward: march", "AW: x" };

  for (guint i = 0; i < G_N_ELEMENTS (yes); i++)
    g_assert_true (loft_quote_header_is_forward (yes[i]));
  for (guint i = 0; i < G_N_ELEMENTS (no); i++)
    g_assert_false (loft_quote_header_is_forward (no[i]));
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/texts/errors", test_errors);
  g_test_add_func ("/texts/sending", test_sending);
  g_test_add_func ("/texts/unknown-host", test_unknown_host);
  g_test_add_func ("/texts/downgrade", test_downgrade);
  g_test_add_func ("/texts/not-reached", test_not_reached);
  g_test_add_func ("/texts/dates", test_dates);
  g_test_add_func ("/texts/quotes-in-quotes", test_quotes_in_quotes);
  g_test_add_func ("/texts/quote-header", test_quote_header);
  g_test_add_func ("/texts/forward-subject", test_forward_subject);
  g_test_add_func ("/texts/ago", test_ago);
  g_test_add_func ("/texts/groups-fall", test_groups_fall);
  g_test_add_func ("/texts/shortcuts", test_shortcuts);
  g_test_add_func ("/texts/single-keys", test_single_keys);
  g_test_add_func ("/texts/links", test_links);
  g_test_add_func ("/texts/links-are-linear", test_links_are_linear);
  g_test_add_func ("/texts/link-schemes", test_link_schemes);
  g_test_add_func ("/texts/reflow", test_reflow);
  g_test_add_func ("/texts/reflow-most", test_reflow_most);
  g_test_add_func ("/texts/safe-names", test_safe_names);
  g_test_add_func ("/texts/long-names", test_long_names);
  g_test_add_func ("/texts/programs", test_programs);
  g_test_add_func ("/texts/write", test_write);
  g_test_add_func ("/texts/document", test_document);
  g_test_add_func ("/texts/fingerprint", test_fingerprint);
  g_test_add_func ("/texts/server-words", test_server_words);
  g_test_add_func ("/texts/picture-size", test_picture_size);
  g_test_add_func ("/texts/picture-size-html", test_picture_size_html);
  g_test_add_func ("/texts/content", test_text_content);
  g_test_add_func ("/texts/content-columns", test_text_content_columns);
  g_test_add_func ("/texts/content-long", test_text_content_long);
  return g_test_run ();
}
