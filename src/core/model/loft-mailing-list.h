/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a mailing list or newsletter says of itself: List-Id (RFC 2919), List-Post, -Help,
 * -Archive, -Unsubscribe (RFC 2369), List-Unsubscribe-Post (RFC 8058). Strings are safe to show,
 * "" for what is missing. Immutable. */
typedef struct {
  char *id;                  /* "announce.example.org" */
  char *name;                /* its phrase, "Announcements" */
  char *post;                /* address to write to */
  gboolean is_closed;        /* "List-Post: NO" */
  char *archive;             /* http or https */
  char *unsubscribe_page;    /* https (or http), for the browser */
  char *unsubscribe_address; /* of the mailto: address, "leave@example.org" */
  char *unsubscribe_subject; /* of the same */
  gboolean is_one_click;     /* RFC 8058: unsubscribe_page is https and takes a POST */
  gboolean is_signed;        /* and a DKIM signature of one of signed_domains covers both fields */
} LoftMailingList;

void loft_mailing_list_free (LoftMailingList *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftMailingList, loft_mailing_list_free)

G_END_DECLS
