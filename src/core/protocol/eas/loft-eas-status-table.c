/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "loft-eas-status-table.h"

#include "loft-error.h"

/* { status, { recovery, class, sentence } } */
#define DONE(status)                                                                               \
  {                                                                                                \
    status,                                                                                        \
    {                                                                                              \
      LOFT_EAS_RECOVERY_NONE, 0, "done"                                                            \
    }                                                                                              \
  }
#define ROW(status, recovery, code, sentence)                                                      \
  {                                                                                                \
    status,                                                                                        \
    {                                                                                              \
      LOFT_EAS_RECOVERY_##recovery, LOFT_ERROR_##code, sentence                                    \
    }                                                                                              \
  }

#define SERVER_TROUBLE  "the server has a trouble of its own; Loft tries again later"
#define OUR_FAULT       "the server finds the request invalid; please report this with its number"
#define FOLDERS_CHANGED "the folders on the server have changed; Loft reads them anew and goes on"
#define FOLDER_KEY                                                                                 \
  "the server has forgotten which folders Loft knows; Loft reads them anew and keeps what it has"
#define SYNC_KEY                                                                                    \
  "the server has forgotten where the last synchronization ended; Loft begins anew and keeps what " \
  "was changed here"
#define NO_PARENT   "the folder in which it should be is not there any more"
#define SYSTEM      "the server does not let this folder be changed"
#define BLOCKED_FIX "; ask whoever runs the server to allow it"

/* ---- any command -------------------------------------------------------------------------- */

