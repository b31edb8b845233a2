/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "loft-clock.h"
#include "sync-world.h"

/* What happened on the server, what happened here meanwhile, what both sides must be after. Each
 * row is run
 *   once: both sides are as expected;
 *   again: nothing is written to the server, nothing fetched, not a byte of the store changes;
 *   interrupted: the process dies before the nth step of the backend or the nth commit, for every
 *     n, a new process opens the stores and goes on: the end is the same;
 *   with a hiccup: the nth step of the backend fails, for every n and several classes, the same
 *     process goes on: the end is the same. */

typedef enum {
  NEW_IDS = 1 << 0, /* local ids may change: nobody can know what became of what */
  FAILS = 1 << 1, /* the sync must fail and leave everything as it was */
  LONG = 1 << 2, /* too long to be cut at every step */
  PROBLEM = 1 << 3, /* one is noted, and only one */
  MOVES = 1 << 4, /* more than flags was done here */
} RowFlags;

typedef struct {
  const char *name;
  const char *before; /* then synced */
  const char *server;
  const char *here;
  const char *expected; /* folders parted by "; " */
  RowFlags flags;
  gint fetches; /* bodies that may be downloaded; -1 any */
} Row;

static const Row rows[] = {
  { "nothing", "new INBOX a; new INBOX b S", NULL, NULL, "INBOX: a[] b[S]", 0, 0 },
  { "new-mail", "new INBOX a", "new INBOX b S; new INBOX c", NULL, "INBOX: a[] b[S] c[]", 0, 2 },
  { "first-sync", NULL,
    "new INBOX a; new INBOX b; new INBOX c S; new INBOX d; new INBOX e F; mkdir Work;"
    " new Work w F; mkdir Work/Old",
    NULL, "INBOX: a[] b[] c[S] d[] e[F]; Work: w[F]; Work/Old:", 0, 6 },
  { "removal", "new INBOX a; new INBOX b", "del INBOX a", NULL, "INBOX: b[]", 0, 0 },
  { "removal-and-new", "new INBOX a; new INBOX b", "del INBOX b; new INBOX c", NULL,
    "INBOX: a[] c[]", 0, 1 },
  { "everything-removed", "new INBOX a; new INBOX b", "empty INBOX", NULL, "INBOX:", 0, 0 },
  { "flag-there", "new INBOX a; new INBOX b S", "flag INBOX a +S; flag INBOX b -S", NULL,
    "INBOX: a[S] b[]", 0, 0 },
  { "flag-here", "new INBOX a; new INBOX b S", NULL, "here INBOX a +SF; here INBOX b -S",
    "INBOX: a[SF] b[]", 0, 0 },
  { "flag-same-on-both", "new INBOX a", "flag INBOX a +S", "here INBOX a +S", "INBOX: a[S]", 0, 0 },
  { "flag-different-on-both", "new INBOX a", "flag INBOX a +F", "here INBOX a +S", "INBOX: a[SF]",
    0, 0 },
  { "flag-removed-there-added-here", "new INBOX a F", "flag INBOX a -F", "here INBOX a +A",
    "INBOX: a[A]", 0, 0 },
  { "flag-here-wins-over-there", "new INBOX a S", "flag INBOX a -S; flag INBOX a +S",
    "here INBOX a -S", "INBOX: a[]", 0, 0 },
  { "keyword-both", "new INBOX a", "flag INBOX a +$Work", "here INBOX a +$Home",
    "INBOX: a[$Home $Work]", 0, 0 },
  { "keyword-removed-here-flag-there", "new INBOX a; flag INBOX a +$Work +$Home", "flag INBOX a +F",
    "here INBOX a -$Work", "INBOX: a[F,$Home]", 0, 0 },
  { "keyword-in-other-case", "new INBOX a; flag INBOX a +$Work", "flag INBOX a +S",
    "here INBOX a -$wORK +$Home", "INBOX: a[S,$Home]", 0, 0 },
  { "flag-here-removed-there", "new INBOX a; new INBOX b", "del INBOX a",
    "here INBOX a +S; here INBOX b +F", "INBOX: b[F]", 0, 0 },
  { "flag-here-new-mail-there", "new INBOX a", "new INBOX b; flag INBOX a +F", "here INBOX a +S",
    "INBOX: a[SF] b[]", 0, 1 },
  { "two-operations-on-one", "new INBOX a", NULL, "here INBOX a +S; here INBOX a -S +F",
    "INBOX: a[F]", 0, 0 },
  { "there-and-back", "new INBOX a; new INBOX b S", "flag INBOX a +S",
    "here INBOX a +S; here INBOX a -S; here INBOX b -S; here INBOX b +S", "INBOX: a[] b[S]", 0, 0 },
  { "three-operations-crossing", "new INBOX a; new INBOX b", "flag INBOX b +A",
    "here INBOX a +S; here INBOX b +S; here INBOX a -S", "INBOX: a[] b[SA]", 0, 0 },
  { "refused", "new INBOX a; new INBOX b; refuse INBOX a", NULL, "here INBOX a +S; here INBOX b +S",
    "INBOX: a[] b[S]", 0, 0 },
  { "refused-and-changed-there", "new INBOX a; refuse INBOX a", "flag INBOX a +F",
    "here INBOX a +S", "INBOX: a[F]", 0, 0 },
  { "discarded-while-changed-there", "new INBOX a", "flag INBOX a +F", "here INBOX a +S; discard",
    "INBOX: a[F]", 0, 0 },
  { "first-of-two-discarded", "new INBOX a", "flag INBOX a +D",
    "here INBOX a +S; here INBOX a +F; discard", "INBOX: a[FD]", 0, 0 },
  { "discarded-and-removed-there", "new INBOX a; new INBOX b", "del INBOX a",
    "here INBOX a +S; discard", "INBOX: b[]", 0, 0 },

  { "new-validity", "new INBOX a; new INBOX b S; new INBOX c", "validity INBOX", NULL,
    "INBOX: a[] b[S] c[]", 0, 0 },
  { "new-validity-flag-here", "new INBOX a; new INBOX b S; new INBOX c; new INBOX d",
    "validity INBOX", "here INBOX a +F; here INBOX b -S", "INBOX: a[F] b[] c[] d[]", 0, 0 },
  { "new-validity-flag-both", "new INBOX a; new INBOX b", "validity INBOX; flag INBOX a +A",
    "here INBOX a +F", "INBOX: a[AF] b[]", 0, 0 },
  { "new-validity-some-removed", "new INBOX a; new INBOX b; new INBOX c",
    "del INBOX b; validity INBOX; new INBOX d", "here INBOX a +S; here INBOX b +S",
    "INBOX: a[S] c[] d[]", 0, 1 },
  { "new-validity-everything-removed", "new INBOX a; new INBOX b", "empty INBOX; validity INBOX",
    "here INBOX a +S", "INBOX:", 0, 0 },
  { "new-validity-without-message-ids", "plain INBOX p @5; plain INBOX q @6 S", "validity INBOX",
    "here INBOX p +F", "INBOX: p[F] q[S]", 0, 0 },
  /* Which is which cannot be known, so the change here goes to neither. */
  { "new-validity-ambiguous", "plain INBOX p @5; plain INBOX q @5 S; new INBOX a", "validity INBOX",
    "here INBOX p +F; here INBOX a +F", "INBOX: a[F] p[] q[S]", NEW_IDS, 2 },
  { "new-validity-twins", "twin INBOX p; twin INBOX q S; new INBOX a", "validity INBOX",
    "here INBOX p +F", "INBOX: a[] p[F] q[S]", 0, 0 },
  { "new-validity-twice", "new INBOX a; new INBOX b; new INBOX c",
    "validity INBOX; validity INBOX; new INBOX d", "here INBOX a +F", "INBOX: a[F] b[] c[] d[]", 0,
    1 },
  { "new-validity-of-two-folders", "new INBOX a; mkdir Work; new Work w; new Work x",
    "validity INBOX; validity Work", "here Work w +F; here INBOX a +F",
    "INBOX: a[F]; Work: w[F] x[]", 0, 0 },
  { "token-lost", "new INBOX a; new INBOX b S", "flag INBOX b +F",
    "here INBOX a +S; forget-token INBOX", "INBOX: a[S] b[SF]", 0, 0 },
  { "positions-go-back", "new INBOX a; new INBOX b S; new INBOX c",
    "flag INBOX a +F; del INBOX c; positions INBOX", "here INBOX b +F", "INBOX: a[F] b[SF]", 0, 0 },

  { "same-message-id-twice", "twin INBOX p", "twin INBOX q", "here INBOX p +S", "INBOX: p[S] q[]",
    0, 1 },
  { "delivered-twice", "new INBOX a", "deliver-twice; new INBOX b; flag INBOX a +S", NULL,
    "INBOX: a[S] b[]", 0, 1 },
  { "flags-of-unknown-ids", "new INBOX a", "tell-unknown; flag INBOX a +S", "here INBOX a +F",
    "INBOX: a[SF]", 0, 0 },
  { "vanishes-before-fetch", "new INBOX a", "new INBOX b; new INBOX c; new INBOX d; vanish INBOX c",
    NULL, "INBOX: a[] b[] d[]", 0, 2 },
  { "poisonous-for-the-protocol", "new INBOX a",
    "new INBOX b; new INBOX c; new INBOX d; poison INBOX c protocol", NULL,
    "INBOX: a[] b[] c[] d[]", 0, 2 },
  { "poisonous-by-size", "new INBOX a",
    "new INBOX b; new INBOX c; new INBOX d; poison INBOX b limit; poison INBOX d limit", NULL,
    "INBOX: a[] b[] c[] d[]", 0, 1 },
  { "giant-header", "new INBOX a", "giant INBOX g; new INBOX b", NULL, "INBOX: a[] b[] g[]", 0, 2 },
  { "large-message", "new INBOX a", "big INBOX g; new INBOX b", "here INBOX a +S",
    "INBOX: a[S] b[] g[]", 0, 2 },

  { "folder-created", "new INBOX a", "mkdir Work; new Work w; mkdir Empty", NULL,
    "Empty:; INBOX: a[]; Work: w[]", 0, 1 },
  { "folder-deleted", "new INBOX a; mkdir Work; new Work w; new Work x", "rmdir Work", NULL,
    "INBOX: a[]", 0, 0 },
  { "folder-deleted-operation-inside", "new INBOX a; mkdir Work; new Work w; new Work x",
    "rmdir Work", "here Work w +S; here INBOX a +S", "INBOX: a[S]", 0, 0 },
  { "folder-renamed", "mkdir Work; new Work w; new Work x", "mv Work Job", NULL,
    "INBOX:; Job: w[] x[]", 0, 0 },
  { "folder-renamed-operation-inside", "mkdir Work; new Work w; new Work x",
    "mv Work Job; flag Job x +F", "here Work w +S; here Work x +S", "INBOX:; Job: w[S] x[SF]", 0,
    0 },
  { "folder-renamed-old-name-new-folder", "mkdir Sent; new Sent s; new Sent t",
    "mv Sent Sent-2024; mkdir Sent; new Sent u", "here Sent s +S",
    "INBOX:; Sent: u[]; Sent-2024: s[S] t[]", 0, 1 },
  { "folders-swapped", "mkdir One; mkdir Two; new One a; new Two b S",
    "mv One Three; mv Two One; mv Three Two", "here One a +F; here Two b -S",
    "INBOX:; One: b[]; Two: a[F]", 0, 0 },
  { "folder-made-anew", "mkdir Work; new Work w; new Work x",
    "rmdir Work; mkdir Work; new Work y; new Work z", "here Work w +S", "INBOX:; Work: y[] z[]", 0,
    2 },
  { "no-folders-listed", "new INBOX a; mkdir Work; new Work w", "list-nothing", "here INBOX a +S",
    "INBOX: a[S]; Work: w[]", FAILS, 0 },

  { "move", "new INBOX a; new INBOX b S; mkdir Work", NULL, "move INBOX a Work; move INBOX b Work",
    "INBOX:; Work: a[] b[S]", MOVES, 0 },
  { "move-and-flag", "new INBOX a; mkdir Work", NULL,
    "here INBOX a +S; move INBOX a Work;"
    " here Work a +F",
    "INBOX:; Work: a[SF]", MOVES, 0 },
  { "move-flag-there", "new INBOX a; mkdir Work", "flag INBOX a +F", "move INBOX a Work",
    "INBOX:; Work: a[F]", MOVES, 0 },
  { "move-there-and-back", "new INBOX a; mkdir Work", NULL, "move INBOX a Work; move Work a INBOX",
    "INBOX: a[]; Work:", MOVES, 0 },
  { "move-twice", "new INBOX a; mkdir Work; mkdir Old", NULL, "move INBOX a Work; move Work a Old",
    "INBOX:; Old: a[]; Work:", MOVES, 0 },
  { "move-undone", "new INBOX a; mkdir Work", NULL, "move INBOX a Work; undo",
    "INBOX: a[]; Work:", MOVES, 0 },
  { "move-discarded", "new INBOX a; mkdir Work", "flag INBOX a +F", "move INBOX a Work; discard",
    "INBOX: a[F]; Work:", MOVES, 0 },
  { "move-removed-there", "new INBOX a; new INBOX b; mkdir Work", "del INBOX a",
    "move INBOX a Work; move INBOX b Work", "INBOX:; Work: b[]", MOVES, 0 },
  { "move-on-both-sides", "new INBOX a; mkdir Work", "shift INBOX a Work", "move INBOX a Work",
    "INBOX:; Work: a[]", NEW_IDS | MOVES, 1 },
  { "move-elsewhere-on-both-sides", "new INBOX a; mkdir Work; mkdir Old", "shift INBOX a Old",
    "move INBOX a Work", "INBOX:; Old: a[]; Work:", NEW_IDS | MOVES, 1 },
  { "move-without-message-ids", "plain INBOX p @5; plain INBOX q @6 S; mkdir Work", NULL,
    "move INBOX p Work; move INBOX q Work", "INBOX:; Work: p[] q[S]", MOVES, -1 },
  { "move-twin-lies-there", "twin INBOX p; mkdir Work; twin Work q S", NULL, "move INBOX p Work",
    "INBOX:; Work: p[] q[S]", MOVES, 0 },
  { "move-twin-comes-there", "twin INBOX p; mkdir Work", "twin Work q S", "move INBOX p Work",
    "INBOX:; Work: p[] q[S]", MOVES, 1 },
  { "move-twins", "twin INBOX p; twin INBOX q S; mkdir Work", NULL,
    "move INBOX p Work; move INBOX q Work", "INBOX:; Work: p[] q[S]", MOVES, 0 },
  { "move-same-without-message-id", "plain INBOX p @5; plain INBOX p2 @5; mkdir Work", NULL,
    "move INBOX p Work; move INBOX p2 Work", "INBOX:; Work: p[] p2[]", MOVES, -1 },
  { "move-refused", "new INBOX a; new INBOX b; mkdir Work; refuse INBOX a", NULL,
    "move INBOX a Work; move INBOX b Work", "INBOX: a[]; Work: b[]", PROBLEM | MOVES, 0 },
  { "move-refused-second-waits", "new INBOX a; mkdir Work; mkdir Old; full Work", NULL,
    "move INBOX a Work; move Work a Old", "INBOX:; Old: a[]; Work:", PROBLEM | MOVES, 0 },
  { "move-refused-flag-waits", "new INBOX a; mkdir Work; full Work", "flag INBOX a +F",
    "move INBOX a Work; here Work a +S", "INBOX: a[SF]; Work:", PROBLEM | MOVES, 0 },
  { "move-new-validity-there", "new INBOX a; new INBOX b; new INBOX c; mkdir Work; new Work w",
    "validity INBOX", "move INBOX a Work", "INBOX: b[] c[]; Work: a[] w[]", MOVES, 0 },
  { "move-new-validity-of-target", "new INBOX a; mkdir Work; new Work w; new Work x S",
    "validity Work", "move INBOX a Work", "INBOX:; Work: a[] w[] x[S]", MOVES, 0 },
  { "move-new-validity-of-both", "new INBOX a; new INBOX b; mkdir Work; new Work w; new Work x S",
    "validity Work; validity INBOX", "move INBOX a Work; here Work w +F",
    "INBOX: b[]; Work: a[] w[F] x[S]", MOVES, 0 },
  { "move-target-renamed-there", "new INBOX a; mkdir Work; new Work w", "mv Work Job",
    "move INBOX a Work", "INBOX:; Job: a[] w[]", MOVES, 0 },
  { "move-source-renamed-there", "mkdir Work; new Work w; new Work x; mkdir Old", "mv Work Job",
    "move Work w Old", "INBOX:; Job: x[]; Old: w[]", MOVES, 0 },
  { "move-target-deleted-there", "new INBOX a; mkdir Work; new Work w", "rmdir Work",
    "move INBOX a Work", "INBOX: a[]", PROBLEM | MOVES, 0 },
  { "move-source-deleted-there", "mkdir Work; new Work w; mkdir Old", "rmdir Work",
    "move Work w Old", "INBOX:; Old:", MOVES, 0 },
  { "move-new-mail-in-target", "new INBOX a; mkdir Work", "new Work w; new INBOX b",
    "move INBOX a Work", "INBOX: b[]; Work: a[] w[]", MOVES, 2 },

  { "copy", "new INBOX a S; mkdir Work", NULL, "copy INBOX a Work", "INBOX: a[S]; Work: a[S]",
    NEW_IDS | MOVES, 0 },
  { "copy-and-flag-copy", "new INBOX a; mkdir Work", NULL, "copy INBOX a Work; here Work a +S",
    "INBOX: a[]; Work: a[S]", NEW_IDS | MOVES, 0 },
  { "copy-and-move-original", "new INBOX a; mkdir Work; mkdir Old", NULL,
    "copy INBOX a Work; move INBOX a Old", "INBOX:; Old: a[]; Work: a[]", NEW_IDS | MOVES, 0 },
  { "copy-and-erase-original", "new INBOX a; mkdir Work", NULL, "copy INBOX a Work; erase INBOX a",
    "INBOX:; Work: a[]", NEW_IDS | MOVES, 0 },
  { "copy-onto-older-copy", "twin INBOX p; mkdir Work; twin Work q", NULL, "copy INBOX p Work",
    "INBOX: p[]; Work: p[] q[]", NEW_IDS | MOVES, 0 },
  { "copy-undone", "new INBOX a; mkdir Work", NULL, "copy INBOX a Work; undo",
    "INBOX: a[]; Work:", MOVES, 0 },
  { "copy-removed-there", "new INBOX a; new INBOX b; mkdir Work", "del INBOX a",
    "copy INBOX a Work; copy INBOX b Work", "INBOX: b[]; Work: b[]", PROBLEM | NEW_IDS | MOVES, 0 },
  { "copy-moved-there", "new INBOX a; mkdir Work; mkdir Old", "shift INBOX a Old",
    "copy INBOX a Work", "INBOX:; Old: a[]; Work:", PROBLEM | NEW_IDS | MOVES, 1 },
  { "copy-target-renamed-there", "new INBOX a; mkdir Work; new Work w", "mv Work Job",
    "copy INBOX a Work", "INBOX: a[]; Job: a[] w[]", NEW_IDS | MOVES, -1 },
  { "copy-target-deleted-there", "new INBOX a; mkdir Work", "rmdir Work", "copy INBOX a Work",
    "INBOX: a[]", PROBLEM | MOVES, 0 },
  { "copy-new-validity-there", "new INBOX a; new INBOX b; mkdir Work", "validity INBOX",
    "copy INBOX a Work", "INBOX: a[] b[]; Work: a[]", NEW_IDS | MOVES, 0 },
  { "copy-refused-full", "new INBOX a; mkdir Work; full Work", NULL, "copy INBOX a Work",
    "INBOX: a[]; Work:", PROBLEM | MOVES, 0 },

  { "erase", "new INBOX a; new INBOX b", NULL, "erase INBOX a", "INBOX: b[]", MOVES, 0 },
  { "erase-flagged-there", "new INBOX a; new INBOX b", "flag INBOX a +F", "erase INBOX a",
    "INBOX: b[]", MOVES, 0 },
  { "erase-on-both-sides", "new INBOX a; new INBOX b", "del INBOX a", "erase INBOX a", "INBOX: b[]",
    MOVES, 0 },
  { "erase-undone", "new INBOX a", NULL, "erase INBOX a; undo", "INBOX: a[]", MOVES, 0 },
  { "erase-refused", "new INBOX a; refuse INBOX a", NULL, "erase INBOX a", "INBOX: a[]",
    PROBLEM | MOVES, 0 },
  { "erase-new-validity", "new INBOX a; new INBOX b; new INBOX c", "validity INBOX",
    "erase INBOX a", "INBOX: b[] c[]", MOVES, 0 },
  { "erase-moved-there", "new INBOX a; new INBOX b; mkdir Work", "shift INBOX a Work",
    "erase INBOX a", "INBOX: b[]; Work: a[]", NEW_IDS | MOVES, 1 },
  { "erase-folder-deleted-there", "mkdir Work; new Work w; new INBOX a", "rmdir Work",
    "erase Work w", "INBOX: a[]", MOVES, 0 },
  { "erase-folder-renamed-there", "mkdir Work; new Work w; new Work x", "mv Work Job",
    "erase Work w", "INBOX:; Job: x[]", NEW_IDS | MOVES, -1 },
  { "flag-moved-there", "new INBOX a; mkdir Work", "shift INBOX a Work", "here INBOX a +S",
    "INBOX:; Work: a[]", NEW_IDS | MOVES, 1 },
  { "move-discarded-moved-there", "new INBOX a; mkdir Work; mkdir Old", "shift INBOX a Old",
    "move INBOX a Work; discard", "INBOX:; Old: a[]; Work:", NEW_IDS | MOVES, 1 },
  { "move-discarded-renamed-there", "new INBOX a; mkdir Work; new Work w", "mv Work Job",
    "move INBOX a Work; discard", "INBOX: a[]; Job: w[]", NEW_IDS | MOVES, -1 },
  { "move-then-erase", "new INBOX a; mkdir Work", NULL, "move INBOX a Work; erase Work a",
    "INBOX:; Work:", MOVES, 0 },

  { "append", "new INBOX a; mkdir Work", NULL, "append Work n", "INBOX: a[]; Work: n[S]", MOVES,
    0 },
  { "append-and-move", "mkdir Work", NULL, "append INBOX n; move INBOX n Work; here Work n +F",
    "INBOX:; Work: n[SF]", MOVES, 0 },
  { "append-undone", "mkdir Work", NULL, "append Work n; undo", "INBOX:; Work:", MOVES, 0 },
  { "append-target-renamed-there", "mkdir Work; new Work w", "mv Work Job", "append Work n",
    "INBOX:; Job: n[S] w[]", NEW_IDS | MOVES, -1 },
  { "append-target-deleted-there", "mkdir Work", "rmdir Work", "append Work n",
    "INBOX:", PROBLEM | MOVES, 0 },
  { "append-new-validity-there", "mkdir Work; new Work w", "validity Work", "append Work n",
    "INBOX:; Work: n[S] w[]", NEW_IDS | MOVES, -1 },
  { "append-twin-there", "mkdir Work; new Work n", NULL, "append Work n", "INBOX:; Work: n[] n[S]",
    NEW_IDS | MOVES, 0 },

  { "create", "new INBOX a", NULL, "create Work; move INBOX a Work", "INBOX:; Work: a[]", MOVES,
    0 },
  { "create-below", "new INBOX a", NULL, "create Work; create Work/Old; move INBOX a Work/Old",
    "INBOX:; Work:; Work/Old: a[]", MOVES, 0 },
  { "create-on-both-sides", "new INBOX a", "mkdir Work; new Work w",
    "create Work; move INBOX a Work", "INBOX:; Work: a[] w[]", MOVES, 1 },
  { "create-refused", "new INBOX a; refuse-folders", NULL, "create Work; move INBOX a Work",
    "INBOX: a[]", MOVES, 0 },
  { "archive-made", "new INBOX a", NULL, "archive INBOX a", "Archive: a[]; INBOX:", MOVES, 0 },
  { "rename", "mkdir Work; new Work w; mkdir Work/Old; new Work/Old o", NULL, "rename Work Job",
    "INBOX:; Job: w[]; Job/Old: o[]", MOVES, 0 },
  { "rename-and-move-in", "mkdir Work; new Work w; new INBOX a", "new Work x",
    "rename Work Job; move INBOX a Job", "INBOX:; Job: a[] w[] x[]", MOVES, 1 },
  { "rename-twice", "mkdir Work; new Work w", NULL, "rename Work Job; rename Job Task",
    "INBOX:; Task: w[]", MOVES, 0 },
  { "rename-undone", "mkdir Work; new Work w", NULL, "rename Work Job; undo", "INBOX:; Work: w[]",
    MOVES, 0 },
  { "rename-refused", "mkdir Work; new Work w; refuse-folders", NULL, "rename Work Job",
    "INBOX:; Work: w[]", PROBLEM | MOVES, 0 },
  { "rename-on-both-sides", "mkdir Work; new Work w", "mv Work Task", "rename Work Job",
    "INBOX:; Job: w[]", MOVES, 0 },
  { "drop", "mkdir Work; new Work w; new INBOX a", NULL, "move Work w INBOX; drop Work",
    "INBOX: a[] w[]", MOVES, 0 },
  { "drop-full", "mkdir Work; new Work w; new INBOX a", "new Work x", "drop Work", "INBOX: a[]",
    MOVES, 0 },
  { "drop-refused", "mkdir Work; new Work w; refuse-folders", NULL, "drop Work",
    "INBOX:; Work: w[]", PROBLEM | MOVES, 0 },
  { "drop-undone", "mkdir Work; new Work w", NULL, "drop Work; undo", "INBOX:; Work: w[]", MOVES,
    0 },

  { "window-shrinks", "new INBOX old @30; new INBOX young @2", NULL, "window 7",
    "INBOX: old[] young[]", 0, 0 },
  { "window-closes", "new INBOX old @30; new INBOX young @2", "flag INBOX old +S", "window 0",
    "INBOX: old[S] young[]", 0, 0 },
  { "window-grows", "window 7; new INBOX old @30; new INBOX young @2", NULL, "window -1",
    "INBOX: old[] young[]", 0, 1 },
  { "five-thousand-removed", "many INBOX 5000; new INBOX a", "empty INBOX; new INBOX b",
    "here INBOX a +S", "INBOX: b[]", LONG, 1 },
};

