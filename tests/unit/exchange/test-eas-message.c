/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-category.h"
#include "loft-eas-follow-up.h"
#include "loft-eas-message.h"

static const LoftEasMapping new_server = { .version = 161,
                                           .address = "me@example.org",
                                           .name = "" };
static const LoftEasMapping old_server = { .version = 121,
                                           .address = "me@example.org",
                                           .name = "" };

static LoftWbxmlElement *
new_data (void)
{
  return loft_wbxml_element_new (LOFT_EAS_AIRSYNC_APPLICATION_DATA);
}

/* ---- categories --------------------------------------------------------------------------- */

static void
test_categories (void)
{
  static const struct {
    const char *category;
    const char *keyword;
  } cases[] = {
    { "Important", "$label1" },
    { "Work", "$label2" },
    { "Personal", "$label3" },
    { "To Do", "$label4" },
    { "Later", "$label5" },
    { "Spring fair", "Spring_fair" },
    { "Grün", "Gr=C3=BCn" },
    { "a_b=c", "a=5Fb=3Dc" },
    { "50 %", "50_=25" },
    { "$label9", "=24label9" },
    { "(x) {y} \"z\"", "=28x=29_=7By=7D_=22z=22" },
    { "Holiday/2026", "Holiday/2026" },
    { "seen", "=73een" },
    { "Flagged", "=46lagged" },
    { "日本", "=E6=97=A5=E6=9C=AC" },
    { "a\\b*]", "a=5Cb=2A=5D" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *keyword = loft_eas_category_to_keyword (cases[i].category);
      g_autofree char *back = loft_eas_category_from_keyword (keyword);

      g_assert_cmpstr (keyword, ==, cases[i].keyword);
      g_assert_cmpstr (back, ==, cases[i].category);
    }
}

static void
test_keywords_of_others (void)
{
  static const struct {
    const char *keyword;
    const char *category;
  } cases[] = {
    { "spring_fair", "spring fair" }, { "$MDNSent", NULL }, { "\\Seen", NULL }, { "", NULL },
    { "$Forwarded", NULL },           { "a=b", "a=b" },     { "=FF", "=FF" },   { "=00", "=00" },
    { "$LABEL1", "Important" },       { "x=", "x=" },       { "x=4", "x=4" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *category = loft_eas_category_from_keyword (cases[i].keyword);

      g_assert_cmpstr (category, ==, cases[i].category);
    }
}

/* ---- what data says ----------------------------------------------------------------------- */

typedef struct {
  const char *read;
  const char *draft;
  const char *verb;
  const char *flag; /* status; "-": an empty Flag */
  LoftFlags before;
  LoftFlags after;
  LoftFlags told;
} FlagCase;

static LoftWbxmlElement *
make_flags (const FlagCase *item)
{
  LoftWbxmlElement *data = new_data ();

  if (item->read != NULL)
    loft_wbxml_element_add_text (data, LOFT_EAS_EMAIL_READ, item->read);
  if (item->draft != NULL)
    loft_wbxml_element_add_text (data, LOFT_EAS_EMAIL2_IS_DRAFT, item->draft);
  if (item->verb != NULL)
    loft_wbxml_element_add_text (data, LOFT_EAS_EMAIL2_LAST_VERB_EXECUTED, item->verb);
  if (item->flag != NULL)
    {
      LoftWbxmlElement *flag = loft_wbxml_element_add (data, LOFT_EAS_EMAIL_FLAG);

      if (*item->flag != '-')
        loft_wbxml_element_add_text (flag, LOFT_EAS_EMAIL_STATUS, item->flag);
    }
  return data;
}

#define S LOFT_FLAG_SEEN
#define A LOFT_FLAG_ANSWERED
#define F LOFT_FLAG_FLAGGED
#define D LOFT_FLAG_DRAFT
#define W LOFT_FLAG_FORWARDED

static void
test_flags (void)
{
  static const FlagCase cases[] = {
    { NULL, NULL, NULL, NULL, S | F, S | F, 0 },
    { "1", NULL, NULL, NULL, 0, S, S },
    { "0", NULL, NULL, NULL, S | A, A, S },
    { "x", NULL, NULL, NULL, S, S, 0 },
    { NULL, "1", NULL, NULL, 0, D, D },
    { NULL, "0", NULL, NULL, D, 0, D },
    { NULL, NULL, "1", NULL, 0, A, A },
    { NULL, NULL, "2", NULL, W, A | W, A },
    { NULL, NULL, "3", NULL, A, A | W, W },
    { NULL, NULL, "0", NULL, A, A, 0 },
    { NULL, NULL, "9", NULL, A, A, 0 },
    { NULL, NULL, NULL, "2", 0, F, F },
    { NULL, NULL, NULL, "1", F, 0, F },
    { NULL, NULL, NULL, "0", F, 0, F },
    { NULL, NULL, NULL, "-", F | S, S, F },
    { "1", "1", "3", "2", 0, S | D | W | F, S | D | W | F },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LoftWbxmlElement) data = make_flags (&cases[i]);
      g_autofree char *keywords = NULL;
      LoftFlags flags = cases[i].before;
      LoftFlags told = LOFT_FLAGS_ALL;
      gint64 received = 7;

      loft_eas_message_read (data, &flags, &keywords, &received, &told);
      g_assert_cmphex (flags, ==, cases[i].after);
      g_assert_cmphex (told, ==, cases[i].told);
      g_assert_null (keywords);
      g_assert_cmpint (received, ==, 7);
    }
}

static void
test_received (void)
{
  static const struct {
    const char *text;
    gint64 seconds;
  } cases[] = {
    { "2026-11-21T10:00:00.000Z", 1795255200 },
    { "2026-11-21T10:00:00Z", 1795255200 },
    { "20261121T100000Z", 1795255200 },
    { "", 7 },
    { "yesterday", 7 },
    { "2026-13-41T10:00:00.000Z", 7 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LoftWbxmlElement) data = new_data ();
      g_autofree char *keywords = NULL;
      LoftFlags flags = 0;
      gint64 received = 7;

      loft_wbxml_element_add_text (data, LOFT_EAS_EMAIL_DATE_RECEIVED, cases[i].text);
      loft_eas_message_read (data, &flags, &keywords, &received, NULL);
      g_assert_cmpint (received, ==, cases[i].seconds);
    }
}

static char *
read_keywords (const char *before, const char *const *categories)
{
  g_autoptr (LoftWbxmlElement) data = new_data ();
  LoftWbxmlElement *list = loft_wbxml_element_add (data, LOFT_EAS_EMAIL_CATEGORIES);
  char *keywords = g_strdup (before);
  LoftFlags flags = 0;
  gint64 received = 0;

  for (guint i = 0; categories[i] != NULL; i++)
    loft_wbxml_element_add_text (list, LOFT_EAS_EMAIL_CATEGORY, categories[i]);
  loft_eas_message_read (data, &flags, &keywords, &received, NULL);
  return keywords;
}

static void
test_read_categories (void)
{
  static const char *const some[] = { "Zoo", "Important", "zoo", "Spring fair", "", NULL };
  static const char *const none[] = { NULL };
  g_autofree char *fresh = read_keywords (NULL, some);
  g_autofree char *over = read_keywords ("$MDNSent old", some);
  g_autofree char *emptied = read_keywords ("$MDNSent $label2 old", none);

  g_assert_cmpstr (fresh, ==, "$label1 Spring_fair Zoo");
  g_assert_cmpstr (over, ==, "$MDNSent $label1 Spring_fair Zoo");
  g_assert_cmpstr (emptied, ==, "$MDNSent");
}

static void
test_many_categories (void)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *keywords = NULL;
  g_auto (GStrv) words = NULL;

  for (guint i = 0; i < 100000; i++)
    g_ptr_array_add (names, g_strdup_printf ("c%u", i));
  g_ptr_array_add (names, NULL);
  keywords = read_keywords (NULL, (const char *const *) names->pdata);
  words = g_strsplit (keywords, " ", -1);
  g_assert_cmpuint (g_strv_length (words), ==, 300);
}

