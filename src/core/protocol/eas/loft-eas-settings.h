/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "loft-wbxml-element.h"

G_BEGIN_DECLS

/* Settings (MS-ASCMD 2.2.1.18): what the server should know about the device, the user's addresses and the
 * answers given in absence. Pure; any thread. Errors of replies: those of loft-eas-status.h, and
 * LOFT_ERROR_PROTOCOL for what is no such answer; then what they would fill is empty. */

/* ---- the device (2.2.3.45) ---------------------------------------------------------------- */

typedef struct {
  const char *model; /* "Loft" */
  const char *name; /* (nullable) what the person calls the computer */
  const char *os; /* (nullable) "Debian GNU/Linux 12" */
  const char *language; /* (nullable) "en-us" */
  const char *user_agent; /* (nullable) as in the header */
} LoftEasDevice;

LoftWbxmlElement *loft_eas_settings_device_request (const LoftEasDevice *device);
gboolean loft_eas_settings_device_reply (const LoftWbxmlElement *root, GError **error);

/* (transfer full) the element itself, which stands in Provision too. */
LoftWbxmlElement *loft_eas_device_to_element (const LoftEasDevice *device);

/* ---- the user ----------------------------------------------------------------------------- */

typedef struct {
  GStrv addresses; /* (owned) SMTP addresses, of the first account that the server tells */
  char *primary; /* (owned) "" unknown (before 14.1) */
  char *name; /* (owned) what the server calls the user, "" unknown */
  char *account_id; /* (owned) "" unknown; of the account that sends by default */
} LoftEasUser;

void loft_eas_user_clear (LoftEasUser *self);

LoftWbxmlElement *loft_eas_settings_user_request (void);
gboolean loft_eas_settings_user_reply (const LoftWbxmlElement *root, LoftEasUser *user,
                                       GError **error);

/* ---- absence (2.2.3.122) ------------------------------------------------------------------ */

typedef enum {
  LOFT_EAS_ABSENCE_OFF = 0,
  LOFT_EAS_ABSENCE_ON = 1,
  LOFT_EAS_ABSENCE_SCHEDULED = 2, /* from start to end */
} LoftEasAbsenceState;

/* Whom a message is for. */
typedef enum {
  LOFT_EAS_ABSENCE_INTERNAL, /* the organisation */
  LOFT_EAS_ABSENCE_KNOWN, /* others who are in the contacts */
  LOFT_EAS_ABSENCE_UNKNOWN, /* all others */
} LoftEasAbsenceAudience;

#define LOFT_EAS_N_AUDIENCES 3

typedef struct {
  gboolean is_told; /* the server said something about this audience */
  gboolean is_enabled;
  gboolean is_html;
  char *text; /* (owned) "" none */
} LoftEasAbsenceMessage;

typedef struct {
  LoftEasAbsenceState state;
  gint64 start, end; /* seconds since 1970; 0: none */
  LoftEasAbsenceMessage messages[LOFT_EAS_N_AUDIENCES];
} LoftEasAbsence;

void loft_eas_absence_clear (LoftEasAbsence *self);

/* html: in which form the messages are wanted; servers answer in another one if they have no other. */
LoftWbxmlElement *loft_eas_settings_absence_get_request (gboolean html);
/* LOFT_ERROR_REFUSED when the server has no such thing: SOGo (5.8) says only that all is well. */
gboolean loft_eas_settings_absence_get_reply (const LoftWbxmlElement *root, LoftEasAbsence *absence,
                                              GError **error);

/* All messages with is_told are sent, also those that are switched off. */
LoftWbxmlElement *loft_eas_settings_absence_set_request (const LoftEasAbsence *absence);
gboolean loft_eas_settings_absence_set_reply (const LoftWbxmlElement *root, GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LoftEasUser, loft_eas_user_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LoftEasAbsence, loft_eas_absence_clear)

G_END_DECLS