static const LoftEasStatusRow common[] = {
  DONE (1),
  ROW (101, REFUSE, REFUSED, OUR_FAULT),
  ROW (102, REFUSE, REFUSED, OUR_FAULT),
  ROW (103, REFUSE, REFUSED, OUR_FAULT),
  ROW (104, REFUSE, REFUSED, "the server does not take one of its dates"),
  ROW (105, REFUSE, REFUSED, OUR_FAULT),
  ROW (106, REFUSE, REFUSED, "the server does not know the item by this name"),
  ROW (107, REFUSE, REFUSED, "the server cannot read the message; look whether it has odd parts"),
  ROW (108, STOP, DEVICE_BLOCKED,
       "the server does not take the name of this device; set the account up anew"),
  ROW (109, STOP, DEVICE_BLOCKED, "the server does not take this kind of device" BLOCKED_FIX),
  ROW (110, WAIT, TEMPORARY,
       "the server has a trouble of its own and wants no more for now; Loft tries "
       "again in some minutes"),
  ROW (111, RETRY, TEMPORARY, SERVER_TROUBLE),
  ROW (112, STOP, REFUSED,
       "the server may not read the organisation's directory; tell whoever runs it"),
  ROW (113, ROOM, FULL, "the mailbox is full; delete what is not needed on the server"),
  ROW (114, WAIT, TEMPORARY,
       "the mailbox cannot be reached on the server now; Loft tries again later"),
  ROW (115, ROOM, FULL, "as much was sent as is allowed; send it again later"),
  ROW (116, REFUSE, REFUSED,
       "the server does not know one of the addressees; look at the addresses"),
  ROW (117, REFUSE, REFUSED, "the server does not answer messages of this kind; send a new one"),
  /* The message is out already: sending again would send it twice. */
  ROW (118, NONE, PROTOCOL, "the message was sent before"),
  ROW (119, REFUSE, REFUSED, "the message has no addressee; add one"),
  ROW (120, RETRY, TEMPORARY, "the server could not send the message; Loft tries again later"),
  ROW (121, REFUSE, REFUSED, "the server could not add the original; send it as a new message"),
  ROW (122, REFUSE, LIMIT, "it is too large for the server; leave attachments out"),
  ROW (123, AUTODISCOVER, REFUSED,
       "this sign-in has no mailbox on the server; look at the account's "
       "settings"),
  ROW (124, SIGN_IN, AUTH, "the server wants a sign-in"),
  ROW (125, SIGN_IN, AUTH, "the server does not know the user; look at the user name"),
  ROW (126, STOP, NOT_ALLOWED, "the user may not use ActiveSync" BLOCKED_FIX),
  ROW (127, AUTODISCOVER, TEMPORARY, "the mailbox has moved to another server; Loft looks for it"),
  ROW (128, AUTODISCOVER, TEMPORARY, "the mailbox is on another server; Loft looks for it"),
  ROW (129, STOP, DEVICE_BLOCKED,
       "the server blocks or holds this device; a mail in the inbox may say why" BLOCKED_FIX),
  ROW (130, STOP, NOT_ALLOWED, "the server denies access to this user" BLOCKED_FIX),
  ROW (131, STOP, ACCOUNT_DISABLED, "the user's account is disabled" BLOCKED_FIX),
  ROW (132, REKEY, TEMPORARY, SYNC_KEY),
  ROW (133, WAIT, TEMPORARY, "the server is still busy with the last synchronization; Loft waits"),
  ROW (134, REKEY, TEMPORARY, SYNC_KEY),
  ROW (135, REKEY, TEMPORARY, SYNC_KEY),
  ROW (136, REKEY, TEMPORARY, SYNC_KEY),
  ROW (137, OPTIONS, REFUSED, "the server does not know this command"),
  ROW (138, OPTIONS, REFUSED, "the server does not speak this version of ActiveSync any more"),
  ROW (139, STOP, POLICY, "the server's policy asks for more than Loft can do" BLOCKED_FIX),
  ROW (140, WIPE, WIPED, "the server demands that the data of this account be deleted here"),
  ROW (141, PROVISION, POLICY, "the server takes no devices without its policy" BLOCKED_FIX),
  ROW (142, PROVISION, POLICY, "the server wants its policy accepted first"),
  ROW (143, PROVISION, POLICY, "the server's policy has changed"),
  ROW (144, PROVISION, POLICY, "the server does not know any more that its policy was accepted"),
  ROW (145, PROVISION, POLICY, "the server takes no devices that somebody else manages" BLOCKED_FIX),
  ROW (146, REFUSE, REFUSED, "the event does not recur on the server"),
  ROW (147, REFUSE, REFUSED, "the server does not do this with items of this kind"),
  ROW (148, STOP, REFUSED, "the server wants an encrypted connection; set the account to https"),
  ROW (149, RESEND, TEMPORARY, "the server has forgotten the last request; Loft sends all of it"),
  ROW (150, GONE, GONE, "the item is not there any more"),
  ROW (151, REFUSE, REFUSED, "the server has too many folders to look for the conversation"),
  ROW (152, REFUSE, REFUSED, "the server found no folders for the conversation"),
  ROW (153, REFUSE, REFUSED, "the server cannot move the whole conversation at once"),
  ROW (154, RETRY, TEMPORARY,
       "the server could not move the conversation now; Loft tries again later"),
  ROW (155, REFUSE, REFUSED, "the folder to move to is not there"),
  ROW (156, REFUSE, REFUSED, "the server cannot move the conversation for ever"),
  ROW (160, WITHOUT, LIMIT, "there are too many people to look for their free time"),
  ROW (161, WITHOUT, LIMIT, "the list has too many members to look for their free time"),
  ROW (162, WITHOUT, TEMPORARY, "the server cannot tell the free time now; try again later"),
  ROW (163, WITHOUT, REFUSED, "the server cannot tell the free time"),
  ROW (164, REFUSE, REFUSED, "the server does not give bodies of this kind"),
  ROW (165, DEVICE, TEMPORARY, "the server wants to be told about the device"),
  ROW (166, OTHER_WAY, REFUSED,
       "the server does not know the sender's account; send it as the mailbox "
       "itself"),
  ROW (167, REFUSE, REFUSED, "the server does not let this sender send; choose another one"),
  ROW (168, REFUSE, REFUSED, "protected messages are switched off on the server"),
  ROW (169, RETRY, TEMPORARY,
       "the server cannot open protected messages now; Loft tries again later"),
  ROW (170, REFUSE, REFUSED, "the server cannot open this protected message"),
  ROW (171, REFUSE, REFUSED, "the server does not know this kind of protection"),
  ROW (172, REFUSE, REFUSED, "the message's protection does not allow this"),
  ROW (173, WITHOUT, GONE, "there is no picture"),
  ROW (174, WITHOUT, LIMIT, "the picture is too large"),
  ROW (175, WITHOUT, LIMIT, "there are more pictures than were asked for"),
  ROW (176, OTHER_WAY, LIMIT, "the conversation is too large to be shown as one"),
  ROW (177, STOP, TOO_MANY_DEVICES,
       "too many devices use this mailbox; remove old ones in Outlook on the web"),
};

/* ---- folders ------------------------------------------------------------------------------ */

