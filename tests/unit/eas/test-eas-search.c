/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Search, Find, GetItemEstimate (MS-ASCMD 2.2.1.16, 2.2.1.2, 2.2.1.9; examples 4.13, 4.2, 4.6), and times. */
#include "loft-eas-estimate.h"
#include "loft-eas-find.h"
#include "loft-eas-search.h"
#include "loft-eas-time.h"

#include <string.h>

#include "eas-tree.h"
#include "loft-error.h"

#define ID "5f3c8b6e-0d1a-4c5e-9f00-2b7d6f1f6f10"

/* ---- asking ------------------------------------------------------------------------------- */

static void
test_people_requests (void)
{
  g_autofree char *old =
    eas_tree_take_text (loft_eas_search_people_request (140, "anna", 0, 100, 5000));
  g_autofree char *new =
    eas_tree_take_text (loft_eas_search_people_request (141, "anna", 100, 50, 5000));
  g_autofree char *find =
    eas_tree_take_text (loft_eas_find_people_request (ID, "anna", 0, 20, 5000));

  g_assert_cmpstr (old, ==,
                   "<Search:Search>\n  <Search:Store>\n    <Search:Name> GAL\n"
                   "    <Search:Query> anna\n    <Search:Options>\n      <Search:Range> 0-99\n");
  g_assert_cmpstr (new, ==,
                   "<Search:Search>\n  <Search:Store>\n    <Search:Name> GAL\n"
                   "    <Search:Query> anna\n    <Search:Options>\n      <Search:Range> 100-149\n"
                   "      <Search:Picture>\n        <Search:MaxSize> 5000\n"
                   "        <Search:MaxPictures> 100\n");
  g_assert_cmpstr (find, ==,
                   "<Find:Find>\n  <Find:SearchId> " ID "\n  <Find:ExecuteSearch>\n"
                   "    <Find:GalSearchCriterion>\n      <Find:Query> anna\n      <Find:Options>\n"
                   "        <Find:Range> 0-19\n        <Find:Picture>\n"
                   "          <Find:MaxSize> 5000\n          <Find:MaxPictures> 100\n");
}

static void
test_mail_requests (void)
{
  const LoftEasMailSearch all = { .text = "offer", .n = 25 };
  const LoftEasMailSearch part = {
    .text = "offer",
    .collection_id = "5",
    .deep = TRUE,
    .after = 1795424400,
    .before = 1795424400 + 86400,
    .first = 995,
    .n = 25,
  };
  g_autofree char *search = eas_tree_take_text (loft_eas_search_mail_request (&all));
  g_autofree char *search_part = eas_tree_take_text (loft_eas_search_mail_request (&part));
  g_autofree char *find = eas_tree_take_text (loft_eas_find_mail_request (ID, &all));
  g_autofree char *find_part = eas_tree_take_text (loft_eas_find_mail_request (ID, &part));

  g_assert_cmpstr (search, ==,
                   "<Search:Search>\n  <Search:Store>\n    <Search:Name> Mailbox\n"
                   "    <Search:Query>\n      <Search:And>\n        <AirSync:Class> Email\n"
                   "        <Search:FreeText> offer\n    <Search:Options>\n"
                   "      <Search:RebuildResults>\n      <Search:Range> 0-24\n");
  g_assert_cmpstr (search_part, ==,
                   "<Search:Search>\n  <Search:Store>\n    <Search:Name> Mailbox\n"
                   "    <Search:Query>\n      <Search:And>\n        <AirSync:Class> Email\n"
                   "        <AirSync:CollectionId> 5\n        <Search:FreeText> offer\n"
                   "        <Search:GreaterThan>\n          <Email:DateReceived>\n"
                   "          <Search:Value> 2026-11-23T09:00:00.000Z\n"
                   "        <Search:LessThan>\n          <Email:DateReceived>\n"
                   "          <Search:Value> 2026-11-24T09:00:00.000Z\n    <Search:Options>\n"
                   "      <Search:DeepTraversal>\n      <Search:Range> 995-999\n");
  g_assert_cmpstr (find, ==,
                   "<Find:Find>\n  <Find:SearchId> " ID "\n  <Find:ExecuteSearch>\n"
                   "    <Find:MailBoxSearchCriterion>\n      <Find:Query>\n"
                   "        <AirSync:Class> Email\n        <Find:FreeText> offer\n"
                   "      <Find:Options>\n        <Find:Range> 0-24\n");
  g_assert_nonnull (strstr (find_part, "        <AirSync:CollectionId> 5\n"));
  g_assert_true (g_str_has_suffix (find_part, "        <Find:DeepTraversal>\n"));
}