/* ---- what the server is told -------------------------------------------------------------- */

static LoftWbxmlElement *
change_for (LoftFlags add, LoftFlags remove, const char *keywords, const LoftEasMapping *how)
{
  const LoftEasFollowUpChange flag = { .add = add, .remove = remove };

  return loft_eas_message_change (add, remove, keywords,
                                  loft_eas_follow_up_change (&flag, how, 1795255200), how);
}

static void
check_change (LoftFlags add, LoftFlags remove, const char *keywords, const LoftEasMapping *how,
              const char *expected)
{
  g_autoptr (LoftWbxmlElement) data = change_for (add, remove, keywords, how);
  g_autofree char *text = data != NULL ? loft_wbxml_element_to_string (data) : NULL;

  g_assert_cmpstr (text, ==, expected);
}

#define BEGIN "<AirSync:ApplicationData>\n"
#define FULL  "  <Email:Flag>\n    <Email:Status> 2\n    <Email:FlagType> Flag for follow up\n"

static void
test_change (void)
{
  check_change (0, 0, NULL, &new_server, NULL);
  check_change (A | W | D | LOFT_FLAG_DELETED, A, NULL, &new_server, NULL);
  check_change (S, 0, NULL, &new_server, BEGIN "  <Email:Read> 1\n");
  check_change (0, S | A, NULL, &new_server, BEGIN "  <Email:Read> 0\n");
  check_change (F, 0, NULL, &new_server, BEGIN FULL);
  check_change (0, F, NULL, &new_server, BEGIN "  <Email:Flag>\n");
  check_change (F, S, NULL, &old_server,
                BEGIN "  <Email:Read> 0\n" FULL "    <Tasks:StartDate> 2026-11-21T10:00:00.000Z\n"
                      "    <Tasks:UtcStartDate> 2026-11-21T10:00:00.000Z\n"
                      "    <Tasks:DueDate> 2026-11-28T10:00:00.000Z\n"
                      "    <Tasks:UtcDueDate> 2026-11-28T10:00:00.000Z\n");
}

