/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-policy.h"
#include "loft-wbxml-element.h"

G_BEGIN_DECLS

/* (transfer full) What a policy document (EASProvisionDoc, MS-ASPROV 2.2.2.28) asks for. Pure; any thread. */
LoftPolicy *loft_eas_policy_read (const LoftWbxmlElement *document);

G_END_DECLS
