/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "imap-feed.h"

#include <string.h>
#include <time.h>

/* Transcripts and what they mean. Each is fed whole, byte by byte, and cut at every length. */

typedef struct {
  const char *bytes;
  const char *expected; /* NULL: broken */
} Row;

static const Row status_rows[] = {
  { "* OK ready\r\n", "STATUS OK code=0 “ready”" },
  { "* OK\r\n", "STATUS OK code=0 “”" },
  { "* ok Ready\n", "STATUS OK code=0 “Ready”" },
  { "* PREAUTH hi\r\n", "STATUS PREAUTH code=0 “hi”" },
  { "* BYE [UNAVAILABLE] Too many\r\n", "STATUS BYE code=35 “Too many”" },
  { "* NO {5}\r\n", "STATUS NO code=0 “{5}”" },
  { "* BAD \"open\r\n", "STATUS BAD code=0 “\"open”" },
  { "* OK a\tb\x01  c\r\n", "STATUS OK code=0 “a b c”" },
  { "* OK \xff\xc3\xa4\r\n", "STATUS OK code=0 “\xef\xbf\xbdä”" },
  { "A1 OK done\r\n", "TAGGED tag=A1 OK code=0 “done”" },
  { "A1 NO [AUTHENTICATIONFAILED] Wrong\r\n", "TAGGED tag=A1 NO code=5 “Wrong”" },
  { "A1 NO [overquota] Full\r\n", "TAGGED tag=A1 NO code=24 “Full”" },
  { "A1 BAD\r\n", "TAGGED tag=A1 BAD code=0 “”" },
  { "* OK [ALERT] Down at noon\r\n", "STATUS OK code=2 “Down at noon”" },
  { "* OK [UIDVALIDITY 3857529045] UIDs\r\n", "STATUS OK code=34 n=3857529045 “UIDs”" },
  { "* OK [UIDVALIDITY 4294967296] UIDs\r\n", "STATUS OK code=1 “UIDs”" },
  { "* OK [UIDVALIDITY] UIDs\r\n", "STATUS OK code=1 “UIDs”" },
  { "* OK [UIDNEXT 4392] next\r\n", "STATUS OK code=33 n=4392 “next”" },
  { "* OK [HIGHESTMODSEQ 9223372036854775807]\r\n",
    "STATUS OK code=17 n=9223372036854775807 “”" },
  { "* OK [HIGHESTMODSEQ 9223372036854775808]\r\n", "STATUS OK code=1 “”" },
  { "* OK [NOMODSEQ] no\r\n", "STATUS OK code=21 “no”" },
  { "* OK [CLOSED]\r\n", "STATUS OK code=10 “”" },
  { "* OK [PERMANENTFLAGS (\\Seen \\Deleted work \\*)] x\r\n",
    "STATUS OK code=25 flags=seen,deleted keywords=work special=1 “x”" },
  { "* OK [PERMANENTFLAGS ()] none\r\n", "STATUS OK code=25 flags= keywords= “none”" },
  { "* OK [PERMANENTFLAGS (\\Seen] x\r\n", "STATUS OK code=1 “x”" },
  { "* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] hi\r\n",
    "STATUS OK code=8 <IMAP4rev1> <AUTH=PLAIN> “hi”" },
  { "A1 OK [READ-WRITE] ok\r\n", "TAGGED tag=A1 OK code=28 “ok”" },
  { "A1 OK [READ-ONLY] ok\r\n", "TAGGED tag=A1 OK code=27 “ok”" },
  { "A1 OK [APPENDUID 38505 3955] ok\r\n", "TAGGED tag=A1 OK code=4 n=38505 uids=3955 “ok”" },
  { "A1 OK [APPENDUID 38505 0] ok\r\n", "TAGGED tag=A1 OK code=1 n=38505 “ok”" },
  { "A1 OK [COPYUID 38505 304,319:320 3956:3958] ok\r\n",
    "TAGGED tag=A1 OK code=12 n=38505 304>3956*1 319>3957*2 “ok”" },
  { "* OK [COPYUID 1 5:3,9 7,2:4] ok\r\n",
    "STATUS OK code=12 n=1 3>7*1 4>2*2 9>4*1 “ok”" },
  { "* OK [COPYUID 1 1:4294967295 4294967295:1] ok\r\n",
    "STATUS OK code=12 n=1 1>1*4294967295 “ok”" },
  { "* OK [COPYUID 1 1:3 1:2] ok\r\n", "STATUS OK code=1 n=1 “ok”" },
  { "* OK [COPYUID 1 1:2 1:3] ok\r\n", "STATUS OK code=1 n=1 “ok”" },
  { "* OK [COPYUID 1 1, 1,] ok\r\n", "STATUS OK code=1 n=1 “ok”" },
  { "* OK [COPYUID 1 0 1] ok\r\n", "STATUS OK code=1 n=1 “ok”" },
  { "* OK [COPYUID 1 1: 1] ok\r\n", "STATUS OK code=1 n=1 “ok”" },
  { "* OK [COPYUID 1 4294967296 1] ok\r\n", "STATUS OK code=1 n=1 “ok”" },
  { "* OK [COPYUID 1 1 *] ok\r\n", "STATUS OK code=1 n=1 “ok”" },
  { "* OK [COPYUID 1 1] ok\r\n", "STATUS OK code=1 n=1 “ok”" },
  { "* OK [NOTIFICATIONOVERFLOW] lost\r\n", "STATUS OK code=36 “lost”" },
  { "A1 NO [TRYCREATE] no\r\n", "TAGGED tag=A1 NO code=32 “no”" },
  { "A1 NO [X-UNHEARD of it] no\r\n", "TAGGED tag=A1 NO code=1 “no”" },
  { "A1 NO [BADCHARSET ({5}] no\r\n", "TAGGED tag=A1 NO code=1 “no”" },
  { "A1 NO [ALERT no end\r\n", "TAGGED tag=A1 NO code=0 “[ALERT no end”" },
  { "A1 NO []\r\n", "TAGGED tag=A1 NO code=1 “”" },
  { "A1 FINE\r\n", NULL },
  { "A1 PREAUTH\r\n", NULL },
  { "A1 BYE\r\n", NULL },
  { "A1\r\n", NULL },
  { "\"A1\" OK\r\n", NULL },
  { "(\r\n", NULL },
  { "+ \r\n", "+ “”" },
  { "+\r\n", "+ “”" },
  { "+ YWJj\r\n", "+ “YWJj”" },
  { "+YWJj\r\n", "+ “YWJj”" },
  { "+ idling {5}\r\n", "+ “idling {5}”" },
};

