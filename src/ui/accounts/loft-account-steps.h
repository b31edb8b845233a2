/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What is being done, one line a step: still running, done, or without result. Main thread only. */
#define LOFT_TYPE_ACCOUNT_STEPS (loft_account_steps_get_type ())
G_DECLARE_FINAL_TYPE (LoftAccountSteps, loft_account_steps, LOFT, ACCOUNT_STEPS, GtkWidget)

typedef enum {
  LOFT_STEP_RUNS,
  LOFT_STEP_DONE,
  LOFT_STEP_NOTHING,
} LoftStepState;

void loft_account_steps_clear (LoftAccountSteps *self);

/* Adds the step of that id below the others, or changes it. text: what came of it, or "". Both are
 * plain text. */
void loft_account_steps_set (LoftAccountSteps *self, const char *id, LoftStepState state,
                             const char *title, const char *text);

G_END_DECLS