static void
test_change_categories (void)
{
  check_change (0, 0, "", &new_server, BEGIN "  <Email:Categories>\n");
  check_change (0, 0, "$MDNSent $label1 Gr=C3=BCn spring_fair", &new_server,
                BEGIN "  <Email:Categories>\n    <Email:Category> Important\n"
                      "    <Email:Category> Grün\n    <Email:Category> spring fair\n");
  check_change (0, 0, "$label1", &old_server, NULL);
  check_change (S, 0, "$label1", &old_server, BEGIN "  <Email:Read> 1\n");
}

/* What is told and read again is what was meant. */
static void
test_round_trip (void)
{
  g_autoptr (LoftWbxmlElement) data = change_for (S | F, 0, "$label3 Gr=C3=BCn", &new_server);
  g_autofree char *keywords = g_strdup ("$MDNSent");
  LoftFlags flags = A;
  LoftFlags told;
  gint64 received = 0;

  loft_eas_message_read (data, &flags, &keywords, &received, &told);
  g_assert_cmphex (flags, ==, A | S | F);
  g_assert_cmphex (told, ==, S | F);
  g_assert_cmpstr (keywords, ==, "$MDNSent $label3 Gr=C3=BCn");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/eas-message/categories", test_categories);
  g_test_add_func ("/eas-message/keywords-of-others", test_keywords_of_others);
  g_test_add_func ("/eas-message/flags", test_flags);
  g_test_add_func ("/eas-message/received", test_received);
  g_test_add_func ("/eas-message/read-categories", test_read_categories);
  g_test_add_func ("/eas-message/many-categories", test_many_categories);
  g_test_add_func ("/eas-message/change", test_change);
  g_test_add_func ("/eas-message/change-categories", test_change_categories);
  g_test_add_func ("/eas-message/round-trip", test_round_trip);
  return g_test_run ();
}