/* ---- helpers ------------------------------------------------------------------------------ */

typedef struct {
  const Row *row;
  LoftFakeStyle style;
} Case;

static SyncWorld *
world_before (const Case *test)
{
  SyncWorld *world = sync_world_new (test->style);

  if (test->row->flags & LONG)
    loft_fake_backend_set_batch_size (world->backend, 200);
  sync_world_do (world, test->row->before);
  sync_world_must_sync (world);
  return world;
}

static void
happen (SyncWorld *world, const Row *row)
{
  sync_world_do (world, row->here);
  sync_world_do (world, row->server);
}

static char *
expected_text (const Row *row)
{
  g_auto (GStrv) folders = g_strsplit (row->expected, "; ", -1);
  g_autofree char *joined = g_strjoinv ("\n", folders);

  return g_strconcat (joined, "\n", NULL);
}

static void
check_sides (SyncWorld *world, const Row *row)
{
  g_autofree char *expected = expected_text (row);
  g_autofree char *here = sync_world_describe (world);
  g_autofree char *there = loft_fake_server_describe (world->server);

  g_assert_cmpstr (here, ==, expected);
  g_assert_cmpstr (there, ==, expected);
  g_assert_cmpuint (sync_world_count_operations (world), ==, 0);
  if (row->flags & PROBLEM)
    g_assert_cmpuint (sync_world_count_problems (world), ==, 1);
  sync_world_check (world);
}

