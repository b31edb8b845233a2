/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-quick-add.h"

G_BEGIN_DECLS

/* (transfer none) The words for days and times of the language that the window speaks. Main thread only. */
const LoftQuickAddWords *loft_quick_words_get (void);

G_END_DECLS
