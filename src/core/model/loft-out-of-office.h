/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum {
  LOFT_OUT_OF_OFFICE_OFF,
  LOFT_OUT_OF_OFFICE_ON,
  LOFT_OUT_OF_OFFICE_SCHEDULED, /* from start to end */
} LoftOutOfOfficeState;

/* Whom an answer is for. */
typedef enum {
  LOFT_OUT_OF_OFFICE_INSIDE, /* people of the organisation */
  LOFT_OUT_OF_OFFICE_CONTACTS, /* others who are in the contacts */
  LOFT_OUT_OF_OFFICE_OTHERS, /* everybody else */
} LoftOutOfOfficeAudience;

#define LOFT_OUT_OF_OFFICE_N_AUDIENCES 3

typedef struct {
  gboolean is_told; /* the server knows this audience */
  gboolean is_on;
  gboolean is_html;
  char *text; /* "" none */
} LoftOutOfOfficeAnswer;

/* What the server answers with while a person is away (MS-ASCMD 2.2.3.122 Oof). */
typedef struct {
  LoftOutOfOfficeState state;
  gint64 start, end; /* seconds since 1970; 0: none */
  LoftOutOfOfficeAnswer answers[LOFT_OUT_OF_OFFICE_N_AUDIENCES];
} LoftOutOfOffice;

LoftOutOfOffice *loft_out_of_office_new (void);
LoftOutOfOffice *loft_out_of_office_copy (const LoftOutOfOffice *self);
void loft_out_of_office_free (LoftOutOfOffice *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftOutOfOffice, loft_out_of_office_free)

G_END_DECLS
