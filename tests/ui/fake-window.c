/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The window on a service that only pretends, to look at it in states that are hard to reach:
 *
 *   fake-window [--maildir DIR] [--state NAME] [--select N] [--size WxH] [--text PERCENT] [--rtl]
 *               [--dark] [--action NAME]
 *
 * An action is one of the sidebar or above it, or of the window here: save-search, edit-account,
 * archive-old, absence, policy, room, message (the column of the open one), attachment (of it). */

#include "fake-calendar.h"
#include "fake-contacts.h"
#include "fake-directory.h"
#include "fake-policy.h"
#include "fake-service.h"
#include "fake-tasks.h"
#include "loft-account-editor.h"
#include "loft-archive-window.h"
#include "loft-clock.h"
#include "loft-columns.h"
#include "loft-contact-place.h"
#include "loft-contacts-pane.h"
#include "loft-composer-window.h"
#include "loft-dav-offer-window.h"
#include "loft-folder-sidebar.h"
#include "loft-message-list-view.h"
#include "loft-message-view.h"
#include "loft-out-of-office-window.h"
#include "loft-policy-window.h"
#include "loft-room-window.h"
#include "loft-search-bar.h"
#include "loft-search-entry.h"
#include "loft-wall.h"
#include "loft-ui.h"
#include "loft-window.h"

#include <adwaita.h>
#include <stdio.h>

static char *maildir = NULL;
static char *state = NULL;
static char *size = NULL;
static int selected = -1;
static int text_percent = 100;
static gboolean right_to_left = FALSE;
static gboolean dark = FALSE;
static char *action = NULL;
static char *words = NULL;
static gboolean all = FALSE;
static LoftService *shown_service; /* (borrowed) by the window */
static LoftMailAccount *shown_account; /* (borrowed) (nullable) */

static const GOptionEntry options[] = {
  { "maildir", 0, 0, G_OPTION_ARG_FILENAME, &maildir, "Messages to show", "DIR" },
  { "state", 0, 0, G_OPTION_ARG_STRING, &state,
    "start, preparing, unopened, auth, policy, removed, away, untrusted, unreached, offline, alert, "
    "first-sync, rows, few, empty, loading, quota, broken, not-here, left-out, problems, folders, "
    "accounts, pop3, writing, outbox, calendar, no-events, contacts, no-contacts, tasks, no-tasks, "
    "everything",
    "NAME" },
  { "size", 0, 0, G_OPTION_ARG_STRING, &size, "Size of the window", "WxH" },
  { "text", 0, 0, G_OPTION_ARG_INT, &text_percent, "Size of text", "PERCENT" },
  { "rtl", 0, 0, G_OPTION_ARG_NONE, &right_to_left, "Mirrored", NULL },
  { "dark", 0, 0, G_OPTION_ARG_NONE, &dark, "In dark colours", NULL },
  { "action", 0, 0, G_OPTION_ARG_STRING, &action, "Done at first", "NAME" },
  { "search", 0, 0, G_OPTION_ARG_STRING, &words, "Searched for at first", "WORDS" },
  { "all", 0, 0, G_OPTION_ARG_NONE, &all, "Select all messages", NULL },
  { "select", 0, 0, G_OPTION_ARG_INT, &selected, "Message to open", "N" },
  { NULL }
};

static gboolean
state_is (const char *name)
{
  return g_strcmp0 (state, name) == 0;
}

/* What waits, in all the ways there are. */
static void
fill_outbox (LoftMailAccount *account)
{
  static const LoftOutgoingState states[] = { LOFT_OUTGOING_DRAFT, LOFT_OUTGOING_QUEUED,
                                              LOFT_OUTGOING_REFUSED, LOFT_OUTGOING_UNCONFIRMED };

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      LoftOutgoing *outgoing = loft_outgoing_new ();
      g_autoptr (LoftOutgoingItem) item = NULL;

      outgoing->id = i + 1;
      outgoing->state = states[i];
      g_free (outgoing->subject);
      outgoing->subject = g_strdup ("Re: What the committee decided about the stand, in full");
      g_free (outgoing->people);
      outgoing->people = g_strdup ("Eva Adler\x1f"
                                   "eva.adler@nordlicht.example");
      item = loft_outgoing_item_new (outgoing);
      g_list_store_append (G_LIST_STORE (loft_mail_account_get_outgoing (account)), item);
    }
}

