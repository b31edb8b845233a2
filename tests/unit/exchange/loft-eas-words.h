/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-wbxml-element.h"

G_BEGIN_DECLS

/* (transfer full) An ApplicationData of class Calendar in words: "Subject=Lunch|Attendees{Attendee{Email=a@x|
 * Name=A}}". "b:Body" is of AirSyncBase. "=" without a text: an empty element. */
LoftWbxmlElement *loft_eas_words_read (const char *text);

/* (transfer full) And back, children in their order. */
char *loft_eas_words_write (const LoftWbxmlElement *element);

G_END_DECLS