static const Row data_rows[] = {
  { "\r\n", "UNKNOWN" },
  { "\n", "UNKNOWN" },
  { "*\r\n", "UNKNOWN" },
  { "* XLIST (\\Inbox) \"/\" {3}\r\nabc\r\n", "UNKNOWN" },
  { "* 5 SOMETHING (\r\n", "UNKNOWN #5" },
  { "* CAPABILITY IMAP4rev1 IDLE\r\n", "CAPABILITY <IMAP4rev1> <IDLE>" },
  { "* CAPABILITY\r\n", "CAPABILITY" },
  { "* CAPABILITY a \"b\"\r\n", NULL },
  { "* ENABLED QRESYNC\r\n", "ENABLED <QRESYNC>" },
  { "* ENABLED\r\n", "ENABLED" },
  { "* ID (\"name\" \"x\")\r\n", "ID <name> <x>" },
  { "* ID (\"name\" \"Y!IMAP\" \"version\" NIL)\r\n", "ID <name> <Y!IMAP> <version> <>" },
  { "* ID (\"name\" {3}\r\na\xff" "b)\r\n", "ID <name> <a\xef\xbf\xbd" "b>" },
  { "* ID ()\r\n", "ID" },
  { "* ID (\"name\")\r\n", "ID" },
  { "* ID (\"name\" \"x\" (\r\n", "ID" },
  { "* ID\r\n", "ID" },
  { "* ID NIL\r\n", "ID" },
  { "* NAMESPACE ((\"\" \"/\")) NIL NIL\r\n", "NAMESPACE" },
  { "* NAMESPACE ((\"INBOX.\" \".\")) ((\"~\" \"/\")(\"user.\" \".\" \"X\" (\"a\" \"b\"))) "
    "((\"#shared/\" \"/\"))\r\n", "NAMESPACE <~> <user.> <#shared/>" },
  { "* NAMESPACE NIL NIL (({3}\r\n#s/ NIL))\r\n", "NAMESPACE <#s/>" },
  { "* NAMESPACE NIL NIL\r\n", NULL },
  { "* NAMESPACE ((NIL \"/\")) NIL NIL\r\n", NULL },
  { "* FLAGS (\\Answered \\Seen junk Forwarded)\r\n",
    "FLAGS flags=seen,answered,forwarded keywords=junk special=2" },
  { "* FLAGS ()\r\n", "FLAGS flags= keywords=" },
  { "* FLAGS (a\r\n", NULL },
  { "* 18 EXISTS\r\n", "EXISTS #18" },
  { "* 0 EXISTS\r\n", "EXISTS" },
  { "* 4294967295 exists\r\n", "EXISTS #4294967295" },
  { "* 4294967296 EXISTS\r\n", "UNKNOWN" },
  { "* -1 EXISTS\r\n", "UNKNOWN" },
  { "* 1 RECENT\r\n", "RECENT #1" },
  { "* 3 EXPUNGE\r\n", "EXPUNGE #3" },
  { "* 0 EXPUNGE\r\n", NULL },
  { "* VANISHED 1,3:5\r\n", "VANISHED uids=1,3:5" },
  { "* VANISHED (EARLIER) 41,43:116\r\n", "VANISHED uids=41,43:116 earlier" },
  { "* VANISHED 1:4294967295\r\n", "VANISHED uids=1:4294967295" },
  { "* VANISHED\r\n", NULL },
  { "* VANISHED 0\r\n", NULL },
  { "* VANISHED 1:*\r\n", NULL },
  { "* VANISHED (EARLIER\r\n", NULL },
  { "* SEARCH\r\n", "SEARCH uids=" },
  { "* SEARCH 2 84 882\r\n", "SEARCH uids=2,84,882" },
  { "* SEARCH 3 1 2 (MODSEQ 917162500)\r\n", "SEARCH uids=1:3" },
  { "* SEARCH 4294967296\r\n", NULL },
  { "* SEARCH 0\r\n", NULL },
  { "* SEARCH -4\r\n", NULL },
  { "* ESEARCH (TAG \"A5\") UID ALL 1:5,7\r\n", "ESEARCH tag=A5 uids=1:5,7" },
  { "* ESEARCH (TAG \"A5\") UID\r\n", "ESEARCH tag=A5 uids=" },
  { "* ESEARCH UID COUNT 5 ALL 4:5 MODSEQ 9 X (a (b))\r\n", "ESEARCH uids=4:5" },
  { "* ESEARCH (X (\"a\")) ALL 1\r\n", "ESEARCH uids=1" },
  { "* ESEARCH (TAG \"A5\" UID\r\n", NULL },
  { "* ESEARCH UID ALL\r\n", NULL },
  { "* ESEARCH UID ALL 1:*\r\n", NULL },
  { "* ESEARCH UID MIN\r\n", NULL },
};

