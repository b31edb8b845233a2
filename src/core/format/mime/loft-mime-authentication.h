/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-authentication.h"

G_BEGIN_DECLS

/* Reads Authentication-Results, and learns whose to believe. Linear; pure; any thread. */

/* trust: (nullable). domain: of the only author (LoftSenderCheck.domain); with "" nothing is
 * ever CONFIRMED. */
LoftAuthentication *loft_mime_authentication_read (const char                    *block,
                                              gsize                          length,
                                              const LoftAuthenticationTrust *trust,
                                              const char                    *domain);

/* Learns whom to believe from the headers of messages that the account has received. homes: the
 * domains of the incoming server and of the person's address, ASCII; borrowed while it learns. */
typedef struct _LoftAuthenticationLearner LoftAuthenticationLearner;

LoftAuthenticationLearner *loft_authentication_learner_new  (const char *const         *homes);
void                       loft_authentication_learner_add  (LoftAuthenticationLearner *self,
                                                             const char                *block,
                                                             gsize                      length);
/* (transfer full) (nullable) What stands on top of most of them, if it belongs to a home or to its
 * provider, or stands above everything that came from elsewhere. NULL too when fewer than four
 * messages have it. */
LoftAuthenticationTrust *loft_authentication_learner_finish (LoftAuthenticationLearner *self);
void loft_authentication_learner_free (LoftAuthenticationLearner *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftAuthenticationLearner, loft_authentication_learner_free)

G_END_DECLS