static void
set_up_trouble (LoftService *service, LoftMailAccount *account)
{
  g_autoptr (GError) error = NULL;
  LoftCertificateProblem problem = {
    (char *) "imap.example.org",
    993,
    (char *) "3f9a0c11d27be4885c60fa3319b2d70e4c8812a77e01f6d35b9c4420aa176be2",
    (char *) "CN=mail.example.net",
    (char *) "CN=Example Authority, O=Example",
    1700000000,
    1731536000,
    (char *) "The certificate is for mail.example.net and has expired."
  };

  if (state_is ("auth"))
    error = g_error_new (LOFT_ERROR, LOFT_ERROR_AUTH, "refused");
  else if (state_is ("policy"))
    {
      fake_account_set_policy (account,
                               "AttachmentsEnabled=0 MaxEmailAgeFilter=5 DevicePasswordEnabled=1 "
                               "MaxInactivityTimeDeviceLock=900 RequireDeviceEncryption=1 "
                               "RequireSignedSMIMEMessages=1",
                               LOFT_POLICY_STATE_WAITING);
      error = g_error_new (LOFT_ERROR, LOFT_ERROR_POLICY, "the policy");
    }
  else if (state_is ("untrusted"))
    error = g_error_new (LOFT_ERROR, LOFT_ERROR_UNTRUSTED, "untrusted");
  else if (state_is ("unreached"))
    error = g_error_new (LOFT_ERROR, LOFT_ERROR_OFFLINE, "not reached");
  if (error != NULL)
    {
      fake_account_set_problem (account, &problem);
      fake_account_set_state (account,
                              state_is ("unreached") ? LOFT_ACCOUNT_OFFLINE : LOFT_ACCOUNT_PROBLEM,
                              error);
    }
  if (state_is ("removed"))
    fake_service_add_removed (service, "Company", loft_clock_now ());
  if (state_is ("offline"))
    {
      fake_account_set_pending (account, 3);
      loft_service_set_forced_offline (service, TRUE);
    }
  if (state_is ("loading"))
    fake_account_set_slow_lists (account);
  if (state_is ("outbox"))
    fill_outbox (account);
  if (state_is ("left-out"))
    fake_account_set_left_out (account, 3);
  if (state_is ("problems"))
    {
      fake_account_set_problems (account, 4);
      fake_account_set_pending (account, 2);
    }
  if (state_is ("broken"))
    error = g_error_new (LOFT_ERROR, LOFT_ERROR_STORE, "No space left on device");
  if (state_is ("not-here"))
    error = g_error_new (LOFT_ERROR, LOFT_ERROR_OFFLINE, "There is no network");
  if (state_is ("broken") || state_is ("not-here"))
    fake_account_set_open_error (account, error);
  if (state_is ("first-sync") || state_is ("auth"))
    {
      g_autoptr (LoftMailFolder) inbox =
        g_list_model_get_item (loft_mail_account_get_folders (account), 0);

      fake_folder_set_synced_at (inbox, 0);
    }
  if (state_is ("first-sync"))
    {
      fake_account_set_last_success (account, 0);
      fake_account_set_state (account, LOFT_ACCOUNT_SYNCING, NULL);
      fake_account_set_progress (account, LOFT_PROGRESS_BODIES, "INBOX", 1200, 3000);
    }
}

static void
add_folders (LoftMailAccount *account, guint n)
{
  LoftMailFolder *inbox = fake_account_add_folder (account, "INBOX", LOFT_FOLDER_ROLE_INBOX);
  g_autoptr (GString) path = g_string_new ("Deep");

  fake_folder_set_counts (inbox, 3400, n);
  fake_folder_set_counts (fake_account_add_folder (account, "Drafts", LOFT_FOLDER_ROLE_DRAFTS), 3,
                          0);
  fake_account_add_folder (account, "Sent", LOFT_FOLDER_ROLE_SENT);
  fake_account_add_folder (account, "Trash", LOFT_FOLDER_ROLE_TRASH);
  fake_folder_set_counts (
    fake_account_add_folder (account, "Correspondence with the committee for the spring fair 2024",
                             LOFT_FOLDER_ROLE_NONE),
    20, 12345);
  for (guint i = 0; n > 100 && i < 100; i++)
    {
      fake_account_add_folder (account, path->str, LOFT_FOLDER_ROLE_NONE);
      g_string_append_printf (path, "/Level %u", i);
    }
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("Projects/Project %u", i);

      if (i == 0)
        fake_account_add_folder (account, "Projects", LOFT_FOLDER_ROLE_NONE);
      fake_account_add_folder (account, name, LOFT_FOLDER_ROLE_NONE);
    }
}

