/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "loft-composer.h"

G_BEGIN_DECLS

/* A composer in a window of its own. Main thread only. */
#define LOFT_TYPE_COMPOSER_WINDOW (loft_composer_window_get_type ())
G_DECLARE_FINAL_TYPE (LoftComposerWindow, loft_composer_window, LOFT, COMPOSER_WINDOW,
                      AdwApplicationWindow)

/* Presents composer in a new window of the application that runs; it must not have a parent. */
LoftComposerWindow *loft_composer_window_open (LoftComposer *composer);

/* (transfer none) (nullable) */
LoftComposer *loft_composer_window_get_composer (LoftComposerWindow *self);

G_END_DECLS
