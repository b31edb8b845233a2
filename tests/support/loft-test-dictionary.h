/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-content-dictionary.h"

G_BEGIN_DECLS

/* (transfer full) small messages that have much in common; the same bytes for the same n. */
GBytes *loft_test_dictionary_message (guint n);

/* (transfer full) what they have in common; the same bytes at each call. */
LoftContentDictionary *loft_test_dictionary_new (void);

G_END_DECLS