/* Five accounts in different states, one of them with 300 folders. */
static LoftService *
make_accounts (void)
{
  static const char *const names[] = { "work", "home", "The very long name of an association",
                                       "fair", "list@example.org" };
  LoftService *service = fake_service_new ();
  const LoftFolderUsage usage = { TRUE, 3400, 183000000, TRUE, 2100000000, 15000000000 };
  g_autoptr (GError) error = g_error_new (LOFT_ERROR, LOFT_ERROR_AUTH, "refused");

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      LoftMailAccount *account = fake_service_add_account (service, names[i], "a@example.test");

      fake_account_set_last_success (account, loft_clock_now () - 130 * (i + 1));
      fake_account_set_usage (account, &usage);
      add_folders (account, i == 1 ? 200 : 3 + i);
      if (i == 0)
        {
          fake_account_set_state (account, LOFT_ACCOUNT_SYNCING, NULL);
          fake_account_set_progress (account, LOFT_PROGRESS_BODIES, "INBOX", 1200, 3400);
        }
      if (i == 2)
        loft_service_set_account_offline_async (service, account, TRUE, NULL, NULL, NULL);
      if (i == 3)
        fake_account_set_state (account, LOFT_ACCOUNT_PROBLEM, error);
      if (i == 4)
        fake_account_set_left_out (account, 2);
      if (i >= 3)
        fake_account_set_pending (account, i);
    }
  fake_service_set_metered (service, TRUE);
  return service;
}

static void
become_pop3 (LoftAccount *account)
{
  g_free (account->kind);
  account->kind = g_strdup ("pop3");
  g_free (account->incoming.host);
  account->incoming.host = g_strdup ("pop.example.org");
  account->incoming.port = 995;
}

static void
answer_absence (LoftService *service, LoftMailAccount *account)
{
  g_autoptr (LoftOutOfOffice) absence = loft_out_of_office_new ();

  absence->state = LOFT_OUT_OF_OFFICE_SCHEDULED;
  absence->start = loft_clock_now () - 2 * LOFT_WALL_DAY;
  absence->end = loft_clock_now () + 5 * LOFT_WALL_DAY;
  for (guint i = 0; i < LOFT_OUT_OF_OFFICE_N_AUDIENCES; i++)
    {
      absence->answers[i].is_told = absence->answers[i].is_on = TRUE;
      absence->answers[i].is_html = i == LOFT_OUT_OF_OFFICE_INSIDE;
      g_free (absence->answers[i].text);
      absence->answers[i].text =
        g_strdup (i == LOFT_OUT_OF_OFFICE_INSIDE
                    ? "<p>I am away until <b>Monday</b>.</p><p>Eva has the keys of the hall.</p>"
                    : "Thank you for your message. I am back on Monday and answer then.");
    }
  fake_absences_set (service, account, absence);
}

static LoftService *
make_service (void)
{
  LoftService *service = fake_service_new ();
  LoftMailAccount *account = NULL;

  if (state_is ("accounts"))
    {
      g_object_unref (service);
      return make_accounts ();
    }
  if (state_is ("start"))
    return service;
  if (state_is ("preparing") || state_is ("unopened"))
    {
      fake_service_set_preparing (service, "work", state_is ("preparing"));
      fake_service_set_preparing (service, "The very long name of an association",
                                  state_is ("preparing"));
      return service;
    }
  account = fake_service_add_account (service, "work", "alice@example.test");
  if (state_is ("pop3"))
    become_pop3 (loft_mail_account_get_account (account));
  if (state_is ("away"))
    answer_absence (service, account);
  fake_account_set_last_success (account, loft_clock_now () - 130);
  if (state_is ("rows"))
    fake_account_add_rows (account,
                           fake_account_add_folder (account, "INBOX", LOFT_FOLDER_ROLE_INBOX),
                           1000000);
  else if (state_is ("few") || state_is ("broken") || state_is ("not-here") || state_is ("alert") ||
           state_is ("quota"))
    fake_account_add_rows (account,
                           fake_account_add_folder (account, "INBOX", LOFT_FOLDER_ROLE_INBOX), 40);
  else if (state_is ("folders"))
    {
      g_autoptr (LoftMailFolder) inbox = NULL;

      add_folders (account, 30);
      inbox = g_list_model_get_item (loft_mail_account_get_folders (account), 0);
      fake_account_add_rows (account, inbox, 40);
    }
  else if (maildir == NULL || !fake_account_load_maildir (account, maildir, 400))
    fake_account_add_folder (account, "INBOX", LOFT_FOLDER_ROLE_INBOX);
  set_up_trouble (service, account);
  return service;
}