static const Row list_rows[] = {
  { "* LIST (\\HasNoChildren) \"/\" INBOX\r\n",
    "LIST “INBOX” path=INBOX delimiter=/ select=1 subscribed=0 role=1" },
  { "* LIST (\\Noselect) \".\" \"inbox.Sub\"\r\n",
    "LIST “inbox.Sub” path=INBOX/Sub delimiter=. select=0 subscribed=0 role=0" },
  { "* LIST (\\Subscribed \\Sent) \"/\" \"Entw&APw-rfe\"\r\n",
    "LIST “Entw&APw-rfe” path=Entwürfe delimiter=/ select=1 subscribed=1 role=3" },
  { "* LIST (\\NonExistent \\Trash) \".\" \"a/b.c\"\r\n",
    "LIST “a/b.c” path=a∕b/c delimiter=. select=0 subscribed=0 role=6" },
  { "* LIST () NIL \"a/b\"\r\n",
    "LIST “a/b” path=a∕b delimiter=0 select=1 subscribed=0 role=0" },
  { "* LIST () \"\\\\\" {5}\r\na\\b\"c\r\n",
    "LIST “a\\b\"c” path=a/b\"c delimiter=\\ select=1 subscribed=0 role=0" },
  { "* LIST () \".\" \"a&AC4-b.c\"\r\n",
    "LIST “a&AC4-b.c” path=a.b/c delimiter=. select=1 subscribed=0 role=0" },
  { "* LIST () \"/\" NIL\r\n", "LIST “NIL” path=NIL delimiter=/ select=1 subscribed=0 role=0" },
  { "* LIST () \"/\" a (\"CHILDINFO\" (\"SUBSCRIBED\"))\r\n",
    "LIST “a” path=a delimiter=/ select=1 subscribed=0 role=0" },
  { "* LIST () \"/\" \"dir/\"\r\n",
    "LIST “dir/” path=dir delimiter=/ select=1 subscribed=0 role=0" },
  { "* LIST () \"/\" \"&broken\"\r\n",
    "LIST “&broken” path=&broken delimiter=/ select=1 subscribed=0 role=0" },
  { "* LIST () \"/\" \"\xc3\xa4\xff\"\r\n",
    "LIST “\xc3\xa4\xff” path=ä\xef\xbf\xbd delimiter=/ select=1 subscribed=0 role=0" },
  { "* LIST () \"/\" \"Inboxes\"\r\n",
    "LIST “Inboxes” path=Inboxes delimiter=/ select=1 subscribed=0 role=0" },
  { "* LSUB () \"/\" a\r\n", "LSUB “a” path=a delimiter=/ select=1 subscribed=0 role=0" },
  /* left out */
  { "* LIST (\\Noselect) \"/\" \"\"\r\n", "LIST" },
  { "* LIST () \"/\" \"a//b\"\r\n", "LIST" },
  { "* LIST () \"/\" \"/a\"\r\n", "LIST" },
  { "* LIST () \"/\" {3}\r\na\nb\r\n", "LIST" },
  { "* LIST () \"/\" \"a&AAo-b\"\r\n", "LIST" },
  { "* LIST () \"/\" \"a\xc2\x85\"\r\n", "LIST" },
  /* broken */
  { "* LIST\r\n", NULL },
  { "* LIST ()\r\n", NULL },
  { "* LIST () \"/\"\r\n", NULL },
  { "* LIST () \"//\" a\r\n", NULL },
  { "* LIST () \"\" a\r\n", NULL },
  { "* LIST (\\a \"/\" a\r\n", NULL },
  { "* LIST () (a) a\r\n", NULL },
  { "* LIST () \"/\" (a)\r\n", NULL },
  { "* STATUS blurdybloop (MESSAGES 231 UIDNEXT 44292)\r\n",
    "MAILBOX-STATUS “blurdybloop” 231/0/44292/0/0" },
  { "* STATUS \"a b\" (UNSEEN 2 UIDVALIDITY 7 HIGHESTMODSEQ 7011231777 SIZE 99 X (1 2))\r\n",
    "MAILBOX-STATUS “a b” 0/2/0/7/7011231777" },
  { "* STATUS a (MESSAGES 4294967296)\r\n", "MAILBOX-STATUS “a” 0/0/0/0/0" },
  { "* STATUS a ()\r\n", "MAILBOX-STATUS “a” 0/0/0/0/0" },
  { "* STATUS a (MESSAGES)\r\n", NULL },
  { "* STATUS a (MESSAGES 1\r\n", NULL },
  { "* STATUS a\r\n", NULL },
};

