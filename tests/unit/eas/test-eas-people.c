/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ResolveRecipients, ValidateCert and MeetingResponse (MS-ASCMD 2.2.1.15, 2.2.1.22, 2.2.1.11; examples 4.12,
 * 4.20, 4.8). */
#include "loft-eas-meeting-response.h"
#include "loft-eas-recipients.h"
#include "loft-eas-validate-cert.h"

#include "eas-tree.h"
#include "loft-error.h"

#define NINE 1795424400 /* 2026-11-23T09:00:00Z */

/* ---- free time ---------------------------------------------------------------------------- */

static void
test_busy (void)
{
  static const struct {
    const char *digits;
    gint64 minutes; /* that were asked about */
    const char *periods; /* "FROM-TO:KIND", minutes behind the start */
  } cases[] = {
    { "", 60, "" },
    { "0000", 120, "" },
    { "2", 30, "0-30:2 " },
    { "32201", 150, "0-30:3 30-90:2 120-150:1 " },
    { "2222", 120, "0-120:2 " },
    { "2021", 120, "0-30:2 60-90:2 90-120:1 " },
    { "44", 60, "0-60:4 " },
    { "59x", 90, "0-90:4 " },
    { "22222222", 45, "0-45:2 " },
    { "2222", 0, "" },
    { "2", 120, "0-30:2 " },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GArray) busy =
        loft_eas_busy_read (cases[i].digits, NINE, NINE + 60 * cases[i].minutes);
      g_autoptr (GString) text = g_string_new (NULL);

      for (guint j = 0; j < busy->len; j++)
        {
          const LoftEasBusyPeriod *period = &g_array_index (busy, LoftEasBusyPeriod, j);

          g_string_append_printf (text, "%d-%d:%d ", (int) (period->start - NINE) / 60,
                                  (int) (period->end - NINE) / 60, period->kind);
        }
      g_assert_cmpstr (text->str, ==, cases[i].periods);
    }
}

/* ---- people ------------------------------------------------------------------------------- */

#define HEAD "ResolveRecipients:ResolveRecipients\n  ResolveRecipients:Status 1\n"
#define ANNA                                                                                       \
  "    ResolveRecipients:Recipient\n      ResolveRecipients:Type 1\n"                              \
  "      ResolveRecipients:DisplayName Anna\n      ResolveRecipients:EmailAddress anna@x.example\n"

static void
test_recipients_request (void)
{
  static const char *const names[] = { "anna", "bert@x.example", NULL };
  const LoftEasRecipientOptions all = { 5, NINE, NINE + 3600, TRUE };
  const LoftEasRecipientOptions none = { 0, 0, 0, FALSE };
  g_autofree char *long_one = eas_tree_take_text (loft_eas_recipients_request (names, &all));
  g_autofree char *short_one = eas_tree_take_text (loft_eas_recipients_request (names + 1, &none));
  const char *many[LOFT_EAS_RECIPIENTS_LIMIT + 2] = { NULL };
  g_autoptr (LoftWbxmlElement) root = NULL;

  g_assert_cmpstr (long_one, ==,
                   "<ResolveRecipients:ResolveRecipients>\n"
                   "  <ResolveRecipients:To> anna\n"
                   "  <ResolveRecipients:To> bert@x.example\n"
                   "  <ResolveRecipients:Options>\n"
                   "    <ResolveRecipients:CertificateRetrieval> 2\n"
                   "    <ResolveRecipients:MaxAmbiguousRecipients> 5\n"
                   "    <ResolveRecipients:Availability>\n"
                   "      <ResolveRecipients:StartTime> 2026-11-23T09:00:00.000Z\n"
                   "      <ResolveRecipients:EndTime> 2026-11-23T10:00:00.000Z\n");
  g_assert_cmpstr (short_one, ==,
                   "<ResolveRecipients:ResolveRecipients>\n"
                   "  <ResolveRecipients:To> bert@x.example\n"
                   "  <ResolveRecipients:Options>\n"
                   "    <ResolveRecipients:CertificateRetrieval> 1\n");
  for (guint i = 0; i <= LOFT_EAS_RECIPIENTS_LIMIT; i++)
    many[i] = "x";
  root = loft_eas_recipients_request (many, &none);
  g_assert_cmpuint (loft_wbxml_element_get_n_children (root), ==, LOFT_EAS_RECIPIENTS_LIMIT + 1);
}