/* A message that is on both sides of a sync is the same to everybody who remembers its id. */
static void
check_ids_kept (SyncWorld *world, const Row *row, GHashTable *before)
{
  g_autoptr (GHashTable) after = sync_world_list_local_ids (world);
  GHashTableIter iter;
  gpointer name;
  gpointer id;

  if (row->flags & NEW_IDS)
    return;
  g_hash_table_iter_init (&iter, before);
  while (g_hash_table_iter_next (&iter, &name, &id))
    {
      gint64 *now = g_hash_table_lookup (after, name);

      if (now != NULL)
        g_assert_cmpint (*now, ==, *(gint64 *) id);
    }
}

static int
compare_lines (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

static char *
describe_contents (SyncWorld *world)
{
  g_autoptr (GHashTable) ids = sync_world_list_local_ids (world);
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter iter;
  gpointer name;
  gpointer id;

  g_hash_table_iter_init (&iter, ids);
  while (g_hash_table_iter_next (&iter, &name, &id))
    {
      g_autoptr (LoftMessageState) state =
        loft_mail_store_get_state (world->store->mail, *(gint64 *) id, NULL);

      g_ptr_array_add (lines, g_strdup_printf ("%s:%d", (char *) name, state->content));
    }
  g_ptr_array_sort (lines, compare_lines);
  g_ptr_array_add (lines, NULL);
  return g_strjoinv (" ", (char **) lines->pdata);
}

/* Syncs that were held back by a waiting operation are due again. */
static void
an_hour_later (void)
{
  loft_clock_set_for_test (loft_clock_now () + 3600);
}

/* ---- once and again ----------------------------------------------------------------------- */

static void
check_dumps (SyncWorld *world, gboolean with_tokens)
{
  g_autofree char *before = sync_world_dump (world, with_tokens);
  g_autofree char *after = NULL;

  sync_world_must_sync (world);
  after = sync_world_dump (world, with_tokens);
  g_assert_cmpstr (before, ==, after);
}

/* The token may still pass our own changes once. */
static void
check_again_does_nothing (SyncWorld *world, const Row *row)
{
  guint writes = loft_fake_backend_get_n_writes (world->backend);
  guint fetched = loft_fake_backend_get_n_fetched (world->backend);

  check_dumps (world, FALSE);
  check_dumps (world, TRUE);
  g_assert_cmpuint (loft_fake_backend_get_n_writes (world->backend), ==, writes);
  g_assert_cmpuint (loft_fake_backend_get_n_fetched (world->backend), ==, fetched);
  check_sides (world, row);
}

static void
check_fails (SyncWorld *world, const Row *row)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *expected = expected_text (row);
  g_autofree char *here = NULL;

  g_assert_false (sync_world_sync (world, &error));
  g_assert_error (error, LOFT_ERROR, LOFT_ERROR_TEMPORARY);
  here = sync_world_describe (world);
  g_assert_cmpstr (here, ==, expected);
  sync_world_check (world);
}

