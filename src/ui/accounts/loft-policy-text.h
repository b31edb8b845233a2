/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "loft-policy.h"

G_BEGIN_DECLS

/* The demands of an organisation in the person's words. Main thread. */

/* (transfer full) "Attachments larger than 1.0 MB are not downloaded" */
char *loft_policy_text_describe (const LoftPolicyDemand *demand);

/* (transfer none) What comes of it; "" where the demand says it all. */
const char *loft_policy_text_remark (const LoftPolicyDemand *demand);

/* (transfer full) (nullable) Why older mail is not here, for the end of a list; NULL: all of it may be. */
char *loft_policy_text_about_age (const LoftPolicy *policy);

/* Whether there are words for a rule; for tests. */
gboolean loft_policy_text_knows (const char *name);

G_END_DECLS