/* "ASKED a? FOUND: NAME ADDRESS BUSY CERTIFICATES; …" */
static char *
describe (GPtrArray *answers)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < answers->len; i++)
    {
      const LoftEasRecipientAnswer *answer = g_ptr_array_index (answers, i);

      g_string_append_printf (text, "%s%s %d:", answer->asked, answer->is_ambiguous ? "?" : "",
                              (int) answer->n_found);
      for (guint j = 0; j < answer->recipients->len; j++)
        {
          const LoftEasRecipient *recipient = g_ptr_array_index (answer->recipients, j);

          g_string_append_printf (text, " %s %s%s %d %u;", recipient->name, recipient->address,
                                  recipient->is_contact ? "*" : "",
                                  recipient->busy != NULL ? (int) recipient->busy->len : -1,
                                  recipient->certificates->len);
        }
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

static void
test_recipients_reply (void)
{
  static const struct {
    const char *text;
    const char *people;
  } cases[] = {
    { HEAD, "" },
    { HEAD "  ResolveRecipients:Response\n    ResolveRecipients:To anna\n"
           "    ResolveRecipients:Status 1\n    ResolveRecipients:RecipientCount 1\n" ANNA
           "      ResolveRecipients:Availability\n        ResolveRecipients:Status 1\n"
           "        ResolveRecipients:MergedFreeBusy 0220\n",
      "anna 1: Anna anna@x.example 1 0;\n" },
    { HEAD "  ResolveRecipients:Response\n    ResolveRecipients:To a\n"
           "    ResolveRecipients:Status 2\n    ResolveRecipients:RecipientCount 7\n" ANNA
           "    ResolveRecipients:Recipient\n      ResolveRecipients:Type 2\n"
           "      ResolveRecipients:DisplayName Alf\n"
           "  ResolveRecipients:Response\n    ResolveRecipients:To z\n"
           "    ResolveRecipients:Status 4\n",
      "a? 7: Anna anna@x.example -1 0; Alf * -1 0;\nz 0:\n" },
    /* What cannot be told of one is missing with that one. */
    { HEAD "  ResolveRecipients:Response\n    ResolveRecipients:To anna\n"
           "    ResolveRecipients:Status 1\n" ANNA
           "      ResolveRecipients:Availability\n        ResolveRecipients:Status 163\n"
           "        ResolveRecipients:MergedFreeBusy 2222\n",
      "anna 1: Anna anna@x.example -1 0;\n" },
    { HEAD "  ResolveRecipients:Response\n    ResolveRecipients:To anna\n"
           "    ResolveRecipients:Status 1\n" ANNA
           "      ResolveRecipients:Certificates\n        ResolveRecipients:Status 1\n"
           "        ResolveRecipients:CertificateCount 2\n"
           "        ResolveRecipients:Certificate MIIB\n        ResolveRecipients:Certificate\n"
           "        ResolveRecipients:Certificate MIIC\n",
      "anna 1: Anna anna@x.example -1 2;\n" },
  };
  const LoftEasRecipientOptions options = { 0, NINE, NINE + 7200, TRUE };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LoftWbxmlElement) root = eas_tree (cases[i].text);
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) answers = loft_eas_recipients_reply (root, &options, &error);
      g_autofree char *text = NULL;

      g_test_message ("%u", i);
      g_assert_no_error (error);
      text = describe (answers);
      g_assert_cmpstr (text, ==, cases[i].people);
    }
}

