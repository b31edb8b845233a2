/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loft-dav-offer.h"
#include "loft-found-account.h"
#include "loft-mail-folder.h"
#include "loft-message-list.h"
#include "loft-out-of-office.h"
#include "loft-outbox.h"
#include "loft-service.h"

G_BEGIN_DECLS

/* A service without store and network, for tests of the window: it has what a test puts in and
 * answers in the next turn of the main loop. It is linked in the place of core/service. */

LoftService *fake_service_new (void);

/* Of all services from now on; NULL, as at first: there are none. */
void fake_service_set_calendar (LoftCalendarActions *calendar);
void fake_service_set_tasks (LoftTaskActions *tasks);
void fake_service_set_contacts (LoftContactActions *contacts);
void fake_service_set_directories (LoftDirectories *directories);

LoftMailAccount *fake_service_add_account (LoftService *self,
                                           const char  *name,
                                           const char  *address);

/* Of calendars and address books, or of a published calendar; url: where they are. */
LoftMailAccount *fake_service_add_dav_account (LoftService *self,
                                               const char  *kind,
                                               const char  *name,
                                               const char  *url);

/* Of all services from now on; NULL, as at first: a folder that is not there. */
void fake_service_set_profile_dir (const char *directory);

/* Accounts that are not there: worked on, or that could not be opened. */
void fake_service_set_preparing (LoftService *self, const char *name, gboolean working);

void fake_service_set_online (LoftService *self, gboolean online);

/* What the next checks of an account say; error and problem NULL: all well. */
void fake_service_set_check (LoftService                  *self,
                             const GError                 *error,
                             const LoftCertificateProblem *problem);

/* What the next searches for an account's servers find (of LoftFoundAccount; NULL: nothing), and what
 * the sources answer that know nothing (NULL: LOFT_ERROR_GONE). */
void fake_service_set_found (LoftService *self, GPtrArray *found, const GError *reason);

/* What a place says that tells more to those who sign in (loft_account_finder_ask_async ()), or why it says
 * nothing; and the host that was asked last (nullable). */
void fake_service_set_told (LoftService *self, LoftFoundAccount *told, const GError *error);
const char *fake_service_get_last_asked (LoftService *self);

/* What is published of the calendars and address books of any mail address; or why nothing is. */
void fake_service_set_dav (LoftService *self, const char *calendars, const char *contacts,
                           const GError *error);

/* What there is beside any account of mail (loft_dav_offer_find_async ()), nullable; or why nobody knows. */
void fake_service_set_offer (LoftService *self, const LoftDavOffer *offer, const GError *error);
/* What signing in there fails with after a yes; NULL: nothing. */
void fake_service_set_offer_try (LoftService *self, const GError *error);
/* Since fake_service_set_offer (): how often it was looked for, and tried after a yes. */
guint fake_service_get_n_looks (LoftService *self);
guint fake_service_get_n_offer_tries (LoftService *self);

/* Searches, sign-ins and visits to the browser begin, but do not end before this is FALSE again. */
void fake_service_set_slow (LoftService *self, gboolean slow);
gboolean fake_service_is_slow (LoftService *self);

/* What signing in by the browser fails with; NULL: it gives a secret. */
void fake_service_set_browser (LoftService *self, const GError *error);

guint fake_service_get_n_searches (LoftService *self);

/* The secret of the last trial of an account. (transfer none) (nullable) */
const char *fake_service_get_last_secret (LoftService *self);

/* Whether the secret service can be used; it can at first. */
void fake_service_set_keyring (LoftService *self, gboolean works);

/* How often an account was checked, and with which settings last. (transfer none) */
guint        fake_service_get_n_checks   (LoftService *self);
LoftAccount *fake_service_get_last_check (LoftService *self);

/* Folders get ids from 1 on, in order. (transfer none) */
LoftMailFolder *fake_account_add_folder (LoftMailAccount *self,
                                         const char      *path,
                                         LoftFolderRole   role);
void            fake_account_remove_folder (LoftMailAccount *self, LoftMailFolder *folder);

void fake_account_set_state (LoftMailAccount *self, LoftAccountState state, const GError *error);
void fake_account_set_problem (LoftMailAccount *self, const LoftCertificateProblem *problem);
void fake_account_set_progress (LoftMailAccount *self,
                                LoftProgressKind kind,
                                const char      *folder,
                                guint64          done,
                                guint64          total);
void fake_account_set_pending (LoftMailAccount *self, guint n);
/* How often somebody asked for a sync. */
guint fake_account_get_n_syncs (LoftMailAccount *self);
void fake_account_set_last_success (LoftMailAccount *self, gint64 when);

