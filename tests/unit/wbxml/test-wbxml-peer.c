/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The same documents by libwbxml's programs (0.11.8): what our writer writes means to them what we meant, and
 * what they write means the same to our reader. They know no page 25, and some tags by other names. */
#include "loft-wbxml-reader.h"
#include "loft-wbxml-writer.h"

#include <gio/gio.h>
#include <string.h>

#define N_PAGES_OF_PEER 25

static const struct {
  guint tag;
  const char *name; /* (nullable) NULL: it does not know the tag */
} peers_names[] = {
  { LOFT_EAS_CONTACTS_ASSISTANT_PHONE_NUMBER, "AssistantTelephoneNumber" },
  { LOFT_EAS_CONTACTS_BUSINESS_ADDRESS_CITY, "BusinessCity" },
  { LOFT_EAS_CONTACTS_BUSINESS_ADDRESS_COUNTRY, "BusinessCountry" },
  { LOFT_EAS_CONTACTS_BUSINESS_ADDRESS_POSTAL_CODE, "BusinessPostalCode" },
  { LOFT_EAS_CONTACTS_BUSINESS_ADDRESS_STATE, "BusinessState" },
  { LOFT_EAS_CONTACTS_BUSINESS_ADDRESS_STREET, "BusinessStreet" },
  { LOFT_EAS_CONTACTS_HOME_ADDRESS_CITY, "HomeCity" },
  { LOFT_EAS_CONTACTS_HOME_ADDRESS_COUNTRY, "HomeCountry" },
  { LOFT_EAS_CONTACTS_HOME_ADDRESS_POSTAL_CODE, "HomePostalCode" },
  { LOFT_EAS_CONTACTS_HOME_ADDRESS_STATE, "HomeState" },
  { LOFT_EAS_CONTACTS_HOME_ADDRESS_STREET, "HomeStreet" },
  { LOFT_EAS_CONTACTS_OTHER_ADDRESS_CITY, "OtherCity" },
  { LOFT_EAS_CONTACTS_OTHER_ADDRESS_COUNTRY, "OtherCountry" },
  { LOFT_EAS_CONTACTS_OTHER_ADDRESS_POSTAL_CODE, "OtherPostalCode" },
  { LOFT_EAS_CONTACTS_OTHER_ADDRESS_STATE, "OtherState" },
  { LOFT_EAS_CONTACTS_OTHER_ADDRESS_STREET, "OtherStreet" },
  { LOFT_EAS_EMAIL_REPLY_TO, "Reply-To" },
  { LOFT_EAS_EMAIL_DT_STAMP, "DTStamp" },
  { LOFT_EAS_EMAIL_TYPE, "Recurrence_Type" },
  { LOFT_EAS_EMAIL_UNTIL, "Recurrence_Until" },
  { LOFT_EAS_EMAIL_OCCURRENCES, "Recurrence_Occurrences" },
  { LOFT_EAS_EMAIL_INTERVAL, "Recurrence_Interval" },
  { LOFT_EAS_EMAIL_DAY_OF_WEEK, "Recurrence_DayOfWeek" },
  { LOFT_EAS_EMAIL_DAY_OF_MONTH, "Recurrence_DayOfMonth" },
  { LOFT_EAS_EMAIL_WEEK_OF_MONTH, "Recurrence_WeekOfMonth" },
  { LOFT_EAS_EMAIL_MONTH_OF_YEAR, "Recurrence_MonthOfYear" },
  { LOFT_EAS_EMAIL_STATUS, "FlagStatus" },
  { LOFT_EAS_CALENDAR_TIMEZONE, "TimeZone" },
  { LOFT_EAS_CALENDAR_EMAIL, "Attendee_Email" },
  { LOFT_EAS_CALENDAR_NAME, "Attendee_Name" },
  { LOFT_EAS_CALENDAR_COMPRESSED_RTF, "Compressed_RTF" },
  { LOFT_EAS_CALENDAR_DT_STAMP, "DTStamp" },
  { LOFT_EAS_CALENDAR_DELETED, "Exception_Deleted" },
  { LOFT_EAS_CALENDAR_EXCEPTION_START_TIME, "Exception_StartTime" },
  { LOFT_EAS_CALENDAR_ORGANIZER_EMAIL, "Organizer_Email" },
  { LOFT_EAS_CALENDAR_ORGANIZER_NAME, "Organizer_Name" },
  { LOFT_EAS_CALENDAR_TYPE, "Recurrence_Type" },
  { LOFT_EAS_CALENDAR_UNTIL, "Recurrence_Until" },
  { LOFT_EAS_CALENDAR_OCCURRENCES, "Recurrence_Occurrences" },
  { LOFT_EAS_CALENDAR_INTERVAL, "Recurrence_Interval" },
  { LOFT_EAS_CALENDAR_DAY_OF_WEEK, "Recurrence_DayOfWeek" },
  { LOFT_EAS_CALENDAR_DAY_OF_MONTH, "Recurrence_DayOfMonth" },
  { LOFT_EAS_CALENDAR_WEEK_OF_MONTH, "Recurrence_WeekOfMonth" },
  { LOFT_EAS_CALENDAR_MONTH_OF_YEAR, "Recurrence_MonthOfYear" },
  { LOFT_EAS_CALENDAR_ATTENDEE_STATUS, "Attendee_Status" },
  { LOFT_EAS_CALENDAR_ATTENDEE_TYPE, "Attendee_Type" },
  { LOFT_EAS_MEETING_RESPONSE_PROPOSED_START_TIME, NULL },
  { LOFT_EAS_MEETING_RESPONSE_PROPOSED_END_TIME, NULL },
  { LOFT_EAS_TASKS_UTC_DUE_DATE, "UTCDueDate" },
  { LOFT_EAS_TASKS_TYPE, "Recurrence_Type" },
  { LOFT_EAS_TASKS_START, "Recurrence_Start" },
  { LOFT_EAS_TASKS_UNTIL, "Recurrence_Until" },
  { LOFT_EAS_TASKS_OCCURRENCES, "Recurrence_Occurrences" },
  { LOFT_EAS_TASKS_INTERVAL, "Recurrence_Interval" },
  { LOFT_EAS_TASKS_DAY_OF_MONTH, "Recurrence_DayOfMonth" },
  { LOFT_EAS_TASKS_DAY_OF_WEEK, "Recurrence_DayOfWeek" },
  { LOFT_EAS_TASKS_WEEK_OF_MONTH, "Recurrence_WeekOfMonth" },
  { LOFT_EAS_TASKS_MONTH_OF_YEAR, "Recurrence_MonthOfYear" },
  { LOFT_EAS_TASKS_REGENERATE, "Recurrence_Regenerate" },
  { LOFT_EAS_TASKS_DEAD_OCCUR, "Recurrence_DeadOccur" },
  { LOFT_EAS_TASKS_UTC_START_DATE, "UTCStartDate" },
  { LOFT_EAS_PROVISION_REQUIRE_STORAGE_CARD_ENCRYPTION, "DeviceEncryptionEnabled" },
  { LOFT_EAS_PROVISION_ACCOUNT_ONLY_REMOTE_WIPE, NULL },
  { LOFT_EAS_SETTINGS_SMTP_ADDRESS, "SmtpAddress" },
  { LOFT_EAS_SETTINGS_RIGHTS_MANAGEMENT_INFORMATION, "ihsManagementInformation" },
  { LOFT_EAS_COMPOSE_MAIL_MIME, "MIME" },
  { LOFT_EAS_COMPOSE_MAIL_NAME, "ForwardeeName" },
  { LOFT_EAS_COMPOSE_MAIL_EMAIL, "ForwardeeEmail" },
  { LOFT_EAS_RIGHTS_MANAGEMENT_OWNER, "RMOwner" },
  { LOFT_EAS_RIGHTS_MANAGEMENT_REMOVE_RIGHTS_MANAGEMENT_PROTECTION,
    "RemoveRightsManagementDistribution" },
};

