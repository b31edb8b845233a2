/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-account-assistant.h"

#include <adwaita.h>

#include "loft-account-steps.h"
#include "loft-banner.h"
#include "loft-certificate-view.h"
#include "loft-dav-assistant.h"
#include "loft-dav-offer-rows.h"
#include "loft-found-account.h"
#include "loft-oauth-fields.h"
#include "loft-outgoing-fields.h"
#include "loft-server-fields.h"

G_BEGIN_DECLS

/* What the button of the banner does. */
typedef enum {
  LOFT_REMEDY_NONE,
  LOFT_REMEDY_KEEP_IN_FILE,
  LOFT_REMEDY_SEARCH,
} LoftAccountRemedy;

#define LOFT_FOUND_N_SOURCES (LOFT_FOUND_BY_GUESS + 1)

/* An account that has signed in, and what is to be added with it. */
typedef struct {
  LoftAccount *account;
  char *secret;
  LoftDavOffer *offer; /* (nullable) calendars and contacts beside it */
  LoftDavOfferParts parts; /* of it that the person wants */
} LoftAccountPlan;

void loft_account_plan_free (LoftAccountPlan *plan);

/* One attempt; it is the assistant's only while it has its cancellable. */
typedef struct {
  LoftAccountAssistant *self;
  LoftAccountPlan *plan;
  GCancellable *cancellable;
} LoftAccountAttempt;

void loft_account_attempt_free (LoftAccountAttempt *attempt);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftAccountPlan, loft_account_plan_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LoftAccountAttempt, loft_account_attempt_free)

/* What the assistant's files share: its pages, what the search found, and what the person has
 * agreed to. */
struct _LoftAccountAssistant {
  GtkWidget parent_instance;

  GtkWidget *box;
  LoftBanner *problem;
  GtkStack *pages;

  /* address */
  GtkEditable *person;
  GtkEditable *address;
  GtkEditable *password;
  GtkWidget *hint;
  GtkLabel *hint_text;
  GtkLinkButton *hint_link;
  GtkWidget *submit;
  GtkWidget *browser_button;

  /* steps */
  GtkLabel *steps_title;
  LoftAccountSteps *steps;
  GtkWidget *reopen;
  GtkWidget *stop;
  GtkWidget *stop_by_hand;
  GtkWidget *skip;

  /* found */
  AdwPreferencesGroup *choices;
  GtkWidget *warning;
  GtkLabel *warning_text;
  GtkWidget *found_hint;
  GtkLabel *found_hint_text;
  GtkLinkButton *found_hint_link;
  GtkButton *agree;

  /* hand: all of it, or only what the browser needs */
  GtkLabel *hand_title;
  LoftServerFields *servers;
  LoftOutgoingFields *outgoing;
  GtkWidget *ways;
  AdwComboRow *way;
  GtkWidget *hand_password;
  LoftOauthFields *oauth;

  /* certificate */
  LoftCertificateView *certificate;
  GtkWidget *back;
  GtkWidget *trust_button;
  GtkWidget *no_trust;

  /* more: calendars and contacts beside mail */
  LoftDavOfferRows *offer;
  GtkWidget *more_add;

  /* dav: calendars and address books alone */
  LoftDavAssistant *dav;

  LoftService *service;
  GCancellable *cancellable; /* of what runs */
  const char *origin; /* page to go back to (static) */
  LoftAccountRemedy remedy;

  LoftFoundAccount *known; /* (nullable) by Loft's table, of the address on screen */
  char *searched; /* (nullable) the address that found is of */
  GPtrArray *found; /* (nullable) of LoftFoundAccount */
  GPtrArray *rows; /* (nullable) of the page "found" */
  LoftFoundAccount *chosen; /* (nullable) */
  const char *kind; /* of account, as chosen (static) */
  gboolean agreed; /* to the server of chosen */
  guint n_asked; /* places that have led on to another */
  GError *reasons[LOFT_FOUND_N_SOURCES]; /* the most telling of each source */
  gboolean answered[LOFT_FOUND_N_SOURCES];

  gboolean by_hand; /* the settings are the person's */
  gboolean by_browser;
  char *trust; /* fingerprint that the person accepted */
  char *offered; /* the one on screen */
  char *url; /* (nullable) the page in the browser */
  LoftAccountPlan
    *waiting; /* (nullable) signed in; the person decides what else, or where its secret is
                             * to be kept */
  GCancellable *looking; /* (nullable) for what is beside mail */
};

/* loft-account-assistant.c */