static const LoftEasStatusRow folder_sync[] = {
  DONE (1),
  ROW (6, RETRY, TEMPORARY, SERVER_TROUBLE),
  ROW (9, REKEY_FOLDERS, TEMPORARY, FOLDER_KEY),
  ROW (10, REFUSE, REFUSED, OUR_FAULT),
  ROW (11, RETRY, TEMPORARY, SERVER_TROUBLE),
  ROW (12, REKEY_FOLDERS, TEMPORARY, FOLDER_KEY),
};

static const LoftEasStatusRow folder_create[] = {
  DONE (1),
  ROW (2, REFUSE, REFUSED, "there is a folder by this name already; choose another name"),
  ROW (3, REFUSE, REFUSED, "the server lets nothing be made in this folder; choose another one"),
  ROW (5, FOLDERS, REFUSED, NO_PARENT),
  ROW (6, RETRY, TEMPORARY, SERVER_TROUBLE),
  ROW (9, REKEY_FOLDERS, TEMPORARY, FOLDER_KEY),
  ROW (10, REFUSE, REFUSED, OUR_FAULT),
  ROW (11, RETRY, TEMPORARY, SERVER_TROUBLE),
  ROW (12, REKEY_FOLDERS, TEMPORARY, FOLDER_KEY),
};

static const LoftEasStatusRow folder_delete[] = {
  DONE (1),
  ROW (3, REFUSE, REFUSED, SYSTEM),
  ROW (4, GONE, GONE, "the folder is not there any more"),
  ROW (6, RETRY, TEMPORARY, SERVER_TROUBLE),
  ROW (9, REKEY_FOLDERS, TEMPORARY, FOLDER_KEY),
  ROW (10, REFUSE, REFUSED, OUR_FAULT),
  ROW (11, RETRY, TEMPORARY, SERVER_TROUBLE),
};

static const LoftEasStatusRow folder_update[] = {
  DONE (1),
  ROW (2, REFUSE, REFUSED,
       "there is a folder by this name already, or it is one that keeps its name; choose "
       "another name"),
  ROW (3, REFUSE, REFUSED, SYSTEM),
  ROW (4, GONE, GONE, "the folder is not there any more"),
  ROW (5, FOLDERS, REFUSED, NO_PARENT),
  ROW (6, RETRY, TEMPORARY, SERVER_TROUBLE),
  ROW (9, REKEY_FOLDERS, TEMPORARY, FOLDER_KEY),
  ROW (10, REFUSE, REFUSED, OUR_FAULT),
  ROW (11, RETRY, TEMPORARY, SERVER_TROUBLE),
};

/* ---- items -------------------------------------------------------------------------------- */

static const LoftEasStatusRow items[] = {
  DONE (1),
  ROW (3, REKEY, TEMPORARY, SYNC_KEY),
  ROW (4, REFUSE, REFUSED, OUR_FAULT),
  ROW (5, RETRY, TEMPORARY, SERVER_TROUBLE),
  ROW (6, REFUSE, REFUSED, "the server finds the item invalid"),
  ROW (7, CONFLICT, CONFLICT, "the item was changed on the server meanwhile; that version stays"),
  ROW (8, GONE, GONE, "the item is not there any more"),
  ROW (9, ROOM, FULL, "the server could not complete it; the mailbox may be full"),
  ROW (12, FOLDERS, TEMPORARY, FOLDERS_CHANGED),
  ROW (13, RESEND, TEMPORARY, "the server has forgotten the last request; Loft sends all of it"),
  ROW (14, LIMIT, TEMPORARY, "the server wants to be asked at another interval"),
  ROW (15, FEWER, TEMPORARY, "these are more folders than the server takes at once"),
  ROW (16, REPEAT, TEMPORARY, "the server asks for the same once more"),
};

static const LoftEasStatusRow ping[] = {
  DONE (1), /* nothing changed in the time */
  DONE (2), /* something did */
  ROW (3, RESEND, TEMPORARY,
       "the server has forgotten which folders to watch; Loft tells them again"),
  ROW (4, REFUSE, REFUSED, OUR_FAULT),
  ROW (5, LIMIT, TEMPORARY, "the server wants to be asked at another interval"),
  ROW (6, FEWER, TEMPORARY,
       "these are more folders than the server watches; the others are looked at now "
       "and then"),
  ROW (7, FOLDERS, TEMPORARY, FOLDERS_CHANGED),
  ROW (8, RETRY, TEMPORARY, SERVER_TROUBLE),
};