static void
test_recipients_bad (void)
{
  static const struct {
    const char *text;
    int code;
  } cases[] = {
    { "ResolveRecipients:ResolveRecipients\n", LOFT_ERROR_PROTOCOL },
    { "ResolveRecipients:ResolveRecipients\n  ResolveRecipients:Status 5\n", LOFT_ERROR_REFUSED },
    { "ResolveRecipients:ResolveRecipients\n  ResolveRecipients:Status 6\n", LOFT_ERROR_TEMPORARY },
    { "ResolveRecipients:Response\n  ResolveRecipients:Status 1\n", LOFT_ERROR_PROTOCOL },
  };
  const LoftEasRecipientOptions options = { 0, 0, 0, FALSE };
  g_autoptr (GError) empty = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LoftWbxmlElement) root = eas_tree (cases[i].text);
      g_autoptr (GError) error = NULL;

      g_assert_null (loft_eas_recipients_reply (root, &options, &error));
      g_assert_error (error, LOFT_ERROR, cases[i].code);
    }
  g_assert_null (loft_eas_recipients_reply (NULL, &options, &empty));
  g_assert_error (empty, LOFT_ERROR, LOFT_ERROR_PROTOCOL);
}

/* ---- invitations -------------------------------------------------------------------------- */

static void
test_meeting_request (void)
{
  const LoftEasMeetingAnswer answer = {
    .answer = LOFT_EAS_ANSWER_DECLINE,
    .collection_id = "5",
    .request_id = "5:7",
    .instance = NINE,
    .send = TRUE,
    .comment = "Too early",
    .proposed_start = NINE + 3600,
    .proposed_end = NINE + 7200,
  };
  LoftEasMeetingAnswer accept = answer;
  g_autofree char *oldest = eas_tree_take_text (loft_eas_meeting_response_request (121, &answer));
  g_autofree char *old = eas_tree_take_text (loft_eas_meeting_response_request (141, &answer));
  g_autofree char *new = eas_tree_take_text (loft_eas_meeting_response_request (161, &answer));
  g_autofree char *accepted = NULL;

#define REQUEST(n)                                                                                 \
  "<MeetingResponse:MeetingResponse>\n  <MeetingResponse:Request>\n"                               \
  "    <MeetingResponse:UserResponse> " #n "\n    <MeetingResponse:CollectionId> 5\n"              \
  "    <MeetingResponse:RequestId> 5:7\n"
#define INSTANCE "    <MeetingResponse:InstanceId> 2026-11-23T09:00:00.000Z\n"
  g_assert_cmpstr (oldest, ==, REQUEST (3));
  g_assert_cmpstr (old, ==, REQUEST (3) INSTANCE);
  g_assert_cmpstr (new, ==,
                   REQUEST (3) INSTANCE "    <MeetingResponse:SendResponse>\n"
                                        "      <AirSyncBase:Body>\n        <AirSyncBase:Type> 1\n"
                                        "        <AirSyncBase:Data> Too early\n"
                                        "    <MeetingResponse:ProposedStartTime> 20261123T100000Z\n"
                                        "    <MeetingResponse:ProposedEndTime> 20261123T110000Z\n");
  accept.answer = LOFT_EAS_ANSWER_ACCEPT;
  accept.comment = "";
  accept.instance = 0;
  accepted = eas_tree_take_text (loft_eas_meeting_response_request (161, &accept));
  g_assert_cmpstr (accepted, ==, REQUEST (1) "    <MeetingResponse:SendResponse>\n");
}

#define RESULT(status)                                                                             \
  "MeetingResponse:MeetingResponse\n  MeetingResponse:Result\n"                                    \
  "    MeetingResponse:RequestId 5:7\n    MeetingResponse:Status " #status "\n"