/* A message that vanishes is only known to be gone when the folder is listed again. */
static gboolean
vanishes (const Row *row)
{
  return row->server != NULL && strstr (row->server, "vanish") != NULL;
}

static void
test_run (gconstpointer data)
{
  const Case *test = data;
  SyncWorld *world = world_before (test);
  g_autoptr (GHashTable) ids = sync_world_list_local_ids (world);
  guint fetched;

  happen (world, test->row);
  fetched = loft_fake_backend_get_n_fetched (world->backend);
  if (test->row->flags & FAILS)
    check_fails (world, test->row);
  else
    {
      sync_world_must_sync (world);
      if (vanishes (test->row))
        sync_world_must_sync (world);
      check_sides (world, test->row);
      check_ids_kept (world, test->row, ids);
      if (test->row->fetches >= 0)
        g_assert_cmpuint (loft_fake_backend_get_n_fetched (world->backend) - fetched, ==,
                          test->row->fetches);
      check_again_does_nothing (world, test->row);
    }
  sync_world_free (world);
}

/* ---- interrupted -------------------------------------------------------------------------- */

/* LOFT_TEST_SOAK=1 cuts at every step with every class; else a tenth of it, another tenth for
 * each row; of the many rows that move things a twentieth. With sanitizers fewer. */