static const LoftEasStatusRow move_items[] = {
  ROW (1, GONE, GONE, "the item is not in the folder any more"),
  ROW (2, REFUSE, REFUSED, "the folder to move to is not there"),
  DONE (3),
  ROW (4, REFUSE, REFUSED, "it is in this folder already"),
  ROW (5, REFUSE, REFUSED, "the server could not move it"),
  ROW (7, RETRY, TEMPORARY, "the server is busy with the folder; Loft tries again later"),
};

static const LoftEasStatusRow estimate[] = {
  DONE (1),
  ROW (2, FOLDERS, TEMPORARY, FOLDERS_CHANGED),
  ROW (3, REKEY, TEMPORARY, SYNC_KEY),
  ROW (4, REKEY, TEMPORARY, SYNC_KEY),
};

static const LoftEasStatusRow item_operations[] = {
  DONE (1),
  ROW (2, REFUSE, REFUSED, OUR_FAULT),
  ROW (3, RETRY, TEMPORARY, SERVER_TROUBLE),
  ROW (4, REFUSE, REFUSED, "the server does not know this address"),
  ROW (5, REFUSE, REFUSED, "the server does not let this be read"),
  ROW (6, GONE, GONE, "the item is not there any more"),
  ROW (7, RETRY, TEMPORARY, "the server cannot reach where it is kept; Loft tries again later"),
  ROW (8, RESEND, LIMIT, "the item is shorter than the server said"),
  ROW (9, REFUSE, REFUSED, "the server does not look in this place"),
  ROW (10, GONE, GONE, "there is nothing in it"),
  ROW (11, REFUSE, LIMIT, "it is larger than the server gives"),
  ROW (12, RETRY, TEMPORARY, "the server could not read it; Loft tries again later"),
  ROW (14, OTHER_WAY, REFUSED, "the server cannot convert the item"),
  ROW (15, GONE, GONE, "the attachment is not there any more"),
  ROW (16, REFUSE, REFUSED, "the server does not let this be read"),
  ROW (17, REFUSE, REFUSED, "the server did only a part of it; look what is left"),
  ROW (18, REFUSE, REFUSED, "the server wants another sign-in for this place"),
};

static const LoftEasStatusRow meeting_response[] = {
  DONE (1),
  ROW (2, GONE, GONE, "the server finds no invitation there"),
  ROW (3, RETRY, TEMPORARY, "the server could not read the mailbox; Loft tries again later"),
  ROW (4, RETRY, TEMPORARY, SERVER_TROUBLE),
};

/* ---- searching ---------------------------------------------------------------------------- */

static const LoftEasStatusRow search[] = {
  DONE (1),
  ROW (2, REFUSE, REFUSED, OUR_FAULT),
  ROW (3, RETRY, TEMPORARY, SERVER_TROUBLE),
};

static const LoftEasStatusRow store[] = {
  DONE (1),
  ROW (2, REFUSE, REFUSED, "the server does not take this search; use other words"),
  ROW (3, RETRY, TEMPORARY, SERVER_TROUBLE),
  ROW (4, REFUSE, REFUSED, "the server does not know this address"),
  ROW (5, REFUSE, REFUSED, "the server does not let this be searched"),
  ROW (6, GONE, GONE, "what should be searched is not there any more"),
  ROW (7, RETRY, TEMPORARY, "the server cannot reach what should be searched; try again later"),
  ROW (8, REFUSE, LIMIT, "the search is too complex for the server; use fewer words"),
  ROW (9, RETRY, TEMPORARY, "the server is not ready to search yet; try again later"),
  ROW (10, RETRY, TEMPORARY,
       "the search took the server too long; use more words, or try again later"),
  ROW (11, FOLDERS, TEMPORARY, FOLDERS_CHANGED),
  ROW (12, NONE, LIMIT, "the server gives no more results"),
  ROW (13, REFUSE, REFUSED, "the server does not let this be searched"),
  ROW (14, REFUSE, REFUSED, "the server wants another sign-in for this place"),
};

static const LoftEasStatusRow find[] = {
  DONE (1),
  ROW (2, REFUSE, REFUSED, "the server does not take this search; use other words"),
  ROW (3, FOLDERS, TEMPORARY, FOLDERS_CHANGED),
  ROW (4, RESEND, PROTOCOL, "the server has forgotten the search; Loft begins it anew"),
};

/* ---- people ------------------------------------------------------------------------------- */

static const LoftEasStatusRow resolve_recipients[] = {
  DONE (1),
  ROW (5, REFUSE, REFUSED, OUR_FAULT),
  ROW (6, RETRY, TEMPORARY, SERVER_TROUBLE),
};