static void
test_meeting_reply (void)
{
  static const struct {
    const char *text;
    const char *calendar_id; /* NULL: none */
    int code; /* -1: well */
  } cases[] = {
    { RESULT (1) "    MeetingResponse:CalendarId 2:1\n", "2:1", -1 },
    { RESULT (1), NULL, -1 },
    { RESULT (1) "    MeetingResponse:CalendarId\n", NULL, -1 },
    { "MeetingResponse:MeetingResponse\n  MeetingResponse:Result\n    MeetingResponse:Status 1\n",
      NULL, -1 },
    { RESULT (2), NULL, LOFT_ERROR_GONE },
    { RESULT (3), NULL, LOFT_ERROR_TEMPORARY },
    { RESULT (146), NULL, LOFT_ERROR_REFUSED },
    { RESULT (99), NULL, LOFT_ERROR_PROTOCOL },
    { "MeetingResponse:MeetingResponse\n  MeetingResponse:Status 142\n", NULL,
      LOFT_ERROR_POLICY },
    { "MeetingResponse:MeetingResponse\n", NULL, LOFT_ERROR_PROTOCOL },
    { "MeetingResponse:MeetingResponse\n  MeetingResponse:Result\n"
      "    MeetingResponse:RequestId 5:8\n    MeetingResponse:Status 1\n",
      NULL, LOFT_ERROR_PROTOCOL },
    { "Ping:Ping\n", NULL, LOFT_ERROR_PROTOCOL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LoftWbxmlElement) root = eas_tree (cases[i].text);
      g_autoptr (GError) error = NULL;
      g_autofree char *calendar_id = NULL;
      gboolean well = loft_eas_meeting_response_reply (root, "5:7", &calendar_id, &error);

      g_test_message ("%u", i);
      g_assert_cmpint (well, ==, cases[i].code == -1);
      g_assert_cmpstr (calendar_id, ==, cases[i].calendar_id);
      if (!well)
        g_assert_error (error, LOFT_ERROR, cases[i].code);
    }
}

/* ---- certificates ------------------------------------------------------------------------- */

static void
test_certificates (void)
{
  static const struct {
    const char *text;
    int code; /* -1: well */
  } cases[] = {
    { "ValidateCert:ValidateCert\n  ValidateCert:Status 1\n  ValidateCert:Certificate\n"
      "    ValidateCert:Status 1\n",
      -1 },
    { "ValidateCert:ValidateCert\n  ValidateCert:Status 1\n  ValidateCert:Certificate\n"
      "    ValidateCert:Status 13\n",
      LOFT_ERROR_UNTRUSTED },
    { "ValidateCert:ValidateCert\n  ValidateCert:Status 1\n  ValidateCert:Certificate\n"
      "    ValidateCert:Status 16\n",
      LOFT_ERROR_TEMPORARY },
    /* That all is well says nothing about the certificate. */
    { "ValidateCert:ValidateCert\n  ValidateCert:Status 1\n", LOFT_ERROR_PROTOCOL },
    { "ValidateCert:ValidateCert\n  ValidateCert:Status 17\n", LOFT_ERROR_TEMPORARY },
    { "Search:Search\n", LOFT_ERROR_PROTOCOL },
  };
  g_autoptr (GBytes) certificate = g_bytes_new_static ("\x30\x03", 2);
  g_autoptr (GPtrArray) chain = g_ptr_array_new ();
  g_autofree char *alone =
    eas_tree_take_text (loft_eas_validate_cert_request (certificate, NULL, FALSE));
  g_autofree char *all = NULL;

  g_ptr_array_add (chain, certificate);
  all = eas_tree_take_text (loft_eas_validate_cert_request (certificate, chain, TRUE));
  g_assert_cmpstr (alone, ==,
                   "<ValidateCert:ValidateCert>\n  <ValidateCert:Certificates>\n"
                   "    <ValidateCert:Certificate> MAM=\n");
  g_assert_cmpstr (all, ==,
                   "<ValidateCert:ValidateCert>\n  <ValidateCert:CertificateChain>\n"
                   "    <ValidateCert:Certificate> MAM=\n  <ValidateCert:Certificates>\n"
                   "    <ValidateCert:Certificate> MAM=\n  <ValidateCert:CheckCRL> 1\n");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LoftWbxmlElement) root = eas_tree (cases[i].text);
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (loft_eas_validate_cert_reply (root, &error), ==, cases[i].code == -1);
      if (cases[i].code != -1)
        g_assert_error (error, LOFT_ERROR, cases[i].code);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/eas-people/busy", test_busy);
  g_test_add_func ("/eas-people/recipients-request", test_recipients_request);
  g_test_add_func ("/eas-people/recipients-reply", test_recipients_reply);
  g_test_add_func ("/eas-people/recipients-bad", test_recipients_bad);
  g_test_add_func ("/eas-people/meeting-request", test_meeting_request);
  g_test_add_func ("/eas-people/meeting-reply", test_meeting_reply);
  g_test_add_func ("/eas-people/certificates", test_certificates);
  return g_test_run ();
}
