/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-contact-actions.h"
#include "loft-service.h"

G_BEGIN_DECLS

/* The contacts of a service's accounts as the contacts pane wants them; service owns it. Main thread. */
#define LOFT_TYPE_CONTACTS (loft_contacts_get_type ())
G_DECLARE_FINAL_TYPE (LoftContacts, loft_contacts, LOFT, CONTACTS, GObject)

LoftContacts *loft_contacts_new (LoftService *service);

G_END_DECLS
