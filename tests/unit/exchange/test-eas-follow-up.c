/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-follow-up.h"

/* Berlin is an hour ahead in November. */
static const LoftEasMapping how = { .version = 161,
                                    .address = "me@example.org",
                                    .name = "",
                                    .zone = "Europe/Berlin" };

typedef struct {
  guint tag;
  const char *text;
} Child;

#define STATUS(text)                                                                               \
  {                                                                                                \
    LOFT_EAS_EMAIL_STATUS, text                                                                    \
  }
#define TYPE(text)                                                                                 \
  {                                                                                                \
    LOFT_EAS_EMAIL_FLAG_TYPE, text                                                                 \
  }
/* What the wall shows, and the instant. */
#define PAIR(tag, local, utc)                                                                      \
  { LOFT_EAS_TASKS_##tag##_DATE, local },                                                          \
  {                                                                                                \
    LOFT_EAS_TASKS_UTC_##tag##_DATE, utc                                                           \
  }
#define MAKE(tag, ...) PAIR (tag, __VA_ARGS__)
#define START(...)     MAKE (START, __VA_ARGS__)
#define DUE(...)       MAKE (DUE, __VA_ARGS__)
#define REMINDER(text)                                                                             \
  { LOFT_EAS_TASKS_REMINDER_SET, "1" },                                                            \
  {                                                                                                \
    LOFT_EAS_TASKS_REMINDER_TIME, text                                                             \
  }
#define DONE(text)                                                                                 \
  { LOFT_EAS_EMAIL_COMPLETE_TIME, text },                                                          \
  {                                                                                                \
    LOFT_EAS_TASKS_DATE_COMPLETED, text                                                            \
  }
#define MONDAY "2026-11-23T00:00:00.000Z", "2026-11-22T23:00:00.000Z"
#define FRIDAY "2026-11-27T00:00:00.000Z", "2026-11-26T23:00:00.000Z"
#define EIGHT  "2026-11-27T08:00:00.000Z"
#define LATER  "2026-11-25T10:15:00.000Z"

#define DAYS     "$due:2026-11-27 $start:2026-11-23"
#define REMINDED "$due:2026-11-27 $remind:20261127T080000Z $start:2026-11-23"

/* As Outlook flags it, with a subject of its own that nobody here knows. */
static const Child outlook[] = { STATUS ("2"),     TYPE ("Follow up"),
                                 START (MONDAY),   DUE (FRIDAY),
                                 REMINDER (EIGHT), { LOFT_EAS_TASKS_SUBJECT, "Fair" },
                                 { 0, NULL } };
static const Child plain[] = { STATUS ("2"), TYPE ("Flag for follow up"), { 0, NULL } };
static const Child cleared[] = { { 0, NULL } };
static const Child complete[] = { STATUS ("1"),   TYPE ("Follow up"), DONE (LATER),
                                  START (MONDAY), DUE (FRIDAY),       { 0, NULL } };

static LoftWbxmlElement *
make_flag (const Child *children)
{
  LoftWbxmlElement *flag = loft_wbxml_element_new (LOFT_EAS_EMAIL_FLAG);

  for (guint i = 0; children[i].tag != 0; i++)
    loft_wbxml_element_add_text (flag, children[i].tag, children[i].text);
  return flag;
}

/* ---- what the server says ----------------------------------------------------------------- */

static void
check_read (const Child *children, const char *expected)
{
  g_autoptr (LoftWbxmlElement) flag = make_flag (children);
  g_autofree char *words = loft_eas_follow_up_read (flag, how.zone);

  g_assert_cmpstr (words, ==, expected);
}

static void
test_read (void)
{
  static const Child at_noon[] = { STATUS ("2"),
                                   START ("2026-11-23T12:00:00.000Z", "2026-11-23T11:00:00.000Z"),
                                   DUE ("2026-11-27T23:30:00.000Z", "2026-11-27T22:30:00.000Z"),
                                   { 0, NULL } };
  static const Child only_utc[] = { STATUS ("2"),
                                    { LOFT_EAS_TASKS_UTC_DUE_DATE, "2026-11-26T23:00:00.000Z" },
                                    { 0, NULL } };
  static const Child nonsense[] = {
    STATUS ("2"), DUE ("Friday", "soon"), REMINDER ("never"), { 0, NULL }
  };
  static const Child no_reminder[] = { STATUS ("2"),
                                       { LOFT_EAS_TASKS_REMINDER_SET, "0" },
                                       { LOFT_EAS_TASKS_REMINDER_TIME, EIGHT },
                                       { 0, NULL } };
  static const Child done_some_day[] = { STATUS ("1"), { 0, NULL } };
  g_autofree char *nothing = loft_eas_follow_up_read (NULL, how.zone);

  g_assert_cmpstr (nothing, ==, "");
  check_read (outlook, REMINDED);
  check_read (plain, "");
  check_read (cleared, "");
  check_read (complete, "$done:20261125T101500Z " DAYS);
  check_read (at_noon, DAYS);
  check_read (only_utc, "$due:2026-11-27");
  check_read (nonsense, "");
  check_read (no_reminder, "");
  check_read (done_some_day, "$done:19700101T000001Z");
}

/* ---- what it is told ---------------------------------------------------------------------- */

typedef struct {
  LoftFlags add;
  LoftFlags remove;
  const char *add_keywords;
  const char *remove_keywords;
  const char *shown;
  const Child *before;
  const Child *after; /* NULL: nothing is said */
} ChangeCase;

static void
check_change (const ChangeCase *item)
{
  g_autoptr (LoftWbxmlElement) before = item->before != NULL ? make_flag (item->before) : NULL;
  g_autoptr (LoftWbxmlElement) after = item->after != NULL ? make_flag (item->after) : NULL;
  const LoftEasFollowUpChange change = { item->add,          item->remove,
                                         item->add_keywords, item->remove_keywords,
                                         item->shown,        before };
  g_autoptr (LoftWbxmlElement) made = loft_eas_follow_up_change (&change, &how, 0);
  g_autofree char *text = made != NULL ? loft_wbxml_element_to_string (made) : NULL;
  g_autofree char *expected = after != NULL ? loft_wbxml_element_to_string (after) : NULL;

  g_assert_cmpstr (text, ==, expected);
}

#define F LOFT_FLAG_FLAGGED

static const Child with_days[] = { STATUS ("2"),
                                   TYPE ("Flag for follow up"),
                                   START (MONDAY),
                                   DUE (FRIDAY),
                                   { 0, NULL } };
static const Child with_one_day[] = { STATUS ("2"),
                                      TYPE ("Flag for follow up"),
                                      START (FRIDAY),
                                      DUE (FRIDAY),
                                      { 0, NULL } };
static const Child outlook_on_friday[] = { STATUS ("2"),     TYPE ("Follow up"),
                                           START (FRIDAY),   DUE (FRIDAY),
                                           REMINDER (EIGHT), { LOFT_EAS_TASKS_SUBJECT, "Fair" },
                                           { 0, NULL } };
static const Child outlook_done[] = { STATUS ("1"),
                                      TYPE ("Follow up"),
                                      DONE (LATER),
                                      START (MONDAY),
                                      DUE (FRIDAY),
                                      { LOFT_EAS_TASKS_REMINDER_SET, "0" },
                                      { LOFT_EAS_TASKS_SUBJECT, "Fair" },
                                      { 0, NULL } };
static const Child outlook_no_days[] = { STATUS ("2"),
                                         TYPE ("Follow up"),
                                         REMINDER (EIGHT),
                                         { LOFT_EAS_TASKS_SUBJECT, "Fair" },
                                         { 0, NULL } };
static const Child active_again[] = { STATUS ("2"),
                                      TYPE ("Follow up"),
                                      START (MONDAY),
                                      DUE (FRIDAY),
                                      { 0, NULL } };

/* What somebody set elsewhere stays, unless a person says otherwise here. */
static void
test_change (void)
{
  static const ChangeCase cases[] = {
    { 0, 0, "", "", DAYS, outlook, NULL },
    { 0, 0, "Work", "", DAYS, outlook, NULL },
    { LOFT_FLAG_SEEN, 0, "", "", DAYS, outlook, NULL },
    /* flagged here */
    { F, 0, "", "", "", NULL, plain },
    { F, 0, "", "", "", cleared, plain },
    { F, 0, "", "", "", outlook, NULL },
    { F, 0, "", "", "", complete, active_again },
    { F, 0, "", "", DAYS, cleared, with_days },
    { F, 0, "", "", DAYS " Work", NULL, with_days },
    { F, 0, "", "", "$due:2026-12-24", outlook, NULL },
    /* with days */
    { F, 0, DAYS, "$due: $start:", DAYS, cleared, with_days },
    { F, 0, "$due:2026-11-27", "", "$due:2026-11-27", NULL, with_one_day },
    { F, 0, "$due:2026-11-27 $start:2026-11-27", "$due: $start:", "", outlook, outlook_on_friday },
    { F, 0, "", "$due: $start:", "", outlook, outlook_no_days },
    { F, 0, DAYS, "$due: $start:", DAYS, with_days, NULL },
    /* taken away, and back: its days are shown here still */
    { 0, F, "", "", DAYS, outlook, cleared },
    /* done, and not */
    { 0, F, "$done:20261125T101500Z", "", DAYS, outlook, outlook_done },
    { F, 0, "", "$done:20261125T101500Z", DAYS, complete, active_again },
    /* days of what nobody flagged */
    { 0, 0, DAYS, "", DAYS, cleared, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("case %u", i);
      check_change (&cases[i]);
    }
}

static void
test_what_is_asked_for (void)
{
  static const struct {
    LoftEasFollowUpChange change;
    gboolean needs;
  } cases[] = {
    { { .add = LOFT_FLAG_SEEN }, FALSE },
    { { .add = F }, TRUE },
    { { .remove = F }, FALSE },
    { { .remove = F, .add_keywords = "$done:20261125T101500Z" }, TRUE },
    { { .add_keywords = "Work" }, FALSE },
    { { .add_keywords = DAYS }, TRUE },
    { { .remove_keywords = "$due:" }, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpint (loft_eas_follow_up_needs_flag (&cases[i].change), ==, cases[i].needs);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/eas-follow-up/read", test_read);
  g_test_add_func ("/eas-follow-up/change", test_change);
  g_test_add_func ("/eas-follow-up/what-is-asked-for", test_what_is_asked_for);
  return g_test_run ();
}
