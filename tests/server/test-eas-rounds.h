/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "test-eas-backend.h"

/* The parts of test-eas-rounds; version: what the server speaks, static. */
void loft_test_eas_add_ahead (const char *version);
void loft_test_eas_add_line (const char *version);