static const LoftEasStatusRow recipients[] = {
  DONE (1),
  DONE (2), /* several fit, and here they are */
  DONE (3), /* several fit, and here are some of them */
  ROW (4, WITHOUT, GONE, "the server knows nobody by this name"),
};

static const LoftEasStatusRow availability[] = {
  DONE (1),
};

static const LoftEasStatusRow certificates[] = {
  DONE (1),
  ROW (7, WITHOUT, GONE, "the server has no valid certificate of this person"),
  ROW (8, WITHOUT, LIMIT, "there are more certificates than were asked for"),
};

/* ---- the account -------------------------------------------------------------------------- */

static const LoftEasStatusRow provision[] = {
  DONE (1),
  ROW (2, REFUSE, REFUSED, OUR_FAULT),
  ROW (3, RETRY, TEMPORARY, SERVER_TROUBLE),
};

static const LoftEasStatusRow policy[] = {
  DONE (1),
  DONE (2), /* there is no policy for this account */
  ROW (3, REFUSE, REFUSED, "the server does not know this kind of policy"),
  ROW (4, STOP, REFUSED, "the policy is damaged on the server; tell whoever runs it"),
  ROW (5, PROVISION, TEMPORARY, "the server has another policy by now"),
};

static const LoftEasStatusRow settings[] = {
  DONE (1),
  ROW (2, REFUSE, REFUSED, OUR_FAULT),
  ROW (3, REFUSE, REFUSED, "the server does not let this be changed"),
  ROW (4, RETRY, TEMPORARY, SERVER_TROUBLE),
  ROW (5, REFUSE, REFUSED, "the server does not take one of the values"),
  ROW (6, REFUSE, REFUSED, "the server finds values that do not go together"),
  ROW (7, REFUSE, REFUSED, "the server's policy does not allow this"),
};

static const LoftEasStatusRow validate_cert[] = {
  DONE (1),
  ROW (2, REFUSE, REFUSED, OUR_FAULT),
  ROW (3, REFUSE, UNTRUSTED, "the signature of the certificate is wrong"),
  ROW (4, REFUSE, UNTRUSTED, "the server does not trust whoever issued the certificate"),
  ROW (5, REFUSE, UNTRUSTED, "the chain of certificates is broken"),
  ROW (6, REFUSE, UNTRUSTED, "the certificate is not meant for mail"),
  ROW (7, REFUSE, UNTRUSTED, "the certificate is not valid yet or any more"),
  ROW (8, REFUSE, UNTRUSTED, "the times of the certificates in the chain do not fit"),
  ROW (9, REFUSE, UNTRUSTED, "a certificate of the chain is used for what it is not meant for"),
  ROW (10, REFUSE, UNTRUSTED, "something about the certificate is missing or wrong"),
  ROW (11, REFUSE, UNTRUSTED, "a certificate of the chain is used for what it is not meant for"),
  ROW (12, REFUSE, UNTRUSTED, "the certificate belongs to another address"),
  ROW (13, REFUSE, UNTRUSTED, "the certificate was revoked"),
  ROW (14, RETRY, TEMPORARY,
       "nobody can be asked whether the certificate was revoked; try again later"),
  ROW (15, REFUSE, UNTRUSTED, "a certificate of the chain was revoked"),
  ROW (16, RETRY, TEMPORARY,
       "the server does not know whether the certificate was revoked; try again later"),
  ROW (17, RETRY, TEMPORARY, SERVER_TROUBLE),
};

/* ---- HTTP --------------------------------------------------------------------------------- */