/* What is sent as bytes; the peer has two more, whose base64 stands for text that is base64 already. */
static const guint bytes_tags[] = {
  LOFT_EAS_COMPOSE_MAIL_MIME,
  LOFT_EAS_AIRSYNCBASE_CONTENT,
  LOFT_EAS_EMAIL2_CONVERSATION_ID,
  LOFT_EAS_EMAIL2_CONVERSATION_INDEX,
  LOFT_EAS_ITEM_OPERATIONS_CONVERSATION_ID,
  LOFT_EAS_SEARCH_CONVERSATION_ID,
};

static gboolean
is_bytes (guint tag)
{
  for (guint i = 0; i < G_N_ELEMENTS (bytes_tags); i++)
    if (bytes_tags[i] == tag)
      return TRUE;
  return FALSE;
}

static gboolean
is_base64_to_peer (guint tag)
{
  return is_bytes (tag) || tag == LOFT_EAS_RESOLVE_RECIPIENTS_DATA || tag == LOFT_EAS_GAL_DATA;
}

static const char *
get_name (guint tag)
{
  for (guint i = 0; i < G_N_ELEMENTS (peers_names); i++)
    if (peers_names[i].tag == tag)
      return peers_names[i].name;
  return loft_eas_tag_get_name (tag);
}

/* ---- the document of a page --------------------------------------------------------------- */

static char *
text_of (guint tag)
{
  return g_strdup_printf ("<%s> & ä\t%u", loft_eas_tag_get_name (tag), tag);
}

