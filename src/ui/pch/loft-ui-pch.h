/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Compiled once and read by every file of src/ui, which takes a third of the time so. Nothing is to rely on
 * it: each file includes what it uses (-Db_pch=false builds without). */

#include <adwaita.h>