/* QUOTA, MYRIGHTS, METADATA; identities of RFC 8474 and of Gmail; APPENDLIMIT. */
static const Row extension_rows[] = {
  { "* QUOTA \"\" (STORAGE 10 512)\r\n", "QUOTA “” 10240/524288 0/0" },
  { "* QUOTA \"User quota\" (MESSAGE 3 0 STORAGE 0 1)\r\n", "QUOTA “User quota” 0/1024 3/0" },
  { "* QUOTA {3}\r\na\nb (X-NUM-FOLDERS 1 2)\r\n", "QUOTA “a b” 0/0 0/0" },
  { "* QUOTA a ()\r\n", "QUOTA “a” 0/0 0/0" },
  { "* QUOTA a (STORAGE -1 5)\r\n", "QUOTA “a” 0/0 0/0" },
  { "* QUOTA a (STORAGE 9223372036854775807 9223372036854775807)\r\n", "QUOTA “a” 0/0 0/0" },
  { "* QUOTA a (STORAGE 9007199254740991 9007199254740991)\r\n",
    "QUOTA “a” 9223372036854774784/9223372036854774784 0/0" },
  { "* QUOTA a (STORAGE 1)\r\n", NULL },
  { "* QUOTA a\r\n", NULL },
  { "* QUOTA a (STORAGE (1) 2)\r\n", NULL },
  { "* QUOTA (a)\r\n", NULL },
  { "* QUOTA\r\n", NULL },
  { "* QUOTAROOT INBOX \"\"\r\n", "UNKNOWN" },
  { "* MYRIGHTS INBOX lrwstipekxacd\r\n", "MYRIGHTS “INBOX” rights=lrswipkxtea" },
  { "* MYRIGHTS \"a b\" lr\r\n", "MYRIGHTS “a b” rights=lr" },
  { "* MYRIGHTS a \"\"\r\n", "MYRIGHTS “a” rights=" },
  { "* MYRIGHTS a lrcd0Z?\r\n", "MYRIGHTS “a” rights=lrkxte" },
  { "* MYRIGHTS a NIL\r\n", "MYRIGHTS “a”" },
  { "* MYRIGHTS a\r\n", NULL },
  { "* MYRIGHTS a (l)\r\n", NULL },
  { "* METADATA INBOX (/shared/comment \"x y\")\r\n", "METADATA </shared/comment> <x y> “INBOX”" },
  { "* METADATA \"\" (/shared/admin {3}\r\na\xff" "b /private/x NIL)\r\n",
    "METADATA </shared/admin> <a\xef\xbf\xbd" "b> </private/x> <> “”" },
  { "* METADATA INBOX /shared/comment /private/x\r\n", "METADATA “INBOX”" },
  { "* METADATA INBOX ()\r\n", "METADATA “INBOX”" },
  { "* METADATA INBOX (/shared/comment)\r\n", NULL },
  { "* METADATA INBOX (/shared/comment \"x\"\r\n", NULL },
  { "* METADATA\r\n", NULL },
  { "* STATUS a (MAILBOXID (F2212ea87-6097) MESSAGES 3)\r\n",
    "MAILBOX-STATUS “a” 3/0/0/0/0 id=F2212ea87-6097" },
  { "* STATUS a (MAILBOXID () MESSAGES 3)\r\n", "MAILBOX-STATUS “a” 3/0/0/0/0" },
  { "* STATUS a (MAILBOXID F1 MESSAGES 3)\r\n", "MAILBOX-STATUS “a” 3/0/0/0/0" },
  { "* STATUS a (MAILBOXID ((F1)) MESSAGES 3)\r\n", "MAILBOX-STATUS “a” 3/0/0/0/0" },
  { "* STATUS a (APPENDLIMIT 5000000000)\r\n", "MAILBOX-STATUS “a” 0/0/0/0/0 limit=5000000000" },
  { "* STATUS a (APPENDLIMIT NIL)\r\n", "MAILBOX-STATUS “a” 0/0/0/0/0" },
  { "* STATUS a (MAILBOXID (F1)\r\n", NULL },
  { "* 3 FETCH (UID 9 EMAILID (M6d99ac3275bb4e) THREADID (T64b478a75b7ea9))\r\n",
    "FETCH #3 uid=9 email=M6d99ac3275bb4e thread=T64b478a75b7ea9" },
  { "* 3 FETCH (EMAILID (M1) THREADID NIL UID 9)\r\n", "FETCH #3 uid=9 email=M1" },
  { "* 3 FETCH (EMAILID () THREADID ((T)) UID 9)\r\n", "FETCH #3 uid=9" },
  { "* 3 FETCH (EMAILID \"M1\" UID 9)\r\n", "FETCH #3 uid=9" },
  { "* 3 FETCH (EMAILID (M1 UID 9)\r\n", NULL },
  { "* 1 FETCH (X-GM-THRID 1278455344230334865 X-GM-MSGID 12784 UID 4)\r\n",
    "FETCH #1 uid=4 email=12784 thread=1278455344230334865" },
  { "* 1 FETCH (X-GM-LABELS (\"\\\\Inbox\" \\Sent Important \"Muy Importante\" &AOQ-) UID 4)\r\n",
    "FETCH #1 uid=4 [\\Inbox] [\\Sent] [Important] [Muy Importante] [ä]" },
  { "* 1 FETCH (X-GM-LABELS () UID 4)\r\n", "FETCH #1 uid=4" },
  { "* 1 FETCH (X-GM-LABELS NIL UID 4)\r\n", "FETCH #1 uid=4" },
  { "* 1 FETCH (X-GM-LABELS ((a)) UID 4)\r\n", NULL },
  { "* 1 FETCH (X-GM-LABELS (a) X-GM-LABELS NIL UID 4)\r\n", "FETCH #1 uid=4" },
};

/* The same with names in UTF-8 (RFC 6855): the key stays modified UTF-7. */
static const Row utf8_rows[] = {
  { "* LIST () \"/\" \"Entw\xc3\xbcrfe & mehr/a\"\r\n",
    "LIST “Entw&APw-rfe &- mehr/a” path=Entwürfe & mehr/a delimiter=/ select=1 subscribed=0 "
    "role=0" },
  { "* LIST () \"/\" {3}\r\na\xc3\xa4\r\n",
    "LIST “a&AOQ-” path=aä delimiter=/ select=1 subscribed=0 role=0" },
  { "* LIST () \"/\" \"&APw-\"\r\n",
    "LIST “&-APw-” path=&APw- delimiter=/ select=1 subscribed=0 role=0" },
  { "* LIST () \"/\" \"\xff\"\r\n",
    "LIST “\xff” path=\xef\xbf\xbd delimiter=/ select=1 subscribed=0 role=0" },
  { "* STATUS \"\xc3\xbc\" (MESSAGES 1)\r\n", "MAILBOX-STATUS “&APw-” 1/0/0/0/0" },
  { "* MYRIGHTS \"\xc3\xbc\" l\r\n", "MYRIGHTS “&APw-” rights=l" },
  { "* NAMESPACE NIL ((\"\xc3\xbc/\" \"/\")) NIL\r\n", "NAMESPACE <&APw-/>" },
};

