/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the people of the sample mailbox write about: tables only. All text is UTF-8. */

typedef struct {
  const char *name;
  const char *address;
} LoftSamplePerson;

/* A circle of people with a subject in common; every table ends with NULL (people: no name). */
typedef struct {
  const LoftSamplePerson *people;
  const char *const *subjects;
  const char *const *greetings; /* "%s" is the first name of who is written to */
  const char *const *sentences;
  const char *const *closings;
  const char *reply_prefix;
  const char *charset; /* what older programs of this language send, or NULL: UTF-8 only */
} LoftSampleVoice;

extern const LoftSamplePerson loft_sample_owner; /* whose mailbox it is */

extern const LoftSampleVoice loft_sample_voice_work;
extern const LoftSampleVoice loft_sample_voice_family;
extern const LoftSampleVoice loft_sample_voice_garden; /* a mailing list */
extern const LoftSampleVoice loft_sample_voice_maps;   /* a mailing list */
extern const LoftSampleVoice loft_sample_voice_german;
extern const LoftSampleVoice loft_sample_voice_french;
extern const LoftSampleVoice loft_sample_voice_czech;
extern const LoftSampleVoice loft_sample_voice_russian;
extern const LoftSampleVoice loft_sample_voice_japanese;
extern const LoftSampleVoice loft_sample_voice_chinese;
extern const LoftSampleVoice loft_sample_voice_korean;
extern const LoftSampleVoice loft_sample_voice_arabic;

/* A letter to many, always the same sender and look. */
typedef struct {
  LoftSamplePerson sender;
  const char *colour; /* of its head, for CSS */
  const char *const *subjects;
  const char *const *articles; /* title and text in turns */
} LoftSampleNewsletter;

extern const LoftSampleNewsletter loft_sample_newsletters[];
extern const guint loft_sample_n_newsletters;

/* Written out one by one: what the first screen of the demo shows. */
typedef struct {
  LoftSamplePerson from;
  guint minutes_ago;
  const char *subject;
  const char *text;
  const char *flags;      /* Maildir letters, "" is unread */
  const char *attachment; /* file name, or NULL */
  gboolean html;
} LoftSampleFeature;

extern const LoftSampleFeature loft_sample_features[];
extern const guint loft_sample_n_features;

G_END_DECLS