static gboolean
is_chosen (const Row *row, guint n)
{
  guint place = n + g_str_hash (row->name);
  gboolean sanitized = g_getenv ("LOFT_TEST_SANITIZED") != NULL;

  if (g_getenv ("LOFT_TEST_SOAK") != NULL)
    return TRUE;
  if (row->flags & MOVES)
    return sanitized ? place % 48 == 1 : place % 20 == 0;
  return sanitized ? place % 16 == 1 : place % 10 == 0;
}

static char *
end_contents (const Case *test, guint *n_steps)
{
  SyncWorld *world = world_before (test);
  char *contents;

  happen (world, test->row);
  sync_fuse_set (0);
  sync_world_must_sync (world);
  *n_steps = sync_fuse_count ();
  sync_world_must_sync (world);
  contents = describe_contents (world);
  sync_world_free (world);
  return contents;
}

static void
check_end (SyncWorld *world, const Case *test, GHashTable *ids, const char *contents)
{
  g_autofree char *end = NULL;

  sync_world_must_sync (world);
  an_hour_later ();
  sync_world_must_sync (world);
  check_sides (world, test->row);
  check_ids_kept (world, test->row, ids);
  end = describe_contents (world);
  g_assert_cmpstr (end, ==, contents);
  check_again_does_nothing (world, test->row);
}

