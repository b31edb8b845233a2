/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A DNS of the test's own, which becomes the program's: names that were added are on 127.0.0.1,
 * all others do not exist. It notes every question. Any thread. */
#define LOFT_TYPE_FAKE_RESOLVER (loft_fake_resolver_get_type ())
G_DECLARE_FINAL_TYPE (LoftFakeResolver, loft_fake_resolver, LOFT, FAKE_RESOLVER, GResolver)

/* (transfer full) Already g_resolver_get_default (). */
LoftFakeResolver *loft_fake_resolver_install (void);

/* Forgets all names, records and questions. */
void loft_fake_resolver_clear (LoftFakeResolver *self);

void loft_fake_resolver_add_host (LoftFakeResolver *self, const char *name);
void loft_fake_resolver_add_srv  (LoftFakeResolver *self, const char *name, guint16 priority,
                                  guint16 port, const char *target);
void loft_fake_resolver_add_mx   (LoftFakeResolver *self, const char *name, guint16 preference,
                                  const char *target);

/* Every name exists: what a hostile network says. */
void loft_fake_resolver_set_wildcard (LoftFakeResolver *self, gboolean wildcard);

/* Questions are not answered before they are cancelled. */
void loft_fake_resolver_set_silent (LoftFakeResolver *self, gboolean silent);

/* (transfer full) " a:NAME mx:NAME srv:NAME …" in the order asked, each once. */
char *loft_fake_resolver_dup_questions (LoftFakeResolver *self);

G_END_DECLS