static const Row fetch_rows[] = {
  { "* 12 FETCH (UID 5 FLAGS (\\Seen))\r\n", "FETCH #12 uid=5 flags=seen keywords=" },
  { "* 12 fetch (flags (\\seen \\RECENT \\Flagged) uid 5)\r\n",
    "FETCH #12 uid=5 flags=seen,flagged keywords=" },
  { "* 1 FETCH (FLAGS ())\r\n", "FETCH #1 uid=0 flags= keywords=" },
  { "* 1 FETCH (UID 9 FLAGS ($Forwarded b A a $Label1))\r\n",
    "FETCH #1 uid=9 flags=forwarded keywords=$Label1 A b" },
  { "* 1 FETCH (UID 9 FLAGS (forwarded))\r\n", "FETCH #1 uid=9 flags=forwarded keywords=" },
  { "* 1 FETCH (UID 9 FLAGS (gr\xc3\xb6\xdf" "e))\r\n",
    "FETCH #1 uid=9 flags= keywords=grö\xef\xbf\xbd" "e" },
  { "* 1 FETCH (UID 9 RFC822.SIZE 44827 MODSEQ (65402))\r\n",
    "FETCH #1 uid=9 size=44827 modseq=65402" },
  { "* 1 FETCH (UID 9 RFC822.SIZE 9223372036854775807)\r\n",
    "FETCH #1 uid=9 size=9223372036854775807" },
  { "* 1 FETCH (UID 9 RFC822.SIZE -44827 MODSEQ (99999999999999999999))\r\n", "FETCH #1 uid=9" },
  { "* 1 FETCH (MODSEQ (1 2) UID 9)\r\n", "FETCH #1 uid=9 modseq=1" },
  { "* 1 FETCH (MODSEQ NIL MODSEQ () UID 9)\r\n", "FETCH #1 uid=9" },
  { "* 1 FETCH (UID 9 INTERNALDATE \"17-Jul-1996 02:44:25 -0700\")\r\n",
    "FETCH #1 uid=9 date=837596665" },
  { "* 1 FETCH (UID 9 INTERNALDATE \"yesterday\")\r\n", "FETCH #1 uid=9" },
  { "* 1 FETCH (UID 9 INTERNALDATE NIL)\r\n", "FETCH #1 uid=9" },
  { "* 1 FETCH (UID 9 BODY[] {6}\r\nab\r\ncd)\r\n", "FETCH #1 uid=9 body=“ab\r\ncd”" },
  { "* 1 FETCH (BODY[] {3}\r\nabc UID 9)\r\n", "FETCH #1 uid=9 body=“abc”" },
  { "* 1 FETCH (BODY[] {3}\r\nabc UID 9 FLAGS (\\Draft))\r\n",
    "FETCH #1 uid=9 flags=draft keywords= body=“abc”" },
  { "* 1 FETCH (UID 9 BODY[] ~{3}\r\nabc)\r\n", "FETCH #1 uid=9 body=“abc”" },
  { "* 1 FETCH (UID 9 BODY[] {0}\r\n)\r\n", "FETCH #1 uid=9 body=“”" },
  { "* 1 FETCH (UID 9 BODY[] \"a\\\"b\")\r\n", "FETCH #1 uid=9 body=“a\"b”" },
  { "* 1 FETCH (UID 9 BODY[] \"\")\r\n", "FETCH #1 uid=9 body=“”" },
  { "* 1 FETCH (UID 9 BODY[] NIL)\r\n", "FETCH #1 uid=9" },
  { "* 1 FETCH (UID 9 BODY[HEADER] {4}\r\nA: b)\r\n", "FETCH #1 uid=9 header=“A: b”" },
  { "* 1 FETCH (UID 9 BODY[] {1}\r\nx BODY[HEADER] {1}\r\ny)\r\n", "FETCH #1 uid=9 body=“x”" },
  { "* 1 FETCH (UID 9 BODY[HEADER] {1}\r\ny BODY[] {1}\r\nx)\r\n", "FETCH #1 uid=9 body=“x”" },
  { "* 1 FETCH (UID 9 BODY[]<10> {2}\r\nxy)\r\n", "FETCH #1 uid=9 range=“xy” origin=10" },
  { "* 1 FETCH (UID 9 BODY[]<10> {2}\r\nxy BODY[]<0> NIL)\r\n",
    "FETCH #1 uid=9 range=“xy” origin=10" },
  { "* 1 FETCH (UID 9 BODY[]<x> {2}\r\nxy)\r\n", "FETCH #1 uid=9" },
  { "* 1 FETCH (UID 9 BODY[HEADER.FIELDS (To \"Cc\")] {2}\r\nxy X (a (b {1}\r\n))) Y NIL)\r\n",
    "FETCH #1 uid=9" },
  { "* 1 FETCH (ENVELOPE (\"d\" NIL ((NIL NIL \"a\" \"b\"))) BODY (\"TEXT\" NIL) UID 9)\r\n",
    "FETCH #1 uid=9" },
  { "* 1 FETCH ()\r\n", "FETCH #1 uid=0" },
  { "* 1 FETCH (UID 9 X {5}\r\n* 1 F)\r\n", "FETCH #1 uid=9" },
  { "* 0 FETCH (UID 9)\r\n", NULL },
  { "* 1 FETCH\r\n", NULL },
  { "* 1 FETCH NIL\r\n", NULL },
  { "* 1 FETCH (UID 0)\r\n", NULL },
  { "* 1 FETCH (UID 4294967296)\r\n", NULL },
  { "* 1 FETCH (UID -1)\r\n", NULL },
  { "* 1 FETCH (UID (9))\r\n", NULL },
  { "* 1 FETCH (UID)\r\n", NULL },
  { "* 1 FETCH (UID 9\r\n", NULL },
  { "* 1 FETCH (UID 9 FLAGS \\Seen)\r\n", NULL },
  { "* 1 FETCH (UID 9 FLAGS (\\Seen \"a\"))\r\n", NULL },
  { "* 1 FETCH (UID 9 BODY[] {-1}\r\n", NULL },
  { "* 1 FETCH (UID 9 BODY[] {3} abc)\r\n", NULL },
  { "* 1 FETCH (UID 9 BODY[ {3}\r\nabc)\r\n", NULL },
  { "* 1 FETCH (UID 9 \"BODY[]\" x)\r\n", NULL },
};