static void
run_interrupted (const Case *test, guint n, const char *contents)
{
  SyncWorld *world = world_before (test);
  g_autoptr (GHashTable) ids = sync_world_list_local_ids (world);

  happen (world, test->row);
  sync_fuse_set (n);
  sync_world_sync (world, NULL);
  sync_fuse_set (0);
  sync_world_close (world);
  sync_world_open (world);
  sync_world_check (world);
  an_hour_later ();
  check_end (world, test, ids, contents);
  sync_world_free (world);
}

static void
test_interrupted (gconstpointer data)
{
  const Case *test = data;
  guint n_steps = 0;
  g_autofree char *contents = end_contents (test, &n_steps);

  g_test_message ("%u steps and commits", n_steps);
  g_assert_cmpuint (n_steps, >, 2);
  for (guint n = 1; n <= n_steps; n++)
    {
      if (!is_chosen (test->row, n))
        continue;
      g_test_message ("dies before %u", n);
      run_interrupted (test, n, contents);
    }
}

/* ---- hiccups ------------------------------------------------------------------------------ */

static void
run_hiccup (const Case *test, guint n, LoftError error_class, const char *contents)
{
  SyncWorld *world = world_before (test);
  g_autoptr (GHashTable) ids = sync_world_list_local_ids (world);

  happen (world, test->row);
  loft_fake_backend_fail (world->backend, NULL, n, error_class);
  sync_world_sync (world, NULL);
  /* How many steps there are depends on how fast bodies come; the hiccup is over in any case. */
  loft_fake_backend_fail (world->backend, NULL, 0, error_class);
  an_hour_later ();
  check_end (world, test, ids, contents);
  sync_world_free (world);
}

