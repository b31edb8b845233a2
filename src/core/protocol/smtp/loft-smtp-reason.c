/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-smtp-reason.h"

#define ANY 0xffff

static const char *const names[] = {
  [LOFT_SMTP_REASON_UNKNOWN] = "unknown",
  [LOFT_SMTP_REASON_NO_SUCH_USER] = "no-such-user",
  [LOFT_SMTP_REASON_NO_SUCH_DOMAIN] = "no-such-domain",
  [LOFT_SMTP_REASON_BAD_ADDRESS] = "bad-address",
  [LOFT_SMTP_REASON_MOVED] = "moved",
  [LOFT_SMTP_REASON_MAILBOX_DISABLED] = "mailbox-disabled",
  [LOFT_SMTP_REASON_MAILBOX_FULL] = "mailbox-full",
  [LOFT_SMTP_REASON_TOO_LARGE] = "too-large",
  [LOFT_SMTP_REASON_SERVER_FULL] = "server-full",
  [LOFT_SMTP_REASON_TOO_MANY_RECIPIENTS] = "too-many-recipients",
  [LOFT_SMTP_REASON_TOO_MUCH_MAIL] = "too-much-mail",
  [LOFT_SMTP_REASON_GREYLISTED] = "greylisted",
  [LOFT_SMTP_REASON_BUSY] = "busy",
  [LOFT_SMTP_REASON_SENDER] = "sender",
  [LOFT_SMTP_REASON_SIGN_IN] = "sign-in",
  [LOFT_SMTP_REASON_ENCRYPTION] = "encryption",
  [LOFT_SMTP_REASON_POLICY] = "policy",
  [LOFT_SMTP_REASON_SPAM] = "spam",
  [LOFT_SMTP_REASON_UTF8] = "utf8",
  [LOFT_SMTP_REASON_EIGHT_BIT] = "eight-bit",
  [LOFT_SMTP_REASON_CONTENT] = "content",
  [LOFT_SMTP_REASON_UNREACHABLE] = "unreachable",
};

/* class 0: 4 and 5. The first row that fits counts. */
static const struct {
  guint8 class;
  guint16 subject;
  guint16 detail;
  LoftSmtpReason reason;
} enhanced[] = {
  { 0, 1, 1, LOFT_SMTP_REASON_NO_SUCH_USER },
  { 0, 1, 2, LOFT_SMTP_REASON_NO_SUCH_DOMAIN },
  { 0, 1, 3, LOFT_SMTP_REASON_BAD_ADDRESS },
  { 0, 1, 4, LOFT_SMTP_REASON_BAD_ADDRESS },
  { 0, 1, 6, LOFT_SMTP_REASON_MOVED },
  { 0, 1, 7, LOFT_SMTP_REASON_SENDER },
  { 0, 1, 8, LOFT_SMTP_REASON_SENDER },
  { 0, 1, 10, LOFT_SMTP_REASON_NO_SUCH_DOMAIN }, /* null MX, RFC 7505 */
  { 4, 2, 0, LOFT_SMTP_REASON_GREYLISTED }, /* Postgrey */
  { 4, 2, 1, LOFT_SMTP_REASON_BUSY },
  { 5, 2, 1, LOFT_SMTP_REASON_MAILBOX_DISABLED },
  { 0, 2, 2, LOFT_SMTP_REASON_MAILBOX_FULL },
  { 0, 2, 3, LOFT_SMTP_REASON_TOO_LARGE },
  { 0, 3, 1, LOFT_SMTP_REASON_SERVER_FULL },
  { 0, 3, 2, LOFT_SMTP_REASON_BUSY },
  { 0, 3, 4, LOFT_SMTP_REASON_TOO_LARGE },
  { 0, 3, 6, LOFT_SMTP_REASON_TOO_LARGE }, /* RFC 6710 */
  { 0, 4, 3, LOFT_SMTP_REASON_UNREACHABLE },
  { 0, 4, 4, LOFT_SMTP_REASON_NO_SUCH_DOMAIN }, /* Postfix: no route */
  { 0, 4, 5, LOFT_SMTP_REASON_BUSY },
  { 0, 4, ANY, LOFT_SMTP_REASON_UNREACHABLE },
  { 0, 5, 3, LOFT_SMTP_REASON_TOO_MANY_RECIPIENTS },
  { 0, 6, 7, LOFT_SMTP_REASON_UTF8 }, /* RFC 6531, 3.5 */
  { 0, 6, 9, LOFT_SMTP_REASON_UTF8 },
  { 0, 6, 3, LOFT_SMTP_REASON_EIGHT_BIT },
  { 0, 6, ANY, LOFT_SMTP_REASON_CONTENT },
  { 0, 7, 8, LOFT_SMTP_REASON_SIGN_IN },
  { 0, 7, 9, LOFT_SMTP_REASON_SIGN_IN },
  { 0, 7, 10, LOFT_SMTP_REASON_ENCRYPTION }, /* RFC 7504 on */
  { 0, 7, 11, LOFT_SMTP_REASON_ENCRYPTION },
  { 0, 7, 20, LOFT_SMTP_REASON_SPAM }, /* RFC 7372: DKIM, SPF, both, reverse DNS */
  { 0, 7, 21, LOFT_SMTP_REASON_SPAM },
  { 0, 7, 22, LOFT_SMTP_REASON_SPAM },
  { 0, 7, 23, LOFT_SMTP_REASON_SPAM },
  { 0, 7, 24, LOFT_SMTP_REASON_SPAM },
  { 0, 7, 25, LOFT_SMTP_REASON_SPAM },
  { 0, 7, 26, LOFT_SMTP_REASON_SPAM },
  { 0, 7, 28, LOFT_SMTP_REASON_TOO_MUCH_MAIL }, /* mail flood; Google says it for its quota */
  { 4, 7, 1, LOFT_SMTP_REASON_GREYLISTED },
  { 0, 7, ANY, LOFT_SMTP_REASON_POLICY },
};