/* ---- answers ------------------------------------------------------------------------------ */

#define SEARCH(status)                                                                                  \
  "Search:Search\n  Search:Status 1\n  Search:Response\n    Search:Store\n      Search:Status " #status \
  "\n"
#define FIND                                                                                       \
  "Find:Find\n  Find:Status 1\n  Find:Response\n    ItemOperations:Store Mailbox\n"                \
  "    Find:Status 1\n"

static const struct {
  gboolean is_find;
  const char *text;
  const char *found; /* "TOTAL NEXT" and a line each */
} good[] = {
  { FALSE,
    SEARCH (1) "      Search:Result\n        Search:Properties\n          GAL:DisplayName Anna\n"
               "          GAL:EmailAddress anna@x.example\n          GAL:Phone 1\n"
               "          GAL:Picture\n            GAL:Status 1\n            GAL:Data QUJD\n"
               "      Search:Result\n        Search:Properties\n          GAL:DisplayName Alf\n"
               "          GAL:Picture\n            GAL:Status 173\n"
               "      Search:Range 0-1\n      Search:Total 40\n",
    "40 2\nAnna <anna@x.example> 1 3\nAlf <>  0\n" },
  /* SOGo. */
  { FALSE,
    SEARCH (1) "      Search:Result\n        Search:Properties\n          GAL:FirstName Bob\n"
               "          GAL:EmailAddress bob@x.example\n          GAL:Phone 1\n"
               "      Search:Range 0-0\n      Search:Total 1\n",
    "1 0\nBob <bob@x.example> 1 0\n" },
  /* All that there is. */
  { FALSE,
    SEARCH (1) "      Search:Result\n        Search:Properties\n          GAL:DisplayName Alf\n"
               "      Search:Range 0-0\n      Search:Total 1\n",
    "1 0\nAlf <>  0\n" },
  /* So says Exchange that nothing was found. */
  { FALSE, SEARCH (1) "      Search:Result\n", "-1 0\n" },
  { FALSE, SEARCH (1), "-1 0\n" },
  { FALSE,
    SEARCH (1) "      Search:Result\n        AirSync:Class Email\n        Search:LongId RgA\n"
               "        AirSync:CollectionId 5\n        Search:Properties\n"
               "          Email:Subject Offer\n      Search:Range 0-0\n      Search:Total 2\n",
    "2 1\nEmail 5  RgA Offer\n" },
  { FALSE,
    SEARCH (12) "      Search:Result\n        Search:LongId RgA\n      Search:Range 0-0\n"
                "      Search:Total 2\n",
    "2 0\n   RgA -\n" },
  { FALSE, SEARCH (1) "      Search:Result\n        Search:LongId RgA\n      Search:Range 5-2\n",
    "-1 0\n   RgA -\n" },
  { FALSE,
    SEARCH (1) "      Search:Result\n        Search:LongId RgA\n      Search:Range 990-999\n",
    "-1 0\n   RgA -\n" },
  /* A result that nobody can ask for again. */
  { FALSE, SEARCH (1) "      Search:Result\n        AirSync:Class Email\n", "-1 0\n" },
  { TRUE,
    FIND "    Find:Result\n      AirSync:Class Email\n      AirSync:ServerId 5:1\n"
         "      AirSync:CollectionId 5\n      Find:Properties\n        Email:Subject Offer\n"
         "        Find:Preview Dear\n    Find:Range 0-0\n    Find:Total 9\n",
    "9 1\nEmail 5 5:1  Offer\n" },
  { TRUE,
    FIND "    Find:Result\n      Find:Properties\n        GAL:DisplayName Anna\n"
         "    Find:Range 0-0\n    Find:Total 1\n",
    "1 0\nAnna <>  0\n" },
  { TRUE, FIND, "-1 0\n" },
};