static GtkWidget *
find_by_type (GtkWidget *root, GType type)
{
  GtkWidget *found = G_TYPE_CHECK_INSTANCE_TYPE (root, type) ? root : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (root); found == NULL && child != NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_by_type (child, type);
  return found;
}

/* One that took the password, one that is in other hands. */
static void
show_offer (GtkWidget *window)
{
  g_autoptr (LoftDavOffer) offer =
    loft_dav_offer_new ("https://dav.example.test/", "https://server7.hoster.test/",
                        LOFT_DAV_OFFER_CONTACTS, NULL);

  fake_service_set_offer (shown_service, offer, NULL);
  loft_dav_offer_window_present (GTK_WINDOW (window), shown_service, shown_account);
}

/* FALSE: it is none of these. */
static gboolean
run_own_action (GtkWidget *window, const char *name)
{
  LoftMessageView *view = LOFT_MESSAGE_VIEW (find_by_type (window, LOFT_TYPE_MESSAGE_VIEW));

  if (g_str_equal (name, "save-search"))
    g_signal_emit_by_name (find_by_type (window, LOFT_TYPE_SEARCH_BAR), "save");
  else if (g_str_equal (name, "edit-account"))
    loft_account_editor_present (window, shown_service, shown_account);
  else if (g_str_equal (name, "archive-old"))
    gtk_window_present (GTK_WINDOW (
      loft_archive_window_new (GTK_WINDOW (window), shown_service, shown_account, NULL)));
  else if (g_str_equal (name, "offer"))
    show_offer (window);
  else if (g_str_equal (name, "policy"))
    loft_policy_window_present (GTK_WIDGET (window), shown_account);
  else if (g_str_equal (name, "absence"))
    loft_out_of_office_window_present (GTK_WINDOW (window), shown_service, shown_account);
  else if (g_str_equal (name, "room"))
    gtk_window_present (
      GTK_WINDOW (loft_room_window_new (GTK_WINDOW (window), shown_service, shown_account, NULL)));
  else if (g_str_equal (name, "attachment"))
    loft_message_view_show_attachment (view, loft_message_view_get_body (view), 1);
  else if (!g_str_equal (name, "message"))
    return FALSE;
  if (g_str_equal (name, "attachment") || g_str_equal (name, "message"))
    loft_columns_show (LOFT_COLUMNS (find_by_type (window, LOFT_TYPE_COLUMNS)), LOFT_COLUMN_MAIN);
  return TRUE;
}

static gboolean
tell_alert (gpointer account)
{
  g_signal_emit_by_name (account, "alert",
                         "The mailbox is 97% full; from 100% on no more mail is taken. See "
                         "https://mail.example.org/quota");
  return G_SOURCE_REMOVE;
}

static gboolean
is_of_pane (void)
{
  return state_is ("calendar") || state_is ("no-events") || state_is ("contacts") ||
         state_is ("no-contacts") || state_is ("tasks") || state_is ("no-tasks");
}

/* "contact:1": the one of that uid. */
static gboolean
choose_contact (GtkWidget *window, const char *name)
{
  GtkWidget *pane = find_by_type (window, LOFT_TYPE_CONTACTS_PANE);

  if (pane == NULL || !g_str_has_prefix (name, "contact:"))
    return FALSE;
  loft_contacts_pane_select (LOFT_CONTACTS_PANE (pane), name + strlen ("contact:"));
  loft_columns_show (LOFT_COLUMNS (find_by_type (pane, LOFT_TYPE_COLUMNS)), LOFT_COLUMN_MAIN);
  return TRUE;
}