/* Without an enhanced code, or with one that says nothing ("5.0.0"). step -1: any. */
static const struct {
  guint code;
  int step;
  LoftSmtpReason reason;
} plain[] = {
  { 450, LOFT_SMTP_STEP_RCPT, LOFT_SMTP_REASON_GREYLISTED },
  { 451, LOFT_SMTP_STEP_RCPT, LOFT_SMTP_REASON_GREYLISTED },
  { 452, LOFT_SMTP_STEP_RCPT, LOFT_SMTP_REASON_TOO_MANY_RECIPIENTS },
  { 452, -1, LOFT_SMTP_REASON_SERVER_FULL },
  { 454, LOFT_SMTP_STEP_CONNECT, LOFT_SMTP_REASON_BUSY },
  { 530, -1, LOFT_SMTP_REASON_SIGN_IN },
  { 550, LOFT_SMTP_STEP_MAIL, LOFT_SMTP_REASON_SENDER },
  { 550, LOFT_SMTP_STEP_RCPT, LOFT_SMTP_REASON_NO_SUCH_USER },
  { 550, LOFT_SMTP_STEP_DATA, LOFT_SMTP_REASON_POLICY },
  { 551, -1, LOFT_SMTP_REASON_MOVED },
  { 552, LOFT_SMTP_STEP_RCPT, LOFT_SMTP_REASON_TOO_MANY_RECIPIENTS },
  { 552, -1, LOFT_SMTP_REASON_TOO_LARGE },
  { 553, LOFT_SMTP_STEP_MAIL, LOFT_SMTP_REASON_SENDER },
  { 553, -1, LOFT_SMTP_REASON_BAD_ADDRESS },
  { 554, LOFT_SMTP_STEP_DATA, LOFT_SMTP_REASON_CONTENT },
  { 556, -1, LOFT_SMTP_REASON_NO_SUCH_DOMAIN }, /* RFC 7504 */
};

static LoftSmtpReason
by_status (LoftSmtpStatus status)
{
  for (guint i = 0; i < G_N_ELEMENTS (enhanced); i++)
    if (enhanced[i].subject == status.subject &&
        (enhanced[i].detail == status.detail || enhanced[i].detail == ANY) &&
        (enhanced[i].class == status.class || (enhanced[i].class == 0 && status.class >= 4)))
      return enhanced[i].reason;
  return LOFT_SMTP_REASON_UNKNOWN;
}

static LoftSmtpReason
by_code (guint code, LoftSmtpStep step)
{
  for (guint i = 0; i < G_N_ELEMENTS (plain); i++)
    if (plain[i].code == code && (plain[i].step == -1 || plain[i].step == (int) step))
      return plain[i].reason;
  return LOFT_SMTP_REASON_UNKNOWN;
}

LoftSmtpReason
loft_smtp_reason_of (guint code, LoftSmtpStatus status, LoftSmtpStep step)
{
  LoftSmtpReason reason;

  /* Whatever the enhanced code: "4.4.2" is a client that was silent for too long. */
  if (code == 421)
    return LOFT_SMTP_REASON_BUSY;
  /* What both say of a sign-in counts before "policy". */
  if (code == 530 && !(status.subject == 7 && status.detail == 10))
    return status.subject == 7 && status.detail == 11 ? LOFT_SMTP_REASON_ENCRYPTION
                                                      : LOFT_SMTP_REASON_SIGN_IN;
  reason = by_status (status);
  if (reason == LOFT_SMTP_REASON_POLICY && step == LOFT_SMTP_STEP_MAIL && code >= 550)
    return LOFT_SMTP_REASON_SENDER;
  return reason != LOFT_SMTP_REASON_UNKNOWN ? reason : by_code (code, step);
}

const char *
loft_smtp_reason_name (LoftSmtpReason reason)
{
  return reason < G_N_ELEMENTS (names) ? names[reason] : names[LOFT_SMTP_REASON_UNKNOWN];
}

gboolean
loft_smtp_is_temporary (guint code, LoftSmtpStatus status, LoftSmtpStep step)
{
  return code / 100 == 4 || (code == 552 && step == LOFT_SMTP_STEP_RCPT && status.class == 0);
}
