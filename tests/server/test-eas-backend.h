/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-eas-world.h"

/* The parts of test-eas-backend; version: what the server speaks, static. */
void loft_test_eas_add_listing (const char *version);
void loft_test_eas_add_files (const char *version);
void loft_test_eas_add_items (const char *version);
void loft_test_eas_add_resources (const char *version);
void loft_test_eas_add_answers (const char *version);
void loft_test_eas_add_settings (const char *version);
void loft_test_eas_add_faults (const char *version);
void loft_test_eas_add_people (const char *version);
void loft_test_eas_add_watch (const char *version);
void loft_test_eas_add_sending (const char *version);
void loft_test_eas_add_availability (const char *version);
void loft_test_eas_add_policy (const char *version);

#define LOFT_TEST_EAS_ADD(name, version, func)                                                     \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *path = g_strdup_printf ("/eas-backend/%s/%s", version, name);                 \
    g_test_add (path, LoftEasWorld, version, loft_eas_world_set_up, func,                          \
                loft_eas_world_tear_down);                                                         \
  }                                                                                                \
  G_STMT_END
