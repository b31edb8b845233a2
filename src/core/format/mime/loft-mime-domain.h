/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Host names with letters beyond ASCII (RFC 5890), judged as browsers do (Unicode TS 39, "highly
 * restrictive"): shown in their letters only when these belong together. Linear; pure; any
 * thread. */
typedef enum {
  LOFT_DOMAIN_PLAIN,
  LOFT_DOMAIN_MIXED,      /* letters of several scripts in one label, or characters of none */
  LOFT_DOMAIN_LOOK_ALIKE, /* one foreign script, but every letter looks like a Latin one */
} LoftDomainLook;

/* (transfer full) The domain as it may be shown, lower case: letters when PLAIN, else the ASCII
 * form "xn--…". domain must be valid UTF-8, in either form; look (out, optional). */
char *loft_mime_domain_show (const char *domain, LoftDomainLook *look);

/* (transfer full) The ASCII form, lower case, to compare by; what has none stays as it is. */
char *loft_mime_domain_to_ascii (const char *domain);

/* (transfer full) The same for the domain of an address; the part before the @ stays. */
char *loft_mime_domain_show_address (const char *email, LoftDomainLook *look);

/* What stands behind the last '@'; "" when there is none. Borrowed. */
const char *loft_mime_domain_of (const char *email);

/* Whether they are the same, or inner is a subdomain of outer. Both in ASCII form. */
gboolean loft_mime_domain_is_within (const char *inner, const char *outer);

G_END_DECLS
