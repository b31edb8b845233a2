/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "loft-event.h"

G_BEGIN_DECLS

/* Another time for a meeting that somebody else organizes: a small window. Signal "proposed",
 * once. Main thread only. */
#define LOFT_TYPE_INVITATION_PROPOSAL (loft_invitation_proposal_get_type ())
G_DECLARE_FINAL_TYPE (LoftInvitationProposal, loft_invitation_proposal, LOFT, INVITATION_PROPOSAL,
                      AdwWindow)

LoftInvitationProposal *loft_invitation_proposal_new (const LoftEvent *event);

void loft_invitation_proposal_get (LoftInvitationProposal *self, LoftEventTime *start,
                                   LoftEventTime *end);

G_END_DECLS