static void
assert_response (ImapFeed *feed, const Row *row)
{
  g_auto (LoftImapResponse) response = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *shown = NULL;

  if (loft_imap_response_parse (&response, feed->reader, &error))
    shown = imap_feed_describe (&response);
  else
    g_assert_error (error, LOFT_ERROR, LOFT_ERROR_PROTOCOL);
  if (g_strcmp0 (shown, row->expected) != 0)
    g_test_fail_printf ("%s became %s, not %s", row->bytes, shown, row->expected);
}

static void
feed_whole (const Row *row)
{
  g_auto (ImapFeed) feed = { NULL };
  g_autoptr (GError) error = NULL;
  gsize length = strlen (row->bytes);
  gsize used = 0;

  imap_feed_init (&feed);
  g_assert_cmpint (imap_feed_push (&feed, row->bytes, length, &used, &error), ==,
                   LOFT_IMAP_NEED_NOTHING);
  g_assert_no_error (error);
  if (used != length)
    g_test_fail_printf ("%s was over too early", row->bytes);
  assert_response (&feed, row);
}

static void
feed_bytes (const Row *row)
{
  g_auto (ImapFeed) feed = { NULL };
  g_autoptr (GError) error = NULL;
  LoftImapNeed need = LOFT_IMAP_NEED_LINE;

  imap_feed_init (&feed);
  for (const char *p = row->bytes; *p != '\0'; p++)
    {
      g_assert_cmpint (need, <, LOFT_IMAP_NEED_NOTHING);
      need = imap_feed_push (&feed, p, 1, NULL, &error);
      g_assert_no_error (error);
    }
  g_assert_cmpint (need, ==, LOFT_IMAP_NEED_NOTHING);
  assert_response (&feed, row);
}

static void
feed_cut (const Row *row, gsize length)
{
  g_auto (ImapFeed) feed = { NULL };
  g_auto (LoftImapResponse) response = { 0 };
  g_autoptr (GError) error = NULL;

  imap_feed_init (&feed);
  g_assert_cmpint (imap_feed_push (&feed, row->bytes, length, NULL, &error), <,
                   LOFT_IMAP_NEED_NOTHING);
  /* A parser that is asked too early must refuse or understand, never read beyond. */
  loft_imap_response_parse (&response, feed.reader, NULL);
}

static void
run_rows (const Row *rows, gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      feed_whole (&rows[i]);
      feed_bytes (&rows[i]);
      for (gsize length = 0; length < strlen (rows[i].bytes); length++)
        feed_cut (&rows[i], length);
    }
}

static void
test_status (void)
{
  run_rows (status_rows, G_N_ELEMENTS (status_rows));
}

static void
test_data (void)
{
  run_rows (data_rows, G_N_ELEMENTS (data_rows));
}

static void
test_list (void)
{
  run_rows (list_rows, G_N_ELEMENTS (list_rows));
}

static void
test_fetch (void)
{
  run_rows (fetch_rows, G_N_ELEMENTS (fetch_rows));
}

static void
test_extensions (void)
{
  run_rows (extension_rows, G_N_ELEMENTS (extension_rows));
}

static void
test_utf8_names (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (utf8_rows); i++)
    for (gsize length = 0; length <= strlen (utf8_rows[i].bytes); length++)
      {
        g_auto (ImapFeed) feed = { NULL };
        g_auto (LoftImapResponse) response = { 0 };

        imap_feed_init (&feed);
        loft_imap_reader_set_utf8_names (feed.reader, TRUE);
        if (imap_feed_push (&feed, utf8_rows[i].bytes, length, NULL, NULL) < LOFT_IMAP_NEED_NOTHING)
          loft_imap_response_parse (&response, feed.reader, NULL);
        else
          assert_response (&feed, &utf8_rows[i]);
      }
}

/* Which became which, also across runs; not found is 0. */
static void
test_copied (void)
{
  g_auto (LoftImapCopied) copied = { 0 };
  g_auto (LoftImapCopied) more = { 1, NULL };

  g_assert_cmpuint (loft_imap_copied_find (&copied, 1), ==, 0);
  g_assert_true (loft_imap_copied_parse (&copied, "304,319:320", 11, "3956:3958", 9));
  g_assert_true (loft_imap_copied_parse (&more, "9:4294967295", 12, "1:4294967287", 12));
  loft_imap_copied_add (&copied, &more);
  g_assert_cmpuint (copied.uid_validity, ==, 1);
  g_assert_cmpuint (loft_imap_copied_find (&copied, 304), ==, 3956);
  g_assert_cmpuint (loft_imap_copied_find (&copied, 320), ==, 3958);
  g_assert_cmpuint (loft_imap_copied_find (&copied, 8), ==, 0);
  g_assert_cmpuint (loft_imap_copied_find (&copied, 4294967295), ==, 4294967287);
}

static void
test_rights (void)
{
  g_assert_cmpint (loft_imap_rights_for_flags (LOFT_FLAG_SEEN, FALSE), ==, LOFT_IMAP_RIGHT_SEEN);
  g_assert_cmpint (loft_imap_rights_for_flags (LOFT_FLAG_DELETED, FALSE), ==,
                   LOFT_IMAP_RIGHT_DELETED);
  g_assert_cmpint (loft_imap_rights_for_flags (LOFT_FLAG_FLAGGED | LOFT_FLAG_SEEN, FALSE), ==,
                   LOFT_IMAP_RIGHT_WRITE | LOFT_IMAP_RIGHT_SEEN);
  g_assert_cmpint (loft_imap_rights_for_flags (0, TRUE), ==, LOFT_IMAP_RIGHT_WRITE);
  g_assert_cmpint (loft_imap_rights_for_flags (0, FALSE), ==, 0);
}