static void
test_hiccup (gconstpointer data)
{
  static const LoftError classes[] = { LOFT_ERROR_OFFLINE, LOFT_ERROR_PROTOCOL };
  const Case *test = data;
  SyncWorld *world = world_before (test);
  guint before = loft_fake_backend_get_n_steps (world->backend);
  guint n_commits_too;
  g_autofree char *contents = end_contents (test, &n_commits_too);
  guint n_steps;

  happen (world, test->row);
  sync_world_must_sync (world);
  n_steps = loft_fake_backend_get_n_steps (world->backend) - before;
  sync_world_free (world);
  for (guint n = 1; n <= n_steps; n++)
    for (guint i = 0; i < G_N_ELEMENTS (classes) && is_chosen (test->row, n + 1); i++)
      {
        g_test_message ("step %u fails: %s", n, loft_error_class_name (classes[i]));
        run_hiccup (test, n, classes[i], contents);
      }
}

/* ------------------------------------------------------------------------------------------- */

static void
add_row (const Row *row, LoftFakeStyle style)
{
  const char *style_name = style == LOFT_FAKE_DELTAS ? "deltas" : "listing";
  g_autofree char *run = g_strdup_printf ("/sync/%s/%s/run", row->name, style_name);
  g_autofree char *cut = g_strdup_printf ("/sync/%s/%s/interrupted", row->name, style_name);
  g_autofree char *hiccup = g_strdup_printf ("/sync/%s/%s/hiccup", row->name, style_name);
  Case test = { row, style };

  g_test_add_data_func_full (run, g_memdup2 (&test, sizeof test), test_run, g_free);
  if (row->flags & (FAILS | LONG))
    return;
  g_test_add_data_func_full (cut, g_memdup2 (&test, sizeof test), test_interrupted, g_free);
  g_test_add_data_func_full (hiccup, g_memdup2 (&test, sizeof test), test_hiccup, g_free);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      add_row (&rows[i], LOFT_FAKE_DELTAS);
      add_row (&rows[i], LOFT_FAKE_LISTING);
    }
  return g_test_run ();
}
