/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-lies.h"

#define STAYS LOFT_LIE_STAYS_IN_FOLDER
#define ENDS  LOFT_LIE_ENDS_RUN
#define COSTS LOFT_LIE_COSTS_A_BODY

#define FIRST   LOFT_LIE_FIRST
#define LAST    LOFT_LIE_LAST
#define ONLY    LOFT_LIE_ONLY
#define INSTEAD LOFT_LIE_INSTEAD
#define REPLACE LOFT_LIE_REPLACE

#define SELECT  "SELECT INBOX"
#define SEARCH  "INBOX UID SEARCH"
#define HEADERS "INBOX UID FETCH *BODY.PEEK[HEADER]"
#define BODIES  "INBOX UID FETCH *BODY.PEEK[]"

#define BIG     "99999999999999999999"
#define BEYOND  "4294967296"
#define EVIL                                                                                       \
  "* 6 FETCH (UID 7 FLAGS () RFC822.SIZE 40 INTERNALDATE \"09-Oct-2025 08:53:20 +0000\" "          \
  "BODY[HEADER] \"Subject: Evil\")\r\n"
static const LoftLieRow rows[] = {
  /* SELECT: counts */
  { "exists-negative", SELECT, REPLACE, " EXISTS=>0 EXISTS\r\n* -1 EXISTS", ENDS },
  { "exists-zero", SELECT, LAST, "* 0 EXISTS\r\n", STAYS },
  { "exists-shrinks", SELECT, LAST, "* 2 EXISTS\r\n", STAYS },
  { "exists-largest", SELECT, LAST, "* 4294967295 EXISTS\r\n", STAYS },
  { "exists-overflows", SELECT, LAST, "* " BEYOND " EXISTS\r\n", ENDS },
  { "exists-overflows-twice", SELECT, LAST, "* " BIG " EXISTS\r\n", ENDS },
  { "exists-missing", SELECT, REPLACE, "EXISTS=>XEXISTS", STAYS },
  { "recent-negative", SELECT, LAST, "* -3 RECENT\r\n", ENDS },

  /* SELECT: UIDVALIDITY */
  { "validity-zero", SELECT, REPLACE, "[UIDVALIDITY 1001]=>[UIDVALIDITY 0]", STAYS },
  { "validity-negative", SELECT, REPLACE, "[UIDVALIDITY 1001]=>[UIDVALIDITY -1001]", STAYS },
  { "validity-overflows", SELECT, REPLACE, "[UIDVALIDITY 1001]=>[UIDVALIDITY " BEYOND "]", STAYS },
  { "validity-missing", SELECT, REPLACE, "[UIDVALIDITY 1001]=>[X]", STAYS },
  { "validity-changes", SELECT, REPLACE, "[UIDVALIDITY 1001]=>[UIDVALIDITY 4242]", STAYS },
  { "validity-largest", SELECT, REPLACE, "[UIDVALIDITY 1001]=>[UIDVALIDITY 4294967295]", STAYS },
  { "validity-twice", SELECT, LAST, "* OK [UIDVALIDITY 4242] x\r\n", STAYS },

  /* SELECT: UIDNEXT */
  { "uidnext-low", SELECT, REPLACE, "[UIDNEXT 8]=>[UIDNEXT 1]", STAYS },
  { "uidnext-too-low-by-one", SELECT, REPLACE, "[UIDNEXT 8]=>[UIDNEXT 7]", STAYS },
  { "uidnext-zero", SELECT, REPLACE, "[UIDNEXT 8]=>[UIDNEXT 0]", STAYS },
  { "uidnext-negative", SELECT, REPLACE, "[UIDNEXT 8]=>[UIDNEXT -8]", STAYS },
  { "uidnext-largest", SELECT, REPLACE, "[UIDNEXT 8]=>[UIDNEXT 4294967295]", STAYS },
  { "uidnext-overflows", SELECT, REPLACE, "[UIDNEXT 8]=>[UIDNEXT " BIG "]", STAYS },
  { "uidnext-missing", SELECT, REPLACE, "[UIDNEXT 8]=>[X]", STAYS },

  /* SELECT: mod-sequences */
  { "modseq-back", SELECT, LAST, "* OK [HIGHESTMODSEQ 1] x\r\n", STAYS },
  { "modseq-zero", SELECT, LAST, "* OK [HIGHESTMODSEQ 0] x\r\n", STAYS },
  { "modseq-ahead", SELECT, LAST, "* OK [HIGHESTMODSEQ 1000000] x\r\n", STAYS },
  { "modseq-largest", SELECT, LAST, "* OK [HIGHESTMODSEQ 9223372036854775807] x\r\n", STAYS },
  { "modseq-overflows", SELECT, LAST, "* OK [HIGHESTMODSEQ 18446744073709551616] x\r\n", STAYS },
  { "modseq-negative", SELECT, LAST, "* OK [HIGHESTMODSEQ -1] x\r\n", STAYS },
  { "modseq-denied", SELECT, LAST, "* OK [NOMODSEQ] x\r\n", STAYS },

  /* SELECT: removals and flags */
  { "vanished-everything", SELECT, LAST, "* VANISHED (EARLIER) 1:4294967295\r\n", STAYS },
  { "vanished-everything-now", SELECT, LAST, "* VANISHED 1:4294967295\r\n", STAYS },
  { "vanished-backwards", SELECT, LAST, "* VANISHED (EARLIER) 4294967295:1\r\n", STAYS },
  { "vanished-star", SELECT, LAST, "* VANISHED (EARLIER) 1:*\r\n", ENDS },
  { "vanished-zero", SELECT, LAST, "* VANISHED (EARLIER) 0\r\n", ENDS },
  { "vanished-negative", SELECT, LAST, "* VANISHED (EARLIER) -1\r\n", ENDS },
  { "vanished-overflows", SELECT, LAST, "* VANISHED (EARLIER) 1:" BEYOND "\r\n", ENDS },
  { "vanished-nothing", SELECT, LAST, "* VANISHED (EARLIER)\r\n", ENDS },
  { "expunge-in-select", SELECT, LAST, "* 1 EXPUNGE\r\n* 1 EXPUNGE\r\n", STAYS },
  { "expunge-zero", SELECT, LAST, "* 0 EXPUNGE\r\n", ENDS },
  { "expunge-largest", SELECT, LAST, "* 4294967295 EXPUNGE\r\n", STAYS },
  { "flags-of-unknown", SELECT, LAST, "* 9 FETCH (UID 99 FLAGS (\\Seen) MODSEQ (99))\r\n", STAYS },
  { "flags-of-largest", SELECT, LAST, "* 9 FETCH (UID 4294967295 FLAGS (\\Seen))\r\n", STAYS },
  { "flags-of-zero", SELECT, LAST, "* 9 FETCH (UID 0 FLAGS (\\Seen))\r\n", ENDS },
  { "flags-of-negative", SELECT, LAST, "* 9 FETCH (UID -4 FLAGS (\\Seen))\r\n", ENDS },
  { "flags-of-none", SELECT, LAST, "* 9 FETCH (FLAGS (\\Seen))\r\n", STAYS },
  { "flags-unclosed", SELECT, LAST, "* 9 FETCH (UID 4 FLAGS (\\Seen\r\n", ENDS },

  /* SELECT: the rest */
  { "select-refused", SELECT, INSTEAD, "<tag> NO [NONEXISTENT] gone\r\n", STAYS },
  { "select-forbidden", SELECT, INSTEAD, "<tag> NO [NOPERM] not for you\r\n", STAYS },
  { "select-bad", SELECT, INSTEAD, "<tag> BAD what\r\n", STAYS },
  { "select-of-another", SELECT, ONLY,
    "* 1 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT 2] x\r\n", STAYS },
  { "select-tells-nothing", SELECT, ONLY, "", STAYS },
  { "select-bye", SELECT, FIRST, "* BYE tired\r\n", ENDS },
  { "select-endless-literal", SELECT, FIRST, "* LIST () \"/\" {3221225472}\r\n", STAYS },
  { "select-cut", SELECT, INSTEAD, "* 6 EXI<close>", ENDS },

  /* UID SEARCH */
  { "search-twice-each", SEARCH, ONLY, "* SEARCH 1 1 2 2 4 4 5 5 6 6 7 7 1 7\r\n", STAYS },
  { "search-descending", SEARCH, ONLY, "* SEARCH 7 6 5 4 2 1\r\n", STAYS },
  { "search-in-pieces", SEARCH, ONLY, "* SEARCH 7 6\r\n* SEARCH 1 2\r\n* SEARCH 4 5\r\n", STAYS },
  { "search-nothing", SEARCH, ONLY, "", STAYS },
  { "search-empty", SEARCH, ONLY, "* SEARCH\r\n", STAYS },
  { "search-some", SEARCH, ONLY, "* SEARCH 7 2\r\n", STAYS },
  { "search-others-only", SEARCH, ONLY, "* SEARCH 101 102 103 104 105 106\r\n", STAYS },
  { "search-more", SEARCH, ONLY, "* SEARCH 1 2 3 4 5 6 7 8 9 10 4294967295\r\n", STAYS },
  { "search-everything", SEARCH, ONLY, "* ESEARCH (TAG \"<tag>\") UID ALL 1:4294967295\r\n", STAYS },
  { "search-everything-backwards", SEARCH, ONLY,
    "* ESEARCH (TAG \"<tag>\") UID ALL 4294967295:1\r\n", STAYS },
  { "search-zero", SEARCH, ONLY, "* SEARCH 0 1 2\r\n", ENDS },
  { "search-negative", SEARCH, ONLY, "* SEARCH -1 2\r\n", ENDS },
  { "search-overflows", SEARCH, ONLY, "* SEARCH 1 " BEYOND "\r\n", ENDS },
  { "search-numbers-not-uids", SEARCH, ONLY, "* ESEARCH (TAG \"<tag>\") ALL 1:6\r\n", STAYS },
  { "search-of-another", SEARCH, ONLY, "* ESEARCH (TAG \"Z1\") UID ALL 1\r\n", STAYS },
  { "search-refused", SEARCH, INSTEAD, "<tag> NO not now\r\n", STAYS },
  { "search-expunges-meanwhile", SEARCH, FIRST, "* 1 EXPUNGE\r\n* 1 EXPUNGE\r\n* 2 EXISTS\r\n",
    STAYS },

  /* headers */
  { "header-missing", HEADERS, ONLY, "", STAYS },
  { "header-nil", HEADERS, ONLY, "* 6 FETCH (UID 7 FLAGS () BODY[HEADER] NIL)\r\n", STAYS },
  { "header-of-unasked", HEADERS, REPLACE, "UID 7 =>UID 9 ", STAYS },
  { "header-of-known", HEADERS, FIRST,
    "* 1 FETCH (UID 1 FLAGS () BODY[HEADER] \"Subject: Evil\")\r\n", STAYS },
  { "header-of-zero", HEADERS, REPLACE, "UID 7 =>UID 0 ", ENDS },
  { "header-of-negative", HEADERS, REPLACE, "UID 7 =>UID -7 ", ENDS },
  { "header-of-overflow", HEADERS, REPLACE, "UID 7 =>UID " BEYOND " ", ENDS },
  { "header-of-nobody", HEADERS, REPLACE, "UID 7 =>", STAYS },
  { "header-of-another-first", HEADERS, FIRST, EVIL, STAYS },
  { "header-of-another-then", HEADERS, LAST, EVIL, STAYS },
  { "header-of-another-only", HEADERS, ONLY, EVIL, STAYS },
  { "header-number-zero", HEADERS, REPLACE, "* 6 FETCH=>* 0 FETCH", ENDS },
  { "header-number-largest", HEADERS, REPLACE, "* 6 FETCH=>* 4294967295 FETCH", STAYS },
  { "header-number-overflows", HEADERS, REPLACE, "* 6 FETCH=>* " BEYOND " FETCH", ENDS },
  { "size-negative", HEADERS, REPLACE, "RFC822.SIZE =>RFC822.SIZE -", STAYS },
  { "size-overflows", HEADERS, REPLACE, "RFC822.SIZE =>RFC822.SIZE " BIG, STAYS },
  { "size-largest", HEADERS, REPLACE, "RFC822.SIZE =>RFC822.SIZE 9223372036854775807 X ", STAYS },
  { "size-large", HEADERS, REPLACE, "RFC822.SIZE =>RFC822.SIZE 5000", STAYS },
  { "size-zero", HEADERS, REPLACE, "RFC822.SIZE =>RFC822.SIZE 0 X ", STAYS },
  { "size-missing", HEADERS, REPLACE, "RFC822.SIZE =>X ", STAYS },
  { "date-broken", HEADERS, REPLACE, "INTERNALDATE \"=>INTERNALDATE \"99", STAYS },
  { "date-nil", HEADERS, REPLACE, "INTERNALDATE \"=>INTERNALDATE NIL X \"", STAYS },
  { "date-far", HEADERS, REPLACE, "-2025 =>-9999 ", STAYS },
  { "modseq-of-message-negative", HEADERS, REPLACE, "MODSEQ (=>MODSEQ (-", STAYS },
  { "modseq-of-message-overflows", HEADERS, REPLACE, "MODSEQ (=>MODSEQ (" BIG, STAYS },
  { "literal-negative", HEADERS, REPLACE, "BODY[HEADER] {=>BODY[HEADER] {-", ENDS },
  { "literal-overflows", HEADERS, REPLACE, "BODY[HEADER] {=>BODY[HEADER] {" BIG, ENDS },
  { "literal-of-4-gb", HEADERS, REPLACE, "BODY[HEADER] {=>BODY[HEADER] {" BEYOND "}\r\n{",
    ENDS },
  { "literal-too-short", HEADERS, REPLACE, "BODY[HEADER] {1=>BODY[HEADER] {", ENDS },
  { "literal-cut", HEADERS, INSTEAD, "* 6 FETCH (UID 7 BODY[HEADER] {9999}\r\nSubj<close>", ENDS },
  { "literal-in-the-number", HEADERS, FIRST, "* {3}\r\nabc FETCH (UID 7)\r\n", ENDS },
  { "headers-refused", HEADERS, INSTEAD, "<tag> NO cannot read\r\n", STAYS },
  { "headers-expunge", HEADERS, FIRST, "* 6 EXPUNGE\r\n* 5 EXPUNGE\r\n* 4 EXPUNGE\r\n", STAYS },
  { "headers-vanish", HEADERS, FIRST, "* VANISHED 1:4294967295\r\n", STAYS },
  { "headers-exists-shrinks", HEADERS, FIRST, "* 1 EXISTS\r\n", STAYS },

  /* bodies */
  { "body-of-another", BODIES, ONLY, "* 6 FETCH (UID 7 BODY[] <raw a>)\r\n", COSTS },
  { "body-of-another-first", BODIES, FIRST, "* 6 FETCH (UID 7 BODY[] <raw a>)\r\n", COSTS },
  { "body-empty", BODIES, ONLY, "* 6 FETCH (UID 7 BODY[] {0}\r\n)\r\n", COSTS },
  { "body-quoted-empty", BODIES, ONLY, "* 6 FETCH (UID 7 BODY[] \"\")\r\n", COSTS },
  { "body-nil", BODIES, ONLY, "* 6 FETCH (UID 7 BODY[] NIL)\r\n", STAYS },
  { "body-missing", BODIES, ONLY, "", STAYS },
  { "body-of-unasked", BODIES, REPLACE, "UID 7 =>UID 5 ", STAYS },
  { "body-of-largest", BODIES, REPLACE, "UID 7 =>UID 4294967295 ", STAYS },
  { "body-huge", BODIES, REPLACE, "BODY[] {=>BODY[] {3221225472}\r\n{", COSTS },
  { "body-cut", BODIES, INSTEAD, "* 6 FETCH (UID 7 BODY[] {9999}\r\nSubj<close>", ENDS },
  { "body-refused", BODIES, INSTEAD, "<tag> NO cannot read\r\n", STAYS },

  /* LIST and STATUS */
  { "list-twice", "LIST", LAST, "* LIST () \"/\" INBOX\r\n* LIST () \"/\" Other\r\n", STAYS },
  { "list-twice-otherwise", "LIST", FIRST,
    "* LIST (\\Noselect) \".\" Other\r\n* LIST () NIL INBOX\r\n", ENDS },
  { "list-nothing", "LIST", ONLY, "", ENDS },
  { "list-without-other", "LIST", REPLACE, "\"Other\"=>\"Another\"", ENDS },
  { "list-dots", "LIST", LAST,
    "* LIST () \"/\" \"../../../../tmp/evil\"\r\n* LIST () \"/\" \"..\"\r\n"
    "* LIST () \"/\" \".\"\r\n* LIST () \"/\" \"/etc/passwd\"\r\n", STAYS },
  { "list-bad-utf-7", "LIST", LAST,
    "* LIST () \"/\" \"&!!!-x\"\r\n* LIST () \"/\" \"&2D0-\"\r\n* LIST () \"/\" \"&\"\r\n"
    "* LIST () \"/\" \"&AAAA-\"\r\n", STAYS },
  { "list-8-bit", "LIST", LAST, "* LIST () \"/\" \"\xff\xfe\x80\"\r\n* LIST () \"/\" \"\xc3\xa9\"\r\n",
    STAYS },
  { "list-controls", "LIST", LAST, "* LIST () \"/\" \"a\x01\x1b[2Jb\"\r\n", STAYS },
  { "list-same-path", "LIST", LAST, "* LIST () \"/\" \"&AE8-ther\"\r\n", STAYS },
  { "list-same-path-first", "LIST", FIRST, "* LIST () \"/\" \"&AE8-ther\"\r\n", ENDS },
  { "list-many-inboxes", "LIST", LAST,
    "* LIST () \"/\" inbox\r\n* LIST () \"/\" InBoX\r\n* LIST () \"/\" \"INBOX/\"\r\n", STAYS },
  { "list-delimiter-nil", "LIST", LAST, "* LIST () NIL \"Flat/er\"\r\n", STAYS },
  { "list-delimiter-empty", "LIST", LAST, "* LIST () \"\" Odd\r\n", ENDS },
  { "list-delimiter-two", "LIST", LAST, "* LIST () \"//\" Odd\r\n", ENDS },
  { "list-delimiter-letter", "LIST", LAST, "* LIST () \"t\" \"Oxtytz\"\r\n", STAYS },
  { "list-delimiter-8-bit", "LIST", LAST, "* LIST () \"\xff\" \"O\xffx\"\r\n", STAYS },
  { "list-name-missing", "LIST", LAST, "* LIST () \"/\"\r\n", ENDS },
  { "list-name-empty", "LIST", LAST, "* LIST () \"/\" \"\"\r\n", STAYS },
  { "list-inbox-closed", "LIST", FIRST, "* LIST (\\Noselect) \"/\" INBOX\r\n", STAYS },
  { "status-messages-negative", "LIST", REPLACE, "(MESSAGES =>(MESSAGES -", STAYS },
  { "status-uidnext-overflows", "LIST", REPLACE, "UIDNEXT =>UIDNEXT " BIG, STAYS },
  { "status-validity-zero", "LIST", REPLACE, "UIDVALIDITY 1001=>UIDVALIDITY 0", STAYS },
  { "status-validity-swapped", "LIST", REPLACE, "UIDVALIDITY 1001=>UIDVALIDITY 1002", STAYS },
  { "status-modseq-overflows", "LIST", REPLACE, "HIGHESTMODSEQ =>HIGHESTMODSEQ " BIG, STAYS },
  { "status-of-unlisted", "LIST", LAST, "* STATUS Nowhere (MESSAGES 4294967296)\r\n", STAYS },
  { "status-alone-broken", "STATUS", REPLACE, "(MESSAGES =>(MESSAGES (((", ENDS },
  { "status-alone-validity-same", "STATUS", REPLACE, "UIDVALIDITY 1001=>UIDVALIDITY 1002", STAYS },
};

const LoftLieRow *
loft_lies_list (guint *n_rows)
{
  *n_rows = G_N_ELEMENTS (rows);
  return rows;
}