/* Bytes are bytes: NUL, lone CR, 8-bit and things that look like protocol within a body. */
static void
test_body_is_exact (void)
{
  static const char body[] = "a\0b\r\r\n\n)\xff{5}\r\n* 2 FETCH (\r\n";
  g_autoptr (GString) bytes = g_string_new (NULL);
  g_auto (ImapFeed) feed = { NULL };
  g_auto (LoftImapResponse) response = { 0 };
  g_autoptr (GError) error = NULL;

  g_string_append_printf (bytes, "* 1 FETCH (UID 9 BODY[] {%u}\r\n", (guint) sizeof body);
  g_string_append_len (bytes, body, sizeof body);
  g_string_append (bytes, ")\r\n");
  imap_feed_init (&feed);
  imap_feed_push (&feed, bytes->str, bytes->len, NULL, &error);
  g_assert_true (loft_imap_response_parse (&response, feed.reader, &error));
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (response.fetch.data, NULL),
                   g_bytes_get_size (response.fetch.data), body, sizeof body);
}

/* Responses follow each other; nothing of one is left in the next. */
static void
test_sequence (void)
{
  static const char bytes[] = "* 1 FETCH (UID 9 BODY[] {3}\r\nabc)\r\n* OK {3}\r\n"
                              "* 2 FETCH (UID 8 FLAGS ())\r\nA1 OK x\r\n";
  static const char *const expected[] = {
    "FETCH #1 uid=9 body=“abc”", "STATUS OK code=0 “{3}”", "FETCH #2 uid=8 flags= keywords=",
    "TAGGED tag=A1 OK code=0 “x”",
  };
  g_auto (ImapFeed) feed = { NULL };
  gsize offset = 0;

  imap_feed_init (&feed);
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_auto (LoftImapResponse) response = { 0 };
      g_autofree char *shown = NULL;
      gsize used = 0;

      imap_feed_push (&feed, bytes + offset, strlen (bytes) - offset, &used, NULL);
      offset += used;
      g_assert_true (loft_imap_response_parse (&response, feed.reader, NULL));
      shown = imap_feed_describe (&response);
      g_assert_cmpstr (shown, ==, expected[i]);
      imap_feed_next (&feed);
    }
  g_assert_cmpuint (offset, ==, strlen (bytes));
}