/* (transfer full) without blanks around it. */
char *loft_account_assistant_text_of (GtkEditable *field);
/* (transfer full) what follows the @. */
char *loft_account_assistant_dup_domain (LoftAccountAssistant *self);
void loft_account_assistant_show_page (LoftAccountAssistant *self, const char *name);
void loft_account_assistant_go_back (LoftAccountAssistant *self);
void loft_account_assistant_clear_problem (LoftAccountAssistant *self);
/* field: (nullable) where it can be mended. */
void loft_account_assistant_show_problem (LoftAccountAssistant *self, const char *text,
                                          GtkEditable *field);
void loft_account_assistant_offer (LoftAccountAssistant *self, const char *text, const char *button,
                                   LoftAccountRemedy remedy);
/* Empties it for the next account. */
void loft_account_assistant_reset (LoftAccountAssistant *self);
void loft_account_assistant_added (LoftAccountAssistant *self, LoftMailAccount *account);
/* What runs has ended. */
void loft_account_assistant_finish (LoftAccountAssistant *self);

/* loft-account-assistant-hand.c: what the person enters */

/* With what is known so far in the rows. browser: only what the browser needs. */
void loft_account_assistant_show_hand (LoftAccountAssistant *self, gboolean browser);
void loft_account_assistant_set_up_by_hand (LoftAccountAssistant *self);
void loft_account_assistant_use_browser (LoftAccountAssistant *self);
void loft_account_assistant_submit_by_hand (LoftAccountAssistant *self);
void loft_account_assistant_update_way (LoftAccountAssistant *self);
/* Which rows the kind of account has. */
void loft_account_assistant_update_kind (LoftAccountAssistant *self);

/* loft-account-assistant-search.c: finding the servers */
void loft_account_assistant_submit (LoftAccountAssistant *self);
void loft_account_assistant_search (LoftAccountAssistant *self);
void loft_account_assistant_forget_search (LoftAccountAssistant *self);

/* loft-account-assistant-choice.c: which of them, and whether at all */

/* What a provider that was found, or is known, wants. */
gboolean loft_account_assistant_takes_password (const LoftFoundAccount *found);
void loft_account_assistant_show_hint (const LoftFoundAccount *found, GtkWidget *box,
                                       GtkLabel *text, GtkLinkButton *link);
/* After a search: tries the sign-in, or asks first. */
void loft_account_assistant_choose (LoftAccountAssistant *self);
void loft_account_assistant_agree (LoftAccountAssistant *self);
/* One of what was found has told of another, which is chosen. */
void loft_account_assistant_replace (LoftAccountAssistant *self, LoftFoundAccount *asked,
                                     LoftFoundAccount *told);
/* How many found servers can be chosen from. */
guint loft_account_assistant_count_choices (LoftAccountAssistant *self);

/* loft-account-assistant-ask.c: chosen is a place that the person has agreed to, and tells after a sign-in;
 * what it says is chosen from again. */
void loft_account_assistant_ask (LoftAccountAssistant *self);

/* loft-account-assistant-sign-in.c: trying and adding */

/* (transfer full) of what is on screen and was found; without a server while none is chosen. */
LoftAccount *loft_account_assistant_make_account (LoftAccountAssistant *self);
/* account: nobody else's yet. */
void loft_account_assistant_sign_in (LoftAccountAssistant *self, LoftAccount *account);
/* (transfer full) a new attempt at a plan (transfer full). */
LoftAccountAttempt *loft_account_assistant_begin (LoftAccountAssistant *self,
                                                  LoftAccountPlan *plan);
gboolean loft_account_attempt_is_current (const LoftAccountAttempt *attempt);
/* (transfer full) attempt. */
void loft_account_assistant_add (LoftAccountAttempt *attempt);
void loft_account_assistant_forget_waiting (LoftAccountAssistant *self);
void loft_account_assistant_reopen_page (LoftAccountAssistant *self);

/* loft-account-assistant-more.c: calendars and contacts beside mail */

/* (transfer full) attempt, which has signed in. Looks for them where there may be some, shows what was found,
 * and adds it all. */
void loft_account_assistant_look_for_more (LoftAccountAttempt *attempt);
/* Buttons. */
void loft_account_assistant_skip (LoftAccountAssistant *self);
void loft_account_assistant_add_more (LoftAccountAssistant *self);
void loft_account_assistant_stop_looking (LoftAccountAssistant *self);
/* (transfer full) attempt. mail was added: now the others. */
void loft_account_assistant_add_offer (LoftAccountAttempt *attempt, LoftMailAccount *mail);
/* mail was added, and all that was wanted with it. */
void loft_account_assistant_end_adding (LoftAccountAttempt *attempt, LoftMailAccount *mail);

/* The button of the banner. */
void loft_account_assistant_remedy (LoftAccountAssistant *self);

G_END_DECLS
