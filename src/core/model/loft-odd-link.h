/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A link that does not lead where it seems to. */
typedef enum {
  LOFT_LINK_OTHER_HOST = 1 << 0,       /* its text names another host */
  LOFT_LINK_USER_INFORMATION = 1 << 1, /* "https://bank.example@evil.example/" */
  LOFT_LINK_LOOK_ALIKE = 1 << 2,       /* letters of its host deceive */
} LoftLinkOddity;

typedef struct {
  LoftLinkOddity oddities;
  char *target;      /* the address as the message has it */
  char *target_host; /* where it really leads, "xn--…" where letters deceive */
  char *shown_host;  /* with OTHER_HOST, else "" */
} LoftOddLink;

void loft_odd_link_free (LoftOddLink *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftOddLink, loft_odd_link_free)

G_END_DECLS