static void
test_dates (void)
{
  static const struct {
    const char *text;
    gboolean ok;
    gint64 seconds;
  } rows[] = {
    { "01-Jan-1970 00:00:00 +0000", TRUE, 0 },
    { " 1-Jan-1970 00:00:00 +0000", TRUE, 0 },
    { "1-Jan-1970 00:00:00 +0000", TRUE, 0 },
    { "01-Jan-1970 01:00:00 +0100", TRUE, 0 },
    { "31-Dec-1969 23:59:59 +0000", TRUE, -1 },
    { "29-Feb-2000 12:00:00 +0000", TRUE, 951825600 },
    { "01-mar-2100 00:00:00 +0000", TRUE, G_GINT64_CONSTANT (4107542400) },
    { "17-Jul-1996 02:44:25 -0700", TRUE, 837596665 },
    { "31-Dec-9999 23:59:60 +0000", TRUE, G_GINT64_CONSTANT (253402300800) },
    { "01-Jan-0000 00:00:00 +0000", TRUE, G_GINT64_CONSTANT (-62167219200) },
    { "00-Jan-1970 00:00:00 +0000", FALSE, 0 },
    { "32-Jan-1970 00:00:00 +0000", FALSE, 0 },
    { "01-Foo-1970 00:00:00 +0000", FALSE, 0 },
    { "01-Jan-1970 24:00:00 +0000", FALSE, 0 },
    { "01-Jan-1970 00:60:00 +0000", FALSE, 0 },
    { "01-Jan-1970 00:00:00 0000", FALSE, 0 },
    { "01-Jan-1970 00:00:00 +2400", FALSE, 0 },
    { "01-Jan-1970 00:00:00", FALSE, 0 },
    { "01/Jan/1970 00:00:00 +0000", FALSE, 0 },
    { "", FALSE, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gint64 seconds = 0;

      g_assert_cmpint (loft_imap_date_parse (rows[i].text, strlen (rows[i].text), &seconds), ==,
                       rows[i].ok);
      g_assert_cmpint (seconds, ==, rows[i].seconds);
    }
}

/* Every day of 200 years, against GLib's calendar. */
static void
test_all_days (void)
{
  g_autoptr (GDateTime) day = g_date_time_new_utc (1900, 1, 1, 0, 0, 0);

  for (guint i = 0; i < 73049; i++)
    {
      g_autofree char *text = g_date_time_format (day, "%d-%b-%Y 00:00:00 +0000");
      GDateTime *next = g_date_time_add_days (day, 1);
      gint64 seconds = 1;

      g_assert_true (loft_imap_date_parse (text, strlen (text), &seconds));
      g_assert_cmpint (seconds, ==, g_date_time_to_unix (day));
      g_date_time_unref (day);
      day = next;
    }
}

/* --- Bombs -------------------------------------------------------------------------------- */

static double
seconds_to_parse (const char *head, const char *unit, const char *tail, guint n)
{
  g_autoptr (GString) bytes = g_string_new (head);
  g_auto (ImapFeed) feed = { NULL };
  g_auto (LoftImapResponse) response = { 0 };
  clock_t start; /* of this process: what others do is no matter */

  for (guint i = 0; i < n; i++)
    g_string_append (bytes, unit);
  g_string_append (bytes, tail);
  start = clock ();
  imap_feed_init (&feed);
  if (imap_feed_push (&feed, bytes->str, bytes->len, NULL, NULL) == LOFT_IMAP_NEED_NOTHING)
    loft_imap_response_parse (&response, feed.reader, NULL);
  return (double) (clock () - start) / CLOCKS_PER_SEC;
}

/* As much as one response may hold of anything takes no noticeable time. */
static void
test_bombs (void)
{
  static const struct {
    const char *head;
    const char *unit;
    const char *tail;
    guint n;
  } rows[] = {
    { "* 1 FETCH (UID 9 FLAGS (", "k ", "))\r\n", 500000 },
    { "* 1 FETCH (UID 9 FLAGS (", "\\Seen ", "))\r\n", 170000 },
    { "* 1 FETCH (UID 9 X ", "(", ")\r\n", 1000000 },
    { "* 1 FETCH (UID 9 ", "X () ", ")\r\n", 200000 },
    { "* 1 FETCH (UID 9 ", "X {0}\r\n ", ")\r\n", 100000 },
    { "* 1 FETCH (UID 9 ", "FLAGS () ", ")\r\n", 100000 },
    { "* CAPABILITY", " A", "\r\n", 500000 },
    { "* OK [CAPABILITY", " A", "]\r\n", 500000 },
    { "* OK [", "[", "]\r\n", 1000000 },
    { "* SEARCH", " 1", "\r\n", 500000 },
    { "* LIST () \"/\" \"", "a/", "\"\r\n", 500000 },
    { "* LIST () \"/\" \"", "&", "\"\r\n", 1000000 },
    { "* NAMESPACE (", "(\"\" NIL)", ") NIL NIL\r\n", 100000 },
    { "* ESEARCH", " X 1", "\r\n", 250000 },
    { "* VANISHED 1", ",1", "\r\n", 500000 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      double seconds = seconds_to_parse (rows[i].head, rows[i].unit, rows[i].tail, rows[i].n);

      if (seconds > 2.0)
        g_test_fail_printf ("%s%s… took %.1f s", rows[i].head, rows[i].unit, seconds);
    }
}

static void
test_keywords_bounded (void)
{
  g_autoptr (GString) bytes = g_string_new ("* 1 FETCH (UID 9 FLAGS (");
  g_auto (ImapFeed) feed = { NULL };
  g_auto (LoftImapResponse) response = { 0 };
  g_auto (GStrv) words = NULL;

  for (guint i = 0; i < 100000; i++)
    g_string_append_printf (bytes, "k%u ", i);
  g_string_append (bytes, "))\r\n");
  imap_feed_init (&feed);
  imap_feed_push (&feed, bytes->str, bytes->len, NULL, NULL);
  g_assert_true (loft_imap_response_parse (&response, feed.reader, NULL));
  words = g_strsplit (response.fetch.keywords, " ", -1);
  g_assert_cmpuint (g_strv_length (words), ==, 256);
}

static void
test_levels (void)
{
  static const struct {
    guint levels;
    gboolean listed;
  } rows[] = { { 1, TRUE }, { 99, TRUE }, { 100, TRUE }, { 101, FALSE }, { 2000, FALSE } };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GString) name = g_string_new ("a");
      g_autofree char *path = NULL;

      for (guint level = 1; level < rows[i].levels; level++)
        g_string_append (name, "/a");
      path = loft_imap_mailbox_name_to_path (name->str, '/');
      g_assert_cmpint (path != NULL, ==, rows[i].listed);
    }
}

static void
test_codes (void)
{
  static const struct {
    const char *word;
    LoftError error;
  } rows[] = {
    { "AUTHENTICATIONFAILED", LOFT_ERROR_AUTH },  { "EXPIRED", LOFT_ERROR_AUTH },
    { "NONEXISTENT", LOFT_ERROR_GONE },           { "TryCreate", LOFT_ERROR_GONE },
    { "OVERQUOTA", LOFT_ERROR_FULL },             { "LIMIT", LOFT_ERROR_LIMIT },
    { "INUSE", LOFT_ERROR_TEMPORARY },            { "UNAVAILABLE", LOFT_ERROR_TEMPORARY },
    { "THROTTLED", LOFT_ERROR_TEMPORARY },        { "NOPERM", LOFT_ERROR_REFUSED },
    { "CANNOT", LOFT_ERROR_REFUSED },             { "NEVERHEARD", LOFT_ERROR_REFUSED },
    { "", LOFT_ERROR_REFUSED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (loft_imap_code_to_error (
                       loft_imap_code_from_word (rows[i].word, strlen (rows[i].word))),
                     ==, rows[i].error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/imap/response/status", test_status);
  g_test_add_func ("/imap/response/data", test_data);
  g_test_add_func ("/imap/response/list", test_list);
  g_test_add_func ("/imap/response/fetch", test_fetch);
  g_test_add_func ("/imap/response/extensions", test_extensions);
  g_test_add_func ("/imap/response/utf8-names", test_utf8_names);
  g_test_add_func ("/imap/response/copied", test_copied);
  g_test_add_func ("/imap/response/rights", test_rights);
  g_test_add_func ("/imap/response/body-is-exact", test_body_is_exact);
  g_test_add_func ("/imap/response/sequence", test_sequence);
  g_test_add_func ("/imap/response/dates", test_dates);
  g_test_add_func ("/imap/response/all-days", test_all_days);
  g_test_add_func ("/imap/response/bombs", test_bombs);
  g_test_add_func ("/imap/response/keywords-bounded", test_keywords_bounded);
  g_test_add_func ("/imap/response/levels", test_levels);
  g_test_add_func ("/imap/response/codes", test_codes);
  return g_test_run ();
}