/* Of mail that is picked up; -1: it does not tell, as at first. */
void fake_account_set_server_expiry (LoftMailAccount *self, gint days);

/* As many as that came to nothing. */
void fake_account_set_problems (LoftMailAccount *self, guint n);

void fake_account_set_left_out (LoftMailAccount *self, guint n);

/* fake-room.c: what every server says of its room; limit 0: nothing. */
void fake_service_set_quota (LoftService *service, LoftMailAccount *account, guint64 used,
                             guint64 limit);

/* fake-absences.c: what the server of an account answers with in absence; NULL: it has nothing of the kind.
 * The accounts of a test are of kind "eas" for it. */
void fake_absences_set (LoftService *service, LoftMailAccount *account,
                        const LoftOutOfOffice *absence);
/* What is asked next fails so; NULL: all well. slow: it does not end before FALSE. */
void fake_absences_fail (LoftService *service, const GError *error);
void fake_absences_set_slow (LoftService *service, gboolean slow);
guint fake_absences_get_n_written (LoftService *service);

/* fake-activity.c */
void fake_service_set_metered (LoftService *self, gboolean metered);
/* What the server tells of each folder's room; NULL: it is not reached. */
void fake_account_set_usage (LoftMailAccount *self, const LoftFolderUsage *usage);
void fake_folder_set_counts (LoftMailFolder *self, guint total, guint unread);
void fake_folder_set_synced_at (LoftMailFolder *self, gint64 when);
void fake_folder_rename     (LoftMailFolder *self, const char *path);

/* What opening the next messages fails with; NULL: they open. */
void fake_account_set_open_error (LoftMailAccount *self, const GError *error);

/* fake-arriving.c: of messages that are opened from now on only the header is here, and all of them takes
 * size; 0, as at first: all of them is here. */
void fake_account_set_rest (LoftMailAccount *self, guint64 size);
/* Opening begins, but ends only with fake_account_arrive (), by which the message is here. */
void fake_account_set_slow (LoftMailAccount *self);
/* Whether somebody waits for one. */
gboolean fake_account_is_opening (LoftMailAccount *self);
void fake_account_arrive (LoftMailAccount *self);

/* The next lists do not come to an end of loading. */
void fake_account_set_slow_lists (LoftMailAccount *self);

/* Puts a message on top of a folder. (transfer none) its id */
gint64 fake_account_add_message (LoftMailAccount *self,
                                 LoftMailFolder  *folder,
                                 const char      *raw,
                                 gssize           length,
                                 LoftFlags        flags,
                                 gint64           date);
/* In the form of loft-flags.h. */
void   fake_account_set_keywords (LoftMailAccount *self, gint64 id, const char *keywords);
void   fake_account_mark         (LoftMailAccount *self, gint64 id, LoftFlags flags,
                                  const char *keywords);
void   fake_account_remove_message (LoftMailAccount *self, LoftMailFolder *folder, gint64 id);

/* Makes them one conversation; each has a row of its own all the same. */
void fake_account_join (LoftMailAccount *self, gint64 conversation_id, const gint64 *ids,
                        guint n_ids);

/* n messages that exist as numbers only. */
void fake_account_add_rows (LoftMailAccount *self, LoftMailFolder *folder, guint n);

/* Adds the messages of a Maildir tree, at most max of each folder; FALSE when it is not there. */
gboolean fake_account_load_maildir (LoftMailAccount *self, const char *directory, guint max);

/* fake-outbox.c: what is kept and sent, by whatever account */
void        fake_outbox_clear          (void);
/* The list of what is on its way out is a GListStore, one for all accounts. */
void        fake_outbox_set_error (LoftMailAccount *self, const GError *error,
                                   const LoftCertificateProblem *problem);
/* What the server takes; it gives delivery reports then. 0: not known. */
void        fake_outbox_set_max_message_size (guint64 size);
void        fake_outbox_fail           (const GError *error); /* NULL: all well */
guint       fake_outbox_get_n_saved    (void);
guint       fake_outbox_get_n_sent     (void);
guint       fake_outbox_get_n_shelved  (void); /* drafts that went into their folder */
const char *fake_outbox_get_last_text  (void);
gint64      fake_outbox_get_not_before (void);
gboolean    fake_outbox_has_change     (gint64 id, LoftOutgoingChange what);

/* Whom to suggest: of LoftPerson, kept. */
void fake_people_set (GPtrArray *people);

/* (transfer full) with nothing in it. */
LoftMessage *fake_message_new (void);

/* (nullable) */
LoftMessage *fake_account_get_message (LoftMailAccount *self, gint64 id);

G_END_DECLS