static LoftWbxmlElement *
make_page (guint page)
{
  LoftWbxmlElement *root = loft_wbxml_element_new (LOFT_EAS_AIRSYNC_SYNC);

  for (guint tag = page << 8; tag < (page + 1) << 8; tag++)
    {
      g_autofree char *text = text_of (tag);
      g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text) + 1);

      if (get_name (tag) == NULL)
        continue;
      if (is_bytes (tag))
        loft_wbxml_element_add_bytes (root, tag, bytes);
      else
        loft_wbxml_element_add_text (root, tag, text);
    }
  return root;
}

/* "PAGE:NAME TEXT" of each. */
static char *
describe_page (guint page)
{
  GString *lines = g_string_new (NULL);

  for (guint tag = page << 8; tag < (page + 1) << 8; tag++)
    {
      g_autofree char *text = text_of (tag);
      g_autofree char *base64 =
        g_base64_encode ((const guchar *) text, strlen (text) + (is_bytes (tag) ? 1 : 0));

      if (get_name (tag) != NULL)
        g_string_append_printf (lines, "%s:%s %s\n",
                                page == 16 ? "Gal" : loft_eas_page_get_name (page), get_name (tag),
                                is_base64_to_peer (tag) ? base64 : text);
    }
  return g_string_free (lines, FALSE);
}

/* ---- the peer's XML ----------------------------------------------------------------------- */

typedef struct {
  GString *lines;
  char *page; /* (owned) as it holds for the element */
  guint depth;
} Listing;

static void
start (GMarkupParseContext *context, const char *name, const char **keys, const char **values,
       gpointer user_data, GError **error)
{
  Listing *self = user_data;

  if (g_strcmp0 (keys[0], "xmlns") == 0)
    {
      g_free (self->page);
      self->page = g_strdup (values[0]);
    }
  if (self->depth++ > 0)
    g_string_append_printf (self->lines, "%s%s ", self->page, name);
}

static void
end (GMarkupParseContext *context, const char *name, gpointer user_data, GError **error)
{
  Listing *self = user_data;

  if (--self->depth > 0)
    g_string_append_c (self->lines, '\n');
}

static void
text (GMarkupParseContext *context, const char *text, gsize length, gpointer user_data,
      GError **error)
{
  Listing *self = user_data;

  g_string_append_len (self->lines, text, length);
}

static char *
describe_xml (const char *xml)
{
  static const GMarkupParser parser = { start, end, text, NULL, NULL };
  Listing self = { g_string_new (NULL), NULL, 0 };
  g_autoptr (GMarkupParseContext) context =
    g_markup_parse_context_new (&parser, G_MARKUP_TREAT_CDATA_AS_TEXT, &self, NULL);
  g_autoptr (GError) error = NULL;

  g_markup_parse_context_parse (context, xml, -1, &error);
  g_assert_no_error (error);
  g_free (self.page);
  return g_string_free (self.lines, FALSE);
}

/* (transfer full) what the program makes of it. */
static GBytes *
ask_peer (const char *const *arguments, GBytes *input)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process =
    g_subprocess_newv (arguments,
                       G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                         G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                       &error);
  GBytes *output = NULL;

  g_assert_no_error (error);
  g_subprocess_communicate (process, input, NULL, &output, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_successful (process));
  return output;
}

static void
test_page (gconstpointer user_data)
{
  static const char *const to_xml[] = {
    "wbxml2xml", "-l", "ACTIVESYNC", "-m", "0", "-o", "-", "-", NULL,
  };
  static const char *const to_wbxml[] = { "xml2wbxml", "-k", "-o", "-", "-", NULL };
  guint page = GPOINTER_TO_UINT (user_data);
  g_autoptr (LoftWbxmlElement) root = make_page (page);
  g_autoptr (GBytes) written = loft_wbxml_write (root);
  g_autoptr (GBytes) xml = ask_peer (to_xml, written);
  g_autoptr (GBytes) rewritten = ask_peer (to_wbxml, xml);
  g_autoptr (GError) error = NULL;
  g_autoptr (LoftWbxmlElement) read = loft_wbxml_read (rewritten, &error);
  g_autofree char *expected = describe_page (page);
  g_autofree char *text = g_strndup (g_bytes_get_data (xml, NULL), g_bytes_get_size (xml));
  g_autofree char *found = describe_xml (text);

  g_assert_no_error (error);
  g_assert_cmpstr (found, ==, expected);
  if (!loft_wbxml_element_equal (root, read))
    {
      g_autofree char *ours = loft_wbxml_element_to_string (root);
      g_autofree char *theirs = loft_wbxml_element_to_string (read);

      g_assert_cmpstr (theirs, ==, ours);
      g_assert_not_reached ();
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint page = 0; page < N_PAGES_OF_PEER; page++)
    {
      g_autofree char *path =
        g_strdup_printf ("/wbxml-peer/%02u-%s", page, loft_eas_page_get_name (page));

      g_test_add_data_func (path, GUINT_TO_POINTER (page), test_page);
    }
  return g_test_run ();
}