/* "directory:eva": the company address book, asked for that. */
static gboolean
choose_directory (GtkWidget *window, const char *name)
{
  GtkWidget *pane = find_by_type (window, LOFT_TYPE_CONTACTS_PANE);
  GtkListBox *places = pane != NULL ? GTK_LIST_BOX (find_by_type (pane, GTK_TYPE_LIST_BOX)) : NULL;
  GtkListBoxRow *row = NULL;

  if (places == NULL || !g_str_has_prefix (name, "directory:"))
    return FALSE;
  for (int i = 0; (row = gtk_list_box_get_row_at_index (places, i)) != NULL; i++)
    if (loft_contact_place_get (row)->directory != NULL)
      gtk_list_box_select_row (places, row);
  gtk_editable_set_text (GTK_EDITABLE (find_by_type (pane, GTK_TYPE_SEARCH_ENTRY)),
                         name + strlen ("directory:"));
  return TRUE;
}

/* What is carried by the window itself, as "shell.pane::calendar". */
static gboolean
run_window_action (GtkWidget *window)
{
  g_auto (GStrv) names = g_strsplit (action, ",", -1);
  gboolean found = FALSE;

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autoptr (GVariant) target = NULL;
      g_autofree char *name = NULL;

      if (choose_contact (window, names[i]) || choose_directory (window, names[i]))
        found = TRUE;
      else if (g_action_parse_detailed_name (names[i], &name, &target, NULL))
        found = gtk_widget_activate_action_variant (window, name, target);
    }
  return found;
}

static gboolean
run_action (gpointer window)
{
  GtkWidget *child = g_object_get_data (window, "sidebar");
  g_autoptr (GVariant) target = NULL;
  g_autofree char *name = NULL;

  if (run_own_action (window, action) || (is_of_pane () && run_window_action (window)))
    return G_SOURCE_REMOVE;
  if (child == NULL || !g_action_parse_detailed_name (action, &name, &target, NULL))
    return G_SOURCE_REMOVE;
  gtk_widget_activate_action_variant (child, name, target);
  return G_SOURCE_REMOVE;
}

static gboolean
select_row (gpointer window)
{
  for (int i = 0; i <= selected; i++)
    gtk_widget_activate_action (window, "mail.next", NULL);
  if (all)
    gtk_selection_model_select_all (gtk_list_view_get_model (GTK_LIST_VIEW (
      find_by_type (find_by_type (window, LOFT_TYPE_MESSAGE_LIST_VIEW), GTK_TYPE_LIST_VIEW))));
  if (words != NULL)
    {
      gtk_widget_activate_action (window, "mail.search", NULL);
      loft_search_entry_set_query (LOFT_SEARCH_ENTRY (
                                     find_by_type (window, LOFT_TYPE_SEARCH_ENTRY)),
                                   words);
    }
  return G_SOURCE_REMOVE;
}

/* An answer in HTML, as it is written. */
static void
write_answer (LoftService *service, int width, int height)
{
  static const char html[] =
    "<div>Thank you, <b>Eva</b>. I like:</div><ul><li>the green one</li><li>the "
    "<a href=\"https://example.org\">blue one</a></li></ul><div dir=\"auto\">شكرا جزيلا</div>"
    "<div><br></div><div>On Sunday Eva Adler wrote:</div><blockquote type=\"cite\" "
    "style=\"margin:0 0 0 6px;border-left:2px solid #aaa;padding-left:12px\"><div class=\"paper\">"
    "<h2 style=\"color:#1a5fb4\">Colours</h2><table><tr><td bgcolor=\"#f6d32d\">Yellow</td>"
    "<td bgcolor=\"#33d17a\">Green</td><td bgcolor=\"#62a0ea\">Blue</td></tr></table>"
    "<p>Which one?</p></div></blockquote>";
  g_autoptr (LoftDraft) draft = loft_draft_new (NULL);
  LoftComposerWindow *window = NULL;

  draft->html = g_strdup (html);
  g_free (draft->subject);
  draft->subject = g_strdup ("Re: Colours for the museum");
  g_ptr_array_add (draft->to, loft_address_new ("Eva Adler", "eva@example.org"));
  window = loft_composer_window_open (LOFT_COMPOSER (loft_composer_new (service, NULL, draft, 0)));
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
}