static const LoftEasStatusRow http[] = {
  DONE (200),
  ROW (400, REFUSE, REFUSED, OUR_FAULT),
  ROW (401, SIGN_IN, AUTH, "the server does not take this user name with this password or sign-in"),
  ROW (403, STOP, NOT_ALLOWED,
       "the server does not let this user or device use ActiveSync" BLOCKED_FIX),
  ROW (404, AUTODISCOVER, PROTOCOL,
       "there is no ActiveSync at this address; look at the server's address"),
  ROW (405, AUTODISCOVER, PROTOCOL,
       "there is no ActiveSync at this address; look at the server's address"),
  ROW (408, RETRY, TEMPORARY, "the server got no request in time; Loft tries again"),
  ROW (413, REFUSE, LIMIT, "it is too large for the server; leave attachments out"),
  ROW (429, WAIT, TEMPORARY, "the server is asked too often; Loft waits"),
  ROW (449, PROVISION, POLICY, "the server wants its policy accepted first"),
  ROW (451, AUTODISCOVER, TEMPORARY, "the mailbox is on another server; Loft goes there"),
  ROW (456, STOP, ACCOUNT_DISABLED,
       "the user's account is blocked; sign in on the web page of the organisation"),
  ROW (457, SIGN_IN, AUTH, "the password has expired; change it, then sign in with the new one"),
  ROW (500, RETRY, TEMPORARY, SERVER_TROUBLE),
  ROW (501, OPTIONS, REFUSED, "the server cannot do this"),
  ROW (502, RETRY, TEMPORARY,
       "the server behind the server does not answer; Loft tries again later"),
  ROW (503, WAIT, TEMPORARY, "the server is busy or being worked on; Loft waits"),
  ROW (504, RETRY, TEMPORARY,
       "the server behind the server does not answer; Loft tries again later"),
  ROW (505, OPTIONS, REFUSED, "the server does not speak this version of ActiveSync any more"),
  ROW (507, ROOM, FULL, "the mailbox is full; delete what is not needed on the server"),
};

#define TABLE(rows)                                                                                \
  {                                                                                                \
    rows, G_N_ELEMENTS (rows)                                                                      \
  }

static const LoftEasStatusTable commands[LOFT_EAS_N_COMMANDS] = {
  [LOFT_EAS_COMMAND_SYNC] = TABLE (items),
  [LOFT_EAS_COMMAND_FOLDER_SYNC] = TABLE (folder_sync),
  [LOFT_EAS_COMMAND_FOLDER_CREATE] = TABLE (folder_create),
  [LOFT_EAS_COMMAND_FOLDER_DELETE] = TABLE (folder_delete),
  [LOFT_EAS_COMMAND_FOLDER_UPDATE] = TABLE (folder_update),
  [LOFT_EAS_COMMAND_MOVE_ITEMS] = TABLE (move_items),
  [LOFT_EAS_COMMAND_GET_ITEM_ESTIMATE] = TABLE (estimate),
  [LOFT_EAS_COMMAND_MEETING_RESPONSE] = TABLE (meeting_response),
  [LOFT_EAS_COMMAND_SEARCH] = TABLE (search),
  [LOFT_EAS_COMMAND_SETTINGS] = TABLE (settings),
  [LOFT_EAS_COMMAND_PING] = TABLE (ping),
  [LOFT_EAS_COMMAND_ITEM_OPERATIONS] = TABLE (item_operations),
  [LOFT_EAS_COMMAND_PROVISION] = TABLE (provision),
  [LOFT_EAS_COMMAND_RESOLVE_RECIPIENTS] = TABLE (resolve_recipients),
  [LOFT_EAS_COMMAND_VALIDATE_CERT] = TABLE (validate_cert),
  [LOFT_EAS_COMMAND_FIND] = TABLE (find),
};

static const LoftEasStatusTable parts[] = {
  [LOFT_EAS_PART_POLICY - LOFT_EAS_PART_POLICY] = TABLE (policy),
  [LOFT_EAS_PART_STORE - LOFT_EAS_PART_POLICY] = TABLE (store),
  [LOFT_EAS_PART_RECIPIENTS - LOFT_EAS_PART_POLICY] = TABLE (recipients),
  [LOFT_EAS_PART_AVAILABILITY - LOFT_EAS_PART_POLICY] = TABLE (availability),
  [LOFT_EAS_PART_CERTIFICATES - LOFT_EAS_PART_POLICY] = TABLE (certificates),
  [LOFT_EAS_PART_PICTURE - LOFT_EAS_PART_POLICY] = TABLE (availability),
};

LoftEasStatusTable
loft_eas_status_table_of (guint of)
{
  const LoftEasStatusTable none = { NULL, 0 };

  if (of < G_N_ELEMENTS (commands))
    return commands[of];
  if (of >= LOFT_EAS_PART_POLICY && of - LOFT_EAS_PART_POLICY < G_N_ELEMENTS (parts))
    return parts[of - LOFT_EAS_PART_POLICY];
  return none;
}

LoftEasStatusTable
loft_eas_status_table_common (void)
{
  return (LoftEasStatusTable) TABLE (common);
}

LoftEasStatusTable
loft_eas_status_table_http (void)
{
  return (LoftEasStatusTable) TABLE (http);
}