static char *
describe (const LoftEasFound *found)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%d %u\n", (int) found->total, found->next);
  for (guint i = 0; i < found->people->len; i++)
    {
      const LoftEasPerson *person = g_ptr_array_index (found->people, i);

      g_string_append_printf (text, "%s <%s> %s %u\n", person->name, person->address, person->phone,
                              person->picture != NULL ? (guint) g_bytes_get_size (person->picture)
                                                      : 0);
    }
  for (guint i = 0; i < found->hits->len; i++)
    {
      const LoftEasHit *hit = g_ptr_array_index (found->hits, i);
      const char *subject = loft_wbxml_element_get_text (hit->properties, LOFT_EAS_EMAIL_SUBJECT);

      g_string_append_printf (text, "%s %s %s %s %s\n", hit->item_class, hit->collection_id,
                              hit->server_id, hit->long_id, subject != NULL ? subject : "-");
    }
  return g_string_free (text, FALSE);
}

static void
test_good (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (LoftWbxmlElement) root = eas_tree (good[i].text);
      g_auto (LoftEasFound) found = { 0 };
      g_autoptr (GError) error = NULL;
      g_autofree char *text = NULL;

      g_test_message ("%u", i);
      g_assert_true (good[i].is_find ? loft_eas_find_reply (root, &found, &error)
                                     : loft_eas_search_reply (root, &found, &error));
      g_assert_no_error (error);
      text = describe (&found);
      g_assert_cmpstr (text, ==, good[i].found);
    }
}

static void
test_bad (void)
{
  static const struct {
    gboolean is_find;
    const char *text;
    int code;
  } cases[] = {
    { FALSE, SEARCH (5), LOFT_ERROR_REFUSED },
    { FALSE, SEARCH (8), LOFT_ERROR_LIMIT },
    { FALSE, SEARCH (10), LOFT_ERROR_TEMPORARY },
    { FALSE, "Search:Search\n  Search:Status 3\n", LOFT_ERROR_TEMPORARY },
    { FALSE, "Search:Search\n  Search:Status 1\n", LOFT_ERROR_PROTOCOL },
    { FALSE, "Search:Search\n", LOFT_ERROR_PROTOCOL },
    { FALSE, FIND, LOFT_ERROR_PROTOCOL },
    { TRUE, SEARCH (1), LOFT_ERROR_PROTOCOL },
    { TRUE, "Find:Find\n  Find:Status 2\n", LOFT_ERROR_REFUSED },
    { TRUE, "Find:Find\n  Find:Status 1\n", LOFT_ERROR_PROTOCOL },
    { TRUE, "Find:Find\n  Find:Status 1\n  Find:Response\n    Find:Status 4\n",
      LOFT_ERROR_PROTOCOL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LoftWbxmlElement) root = eas_tree (cases[i].text);
      g_auto (LoftEasFound) found = { 0 };
      g_autoptr (GError) error = NULL;

      g_test_message ("%u", i);
      g_assert_false (cases[i].is_find ? loft_eas_find_reply (root, &found, &error)
                                       : loft_eas_search_reply (root, &found, &error));
      g_assert_error (error, LOFT_ERROR, cases[i].code);
      g_assert_null (found.hits);
    }
}

/* ---- estimates ---------------------------------------------------------------------------- */

#define ESTIMATE(status, id, n)                                                                      \
  "GetItemEstimate:GetItemEstimate\n  GetItemEstimate:Response\n    GetItemEstimate:Status " #status \
  "\n    GetItemEstimate:Collection\n      GetItemEstimate:CollectionId " #id "\n"                   \
  "      GetItemEstimate:Estimate " #n "\n"

