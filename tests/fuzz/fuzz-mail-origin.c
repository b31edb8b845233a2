/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-mime-authentication.h"
#include "loft-mime-domain.h"
#include "loft-mime-mailing-list.h"
#include "loft-mime-sender-check.h"

int LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length);

static const char *const homes[] = { "home.test", NULL };
static const char *const signers[] = { "example.org", NULL };

static void
check_text (const char *text)
{
  g_assert_nonnull (text);
  g_assert_true (g_utf8_validate (text, -1, NULL));
}

static void
check_sender (const char *block, gsize length)
{
  g_autoptr (LoftSenderCheck) sender = loft_mime_sender_check_read (block, length);
  g_autofree char *shown = loft_mime_domain_show (sender->domain, NULL);

  check_text (sender->address);
  check_text (sender->named_address);
  check_text (sender->sender);
  check_text (sender->reply_to);
  check_text (shown);
  g_assert_true (sender->domain[0] == '\0' ||
                 (sender->oddities & LOFT_SENDER_SEVERAL_AUTHORS) == 0);
}

static void
check_authentication (const char *block, gsize length)
{
  const LoftAuthenticationTrust trust = { (char *) "home.test", 1 };
  g_autoptr (LoftAuthentication) believed =
    loft_mime_authentication_read (block, length, &trust, "example.org");
  g_autoptr (LoftAuthentication) nobody = loft_mime_authentication_read (block, length, &trust, "");
  g_autoptr (LoftAuthenticationLearner) learner = loft_authentication_learner_new (homes);

  for (gsize i = 0; believed->signed_domains[i] != NULL; i++)
    check_text (believed->signed_domains[i]);
  g_assert_cmpint (nobody->verdict, !=, LOFT_AUTHENTICATION_CONFIRMED);
  for (guint i = 0; i < 4; i++)
    loft_authentication_learner_add (learner, block, length);
  loft_authentication_trust_free (loft_authentication_learner_finish (learner));
}

int
LLVMFuzzerTestOneInput (const guint8 *bytes, gsize length)
{
  const char *block = (const char *) bytes;
  g_autoptr (LoftMailingList) list = loft_mime_mailing_list_read (block, length, signers);

  check_sender (block, length);
  check_authentication (block, length);
  if (list == NULL)
    return 0;
  check_text (list->id);
  check_text (list->name);
  check_text (list->post);
  check_text (list->unsubscribe_page);
  check_text (list->unsubscribe_address);
  g_assert_true (!list->is_one_click || g_str_has_prefix (list->unsubscribe_page, "http") ||
                 g_ascii_strncasecmp (list->unsubscribe_page, "https:", 6) == 0);
  return 0;
}