static void
fill_calendar (FakeCalendar *calendar)
{
  fake_calendar_fill (calendar, loft_clock_now () / LOFT_WALL_DAY);
  fake_calendar_attach (calendar, "", "Agenda of the committee, as it was sent out.txt",
                        "The agenda");
  fake_calendar_attach (calendar, "https://example.org/plan", "", NULL);
  fake_calendar_attach (calendar, "cid:5", "Recording.mp4", NULL);
}

static void
show_calendar (void)
{
  g_autoptr (FakeCalendar) calendar = fake_calendar_new ();

  if (state_is ("calendar") || state_is ("everything"))
    fill_calendar (calendar);
  else
    fake_calendar_add_calendar (calendar, "On This Computer", "Calendar", "#3584e4");
  fake_service_set_calendar (LOFT_CALENDAR_ACTIONS (calendar));
}

static void
show_tasks (void)
{
  g_autoptr (FakeTasks) tasks = fake_tasks_new ();

  if (state_is ("tasks") || state_is ("everything"))
    fake_tasks_fill (tasks, loft_clock_now () / LOFT_WALL_DAY);
  else
    fake_tasks_add_list (tasks, "On This Computer", "Tasks", "#3584e4");
  fake_service_set_tasks (LOFT_TASK_ACTIONS (tasks));
}

static void
show_directory (void)
{
  g_autoptr (FakeDirectory) directory = fake_directory_new ("work");
  g_autoptr (LoftDirectories) directories = NULL;

  fake_directory_fill (directory);
  if (g_getenv ("LOFT_FAKE_DIRECTORY_FAILS") != NULL)
    {
      g_autoptr (GError) error = g_error_new_literal (LOFT_ERROR, LOFT_ERROR_OFFLINE, "no network");

      fake_directory_set_error (directory, error);
    }
  directories = fake_directory_new_directories (directory);
  fake_service_set_directories (directories);
}

static void
show_contacts (void)
{
  g_autoptr (FakeContacts) contacts = fake_contacts_new ();

  if (state_is ("contacts") || state_is ("everything"))
    {
      fake_contacts_fill (contacts);
      fake_contacts_add_twin (contacts, "Eva Adler");
      show_directory ();
    }
  else
    fake_contacts_add_book (contacts, "Contacts");
  fake_contacts_load (contacts);
  fake_service_set_contacts (LOFT_CONTACT_ACTIONS (contacts));
}

static void
on_activate (GtkApplication *application)
{
  g_autoptr (LoftService) service = NULL;
  LoftWindow *window = NULL;
  int width = 1180, height = 760;

  loft_ui_init ();
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 96 * 1024 * text_percent / 100, NULL);
  if (right_to_left)
    gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  service = make_service ();
  shown_service = service;
  if (state_is ("calendar") || state_is ("no-events") || state_is ("everything"))
    show_calendar ();
  if (state_is ("tasks") || state_is ("no-tasks") || state_is ("everything"))
    show_tasks ();
  if (state_is ("contacts") || state_is ("no-contacts") || state_is ("everything"))
    show_contacts ();
  if (state_is ("writing"))
    show_directory ();
  shown_account = loft_service_find_account (service, "work");
  window = loft_window_new (application, service, NULL);
  if (size != NULL && sscanf (size, "%dx%d", &width, &height) == 2)
    gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_present (GTK_WINDOW (window));
  g_timeout_add (500, select_row, window);
  if (state_is ("alert"))
    g_timeout_add (500, tell_alert, shown_account);
  if (state_is ("quota"))
    fake_service_set_quota (service, shown_account, 4230000000, 5000000000);
  if (state_is ("writing"))
    write_answer (service, width, height);
  if (dark)
    adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                        ADW_COLOR_SCHEME_FORCE_DARK);
  if (action == NULL)
    return;
  g_object_set_data (G_OBJECT (window), "sidebar",
                     find_by_type (GTK_WIDGET (window), LOFT_TYPE_FOLDER_SIDEBAR));
  g_timeout_add (1200, run_action, window);
}

int
main (int argc, char **argv)
{
  g_autoptr (AdwApplication) application =
    adw_application_new ("org.loftmail.FakeWindow", G_APPLICATION_NON_UNIQUE);

  g_application_add_main_option_entries (G_APPLICATION (application), options);
  g_signal_connect (application, "activate", G_CALLBACK (on_activate), NULL);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