static void
test_estimate (void)
{
  static const struct {
    const char *text;
    guint n;
    int code; /* -1: well */
  } cases[] = {
    { ESTIMATE (1, 7, 12), 12, -1 },
    { ESTIMATE (1, 7, 0), 0, -1 },
    { ESTIMATE (1, 8, 12), 0, LOFT_ERROR_PROTOCOL },
    { ESTIMATE (1, 7, -3), 0, LOFT_ERROR_PROTOCOL },
    { ESTIMATE (1, 7, 99999999999), 0, LOFT_ERROR_PROTOCOL },
    { ESTIMATE (3, 7, 1), 0, LOFT_ERROR_TEMPORARY },
    { "GetItemEstimate:GetItemEstimate\n  GetItemEstimate:Response\n"
      "    GetItemEstimate:Status 4\n",
      0, LOFT_ERROR_TEMPORARY },
    { "GetItemEstimate:GetItemEstimate\n  GetItemEstimate:Status 110\n", 0, LOFT_ERROR_TEMPORARY },
    { "GetItemEstimate:GetItemEstimate\n", 0, LOFT_ERROR_PROTOCOL },
    { "Ping:Ping\n", 0, LOFT_ERROR_PROTOCOL },
  };
  g_autofree char *all = eas_tree_take_text (loft_eas_estimate_request ("7", "k1", 0));
  g_autofree char *filtered = eas_tree_take_text (loft_eas_estimate_request ("7", "k1", 5));

  g_assert_cmpstr (all, ==,
                   "<GetItemEstimate:GetItemEstimate>\n  <GetItemEstimate:Collections>\n"
                   "    <GetItemEstimate:Collection>\n      <AirSync:SyncKey> k1\n"
                   "      <GetItemEstimate:CollectionId> 7\n");
  g_assert_true (
    g_str_has_suffix (filtered, "      <AirSync:Options>\n        <AirSync:FilterType> 5\n"));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LoftWbxmlElement) root = eas_tree (cases[i].text);
      g_autoptr (GError) error = NULL;
      guint n = 77;

      g_test_message ("%u", i);
      g_assert_cmpint (loft_eas_estimate_reply (root, "7", &n, &error), ==, cases[i].code == -1);
      g_assert_cmpuint (n, ==, cases[i].n);
      if (cases[i].code != -1)
        g_assert_error (error, LOFT_ERROR, cases[i].code);
    }
}

/* ---- times -------------------------------------------------------------------------------- */

static void
test_times (void)
{
  static const struct {
    const char *text;
    gint64 seconds; /* -1: none */
  } cases[] = {
    { "2026-11-23T09:00:00.000Z", 1795424400 },
    { "2026-11-23T09:00:00Z", 1795424400 },
    { "20261123T090000Z", 1795424400 },
    { "1970-01-01T00:00:00.000Z", 0 },
    { "2026-11-23T09:00:00.000", -1 },
    { "2026-11-23", -1 },
    { "2026-13-23T09:00:00Z", -1 },
    { "2026-02-30T09:00:00Z", -1 },
    { "2026-11-23T25:00:00Z", -1 },
    { "120261123T090000Z", -1 },
    { "2026+11+23T09:00:00Z", -1 },
    { "Z", -1 },
    { "", -1 },
    { NULL, -1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 seconds = -1;

      g_test_message ("%s", cases[i].text);
      g_assert_cmpint (loft_eas_time_read (cases[i].text, &seconds), ==, cases[i].seconds != -1);
      g_assert_cmpint (seconds, ==, cases[i].seconds);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/eas-search/people-requests", test_people_requests);
  g_test_add_func ("/eas-search/mail-requests", test_mail_requests);
  g_test_add_func ("/eas-search/good", test_good);
  g_test_add_func ("/eas-search/bad", test_bad);
  g_test_add_func ("/eas-search/estimate", test_estimate);
  g_test_add_func ("/eas-search/times", test_times);
  return g_test_run ();
}
